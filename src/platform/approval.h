/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A manager's decision on a terminal that waits for its enrolment (RFC 8628), by the code that the
 * terminal shows and the manager's own number and PIN. Codes and PINs are short, so wrong tries are
 * few: the limit is kept in the database and counts everybody's.
 */
#pragma once

#include "platform/platform.h"

#define HUFU_APPROVAL_WRONG_MAX 5
#define HUFU_APPROVAL_WRONG_S 300 /* wrong tries count for so long */

typedef enum {
  HUFU_APPROVAL_APPROVED,
  HUFU_APPROVAL_DENIED,
  HUFU_APPROVAL_WRONG,   /* code, number or PIN: it is not said which */
  HUFU_APPROVAL_LIMITED, /* nothing was looked at */
} HufuApproval;

typedef struct {
  const char *user_code; /* as typed: case, blanks and the dash do not matter */
  gint64 store_no;
  const char *staff_no, *pin; /* of a manager of that store */
  gboolean approve;
} HufuApprovalForm;

/* *ret_name: what the terminal calls itself; NULL unless approved or denied. Free with g_free. */
gboolean hufu_approval_decide (HufuPlatform *platform, const HufuApprovalForm *form,
                               HufuApproval *ret_approval, char **ret_name,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The name of the terminal that waits with this code; NULL if there is none, which counts as a
 * wrong try, or if nobody may try now. Free with g_free. */
char *hufu_approval_find_name (HufuPlatform *platform, const char *user_code);
/* Seconds until the next try; 0 = now. */
gint64 hufu_approval_wait_s (HufuPlatform *platform);
