/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/platform/shop.h"

#include <string.h>

#include "core/base64url.h"
#include "core/right-page.h"
#include "crypto/sha256.h"
#include "platform/events.h"
#include "platform/interpret.h"
#include "platform/voucher.h"

Shop *
shop_open (void)
{
  return shop_open_in (hufu_tempdir_new ());
}

Shop *
shop_open_in (HufuTempdir *take_temp)
{
  Shop *shop = g_new0 (Shop, 1);
  g_autoptr (GError) error = NULL;

  shop->clock = hufu_test_host_new (7);
  shop->temp = take_temp;
  shop->platform = hufu_platform_open (shop->temp->path, hufu_test_host_get (shop->clock), &error);
  g_assert_no_error (error);
  hufu_pdb_begin (shop->platform->db);
  hufu_pdb_run (shop->platform->db, "INSERT INTO store VALUES (1, 'A', 'B', '[1]', 156)", "");
  hufu_pdb_run (shop->platform->db, "INSERT INTO store VALUES (2, 'C', 'D', '[1]', 156)", "");
  g_assert_true (hufu_pdb_commit (shop->platform->db, &error));
  return shop;
}

void
shop_free (Shop *shop)
{
  for (guint i = 0; i < shop->n_tills; i++) {
    json_decref (shop->tills[i]->journal);
    hufu_key_pair_free (shop->tills[i]->keys);
    g_free (shop->tills[i]);
  }
  hufu_platform_close (shop->platform);
  hufu_test_host_free (shop->clock);
  hufu_tempdir_free (shop->temp);
  g_free (shop);
}

void
shop_reopen (Shop *shop)
{
  g_autoptr (GError) error = NULL;

  hufu_platform_close (shop->platform);
  shop->platform = hufu_platform_open (shop->temp->path, hufu_test_host_get (shop->clock), &error);
  g_assert_no_error (error);
  g_assert_true (hufu_interpret_all (shop->platform, &error));
}

static void
start_journal (Till *till)
{
  json_decref (till->journal);
  till->journal = json_array ();
  till->seq = till->n_sent = 0;
  memset (till->chain, 0, sizeof till->chain);
}

static void
enrol (Till *till, guint64 store_no)
{
  g_autoptr (GError) error = NULL;
  json_t *asked =
      hufu_devices_authorize (till->shop->platform, till->keys->public_key, "till", &error);
  json_t *answer = NULL;
  HufuDeviceOutcome outcome;

  g_assert_no_error (error);
  g_assert_true (hufu_devices_approve (till->shop->platform,
                                       json_string_value (json_object_get (asked, "user_code")),
                                       store_no, &answer, &error));
  json_decref (answer);
  g_assert_true (hufu_devices_poll (till->shop->platform,
                                    json_string_value (json_object_get (asked, "device_code")),
                                    &outcome, &answer, &error));
  g_assert_cmpint (outcome, ==, HUFU_DEVICE_ENROLLED);
  g_assert_true (hufu_pjson_get_id (answer, "terminal_id", &till->holder.terminal_id));
  till->holder.incarnation = (guint32)json_integer_value (json_object_get (answer, "incarnation"));
  till->holder.store_no = store_no;
  till->holder.terminal_no = (guint64)json_integer_value (json_object_get (answer, "terminal_no"));
  json_decref (asked);
  json_decref (answer);
  start_journal (till);
}

Till *
shop_add_till (Shop *shop, guint64 store_no)
{
  guint8 seed[HUFU_SEED_BYTES] = {0};
  Till *till = g_new0 (Till, 1);

  seed[0] = (guint8)(shop->n_tills + 1);
  till->shop = shop;
  till->name = (char)('A' + shop->n_tills);
  till->keys = hufu_key_pair_from_seed (seed);
  shop->tills[shop->n_tills++] = till;
  enrol (till, store_no);
  return till;
}

void
shop_enrol_again (Till *till)
{
  enrol (till, till->holder.store_no);
}

void
shop_issue (Shop *shop, const char *type, const char *title, gint64 value_minor)
{
  g_autoptr (GError) error = NULL;
  json_t *order = json_pack ("{s:s, s:s, s:s, s:I, s:i, s:i}", "type", type, "title_en", title,
                             "title_zh", title, "value_minor", (json_int_t)value_minor,
                             "home_store", 1, "uses", strcmp (type, "pass") == 0 ? 3 : 1);
  json_t *issued = hufu_issued_make (shop->platform, order, FALSE, &error);

  g_assert_no_error (error);
  json_decref (order);
  json_decref (issued);
}

static HufuRightRow
find_row (Shop *shop, const char *title)
{
  sqlite3_stmt *row = hufu_pdb_query (
      shop->platform->db, "SELECT cti, generation FROM voucher WHERE title_en = ?", "t", title);
  HufuRightRow right;

  g_assert_true (hufu_pdb_next (shop->platform->db, row));
  memset (&right, 0, sizeof right);
  hufu_pdb_id (row, 0, &right.key.cti);
  right.key.generation = (guint64)hufu_pdb_int (row, 1);
  hufu_pdb_done (row);
  g_assert_true (hufu_rights_find (shop->platform, &right.key, &right));
  return right;
}

Place
shop_find (Shop *shop, const char *title)
{
  HufuRightRow row = find_row (shop, title);

  return (Place){row.key, row.epoch, (guint32)row.hop, row.remaining_minor};
}

void
shop_check (Shop *shop, const char *title, const char *expected)
{
  HufuRightRow row = find_row (shop, title);
  g_autofree char *text = NULL;
  char name = '-';

  for (guint i = 0; i < shop->n_tills; i++) {
    if (hufu_id_equal (&shop->tills[i]->holder.terminal_id, &row.terminal_id))
      name = shop->tills[i]->name;
  }
  text = g_strdup_printf ("%s %c %d", hufu_right_state_name (row.state), name,
                          (int)row.remaining_minor);
  g_assert_cmpstr (text, ==, expected);
}

gint64
shop_count (Shop *shop, const char *sql)
{
  gint64 n = hufu_pdb_get_int (shop->platform->db, -1, sql, "");

  g_assert_true (hufu_pdb_check (shop->platform->db, NULL));
  return n;
}

/* --- tills --------------------------------------------------------------------------------------
 */

json_t *
till_ask (Till *till, gint64 room)
{
  const HufuEpoch none = {0, 0};
  g_autoptr (GError) error = NULL;
  json_t *answer = hufu_rights_grant (till->shop->platform, &till->holder, &none, room, &error);

  g_assert_no_error (error);
  return answer;
}

Place
till_take (Till *till, const char *title)
{
  json_t *answer = till_ask (till, 1000);
  g_autofree char *rights = NULL;
  HufuRight right;
  Place place;

  json_decref (answer);
  place = shop_find (till->shop, title);
  right =
      (HufuRight){.key = place.key, .epoch = place.epoch, .remaining_minor = place.remaining_minor};
  rights = hufu_rights_encode (&right, 1);
  till_write (till, "grants.credited", json_pack ("{s:s}", "rights", rights));
  return place;
}

guint64
till_write (Till *till, const char *kind, json_t *take_body)
{
  g_autofree char *text = hufu_pjson_dump (take_body);
  HufuEvent event = {.terminal_id = till->holder.terminal_id,
                     .incarnation = till->holder.incarnation,
                     .seq = ++till->seq,
                     .event_id = hufu_host_make_id (hufu_test_host_get (till->shop->clock)),
                     .hlc = till->seq,
                     .kind = kind,
                     .body = text};
  guint8 hash[HUFU_JOURNAL_HASH_BYTES];

  json_decref (take_body);
  hufu_journal_hash (hufu_sha256, till->chain, &event, hash);
  memcpy (till->chain, hash, sizeof hash);
  json_array_append_new (till->journal,
                         json_pack ("{s:I, s:o, s:I, s:s, s:s, s:o}", "seq", (json_int_t)event.seq,
                                    "event_id", hufu_pjson_id (&event.event_id), "hlc",
                                    (json_int_t)event.hlc, "kind", kind, "body", text, "hash",
                                    hufu_pjson_bytes (hash, sizeof hash)));
  return event.seq;
}

static json_t *
use_body (const HufuId *use_id, const Place *place)
{
  return json_pack ("{s:o, s:o, s:o, s:n, s:I}", "use_id", hufu_pjson_id (use_id), "right",
                    hufu_pjson_right (&place->key), "epoch", hufu_pjson_epoch (&place->epoch),
                    "staff_id", "at_utc_us", (json_int_t)5000000);
}

HufuId
till_use (Till *till, const Place *place, gint64 amount_minor)
{
  HufuId use_id = hufu_host_make_id (hufu_test_host_get (till->shop->clock));
  json_t *body = use_body (&use_id, place);

  json_object_set_new (body, "hop", json_integer ((json_int_t)place->hop));
  json_object_set_new (body, "basis", json_string ("R00"));
  json_object_set_new (body, "amount_minor", json_integer ((json_int_t)amount_minor));
  till_write (till, "voucher.redeemed", body);
  return use_id;
}

void
till_undo (Till *till, const Place *place, const HufuId *use_id)
{
  till_write (till, "voucher.undone", use_body (use_id, place));
}

HufuId
till_accept (Till *till, const char *title, gint64 amount_minor)
{
  Place place = shop_find (till->shop, title);
  HufuId use_id = hufu_host_make_id (till->shop->platform->host);

  till_write (till, "voucher.redeemed",
              json_pack ("{s:o, s:o, s:{s:i, s:i}, s:i, s:I, s:s, s:n, s:n, s:I, s:{s:i, s:I}}",
                         "use_id", hufu_pjson_id (&use_id), "right", hufu_pjson_right (&place.key),
                         "epoch", "platform_epoch", 0, "counter", 0, "hop", 0, "amount_minor",
                         (json_int_t)amount_minor, "basis", "R03", "sale_id", "staff_id",
                         "at_utc_us", (json_int_t)hufu_host_utc_us (till->shop->platform->host),
                         "unleased", "uses", 1, "total_minor", (json_int_t)amount_minor));
  return use_id;
}

void
till_take_back (Till *till, const char *title, const HufuId *use_id)
{
  Place place = shop_find (till->shop, title);

  place.epoch = (HufuEpoch){0, 0};
  place.hop = 0;
  till_undo (till, &place, use_id);
}

HufuDebit
till_request (Till *till, Till *owner, const Place *place)
{
  return (HufuDebit){
      .request_id = hufu_host_make_id (hufu_test_host_get (till->shop->clock)),
      .key = place->key,
      .epoch = place->epoch,
      .hop = place->hop + 1,
      .remaining_minor = place->remaining_minor,
      .from_terminal = owner->holder.terminal_id,
      .from_incarnation = owner->holder.incarnation,
      .to_terminal = till->holder.terminal_id,
      .to_incarnation = till->holder.incarnation,
      .to_seq = till->seq,
  };
}

static char *
seal (Till *owner, const HufuDebit *debit)
{
  guint8 document[HUFU_DEBIT_MAX_BYTES];
  gsize size = hufu_debit_seal (debit, hufu_crypto_sign, owner->keys, document);

  g_assert_cmpuint (size, >, 0);
  return hufu_base64url_encode (document, size);
}

char *
till_debit (Till *owner, const HufuDebit *debit)
{
  HufuDebit whole = *debit;
  char *document;

  whole.from_seq = owner->seq;
  memcpy (whole.from_hash, owner->chain, sizeof whole.from_hash);
  document = seal (owner, &whole);
  till_write (owner, "right.debited", json_pack ("{s:s}", "debit", document));
  return document;
}

Place
till_receive (Till *till, const HufuDebit *debit, const char *document)
{
  till_write (till, "right.received", json_pack ("{s:s}", "debit", document));
  return (Place){debit->key, debit->epoch, debit->hop, debit->remaining_minor};
}

void
till_close_request (Till *till, const HufuDebit *debit)
{
  till_write (till, "request.closed",
              json_pack ("{s:o}", "request_id", hufu_pjson_id (&debit->request_id)));
}

void
till_answer (Till *till, const json_t *answer)
{
  json_t *report = json_object_get (answer, "report");
  json_t *recall;
  gsize i;

  json_array_foreach (json_object_get (answer, "recalls"), i, recall) till_write (
      till, "right.recalled",
      json_pack ("{s:O, s:O, s:O}", "recall", json_object_get (recall, "number"), "right",
                 json_object_get (recall, "right"), "epoch", json_object_get (recall, "epoch")));
  if (json_is_object (report))
    till_write (till, "right.reported",
                json_pack ("{s:O, s:O}", "report", report, "up_to", report));
}

const char *
till_send (Till *till)
{
  json_t *events = json_array ();
  json_t *batch = json_pack ("{s:o}", "events", events);
  HufuBatchOutcome outcome;
  guint64 bad_seq = 0;
  json_t *answer = NULL;
  const json_t *verdicts;
  const char *code;
  g_autoptr (GError) error = NULL;

  while (till->n_sent < till->seq)
    json_array_append (events, json_array_get (till->journal, till->n_sent++));
  if (json_array_size (events) == 0) {
    json_decref (batch);
    return "";
  }
  g_assert_true (hufu_events_store (till->shop->platform, &till->holder, batch, &outcome, &bad_seq,
                                    &answer, &error));
  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, HUFU_BATCH_STORED);
  verdicts = json_object_get (answer, "verdicts");
  code = g_intern_string (json_string_value (
      json_object_get (json_array_get (verdicts, json_array_size (verdicts) - 1), "code")));
  json_decref (answer);
  json_decref (batch);
  return code;
}

static void
copy_file (Shop *shop, const char *from, const char *to)
{
  g_autofree char *source = hufu_tempdir_build (shop->temp, from);
  g_autofree char *target = hufu_tempdir_build (shop->temp, to);
  g_autofree char *bytes = NULL;
  gsize size;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (source, &bytes, &size, &error));
  g_assert_true (g_file_set_contents (target, bytes, (gssize)size, &error));
}

void
shop_back_up (Shop *shop)
{
  hufu_platform_close (shop->platform);
  shop->platform = NULL;
  copy_file (shop, "platform.db", "backup.db");
  shop_reopen (shop);
}

void
shop_restore (Shop *shop)
{
  guint64 epoch;
  g_autoptr (GError) error = NULL;

  hufu_platform_close (shop->platform);
  shop->platform = NULL;
  copy_file (shop, "backup.db", "platform.db");
  g_assert_true (hufu_platform_renew_epoch (shop->temp->path, hufu_test_host_get (shop->clock),
                                            &epoch, &error));
  g_assert_no_error (error);
  shop_reopen (shop);
}

void
till_send_again (Till *till)
{
  till->n_sent = 0;
  till_send (till);
}

const char *
till_obey (Till *till)
{
  json_t *answer = till_ask (till, 0);

  till_answer (till, answer);
  json_decref (answer);
  return till_send (till);
}

Story
story_begin (guint n_tills)
{
  Story story = {.shop = shop_open ()};

  story.a = shop_add_till (story.shop, 1);
  shop_issue (story.shop, "cash", "cash", 1000);
  shop_issue (story.shop, "deal", "deal", 500);
  story.cash = till_take (story.a, "cash");
  story.deal = till_take (story.a, "deal");
  g_assert_cmpstr (till_send (story.a), ==, "ok");
  story.b = shop_add_till (story.shop, 1);
  if (n_tills > 2)
    story.c = shop_add_till (story.shop, 1);
  return story;
}

void
story_clear (Story *story)
{
  shop_free (story->shop);
}

/* --- tills come and go --- */

json_t *
till_act (Till *till, gboolean (*what) (HufuPlatform *, const HufuId *, HufuTerminalOutcome *,
                                        json_t **, GError **))
{
  HufuTerminalOutcome outcome;
  json_t *answer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (what (till->shop->platform, &till->holder.terminal_id, &outcome, &answer, &error));
  g_assert_cmpint (outcome, ==, HUFU_TERMINAL_DONE);
  return answer;
}

void
till_lose (Till *till)
{
  json_decref (till_act (till, hufu_terminals_lose));
}

HufuTerminalOutcome
till_write_off (Till *till, guint32 incarnation)
{
  HufuTerminalOutcome outcome;
  json_t *answer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_terminals_write_off (till->shop->platform, &till->holder.terminal_id,
                                           incarnation, "operator", &outcome, &answer, &error));
  json_decref (answer);
  return outcome;
}

/* What the feed tells the store of a till: "enrolled 1", or "gone". */
static char *
read_peer (Till *till)
{
  char id[HUFU_ID_TEXT_SIZE];
  sqlite3_stmt *row;
  json_t *peer;
  char *text;

  hufu_id_format (&till->holder.terminal_id, id);
  row = hufu_pdb_query (till->shop->platform->db,
                        "SELECT data FROM change WHERE kind = 'peer' AND key = ? AND store_no = ?",
                        "ti", id, (gint64)till->holder.store_no);
  g_assert_true (hufu_pdb_next (till->shop->platform->db, row));
  peer = hufu_pjson_load_object (hufu_pdb_text (row, 0), strlen (hufu_pdb_text (row, 0)));
  hufu_pdb_done (row);
  text = peer != NULL
             ? g_strdup_printf ("%s %d", json_string_value (json_object_get (peer, "state")),
                                (int)json_integer_value (json_object_get (peer, "incarnation")))
             : g_strdup ("gone");
  json_decref (peer);
  return text;
}

void
till_check_peer (Till *till, const char *expected)
{
  g_autofree char *text = read_peer (till);

  g_assert_cmpstr (text, ==, expected);
}

void
till_renew (Till *till)
{
  HufuId key = hufu_host_make_id (hufu_test_host_get (till->shop->clock));
  g_autoptr (GError) error = NULL;
  json_t *answer = NULL;

  g_assert_true (hufu_terminals_renew (till->shop->platform, &till->holder, &key, &answer, &error));
  json_decref (answer);
}

void
till_tell_as_branch (Till *till)
{
  json_t *body, *inner;

  body = json_array_get (till->journal, json_array_size (till->journal) - 1);
  inner = json_loads (json_string_value (json_object_get (body, "body")), 0, NULL);
  body = json_pack ("{s:i, s:O, s:O, s:O, s:o, s:O}", "incarnation", 1, "seq",
                    json_object_get (body, "seq"), "event_id", json_object_get (body, "event_id"),
                    "kind", json_object_get (body, "kind"), "body", inner, "hash",
                    json_object_get (body, "hash"));
  till->holder.incarnation = 2;
  till->seq = till->n_sent = 0;
  json_array_clear (till->journal);
  memset (till->chain, 0, sizeof till->chain);
  till_write (till, "branch", body);
}
