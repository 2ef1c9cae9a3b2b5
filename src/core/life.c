/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/life.h"

static const struct {
  const char *name;
  const char *sentence[HUFU_LANG_COUNT];
} lives[HUFU_LIFE_COUNT] = {
    [HUFU_LIFE_LIVE] = {"live", {"", ""}},
    [HUFU_LIFE_LEAVING] = {"leaving",
                           {"This till is being removed: finish its sales, let it sync. Redeem "
                            "vouchers at another till, or here while online.",
                            "本机正在撤下：请收完手上的单，让它同步。核销请到其他收银机，联网时"
                            "本机也可以。"}},
    [HUFU_LIFE_REMOVED] = {"removed",
                           {"This till was removed and holds no vouchers. Let it sync until "
                            "nothing is unsent; then the operator says whether it may be wiped.",
                            "本机已撤下，不再持有券。请让它同步到没有未发送的记录，再由运营人员确认"
                            "能否清除。"}},
    [HUFU_LIFE_LOST] = {"lost",
                        {"This till was reported lost and gets no more vouchers. Sales go on; let "
                         "it sync, and tell the operator that it was found.",
                         "本机已被报失，不再分到券。照常收银；请让它同步，并告诉运营人员已找到。"}},
};

const char *
hufu_life_name (HufuLife life)
{
  g_assert (life < HUFU_LIFE_COUNT);
  return lives[life].name;
}

gboolean
hufu_life_find (const char *name, HufuLife *ret_life)
{
  for (HufuLife life = 0; life < HUFU_LIFE_COUNT; life++) {
    if (g_strcmp0 (name, lives[life].name) == 0) {
      *ret_life = life;
      return TRUE;
    }
  }
  return FALSE;
}

const char *
hufu_life_sentence (HufuLife life, HufuLang lang)
{
  g_assert (life < HUFU_LIFE_COUNT && lang < HUFU_LANG_COUNT);
  return lives[life].sentence[lang];
}
