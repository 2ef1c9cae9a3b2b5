/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/event-word.h"

#include <glib.h>
#include <string.h>

const char *
hufu_event_word (const char *code, HufuLang lang)
{
  /* The codes are those of src/platform/interpret.c. */
  static const struct {
    const char *code, *words[HUFU_LANG_COUNT];
  } rows[] = {
      {"unknown_kind", {"The platform does not know this kind of entry", "平台还不认识这种记录"}},
      {"bad_body", {"The entry is not as agreed", "记录内容不符合约定"}},
      {"claim", {"The ground of a use needs a person's look", "有一次核销的依据要由人核对"}},
      {"unknown_right", {"It names a right that does not exist", "它提到的使用权不存在"}},
      {"unknown_product", {"It changes a product that does not exist", "它改动的商品不存在"}},
      {"not_held", {"That till did not hold the right", "那台机当时没有持有这项使用权"}},
      {"wrong_epoch", {"The right was granted anew since", "这项使用权后来已重新发放"}},
      {"wrong_hop", {"The right has moved on since", "这项使用权后来已经转走"}},
      {"unknown_use", {"It names a use that does not exist", "它提到的核销不存在"}},
      {"ended",
       {"The voucher was refunded or given on since: pay back what was undone",
        "券后来已退款或转赠：撤销的金额请退给顾客"}},
      {"over_value", {"More was used than the right was worth", "用掉的超过了券的价值"}},
      {"bad_debit", {"The till that gave the right has not signed for it", "转出的那台机没有签字"}},
      {"waiting", {"An earlier entry of that till comes first", "要先核对那台机更早的一条"}},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i].code, code) == 0)
      return rows[i].words[lang];
  return "";
}
