/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sub-commands that read the till's books beside a running till. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "counter/case.h"
#include "crypto/host.h"
#include "crypto/sign.h"
#include "ctl/ctl.h"
#include "store/journal-store.h"
#include "store/limits-store.h"
#include "store/terminal.h"
#include "sync/attention.h"
#include "sync/sync.h"

static HufuDb *
open_books (const HufuOptions *options)
{
  g_autofree char *path = g_build_filename (options->data_dir, "till.db", NULL);
  g_autoptr (GError) error = NULL;
  HufuDb *db;

  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    hufu_ctl_say (HUFU_EXIT_FAILED,
                  "No till has its books in %s. Name its folder with --data, or start the till "
                  "there first.",
                  options->data_dir);
    return NULL;
  }
  db = hufu_db_open_read_only (path, HUFU_DB_TERMINAL, hufu_crypto_host (), &error);
  if (db == NULL)
    hufu_ctl_say (HUFU_EXIT_FAILED, "%s", error->message);
  return db;
}

static void
print_json (json_t *take_object)
{
  json_dumpf (take_object, stdout, JSON_COMPACT | JSON_SORT_KEYS);
  fputc ('\n', stdout);
  json_decref (take_object);
}

static json_t *
status_to_json (const HufuTerminal *terminal)
{
  char id[HUFU_ID_TEXT_SIZE] = "";

  if (terminal->enrolled)
    hufu_id_format (&terminal->terminal_id, id);
  return json_pack (
      "{s:b s:b s:s s:I s:I s:I s:I s:I s:I s:I s:I s:I s:I s:I s:I}", "enrolled",
      terminal->enrolled, "frozen", terminal->frozen != HUFU_FROZEN_NOT, "terminal_id", id,
      "incarnation", (json_int_t)terminal->incarnation, "store_no", (json_int_t)terminal->store_no,
      "terminal_no", (json_int_t)terminal->terminal_no, "platform_epoch",
      (json_int_t)terminal->platform_epoch, "last_seq", (json_int_t)terminal->last_seq, "acked_seq",
      (json_int_t)terminal->acked_seq, "unsent",
      (json_int_t)(terminal->last_seq - terminal->acked_seq), "oldest_unsent_utc_us",
      (json_int_t)terminal->oldest_unsent_utc_us, "synced_utc_us",
      (json_int_t)terminal->synced_utc_us, "attention", (json_int_t)terminal->n_attention,
      "rights_held", (json_int_t)terminal->n_rights, "waiting_prints",
      (json_int_t)terminal->n_waiting_prints);
}

/* What was accepted here without its right since the last confirmed report, and how much may be. */
static void
add_limits (json_t *status, HufuDb *db)
{
  HufuLimitsBook book;

  if (!hufu_limits_load (db, &book, NULL))
    return; /* the status says the rest */
  json_object_set_new (
      status, "unleased",
      json_pack ("{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "state",
                 hufu_limits_state_name (book.state), "uses", (json_int_t)book.used.uses,
                 "uses_max", (json_int_t)book.limits.uses_max, "total_minor",
                 (json_int_t)book.used.total_minor, "total_max_minor",
                 (json_int_t)book.limits.total_max_minor, "voucher_max_minor",
                 (json_int_t)book.limits.voucher_max_minor, "status_age_max_s",
                 (json_int_t)book.limits.status_age_max_s, "tills", (json_int_t)book.n_tills,
                 "store_most_minor",
                 (json_int_t)hufu_limits_sum_store (&book.limits, &book.used, book.n_tills,
                                                    book.others_minor)));
}

/* "" if the key can be read; before the enrolment there may be none yet. */
static char *
say_key (const HufuOptions *options, gboolean enrolled)
{
  g_autofree char *path = g_build_filename (options->data_dir, "device.key", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuKeyPair) keys = NULL;

  if (!enrolled && !g_file_test (path, G_FILE_TEST_EXISTS))
    return g_strdup ("");
  keys = hufu_key_pair_load (path, &error);
  return keys != NULL
             ? g_strdup ("")
             : g_strdup_printf ("%s %s",
                                hufu_trouble_sentence (HUFU_TROUBLE_KEY_FILE, HUFU_LANG_EN),
                                error->message);
}

/* "" if there are root keys to check with: in the file, or as the enrolment pinned them. */
static char *
say_roots (HufuDb *db, const HufuOptions *options)
{
  g_autofree char *pinned = hufu_setting_dup (db, "platform_root_0");
  g_autoptr (GError) error = NULL;
  gsize n_roots = 0;

  if (pinned != NULL)
    return g_strdup ("");
  g_free (hufu_sync_load_roots (options->root_path, &n_roots, &error));
  return error == NULL
             ? g_strdup ("")
             : g_strdup_printf ("%s %s", hufu_trouble_sentence (HUFU_TROUBLE_ROOTS, HUFU_LANG_EN),
                                error->message);
}

/* What the platform has in mind with it, and what to do then: "" while it is live. */
static void
add_life (json_t *status, HufuLife life)
{
  json_object_set_new (status, "life", json_string (hufu_life_name (life)));
  json_object_set_new (status, "life_says", json_string (hufu_life_sentence (life, HUFU_LANG_EN)));
  json_object_set_new (status, "life_says_zh",
                       json_string (hufu_life_sentence (life, HUFU_LANG_ZH)));
}

/* What keeps this till from its platform, each in a sentence. */
static void
add_problems (json_t *status, HufuDb *db, const HufuOptions *options, gboolean enrolled)
{
  g_autofree char *key = say_key (options, enrolled);
  g_autofree char *roots = say_roots (db, options);

  json_object_set_new (status, "key_problem", json_string (key));
  json_object_set_new (status, "root_problem", json_string (roots));
}

int
hufu_ctl_status (const HufuOptions *options, int argc, char **argv)
{
  g_autoptr (HufuDb) db = open_books (options);
  g_auto (HufuTerminal) terminal = {0};
  g_autoptr (GError) error = NULL;
  json_t *status;

  if (db == NULL)
    return HUFU_EXIT_FAILED;
  if (!hufu_terminal_load (db, &terminal, &error))
    return hufu_ctl_say (HUFU_EXIT_FAILED, "%s", error->message);
  status = status_to_json (&terminal);
  add_life (status, terminal.life);
  add_problems (status, db, options, terminal.enrolled);
  add_limits (status, db);
  print_json (status);
  return HUFU_EXIT_DONE;
}

/* The numbers of a use are its row's own business: its id tells which it is. */
static void
print_attention (const HufuAttention *attention, gpointer user_data)
{
  if (attention->incarnation == 0)
    print_json (json_pack ("{s:s s:s}", "code", attention->code, "use_id", attention->detail));
  else
    print_json (json_pack ("{s:I s:I s:s s:s}", "incarnation", (json_int_t)attention->incarnation,
                           "seq", (json_int_t)attention->seq, "code", attention->code, "detail",
                           attention->detail));
}

/* What the platform told the till last, and when. */
static void
print_told (HufuDb *db)
{
  g_autofree char *text = hufu_setting_dup (db, "attention");
  g_autofree char *when = hufu_setting_dup (db, "attention_utc_us");
  g_autoptr (HufuMatters) told = text != NULL ? hufu_matters_from_text (text) : NULL;

  for (guint i = 0; told != NULL && i < told->matters->len; i++) {
    const HufuMatter *matter = told->matters->pdata[i];
    print_json (json_pack (
        "{s:s s:s s:s s:I s:b s:I s:I s:I s:I}", "kind", hufu_matter_kind_name (matter->kind),
        "what", matter->what, "title", matter->title_en, "amount_minor",
        (json_int_t)matter->amount_minor, "is_upper_bound", matter->is_upper_bound, "store_no",
        (json_int_t)matter->place.store_no, "terminal_no", (json_int_t)matter->place.terminal_no,
        "since_utc_us", (json_int_t)matter->since_utc_us, "told_utc_us",
        (json_int_t)(when == NULL ? 0 : g_ascii_strtoll (when, NULL, 10))));
  }
}

int
hufu_ctl_attention (const HufuOptions *options, int argc, char **argv)
{
  g_autoptr (HufuDb) db = open_books (options);
  g_autoptr (GError) error = NULL;

  if (db == NULL)
    return HUFU_EXIT_FAILED;
  if (!hufu_attention_foreach (db, print_attention, NULL, &error))
    return hufu_ctl_say (HUFU_EXIT_FAILED, "%s", error->message);
  print_told (db);
  return HUFU_EXIT_DONE;
}

int
hufu_ctl_journal (const HufuOptions *options, int argc, char **argv)
{
  g_autoptr (HufuDb) db = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *what = NULL;
  guint64 rows = 0, bad_seq = 0;

  if (argc != 1 || strcmp (argv[0], "verify") != 0)
    return hufu_ctl_say (HUFU_EXIT_REFUSED, "say: hufuctl journal verify");
  if ((db = open_books (options)) == NULL)
    return HUFU_EXIT_FAILED;
  if (!hufu_journal_verify (db, &rows, &bad_seq, &what, &error))
    return hufu_ctl_say (HUFU_EXIT_FAILED, "%s", error->message);
  print_json (json_pack ("{s:b s:I s:I s:s}", "whole", bad_seq == 0, "rows", (json_int_t)rows,
                         "bad_seq", (json_int_t)bad_seq, "what", what == NULL ? "" : what));
  return bad_seq == 0 ? HUFU_EXIT_DONE : HUFU_EXIT_REFUSED;
}

static void
export_event (const HufuStoredEvent *event, gpointer user_data)
{
  char id[HUFU_ID_TEXT_SIZE];
  json_t *body = json_loads (event->body, 0, NULL);

  hufu_id_format (&event->event_id, id);
  print_json (json_pack ("{s:I s:s s:s s:o}", "seq", (json_int_t)event->seq, "event_id", id, "kind",
                         event->kind, "body", body == NULL ? json_null () : body));
}

/* A field that begins with one of these would be run by a spreadsheet: an apostrophe makes it text.
 */
static void
print_field (json_t *value)
{
  if (json_is_integer (value)) {
    printf ("%" JSON_INTEGER_FORMAT, json_integer_value (value));
    return;
  }
  fputc ('"', stdout);
  if (json_is_string (value) && strchr ("=+-@", *json_string_value (value)) != NULL)
    fputc ('\'', stdout);
  for (const char *c = json_is_string (value) ? json_string_value (value) : ""; *c != '\0'; c++) {
    if (*c == '"')
      fputc ('"', stdout);
    fputc (*c, stdout);
  }
  fputc ('"', stdout);
}

static const char *const sale_columns[] = {"receipt_no",  "business_day", "at_utc_us",   "currency",
                                           "gross_minor", "tax_minor",    "saved_minor", "sale_id"};

static void
export_sale (const HufuStoredEvent *event, gpointer user_data)
{
  json_t *body;

  if (strcmp (event->kind, "sale.finished") != 0)
    return;
  body = json_loads (event->body, 0, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (sale_columns); i++) {
    if (i > 0)
      fputc (',', stdout);
    print_field (json_object_get (body, sale_columns[i]));
  }
  fputc ('\n', stdout);
  json_decref (body);
}

static const char *const tax_columns[] = {"receipt_no", "business_day", "id",
                                          "rate_ppm",   "net_minor",    "tax_minor"};

/* A row of each tax of each sale. */
static void
export_taxes (const HufuStoredEvent *event, gpointer user_data)
{
  json_auto_t *body = NULL;
  json_t *tax;
  gsize row;

  if (strcmp (event->kind, "sale.finished") != 0)
    return;
  body = json_loads (event->body, 0, NULL);
  json_array_foreach (json_object_get (body, "taxes"), row, tax)
  {
    for (gsize i = 0; i < G_N_ELEMENTS (tax_columns); i++) {
      if (i > 0)
        fputc (',', stdout);
      print_field (json_object_get (i < 2 ? body : tax, tax_columns[i]));
    }
    fputc ('\n', stdout);
  }
}

static const struct {
  const char *name;
  HufuEventFunc visit;
  const char *const *columns; /* of a table */
  gsize n_columns;
} exports[] = {
    {"journal", export_event, NULL, 0},
    {"sales", export_sale, sale_columns, G_N_ELEMENTS (sale_columns)},
    {"taxes", export_taxes, tax_columns, G_N_ELEMENTS (tax_columns)},
};

int
hufu_ctl_export (const HufuOptions *options, int argc, char **argv)
{
  gsize which = 0;
  g_autoptr (HufuDb) db = NULL;
  g_autoptr (GError) error = NULL;

  while (which < G_N_ELEMENTS (exports) &&
         (argc != 1 || strcmp (argv[0], exports[which].name) != 0))
    which++;
  if (which == G_N_ELEMENTS (exports))
    return hufu_ctl_say (HUFU_EXIT_REFUSED,
                         "say: hufuctl export journal, export sales, or export taxes");
  if ((db = open_books (options)) == NULL)
    return HUFU_EXIT_FAILED;
  for (gsize i = 0; i < exports[which].n_columns; i++)
    printf ("%s%s", i > 0 ? "," : "", exports[which].columns[i]);
  if (exports[which].n_columns > 0)
    fputc ('\n', stdout);
  if (!hufu_journal_foreach (db, exports[which].visit, NULL, &error))
    return hufu_ctl_say (HUFU_EXIT_FAILED, "%s", error->message);
  return HUFU_EXIT_DONE;
}
