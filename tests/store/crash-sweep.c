/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/store/crash-sweep.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/sql.h"
#include "tests/store/no-memory.h"

#define RANDOM_IMAGES 2

void
hufu_scene_take_basket (HufuScene *scene, HufuBasket *basket)
{
  if (basket == NULL)
    return;
  hufu_basket_free (scene->basket);
  scene->basket = basket;
}

void
hufu_scene_init (HufuScene *scene, const HufuSweepAct *act)
{
  g_autoptr (GError) error = NULL;

  scene->books = hufu_books_new_on_crash_disk (7);
  scene->basket = hufu_books_make_basket (scene->books, 3);
  g_assert_true (hufu_sale_save (scene->books->db, scene->basket, HUFU_SALE_OPEN, &error));
  act->prepare (scene);
}

void
hufu_scene_clear (HufuScene *scene)
{
  hufu_basket_free (scene->basket);
  hufu_books_free (scene->books);
  hufu_key_pair_free (scene->keys);
  g_clear_pointer (&scene->document, g_bytes_unref);
}

static void
check_image (HufuScene *scene, const HufuCrashRecord *record, guint n_ops, HufuCrashMode mode,
             guint32 seed, const char *before, const char *after)
{
  g_autoptr (HufuCrashImage) image = hufu_crash_record_make_image (record, n_ops, mode, seed);
  g_autofree char *now = NULL;
  gboolean done = n_ops == hufu_crash_record_count_ops (record);

  hufu_crash_disk_load (scene->books->disk, image);
  hufu_books_reopen (scene->books);
  now = hufu_books_describe (scene->books->db, NULL);
  if (strcmp (now, after) != 0 && (done || strcmp (now, before) != 0))
    g_error ("op %u mode %d seed %u: the act is %s", n_ops, (int)mode, seed,
             done ? "acknowledged and lost" : "half there");
  hufu_books_assert_whole (scene->books->db);
  g_clear_pointer (&scene->books->db, hufu_db_close);
}

guint
hufu_sweep_images (HufuScene *scene, const HufuCrashRecord *record, const char *before,
                   const char *after)
{
  guint n = 0;

  for (guint op = 0; op <= hufu_crash_record_count_ops (record); op++) {
    check_image (scene, record, op, HUFU_CRASH_KEEP, 0, before, after);
    check_image (scene, record, op, HUFU_CRASH_DROP, 0, before, after);
    n += 2;
    for (guint32 seed = 0; seed < RANDOM_IMAGES; seed++, n += 2) {
      check_image (scene, record, op, HUFU_CRASH_RANDOM, op * 97 + seed, before, after);
      check_image (scene, record, op, HUFU_CRASH_TORN, op * 89 + seed, before, after);
    }
  }
  return n;
}

static void
test_crash (gconstpointer data)
{
  const HufuSweepAct *act = data;
  g_autoptr (HufuCrashRecord) record = NULL;
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  HufuScene scene = {0};
  guint n;

  hufu_scene_init (&scene, act);
  before = hufu_books_describe (scene.books->db, NULL);
  hufu_crash_disk_mark (scene.books->disk);
  g_assert_true (act->act (&scene, &error));
  g_assert_cmpuint (hufu_crash_record_count_syncs (hufu_crash_disk_get_record (scene.books->disk)),
                    ==, 1);
  record = hufu_crash_disk_take_record (scene.books->disk);
  after = hufu_books_describe (scene.books->db, NULL);
  g_assert_cmpstr (before, !=, after);
  hufu_crash_disk_kill (scene.books->disk);
  g_clear_pointer (&scene.books->db, hufu_db_close);
  n = hufu_sweep_images (&scene, record, before, after);
  g_test_message ("%s: 1 sync, %u writes, %zu bytes, %u images", act->name,
                  hufu_crash_record_count_writes (record), hufu_crash_record_count_bytes (record),
                  n);
  hufu_scene_clear (&scene);
}

static void
check_failure (HufuScene *scene, const HufuSweepAct *act, const HufuCrashImage *start, guint k,
               gboolean for_ever, gboolean full, const char *before, gboolean *ret_failed)
{
  g_autoptr (HufuBasket) basket = hufu_basket_copy (scene->basket);
  g_autofree char *now = NULL, *later = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  hufu_crash_disk_load (scene->books->disk, start);
  hufu_books_reopen (scene->books);
  hufu_crash_disk_fail_at (scene->books->disk, k, for_ever, full);
  done = act->act (scene, &error);
  *ret_failed = hufu_crash_disk_has_failed (scene->books->disk);
  hufu_crash_disk_fail_at (scene->books->disk, 0, FALSE, FALSE);
  now = hufu_books_describe (scene->books->db, NULL);
  g_assert_true (done == (strcmp (now, before) != 0));
  if (!done) {
    g_assert_true (error->domain == HUFU_STORE_ERROR);
    g_assert_cmpint (error->code, ==, full ? HUFU_STORE_ERROR_FULL : HUFU_STORE_ERROR_IO);
  }
  hufu_books_assert_whole (scene->books->db);
  hufu_scene_take_basket (scene, hufu_basket_copy (basket));
  /* What failed did not happen, after a restart neither; and the books can be used. */
  hufu_books_reopen (scene->books);
  later = hufu_books_describe (scene->books->db, NULL);
  g_assert_cmpstr (now, ==, later);
  if (!done) {
    g_clear_error (&error);
    g_assert_true (act->act (scene, &error));
    hufu_scene_take_basket (scene, hufu_basket_copy (basket));
  }
  g_clear_pointer (&scene->books->db, hufu_db_close);
}

static guint
check_failures (HufuScene *scene, const HufuSweepAct *act, const HufuCrashImage *start,
                gboolean for_ever, gboolean full, const char *before)
{
  gboolean failed = TRUE;
  guint k;

  for (k = 1; failed; k++) {
    g_assert_cmpuint (k, <, 1000);
    check_failure (scene, act, start, k, for_ever, full, before, &failed);
  }
  return k - 2;
}

static void
test_failing_disk (gconstpointer data)
{
  const HufuSweepAct *act = data;
  g_autoptr (HufuCrashRecord) record = NULL;
  g_autoptr (HufuCrashImage) start = NULL;
  g_autofree char *before = NULL;
  HufuId use_id;
  HufuScene scene = {0};
  guint once, for_ever, full;

  hufu_scene_init (&scene, act);
  use_id = scene.use_id;
  before = hufu_books_describe (scene.books->db, NULL);
  g_clear_pointer (&scene.books->db, hufu_db_close);
  hufu_crash_disk_mark (scene.books->disk);
  record = hufu_crash_disk_take_record (scene.books->disk);
  start = hufu_crash_record_make_image (record, 0, HUFU_CRASH_KEEP, 0);
  scene.use_id = use_id;
  once = check_failures (&scene, act, start, FALSE, FALSE, before);
  for_ever = check_failures (&scene, act, start, TRUE, FALSE, before);
  full = check_failures (&scene, act, start, TRUE, TRUE, before);
  g_assert_cmpuint (MIN (once, MIN (for_ever, full)), >=, 3);
  g_test_message ("%s: %u calls failed once, %u for ever, %u on a full disk", act->name, once,
                  for_ever, full);
  hufu_scene_clear (&scene);
}

/* --- interruptions --------------------------------------------------------------------------- */

typedef struct {
  guint left;
  gboolean commits;
} Countdown;

/* TRUE once: at the step that is counted down to. */
static int
is_the_step (void *data)
{
  Countdown *countdown = data;

  return !countdown->commits && countdown->left > 0 && --countdown->left == 0;
}

static int
note_statement (unsigned kind, void *data, void *statement, void *sql)
{
  ((Countdown *)data)->commits = strcmp (sql, "COMMIT") == 0;
  return 0;
}

/* SQLite stops in the middle of the act, once, after each of its steps: every statement fails in
 * its turn, at its beginning and half done. A COMMIT is left alone: stopped after it has committed,
 * it says that it has not, which no disk does. */
static void
test_interrupted (gconstpointer data)
{
  const HufuSweepAct *act = data;
  g_autofree char *before = NULL;
  HufuScene scene = {0};
  Countdown countdown = {0};
  guint step = 0;

  hufu_scene_init (&scene, act);
  before = hufu_books_describe (scene.books->db, NULL);
  while (countdown.left == 0) {
    g_autoptr (HufuBasket) basket = hufu_basket_copy (scene.basket);
    g_autofree char *now = NULL;
    g_autoptr (GError) error = NULL;
    const HufuId use_id = scene.use_id;
    gboolean done;

    countdown.left = ++step;
    sqlite3_progress_handler (scene.books->db->handle, 1, is_the_step, &countdown);
    sqlite3_trace_v2 (scene.books->db->handle, SQLITE_TRACE_STMT, note_statement, &countdown);
    done = act->act (&scene, &error);
    sqlite3_progress_handler (scene.books->db->handle, 0, NULL, NULL);
    sqlite3_trace_v2 (scene.books->db->handle, 0, NULL, NULL);
    now = hufu_books_describe (scene.books->db, NULL);
    if (done != (countdown.left > 0) || done == (strcmp (now, before) == 0))
      g_error ("step %u: the act is %s", step, done ? "done in spite of it" : "half there");
    g_assert_true (done || error->domain == HUFU_STORE_ERROR);
    if (!done) {
      scene.use_id = use_id;
      hufu_scene_take_basket (&scene, hufu_basket_copy (basket));
    }
  }
  hufu_books_assert_whole (scene.books->db);
  g_assert_cmpuint (step, >, 20);
  g_test_message ("%s: interrupted at %u steps", act->name, step - 1);
  hufu_scene_clear (&scene);
}

/* --- no memory ------------------------------------------------------------------------------- */

/* What is left of a child: it did the act or took it back, or it ended at once. */
typedef enum {
  CHILD_DONE = 0, /* the allocation did not come */
  CHILD_REFUSED = 3,
  CHILD_SURVIVED = 4, /* done without it */
  CHILD_WRONG = 5,
} Child;

/* From then on whatever ends the child is not the want of memory. */
G_NORETURN static void
on_broken (int signal_no)
{
  _exit (CHILD_WRONG);
}

G_NORETURN static void
run_without_memory (HufuScene *scene, const HufuSweepAct *act, guint k, const char *before)
{
  g_autofree char *now = NULL;
  g_autoptr (GError) error = NULL;
  const struct rlimit no_core = {0, 0};
  gboolean done, failed;
  int null = open ("/dev/null", O_WRONLY | O_CLOEXEC);

  /* GLib says why it ends; that is no news here. */
  if (null < 0 || dup2 (null, STDERR_FILENO) < 0 || dup2 (null, STDOUT_FILENO) < 0 ||
      setrlimit (RLIMIT_CORE, &no_core) != 0)
    _exit (CHILD_WRONG);
  hufu_no_memory_at (k);
  done = act->act (scene, &error);
  failed = hufu_no_memory_has_failed ();
  hufu_no_memory_at (0);
  signal (SIGTRAP, on_broken);
  signal (SIGABRT, on_broken);
  now = hufu_books_describe (scene->books->db, NULL);
  if (done == (strcmp (now, before) == 0) || (!done && error->domain != HUFU_STORE_ERROR))
    _exit (CHILD_WRONG);
  hufu_books_assert_whole (scene->books->db);
  _exit (!done ? CHILD_REFUSED : failed ? CHILD_SURVIVED : CHILD_DONE);
}

/* Every seventh allocation of the act fails once, each in a process of its own; all of them if
 * HUFU_TEST_FULL is set. What is not told as an error
 * ends the process, as GLib does, by a trap or an abort and not by using what is not there; what is
 * on the disk then is what a crash leaves. */
static void
test_no_memory (gconstpointer data)
{
  const HufuSweepAct *act = data;
  g_autofree char *before = NULL;
  HufuScene scene = {0};
  guint n[CHILD_WRONG + 1] = {0}, n_ended = 0;
  guint stride = g_getenv ("HUFU_TEST_FULL") != NULL ? 1 : 7;

  hufu_scene_init (&scene, act);
  before = hufu_books_describe (scene.books->db, NULL);
  for (guint k = 1; n[CHILD_DONE] == 0; k += stride) {
    pid_t child = fork ();
    int status = 0;

    g_assert_cmpint (child, >=, 0);
    if (child == 0)
      run_without_memory (&scene, act, k, before);
    g_assert_cmpint (waitpid (child, &status, 0), ==, child);
    if (WIFSIGNALED (status)) {
      if (WTERMSIG (status) != SIGTRAP && WTERMSIG (status) != SIGABRT)
        g_error ("allocation %u: ended by signal %d", k, WTERMSIG (status));
      n_ended++;
      continue;
    }
    if (WEXITSTATUS (status) >= CHILD_WRONG)
      g_error ("allocation %u: the act is half there, or not as it says", k);
    n[WEXITSTATUS (status)]++;
  }
  g_test_message ("%s: %u allocations: %u times ended, %u refused, %u done without", act->name,
                  n_ended + n[CHILD_REFUSED] + n[CHILD_SURVIVED], n_ended, n[CHILD_REFUSED],
                  n[CHILD_SURVIVED]);
  hufu_scene_clear (&scene);
}

void
hufu_sweep_add_tests (const HufuSweepAct *acts, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    g_autofree char *crash = g_strdup_printf ("/store/crash/%s", acts[i].name);
    g_autofree char *failing = g_strdup_printf ("/store/failing-disk/%s", acts[i].name);
    g_autofree char *interrupted = g_strdup_printf ("/store/interrupted/%s", acts[i].name);
    g_autofree char *no_memory = g_strdup_printf ("/store/no-memory/%s", acts[i].name);

    g_test_add_data_func (crash, &acts[i], test_crash);
    g_test_add_data_func (failing, &acts[i], test_failing_disk);
    g_test_add_data_func (interrupted, &acts[i], test_interrupted);
    g_test_add_data_func (no_memory, &acts[i], test_no_memory);
  }
}
