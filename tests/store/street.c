/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/store/street.h"

#include <string.h>
#include "store/sql.h"

HufuStreet *
hufu_street_new (void)
{
  HufuStreet *street = g_new0 (HufuStreet, 1);

  for (guint8 i = 0; i < HUFU_STREET_TILLS; i++) {
    guint8 seed[HUFU_SEED_BYTES] = {i, 1};

    street->till[i] = hufu_books_new_neighbour (i, (guint8)(i + 1));
    street->keys[i] = hufu_key_pair_from_seed (seed);
    street->incarnation[i] = 1;
  }
  hufu_street_enlist (street, HUFU_STREET_ALL);
  return street;
}

void
hufu_street_free (HufuStreet *street)
{
  if (street == NULL)
    return;
  for (guint i = 0; i < HUFU_STREET_TILLS; i++) {
    hufu_books_free (street->till[i]);
    hufu_key_pair_free (street->keys[i]);
  }
  g_free (street);
}

static GPtrArray *
make_peers (HufuStreet *street, guint tills)
{
  GPtrArray *peers = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_peer_free);

  for (guint8 i = 0; i < HUFU_STREET_TILLS; i++) {
    HufuPeer *peer;

    if ((tills & 1u << i) == 0)
      continue;
    peer = g_new0 (HufuPeer, 1);
    peer->terminal_id = hufu_books_terminal_id ((guint8)(i + 1));
    peer->incarnation = street->incarnation[i];
    peer->store_no = 1;
    peer->terminal_no = i + 1u;
    peer->address = g_strdup_printf ("10.0.0.%u:7733", i + 1u);
    memcpy (peer->device_public, street->keys[i]->public_key, sizeof peer->device_public);
    g_ptr_array_add (peers, peer);
  }
  return peers;
}

void
hufu_street_enlist (HufuStreet *street, guint tills)
{
  g_autoptr (GPtrArray) peers = make_peers (street, tills);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < HUFU_STREET_TILLS; i++) {
    g_assert_true (hufu_roster_apply (street->till[i]->db, peers, &error));
    g_assert_no_error (error);
  }
}

HufuRequest
hufu_street_ask (HufuStreet *street, HufuStreetTill asker, HufuStreetTill owner,
                 HufuTestVoucher which)
{
  HufuId cti = hufu_books_cti (which), owner_id = hufu_books_terminal_id ((guint8)(owner + 1));
  g_autoptr (GError) error = NULL;
  HufuRequest request;

  g_assert_true (hufu_request_open (street->till[asker]->db, &cti, 1, &owner_id,
                                    street->incarnation[owner], &request, &error));
  g_assert_no_error (error);
  return request;
}

HufuDebitOutcome
hufu_street_answer (HufuStreet *street, HufuStreetTill owner, const HufuRequest *request,
                    GBytes **ret_document)
{
  HufuDebitOutcome outcome = HUFU_DEBIT_FULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_right_debit (street->till[owner]->db, request, street->keys[owner], &outcome,
                                   ret_document, &error));
  g_assert_no_error (error);
  g_assert_true ((*ret_document != NULL) == (outcome == HUFU_DEBIT_DEBITED));
  return outcome;
}

HufuReceiveOutcome
hufu_street_receive (HufuStreet *street, HufuStreetTill asker, GBytes *document)
{
  g_autoptr (HufuVoucher) voucher = NULL;
  HufuReceiveOutcome outcome = HUFU_RECEIVE_FROZEN;
  g_autoptr (GError) error = NULL;
  HufuDebit debit;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (document, &size);

  if (hufu_debit_decode (bytes, size, &debit))
    for (HufuTestVoucher which = HUFU_TEST_DEAL; which <= HUFU_TEST_PASS; which++) {
      HufuId cti = hufu_books_cti (which);

      if (hufu_id_equal (&cti, &debit.key.cti))
        voucher = hufu_books_make_voucher (which);
    }
  g_assert_true (
      hufu_right_receive (street->till[asker]->db, bytes, size, voucher, &outcome, &error));
  g_assert_no_error (error);
  return outcome;
}

HufuReceiveOutcome
hufu_street_move (HufuStreet *street, HufuStreetTill asker, HufuStreetTill owner,
                  HufuTestVoucher which)
{
  HufuRequest request = hufu_street_ask (street, asker, owner, which);
  g_autoptr (GBytes) document = NULL;

  g_assert_cmpint (hufu_street_answer (street, owner, &request, &document), ==, HUFU_DEBIT_DEBITED);
  return hufu_street_receive (street, asker, document);
}

HufuRightKey
hufu_street_key (HufuTestVoucher which)
{
  return (HufuRightKey){hufu_books_cti (which), 1, 0};
}

HufuReturnOutcome
hufu_street_recall (HufuStreet *street, HufuStreetTill till, HufuTestVoucher which, guint64 number,
                    guint64 epoch)
{
  HufuRecall recall = {{1, number}, hufu_street_key (which), {1, epoch}};
  HufuReturnOutcome outcome = HUFU_RETURN_OTHER_PLATFORM;
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_right_recall (street->till[till]->db, &recall, 1, &outcome, &error));
  g_assert_no_error (error);
  return outcome;
}

HufuReturnOutcome
hufu_street_report (HufuStreet *street, HufuStreetTill till, guint64 number)
{
  HufuReturnOutcome outcome = HUFU_RETURN_OTHER_PLATFORM;
  g_autoptr (GError) error = NULL;

  g_assert_true (
      hufu_right_report (street->till[till]->db, &(HufuEpoch){1, number}, FALSE, &outcome, &error));
  g_assert_no_error (error);
  return outcome;
}

gint64
hufu_street_held (HufuStreet *street, HufuStreetTill till)
{
  return hufu_books_count (street->till[till], "SELECT count(*) FROM entitlement");
}

gint64
hufu_street_events (HufuStreet *street, HufuStreetTill till, const char *kind)
{
  g_autoptr (GError) error = NULL;
  gint64 count = 0;

  g_assert_true (HUFU_GET_INT (street->till[till]->db, &error, 0, &count,
                               "SELECT count(*) FROM journal WHERE kind = ?", SQL_TEXT (kind)));
  return count;
}

void
hufu_street_assert_whole (HufuStreet *street)
{
  for (guint i = 0; i < HUFU_STREET_TILLS; i++)
    hufu_books_assert_whole (street->till[i]->db);
}
