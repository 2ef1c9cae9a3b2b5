/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/renew.h"

#include "sync/json.h"

#define KEY_SETTING "renewal_key"

/* The key of this renewal: the one that is stored, or a new one, stored. */
static gpointer
act_make_key (HufuDb *db, gpointer data, GError **error)
{
  char *key = data;
  g_autofree char *known = hufu_setting_dup (db, KEY_SETTING);
  HufuId id = hufu_host_make_id (hufu_db_get_host (db));

  hufu_id_format (&id, key);
  if (known == NULL)
    return hufu_setting_set (db, KEY_SETTING, key, error) ? data : NULL;
  g_strlcpy (key, known, HUFU_ID_TEXT_SIZE);
  return data;
}

/* The key goes last: until then the same question has the same answer. */
static gpointer
act_begin (HufuDb *db, gpointer data, GError **error)
{
  const guint32 *incarnation = data;

  return hufu_terminal_reincarnate (db, *incarnation, error) &&
                 hufu_setting_set (db, KEY_SETTING, NULL, error)
             ? data
             : NULL;
}

static HufuOutcome
begin (HufuWire *wire, const json_t *json)
{
  g_autoptr (GError) error = NULL;
  gint64 number;
  guint32 incarnation;

  if (!hufu_json_get_int (json, "incarnation", 1, G_MAXINT32, &number))
    return hufu_outcome_problem (HUFU_TROUBLE_MALFORMED);
  incarnation = (guint32)number;
  if (hufu_store_run_wait (hufu_wire_get_books (wire), act_begin, &incarnation, &error) == NULL)
    return hufu_outcome_problem (HUFU_TROUBLE_STORE);
  hufu_wire_refresh (wire);
  hufu_board_tell_data (hufu_wire_get_board (wire),
                        HUFU_SYNC_DATA_TERMINAL | HUFU_SYNC_DATA_RIGHTS);
  return HUFU_OUTCOME_OK;
}

HufuOutcome
hufu_renew (HufuWire *wire, HufuHttp *http)
{
  char key[HUFU_ID_TEXT_SIZE];
  g_autofree char *content = NULL;
  HufuAsk ask = {.method = "POST", .path = "/v1/device/incarnation"};
  g_autoptr (HufuAnswer) answer = NULL;

  if (hufu_store_run_wait (hufu_wire_get_books (wire), act_make_key, key, NULL) == NULL)
    return hufu_outcome_problem (HUFU_TROUBLE_STORE);
  content = g_strdup_printf ("{\"key\":\"%s\"}", key);
  ask.content = content;
  answer = hufu_wire_ask (wire, http, &ask);
  return answer->kind == HUFU_ANSWER_OK ? begin (wire, answer->json)
                                        : hufu_outcome_of (wire, answer);
}
