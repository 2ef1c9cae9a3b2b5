/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/voucher.h"

#include <string.h>

#include "core/live.h"
#include "core/money.h"
#include "core/short-code.h"
#include "crypto/keyed-index.h"
#include "crypto/sha256.h"
#include "platform/phone.h"
#include "platform/status.h"
#include "platform/terms.h"
#include "platform/voucher-log.h"

#define WRONG_CODES_MAX 10
#define WRONG_CODES_S 60
#define ISSUE_ROLLS 64
#define DEFAULT_LIFE_S (90 * 86400)
#define TIER_SHIFT 2 /* of HUFU_VOUCHER_TIER_MASK */

#define SELECT_VOUCHER                                                                             \
  "SELECT cti, generation, type, state, title_en, title_zh, item_en, item_zh, issuer, "            \
  "short_code, "                                                                                   \
  "not_before_utc_s, expires_utc_s, uses, value_minor, currency, home_store, scope, flags, "       \
  "holder_masked, paid_minor, min_spend_minor, tax_ppm, icon, token, conditions, holder "          \
  "FROM voucher WHERE "

void
hufu_issued_free (HufuIssued *issued)
{
  if (issued == NULL)
    return;
  json_decref (issued->json);
  g_free (issued->token);
  g_free (issued);
}

static HufuIssuedState
read_state (const char *name)
{
  if (strcmp (name, "revoked") == 0)
    return HUFU_ISSUED_REVOKED;
  return strcmp (name, "suspended") == 0 ? HUFU_ISSUED_SUSPENDED : HUFU_ISSUED_VALID;
}

static json_t *
read_scope (const char *text, HufuIssued *issued)
{
  json_t *scope = json_loads (text, 0, NULL);
  json_t *group;
  gsize i;

  json_array_foreach (scope, i, group)
  {
    g_assert (i < HUFU_TOKEN_SCOPE_MAX);
    issued->scope[issued->n_scope++] = (guint64)json_integer_value (group);
  }
  return scope;
}

static void
add_text (json_t *json, const char *name, sqlite3_stmt *row, int column)
{
  json_object_set_new_nocheck (json, name, json_string_nocheck (hufu_pdb_text (row, column)));
}

static void
add_int (json_t *json, const char *name, sqlite3_stmt *row, int column)
{
  json_object_set_new_nocheck (json, name, json_integer (hufu_pdb_int (row, column)));
}

/* Made for each of a hundred thousand grants of a sync: the names are plain, and the texts were
 * checked when the voucher was issued, so that nothing is checked again. */
static json_t *
read_json (sqlite3_stmt *row, HufuIssued *issued)
{
  static const struct {
    const char *name;
    int column;
  } texts[] = {{"type", 2},    {"title_en", 4}, {"title_zh", 5},   {"item_en", 6},
               {"item_zh", 7}, {"issuer", 8},   {"short_code", 9}, {"icon", 22}},
    numbers[] = {{"generation", 1}, {"not_before_utc_s", 10}, {"expires_utc_s", 11},
                 {"uses", 12},      {"value_minor", 13},      {"currency", 14},
                 {"flags", 17},     {"paid_minor", 19},       {"min_spend_minor", 20},
                 {"tax_ppm", 21}};
  json_t *json = json_object ();

  json_object_set_new_nocheck (json, "cti", hufu_pjson_id (&issued->cti));
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    add_text (json, texts[i].name, row, texts[i].column);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    add_int (json, numbers[i].name, row, numbers[i].column);
  json_object_set_new_nocheck (json, "home_store",
                               issued->has_home ? json_integer ((json_int_t)issued->home_store)
                                                : json_null ());
  json_object_set_new_nocheck (json, "scope", read_scope (hufu_pdb_text (row, 16), issued));
  json_object_set_new_nocheck (
      json, "holder_masked",
      hufu_pdb_is_null (row, 18) ? json_null () : json_string_nocheck (hufu_pdb_text (row, 18)));
  return json;
}

/* What only some vouchers have. */
static void
read_terms (sqlite3_stmt *row, json_t *json)
{
  guint8 holder[8];

  json_object_set_new (json, "conditions",
                       hufu_pdb_is_null (row, 24) ? json_null ()
                                                  : json_loads (hufu_pdb_text (row, 24), 0, NULL));
  json_object_set_new (json, "holder",
                       hufu_pdb_bytes (row, 25, holder, sizeof holder)
                           ? hufu_pjson_bytes (holder, sizeof holder)
                           : json_null ());
}

static HufuIssued *
read_voucher (HufuPlatform *platform, sqlite3_stmt *row)
{
  HufuIssued *issued;
  gboolean known;

  if (!hufu_pdb_next (platform->db, row))
    return NULL;
  issued = g_new0 (HufuIssued, 1);
  hufu_pdb_id (row, 0, &issued->cti);
  issued->generation = (guint64)hufu_pdb_int (row, 1);
  known = hufu_voucher_type_find (hufu_pdb_text (row, 2), &issued->type);
  g_assert (known);
  issued->state = read_state (hufu_pdb_text (row, 3));
  issued->not_before_utc_s = hufu_pdb_int (row, 10);
  issued->expires_utc_s = hufu_pdb_int (row, 11);
  issued->uses = (guint32)hufu_pdb_int (row, 12);
  issued->value_minor = hufu_pdb_int (row, 13);
  issued->has_home = !hufu_pdb_is_null (row, 15);
  issued->home_store = (guint64)hufu_pdb_int (row, 15);
  issued->flags = (guint32)hufu_pdb_int (row, 17);
  issued->token = g_strdup (hufu_pdb_text (row, 23));
  issued->json = read_json (row, issued);
  g_assert (issued->json != NULL);
  read_terms (row, issued->json);
  hufu_pdb_done (row);
  return issued;
}

HufuIssued *
hufu_issued_find_cti (HufuPlatform *platform, const HufuId *cti)
{
  return read_voucher (platform, hufu_pdb_query (platform->db, SELECT_VOUCHER "cti = ?", "d", cti));
}

static gboolean
check_signature (HufuPlatform *platform, const HufuToken *token, HufuReason *ret_reason)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db, "SELECT public_key FROM issuer_key WHERE kid = ? AND issuer = ?", "bt",
      token->kid, sizeof token->kid, token->claims.issuer);
  guint8 key[HUFU_TOKEN_KEY_BYTES];

  if (!hufu_pdb_next (platform->db, row)) {
    *ret_reason = HUFU_R05_UNKNOWN_KEY;
    return FALSE;
  }
  hufu_pdb_bytes (row, 0, key, sizeof key);
  hufu_pdb_done (row);
  *ret_reason = HUFU_R06_BAD_SIGNATURE;
  return hufu_token_verify (token, key, hufu_crypto_verify);
}

static HufuIssued *
find_token (HufuPlatform *platform, const char *text, HufuReason *ret_reason)
{
  HufuToken token;
  HufuIssued *issued;

  *ret_reason = hufu_token_decode (text, strlen (text), &token);
  if (*ret_reason != HUFU_R00_OK_HELD)
    return NULL;
  if (!check_signature (platform, &token, ret_reason))
    return NULL;
  *ret_reason = HUFU_R04_BAD_FORMAT;
  issued = token.claims.kind == HUFU_TOKEN_VOUCHER
               ? hufu_issued_find_cti (platform, &token.claims.cti)
               : NULL;
  if (issued == NULL)
    return NULL;
  if (token.is_live)
    issued->shown = (HufuShown){TRUE, hufu_live_verify (&token, hufu_crypto_verify, hufu_sha256),
                                token.proof.step};
  *ret_reason =
      token.claims.generation < issued->generation ? HUFU_R15_GENERATION_OLD : HUFU_R01_OK_ONLINE;
  return issued;
}

static void
count_wrong (HufuPlatform *platform, const HufuHolder *holder)
{
  gint64 now_s = hufu_platform_now_s (platform);

  hufu_pdb_run (platform->db, "DELETE FROM wrong_code WHERE terminal_id = ? AND at_utc_s <= ?",
                "di", &holder->terminal_id, now_s - WRONG_CODES_S);
  hufu_pdb_run (platform->db, "INSERT INTO wrong_code VALUES (?, ?)", "di", &holder->terminal_id,
                now_s);
}

/* A token cannot be guessed: it never waits for what was typed. */
static gboolean
is_typed (const json_t *request)
{
  return json_object_get (request, "short_code") != NULL ||
         json_object_get (request, "platform_code") != NULL;
}

gint64
hufu_issued_wait_s (HufuPlatform *platform, const HufuHolder *holder, const json_t *request)
{
  /* The oldest of the newest few: when it is forgotten, one more may be tried. */
  gint64 at_utc_s = hufu_pdb_get_int (platform->db, 0,
                                      "SELECT at_utc_s FROM wrong_code WHERE terminal_id = ? "
                                      "ORDER BY at_utc_s DESC LIMIT 1 OFFSET ?",
                                      "di", &holder->terminal_id, (gint64)WRONG_CODES_MAX - 1);
  gint64 left_s = at_utc_s + WRONG_CODES_S - hufu_platform_now_s (platform);

  return is_typed (request) ? CLAMP (left_s, 0, WRONG_CODES_S) : 0;
}

static HufuIssued *
find_typed (HufuPlatform *platform, const json_t *request)
{
  const char *short_code = json_string_value (json_object_get (request, "short_code"));
  const char *platform_code = json_string_value (json_object_get (request, "platform_code"));
  char code[HUFU_SHORT_CODE_SIZE];
  HufuId cti;

  if (short_code != NULL)
    return hufu_short_code_read (short_code, strlen (short_code), code)
               ? read_voucher (
                     platform,
                     hufu_pdb_query (platform->db, SELECT_VOUCHER "short_code = ?", "t", code))
               : NULL;
  if (platform_code != NULL)
    return read_voucher (platform, hufu_pdb_query (platform->db, SELECT_VOUCHER "platform_code = ?",
                                                   "t", platform_code));
  return hufu_pjson_get_id (request, "cti", &cti) ? hufu_issued_find_cti (platform, &cti) : NULL;
}

HufuIssued *
hufu_issued_find_code (HufuPlatform *platform, const json_t *request, const HufuHolder *holder,
                       HufuReason *ret_reason)
{
  const char *token = json_string_value (json_object_get (request, "token"));
  HufuIssued *issued;

  if (token != NULL)
    return find_token (platform, token, ret_reason);
  issued = find_typed (platform, request);
  *ret_reason = issued != NULL ? HUFU_R01_OK_ONLINE : HUFU_R04_BAD_FORMAT;
  if (issued == NULL)
    count_wrong (platform, holder);
  return issued;
}

/* --- issuing ---------------------------------------------------------------------------------- */

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

static const char *
find_text_or (const json_t *request, const char *name, const char *otherwise)
{
  const char *text = hufu_pjson_find_text (request, name, 200, FALSE);

  return text != NULL ? text : otherwise;
}

/* They are shown and printed: an escape sequence in them would be obeyed. */
static gboolean
check_words (const json_t *request, GError **error)
{
  static const char *const names[] = {"title_en", "title_zh", "item_en", "item_zh"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *text = find_text_or (request, names[i], "");

    for (const char *at = text; *at != '\0'; at = g_utf8_find_next_char (at, NULL))
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

static gboolean
read_order (HufuPlatform *platform, const json_t *request, Order *order, GError **error)
{
  order->title_en = hufu_pjson_find_text (request, "title_en", 200, FALSE);
  order->title_zh = hufu_pjson_find_text (request, "title_zh", 200, FALSE);
  if (!hufu_voucher_type_find (find_text_or (request, "type", ""), &order->type))
    return refuse (error, "type");
  if (order->title_en == NULL)
    return refuse (error, "title_en");
  if (order->title_zh == NULL)
    return refuse (error, "title_zh");
  if (!check_words (request, error))
    return FALSE;
  if (!read_numbers (request, hufu_platform_now_s (platform), order, error))
    return FALSE;
  if (order->uses > 1 && order->type != HUFU_VOUCHER_PASS)
    return refuse (error, "uses (more than 1 is for a pass)");
  if (order->expires_utc_s <= order->not_before_utc_s)
    return refuse (error, "expires_utc_s");
  order->item_en = find_text_or (request, "item_en", order->title_en);
  order->item_zh = find_text_or (request, "item_zh", order->title_zh);
  order->icon = find_text_or (request, "icon", "gift");
  order->platform_code = hufu_pjson_find_text (request, "platform_code", 40, FALSE);
  order->issuer = find_text_or (request, "issuer", HUFU_PLATFORM_ISSUER);
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
  if (!read_phone (platform, request, order, error))
    return FALSE;
  order->scope = json_object_get (request, "scope");
  if (order->scope != NULL && json_array_size (order->scope) > HUFU_TOKEN_SCOPE_MAX)
    return refuse (error, "scope");
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
make_short_code (HufuPlatform *platform, char ret_code[HUFU_SHORT_CODE_SIZE])
{
  guint64 random45 = 0;

  do {
    hufu_host_random (platform->host, (guint8 *)&random45, sizeof random45);
    random45 &= (G_GUINT64_CONSTANT (1) << 45) - 1;
  } while (!hufu_short_code_make (random45, ret_code));
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
  make_short_code (platform, code);
  insert_voucher (platform, &order, &claims, token, code);
  hufu_voucher_log_note (platform, &claims.cti);
  if (order.is_played)
    hufu_phone_keep (platform, &claims.cti, &order.phone);
  if (!in_transaction && !hufu_pdb_commit (platform->db, error))
    return NULL;
  return json_pack ("{s:o, s:s, s:s}", "cti", hufu_pjson_id (&claims.cti), "token", token,
                    "short_code", code);
}

char *
hufu_issued_sign_again (HufuPlatform *platform, const HufuIssued *issued, guint64 generation,
                        guint64 status_list, guint64 status_index)
{
  guint8 kid[HUFU_TOKEN_KID_BYTES];
  HufuToken token;
  HufuReason read = hufu_token_decode (issued->token, strlen (issued->token), &token);
  HufuKeyPair *key;
  char *text;

  g_assert (read == HUFU_R00_OK_HELD);
  token.claims.generation = generation;
  token.claims.status_list = status_list;
  token.claims.status_index = status_index;
  key = hufu_platform_find_issuer (platform, token.claims.issuer);
  g_assert (key != NULL);
  hufu_token_make_kid (key->public_key, kid);
  text = hufu_token_encode (&token.claims, kid, hufu_crypto_sign, key);
  g_assert (text != NULL);
  return text;
}
