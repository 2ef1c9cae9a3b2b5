/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening the books, and what the counter knows from them. */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "counter/counter-private.h"
#include "counter/product-flow.h"
#include "store/catalog.h"
#include "store/change-store.h"
#include "store/roster.h"
#include "store/status-store.h"
#include "store/tax-store.h"
#include "store/training.h"

/* ---- the books ---- */

typedef struct {
  HufuTerminal terminal;
  HufuPolicy policy;
  HufuTrustList *trust;
  GPtrArray *status_lists;
  GPtrArray *staff;
  GPtrArray *promotions;
  gint64 promotion_list_no;
  HufuTaxRules *taxes;
  HufuShift shift;
  char *lang, *theme, *volume;
  gboolean catalog_damaged;
  HufuCounterDone then;
} Knowledge;

static void
knowledge_free (gpointer data)
{
  Knowledge *known = data;

  hufu_terminal_clear (&known->terminal);
  hufu_policy_clear (&known->policy);
  hufu_trust_list_free (known->trust);
  g_clear_pointer (&known->status_lists, g_ptr_array_unref);
  g_clear_pointer (&known->staff, g_ptr_array_unref);
  g_clear_pointer (&known->promotions, g_ptr_array_unref);
  hufu_tax_rules_unref (known->taxes);
  g_free (known->lang);
  g_free (known->theme);
  g_free (known->volume);
  g_free (known);
}

static gpointer
read_knowledge (HufuDb *db, gpointer data, GError **error)
{
  Knowledge *known = g_new0 (Knowledge, 1);
  g_autofree char *damaged = hufu_setting_dup (db, HUFU_SETTING_CATALOG_DAMAGED);
  GError *trouble = NULL;

  known->then = *(const HufuCounterDone *)data;
  known->lang = hufu_setting_dup (db, "lang");
  known->theme = hufu_setting_dup (db, "theme");
  known->volume = hufu_setting_dup (db, "volume");
  known->catalog_damaged = damaged != NULL;
  known->trust = hufu_trust_load (db, &trouble);
  if (trouble == NULL)
    known->taxes = hufu_tax_rules_load (db, -1, &trouble);
  if (trouble == NULL && hufu_terminal_load (db, &known->terminal, &trouble) &&
      hufu_policy_load (db, &known->policy, &trouble) &&
      hufu_shift_load (db, &known->shift, &trouble) &&
      (known->status_lists = hufu_status_load (db, &trouble)) != NULL &&
      (known->staff = hufu_staff_list (db, &trouble)) != NULL &&
      hufu_promotion_get_list_no (db, &known->promotion_list_no, &trouble) &&
      (known->promotions = hufu_promotion_list (db, known->promotion_list_no, &trouble)) != NULL)
    return known;
  knowledge_free (known);
  g_propagate_error (error, trouble);
  return NULL;
}

/* NULL: not there, or no longer with the shop. */
static HufuStaff *
find_staff (HufuCounter *counter, const HufuId *staff_id)
{
  for (guint i = 0; i < counter->staff->len; i++) {
    HufuStaff *staff = counter->staff->pdata[i];
    if (hufu_id_equal (&staff->staff_id, staff_id) && staff->active)
      return staff;
  }
  return NULL;
}

/* The sale keeps what it was begun with; whoever stands there is told. */
static void
adopt_promotions (HufuCounter *counter, Knowledge *known)
{
  const HufuBasket *basket = counter->basket;

  g_clear_pointer (&counter->promotions, g_ptr_array_unref);
  counter->promotions = g_steal_pointer (&known->promotions);
  if (counter->promotion_list_no != known->promotion_list_no && basket != NULL &&
      basket->promoted->len > 0) {
    g_autofree char *began =
        hufu_counter_clock_text (counter, basket->promotions->utc_s * G_USEC_PER_SEC, FALSE);
    g_autofree char *sentence =
        HUFU_SAY (counter->lang, "Promotions have changed. This sale keeps those of %s.",
                  "促销已更新。本单仍按 %s 的促销计算。", began);

    hufu_counter_notice (counter, sentence);
  }
  counter->promotion_list_no = known->promotion_list_no;
}

/* The same: a sale is taxed to its end as when it began. */
static void
adopt_taxes (HufuCounter *counter, Knowledge *known)
{
  const HufuBasket *basket = counter->basket;
  gint64 now = known->taxes == NULL ? 0 : known->taxes->number;
  gint64 then = basket == NULL || basket->taxes == NULL ? 0 : basket->taxes->number;

  if (basket != NULL && basket->lines->len > 0 && basket->promotions != NULL && now != then &&
      (counter->taxes == NULL ? 0 : counter->taxes->number) != now) {
    g_autofree char *began =
        hufu_counter_clock_text (counter, basket->promotions->utc_s * G_USEC_PER_SEC, FALSE);
    g_autofree char *sentence =
        HUFU_SAY (counter->lang, "Tax rules have changed. This sale keeps those of %s.",
                  "税务规则已更新。本单仍按 %s 的规则计税。", began);

    hufu_counter_notice (counter, sentence);
  }
  hufu_tax_rules_unref (counter->taxes);
  counter->taxes = g_steal_pointer (&known->taxes);
}

static void
adopt_knowledge (HufuCounter *counter, Knowledge *known)
{
  HufuId clerk_id = {0};

  if (counter->clerk != NULL)
    clerk_id = counter->clerk->staff_id;
  hufu_terminal_clear (&counter->terminal);
  counter->terminal = known->terminal;
  known->terminal = (HufuTerminal){0};
  hufu_policy_clear (&counter->policy);
  counter->policy = known->policy;
  known->policy = (HufuPolicy){0};
  if (counter->training)
    hufu_training_mark_papers (&counter->policy);
  hufu_stock_flow_on_policy (counter);
  hufu_trust_list_free (counter->trust);
  counter->trust = g_steal_pointer (&known->trust);
  g_clear_pointer (&counter->status_lists, g_ptr_array_unref);
  counter->status_lists = g_steal_pointer (&known->status_lists);
  g_clear_pointer (&counter->staff, g_ptr_array_unref);
  counter->staff = g_steal_pointer (&known->staff);
  counter->shift = known->shift;
  adopt_promotions (counter, known);
  adopt_taxes (counter, known);
  counter->clerk = counter->clerk == NULL ? NULL : find_staff (counter, &clerk_id);
}

/* Only at the start: later the counter knows its settings before the books do. */
static void
adopt_settings (HufuCounter *counter, const Knowledge *known)
{
  counter->catalog_damaged = known->catalog_damaged;
  if (known->theme != NULL)
    hufu_counter_set_theme (counter, known->theme);
  if (known->volume != NULL)
    hufu_counter_set_volume (counter, known->volume);
  if (known->lang != NULL)
    hufu_counter_set_lang (counter, strcmp (known->lang, "zh") == 0 ? HUFU_LANG_ZH : HUFU_LANG_EN);
}

static gboolean
needs_clerk (HufuCounter *counter)
{
  return counter->screen == HUFU_SCREEN_OPEN_SHIFT || counter->screen == HUFU_SCREEN_SELL ||
         hufu_counter_is_on_page (counter) || counter->screen == HUFU_SCREEN_DRAWER ||
         counter->screen == HUFU_SCREEN_CLOSE_SHIFT;
}

static void show_stopped (HufuCounter *counter, const GError *error);
static void close_books (HufuCounter *counter);

static void
on_knowledge (HufuCounter *counter, gpointer answer, const GError *error)
{
  Knowledge *known = answer;

  if (error != NULL && counter->screen == HUFU_SCREEN_STARTING) {
    close_books (counter);
    show_stopped (counter, error);
    return;
  }
  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  adopt_knowledge (counter, known);
  if (counter->screen == HUFU_SCREEN_STARTING)
    adopt_settings (counter, known);
  hufu_session_show_people (counter);
  hufu_link_refresh_status (counter);
  if (counter->clerk == NULL && needs_clerk (counter))
    hufu_session_sign_out (counter); /* no longer on the list */
  if (known->then != NULL)
    known->then (counter, NULL, NULL);
}

void
hufu_counter_reload (HufuCounter *counter, HufuCounterDone then)
{
  hufu_counter_ask (counter, counter->books, read_knowledge, g_memdup2 (&then, sizeof then), g_free,
                    knowledge_free, on_knowledge);
}

/* ---- opening ---- */

typedef struct {
  char *data_dir, *till_dir; /* till_dir: of the till that is trained for; NULL = none */
  guint witness_ms;
  const HufuHost *host;
  HufuStore *books, *catalog;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  hufu_store_free (opening->books);
  hufu_store_free (opening->catalog);
  g_free (opening->data_dir);
  g_free (opening->till_dir);
  g_free (opening);
}

static HufuStore *
open_store (Opening *opening, const char *name, HufuDbSchema schema, GError **error)
{
  g_autofree char *path = g_build_filename (opening->data_dir, name, NULL);
  HufuDb *db = hufu_db_open (path, schema, opening->host, error);

  if (db != NULL && schema == HUFU_DB_TERMINAL && !hufu_training_refuse (db, error))
    g_clear_pointer (&db, hufu_db_close);
  if (db != NULL)
    hufu_witness_await (db, (gint64)opening->witness_ms * 1000);
  return db == NULL ? NULL : hufu_store_new (db);
}

static gpointer
begin_anew (HufuDb *db, gpointer data, GError **error)
{
  /* Said until it has come, however often the till is started until then. */
  return hufu_setting_set (db, HUFU_SETTING_CATALOG_DAMAGED, "yes", error) &&
                 hufu_change_begin_anew (db, error)
             ? data
             : NULL;
}

static gpointer
had_catalog (HufuDb *db, gpointer data, GError **error)
{
  g_auto (HufuTerminal) terminal = {0};

  return hufu_terminal_load (db, &terminal, error) && terminal.changes_cursor != NULL ? data : NULL;
}

/* Sets error if the books cannot be read. */
static gboolean
is_catalog_gone (Opening *opening, GError **error)
{
  g_autofree char *path = g_build_filename (opening->data_dir, "catalog.db", NULL);
  GStatBuf file;

  return (g_stat (path, &file) == 0 ? file.st_size == 0 : errno == ENOENT) &&
         hufu_store_run_wait (opening->books, had_catalog, opening, error) != NULL;
}

/* All that is in the catalogue comes from the platform: one that is damaged or gone is no reason to
 * stop. The books forget it first, so that it comes again whatever happens in between. */
static void
open_catalog (Opening *opening, GError **error)
{
  g_autoptr (GError) why = NULL;
  g_autofree char *path = NULL;
  gboolean gone = is_catalog_gone (opening, &why);

  if (!gone && why == NULL)
    opening->catalog = open_store (opening, "catalog.db", HUFU_DB_CATALOG, &why);
  if (opening->catalog != NULL)
    return;
  if (!gone && !g_error_matches (why, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CORRUPT) &&
      !g_error_matches (why, HUFU_STORE_ERROR, HUFU_STORE_ERROR_CORRUPT_CATALOG)) {
    g_propagate_error (error, g_steal_pointer (&why));
    return;
  }
  path = g_build_filename (opening->data_dir, "catalog.db", NULL);
  if (hufu_store_run_wait (opening->books, begin_anew, opening, error) == NULL ||
      !hufu_db_put_aside (path, opening->host, error))
    return;
  opening->catalog = open_store (opening, "catalog.db", HUFU_DB_CATALOG, error);
}

/* The till may be open: what is its own is read, and nothing of it is written. */
static void
open_training (Opening *opening, GError **error)
{
  g_autofree char *path = g_build_filename (opening->data_dir, "till.db", NULL);
  g_autofree char *from = g_build_filename (opening->till_dir, "till.db", NULL);
  g_autofree char *catalog = g_build_filename (opening->till_dir, "catalog.db", NULL);
  HufuDb *db = hufu_training_begin (path, from, opening->host, error);

  if (db == NULL)
    return;
  opening->books = hufu_store_new (db);
  db = hufu_db_open_read_only (catalog, HUFU_DB_CATALOG, opening->host, error);
  if (db != NULL)
    opening->catalog = hufu_store_new (db);
}

static void
open_own (Opening *opening, GError **error)
{
  opening->books = open_store (opening, "till.db", HUFU_DB_TERMINAL, error);
  if (opening->books != NULL)
    open_catalog (opening, error);
}

static void
open_books (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Opening *opening = data;
  GError *error = NULL;

  if (g_mkdir_with_parents (opening->data_dir, 0700) != 0)
    g_set_error (&error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_READ_ONLY, "%s: %s", opening->data_dir,
                 g_strerror (errno));
  if (error == NULL && opening->till_dir != NULL)
    open_training (opening, &error);
  else if (error == NULL)
    open_own (opening, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
close_books (HufuCounter *counter)
{
  g_clear_object (&counter->products);
  g_clear_pointer (&counter->books, hufu_store_free);
  g_clear_pointer (&counter->catalog, hufu_store_free);
}

/* What the store adds in brackets to the sentence that the band says already; "" if nothing. */
static char *
dup_detail (const GError *error)
{
  const char *said = hufu_store_error_sentence ((HufuStoreError)error->code, HUFU_LANG_EN);
  gsize size = strlen (said);

  return g_strdup (g_str_has_prefix (error->message, said) ? error->message + size
                                                           : error->message);
}

static void
draw_stopped (HufuCounter *counter)
{
  const GError *error = counter->stopped_error;
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_MESSAGE);
  gboolean known = error->domain == HUFU_STORE_ERROR;
  g_autofree char *detail = known ? dup_detail (error) : g_strdup ("");

  hufu_panel_set_band (panel, HUFU_MARK_NONE, HUFU_TONE_NO,
                       HUFU_WORD (counter->lang, "The books cannot be opened", "账本打不开"),
                       known
                           ? hufu_store_error_sentence ((HufuStoreError)error->code, counter->lang)
                           : error->message);
  hufu_panel_set_note (panel, HUFU_TONE_PLAIN, HUFU_MARK_NONE,
                       HUFU_WORD (counter->lang, "Nothing was changed", "没有改动任何数据"),
                       g_strstrip (detail));
  hufu_counter_take_redrawn (counter, panel, draw_stopped);
}

static void
show_stopped (HufuCounter *counter, const GError *error)
{
  g_clear_error (&counter->stopped_error);
  counter->stopped_error = g_error_copy (error);
  draw_stopped (counter);
  hufu_counter_set_screen (counter, HUFU_SCREEN_STOPPED);
}

static void
on_first_knowledge (HufuCounter *counter, gpointer answer, const GError *error)
{
  hufu_link_start (counter);
  hufu_devices_start (counter);
  hufu_receipt_look_start (counter);
  hufu_held_reload (counter);
  hufu_product_model_refresh (counter->products);
  hufu_stock_flow_on_catalog (counter);
  if (!counter->training)
    hufu_search_make_ready (counter);
  hufu_session_enter (counter);
}

/* ---- a catalogue that opened and is damaged all the same ---- */

static gpointer
empty_catalog (HufuDb *db, gpointer data, GError **error)
{
  return hufu_catalog_begin_anew (db, error) ? data : NULL;
}

static void
on_emptied (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  hufu_product_model_refresh (counter->products);
  hufu_search_make_ready (counter);
  if (counter->sync != NULL)
    hufu_sync_wake (counter->sync);
}

static void
on_forgotten (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL)
    hufu_counter_show_problem (counter, error);
  else
    hufu_counter_ask (counter, counter->catalog, empty_catalog, counter, NULL, NULL, on_emptied);
}

/* The same as at the start: the books forget it first. */
static gboolean
on_damage (gpointer user_data)
{
  HufuCounter *counter = user_data;

  if (g_cancellable_is_cancelled (counter->cancellable))
    return G_SOURCE_REMOVE;
  counter->catalog_damaged = TRUE;
  hufu_link_refresh_status (counter);
  hufu_counter_ask (counter, counter->books, begin_anew, counter, NULL, NULL, on_forgotten);
  return G_SOURCE_REMOVE;
}

/* What writes the catalogue; who trains reads it. */
static void
begin_own (HufuCounter *counter)
{
  hufu_store_watch_damage (counter->catalog, on_damage, G_OBJECT (counter));
  hufu_product_flow_start (counter);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HufuCounter *counter = HUFU_COUNTER (source);
  Opening *opening = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    show_stopped (counter, error);
  } else if (!g_cancellable_is_cancelled (counter->cancellable)) {
    counter->books = g_steal_pointer (&opening->books);
    counter->catalog = g_steal_pointer (&opening->catalog);
    counter->products = hufu_product_model_new (counter->catalog);
    hufu_product_model_set_stock (counter->products, counter->stock->book);
    hufu_product_model_set_lang (counter->products, counter->lang);
    if (!counter->training)
      begin_own (counter);
    hufu_counter_reload (counter, on_first_knowledge);
  }
  hufu_counter_end_wait (counter);
}

void
hufu_counter_start (HufuCounter *counter)
{
  g_autoptr (GTask) task = g_task_new (counter, NULL, on_opened, NULL);
  Opening *opening = g_new0 (Opening, 1);

  opening->data_dir = g_strdup (counter->data_dir);
  opening->till_dir = g_strdup (counter->till_dir);
  opening->witness_ms = counter->witness_ms;
  opening->host = counter->host;
  hufu_counter_begin_wait (counter);
  hufu_counter_set_screen (counter, HUFU_SCREEN_STARTING);
  g_task_set_task_data (task, opening, opening_free);
  g_task_run_in_thread (task, open_books);
}
