/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/interpret.h"

#include <string.h>

#include "core/journal.h"
#include "platform/closing.h"
#include "platform/deposits.h"
#include "platform/interpret-kinds.h"
#include "platform/payments.h"
#include "platform/products.h"
#include "platform/restore.h"
#include "platform/sales.h"
#include "platform/shifts.h"
#include "platform/staff.h"
#include "platform/stock-book.h"
#include "platform/terminals.h"
#include "platform/wish.h"

static const char *
sale_finished (const HufuSubject *subject)
{
  return hufu_sales_finish (subject->platform, subject->holder, subject->holder->store_no,
                            subject->body, subject->text);
}

static const char *
sale_voided (const HufuSubject *subject)
{
  return hufu_sales_void (subject->platform, subject->body);
}

static const char *
shift_opened (const HufuSubject *subject)
{
  hufu_closing_end (subject->platform, subject->holder);
  return hufu_shifts_open (subject->platform, subject->holder, subject->body);
}

static const char *
shift_counted (const HufuSubject *subject)
{
  return hufu_shifts_check_counted (subject->body);
}

static const char *
shift_closed (const HufuSubject *subject)
{
  return hufu_shifts_close (subject->platform, subject->holder, subject->body, subject->text);
}

static const char *
day_closed (const HufuSubject *subject)
{
  const char *code = shift_closed (subject);

  if (strcmp (code, "ok") == 0)
    hufu_closing_begin (subject->platform, subject->holder, subject->body);
  return code;
}

static const char *
cash_moved (const HufuSubject *subject)
{
  return hufu_shifts_check_moved (subject->body);
}

static const char *
drawer_opened (const HufuSubject *subject)
{
  return hufu_shifts_check_drawer (subject->body);
}

static const char *
price_changed (const HufuSubject *subject)
{
  return hufu_sales_check_price (subject->body);
}

static const char *
sale_moved (const HufuSubject *subject)
{
  return hufu_sales_check_moved (subject->body);
}

static const char *
sale_received (const HufuSubject *subject)
{
  return hufu_sales_check_received (subject->body);
}

static const char *
stock_corrected (const HufuSubject *subject)
{
  return hufu_stock_book_correct (subject->platform, subject->holder, subject->body);
}

static const char *
staff_signed_in (const HufuSubject *subject)
{
  HufuId staff_id;

  return hufu_pjson_get_id (subject->body, "staff_id", &staff_id) ? "ok" : "bad_body";
}

static const char *
staff_changed (const HufuSubject *subject)
{
  return hufu_staff_change (subject->platform, subject->holder, subject->body);
}

static const char *
product_changed (const HufuSubject *subject)
{
  return hufu_products_change (subject->platform, subject->body);
}

static const char *
code_paused (const HufuSubject *subject)
{
  gint64 number;

  return hufu_pjson_get_int (subject->body, "wrong", 1, G_MAXINT32, &number) &&
                 hufu_pjson_get_int (subject->body, "pause_s", 1, G_MAXINT32, &number) &&
                 hufu_pjson_get_int (subject->body, "at_utc_us", 0, G_MAXINT64, &number)
             ? "ok"
             : "bad_body";
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

/* What happened at the counter happened: finished sales, corrections and closed shifts stand (G5).
 */
static const char *
branch (const HufuSubject *subject)
{
  const char *kind = hufu_pjson_find_text (subject->body, "kind", HUFU_EVENT_KIND_MAX, FALSE);
  json_t *body = json_object_get (subject->body, "body");
  g_autofree char *text = json_is_object (body) ? hufu_pjson_dump (body) : NULL;
  HufuSubject inner = {subject->platform, subject->holder, body, text, subject->seq};
  HufuId event_id;
  const char *code = "bad_body";

  if (kind != NULL && text != NULL && hufu_pjson_get_id (subject->body, "event_id", &event_id)) {
    if (is_known_event (subject->platform, subject->holder, subject->seq, &event_id))
      code = "ok";
    else if (strcmp (kind, "sale.finished") == 0)
      code = sale_finished (&inner);
    else if (strcmp (kind, "sale.voided") == 0)
      code = sale_voided (&inner);
    else if (strcmp (kind, "deposit.taken") == 0)
      code = hufu_interpret_deposit_taken (&inner);
    else if (strcmp (kind, "deposit.returned") == 0)
      code = hufu_interpret_deposit_returned (&inner);
    else if (strcmp (kind, "deposit.kept") == 0)
      code = hufu_interpret_deposit_kept (&inner);
    else if (strcmp (kind, "stock.corrected") == 0)
      code = stock_corrected (&inner);
    else if (strcmp (kind, "shift.closed") == 0)
      code = shift_closed (&inner);
    else
      code = hufu_interpret_branch (&inner, kind);
  }
  return code;
}

typedef enum {
  KIND_PLAIN,
  KIND_USE,    /* what cannot be followed is a claim */
  KIND_RETURN, /* gives rights back: only once all before it is understood */
} KindSort;

static const struct {
  const char *kind;
  const char *(*interpret) (const HufuSubject *subject);
  KindSort sort;
} kinds[] = {
    {"right.credited", hufu_interpret_right_credited, KIND_PLAIN}, /* of tills before the pages */
    {"grants.credited", hufu_interpret_grants_credited, KIND_PLAIN},
    {"right.debited", hufu_interpret_right_debited, KIND_PLAIN},
    {"right.received", hufu_interpret_right_received, KIND_PLAIN},
    {"request.closed", hufu_interpret_request_closed, KIND_RETURN},
    {"right.recalled", hufu_interpret_right_recalled, KIND_RETURN},
    {"right.reported", hufu_interpret_right_reported, KIND_RETURN},
    {"voucher.redeemed", hufu_interpret_voucher_redeemed, KIND_USE},
    {"voucher.undone", hufu_interpret_voucher_undone, KIND_USE},
    {"branch", branch, KIND_PLAIN},
    {"code.paused", code_paused, KIND_PLAIN},
    {"sale.finished", sale_finished, KIND_PLAIN},
    {"sale.voided", sale_voided, KIND_PLAIN},
    {"sale.moved", sale_moved, KIND_PLAIN},
    {"sale.received", sale_received, KIND_PLAIN},
    {"payment.taken", hufu_interpret_payment_taken, KIND_PLAIN},
    {"payment.returned", hufu_interpret_payment_returned, KIND_PLAIN},
    {"payment.refused", hufu_interpret_payment_told, KIND_PLAIN},
    {"payment.reversing", hufu_interpret_payment_told, KIND_PLAIN},
    {"payment.seen", hufu_interpret_payment_told, KIND_PLAIN},
    {"deposit.taken", hufu_interpret_deposit_taken, KIND_PLAIN},
    {"deposit.returned", hufu_interpret_deposit_returned, KIND_PLAIN},
    {"deposit.kept", hufu_interpret_deposit_kept, KIND_PLAIN},
    {"shift.opened", shift_opened, KIND_PLAIN},
    {"shift.counted", shift_counted, KIND_PLAIN},
    {"shift.closed", day_closed, KIND_PLAIN},
    {"cash.moved", cash_moved, KIND_PLAIN},
    {"drawer.opened", drawer_opened, KIND_PLAIN},
    {"price.changed", price_changed, KIND_PLAIN},
    {"staff.signed_in", staff_signed_in, KIND_PLAIN},
    {"staff.changed", staff_changed, KIND_PLAIN},
    {"stock.corrected", stock_corrected, KIND_PLAIN},
    {"product.changed", product_changed, KIND_PLAIN},
};

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
      {"unknown_product", "There is no such product. What was changed of it is kept."},
      {"not_held", "The right was not held by this terminal."},
      {"wrong_epoch", "The right is under another epoch now."},
      {"wrong_hop", "The right has moved since."},
      {"unknown_use", "There is no such use to speak of."},
      {"ended", "The voucher was refunded or given on since. What was undone is to be paid back."},
      {"over_value", "More was used than the right was worth."},
      {"bad_debit", "This is not a debit that its till has signed. It is kept."},
      {"waiting", "An event before this one needs attention; what it gives back waits for that."},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++) {
    if (strcmp (sentences[i][0], code) == 0)
      return sentences[i][1];
  }
  g_assert_not_reached ();
}

/* An event that nobody could read may have moved any right of its till (rule 5). One that was
 * understood and did not fit is a claim: it has moved nothing. */
static gboolean
has_unclear_before (const HufuSubject *subject)
{
  return hufu_pdb_get_int (subject->platform->db, 0,
                           "SELECT 1 FROM event WHERE terminal_id = ? AND incarnation = ? AND "
                           "seq < ? AND verdict = 'attention' AND settled_by IS NULL AND "
                           "code IN ('unknown_kind', 'bad_body', 'bad_debit')",
                           "dii", &subject->holder->terminal_id,
                           (gint64)subject->holder->incarnation, subject->seq) != 0;
}

static const char *
interpret (HufuSubject *subject, const char *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    const char *code;

    if (strcmp (kinds[i].kind, kind) != 0)
      continue;
    if (kinds[i].sort == KIND_RETURN && has_unclear_before (subject))
      return "waiting";
    code = subject->body != NULL ? kinds[i].interpret (subject) : "bad_body";
    if (kinds[i].sort == KIND_USE && strcmp (code, "ok") != 0)
      hufu_interpret_keep_claim (subject, code);
    return code;
  }
  return "unknown_kind";
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
  HufuSubject subject = {platform, holder, body, open->body, open->seq};
  gboolean known = is_known_event (platform, holder, open->seq, &open->event_id);
  const char *code = known ? "duplicate" : interpret (&subject, open->kind);
  gboolean waits = strcmp (code, "waiting") == 0;
  gboolean good = known || waits || strcmp (code, "ok") == 0;

  hufu_pdb_run (platform->db,
                "UPDATE event SET verdict = ?, code = ?, detail = ?, waiting = ? "
                "WHERE terminal_id = ? AND incarnation = ? AND seq = ?",
                "tttidii", good ? "accepted" : "attention", code, explain (code), (gint64)waits,
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
  hufu_terminals_settle (platform);
  hufu_restore_settle (platform);
  hufu_wishes_settle (platform);
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
