/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/cbor.h"

#include <string.h>

#include "tests/lib/assert-bytes.h"

#define MAX_BYTES 64

static gsize
from_hex (const char *hex, guint8 ret_bytes[MAX_BYTES])
{
  gsize size = strlen (hex) / 2;

  g_assert_cmpuint (size, <=, MAX_BYTES);
  for (gsize i = 0; i < size; i++)
    ret_bytes[i] =
        (guint8)(g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));
  return size;
}

/* RFC 8949 appendix A: the integers. */
static const struct {
  const char *hex;
  gint64 value;
} integers[] = {
    {"00", 0},
    {"01", 1},
    {"0a", 10},
    {"17", 23},
    {"1818", 24},
    {"1819", 25},
    {"1864", 100},
    {"1903e8", 1000},
    {"1a000f4240", 1000000},
    {"1b000000e8d4a51000", G_GINT64_CONSTANT (1000000000000)},
    {"1b7fffffffffffffff", G_MAXINT64},
    {"20", -1},
    {"29", -10},
    {"3863", -100},
    {"3903e7", -1000},
    {"3b7fffffffffffffff", G_MININT64},
    {"18ff", 255},
    {"190100", 256},
    {"19ffff", 65535},
    {"1a00010000", 65536},
    {"1affffffff", 4294967295},
    {"1b0000000100000000", 4294967296},
};

static void
test_integers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (integers); i++) {
    guint8 bytes[MAX_BYTES], again[MAX_BYTES];
    gsize size = from_hex (integers[i].hex, bytes);
    HufuCborReader reader;
    HufuCborWriter writer;

    g_test_message ("%s", integers[i].hex);
    hufu_cbor_reader_init (&reader, bytes, size);
    g_assert_cmpint (hufu_cbor_read_int (&reader), ==, integers[i].value);
    g_assert_true (hufu_cbor_reader_finish (&reader));
    hufu_cbor_writer_init (&writer, again, sizeof again);
    hufu_cbor_write_int (&writer, integers[i].value);
    g_assert_false (writer.failed);
    hufu_assert_bytes (again, writer.size, bytes, size);
    /* Every shorter input is refused. */
    hufu_cbor_reader_init (&reader, bytes, size - 1);
    hufu_cbor_read_int (&reader);
    g_assert_false (hufu_cbor_reader_finish (&reader));
  }
}

/* What a reader of integers refuses. */
static const struct {
  const char *hex, *why;
} not_integers[] = {
    {"1817", "23 in two bytes (RFC 8949 4.2.1)"},
    {"1900ff", "255 in three bytes"},
    {"1a0000ffff", "65535 in five bytes"},
    {"1b00000000ffffffff", "2^32 - 1 in nine bytes"},
    {"1bffffffffffffffff", "does not fit a signed 64-bit number"},
    {"3bffffffffffffffff", "does not fit a signed 64-bit number"},
    {"1c", "reserved"},
    {"1e", "reserved"},
    {"1f", "indefinite"},
    {"3800", "-1 in two bytes"},
    {"f93c00", "the float 1.0"},
    {"fb3ff199999999999a", "the float 1.1"},
    {"f4", "false"},
    {"f6", "null"},
    {"ff", "a stray break"},
    {"40", "a byte string"},
    {"60", "a text"},
    {"80", "an array"},
    {"a0", "a map"},
    {"c249010000000000000000", "a bignum"},
    {"0000", "a byte too many"},
    {"", "nothing"},
};

static void
test_not_integers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (not_integers); i++) {
    guint8 bytes[MAX_BYTES];
    HufuCborReader reader;

    g_test_message ("%s: %s", not_integers[i].hex, not_integers[i].why);
    hufu_cbor_reader_init (&reader, bytes, from_hex (not_integers[i].hex, bytes));
    hufu_cbor_read_int (&reader);
    g_assert_false (hufu_cbor_reader_finish (&reader));
  }
}

/* RFC 8949 appendix A: strings; and the refusals. */
static const struct {
  const char *hex, *text; /* NULL: refused */
} texts[] = {
    {"60", ""},
    {"6161", "a"},
    {"6449455446", "IETF"},
    {"62225c", "\"\\"},
    {"62c3bc", "\u00fc"},
    {"63e6b0b4", "\u6c34"},
    {"64f0908591", "\U00010151"},
    {"62c328", NULL},                     /* not UTF-8 */
    {"63eda080", NULL},                   /* a lone surrogate */
    {"62c080", NULL},                     /* an overlong NUL */
    {"6100", NULL},                       /* NUL */
    {"6261", NULL},                       /* cut */
    {"780161", NULL},                     /* a length that is not the shortest */
    {"7f657374726561646d696e67ff", NULL}, /* indefinite */
    {"7bffffffffffffffff", NULL},         /* 2^64 - 1 bytes */
    {"4161", NULL},                       /* bytes */
    {"6161616161", NULL},                 /* a byte too many */
};

static void
test_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    guint8 bytes[MAX_BYTES];
    gsize size = from_hex (texts[i].hex, bytes), n_read = 99;
    HufuCborReader reader;
    const char *text;

    g_test_message ("%s", texts[i].hex);
    hufu_cbor_reader_init (&reader, bytes, size);
    text = hufu_cbor_read_text (&reader, 0, 16, &n_read);
    g_assert_cmpint (hufu_cbor_reader_finish (&reader), ==, texts[i].text != NULL);
    if (texts[i].text != NULL)
      hufu_assert_bytes (text, n_read, texts[i].text, strlen (texts[i].text));
  }
}

static void
test_bytes_and_their_range (void)
{
  const guint8 bytes[] = {0x44, 1, 2, 3, 4};
  const guint8 *content;
  HufuCborReader reader;
  gsize size;

  hufu_cbor_reader_init (&reader, bytes, sizeof bytes);
  content = hufu_cbor_read_bytes (&reader, 4, 4, &size);
  hufu_assert_bytes (content, size, bytes + 1, 4);
  g_assert_true (hufu_cbor_reader_finish (&reader));

  hufu_cbor_reader_init (&reader, bytes, sizeof bytes);
  g_assert_null (hufu_cbor_read_bytes (&reader, 5, 9, &size));
  g_assert_cmpuint (size, ==, 0);
  /* Once failed, always failed. */
  g_assert_null (hufu_cbor_read_bytes (&reader, 0, 9, &size));
  g_assert_false (hufu_cbor_next_is (&reader, HUFU_CBOR_BYTES));

  hufu_cbor_reader_init (&reader, bytes, sizeof bytes);
  g_assert_null (hufu_cbor_read_bytes (&reader, 0, 3, &size));
}

/* {1: 2, -1: [3, 4]} of a schema with the keys 1, 2 (may be absent), -1. */
static const struct {
  const char *hex, *why;
  gboolean good;
} maps[] = {
    {"a2010220820304", "as it should be", TRUE},
    {"a30102020320820304", "with the optional key", TRUE},
    {"a2208203040102", "unsorted", FALSE},
    {"a201020102", "twice the same key", FALSE},
    {"a30102090220820304", "an unknown key", FALSE},
    {"a30203010220820304", "unsorted keys of one sign", FALSE},
    {"a30102208203042100", "an unknown key at the end", FALSE},
    {"a10102", "a key is missing", FALSE},
    {"a218010220820304", "a key not in its shortest form", FALSE},
    {"bf010220820304ff", "indefinite", FALSE},
    {"a20102209f0304ff", "an indefinite array", FALSE},
    {"a20102208103", "an array too short", FALSE},
    {"a261310220820304", "a text as key", FALSE},
    {"bbffffffffffffffff010220820304", "2^64 - 1 pairs", FALSE},
    {"820102", "an array", FALSE},
    {"a0", "empty", FALSE},
};

static gboolean
read_example_map (const char *hex)
{
  guint8 bytes[MAX_BYTES];
  HufuCborReader reader;
  HufuCborMap map;

  hufu_cbor_reader_init (&reader, bytes, from_hex (hex, bytes));
  hufu_cbor_read_map (&reader, &map);
  hufu_cbor_map_need (&reader, &map, 1);
  hufu_cbor_read_uint (&reader, 2, 2);
  if (hufu_cbor_map_has (&reader, &map, 2))
    hufu_cbor_read_uint (&reader, 0, 9);
  hufu_cbor_map_need (&reader, &map, -1);
  if (hufu_cbor_read_array (&reader, 2, 2) == 2) {
    hufu_cbor_read_uint (&reader, 3, 3);
    hufu_cbor_read_uint (&reader, 4, 4);
  }
  hufu_cbor_map_end (&reader, &map);
  return hufu_cbor_reader_finish (&reader);
}

static void
test_maps (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (maps); i++) {
    g_test_message ("%s", maps[i].why);
    g_assert_cmpint (read_example_map (maps[i].hex), ==, maps[i].good);
  }
}

/* A failed read answers 0: that is not the key 0. */
static void
test_key_zero (void)
{
  const guint8 good[] = {0xa1, 0x00, 0x01}, text[] = {0xa1, 0x60, 0x01};
  HufuCborReader reader;
  HufuCborMap map;

  hufu_cbor_reader_init (&reader, good, sizeof good);
  hufu_cbor_read_map (&reader, &map);
  g_assert_true (hufu_cbor_map_has (&reader, &map, 0));
  hufu_cbor_reader_init (&reader, text, sizeof text);
  hufu_cbor_read_map (&reader, &map);
  g_assert_false (hufu_cbor_map_has (&reader, &map, 0));
}

static void
test_tag (void)
{
  const guint8 bytes[] = {0xd2, 0x00}, other[] = {0xc1, 0x00};
  HufuCborReader reader;

  hufu_cbor_reader_init (&reader, bytes, sizeof bytes);
  hufu_cbor_read_tag (&reader, 18);
  g_assert_cmpuint (hufu_cbor_read_uint (&reader, 0, 0), ==, 0);
  g_assert_true (hufu_cbor_reader_finish (&reader));
  hufu_cbor_reader_init (&reader, other, sizeof other);
  hufu_cbor_read_tag (&reader, 18);
  g_assert_false (hufu_cbor_reader_finish (&reader));
  hufu_cbor_reader_init (&reader, bytes, sizeof bytes);
  hufu_cbor_read_tag (&reader, 18);
  hufu_cbor_read_uint (&reader, 0, 0);
  hufu_cbor_reader_fail (&reader);
  g_assert_false (hufu_cbor_reader_finish (&reader));
}

static void
test_writer (void)
{
  const guint8 good[] = {0xd2, 0x82, 0xa1, 0x01, 0x41, 0xff, 0x62, 'o', 'k'};
  const guint8 ff = 0xff;
  guint8 bytes[sizeof good];
  HufuCborWriter writer;

  for (gsize max = 0; max <= sizeof good; max++) {
    memset (bytes, 0, sizeof bytes);
    hufu_cbor_writer_init (&writer, bytes, max);
    hufu_cbor_write_tag (&writer, 18);
    hufu_cbor_write_array (&writer, 2);
    hufu_cbor_write_map (&writer, 1);
    hufu_cbor_write_uint (&writer, 1);
    hufu_cbor_write_bytes (&writer, &ff, 1);
    hufu_cbor_write_text (&writer, "ok");
    hufu_cbor_write_bytes (&writer, NULL, 0);
    /* What does not fit leaves the rest of the memory alone. */
    g_assert_true (writer.failed);
    hufu_assert_bytes (bytes, writer.size, good, writer.size);
    for (gsize i = max; i < sizeof bytes; i++)
      g_assert_cmphex (bytes[i], ==, 0);
  }
  g_assert_cmpuint (writer.size, ==, sizeof good);
  hufu_cbor_writer_init (&writer, bytes, sizeof bytes);
  hufu_cbor_write_bytes (&writer, NULL, 0);
  g_assert_false (writer.failed);
  hufu_assert_bytes (bytes, writer.size, "\x40", 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cbor/integers", test_integers);
  g_test_add_func ("/cbor/not-integers", test_not_integers);
  g_test_add_func ("/cbor/texts", test_texts);
  g_test_add_func ("/cbor/bytes-and-their-range", test_bytes_and_their_range);
  g_test_add_func ("/cbor/maps", test_maps);
  g_test_add_func ("/cbor/key-zero", test_key_zero);
  g_test_add_func ("/cbor/tag", test_tag);
  g_test_add_func ("/cbor/writer", test_writer);
  return g_test_run ();
}
