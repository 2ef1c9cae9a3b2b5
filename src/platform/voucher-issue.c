/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a voucher is issued: what is asked for is checked, numbered, signed and stored. */
#include <string.h>

#include "core/money.h"
#include "core/recognise.h"
#include "crypto/keyed-index.h"
#include "platform/phone.h"
#include "platform/status.h"
#include "platform/terms.h"
#include "platform/voucher-code.h"
#include "platform/voucher-log.h"
#include "platform/voucher.h"

#define ISSUE_ROLLS 64
#define DEFAULT_LIFE_S (90 * 86400)
#define TEXT_MAX 200
#define PLATFORM_CODE_MIN 6
#define PLATFORM_CODE_MAX 40
#define TIER_SHIFT 2 /* of HUFU_VOUCHER_TIER_MASK */

typedef struct {
  HufuVoucherType type;
  const char *title_en, *title_zh, *item_en, *item_zh, *icon, *platform_code, *issuer;
  char holder_masked[24]; /* "" = bearer */
  guint8 holder[8];
  gboolean has_holder_key; /* bound to a phone */
  gboolean is_played;      /* by this platform; else only its key is known */
  HufuPhone phone;
  HufuKeyPair *key; /* the issuer's; borrowed */
  gint64 value_minor, paid_minor, min_spend_minor, uses, not_before_utc_s, expires_utc_s, tax_ppm;
  gint64 home_store; /* -1 = online only */
  gint64 currency;
  json_t *scope;      /* borrowed; NULL = none */
  json_t *conditions; /* borrowed; NULL = none */
  guint32 flags;
} Order;

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_INPUT,
               "The voucher cannot be issued: %s is missing or out of range", what);
  return FALSE;
}

static gboolean
read_optional (const json_t *request, const char *name, gint64 min, gint64 max, gint64 otherwise,
               gint64 *ret_value, GError **error)
{
  const json_t *value = json_object_get (request, name);

  *ret_value = otherwise;
  return value == NULL || json_is_null (value) ||
         hufu_pjson_get_int (request, name, min, max, ret_value) || refuse (error, name);
}

static gboolean
read_text (const json_t *request, const char *name, gsize max, const char *otherwise,
           const char **ret_text, GError **error)
{
  *ret_text = otherwise;
  if (json_object_get (request, name) == NULL)
    return TRUE;
  *ret_text = hufu_pjson_find_text (request, name, max, FALSE);
  return *ret_text != NULL || refuse (error, name);
}

/* They are shown and printed: an escape sequence in them would be obeyed. */
static gboolean
check_words (const json_t *request, GError **error)
{
  static const char *const names[] = {"title_en", "title_zh", "item_en", "item_zh"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *text = hufu_pjson_find_text (request, names[i], TEXT_MAX, FALSE);

    for (const char *at = text != NULL ? text : ""; *at != '\0';
         at = g_utf8_find_next_char (at, NULL))
      if (g_unichar_iscntrl (g_utf8_get_char (at))) {
        g_set_error (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_INPUT,
                     "The voucher cannot be issued: %s has a control character", names[i]);
        return FALSE;
      }
  }
  return TRUE;
}

static gboolean
read_numbers (const json_t *request, gint64 now_s, Order *order, GError **error)
{
  const json_t *offline = json_object_get (request, "offline");
  gboolean is_offline = offline == NULL || json_is_true (offline);

  if (offline != NULL && !json_is_boolean (offline))
    return refuse (error, "offline");
  if (!hufu_pjson_get_int (request, "value_minor", 0, HUFU_MONEY_MAX_MINOR, &order->value_minor))
    return refuse (error, "value_minor");
  order->flags = (is_offline ? HUFU_VOUCHER_OFFLINE_ALLOWED : 0U) |
                 (order->type == HUFU_VOUCHER_CASH ? HUFU_VOUCHER_PARTIAL_USE : 0U);
  return read_optional (request, "paid_minor", 0, HUFU_MONEY_MAX_MINOR,
                        order->type == HUFU_VOUCHER_COUPON ? 0 : order->value_minor,
                        &order->paid_minor, error) &&
         read_optional (request, "min_spend_minor", 0, HUFU_MONEY_MAX_MINOR, 0,
                        &order->min_spend_minor, error) &&
         read_optional (request, "uses", 1, 1000, 1, &order->uses, error) &&
         read_optional (request, "not_before_utc_s", 0, G_MAXINT64, now_s - 60,
                        &order->not_before_utc_s, error) &&
         read_optional (request, "expires_utc_s", 0, G_MAXINT64, now_s + DEFAULT_LIFE_S,
                        &order->expires_utc_s, error) &&
         read_optional (request, "home_store", 0, G_MAXINT64, -1, &order->home_store, error) &&
         read_optional (request, "tax_ppm", 0, 1000000, 0, &order->tax_ppm, error);
}

/* Bound to a member: the token has a keyed hash of the member's id, the till a masked number. */
static gboolean
read_holder (HufuPlatform *platform, const json_t *request, Order *order)
{
  guint8 key[HUFU_INDEX_KEY_BYTES], index[HUFU_INDEX_BYTES];
  HufuId member_id;
  sqlite3_stmt *row;

  if (json_object_get (request, "member_id") == NULL)
    return TRUE;
  if (!hufu_pjson_get_id (request, "member_id", &member_id))
    return FALSE;
  row = hufu_pdb_query (platform->db, "SELECT phone_masked FROM member WHERE member_id = ?", "d",
                        &member_id);
  if (!hufu_pdb_next (platform->db, row))
    return FALSE;
  g_strlcpy (order->holder_masked, hufu_pdb_text (row, 0), sizeof order->holder_masked);
  hufu_pdb_done (row);
  hufu_platform_make_phone_key (platform, key);
  hufu_keyed_index (key, "holder", member_id.bytes, HUFU_ID_BYTES, index);
  memcpy (order->holder, index, sizeof order->holder);
  return TRUE;
}

/* Bound to a phone: its key is given, or this platform plays the phone. Then only a live code will
 * do, whatever shows the voucher: its flag says so to who sees no token. */
static gboolean
read_phone (HufuPlatform *platform, const json_t *request, Order *order, GError **error)
{
  const json_t *key = json_object_get (request, "holder_key");
  const json_t *live = json_object_get (request, "live");
  gint64 tier;

  if (!read_optional (request, "tier", 0, 3, 0, &tier, error))
    return FALSE;
  order->flags |= (guint32)tier << TIER_SHIFT;
  if (live != NULL && !json_is_boolean (live))
    return refuse (error, "live");
  if (key != NULL && (!hufu_pjson_get_bytes (request, "holder_key", order->phone.public_key,
                                             sizeof order->phone.public_key) ||
                      json_is_true (live)))
    return refuse (error, "holder_key (without live)");
  order->is_played = json_is_true (live);
  if (order->is_played)
    hufu_phone_make (platform, &order->phone);
  order->has_holder_key = key != NULL || order->is_played;
  order->flags |= order->has_holder_key ? HUFU_VOUCHER_PROOF_REQUIRED : 0;
  return TRUE;
}

/* A code of another platform, which may answer for one voucher alone. What a till would take for a
 * product, a person or a card is none. */
static gboolean
read_platform_code (HufuPlatform *platform, const json_t *request, Order *order, GError **error)
{
  gsize length;

  if (!read_text (request, "platform_code", PLATFORM_CODE_MAX, NULL, &order->platform_code, error))
    return FALSE;
  if (order->platform_code == NULL)
    return TRUE;
  length = strlen (order->platform_code);
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (order->platform_code[i]))
      return refuse (error, "platform_code");
  if (length < PLATFORM_CODE_MIN || !hufu_recognise_may_be_opaque (order->platform_code))
    return refuse (error, "platform_code");
  if (!hufu_voucher_code_is_taken (platform, order->platform_code))
    return TRUE;
  g_set_error (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_TAKEN,
               "The voucher cannot be issued: another one has or had this platform_code");
  return FALSE;
}

static gboolean
read_words (HufuPlatform *platform, const json_t *request, Order *order, GError **error)
{
  const char *type = hufu_pjson_find_text (request, "type", TEXT_MAX, FALSE);

  order->title_en = hufu_pjson_find_text (request, "title_en", TEXT_MAX, FALSE);
  order->title_zh = hufu_pjson_find_text (request, "title_zh", TEXT_MAX, FALSE);
  if (type == NULL || !hufu_voucher_type_find (type, &order->type))
    return refuse (error, "type");
  if (order->title_en == NULL)
    return refuse (error, "title_en");
  if (order->title_zh == NULL)
    return refuse (error, "title_zh");
  return check_words (request, error) &&
         read_text (request, "item_en", TEXT_MAX, order->title_en, &order->item_en, error) &&
         read_text (request, "item_zh", TEXT_MAX, order->title_zh, &order->item_zh, error) &&
         read_text (request, "icon", TEXT_MAX, "gift", &order->icon, error) &&
         read_text (request, "issuer", TEXT_MAX, HUFU_PLATFORM_ISSUER, &order->issuer, error) &&
         read_platform_code (platform, request, order, error);
}

/* Where it is at home, and which stores accept it. */
static gboolean
read_places (HufuPlatform *platform, const json_t *request, Order *order, GError **error)
{
  const json_t *group;
  gsize i;

  if (order->home_store >= 0 &&
      hufu_pdb_get_int (platform->db, 0, "SELECT 1 FROM store WHERE store_no = ?", "i",
                        order->home_store) == 0)
    return refuse (error, "home_store (there is no such store)");
  order->scope = json_object_get (request, "scope");
  if (order->scope == NULL)
    return TRUE;
  if (!json_is_array (order->scope) || json_array_size (order->scope) > HUFU_TOKEN_SCOPE_MAX)
    return refuse (error, "scope (a list of up to 8 store groups)");
  json_array_foreach (order->scope, i,
                      group) if (!json_is_integer (group) ||
                                 json_integer_value (group) <
                                     0) return refuse (error,
                                                       "scope (a list of up to 8 store groups)");
  return TRUE;
}

static gboolean
read_order (HufuPlatform *platform, const json_t *request, Order *order, GError **error)
{
  if (!read_words (platform, request, order, error))
    return FALSE;
  if (!read_numbers (request, hufu_platform_now_s (platform), order, error))
    return FALSE;
  if (order->uses > 1 && order->type != HUFU_VOUCHER_PASS)
    return refuse (error, "uses (more than 1 is for a pass)");
  if (order->expires_utc_s <= order->not_before_utc_s)
    return refuse (error, "expires_utc_s");
  order->key = hufu_platform_find_issuer (platform, order->issuer);
  if (order->key == NULL)
    return refuse (error, "issuer");
  order->conditions = json_object_get (request, "conditions");
  if (!hufu_terms_are_good (order->conditions) ||
      (json_is_object (order->conditions) && order->type != HUFU_VOUCHER_COUPON &&
       !(order->type == HUFU_VOUCHER_CASH && hufu_terms_name_goods_alone (order->conditions))))
    return refuse (error, "conditions");
  if (order->value_minor == 0 && json_object_get (order->conditions, "off_percent") != NULL)
    return refuse (error, "value_minor (the most that a percentage takes off)");
  if (!read_holder (platform, request, order))
    return refuse (error, "member_id");
  if (!read_phone (platform, request, order, error) ||
      !read_places (platform, request, order, error))
    return FALSE;
  order->currency = hufu_pdb_get_int (platform->db, 156, "SELECT currency FROM store LIMIT 1", "");
  return TRUE;
}

/* Nobody paid for a coupon, and what has conditions is more than its code can say. */
static guint64
number_deal (const Order *order)
{
  gboolean sold = order->type != HUFU_VOUCHER_COUPON && order->paid_minor > 0 &&
                  order->min_spend_minor == 0 && order->conditions == NULL;

  return (sold ? HUFU_DEAL_SOLD_MIN : 0) + g_str_hash (order->title_en);
}

static void
fill_claims (HufuPlatform *platform, const Order *order, HufuClaims *claims)
{
  json_t *group;
  gsize i;

  memset (claims, 0, sizeof *claims);
  claims->kind = HUFU_TOKEN_VOUCHER;
  g_strlcpy (claims->issuer, order->issuer, sizeof claims->issuer);
  claims->has_holder = *order->holder_masked != '\0';
  memcpy (claims->holder, order->holder, sizeof claims->holder);
  claims->has_holder_key = order->has_holder_key;
  memcpy (claims->holder_key, order->phone.public_key, sizeof claims->holder_key);
  claims->expires_utc_s = order->expires_utc_s;
  claims->not_before_utc_s = order->not_before_utc_s;
  claims->deal_number = number_deal (order);
  claims->uses = (guint32)order->uses;
  claims->value_minor = (guint64)order->value_minor;
  claims->currency = (guint32)order->currency;
  claims->has_home = order->home_store >= 0;
  claims->home_store = claims->has_home ? (guint64)order->home_store : 0;
  json_array_foreach (order->scope, i, group) claims->scope[claims->n_scope++] =
      (guint64)json_integer_value (group);
  claims->generation = 1;
  hufu_status_take_place (platform, &claims->status_list, &claims->status_index);
  claims->flags = order->flags;
}

/* The token, with a cti whose text is allowed; NULL if the claims break a limit of the schema. */
static char *
sign_claims (HufuPlatform *platform, HufuKeyPair *key, HufuClaims *claims)
{
  guint8 kid[HUFU_TOKEN_KID_BYTES];
  char *token = NULL;

  hufu_token_make_kid (key->public_key, kid);
  for (guint i = 0; token == NULL && i < ISSUE_ROLLS; i++) {
    hufu_host_random (platform->host, claims->cti.bytes, HUFU_ID_BYTES);
    token = hufu_token_encode (claims, kid, hufu_crypto_sign, key);
  }
  return token;
}

static void
insert_voucher (HufuPlatform *platform, const Order *order, const HufuClaims *claims,
                const char *token, const char *code)
{
  g_autofree char *scope = order->scope != NULL ? hufu_pjson_dump (order->scope) : g_strdup ("[]");
  g_autofree char *conditions =
      json_is_object (order->conditions) ? hufu_pjson_dump (order->conditions) : NULL;

  hufu_pdb_run (
      platform->db,
      "INSERT INTO voucher VALUES (?, 1, ?, 'valid', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "nullif (?, -1), ?, ?, nullif (?, ''), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      "dttttttttiiiiiititiiittiiitb", &claims->cti, hufu_voucher_type_name (order->type),
      order->title_en, order->title_zh, order->item_en, order->item_zh, claims->issuer, code,
      order->platform_code, order->not_before_utc_s, order->expires_utc_s, order->uses,
      order->value_minor, order->currency, order->home_store, scope, (gint64)order->flags,
      order->holder_masked, order->paid_minor, order->min_spend_minor, order->tax_ppm, order->icon,
      token, hufu_platform_now_s (platform), (gint64)claims->status_list,
      (gint64)claims->status_index, conditions, claims->has_holder ? claims->holder : NULL,
      (gsize)(claims->has_holder ? sizeof claims->holder : 0));
  for (gint64 k = 0; k < order->uses; k++)
    hufu_pdb_run (platform->db,
                  "INSERT INTO \"right\" (cti, generation, k, state, remaining_minor) "
                  "VALUES (?, 1, ?, 'available', ?)",
                  "dii", &claims->cti, k, order->value_minor);
}

json_t *
hufu_issued_make (HufuPlatform *platform, const json_t *request, gboolean in_transaction,
                  GError **error)
{
  Order order = {0};
  HufuClaims claims;
  char code[HUFU_SHORT_CODE_SIZE];
  g_autofree char *token = NULL;

  if (!read_order (platform, request, &order, error))
    return NULL;
  if (!in_transaction)
    hufu_pdb_begin (platform->db);
  fill_claims (platform, &order, &claims);
  token = sign_claims (platform, order.key, &claims);
  if (token == NULL) {
    refuse (error, "one of its claims");
    if (!in_transaction)
      hufu_pdb_rollback (platform->db);
    return NULL;
  }
  hufu_voucher_code_make (platform, code);
  insert_voucher (platform, &order, &claims, token, code);
  hufu_voucher_log_note (platform, &claims.cti);
  if (order.is_played)
    hufu_phone_keep (platform, &claims.cti, &order.phone);
  if (!in_transaction && !hufu_pdb_commit (platform->db, error))
    return NULL;
  return json_pack ("{s:o, s:s, s:s}", "cti", hufu_pjson_id (&claims.cti), "token", token,
                    "short_code", code);
}
