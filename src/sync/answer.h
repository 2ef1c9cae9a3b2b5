/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the platform said, judged by one function: taken, to be asked again, or final. Pure. */
#pragma once

#include <jansson.h>
#include "sync/http.h"

#define HUFU_RETRY_AFTER_MAX_S 3600

typedef enum {
  HUFU_ANSWER_OK,
  HUFU_ANSWER_RETRY, /* network, 408, 425, 429, 5xx, or nothing that the platform says */
  HUFU_ANSWER_FINAL, /* a problem (RFC 9457) of another 4xx: needs attention or a code's own way */
  HUFU_ANSWER_STOPPED, /* this program ends */
} HufuAnswerKind;

typedef struct {
  HufuAnswerKind kind;
  HufuTrouble problem; /* NONE for OK */
  guint status;        /* 0 = no answer */
  char code[40];       /* of the problem document, "" if none */
  char *title;         /* of the problem document, NULL if none; never logged */
  char *detail;
  guint64 platform_epoch; /* of the problem document, 0 if none */
  guint retry_after_s;    /* a floor for the next try */
  json_t *json;           /* OK: the answer's object; NULL where none was wanted */
  HufuHttpReply *reply;
} HufuAnswer;

/* Takes the reply. want_json FALSE: the content went elsewhere. A 4xx that is no problem document
 * came from something in between (a captive portal, a proxy): asked again. */
HufuAnswer *hufu_answer_judge (HufuHttpReply *take_reply, gboolean want_json);
gboolean hufu_answer_has_code (const HufuAnswer *answer, const char *code);
void hufu_answer_free (HufuAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuAnswer, hufu_answer_free)
