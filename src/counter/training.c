/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Training: the same counter over books of their own (store/training.h), without link, printer and
 * drawer. What only a link could do is not done, and says so. */
#include "counter/counter-private.h"

gboolean
hufu_counter_is_training (HufuCounter *counter)
{
  return counter->training;
}

void
hufu_training_start (HufuCounter *counter)
{
  counter->link.link = HUFU_LINK_OFFLINE;
  counter->link.clock_trusted = TRUE;
  g_object_set (counter->status, "training", TRUE, NULL);
}

/* Every paper begins with the name of the shop. */
static void
mark (char **name, const char *words)
{
  g_autofree char *before = *name;

  *name = before == NULL || *before == '\0' ? g_strdup (words)
                                            : g_strconcat (words, " · ", before, NULL);
}

void
hufu_training_mark_papers (HufuPolicy *policy)
{
  mark (&policy->shop_en, "TRAINING, NOT VALID");
  mark (&policy->shop_zh, "练习，无效");
}

/* ---- vouchers ---- */

static void
draw_voucher (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_VERDICT);
  gboolean checked = counter->flow.kind == HUFU_CODE_TOKEN;
  HufuLang lang = counter->lang;

  hufu_panel_set_band (
      panel, HUFU_MARK_NONE, HUFU_TONE_PLAIN,
      HUFU_WORD (lang, "Training: not used", "练习：没有核销"),
      checked
          ? HUFU_WORD (lang, "The code is genuine and within its dates.", "券码为真，在有效期内。")
          : HUFU_WORD (lang, "Only the platform knows a code that is typed; it was not asked.",
                       "输入的券码只有平台认识；练习时不询问。"));
  hufu_panel_set_note (panel, HUFU_TONE_PLAIN, HUFU_MARK_NONE,
                       HUFU_WORD (lang, "What the till would do now", "平时接下来"),
                       HUFU_WORD (lang,
                                  "Show what it is worth; Enter redeems it, and the band turns "
                                  "green before you hand anything over.",
                                  "显示券的内容，按回车核销，变绿后再交付。"));
  hufu_counter_take_redrawn (counter, panel, draw_voucher);
}

void
hufu_training_show_voucher (HufuCounter *counter, HufuCodeKind kind)
{
  counter->flow.kind = kind;
  hufu_counter_sound (counter, HUFU_SOUND_ITEM);
  draw_voucher (counter);
}

/* ---- what is not for training ---- */

/* The catalogue is the till's. */
gboolean
hufu_training_keeps_products (HufuCounter *counter)
{
  if (counter->training)
    hufu_counter_refuse (counter, HUFU_WORD (counter->lang, "Training: products stay as they are.",
                                             "练习时不能更改商品。"));
  return counter->training;
}

gboolean
hufu_training_refuses (HufuCounter *counter, HufuAct act)
{
  if (!counter->training ||
      (act != HUFU_ACT_ASK_AGAIN && act != HUFU_ACT_PAY_WALLET && act != HUFU_ACT_SHOW_PAY_QR))
    return FALSE;
  hufu_counter_refuse (counter, HUFU_WORD (counter->lang,
                                           "Training: nobody is asked. Take cash, or the card "
                                           "terminal's answer.",
                                           "练习时不询问平台。请收现金，或按刷卡机的结果操作。"));
  return TRUE;
}
