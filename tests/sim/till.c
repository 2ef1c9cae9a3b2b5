/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sim/till.h"

#include <jansson.h>
#include <string.h>
#include "store/change-store.h"
#include "store/roster.h"
#include "store/sale.h"
#include "store/terminal.h"
#include "tests/sim/lan.h"
#include "tests/sim/oracle.h"
#include "tests/sim/server.h"
#include "tests/sim/wan.h"

#define DAY "2026-01-05"
#define FLOAT_MINOR 20000

const HufuId sim_staff_id = {{0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 3}};

static void
add_staff (HufuDb *db)
{
  json_auto_t *changes = json_loads (
      "[{\"kind\":\"staff\",\"op\":\"put\",\"key\":\"00000000-0000-4000-8000-000000000003\","
      "\"data\":{\"staff_id\":\"00000000-0000-4000-8000-000000000003\",\"no\":\"03\","
      "\"name_en\":\"Lin\",\"name_zh\":\"林\",\"role\":\"clerk\",\"pin_hash\":\"$argon2id$x\"}}]",
      0, NULL);
  g_autoptr (GError) error = NULL;

  if (!hufu_change_apply (db, changes, "c1", &error))
    g_error ("A new till cannot be made: %s", error->message);
}

/* Schema and clerk are the same for all tills of all runs: made once, then copied. */
static void
load_fresh (SimTill *till)
{
  static SimImage *fresh;
  g_autoptr (GError) error = NULL;
  HufuDb *db;

  if (fresh == NULL) {
    db = hufu_db_open (till->path, HUFU_DB_TERMINAL, &till->machine->host, &error);
    if (db == NULL)
      g_error ("A new till cannot be made: %s", error->message);
    add_staff (db);
    hufu_db_close (db);
    fresh = sim_disk_copy (till->machine->disk);
  }
  sim_disk_restore (till->machine->disk, fresh);
}

SimTill *
sim_till_new (SimWorld *world, const char *folder, guint no)
{
  SimTill *till = g_new0 (SimTill, 1);
  g_autofree char *root = g_strdup_printf ("%s/till-%u/", folder, no);
  guint8 seed[HUFU_SEED_BYTES] = {(guint8)no, 0x71};
  SimRandom random;

  g_assert (g_mkdir_with_parents (root, 0700) == 0);
  till->no = no;
  till->store_no = 1 + no % world->profile.stores;
  till->machine = sim_machine_new (root, &world->now_us, world->seed, no);
  till->path = g_strconcat (root, "till.db", NULL);
  sim_random_init (&random, world->seed, 100 + no);
  sim_random_fill (&random, seed, sizeof seed);
  till->device = hufu_key_pair_from_seed (seed);
  load_fresh (till);
  sim_till_open (world, till);
  return till;
}

void
sim_till_free (SimTill *till)
{
  if (till == NULL)
    return;
  hufu_db_close (till->db);
  hufu_basket_free (till->basket);
  hufu_trust_list_free (till->trust);
  hufu_key_pair_free (till->device);
  sim_machine_free (till->machine);
  g_free (till->path);
  sim_image_free (till->image);
  g_free (till);
}

void
sim_till_refresh (SimWorld *world, SimTill *till)
{
  g_auto (HufuTerminal) terminal = {0};
  g_autoptr (GError) error = NULL;

  if (!hufu_terminal_load (till->db, &terminal, &error)) {
    sim_violate (world, "I12", "till %u cannot say who it is: %s", till->no, error->message);
    return;
  }
  till->terminal_id = terminal.terminal_id;
  till->incarnation = terminal.incarnation;
  till->platform_epoch = terminal.platform_epoch;
}

void
sim_till_note_heard (SimTill *till, guint from)
{
  till->unheard &= ~(1U << from);
  if (till->unheard == 0)
    hufu_witness_heard (till->db);
}

static void
ask_witnesses (SimWorld *world, SimTill *till)
{
  till->unheard = 1U << SIM_PLATFORM;
  for (guint i = 0; i < world->tills->len; i++) {
    const SimTill *other = world->tills->pdata[i];

    if (other != till && !other->gone && other->store_no == till->store_no)
      till->unheard |= 1U << other->no;
  }
  hufu_witness_await (till->db, SIM_WITNESS_US);
  sim_wan_compare (world, till);
  if (till->db != NULL)
    sim_lan_ask_witnesses (world, till);
}

void
sim_till_open (SimWorld *world, SimTill *till)
{
  g_autoptr (GError) error = NULL;

  till->db = hufu_db_open (till->path, HUFU_DB_TERMINAL, &till->machine->host, &error);
  if (till->db == NULL) {
    sim_violate (world, "I12", "till %u cannot open its books: %s", till->no, error->message);
    return;
  }
  sim_till_refresh (world, till);
  memset (&till->witness_question, 0, sizeof till->witness_question);
  g_clear_pointer (&till->basket, hufu_basket_free);
  till->basket = hufu_sale_load_open (till->db, &error);
  if (error != NULL)
    sim_violate (world, "I12", "till %u has lost its open sale: %s", till->no, error->message);
  else if (till->incarnation > 0)
    ask_witnesses (world, till);
}

void
sim_till_enrol (SimWorld *world, SimTill *till)
{
  HufuTerminal identity = {0};
  g_autoptr (GError) error = NULL;

  if (!sim_server_enrol (world, till, &identity))
    return;
  if (!hufu_terminal_enrol (till->db, &identity, &error) ||
      !hufu_shift_open (till->db, &sim_staff_id, DAY, FLOAT_MINOR, &till->shift, &error))
    sim_violate (world, "I12", "till %u cannot be enrolled: %s", till->no, error->message);
  sim_server_greet (world, till);
  sim_till_refresh (world, till);
}

void
sim_till_crash (SimWorld *world, SimTill *till)
{
  sim_count (world, SIM_CRASH);
  sim_disk_kill (till->machine->disk);
  g_clear_pointer (&till->db, hufu_db_close);
  sim_machine_restart (till->machine, &world->random);
  sim_trace (world, "till %u loses its power", till->no);
  sim_till_open (world, till);
  if (till->db != NULL)
    sim_oracle_look_at_till (world, till);
}

gboolean
sim_till_end_act (SimWorld *world, SimTill *till, gboolean done, GError **error)
{
  SimDisk *disk = till->machine->disk;
  gboolean full =
      error != NULL && g_error_matches (*error, HUFU_STORE_ERROR, HUFU_STORE_ERROR_FULL);

  if (sim_disk_is_dead (disk)) {
    g_clear_error (error);
    sim_till_crash (world, till);
    return FALSE;
  }
  if (!done && !(full && sim_disk_is_full (disk)))
    sim_violate (world, "I12", "till %u cannot do its act: %s", till->no,
                 *error != NULL ? (*error)->message : "no reason given");
  else if (!done)
    sim_trace (world, "till %u has no room on its disk", till->no);
  g_clear_error (error);
  return done;
}

gint64
sim_till_count (SimTill *till, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 value = 0;

  if (!hufu_sql_get_int (till->db, &error, 0, &value, sql, NULL, 0))
    g_error ("%s: %s", sql, error->message);
  return value;
}

void
sim_till_take_basket (SimTill *till, HufuBasket *basket)
{
  if (basket == NULL)
    return;
  if (till->basket == NULL || !hufu_id_equal (&basket->id, &till->basket->id)) {
    hufu_basket_free (basket);
    return;
  }
  hufu_basket_free (till->basket);
  till->basket = basket;
}
