/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the people of a till chose for it: language, colours, volume. Kept over restarts. */
#include <string.h>

#include "counter/counter-private.h"
#include "counter/paper-flow.h"

typedef struct {
  const char *name; /* static */
  char *value;
} Setting;

static void
setting_free (gpointer data)
{
  g_free (((Setting *)data)->value);
  g_free (data);
}

static gpointer
store_setting (HufuDb *db, gpointer data, GError **error)
{
  const Setting *setting = data;

  return GINT_TO_POINTER (hufu_setting_set (db, setting->name, setting->value, error));
}

void
hufu_settings_keep (HufuCounter *counter, const char *name, const char *value)
{
  Setting *setting;

  if (counter->books == NULL)
    return;
  setting = g_new (Setting, 1);
  *setting = (Setting){name, g_strdup (value)};
  hufu_counter_ask (counter, counter->books, store_setting, setting, setting_free, NULL, NULL);
}

HufuLang
hufu_counter_get_lang (HufuCounter *counter)
{
  return counter->lang;
}

const char *
hufu_counter_get_theme (HufuCounter *counter)
{
  return counter->theme;
}

void
hufu_counter_set_theme (HufuCounter *counter, const char *theme)
{
  if (strcmp (counter->theme, theme) == 0)
    return;
  g_free (counter->theme);
  counter->theme = g_strdup (theme);
  hufu_settings_keep (counter, "theme", theme);
  g_signal_emit_by_name (counter, "restart-ui");
}

const char *
hufu_counter_get_volume (HufuCounter *counter)
{
  return counter->volume;
}

void
hufu_counter_set_volume (HufuCounter *counter, const char *volume)
{
  if (strcmp (counter->volume, volume) == 0)
    return;
  g_free (counter->volume);
  counter->volume = g_strdup (volume);
  hufu_settings_keep (counter, "volume", volume);
}

void
hufu_counter_set_lang (HufuCounter *counter, HufuLang lang)
{
  if (counter->lang == lang)
    return;
  counter->lang = lang;
  hufu_settings_keep (counter, "lang", lang == HUFU_LANG_ZH ? "zh" : "en");
  if (counter->products != NULL)
    hufu_product_model_set_lang (counter->products, lang);
  hufu_edit_show (counter);
  hufu_session_show_people (counter);
  hufu_counter_redraw_panel (counter);
  hufu_manager_redraw (counter);
  hufu_stock_on_lang (counter);
  hufu_paper_on_lang (counter);
  if (counter->screen == HUFU_SCREEN_TENDER)
    hufu_tender_refresh (counter);
  hufu_link_refresh_status (counter);
  hufu_primary_refresh (counter);
  g_object_notify (G_OBJECT (counter), "lang");
  g_signal_emit_by_name (counter, "restart-ui");
}
