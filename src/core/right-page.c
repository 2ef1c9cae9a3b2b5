/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/right-page.h"

#include <string.h>

#include "core/base64url.h"
#include "core/cbor.h"
#include "core/journal.h"
#include "core/money.h"

#define RIGHT_FIELDS 6
#define GRANT_FIELDS 10
#define HEAD_BYTES 9
#define CODE_LENGTH (HUFU_SHORT_CODE_SIZE - 1)
#define NUMBER_MAX ((guint64)G_MAXINT64)

G_STATIC_ASSERT (HUFU_BASE64URL_LENGTH (HUFU_RIGHTS_MAX *HUFU_RIGHT_BYTES + HEAD_BYTES) + 20 <=
                 HUFU_ACT_BODY_MAX);

static void
write_right (HufuCborWriter *writer, const HufuRight *right)
{
  hufu_cbor_write_bytes (writer, right->key.cti.bytes, HUFU_ID_BYTES);
  hufu_cbor_write_uint (writer, right->key.generation);
  hufu_cbor_write_uint (writer, right->key.k);
  hufu_cbor_write_uint (writer, right->epoch.platform_epoch);
  hufu_cbor_write_uint (writer, right->epoch.counter);
  hufu_cbor_write_uint (writer, (guint64)right->remaining_minor);
}

static void
read_right (HufuCborReader *reader, HufuRight *ret_right)
{
  gsize size = 0;
  const guint8 *cti = hufu_cbor_read_bytes (reader, HUFU_ID_BYTES, HUFU_ID_BYTES, &size);

  if (cti != NULL)
    memcpy (ret_right->key.cti.bytes, cti, HUFU_ID_BYTES);
  ret_right->key.generation = hufu_cbor_read_uint (reader, 0, NUMBER_MAX);
  ret_right->key.k = (guint32)hufu_cbor_read_uint (reader, 0, 999);
  ret_right->epoch.platform_epoch = hufu_cbor_read_uint (reader, 0, NUMBER_MAX);
  ret_right->epoch.counter = hufu_cbor_read_uint (reader, 0, NUMBER_MAX);
  ret_right->remaining_minor = (gint64)hufu_cbor_read_uint (reader, 0, HUFU_MONEY_MAX_MINOR);
}

static void
write_grant (HufuCborWriter *writer, const HufuGrantItem *grant)
{
  write_right (writer, &grant->right);
  hufu_cbor_write_uint (writer, grant->terms);
  hufu_cbor_write_text (writer, grant->short_code);
  hufu_cbor_write_uint (writer, (guint64)grant->not_before_utc_s);
  hufu_cbor_write_uint (writer, (guint64)grant->expires_utc_s);
}

static void
read_grant (HufuCborReader *reader, HufuGrantItem *ret_grant)
{
  const char *code;
  gsize size = 0;

  read_right (reader, &ret_grant->right);
  ret_grant->terms = (guint32)hufu_cbor_read_uint (reader, 0, HUFU_GRANT_TERMS_MAX - 1);
  code = hufu_cbor_read_text (reader, CODE_LENGTH, CODE_LENGTH, &size);
  if (code != NULL)
    memcpy (ret_grant->short_code, code, CODE_LENGTH);
  ret_grant->not_before_utc_s =
      (gint64)hufu_cbor_read_uint (reader, 0, NUMBER_MAX / G_USEC_PER_SEC);
  ret_grant->expires_utc_s = (gint64)hufu_cbor_read_uint (reader, 0, NUMBER_MAX / G_USEC_PER_SEC);
}

/* Exactly one CBOR item is in the text; free with g_free. */
static guint8 *
read_text (const char *text, gsize length, gsize max, HufuCborReader *ret_reader)
{
  guint8 *bytes;
  gsize size;

  if (length > HUFU_BASE64URL_LENGTH (max))
    return NULL;
  bytes = g_malloc (max);
  if (!hufu_base64url_decode (text, length, bytes, max, &size)) {
    g_free (bytes);
    return NULL;
  }
  hufu_cbor_reader_init (ret_reader, bytes, size);
  return bytes;
}

static char *
write_text (const HufuCborWriter *writer)
{
  g_assert (!writer->failed);
  return hufu_base64url_encode (writer->bytes, writer->size);
}

char *
hufu_rights_encode (const HufuRight *rights, gsize n)
{
  g_autofree guint8 *bytes = g_malloc (n * HUFU_RIGHT_BYTES + HEAD_BYTES);
  HufuCborWriter writer;

  g_assert (n <= HUFU_RIGHTS_MAX);
  hufu_cbor_writer_init (&writer, bytes, n * HUFU_RIGHT_BYTES + HEAD_BYTES);
  hufu_cbor_write_array (&writer, n);
  for (gsize i = 0; i < n; i++) {
    hufu_cbor_write_array (&writer, RIGHT_FIELDS);
    write_right (&writer, &rights[i]);
  }
  return write_text (&writer);
}

GArray *
hufu_rights_decode (const char *text, gsize length)
{
  HufuCborReader reader;
  g_autofree guint8 *bytes =
      read_text (text, length, HUFU_RIGHTS_MAX * HUFU_RIGHT_BYTES + HEAD_BYTES, &reader);
  g_autoptr (GArray) rights = g_array_new (FALSE, TRUE, sizeof (HufuRight));
  gsize n = bytes != NULL ? hufu_cbor_read_array (&reader, 0, HUFU_RIGHTS_MAX) : 0;

  g_array_set_size (rights, (guint)n);
  for (gsize i = 0; i < n && !reader.failed; i++) {
    hufu_cbor_read_array (&reader, RIGHT_FIELDS, RIGHT_FIELDS);
    read_right (&reader, &g_array_index (rights, HufuRight, i));
  }
  return bytes != NULL && hufu_cbor_reader_finish (&reader) ? g_steal_pointer (&rights) : NULL;
}

char *
hufu_grants_encode (const HufuGrantItem *grants, gsize n)
{
  g_autofree guint8 *bytes = g_malloc (n * HUFU_GRANT_BYTES + HEAD_BYTES);
  HufuCborWriter writer;

  g_assert (n <= HUFU_GRANTS_MAX);
  hufu_cbor_writer_init (&writer, bytes, n * HUFU_GRANT_BYTES + HEAD_BYTES);
  hufu_cbor_write_array (&writer, n);
  for (gsize i = 0; i < n; i++) {
    hufu_cbor_write_array (&writer, GRANT_FIELDS);
    write_grant (&writer, &grants[i]);
  }
  return write_text (&writer);
}

GArray *
hufu_grants_decode (const char *text, gsize length)
{
  HufuCborReader reader;
  g_autofree guint8 *bytes =
      read_text (text, length, HUFU_GRANTS_MAX * HUFU_GRANT_BYTES + HEAD_BYTES, &reader);
  g_autoptr (GArray) grants = g_array_new (FALSE, TRUE, sizeof (HufuGrantItem));
  gsize n = bytes != NULL ? hufu_cbor_read_array (&reader, 0, HUFU_GRANTS_MAX) : 0;

  g_array_set_size (grants, (guint)n);
  for (gsize i = 0; i < n && !reader.failed; i++) {
    hufu_cbor_read_array (&reader, GRANT_FIELDS, GRANT_FIELDS);
    read_grant (&reader, &g_array_index (grants, HufuGrantItem, i));
  }
  return bytes != NULL && hufu_cbor_reader_finish (&reader) ? g_steal_pointer (&grants) : NULL;
}
