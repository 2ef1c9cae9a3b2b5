/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be accepted without its right, and what a policy may ask for. */
#include "core/limits.h"

#define NOW G_GINT64_CONSTANT (1795000000)
#define HOUR 3600

static const HufuLimits full = {20000, 50, 200000, 86400};

static void
test_policies (void)
{
  static const struct {
    const char *why;
    HufuLimits limits;
    gboolean is_signed;
    HufuLimitsState expected;
  } rows[] = {
      {"all that may be asked for", {20000, 50, 200000, 86400}, TRUE, HUFU_LIMITS_ON},
      {"less", {1, 1, 1, 1}, TRUE, HUFU_LIMITS_ON},
      {"nobody signed it", {20000, 50, 200000, 86400}, FALSE, HUFU_LIMITS_UNSIGNED},
      {"nonsense that nobody signed", {-1, -1, -1, -1}, FALSE, HUFU_LIMITS_UNSIGNED},
      {"a voucher of 200.01", {20001, 50, 200000, 86400}, TRUE, HUFU_LIMITS_NONSENSE},
      {"a voucher of nothing", {0, 50, 200000, 86400}, TRUE, HUFU_LIMITS_NONSENSE},
      {"a negative voucher", {-1, 50, 200000, 86400}, TRUE, HUFU_LIMITS_NONSENSE},
      {"51 uses", {20000, 51, 200000, 86400}, TRUE, HUFU_LIMITS_NONSENSE},
      {"negative uses", {20000, G_MININT64, 200000, 86400}, TRUE, HUFU_LIMITS_NONSENSE},
      {"2,000.01 in all", {20000, 50, 200001, 86400}, TRUE, HUFU_LIMITS_NONSENSE},
      {"no end in all", {20000, 50, G_MAXINT64, 86400}, TRUE, HUFU_LIMITS_NONSENSE},
      {"nothing in all", {20000, 50, 0, 86400}, TRUE, HUFU_LIMITS_NONSENSE},
      {"a list of yesterday", {20000, 50, 200000, 86401}, TRUE, HUFU_LIMITS_NONSENSE},
      {"a list of the future", {20000, 50, 200000, -1}, TRUE, HUFU_LIMITS_NONSENSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].why);
    g_assert_cmpint (hufu_limits_judge (&rows[i].limits, rows[i].is_signed), ==, rows[i].expected);
  }
}

/* What differs from a deal of 58.00 that is on a list of an hour ago as valid, by a till that has
 * accepted nothing yet. */
typedef struct {
  const char *why;
  HufuReason expected;
  gint64 amount_minor; /* 0: 5800 */
  gint64 spent_minor;  /* of the same voucher */
  HufuLimitsUsed used;
  guint tier;
  gboolean is_live;
  HufuVoucherStatus status;
  gint64 age_s; /* 0: an hour */
  gboolean doubt;
  HufuLimitsState off; /* 0: on */
} Case;

static const Case cases[] = {
    {"a deal", HUFU_R03_OK_GRACE},
    /* state */
    {"no live code", HUFU_R16_PROOF_REQUIRED, .tier = 1},
    {"a live code", HUFU_R03_OK_GRACE, .tier = 1, .is_live = TRUE},
    {"a plain voucher by live code", HUFU_R03_OK_GRACE, .is_live = TRUE},
    {"tier 2 by live code", HUFU_R07_OWNER_UNREACHABLE, .tier = 2, .is_live = TRUE},
    {"tier 3 by live code", HUFU_R07_OWNER_UNREACHABLE, .tier = 3, .is_live = TRUE},
    {"nobody signed the policy", HUFU_R07_OWNER_UNREACHABLE, .off = HUFU_LIMITS_UNSIGNED},
    {"a policy of nonsense", HUFU_R07_OWNER_UNREACHABLE, .off = HUFU_LIMITS_NONSENSE},
    /* time and status list */
    {"the clock in doubt", HUFU_R21_CLOCK_UNTRUSTED, .doubt = TRUE},
    {"the clock in doubt comes before used", HUFU_R21_CLOCK_UNTRUSTED, .doubt = TRUE,
     .status = HUFU_STATUS_USED},
    {"used", HUFU_R12_ALREADY_REDEEMED_ELSEWHERE, .status = HUFU_STATUS_USED},
    {"revoked", HUFU_R13_REVOKED, .status = HUFU_STATUS_REVOKED},
    {"for the platform to judge", HUFU_R07_OWNER_UNREACHABLE, .status = HUFU_STATUS_ASK},
    {"younger than the list", HUFU_R20_STATUS_TOO_OLD, .status = HUFU_STATUS_UNLISTED},
    {"a list of just under a day", HUFU_R03_OK_GRACE, .age_s = 86399},
    {"a list of a day", HUFU_R20_STATUS_TOO_OLD, .age_s = 86400},
    {"a list from a little ahead", HUFU_R03_OK_GRACE, .age_s = -HOUR},
    {"a list from tomorrow", HUFU_R20_STATUS_TOO_OLD, .age_s = -24 * HOUR},
    {"an old list comes before the live code", HUFU_R20_STATUS_TOO_OLD, .age_s = 86400, .tier = 1},
    /* amounts */
    {"200.00", HUFU_R03_OK_GRACE, .amount_minor = 20000},
    {"200.01", HUFU_R19_LIMIT_VALUE, .amount_minor = 20001},
    {"the rest of 200.00", HUFU_R03_OK_GRACE, .spent_minor = 14200},
    {"a cent more on the same voucher", HUFU_R19_LIMIT_VALUE, .spent_minor = 14201},
    {"the fiftieth", HUFU_R03_OK_GRACE, .used = {49, 0}},
    {"the one after", HUFU_R18_LIMIT_COUNT, .used = {50, 0}},
    {"the last of 2,000.00", HUFU_R03_OK_GRACE, .used = {1, 194200}},
    {"a cent more in all", HUFU_R19_LIMIT_VALUE, .used = {1, 194201}},
    {"the count comes before the value", HUFU_R18_LIMIT_COUNT, .used = {50, 200000}},
    {"no amount overflows", HUFU_R19_LIMIT_VALUE, .amount_minor = G_MAXINT64, .used = {1, 200000}},
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const Case *c = &cases[i];
    const HufuLimitsAsk ask = {
        .flags = c->tier << 2 | HUFU_VOUCHER_OFFLINE_ALLOWED,
        .is_live = c->is_live,
        .status = c->status,
        .status_utc_s = NOW - (c->age_s != 0 ? c->age_s : HOUR),
        .now_utc_s = NOW,
        .clock_trusted = !c->doubt,
        .amount_minor = c->amount_minor != 0 ? c->amount_minor : 5800,
        .voucher_spent_minor = c->spent_minor,
    };
    HufuLimitsState state = c->off != HUFU_LIMITS_OFF ? c->off : HUFU_LIMITS_ON;

    g_test_message ("%s", c->why);
    g_assert_cmpint (hufu_limits_check (&full, state, &c->used, &ask), ==, c->expected);
  }
}

static void
test_off (void)
{
  const HufuLimitsAsk ask = {.clock_trusted = TRUE, .now_utc_s = NOW, .status_utc_s = NOW};
  const HufuLimitsUsed used = {0};

  g_assert_cmpint (hufu_limits_check (&full, HUFU_LIMITS_OFF, &used, &ask), ==,
                   HUFU_R07_OWNER_UNREACHABLE);
  g_assert_cmpstr (hufu_limits_state_name (HUFU_LIMITS_OFF), ==, "off");
  g_assert_cmpstr (hufu_limits_state_name (HUFU_LIMITS_NONSENSE), ==, "nonsense");
}

/* A policy that was lowered or taken away leaves what was accepted under it. */
static void
test_store (void)
{
  const HufuLimits none = {0};
  const HufuLimitsUsed nothing = {0}, more = {.uses = 2, .total_minor = full.total_max_minor + 500};

  g_assert_cmpint (hufu_limits_sum_store (&none, &nothing, 3, 0), ==, 0);
  g_assert_cmpint (hufu_limits_sum_store (&full, &nothing, 3, 0), ==, 3 * full.total_max_minor);
  g_assert_cmpint (hufu_limits_sum_store (&full, &more, 3, 0), ==, 3 * full.total_max_minor + 500);
  g_assert_cmpint (hufu_limits_sum_store (&none, &more, 1, 0), ==, more.total_minor);
  /* The others go by what they heard last, whatever is signed now. */
  g_assert_cmpint (hufu_limits_sum_store (&none, &nothing, 3, 5000), ==, 5000);
  g_assert_cmpint (hufu_limits_sum_store (&none, &more, 3, 5000), ==, more.total_minor + 5000);
  g_assert_cmpint (hufu_limits_sum_store (&full, &nothing, 3, 5000), ==, 3 * full.total_max_minor);
  g_assert_cmpint (hufu_limits_sum_store (&full, &nothing, 2, full.total_max_minor + 1), ==,
                   2 * full.total_max_minor + 1);
}

/* 50.00 at 10, 20.00 at 20, off at 30, 10.00 at 40. */
static void
test_bound (void)
{
  static const HufuLimitsSigned list[] = {{10, 5000}, {20, 2000}, {30, 0}, {40, 1000}};
  static const struct {
    gsize n;
    gint64 base_seq, expected;
  } rows[] = {
      {0, 0, 0},     {0, 99, 0},    {1, 0, 5000},  {1, 10, 5000}, {2, 9, 5000},
      {2, 19, 5000}, {2, 20, 2000}, {3, 10, 5000}, {3, 20, 2000}, {3, 29, 2000},
      {3, 30, 0},    {4, 30, 1000}, {4, 29, 2000}, {4, 40, 1000}, {4, 99, 1000},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (hufu_limits_bound (list, rows[i].n, rows[i].base_seq), ==, rows[i].expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/limits/policies", test_policies);
  g_test_add_func ("/limits/cases", test_cases);
  g_test_add_func ("/limits/off", test_off);
  g_test_add_func ("/limits/store", test_store);
  g_test_add_func ("/limits/bound", test_bound);
  return g_test_run ();
}
