/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codes that this till recognises and does nothing with yet: it shows what it knows of them. */
#include <string.h>

#include "counter/counter-private.h"

#define LINES_SHOWN 5

typedef struct {
  HufuTokenKind kind;
  guint8 subject[HUFU_TOKEN_SUBJECT_MAX];
  gsize size;
  gboolean silent; /* drawn again, which is no news */
} Query;

typedef struct {
  HufuTokenKind kind;
  json_t *body; /* NULL = not known here */
  gboolean silent;
} Found;

static void
found_free (gpointer data)
{
  json_decref (((Found *)data)->body);
  g_free (data);
}

static gpointer
find (HufuDb *db, gpointer data, GError **error)
{
  const Query *query = data;
  GError *trouble = NULL;
  json_t *body =
      hufu_appointment_find (db, query->kind == HUFU_TOKEN_PICKUP ? "pickup" : "reservation",
                             query->subject, query->size, &trouble);
  Found *found;

  if (trouble != NULL) {
    g_propagate_error (error, trouble);
    return NULL;
  }
  found = g_new (Found, 1);
  *found = (Found){query->kind, body, query->silent};
  return found;
}

static const char *
text_of (const json_t *body, const char *name)
{
  const char *text = json_string_value (json_object_get (body, name));

  return text == NULL ? "" : text;
}

static char *
time_of (const json_t *body, const char *name)
{
  g_autoptr (GDateTime) time =
      g_date_time_new_from_unix_local (json_integer_value (json_object_get (body, name)));

  return time == NULL ? g_strdup ("") : g_date_time_format (time, "%Y-%m-%d %H:%M");
}

/* "2 × Filter coffee, 1 × Croissant" */
static char *
say_lines (const json_t *lines, HufuLang lang)
{
  GString *said = g_string_new (NULL);

  for (gsize i = 0; i < MIN (json_array_size (lines), LINES_SHOWN); i++) {
    const json_t *line = json_array_get (lines, i);
    gint64 pieces = json_integer_value (json_object_get (line, "qty_milli")) / 1000;
    g_string_append_printf (said, "%s%" G_GINT64_FORMAT " × %s",
                            i == 0 ? "" : HUFU_WORD (lang, ", ", "，"), MAX (pieces, 1),
                            text_of (line, HUFU_WORD (lang, "title_en", "title_zh")));
  }
  if (json_array_size (lines) > LINES_SHOWN)
    g_string_append (said, " …");
  return g_string_free (said, FALSE);
}

static const char *
say_state (const json_t *body, HufuLang lang)
{
  const char *state = text_of (body, "state");

  if (strcmp (state, "ready") == 0)
    return HUFU_WORD (lang, "Ready to collect", "可以提货");
  if (strcmp (state, "collected") == 0)
    return HUFU_WORD (lang, "Collected already", "已提走");
  if (strcmp (state, "arrived") == 0)
    return HUFU_WORD (lang, "Arrived already", "已到店");
  if (strcmp (state, "cancelled") == 0)
    return HUFU_WORD (lang, "Cancelled", "已取消");
  return HUFU_WORD (lang, "Booked", "已预约");
}

static void
describe_pickup (HufuPanel *panel, const json_t *body, HufuLang lang)
{
  g_autofree char *items = say_lines (json_object_get (body, "lines"), lang);
  g_autofree char *subtitle =
      g_strconcat (HUFU_WORD (lang, "Order ", "订单 "), text_of (body, "order_no"), NULL);
  g_autofree char *ready = time_of (body, "ready_utc_s");

  hufu_panel_set_about (panel, "box", items, subtitle);
  hufu_panel_add_fact (panel, HUFU_WORD (lang, "Ready since", "备好时间"), ready, "");
}

static void
describe_reservation (HufuPanel *panel, const json_t *body, HufuLang lang)
{
  g_autofree char *at = time_of (body, "at_utc_s");
  g_autofree char *subtitle = HUFU_SAY (lang, "Party of %d", "%d 人",
                                        (int)json_integer_value (json_object_get (body, "party")));

  hufu_panel_set_about (panel, "clock", text_of (body, HUFU_WORD (lang, "title_en", "title_zh")),
                        subtitle);
  hufu_panel_add_fact (panel, HUFU_WORD (lang, "Time", "时间"), at, "");
}

static void
show_unknown (HufuCounter *counter, gboolean pickup)
{
  hufu_recognised_show (counter, pickup ? HUFU_PANEL_PICKUP : HUFU_PANEL_RESERVATION,
                        pickup ? "box" : "clock",
                        pickup ? HUFU_WORD (counter->lang, "Pick-up order", "自提订单")
                               : HUFU_WORD (counter->lang, "Reservation", "预约"));
}

/* Asks the books again: what they hold is in both languages. */
static void
redraw (HufuCounter *counter)
{
  if (counter->flow.claims != NULL)
    hufu_appointment_show (counter, counter->flow.claims);
}

static void
show_found (HufuCounter *counter, const Found *found)
{
  HufuLang lang = counter->lang;
  gboolean pickup = found->kind == HUFU_TOKEN_PICKUP;
  HufuPanel *panel;

  if (found->body == NULL) {
    show_unknown (counter, pickup);
    return;
  }
  panel = hufu_panel_new (pickup ? HUFU_PANEL_PICKUP : HUFU_PANEL_RESERVATION);
  hufu_panel_set_band (panel, HUFU_MARK_NONE, HUFU_TONE_ASK, say_state (found->body, lang),
                       HUFU_WORD (lang,
                                  "What this till knows. Nothing was changed; the back office "
                                  "carries it out.",
                                  "以上是本机已知的资料。没有改动任何东西，请在店铺后台办理。"));
  if (pickup)
    describe_pickup (panel, found->body, lang);
  else
    describe_reservation (panel, found->body, lang);
  hufu_panel_add_fact (panel, HUFU_WORD (lang, "Customer", "顾客"),
                       text_of (found->body, "phone_masked"), "");
  hufu_counter_take_panel (counter, panel);
}

static void
on_found (HufuCounter *counter, gpointer answer, const GError *error)
{
  const Found *found = answer;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  if (!found->silent)
    hufu_counter_sound (counter, HUFU_SOUND_ASK);
  show_found (counter, found);
  counter->redraw = redraw;
}

void
hufu_appointment_show (HufuCounter *counter, const HufuClaims *claims)
{
  Query *query = g_new0 (Query, 1);

  query->kind = claims->kind;
  query->silent = counter->redrawing;
  query->size = claims->subject_size;
  memcpy (query->subject, claims->subject, claims->subject_size);
  hufu_counter_ask (counter, counter->books, find, query, g_free, found_free, on_found);
}

void
hufu_recognised_show (HufuCounter *counter, HufuPanelKind kind, const char *icon, const char *title)
{
  HufuPanel *panel = hufu_panel_new (kind);

  hufu_panel_set_band (panel, HUFU_MARK_NONE, HUFU_TONE_ASK, title,
                       HUFU_WORD (counter->lang,
                                  "Recognised. This till cannot carry it out; nothing was changed.",
                                  "已识别。本机不能办理，没有改动任何东西。"));
  hufu_panel_set_about (
      panel, icon, title,
      HUFU_WORD (counter->lang, "Use the shop's back office for it.", "请在店铺后台办理。"));
  hufu_counter_take_panel (counter, panel);
}
