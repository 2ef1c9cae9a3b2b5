/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/counter/shop.h"

#include <glib/gstdio.h>
#include <jansson.h>
#include <string.h>

#include "core/gtin.h"
#include "core/live.h"
#include "counter/counter-private.h"
#include "crypto/host.h"
#include "crypto/keyed-index.h"
#include "crypto/sha256.h"
#include "store/journal-store.h"
#include "store/right-return.h"
#include "store/terminal.h"
#include "tests/counter/shop-fill.h"
#include "tests/lib/await.h"

#define IDLE_BOUND_MS 20000
#define NOBODY_LISTENS "http://127.0.0.1:1"

HufuShop *
hufu_shop_new (void)
{
  HufuShop *shop = g_new0 (HufuShop, 1);

  shop->dir = hufu_tempdir_new ();
  shop->data_dir = hufu_tempdir_build (shop->dir, "till");
  g_assert_cmpint (g_mkdir (shop->data_dir, 0700), ==, 0);
  shop->issuer = hufu_key_pair_make ();
  shop->phone = hufu_key_pair_make ();
  shop->now_utc_s = hufu_host_utc_us (hufu_crypto_host ()) / G_USEC_PER_SEC;
  shop->notices = g_string_new (NULL);
  shop->sounds = g_string_new (NULL);
  hufu_shop_fill_books (shop);
  hufu_shop_fill_catalog (shop);
  return shop;
}

HufuShop *
hufu_shop_new_selling (void)
{
  HufuShop *shop = hufu_shop_new ();

  hufu_shop_open (shop);
  hufu_shop_sign_in (shop);
  return shop;
}

void
hufu_shop_free (HufuShop *shop)
{
  if (shop == NULL)
    return;
  hufu_shop_close (shop);
  hufu_key_pair_free (shop->issuer);
  hufu_key_pair_free (shop->phone);
  g_string_free (shop->notices, TRUE);
  g_string_free (shop->sounds, TRUE);
  g_free (shop->printer_uri);
  g_free (shop->data_dir);
  hufu_tempdir_free (shop->dir);
  g_free (shop);
}

static void
on_notice (HufuCounter *counter, const char *notice, HufuShop *shop)
{
  g_string_append_printf (shop->notices, "%s\n", notice);
}

static void
on_sound (HufuCounter *counter, int sound, HufuShop *shop)
{
  g_string_append_c (shop->sounds, "iar?!"[sound]);
}

static void
on_restart (HufuCounter *counter, HufuShop *shop)
{
  shop->restarts++;
}

void
hufu_shop_open (HufuShop *shop)
{
  const HufuCounterOptions options = {.data_dir = shop->data_dir,
                                      .platform_url = NOBODY_LISTENS,
                                      .printer_uri = shop->printer_uri,
                                      .witness_ms = shop->witness_ms,
                                      .lang = HUFU_LANG_EN};

  g_assert_null (shop->counter);
  shop->counter = hufu_counter_new (&options);
  g_signal_connect (shop->counter, "notice", G_CALLBACK (on_notice), shop);
  g_signal_connect (shop->counter, "sound", G_CALLBACK (on_sound), shop);
  g_signal_connect (shop->counter, "restart-ui", G_CALLBACK (on_restart), shop);
  hufu_counter_start (shop->counter);
  hufu_shop_settle (shop);
}

/* Nothing may hold the counter once it has stopped. */
void
hufu_shop_close (HufuShop *shop)
{
  HufuCounter *counter = shop->counter;

  if (counter == NULL)
    return;
  hufu_counter_stop (counter);
  g_object_add_weak_pointer (G_OBJECT (counter), (gpointer *)&shop->counter);
  g_object_unref (counter);
  hufu_await (shop->counter == NULL, IDLE_BOUND_MS);
}

void
hufu_shop_sign_in (HufuShop *shop)
{
  hufu_counter_sign_in (shop->counter, "03", HUFU_SHOP_PIN);
  hufu_shop_settle (shop);
  if (hufu_counter_get_screen (shop->counter) == HUFU_SCREEN_OPEN_SHIFT)
    hufu_counter_open_shift (shop->counter, 20000, "2026-01-05");
  hufu_shop_settle (shop);
  g_assert_cmpstr (hufu_shop_text (shop, "screen"), ==, "sell");
}

/* ---- steps ---- */

void
hufu_shop_settle (HufuShop *shop)
{
  hufu_await (!hufu_counter_get_busy (shop->counter), IDLE_BOUND_MS);
}

static void
begin (HufuShop *shop)
{
  g_string_truncate (shop->notices, 0);
  g_string_truncate (shop->sounds, 0);
}

static void
input (HufuShop *shop, const char *text, HufuInput how)
{
  begin (shop);
  hufu_counter_input (shop->counter, text, -1, how);
  hufu_shop_settle (shop);
}

void
hufu_shop_scan (HufuShop *shop, const char *text)
{
  input (shop, text, HUFU_INPUT_SCAN);
}

void
hufu_shop_type (HufuShop *shop, const char *text)
{
  input (shop, text, HUFU_INPUT_TYPED);
}

void
hufu_shop_act (HufuShop *shop, HufuAct act)
{
  begin (shop);
  hufu_counter_act (shop->counter, act);
  hufu_shop_settle (shop);
}

void
hufu_shop_scan_label (HufuShop *shop, const char *prefix, const char *item, int value)
{
  char label[20];

  g_snprintf (label, sizeof label, "%s%s%05d", prefix, item, value);
  label[12] = hufu_gtin_check_digit (label, 12);
  label[13] = '\0';
  hufu_shop_scan (shop, label);
}

void
hufu_shop_pay_cash (HufuShop *shop, gint64 received_minor)
{
  hufu_shop_act (shop, HUFU_ACT_PAY);
  g_assert_cmpstr (hufu_shop_text (shop, "screen"), ==, "tender");
  hufu_cash_pad_set_received (hufu_counter_get_cash_pad (shop->counter), received_minor);
  hufu_shop_act (shop, HUFU_ACT_PRIMARY);
}

/* ---- what can be seen ---- */

static json_t *
look (HufuShop *shop, json_t *state, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  json_t *at = state;

  for (char **name = names; *name != NULL && at != NULL; name++)
    at = json_is_array (at) ? json_array_get (at, (gsize)g_ascii_strtoull (*name, NULL, 10))
                            : json_object_get (at, *name);
  return at;
}

static json_t *
state_of (HufuShop *shop)
{
  g_autofree char *text = hufu_counter_to_json (shop->counter);
  json_t *state = json_loads (text, JSON_REJECT_DUPLICATES, NULL);

  g_assert_nonnull (state);
  return state;
}

const char *
hufu_shop_text (HufuShop *shop, const char *path)
{
  json_auto_t *state = state_of (shop);
  const char *text = json_string_value (look (shop, state, path));

  return g_intern_string (text == NULL ? "" : text);
}

gint64
hufu_shop_number (HufuShop *shop, const char *path)
{
  json_auto_t *state = state_of (shop);

  return json_integer_value (look (shop, state, path));
}

guint
hufu_shop_count (HufuShop *shop, const char *path)
{
  json_auto_t *state = state_of (shop);

  return (guint)json_array_size (look (shop, state, path));
}

gboolean
hufu_shop_offers (HufuShop *shop, HufuAct act)
{
  HufuPanel *panel = hufu_counter_get_panel (shop->counter);

  for (guint i = 0; panel != NULL && i < panel->choices->len; i++)
    if (((const HufuChoice *)panel->choices->pdata[i])->act == act)
      return TRUE;
  return FALSE;
}

static HufuDb *
read_books (HufuShop *shop)
{
  g_autofree char *path = g_build_filename (shop->data_dir, "till.db", NULL);
  g_autoptr (GError) error = NULL;
  HufuDb *db = hufu_db_open_read_only (path, HUFU_DB_TERMINAL, hufu_crypto_host (), &error);

  g_assert_no_error (error);
  return db;
}

gint64
hufu_shop_books (HufuShop *shop, const char *what)
{
  g_autoptr (HufuDb) db = read_books (shop);
  g_auto (HufuTerminal) terminal = {0};
  g_autoptr (GError) error = NULL;

  g_assert_true (hufu_terminal_load (db, &terminal, &error));
  g_assert_no_error (error);
  if (strcmp (what, "journal") == 0)
    return (gint64)terminal.last_seq;
  if (strcmp (what, "rights") == 0)
    return (gint64)terminal.n_rights;
  g_assert_cmpstr (what, ==, "waiting_prints");
  return (gint64)terminal.n_waiting_prints;
}

void
hufu_shop_assert_whole (HufuShop *shop)
{
  g_autoptr (HufuDb) db = read_books (shop);
  g_autoptr (GError) error = NULL;
  g_autofree char *what = NULL;
  guint64 rows, bad_seq;

  g_assert_true (hufu_journal_verify (db, &rows, &bad_seq, &what, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (bad_seq, ==, 0);
}

/* ---- vouchers ---- */

static HufuId
id_of (const HufuShopVoucher *voucher)
{
  g_autofree char *text = g_strdup_printf ("00000000-0000-4000-8000-0000000000%s", voucher->id);
  HufuId id;

  g_assert_true (hufu_id_parse (text, &id));
  return id;
}

static guint32
flags_of (const HufuShopVoucher *voucher)
{
  return HUFU_VOUCHER_OFFLINE_ALLOWED | HUFU_VOUCHER_PARTIAL_USE | voucher->flags |
         (voucher->phone ? HUFU_VOUCHER_PROOF_REQUIRED : 0);
}

static gint64
end_of (HufuShop *shop, const HufuShopVoucher *voucher)
{
  return shop->now_utc_s + (voucher->ends_s == 0 ? 30 * 86400 : voucher->ends_s);
}

static gint64
start_of (HufuShop *shop, const HufuShopVoucher *voucher)
{
  return shop->now_utc_s + (voucher->starts_s == 0 ? -30 * 86400 : voucher->starts_s);
}

static gint64
value_of (const HufuShopVoucher *voucher)
{
  return voucher->value_minor == 0 ? 3000 : voucher->value_minor;
}

/* What binds a voucher to the shop's member, whose policy's key is zeros. */
static void
make_holder (guint8 ret_holder[HUFU_HOLDER_BYTES])
{
  const guint8 key[HUFU_INDEX_KEY_BYTES] = {0};
  guint8 index[HUFU_INDEX_BYTES];
  HufuId member_id;

  g_assert_true (hufu_id_parse (HUFU_SHOP_MEMBER_ID, &member_id));
  hufu_keyed_index (key, "holder", member_id.bytes, HUFU_ID_BYTES, index);
  memcpy (ret_holder, index, HUFU_HOLDER_BYTES);
}

static char *
sign_code (HufuShop *shop, const HufuShopVoucher *voucher, HufuKeyPair *signer,
           const HufuKeyPair *named)
{
  guint8 kid[HUFU_TOKEN_KID_BYTES];
  HufuClaims claims = {
      .kind = voucher->kind == 0 ? HUFU_TOKEN_VOUCHER : voucher->kind,
      .issuer = "demo",
      .expires_utc_s = end_of (shop, voucher),
      .not_before_utc_s = start_of (shop, voucher),
      .cti = id_of (voucher),
      .deal_number = 1,
      .uses = MAX (voucher->uses, 1),
      .value_minor = (guint64)value_of (voucher),
      .currency = 156,
      .has_home = TRUE,
      .home_store = 1,
      .n_scope = voucher->scope == 0 ? 0 : 1,
      .scope = {voucher->scope},
      .generation = MAX (voucher->generation, 1),
      .status_list = 1,
      .flags = flags_of (voucher),
      .subject_size = 16,
  };
  char *code;

  claims.subject[15] = 1;
  claims.has_holder = voucher->holder;
  if (voucher->holder)
    make_holder (claims.holder);
  claims.has_holder_key = voucher->phone;
  if (voucher->phone)
    memcpy (claims.holder_key, shop->phone->public_key, sizeof claims.holder_key);
  hufu_token_make_kid (named->public_key, kid);
  code = hufu_token_encode (&claims, kid, hufu_crypto_sign, signer);
  g_assert_nonnull (code);
  return code;
}

char *
hufu_shop_make_code (HufuShop *shop, const HufuShopVoucher *voucher)
{
  return sign_code (shop, voucher, shop->issuer, shop->issuer);
}

char *
hufu_shop_make_live (HufuShop *shop, const char *code, gint64 age_s)
{
  gint64 now_utc_s = hufu_host_utc_us (hufu_crypto_host ()) / G_USEC_PER_SEC;
  char *text = hufu_live_encode (code, hufu_live_step (now_utc_s - age_s), hufu_sha256,
                                 hufu_crypto_sign, shop->phone);

  g_assert_nonnull (text);
  return text;
}

char *
hufu_shop_forge_code (HufuShop *shop, const HufuShopVoucher *voucher, gboolean own_kid)
{
  g_autoptr (HufuKeyPair) forger = hufu_key_pair_make ();

  return sign_code (shop, voucher, forger, own_kid ? forger : shop->issuer);
}

static HufuCouponTerms
terms_of (const HufuShopVoucher *voucher)
{
  HufuCouponTerms terms = voucher->terms;

  terms.off_minor = value_of (voucher);
  return terms;
}

static HufuVoucher *
make_voucher (HufuShop *shop, const HufuShopVoucher *voucher)
{
  const HufuVoucher made = {
      .cti = id_of (voucher),
      .generation = MAX (voucher->generation, 1),
      .type = voucher->type,
      .title_en = (char[]){"Tea for two"},
      .title_zh = (char[]){"双人茶"},
      .item_en = (char[]){"2 teas"},
      .item_zh = (char[]){"茶 2 杯"},
      .icon = (char[]){"tea"},
      .issuer = (char[]){"demo"},
      .short_code = (char[]){""},
      .holder_masked = (char[]){"138****8000"},
      .not_before_utc_s = start_of (shop, voucher),
      .expires_utc_s = end_of (shop, voucher),
      .uses = MAX (voucher->uses, 1),
      .value_minor = value_of (voucher),
      .paid_minor = value_of (voucher),
      .currency = 156,
      .home_store = 1,
      .flags = flags_of (voucher),
      .tax_ppm = 60000,
      .terms = terms_of (voucher),
      .has_holder = voucher->holder,
  };
  HufuVoucher *copy = hufu_voucher_copy (&made);

  if (voucher->holder)
    make_holder (copy->holder);
  return copy;
}

void
hufu_shop_grant (HufuShop *shop, const HufuShopVoucher *voucher)
{
  g_autoptr (HufuGrants) grants = hufu_grants_new ();
  g_autoptr (HufuDb) db = hufu_shop_open_db (shop, "till.db", HUFU_DB_TERMINAL);
  g_autoptr (GError) error = NULL;
  HufuEpoch newest;
  guint credited;

  g_assert_true (hufu_right_find_newest_epoch (db, &newest, &error));
  for (guint32 k = 0; k < MAX (voucher->uses, 1); k++) {
    g_autoptr (HufuVoucher) words = make_voucher (shop, voucher);
    HufuRight right = {
        .key = {id_of (voucher), MAX (voucher->generation, 1), k},
        .epoch = {1, newest.counter + 1 + k},
        .remaining_minor = value_of (voucher),
    };

    hufu_grants_add (grants, words, &right);
  }
  g_assert_true (hufu_right_credit (db, grants, &credited, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (credited, ==, grants->items->len);
}

static gpointer
recall_right (HufuDb *db, gpointer data, GError **error)
{
  return hufu_right_recall (db, data, 1, NULL, error) ? data : NULL;
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  (void)hufu_store_run_finish (result, &error);
  g_assert_no_error (error);
  *(gboolean *)user_data = TRUE;
}

/* Behind the counter's back, in the books that it has open. */
static void
run_act (HufuShop *shop, HufuStoreAct act, gpointer data)
{
  gboolean done = FALSE;

  hufu_store_run_async (shop->counter->books, act, data, NULL, NULL, NULL, on_done, &done);
  hufu_await (done, 20000);
}

void
hufu_shop_recall (HufuShop *shop, const HufuShopVoucher *voucher, guint32 k)
{
  HufuRecall recall = {.number = {1, 1000 + k},
                       .key = {id_of (voucher), MAX (voucher->generation, 1), k},
                       .epoch = {1, 1 + k}};

  run_act (shop, recall_right, &recall);
}

static gpointer
freeze (HufuDb *db, gpointer data, GError **error)
{
  return hufu_terminal_freeze (db, HUFU_FROZEN_FORKED, error) ? data : NULL;
}

void
hufu_shop_freeze (HufuShop *shop)
{
  run_act (shop, freeze, shop);
}
