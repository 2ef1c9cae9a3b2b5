/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a merchant sets for a store: the members of its policy but those that the platform makes
 * itself (the limits, the phone key, the issuer, the public address). The contract's
 * PolicySettings.
 */
#pragma once

#include "platform/call.h"

#define HUFU_SETTING_TEXT_MAX 400 /* bytes of a text, in one line */

/* Puts these in the place of those that are there; null takes one out. In a transaction of its own,
 * all or none. FALSE with neither: there is no such store. *ret_refused, to be freed: what is
 * wanted instead. */
gboolean hufu_settings_put (HufuPlatform *platform, gint64 store_no, const json_t *settings,
                            char **ret_refused, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Operations of the operator; in the table of operations.c. */
void hufu_settings_answer_get (HufuCall *call);
void hufu_settings_answer_put (HufuCall *call);
