/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/status-list.h"

#include <string.h>
#include "core/cbor.h"

#define DOMAIN_TEXT "OVS1"
#define DOMAIN_BYTES (sizeof DOMAIN_TEXT - 1)
#define PAYLOAD_FIELDS 8
#define HEAD_BYTES_MAX                                                                             \
  128 /* of a payload without its squeezed bytes, or of a document around it                       \
       */

HufuStatusList *
hufu_status_list_new (const char *issuer, guint64 list_no, gsize n_entries)
{
  HufuStatusList *list = g_new0 (HufuStatusList, 1);

  g_strlcpy (list->issuer, issuer, sizeof list->issuer);
  list->list_no = list_no;
  list->n_entries = n_entries;
  list->bits = g_malloc0 (HUFU_STATUS_BYTES (n_entries) + 1);
  return list;
}

HufuStatusList *
hufu_status_list_copy (const HufuStatusList *list, gsize n_entries)
{
  HufuStatusList *copy = hufu_status_list_new (list->issuer, list->list_no, n_entries);

  copy->version = list->version;
  copy->made_utc_s = list->made_utc_s;
  memcpy (copy->bits, list->bits, HUFU_STATUS_BYTES (list->n_entries));
  return copy;
}

void
hufu_status_list_free (HufuStatusList *list)
{
  if (list == NULL)
    return;
  g_free (list->bits);
  g_free (list);
}

HufuVoucherStatus
hufu_status_list_get (const HufuStatusList *list, guint64 index)
{
  if (index >= list->n_entries)
    return HUFU_STATUS_UNLISTED;
  return (HufuVoucherStatus)((list->bits[index / 4] >> (index % 4 * 2)) & 3);
}

void
hufu_status_list_set (HufuStatusList *list, gsize index, HufuVoucherStatus status)
{
  guint shift = (guint)(index % 4 * 2);
  guint8 *byte = &list->bits[index / 4];

  *byte = (guint8)((*byte & ~(3U << shift)) | ((guint)status & 3U) << shift);
}

const HufuStatusList *
hufu_status_lists_find (HufuStatusList *const *lists, gsize n_lists, const char *issuer,
                        guint64 list_no)
{
  for (gsize i = 0; i < n_lists; i++)
    if (lists[i]->list_no == list_no && strcmp (lists[i]->issuer, issuer) == 0)
      return lists[i];
  return NULL;
}

/* --- the plain bytes of a delta -------------------------------------------------------------- */

static void
write_number (GByteArray *bytes, gsize value)
{
  guint8 byte;

  for (; value >= 0x80; value >>= 7) {
    byte = (guint8)(value | 0x80);
    g_byte_array_append (bytes, &byte, 1);
  }
  byte = (guint8)value;
  g_byte_array_append (bytes, &byte, 1);
}

/* Lists are no longer than 2^22 entries: four bytes hold any number. FALSE for a longer spelling
 * than the shortest, and at the end. */
static gboolean
read_number (const guint8 **at, const guint8 *end, gsize *ret_value)
{
  gsize value = 0;

  for (guint shift = 0; shift < 28 && *at < end; shift += 7) {
    guint8 byte = *(*at)++;

    value |= (gsize)(byte & 0x7f) << shift;
    if (byte >= 0x80)
      continue;
    *ret_value = value;
    return shift == 0 || byte != 0;
  }
  return FALSE;
}

/* What base says of an entry; those that it does not have yet began as valid. */
static HufuVoucherStatus
get_before (const HufuStatusList *base, gsize index)
{
  HufuVoucherStatus status = hufu_status_list_get (base, index);

  return status == HUFU_STATUS_UNLISTED ? HUFU_STATUS_VALID : status;
}

static GByteArray *
write_changes (const HufuStatusList *list, const HufuStatusList *base)
{
  g_autoptr (GByteArray) gaps = g_byte_array_new ();
  g_autoptr (GByteArray) states = g_byte_array_new ();
  GByteArray *plain = g_byte_array_new ();
  gsize n_changes = 0, next = 0;

  for (gsize i = 0; i < list->n_entries; i++) {
    HufuVoucherStatus status = hufu_status_list_get (list, i);

    if (status == get_before (base, i))
      continue;
    write_number (gaps, i - next);
    next = i + 1;
    if (n_changes % 4 == 0)
      g_byte_array_append (states, (const guint8 *)"", 1);
    states->data[n_changes / 4] |= (guint8)((guint)status << n_changes % 4 * 2);
    n_changes++;
  }
  write_number (plain, n_changes);
  g_byte_array_append (plain, gaps->data, gaps->len);
  g_byte_array_append (plain, states->data, states->len);
  return plain;
}

GByteArray *
hufu_status_list_to_plain (const HufuStatusList *list, const HufuStatusList *base)
{
  gsize n_bits = HUFU_STATUS_BYTES (list->n_entries);
  g_autoptr (GByteArray) plain = NULL;

  if (base == NULL)
    return g_byte_array_append (g_byte_array_new (), list->bits, (guint)n_bits);
  plain = write_changes (list, base);
  return plain->len > n_bits ? NULL : g_steal_pointer (&plain);
}

/* Sets the changed entries; FALSE if a byte is not as write_changes would have it. */
static gboolean
apply_changes (HufuStatusList *list, const guint8 *plain, gsize size)
{
  const guint8 *at = plain, *end = plain + size, *states;
  gsize n_changes, gap, next = 0;

  if (!read_number (&at, end, &n_changes) || n_changes > list->n_entries ||
      HUFU_STATUS_BYTES (n_changes) > (gsize)(end - at))
    return FALSE;
  states = end - HUFU_STATUS_BYTES (n_changes);
  for (gsize i = 0; i < n_changes; i++) {
    HufuVoucherStatus status = (HufuVoucherStatus)((states[i / 4] >> (i % 4 * 2)) & 3);

    if (!read_number (&at, states, &gap) || gap >= list->n_entries - next ||
        hufu_status_list_get (list, next + gap) == status)
      return FALSE;
    hufu_status_list_set (list, next + gap, status);
    next += gap + 1;
  }
  return at == states && (n_changes % 4 == 0 || end[-1] >> (n_changes % 4 * 2) == 0);
}

/* --- documents ------------------------------------------------------------------------------- */

static GByteArray *
write_payload (const HufuStatusHead *head)
{
  GByteArray *payload = g_byte_array_new ();
  HufuCborWriter writer;

  g_byte_array_set_size (payload, (guint)head->n_squeezed + HEAD_BYTES_MAX);
  hufu_cbor_writer_init (&writer, payload->data, payload->len);
  hufu_cbor_write_array (&writer, PAYLOAD_FIELDS);
  hufu_cbor_write_text (&writer, head->issuer);
  hufu_cbor_write_uint (&writer, head->list_no);
  hufu_cbor_write_uint (&writer, head->base_version);
  hufu_cbor_write_uint (&writer, head->version);
  hufu_cbor_write_uint (&writer, (guint64)head->made_utc_s);
  hufu_cbor_write_uint (&writer, head->n_entries);
  hufu_cbor_write_uint (&writer, head->n_plain);
  hufu_cbor_write_bytes (&writer, head->squeezed, head->n_squeezed);
  return g_byte_array_set_size (payload, (guint)writer.size);
}

static void
sign_payload (const GByteArray *payload, HufuSignFunc sign, gpointer user_data,
              guint8 ret_signature[HUFU_TOKEN_SIGNATURE_BYTES])
{
  g_autoptr (GByteArray) message = g_byte_array_new ();

  g_byte_array_append (message, (const guint8 *)DOMAIN_TEXT, DOMAIN_BYTES);
  g_byte_array_append (message, payload->data, payload->len);
  sign (user_data, message->data, message->len, ret_signature);
}

GByteArray *
hufu_status_seal (const HufuStatusHead *head, const guint8 kid[HUFU_TOKEN_KID_BYTES],
                  HufuSignFunc sign, gpointer user_data)
{
  g_autoptr (GByteArray) payload = write_payload (head);
  GByteArray *document = g_byte_array_new ();
  guint8 signature[HUFU_TOKEN_SIGNATURE_BYTES];
  HufuCborWriter writer;

  sign_payload (payload, sign, user_data, signature);
  g_byte_array_set_size (document, payload->len + HEAD_BYTES_MAX);
  hufu_cbor_writer_init (&writer, document->data, document->len);
  hufu_cbor_write_array (&writer, 3);
  hufu_cbor_write_bytes (&writer, payload->data, payload->len);
  hufu_cbor_write_bytes (&writer, kid, HUFU_TOKEN_KID_BYTES);
  hufu_cbor_write_bytes (&writer, signature, sizeof signature);
  return g_byte_array_set_size (document, (guint)writer.size);
}

typedef struct {
  const guint8 *payload, *kid, *signature;
  gsize n_payload;
} Envelope;

static gboolean
read_envelope (const guint8 *document, gsize size, Envelope *ret_envelope)
{
  HufuCborReader reader;
  gsize n;

  hufu_cbor_reader_init (&reader, document, size);
  hufu_cbor_read_array (&reader, 3, 3);
  ret_envelope->payload =
      hufu_cbor_read_bytes (&reader, 1, HUFU_STATUS_DOCUMENT_MAX, &ret_envelope->n_payload);
  ret_envelope->kid =
      hufu_cbor_read_bytes (&reader, HUFU_TOKEN_KID_BYTES, HUFU_TOKEN_KID_BYTES, &n);
  ret_envelope->signature =
      hufu_cbor_read_bytes (&reader, HUFU_TOKEN_SIGNATURE_BYTES, HUFU_TOKEN_SIGNATURE_BYTES, &n);
  return size <= HUFU_STATUS_DOCUMENT_MAX && hufu_cbor_reader_finish (&reader);
}

static gboolean
read_payload (HufuCborReader *reader, HufuStatusHead *head)
{
  const char *issuer;
  gsize n_issuer = 0;

  hufu_cbor_read_array (reader, PAYLOAD_FIELDS, PAYLOAD_FIELDS);
  issuer = hufu_cbor_read_text (reader, 1, HUFU_TOKEN_ISSUER_MAX, &n_issuer);
  head->list_no = hufu_cbor_read_uint (reader, 0, G_MAXINT64);
  head->base_version = hufu_cbor_read_uint (reader, 0, G_MAXINT64);
  head->version = hufu_cbor_read_uint (reader, 1, G_MAXINT64);
  head->made_utc_s = (gint64)hufu_cbor_read_uint (reader, 0, G_MAXINT64);
  head->n_entries = (gsize)hufu_cbor_read_uint (reader, 0, HUFU_STATUS_ENTRIES_MAX);
  head->n_plain = (gsize)hufu_cbor_read_uint (reader, 0, HUFU_STATUS_PLAIN_MAX);
  head->squeezed = hufu_cbor_read_bytes (reader, 1, HUFU_STATUS_DOCUMENT_MAX, &head->n_squeezed);
  if (!hufu_cbor_reader_finish (reader))
    return FALSE;
  memcpy (head->issuer, issuer, n_issuer);
  head->issuer[n_issuer] = '\0';
  return TRUE;
}

/* A snapshot is as long as its entries; a delta is never longer than the snapshot would be. */
static gboolean
is_in_proportion (const HufuStatusHead *head)
{
  gsize n_bits = HUFU_STATUS_BYTES (head->n_entries);

  return head->base_version == 0 ? head->n_plain == n_bits
                                 : head->n_plain <= n_bits && head->version > head->base_version;
}

gboolean
hufu_status_read (const guint8 *document, gsize size, HufuStatusHead *ret_head)
{
  Envelope envelope;
  HufuCborReader reader;

  if (!read_envelope (document, size, &envelope))
    return FALSE;
  memcpy (ret_head->kid, envelope.kid, HUFU_TOKEN_KID_BYTES);
  hufu_cbor_reader_init (&reader, envelope.payload, envelope.n_payload);
  return read_payload (&reader, ret_head) && is_in_proportion (ret_head);
}

gboolean
hufu_status_verify (const guint8 *document, gsize size,
                    const guint8 public_key[HUFU_TOKEN_KEY_BYTES], HufuVerifyFunc verify)
{
  g_autoptr (GByteArray) message = g_byte_array_new ();
  Envelope envelope;

  if (!read_envelope (document, size, &envelope))
    return FALSE;
  g_byte_array_append (message, (const guint8 *)DOMAIN_TEXT, DOMAIN_BYTES);
  g_byte_array_append (message, envelope.payload, (guint)envelope.n_payload);
  return verify (envelope.signature, message->data, message->len, public_key);
}

static HufuStatusList *
take_bits (const HufuStatusHead *head, const guint8 *plain)
{
  HufuStatusList *list = hufu_status_list_new (head->issuer, head->list_no, head->n_entries);

  memcpy (list->bits, plain, head->n_plain);
  return list;
}

static gboolean
is_base_of (const HufuStatusList *base, const HufuStatusHead *head)
{
  return base != NULL && base->version == head->base_version && base->list_no == head->list_no &&
         strcmp (base->issuer, head->issuer) == 0 && base->n_entries <= head->n_entries;
}

HufuStatusList *
hufu_status_follow (const HufuStatusHead *head, const guint8 *plain, const HufuStatusList *base)
{
  g_autoptr (HufuStatusList) list = NULL;

  if (head->base_version == 0) {
    list = take_bits (head, plain);
  } else {
    if (!is_base_of (base, head))
      return NULL;
    list = hufu_status_list_copy (base, head->n_entries);
    if (!apply_changes (list, plain, head->n_plain))
      return NULL;
  }
  list->version = head->version;
  list->made_utc_s = head->made_utc_s;
  return g_steal_pointer (&list);
}
