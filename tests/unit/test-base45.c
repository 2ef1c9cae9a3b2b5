/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base45.h"

#include <string.h>

#include "core/base64url.h"
#include "tests/lib/assert-bytes.h"
#include "tests/lib/test-host.h"

/* The worked examples of RFC 9285 4.3 and 4.4, and the edges. */
static const struct {
  const char *bytes, *text;
} examples[] = {
    {"", ""},
    {"AB", "BB8"},
    {"Hello!!", "%69 VD92EX0"},
    {"base-45", "UJCLQE7W581"},
    {"ietf!", "QED8WEX0"},
    {"\xff", "U5"},
    {"\xff\xff", "FGW"},
};

static void
test_examples (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (examples); i++) {
    gsize size = strlen (examples[i].bytes), n_read = 99;
    char text[32];
    guint8 bytes[16];

    hufu_base45_encode ((const guint8 *)examples[i].bytes, size, text);
    g_assert_cmpstr (text, ==, examples[i].text);
    g_assert_cmpuint (strlen (text), ==, HUFU_BASE45_LENGTH (size));
    g_assert_true (hufu_base45_decode (text, strlen (text), bytes, sizeof bytes, &n_read));
    hufu_assert_bytes (bytes, n_read, examples[i].bytes, size);
  }
}

static const struct {
  const char *text, *why;
} refused[] = {
    {"B", "a group of one"},
    {"BB8B", "a group of one after a good one"},
    {"bb8", "lower case"},
    {"B_8", "a character outside the alphabet"},
    {"GGW", "65536: the example of RFC 9285 6"},
    {":::", "the greatest group"},
    {"V5", "256 in one byte"},
    {"::", "the greatest group of two"},
    {"BB8,B", "a bad character in the last group"},
    {"BB\xc3", "not ASCII"},
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    guint8 bytes[16];
    gsize size;

    g_test_message ("%s", refused[i].why);
    g_assert_false (
        hufu_base45_decode (refused[i].text, strlen (refused[i].text), bytes, sizeof bytes, &size));
  }
}

static void
test_never_writes_past_the_end (void)
{
  guint8 bytes[4] = {0, 0, 0, 0x77};
  gsize size;

  g_assert_false (hufu_base45_decode ("BB8BB8", 6, bytes, 3, &size));
  g_assert_true (hufu_base45_decode ("BB8U5", 5, bytes, 3, &size));
  g_assert_cmpuint (size, ==, 3);
  g_assert_cmphex (bytes[3], ==, 0x77);
  g_assert_false (hufu_base45_decode ("B\0"
                                      "8",
                                      3, bytes, 3, &size));
}

/* RFC 4648 10 without padding, and bytes that need the two characters of the url alphabet. */
static const struct {
  const char *bytes, *text;
} url_examples[] = {
    {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
    {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff\xbf", "-_-_"},
};

static void
test_base64url (void)
{
  static const char *const bad[] = {"Z", "Zg==", "Zh", "Zm9", "Zm9vY", "+/+/", "Zm 9"};
  guint8 bytes[6];
  gsize size;

  for (gsize i = 0; i < G_N_ELEMENTS (url_examples); i++) {
    gsize n = strlen (url_examples[i].bytes);
    g_autofree char *text = hufu_base64url_encode ((const guint8 *)url_examples[i].bytes, n);

    g_assert_cmpstr (text, ==, url_examples[i].text);
    g_assert_cmpuint (strlen (text), ==, HUFU_BASE64URL_LENGTH (n));
    g_assert_true (hufu_base64url_decode (text, strlen (text), bytes, sizeof bytes, &size));
    hufu_assert_bytes (bytes, size, url_examples[i].bytes, n);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (hufu_base64url_decode (bad[i], strlen (bad[i]), bytes, sizeof bytes, &size));
  g_assert_false (hufu_base64url_decode ("Zm9vYmFyZg", 10, bytes, sizeof bytes, &size));
}

static void
test_round_trip (void)
{
  g_autoptr (HufuTestHost) world = hufu_test_host_new (hufu_test_seed ());

  for (gsize size = 0; size <= 300; size++) {
    guint8 bytes[300], again[300];
    char text[HUFU_BASE45_LENGTH (300) + 1];
    g_autofree char *url = NULL;
    gsize n_read;

    hufu_host_random (hufu_test_host_get (world), bytes, size);
    hufu_base45_encode (bytes, size, text);
    g_assert_true (hufu_base45_decode (text, strlen (text), again, size, &n_read));
    hufu_assert_bytes (again, n_read, bytes, size);
    url = hufu_base64url_encode (bytes, size);
    g_assert_true (hufu_base64url_decode (url, strlen (url), again, size, &n_read));
    hufu_assert_bytes (again, n_read, bytes, size);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base45/examples", test_examples);
  g_test_add_func ("/base45/refused", test_refused);
  g_test_add_func ("/base45/never-writes-past-the-end", test_never_writes_past_the_end);
  g_test_add_func ("/base64url/examples", test_base64url);
  g_test_add_func ("/base45/round-trip", test_round_trip);
  return g_test_run ();
}
