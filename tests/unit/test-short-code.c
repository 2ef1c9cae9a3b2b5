/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/short-code.h"

#include <string.h>

#include "tests/lib/test-host.h"

static guint64
random_bits (HufuTestHost *world)
{
  guint64 bits;

  hufu_host_random (hufu_test_host_get (world), (guint8 *)&bits, sizeof bits);
  return bits;
}

static void
test_examples (void)
{
  char code[HUFU_SHORT_CODE_SIZE];

  g_assert_true (hufu_short_code_make (0, code));
  g_assert_cmpstr (code, ==, "0000000000");
  g_assert_true (hufu_short_code_make (1234, code));
  g_assert_cmpstr (code, ==, "00000016JD");
  /* 32 mod 37 has no character among the 32. */
  g_assert_false (hufu_short_code_make (32, code));
}

static const struct {
  const char *text, *code; /* NULL: refused */
  gboolean is_misread;
} typed[] = {
    {"00000016JD", "00000016JD"}, {"00000-016JD", "00000016JD"},
    {"oooooo16jd", "00000016JD"}, {"-00000016JD-", "00000016JD"},
    {"OOOOOOI6JD", "00000016JD"}, {"oooooOL6JD", "00000016JD"},
    {"00000017JD", NULL, TRUE}, /* one character wrong */
    {"00000061JD", NULL, TRUE}, /* two swapped */
    {"0000016JD", NULL},        /* one lost */
    {"000000016JD", NULL},      /* one too many */
    {"00000016JU", NULL},       /* U is no character */
    {"00000 016JD", NULL},        {"", NULL},
};

static void
test_typed (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++) {
    char code[HUFU_SHORT_CODE_SIZE];
    gboolean good = hufu_short_code_read (typed[i].text, strlen (typed[i].text), code);

    g_test_message ("%s", typed[i].text);
    g_assert_cmpint (good, ==, typed[i].code != NULL);
    g_assert_cmpint (hufu_short_code_is_misread (typed[i].text, strlen (typed[i].text)), ==,
                     typed[i].is_misread);
    if (good)
      g_assert_cmpstr (code, ==, typed[i].code);
  }
}

/* Every single wrong character and every swap of neighbours is noticed. */
static void
test_mistakes (void)
{
  static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  g_autoptr (HufuTestHost) world = hufu_test_host_new (hufu_test_seed ());
  char code[HUFU_SHORT_CODE_SIZE], read[HUFU_SHORT_CODE_SIZE];

  for (guint n = 0; n < 50; n++) {
    while (!hufu_short_code_make (random_bits (world), code))
      continue;
    g_assert_true (hufu_short_code_read (code, HUFU_SHORT_CODE_CHARS, read));
    g_assert_cmpstr (read, ==, code);
    for (gsize i = 0; i < HUFU_SHORT_CODE_CHARS; i++) {
      char right = code[i];

      for (const char *c = alphabet; *c != '\0'; c++) {
        code[i] = *c;
        g_assert_cmpint (hufu_short_code_read (code, HUFU_SHORT_CODE_CHARS, read), ==, *c == right);
      }
      code[i] = right;
    }
    for (gsize i = 0; i + 2 < HUFU_SHORT_CODE_CHARS; i++) {
      char swapped[HUFU_SHORT_CODE_SIZE];

      memcpy (swapped, code, sizeof swapped);
      swapped[i] = code[i + 1];
      swapped[i + 1] = code[i];
      g_assert_cmpint (hufu_short_code_read (swapped, HUFU_SHORT_CODE_CHARS, read), ==,
                       code[i] == code[i + 1]);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/short-code/examples", test_examples);
  g_test_add_func ("/short-code/typed", test_typed);
  g_test_add_func ("/short-code/mistakes", test_mistakes);
  return g_test_run ();
}
