/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/cbor.h"

#include <string.h>

/* --- reading --------------------------------------------------------------------------------- */

void
hufu_cbor_reader_init (HufuCborReader *reader, const guint8 *bytes, gsize size)
{
  *reader = (HufuCborReader){.at = bytes, .end = bytes + size};
}

void
hufu_cbor_reader_fail (HufuCborReader *reader)
{
  reader->failed = TRUE;
}

gboolean
hufu_cbor_reader_finish (const HufuCborReader *reader)
{
  return !reader->failed && reader->at == reader->end;
}

gboolean
hufu_cbor_next_is (const HufuCborReader *reader, HufuCborMajor major)
{
  return !reader->failed && reader->at < reader->end && *reader->at >> 5 == (int)major;
}

static gsize
n_left (const HufuCborReader *reader)
{
  return (gsize)(reader->end - reader->at);
}

/* Reads the argument of an item's head (RFC 8949 3). */
static guint64
read_argument (HufuCborReader *reader, HufuCborMajor major)
{
  static const guint64 least[] = {24, 0x100, 0x10000, 0x100000000};
  guint64 value = 0;
  guint info;
  gsize n_bytes;

  if (!hufu_cbor_next_is (reader, major)) {
    reader->failed = TRUE;
    return 0;
  }
  info = *reader->at++ & 31;
  if (info < 24)
    return info;
  n_bytes = (gsize)1 << (info & 3);
  /* 28-30 are reserved, 31 is an indefinite length. */
  if (info > 27 || n_left (reader) < n_bytes) {
    reader->failed = TRUE;
    return 0;
  }
  for (gsize i = 0; i < n_bytes; i++)
    value = value << 8 | *reader->at++;
  if (value < least[info & 3]) {
    reader->failed = TRUE;
    return 0;
  }
  return value;
}

static guint64
read_within (HufuCborReader *reader, HufuCborMajor major, guint64 least, guint64 greatest)
{
  guint64 value = read_argument (reader, major);

  if (!reader->failed && value >= least && value <= greatest)
    return value;
  reader->failed = TRUE;
  return 0;
}

guint64
hufu_cbor_read_uint (HufuCborReader *reader, guint64 least, guint64 greatest)
{
  return read_within (reader, HUFU_CBOR_UINT, least, greatest);
}

gint64
hufu_cbor_read_int (HufuCborReader *reader)
{
  if (hufu_cbor_next_is (reader, HUFU_CBOR_NEGATIVE))
    return -1 - (gint64)read_within (reader, HUFU_CBOR_NEGATIVE, 0, G_MAXINT64);
  return (gint64)read_within (reader, HUFU_CBOR_UINT, 0, G_MAXINT64);
}

static const guint8 *
read_string (HufuCborReader *reader, HufuCborMajor major, gsize least, gsize greatest,
             gsize *ret_size)
{
  gsize size = read_within (reader, major, least, greatest);
  const guint8 *start = reader->at;

  *ret_size = 0;
  if (reader->failed || n_left (reader) < size) {
    reader->failed = TRUE;
    return NULL;
  }
  reader->at += size;
  *ret_size = size;
  return start;
}

const guint8 *
hufu_cbor_read_bytes (HufuCborReader *reader, gsize least, gsize greatest, gsize *ret_size)
{
  return read_string (reader, HUFU_CBOR_BYTES, least, greatest, ret_size);
}

const char *
hufu_cbor_read_text (HufuCborReader *reader, gsize least, gsize greatest, gsize *ret_size)
{
  const char *text = (const char *)read_string (reader, HUFU_CBOR_TEXT, least, greatest, ret_size);

  if (text != NULL && g_utf8_validate_len (text, *ret_size, NULL))
    return text;
  reader->failed = TRUE;
  *ret_size = 0;
  return NULL;
}

gsize
hufu_cbor_read_array (HufuCborReader *reader, gsize least, gsize greatest)
{
  return read_within (reader, HUFU_CBOR_ARRAY, least, greatest);
}

void
hufu_cbor_read_tag (HufuCborReader *reader, guint64 tag)
{
  read_within (reader, HUFU_CBOR_TAG, tag, tag);
}

void
hufu_cbor_read_map (HufuCborReader *reader, HufuCborMap *ret_map)
{
  ret_map->n_left = read_argument (reader, HUFU_CBOR_MAP);
}

gboolean
hufu_cbor_map_has (HufuCborReader *reader, HufuCborMap *map, gint64 key)
{
  HufuCborReader ahead = *reader;

  if (map->n_left == 0 || hufu_cbor_read_int (&ahead) != key || ahead.failed)
    return FALSE;
  map->n_left--;
  *reader = ahead;
  return TRUE;
}

void
hufu_cbor_map_need (HufuCborReader *reader, HufuCborMap *map, gint64 key)
{
  if (!hufu_cbor_map_has (reader, map, key))
    reader->failed = TRUE;
}

void
hufu_cbor_map_end (HufuCborReader *reader, const HufuCborMap *map)
{
  if (map->n_left != 0)
    reader->failed = TRUE;
}

/* --- writing --------------------------------------------------------------------------------- */

void
hufu_cbor_writer_init (HufuCborWriter *writer, guint8 *bytes, gsize max)
{
  *writer = (HufuCborWriter){.bytes = bytes, .max = max};
}

static void
append (HufuCborWriter *writer, const guint8 *bytes, gsize size)
{
  if (writer->failed || size > writer->max - writer->size) {
    writer->failed = TRUE;
    return;
  }
  if (size > 0)
    memcpy (writer->bytes + writer->size, bytes, size);
  writer->size += size;
}

static void
write_head (HufuCborWriter *writer, HufuCborMajor major, guint64 value)
{
  guint8 head[9];
  guint8 kind = (guint8)(major << 5);
  guint info = value < 0x100 ? 0 : value < 0x10000 ? 1 : value < 0x100000000 ? 2 : 3;
  gsize n_bytes = (gsize)1 << info;

  if (value < 24) {
    head[0] = (guint8)(kind | value);
    append (writer, head, 1);
    return;
  }
  head[0] = (guint8)(kind | (24 + info));
  for (gsize i = n_bytes; i > 0; i--, value >>= 8)
    head[i] = (guint8)(value & 0xff);
  append (writer, head, n_bytes + 1);
}

void
hufu_cbor_write_uint (HufuCborWriter *writer, guint64 value)
{
  write_head (writer, HUFU_CBOR_UINT, value);
}

void
hufu_cbor_write_int (HufuCborWriter *writer, gint64 value)
{
  if (value < 0)
    write_head (writer, HUFU_CBOR_NEGATIVE, (guint64)(-1 - value));
  else
    write_head (writer, HUFU_CBOR_UINT, (guint64)value);
}

void
hufu_cbor_write_bytes (HufuCborWriter *writer, const guint8 *bytes, gsize size)
{
  write_head (writer, HUFU_CBOR_BYTES, size);
  append (writer, bytes, size);
}

void
hufu_cbor_write_text (HufuCborWriter *writer, const char *text)
{
  gsize size = strlen (text);

  write_head (writer, HUFU_CBOR_TEXT, size);
  append (writer, (const guint8 *)text, size);
}

void
hufu_cbor_write_array (HufuCborWriter *writer, gsize n_items)
{
  write_head (writer, HUFU_CBOR_ARRAY, n_items);
}

void
hufu_cbor_write_map (HufuCborWriter *writer, gsize n_pairs)
{
  write_head (writer, HUFU_CBOR_MAP, n_pairs);
}

void
hufu_cbor_write_tag (HufuCborWriter *writer, guint64 tag)
{
  write_head (writer, HUFU_CBOR_TAG, tag);
}
