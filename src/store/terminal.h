/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who this till is: enrolment, incarnation, platform epoch, cursors, best-known time. */
#pragma once

#include "core/life.h"
#include "core/limits.h"
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
  HufuFrozen frozen;
  HufuLife life;        /* as the platform said last */
  char *changes_cursor; /* owned; NULL = take a snapshot */
  gint64 synced_utc_us; /* 0 = never */
  gint64 anchor_utc_us, anchor_boot_us, floor_utc_us;
  char *anchor_boot_id;
  gint64 oldest_unsent_utc_us;                                      /* 0 = nothing unsent */
  guint64 n_unsent, n_attention, n_waiting_prints, n_waiting_slips; /* the first: both */
  guint64 n_rights, n_vouchers; /* held, and of how many vouchers */
  HufuLimitsUsed unleased;      /* accepted without its right since the last confirmed report */
} HufuTerminal;

void hufu_terminal_clear (HufuTerminal *terminal);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HufuTerminal, hufu_terminal_clear)

gboolean hufu_terminal_load (HufuDb *db, HufuTerminal *ret_terminal,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes the enrolment's answer. Refused (CONFLICT) if enrolled under another id or as a later
 * incarnation. A later one than before begins as hufu_terminal_reincarnate says. */
gboolean hufu_terminal_enrol (HufuDb *db, const HufuTerminal *identity,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Begins another incarnation, which is enrolled already: after a fork, or for a restored image. All
 * rights and open requests of the former one are gone; its journal ends, and what of it the
 * platform has not confirmed follows as events "branch" of the new one, each once: as claims, which
 * neither move nor free rights. A frozen till thaws. CONFLICT: not enrolled, or not a later
 * incarnation. */
gboolean hufu_terminal_reincarnate (HufuDb *db, guint32 incarnation,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Until the next incarnation nothing that is leased is used, moved, credited or undone. One that
 * was superseded stays so. frozen: not NOT. */
gboolean hufu_terminal_freeze (HufuDb *db, HufuFrozen frozen,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whoever is not live opens no request for a right any more (hufu_request_open). The next
 * incarnation is live. */
gboolean hufu_terminal_set_life (HufuDb *db, HufuLife life,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A newer platform epoch is stored first, then everything is sent again (acked_seq = 0), what
 * earlier incarnations wrote included (as branch events). An older one is ignored: returns TRUE and
 * changes nothing. */
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
