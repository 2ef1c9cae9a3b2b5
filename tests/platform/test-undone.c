/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a right when a use of it is undone. What one under limits took comes back to it,
 * once, whoever else has used it or has it meanwhile. */
#include <string.h>

#include "platform/attention.h"
#include "platform/restore.h"
#include "platform/rights-drain.h"
#include "platform/unleased.h"
#include "platform/wish.h"
#include "tests/platform/shop.h"

#define OWED "SELECT count(*) FROM late_undo"
#define CONFLICTS "SELECT count(*) FROM conflict"

/* The till tells all, the last of it that it took this back. */
static void
take_back (Till *till, const char *title, const HufuId *use_id)
{
  till_take_back (till, title, use_id);
  g_assert_cmpstr (till_send (till), ==, "ok");
}

/* The right was here: what was used up is free again, once, and what counts is not less. */
static void
test_free (void)
{
  static const struct {
    const char *title;
    gint64 amount_minor;
    const char *accepted;
  } rows[] = {
      {"deal", 1000, "used - 1000"},
      {"cash", 300, "available - 700"},
      {"cash", 1000, "used - 0"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Shop) shop = shop_open ();
    Till *till = shop_add_till (shop, 1);
    HufuId use_id;

    shop_issue (shop, rows[i].title, rows[i].title, 1000);
    use_id = till_accept (till, rows[i].title, rows[i].amount_minor);
    g_assert_cmpstr (till_send (till), ==, "ok");
    shop_check (shop, rows[i].title, rows[i].accepted);
    for (guint n = 0; n < 2; n++) {
      take_back (till, rows[i].title, &use_id);
      shop_check (shop, rows[i].title, "available - 1000");
    }
    g_assert_cmpint (shop_count (shop, "SELECT state = 'undone' FROM use"), ==, 1);
    g_assert_cmpint (hufu_unleased_sum_open (shop->platform, 0), ==, rows[i].amount_minor);
  }
}

/* Three tills accepted it. Whichever of them undoes first, the right is used by those who are left,
 * and the last one leaves it whole. */
static void
test_last_of_three (void)
{
  static const guint orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                    {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
  static const struct {
    const char *title;
    gint64 amount_minor;
    const char *left[3];
    gint64 used[3]; /* how many have their part of it */
  } rows[] = {
      {"deal", 1000, {"used - 1000", "used - 1000", "available - 1000"}, {1, 1, 0}},
      {"cash", 400, {"available - 200", "available - 600", "available - 1000"}, {2, 1, 0}},
      {"cash", 1000, {"used - 0", "used - 0", "available - 1000"}, {1, 1, 0}},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows) * G_N_ELEMENTS (orders); i++) {
    const char *title = rows[i / G_N_ELEMENTS (orders)].title;
    const guint *order = orders[i % G_N_ELEMENTS (orders)];
    g_autoptr (Shop) shop = shop_open ();
    Till *tills[3];
    HufuId use_ids[3];

    shop_issue (shop, title, title, 1000);
    for (guint at = 0; at < 3; at++) {
      tills[at] = shop_add_till (shop, 1);
      use_ids[at] = till_accept (tills[at], title, rows[i / G_N_ELEMENTS (orders)].amount_minor);
      g_assert_cmpstr (till_send (tills[at]), ==, "ok");
    }
    g_assert_cmpint (shop_count (shop, CONFLICTS), ==, 1);
    for (guint at = 0; at < 3; at++) {
      take_back (tills[order[at]], title, &use_ids[order[at]]);
      shop_check (shop, title, rows[i / G_N_ELEMENTS (orders)].left[at]);
      g_assert_cmpint (shop_count (shop, "SELECT count(*) FROM use WHERE state = 'used'"), ==,
                       rows[i / G_N_ELEMENTS (orders)].used[at]);
    }
    g_assert_cmpint (shop_count (shop, CONFLICTS), ==, 0);
    g_assert_cmpint (shop_count (shop, OWED), ==, 0);
  }
}

/* More was accepted than was left: it waits, and takes its part when somebody undoes. */
static void
test_next (void)
{
  g_autoptr (Shop) shop = shop_open ();
  Till *till = shop_add_till (shop, 1), *other = shop_add_till (shop, 1);
  HufuId use_id;

  shop_issue (shop, "cash", "cash", 1000);
  use_id = till_accept (till, "cash", 400);
  till_send (till);
  till_accept (other, "cash", 800);
  till_send (other);
  shop_check (shop, "cash", "available - 600");
  take_back (till, "cash", &use_id);
  shop_check (shop, "cash", "available - 200");
  g_assert_cmpint (shop_count (shop, CONFLICTS), ==, 0);
  g_assert_cmpint (shop_count (shop, OWED), ==, 0);
}

/* A till that was written off is found, and had used the right before: what was accepted under
 * limits since is undone, and comes back beside that use; the rest when that is undone too. */
static void
test_beside_another (void)
{
  static const struct {
    const char *title;
    gint64 accepted_minor, other_minor;
    const char *beside;
    gint64 owed;
  } rows[] = {
      {"deal", 1000, 1000, "used - 1000", 1},    {"cash", 400, 800, "available - 600", 1},
      {"cash", 400, 200, "available - 800", 1},  {"cash", 1000, 1000, "used - 0", 1},
      {"cash", 1000, 300, "available - 700", 1},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Shop) shop = shop_open ();
    Till *lost = shop_add_till (shop, 1), *till;
    HufuId use_id, other_id;
    Place place;

    shop_issue (shop, rows[i].title, rows[i].title, 1000);
    place = till_take (lost, rows[i].title);
    till_send (lost);
    till = shop_add_till (shop, 1);
    till_lose (lost);
    till_obey (till);
    g_assert_cmpint (till_write_off (lost, 0), ==, HUFU_TERMINAL_DONE);
    use_id = till_accept (till, rows[i].title, rows[i].accepted_minor);
    till_send (till);
    other_id = till_use (lost, &place, rows[i].other_minor);
    till_send (lost);
    take_back (till, rows[i].title, &use_id);
    shop_check (shop, rows[i].title, rows[i].beside);
    g_assert_cmpint (shop_count (shop, OWED), ==, rows[i].owed);
    g_assert_cmpint (shop_count (shop, CONFLICTS), ==, 0);
    till_undo (lost, &place, &other_id);
    till_send (lost);
    shop_check (shop, rows[i].title, "available - 1000");
    g_assert_cmpint (shop_count (shop, OWED), ==, 0);
  }
}

/* Another till has the right, and the use is still a claim: nothing is claimed when it comes back.
 */
static void
test_claim (void)
{
  g_autoptr (Shop) shop = shop_open ();
  Till *holder = shop_add_till (shop, 1), *other;
  HufuId use_id;

  shop_issue (shop, "deal", "deal", 1000);
  till_take (holder, "deal");
  till_send (holder);
  other = shop_add_till (shop, 1);
  use_id = till_accept (other, "deal", 1000);
  till_send (other);
  take_back (other, "deal", &use_id);
  till_obey (holder);
  shop_check (shop, "deal", "available - 1000");
  g_assert_cmpint (shop_count (shop, "SELECT count(*) FROM use"), ==, 0);
}

/* What the founded use took stays taken when the other one, which was the loss, is undone. */
static void
test_loss (void)
{
  g_autoptr (Shop) shop = shop_open ();
  Till *holder = shop_add_till (shop, 1), *other;
  HufuId use_id;
  Place place;

  shop_issue (shop, "deal", "deal", 1000);
  place = till_take (holder, "deal");
  other = shop_add_till (shop, 1);
  till_use (holder, &place, 1000);
  till_send (holder);
  use_id = till_accept (other, "deal", 1000);
  till_send (other);
  g_assert_cmpint (shop_count (shop, CONFLICTS), ==, 1);
  take_back (other, "deal", &use_id);
  shop_check (shop, "deal", "used A 1000");
  g_assert_cmpint (shop_count (shop, CONFLICTS), ==, 0);
}

/* --- the voucher has ended ----------------------------------------------------------------------
 */

static void
end_voucher (Shop *shop, const HufuRightKey *key, HufuWishKind kind)
{
  HufuWishOrder order = {.kind = kind, .cti = key->cti, .home_store = -1, .signed_by = "operator"};
  const char *refused = NULL;
  g_autoptr (GError) error = NULL;

  json_decref (hufu_wish_make (shop->platform, &order, &refused, &error));
  g_assert_no_error (error);
  g_assert_null (refused);
  g_assert_cmpint (shop_count (shop, "SELECT count(*) FROM wish WHERE state = 'done'"), ==, 1);
}

static const char *
take_back_of (Till *till, const HufuRightKey *key, const HufuId *use_id)
{
  const Place place = {.key = *key};

  till_undo (till, &place, use_id);
  return till_send (till);
}

/* What the manager of the store is told to pay back, in all. */
static gint64
sum_ended (Shop *shop)
{
  g_autoptr (GError) error = NULL;
  json_t *answer = hufu_attention_list (shop->platform, 1, NULL, &error);
  const json_t *event;
  gint64 sum = 0;
  gsize i;

  g_assert_no_error (error);
  json_array_foreach (json_object_get (answer, "events"), i, event) sum +=
      json_integer_value (json_object_get (json_object_get (event, "pay_back"), "amount_minor"));
  json_decref (answer);
  return sum;
}

/* The rest was refunded or given to a friend: what is undone then comes back to neither; a person
 * is told to pay it back, once. */
static void
test_ended (void)
{
  static const struct {
    const char *title;
    gint64 amount_minor;
    HufuWishKind kind;
    const char *left;
  } rows[] = {
      {"cash", 300, HUFU_WISH_TRANSFER, "available - 700"},
      {"cash", 300, HUFU_WISH_REFUND, "written_off - 0"},
      {"pass", 1000, HUFU_WISH_REFUND, "used - 1000"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Shop) shop = shop_open ();
    Till *till = shop_add_till (shop, 1);
    HufuRightKey key;
    HufuId use_id;

    shop_issue (shop, rows[i].title, rows[i].title, 1000);
    key = shop_find (shop, rows[i].title).key;
    use_id = till_accept (till, rows[i].title, rows[i].amount_minor);
    till_send (till);
    end_voucher (shop, &key, rows[i].kind);
    g_assert_cmpstr (take_back_of (till, &key, &use_id), ==, "ended");
    shop_check (shop, rows[i].title, rows[i].left);
    g_assert_cmpint (sum_ended (shop), ==, rows[i].amount_minor);
    g_assert_cmpint (shop_count (shop, CONFLICTS), ==, 0);
    g_assert_cmpint (shop_count (shop, OWED), ==, 0);
    g_assert_cmpstr (take_back_of (till, &key, &use_id), ==, "ok");
    g_assert_cmpint (sum_ended (shop), ==, rows[i].amount_minor);
  }
}

/* Two tills had accepted more than there was: what one of them undoes the other needs, and only
 * what the last one leaves is owed. A third one that tells later has nothing of it. */
static void
test_ended_beside_another (void)
{
  for (guint order = 0; order < 2; order++) {
    g_autoptr (Shop) shop = shop_open ();
    Till *tills[] = {shop_add_till (shop, 1), shop_add_till (shop, 1), shop_add_till (shop, 1)};
    HufuRightKey key;
    HufuId use_ids[2], late_id;

    shop_issue (shop, "cash", "cash", 1000);
    key = shop_find (shop, "cash").key;
    for (guint i = 0; i < 2; i++) {
      use_ids[i] = till_accept (tills[i], "cash", 800);
      till_send (tills[i]);
    }
    late_id = till_accept (tills[2], "cash", 500);
    end_voucher (shop, &key, HUFU_WISH_REFUND);
    g_assert_cmpint (shop_count (shop, CONFLICTS), ==, 1);
    g_assert_cmpstr (take_back_of (tills[order], &key, &use_ids[order]), ==, "ok");
    g_assert_cmpint (shop_count (shop, CONFLICTS), ==, 0);
    g_assert_cmpstr (take_back_of (tills[1 - order], &key, &use_ids[1 - order]), ==, "ended");
    till_send (tills[2]);
    g_assert_cmpint (shop_count (shop, "SELECT loss_minor FROM conflict"), ==, 500);
    g_assert_cmpstr (take_back_of (tills[2], &key, &late_id), ==, "ok");
    g_assert_cmpint (shop_count (shop, CONFLICTS), ==, 0);
  }
}

/* One till's use waited for its part, of which another's undo makes room: who undoes first leaves
 * what the other one does not need, and in all there is owed what both had, whoever tells it. */
static void
test_ended_in_part (void)
{
  static const struct {
    gboolean is_waiting_first, is_branch;
    gint64 owed_minor[2];
  } rows[] = {
      {FALSE, FALSE, {400, 600}},
      {FALSE, TRUE, {400, 600}},
      {TRUE, FALSE, {0, 600}},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Shop) shop = shop_open ();
    Till *tills[] = {shop_add_till (shop, 1), shop_add_till (shop, 1)};
    guint first = rows[i].is_waiting_first ? 1 : 0;
    HufuRightKey key;
    HufuId use_ids[2];

    shop_issue (shop, "cash", "cash", 1000);
    key = shop_find (shop, "cash").key;
    use_ids[0] = till_accept (tills[0], "cash", 600);
    till_send (tills[0]);
    till_accept (tills[0], "cash", 300);
    till_send (tills[0]);
    use_ids[1] = till_accept (tills[1], "cash", 200);
    till_send (tills[1]);
    end_voucher (shop, &key, HUFU_WISH_REFUND);
    g_assert_cmpint (shop_count (shop, "SELECT loss_minor FROM conflict"), ==, 200);
    take_back_of (tills[first], &key, &use_ids[first]);
    g_assert_cmpint (sum_ended (shop), ==, rows[i].owed_minor[0]);
    g_assert_cmpint (shop_count (shop, CONFLICTS), ==, 0);
    till_undo (tills[1 - first], &(Place){.key = key}, &use_ids[1 - first]);
    if (rows[i].is_branch) {
      till_renew (tills[1 - first]);
      till_tell_as_branch (tills[1 - first]);
    }
    g_assert_cmpstr (till_send (tills[1 - first]), ==, "ended");
    g_assert_cmpint (sum_ended (shop), ==, rows[i].owed_minor[1]);
  }
}

/* A backup of before the voucher ended, before it was undone, or after: it is owed all the same. */
static void
test_ended_restored (void)
{
  static const HufuWishKind kinds[] = {HUFU_WISH_TRANSFER, HUFU_WISH_REFUND};

  for (guint i = 0; i < 4 * G_N_ELEMENTS (kinds); i++) {
    g_autoptr (Shop) shop = shop_open ();
    Till *till = shop_add_till (shop, 1);
    guint backup = i / G_N_ELEMENTS (kinds);
    HufuRightKey key;
    HufuId use_id;

    shop_issue (shop, "cash", "cash", 1000);
    key = shop_find (shop, "cash").key;
    if (backup == 0)
      shop_back_up (shop);
    use_id = till_accept (till, "cash", 300);
    till_send (till);
    if (backup == 1)
      shop_back_up (shop);
    end_voucher (shop, &key, kinds[i % G_N_ELEMENTS (kinds)]);
    if (backup == 2)
      shop_back_up (shop);
    g_assert_cmpstr (take_back_of (till, &key, &use_id), ==, "ended");
    if (backup == 3)
      shop_back_up (shop);
    shop_restore (shop);
    json_decref (till_ask (till, 0));
    till_send_again (till);
    till_obey (till);
    g_assert_false (hufu_restore_is_on (shop->platform));
    g_assert_cmpint (sum_ended (shop), ==, 300);
    g_assert_cmpint (shop_count (shop, CONFLICTS), ==, 0);
    g_assert_cmpint (shop_count (shop, OWED), ==, 0);
    shop_check (shop, "cash", i % 2 == 0 ? "available - 700" : "written_off - 0");
  }
}

/* --- the rest of a cash voucher is at a till ---------------------------------------------------
 */

typedef struct {
  Shop *shop;
  Till *till;
  HufuId use_id;
  Place rest;
} Late;

/* 300 were accepted under limits, and 700 are at the till. */
static Late
late_begin (void)
{
  Late late = {.shop = shop_open ()};

  late.till = shop_add_till (late.shop, 1);
  shop_issue (late.shop, "cash", "cash", 1000);
  late.use_id = till_accept (late.till, "cash", 300);
  till_send (late.till);
  late.rest = till_take (late.till, "cash");
  till_send (late.till);
  shop_check (late.shop, "cash", "leased A 700");
  return late;
}

/* It comes back to the right when that is here again, and not before. */
static void
test_late (void)
{
  Late late = late_begin ();
  g_autoptr (Shop) shop = late.shop;

  take_back (late.till, "cash", &late.use_id);
  shop_check (shop, "cash", "leased A 700");
  till_obey (late.till);
  shop_check (shop, "cash", "available - 1000");
  g_assert_cmpint (shop_count (shop, OWED), ==, 0);
}

/* The till has used the rest, and may itself undo that until it has reported. */
static void
test_late_used (void)
{
  for (guint undone = 0; undone < 2; undone++) {
    Late late = late_begin ();
    g_autoptr (Shop) shop = late.shop;
    HufuId rest_id = till_use (late.till, &late.rest, 700);

    take_back (late.till, "cash", &late.use_id);
    shop_check (shop, "cash", "used A 0");
    if (undone == 1) {
      till_undo (late.till, &late.rest, &rest_id);
      till_send (late.till);
      shop_check (shop, "cash", "leased A 700");
    }
    till_obey (late.till);
    shop_check (shop, "cash", undone == 1 ? "available - 1000" : "available - 300");
    g_assert_cmpint (shop_count (shop, OWED), ==, 0);
  }
}

/* The till is lost with the rest, and somebody signs for it. */
static void
test_late_lost (void)
{
  Late late = late_begin ();
  g_autoptr (Shop) shop = late.shop;

  take_back (late.till, "cash", &late.use_id);
  till_lose (late.till);
  shop_check (shop, "cash", "quarantined A 700");
  g_assert_cmpint (till_write_off (late.till, 0), ==, HUFU_TERMINAL_DONE);
  shop_check (shop, "cash", "available - 1000");
  g_assert_cmpint (shop_count (shop, OWED), ==, 0);
}

/* A backup of before the undo or after it: what is left is made up from the uses, once. */
static void
test_late_restored (void)
{
  for (guint after = 0; after < 2; after++) {
    Late late = late_begin ();
    g_autoptr (Shop) shop = late.shop;

    if (after == 0)
      shop_back_up (shop);
    take_back (late.till, "cash", &late.use_id);
    if (after == 1)
      shop_back_up (shop);
    shop_restore (shop);
    json_decref (till_ask (late.till, 0));
    till_send_again (late.till);
    till_obey (late.till);
    g_assert_false (hufu_restore_is_on (shop->platform));
    shop_check (shop, "cash", "available - 1000");
    g_assert_cmpint (shop_count (shop, OWED), ==, 0);
  }
}

/* Who refunds at risk what a till has pays for what was undone as well. */
static void
test_late_refunded (void)
{
  Late late = late_begin ();
  g_autoptr (Shop) shop = late.shop;
  HufuWishOrder order = {.kind = HUFU_WISH_REFUND,
                         .cti = late.rest.key.cti,
                         .home_store = -1,
                         .accepts_risk = TRUE,
                         .signed_by = "operator"};
  const char *refused = NULL;
  g_autoptr (GError) error = NULL;

  take_back (late.till, "cash", &late.use_id);
  json_decref (hufu_wish_make (shop->platform, &order, &refused, &error));
  g_assert_no_error (error);
  g_assert_null (refused);
  shop_check (shop, "cash", "written_off - 0");
  g_assert_cmpint (shop_count (shop, "SELECT gone FROM \"right\""), ==, 1000);
}

/* The backup has a use that was undone since, and the till used the right again: that is no claim,
 * whether the platform had heard of it before the restore or not. */
static void
test_used_again (void)
{
  static const struct {
    gboolean is_cash, is_told;
    gint64 first_minor, again_minor;
    const char *left;
  } rows[] = {
      {FALSE, FALSE, 500, 500, "used - 500"},
      {FALSE, TRUE, 500, 500, "used - 500"},
      {TRUE, FALSE, 300, 1000, "used - 0"},
      {TRUE, TRUE, 1000, 400, "available - 600"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (Story) story = story_begin (2);
    Place *place = rows[i].is_cash ? &story.cash : &story.deal;
    HufuId use_id = till_use (story.a, place, rows[i].first_minor);

    till_send (story.a);
    shop_back_up (story.shop);
    till_undo (story.a, place, &use_id);
    till_send (story.a);
    till_use (story.a, place, rows[i].again_minor);
    if (rows[i].is_told)
      till_send (story.a);
    shop_restore (story.shop);
    json_decref (till_ask (story.a, 0));
    json_decref (till_ask (story.b, 0));
    till_send_again (story.a);
    till_obey (story.a);
    till_obey (story.b);
    g_assert_false (hufu_restore_is_on (story.shop->platform));
    shop_check (story.shop, rows[i].is_cash ? "cash" : "deal", rows[i].left);
    g_assert_cmpint (shop_count (story.shop, "SELECT count(*) FROM claim"), ==, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/platform/undone/used-again", test_used_again);
  g_test_add_func ("/platform/undone/free", test_free);
  g_test_add_func ("/platform/undone/last-of-three", test_last_of_three);
  g_test_add_func ("/platform/undone/next", test_next);
  g_test_add_func ("/platform/undone/beside-another", test_beside_another);
  g_test_add_func ("/platform/undone/claim", test_claim);
  g_test_add_func ("/platform/undone/loss", test_loss);
  g_test_add_func ("/platform/undone/ended", test_ended);
  g_test_add_func ("/platform/undone/ended-beside-another", test_ended_beside_another);
  g_test_add_func ("/platform/undone/ended-in-part", test_ended_in_part);
  g_test_add_func ("/platform/undone/ended-restored", test_ended_restored);
  g_test_add_func ("/platform/undone/late", test_late);
  g_test_add_func ("/platform/undone/late-used", test_late_used);
  g_test_add_func ("/platform/undone/late-lost", test_late_lost);
  g_test_add_func ("/platform/undone/late-restored", test_late_restored);
  g_test_add_func ("/platform/undone/late-refunded", test_late_refunded);
  return g_test_run ();
}
