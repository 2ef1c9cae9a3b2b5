/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may ask and answer in the store: as the platform says, and nobody else. */
#include <string.h>
#include "store/change-store.h"
#include "tests/store/street.h"

/* A till with another store's key, and one that left: neither asks nor answers. */
static void
test_roster_shrinks (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (GBytes) document = NULL, refused = NULL;
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GError) error = NULL;
  HufuRequest request, of_c;
  HufuId b = hufu_books_terminal_id (2);

  hufu_books_grant (street->till[A], HUFU_TEST_PASS, 1);
  request = hufu_street_ask (street, B, A, HUFU_TEST_PASS);
  of_c = hufu_street_ask (street, C, A, HUFU_TEST_PASS);
  g_assert_cmpint (hufu_street_answer (street, A, &of_c, &document), ==, HUFU_DEBIT_DEBITED);
  hufu_street_enlist (street, 1u << A | 1u << C);
  g_assert_cmpint (hufu_street_answer (street, A, &request, &refused), ==, HUFU_DEBIT_STRANGER);
  g_assert_false (
      hufu_request_open (street->till[C]->db, &request.cti, 1, &b, 1, &request, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CONFLICT);
  /* Terminal 1 leaves in its turn. What it gave to terminal 3 is not believed any more, so that the
   * request is closed, and the platform hears of it. */
  hufu_street_enlist (street, 1u << C);
  g_assert_cmpint (hufu_street_events (street, C, "request.closed"), ==, 1);
  g_assert_cmpint (hufu_street_receive (street, C, document), ==, HUFU_RECEIVE_NO_REQUEST);
  open = hufu_request_list_open (street->till[C]->db, &error);
  g_assert_cmpuint (open->len, ==, 0);
}

/* Both name incarnations: a successor neither answers for its former self nor is it answered. */
static void
test_incarnations (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (GBytes) refused = NULL, document = NULL;
  HufuRequest request, other;

  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 1);
  request = hufu_street_ask (street, B, A, HUFU_TEST_DEAL);
  other = request;
  other.owner_incarnation = 2;
  g_assert_cmpint (hufu_street_answer (street, A, &other, &refused), ==, HUFU_DEBIT_WRONG_OWNER);
  g_assert_cmpint (hufu_street_answer (street, C, &request, &refused), ==, HUFU_DEBIT_WRONG_OWNER);
  other = request;
  other.asker_incarnation = 2;
  g_assert_cmpint (hufu_street_answer (street, A, &other, &refused), ==, HUFU_DEBIT_STRANGER);
  /* The owner is enrolled anew before it answers: its neighbours ask its new self. */
  g_assert_true (hufu_terminal_reincarnate (street->till[A]->db, 2, NULL));
  street->incarnation[A] = 2;
  hufu_street_enlist (street, HUFU_STREET_ALL);
  g_assert_cmpint (hufu_street_answer (street, A, &request, &refused), ==, HUFU_DEBIT_WRONG_OWNER);
  g_assert_cmpint (hufu_street_events (street, B, "request.closed"), ==, 1);
  hufu_books_grant (street->till[A], HUFU_TEST_DEAL, 50);
  other = hufu_street_ask (street, B, A, HUFU_TEST_DEAL);
  g_assert_cmpint (hufu_street_answer (street, A, &other, &document), ==, HUFU_DEBIT_DEBITED);
  g_assert_cmpint (hufu_street_receive (street, B, document), ==, HUFU_RECEIVE_CREDITED);
}

/* A peer of the changes feed: put, changed, away. */
static void
test_feed (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  static const char put[] =
      "[{\"kind\":\"peer\",\"op\":\"put\",\"key\":\"00000000-0000-4000-8000-000000000002\","
      "\"data\":"
      "{\"terminal_id\":\"00000000-0000-4000-8000-000000000002\",\"incarnation\":%d,"
      "\"store_no\":1,\"terminal_no\":2,\"address\":\"10.0.0.2:7733\",\"state\":\"%s\","
      "\"device_public\":\"%s\"}}]";
  static const char key[] = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA";
  static const struct {
    const char *op, *state, *key;
    int incarnation;
    gint64 listed; /* -1: refused */
  } rows[] = {
      {"put", "enrolled", key, 1, 1},  {"put", "lost", key, 1, 0},
      {"put", "enrolled", key, 3, 1},  {"put", "enrolled", "AQID", 4, -1},
      {"put", "enrolled", key, 0, -1}, {"delete", "enrolled", key, 3, 0},
  };
  HufuId id = hufu_books_terminal_id (2);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = g_strdup_printf (put, rows[i].incarnation, rows[i].state, rows[i].key);
    json_auto_t *changes = json_loads (text, 0, NULL);
    g_autoptr (GPtrArray) peers = NULL;
    g_autoptr (HufuPeer) peer = NULL;
    gboolean done;

    json_object_set_new (json_array_get (changes, 0), "op", json_string (rows[i].op));
    done = hufu_change_apply (books->db, changes, "c9", NULL);
    g_assert_true (done == (rows[i].listed >= 0));
    if (!done)
      continue;
    peers = hufu_roster_list (books->db, NULL);
    g_assert_cmpint (peers->len, ==, rows[i].listed);
    peer = hufu_roster_find (books->db, &id, (guint32)rows[i].incarnation, NULL);
    g_assert_true ((peer != NULL) == (rows[i].listed > 0));
    g_assert_true (peer == NULL || strcmp (peer->address, "10.0.0.2:7733") == 0);
    if (peer != NULL)
      g_assert_cmpuint (peer->device_public[31], ==, 0x20);
  }
}

/* The roster as a whole has limits; the till itself is not its own neighbour. */
static void
test_roster_limits (void)
{
  g_autoptr (HufuStreet) street = hufu_street_new ();
  g_autoptr (GPtrArray) peers = hufu_roster_list (street->till[A]->db, NULL);
  g_autoptr (GPtrArray) many = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  HufuPeer *peer = g_ptr_array_index (peers, 0);

  g_assert_cmpuint (peers->len, ==, 2);
  for (guint i = 0; i <= HUFU_PEERS_MAX; i++)
    g_ptr_array_add (many, peer);
  g_assert_false (hufu_roster_apply (street->till[A]->db, many, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_INVALID);
  g_clear_error (&error);
  peer->incarnation = 0;
  g_assert_false (hufu_roster_apply (street->till[A]->db, peers, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_INVALID);
  g_clear_error (&error);
  peer->incarnation = 1;
  g_free (peer->address);
  peer->address = g_strnfill (HUFU_PEER_ADDRESS_MAX + 1, 'x');
  g_assert_false (hufu_roster_apply (street->till[A]->db, peers, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_INVALID);
  g_clear_error (&error);
  peer->address[0] = '\0';
  peer->terminal_id = (HufuId){{0}};
  g_assert_false (hufu_roster_apply (street->till[A]->db, peers, &error));
  g_assert_error (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_INVALID);
  hufu_peer_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/roster/shrinks", test_roster_shrinks);
  g_test_add_func ("/store/roster/incarnations", test_incarnations);
  g_test_add_func ("/store/roster/feed", test_feed);
  g_test_add_func ("/store/roster/limits", test_roster_limits);
  return g_test_run ();
}
