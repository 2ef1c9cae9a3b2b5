/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the platform has in mind with a till (rule 8 of the rights): it tells with every answer to a
 * request for grants, before it asks for the report that gives everything back, so that nothing is
 * asked of a neighbour after that report. Pure.
 */
#pragma once

#include <glib.h>
#include "core/lang.h"

typedef enum {
  HUFU_LIFE_LIVE,
  HUFU_LIFE_LEAVING, /* being removed: gives everything back, gets nothing more */
  HUFU_LIFE_REMOVED, /* has given everything back */
  HUFU_LIFE_LOST,    /* somebody said that it is gone: what it holds is in quarantine */
} HufuLife;

#define HUFU_LIFE_COUNT (HUFU_LIFE_LOST + 1)

/* Rule 8 of the rights: nothing that is leased is used or moved. */
typedef enum {
  HUFU_FROZEN_NOT,
  HUFU_FROZEN_FORKED,     /* the platform or a neighbour has another journal of this incarnation:
                           * the till goes on as the next one */
  HUFU_FROZEN_SUPERSEDED, /* a copy of it has gone on as the next one: this one does not */
} HufuFrozen;

/* "leaving"; static. */
const char *hufu_life_name (HufuLife life);
gboolean hufu_life_find (const char *name, HufuLife *ret_life);
/* What is the case and what to do, for the cashier; "" for LIVE; static. */
const char *hufu_life_sentence (HufuLife life, HufuLang lang);
