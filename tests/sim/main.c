/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sim --seeds N --first S [--steps N] [--jobs N]; sim --seed S [--trace]. */
#include <jansson.h>
#include <malloc.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include "tests/lib/tempdir.h"
#include "tests/sim/world.h"

#define JOBS_MAX 16
#define KEPT_BYTES (256 * 1024 * 1024)

/* What a job has to say, in memory shared with who started it: also when it aborts. */
typedef struct {
  guint64 seed; /* that it runs */
  guint64 n_runs, n_accepted, counts[SIM_N_COUNTS];
  gboolean failed;
  char violation[400];
} Report;

/* Of all jobs. */
typedef struct {
  gboolean stop; /* one has failed */
  Report reports[JOBS_MAX];
} Board;

static const char *const count_names[SIM_N_COUNTS] = {"redeem", "transfer", "undo", "refund",
                                                      "sync",   "crash",    "fault"};

/* --- one seed ------------------------------------------------------------------------------------
 */

static void
add_counts (Report *report, const SimWorld *world)
{
  report->n_runs++;
  report->n_accepted += world->n_accepted;
  for (gsize i = 0; i < SIM_N_COUNTS; i++)
    report->counts[i] += world->counts[i];
}

static SimWorld *
make_run (const SimOptions *options, const char *folder, guint64 seed)
{
  SimWorld *world;

  sqlite3_test_control (SQLITE_TESTCTRL_PRNG_RESET);
  world = sim_world_new (options, folder, seed);
  sim_world_run (world);
  return world;
}

static gboolean
fail (Report *report, const char *what)
{
  report->failed = TRUE;
  g_strlcpy (report->violation, what, sizeof report->violation);
  return FALSE;
}

static gboolean
run_seed (const SimOptions *options, const char *folder, guint64 seed, Report *report)
{
  g_autoptr (SimWorld) world = NULL, again = NULL;
  g_autofree char *digest = NULL;

  report->seed = seed;
  world = make_run (options, folder, seed);
  digest = g_strdup (g_checksum_get_string (world->digest));
  add_counts (report, world);
  if (options->digest)
    printf ("seed %" G_GUINT64_FORMAT " digest %s\n", seed, digest);
  if (world->violation != NULL)
    return fail (report, world->violation);
  if (!options->twice)
    return TRUE;
  g_clear_pointer (&world, sim_world_free);
  again = make_run (options, folder, seed);
  return strcmp (digest, g_checksum_get_string (again->digest)) == 0 ||
         fail (report, "the same seed made another run");
}

/* --- many ----------------------------------------------------------------------------------------
 */

typedef struct {
  guint64 first, seeds, seed;
  gboolean one;
  gint jobs;
} Range;

static void
run_job (const SimOptions *options, const Range *range, guint job, Board *board)
{
  g_autoptr (HufuTempdir) dir = hufu_tempdir_new_in_memory ();

  for (guint64 i = job; i < range->seeds && !g_atomic_int_get (&board->stop);
       i += (guint64)range->jobs)
    if (!run_seed (options, dir->path, range->first + i, &board->reports[job]))
      break;
  fflush (stdout);
}

static const char *
get_commit (void)
{
  const char *commit = g_getenv ("HUFU_COMMIT");

  return commit != NULL ? commit : "unknown";
}

static void
say_failure (const SimOptions *options, const Report *report)
{
  printf ("FAILED seed %" G_GUINT64_FORMAT ", %u steps, commit %s\n  %s\n"
          "  replay: ./run sim --seed %" G_GUINT64_FORMAT " --steps %u --trace\n",
          report->seed, options->steps, get_commit (),
          report->failed ? report->violation : "the program stopped itself (see above)",
          report->seed, options->steps);
}

static pid_t
start_job (const SimOptions *options, const Range *range, guint job, Board *board)
{
  pid_t pid = fork ();

  g_assert (pid >= 0);
  if (pid > 0)
    return pid;
  run_job (options, range, job, board);
  _exit (board->reports[job].failed ? 1 : 0);
}

static gboolean
run_jobs (const SimOptions *options, const Range *range, Board *board)
{
  pid_t pids[JOBS_MAX], pid;
  gboolean good = TRUE;
  int status;

  fflush (stdout);
  for (gint job = 0; job < range->jobs; job++)
    pids[job] = start_job (options, range, (guint)job, board);
  for (gint left = range->jobs; left > 0; left--) {
    pid = waitpid (-1, &status, 0);
    if (WIFEXITED (status) && WEXITSTATUS (status) == 0)
      continue;
    good = FALSE;
    g_atomic_int_set (&board->stop, TRUE);
    for (gint job = 0; job < range->jobs; job++)
      if (pids[job] == pid)
        say_failure (options, &board->reports[job]);
  }
  return good;
}

static void
say_sums (const Report *reports, gint jobs, gint64 elapsed_us)
{
  Report sum = {0};
  guint64 events = 0;

  for (gint job = 0; job < jobs; job++) {
    sum.n_runs += reports[job].n_runs;
    sum.n_accepted += reports[job].n_accepted;
    for (gsize i = 0; i < SIM_N_COUNTS; i++)
      sum.counts[i] += reports[job].counts[i];
  }
  printf ("%" G_GUINT64_FORMAT " seeds in %.1f s:", sum.n_runs, (double)elapsed_us / 1e6);
  for (gsize i = 0; i < SIM_N_COUNTS; i++) {
    printf (" %s %" G_GUINT64_FORMAT, count_names[i], sum.counts[i]);
    events += sum.counts[i];
  }
  printf (" (redeemed %" G_GUINT64_FORMAT "); %" G_GUINT64_FORMAT " events, %.0f a second\n",
          sum.n_accepted, events, (double)events * 1e6 / (double)MAX (elapsed_us, 1));
}

static gboolean
parse (int *argc, char ***argv, SimOptions *options, Range *range)
{
  gint64 first = 1, seeds = 1000, seed = -1, steps = 1500;
  const GOptionEntry entries[] = {
      {"seeds", 0, 0, G_OPTION_ARG_INT64, &seeds, "How many seeds", "N"},
      {"first", 0, 0, G_OPTION_ARG_INT64, &first, "The first one", "S"},
      {"seed", 0, 0, G_OPTION_ARG_INT64, &seed, "This seed alone", "S"},
      {"steps", 0, 0, G_OPTION_ARG_INT64, &steps, "Steps before all is healed", "N"},
      {"jobs", 0, 0, G_OPTION_ARG_INT, &range->jobs, "Processes", "N"},
      {"digest", 0, 0, G_OPTION_ARG_NONE, &options->digest, "Say each run's digest", NULL},
      {"twice", 0, 0, G_OPTION_ARG_NONE, &options->twice, "Run each twice and compare", NULL},
      {"trace", 0, 0, G_OPTION_ARG_NONE, &options->trace, "Tell each step", NULL},
      {NULL}};
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &error) || steps < 0 || seeds < 1 ||
      range->jobs < 1 || range->jobs > JOBS_MAX) {
    fprintf (stderr, "%s\n", error != NULL ? error->message : "A number is out of range");
    return FALSE;
  }
  options->steps = (guint)steps;
  range->one = seed >= 0;
  range->first = (guint64)(range->one ? seed : first);
  range->seeds = range->one ? 1 : (guint64)seeds;
  options->digest |= range->one;
  range->jobs = range->one ? 1 : range->jobs;
  return TRUE;
}

int
main (int argc, char **argv)
{
  SimOptions options = {0};
  Range range = {.jobs = 2};
  gint64 started_us = g_get_monotonic_time ();
  Board *board;
  gboolean good;

  if (!parse (&argc, &argv, &options, &range))
    return 2;
  /* Disks come and go: their memory is not given to the system and asked for again each time. */
  mallopt (M_MMAP_THRESHOLD, KEPT_BYTES);
  mallopt (M_TRIM_THRESHOLD, KEPT_BYTES);
  /* jansson would draw its hash seed from the system. */
  json_object_seed (1);
  sim_disk_register_vfs ();
  board = mmap (NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  g_assert (board != MAP_FAILED);
  good = run_jobs (&options, &range, board);
  say_sums (board->reports, range.jobs, g_get_monotonic_time () - started_us);
  return good ? 0 : 1;
}
