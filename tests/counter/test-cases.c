/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the manager reads of a case: who it waits for, and what it stops. */
#include <jansson.h>
#include <string.h>

#include "counter/cases.h"
#include "sync/attention.h"

static HufuCase *
read_case_of (HufuMatterKind kind, const char *what, const char *subject)
{
  HufuMatter *matter = hufu_matter_new (kind, "1");
  HufuCase *read;

  hufu_matter_set (&matter->what, what);
  hufu_matter_set (&matter->title_en, "Two teas");
  hufu_matter_set (&matter->title_zh, "两杯茶");
  hufu_matter_set (&matter->subject, subject);
  matter->place = (HufuPlace){1, 2};
  matter->amount_minor = 1000;
  hufu_matter_add_wait (matter, 1, 1);
  hufu_matter_add_wait (matter, 1, 12);
  if (kind == HUFU_MATTER_CONFLICT)
    (void)hufu_matter_add_claim (matter);
  read = hufu_case_new (matter, HUFU_LANG_EN, 0);
  hufu_matter_free (matter);
  return read;
}

static HufuCase *
read_case (HufuMatterKind kind, const char *what)
{
  return read_case_of (kind, what, "");
}

/* The tills by number, the voucher by its title. */
static void
test_wish (void)
{
  g_autoptr (HufuCase) wish = read_case (HUFU_MATTER_WISH, "refund");

  g_assert_cmpstr (wish->title, ==, "Refund: Two teas");
  g_assert_cmpstr (wish->headline, ==, "Waiting for till 1 of store 1 and till 12 of store 1");
}

/* A till that a restored platform waits for stops more than what it holds. */
static void
test_missing (void)
{
  g_autoptr (HufuCase) missing = read_case (HUFU_MATTER_QUARANTINE, "missing");

  g_assert_cmpstr (missing->title, ==, "Till 2, store 1 has not reported since the restore");
  g_assert_cmpstr (missing->hint, ==, "Blocks new grants and online use");
  g_assert_nonnull (strstr (missing->sentence, "no rights are granted"));
}

/* What the store may sign for itself is signed here; the rest is the operator's, with the command.
 */
static void
test_who_signs (void)
{
  g_autoptr (HufuCase) own = read_case_of (HUFU_MATTER_WISH, "refund", "{}");
  g_autoptr (HufuCase) others = read_case (HUFU_MATTER_WISH, "refund");
  g_autoptr (HufuCase) lost = read_case_of (HUFU_MATTER_QUARANTINE, "lost", "{}");

  g_assert_cmpint (own->resolve, ==, HUFU_RESOLVE_SIGN);
  g_assert_cmpstr (own->amount, ==, "10.00"); /* before anybody signs */
  g_assert_cmpstr (own->act_label, ==, "Sign it: at most 10.00 is lost");
  g_assert_cmpstr (own->command, ==, "");
  g_assert_cmpint (others->resolve, ==, HUFU_RESOLVE_NONE);
  g_assert_nonnull (strstr (others->then, "at most 10.00"));
  g_assert_true (g_str_has_prefix (others->command, "hufuctl platform refund "));
  g_assert_cmpint (lost->resolve, ==, HUFU_RESOLVE_SIGN);
}

/* A restored platform counts limits that nobody may ever have set: the page says why. */
static void
test_restored (void)
{
  static const struct {
    const char *what, *hint;
  } rows[] = {
      {"missing", "The platform was restored and no longer knows the limits of tills that have not "
                  "reported: 0.00 here, 2,000.00 at most at those; 0.00 is locked"},
      {"lost",
       "Until all tills have these limits and report: 0.00 here, 2,000.00 at others; 0.00 is "
       "locked"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuCases) cases = hufu_cases_new ();
    HufuMatters *matters = hufu_matters_new ();
    HufuMatter *matter = hufu_matter_new (HUFU_MATTER_QUARANTINE, "1");
    g_autofree char *hint = NULL;

    hufu_matter_set (&matter->what, rows[i].what);
    g_ptr_array_add (matters->matters, matter);
    matters->limits.n_tills = 2;
    matters->limits.others_minor = 200000;
    hufu_cases_show (cases, matters, HUFU_LANG_EN, 0);
    g_object_get (cases, "exposure-hint", &hint, NULL);
    g_assert_cmpstr (hint, ==, rows[i].hint);
  }
}

/* Each kind has reasons of its own, in both languages. */
static void
test_sign_reasons (void)
{
  static const struct {
    HufuMatterKind kind;
    const char *name;
    gboolean is_one;
  } rows[] = {
      {HUFU_MATTER_QUARANTINE, "gone", TRUE}, {HUFU_MATTER_QUARANTINE, "customer", FALSE},
      {HUFU_MATTER_WISH, "customer", TRUE},   {HUFU_MATTER_WISH, "gone", FALSE},
      {HUFU_MATTER_WISH, "", FALSE},          {HUFU_MATTER_CONFLICT, "customer", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (hufu_sign_reason_is (rows[i].kind, rows[i].name), ==, rows[i].is_one);
  for (gsize i = 0; hufu_sign_reason_get (HUFU_MATTER_WISH, i) != NULL; i++)
    for (int lang = 0; lang < HUFU_LANG_COUNT; lang++)
      g_assert_cmpstr (hufu_sign_reason_get (HUFU_MATTER_WISH, i)->labels[lang], !=, "");
}

static void
test_conflict_of_one (void)
{
  g_autoptr (HufuCase) conflict = read_case (HUFU_MATTER_CONFLICT, "");

  g_assert_true (g_str_has_prefix (conflict->hint, "Used after it was given up"));
  g_assert_cmpuint (conflict->sides->len, ==, 1);
}

#define CLERK "01890000-0000-7000-8000-000000000003"

static json_t *
make_claim (const char *kind, json_t *take_body)
{
  g_autofree char *body = json_dumps (take_body, 0);
  json_t *claim = json_pack ("{s:s, s:i, s:i, s:b, s:i, s:{s:i, s:i, s:i, s:i, s:s, s:s}}", "class",
                             "held", "amount_minor", 1000, "covered_minor", 1000, "accepted", TRUE,
                             "at_utc_s", 1795000000, "entry", "store_no", 1, "terminal_no", 2,
                             "incarnation", 1, "seq", 7, "kind", kind, "body", body);

  json_decref (take_body);
  return claim;
}

/* A till that was copied brings its earlier events up within others: of both it is told who it was.
 */
static void
test_conflict_of_a_branch (void)
{
  json_t *used = make_claim ("voucher.redeemed", json_pack ("{s:s}", "staff_id", CLERK));
  json_t *brought = make_claim ("branch", json_pack ("{s:{s:s}}", "body", "staff_id", CLERK));
  json_t *answer = json_pack (
      "{s:i, s:b, s:[], s:[], s:[], s:[], s:[], s:[{s:{s:s}, s:i, s:i, s:s, s:s, s:[o, o]}]}",
      "exposure_minor", 0, "is_upper_bound", FALSE, "quarantined", "missing", "unknown_outcomes",
      "wishes", "events", "conflicts", "right", "cti", CLERK, "loss_minor", 1000, "found_utc_s",
      1795000000, "title_en", "Two teas", "title_zh", "两杯茶", "claims", used, brought);
  g_autofree char *text = json_dumps (answer, 0);
  g_autoptr (HufuMatters) matters = hufu_matters_from_text (text);
  const HufuMatter *conflict;

  json_decref (answer);
  g_assert_nonnull (matters);
  conflict = matters->matters->pdata[0];
  g_assert_cmpuint (conflict->claims->len, ==, 2);
  for (guint i = 0; i < conflict->claims->len; i++)
    g_assert_cmpstr (((const HufuMatterClaim *)conflict->claims->pdata[i])->staff, ==, CLERK);
}

/* A manager reads what is to be paid back, of which voucher; an entry that says nothing of it is
 * one that needs a look. */
static void
test_pay_back (void)
{
  for (guint i = 0; i < 2; i++) {
    json_t *event =
        json_pack ("{s:s, s:i, s:i, s:s, s:s, s:s, s:i, s:i, s:b}", "terminal_id", CLERK,
                   "incarnation", 1, "seq", 7, "kind", "voucher.undone", "code", "ended", "detail",
                   "", "store_no", 1, "terminal_no", 2, "holds_up", FALSE);
    json_t *answer = json_pack ("{s:i, s:b, s:[], s:[], s:[], s:[], s:[], s:[o]}", "exposure_minor",
                                0, "is_upper_bound", FALSE, "quarantined", "missing",
                                "unknown_outcomes", "wishes", "conflicts", "events", event);
    g_autofree char *text = NULL;
    g_autoptr (HufuMatters) matters = NULL;
    g_autoptr (HufuCase) read = NULL;

    if (i == 0)
      json_object_set_new (event, "pay_back",
                           json_pack ("{s:s, s:s, s:s, s:i}", "cti", CLERK, "title_en", "Two teas",
                                      "title_zh", "两杯茶", "amount_minor", 300));
    text = json_dumps (answer, 0);
    json_decref (answer);
    matters = hufu_matters_from_text (text);
    g_assert_nonnull (matters);
    read = hufu_case_new (matters->matters->pdata[0], HUFU_LANG_EN, 0);
    g_assert_cmpstr (read->title, ==, i == 0 ? "Two teas" : "An entry needs a look");
    g_assert_cmpstr (read->headline, ==, i == 0 ? "Pay 3.00 back" : "An entry needs a look");
    g_assert_cmpint (read->resolve, ==, HUFU_RESOLVE_SETTLE);
  }
}

/* The day of the store: a platform that says nothing of it is one of before it; what is not as the
 * contract says is no answer. */
static void
test_store_day (void)
{
#define ANSWER(today)                                                                              \
  "{\"exposure_minor\": 0, \"is_upper_bound\": false, \"quarantined\": [], \"missing\": [],"       \
  " \"unknown_outcomes\": [], \"wishes\": [], \"conflicts\": [], \"events\": []" today "}"
#define DAY(tills, open, clerk, category, quarter, kind)                                           \
  ANSWER (", \"today\": {\"business_day\": \"2026-03-04\", \"n_tills\": " tills                    \
          ", \"n_open\": " open ", \"told\": {\"n_sales\": 2, \"gross_minor\": 500, \"clerks\": "  \
          "[{\"n\": 2, \"amount_minor\":"                                                          \
          " 500, \"staff_id\": " clerk "}], \"categories\": [{\"n\": 3, \"amount_minor\": 500,"    \
          " \"category_id\": " category "}], \"quarters\": [{\"n\": 2, \"amount_minor\": 500,"     \
          " \"quarter\": " quarter                                                                 \
          "}], \"tenders\": [{\"n\": 2, \"amount_minor\": 500, \"kind\": " kind "}]}}")
  static const struct {
    const char *text;
    gboolean read, told;
  } rows[] = {
      {ANSWER (""), TRUE, FALSE},
      {ANSWER (", \"today\": null"), TRUE, FALSE},
      {DAY ("2", "1", "null", "0", "1969600", "\"cash\""), TRUE, TRUE},
      {DAY ("2", "0", "\"" CLERK "\"", "7", "1969600", "\"of a newer platform\""), TRUE, TRUE},
      {ANSWER (", \"today\": []"), FALSE, FALSE},
      {ANSWER (", \"today\": {\"business_day\": \"2026-03-04\"}"), FALSE, FALSE},
      {DAY ("0", "0", "null", "0", "1", "\"cash\""), FALSE, FALSE},
      {DAY ("2", "3", "null", "0", "1", "\"cash\""), FALSE, FALSE},
      {DAY ("2", "1", "\"nobody\"", "0", "1", "\"cash\""), FALSE, FALSE},
      {DAY ("2", "1", "null", "\"0\"", "1", "\"cash\""), FALSE, FALSE},
      {DAY ("2", "1", "null", "0", "-1", "\"cash\""), FALSE, FALSE},
      {DAY ("2", "1", "null", "0", "99999999999", "\"cash\""), FALSE, FALSE},
      {DAY ("2", "1", "null", "0", "1", "7"), FALSE, FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HufuMatters) matters = hufu_matters_from_text (rows[i].text);

    g_test_message ("%s", rows[i].text);
    g_assert_cmpint (matters != NULL, ==, rows[i].read);
    g_assert_cmpint (matters != NULL && matters->store_day != NULL, ==, rows[i].told);
    if (rows[i].told)
      g_assert_cmpint (
          hufu_today_sum (matters->store_day->today->hours, HUFU_TODAY_HOURS).sum_minor, ==, 500);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cases/wish", test_wish);
  g_test_add_func ("/cases/missing", test_missing);
  g_test_add_func ("/cases/who-signs", test_who_signs);
  g_test_add_func ("/cases/restored", test_restored);
  g_test_add_func ("/cases/sign-reasons", test_sign_reasons);
  g_test_add_func ("/cases/pay-back", test_pay_back);
  g_test_add_func ("/cases/store-day", test_store_day);
  g_test_add_func ("/cases/conflict-of-one", test_conflict_of_one);
  g_test_add_func ("/cases/conflict-of-a-branch", test_conflict_of_a_branch);
  return g_test_run ();
}
