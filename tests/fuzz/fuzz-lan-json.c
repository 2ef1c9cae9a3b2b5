/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What another till says, in each of the messages' shapes: what is taken is written again the same.
 */
#include <string.h>

#include "sync/json.h"
#include "sync/lan-basket-json.h"
#include "sync/lan-json.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* The members that are known come back as they were. */
static void
check_same (const json_t *json, json_t *take_again)
{
  json_t *nothing = json_integer (0); /* what an older till does not tell */
  const char *name;
  json_t *value;

  json_object_foreach (take_again, name, value)
  {
    const json_t *before = json_object_get (json, name);

    if (!json_is_object (value))
      g_assert (json_equal (value, before) || json_is_null (value) ||
                (before == NULL && json_equal (value, nothing)));
  }
  json_decref (take_again);
  json_decref (nothing);
}

static void
check_request (const json_t *json)
{
  HufuRequest request;

  if (hufu_request_from_json (json, &request))
    check_same (json, hufu_request_to_json (&request));
}

static void
check_holding (const json_t *json)
{
  g_auto (HufuLanHolding) holding = {0};
  HufuId cti = {{0}};

  if (!hufu_json_get_id (json_object_get (json, "voucher"), "cti", &cti))
    memset (&cti, 0, sizeof cti);
  if (hufu_lan_holding_from_json (json, &cti, 1, &holding))
    check_same (json, hufu_lan_holding_to_json (&holding));
}

static void
check_debit (const json_t *json)
{
  g_auto (HufuLanDebit) debit = {0};

  if (hufu_lan_debit_from_json (json, &debit))
    check_same (json, hufu_lan_debit_to_json (&debit));
}

static void
check_witness (const json_t *json)
{
  HufuLanWitness witness;

  if (hufu_lan_witness_from_json (json, &witness))
    check_same (json, hufu_lan_witness_to_json (&witness));
}

static void
check_baskets (const json_t *json)
{
  g_autoptr (GPtrArray) offered = hufu_lan_baskets_from_json (json);
  hufu_autojson again = NULL;
  g_autoptr (GPtrArray) same = NULL;

  if (offered == NULL)
    return;
  again = hufu_lan_baskets_to_json (offered);
  same = hufu_lan_baskets_from_json (again);
  g_assert (same != NULL && same->len == offered->len);
}

/* What is taken can be reckoned, and is taken again as it was written. */
static void
check_parcel (const json_t *json)
{
  g_auto (HufuBasketParcel) parcel = {0}, same = {0};
  hufu_autojson again = NULL;
  hufu_autojson third = NULL;

  if (!hufu_basket_parcel_from_json (json, &parcel))
    return;
  again = hufu_basket_parcel_to_json (&parcel);
  g_assert (hufu_basket_parcel_from_json (again, &same));
  third = hufu_basket_parcel_to_json (&same);
  g_assert (json_equal (again, third));
  hufu_basket_reckon (parcel.basket);
}

static void
check_gift (const json_t *json)
{
  g_auto (HufuGift) gift = {0};

  if (hufu_lan_gift_from_json (json, &gift)) {
    check_same (json, hufu_lan_gift_to_json (&gift));
    check_parcel (gift.basket);
  }
}

static void
check_query (const char *text)
{
  guint64 generation;
  HufuWitness said;
  HufuId cti;

  if (hufu_lan_witness_parse (text, &said)) {
    g_autofree char *again = hufu_lan_witness_query (&said);

    g_assert_cmpstr (again, ==, text);
  }
  if (hufu_lan_holds_parse (text, &cti, &generation)) {
    g_autofree char *again = hufu_lan_holds_query (&cti, generation);

    g_assert (strcmp (again, text) == 0);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  hufu_autojson json = hufu_json_parse_object (text, strlen (text));
  char nonce[HUFU_HTTP_NONCE_SIZE];
  HufuLanRefusal refusal;

  check_query (text);
  if (json == NULL)
    return 0;
  check_request (json);
  check_holding (json);
  check_debit (json);
  check_witness (json);
  check_baskets (json);
  check_gift (json);
  check_parcel (json);
  if (hufu_lan_problem_from_json (json, &refusal, nonce))
    g_assert (strlen (nonce) < HUFU_HTTP_NONCE_SIZE);
  return 0;
}
