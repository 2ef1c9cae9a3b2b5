/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each kind of tender is called and where its money goes: a new kind is a row here. */
#include <string.h>

#include "core/basket.h"

static const struct {
  const char *name, *account, *labels[HUFU_LANG_COUNT];
} kinds[HUFU_TENDER_KIND_COUNT] = {
    [HUFU_TENDER_CASH] = {"cash", "cash", {"Cash", "现金"}},
    [HUFU_TENDER_VOUCHER] = {"voucher", "voucher_suspense", {"Cash vouchers", "代金券"}},
    [HUFU_TENDER_CARD] = {"card", "payment_suspense", {"Card terminal", "刷卡"}},
    [HUFU_TENDER_WALLET] = {"wallet", "payment_suspense", {"Wallet", "扫码支付"}},
    [HUFU_TENDER_DEPOSIT] = {"deposit", "customer_deposit", {"Deposits used", "订金抵款"}},
};

const char *
hufu_tender_kind_name (HufuTenderKind kind)
{
  g_assert ((gsize)kind < G_N_ELEMENTS (kinds));
  return kinds[kind].name;
}

const char *
hufu_tender_kind_account (HufuTenderKind kind)
{
  g_assert ((gsize)kind < G_N_ELEMENTS (kinds));
  return kinds[kind].account;
}

const char *
hufu_tender_kind_label (HufuTenderKind kind, HufuLang lang)
{
  g_assert ((gsize)kind < G_N_ELEMENTS (kinds));
  return kinds[kind].labels[lang];
}

gboolean
hufu_tender_kind_find (const char *name, HufuTenderKind *ret_kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (name, kinds[i].name) == 0) {
      *ret_kind = (HufuTenderKind)i;
      return TRUE;
    }
  return FALSE;
}

HufuTender *
hufu_tender_new (void)
{
  HufuTender *tender = g_new0 (HufuTender, 1);

  tender->label_en = g_strdup ("");
  tender->label_zh = g_strdup ("");
  return tender;
}

HufuTender *
hufu_tender_copy (const HufuTender *tender)
{
  HufuTender *copy = g_new (HufuTender, 1);

  *copy = *tender;
  copy->label_en = g_strdup (tender->label_en);
  copy->label_zh = g_strdup (tender->label_zh);
  return copy;
}

void
hufu_tender_free (HufuTender *tender)
{
  if (tender == NULL)
    return;
  g_free (tender->label_en);
  g_free (tender->label_zh);
  g_free (tender);
}
