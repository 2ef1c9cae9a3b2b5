/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/answer.h"

#include <string.h>
#include "sync/json.h"

static const struct {
  const char *code;
  HufuTrouble problem;
} code_problems[] = {
    {"bad_signature", HUFU_TROUBLE_SIGNATURE},
    {"bad_digest", HUFU_TROUBLE_SIGNATURE},
    {"stale_request", HUFU_TROUBLE_SIGNATURE},
    {"replayed_request", HUFU_TROUBLE_SIGNATURE},
    {"unknown_device", HUFU_TROUBLE_DEVICE},
    {"old_incarnation", HUFU_TROUBLE_SUPERSEDED},
    {"frozen", HUFU_TROUBLE_FORK},
    {"chain_fork", HUFU_TROUBLE_FORK},
    {"platform_epoch", HUFU_TROUBLE_NEWER_EPOCH},
    {"too_many_tries", HUFU_TROUBLE_BUSY},
    {"access_denied", HUFU_TROUBLE_ENROL_DENIED},
};

static HufuTrouble
find_code_problem (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (code_problems); i++) {
    if (strcmp (code, code_problems[i].code) == 0)
      return code_problems[i].problem;
  }
  return HUFU_TROUBLE_REFUSED;
}

static gboolean
is_retry_status (guint status)
{
  return status == 408 || status == 425 || status == 429 || status >= 500;
}

/* A platform that says to come later is well; one that fails is not, whoever says so for it. */
static HufuTrouble
find_retry_problem (const HufuAnswer *answer)
{
  return answer->status < 500 || hufu_answer_has_code (answer, "restoring") ? HUFU_TROUBLE_BUSY
                                                                            : HUFU_TROUBLE_ERRORS;
}

static json_t *
parse_content (const HufuHttpReply *reply)
{
  gsize size = 0;
  const char *text = g_bytes_get_data (reply->content, &size);

  return size > 0 ? hufu_json_parse_object (text, size) : NULL;
}

/* TRUE if the content is a problem document with a code. */
static gboolean
read_problem (HufuAnswer *answer)
{
  hufu_autojson json = parse_content (answer->reply);
  const char *code =
      json != NULL ? hufu_json_get_text (json, "code", sizeof answer->code - 1) : NULL;
  gint64 epoch = 0;

  if (code == NULL)
    return FALSE;
  g_strlcpy (answer->code, code, sizeof answer->code);
  answer->title = g_strdup (hufu_json_get_text (json, "title", 1000));
  answer->detail = g_strdup (hufu_json_get_text (json, "detail", 4000));
  if (hufu_json_get_int (json, "platform_epoch", 1, G_MAXINT64, &epoch))
    answer->platform_epoch = (guint64)epoch;
  return TRUE;
}

static void
set (HufuAnswer *answer, HufuAnswerKind kind, HufuTrouble problem)
{
  answer->kind = kind;
  answer->problem = problem;
}

static void
judge_error (HufuAnswer *answer)
{
  gboolean is_problem = read_problem (answer);

  answer->retry_after_s =
      (guint)MIN (hufu_http_reply_retry_after_s (answer->reply), HUFU_RETRY_AFTER_MAX_S);
  if (is_retry_status (answer->status))
    set (answer, HUFU_ANSWER_RETRY, find_retry_problem (answer));
  else if (!is_problem)
    set (answer, HUFU_ANSWER_RETRY, HUFU_TROUBLE_MALFORMED);
  else
    set (answer, HUFU_ANSWER_FINAL, find_code_problem (answer->code));
}

HufuAnswer *
hufu_answer_judge (HufuHttpReply *take_reply, gboolean want_json)
{
  HufuAnswer *answer = g_new0 (HufuAnswer, 1);

  answer->reply = take_reply;
  if (take_reply->problem == HUFU_TROUBLE_STOPPED) {
    set (answer, HUFU_ANSWER_STOPPED, HUFU_TROUBLE_STOPPED);
  } else if (take_reply->problem != HUFU_TROUBLE_NONE) {
    set (answer, HUFU_ANSWER_RETRY, take_reply->problem);
  } else {
    answer->status = take_reply->status;
    if (answer->status != 200) {
      judge_error (answer);
    } else if (want_json && (answer->json = parse_content (take_reply)) == NULL) {
      set (answer, HUFU_ANSWER_RETRY, HUFU_TROUBLE_MALFORMED);
    }
  }
  return answer;
}

gboolean
hufu_answer_has_code (const HufuAnswer *answer, const char *code)
{
  return strcmp (answer->code, code) == 0;
}

void
hufu_answer_free (HufuAnswer *answer)
{
  if (answer == NULL)
    return;
  g_clear_pointer (&answer->json, json_decref);
  g_free (answer->title);
  g_free (answer->detail);
  hufu_http_reply_free (answer->reply);
  g_free (answer);
}
