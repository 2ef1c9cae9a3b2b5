/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/demo.h"

#include <string.h>

#include "core/token.h"
#include "crypto/keyed-index.h"
#include "crypto/pin.h"
#include "crypto/seal.h"
#include "platform/changes.h"
#include "platform/voucher.h"

#define DAY_S 86400
#define PICKUPS 10
#define RESERVATIONS 8

json_t *
hufu_demo_load (const char *name)
{
  g_autofree char *path = g_strconcat ("/hufu/demo/", name, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  json_t *value;

  g_assert (bytes != NULL);
  value = hufu_pjson_load_object (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert (value != NULL);
  return value;
}

static const char *
text_of (const json_t *object, const char *name)
{
  return json_string_value (json_object_get (object, name));
}

static gint64
int_of (const json_t *object, const char *name)
{
  return json_integer_value (json_object_get (object, name));
}

/* --- the shop -----------------------------------------------------------------------------------
 */

static void
insert_store (HufuPlatform *platform, const json_t *store)
{
  g_autofree char *groups = hufu_pjson_dump (json_object_get (store, "groups"));

  hufu_pdb_run (platform->db, "INSERT INTO store VALUES (?, ?, ?, ?, ?)", "ittti",
                int_of (store, "store_no"), text_of (store, "name_en"), text_of (store, "name_zh"),
                groups, int_of (store, "currency"));
  hufu_changes_touch_store (platform, int_of (store, "store_no"));
}

static void
make_stores (HufuPlatform *platform, const json_t *demo)
{
  json_t *store;
  gsize i;

  insert_store (platform, json_object_get (demo, "store"));
  json_array_foreach (json_object_get (demo, "other_stores"), i, store)
      insert_store (platform, store);
}

static void
make_policy (HufuPlatform *platform, const json_t *demo)
{
  const json_t *store = json_object_get (demo, "store");
  guint8 key[32];
  json_t *policy;

  hufu_platform_make_phone_key (platform, key);
  policy = json_pack (
      "{s:{s:i, s:s}, s:[{s:i, s:i, s:i, s:b, s:s}, {s:i, s:i, s:i, s:b, s:s}], s:O, s:O, s:O, "
      "s:O, "
      "s:i, s:o, s:s, s:s, s:O, s:O, s:O, s:i, s:O, s:{s:i, s:i}}",
      "cash_rounding", "increment_minor", 10, "rule", "half_up", "label_layouts", "prefix", 21,
      "item_digits", 5, "value_digits", 5, "has_value_check", 0, "value", "weight", "prefix", 22,
      "item_digits", 5, "value_digits", 5, "has_value_check", 0, "value", "price", "shop_en",
      json_object_get (store, "name_en"), "shop_zh", json_object_get (store, "name_zh"),
      "footer_en", json_object_get (demo, "footer_en"), "footer_zh",
      json_object_get (demo, "footer_zh"), "undo_window_s", 3600, "phone_index_key",
      hufu_pjson_bytes (key, sizeof key), "price_tax", "inclusive", "issuer", HUFU_PLATFORM_ISSUER,
      "display_en", json_object_get (demo, "display_en"), "display_zh",
      json_object_get (demo, "display_zh"), "price_rights", json_object_get (demo, "price_rights"),
      "auto_lock_s", 600, "prepared_categories", json_object_get (demo, "prepared"), "deposit",
      "least_percent", 10, "keep_days", 30);
  g_assert (policy != NULL);
  hufu_changes_put (platform, "policy", "store", (gint64)platform->demo_store, policy);
  json_decref (policy);
}

static void
make_promotions (HufuPlatform *platform, const json_t *demo)
{
  json_t *promotion;
  gsize i;

  json_array_foreach (json_object_get (demo, "promotions"), i, promotion) hufu_changes_put (
      platform, "promotion", text_of (promotion, "id"), (gint64)platform->demo_store, promotion);
}

/* Returns the ids, for the history. */
static json_t *
make_staff (HufuPlatform *platform, const json_t *demo)
{
  json_t *ids = json_array ();
  json_t *row;
  gsize i;

  json_array_foreach (json_object_get (demo, "staff"), i, row)
  {
    HufuId id = hufu_host_make_id (platform->host);
    char hash[HUFU_PIN_HASH_SIZE], key[HUFU_ID_TEXT_SIZE];
    json_t *staff = json_pack (
        "{s:o, s:O, s:O, s:O, s:O}", "staff_id", hufu_pjson_id (&id), "no",
        json_object_get (row, "no"), "name_en", json_object_get (row, "name_en"), "name_zh",
        json_object_get (row, "name_zh"), "role", json_object_get (row, "role"));

    if (json_object_get (row, "price_rights") != NULL)
      json_object_set (staff, "price_rights", json_object_get (row, "price_rights"));
    hufu_pin_hash (text_of (row, "pin"), hash);
    json_object_set_new (staff, "pin_hash", json_string (hash));
    hufu_id_format (&id, key);
    hufu_changes_put (platform, "staff", key, (gint64)platform->demo_store, staff);
    json_array_append (ids, json_object_get (staff, "staff_id"));
    json_decref (staff);
  }
  return ids;
}

/* --- members ------------------------------------------------------------------------------------
 */

static char *
mask_phone (const char *phone)
{
  return g_strdup_printf ("%.3s****%s", phone, phone + strlen (phone) - 4);
}

static void
make_member (HufuPlatform *platform, const guint8 phone_key[32], gint64 number, gint64 nth)
{
  g_autofree char *phone = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  g_autofree char *masked = mask_phone (phone);
  g_autoptr (GBytes) sealed = hufu_seal (platform->secret, (const guint8 *)phone, strlen (phone));
  HufuId id = hufu_host_make_id (platform->host);
  guint8 subject[16], index[HUFU_INDEX_BYTES];
  char key[HUFU_ID_TEXT_SIZE];
  json_t *member;

  hufu_host_random (platform->host, subject, sizeof subject);
  hufu_keyed_index (phone_key, "phone", (const guint8 *)phone, strlen (phone), index);
  hufu_pdb_run (platform->db, "INSERT INTO member VALUES (?, ?, ?, ?, ?, ?, ?)", "dbbbtii", &id,
                subject, sizeof subject, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed),
                index, sizeof index, masked, nth % 4, nth * 37 % 2400);
  member = json_pack ("{s:o, s:o, s:o, s:s, s:I, s:I}", "member_id", hufu_pjson_id (&id),
                      "code_subject", hufu_pjson_bytes (subject, sizeof subject), "phone_index",
                      hufu_pjson_bytes (index, sizeof index), "phone_masked", masked, "level",
                      (json_int_t)(nth % 4), "points", (json_int_t)(nth * 37 % 2400));
  hufu_id_format (&id, key);
  hufu_changes_put (platform, "member", key, -1, member);
  json_decref (member);
}

static void
make_members (HufuPlatform *platform, const json_t *demo)
{
  const json_t *members = json_object_get (demo, "members");
  guint8 phone_key[32];

  hufu_platform_make_phone_key (platform, phone_key);
  for (gint64 nth = 0; nth < int_of (members, "count"); nth++)
    make_member (platform, phone_key, int_of (members, "phone_first") + nth, nth);
}

/* --- pick-up orders and reservations
 * -------------------------------------------------------------- */

static json_t *
make_pickup_line (HufuPlatform *platform, gint64 product_id, gint64 qty_milli, gint64 *paid_minor)
{
  sqlite3_stmt *row = hufu_pdb_query (platform->db,
                                      "SELECT name_en, name_zh, price_minor FROM product "
                                      "WHERE id = ?",
                                      "i", product_id);
  json_t *line;

  if (!hufu_pdb_next (platform->db, row))
    return json_null ();
  *paid_minor += hufu_pdb_int (row, 2) * qty_milli / 1000;
  line = json_pack ("{s:I, s:s, s:s, s:I}", "product_id", (json_int_t)product_id, "title_en",
                    hufu_pdb_text (row, 0), "title_zh", hufu_pdb_text (row, 1), "qty_milli",
                    (json_int_t)qty_milli);
  hufu_pdb_done (row);
  return line;
}

static char *
mask_nth (gint64 nth)
{
  return g_strdup_printf ("199****%04d", (int)nth);
}

static void
put_with_subject (HufuPlatform *platform, const char *kind, const HufuId *id, json_t *take_data)
{
  guint8 subject[16];
  char key[HUFU_ID_TEXT_SIZE];

  g_assert (take_data != NULL);
  hufu_host_random (platform->host, subject, sizeof subject);
  json_object_set_new (take_data, "code_subject", hufu_pjson_bytes (subject, sizeof subject));
  hufu_id_format (id, key);
  hufu_changes_put (platform, kind, key, (gint64)platform->demo_store, take_data);
  json_decref (take_data);
}

static void
make_pickup (HufuPlatform *platform, gint64 nth)
{
  HufuId id = hufu_host_make_id (platform->host);
  g_autofree char *order_no = g_strdup_printf ("W2026-%04d", (int)(3100 + nth * 7));
  g_autofree char *masked = mask_nth (nth * 11 + 5);
  json_t *lines = json_array ();
  gint64 paid_minor = 0;

  json_array_append_new (lines, make_pickup_line (platform, 3 + nth * 41, 1000, &paid_minor));
  if (nth % 2 == 0)
    json_array_append_new (lines, make_pickup_line (platform, 420 + nth, 2000, &paid_minor));
  put_with_subject (platform, "pickup", &id,
                    json_pack ("{s:o, s:s, s:s, s:s, s:I, s:I, s:o}", "order_id",
                               hufu_pjson_id (&id), "order_no", order_no, "phone_masked", masked,
                               "state", nth == PICKUPS - 1 ? "collected" : "ready", "ready_utc_s",
                               (json_int_t)(hufu_platform_now_s (platform) - nth * 5400),
                               "paid_minor", (json_int_t)paid_minor, "lines", lines));
}

static void
make_reservation (HufuPlatform *platform, const json_t *demo, gint64 nth)
{
  const json_t *kinds = json_object_get (demo, "reservations");
  const json_t *kind = json_array_get (kinds, (gsize)nth % json_array_size (kinds));
  HufuId id = hufu_host_make_id (platform->host);
  g_autofree char *masked = mask_nth (nth * 13 + 8);
  gint64 at_utc_s = hufu_platform_now_s (platform) / 1800 * 1800 + nth * 2 * 3600;

  put_with_subject (platform, "reservation", &id,
                    json_pack ("{s:o, s:O, s:O, s:s, s:I, s:O, s:O, s:s}", "reservation_id",
                               hufu_pjson_id (&id), "title_en", json_array_get (kind, 0),
                               "title_zh", json_array_get (kind, 1), "phone_masked", masked,
                               "at_utc_s", (json_int_t)at_utc_s, "duration_s",
                               json_array_get (kind, 2), "party", json_array_get (kind, 3), "state",
                               nth == RESERVATIONS - 1 ? "cancelled" : "booked"));
}

/* --- vouchers -----------------------------------------------------------------------------------
 */

/* The row's cells under the names of the columns, which are those of an IssueRequest. */
static json_t *
name_cells (const json_t *columns, const json_t *row)
{
  json_t *named = json_object ();
  json_t *name;
  gsize i;

  json_array_foreach (columns, i, name)
      json_object_set (named, json_string_value (name), json_array_get (row, i));
  return named;
}

static gint64
find_home (HufuPlatform *platform, const char *where)
{
  if (strcmp (where, "online") == 0)
    return -1;
  return (gint64)platform->demo_store + (strcmp (where, "other") == 0 ? 1 : 0);
}

/* "member" of the table is which one of the demo's members, from 1. */
static void
bind_to_member (HufuPlatform *platform, json_t *order)
{
  gint64 nth = int_of (order, "member");
  sqlite3_stmt *row;
  HufuId member_id;

  json_object_del (order, "member");
  if (nth == 0)
    return;
  row = hufu_pdb_query (
      platform->db, "SELECT member_id FROM member ORDER BY rowid LIMIT 1 OFFSET ?", "i", nth - 1);
  if (!hufu_pdb_next (platform->db, row))
    return;
  hufu_pdb_id (row, 0, &member_id);
  hufu_pdb_done (row);
  json_object_set_new (order, "member_id", hufu_pjson_id (&member_id));
}

static void
complete_order (HufuPlatform *platform, json_t *order, gint64 nth)
{
  const char *where = text_of (order, "where");
  g_auto (GStrv) code = g_strsplit (text_of (order, "platform_code"), "{}", 2);
  gint64 now_s = hufu_platform_now_s (platform);
  gint64 home = find_home (platform, where);

  json_object_set_new (order, "home_store", home >= 0 ? json_integer (home) : json_null ());
  json_object_set_new (order, "offline", json_boolean (home >= 0));
  json_object_set_new (order, "not_before_utc_s",
                       json_integer (now_s + int_of (order, "from_day") * DAY_S));
  json_object_set_new (order, "expires_utc_s",
                       json_integer (now_s + int_of (order, "to_day") * DAY_S));
  json_object_set_new (order, "tax_ppm", json_integer (130000));
  bind_to_member (platform, order);
  if (strcmp (where, "other") == 0)
    json_object_set_new (order, "scope", json_pack ("[i]", 20));
  if (g_strv_length (code) == 2) {
    g_autofree char *text = g_strdup_printf ("%s%d%s", code[0], (int)(nth + 1), code[1]);

    json_object_set_new (order, "platform_code", json_string (text));
  } else {
    json_object_del (order, "platform_code");
  }
}

static gboolean
make_voucher (HufuPlatform *platform, const json_t *columns, const json_t *row, gint64 nth,
              GError **error)
{
  json_t *order = name_cells (columns, row);
  json_t *issued;
  HufuId cti;

  complete_order (platform, order, nth);
  issued = hufu_issued_make (platform, order, TRUE, error);
  if (issued != NULL && hufu_pjson_get_id (issued, "cti", &cti))
    hufu_pdb_run (platform->db, "UPDATE voucher SET state = ? WHERE cti = ?", "td",
                  text_of (order, "state"), &cti);
  json_decref (order);
  json_decref (issued);
  return issued != NULL;
}

static gboolean
make_vouchers (HufuPlatform *platform, GError **error)
{
  json_t *table = hufu_demo_load ("vouchers.json");
  const json_t *columns = json_object_get (table, "columns");
  gboolean good = TRUE;
  json_t *row;
  gsize i;

  json_array_foreach (json_object_get (table, "vouchers"), i, row)
  {
    gint64 count = json_integer_value (json_array_get (row, 0));

    for (gint64 nth = 0; nth < count && good; nth++)
      good = make_voucher (platform, columns, row, nth, error);
  }
  json_decref (table);
  return good;
}

/* --- all of it ----------------------------------------------------------------------------------
 */

static gboolean
make_all (HufuPlatform *platform, const json_t *demo, GError **error)
{
  json_t *staff_ids;

  make_stores (platform, demo);
  make_policy (platform, demo);
  make_promotions (platform, demo);
  hufu_changes_put (platform, "tax", "store", (gint64)platform->demo_store,
                    json_object_get (demo, "tax"));
  staff_ids = make_staff (platform, demo);
  make_members (platform, demo);
  hufu_demo_make_products (platform, demo);
  for (gint64 nth = 0; nth < PICKUPS; nth++)
    make_pickup (platform, nth);
  for (gint64 nth = 0; nth < RESERVATIONS; nth++)
    make_reservation (platform, demo, nth);
  hufu_demo_make_history (platform, staff_ids);
  json_decref (staff_ids);
  return make_vouchers (platform, error);
}

gboolean
hufu_demo_make (HufuPlatform *platform, GError **error)
{
  json_t *demo = hufu_demo_load ("store.json");
  gboolean good;

  if (!hufu_platform_make_ally (platform, error)) {
    json_decref (demo);
    return FALSE;
  }
  platform->demo = TRUE;
  platform->demo_store = (guint64)int_of (json_object_get (demo, "store"), "store_no");
  hufu_pdb_begin (platform->db);
  if (hufu_pdb_get_int (platform->db, 0, "SELECT count(*) FROM store", "") > 0) {
    json_decref (demo);
    return hufu_pdb_commit (platform->db, error);
  }
  good = make_all (platform, demo, error);
  json_decref (demo);
  if (good)
    return hufu_pdb_commit (platform->db, error);
  hufu_pdb_rollback (platform->db);
  return FALSE;
}
