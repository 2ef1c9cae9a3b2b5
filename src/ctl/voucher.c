/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `hufuctl voucher`: operator calls of the platform. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "ctl/ctl.h"
#include "sync/operator.h"

json_t *
hufu_ctl_read_fields (int argc, char **argv)
{
  json_t *fields = json_object ();

  for (int i = 0; i < argc; i++) {
    g_auto (GStrv) pair = g_strsplit (argv[i], "=", 2);
    gint64 number;
    if (pair[0] == NULL || pair[1] == NULL) {
      json_decref (fields);
      return NULL;
    }
    /* A code may be digits alone. */
    if (!g_str_has_suffix (pair[0], "_code") &&
        g_ascii_string_to_signed (pair[1], 10, G_MININT64, G_MAXINT64, &number, NULL))
      json_object_set_new (fields, pair[0], json_integer (number));
    else if (strcmp (pair[1], "true") == 0 || strcmp (pair[1], "false") == 0)
      json_object_set_new (fields, pair[0], json_boolean (*pair[1] == 't'));
    else if (strcmp (pair[1], "null") == 0)
      json_object_set_new (fields, pair[0], json_null ());
    else
      json_object_set_new (fields, pair[0], json_string (pair[1]));
  }
  return fields;
}

/* The text that the customer's phone shows now, to be scanned at once. */
static int
show_live (const HufuOptions *options, const char *id)
{
  g_autofree char *path = g_strconcat ("/v1/vouchers/", id, "/live", NULL);
  g_autoptr (GError) error = NULL;
  json_t *answer = hufu_operator_call (options->platform_url, options->ca_path,
                                       options->operator_key, "GET", path, NULL, &error);

  if (answer == NULL)
    return hufu_ctl_say (HUFU_EXIT_FAILED, "%s", error->message);
  printf ("%s\n", json_string_value (json_object_get (answer, "text")));
  json_decref (answer);
  return HUFU_EXIT_DONE;
}

int
hufu_ctl_voucher (const HufuOptions *options, int argc, char **argv)
{
  gboolean issue = argc >= 1 && strcmp (argv[0], "issue") == 0;
  gboolean show = argc == 2 && strcmp (argv[0], "show") == 0;
  gboolean transfer = argc >= 2 && strcmp (argv[0], "transfer") == 0;
  json_t *body = issue      ? hufu_ctl_read_fields (argc - 1, argv + 1)
                 : transfer ? hufu_ctl_read_fields (argc - 2, argv + 2)
                            : NULL;
  g_autofree char *path = show       ? g_strconcat ("/v1/vouchers/", argv[1], NULL)
                          : transfer ? g_strconcat ("/v1/vouchers/", argv[1], "/wishes", NULL)
                                     : g_strdup ("/v1/vouchers");
  g_autoptr (GError) error = NULL;
  json_t *answer;

  if (argc == 2 && strcmp (argv[0], "live") == 0)
    return show_live (options, argv[1]);
  if (!show && body == NULL)
    return hufu_ctl_say (HUFU_EXIT_REFUSED,
                         "say: hufuctl voucher issue NAME=VALUE..., voucher show|live ID, or "
                         "voucher transfer ID [generation=N]");
  if (transfer)
    json_object_set_new (body, "kind", json_string ("transfer"));
  answer = hufu_operator_call (options->platform_url, options->ca_path, options->operator_key,
                               show ? "GET" : "POST", path, body, &error);
  json_decref (body);
  if (answer == NULL)
    return hufu_ctl_say (HUFU_EXIT_FAILED, "%s", error->message);
  json_dumpf (answer, stdout, JSON_COMPACT | JSON_SORT_KEYS);
  fputc ('\n', stdout);
  json_decref (answer);
  return HUFU_EXIT_DONE;
}
