/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a day came to equals the journal to the unit, whatever happened in it. */
#include <jansson.h>
#include <string.h>

#include "store/sql.h"
#include "store/today.h"
#include "tests/store/books.h"

#define ZONE_S 19800 /* half past the hours of the world */
#define STEPS 150

/* ---- the same, from the journal alone ---- */

typedef struct {
  HufuTestVoucher which;
  gint64 amount_minor;
} Used;

static gint64
number (const json_t *body, const char *name)
{
  return json_integer_value (json_object_get (body, name));
}

static const char *
text (const json_t *body, const char *name)
{
  return json_string_value (json_object_get (body, name));
}

static void
tally (HufuTally *sum, gint64 amount_minor)
{
  sum->n++;
  sum->sum_minor += amount_minor;
}

static HufuTodayPart *
find_part (GArray *parts, gint64 category_id, const char *staff_id)
{
  HufuTodayPart part = {.category_id = category_id};

  if (staff_id != NULL)
    g_assert_true (hufu_id_parse (staff_id, &part.staff_id));
  for (guint i = 0; i < parts->len; i++) {
    HufuTodayPart *at = &g_array_index (parts, HufuTodayPart, i);

    if (at->category_id == category_id && hufu_id_equal (&at->staff_id, &part.staff_id))
      return at;
  }
  hufu_today_add_part (parts, &part);
  return &g_array_index (parts, HufuTodayPart, parts->len - 1);
}

static HufuTaxSum *
find_tax (HufuToday *today, const char *id, gint32 rate_ppm)
{
  for (gsize i = 0; i < today->n_taxes; i++)
    if (strcmp (today->taxes[i].id, id) == 0 && today->taxes[i].rate_ppm == rate_ppm)
      return &today->taxes[i];
  g_assert_cmpuint (today->n_taxes, <, HUFU_TAX_SUMS_MAX);
  hufu_tax_sum_init (&today->taxes[today->n_taxes], NULL, id, rate_ppm);
  return &today->taxes[today->n_taxes++];
}

/* By the lines, not by what the sale says of its taxes. */
static void
follow_taxes (HufuToday *today, const json_t *line)
{
  gint64 rate_ppm = number (line, "tax_ppm"), total_minor = number (line, "total_minor");
  HufuTaxSum *sum;

  if (total_minor == 0)
    return;
  sum = find_tax (today, rate_ppm == 0 ? "exempt" : "tax", (gint32)rate_ppm);
  sum->net_minor += total_minor - number (line, "tax_minor");
  sum->tax_minor += number (line, "tax_minor");
}

static void
follow_sale (HufuToday *today, const json_t *body)
{
  gint64 gross_minor = number (body, "gross_minor");
  gint64 hour = (number (body, "at_utc_us") / G_USEC_PER_SEC + ZONE_S) / 3600 % 24;
  gboolean voucher = json_object_get (body, "discounts") != NULL;
  HufuTenderKind kind;
  json_t *at;
  gsize i;

  json_array_foreach (json_object_get (body, "lines"), i, at)
  {
    if (strcmp (text (at, "kind"), "prepaid") == 0)
      voucher = TRUE;
    follow_taxes (today, at);
    if (strcmp (text (at, "kind"), "prepaid") != 0)
      tally (&find_part (today->categories, number (at, "category_id"), NULL)->tally,
             number (at, "total_minor"));
  }
  json_array_foreach (json_object_get (body, "tenders"), i, at)
  {
    g_assert_true (hufu_tender_kind_find (text (at, "kind"), &kind));
    tally (&today->tenders[kind], number (at, "amount_minor"));
    today->rounding_minor += number (at, "rounding_minor");
    voucher |= kind == HUFU_TENDER_VOUCHER;
  }
  tally (&find_part (today->clerks, 0, text (body, "staff_id"))->tally, gross_minor);
  tally (&today->hours[hour], gross_minor);
  if (voucher)
    tally (&today->with_voucher[hour], gross_minor);
}

static HufuTestVoucher
which_of (const json_t *body)
{
  const char *cti = text (json_object_get (body, "right"), "cti");
  char known[HUFU_ID_TEXT_SIZE];

  for (HufuTestVoucher which = HUFU_TEST_DEAL; which <= HUFU_TEST_COUPON; which++) {
    HufuId id = hufu_books_cti (which);

    hufu_id_format (&id, known);
    if (strcmp (known, cti) == 0)
      return which;
  }
  g_assert_not_reached ();
}

static HufuVoucherType
type_of (HufuTestVoucher which)
{
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (which);

  return voucher->type;
}

static void
follow (HufuToday *today, GHashTable *used, const char *kind, const json_t *body)
{
  const char *use_id = text (body, "use_id");
  gint64 off_minor = number (body, "counted_minor") - number (body, "expected_minor");
  const Used *use = use_id == NULL ? NULL : g_hash_table_lookup (used, use_id);

  if (strcmp (kind, "sale.finished") == 0)
    follow_sale (today, body);
  else if (strcmp (kind, "sale.voided") == 0)
    today->n_voided++;
  else if (strcmp (kind, "voucher.redeemed") == 0)
    tally (&today->uses[type_of (use->which)], use->amount_minor);
  else if (strcmp (kind, "voucher.undone") == 0)
    tally (&today->undone[type_of (use->which)], use->amount_minor);
  else if (strcmp (kind, "shift.closed") == 0 && off_minor != 0)
    tally (&today->differences, off_minor);
}

static HufuToday *
follow_journal (HufuBooks *books, const char *day)
{
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  HufuToday *today = hufu_today_new (day);
  g_autofree char *open_day = g_strdup ("");
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (books->db, &error, "SELECT kind, body FROM journal ORDER BY journal_no");

  while (hufu_rows_next (rows, &error) > 0) {
    json_t *body = json_loads (hufu_rows_text (rows, 1), 0, NULL);
    const char *kind = hufu_rows_text (rows, 0);

    if (strcmp (kind, "shift.opened") == 0) {
      g_free (open_day);
      open_day = g_strdup (text (body, "business_day"));
    } else if (strcmp (kind, "voucher.redeemed") == 0) {
      Used *use = g_new (Used, 1);

      *use = (Used){which_of (body), number (body, "amount_minor")};
      g_hash_table_insert (used, g_strdup (text (body, "use_id")), use);
    }
    if (strcmp (open_day, day) == 0)
      follow (today, used, kind, body);
    json_decref (body);
  }
  g_assert_no_error (error);
  hufu_today_sort (today);
  return today;
}

static char *
say_week_before (const char *day)
{
  g_autofree char *iso = g_strconcat (day, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (iso, NULL);
  g_autoptr (GDateTime) before = g_date_time_add_days (date, -7);

  return g_date_time_format (before, "%Y-%m-%d");
}

static void
assert_tallies (const HufuTally *told, const HufuTally *expected, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    g_assert_cmpint (told[i].n, ==, expected[i].n);
    g_assert_cmpint (told[i].sum_minor, ==, expected[i].sum_minor);
  }
}

static void
assert_parts (GArray *told, GArray *expected)
{
  g_assert_cmpuint (told->len, ==, expected->len);
  for (guint i = 0; i < told->len; i++) {
    const HufuTodayPart *a = &g_array_index (told, HufuTodayPart, i);
    const HufuTodayPart *b = &g_array_index (expected, HufuTodayPart, i);

    g_assert_cmpint (a->category_id, ==, b->category_id);
    g_assert_true (hufu_id_equal (&a->staff_id, &b->staff_id));
    assert_tallies (&a->tally, &b->tally, 1);
  }
}

static void
assert_taxes (const HufuToday *told, HufuToday *expected)
{
  g_assert_cmpuint (told->n_taxes, ==, expected->n_taxes);
  for (gsize i = 0; i < told->n_taxes; i++) {
    const HufuTaxSum *a = &told->taxes[i], *b = find_tax (expected, a->id, a->rate_ppm);

    g_assert_cmpint (a->net_minor, ==, b->net_minor);
    g_assert_cmpint (a->tax_minor, ==, b->tax_minor);
  }
}

static void
assert_sums_agree (const HufuToday *today)
{
  gint64 gross_minor = hufu_today_sum (today->hours, HUFU_TODAY_HOURS).sum_minor, clerks = 0;
  gint64 taken_minor = hufu_today_sum (today->tenders, HUFU_TENDER_KIND_COUNT).sum_minor, lines = 0;

  for (guint i = 0; i < today->clerks->len; i++)
    clerks += g_array_index (today->clerks, HufuTodayPart, i).tally.sum_minor;
  for (guint i = 0; i < today->categories->len; i++)
    lines += g_array_index (today->categories, HufuTodayPart, i).tally.sum_minor;
  g_assert_cmpint (clerks, ==, gross_minor);
  g_assert_cmpint (lines, ==, gross_minor);
  g_assert_cmpint (taken_minor, ==, gross_minor + today->rounding_minor);
}

static void
assert_as_journal (HufuBooks *books)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (ZONE_S);
  g_autofree char *before_day = say_week_before (books->shift.business_day);
  g_autoptr (HufuToday) expected = follow_journal (books, books->shift.business_day);
  g_autoptr (HufuToday) before = follow_journal (books, before_day);
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuToday) told = hufu_today_load (books->db, zone, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (told->business_day, ==, books->shift.business_day);
  assert_tallies (told->hours, expected->hours, HUFU_TODAY_HOURS);
  assert_tallies (told->with_voucher, expected->with_voucher, HUFU_TODAY_HOURS);
  assert_tallies (told->week_before, before->hours, HUFU_TODAY_HOURS);
  assert_tallies (told->tenders, expected->tenders, HUFU_TENDER_KIND_COUNT);
  assert_tallies (told->uses, expected->uses, HUFU_VOUCHER_TYPE_COUNT);
  assert_tallies (told->undone, expected->undone, HUFU_VOUCHER_TYPE_COUNT);
  assert_tallies (&told->differences, &expected->differences, 1);
  g_assert_cmpint (told->rounding_minor, ==, expected->rounding_minor);
  g_assert_cmpint (told->n_voided, ==, expected->n_voided);
  assert_taxes (told, expected);
  assert_parts (told->clerks, expected->clerks);
  assert_parts (told->categories, expected->categories);
  assert_sums_agree (told);
}

/* ---- what happens in a day ---- */

typedef struct {
  HufuBooks *books;
  GRand *random;
  HufuBasket *basket;
  HufuId use_id, asked_id; /* the last; zero: none */
  HufuTestVoucher asked;
  guint64 counter;
} Day;

static void
scan (Day *day)
{
  g_autoptr (HufuBasket) shelf = hufu_books_make_basket (day->books, 1);
  g_autoptr (HufuLine) line = hufu_line_copy (g_ptr_array_index (shelf->lines, 0));

  line->product_id = g_rand_int_range (day->random, 1, 100);
  line->category_id = line->product_id % 4;
  line->list_price_minor = g_rand_int_range (day->random, 1, 5000);
  g_assert_cmpint (hufu_basket_add (day->basket, line, NULL), ==, HUFU_EDIT_OK);
  g_assert_true (hufu_sale_save (day->books->db, day->basket, HUFU_SALE_OPEN, NULL));
}

static void
begin_sale (Day *day)
{
  hufu_basket_free (day->basket);
  day->basket = hufu_books_make_basket (day->books, 0);
}

/* What still waits for an answer is refused, and sold later. */
static void
finish (Day *day)
{
  HufuFinish finish = hufu_books_make_finish (day->books);
  g_auto (HufuFinished) finished = {{0}};
  HufuTotals totals;

  hufu_basket_get_totals (day->basket, &totals);
  if (day->basket->lines->len == 0 || !hufu_id_is_zero (&day->asked_id))
    return;
  finish.business_day = day->books->shift.business_day;
  finish.staff_id.bytes[15] = (guint8)g_rand_int_range (day->random, 1, 4);
  if (totals.due_minor > 0)
    g_assert_cmpint (
        hufu_basket_pay_cash (day->basket, totals.due_minor + 10, 10, HUFU_ROUND_HALF_UP), ==,
        HUFU_EDIT_OK);
  g_assert_true (hufu_sale_finish (day->books->db, day->basket, &finish, &finished, NULL));
  begin_sale (day);
}

static void
redeem (Day *day)
{
  HufuTestVoucher which = (HufuTestVoucher)g_rand_int_range (day->random, 0, 4);

  day->counter += 10;
  hufu_books_grant (day->books, which, day->counter);
  if (hufu_reason_accepts (hufu_books_redeem (day->books, which, 100, &day->basket, &day->use_id)))
    return;
  day->use_id = (HufuId){{0}};
}

static void
undo (Day *day)
{
  const HufuUndo wanted = hufu_books_make_undo (day->books, &day->use_id);
  HufuBasket *after = NULL;
  HufuReason reason;

  if (hufu_id_is_zero (&day->use_id))
    return;
  g_assert_true (hufu_use_undo (day->books->db, &wanted, &reason, &after, NULL));
  if (after != NULL) {
    hufu_basket_free (day->basket);
    day->basket = after;
  }
  day->use_id = (HufuId){{0}};
}

static void
ask (Day *day)
{
  HufuTestVoucher which = (HufuTestVoucher)g_rand_int_range (day->random, 0, 4);
  HufuRedemption redemption = hufu_books_make_redemption (day->books, which, 100, day->basket);
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (which);
  HufuBasket *after = NULL;

  if (!hufu_id_is_zero (&day->asked_id) ||
      !hufu_use_ask (day->books->db, &redemption, voucher, "{\"x\":1}", &after, NULL))
    return; /* a tender has nothing to pay */
  hufu_basket_free (day->basket);
  day->basket = after;
  day->asked = which;
  day->asked_id = redemption.use_id;
}

static void
answer (Day *day)
{
  g_autoptr (HufuVoucher) voucher = hufu_books_make_voucher (day->asked);
  HufuUseAnswer said = {.use_id = day->asked_id,
                        .redeemed = TRUE,
                        .reason = HUFU_R01_OK_ONLINE,
                        .voucher = voucher,
                        .key = {voucher->cti, 1, 0},
                        .amount_minor = day->asked == HUFU_TEST_CASH ? 100 : voucher->value_minor};
  HufuBasket *after = NULL;

  if (hufu_id_is_zero (&day->asked_id))
    return;
  g_assert_true (hufu_use_answer (day->books->db, &said, &after, NULL));
  if (after != NULL) {
    hufu_basket_free (day->basket);
    day->basket = after;
  }
  day->asked_id = (HufuId){{0}};
}

static void
throw_away (Day *day)
{
  g_autoptr (GError) error = NULL;

  if (hufu_sale_void (day->books->db, &day->basket->id, &day->books->staff_id, HUFU_VOID_MISTAKE,
                      &error)) {
    day->asked_id = (HufuId){{0}};
    begin_sale (day);
  }
}

/* In a third of all cases something happens before the next shift: it is of the day before. */
static void
close_and_open (Day *day)
{
  HufuBooks *books = day->books;
  HufuShiftReport report;
  HufuClose close = {.staff_id = books->staff_id,
                     .tolerance_minor = 100000,
                     .facts = {.shop_en = "Shop", .shop_zh = "店", .clerk_label = "Lin"}};
  g_auto (HufuClosed) closed = {0};
  g_autofree char *next = NULL;
  g_autofree char *iso = g_strconcat (books->shift.business_day, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (iso, NULL);
  static const int steps[] = {0, 1, 7};
  g_autoptr (GDateTime) later =
      g_date_time_add_days (date, steps[g_rand_int_range (day->random, 0, 3)]);

  g_assert_true (hufu_shift_report_load (books->db, &report, NULL));
  close.count.pieces[5] = (guint32)(hufu_shift_report_expected_minor (&report) / 100);
  g_assert_true (hufu_shift_close (books->db, &close, &closed, NULL));
  if (g_rand_int_range (day->random, 0, 3) == 0) {
    answer (day);
    undo (day);
    throw_away (day);
  }
  assert_as_journal (books);
  next = g_date_time_format (later, "%Y-%m-%d");
  g_assert_true (hufu_shift_open (books->db, &books->staff_id, next, 20000, &books->shift, NULL));
}

static void
step (Day *day)
{
  static void (*const acts[]) (Day * day) = {scan,   scan,   scan, scan, finish, finish,
                                             redeem, redeem, undo, ask,  answer, throw_away};

  hufu_test_host_advance_ms (day->books->world, g_rand_int_range (day->random, 0, 1800000));
  acts[g_rand_int_range (day->random, 0, G_N_ELEMENTS (acts))](day);
}

static void
test_random_days (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (GRand) random = g_rand_new_with_seed (hufu_test_seed ());
  Day day = {.books = books, .random = random};

  begin_sale (&day);
  for (guint i = 0; i < STEPS; i++) {
    step (&day);
    if (g_rand_int_range (random, 0, 20) == 0)
      close_and_open (&day);
  }
  assert_as_journal (books);
  /* Books of before these sums: they are made from what is there. */
  hufu_books_tamper (books, "DROP TRIGGER deposit_tender_comes; DROP TRIGGER deposit_tender_stays;"
                            "DROP TABLE deposit; ALTER TABLE payment DROP COLUMN deposit_id;"
                            "DELETE FROM tender_kind WHERE kind = 'deposit';"
                            "DELETE FROM account WHERE account LIKE '%deposit%';"
                            "DROP TABLE day_sum; ALTER TABLE print_job DROP COLUMN begun;"
                            "ALTER TABLE print_job DROP COLUMN printer;"
                            "DROP TABLE product_edit; DROP TABLE basket_request;"
                            "DROP TABLE basket_moved; DROP TABLE basket_refused;"
                            "DROP TABLE begun_rules;"
                            "ALTER TABLE voucher_use DROP COLUMN undo_attempt;"
                            "ALTER TABLE sale_line DROP COLUMN asks;"
                            "ALTER TABLE sale_line DROP COLUMN options;"
                            "ALTER TABLE sale_line DROP COLUMN chosen;"
                            "ALTER TABLE sale_line DROP COLUMN due_day;"
                            "ALTER TABLE sale_line DROP COLUMN due_minute;"
                            "ALTER TABLE sale_line DROP COLUMN left_out_by;"
                            "DROP TABLE tax_rules; ALTER TABLE sale DROP COLUMN tax_rules;"
                            "ALTER TABLE sale DROP COLUMN taxes;"
                            "ALTER TABLE terminal DROP COLUMN summed_no;"
                            "ALTER TABLE staff DROP COLUMN active;"
                            "ALTER TABLE staff DROP COLUMN stamps; PRAGMA user_version = 14");
  assert_as_journal (books);
  hufu_basket_free (day.basket);
}

/* ---- stories ---- */

static void
test_nothing (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new_empty (1);
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (ZONE_S);
  g_autoptr (GError) error = NULL;
  g_autoptr (HufuToday) today = hufu_today_load (books->db, zone, &error);
  guint n;

  g_assert_no_error (error);
  g_assert_cmpstr (today->business_day, ==, "");
  hufu_today_get_span (today, &n);
  g_assert_cmpuint (n, ==, 0);
}

/* A sale that is not finished is not there; a finished one is, wholly. */
static void
test_one_sale (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 3);
  g_auto (HufuFinished) finished = {{0}};
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (8 * 3600);
  g_autoptr (HufuToday) before = NULL, after = NULL;
  HufuTally sales;

  g_assert_true (hufu_sale_save (books->db, basket, HUFU_SALE_OPEN, NULL));
  before = hufu_today_load (books->db, zone, NULL);
  g_assert_cmpuint (before->clerks->len, ==, 0);
  hufu_books_finish (books, basket, &finished);
  after = hufu_today_load (books->db, zone, NULL);
  sales = hufu_today_sum (after->hours, HUFU_TODAY_HOURS);
  g_assert_cmpint (sales.n, ==, 1);
  g_assert_cmpint (sales.sum_minor, ==, 3870);
  g_assert_cmpint (after->hours[9].sum_minor, ==, 3870); /* the story begins at nine */
  g_assert_cmpint (after->tenders[HUFU_TENDER_CASH].sum_minor, ==, 3870);
  g_assert_cmpuint (after->categories->len, ==, 1);
  g_assert_cmpint (g_array_index (after->categories, HufuTodayPart, 0).tally.n, ==, 3);
}

/* Nobody looked for long: they are added in more than one act, each once. */
static void
test_many_sales (void)
{
  g_autoptr (HufuBooks) books = hufu_books_new (1);
  g_autoptr (GError) error = NULL;
  gboolean done = TRUE;

  for (guint i = 0; i < 230; i++) {
    g_autoptr (HufuBasket) basket = hufu_books_make_basket (books, 1 + i % 3);
    g_auto (HufuFinished) finished = {{0}};

    hufu_books_finish (books, basket, &finished);
  }
  g_assert_true (hufu_today_follow (books->db, &done, &error));
  g_assert_false (done);
  hufu_books_reopen (books);
  assert_as_journal (books);
  g_assert_true (hufu_today_follow (books->db, &done, &error));
  g_assert_true (done);
  assert_as_journal (books);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/today/nothing", test_nothing);
  g_test_add_func ("/today/one-sale", test_one_sale);
  g_test_add_func ("/today/many-sales", test_many_sales);
  g_test_add_func ("/today/random-days", test_random_days);
  return g_test_run ();
}
