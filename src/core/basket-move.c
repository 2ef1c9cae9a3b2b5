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

/* ---- asking ---- */

gboolean
hufu_taking_goes_on (HufuTaking taking)
{
  return taking == HUFU_TAKING_WAITING || taking == HUFU_TAKING_UNSTORED ||
         taking == HUFU_TAKING_UNREADABLE;
}

static char *
say_taking_en (HufuTaking taking, guint64 owner_no)
{
  switch (taking) {
  case HUFU_TAKING_ANSWERED:
    return g_strdup ("");
  case HUFU_TAKING_WAITING:
    return g_strdup_printf ("Till " NO " has not answered yet. The sale comes to this list when it"
                            " does; do not ring it up anew.",
                            owner_no);
  case HUFU_TAKING_UNSTORED:
    return g_strdup_printf ("Till " NO " has given this sale to this till, whose disk cannot take"
                            " it now. Free some space: the sale comes to this list then; do not"
                            " ring it up anew.",
                            owner_no);
  case HUFU_TAKING_UNREADABLE:
    return g_strdup_printf ("Till " NO " has given this sale to this till, whose Hufu is too old"
                            " for it. Update Hufu here: the sale comes to this list then.",
                            owner_no);
  case HUFU_TAKING_NO_DISK:
    return g_strdup_printf ("The disk of this till takes nothing now: free some space. The sale"
                            " stays at till " NO ".",
                            owner_no);
  case HUFU_TAKING_TOO_MANY:
    return g_strdup_printf ("This till holds %d sales, and takes no more: finish or throw away some"
                            " first. This one stays at till " NO ".",
                            HUFU_BASKETS_MAX, owner_no);
  case HUFU_TAKING_ALONE:
    return g_strdup_printf (
        "This till cannot ask the others now. Go on with the sale at till " NO ".", owner_no);
  }
  g_assert_not_reached ();
}

static char *
say_taking_zh (HufuTaking taking, guint64 owner_no)
{
  switch (taking) {
  case HUFU_TAKING_ANSWERED:
    return g_strdup ("");
  case HUFU_TAKING_WAITING:
    return g_strdup_printf (NO " 号机还没有答复。有答复后这一单会到本机的列表里，请不要重新录入。",
                            owner_no);
  case HUFU_TAKING_UNSTORED:
    return g_strdup_printf (NO " 号机已把这一单交给本机，但本机磁盘现在写不下。请腾出空间，之后"
                               "这一单会到列表里，请不要重新录入。",
                            owner_no);
  case HUFU_TAKING_UNREADABLE:
    return g_strdup_printf (NO " 号机已把这一单交给本机，但本机的 Hufu 版本太旧，读不了。请更新"
                               "本机，之后这一单会到列表里。",
                            owner_no);
  case HUFU_TAKING_NO_DISK:
    return g_strdup_printf ("本机磁盘现在写不进，请腾出空间。这一单仍在 " NO " 号机。", owner_no);
  case HUFU_TAKING_TOO_MANY:
    return g_strdup_printf ("本机已挂起 %d 单，不能再要：请先完成或作废几单。这一单仍在 " NO
                            " 号机。",
                            HUFU_BASKETS_MAX, owner_no);
  case HUFU_TAKING_ALONE:
    return g_strdup_printf ("本机现在不能向别的机要单。请到 " NO " 号机继续。", owner_no);
  }
  g_assert_not_reached ();
}

char *
hufu_taking_say (HufuTaking taking, guint64 owner_no, HufuLang lang)
{
  return lang == HUFU_LANG_EN ? say_taking_en (taking, owner_no) : say_taking_zh (taking, owner_no);
}
