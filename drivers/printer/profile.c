/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/printer/profile.h"

#include <gio/gio.h>
#include <string.h>

#include "data/printers/resources.h"

#define RESOURCE_FOLDER "/hufu/printers"
#define GROUP "profile"

static gboolean
is_name (const char *name)
{
  gsize length = strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789-");
  return length > 0 && length < HUFU_PROFILE_NAME_SIZE && name[length] == '\0';
}

static GKeyFile *
read_key_file (const char *folder, const char *name, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *base = g_strconcat (name, ".ini", NULL);
  if (folder != NULL) {
    g_autofree char *path = g_build_filename (folder, base, NULL);
    if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
      return g_steal_pointer (&file);
  }
  g_autofree char *resource = g_strconcat (RESOURCE_FOLDER "/", base, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (hufu_printers_get_resource (), resource,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL || !g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, error))
    return NULL;
  return g_steal_pointer (&file);
}

static gboolean
read_number (GKeyFile *file, const char *key, guint min, guint max, guint *ret_number,
             GError **error)
{
  g_autofree char *text = g_key_file_get_string (file, GROUP, key, error);
  guint64 number;
  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, min, max, &number, error)) {
    g_prefix_error (error, "%s: ", key);
    return FALSE;
  }
  *ret_number = (guint)number;
  return TRUE;
}

static gboolean
read_flag (GKeyFile *file, const char *key, gboolean *ret_flag, GError **error)
{
  g_autofree char *text = g_key_file_get_string (file, GROUP, key, error);
  if (text == NULL)
    return FALSE;
  *ret_flag = g_str_equal (text, "yes");
  if (*ret_flag || g_str_equal (text, "no"))
    return TRUE;
  g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, "%s: yes or no", key);
  return FALSE;
}

static gboolean
read_hanzi (GKeyFile *file, HufuHanzi *ret_hanzi, GError **error)
{
  static const char *const NAMES[] = {"none", "gb2312", "gb18030", NULL};
  g_autofree char *text = g_key_file_get_string (file, GROUP, "hanzi", error);
  if (text == NULL)
    return FALSE;
  for (guint i = 0; NAMES[i] != NULL; i++)
    if (g_str_equal (text, NAMES[i])) {
      *ret_hanzi = (HufuHanzi)i;
      return TRUE;
    }
  g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
               "hanzi: none, gb2312 or gb18030");
  return FALSE;
}

static gboolean
read_sizes (GKeyFile *file, HufuPrinterProfile *profile, GError **error)
{
  guint codepage_number, feed_lines, drawer_pin;
  if (!read_number (file, "width_dots", 200, HUFU_PROFILE_WIDTH_DOTS_MAX, &profile->width_dots,
                    error) ||
      !read_number (file, "columns", 16, 80, &profile->columns, error) ||
      !read_number (file, "codepage_number", 0, 255, &codepage_number, error) ||
      !read_number (file, "feed_lines", 0, 20, &feed_lines, error) ||
      !read_number (file, "drawer_pin", 0, 5, &drawer_pin, error) ||
      !read_number (file, "patience_ms", 100, 120000, &profile->patience_ms, error))
    return FALSE;
  profile->width_dots -= profile->width_dots % 8;
  profile->codepage_number = (guint8)codepage_number;
  profile->feed_lines = (guint8)feed_lines;
  profile->drawer_pin = (guint8)drawer_pin;
  return TRUE;
}

static gboolean
read_codepage (GKeyFile *file, HufuPrinterProfile *profile, GError **error)
{
  g_autofree char *codepage = g_key_file_get_string (file, GROUP, "codepage", error);
  if (codepage == NULL)
    return FALSE;
  GIConv probe = codepage[0] != '\0' ? g_iconv_open (codepage, "UTF-8") : NULL;
  if (probe == (GIConv)-1 || strlen (codepage) >= sizeof profile->codepage) {
    g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                 "codepage: the system has no converter of that name");
    return FALSE;
  }
  if (probe != NULL)
    g_iconv_close (probe);
  g_strlcpy (profile->codepage, codepage, sizeof profile->codepage);
  return TRUE;
}

gboolean
hufu_profile_load (const char *folder, const char *name, HufuPrinterProfile *ret_profile,
                   GError **error)
{
  HufuPrinterProfile profile = {0};
  if (!is_name (name)) {
    g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_NOT_FOUND,
                 "a printer profile's name is lower-case letters, digits and \"-\"");
    return FALSE;
  }
  g_autoptr (GKeyFile) file = read_key_file (folder, name, error);
  if (file == NULL || !read_sizes (file, &profile, error) ||
      !read_hanzi (file, &profile.hanzi, error) || !read_codepage (file, &profile, error) ||
      !read_flag (file, "cutter", &profile.cutter, error) ||
      !read_flag (file, "native_qr", &profile.native_qr, error) ||
      !read_flag (file, "status", &profile.status, error) ||
      !read_flag (file, "confirms", &profile.confirms, error) ||
      !read_flag (file, "clears_buffer", &profile.clears_buffer, error)) {
    g_prefix_error (error, "printer profile %s: ", name);
    return FALSE;
  }
  g_strlcpy (profile.name, name, sizeof profile.name);
  *ret_profile = profile;
  return TRUE;
}

static gboolean
matches (GKeyFile *file, const char *ids, const char *model)
{
  g_autofree char *usb = g_key_file_get_string (file, "match", "usb", NULL);
  g_autofree char *pattern = g_key_file_get_string (file, "match", "model", NULL);
  return usb != NULL && pattern != NULL && g_pattern_match_simple (usb, ids) &&
         g_pattern_match_simple (pattern, model);
}

static void
add_names (const char *const *files, GPtrArray *names)
{
  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    if (g_str_has_suffix (files[i], ".ini"))
      g_ptr_array_add (names, g_strndup (files[i], strlen (files[i]) - strlen (".ini")));
}

static GPtrArray *
list_names (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  for (const char *file; dir != NULL && (file = g_dir_read_name (dir)) != NULL;)
    add_names ((const char *const[]){file, NULL}, names);
  g_auto (GStrv) built_in = g_resource_enumerate_children (
      hufu_printers_get_resource (), RESOURCE_FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  add_names ((const char *const *)built_in, names);
  return names;
}

char *
hufu_profile_match (const char *folder, guint16 vendor, guint16 product, const char *model)
{
  g_autofree char *ids = g_strdup_printf ("%04x:%04x", vendor, product);
  g_autoptr (GPtrArray) names = list_names (folder);
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    g_autoptr (GKeyFile) file = is_name (name) ? read_key_file (folder, name, NULL) : NULL;
    if (file != NULL && matches (file, ids, model))
      return g_strdup (name);
  }
  return g_strdup ("unknown");
}
