/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/trust.h"

#include <string.h>
#include "store/change-store.h"
#include "sync/json.h"

#define SIGNED_PREFIX "HUFUT1"
#define BODY_MAX (4 * 1024 * 1024)

/* --- pure ------------------------------------------------------------------------------------ */

static gboolean
parse_platform_keys (const json_t *list, HufuTrustFacts *facts)
{
  const json_t *key;
  gsize i;

  if (list == NULL || json_array_size (list) == 0)
    return FALSE;
  json_array_foreach (list, i, key)
  {
    if (!hufu_json_get_bytes (key, "kid", facts->platform_keys[i].kid, HUFU_TOKEN_KID_BYTES) ||
        !hufu_json_get_bytes (key, "public_key", facts->platform_keys[i].public_key,
                              HUFU_TOKEN_KEY_BYTES))
      return FALSE;
    facts->n_platform_keys++;
  }
  return TRUE;
}

static gboolean
parse_pins (const json_t *list, HufuTrustFacts *facts)
{
  const json_t *pin;
  gsize i;

  if (list == NULL)
    return FALSE;
  json_array_foreach (list, i, pin)
  {
    const char *text = json_string_value (pin);

    if (text == NULL || !g_str_has_prefix (text, "sha256//") || strchr (text, ';') != NULL ||
        strlen (facts->tls_pins) + strlen (text) + 2 > sizeof facts->tls_pins)
      return FALSE;
    if (facts->tls_pins[0] != '\0')
      g_strlcat (facts->tls_pins, ";", sizeof facts->tls_pins);
    g_strlcat (facts->tls_pins, text, sizeof facts->tls_pins);
  }
  return TRUE;
}

static gboolean
is_key_entry (const json_t *key)
{
  guint8 bytes[HUFU_TOKEN_KEY_BYTES];
  const char *state = hufu_json_get_text (key, "state", 16);
  gint64 not_before;

  return hufu_json_get_bytes (key, "kid", bytes, HUFU_TOKEN_KID_BYTES) &&
         hufu_json_get_bytes (key, "public_key", bytes, HUFU_TOKEN_KEY_BYTES) &&
         hufu_json_get_text (key, "issuer", HUFU_TOKEN_ISSUER_MAX) != NULL &&
         hufu_json_get_int (key, "not_before_utc_s", 0, G_MAXINT64, &not_before) && state != NULL &&
         (strcmp (state, "active") == 0 || strcmp (state, "retired") == 0 ||
          strcmp (state, "compromised") == 0);
}

static gboolean
has_good_keys (const json_t *list)
{
  const json_t *key;
  gsize i;

  if (list == NULL)
    return FALSE;
  json_array_foreach (list, i, key)
  {
    if (!is_key_entry (key))
      return FALSE;
  }
  return TRUE;
}

gboolean
hufu_trust_parse (const char *body, HufuTrustFacts *ret_facts)
{
  hufu_autojson json = hufu_json_parse_object (body, strlen (body));
  gint64 version;

  memset (ret_facts, 0, sizeof *ret_facts);
  if (json == NULL || !hufu_json_get_int (json, "version", 1, G_MAXINT64, &version))
    return FALSE;
  ret_facts->version = (guint64)version;
  return has_good_keys (hufu_json_get_array (json, "keys", HUFU_TRUST_KEYS_MAX)) &&
         parse_platform_keys (hufu_json_get_array (json, "platform_keys", HUFU_PLATFORM_KEYS_MAX),
                              ret_facts) &&
         parse_pins (hufu_json_get_array (json, "tls_pins", 2), ret_facts);
}

static gboolean
is_signed_by (const json_t *entry, const GByteArray *message, const guint8 root[32])
{
  guint8 kid[HUFU_TOKEN_KID_BYTES];
  guint8 signature[HUFU_SIGNATURE_BYTES];
  guint8 root_kid[HUFU_TOKEN_KID_BYTES];

  hufu_token_make_kid (root, root_kid);
  return hufu_json_get_bytes (entry, "root_kid", kid, sizeof kid) &&
         memcmp (kid, root_kid, sizeof kid) == 0 &&
         hufu_json_get_bytes (entry, "signature", signature, sizeof signature) &&
         hufu_crypto_verify (signature, message->data, message->len, root);
}

gboolean
hufu_trust_is_signed (const json_t *envelope, const guint8 (*roots)[32], gsize n_roots)
{
  const char *body = hufu_json_get_text (envelope, "body", BODY_MAX);
  const json_t *signatures = hufu_json_get_array (envelope, "signatures", 2);
  g_autoptr (GByteArray) message = g_byte_array_new ();
  const json_t *entry;
  gsize i;

  if (body == NULL || signatures == NULL)
    return FALSE;
  g_byte_array_append (message, (const guint8 *)SIGNED_PREFIX, strlen (SIGNED_PREFIX));
  g_byte_array_append (message, (const guint8 *)body, (guint)strlen (body));
  json_array_foreach (signatures, i, entry)
  {
    for (gsize root = 0; root < n_roots; root++) {
      if (is_signed_by (entry, message, roots[root]))
        return TRUE;
    }
  }
  return FALSE;
}

/* --- fetching -------------------------------------------------------------------------------- */

typedef struct {
  const char *body;
  guint64 version; /* in: of body; out of act_held: the one held, 0 = none */
} TrustText;

static gpointer
act_store (HufuDb *db, gpointer data, GError **error)
{
  const TrustText *text = data;

  return hufu_trust_store (db, text->version, text->body, error) ? data : NULL;
}

static gpointer
act_held (HufuDb *db, gpointer data, GError **error)
{
  TrustText *text = data;
  g_autoptr (GError) local = NULL;
  g_autoptr (HufuTrustList) list = hufu_trust_load (db, &local);

  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  text->version = list != NULL ? list->version : 0;
  return text;
}

static HufuOutcome
take_list (HufuWire *wire, const char *body, const HufuTrustFacts *fresh, HufuTrustFacts *facts)
{
  TrustText held = {0};
  TrustText text = {body, fresh->version};
  HufuStore *books = hufu_wire_get_books (wire);

  if (hufu_store_run_wait (books, act_held, &held, NULL) == NULL)
    return hufu_outcome_problem (HUFU_TROUBLE_STORE);
  if (fresh->version < held.version)
    return hufu_outcome_problem (HUFU_TROUBLE_TRUST_OLDER);
  /* Pins first: after a crash in between the list comes again. */
  if (!hufu_wire_store_pins (wire, fresh->tls_pins) ||
      (fresh->version > held.version &&
       hufu_store_run_wait (books, act_store, &text, NULL) == NULL))
    return hufu_outcome_problem (HUFU_TROUBLE_STORE);
  *facts = *fresh;
  if (fresh->version > held.version)
    hufu_board_tell_data (hufu_wire_get_board (wire), HUFU_SYNC_DATA_TRUST);
  return HUFU_OUTCOME_OK;
}

HufuOutcome
hufu_trust_pull (HufuWire *wire, HufuHttp *http, HufuTrustFacts *facts)
{
  g_autoptr (HufuAnswer) answer = NULL;
  g_autofree char *query = NULL;
  HufuAsk ask = {.method = "GET", .path = "/v1/trust-list"};
  HufuTrustFacts fresh;
  HufuIdentity identity;
  guint8 roots[2][32];
  gsize n_roots = hufu_wire_get_roots (wire, roots);
  const char *body;

  if (n_roots == 0)
    return hufu_outcome_problem (HUFU_TROUBLE_ROOTS);
  hufu_wire_get_identity (wire, &identity);
  query = g_strdup_printf ("store=%" G_GUINT64_FORMAT, identity.store_no);
  ask.query = query;
  answer = hufu_wire_ask (wire, http, &ask);
  if (answer->kind != HUFU_ANSWER_OK)
    return hufu_outcome_of (wire, answer);
  body = hufu_json_get_text (answer->json, "body", BODY_MAX);
  if (body == NULL)
    return hufu_outcome_problem (HUFU_TROUBLE_MALFORMED);
  if (!hufu_trust_is_signed (answer->json, (const guint8 (*)[32])roots, n_roots))
    return hufu_outcome_problem (HUFU_TROUBLE_TRUST_SIGNATURE);
  if (!hufu_trust_parse (body, &fresh))
    return hufu_outcome_problem (HUFU_TROUBLE_MALFORMED);
  return take_list (wire, body, &fresh, facts);
}
