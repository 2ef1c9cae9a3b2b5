/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rights by the page: what a till is told is what the platform has leased to it, each right to one
 * till, whether they lie side by side or far apart among others' rights. */
#include "core/right-page.h"
#include "platform/voucher.h"
#include "tests/platform/shop.h"

#define USES 1000 /* of a pass */

static void
issue (Shop *shop, const char *type, guint n, gboolean at_home)
{
  json_t *order =
      json_pack ("{s:s, s:s, s:s, s:i, s:i, s:o}", "type", type, "title_en", type, "title_zh", type,
                 "value_minor", 500, "uses", g_str_equal (type, "pass") ? USES : 1, "home_store",
                 at_home ? json_integer (1) : json_null ());
  g_autoptr (GError) error = NULL;

  hufu_pdb_begin (shop->platform->db);
  for (guint i = 0; i < n; i++)
    json_decref (hufu_issued_make (shop->platform, order, TRUE, &error));
  g_assert_true (hufu_pdb_commit (shop->platform->db, &error));
  json_decref (order);
}

static void
check_leased (Till *till, const HufuRight *right)
{
  HufuRightRow row;

  g_assert_true (hufu_rights_find (till->shop->platform, &right->key, &row));
  g_assert_cmpint (row.state, ==, HUFU_RIGHT_LEASED);
  g_assert_true (hufu_id_equal (&row.terminal_id, &till->holder.terminal_id));
  g_assert_cmpuint (row.incarnation, ==, till->holder.incarnation);
  g_assert_cmpuint (row.hop, ==, 0);
  g_assert_false (row.credited);
  g_assert_cmpint (hufu_epoch_compare (&row.epoch, &right->epoch), ==, 0);
  g_assert_cmpint (row.remaining_minor, ==, right->remaining_minor);
}

/* Asks page by page to the end; how many rights came. */
static guint
take_all (Till *till, gint64 room)
{
  HufuEpoch after = {0, 0};
  gboolean more = TRUE;
  guint n = 0;

  while (more) {
    g_autoptr (GError) error = NULL;
    json_t *answer = hufu_rights_grant (till->shop->platform, &till->holder, &after, room, &error);
    const json_t *text = json_object_get (answer, "grants");
    g_autoptr (GArray) items =
        hufu_grants_decode (json_string_value (text), json_string_length (text));

    g_assert_no_error (error);
    for (guint i = 0; i < items->len; i++) {
      const HufuRight *right = &g_array_index (items, HufuGrantItem, i).right;

      g_assert_cmpint (hufu_epoch_compare (&right->epoch, &after), >, 0);
      after = right->epoch;
      check_leased (till, right);
    }
    n += items->len;
    more = json_is_true (json_object_get (answer, "more"));
    json_decref (answer);
  }
  return n;
}

static void
test_crowds (void)
{
  static const struct {
    const char *name;
    guint n_deals, n_passes; /* free, at home here */
    guint n_others;          /* passes that nobody holds a lease of */
    guint n_tills;
  } rows[] = {
      {"a few", 20, 0, 0, 1},
      {"a few among many", 20, 0, 2, 1},
      {"side by side", 700, 6, 0, 1},
      {"far apart", 700, 0, 8, 1},
      {"of several tills", 100, 3, 0, 3},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Shop) shop = shop_open ();
    guint n_free = rows[i].n_deals + rows[i].n_passes * USES, n_taken = 0;

    g_test_message ("%s", rows[i].name);
    for (guint t = 0; t < rows[i].n_tills; t++)
      shop_add_till (shop, 1);
    issue (shop, "deal", rows[i].n_deals, TRUE);
    issue (shop, "pass", rows[i].n_passes, TRUE);
    issue (shop, "pass", rows[i].n_others, FALSE);
    for (guint t = 0; t < rows[i].n_tills; t++)
      n_taken += take_all (shop->tills[t], 100000);
    g_assert_cmpuint (n_taken, ==, n_free);
    g_assert_cmpint (
        shop_count (shop, "SELECT count(DISTINCT counter) FROM \"right\" WHERE state = 'leased'"),
        ==, n_free);
    g_assert_cmpint (shop_count (shop, "SELECT count(*) FROM \"right\" WHERE state = 'available'"),
                     ==, rows[i].n_others * USES);
    /* Told again, as nothing was credited; nothing new. */
    g_assert_cmpuint (take_all (shop->tills[0], 0), <=, n_free);
    g_assert_cmpint (shop_count (shop, "SELECT count(*) FROM \"right\" WHERE state = 'leased'"), ==,
                     n_free);
  }
}

/* Room for fewer than there are: the rest stays free. */
static void
test_room (void)
{
  g_autoptr (Shop) shop = shop_open ();
  Till *till = shop_add_till (shop, 1);

  issue (shop, "pass", 2, TRUE);
  g_assert_cmpuint (take_all (till, 1300), ==, 1300);
  g_assert_cmpint (shop_count (shop, "SELECT count(*) FROM \"right\" WHERE state = 'available'"),
                   ==, 2 * USES - 1300);
}

/* A lease changes no status; a use after many leases does. */
static void
test_status (void)
{
  g_autoptr (Shop) shop = shop_open ();
  Till *till = shop_add_till (shop, 1);

  issue (shop, "pass", 1, TRUE);
  hufu_pdb_run (shop->platform->db, "DELETE FROM status_changed", "");
  g_assert_cmpuint (take_all (till, 100000), ==, USES);
  g_assert_cmpint (shop_count (shop, "SELECT count(*) FROM status_changed"), ==, 0);
  hufu_pdb_run (shop->platform->db, "UPDATE \"right\" SET state = 'used' WHERE k = 7", "");
  g_assert_cmpint (shop_count (shop, "SELECT count(*) FROM status_changed"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grants/crowds", test_crowds);
  g_test_add_func ("/grants/room", test_room);
  g_test_add_func ("/grants/status", test_status);
  return g_test_run ();
}
