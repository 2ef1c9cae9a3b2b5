/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stable names of a case, and why a manager signs for a loss that may come. */
#include <string.h>

#include "counter/case.h"

const char *
hufu_resolve_name (HufuResolve resolve)
{
  static const char *const names[] = {
      [HUFU_RESOLVE_NONE] = "none",           [HUFU_RESOLVE_ASK_AGAIN] = "ask-again",
      [HUFU_RESOLVE_BOOK_LOSS] = "book-loss", [HUFU_RESOLVE_SETTLE] = "settle",
      [HUFU_RESOLVE_REVERSE] = "reverse",     [HUFU_RESOLVE_SEE] = "see",
      [HUFU_RESOLVE_OPEN] = "open-sale",      [HUFU_RESOLVE_SIGN] = "sign",
  };

  return names[resolve];
}

const char *
hufu_matter_kind_name (HufuMatterKind kind)
{
  static const char *const names[] = {
      [HUFU_MATTER_CONFLICT] = "conflict", [HUFU_MATTER_QUARANTINE] = "quarantine",
      [HUFU_MATTER_UNKNOWN] = "unknown",   [HUFU_MATTER_WISH] = "wish",
      [HUFU_MATTER_EVENT] = "event",       [HUFU_MATTER_PAYMENT] = "payment",
      [HUFU_MATTER_PRODUCT] = "product",
  };

  return names[kind];
}

static const HufuSignReason reasons[] = {
    {HUFU_MATTER_QUARANTINE, "broken", {"Broken for good", "机器已坏，修不好"}},
    {HUFU_MATTER_QUARANTINE, "gone", {"Stolen or not found", "被盗或找不到"}},
    {HUFU_MATTER_QUARANTINE, "replaced", {"Set up anew", "已重新装机"}},
    {HUFU_MATTER_WISH, "customer", {"The customer cannot wait", "顾客不能等"}},
    {HUFU_MATTER_WISH, "away", {"That till will not be back soon", "该机短期内连不上"}},
};

const HufuSignReason *
hufu_sign_reason_get (HufuMatterKind kind, gsize i)
{
  for (gsize at = 0; at < G_N_ELEMENTS (reasons); at++)
    if (reasons[at].kind == kind && i-- == 0)
      return &reasons[at];
  return NULL;
}

gboolean
hufu_sign_reason_is (HufuMatterKind kind, const char *name)
{
  const HufuSignReason *reason;

  for (gsize i = 0; (reason = hufu_sign_reason_get (kind, i)) != NULL; i++)
    if (g_strcmp0 (reason->name, name) == 0)
      return TRUE;
  return FALSE;
}
