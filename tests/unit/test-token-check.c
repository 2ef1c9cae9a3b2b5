/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ctl/token-check.h"

#include <jansson.h>

/* The example of test-token.c: seed 00 01 ... 1f, valid in 2026 (1767225600 to 1798761599). */
static const char voucher[] =
    "OV1:RRQT 9 60GO0/2O5VSI*N*478CK/D9180B9D*.CAX50$CP1EDF3K.6R2GBF3U$A700U8ANJK.UKG.KZ8L9KLSVL2/"
    "L%6M10000025LW50E73MC25KG0+4053RS0%*0I31SH0VE2A6127BWTSGEVCXQA:K3OPLT0T52/FM "
    "5LKG7Z/IN3P$PDM1GCAQ:Q5:PG7JPKPDM+V4$J6LI*6G0/8U*4LO2GD9W:DYWA4$OAEN4%U";

/* The examples of test-live.c: a token with a holder key, and its live code of 1770000000. */
static const char bound[] =
    "OV1:RRQT 9 60GO0/2O5VSI*N*478CKRXE180B9D*.CAX50$CP1EDF3K.6R2GBF3U$A700U8ANJK.UKG.KZ8L9KLSV"
    "L2/LX5M.FKERKI60*Y0F6B:V4MINALU.XAC19L*R9HD:*DLRI7%C+93$0S$586KS7XD2$A/E7V50W30100B607N0TP"
    "03831YLQWJ:*0*50SJGS7371D1J0I48O/FP E.74GV9.52LN72$EFTRS*3MSJ0*1XYA%JK.Z2M4BY+SUH8D$0-L8+T"
    "BX7GM:2A75/NDA02A/VT+D9.B54AN:MA9P30";
static const char live[] =
    "OV2:9RG6NPTWGSLKOE6$894*BC.U $RNI798BH:KTED*$ER E6VCP$DFN0-ODI+T1T0AEDKHNR-0 DKAPKT K33LME"
    "L-PLF$LY3M441E90W50824V94*24CP8X26481D82-MDQRGDXR$*RK*6LGKQCFFHKX/9O 0EILK*J10000025LW50E7"
    "3MC25KG0+4053RS0%*0I31SH0VE2C6127BK$1F-9GK5+71GYMP/R45GSE8MTN3QMGX9- O4Z6JHM2L4D1Q$0LFNCE:"
    "HLF4UT84%T*XK2RQ-H17.RWFQETVO.DHYQ-NR96C3D3P316AGO48WQJJR81ERX665QBFR3XLLHNH9VOM6OBOFG3OWC"
    "F.X1OT1:$FV-1R-F-O3KGJS0PTISM9GB5GZ3KUP7F$VZ-TZ KIHIWJH40";

#define KID "be5de2f4bcdc383a"
#define KEY KID ":03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
#define OTHER_KEY                                                                                  \
  "0000000000000000:03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
#define WRONG_KEY KID ":d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"

static const struct {
  const char *key, *at, *text; /* NULL: not given */
  int exit;
  const char *reason, *signature; /* NULL: not in the answer */
} answers[] = {
    {NULL, NULL, voucher, 2, NULL, "not checked"},
    {NULL, "1798761599", voucher, 2, "R09", "not checked"},
    {KEY, "1767225600", voucher, 0, NULL, "good"},
    {KEY, "1767225599", voucher, 2, "R08", "good"},
    {KEY, "1798761599", voucher, 2, "R09", "good"},
    {OTHER_KEY, "1767225600", voucher, 2, "R05", "unknown key"},
    {WRONG_KEY, "1767225600", voucher, 2, "R06", "bad"},
    {NULL, NULL, "OV1:RRQT", 2, "R04", NULL},
    {NULL, NULL, "", 2, "R04", NULL},
    {NULL, NULL, "https://shop.example/h#0oRN", 2, "R04", NULL},
    {NULL, NULL, "4006381333931", 2, "R04", NULL},
    /* live codes */
    {KEY, "1770000000", bound, 2, "R16", "good"},
    {KEY, "1770000000", live, 0, NULL, "good"},
    {KEY, "1770000044", live, 0, NULL, "good"},
    {KEY, "1770000045", live, 2, "R17", "good"},
    {KEY, "1769999969", live, 2, "R17", "good"},
    {WRONG_KEY, "1770000000", live, 2, "R06", "bad"},
    {NULL, "1770000000", live, 2, NULL, "not checked"},
    {NULL, NULL, live, 2, NULL, "not checked"},
    /* wrong usage */
    {"12:34", NULL, voucher, 1, NULL, NULL},
    {"xe5de2f4bcdc383a:03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8", NULL,
     voucher, 1, NULL, NULL},
    {KEY, "tomorrow", voucher, 1, NULL, NULL},
    {KEY, "-1", voucher, 1, NULL, NULL},
    {KEY, NULL, NULL, 1, NULL, NULL},
};

static json_t *
ask (const char *key, const char *at, const char *text, int *ret_exit)
{
  char name[] = "check";
  char *argv[4] = {name};
  int argc = 1;
  g_autoptr (GError) error = NULL;
  g_autofree char *key_option = g_strconcat ("--key=", key, NULL);
  g_autofree char *at_option = g_strconcat ("--at=", at, NULL);
  g_autofree char *own_text = g_strdup (text);
  g_autofree char *line = NULL;

  if (key != NULL)
    argv[argc++] = key_option;
  if (at != NULL)
    argv[argc++] = at_option;
  if (text != NULL)
    argv[argc++] = own_text;
  line = hufu_ctl_token_check_line (argc, argv, ret_exit, &error);
  g_assert_true ((line == NULL) == (error != NULL));
  return line != NULL ? json_loads (line, JSON_REJECT_DUPLICATES, NULL) : NULL;
}

static void
test_answers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    int status = -1;
    json_t *answer = ask (answers[i].key, answers[i].at, answers[i].text, &status);

    g_test_message ("%s %s", answers[i].key, answers[i].at);
    g_assert_cmpint (status, ==, answers[i].exit);
    g_assert_cmpint (answer != NULL, ==, status != 1);
    g_assert_cmpstr (json_string_value (json_object_get (answer, "reason")), ==, answers[i].reason);
    g_assert_cmpstr (json_string_value (json_object_get (answer, "signature")), ==,
                     answers[i].signature);
    g_assert_cmpint (json_is_true (json_object_get (answer, "accepted")), ==, status == 0);
    g_assert_cmpint (json_is_false (json_object_get (answer, "accepted")), ==,
                     answers[i].reason != NULL); /* null: nobody knows who made it */
    if (answers[i].reason != NULL) {
      g_assert_nonnull (json_string_value (json_object_get (answer, "sentence_en")));
      g_assert_nonnull (json_string_value (json_object_get (answer, "sentence_zh")));
    }
    json_decref (answer);
  }
}

static void
test_claims (void)
{
  int status;
  json_t *answer = ask (KEY, "1767225600", voucher, &status);
  json_t *claims = json_object_get (answer, "claims");
  json_int_t value = 0, deal = 0, home = 0, uses = 0, flags = 0;
  const char *kind = NULL, *issuer = NULL, *cti = NULL;

  g_assert_cmpint (json_unpack (claims, "{s:s, s:s, s:s, s:I, s:I, s:I, s:I, s:I}", "kind", &kind,
                                "issuer", &issuer, "cti", &cti, "value_minor", &value,
                                "deal_number", &deal, "home_store", &home, "uses", &uses, "flags",
                                &flags),
                   ==, 0);
  g_assert_cmpstr (kind, ==, "voucher");
  g_assert_cmpstr (issuer, ==, "hufu-demo");
  g_assert_cmpstr (cti, ==, "a0a1a2a3-a4a5-a6a7-a8a9-aaabacadaeaf");
  g_assert_cmpint (value, ==, 9900);
  g_assert_cmpint (deal, ==, 1042);
  g_assert_cmpint (home, ==, 7);
  g_assert_cmpint (uses, ==, 1);
  g_assert_cmpint (flags, ==, 1);
  json_decref (answer);
  /* Of a token that nobody known signed, nothing is repeated. */
  answer = ask (WRONG_KEY, "1767225600", voucher, &status);
  g_assert_null (json_object_get (answer, "claims"));
  json_decref (answer);
}

/* The step, how old that is, and whose proof it is. */
static void
test_live (void)
{
  int status;
  json_t *answer = ask (KEY, "1770000044", live, &status);
  json_int_t step = 0, age_s = 0;
  const char *proof = NULL;

  g_assert_cmpint (json_unpack (answer, "{s:{s:I, s:I, s:s}}", "live", "step", &step, "age_s",
                                &age_s, "proof", &proof),
                   ==, 0);
  g_assert_cmpint (step, ==, 118000000);
  g_assert_cmpint (age_s, ==, 44);
  g_assert_cmpstr (proof, ==, "good");
  json_decref (answer);
  answer = ask (KEY, "1770000000", bound, &status);
  g_assert_null (json_object_get (answer, "live"));
  json_decref (answer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/token-check/answers", test_answers);
  g_test_add_func ("/token-check/claims", test_claims);
  g_test_add_func ("/token-check/live", test_live);
  return g_test_run ();
}
