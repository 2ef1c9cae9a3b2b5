/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manager's page of the stock. */
#include "tests/ui/scenes-manager.h"

#define T(zh, en) (hufu_counter_get_lang (counter) == HUFU_LANG_ZH ? (zh) : (en))

static void
add_row (HufuCounter *counter, const char *sku, const char *icon, const char *name, gint64 milli,
         gint64 low_milli)
{
  HufuStockDesk *desk = hufu_counter_get_stock_desk (counter);
  g_autoptr (HufuStockRow) row = g_object_new (HUFU_TYPE_STOCK_ROW, NULL);
  g_autofree char *low = hufu_stock_say_milli (low_milli);

  row->sku = g_strdup (sku);
  row->icon = g_strdup (icon);
  row->name = g_strdup (name);
  row->amount = hufu_stock_say_milli (milli);
  row->hint = g_strconcat (sku, T (" · 预警值 ", " · low at "), low, NULL);
  row->state = (HufuStockState){TRUE, milli, low_milli, milli <= low_milli};
  g_list_store_append (G_LIST_STORE (hufu_stock_desk_get_rows (desk)), row);
}

static void
add_place (GPtrArray *places, const char *name, const char *amount, const char *age, HufuLook look)
{
  HufuFact *fact = g_new (HufuFact, 1);

  *fact = (HufuFact){g_strdup (name), g_strdup (amount), g_strdup (age), look};
  g_ptr_array_add (places, fact);
}

void
scene_stock_nothing (HufuCounter *counter)
{
  scene_today_empty (counter);
  g_object_set (hufu_counter_get_stock_desk (counter), "shown", TRUE, NULL);
}

void
scene_stock_low (HufuCounter *counter)
{
  add_row (counter, "TT-101-WH-S", "shirt", T ("亚麻衬衫 · S · 白色", "Linen shirt · S · white"),
           -2000, 3000);
  add_row (counter, "TT-310-2", "candy", T ("话梅糖", "Plum candy"), -350, 2000);
  add_row (counter, "TT-207", "dress", T ("碎花吊带裙 · M", "Floral slip dress · M"), 0, 3000);
  add_row (counter, "TT-402", "socks", T ("棉袜三双装", "Socks, 3 pairs"), 3000, 5000);
  for (int i = 0; i < 8; i++) {
    g_autofree char *sku = g_strdup_printf ("TT-5%02d", i);
    add_row (counter, sku, "tea", T ("桂花红茶 50 g", "Osmanthus black tea 50 g"), 2000, 3000);
  }
  scene_stock_nothing (counter);
}

void
scene_stock_product (HufuCounter *counter)
{
  HufuStockDesk *desk = hufu_counter_get_stock_desk (counter);
  GPtrArray *places = g_ptr_array_new_with_free_func (hufu_fact_free);
  const HufuStockState state = {TRUE, -2000, 3000, TRUE};

  scene_stock_low (counter);
  hufu_stock_desk_set_words (desk, T ("衬衫", "shirt"));
  add_place (places, T ("本店", "Here"), "-2",
             T ("5 分钟前，之后本机 -2", "5 min ago, here since -2"), HUFU_LOOK_LOW);
  add_place (places, T ("虎符河畔店", "Tiger & Tally Riverside"), "18", T ("5 小时前", "5 h ago"),
             HUFU_LOOK_PLAIN);
  add_place (places, T ("3 号店", "Store 3"), "4", T ("6 天前", "6 days ago"), HUFU_LOOK_OLD);
  add_place (places, T ("线上", "Online"), "115", T ("刚刚", "just now"), HUFU_LOOK_PLAIN);
  hufu_stock_desk_look_at (desk, "TT-101-WH-S",
                           T ("亚麻衬衫 · S · 白色", "Linen shirt · S · white"), "shirt", &state,
                           places);
}
