/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The real platform, a till of it, and the bad network between the two.
 *
 *   g_auto (HufuTown) town = {0};
 *   hufu_town_begin (&town, 600);
 *   hufu_proxy_set_fault (town.proxy, "POST /v1/events", HUFU_FAULT_CUT, 2);
 *   hufu_till_write_events (town.till, 7);
 *   hufu_till_await_synced (town.till);
 *   hufu_town_assert_platform_has_all (&town);
 */
#pragma once

#include "tests/sync/till.h"

typedef struct {
  HufuPlatformProcess *platform;
  HufuProxy *proxy;
  HufuTill *till;
} HufuTown;

/* Waits until the till is enrolled and has everything. */
void hufu_town_begin (HufuTown *town, guint32 seed);
void hufu_town_clear (HufuTown *town);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HufuTown, hufu_town_clear)

/* The platform has each event of this till once and no other, and is content with all of them. */
void hufu_town_assert_platform_has_all (HufuTown *town);
