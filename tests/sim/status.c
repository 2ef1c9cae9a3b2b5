/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sim/status.h"

#include "store/status-store.h"
#include "sync/json.h"
#include "sync/status-lists.h"
#include "tests/sim/server.h"
#include "tests/sim/till.h"
#include "tests/sim/wan.h"

GPtrArray *
sim_status_load (SimWorld *world, SimTill *till)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *lists = hufu_status_load (till->db, &error);

  sim_till_end_act (world, till, lists != NULL, &error);
  return lists != NULL ? lists : g_ptr_array_new ();
}

gboolean
sim_status_ask (SimWorld *world, SimTill *till)
{
  g_autoptr (GPtrArray) lists = sim_status_load (world, till);
  json_auto_t *body = json_pack ("{s:[]}", "have");

  for (guint i = 0; i < lists->len; i++) {
    const HufuStatusList *list = lists->pdata[i];

    json_array_append_new (json_object_get (body, "have"),
                           json_pack ("{s:s, s:I, s:I}", "issuer", list->issuer, "list_no",
                                      (json_int_t)list->list_no, "version",
                                      (json_int_t)list->version));
  }
  sim_trace (world, "till %u asks for the status lists", till->no);
  sim_wan_send (world, till, SIM_STATUS, NULL, hufu_json_format (body));
  return TRUE;
}

static void
take_list (SimWorld *world, SimTill *till, const json_t *told, const GPtrArray *lists)
{
  const HufuStatusList *here =
      hufu_status_lists_find ((HufuStatusList *const *)lists->pdata, lists->len,
                              json_string_value (json_object_get (told, "issuer")),
                              (guint64)json_integer_value (json_object_get (told, "list_no")));
  HufuTrouble problem;
  gboolean gap;
  g_autoptr (HufuStatusList) list =
      hufu_status_lists_take (told, here, &till->facts, &gap, &problem);
  g_autoptr (GError) error = NULL;

  if (problem != HUFU_TROUBLE_NONE)
    sim_violate (world, "I10", "till %u cannot read a status list", till->no);
  if (list == NULL || (here != NULL && list->version <= here->version))
    return;
  if (sim_till_end_act (world, till, hufu_status_store (till->db, list, &error), &error))
    sim_trace (world, "till %u has status list %d as of version %d", till->no, (int)list->list_no,
               (int)list->version);
}

void
sim_status_take (SimWorld *world, SimTill *till, const json_t *body)
{
  g_autoptr (GPtrArray) lists = sim_status_load (world, till);
  const json_t *told;
  gsize i;

  json_array_foreach (json_object_get (body, "lists"), i, told)
  {
    if (till->db != NULL)
      take_list (world, till, told, lists);
  }
}
