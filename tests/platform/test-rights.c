/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every act on rights, killed before each of its statements: after a start it is wholly there or
 * wholly absent, and doing it again ends where one undisturbed run ends. */
#include <gio/gio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base64url.h"
#include "core/journal.h"
#include "crypto/sha256.h"
#include "platform/devices.h"
#include "platform/events.h"
#include "platform/interpret.h"
#include "platform/redemption.h"
#include "platform/rights.h"
#include "platform/voucher.h"
#include "tests/lib/tempdir.h"
#include "tests/lib/test-host.h"

#define STEPS_MAX 500

static const HufuId use_id = {{0xa1, 2, 3, 4, 5, 6, 0x47, 8, 0x89, 10, 11, 12, 13, 14, 15, 16}};

typedef struct {
  HufuTestHost *clock;
  HufuPlatform *platform;
  HufuHolder holder;
} World;

static void
find_holder (World *world)
{
  sqlite3_stmt *row = hufu_pdb_query (world->platform->db,
                                      "SELECT terminal_id FROM terminal ORDER BY terminal_no", "");

  world->holder = (HufuHolder){.incarnation = 1, .store_no = 1, .terminal_no = 1};
  if (hufu_pdb_next (world->platform->db, row)) {
    hufu_pdb_id (row, 0, &world->holder.terminal_id);
    hufu_pdb_done (row);
  }
}

static World
world_open (const char *dir)
{
  World world = {.clock = hufu_test_host_new (7)};
  g_autoptr (GError) error = NULL;

  world.platform = hufu_platform_open (dir, hufu_test_host_get (world.clock), &error);
  g_assert_no_error (error);
  world.platform->demo = TRUE;
  world.platform->demo_store = 1;
  find_holder (&world);
  return world;
}

static void
world_close (World *world)
{
  hufu_platform_close (world->platform);
  hufu_test_host_free (world->clock);
}

static void
issue (World *world, const char *type, const char *title, gboolean home)
{
  g_autoptr (GError) error = NULL;
  json_t *order =
      json_pack ("{s:s, s:s, s:s, s:i, s:o, s:i}", "type", type, "title_en", title, "title_zh",
                 title, "value_minor", 1000, "home_store", home ? json_integer (1) : json_null (),
                 "uses", strcmp (type, "pass") == 0 ? 3 : 1);
  json_t *issued = hufu_issued_make (world->platform, order, FALSE, &error);

  g_assert_no_error (error);
  json_decref (order);
  json_decref (issued);
}

/* A store, one terminal, three vouchers at home and one that is online only. */
static void
make_base (const char *dir)
{
  World world = world_open (dir);
  guint8 key[32] = {1};
  g_autoptr (GError) error = NULL;

  hufu_pdb_begin (world.platform->db);
  hufu_pdb_run (world.platform->db, "INSERT INTO store VALUES (1, 'A', 'B', '[1]', 156)", "");
  g_assert_true (hufu_pdb_commit (world.platform->db, &error));
  json_decref (hufu_devices_authorize (world.platform, key, "till", &error));
  g_assert_no_error (error);
  issue (&world, "cash", "held", TRUE);
  issue (&world, "pass", "pass", TRUE);
  issue (&world, "cash", "online", FALSE);
  world_close (&world);
}

/* --- acts ---------------------------------------------------------------------------------------
 */

static HufuRightRow
find_right (World *world, const char *title)
{
  sqlite3_stmt *row = hufu_pdb_query (world->platform->db,
                                      "SELECT cti FROM voucher WHERE title_en = ?", "t", title);
  HufuRightKey key = {.generation = 1};
  HufuRightRow right;

  g_assert_true (hufu_pdb_next (world->platform->db, row));
  hufu_pdb_id (row, 0, &key.cti);
  hufu_pdb_done (row);
  g_assert_true (hufu_rights_find (world->platform, &key, &right));
  return right;
}

static json_t *
make_body (World *world, guint64 seq)
{
  HufuRightRow right = find_right (world, "held");
  json_t *body = json_pack ("{s:o, s:o}", "right", hufu_pjson_right (&right.key), "epoch",
                            hufu_pjson_epoch (&right.epoch));

  if (seq <= 2)
    json_object_set_new (body, "hop", json_integer (0));
  if (seq == 1)
    json_object_set_new (body, "remaining_minor", json_integer (1000));
  if (seq == 2) {
    json_object_set_new (body, "basis", json_string ("R00"));
    json_object_set_new (body, "amount_minor", json_integer (300));
  }
  if (seq >= 2) {
    json_object_set_new (body, "use_id", hufu_pjson_id (&use_id));
    json_object_set_new (body, "at_utc_us", json_integer (5000000));
  }
  return body;
}

/* The till's journal: 1 the credit, 2 the use of a part, 3 its undo; always the same. */
static json_t *
make_event (World *world, guint64 seq, guint8 chain[HUFU_JOURNAL_HASH_BYTES])
{
  static const char *const kinds[] = {NULL, "right.credited", "voucher.redeemed", "voucher.undone"};
  json_t *body = make_body (world, seq);
  g_autofree char *text = hufu_pjson_dump (body);
  HufuEvent event = {.terminal_id = world->holder.terminal_id,
                     .incarnation = 1,
                     .seq = seq,
                     .event_id = {{(guint8)seq, 9}},
                     .hlc = seq,
                     .kind = kinds[seq],
                     .body = text};
  guint8 hash[HUFU_JOURNAL_HASH_BYTES];

  json_decref (body);
  hufu_journal_hash (hufu_sha256, chain, &event, hash);
  memcpy (chain, hash, sizeof hash);
  return json_pack ("{s:I, s:o, s:I, s:s, s:s, s:o}", "seq", (json_int_t)seq, "event_id",
                    hufu_pjson_id (&event.event_id), "hlc", (json_int_t)seq, "kind", event.kind,
                    "body", text, "hash", hufu_pjson_bytes (hash, sizeof hash));
}

static void
push (World *world, guint64 first, guint64 last)
{
  guint8 chain[HUFU_JOURNAL_HASH_BYTES] = {0};
  json_t *events = json_array ();
  json_t *batch = json_pack ("{s:o}", "events", events);
  HufuBatchOutcome outcome;
  guint64 bad_seq = 0;
  json_t *answer = NULL;
  g_autoptr (GError) error = NULL;

  for (guint64 seq = 1; seq <= last; seq++) {
    json_t *event = make_event (world, seq, chain);

    if (seq >= first)
      json_array_append (events, event);
    json_decref (event);
  }
  g_assert_true (hufu_events_store (world->platform, &world->holder, batch, &outcome, &bad_seq,
                                    &answer, &error));
  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, HUFU_BATCH_STORED);
  json_decref (answer);
  json_decref (batch);
}

static void
nothing (World *world)
{
}

static void
grant (World *world)
{
  const HufuEpoch none = {0, 0};
  g_autoptr (GError) error = NULL;
  json_t *grants = hufu_rights_grant (world->platform, &world->holder, &none, 100, &error);

  g_assert_no_error (error);
  json_decref (grants);
}

static void
credit (World *world)
{
  push (world, 1, 1);
}

static void
use_held (World *world)
{
  push (world, 2, 2);
}

static void
undo_held (World *world)
{
  push (world, 3, 3);
}

static void
whole_batch (World *world)
{
  push (world, 1, 3);
}

static void
redeem (World *world)
{
  HufuRightRow right = find_right (world, "online");
  json_t *request = json_pack ("{s:o, s:o, s:i}", "use_id", hufu_pjson_id (&use_id), "cti",
                               hufu_pjson_id (&right.key.cti), "amount_minor", 400);
  g_autofree char *body = hufu_pjson_dump (request);
  HufuKeyOutcome outcome;
  json_t *answer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_redemption_redeem (world->platform, &world->holder, &use_id, request,
                                         (const guint8 *)body, strlen (body), &outcome, &answer,
                                         &error));
  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, HUFU_KEY_ANSWERED);
  json_decref (request);
  json_decref (answer);
}

static void
undo_online (World *world)
{
  const HufuUndoOrder order = {.use_id = use_id, .staff_id = {{7}}};
  HufuKeyOutcome outcome;
  json_t *answer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (
      hufu_redemption_undo (world->platform, &world->holder, &order, &outcome, &answer, &error));
  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, HUFU_KEY_ANSWERED);
  json_decref (answer);
}

static void
prepare_credited (World *world)
{
  grant (world);
  credit (world);
}

static void
prepare_used (World *world)
{
  prepare_credited (world);
  use_held (world);
}

static const struct {
  const char *name;
  void (*prepare) (World *world);
  void (*act) (World *world);
  const char *held;   /* state and rest of the right at home, after the act */
  const char *online; /* of the online one */
} acts[] = {
    {"grant", nothing, grant, "leased 1000", "available 1000"},
    {"credit", grant, credit, "leased 1000", "available 1000"},
    {"use", prepare_credited, use_held, "leased 700", "available 1000"},
    {"undo", prepare_used, undo_held, "leased 1000", "available 1000"},
    {"batch", grant, whole_batch, "leased 1000", "available 1000"},
    {"redeem", nothing, redeem, "available 1000", "available 600"},
    {"undo-online", redeem, undo_online, "available 1000", "available 1000"},
    {"give-up", nothing, undo_online, "available 1000", "available 1000"},
    {"redeem-given-up", undo_online, redeem, "available 1000", "available 1000"},
};

/* --- the sweep ----------------------------------------------------------------------------------
 */

static void
copy_dir (const char *from, const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  g_assert_cmpint (g_mkdir_with_parents (to, 0700), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *source = g_build_filename (from, name, NULL);
    g_autofree char *target = g_build_filename (to, name, NULL);
    g_autoptr (GFile) source_file = g_file_new_for_path (source);
    g_autoptr (GFile) target_file = g_file_new_for_path (target);
    g_autoptr (GError) error = NULL;

    g_file_copy (source_file, target_file, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
    g_assert_no_error (error);
  }
}

static void
remove_dir (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);

    unlink (file);
  }
}

/* All that an act may move, as text. */
static char *
dump (World *world)
{
  static const char *const queries[] = {
      "SELECT platform_epoch || ' ' || epoch_counter FROM platform",
      "SELECT hex (cti) || ' ' || k || ' ' || state || ' ' || platform_epoch || '.' || counter || "
      "' ' "
      "|| remaining_minor || ' ' || coalesce (hex (terminal_id), '-') || ' ' || credited "
      "FROM \"right\" ORDER BY cti, k",
      "SELECT hex (use_id) || ' ' || k || ' ' || amount_minor || ' ' || state || ' ' || basis FROM "
      "use "
      "ORDER BY use_id, k",
      "SELECT hex (use_id) || ' ' || state || ' ' || answer FROM redemption ORDER BY use_id",
      "SELECT seq || ' ' || kind || ' ' || coalesce (verdict, 'open') || ' ' || code FROM event "
      "ORDER BY seq",
      "SELECT acked_seq || ' ' || hex (chain_hash) || ' ' || state FROM incarnation",
      "SELECT 'claim ' || code FROM claim",
  };
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++) {
    sqlite3_stmt *row = hufu_pdb_query (world->platform->db, queries[i], "");

    while (hufu_pdb_next (world->platform->db, row))
      g_string_append_printf (text, "%s\n", hufu_pdb_text (row, 0));
  }
  g_assert_true (hufu_pdb_check (world->platform->db, NULL));
  return g_string_free (text, FALSE);
}

static void
check_right (World *world, const char *title, const char *expected)
{
  HufuRightRow right = find_right (world, title);
  g_autofree char *text =
      g_strdup_printf ("%s %d", hufu_right_state_name (right.state), (int)right.remaining_minor);

  g_assert_cmpstr (text, ==, expected);
}

static int steps_left;

static void
kill_at_last_step (gpointer user_data)
{
  if (--steps_left == 0)
    raise (SIGKILL);
}

/* TRUE: the child came to the end of the act. */
static gboolean
run_killed (const char *dir, void (*act) (World *world), int steps)
{
  pid_t child = fork ();
  int status = 0;

  g_assert_cmpint (child, >=, 0);
  if (child == 0) {
    World world = world_open (dir);

    steps_left = steps;
    hufu_pdb_set_step_hook (world.platform->db, kill_at_last_step, NULL);
    act (&world);
    _exit (0);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status) || WTERMSIG (status) == SIGKILL);
  return WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

static void
check_after_kill (const char *dir, gsize n, const char *before, const char *after, int *seen)
{
  World world = world_open (dir);
  g_autofree char *now = NULL, *again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_interpret_all (world.platform, &error));
  now = dump (&world);
  if (strcmp (now, before) != 0)
    g_assert_cmpstr (now, ==, after);
  seen[strcmp (now, before) == 0 ? 0 : 1]++;
  acts[n].act (&world);
  again = dump (&world);
  g_assert_cmpstr (again, ==, after);
  world_close (&world);
}

static void
test_killed (gconstpointer data)
{
  gsize n = GPOINTER_TO_SIZE (data);
  g_autoptr (HufuTempdir) temp = hufu_tempdir_new ();
  g_autofree char *base = hufu_tempdir_build (temp, "base");
  g_autofree char *dir = hufu_tempdir_build (temp, "run");
  g_autofree char *before = NULL, *after = NULL;
  int seen[2] = {0, 0};
  World world;

  make_base (base);
  world = world_open (base);
  acts[n].prepare (&world);
  before = dump (&world);
  world_close (&world);
  copy_dir (base, dir);
  world = world_open (dir);
  acts[n].act (&world);
  after = dump (&world);
  check_right (&world, "held", acts[n].held);
  check_right (&world, "online", acts[n].online);
  world_close (&world);
  for (int steps = 1; steps < STEPS_MAX; steps++) {
    remove_dir (dir);
    copy_dir (base, dir);
    if (run_killed (dir, acts[n].act, steps))
      break;
    check_after_kill (dir, n, before, after, seen);
  }
  g_test_message ("%s: absent %d times, there %d times", acts[n].name, seen[0], seen[1]);
  g_assert_cmpint (seen[0], >, 1);
}

/* --- the database -------------------------------------------------------------------------------
 */

/* Nobody else on the machine reads it, whatever the umask says. */
static void
test_mode (void)
{
  static const char *const ends[] = {"", "-wal", "-shm"};
  g_autoptr (HufuTempdir) temp = hufu_tempdir_new ();
  g_autofree char *path = hufu_tempdir_build (temp, "platform.db");
  g_autoptr (GError) error = NULL;
  mode_t mask = umask (0);
  HufuPdb *db = hufu_pdb_open (path, &error);

  umask (mask);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *file = g_strconcat (path, ends[i], NULL);
    struct stat info;

    g_assert_cmpint (stat (file, &info), ==, 0);
    g_assert_cmphex (info.st_mode & 0777, ==, 0600);
  }
  hufu_pdb_close (db);
}

static void
test_newer_schema (void)
{
  g_autoptr (HufuTempdir) temp = hufu_tempdir_new ();
  g_autofree char *path = hufu_tempdir_build (temp, "platform.db");
  g_autoptr (GError) error = NULL;
  HufuPdb *db = hufu_pdb_open (path, &error);

  g_assert_no_error (error);
  hufu_pdb_run (db, "PRAGMA user_version = 99", "");
  hufu_pdb_close (db);
  g_assert_null (hufu_pdb_open (path, &error));
  g_assert_error (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, "newer version"));
}

static void
test_not_a_database (void)
{
  g_autoptr (HufuTempdir) temp = hufu_tempdir_new ();
  g_autofree char *path = hufu_tempdir_build (temp, "platform.db");
  g_autoptr (GError) error = NULL;

  g_assert_true (
      g_file_set_contents (path, "a shopping list, not a database, quite long enough", -1, NULL));
  g_assert_null (hufu_pdb_open (path, &error));
  g_assert_error (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_STORE);
}

/* A failure in the middle of an act takes the whole of it back, and is told once. */
static void
test_failure_sticks (void)
{
  g_autoptr (HufuTempdir) temp = hufu_tempdir_new ();
  g_autofree char *path = hufu_tempdir_build (temp, "platform.db");
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuPdb) db = hufu_pdb_open (path, &error);

  hufu_pdb_begin (db);
  g_assert_cmpint (hufu_pdb_run (db, "INSERT INTO category VALUES (1, 'a', 'b', 1)", ""), ==, 1);
  g_assert_cmpint (hufu_pdb_run (db, "INSERT INTO category VALUES (1, 'c', 'd', 1)", ""), ==, 0);
  g_assert_cmpint (hufu_pdb_run (db, "INSERT INTO category VALUES (2, 'e', 'f', 1)", ""), ==, 0);
  g_assert_false (hufu_pdb_commit (db, &error));
  g_assert_error (error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_STORE);
  g_assert_cmpint (hufu_pdb_get_int (db, -1, "SELECT count(*) FROM category", ""), ==, 0);
  g_assert_true (hufu_pdb_check (db, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++) {
    g_autofree char *name = g_strconcat ("/rights/killed/", acts[i].name, NULL);

    g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_killed);
  }
  g_test_add_func ("/rights/store/mode", test_mode);
  g_test_add_func ("/rights/store/newer-schema", test_newer_schema);
  g_test_add_func ("/rights/store/not-a-database", test_not_a_database);
  g_test_add_func ("/rights/store/failure-sticks", test_failure_sticks);
  return g_test_run ();
}
