/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answers themselves: one question of an authenticated till, asked of the books. */
#pragma once

#include "sync/lan-json.h"
#include "sync/wire.h"

typedef struct {
  HufuWire *wire;
  const HufuPeer *sender;
  const char *query;  /* NULL = none */
  const json_t *body; /* NULL unless POST */
  gboolean debited;   /* set: a right or a held sale went away */
} HufuLanCall;

typedef struct {
  const char *path, *method;
  /* A new reference, or NULL with *ret_refusal. */
  json_t *(*reply) (HufuLanCall *call, HufuLanRefusal *ret_refusal);
} HufuLanOperation;

/* NULL with NOT_FOUND or METHOD_NOT_ALLOWED. */
const HufuLanOperation *hufu_lan_operation_find (const char *method, const char *path,
                                                 HufuLanRefusal *ret_refusal);
