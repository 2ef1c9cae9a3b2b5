/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sweeps of test-crash.c over the acts of deposits. */
#include "store/deposit.h"
#include "store/sql.h"
#include "tests/store/crash-sweep.h"

static void
prepare_nothing (HufuScene *scene)
{
  scene->use_id = hufu_host_make_id (hufu_test_host_get (scene->books->world));
}

static gboolean
act_take (HufuScene *scene, GError **error)
{
  HufuFinish how = hufu_books_make_finish (scene->books);
  const HufuDepositTake take = {.deposit_id = scene->use_id,
                                .staff_id = scene->books->staff_id,
                                .name = "cake",
                                .cash_minor = 1000,
                                .increment_minor = 10,
                                .receipt = how.receipt,
                                .print = TRUE};
  g_auto (HufuDepositDone) done = {{0}};

  return hufu_deposit_take (scene->books->db, scene->basket, &take, &done, error);
}

static void
prepare_taken (HufuScene *scene)
{
  g_autoptr (GError) error = NULL;

  prepare_nothing (scene);
  g_assert_true (act_take (scene, &error));
  hufu_scene_take_basket (scene, hufu_sale_load (scene->books->db, &scene->basket->id, &error));
}

static void
prepare_manager (HufuScene *scene)
{
  g_autoptr (GError) error = NULL;

  prepare_taken (scene);
  g_assert_true (hufu_sql_script (scene->books->db, "UPDATE staff SET role = 'manager'", &error));
}

static gboolean
act_resume (HufuScene *scene, GError **error)
{
  return hufu_sale_save (scene->books->db, scene->basket, HUFU_SALE_OPEN, error);
}

static gboolean
act_finish (HufuScene *scene, GError **error)
{
  HufuFinish how = hufu_books_make_finish (scene->books);
  g_autoptr (HufuBasket) paid = hufu_basket_copy (scene->basket);
  g_auto (HufuFinished) finished = {{0}};

  g_assert_cmpint (hufu_basket_pay_cash (paid, 10000, 10, HUFU_ROUND_HALF_UP), ==, HUFU_EDIT_OK);
  return hufu_sale_finish (scene->books->db, paid, &how, &finished, error);
}

static gboolean
cancel (HufuScene *scene, HufuDepositState state, GError **error)
{
  HufuFinish how = hufu_books_make_finish (scene->books);
  const HufuDepositCancel facts = {.sale_id = scene->basket->id,
                                   .staff_id = scene->books->staff_id,
                                   .state = state,
                                   .reason = HUFU_VOID_CUSTOMER,
                                   .approved_by = scene->books->staff_id,
                                   .receipt = how.receipt,
                                   .print = TRUE};
  g_auto (HufuDepositDone) done = {{0}};

  return hufu_deposit_cancel (scene->books->db, &facts, &done, error);
}

static gboolean
act_give_back (HufuScene *scene, GError **error)
{
  return cancel (scene, HUFU_DEPOSIT_RETURNED, error);
}

static gboolean
act_keep (HufuScene *scene, GError **error)
{
  return cancel (scene, HUFU_DEPOSIT_KEPT, error);
}

static const HufuSweepAct acts[] = {
    {"take", prepare_nothing, act_take},   {"resume", prepare_taken, act_resume},
    {"finish", prepare_taken, act_finish}, {"give-back", prepare_taken, act_give_back},
    {"keep", prepare_manager, act_keep},
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  hufu_sweep_add_tests (acts, G_N_ELEMENTS (acts));
  return g_test_run ();
}
