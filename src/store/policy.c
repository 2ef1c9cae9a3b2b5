/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The policy and the trust list: kept as text, read into structs. */
#include <string.h>
#include "core/base64url.h"
#include "core/shift-report.h"
#include "core/stock.h"
#include "store/change-store.h"
#include "store/sql.h"

#define DEFAULT_UNDO_WINDOW_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

void
hufu_policy_clear (HufuPolicy *policy)
{
  g_clear_pointer (&policy->issuer, g_free);
  g_clear_pointer (&policy->public_url, g_free);
  g_clear_pointer (&policy->shop_en, g_free);
  g_clear_pointer (&policy->shop_zh, g_free);
  g_clear_pointer (&policy->footer_en, g_free);
  g_clear_pointer (&policy->footer_zh, g_free);
  g_clear_pointer (&policy->display_en, g_free);
  g_clear_pointer (&policy->display_zh, g_free);
}

static gboolean
read_rounding (const char *name, HufuRounding *ret_rounding)
{
  for (gsize i = 0; hufu_rounding_names[i] != NULL; i++) {
    if (strcmp (name, hufu_rounding_names[i]) == 0) {
      *ret_rounding = (HufuRounding)i;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
read_layout (json_t *json, HufuLabelLayout *layout)
{
  int prefix, item_digits, value_digits, has_value_check;
  const char *value;

  if (json_unpack (json, "{s:i, s:i, s:i, s:b, s:s}", "prefix", &prefix, "item_digits",
                   &item_digits, "value_digits", &value_digits, "has_value_check", &has_value_check,
                   "value", &value) != 0)
    return FALSE;
  *layout = (HufuLabelLayout){
      .prefix = (guint8)prefix,
      .item_digits = (guint8)item_digits,
      .value_digits = (guint8)value_digits,
      .has_value_check = has_value_check,
      .value = strcmp (value, "weight") == 0 ? HUFU_LABEL_WEIGHT : HUFU_LABEL_PRICE,
  };
  return prefix >= 0 && prefix <= G_MAXUINT8 && item_digits <= G_MAXUINT8 &&
         value_digits <= G_MAXUINT8 && hufu_label_layout_is_good (layout);
}

static gboolean
read_layouts (json_t *array, HufuPolicy *policy)
{
  policy->n_layouts = MIN (json_array_size (array), HUFU_LAYOUTS_MAX);
  for (gsize i = 0; i < policy->n_layouts; i++)
    if (!read_layout (json_array_get (array, i), &policy->layouts[i]))
      return FALSE;
  return TRUE;
}

/* Absent: nothing is prepared. */
static gboolean
read_prepared (const json_t *array, HufuPolicy *policy)
{
  policy->n_prepared = json_array_size (array);
  if ((array != NULL && !json_is_array (array)) || policy->n_prepared > HUFU_PREPARED_MAX)
    return FALSE;
  for (gsize i = 0; i < policy->n_prepared; i++) {
    policy->prepared[i] = json_integer_value (json_array_get (array, i));
    if (policy->prepared[i] < 1)
      return FALSE;
  }
  return TRUE;
}

gboolean
hufu_price_rights_read (const json_t *data, HufuPriceRights *ret_rights)
{
  HufuPriceRights rights;

  if (json_unpack ((json_t *)(gsize)data, "{s:i, s:i, s:i}", "line_percent", &rights.line_percent,
                   "basket_percent", &rights.basket_percent, "price_percent",
                   &rights.price_percent) != 0)
    return FALSE;
  if (!hufu_price_rights_are_good (&rights))
    return FALSE;
  *ret_rights = rights;
  return TRUE;
}

char *
hufu_price_rights_to_text (const HufuPriceRights *rights)
{
  json_auto_t *data =
      json_pack ("{s:i, s:i, s:i}", "line_percent", rights->line_percent, "basket_percent",
                 rights->basket_percent, "price_percent", rights->price_percent);

  return json_dumps (data, JSON_SORT_KEYS | JSON_COMPACT);
}

gboolean
hufu_price_rights_from_text (const char *text, HufuPriceRights *ret_rights)
{
  json_auto_t *data = *text == '\0' ? NULL : json_loads (text, 0, NULL);

  return data != NULL && hufu_price_rights_read (data, ret_rights);
}

static void
set_default_rights (HufuPolicy *policy)
{
  for (gsize i = 0; i < HUFU_ROLE_COUNT; i++)
    policy->price_rights[i] =
        i == HUFU_ROLE_MANAGER ? HUFU_PRICE_RIGHTS_ALL : HUFU_PRICE_RIGHTS_NONE;
}

/* By role; a role that is not named has the default. */
static gboolean
read_rights (const json_t *roles, HufuPolicy *policy)
{
  set_default_rights (policy);
  for (gsize i = 0; i < HUFU_ROLE_COUNT; i++) {
    const json_t *rights = json_object_get (roles, hufu_role_name ((HufuRole)i));

    if (rights != NULL && !hufu_price_rights_read (rights, &policy->price_rights[i]))
      return FALSE;
  }
  return roles == NULL || json_is_object (roles);
}

/* Absent: any sum is good, and nothing is said of days. */
static gboolean
read_deposit (const json_t *deposit, HufuDepositRules *rules)
{
  return deposit == NULL ||
         (json_unpack ((json_t *)(gsize)deposit, "{s:I, s:I}", "least_percent",
                       &rules->least_percent, "keep_days", &rules->keep_days) == 0 &&
          hufu_deposit_rules_are_good (rules));
}

gboolean
hufu_policy_read (json_t *data, HufuPolicy *policy)
{
  const char *rule, *shop_en, *shop_zh, *key, *footer_en = "", *footer_zh = "", *issuer = "";
  const char *display_en = "", *display_zh = "", *public_url = "";
  json_int_t increment_minor, undo_window_s, tolerance_minor = HUFU_CASH_TOLERANCE_MINOR;
  json_int_t auto_lock_s = 0, low_stock_milli = HUFU_STOCK_LOW_MILLI;
  json_t *layouts;
  gsize size;

  if (json_unpack (
          data,
          "{s:{s:I, s:s}, s:o, s:s, s:s, s?s, s?s, s:I, s:s, s?s, s?I, s?s, s?s, s?I, s?I, s?s}",
          "cash_rounding", "increment_minor", &increment_minor, "rule", &rule, "label_layouts",
          &layouts, "shop_en", &shop_en, "shop_zh", &shop_zh, "footer_en", &footer_en, "footer_zh",
          &footer_zh, "undo_window_s", &undo_window_s, "phone_index_key", &key, "issuer", &issuer,
          "cash_tolerance_minor", &tolerance_minor, "display_en", &display_en, "display_zh",
          &display_zh, "auto_lock_s", &auto_lock_s, "low_stock_milli", &low_stock_milli,
          "public_url", &public_url) != 0)
    return FALSE;
  if ((*public_url != '\0' && !hufu_receipt_is_public_url (public_url)) || increment_minor < 1 ||
      undo_window_s < 0 || undo_window_s > HUFU_UNDO_WINDOW_MAX_S || auto_lock_s < 0 ||
      auto_lock_s > HUFU_AUTO_LOCK_MAX_S || low_stock_milli < 0 ||
      low_stock_milli > HUFU_STOCK_MAX_MILLI || tolerance_minor < 0 ||
      !hufu_money_in_range (tolerance_minor) || !read_rounding (rule, &policy->cash_rounding) ||
      !read_layouts (layouts, policy) ||
      !read_prepared (json_object_get (data, "prepared_categories"), policy) ||
      !read_deposit (json_object_get (data, "deposit"), &policy->deposit) ||
      !read_rights (json_object_get (data, "price_rights"), policy) ||
      !hufu_base64url_decode (key, strlen (key), policy->phone_index_key,
                              sizeof policy->phone_index_key, &size) ||
      size != sizeof policy->phone_index_key)
    return FALSE;
  policy->cash_increment_minor = increment_minor;
  policy->cash_tolerance_minor = tolerance_minor;
  policy->undo_window_us = undo_window_s * G_USEC_PER_SEC;
  policy->auto_lock_s = auto_lock_s;
  policy->low_stock_milli = low_stock_milli;
  policy->returns_rights = json_is_true (json_object_get (data, "returns_rights"));
  policy->issuer = g_strdup (issuer);
  policy->shop_en = g_strdup (shop_en);
  policy->shop_zh = g_strdup (shop_zh);
  policy->footer_en = g_strdup (footer_en);
  policy->footer_zh = g_strdup (footer_zh);
  policy->public_url = g_strdup (public_url);
  policy->display_en = g_strdup (display_en);
  policy->display_zh = g_strdup (display_zh);
  return TRUE;
}

static void
set_defaults (HufuPolicy *policy)
{
  policy->cash_increment_minor = 1;
  policy->low_stock_milli = HUFU_STOCK_LOW_MILLI;
  policy->cash_tolerance_minor = HUFU_CASH_TOLERANCE_MINOR;
  policy->cash_rounding = HUFU_ROUND_HALF_UP;
  set_default_rights (policy);
  policy->undo_window_us = DEFAULT_UNDO_WINDOW_US;
  policy->issuer = g_strdup ("");
  policy->shop_en = g_strdup ("");
  policy->shop_zh = g_strdup ("");
  policy->public_url = g_strdup ("");
  policy->footer_en = g_strdup ("");
  policy->footer_zh = g_strdup ("");
  policy->display_en = g_strdup ("");
  policy->display_zh = g_strdup ("");
}

gboolean
hufu_policy_load (HufuDb *db, HufuPolicy *ret_policy, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (db, error, "SELECT body FROM policy");
  json_auto_t *data = NULL;
  int step = hufu_rows_next (rows, error);

  *ret_policy = (HufuPolicy){0};
  if (step == 0)
    set_defaults (ret_policy);
  if (step <= 0)
    return step == 0;
  data = json_loads (hufu_rows_text (rows, 0), 0, NULL);
  if (data != NULL && hufu_policy_read (data, ret_policy))
    return TRUE;
  return hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, "the policy cannot be read");
}

static gboolean
read_key (json_t *json, HufuTrustKey *key)
{
  const char *kid, *public_key, *issuer, *state;
  json_int_t not_before_utc_s;
  gsize kid_size, key_size;

  *key = (HufuTrustKey){0};
  if (json_unpack (json, "{s:s, s:s, s:s, s:I, s:s}", "kid", &kid, "public_key", &public_key,
                   "issuer", &issuer, "not_before_utc_s", &not_before_utc_s, "state",
                   &state) != 0 ||
      !hufu_base64url_decode (kid, strlen (kid), key->kid, sizeof key->kid, &kid_size) ||
      !hufu_base64url_decode (public_key, strlen (public_key), key->public_key,
                              sizeof key->public_key, &key_size) ||
      kid_size != sizeof key->kid || key_size != sizeof key->public_key ||
      g_strlcpy (key->issuer, issuer, sizeof key->issuer) >= sizeof key->issuer)
    return FALSE;
  key->not_before_utc_s = not_before_utc_s;
  /* A state of a later version is the most careful one. */
  key->state = strcmp (state, "active") == 0    ? HUFU_KEY_ACTIVE
               : strcmp (state, "retired") == 0 ? HUFU_KEY_RETIRED
                                                : HUFU_KEY_COMPROMISED;
  return TRUE;
}

static HufuTrustList *
read_trust_list (const char *body)
{
  json_auto_t *list = json_loads (body, JSON_REJECT_DUPLICATES, NULL);
  g_autofree HufuTrustKey *keys = NULL;
  json_t *array;
  json_int_t version;
  gsize n;

  if (list == NULL || json_unpack (list, "{s:I, s:o}", "version", &version, "keys", &array) != 0)
    return NULL;
  n = json_array_size (array);
  if (n > HUFU_TRUST_KEYS_MAX || version < 1)
    return NULL;
  keys = g_new (HufuTrustKey, n);
  for (gsize i = 0; i < n; i++)
    if (!read_key (json_array_get (array, i), &keys[i]))
      return NULL;
  return hufu_trust_list_new ((guint64)version, keys, n);
}

gboolean
hufu_trust_store (HufuDb *db, guint64 version, const char *body, GError **error)
{
  g_autoptr (HufuTrustList) list = read_trust_list (body);

  if (list == NULL || list->version != version)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, "trust list");
  return HUFU_ACT_RUN (db, error,
                       "INSERT INTO trust_list (one, version, body) VALUES (1, ?, ?)"
                       " ON CONFLICT (one) DO UPDATE SET version = excluded.version,"
                       " body = excluded.body WHERE excluded.version > version",
                       SQL_INT (version), SQL_TEXT (body));
}

HufuTrustList *
hufu_trust_load (HufuDb *db, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (db, error, "SELECT body FROM trust_list");
  HufuTrustList *list;

  if (hufu_rows_next (rows, error) <= 0)
    return NULL;
  list = read_trust_list (hufu_rows_text (rows, 0));
  if (list == NULL)
    hufu_store_refuse (error, HUFU_STORE_ERROR_CORRUPT, "the trust list cannot be read");
  return list;
}
