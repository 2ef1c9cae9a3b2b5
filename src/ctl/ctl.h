/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sub-commands of hufuctl. Each gets the arguments after its own name and returns the exit
 * status: 0 done, 1 not done (a sentence is on stderr), 2 wrong usage or, for checks, a refusal. */
#pragma once

#include <jansson.h>

#include "counter/options.h"

#define HUFU_EXIT_DONE 0
#define HUFU_EXIT_FAILED 1
#define HUFU_EXIT_REFUSED 2

int hufu_ctl_counter (const HufuOptions *options, int argc, char **argv);
int hufu_ctl_status (const HufuOptions *options, int argc, char **argv);
int hufu_ctl_voucher (const HufuOptions *options, int argc, char **argv);
int hufu_ctl_platform (const HufuOptions *options, int argc, char **argv);
int hufu_ctl_attention (const HufuOptions *options, int argc, char **argv);
int hufu_ctl_journal (const HufuOptions *options, int argc, char **argv);
int hufu_ctl_label (const HufuOptions *options, int argc, char **argv);
int hufu_ctl_link (const HufuOptions *options, int argc, char **argv);
int hufu_ctl_receipt (const HufuOptions *options, int argc, char **argv);
int hufu_ctl_export (const HufuOptions *options, int argc, char **argv);

/* "uses=10" is a number, "title_en=Filter coffee" a text, "offline=true" a truth; an object. NULL:
 * one of them is not NAME=VALUE. */
json_t *hufu_ctl_read_fields (int argc, char **argv);
/* One sentence to stderr; returns status, so that a caller can `return hufu_ctl_say (...)`. */
int hufu_ctl_say (int status, const char *format, ...) G_GNUC_PRINTF (2, 3);
