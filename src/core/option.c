/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/option.h"

#include <string.h>

#include "core/note.h"

G_STATIC_ASSERT (HUFU_OPTIONS_MAX < 63);

HufuOffer *
hufu_offer_new (const char *text)
{
  HufuOffer *options = g_new0 (HufuOffer, 1);

  g_atomic_ref_count_init (&options->refs);
  options->text = g_strdup (text);
  return options;
}

HufuOffer *
hufu_offer_ref (HufuOffer *options)
{
  if (options != NULL)
    g_atomic_ref_count_inc (&options->refs);
  return options;
}

void
hufu_offer_unref (HufuOffer *options)
{
  if (options == NULL || !g_atomic_ref_count_dec (&options->refs))
    return;
  g_free (options->text);
  g_free (options);
}

const char *
hufu_option_fault_name (HufuOptionFault fault)
{
  static const char *const names[HUFU_OPTION_FAULT_COUNT] = {
      [HUFU_OPTION_OK] = "",
      [HUFU_OPTION_SHAPE] = "shape",
      [HUFU_OPTION_GROUPS] = "groups",
      [HUFU_OPTION_CHOICES] = "choices",
      [HUFU_OPTION_NAME] = "name",
      [HUFU_OPTION_ID] = "id",
      [HUFU_OPTION_PRICE] = "price",
      [HUFU_OPTION_COUNT] = "count",
      [HUFU_OPTION_STANDARD] = "standard",
      [HUFU_OPTION_WEIGHED] = "weighed",
  };

  g_assert ((gsize)fault < G_N_ELEMENTS (names));
  return names[fault];
}

static guint64
bit (guint place)
{
  return G_GUINT64_CONSTANT (1) << place;
}

static guint
count (const HufuOptionGroup *group, guint64 chosen)
{
  guint n = 0;

  for (guint i = 0; i < group->n; i++)
    n += (chosen & bit (group->first + i)) != 0;
  return n;
}

/* ---- what is read ---- */

static gboolean
is_id (const char *id)
{
  return *id != '\0' && id[strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

static HufuOptionFault
check_option (const HufuOffer *options, guint place)
{
  const HufuOption *option = &options->options[place];

  if (hufu_note_look (option->name_en) != HUFU_NOTE_GOOD ||
      hufu_note_look (option->name_zh) != HUFU_NOTE_GOOD)
    return HUFU_OPTION_NAME;
  if (!is_id (option->id) || hufu_offer_find (options, option->id) != (gint)place)
    return HUFU_OPTION_ID;
  return option->price_minor >= 0 && option->price_minor <= HUFU_OPTION_PRICE_MAX_MINOR
             ? HUFU_OPTION_OK
             : HUFU_OPTION_PRICE;
}

static HufuOptionFault
check_group (const HufuOffer *options, const HufuOptionGroup *group)
{
  HufuOptionFault fault = HUFU_OPTION_OK;

  if (hufu_note_look (group->name_en) != HUFU_NOTE_GOOD ||
      hufu_note_look (group->name_zh) != HUFU_NOTE_GOOD)
    return HUFU_OPTION_NAME;
  if (group->n == 0 || group->n > HUFU_OPTION_OF_GROUP_MAX)
    return HUFU_OPTION_CHOICES;
  if (group->most == 0 || group->most > group->n || group->least > group->most)
    return HUFU_OPTION_COUNT;
  for (guint i = 0; i < group->n && fault == HUFU_OPTION_OK; i++)
    fault = check_option (options, group->first + i);
  return fault;
}

HufuOptionFault
hufu_offer_check (const HufuOffer *options)
{
  if (options->n_groups == 0 || options->n_groups > HUFU_OPTION_GROUPS_MAX)
    return HUFU_OPTION_GROUPS;
  for (guint i = 0; i < options->n_groups; i++) {
    HufuOptionFault fault = check_group (options, &options->groups[i]);

    if (fault != HUFU_OPTION_OK)
      return fault;
  }
  return hufu_offer_is_choice (options, hufu_offer_standard (options)) ? HUFU_OPTION_OK
                                                                       : HUFU_OPTION_STANDARD;
}

/* ---- what is chosen ---- */

guint64
hufu_offer_standard (const HufuOffer *options)
{
  guint64 chosen = 0;

  for (guint i = 0; options != NULL && i < options->n_options; i++)
    if (options->options[i].standard)
      chosen |= bit (i);
  return chosen;
}

gboolean
hufu_offer_is_choice (const HufuOffer *options, guint64 chosen)
{
  if (options == NULL)
    return chosen == 0;
  for (guint i = 0; i < options->n_groups; i++)
    if (count (&options->groups[i], chosen) > options->groups[i].most)
      return FALSE;
  return chosen >> options->n_options == 0;
}

const HufuOptionGroup *
hufu_offer_find_open (const HufuOffer *options, guint64 chosen)
{
  for (guint i = 0; options != NULL && i < options->n_groups; i++)
    if (count (&options->groups[i], chosen) < options->groups[i].least)
      return &options->groups[i];
  return NULL;
}

static const HufuOptionGroup *
group_of (const HufuOffer *options, guint place)
{
  for (guint i = 0; i < options->n_groups; i++)
    if (place >= options->groups[i].first &&
        place < options->groups[i].first + options->groups[i].n)
      return &options->groups[i];
  g_assert_not_reached ();
}

gboolean
hufu_offer_choose (const HufuOffer *options, guint place, guint64 *chosen)
{
  const HufuOptionGroup *group = group_of (options, place);
  guint n = count (group, *chosen);

  if ((*chosen & bit (place)) != 0) {
    if (n > group->least)
      *chosen &= ~bit (place);
    return TRUE;
  }
  if (group->most == 1)
    for (guint i = 0; i < group->n; i++)
      *chosen &= ~bit (group->first + i);
  else if (n == group->most)
    return FALSE;
  *chosen |= bit (place);
  return TRUE;
}

gint
hufu_offer_find (const HufuOffer *options, const char *id)
{
  for (guint i = 0; options != NULL && i < options->n_options; i++)
    if (strcmp (options->options[i].id, id) == 0)
      return (gint)i;
  return -1;
}

gint64
hufu_offer_extra_minor (const HufuOffer *options, guint64 chosen)
{
  gint64 extra_minor = 0;

  for (guint i = 0; options != NULL && i < options->n_options; i++)
    if ((chosen & bit (i)) != 0)
      extra_minor += options->options[i].price_minor;
  return extra_minor;
}
