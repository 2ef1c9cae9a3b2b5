/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/voucher.h"

#include <string.h>

#include "core/live.h"
#include "crypto/sha256.h"
#include "platform/voucher-code.h"

#define WRONG_CODES_MAX 10
#define WRONG_CODES_S 60

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

/* *ret_reason is R15 for a code of before the voucher was given to a friend. */
static HufuIssued *
find_typed (HufuPlatform *platform, const json_t *request, HufuReason *ret_reason)
{
  const char *short_code = json_string_value (json_object_get (request, "short_code"));
  const char *typed = json_string_value (json_object_get (request, "platform_code"));
  HufuIssued *issued = NULL;
  char code[HUFU_SHORT_CODE_SIZE];
  HufuId cti;

  *ret_reason = HUFU_R01_OK_ONLINE;
  if (short_code == NULL && typed == NULL)
    return hufu_pjson_get_id (request, "cti", &cti) ? hufu_issued_find_cti (platform, &cti) : NULL;
  if (short_code != NULL) {
    if (!hufu_short_code_read (short_code, strlen (short_code), code))
      return NULL;
    typed = code;
    issued = read_voucher (
        platform, hufu_pdb_query (platform->db, SELECT_VOUCHER "short_code = ?", "t", typed));
  } else {
    issued = read_voucher (
        platform, hufu_pdb_query (platform->db, SELECT_VOUCHER "platform_code = ?", "t", typed));
  }
  if (issued != NULL || !hufu_voucher_code_find_old (platform, typed, &cti))
    return issued;
  *ret_reason = HUFU_R15_GENERATION_OLD;
  return hufu_issued_find_cti (platform, &cti);
}

HufuIssued *
hufu_issued_find_code (HufuPlatform *platform, const json_t *request, const HufuHolder *holder,
                       HufuReason *ret_reason)
{
  const char *token = json_string_value (json_object_get (request, "token"));
  HufuIssued *issued;

  if (token != NULL)
    return find_token (platform, token, ret_reason);
  issued = find_typed (platform, request, ret_reason);
  if (issued == NULL) {
    *ret_reason = HUFU_R04_BAD_FORMAT;
    count_wrong (platform, holder);
  }
  return issued;
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
