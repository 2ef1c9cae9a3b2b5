/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rights by the thousand: they come out as they went in, and nothing else comes out. */
#include "core/right-page.h"

#include <string.h>

#include "core/base64url.h"
#include "core/journal.h"
#include "core/money.h"
#include "tests/lib/assert-bytes.h"

static HufuGrantItem
make_grant (guint i)
{
  HufuGrantItem item = {
      .right = {.key = {.cti = {{(guint8)i, (guint8)(i >> 8), 7}}, .generation = i, .k = i % 1000},
                .epoch = {1 + i % 3, (guint64)i << (i % 40)},
                .remaining_minor = (gint64)i * 1000},
      .terms = i % HUFU_GRANT_TERMS_MAX,
      .not_before_utc_s = i,
      .expires_utc_s = G_GINT64_CONSTANT (1795000000) + i};

  g_snprintf (item.short_code, sizeof item.short_code, "%010u", i);
  return item;
}

static HufuRight
greatest_right (void)
{
  HufuRight right = {.key = {.generation = G_MAXINT64, .k = 999},
                     .epoch = {G_MAXINT64, G_MAXINT64},
                     .remaining_minor = HUFU_MONEY_MAX_MINOR};

  memset (right.key.cti.bytes, 0xff, HUFU_ID_BYTES);
  return right;
}

static void
assert_same_right (const HufuRight *got, const HufuRight *expected)
{
  hufu_assert_bytes (got->key.cti.bytes, HUFU_ID_BYTES, expected->key.cti.bytes, HUFU_ID_BYTES);
  g_assert_cmpuint (got->key.generation, ==, expected->key.generation);
  g_assert_cmpuint (got->key.k, ==, expected->key.k);
  g_assert_cmpint (hufu_epoch_compare (&got->epoch, &expected->epoch), ==, 0);
  g_assert_cmpuint (got->hop, ==, 0);
  g_assert_cmpint (got->remaining_minor, ==, expected->remaining_minor);
}

static void
test_grants (void)
{
  static const guint sizes[] = {0, 1, 24, HUFU_GRANTS_MAX};

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++) {
    g_autofree HufuGrantItem *items = g_new0 (HufuGrantItem, sizes[s] + 1);
    g_autofree char *text = NULL;
    g_autoptr (GArray) read = NULL;

    for (guint i = 0; i < sizes[s]; i++)
      items[i] = make_grant (i);
    text = hufu_grants_encode (items, sizes[s]);
    read = hufu_grants_decode (text, strlen (text));
    g_assert_nonnull (read);
    g_assert_cmpuint (read->len, ==, sizes[s]);
    for (guint i = 0; i < sizes[s]; i++) {
      const HufuGrantItem *item = &g_array_index (read, HufuGrantItem, i);

      assert_same_right (&item->right, &items[i].right);
      g_assert_cmpuint (item->terms, ==, items[i].terms);
      g_assert_cmpstr (item->short_code, ==, items[i].short_code);
      g_assert_cmpint (item->not_before_utc_s, ==, items[i].not_before_utc_s);
      g_assert_cmpint (item->expires_utc_s, ==, items[i].expires_utc_s);
    }
  }
}

/* Whatever the numbers, a full page is a body of the journal. */
static void
test_longest_rights (void)
{
  g_autofree HufuRight *rights = g_new0 (HufuRight, HUFU_RIGHTS_MAX);
  g_autofree char *text = NULL;
  g_autoptr (GArray) read = NULL;

  for (guint i = 0; i < HUFU_RIGHTS_MAX; i++)
    rights[i] = greatest_right ();
  text = hufu_rights_encode (rights, HUFU_RIGHTS_MAX);
  g_assert_cmpuint (strlen (text) + strlen ("{\"rights\":\"\"}"), <=, HUFU_ACT_BODY_MAX);
  read = hufu_rights_decode (text, strlen (text));
  g_assert_nonnull (read);
  g_assert_cmpuint (read->len, ==, HUFU_RIGHTS_MAX);
  assert_same_right (&g_array_index (read, HufuRight, HUFU_RIGHTS_MAX - 1), &rights[0]);
}

#define CTI "\x50\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10"

static void
test_no_rights (void)
{
  static const struct {
    const char *why, *bytes;
    gsize size;
    gboolean good;
  } rows[] = {
#define ROW(why, bytes, good) {why, bytes, sizeof bytes - 1, good}
      ROW ("none", "\x80", TRUE),
      ROW ("one", "\x81\x86" CTI "\x01\x02\x03\x04\x05", TRUE),
      ROW ("nothing", "", FALSE),
      ROW ("no array", "\x01", FALSE),
      ROW ("one too few", "\x82\x86" CTI "\x01\x02\x03\x04\x05", FALSE),
      ROW ("something after", "\x81\x86" CTI "\x01\x02\x03\x04\x05\x00", FALSE),
      ROW ("a field too few", "\x81\x85" CTI "\x01\x02\x03\x04", FALSE),
      ROW ("a field too many", "\x81\x87" CTI "\x01\x02\x03\x04\x05\x06", FALSE),
      ROW ("a long spelling", "\x81\x86" CTI "\x18\x01\x02\x03\x04\x05", FALSE),
      ROW ("a negative number", "\x81\x86" CTI "\x01\x02\x03\x04\x20", FALSE),
      ROW ("use 1000", "\x81\x86" CTI "\x01\x19\x03\xe8\x03\x04\x05", FALSE),
      ROW ("a short id",
           "\x81\x86\x4f\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10"
           "\x01\x02\x03\x04\x05",
           FALSE),
      ROW ("more than fit", "\x99\x09\xc5", FALSE),
#undef ROW
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = hufu_base64url_encode ((const guint8 *)rows[i].bytes, rows[i].size);
    g_autoptr (GArray) read = hufu_rights_decode (text, strlen (text));

    g_test_message ("%s", rows[i].why);
    g_assert_cmpint (read != NULL, ==, rows[i].good);
  }
  g_assert_null (hufu_rights_decode ("gA=", 3));
  g_assert_null (hufu_grants_decode ("gYY", 3));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/right-page/grants", test_grants);
  g_test_add_func ("/right-page/longest-rights", test_longest_rights);
  g_test_add_func ("/right-page/no-rights", test_no_rights);
  return g_test_run ();
}
