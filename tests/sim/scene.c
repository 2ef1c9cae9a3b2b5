/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sim/scene.h"

#include "store/voucher-store.h"
#include "tests/sim/acts.h"
#include "tests/sim/customers.h"
#include "tests/sim/lan.h"
#include "tests/sim/lives.h"
#include "tests/sim/oracle.h"
#include "tests/sim/server.h"
#include "tests/sim/wan.h"

static void
check (SimScene *scene)
{
  if (scene->world->violation != NULL)
    g_error ("%s", scene->world->violation);
}

SimScene *
sim_scene_new (guint tills)
{
  return sim_scene_new_in (tills, 1, FALSE);
}

SimScene *
sim_scene_new_in (guint tills, guint stores, gboolean unleased)
{
  SimScene *scene = g_new0 (SimScene, 1);

  sim_disk_register_vfs ();
  scene->dir = hufu_tempdir_new_in_memory ();
  scene->options = (SimOptions){.tills = tills,
                                .stores = stores,
                                .unleased = unleased,
                                .quiet = TRUE,
                                .trace = g_test_verbose ()};
  scene->world = sim_world_new (&scene->options, scene->dir->path, 1);
  scene->held = g_ptr_array_new_with_free_func ((GDestroyNotify)sim_message_free);
  check (scene);
  return scene;
}

void
sim_scene_free (SimScene *scene)
{
  if (scene == NULL)
    return;
  g_ptr_array_unref (scene->held);
  sim_world_free (scene->world);
  hufu_tempdir_free (scene->dir);
  g_free (scene);
}

SimTill *
sim_scene_till (SimScene *scene, guint no)
{
  return sim_world_get_till (scene->world, no);
}

SimVoucher *
sim_scene_sell (SimScene *scene, HufuVoucherType type)
{
  SimVoucher *voucher;

  do
    voucher = sim_server_issue (scene->world);
  while (voucher != NULL && (voucher->type != type || !voucher->has_home));
  g_assert_nonnull (voucher);
  return voucher;
}

void
sim_scene_arrive (SimScene *scene)
{
  while (sim_acts_let_arrive (scene->world))
    check (scene);
}

void
sim_scene_arrive_one (SimScene *scene)
{
  g_assert_true (sim_acts_let_arrive (scene->world));
  check (scene);
}

static void
move_messages (GPtrArray *from, GPtrArray *to)
{
  while (from->len > 0)
    g_ptr_array_add (to, g_ptr_array_steal_index (from, 0));
}

void
sim_scene_hold (SimScene *scene)
{
  move_messages (scene->world->net->messages, scene->held);
}

void
sim_scene_release (SimScene *scene)
{
  move_messages (scene->held, scene->world->net->messages);
}

void
sim_scene_sync (SimScene *scene, guint no)
{
  SimTill *till = sim_scene_till (scene, no);

  while (sim_wan_push (scene->world, till))
    sim_scene_arrive (scene);
  sim_wan_ask_changes (scene->world, till);
  sim_wan_ask_grants (scene->world, till);
  sim_scene_arrive (scene);
  while (sim_wan_push (scene->world, till))
    sim_scene_arrive (scene);
}

guint
sim_scene_held (SimScene *scene, guint no, const SimVoucher *voucher)
{
  g_auto (HufuVoucherState) state = {0};
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_voucher_find (sim_scene_till (scene, no)->db, &voucher->cti, &state, &error));
  g_assert_no_error (error);
  return state.held;
}

void
sim_scene_bring (SimScene *scene, guint no, const SimVoucher *voucher)
{
  for (guint i = 1; i <= scene->world->tills->len; i++)
    sim_scene_sync (scene, i);
  for (guint i = 0; i < 20 && sim_scene_held (scene, no, voucher) == 0; i++) {
    sim_lan_ask (scene->world, sim_scene_till (scene, no), voucher);
    sim_scene_arrive (scene);
  }
  g_assert_cmpuint (sim_scene_held (scene, no, voucher), >, 0);
}

gboolean
sim_scene_redeem (SimScene *scene, guint no, SimVoucher *voucher)
{
  guint64 n = scene->world->n_accepted;

  sim_customers_present (scene->world, sim_scene_till (scene, no), voucher, FALSE);
  check (scene);
  return scene->world->n_accepted > n;
}

void
sim_scene_redeem_online (SimScene *scene, guint no, SimVoucher *voucher)
{
  SimTill *till = sim_scene_till (scene, no);

  sim_customers_present (scene->world, till, voucher, TRUE);
  g_assert_true (sim_wan_ask_use (scene->world, till));
  sim_scene_arrive (scene);
}

void
sim_scene_restore_platform (SimScene *scene, guint no)
{
  SimTill *till = sim_scene_till (scene, no);

  g_assert_true (sim_lives_restore_platform (scene->world, NULL));
  sim_wan_ask_grants (scene->world, till);
  sim_scene_arrive (scene);
  g_assert_cmpuint (till->platform_epoch, ==, 2);
}

void
sim_scene_look (SimScene *scene)
{
  sim_oracle_look_at_rights (scene->world, FALSE);
  check (scene);
}

void
sim_scene_end (SimScene *scene)
{
  sim_world_drain (scene->world);
  check (scene);
}
