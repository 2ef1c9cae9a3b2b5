/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request while it is answered, and the operations of the contract that answer it. */
#pragma once

#include <libsoup/soup.h>
#include "platform/auth.h"

typedef struct {
  HufuPlatform *platform;
  SoupServerMessage *message;
  GHashTable *query; /* may be NULL */
  json_t *body;      /* an object; NULL for a GET */
  const guint8 *content;
  gsize size;
  HufuAuthSender sender;
  HufuId path_id; /* of {use_id} or {cti} */
} HufuCall;

/* Takes the answer. NULL: an internal problem; error may be NULL and is freed. */
void hufu_call_answer (HufuCall *call, json_t *answer, GError *error);
void hufu_call_refuse (HufuCall *call, HufuProblem problem, const char *detail);
/* The same, to be asked again after wait_s. */
void hufu_call_refuse_for (HufuCall *call, HufuProblem problem, gint64 wait_s);
/* The same with more members, which are taken. */
void hufu_call_refuse_with (HufuCall *call, HufuProblem problem, const char *detail,
                            const char *name, json_t *value);
/* A number of the query; FALSE if it is there and not within the range. */
gboolean hufu_call_get_query (HufuCall *call, const char *name, gint64 min, gint64 max,
                              gint64 otherwise, gint64 *ret_value);

typedef enum {
  HUFU_FOR_ANYBODY,
  HUFU_FOR_TERMINAL, /* any incarnation ever enrolled */
  HUFU_FOR_ENROLLED, /* the newest, not frozen */
  HUFU_FOR_OPERATOR,
  HUFU_FOR_MANAGER, /* an operator, or an enrolled terminal (which asks for a manager) */
} HufuAudience;

typedef struct {
  const char *method;
  const char *path; /* "/v1/redemptions/{}/undo" */
  HufuAudience audience;
  void (*answer) (HufuCall *call);
} HufuOperation;

extern const HufuOperation hufu_operations[];
extern const gsize hufu_n_operations;
