/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sweeps of test-crash.c over the acts of the drawer, the shift and the shelf. */
#include "store/stock.h"
#include "tests/store/crash-sweep.h"

static void
prepare_nothing (HufuScene *scene)
{
}

static gboolean
move_cash (HufuScene *scene, HufuCashKind kind, const char *reason, gint64 amount_minor,
           GError **error)
{
  const HufuCashMove move = {.staff_id = scene->books->staff_id,
                             .kind = kind,
                             .reason = reason,
                             .amount_minor = amount_minor,
                             .slip = {.shop_en = "Shop", .shop_zh = ""},
                             .print = TRUE};
  g_autoptr (HufuReceipt) slip = NULL;
  HufuId job_id;

  return hufu_cash_move (scene->books->db, &move, &job_id, &slip, error);
}

static gboolean
act_cash_out (HufuScene *scene, GError **error)
{
  return move_cash (scene, HUFU_CASH_OUT, "safe", 10000, error);
}

static gboolean
act_open_drawer (HufuScene *scene, GError **error)
{
  return move_cash (scene, HUFU_CASH_NO_SALE, "check", 0, error);
}

static void
prepare_shift (HufuScene *scene)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (act_cash_out (scene, &error));
}

/* 100.00 is expected. */
static gboolean
close_shift (HufuScene *scene, guint32 n_hundreds, gboolean closes, GError **error)
{
  const HufuClose close = {.staff_id = scene->books->staff_id,
                           .count = {{n_hundreds}},
                           .facts = {.shop_en = "Shop", .shop_zh = ""},
                           .print = TRUE};
  g_auto (HufuClosed) closed = {0};

  if (!hufu_shift_close (scene->books->db, &close, &closed, error))
    return FALSE;
  g_assert_cmpint (closed.closed, ==, closes);
  return TRUE;
}

static gboolean
act_close (HufuScene *scene, GError **error)
{
  return close_shift (scene, 1, TRUE, error);
}

static gboolean
act_count (HufuScene *scene, GError **error)
{
  return close_shift (scene, 2, FALSE, error);
}

static void
prepare_closed (HufuScene *scene)
{
  g_autoptr (GError) error = NULL;

  prepare_shift (scene);
  g_assert_true (act_close (scene, &error));
}

static gboolean
act_reprint_z (HufuScene *scene, GError **error)
{
  g_autoptr (HufuReceipt) copy = NULL;
  HufuId job_id;

  return hufu_shift_reprint_last (scene->books->db, &job_id, &copy, error);
}

static gboolean
act_open_shift (HufuScene *scene, GError **error)
{
  HufuShift shift;

  return hufu_shift_open (scene->books->db, &scene->books->staff_id, HUFU_TEST_DAY, 5000, &shift,
                          error);
}

static gboolean
act_correct_stock (HufuScene *scene, GError **error)
{
  const HufuStockCorrection correction = {.product_id = 1,
                                          .reason = hufu_stock_reason_find ("counted"),
                                          .number_milli = 7000,
                                          .delta_milli = -2000,
                                          .staff_id = scene->books->staff_id};

  return hufu_stock_write_correction (scene->books->db, &correction, error);
}

static const HufuSweepAct acts[] = {
    {"correct-stock", prepare_nothing, act_correct_stock},
    {"cash-out", prepare_nothing, act_cash_out},
    {"open-drawer", prepare_nothing, act_open_drawer},
    {"count", prepare_shift, act_count},
    {"close", prepare_shift, act_close},
    {"reprint-z", prepare_closed, act_reprint_z},
    {"open-shift", prepare_closed, act_open_shift},
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  hufu_sweep_add_tests (acts, G_N_ELEMENTS (acts));
  return g_test_run ();
}
