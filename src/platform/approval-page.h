/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page at the verification URI: a form where a manager approves or refuses a terminal. One
 * self-contained document in English or Chinese, without a script; nothing that was typed or that a
 * terminal calls itself is believed to be markup.
 */
#pragma once

#include "platform/call.h"

#define HUFU_APPROVAL_PATH "/enrol"

/* GET shows the form, POST decides. */
void hufu_approval_page_serve (HufuCall *call);
