/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who this till is: enrolment, incarnation, platform epoch, cursors, best-known time. */
#pragma once

#include "core/right.h"
#include "store/db.h"

#define HUFU_GROUPS_MAX 16

typedef struct {
  gboolean enrolled;
  HufuId terminal_id;
  guint32 incarnation;
  guint64 store_no, terminal_no;
  guint64 groups[HUFU_GROUPS_MAX];
  gsize n_groups;
  guint32 currency;
  guint64 platform_epoch;
  guint64 last_seq, acked_seq;
  HufuEpoch fence;
  char *changes_cursor; /* owned; NULL = take a snapshot */
  gint64 synced_utc_us; /* 0 = never */
  gint64 anchor_utc_us, anchor_boot_us, floor_utc_us;
  char *anchor_boot_id;
  gint64 oldest_unsent_utc_us; /* 0 = nothing unsent */
  guint64 n_unsent, n_attention, n_rights, n_waiting_prints;
} HufuTerminal;

void hufu_terminal_clear (HufuTerminal *terminal);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HufuTerminal, hufu_terminal_clear)

gboolean hufu_terminal_load (HufuDb *db, HufuTerminal *ret_terminal,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes the enrolment's answer. Refused (CONFLICT) if enrolled under another id or with events of
 * another incarnation unsent. */
gboolean hufu_terminal_enrol (HufuDb *db, const HufuTerminal *identity,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A newer platform epoch is stored first, then everything is sent again (acked_seq = 0). An older
 * one is ignored: returns TRUE and changes nothing. */
gboolean hufu_terminal_set_platform_epoch (HufuDb *db, guint64 platform_epoch,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_terminal_set_time_anchor (HufuDb *db, gint64 utc_us, gint64 boot_us,
                                        const char *boot_id,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_terminal_set_synced (HufuDb *db, gint64 utc_us,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Settings of this till (language, theme, sound); value NULL removes. */
gboolean hufu_setting_set (HufuDb *db, const char *name, const char *value,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* NULL if unset; free with g_free. */
char *hufu_setting_dup (HufuDb *db, const char *name);
