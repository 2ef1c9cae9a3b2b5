/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/interpret.h"

#include <string.h>

#include "core/money.h"
#include "core/reason.h"
#include "platform/rights.h"
#include "platform/sales.h"

typedef struct {
  HufuPlatform *platform;
  const HufuHolder *holder;
  const json_t *body;
  const char *text;
} Subject;

static gboolean
read_place (const json_t *body, HufuRightReport *report)
{
  return hufu_pjson_get_right (body, "right", &report->key) &&
         hufu_pjson_get_epoch (body, "epoch", &report->epoch);
}

static gboolean
read_use (const json_t *body, HufuRightReport *report)
{
  gint64 at_utc_us = 0;

  if (!read_place (body, report) || !hufu_pjson_get_id (body, "use_id", &report->use_id) ||
      !hufu_pjson_get_id_or_null (body, "sale_id", &report->sale_id) ||
      !hufu_pjson_get_id_or_null (body, "staff_id", &report->staff_id) ||
      !hufu_pjson_get_int (body, "at_utc_us", 0, G_MAXINT64, &at_utc_us))
    return FALSE;
  report->at_utc_s = at_utc_us / G_USEC_PER_SEC;
  return TRUE;
}

static gboolean
read_hop (const json_t *body, HufuRightReport *report)
{
  gint64 hop;

  if (!hufu_pjson_get_int (body, "hop", 0, G_MAXINT64, &hop))
    return FALSE;
  report->hop = (guint64)hop;
  return TRUE;
}

static const char *
right_credited (const Subject *subject)
{
  HufuRightReport report = {0};

  if (!read_place (subject->body, &report) || !read_hop (subject->body, &report))
    return "bad_body";
  return hufu_rights_credit (subject->platform, subject->holder, &report);
}

/* The platform said yes under this key itself; the event only tells which sale it went into. */
static const char *
confirm_online (const Subject *subject, const HufuRightReport *report)
{
  return hufu_pdb_run (
             subject->platform->db,
             "UPDATE use SET reported = 1, sale_id = coalesce (?, sale_id), staff_id = ? "
             "WHERE use_id = ? AND k = ? AND cti = ? AND terminal_id = ? AND basis = 'R01'",
             "dddidd", hufu_id_is_zero (&report->sale_id) ? NULL : &report->sale_id,
             hufu_id_is_zero (&report->staff_id) ? NULL : &report->staff_id, &report->use_id,
             (gint64)report->key.k, &report->key.cti, &subject->holder->terminal_id) > 0
             ? "ok"
             : "unknown_use";
}

static const char *
voucher_redeemed (const Subject *subject)
{
  const char *basis = hufu_pjson_find_text (subject->body, "basis", 3, FALSE);
  HufuRightReport report = {0};
  HufuReason reason;

  if (basis == NULL || !hufu_reason_find (basis, &reason) || !read_use (subject->body, &report) ||
      !read_hop (subject->body, &report) ||
      !hufu_pjson_get_int (subject->body, "amount_minor", 0, HUFU_MONEY_MAX_MINOR,
                           &report.amount_minor))
    return "bad_body";
  if (reason == HUFU_R00_OK_HELD)
    return hufu_rights_use_held (subject->platform, subject->holder, &report);
  return reason == HUFU_R01_OK_ONLINE ? confirm_online (subject, &report) : "claim";
}

/* An online use was taken back by its key before; its event is a confirmation. */
static gboolean
is_online_undone (const Subject *subject, const HufuRightReport *report)
{
  return hufu_pdb_get_int (subject->platform->db, 0,
                           "SELECT 1 FROM redemption WHERE use_id = ? AND terminal_id = ? AND "
                           "state IN ('undone', 'given_up')",
                           "dd", &report->use_id, &subject->holder->terminal_id) != 0;
}

static const char *
voucher_undone (const Subject *subject)
{
  HufuRightReport report = {0};

  if (!read_use (subject->body, &report))
    return "bad_body";
  if (is_online_undone (subject, &report))
    return "ok";
  return hufu_rights_undo_held (subject->platform, subject->holder, &report);
}

static const char *
sale_finished (const Subject *subject)
{
  return hufu_sales_finish (subject->platform, subject->holder, subject->holder->store_no,
                            subject->body, subject->text);
}

static const char *
sale_voided (const Subject *subject)
{
  return hufu_sales_void (subject->platform, subject->body);
}

static const char *
shift_opened (const Subject *subject)
{
  HufuId shift_id, staff_id;
  gint64 float_minor, at_utc_us;

  if (!hufu_pjson_get_id (subject->body, "shift_id", &shift_id) ||
      !hufu_pjson_get_id_or_null (subject->body, "staff_id", &staff_id) ||
      !hufu_pjson_get_int (subject->body, "float_minor", 0, HUFU_MONEY_MAX_MINOR, &float_minor) ||
      !hufu_pjson_get_int (subject->body, "at_utc_us", 0, G_MAXINT64, &at_utc_us))
    return "bad_body";
  return hufu_pdb_run (subject->platform->db,
                       "INSERT OR IGNORE INTO shift VALUES (?, ?, ?, ?, ?, ?)", "ddidii", &shift_id,
                       &subject->holder->terminal_id, (gint64)subject->holder->incarnation,
                       hufu_id_is_zero (&staff_id) ? NULL : &staff_id, float_minor, at_utc_us) > 0
             ? "ok"
             : "duplicate";
}

static const char *
staff_signed_in (const Subject *subject)
{
  HufuId staff_id;

  return hufu_pjson_get_id (subject->body, "staff_id", &staff_id) ? "ok" : "bad_body";
}

static const struct {
  const char *kind;
  const char *(*interpret) (const Subject *subject);
  gboolean is_use; /* what cannot be followed is a claim */
} kinds[] = {
    {"right.credited", right_credited, FALSE},   {"voucher.redeemed", voucher_redeemed, TRUE},
    {"voucher.undone", voucher_undone, TRUE},    {"sale.finished", sale_finished, FALSE},
    {"sale.voided", sale_voided, FALSE},         {"shift.opened", shift_opened, FALSE},
    {"staff.signed_in", staff_signed_in, FALSE},
};

static void
insert_claim (const Subject *subject, gint64 seq, const char *code)
{
  HufuRightReport report = {0};
  const char *basis = hufu_pjson_find_text (subject->body, "basis", 3, FALSE);
  gboolean readable = read_use (subject->body, &report);
  gint64 amount_minor = -1;

  if (!hufu_pjson_get_int (subject->body, "amount_minor", 0, HUFU_MONEY_MAX_MINOR, &amount_minor))
    amount_minor = -1;
  hufu_pdb_run (subject->platform->db,
                "INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?, nullif (?, -1), ?, ?)",
                "diitddiiiti", &subject->holder->terminal_id, (gint64)subject->holder->incarnation,
                seq, code, readable ? &report.use_id : NULL, readable ? &report.key.cti : NULL,
                (gint64)report.key.generation, (gint64)report.key.k, amount_minor, basis,
                report.at_utc_s);
}

static const char *
explain (const char *code)
{
  static const char *const sentences[][2] = {
      {"ok", ""},
      {"duplicate", "Known already; nothing changed."},
      {"unknown_kind", "This platform does not know this kind of event. It is kept."},
      {"bad_body", "The event is not as the contract says. It is kept."},
      {"claim", "The use rests on a claim that a person has to look at."},
      {"unknown_right", "There is no such right."},
      {"not_held", "The right was not held by this terminal."},
      {"wrong_epoch", "The right is under another epoch now."},
      {"wrong_hop", "The right has moved since."},
      {"unknown_use", "There is no such use to speak of."},
      {"over_value", "More was used than the right was worth."},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++) {
    if (strcmp (sentences[i][0], code) == 0)
      return sentences[i][1];
  }
  g_assert_not_reached ();
}

static const char *
interpret (Subject *subject, const char *kind, gint64 seq)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    const char *code;

    if (strcmp (kinds[i].kind, kind) != 0)
      continue;
    code = subject->body != NULL ? kinds[i].interpret (subject) : "bad_body";
    if (kinds[i].is_use && strcmp (code, "ok") != 0)
      insert_claim (subject, seq, code);
    return code;
  }
  return "unknown_kind";
}

/* The same event under another incarnation, or earlier in this one. */
static gboolean
is_known_event (HufuPlatform *platform, const HufuHolder *holder, gint64 seq,
                const HufuId *event_id)
{
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT 1 FROM event WHERE event_id = ? AND verdict IS NOT NULL AND "
                           "NOT (terminal_id = ? AND incarnation = ? AND seq = ?)",
                           "ddii", event_id, &holder->terminal_id, (gint64)holder->incarnation,
                           seq) != 0;
}

typedef struct {
  gint64 seq;
  HufuId event_id;
  char *kind, *body;
} Open;

static void
open_free (gpointer data)
{
  Open *open = data;

  g_free (open->kind);
  g_free (open->body);
  g_free (open);
}

static GPtrArray *
list_open (HufuPlatform *platform, const HufuHolder *holder)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (open_free);
  sqlite3_stmt *row = hufu_pdb_query (platform->db,
                                      "SELECT seq, event_id, kind, body FROM event WHERE "
                                      "terminal_id = ? AND incarnation = ? AND verdict IS NULL "
                                      "ORDER BY seq",
                                      "di", &holder->terminal_id, (gint64)holder->incarnation);

  while (hufu_pdb_next (platform->db, row)) {
    Open *open = g_new0 (Open, 1);

    open->seq = hufu_pdb_int (row, 0);
    hufu_pdb_id (row, 1, &open->event_id);
    open->kind = g_strdup (hufu_pdb_text (row, 2));
    open->body = g_strdup (hufu_pdb_text (row, 3));
    g_ptr_array_add (list, open);
  }
  return list;
}

static void
give_verdict (HufuPlatform *platform, const HufuHolder *holder, const Open *open)
{
  json_t *body = hufu_pjson_load_object (open->body, strlen (open->body));
  Subject subject = {platform, holder, body, open->body};
  gboolean known = is_known_event (platform, holder, open->seq, &open->event_id);
  const char *code = known ? "duplicate" : interpret (&subject, open->kind, open->seq);
  gboolean good = known || strcmp (code, "ok") == 0;

  hufu_pdb_run (platform->db,
                "UPDATE event SET verdict = ?, code = ?, detail = ? "
                "WHERE terminal_id = ? AND incarnation = ? AND seq = ?",
                "tttdii", good ? "accepted" : "attention", code, explain (code),
                &holder->terminal_id, (gint64)holder->incarnation, open->seq);
  json_decref (body);
}

gboolean
hufu_interpret_open (HufuPlatform *platform, const HufuHolder *holder, GError **error)
{
  g_autoptr (GPtrArray) open = NULL;

  hufu_pdb_begin (platform->db);
  open = list_open (platform, holder);
  for (guint i = 0; i < open->len; i++)
    give_verdict (platform, holder, g_ptr_array_index (open, i));
  return hufu_pdb_commit (platform->db, error);
}

gboolean
hufu_interpret_all (HufuPlatform *platform, GError **error)
{
  g_autoptr (GArray) holders = g_array_new (FALSE, FALSE, sizeof (HufuHolder));
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db,
                      "SELECT DISTINCT e.terminal_id, e.incarnation, t.store_no, "
                      "t.terminal_no FROM event e JOIN terminal t USING (terminal_id) "
                      "WHERE e.verdict IS NULL",
                      "");

  while (hufu_pdb_next (platform->db, row)) {
    HufuHolder holder;

    hufu_pdb_id (row, 0, &holder.terminal_id);
    holder.incarnation = (guint32)hufu_pdb_int (row, 1);
    holder.store_no = (guint64)hufu_pdb_int (row, 2);
    holder.terminal_no = (guint64)hufu_pdb_int (row, 3);
    g_array_append_val (holders, holder);
  }
  for (guint i = 0; i < holders->len; i++) {
    if (!hufu_interpret_open (platform, &g_array_index (holders, HufuHolder, i), error))
      return FALSE;
  }
  return hufu_pdb_check (platform->db, error);
}
