/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text is what a JSON library writes of the same values with sorted keys and no spaces. */
#include <jansson.h>
#include "core/json-text.h"

static void
assert_canonical (const char *text)
{
  json_error_t error;
  json_auto_t *json = json_loads (text, JSON_REJECT_DUPLICATES, &error);
  g_autofree char *again = NULL;

  g_assert_nonnull (json);
  again = json_dumps (json, JSON_SORT_KEYS | JSON_COMPACT);
  g_assert_cmpstr (text, ==, again);
}

static void
test_shape (void)
{
  HufuJsonText json = hufu_json_text_begin ();
  HufuId id, none = {{0}};
  g_autofree char *text = NULL;

  g_assert_true (hufu_id_parse ("00000000-0000-4000-8000-00000000000d", &id));
  hufu_json_text_add_id (&json, "a", &id);
  hufu_json_text_begin_array (&json, "b");
  hufu_json_text_begin_object (&json, NULL);
  hufu_json_text_add_int (&json, "x", -5);
  hufu_json_text_add_id (&json, "y", &none);
  hufu_json_text_end (&json);
  hufu_json_text_begin_object (&json, NULL);
  hufu_json_text_end (&json);
  hufu_json_text_end (&json);
  hufu_json_text_begin_array (&json, "ba");
  hufu_json_text_end (&json);
  text = hufu_json_text_finish (&json);
  g_assert_cmpstr (text, ==,
                   "{\"a\":\"00000000-0000-4000-8000-00000000000d\","
                   "\"b\":[{\"x\":-5,\"y\":null},{}],\"ba\":[]}");
  assert_canonical (text);
}

static void
test_values (void)
{
  static const gint64 integers[] = {0, 7, -1, 1990, G_MAXINT64, G_MININT64};
  static const char *const texts[] = {
      "", "tea", "a \"b\" \\ / c", "\b\f\n\r\t", "\x01\x1f\x7f", "\xe8\x8c\xb6 \xf0\x9f\x8d\xb5"};

  for (gsize i = 0; i < G_N_ELEMENTS (integers); i++) {
    HufuJsonText json = hufu_json_text_begin ();
    g_autofree char *text = NULL, *wanted = NULL;

    hufu_json_text_add_int (&json, "v", integers[i]);
    text = hufu_json_text_finish (&json);
    wanted = g_strdup_printf ("{\"v\":%" G_GINT64_FORMAT "}", integers[i]);
    g_assert_cmpstr (text, ==, wanted);
    assert_canonical (text);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    HufuJsonText json = hufu_json_text_begin ();
    g_autofree char *text = NULL;
    json_auto_t *read = NULL;

    hufu_json_text_add_text (&json, "v", texts[i]);
    text = hufu_json_text_finish (&json);
    assert_canonical (text);
    read = json_loads (text, 0, NULL);
    g_assert_cmpstr (json_string_value (json_object_get (read, "v")), ==, texts[i]);
  }
}

/* What another program stored badly does not stop a sale. */
static void
test_not_utf8 (void)
{
  HufuJsonText json = hufu_json_text_begin ();
  g_autofree char *text = NULL;

  hufu_json_text_add_text (&json, "v", "a\xff");
  text = hufu_json_text_finish (&json);
  g_assert_cmpstr (text, ==, "{\"v\":\"a\xef\xbf\xbd\"}");
}

static void
test_order (void)
{
  if (g_test_subprocess ()) {
    HufuJsonText json = hufu_json_text_begin ();

    hufu_json_text_add_int (&json, "b", 1);
    hufu_json_text_add_int (&json, "a", 1);
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-text/shape", test_shape);
  g_test_add_func ("/json-text/values", test_values);
  g_test_add_func ("/json-text/not-utf8", test_not_utf8);
  g_test_add_func ("/json-text/order", test_order);
  return g_test_run ();
}
