/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/pull.h"

#include <string.h>
#include "core/stock.h"
#include "store/catalog.h"
#include "store/change-store.h"
#include "store/journal-store.h"
#include "store/product-edit.h"
#include "store/roster.h"
#include "sync/json.h"
#include "sync/snapshot.h"

#define PAGE_MAX 1000
#define PAGE_QUERY "limit=500"

typedef struct {
  json_t *changes;
  const char *from; /* the cursor that it was asked for with; NULL: a snapshot came before it */
  const char *cursor;
  HufuCatalogPage figures;
} Page;

static const struct {
  const char *kind;
  HufuSyncData what;
} kinds[] = {
    {"product", HUFU_SYNC_DATA_CATALOG},
    {"category", HUFU_SYNC_DATA_CATALOG},
    {"store", HUFU_SYNC_DATA_STOCK},
    {"stock", HUFU_SYNC_DATA_STOCK},
    {"staff", HUFU_SYNC_DATA_STAFF},
    {"member", HUFU_SYNC_DATA_MEMBERS},
    {"policy", HUFU_SYNC_DATA_POLICY},
    {"promotion", HUFU_SYNC_DATA_POLICY},
    {"tax", HUFU_SYNC_DATA_POLICY},
    {"peer", HUFU_SYNC_DATA_ROSTER},
    {"pickup", 0},
    {"reservation", 0},
};

static HufuSyncData
find_what (const json_t *changes)
{
  HufuSyncData what = 0;
  const json_t *change;
  gsize i;

  json_array_foreach (changes, i, change)
  {
    const char *kind = hufu_json_get_text (change, "kind", 40);

    for (gsize k = 0; kind != NULL && k < G_N_ELEMENTS (kinds); k++) {
      if (strcmp (kind, kinds[k].kind) == 0)
        what |= kinds[k].what;
    }
  }
  return what;
}

static gpointer
act_apply_catalog (HufuDb *db, gpointer data, GError **error)
{
  const Page *page = data;

  return hufu_catalog_apply (db, page->changes, &page->figures, error) ? data : NULL;
}

static gpointer
act_apply_books (HufuDb *db, gpointer data, GError **error)
{
  const Page *page = data;
  gboolean done =
      page->from == NULL
          ? hufu_change_apply (db, page->changes, page->cursor, error)
          /* The catalogue may be lost meanwhile: what changed in it is not all there is. */
          : hufu_change_apply_after (db, page->from, page->changes, page->cursor, error);

  return done ? data : NULL;
}

/* The catalogue first: the cursor moves with the books, so a crash in between brings the page again
 * and it changes nothing the second time. The last page has a word on all figures. */
static HufuOutcome
apply (HufuWire *wire, const Page *page)
{
  g_autoptr (GError) error = NULL;
  HufuSyncData what = find_what (page->changes);
  gboolean in_catalog =
      page->figures.is_last || (what & (HUFU_SYNC_DATA_CATALOG | HUFU_SYNC_DATA_STOCK)) != 0;

  if ((in_catalog && hufu_store_run_wait (hufu_wire_get_catalog (wire), act_apply_catalog,
                                          (gpointer)(gsize)page, &error) == NULL) ||
      hufu_store_run_wait (hufu_wire_get_books (wire), act_apply_books, (gpointer)(gsize)page,
                           &error) == NULL)
    return hufu_outcome_problem (g_error_matches (error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_INVALID)
                                     ? HUFU_TROUBLE_CHANGES_BAD
                                     : HUFU_TROUBLE_STORE);
  hufu_board_tell_data (hufu_wire_get_board (wire), what);
  return HUFU_OUTCOME_OK;
}

/* What the page says of its figures; FALSE if it has some and does not say which of the till's own
 * events are in them. */
static gboolean
read_figures (HufuWire *wire, const json_t *json, Page *page)
{
  const json_t *counted = json_object_get (json, "counted");
  gboolean more = json_is_true (json_object_get (json, "more"));
  gint64 incarnation, seq;
  HufuIdentity identity;

  if (counted == NULL)
    return (find_what (page->changes) & (HUFU_SYNC_DATA_CATALOG | HUFU_SYNC_DATA_STOCK)) == 0;
  if (!hufu_json_get_int (counted, "incarnation", 0, G_MAXINT32, &incarnation) ||
      !hufu_json_get_int (counted, "seq", 0, G_MAXUINT32, &seq))
    return FALSE;
  hufu_wire_get_identity (wire, &identity);
  page->figures = (HufuCatalogPage){(gint64)identity.store_no,
                                    hufu_journal_no ((guint32)incarnation, (guint64)seq), !more,
                                    hufu_json_get_array (json, "heard", HUFU_STOCK_PLACES_MAX)};
  return TRUE;
}

/* *ret_more and the cursor, which must move while there is more. */
static HufuOutcome
take_page (HufuWire *wire, const json_t *json, char cursor[HUFU_CURSOR_MAX + 1], gboolean *ret_more)
{
  json_t *changes = hufu_json_get_array (json, "changes", PAGE_MAX);
  const char *next = hufu_json_get_text (json, "cursor", HUFU_CURSOR_MAX);
  Page page = {changes, cursor, next, {0}};
  HufuOutcome outcome;

  if (changes == NULL || !hufu_json_get_bool (json, "more", ret_more) ||
      !hufu_cursor_is_good (next) || (*ret_more && strcmp (next, cursor) == 0))
    return hufu_outcome_problem (HUFU_TROUBLE_MALFORMED);
  if (!read_figures (wire, json, &page))
    return hufu_outcome_problem (HUFU_TROUBLE_CHANGES_BAD);
  if (strcmp (next, cursor) == 0 && json_array_size (changes) == 0)
    return HUFU_OUTCOME_OK;
  outcome = apply (wire, &page);
  if (outcome.problem == HUFU_TROUBLE_NONE)
    g_strlcpy (cursor, next, HUFU_CURSOR_MAX + 1);
  return outcome;
}

/* The feed begins again and tells all who are in the store; who left while nobody listened is not
 * among them. */
static gpointer
act_forget_roster (HufuDb *db, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) nobody = g_ptr_array_new ();

  return hufu_roster_apply (db, nobody, error) ? db : NULL;
}

static HufuOutcome
start_anew (HufuWire *wire, HufuHttp *http, const HufuTrustFacts *trust,
            char cursor[HUFU_CURSOR_MAX + 1])
{
  hufu_autojson nothing = json_array ();
  const Page page = {nothing, NULL, cursor, {0}};
  HufuOutcome outcome = hufu_snapshot_pull (wire, http, trust, cursor);
  gboolean laid = FALSE;

  if (outcome.problem != HUFU_TROUBLE_NONE)
    return outcome;
  if (!hufu_product_lay_all (hufu_wire_get_books (wire), hufu_wire_get_catalog (wire), &laid,
                             NULL) ||
      hufu_store_run_wait (hufu_wire_get_books (wire), act_forget_roster, NULL, NULL) == NULL)
    return hufu_outcome_problem (HUFU_TROUBLE_STORE);
  hufu_board_tell_data (hufu_wire_get_board (wire),
                        HUFU_SYNC_DATA_ROSTER | (laid ? HUFU_SYNC_DATA_CATALOG : 0));
  return apply (wire, &page);
}

static gpointer
act_get_cursor (HufuDb *db, gpointer data, GError **error)
{
  g_auto (HufuTerminal) terminal = {0};
  char *cursor = data;

  if (!hufu_terminal_load (db, &terminal, error))
    return NULL;
  g_strlcpy (cursor, terminal.changes_cursor != NULL ? terminal.changes_cursor : "",
             HUFU_CURSOR_MAX + 1);
  return data;
}

static HufuAnswer *
ask_page (HufuWire *wire, HufuHttp *http, const char *cursor)
{
  g_autofree char *query = g_strconcat ("cursor=", cursor, "&" PAGE_QUERY, NULL);
  HufuAsk ask = {.method = "GET", .path = "/v1/changes", .query = query};

  return hufu_wire_ask (wire, http, &ask);
}

HufuOutcome
hufu_pull_all (HufuWire *wire, HufuHttp *http, const HufuTrustFacts *trust)
{
  char cursor[HUFU_CURSOR_MAX + 1];
  HufuOutcome outcome = HUFU_OUTCOME_OK;
  gboolean more = TRUE, anew = FALSE;

  if (hufu_store_run_wait (hufu_wire_get_books (wire), act_get_cursor, cursor, NULL) == NULL)
    return hufu_outcome_problem (HUFU_TROUBLE_STORE);
  if (!hufu_cursor_is_good (cursor)) {
    outcome = start_anew (wire, http, trust, cursor);
    anew = TRUE;
  }
  while (more && outcome.problem == HUFU_TROUBLE_NONE) {
    g_autoptr (HufuAnswer) answer = ask_page (wire, http, cursor);

    /* Once a round: a platform that is never content with its own snapshot ends here. */
    if (hufu_answer_has_code (answer, "snapshot_needed") && !anew) {
      outcome = start_anew (wire, http, trust, cursor);
      anew = TRUE;
    } else if (answer->kind == HUFU_ANSWER_OK) {
      outcome = take_page (wire, answer->json, cursor, &more);
    } else {
      return hufu_outcome_of (wire, answer);
    }
  }
  return outcome;
}
