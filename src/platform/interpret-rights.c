/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a till's events say of rights. */
#include "platform/interpret-kinds.h"

#include <string.h>

#include "core/base64url.h"
#include "core/money.h"
#include "core/reason.h"
#include "core/right-page.h"
#include "platform/conflict.h"
#include "platform/proof.h"
#include "platform/restore.h"
#include "platform/unleased.h"
#include "platform/rights-drain.h"
#include "platform/rights-move.h"
#include "platform/rights-row.h"

static gboolean
read_place (const HufuSubject *subject, HufuRightReport *report)
{
  report->seq = subject->seq;
  return hufu_pjson_get_right (subject->body, "right", &report->key) &&
         hufu_pjson_get_epoch (subject->body, "epoch", &report->epoch);
}

static gboolean
read_use (const HufuSubject *subject, HufuRightReport *report)
{
  gint64 at_utc_us = 0;

  if (!read_place (subject, report) ||
      !hufu_pjson_get_id (subject->body, "use_id", &report->use_id) ||
      !hufu_pjson_get_id_or_null (subject->body, "sale_id", &report->sale_id) ||
      !hufu_pjson_get_id_or_null (subject->body, "staff_id", &report->staff_id) ||
      !hufu_pjson_get_int (subject->body, "at_utc_us", 0, G_MAXINT64, &at_utc_us))
    return FALSE;
  report->at_utc_s = at_utc_us / G_USEC_PER_SEC;
  return TRUE;
}

static gboolean
read_hop (const HufuSubject *subject, HufuRightReport *report)
{
  gint64 hop;

  if (!hufu_pjson_get_int (subject->body, "hop", 0, G_MAXINT64, &hop))
    return FALSE;
  report->hop = (guint64)hop;
  return TRUE;
}

/* --- where a right is ---------------------------------------------------------------------------
 */

const char *
hufu_interpret_right_credited (const HufuSubject *subject)
{
  HufuRightReport report = {0};

  if (!read_place (subject, &report) || !read_hop (subject, &report) ||
      !hufu_pjson_get_int (subject->body, "remaining_minor", 0, HUFU_MONEY_MAX_MINOR,
                           &report.remaining_minor))
    return "bad_body";
  return hufu_rights_credit (subject->platform, subject->holder, &report);
}

/* Each right on its own; the verdict is the first that is not good. */
const char *
hufu_interpret_grants_credited (const HufuSubject *subject)
{
  const json_t *text = json_object_get (subject->body, "rights");
  g_autoptr (GArray) rights = json_is_string (text) ? hufu_rights_decode (json_string_value (text),
                                                                          json_string_length (text))
                                                    : NULL;
  const char *verdict = "ok";

  if (rights == NULL)
    return "bad_body";
  for (guint i = 0; i < rights->len; i++) {
    const HufuRight *right = &g_array_index (rights, HufuRight, i);
    HufuRightReport report = {.key = right->key,
                              .epoch = right->epoch,
                              .remaining_minor = right->remaining_minor,
                              .seq = subject->seq};
    const char *code = hufu_rights_credit (subject->platform, subject->holder, &report);

    if (strcmp (verdict, "ok") == 0)
      verdict = code;
  }
  return verdict;
}

static gboolean
read_debit (const HufuSubject *subject, HufuDebit *debit)
{
  const char *text = hufu_pjson_find_text (subject->body, "debit",
                                           HUFU_BASE64URL_LENGTH (HUFU_DEBIT_MAX_BYTES), FALSE);
  guint8 document[HUFU_DEBIT_MAX_BYTES];
  gsize size = 0;

  return text != NULL &&
         hufu_base64url_decode (text, strlen (text), document, sizeof document, &size) &&
         hufu_rights_read_debit (subject->platform, document, size, debit);
}

const char *
hufu_interpret_right_debited (const HufuSubject *subject)
{
  HufuDebit debit;

  if (!read_debit (subject, &debit) ||
      !hufu_id_equal (&debit.from_terminal, &subject->holder->terminal_id) ||
      debit.from_incarnation != subject->holder->incarnation)
    return "bad_debit";
  return hufu_rights_follow_debit (subject->platform, &debit, FALSE);
}

const char *
hufu_interpret_right_received (const HufuSubject *subject)
{
  HufuDebit debit;

  if (!read_debit (subject, &debit) ||
      !hufu_id_equal (&debit.to_terminal, &subject->holder->terminal_id) ||
      debit.to_incarnation != subject->holder->incarnation)
    return "bad_debit";
  return hufu_rights_follow_debit (subject->platform, &debit, TRUE);
}

/* --- what comes back ----------------------------------------------------------------------------
 */

const char *
hufu_interpret_request_closed (const HufuSubject *subject)
{
  HufuId request_id;

  if (!hufu_pjson_get_id (subject->body, "request_id", &request_id))
    return "bad_body";
  return hufu_rights_close_request (subject->platform, subject->holder, &request_id, subject->seq);
}

const char *
hufu_interpret_right_recalled (const HufuSubject *subject)
{
  HufuRightReport report = {0};
  HufuEpoch number;

  if (!read_place (subject, &report) || !hufu_pjson_get_epoch (subject->body, "recall", &number))
    return "bad_body";
  return hufu_recalls_acknowledge (subject->platform, subject->holder, &number, &report.key,
                                   &report.epoch, subject->seq);
}

const char *
hufu_interpret_right_reported (const HufuSubject *subject)
{
  const json_t *keeps = json_object_get (subject->body, "keeps");
  HufuEpoch number, up_to;

  if (!hufu_pjson_get_epoch (subject->body, "report", &number) ||
      !hufu_pjson_get_epoch (subject->body, "up_to", &up_to) ||
      (keeps != NULL && !json_is_integer (keeps)))
    return "bad_body";
  return hufu_reports_take (subject->platform, subject->holder, &number, &up_to,
                            keeps != NULL ? HUFU_REPORT_KEEPS : HUFU_REPORT_RETURNS, subject->seq);
}

/* --- uses ---------------------------------------------------------------------------------------
 */

/* While the platform is being restored, a till's journal knows a yes that the backup does not. What
 * is left of the right is made up when everybody has reported. */
static const char *
adopt_online (const HufuSubject *subject, const HufuRightReport *report)
{
  HufuRightRow row;
  gboolean undone =
      hufu_pdb_get_int (subject->platform->db, 0, "SELECT 1 FROM undone_use WHERE use_id = ?", "d",
                        &report->use_id) != 0;

  if (!hufu_restore_is_on (subject->platform) ||
      !hufu_rights_find (subject->platform, &report->key, &row) ||
      hufu_pdb_get_int (subject->platform->db, 0, "SELECT 1 FROM use WHERE use_id = ? AND k = ?",
                        "di", &report->use_id, (gint64)report->key.k) != 0)
    return "unknown_use";
  hufu_right_row_insert_use (subject->platform, subject->holder, report,
                             undone ? "undone" : "used");
  return "ok";
}

/* The platform said yes under this key itself; the event only tells which sale it went into. */
static const char *
confirm_online (const HufuSubject *subject, const HufuRightReport *report)
{
  return hufu_pdb_run (
             subject->platform->db,
             "UPDATE use SET reported = 1, sale_id = coalesce (?, sale_id), staff_id = ? "
             "WHERE use_id = ? AND k = ? AND cti = ? AND terminal_id = ? AND basis = 'R01'",
             "dddidd", hufu_id_is_zero (&report->sale_id) ? NULL : &report->sale_id,
             hufu_id_is_zero (&report->staff_id) ? NULL : &report->staff_id, &report->use_id,
             (gint64)report->key.k, &report->key.cti, &subject->holder->terminal_id) > 0
             ? "ok"
             : adopt_online (subject, report);
}

static gboolean
read_amount (const HufuSubject *subject, HufuRightReport *report)
{
  return hufu_pjson_get_int (subject->body, "amount_minor", 0, HUFU_MONEY_MAX_MINOR,
                             &report->amount_minor);
}

const char *
hufu_interpret_voucher_redeemed (const HufuSubject *subject)
{
  HufuRightReport report = {.basis = hufu_pjson_find_text (subject->body, "basis", 3, FALSE)};
  gint64 live_step;
  HufuReason reason;

  if (report.basis == NULL || !hufu_reason_find (report.basis, &reason) ||
      !read_use (subject, &report) || !read_hop (subject, &report) ||
      !read_amount (subject, &report))
    return "bad_body";
  if (hufu_pjson_get_int (subject->body, "live_step", 1, G_MAXINT64, &live_step))
    hufu_proof_note (subject->platform, subject->holder, &report.key.cti, (guint64)live_step);
  if (reason == HUFU_R00_OK_HELD || reason == HUFU_R02_OK_TRANSFERRED)
    return hufu_rights_use_held (subject->platform, subject->holder, &report);
  if (reason == HUFU_R03_OK_GRACE) {
    if (hufu_unleased_use (subject->platform, subject->holder, &report))
      hufu_interpret_keep_claim (subject, "claim");
    return "ok";
  }
  return reason == HUFU_R01_OK_ONLINE ? confirm_online (subject, &report) : "claim";
}

/* An online use was taken back by its key before; its event is a confirmation. */
static gboolean
is_online_undone (const HufuSubject *subject, const HufuRightReport *report)
{
  return hufu_pdb_get_int (subject->platform->db, 0,
                           "SELECT 1 FROM redemption WHERE use_id = ? AND terminal_id = ? AND "
                           "state IN ('undone', 'given_up')",
                           "dd", &report->use_id, &subject->holder->terminal_id) != 0;
}

const char *
hufu_interpret_voucher_undone (const HufuSubject *subject)
{
  HufuRightReport report = {0};
  const char *code;

  if (!read_use (subject, &report))
    return "bad_body";
  if (is_online_undone (subject, &report)) {
    hufu_rights_undo_claim (subject->platform, subject->holder, &report);
    return "ok";
  }
  code = hufu_unleased_undo (subject->platform, subject->holder, &report);
  if (code != NULL)
    return code;
  return hufu_rights_undo_held (subject->platform, subject->holder, &report);
}

void
hufu_interpret_keep_claim (const HufuSubject *subject, const char *code)
{
  HufuRightReport report = {0};
  const char *basis = hufu_pjson_find_text (subject->body, "basis", 3, FALSE);
  gboolean readable = read_use (subject, &report);
  gint64 amount_minor = -1;

  if (!hufu_pjson_get_int (subject->body, "amount_minor", 0, HUFU_MONEY_MAX_MINOR, &amount_minor))
    amount_minor = -1;
  hufu_pdb_run (subject->platform->db,
                "INSERT INTO claim (terminal_id, incarnation, seq, code, use_id, cti, generation, "
                "k, amount_minor, basis, at_utc_s) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, nullif (?, -1), ?, ?)",
                "diitddiiiti", &subject->holder->terminal_id, (gint64)subject->holder->incarnation,
                subject->seq, code, readable ? &report.use_id : NULL,
                readable ? &report.key.cti : NULL, (gint64)report.key.generation,
                (gint64)report.key.k, amount_minor, basis, report.at_utc_s);
  if (readable && amount_minor >= 0)
    hufu_conflicts_judge (subject->platform, &report.key);
}

const char *
hufu_interpret_branch (const HufuSubject *subject, const char *kind)
{
  HufuRightReport report = {.basis = hufu_pjson_find_text (subject->body, "basis", 3, FALSE)};
  gboolean is_use = strcmp (kind, "voucher.redeemed") == 0;
  gboolean is_undo = strcmp (kind, "voucher.undone") == 0;
  const char *code = "claim";

  if (!is_use && !is_undo)
    return "ok";
  if (!read_use (subject, &report) || (is_use && !read_amount (subject, &report)))
    return "bad_body";
  if (is_use && g_strcmp0 (report.basis, "R01") == 0)
    return confirm_online (subject, &report);
  if (is_undo && hufu_rights_undo_claim (subject->platform, subject->holder, &report))
    code = hufu_unleased_undo (subject->platform, subject->holder, &report);
  if (code == NULL || strcmp (code, "ok") == 0)
    return "ok";
  hufu_interpret_keep_claim (subject, code);
  return code;
}
