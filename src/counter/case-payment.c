/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A payment that somebody has to look at: money that nobody wants, a finished sale that lost its
 * money, a card of which nobody has said what became of it. */
#include <string.h>

#include "counter/case-words.h"
#include "counter/say.h"

/* By the stable code of the matter (manager.c). The sentence takes the time. */
static const struct {
  const char *what;
  HufuResolve resolve;
  HufuTone tone;
  const char *headline[HUFU_LANG_COUNT], *sentence[HUFU_LANG_COUNT], *act[HUFU_LANG_COUNT],
      *then[HUFU_LANG_COUNT];
} kinds[] = {
    {"late",
     HUFU_RESOLVE_REVERSE,
     HUFU_TONE_ASK,
     {"Paid, but not wanted", "付款到账但已不需要"},
     {"A wallet payment asked for at %s came when nobody waited for it any more.",
      "%s 发起的扫码付款到账时已没人等它。"},
     {"Give it back", "退回给顾客"},
     {"The wallet is asked to give it back until it confirms.", "会请钱包退回，直到确认为止。"}},
    {"twice",
     HUFU_RESOLVE_REVERSE,
     HUFU_TONE_ASK,
     {"Paid twice", "付了两次"},
     {"The customer paid more than the sale of %s needs.", "顾客为 %s 的一单多付了钱。"},
     {"Give the rest back", "退回多付的部分"},
     {"What the sale needs stays; the rest goes back.", "本单所需保留，其余退回。"}},
    {"card",
     HUFU_RESOLVE_REVERSE,
     HUFU_TONE_ASK,
     {"Reverse it at the terminal", "请在刷卡机上撤销"},
     {"A card was charged at %s for a sale that is void.", "%s 刷的卡，那一单已作废。"},
     {"Reversed at the terminal", "已在刷卡机撤销"},
     {"First reverse it at the card terminal; this books that it was done.",
      "请先在刷卡机上撤销，再在这里确认入账。"}},
    {"lost",
     HUFU_RESOLVE_SEE,
     HUFU_TONE_NO,
     {"Payment taken back", "付款被撤回"},
     {"The wallet took back the payment of %s after its sale, which stands. The loss is booked.",
      "售后钱包撤回了 %s 的付款，那一单仍然有效，损失已入账。"},
     {"I have seen it", "知道了"},
     {"It leaves this list; the loss stays in the ledger.", "从列表移除，损失仍在账上。"}},
    {"unsure",
     HUFU_RESOLVE_OPEN,
     HUFU_TONE_ASK,
     {"Not sure if charged", "不确定是否已扣款"},
     {"Nobody has said yet what became of the card asked for at %s.",
      "%s 刷的卡，还没有人确认结果。"},
     {"Open its sale", "打开那一单"},
     {"There say what the card terminal shows; a sale that is open here is held first.",
      "在那一单里选择刷卡机的结果；本机正在开的单会先挂起。"}},
    {"waiting",
     HUFU_RESOLVE_ASK_AGAIN,
     HUFU_TONE_ASK,
     {"No answer yet", "还没有答复"},
     {"A wallet was asked at %s and has not answered; always with the same number.",
      "%s 已询问钱包，还没有答复，一直用同一编号。"},
     {"Ask again", "再问一次"},
     {"The same number is asked now; nobody is charged twice.",
      "马上用同一编号再问，不会重复扣款。"}},
};

void
hufu_case_fill_payment (HufuCase *self, const HufuCaseWords *words)
{
  const HufuMatter *matter = words->matter;
  HufuLang lang = words->lang;
  g_autofree char *since = hufu_case_say_time (words, matter->since_utc_us);
  g_auto (GStrv) parts = NULL;
  gsize i = 0;

  while (strcmp (kinds[i].what, matter->what) != 0)
    i++; /* the matter is made of these codes alone */
  self->icon = g_strdup ("wallet");
  self->title = g_strdup (HUFU_WORD (lang, matter->title_en, matter->title_zh));
  self->hint = g_strdup (kinds[i].headline[lang]);
  self->badge = HUFU_SAY (lang, "At stake", "涉及");
  self->headline = g_strdup (kinds[i].headline[lang]);
  parts = g_strsplit (kinds[i].sentence[lang], "%s", 2);
  self->sentence = g_strjoinv (since, parts);
  hufu_case_set_note (
      self, kinds[i].tone, kinds[i].tone == HUFU_TONE_NO ? HUFU_MARK_APART : HUFU_MARK_HALF,
      HUFU_SAY (lang, "It is in the books as it is", "账上如实记着"), g_strdup (matter->detail));
  hufu_case_set_act (self, kinds[i].resolve, g_strdup (kinds[i].act[lang]),
                     g_strdup (kinds[i].then[lang]));
}
