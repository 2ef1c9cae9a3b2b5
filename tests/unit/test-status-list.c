/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Status lists: what is told of a voucher, whole and in deltas, and what is no such document. */
#include <string.h>
#include <sys/resource.h>
#include "core/cbor.h"
#include "crypto/status-document.h"
#include "tests/lib/assert-bytes.h"

#define LIST_NO 20264
#define MADE_UTC_S 1795000000

static HufuKeyPair *
make_keys (guint8 first)
{
  guint8 seed[HUFU_SEED_BYTES] = {first};

  return hufu_key_pair_from_seed (seed);
}

static const guint8 *
find_key (gpointer user_data, const guint8 kid[HUFU_TOKEN_KID_BYTES])
{
  const HufuKeyPair *platform = user_data;
  guint8 own[HUFU_TOKEN_KID_BYTES];

  hufu_token_make_kid (platform->public_key, own);
  return memcmp (own, kid, sizeof own) == 0 ? platform->public_key : NULL;
}

/* One character an entry: 0 to 3. */
static HufuStatusList *
make_list (guint64 version, const char *states)
{
  HufuStatusList *list = hufu_status_list_new ("hufu", LIST_NO, strlen (states));

  list->version = version;
  list->made_utc_s = MADE_UTC_S + (gint64)version;
  for (gsize i = 0; states[i] != '\0'; i++)
    hufu_status_list_set (list, i, (HufuVoucherStatus)(states[i] - '0'));
  return list;
}

static char *
to_text (const HufuStatusList *list)
{
  GString *text = g_string_new ("");

  for (gsize i = 0; i < list->n_entries; i++)
    g_string_append_c (text, (char)('0' + hufu_status_list_get (list, i)));
  return g_string_free (text, FALSE);
}

static HufuStatusOutcome
open_bytes (GBytes *document, const HufuStatusList *base, HufuStatusList **ret_list)
{
  g_autoptr (HufuKeyPair) keys = make_keys (1);

  *ret_list = NULL;
  return hufu_status_document_open (g_bytes_get_data (document, NULL), g_bytes_get_size (document),
                                    base, find_key, keys, ret_list);
}

static void
test_entries (void)
{
  g_autoptr (HufuStatusList) list = make_list (1, "012301230");

  g_assert_cmpint (hufu_status_list_get (list, 0), ==, HUFU_STATUS_VALID);
  g_assert_cmpint (hufu_status_list_get (list, 5), ==, HUFU_STATUS_USED);
  g_assert_cmpint (hufu_status_list_get (list, 6), ==, HUFU_STATUS_REVOKED);
  g_assert_cmpint (hufu_status_list_get (list, 7), ==, HUFU_STATUS_ASK);
  g_assert_cmpint (hufu_status_list_get (list, 9), ==, HUFU_STATUS_UNLISTED);
  g_assert_cmpint (hufu_status_list_get (list, G_MAXUINT64), ==, HUFU_STATUS_UNLISTED);
  hufu_status_list_set (list, 7, HUFU_STATUS_VALID);
  g_assert_cmpint (hufu_status_list_get (list, 6), ==, HUFU_STATUS_REVOKED);
  g_assert_cmpint (hufu_status_list_get (list, 7), ==, HUFU_STATUS_VALID);
  hufu_status_list_free (NULL);
}

static void
test_find (void)
{
  g_autoptr (HufuStatusList) ours = hufu_status_list_new ("hufu", 20264, 1);
  g_autoptr (HufuStatusList) theirs = hufu_status_list_new ("other", 20264, 1);
  HufuStatusList *const lists[] = {ours, theirs};

  g_assert_true (hufu_status_lists_find (lists, 2, "hufu", 20264) == ours);
  g_assert_true (hufu_status_lists_find (lists, 2, "other", 20264) == theirs);
  g_assert_null (hufu_status_lists_find (lists, 2, "hufu", 20263));
  g_assert_null (hufu_status_lists_find (lists, 2, "nobody", 20264));
}

/* What the platform sends is what the till has, whole or from a version to the next. */
static void
test_there_and_back (void)
{
  static const struct {
    const char *before, *after; /* before NULL: a snapshot */
  } rows[] = {
      {NULL, ""},
      {NULL, "0"},
      {NULL, "0123012301230"},
      {"0000", "0000"}, /* nothing new but the time */
      {"", "00000000"}, /* new vouchers begin as valid */
      {"0000", "0001000300020001"},
      {"1111", "0000"}, /* undone */
      {"", "1230"},     /* longer as a delta: comes as a snapshot */
      {"0123", "012332100123"},
  };
  g_autoptr (HufuKeyPair) keys = make_keys (1);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuStatusList) base = rows[i].before ? make_list (7, rows[i].before) : NULL;
    g_autoptr (HufuStatusList) list = make_list (9, rows[i].after);
    g_autoptr (GBytes) document = hufu_status_document_make (list, base, keys);
    g_autoptr (HufuStatusList) read = NULL;
    g_autofree char *text = NULL;

    g_assert_cmpint (open_bytes (document, base, &read), ==, HUFU_STATUS_TAKEN);
    text = to_text (read);
    g_assert_cmpstr (text, ==, rows[i].after);
    g_assert_cmpuint (read->version, ==, 9);
    g_assert_cmpint (read->made_utc_s, ==, MADE_UTC_S + 9);
  }
}

/* A delta builds on the version that it names and on no other: whoever missed one takes a snapshot.
 */
static void
test_chain (void)
{
  g_autoptr (HufuKeyPair) keys = make_keys (1);
  g_autoptr (HufuStatusList) first = make_list (1, "00000000000000000000");
  g_autoptr (HufuStatusList) second = make_list (2, "00001000000000000000");
  g_autoptr (HufuStatusList) third = make_list (3, "00001000020000000000");
  g_autoptr (HufuStatusList) other = make_list (2, "00001000000000000000");
  g_autoptr (GBytes) delta = hufu_status_document_make (third, second, keys);
  g_autoptr (HufuStatusList) read = NULL;

  g_assert_cmpint (open_bytes (delta, NULL, &read), ==, HUFU_STATUS_GAP);
  g_assert_cmpint (open_bytes (delta, first, &read), ==, HUFU_STATUS_GAP);
  g_assert_cmpint (open_bytes (delta, third, &read), ==, HUFU_STATUS_GAP);
  /* Of the same version and not the same list, or not as the platform has it. */
  other->list_no++;
  g_assert_cmpint (open_bytes (delta, other, &read), ==, HUFU_STATUS_MALFORMED);
  other->list_no--;
  g_strlcpy (other->issuer, "other", sizeof other->issuer);
  g_assert_cmpint (open_bytes (delta, other, &read), ==, HUFU_STATUS_MALFORMED);
  g_strlcpy (other->issuer, "hufu", sizeof other->issuer);
  hufu_status_list_set (other, 9, HUFU_STATUS_REVOKED);
  g_assert_cmpint (open_bytes (delta, other, &read), ==, HUFU_STATUS_MALFORMED);
  hufu_status_list_set (other, 9, HUFU_STATUS_VALID);
  g_assert_cmpint (open_bytes (delta, other, &read), ==, HUFU_STATUS_TAKEN);
}

static void
test_shrinks (void)
{
  HufuStatusHead head = {.issuer = "hufu",
                         .list_no = LIST_NO,
                         .base_version = 2,
                         .version = 3,
                         .n_entries = 4,
                         .n_plain = 1};
  g_autoptr (HufuStatusList) base = make_list (2, "00000000");
  g_autoptr (HufuStatusList) grown = NULL;

  g_assert_null (hufu_status_follow (&head, (const guint8 *)"", base));
  g_assert_null (hufu_status_follow (&head, (const guint8 *)"", NULL));
  /* Room enough, but of another version than the delta begins at. */
  head.n_entries = 8;
  grown = hufu_status_follow (&head, (const guint8 *)"", base);
  g_assert_nonnull (grown);
  base->version = 1;
  g_assert_null (hufu_status_follow (&head, (const guint8 *)"", base));
}

/* Plain bytes of a delta over eight valid entries, and what they make of them. */
static void
test_changes (void)
{
  static const struct {
    const char *plain;
    gsize size;
    const char *expected; /* NULL: refused */
  } rows[] = {
      {"\x00", 1, "00000000"},
      {"\x01\x00\x01", 3, "10000000"},
      {"\x01\x07\x03", 3, "00000003"},
      {"\x02\x00\x00\x09", 4, "12000000"},
      {"\x04\x00\x00\x00\x00\x55", 6, "11110000"},
      {"", 0, NULL},                     /* no number of changes */
      {"\x80", 1, NULL},                 /* a number without end */
      {"\x80\x00", 2, NULL},             /* not the shortest */
      {"\x81\x00\x00\x01", 4, NULL},     /* not the shortest */
      {"\xff\xff\xff\xff\x01", 5, NULL}, /* a number beyond all lists */
      {"\x09\x00\x00\x00\x00\x00\x00\x00\x00\x00\x55\x55\x01", 13, NULL}, /* more than entries */
      {"\x01", 1, NULL},                                                  /* no state */
      {"\x01\x00", 2, NULL},         /* the state is where the gap should be */
      {"\x01\x08\x01", 3, NULL},     /* beyond the end */
      {"\x02\x07\x00\x05", 4, NULL}, /* the second one is beyond the end */
      {"\x01\x00\x00", 3, NULL},     /* changes nothing */
      {"\x01\x00\x05", 3, NULL},     /* bits after the last state */
      {"\x01\x00\x00\x01", 4, NULL}, /* bytes between gaps and states */
      {"\x00\x00", 2, NULL},         /* bytes after the end */
  };
  HufuStatusHead head = {
      .issuer = "hufu", .list_no = LIST_NO, .base_version = 2, .version = 3, .n_entries = 8};
  g_autoptr (HufuStatusList) base = make_list (2, "00000000");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuStatusList) list = NULL;
    g_autofree guint8 *plain = g_memdup2 (rows[i].plain, rows[i].size);
    g_autofree char *text = NULL;

    head.n_plain = rows[i].size;
    list = hufu_status_follow (&head, plain, base);
    text = list != NULL ? to_text (list) : NULL;
    if (g_strcmp0 (text, rows[i].expected) != 0)
      g_error ("row %" G_GSIZE_FORMAT ": %s", i, text);
  }
}

/* Gaps that need more than a byte. */
static void
test_long_gaps (void)
{
  g_autoptr (HufuKeyPair) keys = make_keys (1);
  g_autoptr (HufuStatusList) base = hufu_status_list_new ("hufu", LIST_NO, 3000000);
  g_autoptr (HufuStatusList) list = NULL;
  g_autoptr (HufuStatusList) read = NULL;
  g_autoptr (GBytes) document = NULL;

  base->version = 1;
  list = hufu_status_list_copy (base, base->n_entries);
  list->version = 2;
  for (gsize i = 127; i < list->n_entries; i = i * 16)
    hufu_status_list_set (list, i, HUFU_STATUS_USED);
  document = hufu_status_document_make (list, base, keys);
  g_assert_cmpuint (g_bytes_get_size (document), <, 200);
  g_assert_cmpint (open_bytes (document, base, &read), ==, HUFU_STATUS_TAKEN);
  hufu_assert_bytes (read->bits, HUFU_STATUS_BYTES (read->n_entries), list->bits,
                     HUFU_STATUS_BYTES (list->n_entries));
}

/* --- what is no document --------------------------------------------------------------------- */

typedef struct {
  const char *issuer;
  guint64 list_no, base_version, version, n_entries, n_plain;
  gsize n_squeezed;
  gboolean good;
} Head;

static GBytes *
seal (const Head *row, const guint8 *squeezed, HufuKeyPair *keys)
{
  HufuStatusHead head = {.list_no = row->list_no,
                         .base_version = row->base_version,
                         .version = row->version,
                         .n_entries = row->n_entries,
                         .n_plain = row->n_plain,
                         .squeezed = squeezed,
                         .n_squeezed = row->n_squeezed};
  guint8 kid[HUFU_TOKEN_KID_BYTES];

  g_strlcpy (head.issuer, row->issuer, sizeof head.issuer);
  hufu_token_make_kid (keys->public_key, kid);
  return g_byte_array_free_to_bytes (hufu_status_seal (&head, kid, hufu_crypto_sign, keys));
}

static void
test_heads (void)
{
  static const Head rows[] = {
      {"hufu", 1, 0, 1, 8, 2, 10, TRUE},
      {"hufu", 1, 1, 2, 8, 1, 10, TRUE},
      {"0123456789abcdef", 1, 0, 1, 8, 2, 10, TRUE},
      {"", 1, 0, 1, 8, 2, 10, FALSE},                 /* of nobody */
      {"hufu", G_MAXUINT64, 0, 1, 8, 2, 10, FALSE},   /* no list has this number */
      {"hufu", 1, 0, 0, 8, 2, 10, FALSE},             /* no version */
      {"hufu", 1, 2, 2, 8, 1, 10, FALSE},             /* a delta to where it begins */
      {"hufu", 1, 3, 2, 8, 1, 10, FALSE},             /* a delta back */
      {"hufu", 1, 0, 1, 8, 3, 10, FALSE},             /* longer than its entries */
      {"hufu", 1, 0, 1, 8, 1, 10, FALSE},             /* shorter */
      {"hufu", 1, 1, 2, 8, 3, 10, FALSE},             /* a delta that is no saving */
      {"hufu", 1, 0, 1, 4000001, 1000001, 10, FALSE}, /* more than anybody sells */
      {"hufu", 1, 0, 1, 8, G_GUINT64_CONSTANT (1) << 40, 10, FALSE}, /* a terabyte, it says */
      {"hufu", 1, 0, 1, 8, 2, 0, FALSE},
      {"hufu", 1, 0, 1, 8, 2, HUFU_STATUS_DOCUMENT_MAX, FALSE},
  };
  g_autoptr (HufuKeyPair) keys = make_keys (1);
  g_autofree guint8 *squeezed = g_malloc0 (HUFU_STATUS_DOCUMENT_MAX);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GBytes) document = seal (&rows[i], squeezed, keys);
    HufuStatusHead head;

    if (hufu_status_read (g_bytes_get_data (document, NULL), g_bytes_get_size (document), &head) !=
        rows[i].good)
      g_error ("row %" G_GSIZE_FORMAT, i);
  }
}

/* Each bit counts: changed, it is no document, or not the platform's. */
static void
test_each_bit (void)
{
  g_autoptr (HufuKeyPair) keys = make_keys (1);
  g_autoptr (HufuStatusList) list = make_list (1, "0123012301230");
  g_autoptr (GBytes) document = hufu_status_document_make (list, NULL, keys);
  gsize size = g_bytes_get_size (document);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (document, NULL), size);

  for (gsize bit = 0; bit < size * 8; bit++) {
    HufuStatusList *read = NULL;

    bytes[bit / 8] ^= (guint8)(1 << bit % 8);
    g_assert_cmpint (hufu_status_document_open (bytes, size, NULL, find_key, keys, &read), !=,
                     HUFU_STATUS_TAKEN);
    g_assert_null (read);
    bytes[bit / 8] ^= (guint8)(1 << bit % 8);
  }
  for (gsize n = 0; n < size; n++) {
    HufuStatusList *read = NULL;

    g_assert_cmpint (hufu_status_document_open (bytes, n, NULL, find_key, keys, &read), ==,
                     HUFU_STATUS_MALFORMED);
    g_assert_false (hufu_status_verify (bytes, n, keys->public_key, hufu_crypto_verify));
  }
}

static void
test_strangers (void)
{
  g_autoptr (HufuKeyPair) strangers = make_keys (2);
  g_autoptr (HufuStatusList) list = make_list (1, "0123");
  g_autoptr (GBytes) document = hufu_status_document_make (list, NULL, strangers);
  HufuStatusList *read = NULL;

  g_assert_cmpint (open_bytes (document, NULL, &read), ==, HUFU_STATUS_UNSIGNED);
}

static void
test_too_many (void)
{
  g_autoptr (HufuKeyPair) keys = make_keys (1);
  g_autoptr (HufuStatusList) list =
      hufu_status_list_new ("hufu", LIST_NO, HUFU_STATUS_ENTRIES_MAX + 1);

  g_assert_null (hufu_status_document_make (list, NULL, keys));
}

/* --- what is squeezed ------------------------------------------------------------------------ */

static GByteArray *
squeeze_zeros (gsize n_bytes)
{
  g_autoptr (GConverter) zlib =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, zlib);
  static const guint8 zeros[65536];
  GByteArray *squeezed = g_byte_array_new ();

  for (gsize n = 0; n < n_bytes; n += MIN (sizeof zeros, n_bytes - n))
    g_assert_true (g_output_stream_write_all (stream, zeros, MIN (sizeof zeros, n_bytes - n), NULL,
                                              NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_byte_array_append (
      squeezed, g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)),
      (guint)g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)));
}

/* The most memory that this process ever had. */
static gint64
get_peak_kb (void)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);
  return usage.ru_maxrss;
}

/* A list that would expand to far more than it says is refused at the first byte too many, even
 * when the platform's own key has signed it; nothing is expanded for it. */
static void
test_bomb (void)
{
  static const struct {
    gsize n_bytes; /* that come of it */
    int cut;       /* of the squeezed bytes; negative: more follow */
    HufuStatusOutcome expected;
  } rows[] = {
      {2, 0, HUFU_STATUS_TAKEN},
      {0, 0, HUFU_STATUS_MALFORMED},
      {1, 0, HUFU_STATUS_MALFORMED},
      {3, 0, HUFU_STATUS_MALFORMED},
      {100000000, 0, HUFU_STATUS_MALFORMED},
      {2, 1, HUFU_STATUS_MALFORMED},
      {2, -1, HUFU_STATUS_MALFORMED},
  };
  g_autoptr (HufuKeyPair) keys = make_keys (1);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GByteArray) squeezed = squeeze_zeros (rows[i].n_bytes);
    g_autoptr (GBytes) document = NULL;
    g_autoptr (HufuStatusList) read = NULL;
    Head head = {"hufu", 1, 0, 1, 8, 2, 0, TRUE};
    gint64 peak_kb;

    g_byte_array_set_size (squeezed, squeezed->len + 1);
    head.n_squeezed = (gsize)((int)squeezed->len - 1 - rows[i].cut);
    document = seal (&head, squeezed->data, keys);
    peak_kb = get_peak_kb ();
    g_assert_cmpint (open_bytes (document, NULL, &read), ==, rows[i].expected);
    g_assert_cmpint (get_peak_kb () - peak_kb, <, 4096);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/status-list/entries", test_entries);
  g_test_add_func ("/status-list/find", test_find);
  g_test_add_func ("/status-list/there-and-back", test_there_and_back);
  g_test_add_func ("/status-list/chain", test_chain);
  g_test_add_func ("/status-list/shrinks", test_shrinks);
  g_test_add_func ("/status-list/changes", test_changes);
  g_test_add_func ("/status-list/long-gaps", test_long_gaps);
  g_test_add_func ("/status-list/heads", test_heads);
  g_test_add_func ("/status-list/each-bit", test_each_bit);
  g_test_add_func ("/status-list/strangers", test_strangers);
  g_test_add_func ("/status-list/too-many", test_too_many);
  g_test_add_func ("/status-list/bomb", test_bomb);
  return g_test_run ();
}
