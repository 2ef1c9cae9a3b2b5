/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `hufuctl counter`: one command a line in, one JSON object a line out. Every command goes through
 * the same counter object as the window's buttons and keys; there is no other way in.
 */
#include <gio/gunixinputstream.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/label.h"
#include "ctl/shell.h"

#define WAIT_POLL_MS 10

static void read_next (HufuShell *shell);

void
hufu_shell_complain (HufuShell *shell, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_free (shell->complaint);
  shell->complaint = g_strdup_vprintf (format, arguments);
  va_end (arguments);
}

/* ---- the commands ---- */

gboolean
hufu_shell_read_number (HufuShell *shell, const char *text, gint64 most, gint64 *ret_number)
{
  guint64 number;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, (guint64)most, &number, NULL)) {
    hufu_shell_complain (shell, "'%s' is not a number from 0 to %" G_GINT64_FORMAT,
                         text == NULL ? "" : text, most);
    return FALSE;
  }
  *ret_number = (gint64)number;
  return TRUE;
}

gboolean
hufu_shell_read_amount (HufuShell *shell, const char *text, gint64 *ret_minor)
{
  if (text != NULL && hufu_money_parse (text, ret_minor))
    return TRUE;
  hufu_shell_complain (shell, "'%s' is not an amount like 12.50", text == NULL ? "" : text);
  return FALSE;
}

const char *
hufu_shell_rest (HufuShell *shell, int n_words)
{
  const char *at = shell->line;

  for (int i = 0; i < n_words; i++) {
    at += strspn (at, " ");
    at += strcspn (at, " ");
  }
  return at + strspn (at, " ");
}

static void
do_signin (HufuShell *shell, char **words)
{
  if (words[1] == NULL || words[2] == NULL)
    hufu_shell_complain (shell, "say: signin NO PIN");
  else
    hufu_counter_sign_in (shell->counter, words[1], words[2]);
}

static void
do_qty (HufuShell *shell, char **words)
{
  gint64 line_no, pieces;

  if (hufu_shell_read_number (shell, words[1], G_MAXUINT32, &line_no) &&
      hufu_shell_read_number (shell, words[2], HUFU_QTY_MAX_MILLI / 1000, &pieces))
    hufu_counter_set_qty (shell->counter, (guint32)line_no, pieces * 1000);
}

static void
do_delete (HufuShell *shell, char **words)
{
  gint64 line_no;

  if (hufu_shell_read_number (shell, words[1], G_MAXUINT32, &line_no))
    hufu_counter_delete_line (shell->counter, (guint32)line_no);
}

static void
do_select (HufuShell *shell, char **words)
{
  gint64 line_no;

  if (hufu_shell_read_number (shell, words[1], G_MAXUINT32, &line_no))
    hufu_counter_select_line (shell->counter, (guint32)line_no);
}

static void
do_add (HufuShell *shell, char **words)
{
  gint64 product_id;

  if (hufu_shell_read_number (shell, words[1], G_MAXINT64, &product_id))
    hufu_counter_add_product (shell->counter, product_id);
}

static void
do_hold (HufuShell *shell, char **words)
{
  hufu_counter_hold (shell->counter, words[1] == NULL ? NULL : hufu_shell_rest (shell, 1));
}

static void
do_resume (HufuShell *shell, char **words)
{
  HufuId sale_id;

  if (words[1] == NULL || !hufu_id_parse (words[1], &sale_id))
    hufu_shell_complain (shell, "say: resume SALE_ID (see \"held\" of any answer)");
  else
    hufu_counter_resume (shell->counter, &sale_id);
}

static void
do_resolve (HufuShell *shell, char **words)
{
  if (words[1] == NULL || (words[2] != NULL && (words[3] == NULL || words[4] == NULL)))
    hufu_shell_complain (shell, "say: resolve CASE_ID (see \"manager\" of any answer), and to "
                                "sign for it resolve CASE_ID NO PIN REASON");
  else if (words[2] != NULL)
    hufu_counter_sign (shell->counter, words[1], words[4], words[2], words[3]);
  else
    hufu_counter_resolve (shell->counter, words[1]);
}

/* Where the next step is none of the acts, its words say what is awaited: nothing was done. */
static void
do_primary (HufuShell *shell, char **words)
{
  const HufuChoice *primary = hufu_counter_get_primary (shell->counter);

  if (primary != NULL && primary->act != HUFU_ACT_NONE)
    hufu_counter_act (shell->counter, HUFU_ACT_PRIMARY);
  else if (primary == NULL || *primary->label == '\0')
    hufu_shell_complain (shell, "no next step on this screen");
  else
    hufu_shell_complain (shell, "not one act: %s", primary->label);
}

static void
do_act (HufuShell *shell, char **words)
{
  HufuAct act;

  if (g_strcmp0 (words[1], hufu_act_name (HUFU_ACT_PRIMARY)) == 0) {
    do_primary (shell, words);
    return;
  }
  if (words[1] == NULL || !hufu_act_find (words[1], &act) || act == HUFU_ACT_NONE)
    hufu_shell_complain (shell, "there is no act '%s'", words[1] == NULL ? "" : words[1]);
  else
    hufu_counter_act (shell->counter, act);
}

static void
do_look (HufuShell *shell, char **words)
{
  hufu_counter_look_ahead (shell->counter, hufu_shell_rest (shell, 1));
}

static void
do_step (HufuShell *shell, char **words)
{
  int step = g_strcmp0 (words[1], "up") == 0 ? -1 : 1;

  if (!hufu_counter_step_found (shell->counter, step))
    hufu_shell_complain (shell, "there is nothing to choose from");
}

static void
do_lang (HufuShell *shell, char **words)
{
  if (g_strcmp0 (words[1], "en") == 0)
    hufu_counter_set_lang (shell->counter, HUFU_LANG_EN);
  else if (g_strcmp0 (words[1], "zh") == 0)
    hufu_counter_set_lang (shell->counter, HUFU_LANG_ZH);
  else
    hufu_shell_complain (shell, "say: lang en or lang zh");
}

static void
do_link (HufuShell *shell, char **words)
{
  HufuCutSet which;
  gboolean cut = g_strcmp0 (words[2], "cut") == 0;

  if (!hufu_cut_find (words[1], &which) || (!cut && g_strcmp0 (words[2], "heal") != 0))
    hufu_shell_complain (shell, "say: link wan|lan cut|heal");
  else if (!shell->demo)
    hufu_shell_complain (shell, "only a till started with --demo can be cut off");
  else
    hufu_counter_set_cut (shell->counter, which, cut);
}

static void
do_quit (HufuShell *shell, char **words)
{
  shell->quit = TRUE;
}

static void
do_sync (HufuShell *shell, char **words)
{
  hufu_counter_sync_now (shell->counter);
}

static void
do_status (HufuShell *shell, char **words)
{
  /* every answer carries the state */
}

static void
do_label (HufuShell *shell, char **words)
{
  gint64 n_copies = 1;

  if (words[1] == NULL)
    hufu_shell_complain (shell, "say: label SKU [COPIES]");
  else if (words[2] == NULL ||
           hufu_shell_read_number (shell, words[2], HUFU_LABEL_COPIES_MAX, &n_copies)) {
    if (n_copies < 1)
      hufu_shell_complain (shell, "at least one label");
    else
      hufu_counter_print_label (shell->counter, words[1], (guint)n_copies);
  }
}

static void
do_paper (HufuShell *shell, char **words)
{
  HufuPaper kind;

  if (words[1] != NULL && hufu_paper_find (words[1], &kind) &&
      (words[2] == NULL || kind == HUFU_PAPER_LABEL))
    hufu_counter_show_paper (shell->counter, kind, hufu_shell_rest (shell, 2));
  else
    hufu_shell_complain (shell, "say: paper receipt, gift, preparation or label [CODE|SKU|WORDS]");
}

/* Commands that are one act. */
static gboolean
do_simple (HufuShell *shell, const char *name)
{
  static const struct {
    const char *name;
    HufuAct act;
  } acts[] = {
      {"pay", HUFU_ACT_PAY},
      {"redeem", HUFU_ACT_REDEEM},
      {"undo", HUFU_ACT_UNDO},
      {"held", HUFU_ACT_SHOW_HELD},
      {"signout", HUFU_ACT_SIGN_OUT},
      {"back", HUFU_ACT_BACK},
      {"manager", HUFU_ACT_SHOW_MANAGER},
      {"gift", HUFU_ACT_GIFT},
      {"reprint", HUFU_ACT_REPRINT},
      {"x", HUFU_ACT_SHOW_X},
      {"zcopy", HUFU_ACT_REPRINT_Z},
      {"take", HUFU_ACT_TAKE_FOUND},
      {"today", HUFU_ACT_SHOW_TODAY},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    if (strcmp (name, acts[i].name) == 0) {
      hufu_counter_act (shell->counter, acts[i].act);
      return TRUE;
    }
  return FALSE;
}

static gboolean
do_worded (HufuShell *shell, char **words)
{
  static const struct {
    const char *name;
    void (*run) (HufuShell *shell, char **words);
  } commands[] = {
      {"signin", do_signin},
      {"shift", hufu_shell_shift},
      {"qty", do_qty},
      {"delete", do_delete},
      {"select", do_select},
      {"add", do_add},
      {"hold", do_hold},
      {"resume", do_resume},
      {"tender", hufu_shell_tender},
      {"deposit", hufu_shell_deposit},
      {"card", hufu_shell_card},
      {"void", hufu_shell_void},
      {"reverse", hufu_shell_reverse},
      {"act", do_act},
      {"primary", do_primary},
      {"lang", do_lang},
      {"wait", hufu_shell_wait},
      {"quit", do_quit},
      {"status", do_status},
      {"link", do_link},
      {"sync", do_sync},
      {"resolve", do_resolve},
      {"cash", hufu_shell_cash},
      {"drawer", hufu_shell_drawer},
      {"price", hufu_shell_price},
      {"discount", hufu_shell_discount},
      {"approve", hufu_shell_approve},
      {"note", hufu_shell_note},
      {"answer", hufu_shell_answer},
      {"choose", hufu_shell_choose},
      {"take-price", hufu_shell_take_price},
      {"why", hufu_shell_why},
      {"staff", hufu_shell_staff},
      {"stock", hufu_shell_stock},
      {"camera", hufu_shell_camera},
      {"product", hufu_shell_product},
      {"step", do_step},
      {"label", do_label},
      {"look", do_look},
      {"paper", do_paper},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (words[0], commands[i].name) == 0) {
      commands[i].run (shell, words);
      return TRUE;
    }
  return do_simple (shell, words[0]);
}

static gboolean
is_input (const HufuShell *shell)
{
  return g_str_has_prefix (shell->line, "scan ") || g_str_has_prefix (shell->line, "type ");
}

/* Whatever it turns out to be, that it was looked up is what the command asked for. */
static gboolean
is_looked_up (const HufuShell *shell)
{
  return is_input (shell) || g_str_has_prefix (shell->line, "camera") ||
         g_str_has_prefix (shell->line, "act ask-again");
}

/* What is scanned or typed is the rest of the line, byte for byte. */
static void
do_input (HufuShell *shell)
{
  gsize skipped = strlen ("scan ");

  hufu_counter_input (shell->counter, shell->line + skipped, (gssize)(shell->line_length - skipped),
                      shell->line[0] == 's' ? HUFU_INPUT_SCAN : HUFU_INPUT_TYPED);
}

static void
run_line (HufuShell *shell)
{
  g_auto (GStrv) split = g_strsplit (shell->line, " ", 8);
  char *words[9] = {NULL};
  gsize n = 0;

  shell->awaited = hufu_shell_is_idle;
  (void)hufu_shell_read_bound (shell, NULL);
  for (char **word = split; *word != NULL; word++)
    if (**word != '\0')
      words[n++] = *word;
  if (is_input (shell))
    do_input (shell);
  else if (!g_utf8_validate_len (shell->line, shell->line_length, NULL))
    hufu_shell_complain (shell, "a command is UTF-8 without NUL");
  else if (n > 0 && !do_worded (shell, words))
    hufu_shell_complain (shell, "there is no command '%s'", words[0]);
}

/* ---- the loop ---- */

/* A panel that refuses what was looked up is the answer to it; anything else that sounds refused
 * was not done. */
static void
note_refusal (HufuShell *shell, json_t *answer)
{
  json_t *panel = json_object_get (answer, "panel");
  gboolean problem =
      g_strcmp0 (json_string_value (json_object_get (panel, "kind")), "message") == 0 &&
      g_strcmp0 (json_string_value (json_object_get (panel, "tone")), "no") == 0;
  const char *headline = json_string_value (json_object_get (panel, "headline"));
  const char *sentence = json_string_value (json_object_get (panel, "sentence"));

  if (!shell->refused || shell->complaint != NULL ||
      (is_looked_up (shell) && shell->refusal == NULL && !problem))
    return;
  if (shell->refusal != NULL || headline == NULL)
    hufu_shell_complain (shell, "%s", shell->refusal != NULL ? shell->refusal : "refused");
  else
    hufu_shell_complain (shell, "%s%s%s", headline,
                         sentence != NULL && *sentence != '\0' ? ". " : "",
                         sentence != NULL ? sentence : "");
}

static void
print_answer (HufuShell *shell)
{
  json_t *answer = hufu_shell_read_state (shell);
  g_autofree char *word = g_utf8_make_valid (shell->line, (gssize)strcspn (shell->line, " "));

  note_refusal (shell, answer);
  hufu_shell_add_why (shell, answer);
  json_object_set_new (answer, "ok", json_boolean (shell->complaint == NULL));
  json_object_set_new (answer, "command", json_string (word));
  if (shell->complaint != NULL)
    json_object_set_new (answer, "error", json_string (shell->complaint));
  json_object_set_new (answer, "notice", json_string (shell->notice == NULL ? "" : shell->notice));
  json_dumpf (answer, stdout, JSON_COMPACT | JSON_SORT_KEYS);
  fputc ('\n', stdout);
  fflush (stdout);
  json_decref (answer);
}

static gboolean
when_answered (gpointer user_data)
{
  HufuShell *shell = user_data;

  if (shell->complaint == NULL && !shell->awaited (shell)) {
    if (g_get_monotonic_time () < shell->end_us)
      return G_SOURCE_CONTINUE;
    hufu_shell_complain (shell, "not reached in time%s%s", shell->picture != NULL ? ". " : "",
                         shell->picture != NULL ? shell->picture : "");
  }
  if (hufu_shell_run_step (shell))
    return G_SOURCE_CONTINUE;
  print_answer (shell);
  if (shell->quit)
    g_main_loop_quit (shell->loop);
  else
    read_next (shell);
  return G_SOURCE_REMOVE;
}

/* Looking and waiting need no rest; the steps of anything else follow at once, or not at all. */
static gboolean
can_begin (HufuShell *shell)
{
  static const char *const always[] = {"wait", "status", "quit"};

  for (gsize i = 0; i < G_N_ELEMENTS (always); i++)
    if (g_str_has_prefix (shell->line, always[i]))
      return TRUE;
  return hufu_shell_is_idle (shell) || g_get_monotonic_time () >= shell->end_us;
}

static gboolean
when_ready (gpointer user_data)
{
  HufuShell *shell = user_data;

  if (!can_begin (shell))
    return G_SOURCE_CONTINUE;
  /* What was told until now is not its answer. */
  g_clear_pointer (&shell->complaint, g_free);
  g_clear_pointer (&shell->refusal, g_free);
  g_clear_pointer (&shell->notice, g_free);
  g_clear_pointer (&shell->picture, g_free);
  shell->refused = FALSE;
  run_line (shell);
  g_timeout_add (WAIT_POLL_MS, when_answered, shell);
  return G_SOURCE_REMOVE;
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HufuShell *shell = user_data;

  g_clear_pointer (&shell->line, g_free);
  shell->why_line = 0;
  shell->line =
      g_data_input_stream_read_line_finish (shell->input, result, &shell->line_length, NULL);
  if (shell->line == NULL) {
    g_main_loop_quit (shell->loop);
    return;
  }
  (void)hufu_shell_read_bound (shell, NULL);
  if (when_ready (shell))
    g_timeout_add (WAIT_POLL_MS, when_ready, shell);
}

static void
read_next (HufuShell *shell)
{
  g_data_input_stream_read_line_async (shell->input, G_PRIORITY_DEFAULT, NULL, on_line, shell);
}

static void
on_notice (HufuCounter *counter, const char *notice, gpointer user_data)
{
  HufuShell *shell = user_data;

  g_free (shell->notice);
  shell->notice = g_strdup (notice);
}

static void
on_refused (HufuCounter *counter, const char *sentence, gpointer user_data)
{
  HufuShell *shell = user_data;

  g_free (shell->refusal);
  shell->refusal = g_strdup (sentence);
}

static void
on_camera (HufuCounter *counter, const char *sentence, gpointer user_data)
{
  HufuShell *shell = user_data;

  g_free (shell->picture);
  shell->picture = g_strdup (sentence);
}

static void
on_sound (HufuCounter *counter, int sound, gpointer user_data)
{
  if (sound == HUFU_SOUND_REFUSED)
    ((HufuShell *)user_data)->refused = TRUE;
}

int
hufu_ctl_counter (const HufuOptions *options, int argc, char **argv)
{
  HufuCounterOptions counter_options = hufu_options_to_counter (options);
  g_autoptr (HufuCounter) counter = hufu_counter_new (&counter_options);
  g_autoptr (GInputStream) stdin_stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (stdin_stream);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  HufuShell shell = {.counter = counter,
                     .demo = options->demo,
                     .input = input,
                     .loop = loop,
                     .steps = G_QUEUE_INIT};
  gulong notices = g_signal_connect (counter, "notice", G_CALLBACK (on_notice), &shell);
  gulong refusals = g_signal_connect (counter, "refused", G_CALLBACK (on_refused), &shell);
  gulong sounds = g_signal_connect (counter, "sound", G_CALLBACK (on_sound), &shell);
  gulong pictures = g_signal_connect (counter, "camera-state", G_CALLBACK (on_camera), &shell);
  gboolean stopped;

  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_LF);
  hufu_counter_start (counter);
  read_next (&shell);
  g_main_loop_run (loop);
  g_signal_handler_disconnect (counter, notices);
  g_signal_handler_disconnect (counter, refusals);
  g_signal_handler_disconnect (counter, sounds);
  g_signal_handler_disconnect (counter, pictures);
  stopped = hufu_counter_get_screen (counter) == HUFU_SCREEN_STOPPED;
  hufu_counter_stop (counter);
  g_free (shell.line);
  g_free (shell.complaint);
  g_free (shell.notice);
  g_free (shell.refusal);
  g_free (shell.picture);
  return stopped ? HUFU_EXIT_FAILED : HUFU_EXIT_DONE;
}
