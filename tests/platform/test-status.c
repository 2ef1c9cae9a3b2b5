/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Status lists as the platform makes them: what each voucher is said to be, and how a till that has
 * a version gets to the next. */
#include <string.h>

#include "core/base64url.h"
#include "crypto/status-document.h"
#include "platform/status.h"
#include "platform/wish.h"
#include "tests/platform/shop.h"

static const guint8 *
find_key (gpointer user_data, const guint8 kid[HUFU_TOKEN_KID_BYTES])
{
  return ((HufuKeyPair *)user_data)->public_key;
}

/* What a till has after it asked; it takes what it is told. */
typedef struct {
  Shop *shop;
  HufuStatusList *list;
  gsize n_documents; /* of the last answer */
  gboolean was_snapshot;
} Reader;

static void
reader_clear (Reader *reader)
{
  hufu_status_list_free (reader->list);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static void
take (Reader *reader, const char *text)
{
  HufuStatusList *next = NULL;
  HufuStatusHead head;
  gsize size = strlen (text);
  g_autofree guint8 *bytes = g_malloc (size);

  g_assert_true (hufu_base64url_decode (text, strlen (text), bytes, size, &size));
  g_assert_true (hufu_status_read (bytes, size, &head));
  reader->was_snapshot = head.base_version == 0;
  g_assert_cmpint (hufu_status_document_open (bytes, size, reader->list, find_key,
                                              reader->shop->platform->signer, &next),
                   ==, HUFU_STATUS_TAKEN);
  hufu_status_list_free (reader->list);
  reader->list = next;
}

static void
ask (Reader *reader)
{
  json_t *request = json_pack ("{s:[]}", "have"), *answer, *told, *document;
  g_autoptr (GError) error = NULL;
  gsize i;

  if (reader->list != NULL)
    json_array_append_new (json_object_get (request, "have"),
                           json_pack ("{s:s, s:I, s:I}", "issuer", reader->list->issuer, "list_no",
                                      (json_int_t)reader->list->list_no, "version",
                                      (json_int_t)reader->list->version));
  answer = hufu_status_tell (reader->shop->platform, request, &error);
  g_assert_no_error (error);
  told = json_array_get (json_object_get (answer, "lists"), 0);
  g_assert_nonnull (told);
  reader->n_documents = json_array_size (json_object_get (told, "documents"));
  json_array_foreach (json_object_get (told, "documents"), i, document)
      take (reader, json_string_value (document));
  g_assert_cmpint ((gint64)reader->list->version, ==,
                   json_integer_value (json_object_get (told, "version")));
  json_decref (answer);
  json_decref (request);
}

static gint64
index_of (Shop *shop, const char *title)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT status_index FROM voucher WHERE title_en = '%s'", title);

  return shop_count (shop, sql);
}

static HufuVoucherStatus
status_of (Reader *reader, const char *title)
{
  return hufu_status_list_get (reader->list, (guint64)index_of (reader->shop, title));
}

static void
wait (Shop *shop, gint64 seconds)
{
  hufu_test_host_advance_ms (shop->clock, seconds * 1000);
}

static void
wish (Shop *shop, HufuWishKind kind, const char *title)
{
  HufuWishOrder order = {.kind = kind, .cti = shop_find (shop, title).key.cti, .home_store = -1};
  g_autoptr (GError) error = NULL;
  const char *refused = NULL;
  json_t *answer = hufu_wish_make (shop->platform, &order, &refused, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (refused, ==, NULL);
  json_decref (answer);
}

static void
test_states (void)
{
  g_autoptr (Shop) shop = shop_open ();
  g_auto (Reader) reader = {.shop = shop};
  Till *till = shop_add_till (shop, 1);
  Place place;
  HufuId use_id;

  shop_issue (shop, "deal", "kept", 1000);
  shop_issue (shop, "deal", "used", 1000);
  shop_issue (shop, "deal", "undone", 1000);
  shop_issue (shop, "cash", "part", 1000);
  shop_issue (shop, "pass", "pass", 1000);
  shop_issue (shop, "deal", "refunded", 1000);
  for (guint i = 0; i < 60; i++)
    shop_issue (shop, "deal", "others", 1000);
  ask (&reader);
  g_assert_true (reader.was_snapshot);
  g_assert_cmpint (status_of (&reader, "used"), ==, HUFU_STATUS_VALID);

  wish (shop, HUFU_WISH_REFUND, "refunded");
  place = till_take (till, "used");
  till_use (till, &place, 1000);
  place = till_take (till, "undone");
  use_id = till_use (till, &place, 1000);
  till_undo (till, &place, &use_id);
  place = till_take (till, "part");
  till_use (till, &place, 300);
  place = till_take (till, "pass");
  till_use (till, &place, 1000);
  till_take (till, "kept");
  g_assert_cmpstr (till_send (till), ==, "ok");
  /* Not at every change: the till keeps what it has for a minute. */
  ask (&reader);
  g_assert_cmpuint (reader.n_documents, ==, 0);
  wait (shop, HUFU_STATUS_RENEW_MIN_S);
  ask (&reader);
  g_assert_cmpuint (reader.n_documents, ==, 1);
  g_assert_false (reader.was_snapshot);
  /* A lease is no news: whoever holds the right needs no list. */
  g_assert_cmpint (status_of (&reader, "kept"), ==, HUFU_STATUS_VALID);
  g_assert_cmpint (status_of (&reader, "used"), ==, HUFU_STATUS_USED);
  g_assert_cmpint (status_of (&reader, "undone"), ==, HUFU_STATUS_VALID);
  g_assert_cmpint (status_of (&reader, "part"), ==, HUFU_STATUS_ASK);
  g_assert_cmpint (status_of (&reader, "pass"), ==, HUFU_STATUS_ASK);
  g_assert_cmpint (status_of (&reader, "refunded"), ==, HUFU_STATUS_REVOKED);
}

/* The friend's code has a place of its own; what the giver has kept is for the platform to judge.
 */
static void
test_transfer (void)
{
  g_autoptr (Shop) shop = shop_open ();
  g_auto (Reader) reader = {.shop = shop};
  gint64 before;

  shop_issue (shop, "deal", "given", 1000);
  before = index_of (shop, "given");
  ask (&reader);
  wish (shop, HUFU_WISH_TRANSFER, "given");
  g_assert_cmpint (index_of (shop, "given"), !=, before);
  wait (shop, HUFU_STATUS_RENEW_MIN_S);
  ask (&reader);
  g_assert_cmpint (hufu_status_list_get (reader.list, (guint64)before), ==, HUFU_STATUS_ASK);
  g_assert_cmpint (status_of (&reader, "given"), ==, HUFU_STATUS_VALID);
}

/* Nothing new is news after an hour, as the age of what a till knows counts. */
static void
test_age (void)
{
  g_autoptr (Shop) shop = shop_open ();
  g_auto (Reader) reader = {.shop = shop};
  gint64 made_utc_s;

  shop_issue (shop, "deal", "kept", 1000);
  ask (&reader);
  made_utc_s = reader.list->made_utc_s;
  wait (shop, HUFU_STATUS_RENEW_MIN_S);
  ask (&reader);
  g_assert_cmpint (reader.list->made_utc_s, ==, made_utc_s);
  wait (shop, HUFU_STATUS_RENEW_MAX_S);
  ask (&reader);
  g_assert_cmpint (reader.list->made_utc_s, ==,
                   made_utc_s + HUFU_STATUS_RENEW_MIN_S + HUFU_STATUS_RENEW_MAX_S);
  g_assert_false (reader.was_snapshot);
}

/* Another till asks, so that there is a new version. */
static void
look (Shop *shop)
{
  g_auto (Reader) other = {.shop = shop};

  ask (&other);
}

/* A till that was away takes all deltas in one answer, and a snapshot if they are not kept any more
 * or were never made from what it has. */
static void
test_behind (void)
{
  g_autoptr (Shop) shop = shop_open ();
  g_auto (Reader) near = {.shop = shop};
  g_auto (Reader) far = {.shop = shop};
  g_auto (Reader) odd = {.shop = shop};

  shop_issue (shop, "deal", "first", 1000);
  ask (&far);
  ask (&odd);
  odd.list->version += 1000000;
  for (guint i = 0; i < HUFU_STATUS_KEPT_DELTAS + 3; i++) {
    if (i == HUFU_STATUS_KEPT_DELTAS)
      ask (&near);
    shop_issue (shop, "deal", "next", 1000);
    wait (shop, HUFU_STATUS_RENEW_MIN_S);
    look (shop);
  }
  ask (&near);
  g_assert_false (near.was_snapshot);
  g_assert_cmpuint (near.n_documents, ==, 3);
  ask (&far);
  g_assert_true (far.was_snapshot);
  ask (&odd);
  g_assert_true (odd.was_snapshot);
  g_assert_cmpuint (near.list->n_entries, ==, far.list->n_entries);
  g_assert_cmpuint (near.list->version, ==, far.list->version);
}

/* What a restored platform says is newer than all that was said before. */
static void
test_restored (void)
{
  g_autoptr (Shop) shop = shop_open ();
  g_auto (Reader) reader = {.shop = shop};
  guint64 version;

  shop_issue (shop, "deal", "kept", 1000);
  ask (&reader);
  version = reader.list->version;
  hufu_pdb_begin (shop->platform->db);
  hufu_pdb_run (shop->platform->db, "UPDATE platform SET platform_epoch = platform_epoch + 1", "");
  g_assert_true (hufu_pdb_commit (shop->platform->db, NULL));
  wait (shop, HUFU_STATUS_RENEW_MAX_S);
  ask (&reader);
  g_assert_cmpuint (reader.list->version >> 32, ==, (version >> 32) + 1);
}

/* A list of vouchers that all ended long ago is not told any more. */
static void
test_ended (void)
{
  g_autoptr (Shop) shop = shop_open ();
  json_t *request = json_pack ("{s:[]}", "have"), *answer;
  g_autoptr (GError) error = NULL;
  g_auto (Reader) reader = {.shop = shop};

  shop_issue (shop, "deal", "ends", 1000);
  ask (&reader);
  wait (shop, 200 * 86400);
  answer = hufu_status_tell (shop->platform, request, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_size (json_object_get (answer, "lists")), ==, 0);
  json_decref (answer);
  json_decref (request);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/platform/status/states", test_states);
  g_test_add_func ("/platform/status/transfer", test_transfer);
  g_test_add_func ("/platform/status/age", test_age);
  g_test_add_func ("/platform/status/behind", test_behind);
  g_test_add_func ("/platform/status/restored", test_restored);
  g_test_add_func ("/platform/status/ended", test_ended);
  return g_test_run ();
}
