/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Power fails at each write of an act of the platform, and the disk keeps what it likes of what was
 * not synced: when the platform is up again the act is wholly there or wholly absent, and there if
 * it was answered. Then each call to the disk fails, once or from then on, or the disk is full:
 * what failed can be asked for again. In no case is it done twice.
 */
#include <string.h>

#include "platform/events.h"
#include "platform/interpret.h"
#include "platform/redemption.h"
#include "platform/wish.h"
#include "tests/platform/shop.h"
#include "tests/store/crash-disk.h"

#define RANDOM_IMAGES 2

/* What no backup rolls back lies on the real disk, and is there before the commit that it tells of
 * begins to write. As it was when so many operations had been made. */
typedef struct {
  guint n_ops;
  char *log, *mark;
} Beside;

typedef struct {
  HufuCrashDisk *disk;
  Shop *shop;
  Till *till;
  HufuId cti, use_id;
  GArray *beside; /* Beside */
} Scene;

/* n: how often it was done. */
typedef struct {
  const char *name;
  void (*prepare) (Scene *scene);
  gboolean (*act) (Scene *scene, GError **error);
  const char *n;
} Act;

/* --- the files beside the database --------------------------------------------------------------
 */

static char *
read_beside (const Scene *scene, const char *name)
{
  g_autofree char *path = hufu_tempdir_build (scene->shop->temp, name);
  char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
write_beside (const Scene *scene, const Beside *beside, gboolean cut)
{
  g_autofree char *log = hufu_tempdir_build (scene->shop->temp, "platform.log");
  g_autofree char *path = hufu_tempdir_build (scene->shop->temp, "platform.mark");
  g_autofree char *mark = g_strdup (beside->mark);
  g_autoptr (GError) error = NULL;

  /* That it was committed is written after that, and not synced. */
  if (cut)
    mark[strlen (mark) - 2] = 'p';
  g_file_set_contents (log, beside->log, -1, &error);
  g_assert_no_error (error);
  g_file_set_contents (path, mark, -1, &error);
  g_assert_no_error (error);
}

static void
clear_beside (gpointer data)
{
  Beside *beside = data;

  g_free (beside->log);
  g_free (beside->mark);
}

static void
note_beside (gpointer user_data)
{
  Scene *scene = user_data;
  Beside beside = {hufu_crash_record_count_ops (hufu_crash_disk_get_record (scene->disk)),
                   read_beside (scene, "platform.log"), read_beside (scene, "platform.mark")};

  g_array_append_val (scene->beside, beside);
}

static const Beside *
find_beside (const Scene *scene, guint n_ops)
{
  guint i = 0;

  while (i + 1 < scene->beside->len && g_array_index (scene->beside, Beside, i).n_ops < n_ops)
    i++;
  return &g_array_index (scene->beside, Beside, i);
}

/* --- the scene -----------------------------------------------------------------------------------
 */

static void
scene_init (Scene *scene, const Act *act)
{
  HufuTempdir *temp = hufu_tempdir_new_in_memory ();

  scene->disk = hufu_crash_disk_new (temp->path);
  scene->shop = shop_open_in (temp);
  scene->till = shop_add_till (scene->shop, 1);
  scene->use_id = hufu_host_make_id (hufu_test_host_get (scene->shop->clock));
  scene->beside = g_array_new (FALSE, FALSE, sizeof (Beside));
  g_array_set_clear_func (scene->beside, clear_beside);
  act->prepare (scene);
  g_assert_cmpint (shop_count (scene->shop, act->n), ==, 0);
}

static void
scene_clear (Scene *scene)
{
  shop_free (scene->shop);
  hufu_crash_disk_free (scene->disk);
  g_array_unref (scene->beside);
}

/* The platform's process is gone, and its disk is this now. */
static void
load (Scene *scene, const HufuCrashImage *image, const Beside *beside, gboolean cut)
{
  hufu_crash_disk_kill (scene->disk);
  hufu_platform_close (scene->shop->platform);
  hufu_crash_disk_load (scene->disk, image);
  write_beside (scene, beside, cut);
  scene->shop->platform = NULL;
  shop_reopen (scene->shop);
}

static gint
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

static void
describe_table (HufuPdb *db, const char *table, GString *text)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\"", table);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *row = hufu_pdb_query (db, sql, "");

  while (hufu_pdb_next (db, row)) {
    GString *line = g_string_new (table);

    for (int i = 0; i < sqlite3_column_count (row); i++) {
      const guint8 *bytes = sqlite3_column_blob (row, i);

      g_string_append_c (line, ' ');
      for (int at = 0; at < sqlite3_column_bytes (row, i); at++)
        g_string_append_printf (line, "%02x", bytes[at]);
    }
    g_ptr_array_add (lines, g_string_free (line, FALSE));
  }
  g_ptr_array_sort (lines, compare_lines);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text, "%s\n", (const char *)lines->pdata[i]);
}

static char *
describe (Scene *scene)
{
  HufuPdb *db = scene->shop->platform->db;
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (g_free);
  GString *text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  sqlite3_stmt *row =
      hufu_pdb_query (db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", "");

  while (hufu_pdb_next (db, row))
    g_ptr_array_add (tables, g_strdup (hufu_pdb_text (row, 0)));
  for (guint i = 0; i < tables->len; i++)
    describe_table (db, tables->pdata[i], text);
  g_assert_true (hufu_pdb_check (db, &error));
  return g_string_free (text, FALSE);
}

/* --- acts ----------------------------------------------------------------------------------------
 */

static void
prepare_free (Scene *scene)
{
  shop_issue (scene->shop, "cash", "cash", 1000);
  scene->cti = shop_find (scene->shop, "cash").key.cti;
}

static gboolean
act_redeem (Scene *scene, GError **error)
{
  json_auto_t *request = json_pack ("{s:o, s:o, s:i}", "use_id", hufu_pjson_id (&scene->use_id),
                                    "cti", hufu_pjson_id (&scene->cti), "amount_minor", 300);
  g_autofree char *body = hufu_pjson_dump (request);
  json_auto_t *answer = NULL;
  HufuKeyOutcome outcome;

  if (!hufu_redemption_redeem (scene->shop->platform, &scene->till->holder, &scene->use_id, request,
                               (const guint8 *)body, strlen (body), &outcome, &answer, error))
    return FALSE;
  g_assert_cmpint (outcome, ==, HUFU_KEY_ANSWERED);
  return TRUE;
}

static gboolean
act_refund (Scene *scene, GError **error)
{
  HufuWishOrder order = {
      .kind = HUFU_WISH_REFUND, .cti = scene->cti, .home_store = -1, .signed_by = "operator"};
  const char *refused = NULL;
  json_auto_t *answer = hufu_wish_make (scene->shop->platform, &order, &refused, error);

  g_assert_null (refused);
  return answer != NULL;
}

static void
prepare_lost (Scene *scene)
{
  prepare_free (scene);
  till_take (scene->till, "cash");
  g_assert_cmpstr (till_send (scene->till), ==, "ok");
  till_lose (scene->till);
}

static gboolean
act_write_off (Scene *scene, GError **error)
{
  HufuTerminalOutcome outcome;
  json_auto_t *answer = NULL;

  if (!hufu_terminals_write_off (scene->shop->platform, &scene->till->holder.terminal_id, 1,
                                 "operator", &outcome, &answer, error))
    return FALSE;
  g_assert_cmpint (outcome, ==, HUFU_TERMINAL_DONE);
  return TRUE;
}

/* A use and then a report, which brings back what is left. */
static void
prepare_report (Scene *scene)
{
  Place place;
  json_t *asked;

  prepare_free (scene);
  place = till_take (scene->till, "cash");
  g_assert_cmpstr (till_send (scene->till), ==, "ok");
  till_use (scene->till, &place, 300);
  json_decref (till_act (scene->till, hufu_terminals_remove));
  asked = till_ask (scene->till, 0);
  till_answer (scene->till, asked);
  json_decref (asked);
}

static gboolean
act_report (Scene *scene, GError **error)
{
  Till *till = scene->till;
  json_t *events = json_array ();
  json_auto_t *batch = json_pack ("{s:o}", "events", events);
  json_auto_t *answer = NULL;
  HufuBatchOutcome outcome;
  guint64 bad_seq;

  for (guint64 i = till->n_sent; i < till->seq; i++)
    json_array_append (events, json_array_get (till->journal, i));
  if (!hufu_events_store (scene->shop->platform, &till->holder, batch, &outcome, &bad_seq, &answer,
                          error))
    return FALSE;
  g_assert_cmpint (outcome, ==, HUFU_BATCH_STORED);
  return TRUE;
}

/* What was accepted under limits, and used the right up in part, is undone. */
static void
prepare_undo (Scene *scene)
{
  HufuId use_id;

  prepare_free (scene);
  use_id = till_accept (scene->till, "cash", 300);
  g_assert_cmpstr (till_send (scene->till), ==, "ok");
  till_take_back (scene->till, "cash", &use_id);
}

static const Act acts[] = {
    {"redeem", prepare_free, act_redeem,
     "SELECT count(*) FROM use u JOIN \"right\" r USING (cti, generation, k) "
     "WHERE u.state = 'used' AND r.remaining_minor = 700"},
    {"refund", prepare_free, act_refund, "SELECT count(*) FROM wish WHERE state = 'done'"},
    {"write-off", prepare_lost, act_write_off,
     "SELECT count(*) FROM incarnation WHERE written_off"},
    {"report", prepare_report, act_report,
     "SELECT count(*) FROM \"right\" WHERE state = 'available' AND remaining_minor = 700"},
    {"undo-unleased", prepare_undo, act_report,
     "SELECT count(*) FROM \"right\" WHERE state = 'available' AND remaining_minor = 1000"},
};

/* --- sweeps --------------------------------------------------------------------------------------
 */

static void
check_image (Scene *scene, const Act *act, const HufuCrashRecord *record, guint n_ops,
             HufuCrashMode mode, guint32 seed, const char *before, const char *after)
{
  g_autoptr (HufuCrashImage) image = hufu_crash_record_make_image (record, n_ops, mode, seed);
  gboolean done = n_ops == hufu_crash_record_count_ops (record);
  g_autofree char *now = NULL;
  g_autoptr (GError) error = NULL;

  load (scene, image, find_beside (scene, n_ops), TRUE);
  now = describe (scene);
  if (strcmp (now, after) != 0 && (done || strcmp (now, before) != 0))
    g_error ("op %u mode %d seed %u: the act is %s", n_ops, (int)mode, seed,
             done ? "answered and lost" : "half there");
  /* Whoever heard no answer asks again. */
  g_assert_true (act->act (scene, &error));
  g_assert_cmpint (shop_count (scene->shop, act->n), ==, 1);
}

static void
test_crash (gconstpointer data)
{
  const Act *act = data;
  Scene scene = {0};
  g_autoptr (HufuCrashRecord) record = NULL;
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  scene_init (&scene, act);
  before = describe (&scene);
  hufu_crash_disk_mark (scene.disk);
  hufu_pdb_set_step_hook (scene.shop->platform->db, note_beside, &scene);
  g_assert_true (act->act (&scene, &error));
  hufu_pdb_set_step_hook (scene.shop->platform->db, NULL, NULL);
  note_beside (&scene);
  after = describe (&scene);
  g_assert_cmpstr (before, !=, after);
  record = hufu_crash_disk_take_record (scene.disk);
  for (guint op = 0; op <= hufu_crash_record_count_ops (record); op++) {
    check_image (&scene, act, record, op, HUFU_CRASH_KEEP, 0, before, after);
    check_image (&scene, act, record, op, HUFU_CRASH_DROP, 0, before, after);
    n += 2;
    for (guint32 seed = 0; seed < RANDOM_IMAGES; seed++, n += 2) {
      check_image (&scene, act, record, op, HUFU_CRASH_RANDOM, op * 97 + seed, before, after);
      check_image (&scene, act, record, op, HUFU_CRASH_TORN, op * 89 + seed, before, after);
    }
  }
  g_test_message ("%s: %u syncs, %u writes, %u images", act->name,
                  hufu_crash_record_count_syncs (record), hufu_crash_record_count_writes (record),
                  n);
  scene_clear (&scene);
}

/* The number of calls that could fail. */
static guint
check_failures (Scene *scene, const Act *act, const HufuCrashImage *start, gboolean for_ever,
                gboolean full)
{
  gboolean failed = TRUE, done;
  guint k;

  for (k = 1; failed; k++) {
    g_autoptr (GError) error = NULL;

    g_assert_cmpuint (k, <, 1000);
    load (scene, start, &g_array_index (scene->beside, Beside, 0), FALSE);
    hufu_crash_disk_fail_at (scene->disk, k, for_ever, full);
    done = act->act (scene, &error);
    failed = hufu_crash_disk_has_failed (scene->disk);
    hufu_crash_disk_fail_at (scene->disk, 0, FALSE, FALSE);
    g_assert_true (done == (error == NULL));
    if (done)
      g_assert_cmpint (shop_count (scene->shop, act->n), ==, 1);
    g_clear_error (&error);
    shop_reopen (scene->shop);
    if (done)
      g_assert_cmpint (shop_count (scene->shop, act->n), ==, 1);
    g_assert_true (act->act (scene, &error));
    g_assert_cmpint (shop_count (scene->shop, act->n), ==, 1);
  }
  return k - 2;
}

static void
test_failing_disk (gconstpointer data)
{
  const Act *act = data;
  Scene scene = {0};
  g_autoptr (HufuCrashRecord) record = NULL;
  g_autoptr (HufuCrashImage) start = NULL;
  guint once, for_ever, full;

  scene_init (&scene, act);
  hufu_crash_disk_mark (scene.disk);
  record = hufu_crash_disk_take_record (scene.disk);
  start = hufu_crash_record_make_image (record, 0, HUFU_CRASH_KEEP, 0);
  note_beside (&scene);
  once = check_failures (&scene, act, start, FALSE, FALSE);
  for_ever = check_failures (&scene, act, start, TRUE, FALSE);
  full = check_failures (&scene, act, start, TRUE, TRUE);
  g_assert_cmpuint (MIN (once, MIN (for_ever, full)), >=, 2);
  g_test_message ("%s: %u calls failed once, %u for ever, %u on a full disk", act->name, once,
                  for_ever, full);
  scene_clear (&scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++) {
    g_autofree char *crash = g_strdup_printf ("/platform/crash/%s", acts[i].name);
    g_autofree char *failing = g_strdup_printf ("/platform/failing-disk/%s", acts[i].name);

    g_test_add_data_func (crash, &acts[i], test_crash);
    g_test_add_data_func (failing, &acts[i], test_failing_disk);
  }
  return g_test_run ();
}
