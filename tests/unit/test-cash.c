/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/cash.h"

/* A reason has a name of its own within its kind, and is booked if and only if cash moves. */
static void
test_reasons (void)
{
  guint n[HUFU_CASH_KIND_COUNT] = {0};

  for (gsize i = 0; i < HUFU_CASH_REASON_COUNT; i++) {
    const HufuCashReason *reason = hufu_cash_reason_get (i);

    g_assert_true (hufu_cash_reason_find (reason->kind, reason->name) == reason);
    g_assert_cmpint (reason->account == NULL, ==, reason->kind == HUFU_CASH_NO_SALE);
    for (int lang = 0; lang < HUFU_LANG_COUNT; lang++)
      g_assert_cmpstr (reason->labels[lang], !=, "");
    n[reason->kind]++;
  }
  for (int kind = 0; kind < HUFU_CASH_KIND_COUNT; kind++) {
    HufuCashKind found = HUFU_CASH_KIND_COUNT;

    g_assert_cmpuint (n[kind], >=, 2);
    g_assert_true (hufu_cash_kind_find (hufu_cash_kind_name ((HufuCashKind)kind), &found));
    g_assert_cmpint ((int)found, ==, kind);
    g_assert_cmpstr (hufu_cash_kind_label ((HufuCashKind)kind, HUFU_LANG_EN), !=,
                     hufu_cash_kind_label ((HufuCashKind)kind, HUFU_LANG_ZH));
  }
  g_assert_null (hufu_cash_reason_find (HUFU_CASH_IN, "safe"));
  g_assert_null (hufu_cash_reason_find (HUFU_CASH_IN, NULL));
}

static void
test_unknown_kind (void)
{
  HufuCashKind kind = HUFU_CASH_OUT;

  g_assert_false (hufu_cash_kind_find ("up", &kind));
  g_assert_false (hufu_cash_kind_find (NULL, &kind));
  g_assert_cmpint (kind, ==, HUFU_CASH_OUT);
}

static void
test_check (void)
{
  static const struct {
    HufuCashKind kind;
    const char *reason, *note;
    gint64 amount_minor;
    HufuCashFault fault;
  } rows[] = {
      {HUFU_CASH_IN, "change", NULL, 1, HUFU_CASH_OK},
      {HUFU_CASH_IN, "change", "", 20000, HUFU_CASH_OK},
      {HUFU_CASH_IN, "change", "换了 200 元硬币 🪙", 20000, HUFU_CASH_OK},
      {HUFU_CASH_IN, "change", "", HUFU_CASH_MOVE_MAX_MINOR, HUFU_CASH_OK},
      {HUFU_CASH_IN, "change", "", HUFU_CASH_MOVE_MAX_MINOR + 1, HUFU_CASH_TOO_MUCH},
      {HUFU_CASH_OUT, "safe", "", G_MAXINT64, HUFU_CASH_TOO_MUCH},
      {HUFU_CASH_IN, "change", "", 0, HUFU_CASH_BAD_AMOUNT},
      {HUFU_CASH_OUT, "safe", "", -1, HUFU_CASH_BAD_AMOUNT},
      {HUFU_CASH_OUT, "change", "", 100, HUFU_CASH_NO_REASON},
      {HUFU_CASH_OUT, NULL, "", 100, HUFU_CASH_NO_REASON},
      {HUFU_CASH_OUT, "expense", NULL, 100, HUFU_CASH_NO_NOTE},
      {HUFU_CASH_OUT, "expense", "   ", 100, HUFU_CASH_NO_NOTE},
      {HUFU_CASH_OUT, "expense", "Tape", 100, HUFU_CASH_OK},
      {HUFU_CASH_OUT, "expense", "two\nlines", 100, HUFU_CASH_BAD_NOTE},
      {HUFU_CASH_OUT, "expense", "\x1b@", 100, HUFU_CASH_BAD_NOTE},
      {HUFU_CASH_OUT, "expense",
       "\xe2\x80\xae"
       "epaT",
       100, HUFU_CASH_BAD_NOTE},
      {HUFU_CASH_OUT, "expense", "\xff", 100, HUFU_CASH_BAD_NOTE},
      {HUFU_CASH_OUT, "safe", "4111 1111-1111 1111", 100, HUFU_CASH_CARD_NOTE},
      {HUFU_CASH_OUT, "safe", "from 4111111111111111, thanks", 100, HUFU_CASH_CARD_NOTE},
      {HUFU_CASH_OUT, "safe", "order 4111111111111112", 100, HUFU_CASH_OK},
      {HUFU_CASH_NO_SALE, "check", "", 0, HUFU_CASH_OK},
      {HUFU_CASH_NO_SALE, "other", "", 0, HUFU_CASH_NO_NOTE},
      {HUFU_CASH_DIFFERENCE, "unknown", "", 0, HUFU_CASH_OK},
      {HUFU_CASH_DIFFERENCE, "safe", "", 0, HUFU_CASH_NO_REASON},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const HufuCashReason *reason = hufu_cash_reason_find (rows[i].kind, rows[i].reason);

    g_test_message ("row %" G_GSIZE_FORMAT, i);
    g_assert_cmpint (hufu_cash_check (rows[i].kind, reason, rows[i].note, rows[i].amount_minor), ==,
                     rows[i].fault);
  }
  /* A reason of another kind is none, however it was come by. */
  g_assert_cmpint (
      hufu_cash_check (HUFU_CASH_IN, hufu_cash_reason_find (HUFU_CASH_OUT, "safe"), "", 1), ==,
      HUFU_CASH_NO_REASON);
}

static void
test_note_limit (void)
{
  const HufuCashReason *reason = hufu_cash_reason_find (HUFU_CASH_IN, "other");
  g_autofree char *most = g_strnfill (HUFU_NOTE_MAX, 'x');
  g_autofree char *over = g_strnfill (HUFU_NOTE_MAX + 1, 'x');

  g_assert_cmpint (hufu_cash_check (HUFU_CASH_IN, reason, most, 1), ==, HUFU_CASH_OK);
  g_assert_cmpint (hufu_cash_check (HUFU_CASH_IN, reason, over, 1), ==, HUFU_CASH_BAD_NOTE);
}

static void
test_sentences (void)
{
  for (int fault = HUFU_CASH_OK; fault <= HUFU_CASH_TOO_MUCH; fault++) {
    gboolean said = fault != HUFU_CASH_OK;

    g_assert_cmpint (*hufu_cash_fault_code ((HufuCashFault)fault) != '\0', ==, said);
    for (int lang = 0; lang < HUFU_LANG_COUNT; lang++)
      g_assert_cmpint (*hufu_cash_fault_sentence ((HufuCashFault)fault, (HufuLang)lang) != '\0', ==,
                       said);
  }
}

static void
test_count (void)
{
  static const struct {
    HufuCashCount count;
    gint64 minor;
  } rows[] = {
      {{{0}}, 0},
      {{{1, 1, 1, 1, 1, 1, 1, 1}}, 18660},
      {{{3, 0, 2, 0, 0, 0, 0, 7}}, 34070},
      {{{HUFU_CASH_PIECES_MAX}}, G_GINT64_CONSTANT (999990000)},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (hufu_cash_count_minor (&rows[i].count), ==, rows[i].minor);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cash/reasons", test_reasons);
  g_test_add_func ("/cash/unknown-kind", test_unknown_kind);
  g_test_add_func ("/cash/check", test_check);
  g_test_add_func ("/cash/note-limit", test_note_limit);
  g_test_add_func ("/cash/sentences", test_sentences);
  g_test_add_func ("/cash/count", test_count);
  return g_test_run ();
}
