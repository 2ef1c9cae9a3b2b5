/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a right when a use of it is undone. */
#include "platform/restore.h"
#include "tests/platform/shop.h"

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
  return g_test_run ();
}
