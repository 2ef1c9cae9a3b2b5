/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/voucher-json.h"

#include "core/base64url.h"
#include "core/right-page.h"
#include "store/coupon-json.h"
#include "sync/json.h"

#define AMOUNT_MAX G_GINT64_CONSTANT (1000000000000)
#define NAME_BYTES_MAX 800 /* 200 characters */
#define TEXT_BYTES_MAX 4000

static gboolean
take_text (const json_t *json, const char *name, gsize max, gboolean may_be_empty, char **ret_text)
{
  const char *text = may_be_empty ? hufu_json_get_text_or_empty (json, name, max)
                                  : hufu_json_get_text (json, name, max);

  *ret_text = g_strdup (text);
  return text != NULL;
}

static gboolean
take_texts (const json_t *json, HufuVoucher *voucher)
{
  return take_text (json, "title_en", NAME_BYTES_MAX, FALSE, &voucher->title_en) &&
         take_text (json, "title_zh", NAME_BYTES_MAX, FALSE, &voucher->title_zh) &&
         take_text (json, "item_en", TEXT_BYTES_MAX, TRUE, &voucher->item_en) &&
         take_text (json, "item_zh", TEXT_BYTES_MAX, TRUE, &voucher->item_zh) &&
         take_text (json, "icon", 160, FALSE, &voucher->icon) &&
         take_text (json, "issuer", HUFU_TOKEN_ISSUER_MAX, FALSE, &voucher->issuer) &&
         take_text (json, "holder_masked", 160, TRUE, &voucher->holder_masked);
}

static gboolean
take_numbers (const json_t *json, HufuVoucher *voucher)
{
  gint64 uses, currency, flags, tax_ppm, home_store;

  if (!hufu_json_get_int (json, "uses", 1, 1000, &uses) ||
      !hufu_json_get_int (json, "currency", 1, 999, &currency) ||
      !hufu_json_get_int (json, "flags", 0, 63, &flags) ||
      !hufu_json_get_int (json, "tax_ppm", 0, 1000000, &tax_ppm) ||
      !hufu_json_get_int (json, "value_minor", 0, AMOUNT_MAX, &voucher->value_minor) ||
      !hufu_json_get_int (json, "paid_minor", 0, AMOUNT_MAX, &voucher->paid_minor) ||
      !hufu_json_get_int_or_null (json, "home_store", G_MAXINT64, 0, &home_store))
    return FALSE;
  voucher->uses = (guint32)uses;
  voucher->currency = (guint32)currency;
  voucher->flags = (guint32)flags;
  voucher->tax_ppm = (gint32)tax_ppm;
  voucher->home_store = (guint64)home_store;
  return TRUE;
}

static gboolean
take_scope (const json_t *json, HufuVoucher *voucher)
{
  const json_t *scope = hufu_json_get_array (json, "scope", HUFU_TOKEN_SCOPE_MAX);
  const json_t *group;
  gsize i;

  if (scope == NULL)
    return FALSE;
  json_array_foreach (scope, i, group)
  {
    if (!json_is_integer (group) || json_integer_value (group) < 0)
      return FALSE;
    voucher->scope[voucher->n_scope++] = (guint64)json_integer_value (group);
  }
  return TRUE;
}

/* What a coupon asks for; an older platform tells no more than the sum. */
static gboolean
take_terms (const json_t *json, HufuVoucher *voucher)
{
  const json_t *spend = json_object_get (json, "min_spend_minor");

  if (!hufu_coupon_terms_from_json (json_object_get (json, "conditions"), &voucher->terms))
    return FALSE;
  voucher->terms.off_minor = voucher->value_minor;
  return spend == NULL || hufu_json_get_int (json, "min_spend_minor", 0, AMOUNT_MAX,
                                             &voucher->terms.min_spend_minor);
}

/* The member that it is bound to, as a keyed hash; a bearer's voucher has none. */
static gboolean
take_holder (const json_t *json, HufuVoucher *voucher)
{
  const json_t *holder = json_object_get (json, "holder");
  gsize size;

  if (holder == NULL || json_is_null (holder))
    return TRUE;
  voucher->has_holder =
      json_is_string (holder) &&
      hufu_base64url_decode (json_string_value (holder), json_string_length (holder),
                             voucher->holder, sizeof voucher->holder, &size) &&
      size == sizeof voucher->holder;
  return voucher->has_holder;
}

/* What a voucher has in common with others of its kind. */
static HufuVoucher *
read_terms (const json_t *json)
{
  g_autoptr (HufuVoucher) voucher = g_new0 (HufuVoucher, 1);
  const char *type = hufu_json_get_text (json, "type", 16);

  if (type == NULL || !hufu_voucher_type_find (type, &voucher->type) ||
      !take_texts (json, voucher) || !take_numbers (json, voucher) || !take_scope (json, voucher) ||
      !take_terms (json, voucher) || !take_holder (json, voucher))
    return NULL;
  return g_steal_pointer (&voucher);
}

HufuVoucher *
hufu_voucher_from_json (const json_t *json)
{
  g_autoptr (HufuVoucher) voucher = read_terms (json);
  gint64 generation;

  if (voucher == NULL || !hufu_json_get_id (json, "cti", &voucher->cti) ||
      !take_text (json, "short_code", 10, FALSE, &voucher->short_code) ||
      !hufu_json_get_int (json, "generation", 0, G_MAXINT64, &generation) ||
      !hufu_json_get_int (json, "not_before_utc_s", 0, G_MAXINT64 / G_USEC_PER_SEC,
                          &voucher->not_before_utc_s) ||
      !hufu_json_get_int (json, "expires_utc_s", 0, G_MAXINT64 / G_USEC_PER_SEC,
                          &voucher->expires_utc_s))
    return NULL;
  voucher->generation = (guint64)generation;
  return g_steal_pointer (&voucher);
}

static json_t *
pack_texts (const HufuVoucher *voucher)
{
  char cti[HUFU_ID_TEXT_SIZE];

  hufu_id_format (&voucher->cti, cti);
  return json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "cti", cti, "type",
                    hufu_voucher_type_name (voucher->type), "title_en", voucher->title_en,
                    "title_zh", voucher->title_zh, "item_en", voucher->item_en, "item_zh",
                    voucher->item_zh, "icon", voucher->icon, "issuer", voucher->issuer,
                    "short_code", voucher->short_code, "holder_masked", voucher->holder_masked);
}

static json_t *
pack_numbers (const HufuVoucher *voucher)
{
  return json_pack (
      "{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "generation",
      (json_int_t)voucher->generation, "uses", (json_int_t)voucher->uses, "currency",
      (json_int_t)voucher->currency, "flags", (json_int_t)voucher->flags, "tax_ppm",
      (json_int_t)voucher->tax_ppm, "value_minor", (json_int_t)voucher->value_minor, "paid_minor",
      (json_int_t)voucher->paid_minor, "not_before_utc_s", (json_int_t)voucher->not_before_utc_s,
      "expires_utc_s", (json_int_t)voucher->expires_utc_s, "home_store",
      voucher->home_store != 0 ? json_integer ((json_int_t)voucher->home_store) : json_null ());
}

json_t *
hufu_voucher_to_json (const HufuVoucher *voucher)
{
  json_t *json = pack_texts (voucher);
  json_t *scope = json_array ();

  for (gsize i = 0; i < voucher->n_scope; i++)
    json_array_append_new (scope, json_integer ((json_int_t)voucher->scope[i]));
  json_object_update_new (json, pack_numbers (voucher));
  json_object_set_new (json, "scope", scope);
  json_object_set_new (json, "min_spend_minor", json_integer (voucher->terms.min_spend_minor));
  json_object_set_new (json, "conditions",
                       voucher->type == HUFU_VOUCHER_COUPON ||
                               hufu_coupon_terms_name_goods (&voucher->terms)
                           ? hufu_coupon_terms_to_json (&voucher->terms)
                           : json_null ());
  if (voucher->has_holder) {
    g_autofree char *holder = hufu_base64url_encode (voucher->holder, sizeof voucher->holder);

    json_object_set_new (json, "holder", json_string (holder));
  }
  return json;
}

gboolean
hufu_epoch_from_json (const json_t *json, HufuEpoch *ret_epoch)
{
  gint64 platform_epoch, counter;

  if (!hufu_json_get_int (json, "platform_epoch", 0, G_MAXINT64, &platform_epoch) ||
      !hufu_json_get_int (json, "counter", 0, G_MAXINT64, &counter))
    return FALSE;
  *ret_epoch = (HufuEpoch){(guint64)platform_epoch, (guint64)counter};
  return TRUE;
}

/* --- a page of grants ------------------------------------------------------------------------- */

/* HufuVoucher elements; NULL if one breaks the contract. */
static GPtrArray *
read_terms_list (const json_t *answer)
{
  const json_t *list = hufu_json_get_array (answer, "terms", HUFU_GRANT_TERMS_MAX);
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify)hufu_voucher_free);
  const json_t *item;
  gsize i;

  if (list == NULL)
    return NULL;
  json_array_foreach (list, i, item)
  {
    HufuVoucher *voucher = read_terms (item);

    if (voucher == NULL)
      return NULL;
    g_ptr_array_add (terms, voucher);
  }
  return g_steal_pointer (&terms);
}

static gboolean
have_terms (const HufuGrants *grants)
{
  for (guint i = 0; i < grants->items->len; i++)
    if (g_array_index (grants->items, HufuGrantItem, i).terms >= grants->terms->len)
      return FALSE;
  return TRUE;
}

HufuGrants *
hufu_grants_from_json (const json_t *answer)
{
  const json_t *text = json_object_get (answer, "grants");
  HufuGrants read = {.terms = read_terms_list (answer)};
  HufuGrants *grants;

  if (read.terms != NULL && json_is_string (text))
    read.items = hufu_grants_decode (json_string_value (text), json_string_length (text));
  if (read.items != NULL && have_terms (&read)) {
    grants = g_new (HufuGrants, 1);
    *grants = read;
    return grants;
  }
  g_clear_pointer (&read.items, g_array_unref);
  g_clear_pointer (&read.terms, g_ptr_array_unref);
  return NULL;
}
