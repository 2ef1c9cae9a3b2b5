/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Status lists in the books: replaced whole, never by an older one, and nothing else than lists. */
#include "store/status-store.h"
#include "tests/store/books.h"

static HufuStatusList *
make_list (guint64 version, HufuVoucherStatus first)
{
  HufuStatusList *list = hufu_status_list_new ("hufu", 20264, 9);

  list->version = version;
  list->made_utc_s = 1767574800;
  hufu_status_list_set (list, 0, first);
  hufu_status_list_set (list, 8, HUFU_STATUS_ASK);
  return list;
}

static void
store (HufuBooks *books, guint64 version, HufuVoucherStatus first)
{
  g_autoptr (HufuStatusList) list = make_list (version, first);
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_status_store (books->db, list, &error));
  g_assert_no_error (error);
}

static void
test_newest_stays (void)
{
  static const struct {
    guint64 version;
    HufuVoucherStatus first, expected;
  } rows[] = {
      {5, HUFU_STATUS_VALID, HUFU_STATUS_VALID},
      {6, HUFU_STATUS_USED, HUFU_STATUS_USED},
      {6, HUFU_STATUS_VALID, HUFU_STATUS_USED},
      {5, HUFU_STATUS_VALID, HUFU_STATUS_USED},
      {G_MAXINT64, HUFU_STATUS_REVOKED, HUFU_STATUS_REVOKED},
  };
  g_autoptr (HufuBooks) books = hufu_books_new (1);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) lists = NULL;
    const HufuStatusList *list;

    store (books, rows[i].version, rows[i].first);
    hufu_books_reopen (books);
    lists = hufu_status_load (books->db, NULL);
    g_assert_cmpuint (lists->len, ==, 1);
    list = hufu_status_lists_find ((HufuStatusList *const *)lists->pdata, 1, "hufu", 20264);
    g_assert_cmpint (hufu_status_list_get (list, 0), ==, rows[i].expected);
    g_assert_cmpint (hufu_status_list_get (list, 8), ==, HUFU_STATUS_ASK);
    g_assert_cmpint (list->made_utc_s, ==, 1767574800);
  }
}

static void
test_damage (void)
{
  static const char *const rows[] = {
      "UPDATE status_list SET n_entries = 13",
      "UPDATE status_list SET n_entries = -1",
      "UPDATE status_list SET n_entries = 1 << 40",
      "UPDATE status_list SET bits = x''",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuBooks) books = hufu_books_new (2);
    g_autoptr (GError) error = NULL;

    store (books, 5, HUFU_STATUS_VALID);
    hufu_books_tamper (books, rows[i]);
    g_assert_null (hufu_status_load (books->db, &error));
    g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CORRUPT);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/status/newest-stays", test_newest_stays);
  g_test_add_func ("/store/status/damage", test_damage);
  return g_test_run ();
}
