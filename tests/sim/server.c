/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sim/server.h"

#include <glib/gstdio.h>
#include <string.h>
#include "platform/changes.h"
#include "platform/devices.h"
#include "platform/events.h"
#include "platform/interpret.h"
#include "platform/json-util.h"
#include "platform/redemption.h"
#include "platform/rights-drain.h"
#include "platform/status.h"
#include "platform/terminals.h"
#include "platform/voucher.h"
#include "store/change-store.h"
#include "tests/sim/lives.h"
#include "tests/sim/oracle.h"

/* Before and after the sale of a voucher: wrong clocks are not what refuses it. */
#define LIFE_S (400 * 86400)
#define CHANGES_MAX 500

/* --- the machine ---------------------------------------------------------------------------------
 */

/* The same keys in all runs, so that one seed makes one run. */
static void
write_keys (const char *dir)
{
  static const char *const names[] = {"root-1.key",   "root-2.key",   "issuer.key",
                                      "platform.key", "operator.key", "personal.key"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (dir, names[i], NULL);
    g_autofree char *text = g_strdup_printf ("hufu-secret-1 %064" G_GSIZE_FORMAT "\n", i + 1);

    if (!g_file_set_contents (path, text, -1, NULL) || g_chmod (path, 0600) != 0)
      g_error ("%s cannot be written", path);
  }
}

static void
open_library (SimWorld *world, SimPlatform *platform)
{
  g_autoptr (GError) error = NULL;

  platform->lib = hufu_platform_open (platform->dir, &platform->machine->host, &error);
  if (platform->lib == NULL || !hufu_interpret_all (platform->lib, &error)) {
    sim_violate (world, "I12", "the platform does not start: %s", error->message);
    return;
  }
  platform->lib->demo = TRUE;
}

void
sim_server_start (SimWorld *world)
{
  open_library (world, world->platform);
}

static void
make_stores (SimPlatform *platform)
{
  json_auto_t *policy = json_loads (
      "{\"cash_rounding\":{\"increment_minor\":10,\"rule\":\"half_up\"},\"label_layouts\":[],"
      "\"shop_en\":\"Shop\",\"shop_zh\":\"店\",\"undo_window_s\":3600,\"phone_index_key\":"
      "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
      0, NULL);
  g_autoptr (GError) error = NULL;

  hufu_pdb_begin (platform->lib->db);
  for (gint64 no = 1; no <= SIM_STORES_MAX; no++) {
    hufu_pdb_run (platform->lib->db, "INSERT INTO store VALUES (?, 'Store', '店', '[1]', 156)", "i",
                  no);
    hufu_changes_put (platform->lib, "policy", "store", no, policy);
  }
  if (!hufu_pdb_commit (platform->lib->db, &error))
    g_error ("A new platform cannot be made: %s", error->message);
}

/* The files that no backup rolls back are of this run alone. */
static void
restore_mark (const char *dir, char **mark)
{
  g_autofree char *path = g_build_filename (dir, "platform.mark", NULL);
  g_autofree char *log = g_build_filename (dir, "platform.log", NULL);

  if (*mark == NULL && !g_file_get_contents (path, mark, NULL, NULL))
    g_error ("%s cannot be read", path);
  if (!g_file_set_contents (path, *mark, -1, NULL) || !g_file_set_contents (log, "", 0, NULL))
    g_error ("%s cannot be written", path);
}

/* A platform with a store and nothing else is the same for all runs: made once, then copied. */
static void
load_fresh (SimWorld *world, SimPlatform *platform)
{
  static SimImage *fresh;
  static char *mark;
  SimRandom random = platform->machine->random;

  if (fresh == NULL) {
    sim_random_init (&platform->machine->random, 0, SIM_PLATFORM);
    open_library (world, platform);
    make_stores (platform);
    hufu_platform_close (platform->lib);
    fresh = sim_disk_copy (platform->machine->disk);
    platform->machine->random = random;
  }
  restore_mark (platform->dir, &mark);
  sim_disk_restore (platform->machine->disk, fresh);
}

/* What no backup rolls back is on the real disk, beside the keys. */
static void
forget_logs (const char *dir)
{
  static const char *const names[] = {"epoch.log", "platform.log", "platform.mark"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (dir, names[i], NULL);

    g_unlink (path);
  }
}

SimPlatform *
sim_server_new (SimWorld *world, const char *folder)
{
  SimPlatform *platform = g_new0 (SimPlatform, 1);
  g_autofree char *root = g_strconcat (folder, "/platform/", NULL);

  g_assert (g_mkdir_with_parents (root, 0700) == 0);
  platform->dir = g_build_filename (folder, "platform", NULL);
  write_keys (platform->dir);
  forget_logs (platform->dir);
  platform->machine = sim_machine_new (root, &world->now_us, world->seed, SIM_PLATFORM);
  load_fresh (world, platform);
  open_library (world, platform);
  return platform;
}

void
sim_server_free (SimPlatform *platform)
{
  if (platform == NULL)
    return;
  hufu_platform_close (platform->lib);
  sim_machine_free (platform->machine);
  g_free (platform->dir);
  g_free (platform);
}

void
sim_server_crash (SimWorld *world)
{
  SimPlatform *platform = world->platform;

  sim_count (world, SIM_CRASH);
  sim_disk_kill (platform->machine->disk);
  g_clear_pointer (&platform->lib, hufu_platform_close);
  sim_machine_restart (platform->machine, &world->random);
  sim_trace (world, "the platform loses its power");
  /* Who starts it again makes room first. */
  sim_disk_set_full (platform->machine->disk, FALSE);
  open_library (world, platform);
}

gboolean
sim_server_end_call (SimWorld *world, gboolean done, GError **error)
{
  SimDisk *disk = world->platform->machine->disk;

  if (sim_disk_is_dead (disk)) {
    g_clear_error (error);
    sim_server_crash (world);
    return FALSE;
  }
  if (!done && !sim_disk_is_full (disk))
    sim_violate (world, "I12", "the platform cannot do its act: %s",
                 *error != NULL ? (*error)->message : "no reason given");
  else if (!done)
    sim_trace (world, "the platform has no room on its disk");
  g_clear_error (error);
  return done;
}

/* --- people at the platform ----------------------------------------------------------------------
 */

static gboolean
read_identity (const json_t *enrolment, HufuTerminal *identity)
{
  const json_t *store = json_object_get (enrolment, "store");
  gint64 incarnation, epoch, store_no, terminal_no, currency;

  if (!hufu_pjson_get_id (enrolment, "terminal_id", &identity->terminal_id) ||
      !hufu_pjson_get_int (enrolment, "incarnation", 1, G_MAXUINT32, &incarnation) ||
      !hufu_pjson_get_int (enrolment, "platform_epoch", 1, G_MAXINT64, &epoch) ||
      !hufu_pjson_get_int (enrolment, "terminal_no", 1, G_MAXINT32, &terminal_no) ||
      !hufu_pjson_get_int (enrolment, "currency", 1, 999, &currency) ||
      !hufu_pjson_get_int (store, "store_no", 0, G_MAXINT64, &store_no))
    return FALSE;
  identity->incarnation = (guint32)incarnation;
  identity->platform_epoch = (guint64)epoch;
  identity->store_no = (guint64)store_no;
  identity->terminal_no = (guint64)terminal_no;
  identity->currency = (guint32)currency;
  identity->groups[0] = 1;
  identity->n_groups = 1;
  return TRUE;
}

void
sim_server_greet (SimWorld *world, SimTill *till)
{
  g_autoptr (GError) error = NULL;
  const HufuHolder holder = {.store_no = till->store_no};
  gboolean gone;
  json_auto_t *news =
      hufu_changes_list (world->platform->lib, &holder, NULL, CHANGES_MAX, &gone, &error);
  json_auto_t *envelope =
      hufu_devices_make_trust_list (world->platform->lib, (gint64)till->store_no, &error);
  const char *body = json_string_value (json_object_get (envelope, "body"));

  g_clear_pointer (&till->trust, hufu_trust_list_free);
  if (body == NULL || !hufu_trust_parse (body, &till->facts) ||
      !hufu_trust_store (till->db, till->facts.version, body, &error) ||
      (till->trust = hufu_trust_load (till->db, &error)) == NULL ||
      !hufu_change_apply (till->db, json_object_get (news, "changes"),
                          json_string_value (json_object_get (news, "cursor")), &error))
    sim_violate (world, "I12", "till %u cannot keep what it is told at first: %s", till->no,
                 error != NULL ? error->message : "it cannot be read");
}

gboolean
sim_server_enrol (SimWorld *world, SimTill *till, HufuTerminal *ret_identity)
{
  HufuPlatform *lib = world->platform->lib;
  g_autofree char *name = g_strdup_printf ("till %u", till->no);
  g_autoptr (GError) error = NULL;
  json_auto_t *code = NULL, *answer = NULL;
  HufuDeviceOutcome outcome;

  lib->demo_store = till->store_no;
  code = hufu_devices_authorize (lib, till->device->public_key, name, &error);

  if (!sim_server_end_call (
          world,
          code != NULL &&
              hufu_devices_poll (lib, json_string_value (json_object_get (code, "device_code")),
                                 &outcome, &answer, &error),
          &error))
    return FALSE;
  if (answer == NULL || !read_identity (answer, ret_identity)) {
    sim_violate (world, "I16", "till %u is not enrolled", till->no);
    return FALSE;
  }
  return TRUE;
}

static HufuKeyPair *
make_phone (SimWorld *world)
{
  guint8 seed[HUFU_SEED_BYTES];

  sim_random_fill (&world->random, seed, sizeof seed);
  return hufu_key_pair_from_seed (seed);
}

static json_t *
make_order (SimWorld *world, SimVoucher *voucher)
{
  static const HufuVoucherType types[] = {HUFU_VOUCHER_DEAL, HUFU_VOUCHER_CASH, HUFU_VOUCHER_CASH,
                                          HUFU_VOUCHER_PASS};

  voucher->type = types[sim_random_below (&world->random, G_N_ELEMENTS (types))];
  voucher->uses = voucher->type == HUFU_VOUCHER_PASS ? 2 + sim_random_below (&world->random, 3) : 1;
  voucher->value_minor = 1000;
  voucher->has_home = sim_random_chance (&world->random, 900);
  if (world->options->live || (!world->options->quiet && sim_random_chance (&world->random, 150)))
    voucher->phone = make_phone (world);
  return json_pack (
      "{s:s, s:s, s:s, s:I, s:o, s:o*, s:i, s:I, s:I}", "type",
      hufu_voucher_type_name (voucher->type), "title_en", "Voucher", "title_zh", "券",
      "value_minor", (json_int_t)voucher->value_minor, "home_store",
      voucher->has_home ? json_integer ((json_int_t)sim_world_draw_store (world)) : json_null (),
      "holder_key",
      voucher->phone == NULL
          ? NULL
          : hufu_pjson_bytes (voucher->phone->public_key, sizeof voucher->phone->public_key),
      "uses", (int)voucher->uses, "not_before_utc_s",
      (json_int_t)(world->now_us / G_USEC_PER_SEC - LIFE_S), "expires_utc_s",
      (json_int_t)(world->now_us / G_USEC_PER_SEC + LIFE_S));
}

SimVoucher *
sim_server_issue (SimWorld *world)
{
  SimVoucher *voucher = g_new0 (SimVoucher, 1);
  json_auto_t *order = make_order (world, voucher);
  g_autoptr (GError) error = NULL;
  json_auto_t *issued = hufu_issued_make (world->platform->lib, order, FALSE, &error);

  if (!sim_server_end_call (world, issued != NULL, &error)) {
    hufu_key_pair_free (voucher->phone);
    g_free (voucher);
    return NULL;
  }
  voucher->no = world->vouchers->len;
  voucher->generation = 1;
  voucher->token = g_strdup (json_string_value (json_object_get (issued, "token")));
  if (!hufu_pjson_get_id (issued, "cti", &voucher->cti))
    g_assert_not_reached ();
  g_ptr_array_add (world->vouchers, voucher);
  sim_lives_keep_backup (world);
  sim_trace (world, "somebody buys V%u, a %s of %u x %d", voucher->no,
             hufu_voucher_type_name (voucher->type), voucher->uses, (int)voucher->value_minor);
  return voucher;
}

gboolean
sim_server_recall (SimWorld *world, const SimVoucher *voucher)
{
  HufuPlatform *lib = world->platform->lib;
  HufuRightKey key = {voucher->cti, voucher->generation,
                      sim_random_below (&world->random, voucher->uses)};
  g_autoptr (GError) error = NULL;
  gboolean started = FALSE;
  HufuRightRow row;

  hufu_pdb_begin (lib->db);
  if (hufu_rights_find (lib, &key, &row))
    started = hufu_recalls_start (lib, &row, "operator");
  if (sim_server_end_call (world, hufu_pdb_commit (lib->db, &error), &error) && started)
    sim_trace (world, "the platform wants V%u.%u back", voucher->no, key.k);
  return started;
}

gboolean
sim_server_wish (SimWorld *world, SimVoucher *voucher, HufuWishKind kind, gboolean risk)
{
  HufuWishOrder order = {.kind = kind,
                         .cti = voucher->cti,
                         /* Without a generation it is the same wish, asked again. */
                         .generation =
                             !world->options->quiet && sim_random_chance (&world->random, 300)
                                 ? voucher->generation
                                 : 0,
                         .home_store = (gint64)sim_world_draw_store (world),
                         .accepts_risk = risk,
                         .signed_by = "operator"};
  const char *refused = NULL;
  g_autoptr (GError) error = NULL;
  json_auto_t *wish = hufu_wish_make (world->platform->lib, &order, &refused, &error);

  sim_count (world, SIM_REFUND);
  voucher->wished = TRUE;
  if (kind == HUFU_WISH_TRANSFER)
    voucher->given_on = MAX (voucher->given_on, MAX (order.generation, 1));
  voucher->excused |= risk ? G_MAXUINT : 0;
  if (!sim_server_end_call (world, error == NULL, &error))
    return FALSE;
  sim_trace (world, "%s of V%u is wanted%s: %s",
             kind == HUFU_WISH_REFUND     ? "a refund"
             : kind == HUFU_WISH_TRANSFER ? "a transfer"
                                          : "another home",
             voucher->no, risk ? " at somebody's risk" : "",
             wish != NULL ? json_string_value (json_object_get (wish, "state")) : refused);
  return wish != NULL;
}

void
sim_server_want_report (SimWorld *world, const SimTill *till, HufuReportKind kind)
{
  HufuPlatform *lib = world->platform->lib;
  g_autoptr (GError) error = NULL;

  hufu_pdb_begin (lib->db);
  hufu_reports_want (lib, &till->terminal_id, till->incarnation, kind);
  if (sim_server_end_call (world, hufu_pdb_commit (lib->db, &error), &error))
    sim_trace (world, "the platform wants a report of till %u%s", till->no,
               kind == HUFU_REPORT_KEEPS ? " that may keep its rights" : "");
}

/* --- requests ------------------------------------------------------------------------------------
 */

typedef struct {
  SimWorld *world;
  HufuPlatform *lib;
  const SimMessage *request;
  json_t *body; /* NULL: it has none */
  HufuHolder holder;
} Call;

static json_t *
refuse (const char *code)
{
  return json_pack ("{s:s}", "problem", code);
}

/* The body must name the platform epoch that is ours (operations.c has the same rule). */
static json_t *
check_epoch (Call *call)
{
  guint64 ours = hufu_platform_get_epoch (call->lib);
  json_int_t theirs = json_integer_value (json_object_get (call->body, "platform_epoch"));

  if ((guint64)theirs == ours)
    return NULL;
  return json_pack ("{s:s, s:I}", "problem", "platform_epoch", "platform_epoch", (json_int_t)ours);
}

static json_t *
store_events (Call *call, GError **error)
{
  HufuBatchOutcome outcome = HUFU_BATCH_STORED;
  guint64 seq = 0;
  json_t *answer = check_epoch (call);

  if (answer != NULL ||
      !hufu_events_store (call->lib, &call->holder, call->body, &outcome, &seq, &answer, error))
    return answer;
  if (outcome == HUFU_BATCH_MALFORMED)
    sim_violate (call->world, "I10", "a batch of till %u is malformed", call->request->from);
  return outcome == HUFU_BATCH_STORED ? answer : refuse ("chain_fork");
}

static json_t *
give_grants (Call *call, GError **error)
{
  HufuEpoch after = {0, 0};
  json_t *answer = check_epoch (call);

  if (answer != NULL)
    return answer;
  return hufu_rights_grant (call->lib, &call->holder, &after,
                            json_integer_value (json_object_get (call->body, "room")), error);
}

static json_t *
answer_key (HufuKeyOutcome outcome, json_t *answer)
{
  switch (outcome) {
  case HUFU_KEY_ANSWERED:
    return answer;
  case HUFU_KEY_REUSED:
    return refuse ("key_reused");
  case HUFU_KEY_FOREIGN:
    return refuse ("forbidden");
  case HUFU_KEY_UNKNOWN:
    return refuse ("unknown_key");
  case HUFU_KEY_RESTORING:
    return refuse ("restoring");
  }
  g_assert_not_reached ();
}

static json_t *
redeem (Call *call, GError **error)
{
  const char *text = call->request->text;
  HufuKeyOutcome outcome;
  json_t *answer = NULL;

  if (!hufu_redemption_redeem (call->lib, &call->holder, &call->request->subject, call->body,
                               (const guint8 *)text, strlen (text), &outcome, &answer, error))
    return NULL;
  return answer_key (outcome, answer);
}

static json_t *
find_key (Call *call, GError **error)
{
  HufuKeyOutcome outcome;
  json_t *answer = NULL;

  if (!hufu_redemption_find (call->lib, &call->holder, &call->request->subject, &outcome, &answer,
                             error))
    return NULL;
  return answer_key (outcome, answer);
}

static json_t *
undo_key (Call *call, GError **error)
{
  json_t *attempt = json_object_get (call->body, "attempt");
  const HufuUndoOrder order = {.use_id = call->request->subject,
                               .attempt = json_integer_value (attempt)};
  HufuKeyOutcome outcome;
  json_t *answer = NULL;

  if (!hufu_redemption_undo (call->lib, &call->holder, &order, &outcome, &answer, error))
    return NULL;
  json_object_set (answer, "attempt", attempt); /* whoever asks knows which one it is of */
  return answer_key (outcome, answer);
}

static json_t *
list_changes (Call *call, GError **error)
{
  const char *cursor = json_string_value (json_object_get (call->body, "cursor"));
  gboolean gone;
  json_t *answer = hufu_changes_list (call->lib, &call->holder, cursor, CHANGES_MAX, &gone, error);

  if (gone)
    return refuse ("snapshot_needed");
  /* Whoever asks knows which question an answer is of. */
  if (answer != NULL && cursor != NULL)
    json_object_set_new (answer, "from", json_string (cursor));
  return answer;
}

static json_t *
renew (Call *call, GError **error)
{
  json_t *answer = NULL;

  return hufu_terminals_renew (call->lib, &call->holder, &call->request->subject, &answer, error)
             ? answer
             : NULL;
}

static json_t *
tell_status (Call *call, GError **error)
{
  return hufu_status_tell (call->lib, call->body, error);
}

static const struct {
  const char *name;
  json_t *(*answer) (Call *call, GError **error);
  gboolean for_enrolled; /* the newest incarnation alone */
} operations[SIM_N_VERBS] = {
    [SIM_PUSH] = {"push", store_events, FALSE},  [SIM_GRANTS] = {"grants", give_grants, TRUE},
    [SIM_ASK] = {"redemption", redeem, TRUE},    [SIM_FIND] = {"key", find_key, FALSE},
    [SIM_GIVE_UP] = {"give-up", undo_key, TRUE}, [SIM_CHANGES] = {"changes", list_changes, FALSE},
    [SIM_RENEW] = {"renewal", renew, FALSE},     [SIM_STATUS] = {"status", tell_status, FALSE},
};

static json_t *
answer_request (Call *call, HufuMembership membership, GError **error)
{
  const SimMessage *request = call->request;

  if (membership == HUFU_MEMBER_UNKNOWN)
    return refuse ("forbidden");
  if (operations[request->verb].for_enrolled && membership != HUFU_MEMBER_ENROLLED)
    return refuse (membership == HUFU_MEMBER_FORKED ? "frozen" : "forbidden");
  return operations[request->verb].answer (call, error);
}

static const char *
describe (const json_t *answer)
{
  const char *problem = json_string_value (json_object_get (answer, "problem"));
  const char *reason = json_string_value (json_object_get (answer, "reason"));

  return problem != NULL ? problem : reason != NULL ? reason : "ok";
}

static void
send_answer (SimWorld *world, const SimMessage *request, json_t *answer)
{
  SimMessage *message = g_new0 (SimMessage, 1);

  *message = *request;
  message->from = request->to;
  message->to = request->from;
  message->text = hufu_pjson_dump (answer);
  sim_net_send (world->net, message, &world->random);
}

void
sim_server_receive (SimWorld *world, const SimMessage *request)
{
  const SimTill *till = sim_world_get_till (world, request->from);
  Call call = {.world = world, .lib = world->platform->lib, .request = request};
  guint8 key[HUFU_PUBLIC_KEY_BYTES];
  g_autoptr (GError) error = NULL;
  json_auto_t *answer = NULL;
  HufuMembership membership =
      hufu_devices_find (call.lib, &till->terminal_id, request->incarnation, &call.holder, key);
  gboolean answered;

  if (request->text != NULL)
    call.body = json_loads (request->text, 0, NULL);
  answer = answer_request (&call, membership, &error);
  json_decref (call.body);
  answered = sim_server_end_call (world, answer != NULL, &error);
  if (request->verb == SIM_ASK || request->verb == SIM_GIVE_UP)
    sim_oracle_look_at_key (world, till, &request->subject);
  if (!answered)
    return;
  sim_trace (world, "the platform answers till %u's %s " SIM_ID_FORMAT ": %s", till->no,
             operations[request->verb].name, SIM_ID (&request->subject), describe (answer));
  send_answer (world, request, answer);
}
