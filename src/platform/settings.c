/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/settings.h"

#include <string.h>

#include "core/deposit.h"
#include "core/markdown.h"
#include "core/money.h"
#include "core/note.h"
#include "core/policy.h"
#include "core/preparation.h"
#include "core/recognise.h"
#include "core/staff.h"
#include "core/stock.h"
#include "platform/changes.h"

typedef struct {
  const char *name;
  gboolean is_needed;                        /* null is refused */
  gboolean (*is_good) (const json_t *value); /* NULL: a whole number from 0 to max */
  gint64 max;
  const char *wanted;
} Setting;

static gboolean
is_within (const json_t *value, gint64 min, gint64 max)
{
  return json_is_integer (value) && json_integer_value (value) >= min &&
         json_integer_value (value) <= max;
}

/* Of an object: exactly these, numbers within the range. */
static gboolean
has_numbers (const json_t *object, const char *const *names, gint64 max)
{
  g_autofree char *unknown =
      json_is_object (object) ? hufu_pjson_dup_unknown (object, names) : NULL;

  if (!json_is_object (object) || unknown != NULL)
    return FALSE;
  for (gsize i = 0; names[i] != NULL; i++)
    if (!is_within (json_object_get (object, names[i]), 0, max))
      return FALSE;
  return TRUE;
}

static gboolean
is_name (const json_t *value)
{
  const char *text = json_string_value (value);

  return text != NULL && *text != '\0' && hufu_note_is_line (text, HUFU_SETTING_TEXT_MAX);
}

static gboolean
is_text (const json_t *value)
{
  return json_is_string (value) &&
         hufu_note_is_line (json_string_value (value), HUFU_SETTING_TEXT_MAX);
}

static gboolean
is_truth (const json_t *value)
{
  return json_is_boolean (value);
}

static gboolean
is_rounding (const json_t *value)
{
  const char *rule = json_string_value (json_object_get (value, "rule"));

  return json_object_size (value) == 2 && rule != NULL &&
         g_strv_contains (hufu_rounding_names, rule) &&
         is_within (json_object_get (value, "increment_minor"), 1, HUFU_MONEY_MAX_MINOR);
}

static gboolean
is_layout (const json_t *data)
{
  const json_t *has_check = json_object_get (data, "has_value_check");
  const char *value = json_string_value (json_object_get (data, "value"));
  gint64 prefix, item_digits, value_digits;

  return json_object_size (data) == 5 && json_is_boolean (has_check) && value != NULL &&
         (strcmp (value, "weight") == 0 || strcmp (value, "price") == 0) &&
         hufu_pjson_get_int (data, "prefix", 0, G_MAXUINT8, &prefix) &&
         hufu_pjson_get_int (data, "item_digits", 0, G_MAXUINT8, &item_digits) &&
         hufu_pjson_get_int (data, "value_digits", 0, G_MAXUINT8, &value_digits) &&
         hufu_label_layout_is_good (
             &(HufuLabelLayout){.prefix = (guint8)prefix,
                                .item_digits = (guint8)item_digits,
                                .value_digits = (guint8)value_digits,
                                .has_value_check = json_is_true (has_check)});
}

static gboolean
are_layouts (const json_t *value)
{
  if (!json_is_array (value) || json_array_size (value) > HUFU_LAYOUTS_MAX)
    return FALSE;
  for (gsize i = 0; i < json_array_size (value); i++)
    if (!is_layout (json_array_get (value, i)))
      return FALSE;
  return TRUE;
}

/* That they exist is looked up. */
static gboolean
are_categories (const json_t *value)
{
  return json_is_array (value) && json_array_size (value) <= HUFU_PREPARED_MAX;
}

static gboolean
is_deposit (const json_t *value)
{
  static const char *const names[] = {"least_percent", "keep_days", NULL};

  return has_numbers (value, names, HUFU_DEPOSIT_KEEP_DAYS_MAX) &&
         is_within (json_object_get (value, "least_percent"), 0, 100);
}

static gboolean
are_rights (const json_t *value)
{
  static const char *const names[] = {"line_percent", "basket_percent", "price_percent", NULL};
  const char *role;
  json_t *rights;
  HufuRole known;

  if (!json_is_object (value))
    return FALSE;
  json_object_foreach ((json_t *)(gsize)value, role,
                       rights) if (!hufu_role_find (role, &known) ||
                                   !has_numbers (rights, names, 100)) return FALSE;
  return TRUE;
}

static const Setting settings[] = {
    {"shop_en", TRUE, is_name, 0, "a line of 1 to 400 bytes"},
    {"shop_zh", TRUE, is_name, 0, "a line of 1 to 400 bytes"},
    {"footer_en", TRUE, is_text, 0, "a line of at most 400 bytes"},
    {"footer_zh", TRUE, is_text, 0, "a line of at most 400 bytes"},
    {"display_en", FALSE, is_text, 0, "a line of at most 400 bytes"},
    {"display_zh", FALSE, is_text, 0, "a line of at most 400 bytes"},
    {"label_layouts", TRUE, are_layouts, 0,
     "at most 12 of prefix (2 to 29), item_digits and value_digits (4 to 6; 10 together, 9 with a "
     "check), has_value_check, and value: weight or price"},
    {"cash_rounding", TRUE, is_rounding, 0,
     "increment_minor from 1, and rule: floor, ceil, half_up, half_down or half_even"},
    {"cash_tolerance_minor", FALSE, NULL, HUFU_MONEY_MAX_MINOR, "an amount"},
    {"auto_lock_s", FALSE, NULL, HUFU_AUTO_LOCK_MAX_S, "seconds, 0 = never"},
    {"undo_window_s", TRUE, NULL, HUFU_UNDO_WINDOW_MAX_S, "seconds"},
    {"low_stock_milli", FALSE, NULL, HUFU_STOCK_MAX_MILLI, "thousandths of a piece"},
    {"deposit", FALSE, is_deposit, 0, "least_percent from 0 to 100 and keep_days from 0 to 366"},
    {"prepared_categories", FALSE, are_categories, 0, "at most 16 categories of the catalogue"},
    {"price_rights", FALSE, are_rights, 0,
     "line_percent, basket_percent and price_percent, from 0 to 100, by cashier, clerk, manager"},
    {"returns_rights", FALSE, is_truth, 0, "true or false"},
};

static const Setting *
find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    if (strcmp (settings[i].name, name) == 0)
      return &settings[i];
  return NULL;
}

static gboolean
is_good (HufuPlatform *platform, const Setting *setting, const json_t *value)
{
  if (json_is_null (value))
    return !setting->is_needed;
  if (setting->is_good == NULL)
    return is_within (value, 0, setting->max);
  if (!setting->is_good (value))
    return FALSE;
  for (gsize i = 0; setting->is_good == are_categories && i < json_array_size (value); i++)
    if (hufu_pdb_get_int (platform->db, 0, "SELECT 1 FROM category WHERE id = ?", "i",
                          (gint64)json_integer_value (json_array_get (value, i))) == 0)
      return FALSE;
  return TRUE;
}

/* What is wrong with the first bad one, to be freed. */
static char *
dup_fault (HufuPlatform *platform, const json_t *given)
{
  const char *name;
  json_t *value;

  json_object_foreach ((json_t *)(gsize)given, name, value)
  {
    const Setting *setting = find (name);

    if (setting == NULL)
      return g_strdup_printf ("%.40s is no setting", name);
    if (is_good (platform, setting, value))
      continue;
    return setting->is_good != NULL
               ? g_strdup_printf ("%s is wanted: %s", name, setting->wanted)
               : g_strdup_printf ("%s is wanted: %s, at most %" G_GINT64_FORMAT, name,
                                  setting->wanted, setting->max);
  }
  return NULL;
}

gboolean
hufu_settings_put (HufuPlatform *platform, gint64 store_no, const json_t *given, char **ret_refused,
                   GError **error)
{
  json_t *policy, *value;
  const char *name;

  *ret_refused = dup_fault (platform, given);
  if (*ret_refused != NULL)
    return FALSE;
  hufu_pdb_begin (platform->db);
  policy = hufu_changes_load_policy (platform, (guint64)store_no);
  if (policy == NULL) {
    hufu_pdb_rollback (platform->db);
    return FALSE;
  }
  json_object_foreach ((json_t *)(gsize)given, name, value)
  {
    if (json_is_null (value))
      json_object_del (policy, name);
    else
      json_object_set (policy, name, value);
  }
  hufu_changes_put (platform, "policy", "store", store_no, policy);
  json_decref (policy);
  return hufu_pdb_commit (platform->db, error);
}

/* ---- operations ---- */

/* NULL: there is no such store. */
static json_t *
load (HufuPlatform *platform, gint64 store_no)
{
  json_t *policy = hufu_changes_load_policy (platform, (guint64)store_no), *set;

  if (policy == NULL)
    return NULL;
  set = json_object ();
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    if (json_object_get (policy, settings[i].name) != NULL)
      json_object_set (set, settings[i].name, json_object_get (policy, settings[i].name));
  json_decref (policy);
  return set;
}

static void
answer (HufuCall *call, gint64 store_no)
{
  json_t *set = load (call->platform, store_no);

  if (set == NULL)
    hufu_call_refuse (call, HUFU_PROBLEM_NOT_FOUND, "There is no such store");
  else
    hufu_call_answer (call, set, NULL);
}

void
hufu_settings_answer_get (HufuCall *call)
{
  gint64 store_no = 0;

  if (!hufu_call_get_query (call, "store", 0, G_MAXINT64, -1, &store_no) || store_no < 0)
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, "store is a store's number");
  else
    answer (call, store_no);
}

void
hufu_settings_answer_put (HufuCall *call)
{
  const json_t *given = json_object_get (call->body, "settings");
  g_autofree char *refused = NULL;
  GError *error = NULL;
  gint64 store_no;

  if (!hufu_pjson_get_int (call->body, "store_no", 0, G_MAXINT64, &store_no) ||
      !json_is_object (given))
    refused = g_strdup ("store_no and settings are wanted");
  else if (hufu_settings_put (call->platform, store_no, given, &refused, &error) ||
           (refused == NULL && error == NULL))
    answer (call, store_no);
  if (refused != NULL)
    hufu_call_refuse (call, HUFU_PROBLEM_BAD_REQUEST, refused);
  else if (error != NULL)
    hufu_call_answer (call, NULL, error);
}
