/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terminals and platform come and go (design 2, section 3, rule 8). */
#include <string.h>

#include "platform/redemption.h"
#include "platform/restore.h"
#include "platform/terminals.h"
#include "platform/wish.h"
#include "tests/platform/shop.h"

static json_t *
act (Till *till,
     gboolean (*what) (HufuPlatform *, const HufuId *, HufuTerminalOutcome *, json_t **, GError **))
{
  HufuTerminalOutcome outcome;
  json_t *answer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (what (till->shop->platform, &till->holder.terminal_id, &outcome, &answer, &error));
  g_assert_cmpint (outcome, ==, HUFU_TERMINAL_DONE);
  return answer;
}

static void
lose (Till *till)
{
  json_decref (act (till, hufu_terminals_lose));
}

static HufuTerminalOutcome
write_off (Till *till, guint32 incarnation)
{
  HufuTerminalOutcome outcome;
  json_t *answer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_terminals_write_off (till->shop->platform, &till->holder.terminal_id,
                                           incarnation, "operator", &outcome, &answer, &error));
  json_decref (answer);
  return outcome;
}

static gint64
get_exposure (Shop *shop, gboolean *ret_is_upper_bound)
{
  json_t *list = hufu_terminals_list_exposed (shop->platform);
  json_t *till;
  gint64 exposure_minor = 0;
  gsize i;

  *ret_is_upper_bound = FALSE;
  json_array_foreach (list, i, till)
  {
    exposure_minor += json_integer_value (json_object_get (till, "exposure_minor"));
    *ret_is_upper_bound |= json_is_true (json_object_get (till, "is_upper_bound"));
  }
  json_decref (list);
  return exposure_minor;
}

/* What the feed tells the store of a till: "enrolled 1", or "gone". */
static char *
read_peer (Till *till)
{
  char id[HUFU_ID_TEXT_SIZE];
  sqlite3_stmt *row;
  json_t *peer;
  char *text;

  hufu_id_format (&till->holder.terminal_id, id);
  row = hufu_pdb_query (till->shop->platform->db,
                        "SELECT data FROM change WHERE kind = 'peer' AND key = ? AND store_no = ?",
                        "ti", id, (gint64)till->holder.store_no);
  g_assert_true (hufu_pdb_next (till->shop->platform->db, row));
  peer = hufu_pjson_load_object (hufu_pdb_text (row, 0), strlen (hufu_pdb_text (row, 0)));
  hufu_pdb_done (row);
  text = peer != NULL
             ? g_strdup_printf ("%s %d", json_string_value (json_object_get (peer, "state")),
                                (int)json_integer_value (json_object_get (peer, "incarnation")))
             : g_strdup ("gone");
  json_decref (peer);
  return text;
}

static void
check_peer (Till *till, const char *expected)
{
  g_autofree char *text = read_peer (till);

  g_assert_cmpstr (text, ==, expected);
}

/* A removed till is drained first and gets nothing more; it may be wiped when a backup has all. */
static void
test_remove (void)
{
  g_auto (Story) story = story_begin (2);
  json_t *answer = act (story.a, hufu_terminals_remove);

  g_assert_cmpstr (json_string_value (json_object_get (answer, "life")), ==, "leaving");
  json_decref (answer);
  check_peer (story.a, "enrolled 1");
  shop_check (story.shop, "cash", "leased A 1000");
  g_assert_cmpstr (till_obey (story.a), ==, "ok");
  shop_check (story.shop, "cash", "available - 1000");
  check_peer (story.a, "gone");
  answer = till_ask (story.a, 1000);
  g_assert_cmpuint (json_array_size (json_object_get (answer, "terms")), ==, 0);
  json_decref (answer);
  answer = act (story.a, hufu_terminals_remove);
  g_assert_cmpstr (json_string_value (json_object_get (answer, "life")), ==, "removed");
  g_assert_true (json_is_false (json_object_get (answer, "may_be_wiped")));
  json_decref (answer);
}

/* A lost till with a live neighbour: what the neighbour got from it comes out of quarantine, and
 * only then the exposure is no upper bound and may be written off. */
static void
test_lost (void)
{
  g_auto (Story) story = story_begin (2);
  HufuDebit debit = till_request (story.b, story.a, &story.cash);
  g_autofree char *document = till_debit (story.a, &debit);
  gboolean is_upper_bound;

  till_receive (story.b, &debit, document);
  lose (story.a);
  shop_check (story.shop, "cash", "quarantined A 1000");
  g_assert_cmpint (get_exposure (story.shop, &is_upper_bound), ==, 1500);
  g_assert_true (is_upper_bound);
  check_peer (story.a, "gone");
  g_assert_cmpint (write_off (story.a, 0), ==, HUFU_TERMINAL_NOT_NOW);
  shop_check (story.shop, "deal", "quarantined A 500");
  g_assert_cmpstr (till_obey (story.b), ==, "ok");
  shop_check (story.shop, "cash", "available - 1000");
  g_assert_cmpint (get_exposure (story.shop, &is_upper_bound), ==, 500);
  g_assert_false (is_upper_bound);
  g_assert_cmpint (write_off (story.a, 0), ==, HUFU_TERMINAL_DONE);
  shop_check (story.shop, "deal", "available - 500");
  g_assert_cmpint (shop_count (story.shop, "SELECT exposure_minor FROM write_off"), ==, 500);
}

/* A report from before the loss proves nothing about it. */
static void
test_lost_after_report (void)
{
  g_auto (Story) story = story_begin (2);

  json_decref (act (story.b, hufu_terminals_remove));
  till_obey (story.b);
  shop_enrol_again (story.b);
  lose (story.a);
  g_assert_cmpint (write_off (story.a, 0), ==, HUFU_TERMINAL_NOT_NOW);
  till_obey (story.b);
  g_assert_cmpint (write_off (story.a, 0), ==, HUFU_TERMINAL_DONE);
}

/* It is found again before anybody signed: its own journal gives everything back. */
static void
test_found_again (void)
{
  g_auto (Story) story = story_begin (2);

  lose (story.a);
  till_use (story.a, &story.cash, 300);
  g_assert_cmpstr (till_obey (story.a), ==, "ok");
  shop_check (story.shop, "cash", "available - 700");
  shop_check (story.shop, "deal", "available - 500");
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM claim"), ==, 0);
}

/* After the write-off what it has done comes to light as a claim: it moves nothing. */
static void
test_found_too_late (void)
{
  g_auto (Story) story = story_begin (2);

  lose (story.a);
  till_obey (story.b);
  g_assert_cmpint (write_off (story.a, 0), ==, HUFU_TERMINAL_DONE);
  till_use (story.a, &story.deal, 500);
  g_assert_cmpstr (till_send (story.a), ==, "not_held");
  shop_check (story.shop, "deal", "available - 500");
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM claim"), ==, 1);
}

/* Nobody signs for a till that is there. */
static void
test_write_off_of_live (void)
{
  g_auto (Story) story = story_begin (2);

  g_assert_cmpint (write_off (story.a, 0), ==, HUFU_TERMINAL_NOT_NOW);
  shop_check (story.shop, "deal", "leased A 500");
}

/* The till goes on as incarnation 2 and tells there what it had told nobody: its last event. */
static void
tell_as_branch (Till *till)
{
  json_t *body, *inner;

  body = json_array_get (till->journal, json_array_size (till->journal) - 1);
  inner = json_loads (json_string_value (json_object_get (body, "body")), 0, NULL);
  body = json_pack ("{s:i, s:O, s:O, s:O, s:o, s:O}", "incarnation", 1, "seq",
                    json_object_get (body, "seq"), "event_id", json_object_get (body, "event_id"),
                    "kind", json_object_get (body, "kind"), "body", inner, "hash",
                    json_object_get (body, "hash"));
  till->holder.incarnation = 2;
  till->seq = till->n_sent = 0;
  json_array_clear (till->journal);
  memset (till->chain, 0, sizeof till->chain);
  till_write (till, "branch", body);
}

/* A restored image goes on under a new incarnation; what its journal did beyond is told as a
 * branch: claims, which neither move nor free a right. */
static void
test_restored_image (void)
{
  g_auto (Story) story = story_begin (2);
  HufuId key = hufu_host_make_id (hufu_test_host_get (story.shop->clock));
  HufuHolder old = story.a->holder;
  g_autoptr (GError) error = NULL;
  json_t *answer = NULL;

  for (guint i = 0; i < 2; i++) {
    g_assert_true (hufu_terminals_renew (story.shop->platform, &old, &key, &answer, &error));
    g_assert_cmpint (json_integer_value (json_object_get (answer, "incarnation")), ==, 2);
    json_decref (answer);
  }
  shop_check (story.shop, "deal", "quarantined A 500");
  check_peer (story.a, "enrolled 2");
  till_use (story.a, &story.deal, 500);
  tell_as_branch (story.a);
  g_assert_cmpstr (till_send (story.a), ==, "claim");
  shop_check (story.shop, "deal", "quarantined A 500");
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM claim"), ==, 1);
  till_obey (story.a);
  till_obey (story.b);
  g_assert_cmpint (write_off (story.a, 1), ==, HUFU_TERMINAL_DONE);
  shop_check (story.shop, "deal", "used - 500");
  shop_check (story.shop, "cash", "available - 1000");
}

/* A debit carries where its giver's journal stood: another journal there is a copy. */
static void
test_witness (void)
{
  g_auto (Story) story = story_begin (2);
  HufuDebit debit = till_request (story.b, story.a, &story.cash);
  g_autofree char *document = NULL;

  memset (story.a->chain, 7, sizeof story.a->chain);
  document = till_debit (story.a, &debit);
  till_receive (story.b, &debit, document);
  till_send (story.b);
  check_peer (story.a, "gone");
  shop_check (story.shop, "deal", "quarantined A 500");
}

/* --- the platform restored ----------------------------------------------------------------------
 */

static gboolean
is_restoring (Shop *shop)
{
  return hufu_restore_is_on (shop->platform);
}

/* What was granted, moved and used after the backup is told again by the journals, in any order;
 * until all have reported nothing is given away. */
static void
test_restore (gconstpointer data)
{
  const char *order = data;
  g_auto (Story) story = story_begin (2);
  HufuDebit debit;
  g_autofree char *document = NULL;
  Place at_b;
  json_t *answer;

  shop_back_up (story.shop);
  till_use (story.a, &story.cash, 300);
  till_use (story.a, &story.deal, 500);
  story.cash.remaining_minor = 700;
  debit = till_request (story.b, story.a, &story.cash);
  document = till_debit (story.a, &debit);
  at_b = till_receive (story.b, &debit, document);
  till_use (story.b, &at_b, 200);
  till_send (story.a);
  till_send (story.b);
  shop_check (story.shop, "cash", "leased B 500");
  shop_restore (story.shop);
  shop_check (story.shop, "cash", "leased A 1000");
  for (const char *who = order; *who != '\0'; who++) {
    g_assert_true (is_restoring (story.shop));
    answer = till_ask (story.shop->tills[*who - 'A'], 1000);
    g_assert_cmpuint (json_array_size (json_object_get (answer, "terms")), ==, 0);
    json_decref (answer);
    till_send_again (story.shop->tills[*who - 'A']);
    g_assert_cmpstr (till_obey (story.shop->tills[*who - 'A']), ==, "ok");
  }
  g_assert_false (is_restoring (story.shop));
  shop_check (story.shop, "cash", "available - 500");
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM \"right\" WHERE state = 'used'"),
                   ==, 1);
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM claim"), ==, 0);
}

/* A voucher of after the backup is known by the log, and what became of it by the journals, in
 * either order. */
static void
test_restore_issued (gconstpointer data)
{
  const char *order = data;
  g_auto (Story) story = story_begin (2);
  Place at_a;
  json_t *answer;

  shop_back_up (story.shop);
  shop_issue (story.shop, "cash", "late cash", 800);
  shop_issue (story.shop, "pass", "late pass", 100);
  shop_issue (story.shop, "deal", "unused", 300);
  json_decref (act (story.b, hufu_terminals_remove));
  till_obey (story.b);
  at_a = till_take (story.a, "late cash");
  till_use (story.a, &at_a, 300);
  till_send (story.a);
  shop_restore (story.shop);
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM voucher WHERE title_en IN "
                                           "('late cash', 'late pass', 'unused')"),
                   ==, 3);
  for (const char *who = order; *who != '\0'; who++) {
    answer = till_ask (story.shop->tills[*who - 'A'], 1000);
    g_assert_cmpuint (json_array_size (json_object_get (answer, "terms")), ==, 0);
    json_decref (answer);
    till_send_again (story.shop->tills[*who - 'A']);
    till_obey (story.shop->tills[*who - 'A']);
  }
  g_assert_false (is_restoring (story.shop));
  shop_check (story.shop, "late cash", "available - 500");
  shop_check (story.shop, "unused", "available - 300");
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM \"right\" r JOIN voucher USING "
                                           "(cti) WHERE title_en = 'late pass' AND "
                                           "r.state = 'available'"),
                   ==, 3);
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM event WHERE code = "
                                           "'unknown_right'"),
                   ==, 0);
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM claim"), ==, 0);
}

static const char *
redeem (Till *till, const char *title, const HufuId *use_id, gint64 amount_minor,
        HufuKeyOutcome expected)
{
  Place place = shop_find (till->shop, title);
  json_t *request =
      json_pack ("{s:o, s:o, s:I}", "use_id", hufu_pjson_id (use_id), "cti",
                 hufu_pjson_id (&place.key.cti), "amount_minor", (json_int_t)amount_minor);
  g_autofree char *body = hufu_pjson_dump (request);
  g_autoptr (GError) error = NULL;
  HufuKeyOutcome outcome;
  json_t *answer = NULL;
  const char *reason;

  g_assert_true (hufu_redemption_redeem (till->shop->platform, &till->holder, use_id, request,
                                         (const guint8 *)body, strlen (body), &outcome, &answer,
                                         &error));
  g_assert_cmpint (outcome, ==, expected);
  reason = g_intern_string (json_string_value (json_object_get (answer, "reason")));
  json_decref (answer);
  json_decref (request);
  return reason;
}

static void
write_online (Till *till, const Place *place, const HufuId *use_id)
{
  till_write (till, "voucher.redeemed",
              json_pack ("{s:o, s:o, s:{s:i, s:i}, s:i, s:s, s:i, s:n, s:n, s:i}", "use_id",
                         hufu_pjson_id (use_id), "right", hufu_pjson_right (&place->key), "epoch",
                         "platform_epoch", 0, "counter", 0, "hop", 0, "basis", "R01",
                         "amount_minor", 400, "sale_id", "staff_id", "at_utc_us", 5000000));
}

/* A yes online of after the backup is known again by the till's journal. The right had been granted
 * anew after it: the till that tells of that first does not undo the yes. */
static void
test_restore_online (gconstpointer data)
{
  const char *order = data;
  g_auto (Story) story = story_begin (2);
  HufuId use_id = hufu_host_make_id (hufu_test_host_get (story.shop->clock));

  shop_back_up (story.shop);
  json_decref (act (story.a, hufu_terminals_remove));
  till_obey (story.a);
  g_assert_cmpstr (redeem (story.b, "cash", &use_id, 400, HUFU_KEY_ANSWERED), ==, "R01");
  write_online (story.b, &story.cash, &use_id);
  till_take (story.b, "cash");
  till_send (story.b);
  shop_check (story.shop, "cash", "leased B 600");
  shop_restore (story.shop);
  redeem (story.b, "cash", &use_id, 400, HUFU_KEY_RESTORING);
  for (const char *who = order; *who != '\0'; who++) {
    till_send_again (story.shop->tills[*who - 'A']);
    till_obey (story.shop->tills[*who - 'A']);
  }
  g_assert_false (is_restoring (story.shop));
  shop_check (story.shop, "cash", "available - 600");
  g_assert_cmpstr (redeem (story.b, "cash", &use_id, 400, HUFU_KEY_ANSWERED), ==, "R01");
  shop_check (story.shop, "cash", "available - 600");
}

/* The same, told by the till's next incarnation: the yes took as much as it did. */
static void
test_restore_online_branch (void)
{
  g_auto (Story) story = story_begin (2);
  HufuId use_id = hufu_host_make_id (hufu_test_host_get (story.shop->clock));
  HufuId key = hufu_host_make_id (hufu_test_host_get (story.shop->clock));
  HufuHolder old = story.b->holder;
  g_autoptr (GError) error = NULL;
  json_t *answer = NULL;

  json_decref (act (story.a, hufu_terminals_remove));
  till_obey (story.a);
  shop_back_up (story.shop);
  g_assert_cmpstr (redeem (story.b, "cash", &use_id, 400, HUFU_KEY_ANSWERED), ==, "R01");
  write_online (story.b, &story.cash, &use_id);
  shop_restore (story.shop);
  g_assert_true (hufu_terminals_renew (story.shop->platform, &old, &key, &answer, &error));
  json_decref (answer);
  tell_as_branch (story.b);
  till_send (story.b);
  till_obey (story.b);
  till_send_again (story.a);
  till_obey (story.a);
  g_assert_cmpint (write_off (story.b, 1), ==, HUFU_TERMINAL_DONE);
  g_assert_false (is_restoring (story.shop));
  shop_check (story.shop, "cash", "available - 600");
}

/* The log is not rolled back: who was enrolled, given up keys, generations, write-offs. */
static void
test_restore_log (void)
{
  g_auto (Story) story = story_begin (2);
  HufuId use_id = hufu_host_make_id (hufu_test_host_get (story.shop->clock));
  const HufuId nobody = {{0}};
  HufuWishOrder order = {.kind = HUFU_WISH_TRANSFER,
                         .cti = story.cash.key.cti,
                         .home_store = -1,
                         .signed_by = "operator"};
  const char *refused;
  HufuKeyOutcome outcome;
  json_t *answer = NULL;
  g_autoptr (GError) error = NULL;
  Till *late;

  shop_back_up (story.shop);
  late = shop_add_till (story.shop, 1);
  json_decref (hufu_wish_make (story.shop->platform, &order, &refused, &error));
  till_obey (story.a);
  g_assert_true (hufu_redemption_undo (story.shop->platform, &story.b->holder, &use_id, &nobody,
                                       &outcome, &answer, &error));
  json_decref (answer);
  lose (story.a);
  till_obey (story.b);
  till_obey (late);
  g_assert_cmpint (write_off (story.a, 0), ==, HUFU_TERMINAL_DONE);

  shop_restore (story.shop);
  g_assert_cmpuint (shop_find (story.shop, "cash").key.generation, ==, 2);
  shop_check (story.shop, "cash", "available - 1000");
  shop_check (story.shop, "deal", "available - 500");
  check_peer (late, "enrolled 1");
  till_send_again (story.b);
  till_obey (story.b);
  g_assert_true (is_restoring (story.shop));
  till_send_again (late);
  till_obey (late);
  g_assert_false (is_restoring (story.shop));
  g_assert_cmpstr (redeem (story.b, "cash", &use_id, 1, HUFU_KEY_ANSWERED), ==, "R27");
}

/* What the lost till had used and told of after the backup was not in the write-off: it is not free
 * after the restore either. */
static void
test_restore_after_use_by_lost (void)
{
  g_auto (Story) story = story_begin (2);

  shop_back_up (story.shop);
  till_use (story.a, &story.deal, 500);
  till_send (story.a);
  lose (story.a);
  till_obey (story.b);
  g_assert_cmpint (write_off (story.a, 0), ==, HUFU_TERMINAL_DONE);
  shop_restore (story.shop);
  till_send_again (story.b);
  till_obey (story.b);
  g_assert_false (is_restoring (story.shop));
  shop_check (story.shop, "deal", "quarantined A 500");
  shop_check (story.shop, "cash", "available - 1000");
}

/* The signature that ends a restore frees what a refund waited for: nobody has to send anything. */
static void
test_restore_ends_with_wish (void)
{
  g_auto (Story) story = story_begin (2);
  HufuWishOrder order = {.kind = HUFU_WISH_REFUND,
                         .cti = story.cash.key.cti,
                         .home_store = -1,
                         .signed_by = "operator"};
  const char *refused;
  g_autoptr (GError) error = NULL;

  json_decref (hufu_wish_make (story.shop->platform, &order, &refused, &error));
  shop_back_up (story.shop);
  shop_restore (story.shop);
  lose (story.a);
  till_send_again (story.b);
  till_obey (story.b);
  g_assert_true (is_restoring (story.shop));
  g_assert_cmpint (write_off (story.a, 0), ==, HUFU_TERMINAL_DONE);
  g_assert_false (is_restoring (story.shop));
  g_assert_cmpint (shop_count (story.shop, "SELECT refund_minor FROM wish WHERE state = 'done'"), >,
                   0);
}

/* What was granted after the write-off and used under that grant is used after the restore too,
 * whether the till told of it before the restore or only after it. */
static void
test_restore_after_write_off (gconstpointer data)
{
  g_auto (Story) story = story_begin (2);
  Place deal, cash;

  shop_back_up (story.shop);
  lose (story.a);
  till_obey (story.b);
  g_assert_cmpint (write_off (story.a, 0), ==, HUFU_TERMINAL_DONE);
  deal = till_take (story.b, "deal");
  cash = till_take (story.b, "cash");
  till_use (story.b, &deal, 500);
  if (strcmp (data, "told") == 0)
    till_send (story.b);
  till_use (story.b, &cash, 300);
  shop_restore (story.shop);
  till_send_again (story.b);
  till_obey (story.b);
  g_assert_false (is_restoring (story.shop));
  shop_check (story.shop, "deal", "used - 500");
  shop_check (story.shop, "cash", "available - 700");
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM claim"), ==, 0);
}

/* A backup that is brought back is noticed, were it a single act old. */
static void
test_older_is_refused (void)
{
  g_auto (Story) story = story_begin (2);
  g_autofree char *backup = hufu_tempdir_build (story.shop->temp, "backup.db");
  g_autofree char *database = hufu_tempdir_build (story.shop->temp, "platform.db");
  g_autofree char *bytes = NULL;
  gsize size;
  g_autoptr (GError) error = NULL;

  shop_back_up (story.shop);
  till_use (story.a, &story.deal, 500);
  till_send (story.a);
  hufu_platform_close (story.shop->platform);
  g_assert_true (g_file_get_contents (backup, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (database, bytes, (gssize)size, NULL));
  story.shop->platform =
      hufu_platform_open (story.shop->temp->path, hufu_test_host_get (story.shop->clock), &error);
  g_assert_null (story.shop->platform);
  g_assert_error (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, "--new-epoch"));
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*run) (gconstpointer data);
    const char *orders[2];
  } stories[] = {
      {"restore", test_restore, {"AB", "BA"}},
      {"restore-issued", test_restore_issued, {"AB", "BA"}},
      {"restore-online", test_restore_online, {"AB", "BA"}},
      {"restore-after-write-off", test_restore_after_write_off, {"told", "untold"}},
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminals/remove", test_remove);
  g_test_add_func ("/terminals/lost", test_lost);
  g_test_add_func ("/terminals/lost-after-report", test_lost_after_report);
  g_test_add_func ("/terminals/found-again", test_found_again);
  g_test_add_func ("/terminals/found-too-late", test_found_too_late);
  g_test_add_func ("/terminals/write-off-of-live", test_write_off_of_live);
  g_test_add_func ("/terminals/restored-image", test_restored_image);
  g_test_add_func ("/terminals/witness", test_witness);
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++) {
    for (gsize k = 0; k < G_N_ELEMENTS (stories[i].orders); k++) {
      g_autofree char *name =
          g_strconcat ("/terminals/", stories[i].name, "/", stories[i].orders[k], NULL);

      g_test_add_data_func (name, stories[i].orders[k], stories[i].run);
    }
  }
  g_test_add_func ("/terminals/restore-online-branch", test_restore_online_branch);
  g_test_add_func ("/terminals/restore-log", test_restore_log);
  g_test_add_func ("/terminals/restore-after-use-by-lost", test_restore_after_use_by_lost);
  g_test_add_func ("/terminals/restore-ends-with-wish", test_restore_ends_with_wish);
  g_test_add_func ("/terminals/older-is-refused", test_older_is_refused);
  return g_test_run ();
}
