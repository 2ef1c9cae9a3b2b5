/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pages for customers' phones share: one document each, without a script. */
#pragma once

#include "core/lang.h"
#include "platform/call.h"

HufuLang hufu_page_find_lang (HufuCall *call);
const char *hufu_page_pick (HufuLang lang, const char *english, const char *chinese);
/* The head; refresh_s > 0: it loads itself anew. */
GString *hufu_page_begin (HufuLang lang, const char *title, gint64 refresh_s);
/* Appends the text with its arguments escaped. */
void hufu_page_add (GString *html, const char *format, ...) G_GNUC_PRINTF (2, 3);
void hufu_page_add_qr (GString *html, const char *text);
/* Ends the document and answers with it. */
void hufu_page_send (HufuCall *call, GString *take_html);
