/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One function judges every answer: a table of what may come back and what it means. */
#include <string.h>

#include "sync/answer.h"
#include "sync/curl-error.h"

#define PROBLEM(code) "{\"type\":\"urn:hufu:problem:x\",\"code\":\"" code "\",\"title\":\"t\"}"

static const struct {
  const char *name;
  HufuTrouble way;
  guint status;
  const char *retry_after, *content;
  HufuAnswerKind kind;
  HufuTrouble trouble;
  guint retry_after_s;
} cases[] = {
    {"an object", 0, 200, NULL, "{\"a\":1}", HUFU_ANSWER_OK, HUFU_TROUBLE_NONE, 0},
    {"no JSON", 0, 200, NULL, "<html>", HUFU_ANSWER_RETRY, HUFU_TROUBLE_MALFORMED, 0},
    {"an array", 0, 200, NULL, "[]", HUFU_ANSWER_RETRY, HUFU_TROUBLE_MALFORMED, 0},
    {"nothing", 0, 200, NULL, "", HUFU_ANSWER_RETRY, HUFU_TROUBLE_MALFORMED, 0},
    {"a member twice", 0, 200, NULL, "{\"a\":1,\"a\":2}", HUFU_ANSWER_RETRY, HUFU_TROUBLE_MALFORMED,
     0},
    {"half an answer", 0, 200, NULL, "{\"a\":", HUFU_ANSWER_RETRY, HUFU_TROUBLE_MALFORMED, 0},
    {"no way there", HUFU_TROUBLE_UNREACHABLE, 0, NULL, "", HUFU_ANSWER_RETRY,
     HUFU_TROUBLE_UNREACHABLE, 0},
    {"broken in the middle", HUFU_TROUBLE_BROKEN, 200, NULL, "{\"a\":1}", HUFU_ANSWER_RETRY,
     HUFU_TROUBLE_BROKEN, 0},
    {"stopped", HUFU_TROUBLE_STOPPED, 0, NULL, "", HUFU_ANSWER_STOPPED, HUFU_TROUBLE_STOPPED, 0},
    {"another place", 0, 302, NULL, "", HUFU_ANSWER_RETRY, HUFU_TROUBLE_MALFORMED, 0},
    {"time-out there", 0, 408, NULL, "", HUFU_ANSWER_RETRY, HUFU_TROUBLE_BUSY, 0},
    {"too early", 0, 425, NULL, "", HUFU_ANSWER_RETRY, HUFU_TROUBLE_BUSY, 0},
    {"too many", 0, 429, "7", PROBLEM ("too_many_tries"), HUFU_ANSWER_RETRY, HUFU_TROUBLE_BUSY, 7},
    {"down", 0, 503, "99999", "", HUFU_ANSWER_RETRY, HUFU_TROUBLE_ERRORS, HUFU_RETRY_AFTER_MAX_S},
    {"down until a date, but no clock", 0, 503, "Wed, 21 Oct 2026 07:28:00 GMT", "",
     HUFU_ANSWER_RETRY, HUFU_TROUBLE_ERRORS, 0},
    {"broken inside", 0, 500, NULL, PROBLEM ("internal"), HUFU_ANSWER_RETRY, HUFU_TROUBLE_ERRORS,
     0},
    {"brought back, waits", 0, 503, "7", PROBLEM ("restoring"), HUFU_ANSWER_RETRY,
     HUFU_TROUBLE_BUSY, 7},
    {"a portal in between", 0, 403, NULL, "<html>pay here", HUFU_ANSWER_RETRY,
     HUFU_TROUBLE_MALFORMED, 0},
    {"refused", 0, 403, NULL, PROBLEM ("forbidden"), HUFU_ANSWER_FINAL, HUFU_TROUBLE_REFUSED, 0},
    {"bad request", 0, 400, NULL, PROBLEM ("bad_request"), HUFU_ANSWER_FINAL, HUFU_TROUBLE_REFUSED,
     0},
    {"signature", 0, 401, NULL, PROBLEM ("bad_signature"), HUFU_ANSWER_FINAL,
     HUFU_TROUBLE_SIGNATURE, 0},
    {"fork", 0, 409, NULL, PROBLEM ("chain_fork"), HUFU_ANSWER_FINAL, HUFU_TROUBLE_FORK, 0},
    {"frozen", 0, 403, NULL, PROBLEM ("frozen"), HUFU_ANSWER_FINAL, HUFU_TROUBLE_FORK, 0},
    {"gone", 0, 410, NULL, PROBLEM ("snapshot_needed"), HUFU_ANSWER_FINAL, HUFU_TROUBLE_REFUSED, 0},
};

static HufuHttpReply *
make_reply (HufuTrouble way, guint status, const char *retry_after, const char *content)
{
  HufuHttpReply *reply = g_new0 (HufuHttpReply, 1);

  reply->problem = way;
  reply->status = status;
  reply->content = g_bytes_new (content, strlen (content));
  reply->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (retry_after != NULL)
    g_hash_table_insert (reply->headers, g_strdup ("retry-after"), g_strdup (retry_after));
  return reply;
}

static void
test_judge (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HufuAnswer) answer = hufu_answer_judge (
        make_reply (cases[i].way, cases[i].status, cases[i].retry_after, cases[i].content), TRUE);

    g_test_message ("%s", cases[i].name);
    g_assert_cmpint (answer->kind, ==, cases[i].kind);
    g_assert_cmpint (answer->problem, ==, cases[i].trouble);
    g_assert_cmpuint (answer->retry_after_s, ==, cases[i].retry_after_s);
    g_assert_true ((answer->json != NULL) == (cases[i].kind == HUFU_ANSWER_OK));
  }
}

/* A date counts from the answer's own clock: seconds either way. */
static void
test_retry_after (void)
{
  static const struct {
    const char *retry_after, *date;
    guint seconds;
  } rows[] = {
      {"120", NULL, 120},
      {"120", "Wed, 21 Oct 2026 07:28:00 GMT", 120},
      {"Wed, 21 Oct 2026 07:28:30 GMT", "Wed, 21 Oct 2026 07:28:00 GMT", 30},
      {"Wednesday, 21-Oct-26 07:29:00 GMT", "Wed, 21 Oct 2026 07:28:00 GMT", 60},
      {"Wed Oct 21 07:28:05 2026", "Wed, 21 Oct 2026 07:28:00 GMT", 5},
      {"Wed, 21 Oct 2026 07:27:00 GMT", "Wed, 21 Oct 2026 07:28:00 GMT", 0},
      {"Thu, 21 Oct 2027 07:28:00 GMT", "Wed, 21 Oct 2026 07:28:00 GMT", HUFU_RETRY_AFTER_MAX_S},
      {"Wed, 21 Oct 2026 07:28:30 GMT", "yesterday", 0},
      {"-5", "Wed, 21 Oct 2026 07:28:00 GMT", 0},
      {"soon", "Wed, 21 Oct 2026 07:28:00 GMT", 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    HufuHttpReply *reply = make_reply (0, 503, rows[i].retry_after, "");
    g_autoptr (HufuAnswer) answer = NULL;

    if (rows[i].date != NULL)
      g_hash_table_insert (reply->headers, g_strdup ("date"), g_strdup (rows[i].date));
    answer = hufu_answer_judge (reply, TRUE);
    g_test_message ("%s", rows[i].retry_after);
    g_assert_cmpuint (answer->retry_after_s, ==, rows[i].seconds);
  }
}

static void
test_epoch_of_problem (void)
{
  g_autoptr (HufuAnswer) answer = hufu_answer_judge (
      make_reply (0, 409, NULL, "{\"code\":\"platform_epoch\",\"platform_epoch\":7}"), TRUE);

  g_assert_true (hufu_answer_has_code (answer, "platform_epoch"));
  g_assert_cmpuint (answer->platform_epoch, ==, 7);
}

/* Each sentence fits the state, ends like one, and blames nobody. */
static void
test_sentences (void)
{
  for (HufuTrouble trouble = HUFU_TROUBLE_NONE + 1; trouble < HUFU_TROUBLE_COUNT; trouble++) {
    const char *en = hufu_trouble_sentence (trouble, HUFU_LANG_EN);
    const char *zh = hufu_trouble_sentence (trouble, HUFU_LANG_ZH);

    g_assert_cmpuint (strlen (en), <, 160);
    g_assert_true (g_str_has_suffix (en, ".") && strchr (en, '!') == NULL);
    g_assert_true (g_str_has_suffix (zh, "。") && g_utf8_validate (zh, -1, NULL));
  }
  g_assert_cmpstr (hufu_trouble_sentence (HUFU_TROUBLE_NONE, HUFU_LANG_EN), ==, "");
}

/* Nobody needs to call anybody: what the till does by itself, and what to do meanwhile. */
static void
test_fork_sentence (void)
{
  const char *en = hufu_trouble_sentence (HUFU_TROUBLE_FORK, HUFU_LANG_EN);
  const char *zh = hufu_trouble_sentence (HUFU_TROUBLE_FORK, HUFU_LANG_ZH);

  g_assert_null (strstr (en, "support"));
  g_assert_nonnull (strstr (en, "enrols anew by itself"));
  g_assert_nonnull (strstr (en, "Redeem at another till"));
  g_assert_nonnull (strstr (en, "restart this one if it stays"));
  g_assert_null (strstr (zh, "支持"));
  g_assert_nonnull (strstr (zh, "自动重新登记"));
  g_assert_nonnull (strstr (zh, "在其他收银机核销"));
  g_assert_nonnull (strstr (zh, "重启本机"));
}

static void
test_curl_codes (void)
{
  g_assert_cmpint (hufu_curl_trouble (CURLE_OK), ==, HUFU_TROUBLE_NONE);
  for (int code = CURLE_OK + 1; code < CURL_LAST; code++)
    g_assert_cmpint (hufu_curl_trouble ((CURLcode)code), !=, HUFU_TROUBLE_NONE);
  g_assert_cmpint (hufu_curl_trouble (CURLE_COULDNT_CONNECT), ==, HUFU_TROUBLE_UNREACHABLE);
  g_assert_cmpint (hufu_curl_trouble (CURLE_OPERATION_TIMEDOUT), ==, HUFU_TROUBLE_TIMED_OUT);
  g_assert_cmpint (hufu_curl_trouble (CURLE_SSL_PINNEDPUBKEYNOTMATCH), ==, HUFU_TROUBLE_TLS_PIN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/answer/judge", test_judge);
  g_test_add_func ("/sync/answer/retry-after", test_retry_after);
  g_test_add_func ("/sync/answer/epoch-of-problem", test_epoch_of_problem);
  g_test_add_func ("/sync/answer/sentences", test_sentences);
  g_test_add_func ("/sync/answer/sentences/fork", test_fork_sentence);
  g_test_add_func ("/sync/answer/curl-codes", test_curl_codes);
  return g_test_run ();
}
