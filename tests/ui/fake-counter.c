/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/fake-counter.h"

#include "counter/count-pad-private.h"
#include "counter/drawer-pad-private.h"
#include "counter/price-pad-private.h"

struct _HufuCounter {
  GObject parent_instance;
  HufuScreen screen;
  HufuPanel *panel;
  HufuChoice *primary;
  HufuLang lang;
  guint32 selected;
  gboolean camera_on;
  char *theme;
  HufuStatus *status;
  HufuBasketModel *basket;
  HufuCashPad *pad;
  HufuCountPad *count;
  HufuProductModel *products;
  HufuDrawerPad *drawer;
  HufuPricePad *price;
  HufuCustomer *customer;
  GListStore *people, *held, *elsewhere;
  HufuCases *cases;
  HufuTodayView *today;
  HufuStaffDesk *desk;
  GListStore *stock_rows;
  HufuStockDesk *stock_desk;
  HufuProductDesk *product;
  HufuPaperDesk *paper;
  GString *log;
};

G_DEFINE_FINAL_TYPE (HufuCounter, hufu_counter, G_TYPE_OBJECT)

static const char *const properties[] = {"screen", "panel",         "primary",  "busy",
                                         "lang",   "selected-line", "camera-on"};

/* The window reads by functions; the properties are only there to be notified. */
static void
hufu_counter_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
}

static void
hufu_counter_finalize (GObject *object)
{
  HufuCounter *self = HUFU_COUNTER (object);
  g_clear_object (&self->panel);
  hufu_choice_free (self->primary);
  g_clear_object (&self->status);
  g_clear_object (&self->basket);
  g_clear_object (&self->pad);
  g_clear_object (&self->count);
  g_clear_object (&self->drawer);
  g_clear_object (&self->price);
  g_clear_object (&self->customer);
  g_clear_object (&self->products);
  g_clear_object (&self->people);
  g_clear_object (&self->held);
  g_clear_object (&self->elsewhere);
  g_clear_object (&self->cases);
  g_clear_object (&self->today);
  g_clear_object (&self->desk);
  g_clear_object (&self->stock_rows);
  g_clear_object (&self->stock_desk);
  g_clear_object (&self->product);
  g_clear_object (&self->paper);
  g_string_free (self->log, TRUE);
  g_free (self->theme);
  G_OBJECT_CLASS (hufu_counter_parent_class)->finalize (object);
}

static void
hufu_counter_class_init (HufuCounterClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);
  G_OBJECT_CLASS (class)->get_property = hufu_counter_get_property;
  G_OBJECT_CLASS (class)->finalize = hufu_counter_finalize;
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    g_object_class_install_property (G_OBJECT_CLASS (class), i + 1,
                                     g_param_spec_int (properties[i], NULL, NULL, 0, G_MAXINT, 0,
                                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  g_signal_new ("sound", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  g_signal_new ("restart-ui", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("notice", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_STRING);
  g_signal_new ("camera-frame", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                G_TYPE_BYTES, G_TYPE_INT, G_TYPE_INT);
}

static void
hufu_counter_init (HufuCounter *self)
{
  self->theme = g_strdup ("light");
  self->status = hufu_status_new ();
  self->basket = hufu_basket_model_new ();
  self->pad = g_object_new (HUFU_TYPE_CASH_PAD, NULL);
  self->count = hufu_count_pad_new ();
  self->drawer = hufu_drawer_pad_new ();
  self->price = hufu_price_pad_new ();
  self->customer = hufu_customer_new ();
  self->products = hufu_product_model_new (NULL);
  self->people = g_list_store_new (HUFU_TYPE_PERSON);
  self->held = g_list_store_new (HUFU_TYPE_HELD_ITEM);
  self->elsewhere = g_list_store_new (HUFU_TYPE_HELD_ITEM);
  self->cases = hufu_cases_new ();
  self->today = hufu_today_view_new ();
  self->desk = hufu_staff_desk_new ();
  self->stock_rows = g_list_store_new (HUFU_TYPE_STOCK_ROW);
  self->stock_desk = hufu_stock_desk_new (G_LIST_MODEL (self->stock_rows));
  self->product = hufu_product_desk_new ();
  self->paper = hufu_paper_desk_new (G_LIST_MODEL (self->stock_rows));
  self->log = g_string_new (NULL);
}

static void
note (HufuCounter *self, const char *what, const char *which)
{
  g_string_append_printf (self->log, "%s%s:%s", self->log->len > 0 ? " " : "", what, which);
}

char *
fake_counter_take_log (HufuCounter *self)
{
  char *log = g_strdup (self->log->str);
  g_string_truncate (self->log, 0);
  return log;
}

HufuCounter *
fake_counter_new (HufuLang lang)
{
  HufuCounter *self = g_object_new (HUFU_TYPE_COUNTER, NULL);
  self->lang = lang;
  return self;
}

void
fake_counter_set_screen (HufuCounter *self, HufuScreen screen)
{
  self->screen = screen;
  g_object_notify (G_OBJECT (self), "screen");
}

void
fake_counter_set_panel (HufuCounter *self, HufuPanel *take_panel)
{
  g_clear_object (&self->panel);
  self->panel = take_panel;
  g_object_notify (G_OBJECT (self), "panel");
}

void
fake_counter_set_primary (HufuCounter *self, HufuAct act, const char *label, const char *key)
{
  hufu_choice_free (self->primary);
  self->primary = hufu_choice_new (act, label, "", key, "");
  g_object_notify (G_OBJECT (self), "primary");
}

void
fake_counter_set_camera_frame (HufuCounter *self, int width, int height)
{
  gsize size = (gsize)(width * height);
  guint8 *grey = g_malloc (size);
  for (gsize i = 0; i < size; i++)
    grey[i] = (guint8)(i % (gsize)width);
  g_autoptr (GBytes) bytes = g_bytes_new_take (grey, size);
  g_signal_emit_by_name (self, "camera-frame", bytes, width, height);
}

/* ---- what the window calls ---- */

HufuScreen
hufu_counter_get_screen (HufuCounter *self)
{
  return self->screen;
}

HufuLang
hufu_counter_get_lang (HufuCounter *self)
{
  return self->lang;
}

void
hufu_counter_set_lang (HufuCounter *self, HufuLang lang)
{
  self->lang = lang;
  note (self, "lang", lang == HUFU_LANG_ZH ? "zh" : "en");
}

const char *
hufu_counter_get_theme (HufuCounter *self)
{
  return self->theme;
}

void
hufu_counter_set_theme (HufuCounter *self, const char *theme)
{
  g_free (self->theme);
  self->theme = g_strdup (theme);
}

gint64
hufu_counter_now_utc_us (HufuCounter *self)
{
  return g_get_real_time ();
}

gboolean
hufu_counter_step_found (HufuCounter *self, int step)
{
  return FALSE;
}

void
hufu_counter_look_ahead (HufuCounter *self, const char *text)
{
}

const char *
hufu_counter_get_volume (HufuCounter *self)
{
  return "normal";
}

void
hufu_counter_set_volume (HufuCounter *self, const char *volume)
{
  note (self, "volume", volume);
}

gboolean
hufu_counter_get_busy (HufuCounter *self)
{
  return FALSE;
}

void
hufu_counter_input (HufuCounter *self, const char *text, gssize length, HufuInput how)
{
  note (self, how == HUFU_INPUT_SCAN ? "scan" : "typed", text);
}

void
hufu_counter_act (HufuCounter *self, HufuAct act)
{
  note (self, "act", hufu_act_name (act));
}

GListModel *
hufu_counter_get_people (HufuCounter *self)
{
  return G_LIST_MODEL (self->people);
}

void
hufu_counter_sign_in (HufuCounter *self, const char *staff_no, const char *pin)
{
  g_autofree char *who = g_strconcat (staff_no, "/", pin, NULL);
  note (self, "sign-in", who);
}

void
hufu_counter_open_shift (HufuCounter *self, gint64 float_minor, const char *business_day)
{
  g_autofree char *sum = g_strdup_printf ("%" G_GINT64_FORMAT, float_minor);
  note (self, "shift", sum);
}

void
hufu_counter_approve_count (HufuCounter *self, const char *reason, const char *words,
                            const char *staff_no, const char *pin)
{
  g_autofree char *who = g_strjoin ("/", reason, words, staff_no, pin, NULL);
  note (self, "approve", who);
}

HufuCustomer *
hufu_counter_get_customer (HufuCounter *self)
{
  return self->customer;
}

void
hufu_counter_stir (HufuCounter *self)
{
}

HufuPricePad *
hufu_counter_get_price_pad (HufuCounter *self)
{
  return self->price;
}

void
hufu_counter_take_price (HufuCounter *self, guint32 line_no)
{
  g_string_append_printf (self->log, "take-price %u\n", line_no);
}

void
hufu_counter_set_note (HufuCounter *self, guint32 line_no, const char *note)
{
  g_string_append_printf (self->log, "note %u %s\n", line_no, note);
}

void
hufu_counter_change_price (HufuCounter *self, guint32 line_no)
{
  g_string_append_printf (self->log, "change-price %u\n", line_no);
}

void
hufu_counter_approve_price (HufuCounter *self, const char *staff_no, const char *pin)
{
  g_string_append_printf (self->log, "approve-price %s\n", staff_no);
}

HufuDrawerPad *
hufu_counter_get_drawer_pad (HufuCounter *self)
{
  return self->drawer;
}

HufuCountPad *
hufu_counter_get_count_pad (HufuCounter *self)
{
  return self->count;
}

gint64
hufu_counter_get_left_minor (HufuCounter *self)
{
  return 0;
}

HufuBasketModel *
hufu_counter_get_basket (HufuCounter *self)
{
  return self->basket;
}

guint32
hufu_counter_get_selected_line (HufuCounter *self)
{
  return self->selected;
}

void
hufu_counter_select_line (HufuCounter *self, guint32 line_no)
{
  self->selected = line_no;
  g_object_notify (G_OBJECT (self), "selected-line");
}

void
hufu_counter_set_qty (HufuCounter *self, guint32 line_no, gint64 qty_milli)
{
  g_autofree char *text = g_strdup_printf ("%u=%" G_GINT64_FORMAT, line_no, qty_milli);
  note (self, "qty", text);
}

void
hufu_counter_delete_line (HufuCounter *self, guint32 line_no)
{
  g_autofree char *text = g_strdup_printf ("%u", line_no);
  note (self, "delete", text);
}

void
hufu_counter_add_product (HufuCounter *self, gint64 product_id)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, product_id);
  note (self, "add", text);
}

void
hufu_counter_choose (HufuCounter *self, guint32 line_no, const char *text)
{
  note (self, "choose", text);
}

void
hufu_counter_hold (HufuCounter *self, const char *name)
{
  note (self, "hold", name != NULL ? name : "");
}

GListModel *
hufu_counter_get_held (HufuCounter *self)
{
  return G_LIST_MODEL (self->held);
}

GListModel *
hufu_counter_get_held_elsewhere (HufuCounter *self)
{
  return G_LIST_MODEL (self->elsewhere);
}

void
hufu_counter_resume (HufuCounter *self, const HufuId *sale_id)
{
  note (self, "resume", "");
}

HufuCases *
hufu_counter_get_cases (HufuCounter *self)
{
  return self->cases;
}

HufuTodayView *
hufu_counter_get_today (HufuCounter *self)
{
  return self->today;
}

HufuProductDesk *
hufu_counter_get_product_desk (HufuCounter *self)
{
  return self->product;
}

void
hufu_counter_edit_product (HufuCounter *self, const HufuProductForm *form)
{
  note (self, "product", form->price != NULL ? form->price : "-");
}

void
hufu_counter_approve_product (HufuCounter *self, const char *staff_no, const char *pin)
{
  note (self, "approve-product", staff_no);
}

HufuStaffDesk *
hufu_counter_get_staff_desk (HufuCounter *self)
{
  return self->desk;
}

gboolean
hufu_counter_is_training (HufuCounter *self)
{
  gboolean training;

  g_object_get (self->status, "training", &training, NULL);
  return training;
}

HufuPaperDesk *
hufu_counter_get_paper_desk (HufuCounter *self)
{
  return self->paper;
}

void
hufu_counter_show_paper (HufuCounter *self, HufuPaper kind, const char *code)
{
  note (self, hufu_paper_name (kind), code);
}

void
hufu_counter_print_label (HufuCounter *self, const char *sku, guint n_copies)
{
  note (self, "label", sku);
}

HufuStockDesk *
hufu_counter_get_stock_desk (HufuCounter *self)
{
  return self->stock_desk;
}

void
hufu_counter_show_stock (HufuCounter *self, const char *code)
{
  note (self, "stock", code);
}

void
hufu_counter_correct_stock (HufuCounter *self, const char *code, const char *number,
                            const char *reason, const char *words)
{
  g_autofree char *what = g_strjoin ("/", code, number, reason, words, NULL);
  note (self, "correct", what);
}

void
hufu_counter_edit_staff (HufuCounter *self, const HufuStaffForm *form)
{
  g_autofree char *what = g_strjoin ("/", form->no, form->name != NULL ? form->name : "-",
                                     form->role, form->pin != NULL ? form->pin : "-", NULL);
  note (self, "staff", what);
}

void
hufu_counter_resolve (HufuCounter *self, const char *case_id)
{
  note (self, "resolve", case_id);
}

void
hufu_counter_sign (HufuCounter *self, const char *case_id, const char *reason, const char *staff_no,
                   const char *pin)
{
  note (self, "sign", case_id);
}

HufuCashPad *
hufu_counter_get_cash_pad (HufuCounter *self)
{
  return self->pad;
}

HufuPanel *
hufu_counter_get_panel (HufuCounter *self)
{
  return self->panel;
}

const HufuChoice *
hufu_counter_get_primary (HufuCounter *self)
{
  return self->primary;
}

HufuStatus *
hufu_counter_get_status (HufuCounter *self)
{
  return self->status;
}

HufuProductModel *
hufu_counter_get_products (HufuCounter *self)
{
  return self->products;
}

void
hufu_counter_set_camera_on (HufuCounter *self, gboolean on)
{
  self->camera_on = on;
  g_object_notify (G_OBJECT (self), "camera-on");
}

gboolean
hufu_counter_get_camera_on (HufuCounter *self)
{
  return self->camera_on;
}

/* Nothing is cut off: there is no platform behind the pictures. */
gboolean
hufu_cut_find (const char *name, HufuCutSet *ret_cut)
{
  return FALSE;
}

void
hufu_counter_set_cut (HufuCounter *counter, HufuCutSet which, gboolean cut)
{
}
