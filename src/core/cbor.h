/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The part of CBOR that a token is made of: integers, byte and text strings, arrays, maps, tags, in
 * the one deterministic spelling (RFC 8949 4.2.1). No heap, no recursion, no skipping of unknown
 * items: a caller walks its schema, so depth and time are bounded by the schema. Pure.
 *
 * Both sides fail once and stay failed: read or write everything, then ask once.
 *
 *   hufu_cbor_reader_init (&reader, bytes, size);
 *   hufu_cbor_read_map (&reader, &map);
 *   hufu_cbor_map_need (&reader, &map, 1);
 *   value = hufu_cbor_read_uint (&reader, 0, 999);
 *   hufu_cbor_map_end (&reader, &map);
 *   return hufu_cbor_reader_finish (&reader);
 */
#pragma once

#include <glib.h>

typedef enum {
  HUFU_CBOR_UINT = 0,
  HUFU_CBOR_NEGATIVE = 1,
  HUFU_CBOR_BYTES = 2,
  HUFU_CBOR_TEXT = 3,
  HUFU_CBOR_ARRAY = 4,
  HUFU_CBOR_MAP = 5,
  HUFU_CBOR_TAG = 6,
  HUFU_CBOR_OTHER = 7, /* floats and simple values: there is no function that reads them */
} HufuCborMajor;

typedef struct {
  const guint8 *at, *end;
  gboolean failed;
} HufuCborReader;

typedef struct {
  guint64 n_left; /* pairs not read yet */
} HufuCborMap;

void hufu_cbor_reader_init (HufuCborReader *reader, const guint8 *bytes, gsize size);
/* Makes the reader fail: a value that the schema does not allow. */
void hufu_cbor_reader_fail (HufuCborReader *reader);
/* TRUE if nothing failed and no byte is left. */
gboolean hufu_cbor_reader_finish (const HufuCborReader *reader) G_GNUC_WARN_UNUSED_RESULT;

/* After a failure these return 0 or NULL. Anything that is not of the asked kind, within the asked
 * range and in its shortest form fails. */
guint64 hufu_cbor_read_uint (HufuCborReader *reader, guint64 least, guint64 greatest);
gint64 hufu_cbor_read_int (HufuCborReader *reader);
/* Points into the input. */
const guint8 *hufu_cbor_read_bytes (HufuCborReader *reader, gsize least, gsize greatest,
                                    gsize *ret_size);
/* UTF-8 without NUL; not NUL-terminated. */
const char *hufu_cbor_read_text (HufuCborReader *reader, gsize least, gsize greatest,
                                 gsize *ret_size);
gsize hufu_cbor_read_array (HufuCborReader *reader, gsize least, gsize greatest);
void hufu_cbor_read_tag (HufuCborReader *reader, guint64 tag);
void hufu_cbor_read_map (HufuCborReader *reader, HufuCborMap *ret_map);
/* TRUE, and past the key, if the next key is this one. Asking for the keys in their sorted order
 * and ending with map_end refuses unsorted, repeated and unknown keys. */
gboolean hufu_cbor_map_has (HufuCborReader *reader, HufuCborMap *map, gint64 key);
void hufu_cbor_map_need (HufuCborReader *reader, HufuCborMap *map, gint64 key);
void hufu_cbor_map_end (HufuCborReader *reader, const HufuCborMap *map);
/* TRUE if the next item is of this kind. */
gboolean hufu_cbor_next_is (const HufuCborReader *reader, HufuCborMajor major);

typedef struct {
  guint8 *bytes;
  gsize size, max;
  gboolean failed; /* did not fit */
} HufuCborWriter;

/* The caller writes map keys in their sorted order. */
void hufu_cbor_writer_init (HufuCborWriter *writer, guint8 *bytes, gsize max);
void hufu_cbor_write_uint (HufuCborWriter *writer, guint64 value);
void hufu_cbor_write_int (HufuCborWriter *writer, gint64 value);
void hufu_cbor_write_bytes (HufuCborWriter *writer, const guint8 *bytes, gsize size);
void hufu_cbor_write_text (HufuCborWriter *writer, const char *text);
void hufu_cbor_write_array (HufuCborWriter *writer, gsize n_items);
void hufu_cbor_write_map (HufuCborWriter *writer, gsize n_pairs);
void hufu_cbor_write_tag (HufuCborWriter *writer, guint64 tag);
