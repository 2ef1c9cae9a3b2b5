/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The platform brought back from a backup (design 2, section 3, rule 8). */
#include <string.h>

#include "platform/redemption.h"
#include "platform/restore.h"
#include "platform/wish.h"
#include "tests/platform/shop.h"

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
  json_decref (till_act (story.b, hufu_terminals_remove));
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
  json_decref (till_act (story.a, hufu_terminals_remove));
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

  json_decref (till_act (story.a, hufu_terminals_remove));
  till_obey (story.a);
  shop_back_up (story.shop);
  g_assert_cmpstr (redeem (story.b, "cash", &use_id, 400, HUFU_KEY_ANSWERED), ==, "R01");
  write_online (story.b, &story.cash, &use_id);
  shop_restore (story.shop);
  till_renew (story.b);
  till_tell_as_branch (story.b);
  till_send (story.b);
  till_obey (story.b);
  till_send_again (story.a);
  till_obey (story.a);
  g_assert_cmpint (till_write_off (story.b, 1), ==, HUFU_TERMINAL_DONE);
  g_assert_false (is_restoring (story.shop));
  shop_check (story.shop, "cash", "available - 600");
}

/* The log is not rolled back: who was enrolled, given up keys, generations, write-offs. */
static void
test_restore_log (void)
{
  g_auto (Story) story = story_begin (2);
  HufuId use_id = hufu_host_make_id (hufu_test_host_get (story.shop->clock));
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
  g_assert_true (hufu_redemption_undo (story.shop->platform, &story.b->holder,
                                       &(HufuUndoOrder){.use_id = use_id}, &outcome, &answer,
                                       &error));
  json_decref (answer);
  till_lose (story.a);
  till_obey (story.b);
  till_obey (late);
  g_assert_cmpint (till_write_off (story.a, 0), ==, HUFU_TERMINAL_DONE);

  shop_restore (story.shop);
  g_assert_cmpuint (shop_find (story.shop, "cash").key.generation, ==, 2);
  shop_check (story.shop, "cash", "available - 1000");
  shop_check (story.shop, "deal", "available - 500");
  till_check_peer (late, "enrolled 1");
  till_send_again (story.b);
  till_obey (story.b);
  g_assert_true (is_restoring (story.shop));
  till_send_again (late);
  till_obey (late);
  g_assert_false (is_restoring (story.shop));
  g_assert_cmpstr (redeem (story.b, "cash", &use_id, 1, HUFU_KEY_ANSWERED), ==, "R27");
}

static void
sign_for (Till *lost)
{
  till_lose (lost);
  for (guint i = 0; i < lost->shop->n_tills; i++)
    if (lost->shop->tills[i] != lost)
      till_obey (lost->shop->tills[i]);
  g_assert_cmpint (till_write_off (lost, 0), ==, HUFU_TERMINAL_DONE);
}

/* What the lost till had used and told of after the backup no journal tells again. Whoever signs
 * for it, before or after the restore, signs for what it did not tell. */
static void
test_restore_told_by_lost (gconstpointer data)
{
  g_auto (Story) story = story_begin (2);
  gboolean is_before = strcmp (data, "before") == 0;

  shop_back_up (story.shop);
  till_use (story.a, &story.deal, 500);
  till_use (story.a, &story.cash, 300);
  till_send (story.a);
  if (is_before)
    sign_for (story.a);
  shop_restore (story.shop);
  till_send_again (story.b);
  till_obey (story.b);
  if (!is_before)
    sign_for (story.a);
  g_assert_false (is_restoring (story.shop));
  shop_check (story.shop, "cash", "available - 700");
  shop_check (story.shop, "deal", is_before ? "quarantined A 500" : "used - 500");
  g_assert_cmpint (till_write_off (story.a, 0), ==, HUFU_TERMINAL_DONE);
  shop_check (story.shop, "deal", "used - 500");
}

/* The same of a part that was used before the right went to another till, or taken back. */
static void
test_restore_told_by_lost_then (gconstpointer data)
{
  g_auto (Story) story = story_begin (2);
  gboolean is_undone = strcmp (data, "undone") == 0;
  g_autofree char *document = NULL;
  HufuDebit debit;
  HufuId use_id;

  shop_back_up (story.shop);
  use_id = till_use (story.a, &story.cash, 300);
  if (is_undone) {
    till_undo (story.a, &story.cash, &use_id);
  } else {
    story.cash.remaining_minor = 700;
    debit = till_request (story.b, story.a, &story.cash);
    document = till_debit (story.a, &debit);
    till_receive (story.b, &debit, document);
  }
  till_send (story.a);
  till_send (story.b);
  shop_restore (story.shop);
  till_send_again (story.b);
  till_obey (story.b);
  sign_for (story.a);
  g_assert_false (is_restoring (story.shop));
  shop_check (story.shop, "cash", is_undone ? "available - 1000" : "available - 700");
}

/* A yes online of after the backup, to a till that is lost, or that was removed before and went on
 * selling: neither is asked for its journal. */
static void
test_restore_online_of (gconstpointer data)
{
  g_auto (Story) story = story_begin (2);
  HufuId use_id = hufu_host_make_id (hufu_test_host_get (story.shop->clock));
  gboolean is_lost = strcmp (data, "lost") == 0;

  json_decref (till_act (story.a, hufu_terminals_remove));
  till_obey (story.a);
  shop_back_up (story.shop);
  g_assert_cmpstr (redeem (is_lost ? story.b : story.a, "cash", &use_id, 400, HUFU_KEY_ANSWERED),
                   ==, "R01");
  shop_restore (story.shop);
  if (is_lost) {
    sign_for (story.b);
  } else {
    till_send_again (story.b);
    till_obey (story.b);
  }
  g_assert_false (is_restoring (story.shop));
  shop_check (story.shop, "cash", "available - 600");
}

/* What a till could only claim, since it began anew before it had told, is not given away again. */
static void
test_restore_claimed (void)
{
  g_auto (Story) story = story_begin (2);

  shop_back_up (story.shop);
  till_use (story.a, &story.cash, 300);
  shop_restore (story.shop);
  till_renew (story.a);
  till_tell_as_branch (story.a);
  g_assert_cmpstr (till_send (story.a), ==, "claim");
  till_obey (story.a);
  till_send_again (story.b);
  till_obey (story.b);
  g_assert_cmpint (till_write_off (story.a, 1), ==, HUFU_TERMINAL_DONE);
  g_assert_false (is_restoring (story.shop));
  shop_check (story.shop, "cash", "available - 700");
  shop_check (story.shop, "deal", "available - 500");
}

static json_t *
wish (Shop *shop, HufuWishKind kind)
{
  HufuWishOrder order = {.kind = kind,
                         .cti = shop_find (shop, "cash").key.cti,
                         .home_store = -1,
                         .signed_by = "operator"};
  const char *refused = NULL;
  g_autoptr (GError) error = NULL;
  json_t *answer = hufu_wish_make (shop->platform, &order, &refused, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (refused, ==, NULL);
  return answer;
}

static const struct {
  const char *name;
  HufuWishKind kind;
  gboolean in_backup, done; /* made before the backup; done after it */
  guint64 generation;
  const char *expected;
} wishes[] = {
    {"transfer", HUFU_WISH_TRANSFER, FALSE, TRUE, 2, "available - 1000"},
    {"transfer-in-backup", HUFU_WISH_TRANSFER, TRUE, TRUE, 2, "available - 1000"},
    {"transfer-waits", HUFU_WISH_TRANSFER, FALSE, FALSE, 2, "available - 1000"},
    {"refund", HUFU_WISH_REFUND, FALSE, TRUE, 1, "written_off - 0"},
    {"refund-in-backup", HUFU_WISH_REFUND, TRUE, TRUE, 1, "written_off - 0"},
    {"refund-waits", HUFU_WISH_REFUND, FALSE, FALSE, 1, "written_off - 0"},
};

/* Whoever asks again is told what became of it: it is done once, whatever the backup knows of it.
 */
static void
test_restore_wish (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_auto (Story) story = story_begin (2);
  json_auto_t *before = NULL, *again = NULL;

  if (wishes[i].in_backup)
    before = wish (story.shop, wishes[i].kind);
  shop_back_up (story.shop);
  if (!wishes[i].in_backup)
    before = wish (story.shop, wishes[i].kind);
  if (wishes[i].done) {
    till_obey (story.a);
    json_decref (before);
    before = wish (story.shop, wishes[i].kind);
    g_assert_cmpstr (json_string_value (json_object_get (before, "state")), ==, "done");
  }
  shop_restore (story.shop);
  if (wishes[i].done) {
    again = wish (story.shop, wishes[i].kind);
    g_assert_true (json_equal (before, again));
  }
  for (guint k = 0; k < story.shop->n_tills; k++) {
    till_send_again (story.shop->tills[k]);
    till_obey (story.shop->tills[k]);
  }
  g_assert_false (is_restoring (story.shop));
  json_decref (again);
  again = wish (story.shop, wishes[i].kind);
  g_assert_cmpstr (json_string_value (json_object_get (again, "state")), ==, "done");
  g_assert_true (
      json_equal (json_object_get (before, "wish_id"), json_object_get (again, "wish_id")));
  if (wishes[i].done)
    g_assert_true (json_equal (before, again));
  g_assert_cmpint (json_integer_value (json_object_get (again, "refund_minor")), >=,
                   wishes[i].kind == HUFU_WISH_REFUND ? 1 : 0);
  g_assert_cmpuint (shop_find (story.shop, "cash").key.generation, ==, wishes[i].generation);
  shop_check (story.shop, "cash", wishes[i].expected);
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
  till_lose (story.a);
  till_send_again (story.b);
  till_obey (story.b);
  g_assert_true (is_restoring (story.shop));
  g_assert_cmpint (till_write_off (story.a, 0), ==, HUFU_TERMINAL_DONE);
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
  till_lose (story.a);
  till_obey (story.b);
  g_assert_cmpint (till_write_off (story.a, 0), ==, HUFU_TERMINAL_DONE);
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

/* A till that was asked for a report before the backup, and has left and told all since, is not
 * asked again; one that was found after somebody signed for it is, by a number of the new epoch. */
static void
test_asked_before_backup (gconstpointer data)
{
  const char *which = data;
  g_auto (Story) story = story_begin (2);

  if (strcmp (which, "removed") == 0) {
    json_decref (till_act (story.a, hufu_terminals_remove));
    shop_back_up (story.shop);
    till_obey (story.a);
    shop_restore (story.shop);
    till_send_again (story.a);
  } else {
    till_lose (story.a);
    till_obey (story.b);
    g_assert_cmpint (till_write_off (story.a, 1), ==, HUFU_TERMINAL_DONE);
    json_decref (till_act (story.a, hufu_terminals_find));
  }
  shop_back_up (story.shop);
  shop_restore (story.shop);
  g_assert_cmpint (shop_count (story.shop,
                               "SELECT count(*) FROM incarnation WHERE (wanted_epoch, "
                               "wanted_counter) > (reported_epoch, reported_counter) AND "
                               "wanted_epoch < (SELECT platform_epoch FROM platform)"),
                   ==, 0);
  till_obey (story.a);
  g_assert_cmpint (
      shop_count (story.shop, "SELECT count(*) FROM incarnation WHERE life = 'removed'"), ==, 1);
}

/* A limit (DESIGN.md): what a till was granted after the backup nobody knows if it is lost, or
 * comes back from an image of before. Nobody else gets it until somebody signs for what it was;
 * then it is free, and was no part of what was signed for. */
static void
test_granted_after_backup (gconstpointer data)
{
  gboolean is_lost = GPOINTER_TO_INT (data);
  g_autoptr (Shop) shop = shop_open ();
  Till *a = shop_add_till (shop, 1), *b;
  json_t *answer;

  shop_back_up (shop);
  shop_issue (shop, "deal", "late", 500);
  till_take (a, "late");
  g_assert_cmpstr (till_send (a), ==, "ok");
  b = shop_add_till (shop, 1);
  shop_restore (shop);
  if (is_lost)
    till_lose (a);
  else
    shop_enrol_again (a);
  till_obey (a);
  till_obey (b);
  till_obey (b);
  g_assert_true (is_restoring (shop));
  answer = till_ask (b, 100);
  json_decref (answer);
  shop_check (shop, "late", "available - 500");
  g_assert_cmpint (till_write_off (a, 1), ==, HUFU_TERMINAL_DONE);
  g_assert_false (is_restoring (shop));
  answer = till_ask (is_lost ? b : a, 100);
  json_decref (answer);
  shop_check (shop, "late", is_lost ? "leased B 500" : "leased A 500");
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*run) (gconstpointer data);
    const char *orders[2];
  } stories[] = {
      {"journals", test_restore, {"AB", "BA"}},
      {"issued", test_restore_issued, {"AB", "BA"}},
      {"online", test_restore_online, {"AB", "BA"}},
      {"online-of", test_restore_online_of, {"lost", "removed"}},
      {"asked-before-backup", test_asked_before_backup, {"removed", "found"}},
      {"after-write-off", test_restore_after_write_off, {"told", "untold"}},
      {"told-by-lost/signed", test_restore_told_by_lost, {"before", "after"}},
      {"told-by-lost/then", test_restore_told_by_lost_then, {"moved", "undone"}},
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++) {
    for (gsize k = 0; k < G_N_ELEMENTS (stories[i].orders); k++) {
      g_autofree char *name =
          g_strconcat ("/restore/", stories[i].name, "/", stories[i].orders[k], NULL);

      g_test_add_data_func (name, stories[i].orders[k], stories[i].run);
    }
  }
  g_test_add_func ("/restore/online-branch", test_restore_online_branch);
  g_test_add_func ("/restore/log", test_restore_log);
  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++) {
    g_autofree char *name = g_strconcat ("/restore/wish/", wishes[i].name, NULL);

    g_test_add_data_func (name, GUINT_TO_POINTER (i), test_restore_wish);
  }
  g_test_add_func ("/restore/claimed", test_restore_claimed);
  g_test_add_func ("/restore/ends-with-wish", test_restore_ends_with_wish);
  g_test_add_func ("/restore/older-is-refused", test_older_is_refused);
  g_test_add_data_func ("/restore/granted-after-backup/lost", GINT_TO_POINTER (TRUE),
                        test_granted_after_backup);
  g_test_add_data_func ("/restore/granted-after-backup/enrolled-again", GINT_TO_POINTER (FALSE),
                        test_granted_after_backup);
  return g_test_run ();
}
