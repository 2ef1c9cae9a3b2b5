/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/rights-row.h"

#include <stdlib.h>
#include <string.h>

#include "core/right-page.h"
#include "platform/closing.h"
#include "platform/restore.h"
#include "platform/rights-drain.h"
#include "platform/terminals.h"
#include "platform/voucher.h"

/* From so many on the rows between them are gone through, if these are no more than so many times
 * as many. */
#define BULK_MIN 500
#define BULK_OTHERS_MAX 4

/* --- who of a store gets which -------------------------------------------------------------------
 */

/* splitmix64 (Steele, Lea and Flood 2014). */
static guint64
mix (guint64 x)
{
  x ^= x >> 30;
  x *= G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x ^= x >> 27;
  x *= G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return x ^ x >> 31;
}

/* Ids are random or begin with the time: all their bits count. */
static guint64
fold (const HufuId *id)
{
  guint64 halves[2];

  G_STATIC_ASSERT (sizeof halves == HUFU_ID_BYTES);
  memcpy (halves, id->bytes, sizeof halves);
  return mix (GUINT64_FROM_BE (halves[0])) ^ GUINT64_FROM_BE (halves[1]);
}

typedef struct {
  guint64 own;
  GArray *peers; /* guint64 */
} Rivals;

static void
list_rivals (HufuPlatform *platform, const HufuHolder *holder, Rivals *ret_rivals)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT terminal_id, incarnation FROM terminal t JOIN incarnation i USING (terminal_id) "
      "WHERE store_no = ? AND terminal_id <> ? AND i.state = 'enrolled' AND i.life = 'live'",
      "id", (gint64)holder->store_no, &holder->terminal_id);
  HufuHolder peer = {.store_no = holder->store_no};

  ret_rivals->own = fold (&holder->terminal_id);
  ret_rivals->peers = g_array_new (FALSE, FALSE, sizeof (guint64));
  while (hufu_pdb_next (platform->db, row)) {
    guint64 folded;

    hufu_pdb_id (row, 0, &peer.terminal_id);
    peer.incarnation = (guint32)hufu_pdb_int (row, 1);
    if (hufu_closing_is_resting (platform, &peer))
      continue;
    folded = fold (&peer.terminal_id);
    g_array_append_val (ret_rivals->peers, folded);
  }
}

/* Highest random weight (Thaler and Ravishankar 1998): each terminal's weight for the right. */
static gboolean
is_rendezvous (const HufuRightKey *key, const Rivals *rivals)
{
  guint64 right = mix (fold (&key->cti) + key->k);
  guint64 own = mix (right ^ rivals->own);

  for (guint i = 0; i < rivals->peers->len; i++) {
    if (mix (right ^ g_array_index (rivals->peers, guint64, i)) > own)
      return FALSE;
  }
  return TRUE;
}

/* --- a page -------------------------------------------------------------------------------------
 */

typedef struct {
  HufuPlatform *platform;
  GArray *items;      /* HufuGrantItem */
  json_t *terms;      /* each that an item names, once */
  GHashTable *places; /* what makes terms different (GBytes) -> their place */
  GByteArray *key;
} Page;

static void
page_init (Page *page, HufuPlatform *platform)
{
  page->platform = platform;
  page->items = g_array_new (FALSE, TRUE, sizeof (HufuGrantItem));
  page->terms = json_array ();
  page->places =
      g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
  page->key = g_byte_array_new ();
}

static void
page_clear (Page *page)
{
  g_array_unref (page->items);
  json_decref (page->terms);
  g_hash_table_unref (page->places);
  g_byte_array_unref (page->key);
}

static gboolean
page_is_full (const Page *page)
{
  return page->items->len >= HUFU_GRANTS_MAX ||
         json_array_size (page->terms) >= HUFU_GRANT_TERMS_MAX;
}

/* A right with its voucher: what an item says of it, then what makes its terms. */
#define SELECT_GRANT                                                                               \
  "SELECT r.cti, r.generation, r.k, r.platform_epoch, r.counter, r.remaining_minor, "              \
  "v.short_code, v.not_before_utc_s, v.expires_utc_s, v.type, v.title_en, v.title_zh, v.item_en, " \
  "v.item_zh, v.issuer, v.uses, v.value_minor, v.currency, v.home_store, v.scope, v.flags, "       \
  "v.holder_masked, v.paid_minor, v.min_spend_minor, v.tax_ppm, v.icon, v.conditions, v.holder "   \
  "FROM \"right\" r CROSS JOIN voucher v USING (cti, generation) "
#define FIRST_OF_TERMS 9

static void
read_item (sqlite3_stmt *row, HufuGrantItem *ret_item)
{
  memset (ret_item, 0, sizeof *ret_item);
  hufu_pdb_id (row, 0, &ret_item->right.key.cti);
  ret_item->right.key.generation = (guint64)hufu_pdb_int (row, 1);
  ret_item->right.key.k = (guint32)hufu_pdb_int (row, 2);
  ret_item->right.epoch.platform_epoch = (guint64)hufu_pdb_int (row, 3);
  ret_item->right.epoch.counter = (guint64)hufu_pdb_int (row, 4);
  ret_item->right.remaining_minor = hufu_pdb_int (row, 5);
  g_strlcpy (ret_item->short_code, hufu_pdb_text (row, 6), sizeof ret_item->short_code);
  ret_item->not_before_utc_s = hufu_pdb_int (row, 7);
  ret_item->expires_utc_s = hufu_pdb_int (row, 8);
}

static void
read_key (sqlite3_stmt *row, GByteArray *key)
{
  g_byte_array_set_size (key, 0);
  for (int i = FIRST_OF_TERMS; i < sqlite3_column_count (row); i++) {
    const guint8 *bytes = sqlite3_column_blob (row, i);
    guint32 size = (guint32)sqlite3_column_bytes (row, i);

    g_byte_array_append (key, (const guint8 *)&size, sizeof size);
    g_byte_array_append (key, bytes, size);
  }
}

/* The contract's Voucher without what an item says. */
static json_t *
describe_terms (HufuPlatform *platform, const HufuId *cti)
{
  static const char *const others[] = {"cti", "generation", "short_code", "not_before_utc_s",
                                       "expires_utc_s"};
  g_autoptr (HufuIssued) issued = hufu_issued_find_cti (platform, cti);

  if (issued == NULL)
    return json_null ();
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    json_object_del (issued->json, others[i]);
  return json_incref (issued->json);
}

static guint32
find_terms (Page *page, sqlite3_stmt *row, const HufuId *cti)
{
  g_autoptr (GBytes) key = NULL;
  gpointer place;

  read_key (row, page->key);
  key = g_bytes_new_static (page->key->data, page->key->len);
  if (g_hash_table_lookup_extended (page->places, key, NULL, &place))
    return GPOINTER_TO_UINT (place);
  place = GUINT_TO_POINTER (json_array_size (page->terms));
  g_hash_table_insert (page->places, g_bytes_new (page->key->data, page->key->len), place);
  json_array_append_new (page->terms, describe_terms (page->platform, cti));
  return GPOINTER_TO_UINT (place);
}

static void
page_add (Page *page, sqlite3_stmt *row, HufuGrantItem *item)
{
  item->terms = find_terms (page, row, &item->right.key.cti);
  g_array_append_vals (page->items, item, 1);
}

/* --- what goes into it ---------------------------------------------------------------------------
 */

static void
append_uncredited (Page *page, const HufuHolder *holder, const HufuEpoch *after)
{
  HufuPdb *db = page->platform->db;
  sqlite3_stmt *row = hufu_pdb_query (
      db,
      SELECT_GRANT "WHERE r.state = 'leased' AND r.credited = 0 AND r.hop = 0 AND "
                   "r.terminal_id = ? AND r.incarnation = ? AND "
                   "(r.platform_epoch, r.counter) > (?, ?) ORDER BY r.platform_epoch, r.counter",
      "diii", &holder->terminal_id, (gint64)holder->incarnation, (gint64)after->platform_epoch,
      (gint64)after->counter);
  HufuGrantItem item;

  while (!page_is_full (page) && hufu_pdb_next (db, row)) {
    read_item (row, &item);
    page_add (page, row, &item);
  }
  hufu_pdb_done (row);
}

/* Where the page before has ended, so that what is others' is passed over once a sync and not once
 * a page; the beginning if that is not known. */
static HufuRightKey
find_start (HufuPlatform *platform, const HufuHolder *holder, const HufuEpoch *after)
{
  sqlite3_stmt *row = hufu_pdb_query (platform->db,
                                      "SELECT cti, k FROM \"right\" WHERE state = 'leased' AND "
                                      "credited = 0 AND terminal_id = ? AND "
                                      "incarnation = ? AND platform_epoch = ? AND counter = ?",
                                      "diii", &holder->terminal_id, (gint64)holder->incarnation,
                                      (gint64)after->platform_epoch, (gint64)after->counter);
  HufuRightKey key = {0};

  if (!hufu_pdb_next (platform->db, row))
    return key;
  hufu_pdb_id (row, 0, &key.cti);
  key.k = (guint32)hufu_pdb_int (row, 1);
  hufu_pdb_done (row);
  return key;
}

/* At most `max` free rights of this store's vouchers that the rendezvous hash gives to this
 * terminal; the offline flag is bit 0. The rights are the outer loop, in the order in which a till
 * stores them: it stops as soon as there are enough. TRUE: there are more. */
static gboolean
append_free (Page *page, const HufuHolder *holder, const HufuEpoch *after, gsize max)
{
  HufuPdb *db = page->platform->db;
  HufuRightKey start = find_start (page->platform, holder, after);
  gsize end = page->items->len + max;
  Rivals rivals;
  HufuGrantItem item;
  gboolean more = FALSE;
  sqlite3_stmt *row;

  list_rivals (page->platform, holder, &rivals);
  row = hufu_pdb_query (db,
                        SELECT_GRANT
                        "WHERE r.state = 'available' AND (r.cti, r.k) > (?3, ?4) AND "
                        "v.home_store = ?1 AND v.state = 'valid' AND v.flags & 1 AND "
                        "v.expires_utc_s > ?2 AND r.kept_until_utc_s <= ?2 AND NOT EXISTS "
                        "(SELECT 1 FROM wish w WHERE w.cti = r.cti AND w.state = 'waiting') "
                        "ORDER BY r.cti, r.k",
                        "iidi", (gint64)holder->store_no, hufu_platform_now_s (page->platform),
                        &start.cti, hufu_id_is_zero (&start.cti) ? (gint64)-1 : (gint64)start.k);
  while (!more && hufu_pdb_next (db, row)) {
    read_item (row, &item);
    if (!is_rendezvous (&item.right.key, &rivals))
      continue;
    more = page->items->len >= end || page_is_full (page);
    if (!more)
      page_add (page, row, &item);
  }
  hufu_pdb_done (row);
  g_array_unref (rivals.peers);
  return more;
}

G_STATIC_ASSERT (G_STRUCT_OFFSET (HufuGrantItem, right.key) == 0);

static int
compare_keys (const void *a, const void *b)
{
  const HufuRightKey *left = a, *right = b;
  int order = memcmp (left->cti.bytes, right->cti.bytes, HUFU_ID_BYTES);

  return order != 0 ? order : (left->k > right->k) - (left->k < right->k);
}

/* What is leased now: ascending by cti and k, as it was found. */
typedef struct {
  HufuGrantItem *items;
  gsize n, next; /* next: where the last one was found */
} Fresh;

static const HufuGrantItem *
find_fresh (Fresh *fresh, const HufuRightKey *key)
{
  const HufuGrantItem *item;

  for (gsize i = fresh->next; i < MIN (fresh->next + 2, fresh->n); i++) {
    if (compare_keys (key, &fresh->items[i]) == 0) {
      fresh->next = i;
      return &fresh->items[i];
    }
  }
  item = bsearch (key, fresh->items, fresh->n, sizeof *item, compare_keys);
  if (item != NULL)
    fresh->next = (gsize)(item - fresh->items);
  return item;
}

/* grant_counter (what is leased now, cti, generation, k): of its epoch, or NULL for a right that is
 * not among them. */
static void
find_counter (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  HufuRightKey key = {.k = (guint32)sqlite3_value_int64 (values[3])};
  Fresh *fresh = hufu_pdb_value_pointer (values[0]);
  const HufuGrantItem *item;

  g_assert (n_values == 4 && fresh != NULL && sqlite3_value_bytes (values[1]) == HUFU_ID_BYTES);
  memcpy (key.cti.bytes, sqlite3_value_blob (values[1]), HUFU_ID_BYTES);
  item = find_fresh (fresh, &key);
  if (item != NULL && item->right.key.generation == (guint64)sqlite3_value_int64 (values[2]))
    sqlite3_result_int64 (context, (gint64)item->right.epoch.counter);
}

/* Whether between the first and the last of them there is not much else. */
static gboolean
is_dense (HufuPlatform *platform, const Fresh *fresh)
{
  gint64 most = (gint64)fresh->n * BULK_OTHERS_MAX;

  return fresh->n >= BULK_MIN &&
         hufu_pdb_get_int (platform->db, most + 1,
                           "SELECT count(*) FROM (SELECT 1 FROM \"right\" WHERE cti >= ? AND "
                           "cti <= ? LIMIT ?)",
                           "ddi", &fresh->items[0].right.key.cti,
                           &fresh->items[fresh->n - 1].right.key.cti, most + 1) <= most;
}

#define UPDATE_LEASE                                                                               \
  "UPDATE \"right\" SET state = 'leased', platform_epoch = ?1, "                                   \
  "counter = grant_counter (?2, cti, generation, k), hop = 0, terminal_id = ?3, "                  \
  "incarnation = ?4, credited = 0 WHERE cti >= ?5 AND cti <= ?6 AND "                              \
  "grant_counter (?2, cti, generation, k) IS NOT NULL AND "

/* All in one statement: one for each would take twice as long. */
static void
update_lease (HufuPlatform *platform, const HufuHolder *holder, Fresh *fresh, const char *sql)
{
  const HufuRight *first = &fresh->items[0].right, *last = &fresh->items[fresh->n - 1].right;

  hufu_pdb_ensure_function (platform->db, "grant_counter", 4, find_counter);
  hufu_pdb_run (platform->db, sql, "ipdidd", (gint64)first->epoch.platform_epoch, fresh,
                &holder->terminal_id, (gint64)holder->incarnation, &first->key.cti, &last->key.cti);
}

/* SQLite writes to the rows as it finds them, rather than gathering them first, if it goes through
 * the table itself (the + keeps it from the index of what is free, which is written to) and no
 * trigger may come between. There is one, of statuses, which a lease does not change. */
static void
lease (HufuPlatform *platform, const HufuHolder *holder, Fresh *fresh)
{
  if (!is_dense (platform, fresh)) {
    update_lease (platform, holder, fresh, UPDATE_LEASE "state = 'available'");
    return;
  }
  hufu_pdb_set_triggers (platform->db, FALSE);
  update_lease (platform, holder, fresh, UPDATE_LEASE "+state = 'available'");
  hufu_pdb_set_triggers (platform->db, TRUE);
}

/* Returns whether more is to be had. */
static gboolean
append_new (Page *page, const HufuHolder *holder, const HufuEpoch *after, gint64 room)
{
  guint n_before = page->items->len;
  gboolean more = room > 0 && append_free (page, holder, after, (gsize)room);
  Fresh fresh = {&g_array_index (page->items, HufuGrantItem, n_before), page->items->len - n_before,
                 0};
  HufuEpoch epoch;

  if (fresh.n == 0)
    return FALSE;
  epoch = hufu_platform_next_epochs (page->platform, (guint)fresh.n);
  for (gsize i = 0; i < fresh.n; i++, epoch.counter++)
    fresh.items[i].right.epoch = epoch;
  lease (page->platform, holder, &fresh);
  return more && room > (gint64)fresh.n;
}

static gboolean
fill (Page *page, const HufuHolder *holder, const HufuEpoch *after, gint64 room)
{
  append_uncredited (page, holder, after);
  return page_is_full (page) || append_new (page, holder, after, room - (gint64)page->items->len);
}

static json_t *
page_describe (const Page *page)
{
  g_autofree char *items =
      hufu_grants_encode ((const HufuGrantItem *)(gpointer)page->items->data, page->items->len);

  return json_pack ("{s:s, s:O}", "grants", items, "terms", page->terms);
}

json_t *
hufu_rights_grant (HufuPlatform *platform, const HufuHolder *holder, const HufuEpoch *after,
                   gint64 room, GError **error)
{
  json_t *answer;
  Page page;

  hufu_pdb_begin (platform->db);
  answer = json_pack ("{s:I, s:b, s:o}", "platform_epoch",
                      (json_int_t)hufu_platform_get_epoch (platform), "more", 0, "recalls",
                      hufu_recalls_list (platform, holder));
  hufu_reports_describe (platform, holder, answer);
  page_init (&page, platform);
  if (!hufu_terminals_is_live (platform, holder) || hufu_restore_is_on (platform) ||
      hufu_closing_is_resting (platform, holder))
    room = -1;
  if (room >= 0 && fill (&page, holder, after, room))
    json_object_set_new (answer, "more", json_true ());
  json_object_update_new (answer, page_describe (&page));
  page_clear (&page);
  if (hufu_pdb_commit (platform->db, error))
    return answer;
  json_decref (answer);
  return NULL;
}
