/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A product that the platform told otherwise than agreed: what this till made of it. */
#include "core/flaw.h"
#include "counter/case-words.h"
#include "counter/say.h"

void
hufu_case_fill_product (HufuCase *self, const HufuCaseWords *words)
{
  const HufuMatter *matter = words->matter;
  HufuLang lang = words->lang;
  HufuFlaw flaw = hufu_flaw_find (matter->what);
  const char *sentence = hufu_flaw_say (flaw, *matter->title_en != '\0', lang);

  self->icon = g_strdup ("tag");
  self->title = *matter->title_en != '\0'
                    ? g_strdup (HUFU_WORD (lang, matter->title_en, matter->title_zh))
                    : HUFU_SAY (lang, "Product %s", "商品 %s", matter->detail);
  self->hint = g_strdup (sentence);
  self->badge = g_strdup ("");
  self->headline = HUFU_SAY (lang, "A product needs a look", "有一个商品待核对");
  self->sentence = HUFU_SAY (lang, "%s: %s", "%s：%s", matter->detail, sentence);
  hufu_case_set_note (self, HUFU_TONE_PLAIN, HUFU_MARK_NONE,
                      HUFU_SAY (lang, "All other products are as told", "其他商品不受影响"),
                      HUFU_SAY (lang,
                                "Let whoever keeps the products online set it right. Code: %s",
                                "请让维护线上商品的人改正。代码：%s", hufu_flaw_code (flaw)));
  hufu_case_set_act (self, HUFU_RESOLVE_NONE, g_strdup (""),
                     HUFU_SAY (lang, "It leaves this list once the platform tells it well.",
                               "平台改正后，这一条自动消失。"));
}
