/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/lan-json.h"

#include <string.h>
#include "core/base64url.h"
#include "sync/json.h"
#include "sync/voucher-json.h"

#define AMOUNT_MAX G_GINT64_CONSTANT (1000000000000)
#define RIGHTS_MAX 1000 /* of one voucher */
#define QUERY_CTI "cti="
#define QUERY_GENERATION "&generation="
#define QUERY_SEQ "seq="
#define QUERY_HASH "&hash="
#define NONCE_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

void
hufu_lan_holding_clear (HufuLanHolding *holding)
{
  hufu_voucher_free (holding->voucher);
  *holding = (HufuLanHolding){0};
}

void
hufu_lan_debit_clear (HufuLanDebit *debit)
{
  g_clear_pointer (&debit->document, g_bytes_unref);
  hufu_voucher_free (debit->voucher);
  *debit = (HufuLanDebit){0};
}

static json_t *
pack_id (const HufuId *id)
{
  char text[HUFU_ID_TEXT_SIZE];

  hufu_id_format (id, text);
  return json_string (text);
}

static json_t *
pack_bytes (const guint8 *bytes, gsize size)
{
  g_autofree char *text = hufu_base64url_encode (bytes, size);

  return json_string (text);
}

static gboolean
take_number (const json_t *json, const char *name, guint64 min, guint64 max, guint64 *ret_number)
{
  gint64 number;

  if (!hufu_json_get_int (json, name, (gint64)min, (gint64)MIN (max, G_MAXINT64), &number))
    return FALSE;
  *ret_number = (guint64)number;
  return TRUE;
}

static gboolean
take_incarnation (const json_t *json, guint32 *ret_incarnation)
{
  guint64 number;

  if (!take_number (json, "incarnation", 1, G_MAXUINT32, &number))
    return FALSE;
  *ret_incarnation = (guint32)number;
  return TRUE;
}

/* --- who holds it? --------------------------------------------------------------------------- */

char *
hufu_lan_holds_query (const HufuId *cti, guint64 generation)
{
  char text[HUFU_ID_TEXT_SIZE];

  hufu_id_format (cti, text);
  return g_strdup_printf (QUERY_CTI "%s" QUERY_GENERATION "%" G_GUINT64_FORMAT, text, generation);
}

/* Only in the spelling of hufu_lan_holds_query. */
gboolean
hufu_lan_holds_parse (const char *query, HufuId *ret_cti, guint64 *ret_generation)
{
  const gsize before = strlen (QUERY_CTI) + HUFU_ID_TEXT_SIZE - 1;
  char text[HUFU_ID_TEXT_SIZE];
  g_autofree char *again = NULL;

  if (query == NULL || !g_str_has_prefix (query, QUERY_CTI) || strlen (query) < before ||
      !g_str_has_prefix (query + before, QUERY_GENERATION))
    return FALSE;
  g_strlcpy (text, query + strlen (QUERY_CTI), sizeof text);
  if (!hufu_id_parse (text, ret_cti) ||
      !g_ascii_string_to_unsigned (query + before + strlen (QUERY_GENERATION), 10, 0, G_MAXINT64,
                                   ret_generation, NULL))
    return FALSE;
  again = hufu_lan_holds_query (ret_cti, *ret_generation);
  return strcmp (again, query) == 0; /* one spelling: "007" is none */
}

json_t *
hufu_lan_holding_to_json (const HufuLanHolding *holding)
{
  json_t *json = json_pack (
      "{s:i, s:I, s:I, s:o}", "held", (int)holding->held, "remaining_minor",
      (json_int_t)holding->remaining_minor, "used_utc_us", (json_int_t)holding->used_utc_us,
      "voucher", holding->voucher != NULL ? hufu_voucher_to_json (holding->voucher) : json_null ());

  if (holding->live_step > 0)
    json_object_set_new (json, "live_step", json_integer ((json_int_t)holding->live_step));
  if (holding->newer_generation > 0)
    json_object_set_new (json, "newer_generation",
                         json_integer ((json_int_t)holding->newer_generation));
  if (holding->used > 0)
    json_object_set_new (json, "used", json_integer ((json_int_t)holding->used));
  if (holding->used_minor > 0)
    json_object_set_new (json, "used_minor", json_integer ((json_int_t)holding->used_minor));
  return json;
}

/* *ret_voucher NULL for null; FALSE for what is no voucher. */
static gboolean
take_voucher (const json_t *json, HufuVoucher **ret_voucher)
{
  const json_t *voucher = json_object_get (json, "voucher");

  *ret_voucher = NULL;
  if (json_is_null (voucher))
    return TRUE;
  *ret_voucher = hufu_voucher_from_json (voucher);
  return *ret_voucher != NULL;
}

gboolean
hufu_lan_holding_from_json (const json_t *json, const HufuId *cti, guint64 generation,
                            HufuLanHolding *ret_holding)
{
  g_auto (HufuLanHolding) holding = {0};
  guint64 held, used = 0;

  *ret_holding = (HufuLanHolding){0};
  if (!take_number (json, "held", 0, RIGHTS_MAX, &held) ||
      !hufu_json_get_int (json, "remaining_minor", 0, AMOUNT_MAX, &holding.remaining_minor) ||
      !hufu_json_get_int (json, "used_utc_us", 0, G_MAXINT64 / 2, &holding.used_utc_us) ||
      (json_object_get (json, "live_step") != NULL &&
       !take_number (json, "live_step", 1, G_MAXINT64, &holding.live_step)) ||
      (json_object_get (json, "newer_generation") != NULL &&
       !take_number (json, "newer_generation", generation + 1, G_MAXINT64,
                     &holding.newer_generation)) ||
      (json_object_get (json, "used") != NULL &&
       !take_number (json, "used", 1, RIGHTS_MAX, &used)) ||
      (json_object_get (json, "used_minor") != NULL &&
       !hufu_json_get_int (json, "used_minor", 1, AMOUNT_MAX, &holding.used_minor)) ||
      !take_voucher (json, &holding.voucher) || (held > 0) != (holding.voucher != NULL))
    return FALSE;
  if (held > 0 &&
      (!hufu_id_equal (&holding.voucher->cti, cti) || holding.voucher->generation != generation))
    return FALSE;
  holding.held = (guint)held;
  holding.used = (guint)used;
  *ret_holding = holding;
  holding.voucher = NULL;
  return TRUE;
}

/* --- a request and its answer ---------------------------------------------------------------- */

json_t *
hufu_request_to_json (const HufuRequest *request)
{
  return json_pack (
      "{s:o, s:o, s:I, s:I, s:{s:o, s:I, s:I, s:o}, s:{s:o, s:I}}", "request_id",
      pack_id (&request->request_id), "cti", pack_id (&request->cti), "generation",
      (json_int_t)request->generation, "platform_epoch", (json_int_t)request->platform_epoch,
      "asker", "terminal_id", pack_id (&request->asker_terminal), "incarnation",
      (json_int_t)request->asker_incarnation, "seq", (json_int_t)request->asker_seq, "hash",
      pack_bytes (request->asker_hash, sizeof request->asker_hash), "owner", "terminal_id",
      pack_id (&request->owner_terminal), "incarnation", (json_int_t)request->owner_incarnation);
}

gboolean
hufu_request_from_json (const json_t *json, HufuRequest *ret_request)
{
  const json_t *asker = json_object_get (json, "asker");
  const json_t *owner = json_object_get (json, "owner");

  *ret_request = (HufuRequest){0};
  return hufu_json_get_id (json, "request_id", &ret_request->request_id) &&
         hufu_json_get_id (json, "cti", &ret_request->cti) &&
         take_number (json, "generation", 0, G_MAXINT64, &ret_request->generation) &&
         take_number (json, "platform_epoch", 1, G_MAXINT64, &ret_request->platform_epoch) &&
         hufu_json_get_id (asker, "terminal_id", &ret_request->asker_terminal) &&
         take_incarnation (asker, &ret_request->asker_incarnation) &&
         take_number (asker, "seq", 0, G_MAXUINT32, &ret_request->asker_seq) &&
         hufu_json_get_bytes (asker, "hash", ret_request->asker_hash,
                              sizeof ret_request->asker_hash) &&
         hufu_json_get_id (owner, "terminal_id", &ret_request->owner_terminal) &&
         take_incarnation (owner, &ret_request->owner_incarnation);
}

json_t *
hufu_lan_debit_to_json (const HufuLanDebit *debit)
{
  gsize size = 0;
  const guint8 *bytes = debit->document != NULL ? g_bytes_get_data (debit->document, &size) : NULL;

  json_t *json =
      json_pack ("{s:s, s:o, s:o}", "outcome", hufu_debit_outcome_name (debit->outcome), "debit",
                 bytes != NULL ? pack_bytes (bytes, size) : json_null (), "voucher",
                 debit->voucher != NULL ? hufu_voucher_to_json (debit->voucher) : json_null ());

  if (debit->head.seq > 0)
    json_object_set_new (json, "head",
                         json_pack ("{s:I, s:o}", "seq", (json_int_t)debit->head.seq, "hash",
                                    pack_bytes (debit->head.hash, sizeof debit->head.hash)));
  return json;
}

/* A journal that has begun: only of nothing is nothing told. */
static gboolean
take_head (const json_t *json, HufuWitness *ret_head)
{
  const json_t *head = json_object_get (json, "head");

  return head == NULL ||
         (take_number (head, "seq", 1, G_MAXUINT32, &ret_head->seq) &&
          hufu_json_get_bytes (head, "hash", ret_head->hash, sizeof ret_head->hash));
}

/* *ret_document NULL for null. Whether it is a debit is for hufu_right_receive to say. */
static gboolean
take_document (const json_t *json, GBytes **ret_document)
{
  guint8 bytes[HUFU_DEBIT_MAX_BYTES];
  const char *text;
  gsize size = 0;

  *ret_document = NULL;
  if (json_is_null (json_object_get (json, "debit")))
    return TRUE;
  text = hufu_json_get_text (json, "debit", 2 * HUFU_DEBIT_MAX_BYTES);
  if (text == NULL || !hufu_base64url_decode (text, strlen (text), bytes, sizeof bytes, &size) ||
      size == 0)
    return FALSE;
  *ret_document = g_bytes_new (bytes, size);
  return TRUE;
}

gboolean
hufu_lan_debit_from_json (const json_t *json, HufuLanDebit *ret_debit)
{
  const char *name = hufu_json_get_text (json, "outcome", 20);
  g_auto (HufuLanDebit) debit = {0};

  *ret_debit = (HufuLanDebit){0};
  if (name == NULL || !hufu_debit_outcome_find (name, &debit.outcome) ||
      !take_document (json, &debit.document) || !take_voucher (json, &debit.voucher) ||
      !take_head (json, &debit.head) ||
      (debit.outcome == HUFU_DEBIT_DEBITED) != (debit.document != NULL))
    return FALSE;
  *ret_debit = debit;
  debit = (HufuLanDebit){0};
  return TRUE;
}

/* --- witnesses ------------------------------------------------------------------------------- */

char *
hufu_lan_witness_query (const HufuWitness *own)
{
  g_autofree char *hash = NULL;

  if (own->seq == 0)
    return NULL;
  hash = hufu_base64url_encode (own->hash, sizeof own->hash);
  return g_strdup_printf (QUERY_SEQ "%" G_GUINT64_FORMAT QUERY_HASH "%s", own->seq, hash);
}

/* Only in the spelling of hufu_lan_witness_query. */
gboolean
hufu_lan_witness_parse (const char *query, HufuWitness *ret_said)
{
  const char *hash = query != NULL ? strstr (query, QUERY_HASH) : NULL;
  g_autofree char *seq = NULL, *again = NULL;
  gsize n = 0;

  *ret_said = (HufuWitness){0};
  if (query == NULL)
    return TRUE;
  if (hash == NULL || !g_str_has_prefix (query, QUERY_SEQ))
    return FALSE;
  seq = g_strndup (query + strlen (QUERY_SEQ), (gsize)(hash - query) - strlen (QUERY_SEQ));
  hash += strlen (QUERY_HASH);
  if (!g_ascii_string_to_unsigned (seq, 10, 1, G_MAXUINT32, &ret_said->seq, NULL) ||
      !hufu_base64url_decode (hash, strlen (hash), ret_said->hash, sizeof ret_said->hash, &n) ||
      n != sizeof ret_said->hash)
    return FALSE;
  again = hufu_lan_witness_query (ret_said);
  return strcmp (again, query) == 0;
}

json_t *
hufu_lan_witness_to_json (const HufuLanWitness *witness)
{
  return json_pack ("{s:I, s:o, s:I, s:I, s:I, s:I}", "seq", (json_int_t)witness->witness.seq,
                    "hash", pack_bytes (witness->witness.hash, sizeof witness->witness.hash),
                    "platform_epoch", (json_int_t)witness->platform_epoch, "earliest_utc_us",
                    (json_int_t)witness->earliest_utc_us, "latest_utc_us",
                    (json_int_t)witness->latest_utc_us, "vouchers",
                    (json_int_t)witness->n_vouchers);
}

gboolean
hufu_lan_witness_from_json (const json_t *json, HufuLanWitness *ret_witness)
{
  *ret_witness = (HufuLanWitness){0};
  return take_number (json, "seq", 0, G_MAXUINT32, &ret_witness->witness.seq) &&
         hufu_json_get_bytes (json, "hash", ret_witness->witness.hash,
                              sizeof ret_witness->witness.hash) &&
         take_number (json, "platform_epoch", 1, G_MAXINT64, &ret_witness->platform_epoch) &&
         hufu_json_get_int (json, "earliest_utc_us", 0, G_MAXINT64,
                            &ret_witness->earliest_utc_us) &&
         hufu_json_get_int (json, "latest_utc_us", ret_witness->earliest_utc_us, G_MAXINT64,
                            &ret_witness->latest_utc_us) &&
         (json_object_get (json, "vouchers") == NULL ||
          take_number (json, "vouchers", 0, G_MAXUINT32, &ret_witness->n_vouchers));
}

/* --- refusals -------------------------------------------------------------------------------- */

json_t *
hufu_lan_problem_to_json (HufuLanRefusal refusal, const char *nonce)
{
  g_autofree char *type = g_strconcat ("urn:hufu:lan:", hufu_lan_refusal_code (refusal), NULL);
  json_t *problem = json_pack (
      "{s:s, s:s, s:s, s:i}", "type", type, "code", hufu_lan_refusal_code (refusal), "title",
      hufu_lan_refusal_title (refusal), "status", (int)hufu_lan_refusal_status (refusal));

  if (nonce != NULL)
    json_object_set_new (problem, "nonce", json_string (nonce));
  return problem;
}

gboolean
hufu_lan_problem_from_json (const json_t *json, HufuLanRefusal *ret_refusal,
                            char ret_nonce[HUFU_HTTP_NONCE_SIZE])
{
  const char *code = hufu_json_get_text (json, "code", 40);
  const char *nonce = hufu_json_get_text (json, "nonce", HUFU_HTTP_NONCE_SIZE - 1);

  ret_nonce[0] = '\0';
  if (nonce != NULL && strspn (nonce, NONCE_LETTERS) == strlen (nonce))
    g_strlcpy (ret_nonce, nonce, HUFU_HTTP_NONCE_SIZE);
  return code != NULL && hufu_lan_refusal_find (code, ret_refusal);
}
