/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the terminals of a store are told of each other: who is there, under which key and
 * incarnation, and where it says that it can be reached. One change of kind "peer" a terminal; one
 * that is no longer answered is deleted there.
 */
#pragma once

#include "platform/platform.h"

#define HUFU_PEER_ADDRESS_MAX 255

/* Inside the caller's transaction, after anything of this terminal changed: its incarnation, its
 * state, its life, its address. */
void hufu_peers_tell (HufuPlatform *platform, const HufuId *terminal_id);
/* Where the terminal says that its neighbours reach it; NULL: it did not say. A transaction of its
 * own if that is new. FALSE with error. */
gboolean hufu_peers_note_address (HufuPlatform *platform, const HufuHolder *holder,
                                  const char *address, GError **error) G_GNUC_WARN_UNUSED_RESULT;
