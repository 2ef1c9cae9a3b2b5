/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/journal-write.h"
#include "store/payment-write.h"
#include "store/use-write.h"

/* What an act works on. */
typedef struct {
  HufuPayment payment;
  HufuUseSale sale; /* basket NULL: it is finished or void, or this pays a deposit on it */
} Subject;

static void
subject_clear (Subject *subject)
{
  hufu_payment_clear (&subject->payment);
  hufu_use_sale_clear (&subject->sale);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Subject, subject_clear)

static gboolean
refuse (GError **error, const char *what)
{
  return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, what);
}

static gboolean
load (HufuDb *db, const HufuId *payment_id, Subject *subject, GError **error)
{
  if (!hufu_payment_load (db, payment_id, &subject->payment, error))
    return FALSE;
  if (hufu_id_is_zero (&subject->payment.payment_id))
    return refuse (error, "there is no such payment");
  return subject->payment.in_deposit ||
         hufu_use_load_sale (db, &subject->payment.sale_id, &subject->sale, error);
}

/* The sale last: writing it checks that it agrees with its payments. */
static gboolean
keep (HufuDb *db, Subject *subject, GError **error)
{
  return hufu_payment_write (db, &subject->payment, error) &&
         (subject->sale.basket == NULL ||
          hufu_sale_write (db, subject->sale.basket, subject->sale.state, error));
}

/* ---- the tender ---- */

static void
set_label (char **label, const char *word, const HufuPayment *payment)
{
  GString *text = g_string_new (word);

  if (*payment->last_four != '\0')
    g_string_append_printf (text, " *%s", payment->last_four);
  if (payment->kind == HUFU_TENDER_CARD && payment->reference != NULL &&
      *payment->reference != '\0')
    g_string_append_printf (text, " %s", payment->reference);
  g_free (*label);
  *label = g_string_free (text, FALSE);
}

static HufuEdit
put_on (HufuBasket *basket, const HufuPayment *payment, HufuTenderState state)
{
  g_autoptr (HufuTender) tender = hufu_tender_new ();
  gboolean card = payment->kind == HUFU_TENDER_CARD;

  tender->kind = payment->kind;
  tender->state = state;
  tender->amount_minor = payment->amount_minor;
  tender->use_id = payment->payment_id;
  set_label (&tender->label_en, card ? "Card" : "Wallet", payment);
  set_label (&tender->label_zh, card ? "刷卡" : "扫码支付", payment);
  return hufu_basket_add_tender (basket, tender);
}

static void
take_off (Subject *subject)
{
  if (subject->sale.basket != NULL)
    hufu_basket_remove_use (subject->sale.basket, &subject->payment.payment_id);
}

/* ---- the journal and the ledger ---- */

/* What the finished sale lacks if so much is there. */
static gint64
find_missing (const Subject *subject, gint64 paid_minor)
{
  if (subject->sale.basket != NULL)
    return 0; /* its tender leaves it, and it is due again */
  return MAX (hufu_payment_wanted_minor (&subject->payment) - paid_minor, 0);
}

static HufuPostings
make_postings (const Subject *subject, gint64 paid_minor)
{
  HufuPostings postings = {0};
  gint64 before_minor = subject->payment.paid_minor;
  gint64 lost_minor = find_missing (subject, paid_minor) - find_missing (subject, before_minor);

  hufu_postings_add (
      &postings, subject->payment.kind == HUFU_TENDER_CARD ? "card_clearing" : "wallet_clearing",
      paid_minor - before_minor);
  hufu_postings_add (&postings, "payment_loss", lost_minor);
  hufu_postings_add (&postings, "payment_suspense", before_minor - paid_minor - lost_minor);
  return postings;
}

static void
add_payment_to_json (HufuJsonText *json, const HufuPayment *payment)
{
  hufu_json_text_add_text (json, "kind", hufu_tender_kind_name (payment->kind));
  if (*payment->last_four != '\0')
    hufu_json_text_add_text (json, "last_four", payment->last_four);
}

/* Names in alphabetical order. */
static gboolean
record (HufuDb *db, const char *kind, const Subject *subject, gint64 amount_minor,
        const HufuPostings *postings, const char *reason, const HufuId *staff_id, GError **error)
{
  const HufuPayment *payment = &subject->payment;
  HufuJsonText json = hufu_json_text_begin ();
  g_autofree char *body = NULL;
  gint64 journal_no, currency = 0;

  if (!HUFU_GET_INT (db, error, 0, &currency, "SELECT currency FROM terminal"))
    currency = -1;
  hufu_json_text_add_int (&json, "amount_minor", amount_minor);
  hufu_json_text_add_int (&json, "at_utc_us", hufu_db_now_utc_us (db));
  add_payment_to_json (&json, payment);
  hufu_postings_add_to_json (postings, &json);
  hufu_json_text_add_id (&json, "payment_id", &payment->payment_id);
  if (reason != NULL)
    hufu_json_text_add_text (&json, "reason", reason);
  if (payment->reference != NULL && *payment->reference != '\0')
    hufu_json_text_add_text (&json, "reference", payment->reference);
  hufu_json_text_add_id (&json, "sale_id", &payment->sale_id);
  hufu_json_text_add_id (&json, "staff_id", staff_id);
  hufu_json_text_add_text (&json, "way", hufu_payment_way_name (payment->way));
  body = hufu_json_text_finish (&json);
  return currency >= 0 && hufu_journal_append_text (db, kind, body, &journal_no, error) &&
         hufu_ledger_post (db, journal_no, (guint32)currency, postings, error);
}

/* More or less of it is there than the books have. */
static gboolean
record_paid (HufuDb *db, const Subject *subject, gint64 paid_minor, const char *reason,
             const HufuId *staff_id, GError **error)
{
  HufuPostings postings = make_postings (subject, paid_minor);
  gint64 more_minor = paid_minor - subject->payment.paid_minor;

  return more_minor == 0 || record (db, more_minor > 0 ? "payment.taken" : "payment.returned",
                                    subject, ABS (more_minor), &postings, reason, staff_id, error);
}

static gboolean
record_word (HufuDb *db, const char *kind, const Subject *subject, const char *reason,
             const HufuId *staff_id, GError **error)
{
  const HufuPostings none = {0};

  return record (db, kind, subject, subject->payment.amount_minor, &none, reason, staff_id, error);
}

/* ---- asking ---- */

static gboolean
ask (HufuDb *db, const HufuPayment *payment, const HufuBasket *basket, HufuBasket **ret_basket,
     GError **error)
{
  g_auto (Subject) known = {0};
  g_autoptr (HufuBasket) copy = hufu_basket_copy (basket);
  HufuPayment row = *payment;

  if (!hufu_payment_load (db, &payment->payment_id, &known.payment, error))
    return FALSE;
  if (!hufu_id_is_zero (&known.payment.payment_id)) {
    if (g_strcmp0 (known.payment.request, payment->request) != 0)
      return refuse (error, "this payment is known already");
    if (!hufu_use_load_sale (db, &known.payment.sale_id, &known.sale, error))
      return FALSE;
    *ret_basket = g_steal_pointer (&known.sale.basket);
    return TRUE;
  }
  row.state = HUFU_PAYMENT_ASKING;
  row.created_utc_us = hufu_db_now_utc_us (db);
  if (put_on (copy, &row, HUFU_TENDER_PENDING) != HUFU_EDIT_OK)
    return refuse (error, "the sale has no room for it");
  if (!hufu_payment_write (db, &row, error) || !hufu_sale_write (db, copy, HUFU_SALE_OPEN, error))
    return FALSE;
  *ret_basket = g_steal_pointer (&copy);
  return TRUE;
}

gboolean
hufu_payment_ask (HufuDb *db, const HufuPayment *payment, const HufuBasket *basket,
                  HufuBasket **ret_basket, GError **error)
{
  g_autoptr (HufuBasket) answer = NULL;

  g_assert (hufu_tender_kind_is_payment (payment->kind) && payment->amount_minor > 0);
  g_assert (!hufu_id_is_zero (&payment->payment_id) &&
            hufu_id_equal (&payment->sale_id, &basket->id));
  return hufu_act_begin (db, error) &&
         hufu_use_end_act (db, ask (db, payment, basket, &answer, error), &answer, ret_basket,
                           error);
}

/* ---- the answer ---- */

static void
replace_text (char **text, const char *news)
{
  if (news == NULL || g_strcmp0 (*text, news) == 0)
    return;
  g_free (*text);
  *text = g_strdup (news);
}

/* The sale waits for it, and it still fits: lines may have gone meanwhile. */
static gboolean
take_on (Subject *subject)
{
  HufuPayment *payment = &subject->payment;
  HufuBasket *basket = subject->sale.basket;

  if (basket == NULL || payment->abandoned || !hufu_payment_state_is_open (payment->state) ||
      payment->paid_minor < payment->amount_minor)
    return FALSE;
  hufu_basket_remove_use (basket, &payment->payment_id);
  payment->in_sale = put_on (basket, payment, HUFU_TENDER_TAKEN) == HUFU_EDIT_OK;
  return payment->in_sale;
}

/* It pays a sale. Should it be too little now, an unfinished sale is due again; a finished one
 * stands, and the loss is there to be seen. */
static void
settle_in_sale (Subject *subject)
{
  HufuPayment *payment = &subject->payment;

  if (payment->paid_minor == payment->amount_minor)
    payment->state = HUFU_PAYMENT_PAID;
  if (payment->paid_minor >= payment->amount_minor)
    return;
  payment->state = payment->paid_minor == 0 ? HUFU_PAYMENT_REVERSED : HUFU_PAYMENT_PAID;
  payment->seen = FALSE;
  if (subject->sale.basket == NULL)
    return;
  payment->in_sale = FALSE;
  take_off (subject);
}

static void
settle_nothing_paid (Subject *subject, const HufuPaymentAnswer *answer)
{
  HufuPayment *payment = &subject->payment;
  gboolean was_open = hufu_payment_state_is_open (payment->state);

  if (answer->state == HUFU_PAYMENT_REFUSED && was_open) {
    payment->state = HUFU_PAYMENT_REFUSED;
    payment->refusal = answer->refusal;
  } else if (answer->state == HUFU_PAYMENT_REVERSED ||
             (payment->state == HUFU_PAYMENT_PAID && answer->state == HUFU_PAYMENT_PAID)) {
    payment->state = HUFU_PAYMENT_REVERSED;
  } else if (was_open) {
    payment->state = answer->state;
    return; /* its tender waits */
  }
  take_off (subject);
}

/* What was known of it before is in the subject; what the answer says is taken over. */
static void
settle (Subject *subject, const HufuPaymentAnswer *answer)
{
  HufuPayment *payment = &subject->payment;

  payment->paid_minor = answer->paid_minor;
  payment->tries = 0;
  if (payment->in_sale)
    settle_in_sale (subject);
  else if (payment->paid_minor == 0)
    settle_nothing_paid (subject, answer);
  else if (take_on (subject))
    payment->state = HUFU_PAYMENT_PAID;
  else {
    if (payment->state != HUFU_PAYMENT_REVERSING)
      payment->state = HUFU_PAYMENT_PAID;
    take_off (subject);
  }
}

static gboolean
take_answer (HufuDb *db, const HufuPaymentAnswer *answer, HufuBasket **ret_basket, GError **error)
{
  g_auto (Subject) subject = {0};
  HufuPaymentState before;

  if (!load (db, &answer->payment_id, &subject, error))
    return FALSE;
  before = subject.payment.state;
  replace_text (&subject.payment.qr_text, answer->qr_text);
  replace_text (&subject.payment.reference, answer->reference);
  if (answer->last_four != NULL)
    g_strlcpy (subject.payment.last_four, answer->last_four, sizeof subject.payment.last_four);
  if (!record_paid (db, &subject, answer->paid_minor, NULL, &subject.payment.staff_id, error))
    return FALSE;
  settle (&subject, answer);
  if (subject.payment.state == HUFU_PAYMENT_REFUSED && before != HUFU_PAYMENT_REFUSED &&
      !record_word (db, "payment.refused", &subject,
                    hufu_payment_refusal_name (subject.payment.refusal), &subject.payment.staff_id,
                    error))
    return FALSE;
  if (!keep (db, &subject, error))
    return FALSE;
  *ret_basket = g_steal_pointer (&subject.sale.basket);
  return TRUE;
}

gboolean
hufu_payment_answer (HufuDb *db, const HufuPaymentAnswer *answer, HufuBasket **ret_basket,
                     GError **error)
{
  g_autoptr (HufuBasket) basket = NULL;

  g_assert (answer->state != HUFU_PAYMENT_ASKING && answer->paid_minor >= 0);
  return hufu_act_begin (db, error) &&
         hufu_use_end_act (db, take_answer (db, answer, &basket, error), &basket, ret_basket,
                           error);
}

/* ---- another way ---- */

static gboolean
abandon (HufuDb *db, const HufuId *payment_id, HufuBasket **ret_basket, GError **error)
{
  g_auto (Subject) subject = {0};

  if (!load (db, payment_id, &subject, error))
    return FALSE;
  if (subject.payment.kind == HUFU_TENDER_CARD)
    return refuse (error, "say first what became of the card");
  if (!hufu_payment_state_is_open (subject.payment.state))
    return refuse (error, "it has its answer already");
  subject.payment.abandoned = TRUE;
  take_off (&subject);
  if (!keep (db, &subject, error))
    return FALSE;
  *ret_basket = g_steal_pointer (&subject.sale.basket);
  return TRUE;
}

gboolean
hufu_payment_abandon (HufuDb *db, const HufuId *payment_id, HufuBasket **ret_basket, GError **error)
{
  g_autoptr (HufuBasket) basket = NULL;

  return hufu_act_begin (db, error) &&
         hufu_use_end_act (db, abandon (db, payment_id, &basket, error), &basket, ret_basket,
                           error);
}

/* ---- giving back ---- */

/* A card terminal is not connected: that it was reversed there is the cashier's word. */
static gboolean
give_back (HufuDb *db, Subject *subject, HufuVoidReason reason, const HufuId *staff_id,
           GError **error)
{
  HufuPayment *payment = &subject->payment;
  gint64 wanted_minor = hufu_payment_wanted_minor (payment);

  if (payment->kind == HUFU_TENDER_WALLET) {
    payment->state = HUFU_PAYMENT_REVERSING;
    return record_word (db, "payment.reversing", subject, hufu_void_reason_name (reason), staff_id,
                        error);
  }
  if (!record_paid (db, subject, wanted_minor, hufu_void_reason_name (reason), staff_id, error))
    return FALSE;
  payment->paid_minor = wanted_minor;
  payment->state = wanted_minor > 0 ? HUFU_PAYMENT_PAID : HUFU_PAYMENT_REVERSED;
  return TRUE;
}

static gboolean
reverse (HufuDb *db, const HufuId *payment_id, const HufuId *staff_id, HufuVoidReason reason,
         HufuBasket **ret_basket, GError **error)
{
  g_auto (Subject) subject = {0};
  HufuPayment *payment = &subject.payment;

  if (!load (db, payment_id, &subject, error))
    return FALSE;
  if (payment->state == HUFU_PAYMENT_PAID) {
    if (payment->in_sale && subject.sale.basket != NULL) {
      payment->in_sale = FALSE;
      take_off (&subject);
    }
    if (payment->paid_minor <= hufu_payment_wanted_minor (payment))
      return refuse (error, "its sale is finished");
    if (!give_back (db, &subject, reason, staff_id, error) || !keep (db, &subject, error))
      return FALSE;
  } else if (payment->state != HUFU_PAYMENT_REVERSING && payment->state != HUFU_PAYMENT_REVERSED) {
    return refuse (error, "it was not paid");
  }
  *ret_basket = g_steal_pointer (&subject.sale.basket);
  return TRUE;
}

gboolean
hufu_payment_reverse (HufuDb *db, const HufuId *payment_id, const HufuId *staff_id,
                      HufuVoidReason reason, HufuBasket **ret_basket, GError **error)
{
  g_autoptr (HufuBasket) basket = NULL;

  return hufu_act_begin (db, error) &&
         hufu_use_end_act (db, reverse (db, payment_id, staff_id, reason, &basket, error), &basket,
                           ret_basket, error);
}

static gboolean
see (HufuDb *db, const HufuId *payment_id, const HufuId *staff_id, GError **error)
{
  g_auto (Subject) subject = {0};

  if (!load (db, payment_id, &subject, error))
    return FALSE;
  if (!subject.payment.in_sale || subject.payment.paid_minor >= subject.payment.amount_minor)
    return refuse (error, "nothing was lost by it");
  subject.payment.seen = TRUE;
  return record_word (db, "payment.seen", &subject, NULL, staff_id, error) &&
         hufu_payment_write (db, &subject.payment, error);
}

gboolean
hufu_payment_see (HufuDb *db, const HufuId *payment_id, const HufuId *staff_id, GError **error)
{
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, see (db, payment_id, staff_id, error), error);
}
