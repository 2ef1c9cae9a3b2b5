/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/basket-move.h"

static const char *const names[] = {
    [HUFU_GIVING_MOVED] = "moved",     [HUFU_GIVING_TAKEN] = "taken",
    [HUFU_GIVING_OPEN] = "open",       [HUFU_GIVING_GONE] = "gone",
    [HUFU_GIVING_PAID] = "paid",       [HUFU_GIVING_VOUCHER] = "voucher",
    [HUFU_GIVING_PENDING] = "pending", [HUFU_GIVING_UNFIT] = "unfit",
};
G_STATIC_ASSERT (G_N_ELEMENTS (names) == HUFU_GIVING_COUNT);

const char *
hufu_giving_name (HufuGiving giving)
{
  return names[giving];
}

gboolean
hufu_giving_find (const char *name, HufuGiving *ret_giving)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (names[i], name) == 0) {
      *ret_giving = (HufuGiving)i;
      return TRUE;
    }
  return FALSE;
}

gboolean
hufu_giving_stays (HufuGiving giving)
{
  return giving == HUFU_GIVING_PAID || giving == HUFU_GIVING_VOUCHER ||
         giving == HUFU_GIVING_PENDING || giving == HUFU_GIVING_UNFIT;
}

#define NO "%" G_GUINT64_FORMAT

static char *
say_en (HufuGiving giving, guint64 owner_no, guint64 taker_no)
{
  switch (giving) {
  case HUFU_GIVING_MOVED:
    return g_strdup ("");
  case HUFU_GIVING_TAKEN:
    return g_strdup_printf ("Till " NO " has taken this sale. Go on with it there.", taker_no);
  case HUFU_GIVING_OPEN:
    return g_strdup_printf ("Till " NO " is going on with this sale itself. Hold it there first.",
                            owner_no);
  case HUFU_GIVING_GONE:
    return g_strdup_printf (
        "This sale is no longer held at till " NO ": it was finished or thrown away.", owner_no);
  case HUFU_GIVING_PAID:
    return g_strdup_printf ("Money was received for this sale. Finish it at till " NO ".",
                            owner_no);
  case HUFU_GIVING_VOUCHER:
    return g_strdup_printf ("A voucher was redeemed on this sale. Finish it at till " NO
                            ", or undo the voucher there first.",
                            owner_no);
  case HUFU_GIVING_PENDING:
    return g_strdup_printf ("This sale waits for an answer about a voucher or payment. Go on with"
                            " it at till " NO ".",
                            owner_no);
  case HUFU_GIVING_UNFIT:
    return g_strdup_printf ("This sale cannot be sent to another till. Finish it at till " NO ".",
                            owner_no);
  }
  g_assert_not_reached ();
}

static char *
say_zh (HufuGiving giving, guint64 owner_no, guint64 taker_no)
{
  switch (giving) {
  case HUFU_GIVING_MOVED:
    return g_strdup ("");
  case HUFU_GIVING_TAKEN:
    return g_strdup_printf (NO " 号机已取走这一单，请到那台机继续。", taker_no);
  case HUFU_GIVING_OPEN:
    return g_strdup_printf (NO " 号机正在处理这一单，请先在那里挂起。", owner_no);
  case HUFU_GIVING_GONE:
    return g_strdup_printf ("这一单已不在 " NO " 号机的挂起列表里：已完成或已作废。", owner_no);
  case HUFU_GIVING_PAID:
    return g_strdup_printf ("这一单已收过款，请在 " NO " 号机完成。", owner_no);
  case HUFU_GIVING_VOUCHER:
    return g_strdup_printf ("这一单已核销券，请在 " NO " 号机完成，或先在那里撤销券。", owner_no);
  case HUFU_GIVING_PENDING:
    return g_strdup_printf ("这一单在等券或付款的答复，请在 " NO " 号机继续。", owner_no);
  case HUFU_GIVING_UNFIT:
    return g_strdup_printf ("这一单不能发到别的机，请在 " NO " 号机完成。", owner_no);
  }
  g_assert_not_reached ();
}

char *
hufu_giving_say (HufuGiving giving, guint64 owner_no, guint64 taker_no, HufuLang lang)
{
  return lang == HUFU_LANG_EN ? say_en (giving, owner_no, taker_no)
                              : say_zh (giving, owner_no, taker_no);
}
