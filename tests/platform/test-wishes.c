/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done online of rights that tills hold: recalls, undo, refund, transfer, change of home,
 * and keys whose answers are final (design 2, section 3: rules 4, 6 and 7). */
#include <string.h>

#include "platform/redemption.h"
#include "platform/restore.h"
#include "platform/rights-drain.h"
#include "platform/voucher-code.h"
#include "platform/wish.h"
#include "tests/platform/shop.h"

static const char *
text_of (const json_t *answer, const char *name)
{
  return g_intern_string (json_string_value (json_object_get (answer, name)));
}

/* What the platform says to this code: "short_code" or another name of the contract's Code. */
static const char *
prepare_code (Till *till, const char *name, json_t *take_code)
{
  json_t *request = json_pack ("{s:o, s:i}", name, take_code, "store_no", 1);
  g_autoptr (GError) error = NULL;
  json_t *answer = hufu_redemption_prepare (till->shop->platform, &till->holder, request, &error);
  const char *reason;

  g_assert_no_error (error);
  reason = text_of (answer, "reason");
  json_decref (answer);
  json_decref (request);
  return reason;
}

static const char *
prepare (Till *till, const char *title)
{
  Place place = shop_find (till->shop, title);

  return prepare_code (till, "cti", hufu_pjson_id (&place.key.cti));
}

static const char *
redeem (Till *till, const char *title, HufuId use_id, gint64 amount_minor)
{
  Place place = shop_find (till->shop, title);
  json_t *request = json_pack ("{s:o, s:o}", "use_id", hufu_pjson_id (&use_id), "cti",
                               hufu_pjson_id (&place.key.cti));
  g_autofree char *body = NULL;
  g_autoptr (GError) error = NULL;
  HufuKeyOutcome outcome;
  json_t *answer = NULL;
  const char *reason;

  if (amount_minor > 0)
    json_object_set_new (request, "amount_minor", json_integer ((json_int_t)amount_minor));
  else
    json_object_set_new (request, "uses", json_integer (1));
  body = hufu_pjson_dump (request);
  g_assert_true (hufu_redemption_redeem (till->shop->platform, &till->holder, &use_id, request,
                                         (const guint8 *)body, strlen (body), &outcome, &answer,
                                         &error));
  g_assert_cmpint (outcome, ==, HUFU_KEY_ANSWERED);
  reason = text_of (answer, "reason");
  json_decref (answer);
  json_decref (request);
  return reason;
}

static const char *
undo (Till *till, const HufuId *use_id)
{
  static gint64 attempt;
  const HufuUndoOrder order = {.use_id = *use_id, .attempt = ++attempt};
  g_autoptr (GError) error = NULL;
  HufuKeyOutcome outcome;
  json_t *answer = NULL;
  const char *state;

  g_assert_true (hufu_redemption_undo (till->shop->platform, &till->holder, &order, &outcome,
                                       &answer, &error));
  g_assert_cmpint (outcome, ==, HUFU_KEY_ANSWERED);
  state = text_of (answer, "state");
  json_decref (answer);
  return state;
}

static json_t *
wish (Shop *shop, const char *title, HufuWishKind kind, gboolean accepts_risk)
{
  HufuWishOrder order = {.kind = kind,
                         .cti = shop_find (shop, title).key.cti,
                         .home_store = 2,
                         .accepts_risk = accepts_risk,
                         .signed_by = "operator"};
  const char *refused;
  g_autoptr (GError) error = NULL;
  json_t *answer = hufu_wish_make (shop->platform, &order, &refused, &error);

  g_assert_no_error (error);
  return answer;
}

static void
check_wish (Shop *shop, const char *title, HufuWishKind kind, gboolean risk, const char *state)
{
  json_t *answer = wish (shop, title, kind, risk);

  g_assert_cmpstr (text_of (answer, "state"), ==, state);
  json_decref (answer);
}

static HufuId
make_id (Shop *shop)
{
  return hufu_host_make_id (hufu_test_host_get (shop->clock));
}

/* Rule 4: a leased right is not redeemed online; asking for it recalls it. What came back is kept a
 * while for who asked. */
static void
test_recall_by_asking (void)
{
  g_auto (Story) story = story_begin (2);
  json_t *answer;

  g_assert_cmpstr (prepare (story.a, "deal"), ==, "R07");
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM recall"), ==, 0);
  g_assert_cmpstr (prepare (story.b, "deal"), ==, "R07");
  g_assert_cmpstr (prepare (story.b, "deal"), ==, "R30");
  g_assert_cmpstr (redeem (story.b, "deal", make_id (story.shop), 0), ==, "R30");
  till_obey (story.a);
  answer = till_ask (story.a, 1000);
  g_assert_cmpuint (json_array_size (json_object_get (answer, "terms")), ==, 0);
  json_decref (answer);
  g_assert_cmpstr (prepare (story.b, "deal"), ==, "R01");
  g_assert_cmpstr (redeem (story.b, "deal", make_id (story.shop), 0), ==, "R01");
  shop_check (story.shop, "deal", "used - 500");
}

/* An answer to a key is final: a refusal too, when the right has come back since. */
static void
test_refusal_is_final (void)
{
  g_auto (Story) story = story_begin (2);
  HufuId key = make_id (story.shop);

  g_assert_cmpstr (redeem (story.b, "deal", key, 0), ==, "R07");
  till_obey (story.a);
  g_assert_cmpstr (redeem (story.b, "deal", key, 0), ==, "R07");
  shop_check (story.shop, "deal", "available - 500");
}

/* Rule 4: a key given up is closed for ever; a sale under it that comes later is a claim and moves
 * nothing. */
static void
test_give_up_then_sale (void)
{
  g_auto (Story) story = story_begin (2);
  HufuId key = make_id (story.shop);
  Place place = {.key = story.deal.key};
  json_t *body;

  till_obey (story.a);
  g_assert_cmpstr (undo (story.b, &key), ==, "given_up");
  g_assert_cmpstr (redeem (story.b, "deal", key, 0), ==, "R27");
  body = json_pack ("{s:o, s:o, s:o, s:i, s:s, s:i, s:n, s:n, s:i}", "use_id", hufu_pjson_id (&key),
                    "right", hufu_pjson_right (&place.key), "epoch",
                    hufu_pjson_epoch (&place.epoch), "hop", 0, "basis", "R01", "amount_minor", 500,
                    "sale_id", "staff_id", "at_utc_us", 5000000);
  till_write (story.b, "voucher.redeemed", body);
  g_assert_cmpstr (till_send (story.b), ==, "unknown_use");
  shop_check (story.shop, "deal", "leased A 500");
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM claim"), ==, 1);
}

/* Rule 6: a use by a till is undone online only after its report or acknowledgement covers it. */
static void
test_undo_of_held (gconstpointer data)
{
  gboolean is_cash = GPOINTER_TO_INT (data);
  g_auto (Story) story = story_begin (2);
  const char *title = is_cash ? "cash" : "deal";
  HufuId use_id =
      is_cash ? till_use (story.a, &story.cash, 400) : till_use (story.a, &story.deal, 500);
  Place before, after;

  hufu_test_host_set_utc_us (story.shop->clock, 60 * G_USEC_PER_SEC);
  till_send (story.a);
  before = shop_find (story.shop, title);
  g_assert_cmpstr (undo (story.b, &use_id), ==, "refused");
  till_obey (story.a);
  g_assert_cmpstr (undo (story.b, &use_id), ==, "undone");
  shop_check (story.shop, title, is_cash ? "available - 1000" : "available - 500");
  after = shop_find (story.shop, title);
  g_assert_cmpint (hufu_epoch_compare (&after.epoch, &before.epoch), >, 0);
  /* The answer was lost: asked again it is the same, and the till's own word of it is good. */
  g_assert_cmpstr (undo (story.b, &use_id), ==, "undone");
  till_undo (story.a, is_cash ? &story.cash : &story.deal, &use_id);
  g_assert_cmpstr (till_send (story.a), ==, "ok");
  shop_check (story.shop, title, is_cash ? "available - 1000" : "available - 500");
}

/* A part that is covered by a report comes back online only when the till that used the last of the
 * right may not undo that itself any more: else both would have it. */
static void
test_undo_beside_last (void)
{
  g_autoptr (Shop) shop = shop_open ();
  Till *till = shop_add_till (shop, 1);
  HufuId first, last;
  Place place;

  hufu_test_host_set_utc_us (shop->clock, 60 * G_USEC_PER_SEC);
  shop_issue (shop, "cash", "cash", 1000);
  place = till_take (till, "cash");
  first = till_use (till, &place, 400);
  till_send (till);
  g_assert_cmpstr (undo (till, &first), ==, "refused");
  till_obey (till);
  place = till_take (till, "cash");
  last = till_use (till, &place, 600);
  till_send (till);
  shop_check (shop, "cash", "used A 0");
  g_assert_cmpstr (undo (till, &first), ==, "refused");
  till_undo (till, &place, &last);
  g_assert_cmpstr (till_send (till), ==, "ok");
  shop_check (shop, "cash", "leased A 600");
  till_obey (till);
  shop_check (shop, "cash", "available - 600");
  g_assert_cmpstr (undo (till, &first), ==, "undone");
  shop_check (shop, "cash", "available - 1000");
}

/* What was used of a pass whose rest was refunded does not come back to a code that is worth
 * nothing: it is paid back by hand. */
static void
test_undo_of_refunded (void)
{
  g_autoptr (Shop) shop = shop_open ();
  Till *till = shop_add_till (shop, 1);
  HufuId use_id = make_id (shop);

  shop_issue (shop, "pass", "pass", 900);
  g_assert_cmpstr (redeem (till, "pass", use_id, 0), ==, "R01");
  check_wish (shop, "pass", HUFU_WISH_REFUND, FALSE, "done");
  g_assert_cmpint (shop_count (shop, "SELECT refund_minor FROM wish"), ==, 600);
  g_assert_cmpstr (undo (till, &use_id), ==, "refused");
  shop_check (shop, "pass", "used - 900");
}

/* Rule 7: a refund waits for the store that has the right, and is done by the act that brings it.
 */
static void
test_refund_waits (void)
{
  g_auto (Story) story = story_begin (2);
  json_t *waiting = wish (story.shop, "cash", HUFU_WISH_REFUND, FALSE), *told;

  g_assert_cmpstr (text_of (waiting, "state"), ==, "waiting");
  g_assert_cmpuint (json_array_size (json_object_get (waiting, "waits_for")), ==, 1);
  json_decref (waiting);
  g_assert_cmpstr (prepare (story.b, "cash"), ==, "R14");
  till_use (story.a, &story.cash, 300);
  till_obey (story.a);
  g_assert_cmpint (shop_count (story.shop, "SELECT refund_minor FROM wish WHERE state = 'done'"),
                   ==, 700);
  shop_check (story.shop, "cash", "written_off - 0");
  g_assert_cmpstr (prepare (story.b, "cash"), ==, "R13");
  told = wish (story.shop, "cash", HUFU_WISH_REFUND, FALSE);
  g_assert_cmpint (json_integer_value (json_object_get (told, "refund_minor")), ==, 700);
  json_decref (told);
}

/* So it does for a till that may undo what it used: the part would come back to a voucher that is
 * refunded already. */
static void
test_refund_waits_for_undo (gconstpointer data)
{
  gboolean undoes = GPOINTER_TO_INT (data);
  g_autoptr (Shop) shop = shop_open ();
  Till *till = shop_add_till (shop, 1);
  HufuId use_id;
  Place place;

  shop_issue (shop, "pass", "pass", 900);
  place = till_take (till, "pass");
  use_id = till_use (till, &place, 300);
  till_send (till);
  check_wish (shop, "pass", HUFU_WISH_REFUND, FALSE, "waiting");
  till_obey (till); /* gives the other two back */
  g_assert_cmpint (shop_count (shop, "SELECT count(*) FROM \"right\" WHERE state = 'available'"),
                   ==, 2);
  check_wish (shop, "pass", HUFU_WISH_REFUND, FALSE, "waiting");
  if (undoes) {
    till_undo (till, &place, &use_id);
    till_send (till);
    shop_check (shop, "pass", "leased A 900");
  }
  till_obey (till);
  check_wish (shop, "pass", HUFU_WISH_REFUND, FALSE, "done");
  g_assert_cmpint (shop_count (shop, "SELECT refund_minor FROM wish"), ==, undoes ? 900 : 600);
}

/* The platform is brought back from before the till was granted what it has given back since: what
 * the till tells again of that moves nothing of a voucher that is refunded. */
static void
test_refund_before_restore (void)
{
  g_autoptr (Shop) shop = shop_open ();
  Till *till = shop_add_till (shop, 1);

  shop_issue (shop, "deal", "deal", 500);
  shop_back_up (shop);
  till_take (till, "deal");
  till_send (till);
  check_wish (shop, "deal", HUFU_WISH_REFUND, FALSE, "waiting");
  till_obey (till);
  check_wish (shop, "deal", HUFU_WISH_REFUND, FALSE, "done");
  shop_restore (shop);
  till_send_again (till);
  till_obey (till);
  g_assert_false (hufu_restore_is_on (shop->platform));
  shop_check (shop, "deal", "written_off - 500");
}

static gboolean
sign (Shop *shop, guint64 store_no, const HufuId *wish_id)
{
  gboolean found = FALSE;
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_wish_sign (shop->platform, store_no, wish_id, "a manager", &found, &error));
  g_assert_no_error (error);
  return found;
}

/* Rule 7, R22: a manager takes the risk of what waits for the own store's tills, nobody else's. */
static void
test_refund_signed_by_the_store (void)
{
  g_auto (Story) story = story_begin (2);
  json_t *waiting = wish (story.shop, "cash", HUFU_WISH_REFUND, FALSE);
  HufuId wish_id;

  g_assert_true (hufu_pjson_get_id (waiting, "wish_id", &wish_id));
  json_decref (waiting);
  g_assert_false (sign (story.shop, 2, &wish_id));
  shop_check (story.shop, "cash", "leased A 1000");
  g_assert_true (sign (story.shop, 1, &wish_id));
  shop_check (story.shop, "cash", "written_off - 0");
  g_assert_cmpint (shop_count (story.shop, "SELECT risk_minor FROM wish WHERE state = 'done' AND "
                                           "signed_by = 'a manager'"),
                   ==, 1000);
  g_assert_false (sign (story.shop, 1, &wish_id));
}

/* A right that was used before the recall came is not refunded, and the wish waits no longer: the
 * voucher is used, and whoever shows it hears where. */
static void
test_refund_of_used (void)
{
  g_auto (Story) story = story_begin (2);

  check_wish (story.shop, "deal", HUFU_WISH_REFUND, FALSE, "waiting");
  till_use (story.a, &story.deal, 500);
  till_send (story.a);
  g_assert_cmpint (
      shop_count (story.shop, "SELECT refund_minor FROM wish WHERE state = 'cancelled'"), ==, 0);
  g_assert_cmpstr (prepare (story.b, "deal"), ==, "R12");
}

/* Said again it is told, not done; that the friend gives it on names the friend's generation. */
static gint64
transfer_again (Shop *shop, const char *title, guint64 generation)
{
  HufuWishOrder order = {.kind = HUFU_WISH_TRANSFER,
                         .cti = shop_find (shop, title).key.cti,
                         .generation = generation,
                         .home_store = -1,
                         .signed_by = "operator"};
  const char *refused = NULL;
  g_autoptr (GError) error = NULL;
  json_t *answer = hufu_wish_make (shop->platform, &order, &refused, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (refused, ==, NULL);
  g_assert_cmpstr (text_of (answer, "state"), ==, "done");
  g_assert_true (json_is_string (json_object_get (answer, "token")));
  json_decref (answer);
  return (gint64)shop_find (shop, title).key.generation;
}

/* Transfer to a friend: the next generation carries what is left; the old one is worth nothing. */
static void
test_transfer (void)
{
  g_auto (Story) story = story_begin (2);

  till_use (story.a, &story.cash, 300);
  check_wish (story.shop, "cash", HUFU_WISH_TRANSFER, FALSE, "waiting");
  till_obey (story.a);
  shop_check (story.shop, "cash", "available - 700");
  g_assert_cmpuint (shop_find (story.shop, "cash").key.generation, ==, 2);
  g_assert_cmpint (shop_count (story.shop, "SELECT r.state = 'written_off' FROM \"right\" r JOIN "
                                           "voucher v USING (cti) WHERE r.generation = 1 AND "
                                           "v.type = 'cash'"),
                   ==, 1);
  g_assert_cmpint (transfer_again (story.shop, "cash", 0), ==, 2);
  g_assert_cmpint (transfer_again (story.shop, "cash", 1), ==, 2);
  g_assert_cmpint (transfer_again (story.shop, "cash", 2), ==, 3);
  g_assert_cmpint (transfer_again (story.shop, "cash", 2), ==, 3);
}

#define PLATFORM_CODE "860011223344"

/* The short code of the deal as it is now. Free with g_free. */
static char *
dup_code (Shop *shop)
{
  sqlite3_stmt *row = hufu_pdb_query (shop->platform->db,
                                      "SELECT short_code FROM voucher WHERE title_en = 'deal'", "");
  char *code;

  g_assert_true (hufu_pdb_next (shop->platform->db, row));
  code = g_strdup (hufu_pdb_text (row, 0));
  hufu_pdb_done (row);
  return code;
}

/* What was typed before, by the giver and by the giver's giver, finds the voucher as an old one,
 * and is no other voucher's; the friend has a short code of their own. */
static void
check_codes (Story *story, const char *const *old, const char *code)
{
  g_assert_cmpstr (prepare_code (story->b, "platform_code", json_string (PLATFORM_CODE)), ==,
                   "R15");
  for (; *old != NULL; old++) {
    g_assert_cmpstr (prepare_code (story->b, "short_code", json_string (*old)), ==, "R15");
    g_assert_true (hufu_voucher_code_is_taken (story->shop->platform, *old));
  }
  g_assert_cmpstr (prepare_code (story->b, "short_code", json_string (code)), ==, "R01");
}

/* is_restored: from a backup of before the transfers, which the log beside it tells. */
static void
test_transfer_codes (gconstpointer is_restored)
{
  g_auto (Story) story = story_begin (2);
  Shop *shop = story.shop;
  g_autofree char *first = dup_code (shop), *second = NULL, *third = NULL;
  const char *old[] = {first, NULL, NULL};

  hufu_pdb_begin (shop->platform->db);
  hufu_pdb_run (shop->platform->db,
                "UPDATE voucher SET platform_code = '" PLATFORM_CODE "' WHERE title_en = 'deal'",
                "");
  g_assert_true (hufu_pdb_commit (shop->platform->db, NULL));
  g_assert_cmpstr (prepare_code (story.b, "platform_code", json_string (PLATFORM_CODE)), ==, "R07");
  shop_back_up (shop);
  check_wish (shop, "deal", HUFU_WISH_TRANSFER, FALSE, "waiting");
  till_obey (story.a);
  second = dup_code (shop);
  check_codes (&story, old, second);
  g_assert_cmpint (transfer_again (shop, "deal", 2), ==, 3);
  third = dup_code (shop);
  old[1] = second;
  if (is_restored != NULL) {
    shop_restore (shop);
    for (guint i = 0; i < shop->n_tills; i++) {
      till_send_again (shop->tills[i]);
      till_obey (shop->tills[i]);
    }
  }
  check_codes (&story, old, third);
}

static void
check_refused (Shop *shop, const char *title, HufuWishKind kind, const char *sentence)
{
  HufuWishOrder order = {.kind = kind,
                         .cti = shop_find (shop, title).key.cti,
                         .home_store = -1,
                         .signed_by = "operator"};
  const char *refused = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (hufu_wish_make (shop->platform, &order, &refused, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (refused, ==, sentence);
}

/* What is used before it came back leaves nothing for the friend: no token, the voucher stays of
 * its generation. Asked again that is told; who did not wish it is refused, as is a transfer of
 * what was used before. When the use is undone, it can be wished anew. */
static void
test_transfer_of_used (void)
{
  g_auto (Story) story = story_begin (2);
  HufuId use_id;

  check_wish (story.shop, "deal", HUFU_WISH_TRANSFER, FALSE, "waiting");
  use_id = till_use (story.a, &story.deal, 500);
  till_send (story.a);
  g_assert_cmpuint (shop_find (story.shop, "deal").key.generation, ==, 1);
  check_wish (story.shop, "deal", HUFU_WISH_TRANSFER, FALSE, "cancelled");
  check_refused (story.shop, "deal", HUFU_WISH_REFUND, "Nothing is left of this voucher");
  check_refused (story.shop, "deal", HUFU_WISH_HOME, "Nothing is left of this voucher");
  g_assert_cmpstr (prepare (story.b, "deal"), ==, "R12");
  till_undo (story.a, &story.deal, &use_id);
  till_send (story.a);
  check_wish (story.shop, "deal", HUFU_WISH_TRANSFER, FALSE, "waiting");
  till_obey (story.a);
  check_wish (story.shop, "deal", HUFU_WISH_TRANSFER, FALSE, "done");
}

/* A refund and a change of home that waited for what was used meanwhile are told again as well. */
static void
test_used_meanwhile (void)
{
  g_auto (Story) story = story_begin (2);

  check_wish (story.shop, "deal", HUFU_WISH_REFUND, FALSE, "waiting");
  till_use (story.a, &story.deal, 500);
  till_send (story.a);
  check_wish (story.shop, "deal", HUFU_WISH_REFUND, FALSE, "cancelled");
  g_assert_cmpint (shop_count (story.shop, "SELECT sum (refund_minor) FROM wish"), ==, 0);
  g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM wish"), ==, 1);
  check_refused (story.shop, "deal", HUFU_WISH_TRANSFER, "Nothing is left of this voucher");
}

static void
test_home (void)
{
  g_auto (Story) story = story_begin (2);
  Till *far = shop_add_till (story.shop, 2);

  check_wish (story.shop, "cash", HUFU_WISH_HOME, FALSE, "waiting");
  till_obey (story.a);
  till_take (far, "cash");
  g_assert_cmpstr (till_send (far), ==, "ok");
  shop_check (story.shop, "cash", "leased C 1000");
}

/* R22: the merchant signs; what the till has done with it by then is a claim on nothing. */
static void
test_risk (void)
{
  g_auto (Story) story = story_begin (2);
  json_t *answer;

  check_wish (story.shop, "cash", HUFU_WISH_REFUND, FALSE, "waiting");
  check_wish (story.shop, "cash", HUFU_WISH_REFUND, TRUE, "done");
  g_assert_cmpint (shop_count (story.shop, "SELECT risk_minor FROM wish"), ==, 1000);
  answer = till_ask (story.a, 0);
  g_assert_cmpuint (json_array_size (json_object_get (answer, "recalls")), ==, 1);
  till_use (story.a, &story.cash, 200);
  g_assert_cmpstr (till_send (story.a), ==, "not_held");
  till_answer (story.a, answer);
  json_decref (answer);
  g_assert_cmpstr (till_send (story.a), ==, "ok");
  shop_check (story.shop, "cash", "written_off - 0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wishes/recall-by-asking", test_recall_by_asking);
  g_test_add_func ("/wishes/refusal-is-final", test_refusal_is_final);
  g_test_add_func ("/wishes/give-up-then-sale", test_give_up_then_sale);
  g_test_add_data_func ("/wishes/undo-of-held/deal", GINT_TO_POINTER (FALSE), test_undo_of_held);
  g_test_add_data_func ("/wishes/undo-of-held/cash", GINT_TO_POINTER (TRUE), test_undo_of_held);
  g_test_add_func ("/wishes/undo-beside-last", test_undo_beside_last);
  g_test_add_func ("/wishes/undo-of-refunded", test_undo_of_refunded);
  g_test_add_func ("/wishes/refund-waits", test_refund_waits);
  g_test_add_func ("/wishes/used-meanwhile", test_used_meanwhile);
  g_test_add_func ("/wishes/refund-signed", test_refund_signed_by_the_store);
  g_test_add_data_func ("/wishes/refund-waits-for-undo/undone", GINT_TO_POINTER (TRUE),
                        test_refund_waits_for_undo);
  g_test_add_data_func ("/wishes/refund-waits-for-undo/not-undone", GINT_TO_POINTER (FALSE),
                        test_refund_waits_for_undo);
  g_test_add_func ("/wishes/refund-before-restore", test_refund_before_restore);
  g_test_add_func ("/wishes/refund-of-used", test_refund_of_used);
  g_test_add_func ("/wishes/transfer", test_transfer);
  g_test_add_data_func ("/wishes/transfer-codes", NULL, test_transfer_codes);
  g_test_add_data_func ("/wishes/transfer-codes-restored", "restored", test_transfer_codes);
  g_test_add_func ("/wishes/transfer-of-used", test_transfer_of_used);
  g_test_add_func ("/wishes/home", test_home);
  g_test_add_func ("/wishes/risk", test_risk);
  return g_test_run ();
}
