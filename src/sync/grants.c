/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/grants.h"

#include "sync/json.h"
#include "sync/voucher-json.h"

#define PAGE_MAX 1000

typedef struct {
  GPtrArray *grants;
  guint n_credited;
} Credit;

static gpointer
act_credit (HufuDb *db, gpointer data, GError **error)
{
  Credit *credit = data;

  return hufu_right_credit (db, credit->grants, &credit->n_credited, error) ? data : NULL;
}

static char *
format_request (HufuWire *wire, const HufuEpoch *after)
{
  HufuIdentity identity;
  HufuLinkState state;
  hufu_autojson body = NULL;
  gint64 room;

  hufu_wire_get_identity (wire, &identity);
  hufu_wire_get_state (wire, &state);
  room = MAX ((gint64)HUFU_RIGHTS_WANTED - (gint64)state.n_rights, 0);
  body =
      json_pack ("{s:I, s:I, s:{s:I, s:I}, s:I}", "incarnation", (json_int_t)identity.incarnation,
                 "platform_epoch", (json_int_t)identity.platform_epoch, "after", "platform_epoch",
                 (json_int_t)after->platform_epoch, "counter", (json_int_t)after->counter, "room",
                 (json_int_t)room);
  return hufu_json_format (body);
}

/* NULL if one of them breaks the contract or they do not ascend from *after, which moves on. */
static GPtrArray *
read_grants (const json_t *json, HufuEpoch *after)
{
  const json_t *list = hufu_json_get_array (json, "grants", PAGE_MAX);
  g_autoptr (GPtrArray) grants = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_grant_free);
  const json_t *item;
  gsize i;

  if (list == NULL)
    return NULL;
  json_array_foreach (list, i, item)
  {
    HufuGrant *grant = hufu_grant_from_json (item);

    if (grant == NULL)
      return NULL;
    g_ptr_array_add (grants, grant);
    if (hufu_epoch_compare (&grant->right.epoch, after) <= 0)
      return NULL;
    *after = grant->right.epoch;
  }
  return g_steal_pointer (&grants);
}

static HufuOutcome
take_page (HufuWire *wire, const json_t *json, HufuEpoch *after, gboolean *ret_more,
           guint *ret_credited)
{
  Credit credit = {0};
  g_autoptr (GPtrArray) grants = NULL;
  HufuIdentity identity;
  gint64 epoch;

  if (!hufu_json_get_int (json, "platform_epoch", 1, G_MAXINT64, &epoch) ||
      !hufu_json_get_bool (json, "more", ret_more))
    return hufu_outcome_problem (HUFU_TROUBLE_GRANTS_BAD);
  if (hufu_wire_take_epoch (wire, (guint64)epoch))
    return hufu_outcome_again ();
  hufu_wire_get_identity (wire, &identity);
  if ((guint64)epoch < identity.platform_epoch)
    return hufu_outcome_problem (HUFU_TROUBLE_OLDER_EPOCH);
  grants = read_grants (json, after);
  if (grants == NULL)
    return hufu_outcome_problem (HUFU_TROUBLE_GRANTS_BAD);
  *ret_more = *ret_more && grants->len > 0;
  credit.grants = grants;
  if (grants->len > 0 &&
      hufu_store_run_wait (hufu_wire_get_books (wire), act_credit, &credit, NULL) == NULL)
    return hufu_outcome_problem (HUFU_TROUBLE_STORE);
  *ret_credited += credit.n_credited;
  return HUFU_OUTCOME_OK;
}

HufuOutcome
hufu_grants_pull (HufuWire *wire, HufuHttp *http, guint *ret_credited)
{
  HufuOutcome outcome = HUFU_OUTCOME_OK;
  /* From the start each time: what was credited is in the journal, which went up before, so only
   * what the platform does not know as credited comes again. */
  HufuEpoch after = {0};
  gboolean more = TRUE;

  *ret_credited = 0;
  while (more && outcome.problem == HUFU_TROUBLE_NONE) {
    g_autofree char *content = format_request (wire, &after);
    HufuAsk ask = {.method = "POST", .path = "/v1/grants", .content = content};
    g_autoptr (HufuAnswer) answer = hufu_wire_ask (wire, http, &ask);

    outcome = answer->kind == HUFU_ANSWER_OK
                  ? take_page (wire, answer->json, &after, &more, ret_credited)
                  : hufu_outcome_of (wire, answer);
    if (*ret_credited > 0)
      hufu_wire_refresh (wire);
  }
  if (*ret_credited > 0)
    hufu_board_tell_data (hufu_wire_get_board (wire), HUFU_SYNC_DATA_RIGHTS);
  return outcome;
}
