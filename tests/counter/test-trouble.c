/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes wrong around the counter: kills, full disks, wrong clocks, deaf printers. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/host.h"
#include "store/terminal.h"
#include "tests/counter/shop-fill.h"
#include "tests/lib/await.h"

#define sees(path, text) g_assert_cmpstr (hufu_shop_text (shop, path), ==, text)
#define counts(path, n) g_assert_cmpuint (hufu_shop_count (shop, path), ==, n)
#define amounts(path, n) g_assert_cmpint (hufu_shop_number (shop, path), ==, n)

static const HufuShopVoucher deal = {.type = HUFU_VOUCHER_DEAL, .id = "d1"};

/* ---- closed, killed ---- */

static void
sell_a_while (HufuShop *shop, const char *code)
{
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  hufu_shop_scan (shop, HUFU_SHOP_TEA);
  hufu_counter_hold (shop->counter, "Wang");
  hufu_shop_settle (shop);
  hufu_shop_scan (shop, code);
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
}

static void
assert_as_left (HufuShop *shop)
{
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  counts ("basket.rows", 2);
  sees ("basket.rows.0.kind", "prepaid");
  amounts ("basket.due_minor", 1290);
  counts ("held", 1);
  sees ("held.0.name", "Wang");
  g_assert_cmpint (hufu_shop_books (shop, "rights"), ==, 0);
  hufu_shop_assert_whole (shop);
}

static void
test_reopen (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new ();
  g_autofree char *code = hufu_shop_make_code (shop, &deal);

  hufu_shop_grant (shop, &deal);
  sell_a_while (shop, code);
  hufu_shop_close (shop);
  assert_as_left (shop);
}

static guint
count_papers (const char *uri, gboolean copies)
{
  const char *folder = uri + strlen ("file:");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *bytes = NULL;
    gsize size;

    if (g_str_has_suffix (name, ".bin") && g_file_get_contents (path, &bytes, &size, NULL))
      n += (memmem (bytes, size, "COPY", 4) != NULL) == copies;
  }
  return n;
}

static void
sell_crisps (HufuShop *shop)
{
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_pay_cash (shop, 2000);
}

/* The paper is out, and nobody has heard that it is. */
static void
sell_on_paper (HufuShop *shop, const char *code)
{
  sell_crisps (shop);
  while (count_papers (shop->printer_uri, FALSE) == 0)
    g_usleep (1000);
}

static pid_t
fork_till (HufuShop *shop, void (*act) (HufuShop *shop, const char *code), const char *code)
{
  pid_t child = fork ();

  if (child == 0) {
    act (shop, code);
    kill (getpid (), SIGKILL);
  }
  return child;
}

static void
await_killed (pid_t child)
{
  int status;

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
}

/* Both tills run before this process has a thread that a fork would lose. */
static void
test_killed (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new ();
  g_autoptr (HufuShop) printing = hufu_shop_new ();
  g_autofree char *code = hufu_shop_make_code (shop, &deal);
  pid_t child, printing_child;

  hufu_shop_grant (shop, &deal);
  printing->printer_uri = g_strdup_printf ("file:%s/paper", printing->dir->path);
  child = fork_till (shop, sell_a_while, code);
  printing_child = fork_till (printing, sell_on_paper, NULL);
  await_killed (child);
  await_killed (printing_child);
  assert_as_left (shop);
  hufu_shop_open (printing);
  hufu_await (hufu_shop_books (printing, "waiting_prints") == 0, 20000);
  g_assert_cmpuint (count_papers (printing->printer_uri, FALSE), ==, 1);
  g_assert_cmpuint (count_papers (printing->printer_uri, TRUE), <=, 1);
}

/* However far the printer is when the till is closed. */
static void
test_closed_printing (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new ();

  shop->printer_uri = g_strdup_printf ("file:%s/paper", shop->dir->path);
  for (guint i = 0; i < 4; i++) {
    sell_crisps (shop);
    while (i % 2 == 0 && count_papers (shop->printer_uri, FALSE) <= i)
      g_usleep (1000);
    hufu_shop_close (shop);
  }
  hufu_shop_open (shop);
  hufu_await (hufu_shop_books (shop, "waiting_prints") == 0, 20000);
  g_assert_cmpuint (count_papers (shop->printer_uri, FALSE), ==, 4);
  g_assert_cmpuint (count_papers (shop->printer_uri, TRUE), <, 4); /* of a disk that is slow */
}

/* Everything is under way when the till is closed; nothing may come back to a counter that is gone.
 */
static void
test_stop_at_once (void)
{
  for (int i = 0; i < 8; i++) {
    g_autoptr (HufuShop) shop = hufu_shop_new ();

    hufu_shop_open (shop);
    if (i > 1)
      hufu_shop_sign_in (shop);
    hufu_counter_sign_in (shop->counter, "03", HUFU_SHOP_PIN);
    for (int k = 0; k < 20; k++)
      hufu_counter_input (shop->counter, k % 2 == 0 ? HUFU_SHOP_TEA : "tea", -1, HUFU_INPUT_SCAN);
    hufu_counter_act (shop->counter, HUFU_ACT_HOLD);
    hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
    hufu_counter_input (shop->counter, "123456789012", -1, HUFU_INPUT_SCAN);
    for (int k = 0; k < i; k++)
      g_main_context_iteration (NULL, FALSE);
    hufu_shop_close (shop);
  }
}

/* ---- the disk ---- */

static void
fill_disk (const char *path)
{
  g_autofree char *chunk = g_malloc0 (4096);
  FILE *file = fopen (path, "w");

  g_assert_nonnull (file);
  setbuf (file, NULL);
  while (fwrite (chunk, 1, 4096, file) == 4096)
    ;
  fclose (file);
}

/* What cannot be recorded did not happen, and the sentence says why; wrong PINs learn no more. */
static void
assert_nobody_signs_in (HufuShop *shop)
{
  static const char *const pins[] = {HUFU_SHOP_PIN, "0000"};

  hufu_shop_act (shop, HUFU_ACT_SIGN_OUT);
  for (gsize i = 0; i < G_N_ELEMENTS (pins); i++) {
    g_string_truncate (shop->notices, 0);
    hufu_counter_sign_in (shop->counter, "03", pins[i]);
    hufu_shop_settle (shop);
    sees ("screen", "sign-in");
    g_assert_nonnull (strstr (shop->notices->str, "The disk is full"));
  }
}

static void
test_full_disk (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new ();
  g_autofree char *mounted = hufu_tempdir_build (shop->dir, "small");
  g_autofree char *ballast = g_build_filename (mounted, "ballast", NULL);
  g_autofree char *kept = shop->data_dir;

  g_assert_cmpint (g_mkdir (mounted, 0700), ==, 0);
  if (mount ("tmpfs", mounted, "tmpfs", 0, "size=6m") != 0) {
    g_test_skip ("a small file system wants root");
    shop->data_dir = g_steal_pointer (&kept);
    return;
  }
  shop->data_dir = g_build_filename (mounted, "till", NULL);
  g_assert_cmpint (g_mkdir (shop->data_dir, 0700), ==, 0);
  hufu_shop_fill_books (shop);
  hufu_shop_fill_catalog (shop);
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  fill_disk (ballast);
  for (int i = 0; i < 200 && strcmp (hufu_shop_text (shop, "panel.kind"), "message") != 0; i++)
    hufu_shop_scan (shop, i % 2 == 0 ? HUFU_SHOP_TEA : HUFU_SHOP_SHIRT_S);
  sees ("panel.headline", "Not done, nothing lost");
  g_assert_nonnull (strstr (hufu_shop_text (shop, "panel.sentence"), "full"));
  assert_nobody_signs_in (shop);
  g_remove (ballast);
  {
    gint64 due_minor = hufu_shop_number (shop, "basket.due_minor");

    hufu_shop_act (shop, HUFU_ACT_SIGN_OUT); /* as stored */
    hufu_shop_sign_in (shop);
    amounts ("basket.due_minor", due_minor);
    hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
    amounts ("basket.due_minor", due_minor + 1290);
  }
  hufu_shop_pay_cash (shop, hufu_shop_number (shop, "basket.due_minor") + 1000);
  sees ("panel.kind", "done");
  hufu_shop_close (shop);
  g_assert_cmpint (umount (mounted), ==, 0);
}

/* ---- a clock that is wrong ---- */

typedef struct {
  const char *name;
  gint64 anchor_s; /* the platform's last word on the time, before a restart; from now */
  const char *sentence;
  const char *reason; /* of a voucher that is held here and good for 30 days */
} Clock;

static const Clock clocks[] = {
    {"gone-back", 3 * 86400, "This machine's clock has gone back.", "R00"},
    {"gone-back-years", 4000 * 86400, "This machine's clock has gone back.", "R21"},
    {"far-ahead", -4000 * 86400, "The time has not been confirmed since this machine was started.",
     "R00"},
};

/* It is said where everybody sees it, selling and what is held here go on, and the books stay
 * whole. */
static void
test_clock (gconstpointer data)
{
  const Clock *clock = data;
  g_autoptr (HufuShop) shop = hufu_shop_new ();
  g_autofree char *code = hufu_shop_make_code (shop, &deal);
  g_autoptr (HufuDb) db = NULL;
  gint64 journal;

  hufu_shop_grant (shop, &deal);
  db = hufu_shop_open_db (shop, "till.db", HUFU_DB_TERMINAL);
  g_assert_true (hufu_terminal_set_time_anchor (
      db, hufu_host_utc_us (hufu_crypto_host ()) + clock->anchor_s * G_USEC_PER_SEC, 0,
      "another boot", NULL));
  g_clear_pointer (&db, hufu_db_close);
  hufu_shop_open (shop);
  hufu_await (g_str_has_prefix (hufu_shop_text (shop, "status.clock-text"), clock->sentence),
              60000);
  g_assert_nonnull (strstr (hufu_shop_text (shop, "status.clock-text"), "Sales go on"));
  hufu_shop_sign_in (shop);
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  counts ("basket.rows", 1);
  hufu_shop_scan (shop, code);
  hufu_shop_act (shop, HUFU_ACT_REDEEM);
  sees ("panel.reason", clock->reason);
  hufu_shop_act (shop, HUFU_ACT_BACK);
  hufu_shop_pay_cash (shop, 2000);
  sees ("panel.sentence", "Sale complete.");
  journal = hufu_shop_books (shop, "journal");
  hufu_shop_close (shop);
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  g_assert_cmpint (hufu_shop_books (shop, "journal"), >=, journal);
  hufu_shop_assert_whole (shop);
}

/* ---- what keeps the till from its platform ---- */

/* One that cannot be read, and one that is gone: none is made anew behind the platform's back. */
static void
test_key_file (void)
{
  for (int gone = 0; gone < 2; gone++) {
    g_autoptr (HufuShop) shop = hufu_shop_new ();
    g_autofree char *path = g_build_filename (shop->data_dir, "device.key", NULL);
    g_autofree char *rubbish = g_strnfill (50, 'x');

    g_assert_cmpint (g_remove (path), ==, 0);
    if (!gone)
      g_assert_true (
          g_file_set_contents_full (path, rubbish, 50, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    hufu_shop_open (shop);
    hufu_await (strcmp (hufu_shop_text (shop, "status.network-text"), "Key file unusable") == 0,
                20000);
    sees ("panel.headline", "Needs attention");
    g_assert_nonnull (strstr (hufu_shop_text (shop, "panel.sentence"), "Restore device.key"));
    hufu_counter_set_lang (shop->counter, HUFU_LANG_ZH);
    hufu_await (strstr (hufu_shop_text (shop, "panel.sentence"), "恢复 device.key") != NULL, 20000);
    hufu_shop_sign_in (shop);
    hufu_shop_scan (shop, HUFU_SHOP_CRISPS); /* selling goes on */
    amounts ("basket.due_minor", 1290);
    g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS) == !gone);
  }
}

/* The user_version of the file's header (SQLite file format, 1.3: offset 60). */
/* ---- the printer ---- */

static void
test_printer (void)
{
  g_autoptr (HufuShop) shop = hufu_shop_new ();
  g_autofree char *folder = hufu_tempdir_build (shop->dir, "paper");

  shop->printer_uri = g_strconcat ("file:", folder, "/deep", NULL);
  g_assert_true (g_file_set_contents (folder, "in the way", -1, NULL)); /* no folder can be here */
  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  hufu_shop_scan (shop, HUFU_SHOP_CRISPS);
  hufu_shop_pay_cash (shop, 2000);
  sees ("panel.kind", "done"); /* no printer keeps a customer waiting */
  g_assert_cmpint (hufu_shop_books (shop, "waiting_prints"), ==, 1);
  hufu_shop_close (shop);
  g_remove (folder);
  hufu_shop_open (shop);
  hufu_await (hufu_shop_books (shop, "waiting_prints") == 0, 20000);
  g_assert_cmpuint (count_papers (shop->printer_uri, FALSE), ==, 1); /* the first, no copy */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/counter/killed", test_killed); /* first: it forks */
  g_test_add_func ("/counter/closed-printing", test_closed_printing);
  g_test_add_func ("/counter/reopen", test_reopen);
  g_test_add_func ("/counter/stop-at-once", test_stop_at_once);
  g_test_add_func ("/counter/full-disk", test_full_disk);
  for (gsize i = 0; i < G_N_ELEMENTS (clocks); i++) {
    g_autofree char *path = g_strconcat ("/counter/clock/", clocks[i].name, NULL);
    g_test_add_data_func (path, &clocks[i], test_clock);
  }
  g_test_add_func ("/counter/key-file", test_key_file);
  g_test_add_func ("/counter/printer", test_printer);
  return g_test_run ();
}
