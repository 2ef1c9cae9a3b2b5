/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/status-lists.h"

#include <string.h>
#include "core/base64url.h"
#include "crypto/status-document.h"
#include "store/status-store.h"
#include "sync/json.h"

#define LISTS_MAX 100
#define DOCUMENTS_MAX 100
#define ASKS_MAX (2 * LISTS_MAX) /* each brings a list on, or ends */

static const guint8 *
find_key (gpointer user_data, const guint8 kid[HUFU_TOKEN_KID_BYTES])
{
  const HufuTrustFacts *trust = user_data;

  for (gsize i = 0; i < trust->n_platform_keys; i++) {
    if (memcmp (trust->platform_keys[i].kid, kid, HUFU_TOKEN_KID_BYTES) == 0)
      return trust->platform_keys[i].public_key;
  }
  return NULL;
}

static HufuStatusOutcome
open_document (const json_t *document, const HufuStatusList *base, const HufuTrustFacts *trust,
               HufuStatusList **ret_list)
{
  const char *text = json_string_value (document);
  gsize length = text != NULL ? strlen (text) : 0, size = 0;
  g_autofree guint8 *bytes = NULL;

  if (length == 0 || length > HUFU_BASE64URL_LENGTH (HUFU_STATUS_DOCUMENT_MAX))
    return HUFU_STATUS_MALFORMED;
  bytes = g_malloc (length);
  if (!hufu_base64url_decode (text, length, bytes, length, &size))
    return HUFU_STATUS_MALFORMED;
  return hufu_status_document_open (bytes, size, base, find_key, (gpointer)(gsize)trust, ret_list);
}

static HufuTrouble
trouble_of (HufuStatusOutcome outcome)
{
  switch (outcome) {
  case HUFU_STATUS_TAKEN:
  case HUFU_STATUS_GAP:
    return HUFU_TROUBLE_NONE;
  case HUFU_STATUS_MALFORMED:
    return HUFU_TROUBLE_MALFORMED;
  case HUFU_STATUS_UNSIGNED:
    return HUFU_TROUBLE_SNAPSHOT_SIGNATURE;
  }
  g_assert_not_reached ();
}

/* The list that the document makes must be the one that was told. */
static gboolean
is_told (const HufuStatusList *list, const json_t *told)
{
  gint64 list_no;

  return hufu_json_get_int (told, "list_no", 0, G_MAXINT64, &list_no) &&
         (guint64)list_no == list->list_no &&
         g_strcmp0 (hufu_json_get_text (told, "issuer", HUFU_TOKEN_ISSUER_MAX), list->issuer) == 0;
}

HufuStatusList *
hufu_status_lists_take (const json_t *told, const HufuStatusList *here, const HufuTrustFacts *trust,
                        gboolean *ret_gap, HufuTrouble *ret_problem)
{
  const json_t *documents = hufu_json_get_array (told, "documents", DOCUMENTS_MAX);
  g_autoptr (HufuStatusList) list =
      here != NULL ? hufu_status_list_copy (here, here->n_entries) : NULL;
  const json_t *document;
  gsize i;

  *ret_gap = FALSE;
  *ret_problem = documents != NULL ? HUFU_TROUBLE_NONE : HUFU_TROUBLE_MALFORMED;
  json_array_foreach (documents, i, document)
  {
    g_autoptr (HufuStatusList) next = NULL;
    HufuStatusOutcome outcome = open_document (document, list, trust, &next);

    *ret_gap = outcome == HUFU_STATUS_GAP;
    *ret_problem = trouble_of (outcome);
    if (next != NULL && !is_told (next, told))
      *ret_problem = HUFU_TROUBLE_MALFORMED;
    if (next == NULL || *ret_problem != HUFU_TROUBLE_NONE)
      break;
    hufu_status_list_free (list);
    list = g_steal_pointer (&next);
  }
  return g_steal_pointer (&list);
}

/* --- the till's lists ------------------------------------------------------------------------ */

static gpointer
act_load (HufuDb *db, gpointer data, GError **error)
{
  return hufu_status_load (db, error);
}

static gpointer
act_store (HufuDb *db, gpointer data, GError **error)
{
  return hufu_status_store (db, data, error) ? data : NULL;
}

/* A list in `doubt` (number and issuer) is left out, so that a snapshot of it comes. */
static char *
format_have (const GPtrArray *lists, const HufuStatusList *doubt)
{
  hufu_autojson request = json_pack ("{s:[]}", "have");
  json_t *have = json_object_get (request, "have");

  for (guint i = 0; i < MIN (lists->len, LISTS_MAX); i++) {
    const HufuStatusList *list = lists->pdata[i];

    if (doubt == NULL || list->list_no != doubt->list_no ||
        strcmp (list->issuer, doubt->issuer) != 0)
      json_array_append_new (have, json_pack ("{s:s, s:I, s:I}", "issuer", list->issuer, "list_no",
                                              (json_int_t)list->list_no, "version",
                                              (json_int_t)list->version));
  }
  return hufu_json_format (request);
}

typedef struct {
  HufuWire *wire;
  const HufuTrustFacts *trust;
  GPtrArray *lists;
  HufuStatusList *doubt; /* one that a delta did not fit; NULL = none */
  gboolean changed;
} Pull;

static const HufuStatusList *
find_here (const Pull *pull, const json_t *told)
{
  const char *issuer = hufu_json_get_text (told, "issuer", HUFU_TOKEN_ISSUER_MAX);
  gint64 list_no;

  if (issuer == NULL || !hufu_json_get_int (told, "list_no", 0, G_MAXINT64, &list_no))
    return NULL;
  return hufu_status_lists_find ((HufuStatusList *const *)pull->lists->pdata, pull->lists->len,
                                 issuer, (guint64)list_no);
}

static HufuTrouble
take_one (Pull *pull, const json_t *told)
{
  const HufuStatusList *here = find_here (pull, told);
  HufuTrouble problem;
  gboolean gap;
  g_autoptr (HufuStatusList) list =
      hufu_status_lists_take (told, here, pull->trust, &gap, &problem);

  if (gap && here != NULL && pull->doubt == NULL)
    pull->doubt = hufu_status_list_new (here->issuer, here->list_no, 0);
  if (list == NULL || (here != NULL && list->version <= here->version))
    return problem;
  if (hufu_store_run_wait (hufu_wire_get_books (pull->wire), act_store, list, NULL) == NULL)
    return HUFU_TROUBLE_STORE;
  if (here != NULL)
    g_ptr_array_remove (pull->lists, (gpointer)(gsize)here);
  g_ptr_array_add (pull->lists, g_steal_pointer (&list));
  pull->changed = TRUE;
  return problem;
}

static HufuOutcome
take_answer (Pull *pull, const json_t *json, gboolean *ret_more)
{
  const json_t *lists = hufu_json_get_array (json, "lists", LISTS_MAX);
  HufuOutcome outcome = HUFU_OUTCOME_OK;
  const json_t *told;
  gsize i;

  if (lists == NULL || !hufu_json_get_bool (json, "more", ret_more))
    return hufu_outcome_problem (HUFU_TROUBLE_MALFORMED);
  json_array_foreach (lists, i, told)
  {
    HufuTrouble problem = take_one (pull, told);

    if (problem != HUFU_TROUBLE_NONE)
      outcome = hufu_outcome_problem (problem);
  }
  return outcome;
}

static HufuOutcome
pull_all (Pull *pull, HufuHttp *http)
{
  HufuOutcome outcome = HUFU_OUTCOME_OK;
  gboolean more = TRUE;

  for (guint i = 0; more && i < ASKS_MAX && outcome.problem == HUFU_TROUBLE_NONE; i++) {
    g_autoptr (HufuStatusList) doubt = g_steal_pointer (&pull->doubt);
    g_autofree char *content = format_have (pull->lists, doubt);
    HufuAsk ask = {.method = "POST", .path = "/v1/status-lists", .content = content};
    g_autoptr (HufuAnswer) answer = hufu_wire_ask (pull->wire, http, &ask);

    outcome = answer->kind == HUFU_ANSWER_OK ? take_answer (pull, answer->json, &more)
                                             : hufu_outcome_of (pull->wire, answer);
    /* A snapshot that fits nothing is no gap: once more is enough. */
    more = more || (pull->doubt != NULL && doubt == NULL);
  }
  return outcome;
}

HufuOutcome
hufu_status_lists_pull (HufuWire *wire, HufuHttp *http, const HufuTrustFacts *trust)
{
  g_autoptr (GPtrArray) lists =
      hufu_store_run_wait (hufu_wire_get_books (wire), act_load, NULL, NULL);
  Pull pull = {.wire = wire, .trust = trust, .lists = lists};
  HufuOutcome outcome;

  if (lists == NULL)
    return hufu_outcome_problem (HUFU_TROUBLE_STORE);
  outcome = pull_all (&pull, http);
  hufu_status_list_free (pull.doubt);
  if (pull.changed)
    hufu_board_tell_data (hufu_wire_get_board (wire), HUFU_SYNC_DATA_STATUS);
  return outcome;
}
