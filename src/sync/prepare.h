/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a code is worth now: one question, one answer, nothing stored. Worker threads only. */
#pragma once

#include "sync/wire.h"

/* Never NULL: R28 where there is no answer. */
HufuPrepared *hufu_prepare_ask (HufuWire *wire, HufuHttp *http, HufuCodeKind kind,
                                const char *code);
/* NULL if the answer breaks the contract. Pure. */
HufuPrepared *hufu_prepared_from_json (const json_t *json);
