/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/codes.h"

#include <string.h>

#include "core/base64url.h"
#include "core/token.h"

#define LIFE_S (180 * 86400)
#define MEMBERS_MAX 6

static void
append_vouchers (HufuPlatform *platform, json_t *codes)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT title_en, title_zh, token, short_code, type, home_store, cti, platform_code, state, "
      "EXISTS (SELECT 1 FROM phone WHERE phone.cti = voucher.cti) FROM voucher ORDER BY rowid",
      "");

  while (hufu_pdb_next (platform->db, row)) {
    HufuId cti;

    hufu_pdb_id (row, 6, &cti);
    json_array_append_new (
        codes,
        json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:s, s:b}", "label",
                   hufu_pdb_text (row, 0), "label_zh", hufu_pdb_text (row, 1), "kind", "voucher",
                   "text", hufu_pdb_text (row, 2), "short_code", hufu_pdb_text (row, 3), "type",
                   hufu_pdb_text (row, 4), "home_store",
                   hufu_pdb_is_null (row, 5) ? json_null () : json_integer (hufu_pdb_int (row, 5)),
                   "cti", hufu_pjson_id (&cti), "platform_code", hufu_pdb_text (row, 7), "state",
                   hufu_pdb_text (row, 8), "live", (int)hufu_pdb_int (row, 9)));
  }
}

/* A code of another kind than voucher is signed when it is shown. */
static char *
sign_subject (HufuPlatform *platform, HufuTokenKind kind, const guint8 *subject, gsize size)
{
  HufuClaims claims = {.kind = kind};
  guint8 kid[HUFU_TOKEN_KID_BYTES];
  char *token = NULL;

  g_strlcpy (claims.issuer, HUFU_PLATFORM_ISSUER, sizeof claims.issuer);
  claims.not_before_utc_s = hufu_platform_now_s (platform) - 60;
  claims.expires_utc_s = claims.not_before_utc_s + LIFE_S;
  memcpy (claims.subject, subject, size);
  claims.subject_size = size;
  hufu_token_make_kid (platform->issuer->public_key, kid);
  while (token == NULL) {
    hufu_host_random (platform->host, claims.cti.bytes, HUFU_ID_BYTES);
    token = hufu_token_encode (&claims, kid, hufu_crypto_sign, platform->issuer);
  }
  return token;
}

static void
append_subject (HufuPlatform *platform, json_t *codes, const char *kind_name, HufuTokenKind kind,
                const json_t *data, const char *label, const char *label_zh)
{
  guint8 subject[16];
  g_autofree char *token = NULL;

  if (!hufu_pjson_get_bytes (data, "code_subject", subject, sizeof subject))
    return;
  token = sign_subject (platform, kind, subject, sizeof subject);
  json_array_append_new (codes, json_pack ("{s:s, s:s, s:s, s:s}", "label", label, "label_zh",
                                           label_zh, "kind", kind_name, "text", token));
}

static void
append_changes (HufuPlatform *platform, json_t *codes, const char *kind_name, HufuTokenKind kind,
                const char *label_name, const char *label_zh_name, gint64 max)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db, "SELECT data FROM change WHERE kind = ? AND data <> '' ORDER BY seq LIMIT ?",
      "ti", kind_name, max);

  while (hufu_pdb_next (platform->db, row)) {
    json_t *data = json_loads (hufu_pdb_text (row, 0), 0, NULL);
    g_autofree char *label = g_strdup_printf (
        "%s %s", kind_name, json_string_value (json_object_get (data, label_name)));
    g_autofree char *label_zh =
        g_strdup_printf ("%s", json_string_value (json_object_get (data, label_zh_name)));

    append_subject (platform, codes, kind_name, kind, data, label, label_zh);
    json_decref (data);
  }
}

static void
append_products (HufuPlatform *platform, json_t *codes)
{
  sqlite3_stmt *row = hufu_pdb_query (platform->db,
                                      "SELECT name_en, name_zh, variant_en, variant_zh, code FROM "
                                      "product JOIN barcode ON product_id = id WHERE favourite = 1 "
                                      "ORDER BY popularity DESC, id",
                                      "");

  while (hufu_pdb_next (platform->db, row)) {
    g_autofree char *english =
        g_strdup_printf ("%s %s", hufu_pdb_text (row, 0), hufu_pdb_text (row, 2));
    g_autofree char *chinese =
        g_strdup_printf ("%s %s", hufu_pdb_text (row, 1), hufu_pdb_text (row, 3));
    g_autofree char *code = g_strdup_printf ("%013" G_GINT64_FORMAT, hufu_pdb_int (row, 4));

    json_array_append_new (codes, json_pack ("{s:s, s:s, s:s, s:s}", "label", g_strchomp (english),
                                             "label_zh", g_strchomp (chinese), "kind", "product",
                                             "text", code));
  }
}

static void
complete_check_digit (char code[14])
{
  guint sum = 0;

  for (guint i = 0; i < 12; i++)
    sum += (guint)(code[i] - '0') * (i % 2 == 0 ? 1 : 3);
  code[12] = (char)('0' + (10 - sum % 10) % 10);
}

/* A scale's label of 325 g of each weighed product. */
static void
append_labels (HufuPlatform *platform, json_t *codes)
{
  sqlite3_stmt *row = hufu_pdb_query (platform->db,
                                      "SELECT name_en, name_zh, code / 1000000 FROM product "
                                      "JOIN barcode ON product_id = id WHERE by_weight = 1 "
                                      "ORDER BY id LIMIT 3",
                                      "");

  while (hufu_pdb_next (platform->db, row)) {
    char code[14];
    g_autofree char *english = g_strdup_printf ("%s 325 g", hufu_pdb_text (row, 0));
    g_autofree char *chinese = g_strdup_printf ("%s 325克", hufu_pdb_text (row, 1));

    g_snprintf (code, sizeof code, "%07d003250", (int)hufu_pdb_int (row, 2));
    complete_check_digit (code);
    json_array_append_new (codes, json_pack ("{s:s, s:s, s:s, s:s}", "label", english, "label_zh",
                                             chinese, "kind", "label", "text", code));
  }
}

json_t *
hufu_codes_list (HufuPlatform *platform, GError **error)
{
  json_t *codes = json_array ();

  append_vouchers (platform, codes);
  append_changes (platform, codes, "member", HUFU_TOKEN_MEMBER, "phone_masked", "phone_masked",
                  MEMBERS_MAX);
  append_changes (platform, codes, "pickup", HUFU_TOKEN_PICKUP, "order_no", "order_no", G_MAXINT32);
  append_changes (platform, codes, "reservation", HUFU_TOKEN_RESERVATION, "title_en", "title_zh",
                  G_MAXINT32);
  append_products (platform, codes);
  append_labels (platform, codes);
  if (hufu_pdb_check (platform->db, error))
    return codes;
  json_decref (codes);
  return NULL;
}
