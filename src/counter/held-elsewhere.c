/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Held sales of the other tills of the store. They are seen while those tills can be reached; one
 * that is taken moves here once (store/basket-move.h), and is held here before it is opened. A till
 * that has not answered may have given it already: the request stays, and is sent again.
 */
#include "counter/held.h"

#include "counter/counter-private.h"
#include "store/basket-move.h"
#include "sync/lan-task.h"

#define LOOK_MS 500  /* for tills that are silent; the others answer in some milliseconds */
#define TAKE_MS 1500 /* then "no answer yet" is said; the request goes on */
#define LOOK_AGAIN_US (3 * G_USEC_PER_SEC)

/* What was heard last. */
struct _HufuHeldElsewhere {
  HufuLanBasketList *there; /* NULL = nothing yet */
  GPtrArray *requests;      /* HufuBasketRequest, without an answer */
  GPtrArray *stranded;      /* HufuMovedBasket */
  gint64 asked_mono_us;
  gboolean is_looking;
};

static HufuHeldElsewhere *
get (HufuCounter *counter)
{
  if (counter->heard == NULL)
    counter->heard = g_new0 (HufuHeldElsewhere, 1);
  return counter->heard;
}

void
hufu_held_clear (HufuCounter *counter)
{
  HufuHeldElsewhere *heard = g_steal_pointer (&counter->heard);

  if (heard == NULL)
    return;
  hufu_lan_basket_list_free (heard->there);
  g_clear_pointer (&heard->requests, g_ptr_array_unref);
  g_clear_pointer (&heard->stranded, g_ptr_array_unref);
  g_free (heard);
}

guint
hufu_held_count_silent (HufuCounter *counter)
{
  return counter->heard == NULL || counter->heard->there == NULL ? 0
                                                                 : counter->heard->there->n_silent;
}

/* ---- the rows ---- */

static char *
say_age (gint64 age_s, HufuLang lang)
{
  if (age_s < 60)
    return g_strdup (HUFU_WORD (lang, "just now", "刚刚"));
  if (age_s < 3600)
    return HUFU_SAY (lang, "%d min ago", "%d 分钟前", (int)(age_s / 60));
  return HUFU_SAY (lang, "%d h ago", "%d 小时前", (int)(age_s / 3600));
}

static const char *
say_stays (HufuGiving giving, HufuLang lang)
{
  switch (giving) {
  case HUFU_GIVING_PAID:
    return HUFU_WORD (lang, "stays there: money was received", "只能在那台机完成：已收过款");
  case HUFU_GIVING_VOUCHER:
    return HUFU_WORD (lang, "stays there: a voucher was redeemed", "只能在那台机完成：已核销券");
  case HUFU_GIVING_PENDING:
    return HUFU_WORD (lang, "stays there: waits for an answer", "只能在那台机继续：在等答复");
  case HUFU_GIVING_UNFIT:
    return HUFU_WORD (lang, "stays there: cannot be sent", "只能在那台机完成：不能发送");
  case HUFU_GIVING_MOVED:
  case HUFU_GIVING_TAKEN:
  case HUFU_GIVING_OPEN:
  case HUFU_GIVING_GONE:
    return "";
  }
  g_assert_not_reached ();
}

static char *
say_waiting (guint64 terminal_no, HufuLang lang)
{
  return HUFU_SAY (lang, "till %" G_GUINT64_FORMAT " was asked for it, no answer yet",
                   "已向 %" G_GUINT64_FORMAT " 号机要这一单，还没有答复", terminal_no);
}

static char *
say_there (const HufuLanBasket *basket, gboolean asked, HufuLang lang)
{
  const HufuOfferedBasket *offered = &basket->offered;
  g_autofree char *age = say_age (offered->age_s, lang);
  const char *stays = say_stays (offered->stays, lang);

  if (asked)
    return say_waiting (basket->terminal_no, lang);
  return HUFU_SAY (lang, "till %" G_GUINT64_FORMAT " · %u line%s · %s%s%s",
                   "%" G_GUINT64_FORMAT " 号机 · %u 行%s · %s%s%s", basket->terminal_no,
                   offered->n_lines, lang == HUFU_LANG_ZH || offered->n_lines == 1 ? "" : "s", age,
                   *stays != '\0' ? " · " : "", stays);
}

static HufuHeldItem *
new_item (const HufuId *sale_id, const char *name, gint64 amount_minor, char *take_hint)
{
  HufuHeldItem *item = g_object_new (HUFU_TYPE_HELD_ITEM, NULL);
  char amount[HUFU_MONEY_TEXT_SIZE] = "";

  if (amount_minor >= 0)
    hufu_money_format (amount_minor, amount);
  item->sale_id = *sale_id;
  item->name = g_strdup (name);
  item->amount = g_strdup (amount);
  item->hint = take_hint;
  return item;
}

static gboolean
is_asked (const HufuHeldElsewhere *heard, const HufuLanBasket *basket)
{
  for (guint i = 0; heard->requests != NULL && i < heard->requests->len; i++) {
    const HufuBasketRequest *request = heard->requests->pdata[i];

    if (hufu_id_equal (&request->sale_id, &basket->offered.sale_id) &&
        hufu_id_equal (&request->owner_terminal, &basket->terminal_id))
      return TRUE;
  }
  return FALSE;
}

static void
add_there (GPtrArray *items, const HufuHeldElsewhere *heard, HufuLang lang)
{
  for (guint i = 0; heard->there != NULL && i < heard->there->baskets->len; i++) {
    const HufuLanBasket *basket = heard->there->baskets->pdata[i];
    gboolean asked = is_asked (heard, basket);
    HufuHeldItem *item = new_item (&basket->offered.sale_id, basket->offered.name,
                                   basket->offered.due_minor, say_there (basket, asked, lang));

    item->place = asked ? HUFU_HELD_ASKED : HUFU_HELD_THERE;
    item->terminal_id = basket->terminal_id;
    item->terminal_no = basket->terminal_no;
    item->giving = basket->offered.stays;
    item->pending = asked;
    g_ptr_array_add (items, item);
  }
}

static gboolean
is_listed (const GPtrArray *items, const HufuId *sale_id)
{
  for (guint i = 0; i < items->len; i++)
    if (hufu_id_equal (&((const HufuHeldItem *)items->pdata[i])->sale_id, sale_id))
      return TRUE;
  return FALSE;
}

/* Asked of a till that is silent now. */
static void
add_asked (GPtrArray *items, const HufuHeldElsewhere *heard, HufuLang lang)
{
  for (guint i = 0; heard->requests != NULL && i < heard->requests->len; i++) {
    const HufuBasketRequest *request = heard->requests->pdata[i];
    g_autofree char *name = NULL;
    HufuHeldItem *item;

    if (is_listed (items, &request->sale_id))
      continue;
    name = HUFU_SAY (lang, "A sale of till %" G_GUINT64_FORMAT, "%" G_GUINT64_FORMAT " 号机的单",
                     request->owner_no);
    item = new_item (&request->sale_id, name, -1, say_waiting (request->owner_no, lang));
    item->place = HUFU_HELD_ASKED;
    item->terminal_id = request->owner_terminal;
    item->terminal_no = request->owner_no;
    item->pending = TRUE;
    g_ptr_array_add (items, item);
  }
}

static void
add_stranded (GPtrArray *items, HufuCounter *counter)
{
  const HufuHeldElsewhere *heard = counter->heard;

  for (guint i = 0; heard->stranded != NULL && i < heard->stranded->len; i++) {
    const HufuMovedBasket *moved = heard->stranded->pdata[i];
    g_autofree char *time = hufu_counter_clock_text (counter, moved->moved_utc_us, FALSE);
    HufuHeldItem *item = new_item (
        &moved->sale_id, moved->name, moved->gross_minor,
        HUFU_SAY (counter->lang,
                  "till %" G_GUINT64_FORMAT " took it at %s and has left the store: ask whether"
                  " it was sold there",
                  "%" G_GUINT64_FORMAT " 号机 %s 取走后已离开本店：请先确认那里是否已卖出",
                  moved->taker_no, time));

    item->place = HUFU_HELD_LEFT;
    item->terminal_no = moved->taker_no;
    g_ptr_array_add (items, item);
  }
}

static gboolean
is_same (GListModel *list, const GPtrArray *items)
{
  if (g_list_model_get_n_items (list) != items->len)
    return FALSE;
  for (guint i = 0; i < items->len; i++) {
    g_autoptr (HufuHeldItem) before = g_list_model_get_item (list, i);
    const HufuHeldItem *now = items->pdata[i];

    if (!hufu_id_equal (&before->sale_id, &now->sale_id) || before->place != now->place ||
        before->giving != now->giving || !g_str_equal (before->hint, now->hint) ||
        !g_str_equal (before->name, now->name) || !g_str_equal (before->amount, now->amount))
      return FALSE;
  }
  return TRUE;
}

/* What is the same stays, as somebody may be about to touch it. */
void
hufu_held_redraw_elsewhere (HufuCounter *counter)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *list = G_LIST_MODEL (counter->elsewhere);

  add_there (items, get (counter), counter->lang);
  add_asked (items, counter->heard, counter->lang);
  add_stranded (items, counter);
  if (!is_same (list, items))
    g_list_store_splice (counter->elsewhere, 0, g_list_model_get_n_items (list), items->pdata,
                         items->len);
}

/* ---- looking around ---- */

typedef struct {
  HufuCounter *counter; /* a reference */
  gboolean shows;       /* somebody opened the list: the counter is busy until it is there */
} Looking;

static Looking *
looking_new (HufuCounter *counter, gboolean shows)
{
  Looking *looking = g_new (Looking, 1);

  *looking = (Looking){g_object_ref (counter), shows};
  if (shows)
    hufu_counter_begin_save (counter); /* what is touched meanwhile is not held up */
  return looking;
}

static void
looking_free (Looking *looking)
{
  if (looking->shows)
    hufu_counter_end_save (looking->counter);
  g_object_unref (looking->counter);
  g_free (looking);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Looking, looking_free)

typedef struct {
  GPtrArray *requests, *stranded;
} Ends;

static void
ends_free (gpointer data)
{
  Ends *ends = data;

  g_clear_pointer (&ends->requests, g_ptr_array_unref);
  g_clear_pointer (&ends->stranded, g_ptr_array_unref);
  g_free (ends);
}

static gpointer
load_ends (HufuDb *db, gpointer data, GError **error)
{
  Ends *ends = g_new0 (Ends, 1);

  ends->requests = hufu_basket_request_list_open (db, error);
  if (ends->requests != NULL)
    ends->stranded = hufu_basket_list_stranded (db, error);
  if (ends->stranded != NULL)
    return ends;
  ends_free (ends);
  return NULL;
}

static void
on_ends (HufuCounter *counter, gpointer answer, const GError *error)
{
  HufuHeldElsewhere *heard = get (counter);
  Ends *ends = answer;

  heard->is_looking = FALSE;
  if (ends != NULL) {
    g_clear_pointer (&heard->requests, g_ptr_array_unref);
    g_clear_pointer (&heard->stranded, g_ptr_array_unref);
    heard->requests = g_steal_pointer (&ends->requests);
    heard->stranded = g_steal_pointer (&ends->stranded);
  }
  hufu_held_redraw_elsewhere (counter);
  if (counter->panel != NULL && counter->panel->kind == HUFU_PANEL_HELD)
    hufu_held_draw (counter);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Looking) looking = user_data;
  HufuCounter *counter = looking->counter;
  HufuLanBasketList *list = hufu_lan_list_baskets_finish (result, NULL);

  if (g_cancellable_is_cancelled (counter->cancellable)) {
    hufu_lan_basket_list_free (list);
    return;
  }
  hufu_lan_basket_list_free (get (counter)->there);
  counter->heard->there = list;
  counter->heard->asked_mono_us = g_get_monotonic_time ();
  hufu_counter_ask (counter, counter->books, load_ends, NULL, NULL, ends_free, on_ends);
}

void
hufu_held_look (HufuCounter *counter, gboolean shows)
{
  HufuLan *lan = counter->sync != NULL ? hufu_sync_get_lan (counter->sync) : NULL;

  if (get (counter)->is_looking && !shows)
    return;
  counter->heard->is_looking = TRUE;
  hufu_lan_list_baskets_async (lan, LOOK_MS, counter->cancellable, on_looked,
                               looking_new (counter, shows));
}

void
hufu_held_on_tick (HufuCounter *counter)
{
  if (counter->panel != NULL && counter->panel->kind == HUFU_PANEL_HELD &&
      g_get_monotonic_time () - get (counter)->asked_mono_us >= LOOK_AGAIN_US)
    hufu_held_look (counter, FALSE);
}

void
hufu_held_on_sales (HufuCounter *counter)
{
  hufu_held_reload (counter);
  if (counter->panel != NULL && counter->panel->kind == HUFU_PANEL_HELD)
    hufu_held_look (counter, FALSE);
}

/* ---- one of them ---- */

static HufuCounter *
begin_taking (HufuCounter *counter)
{
  hufu_counter_begin_wait (counter);
  return g_object_ref (counter);
}

/* What the cashier did meanwhile comes now, after the answer. */
static void
end_taking (HufuCounter *counter)
{
  hufu_counter_end_wait (counter);
  g_object_unref (counter);
}

static void
show_taken (HufuCounter *counter, const HufuLanTaken *taken)
{
  gboolean answered = taken->taking == HUFU_TAKING_ANSWERED;
  g_autofree char *sentence = NULL;

  if (answered && taken->giving == HUFU_GIVING_MOVED) {
    hufu_held_resume_own (counter, &taken->sale_id);
    return;
  }
  sentence = answered
                 ? hufu_giving_say (taken->giving, taken->owner_no, taken->taker_no, counter->lang)
                 : hufu_taking_say (taken->taking, taken->owner_no, counter->lang);
  hufu_counter_refuse (counter, sentence);
  hufu_held_look (counter, TRUE);
}

static void
on_taken (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HufuCounter *counter = user_data;
  HufuLanTaken taken;

  if (hufu_lan_take_basket_finish (result, &taken, NULL) &&
      !g_cancellable_is_cancelled (counter->cancellable))
    show_taken (counter, &taken);
  end_taking (counter);
}

typedef struct {
  HufuId sale_id, back;
  gboolean is_back;
} Back;

static gpointer
take_back (HufuDb *db, gpointer data, GError **error)
{
  Back *back = g_new0 (Back, 1);

  if (hufu_basket_take_back (db, data, &back->back, &back->is_back, error))
    return back;
  g_free (back);
  return NULL;
}

static void
on_back (HufuCounter *counter, gpointer answer, const GError *error)
{
  const Back *back = answer;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
  } else if (back->is_back) {
    hufu_held_resume_own (counter, &back->back);
  } else {
    hufu_counter_refuse (counter,
                         HUFU_WORD (counter->lang, "That sale is no longer to be taken back.",
                                    "这一单已不能取回。"));
    hufu_held_look (counter, TRUE);
  }
}

void
hufu_held_take (HufuCounter *counter, const HufuHeldItem *item)
{
  if (item->place == HUFU_HELD_LEFT) {
    hufu_counter_ask (counter, counter->books, take_back,
                      g_memdup2 (&item->sale_id, sizeof item->sale_id), g_free, g_free, on_back);
    return;
  }
  if (hufu_giving_stays (item->giving)) {
    g_autofree char *sentence = hufu_giving_say (item->giving, item->terminal_no, 0, counter->lang);

    hufu_counter_refuse (counter, sentence);
    return;
  }
  hufu_lan_take_basket_async (counter->sync != NULL ? hufu_sync_get_lan (counter->sync) : NULL,
                              &item->terminal_id, item->terminal_no, &item->sale_id, TAKE_MS,
                              counter->cancellable, on_taken, begin_taking (counter));
}

/* ---- it is not here ---- */

static gpointer
find_moved (HufuDb *db, gpointer data, GError **error)
{
  return hufu_basket_find_moved (db, data, error);
}

static void
on_moved (HufuCounter *counter, gpointer answer, const GError *error)
{
  const HufuMovedBasket *moved = answer;
  g_autofree char *time = NULL, *sentence = NULL;

  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
    return;
  }
  if (moved == NULL) {
    hufu_counter_refuse (counter, HUFU_WORD (counter->lang, "That sale is no longer held.",
                                             "这一单已不在挂起列表里。"));
    return;
  }
  time = hufu_counter_clock_text (counter, moved->moved_utc_us, FALSE);
  sentence = HUFU_SAY (
      counter->lang, "Till %" G_GUINT64_FORMAT " took this sale at %s. Go on with it there.",
      "%" G_GUINT64_FORMAT " 号机已在 %s 取走这一单，请到那台机继续。", moved->taker_no, time);
  hufu_counter_refuse (counter, sentence);
}

void
hufu_held_say_gone (HufuCounter *counter, const HufuId *sale_id)
{
  hufu_counter_ask (counter, counter->books, find_moved, g_memdup2 (sale_id, sizeof *sale_id),
                    g_free, (GDestroyNotify)hufu_moved_basket_free, on_moved);
}
