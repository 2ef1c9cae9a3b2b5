/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-unix.h>
#include <locale.h>
#include <stdlib.h>

#include "crypto/host.h"
#include "platform/demo.h"
#include "platform/interpret.h"
#include "platform/public-url.h"
#include "platform/restore-log.h"
#include "platform/server.h"
#include "platform/sheet.h"

typedef struct {
  char *dir, *listen, *port_file, *certificate, *key, *sheet, *codes, *codes_dir, *backup,
      *public_url;
  char **pins;
  gboolean demo, new_epoch;
} Options;

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, sentence);
  return FALSE;
}

static gboolean
print_version (const char *name, const char *value, gpointer unused, GError **error)
{
  g_print ("hufu-platform " HUFU_VERSION "\n");
  exit (EXIT_SUCCESS);
}

static gboolean
parse_options (int *argc, char ***argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
      {"data", 0, 0, G_OPTION_ARG_FILENAME, &options->dir, "Where everything durable is kept",
       "DIR"},
      {"listen", 0, 0, G_OPTION_ARG_STRING, &options->listen,
       "Address and port (default 127.0.0.1:8377, port 0: any)", "ADDRESS:PORT"},
      {"port-file", 0, 0, G_OPTION_ARG_FILENAME, &options->port_file, "Write the port here",
       "FILE"},
      {"demo", 0, 0, G_OPTION_ARG_NONE, &options->demo,
       "Make the demo store if the directory is empty; approve terminals at once", NULL},
      {"tls-certificate", 0, 0, G_OPTION_ARG_FILENAME, &options->certificate, "Serve HTTPS", "PEM"},
      {"tls-key", 0, 0, G_OPTION_ARG_FILENAME, &options->key, "Its private key", "PEM"},
      {"tls-pin", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->pins,
       "Put this pin on the trust list (at most two)", "sha256//..."},
      {"public-url", 0, 0, G_OPTION_ARG_STRING, &options->public_url,
       "Where customers reach this platform, for the links on receipts; \"\": nowhere", "URL"},
      {"new-epoch", 0, 0, G_OPTION_ARG_NONE, &options->new_epoch,
       "After a backup was brought back: take a platform epoch above any ever used, and exit",
       NULL},
      {"backup", 0, 0, G_OPTION_ARG_FILENAME, &options->backup,
       "Write a backup of the database, also beside a platform that serves, and exit", "FILE"},
      {"sheet", 0, 0, G_OPTION_ARG_FILENAME, &options->sheet,
       "Write a sheet of the demo's codes to print, and exit", "PDF|PNG"},
      {"codes", 0, 0, G_OPTION_ARG_FILENAME, &options->codes, "Write the same as JSON, and exit",
       "FILE"},
      {"codes-dir", 0, 0, G_OPTION_ARG_FILENAME, &options->codes_dir,
       "Write each QR code as a PNG file, and exit", "DIR"},
      {"version", 0, G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK, print_version,
       "Print the version", NULL},
      {NULL},
  };
  g_autoptr (GOptionContext) context =
      g_option_context_new ("- the platform beside a Hufu terminal");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (options->dir == NULL)
    return refuse (error, "Say with --data DIR where everything is kept");
  if ((options->certificate == NULL) != (options->key == NULL))
    return refuse (error, "--tls-certificate and --tls-key go together");
  if (options->pins != NULL && g_strv_length (options->pins) > 2)
    return refuse (error, "There are at most two pins");
  return TRUE;
}

static gboolean
write_port (const Options *options, guint port, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%u\n", port);

  return options->port_file == NULL || g_file_set_contents (options->port_file, text, -1, error);
}

static gboolean
write_codes (HufuPlatform *platform, const Options *options, GError **error)
{
  return (options->sheet == NULL || hufu_sheet_write (platform, options->sheet, error)) &&
         (options->codes == NULL || hufu_sheet_write_json (platform, options->codes, error)) &&
         (options->codes_dir == NULL ||
          hufu_sheet_write_pngs (platform, options->codes_dir, error));
}

static gboolean
on_signal (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
serve (HufuPlatform *platform, const Options *options, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (HufuServer) server =
      hufu_server_new (platform, options->listen != NULL ? options->listen : "127.0.0.1:8377",
                       options->certificate, options->key, error);
  const char *public_url;

  if (server == NULL)
    return FALSE;
  /* The demo's customers are at this machine. */
  public_url =
      options->public_url == NULL && options->demo ? platform->base_url : options->public_url;
  if (public_url != NULL && !hufu_public_url_set (platform, public_url, error))
    return FALSE;
  g_unix_signal_add (SIGTERM, on_signal, loop);
  g_unix_signal_add (SIGINT, on_signal, loop);
  if (!write_port (options, hufu_server_get_port (server), error)) /* whoever waits may stop us */
    return FALSE;
  g_printerr ("hufu-platform: listening at %s\n", platform->base_url);
  g_main_loop_run (loop);
  return TRUE;
}

static gboolean
renew_epoch (const Options *options, GError **error)
{
  guint64 epoch;

  if (!hufu_platform_renew_epoch (options->dir, hufu_crypto_host (), &epoch, error))
    return FALSE;
  g_print ("%" G_GUINT64_FORMAT "\n", epoch);
  return TRUE;
}

/* One database is served by one process, which has much of what its tills do in its memory. */
static gboolean
refuse_second (const Options *options, GError **error)
{
  g_set_error (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_INPUT,
               "Another hufu-platform has %s open: stop it, or wait until its backup or sheet is "
               "written, then start this one again; or say another folder with --data",
               options->dir);
  return FALSE;
}

static gboolean
run (const Options *options, GError **error)
{
  g_autoptr (HufuPlatform) platform = hufu_platform_open (options->dir, hufu_crypto_host (), error);
  gboolean writes = options->sheet != NULL || options->codes != NULL || options->codes_dir != NULL;

  if (platform == NULL)
    return FALSE;
  if (options->backup != NULL)
    return hufu_platform_back_up (platform, options->backup, error);
  if (!writes && !hufu_log_is_alone (platform))
    return refuse_second (options, error);
  if (!writes && !hufu_platform_set_pins (platform, options->pins, error))
    return FALSE;
  if (options->demo && !hufu_demo_make (platform, error))
    return FALSE;
  if (!hufu_interpret_all (platform, error))
    return FALSE;
  return writes ? write_codes (platform, options, error) : serve (platform, options, error);
}

int
main (int argc, char **argv)
{
  Options options = {0};
  g_autoptr (GError) error = NULL;
  gboolean good;

  setlocale (LC_ALL, "");
  good = parse_options (&argc, &argv, &options, &error) &&
         (options.new_epoch ? renew_epoch (&options, &error) : run (&options, &error));
  if (!good)
    g_printerr ("hufu-platform: %s\n", error->message);
  g_free (options.dir);
  g_free (options.listen);
  g_free (options.port_file);
  g_free (options.certificate);
  g_free (options.key);
  g_free (options.sheet);
  g_free (options.codes);
  g_free (options.codes_dir);
  g_free (options.backup);
  g_free (options.public_url);
  g_strfreev (options.pins);
  return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
