/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sweeps of test-crash.c over the acts of payments. */
#include "store/payment.h"
#include "tests/store/crash-sweep.h"

#define ASKED_MINOR 2000

static char request[] = "{\"x\":1}";

static void
prepare_nothing (HufuScene *scene)
{
  scene->use_id = hufu_host_make_id (hufu_test_host_get (scene->books->world));
}

static gboolean
act_ask (HufuScene *scene, GError **error)
{
  const HufuPayment payment = {.payment_id = scene->use_id,
                               .sale_id = scene->basket->id,
                               .staff_id = scene->books->staff_id,
                               .kind = HUFU_TENDER_WALLET,
                               .way = HUFU_PAYMENT_BY_CODE,
                               .amount_minor = ASKED_MINOR,
                               .request = request};
  HufuBasket *basket = NULL;

  if (!hufu_payment_ask (scene->books->db, &payment, scene->basket, &basket, error))
    return FALSE;
  hufu_scene_take_basket (scene, basket);
  return TRUE;
}

static gboolean
answer (HufuScene *scene, HufuPaymentState state, gint64 paid_minor, GError **error)
{
  const HufuPaymentAnswer said = {
      .payment_id = scene->use_id, .state = state, .paid_minor = paid_minor};
  HufuBasket *basket = NULL;

  if (!hufu_payment_answer (scene->books->db, &said, &basket, error))
    return FALSE;
  hufu_scene_take_basket (scene, basket);
  return TRUE;
}

static gboolean
act_paid (HufuScene *scene, GError **error)
{
  return answer (scene, HUFU_PAYMENT_PAID, ASKED_MINOR, error);
}

static gboolean
act_refused (HufuScene *scene, GError **error)
{
  return answer (scene, HUFU_PAYMENT_REFUSED, 0, error);
}

static gboolean
act_taken_back (HufuScene *scene, GError **error)
{
  return answer (scene, HUFU_PAYMENT_REVERSED, 0, error);
}

static gboolean
act_abandon (HufuScene *scene, GError **error)
{
  HufuBasket *basket = NULL;

  if (!hufu_payment_abandon (scene->books->db, &scene->use_id, &basket, error))
    return FALSE;
  hufu_scene_take_basket (scene, basket);
  return TRUE;
}

static gboolean
act_reverse (HufuScene *scene, GError **error)
{
  HufuBasket *basket = NULL;

  if (!hufu_payment_reverse (scene->books->db, &scene->use_id, &scene->books->staff_id,
                             HUFU_VOID_MISTAKE, &basket, error))
    return FALSE;
  hufu_scene_take_basket (scene, basket);
  return TRUE;
}

static gboolean
act_void (HufuScene *scene, GError **error)
{
  return hufu_sale_void (scene->books->db, &scene->basket->id, &scene->books->staff_id,
                         HUFU_VOID_PAYMENT, error);
}

static void
prepare_asked (HufuScene *scene)
{
  g_autoptr (GError) error = NULL;

  prepare_nothing (scene);
  g_assert_true (act_ask (scene, &error));
}

static void
prepare_paid (HufuScene *scene)
{
  g_autoptr (GError) error = NULL;

  prepare_asked (scene);
  g_assert_true (act_paid (scene, &error));
}

static const HufuSweepAct acts[] = {
    {"ask", prepare_nothing, act_ask},       {"paid", prepare_asked, act_paid},
    {"refused", prepare_asked, act_refused}, {"abandon", prepare_asked, act_abandon},
    {"reverse", prepare_paid, act_reverse},  {"taken-back", prepare_paid, act_taken_back},
    {"void-asked", prepare_asked, act_void}, {"void-paid", prepare_paid, act_void},
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  hufu_sweep_add_tests (acts, G_N_ELEMENTS (acts));
  return g_test_run ();
}
