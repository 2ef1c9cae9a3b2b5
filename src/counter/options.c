/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/options.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/printer/printer.h"
#include "sync/sync.h"

#define DEFAULT_PLATFORM "http://127.0.0.1:8377"
#define WITNESS_MS_MAX 60000

static gboolean
print_version (const char *name, const char *value, gpointer unused, GError **error)
{
  g_print ("%s " HUFU_VERSION "\n", g_get_prgname ());
  exit (EXIT_SUCCESS);
}

void
hufu_options_add (HufuOptions *options, GOptionContext *context)
{
  const GOptionEntry entries[] = {
      {"data", 0, 0, G_OPTION_ARG_FILENAME, &options->data_dir, "Folder of the till's books",
       "DIR"},
      {"platform", 0, 0, G_OPTION_ARG_STRING, &options->platform_url, "The online platform", "URL"},
      {"ca", 0, 0, G_OPTION_ARG_FILENAME, &options->ca_path,
       "Authorities for an https:// platform, instead of the system's", "PEM"},
      {"root", 0, 0, G_OPTION_ARG_FILENAME, &options->root_path,
       "Root keys that the trust list is checked against", "FILE"},
      {"printer", 0, 0, G_OPTION_ARG_STRING, &options->printer_uri,
       "usb:, usb:VVVV:PPPP, file:/DIR or none", "URI"},
      {"slip-printer", 0, 0, G_OPTION_ARG_STRING, &options->slip_printer_uri,
       "Printer of the preparation slips, as --printer", "URI"},
      {"camera", 0, 0, G_OPTION_ARG_STRING, &options->camera_uri,
       "v4l2:, v4l2:/dev/videoN, images:PATH or none", "URI"},
      {"lang", 0, 0, G_OPTION_ARG_STRING, &options->lang, "Language of the counter", "en|zh"},
      {"lan", 0, 0, G_OPTION_ARG_STRING, &options->lan,
       "Where this till answers the other tills of the store", "ADDRESS:PORT|off"},
      {"lan-address", 0, 0, G_OPTION_ARG_STRING, &options->lan_address,
       "Where they are told to find it, if it is another place", "ADDRESS:PORT"},
      {"link", 0, 0, G_OPTION_ARG_FILENAME, &options->link_path,
       "Demo: what is cut off, for all tills that share the file", "FILE"},
      {"witness-ms", 0, 0, G_OPTION_ARG_INT, &options->witness_ms,
       "After a start: how long vouchers held here wait for the platform and the other tills to "
       "say "
       "that these are the newest books",
       "0..60000"},
      {"demo", 0, 0, G_OPTION_ARG_NONE, &options->demo, "Say at sign-in that this is a demo", NULL},
      {"version", 0, G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK, print_version,
       "Print the version", NULL},
      {NULL}};

  options->witness_ms = -1;
  g_option_context_add_main_entries (context, entries, NULL);
}

/* An option not given is taken from the environment, then from the default (taken). */
static void
fill (char **value, const char *variable, char *take_default)
{
  g_autofree char *fallback = take_default;
  const char *set = g_getenv (variable);

  if (*value == NULL)
    *value = set != NULL && *set != '\0' ? g_strdup (set) : g_steal_pointer (&fallback);
}

static char *
find_camera_child (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self == NULL ? g_strdup (".") : g_path_get_dirname (self);
  static const char *const beside[] = {"../drivers/camera", "../../drivers/camera",
                                       "../libexec/hufu"};

  for (gsize i = 0; i < G_N_ELEMENTS (beside); i++) {
    g_autofree char *path = g_build_filename (folder, beside[i], "hufu-camera-decoder", NULL);
    if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
      return g_steal_pointer (&path);
  }
  return g_strdup ("hufu-camera-decoder");
}

static const char *
locale_lang (void)
{
  const char *const *names = g_get_language_names ();

  return g_str_has_prefix (names[0], "zh") ? "zh" : "en";
}

/* Tills whose platform is on their own machine are a demo or a test, and keep to the machine. */
static const char *
find_lan (const char *platform_url)
{
  const char *host = strstr (platform_url, "://");

  if (host != NULL &&
      (g_str_has_prefix (host, "://127.") || g_str_has_prefix (host, "://localhost") ||
       g_str_has_prefix (host, "://[::1]")))
    return "127.0.0.1:0";
  return "0.0.0.0:8378";
}

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, sentence);
  return FALSE;
}

static gboolean
fill_witness (HufuOptions *options)
{
  const char *set = g_getenv ("HUFU_WITNESS_MS");
  guint64 number = HUFU_SYNC_WITNESS_MS;

  if (options->witness_ms >= 0)
    return options->witness_ms <= WITNESS_MS_MAX;
  if (set != NULL && *set != '\0' &&
      !g_ascii_string_to_unsigned (set, 10, 0, WITNESS_MS_MAX, &number, NULL))
    return FALSE;
  options->witness_ms = (int)number;
  return TRUE;
}

static const char *
unless_none (const char *uri)
{
  return strcmp (uri, "none") == 0 ? NULL : uri;
}

static gboolean
check_printer (const char *uri, GError **error)
{
  return unless_none (uri) == NULL || hufu_printer_check_uri (uri, error);
}

gboolean
hufu_options_complete (HufuOptions *options, GError **error)
{
  fill (&options->data_dir, "HUFU_DATA", g_build_filename (g_get_user_data_dir (), "hufu", NULL));
  fill (&options->platform_url, "HUFU_PLATFORM", g_strdup (DEFAULT_PLATFORM));
  fill (&options->ca_path, "HUFU_CA", NULL);
  fill (&options->root_path, "HUFU_ROOT", g_build_filename (options->data_dir, "root.pub", NULL));
  fill (&options->operator_key, "HUFU_OPERATOR_KEY",
        g_build_filename (options->data_dir, "operator.key", NULL));
  fill (&options->printer_uri, "HUFU_PRINTER", g_strdup ("usb:"));
  fill (&options->slip_printer_uri, "HUFU_SLIP_PRINTER", g_strdup ("none"));
  fill (&options->camera_uri, "HUFU_CAMERA", g_strdup ("v4l2:"));
  fill (&options->camera_child, "HUFU_CAMERA_DECODER", find_camera_child ());
  fill (&options->lan, "HUFU_LAN", g_strdup (find_lan (options->platform_url)));
  fill (&options->lan_address, "HUFU_LAN_ADDRESS", NULL);
  fill (&options->link_path, "HUFU_LINK", g_build_filename (options->data_dir, "link", NULL));
  fill (&options->lang, "HUFU_LANG", g_strdup (locale_lang ()));
  if (strcmp (options->lang, "en") != 0 && strcmp (options->lang, "zh") != 0)
    return refuse (error, "--lang is en or zh");
  if (!fill_witness (options))
    return refuse (error, "--witness-ms is a number of milliseconds from 0 to 60000");
  if (!g_str_has_prefix (options->platform_url, "http://") &&
      !g_str_has_prefix (options->platform_url, "https://"))
    return refuse (error, "--platform is an http:// or https:// address");
  if (unless_none (options->slip_printer_uri) != NULL &&
      strcmp (options->slip_printer_uri, options->printer_uri) == 0)
    return refuse (error, "--slip-printer is another printer than --printer");
  return check_printer (options->printer_uri, error) &&
         check_printer (options->slip_printer_uri, error);
}

void
hufu_options_clear (HufuOptions *options)
{
  g_free (options->data_dir);
  g_free (options->platform_url);
  g_free (options->ca_path);
  g_free (options->root_path);
  g_free (options->operator_key);
  g_free (options->printer_uri);
  g_free (options->slip_printer_uri);
  g_free (options->camera_uri);
  g_free (options->camera_child);
  g_free (options->lan);
  g_free (options->lan_address);
  g_free (options->link_path);
  g_free (options->lang);
  *options = (HufuOptions){0};
}

HufuCounterOptions
hufu_options_to_counter (const HufuOptions *options)
{
  return (HufuCounterOptions){
      .data_dir = options->data_dir,
      .platform_url = options->platform_url,
      .ca_path = options->ca_path,
      .root_path = options->root_path,
      .printer_uri = unless_none (options->printer_uri),
      .slip_printer_uri = unless_none (options->slip_printer_uri),
      .camera_uri = unless_none (options->camera_uri),
      .camera_child = options->camera_child,
      .lan_listen = strcmp (options->lan, "off") == 0 ? NULL : options->lan,
      .lan_address = options->lan_address,
      .link_path = options->link_path,
      .lang = strcmp (options->lang, "zh") == 0 ? HUFU_LANG_ZH : HUFU_LANG_EN,
      .witness_ms = (guint)options->witness_ms,
      .demo = options->demo,
      .training = options->training,
  };
}
