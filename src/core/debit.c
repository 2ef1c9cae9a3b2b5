/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/debit.h"

#include <string.h>
#include "core/cbor.h"
#include "core/money.h"

#define DOMAIN_TEXT "OVD1"
#define DOMAIN_BYTES 4
#define PAYLOAD_FIELDS 16
#define USES_MAX 1000       /* of a voucher: the schema of the token */
#define SEQ_MAX G_MAXUINT32 /* of a journal */
#define INCARNATION_MAX G_MAXINT32

static int
compare_ids (const HufuId *a, const HufuId *b)
{
  return memcmp (a->bytes, b->bytes, HUFU_ID_BYTES);
}

/* The place of the first undone id that is not below use_id. */
static gsize
find_place (const HufuDebit *debit, const HufuId *use_id)
{
  gsize place = 0;

  while (place < debit->n_undone && compare_ids (&debit->undone[place], use_id) < 0)
    place++;
  return place;
}

gboolean
hufu_debit_has_undone (const HufuDebit *debit, const HufuId *use_id)
{
  gsize place = find_place (debit, use_id);

  return place < debit->n_undone && hufu_id_equal (&debit->undone[place], use_id);
}

gboolean
hufu_debit_add_undone (HufuDebit *debit, const HufuId *use_id)
{
  gsize place = find_place (debit, use_id);

  if (place < debit->n_undone && hufu_id_equal (&debit->undone[place], use_id))
    return TRUE;
  if (debit->n_undone == HUFU_DEBIT_UNDONE_MAX)
    return FALSE;
  memmove (&debit->undone[place + 1], &debit->undone[place],
           (debit->n_undone - place) * sizeof (HufuId));
  debit->undone[place] = *use_id;
  debit->n_undone++;
  return TRUE;
}

/* --- writing --------------------------------------------------------------------------------- */

static void
write_id (HufuCborWriter *writer, const HufuId *id)
{
  hufu_cbor_write_bytes (writer, id->bytes, HUFU_ID_BYTES);
}

static void
write_payload (HufuCborWriter *writer, const HufuDebit *debit)
{
  hufu_cbor_write_array (writer, PAYLOAD_FIELDS);
  write_id (writer, &debit->request_id);
  write_id (writer, &debit->key.cti);
  hufu_cbor_write_uint (writer, debit->key.generation);
  hufu_cbor_write_uint (writer, debit->key.k);
  hufu_cbor_write_uint (writer, debit->epoch.platform_epoch);
  hufu_cbor_write_uint (writer, debit->epoch.counter);
  hufu_cbor_write_uint (writer, debit->hop);
  hufu_cbor_write_int (writer, debit->remaining_minor);
  write_id (writer, &debit->from_terminal);
  hufu_cbor_write_uint (writer, debit->from_incarnation);
  hufu_cbor_write_uint (writer, debit->from_seq);
  hufu_cbor_write_bytes (writer, debit->from_hash, HUFU_JOURNAL_HASH_BYTES);
  write_id (writer, &debit->to_terminal);
  hufu_cbor_write_uint (writer, debit->to_incarnation);
  hufu_cbor_write_uint (writer, debit->to_seq);
  hufu_cbor_write_array (writer, debit->n_undone);
  for (gsize i = 0; i < debit->n_undone; i++)
    write_id (writer, &debit->undone[i]);
}

gsize
hufu_debit_seal (const HufuDebit *debit, HufuSignFunc sign, gpointer user_data,
                 guint8 ret_document[HUFU_DEBIT_MAX_BYTES])
{
  guint8 message[DOMAIN_BYTES + HUFU_DEBIT_MAX_BYTES] = DOMAIN_TEXT;
  guint8 signature[HUFU_TOKEN_SIGNATURE_BYTES];
  HufuCborWriter payload, document;
  HufuDebit read;

  g_assert (debit->n_undone <= HUFU_DEBIT_UNDONE_MAX);
  hufu_cbor_writer_init (&payload, message + DOMAIN_BYTES, HUFU_DEBIT_MAX_BYTES);
  write_payload (&payload, debit);
  sign (user_data, message, DOMAIN_BYTES + payload.size, signature);
  hufu_cbor_writer_init (&document, ret_document, HUFU_DEBIT_MAX_BYTES);
  hufu_cbor_write_array (&document, 2);
  hufu_cbor_write_bytes (&document, payload.bytes, payload.size);
  hufu_cbor_write_bytes (&document, signature, sizeof signature);
  g_assert (!payload.failed && !document.failed);
  /* What others would refuse must not be sent: the reader is the one place that knows the limits.
   */
  return hufu_debit_decode (ret_document, document.size, &read) ? document.size : 0;
}

/* --- reading --------------------------------------------------------------------------------- */

static void
read_hash (HufuCborReader *reader, guint8 ret_hash[HUFU_JOURNAL_HASH_BYTES])
{
  gsize size;
  const guint8 *bytes =
      hufu_cbor_read_bytes (reader, HUFU_JOURNAL_HASH_BYTES, HUFU_JOURNAL_HASH_BYTES, &size);

  if (bytes != NULL)
    memcpy (ret_hash, bytes, size);
}

static HufuId
read_id (HufuCborReader *reader)
{
  HufuId id = {{0}};
  gsize size;
  const guint8 *bytes = hufu_cbor_read_bytes (reader, HUFU_ID_BYTES, HUFU_ID_BYTES, &size);

  if (bytes != NULL)
    memcpy (id.bytes, bytes, size);
  if (hufu_id_is_zero (&id))
    hufu_cbor_reader_fail (reader);
  return id;
}

static void
read_undone (HufuCborReader *reader, HufuDebit *debit)
{
  debit->n_undone = hufu_cbor_read_array (reader, 0, HUFU_DEBIT_UNDONE_MAX);
  for (gsize i = 0; i < debit->n_undone; i++) {
    debit->undone[i] = read_id (reader);
    if (i > 0 && compare_ids (&debit->undone[i - 1], &debit->undone[i]) >= 0)
      hufu_cbor_reader_fail (reader);
  }
}

static void
read_payload (HufuCborReader *reader, HufuDebit *debit)
{
  hufu_cbor_read_array (reader, PAYLOAD_FIELDS, PAYLOAD_FIELDS);
  debit->request_id = read_id (reader);
  debit->key.cti = read_id (reader);
  debit->key.generation = hufu_cbor_read_uint (reader, 0, G_MAXINT64);
  debit->key.k = (guint32)hufu_cbor_read_uint (reader, 0, USES_MAX - 1);
  debit->epoch.platform_epoch = hufu_cbor_read_uint (reader, 1, G_MAXINT64);
  debit->epoch.counter = hufu_cbor_read_uint (reader, 1, G_MAXINT64);
  debit->hop = (guint32)hufu_cbor_read_uint (reader, 1, G_MAXUINT32);
  debit->remaining_minor = (gint64)hufu_cbor_read_uint (reader, 0, HUFU_MONEY_MAX_MINOR);
  debit->from_terminal = read_id (reader);
  debit->from_incarnation = (guint32)hufu_cbor_read_uint (reader, 1, INCARNATION_MAX);
  debit->from_seq = hufu_cbor_read_uint (reader, 0, SEQ_MAX);
  read_hash (reader, debit->from_hash);
  debit->to_terminal = read_id (reader);
  debit->to_incarnation = (guint32)hufu_cbor_read_uint (reader, 1, INCARNATION_MAX);
  debit->to_seq = hufu_cbor_read_uint (reader, 0, SEQ_MAX);
  read_undone (reader, debit);
  if (hufu_id_equal (&debit->from_terminal, &debit->to_terminal) &&
      debit->from_incarnation == debit->to_incarnation)
    hufu_cbor_reader_fail (reader);
}

/* Both point into the document. */
static gboolean
read_document (const guint8 *document, gsize size, const guint8 **ret_payload,
               gsize *ret_payload_size, const guint8 **ret_signature)
{
  HufuCborReader reader;
  gsize signature_size;

  if (size > HUFU_DEBIT_MAX_BYTES)
    return FALSE;
  hufu_cbor_reader_init (&reader, document, size);
  hufu_cbor_read_array (&reader, 2, 2);
  *ret_payload = hufu_cbor_read_bytes (&reader, 1, HUFU_DEBIT_MAX_BYTES, ret_payload_size);
  *ret_signature = hufu_cbor_read_bytes (&reader, HUFU_TOKEN_SIGNATURE_BYTES,
                                         HUFU_TOKEN_SIGNATURE_BYTES, &signature_size);
  return hufu_cbor_reader_finish (&reader);
}

gboolean
hufu_debit_decode (const guint8 *document, gsize size, HufuDebit *ret_debit)
{
  const guint8 *payload, *signature;
  HufuCborReader reader;
  gsize payload_size;

  if (!read_document (document, size, &payload, &payload_size, &signature))
    return FALSE;
  hufu_cbor_reader_init (&reader, payload, payload_size);
  read_payload (&reader, ret_debit);
  return hufu_cbor_reader_finish (&reader);
}

gboolean
hufu_debit_verify (const guint8 *document, gsize size,
                   const guint8 device_public[HUFU_TOKEN_KEY_BYTES], HufuVerifyFunc verify)
{
  guint8 message[DOMAIN_BYTES + HUFU_DEBIT_MAX_BYTES] = DOMAIN_TEXT;
  const guint8 *payload, *signature;
  gsize payload_size;

  if (!read_document (document, size, &payload, &payload_size, &signature))
    return FALSE;
  memcpy (message + DOMAIN_BYTES, payload, payload_size);
  return verify (signature, message, DOMAIN_BYTES + payload_size, device_public);
}
