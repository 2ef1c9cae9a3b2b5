/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/devices.h"

#include <string.h>

#include "core/base64url.h"
#include "core/token.h"
#include "platform/terminals.h"

/* Nothing that can be read as another or spells a word. */
static const char user_alphabet[] = "BCDFGHJKMNPQRTVWXYZ2346789";

static char *
make_user_code (HufuPlatform *platform)
{
  guint8 random[8];
  char code[10];

  hufu_host_random (platform->host, random, sizeof random);
  for (gsize i = 0, at = 0; i < sizeof random; i++) {
    if (i == 4)
      code[at++] = '-';
    code[at++] = user_alphabet[random[i] % (sizeof user_alphabet - 1)];
  }
  code[9] = '\0';
  return g_strdup (code);
}

static char *
make_device_code (HufuPlatform *platform)
{
  guint8 random[24];

  hufu_host_random (platform->host, random, sizeof random);
  return hufu_base64url_encode (random, sizeof random);
}

/* --- enrolling ----------------------------------------------------------------------------------
 */

static gboolean
find_terminal (HufuPlatform *platform, const guint8 public_key[32], HufuId *ret_id)
{
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db, "SELECT terminal_id FROM terminal WHERE device_public = ?", "b",
                      public_key, (gsize)32);

  if (!hufu_pdb_next (platform->db, row))
    return FALSE;
  hufu_pdb_id (row, 0, ret_id);
  hufu_pdb_done (row);
  return TRUE;
}

/* A key that is known stays its terminal and its number, even at another store's approval. */
static HufuId
ensure_terminal (HufuPlatform *platform, const guint8 public_key[32], const char *name,
                 guint64 store_no)
{
  HufuId id;

  if (find_terminal (platform, public_key, &id))
    return id;
  id = hufu_host_make_id (platform->host);
  hufu_pdb_run (
      platform->db,
      "INSERT INTO terminal VALUES (?1, ?2, ?3, ?4, (SELECT coalesce (max (terminal_no), 0) "
      "+ 1 FROM terminal WHERE store_no = ?4))",
      "dbti", &id, public_key, (gsize)32, name, (gint64)store_no);
  return id;
}

static gint64
enrol (HufuPlatform *platform, const guint8 public_key[32], const char *name, guint64 store_no,
       const char *device_code, HufuId *ret_id)
{
  gint64 incarnation;

  *ret_id = ensure_terminal (platform, public_key, name, store_no);
  incarnation = hufu_terminals_begin_incarnation (platform, ret_id, NULL);
  hufu_pdb_run (platform->db,
                "UPDATE enrolment SET state = 'approved', terminal_id = ?, incarnation = ? "
                "WHERE device_code = ?",
                "dit", ret_id, incarnation, device_code);
  return incarnation;
}

json_t *
hufu_devices_authorize (HufuPlatform *platform, const guint8 public_key[32], const char *name,
                        GError **error)
{
  g_autofree char *device_code = make_device_code (platform);
  g_autofree char *user_code = make_user_code (platform);
  g_autofree char *uri = g_strconcat (platform->base_url, "/enrol", NULL);
  g_autofree char *complete = g_strconcat (uri, "?user_code=", user_code, NULL);
  gint64 now_s = hufu_platform_now_s (platform);
  HufuId id;

  hufu_pdb_begin (platform->db);
  hufu_pdb_run (platform->db, "DELETE FROM enrolment WHERE expires_utc_s < ?", "i", now_s);
  hufu_pdb_run (platform->db,
                "INSERT INTO enrolment VALUES (?, ?, ?, ?, ?, 0, 'pending', NULL, NULL)", "ttbti",
                device_code, user_code, public_key, (gsize)32, name, now_s + HUFU_ENROLMENT_LIFE_S);
  if (platform->demo)
    enrol (platform, public_key, name, platform->demo_store, device_code, &id);
  if (!hufu_pdb_commit (platform->db, error))
    return NULL;
  return json_pack ("{s:s, s:s, s:s, s:s, s:i, s:i}", "device_code", device_code, "user_code",
                    user_code, "verification_uri", uri, "verification_uri_complete", complete,
                    "expires_in_s", HUFU_ENROLMENT_LIFE_S, "interval_s",
                    platform->demo ? 0 : HUFU_ENROLMENT_INTERVAL_S);
}

static json_t *
describe_root (const HufuKeyPair *root)
{
  guint8 kid[HUFU_TOKEN_KID_BYTES];

  hufu_token_make_kid (root->public_key, kid);
  return json_pack ("{s:o, s:o}", "kid", hufu_pjson_bytes (kid, sizeof kid), "public_key",
                    hufu_pjson_bytes (root->public_key, sizeof root->public_key));
}

static json_t *
describe_enrolment (HufuPlatform *platform, const HufuId *terminal_id, gint64 incarnation)
{
  sqlite3_stmt *row = hufu_pdb_query (platform->db,
                                      "SELECT store_no, groups, name_en, name_zh, currency, "
                                      "terminal_no FROM terminal JOIN store USING (store_no) "
                                      "WHERE terminal_id = ?",
                                      "d", terminal_id);
  json_t *answer;

  if (!hufu_pdb_next (platform->db, row))
    return NULL;
  answer = json_pack (
      "{s:o, s:I, s:I, s:I, s:I, s:[o, o], s:{s:I, s:o, s:s, s:s}}", "terminal_id",
      hufu_pjson_id (terminal_id), "incarnation", (json_int_t)incarnation, "platform_epoch",
      (json_int_t)hufu_platform_get_epoch (platform), "terminal_no",
      (json_int_t)hufu_pdb_int (row, 5), "currency", (json_int_t)hufu_pdb_int (row, 4), "roots",
      describe_root (platform->roots[0]), describe_root (platform->roots[1]), "store", "store_no",
      (json_int_t)hufu_pdb_int (row, 0), "groups", json_loads (hufu_pdb_text (row, 1), 0, NULL),
      "name_en", hufu_pdb_text (row, 2), "name_zh", hufu_pdb_text (row, 3));
  hufu_pdb_done (row);
  return answer;
}

static HufuDeviceOutcome
judge_poll (HufuPlatform *platform, const char *state, gint64 polled_utc_us)
{
  if (strcmp (state, "approved") == 0)
    return HUFU_DEVICE_ENROLLED;
  if (strcmp (state, "denied") == 0)
    return HUFU_DEVICE_DENIED;
  return hufu_host_utc_us (platform->host) - polled_utc_us <
                 (HUFU_ENROLMENT_INTERVAL_S - 1) * G_USEC_PER_SEC
             ? HUFU_DEVICE_SLOW_DOWN
             : HUFU_DEVICE_PENDING;
}

gboolean
hufu_devices_poll (HufuPlatform *platform, const char *device_code, HufuDeviceOutcome *ret_outcome,
                   json_t **ret_answer, GError **error)
{
  sqlite3_stmt *row;
  HufuId terminal_id;
  gint64 incarnation = 0;

  *ret_outcome = HUFU_DEVICE_EXPIRED;
  *ret_answer = NULL;
  hufu_pdb_begin_light (platform->db);
  row = hufu_pdb_query (platform->db,
                        "SELECT state, polled_utc_us, terminal_id, incarnation FROM enrolment "
                        "WHERE device_code = ? AND expires_utc_s >= ?",
                        "ti", device_code, hufu_platform_now_s (platform));
  if (hufu_pdb_next (platform->db, row)) {
    *ret_outcome = judge_poll (platform, hufu_pdb_text (row, 0), hufu_pdb_int (row, 1));
    hufu_pdb_id (row, 2, &terminal_id);
    incarnation = hufu_pdb_int (row, 3);
    hufu_pdb_done (row);
  }
  hufu_pdb_run (platform->db, "UPDATE enrolment SET polled_utc_us = ? WHERE device_code = ?", "it",
                hufu_host_utc_us (platform->host), device_code);
  if (*ret_outcome == HUFU_DEVICE_ENROLLED)
    *ret_answer = describe_enrolment (platform, &terminal_id, incarnation);
  return hufu_pdb_commit (platform->db, error);
}

gboolean
hufu_devices_approve (HufuPlatform *platform, const char *user_code, guint64 store_no,
                      json_t **ret_answer, GError **error)
{
  g_autofree char *device_code = NULL, *name = NULL;
  guint8 public_key[32];
  sqlite3_stmt *row;
  HufuId id;
  gint64 incarnation;

  *ret_answer = NULL;
  hufu_pdb_begin (platform->db);
  row = hufu_pdb_query (platform->db,
                        "SELECT device_code, device_public, name FROM enrolment JOIN store "
                        "WHERE user_code = ? AND store_no = ? AND state = 'pending' AND "
                        "expires_utc_s >= ?",
                        "tii", user_code, (gint64)store_no, hufu_platform_now_s (platform));
  if (!hufu_pdb_next (platform->db, row))
    return hufu_pdb_commit (platform->db, error);
  device_code = g_strdup (hufu_pdb_text (row, 0));
  hufu_pdb_bytes (row, 1, public_key, sizeof public_key);
  name = g_strdup (hufu_pdb_text (row, 2));
  hufu_pdb_done (row);
  incarnation = enrol (platform, public_key, name, store_no, device_code, &id);
  if (!hufu_pdb_commit (platform->db, error))
    return FALSE;
  *ret_answer = json_pack ("{s:o, s:I}", "terminal_id", hufu_pjson_id (&id), "incarnation",
                           (json_int_t)incarnation);
  return TRUE;
}

HufuMembership
hufu_devices_find (HufuPlatform *platform, const HufuId *terminal_id, guint32 incarnation,
                   HufuHolder *ret_holder, guint8 ret_public_key[32])
{
  sqlite3_stmt *row = hufu_pdb_query (platform->db,
                                      "SELECT device_public, store_no, terminal_no, state FROM "
                                      "terminal JOIN incarnation USING (terminal_id) "
                                      "WHERE terminal_id = ? AND incarnation = ?",
                                      "di", terminal_id, (gint64)incarnation);
  HufuMembership membership = HUFU_MEMBER_ENROLLED;

  if (!hufu_pdb_next (platform->db, row))
    return HUFU_MEMBER_UNKNOWN;
  hufu_pdb_bytes (row, 0, ret_public_key, 32);
  *ret_holder = (HufuHolder){*terminal_id, incarnation, (guint64)hufu_pdb_int (row, 1),
                             (guint64)hufu_pdb_int (row, 2)};
  if (strcmp (hufu_pdb_text (row, 3), "superseded") == 0)
    membership = HUFU_MEMBER_OLD;
  if (strcmp (hufu_pdb_text (row, 3), "forked") == 0)
    membership = HUFU_MEMBER_FORKED;
  hufu_pdb_done (row);
  return membership;
}

/* --- the trust list -----------------------------------------------------------------------------
 */

static json_t *
list_keys (HufuPlatform *platform)
{
  json_t *keys = json_array ();
  sqlite3_stmt *row = hufu_pdb_query (platform->db,
                                      "SELECT kid, public_key, issuer, not_before_utc_s, state "
                                      "FROM issuer_key ORDER BY kid",
                                      "");
  guint8 kid[HUFU_TOKEN_KID_BYTES], key[32];

  while (hufu_pdb_next (platform->db, row)) {
    hufu_pdb_bytes (row, 0, kid, sizeof kid);
    hufu_pdb_bytes (row, 1, key, sizeof key);
    json_array_append_new (
        keys, json_pack ("{s:o, s:o, s:s, s:I, s:s}", "kid", hufu_pjson_bytes (kid, sizeof kid),
                         "public_key", hufu_pjson_bytes (key, sizeof key), "issuer",
                         hufu_pdb_text (row, 2), "not_before_utc_s",
                         (json_int_t)hufu_pdb_int (row, 3), "state", hufu_pdb_text (row, 4)));
  }
  return keys;
}

static json_t *
list_devices (HufuPlatform *platform, gint64 store_no)
{
  json_t *devices = json_array ();
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT terminal_id, incarnation, device_public, store_no, terminal_no FROM terminal "
      "JOIN incarnation USING (terminal_id) WHERE state = 'enrolled' AND "
      "life IN ('live', 'leaving') AND ?1 IN (-1, store_no) "
      "ORDER BY store_no, terminal_no",
      "i", store_no);
  guint8 key[32];
  HufuId id;

  while (hufu_pdb_next (platform->db, row)) {
    hufu_pdb_id (row, 0, &id);
    hufu_pdb_bytes (row, 2, key, sizeof key);
    json_array_append_new (devices, json_pack ("{s:o, s:I, s:o, s:I, s:I}", "terminal_id",
                                               hufu_pjson_id (&id), "incarnation",
                                               (json_int_t)hufu_pdb_int (row, 1), "public_key",
                                               hufu_pjson_bytes (key, sizeof key), "store_no",
                                               (json_int_t)hufu_pdb_int (row, 3), "terminal_no",
                                               (json_int_t)hufu_pdb_int (row, 4)));
  }
  return devices;
}

static json_t *
list_pins (HufuPlatform *platform)
{
  json_t *pins = json_array ();
  sqlite3_stmt *row = hufu_pdb_query (platform->db, "SELECT tls_pins FROM platform", "");
  g_auto (GStrv) words = NULL;

  if (!hufu_pdb_next (platform->db, row))
    return pins;
  words = g_strsplit (hufu_pdb_text (row, 0), " ", -1);
  hufu_pdb_done (row);
  for (gsize i = 0; words[i] != NULL; i++)
    json_array_append_new (pins, json_string (words[i]));
  return pins;
}

static json_t *
sign_body (HufuKeyPair *root, const char *body)
{
  g_autofree char *message = g_strconcat ("HUFUT1", body, NULL);
  guint8 kid[HUFU_TOKEN_KID_BYTES], signature[HUFU_SIGNATURE_BYTES];

  hufu_token_make_kid (root->public_key, kid);
  hufu_crypto_sign (root, (const guint8 *)message, strlen (message), signature);
  return json_pack ("{s:o, s:o}", "root_kid", hufu_pjson_bytes (kid, sizeof kid), "signature",
                    hufu_pjson_bytes (signature, sizeof signature));
}

json_t *
hufu_devices_make_trust_list (HufuPlatform *platform, gint64 store_no, GError **error)
{
  json_t *list;
  g_autofree char *body = NULL;

  list = json_pack (
      "{s:I, s:o, s:[o], s:o, s:o}", "version",
      (json_int_t)hufu_pdb_get_int (platform->db, 1, "SELECT trust_version FROM platform", ""),
      "keys", list_keys (platform), "platform_keys", describe_root (platform->signer), "devices",
      list_devices (platform, store_no), "tls_pins", list_pins (platform));
  body = hufu_pjson_dump (list);
  json_decref (list);
  if (!hufu_pdb_check (platform->db, error))
    return NULL;
  return json_pack ("{s:s, s:[o, o]}", "body", body, "signatures",
                    sign_body (platform->roots[0], body), sign_body (platform->roots[1], body));
}
