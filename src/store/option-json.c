/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/option-json.h"

#include "store/json-read.h"

static gboolean
take_names (const json_t *data, char *name_en, char *name_zh)
{
  return hufu_json_take_text (data, "name_en", name_en, HUFU_OPTION_NAME_SIZE) &&
         hufu_json_take_text (data, "name_zh", name_zh, HUFU_OPTION_NAME_SIZE);
}

static HufuOptionFault
take_option (const json_t *data, HufuOption *option)
{
  const json_t *standard = json_object_get (data, "standard");

  if (!json_is_object (data) || (standard != NULL && !json_is_boolean (standard)))
    return HUFU_OPTION_SHAPE;
  option->standard = json_is_true (standard);
  if (!take_names (data, option->name_en, option->name_zh))
    return HUFU_OPTION_NAME;
  if (!hufu_json_take_text (data, "id", option->id, sizeof option->id))
    return HUFU_OPTION_ID;
  return hufu_json_take_number (data, "price_minor", HUFU_OPTION_PRICE_MAX_MINOR,
                                &option->price_minor)
             ? HUFU_OPTION_OK
             : HUFU_OPTION_PRICE;
}

static HufuOptionFault
take_group (const json_t *data, HufuOffer *options)
{
  HufuOptionGroup *group = &options->groups[options->n_groups++];
  const json_t *choices = json_object_get (data, "choices");
  gint64 least = 0, most = 1;

  if (!json_is_object (data) || !json_is_array (choices))
    return HUFU_OPTION_SHAPE;
  if (json_array_size (choices) > HUFU_OPTION_OF_GROUP_MAX ||
      options->n_options + json_array_size (choices) > HUFU_OPTIONS_MAX)
    return HUFU_OPTION_CHOICES;
  if (!take_names (data, group->name_en, group->name_zh))
    return HUFU_OPTION_NAME;
  if (!hufu_json_take_number (data, "least", HUFU_OPTION_OF_GROUP_MAX, &least) ||
      !hufu_json_take_number (data, "most", HUFU_OPTION_OF_GROUP_MAX, &most))
    return HUFU_OPTION_COUNT;
  group->least = (guint)least;
  group->most = (guint)most;
  group->first = options->n_options;
  group->n = (guint)json_array_size (choices);
  for (guint i = 0; i < group->n; i++) {
    HufuOptionFault fault =
        take_option (json_array_get (choices, i), &options->options[options->n_options++]);

    if (fault != HUFU_OPTION_OK)
      return fault;
  }
  return HUFU_OPTION_OK;
}

static HufuOptionFault
take_groups (const json_t *groups, HufuOffer *options)
{
  if (!json_is_array (groups))
    return HUFU_OPTION_SHAPE;
  if (json_array_size (groups) > HUFU_OPTION_GROUPS_MAX)
    return HUFU_OPTION_GROUPS;
  for (gsize i = 0; i < json_array_size (groups); i++) {
    HufuOptionFault fault = take_group (json_array_get (groups, i), options);

    if (fault != HUFU_OPTION_OK)
      return fault;
  }
  return hufu_offer_check (options);
}

HufuOffer *
hufu_offer_from_json (const json_t *groups, HufuOptionFault *ret_fault)
{
  g_autoptr (HufuOffer) options = hufu_offer_new ("");

  *ret_fault = take_groups (groups, options);
  if (*ret_fault != HUFU_OPTION_OK)
    return NULL;
  g_free (options->text);
  options->text = json_dumps (groups, JSON_COMPACT | JSON_SORT_KEYS);
  return g_steal_pointer (&options);
}

HufuOffer *
hufu_offer_from_text (const char *text)
{
  json_auto_t *groups =
      text == NULL || *text == '\0' ? NULL : json_loads (text, JSON_REJECT_DUPLICATES, NULL);
  HufuOptionFault fault;

  return groups == NULL ? NULL : hufu_offer_from_json (groups, &fault);
}
