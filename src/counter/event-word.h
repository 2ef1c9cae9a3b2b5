/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why the platform could not follow an entry of a till's journal, in words. */
#pragma once

#include "core/lang.h"

/* A clause without its full stop; static. "" for a code that this till does not know. */
const char *hufu_event_word (const char *code, HufuLang lang);
