/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the sign-in page and of the list of held sales: plain read-only objects. */
#pragma once

#include <gio/gio.h>
#include "core/basket-move.h"
#include "core/id.h"

#define HUFU_TYPE_PERSON (hufu_person_get_type ())
G_DECLARE_FINAL_TYPE (HufuPerson, hufu_person, HUFU, PERSON, GObject)
struct _HufuPerson {
  GObject parent_instance;
  char *no, *name; /* "03", "Clerk 03" */
  char *hint;      /* "shift open", "can approve", "locked until 20:53" */
  gboolean manager;
};

/* Where a held sale is. */
typedef enum {
  HUFU_HELD_HERE,
  HUFU_HELD_THERE, /* at another till of the store */
  HUFU_HELD_ASKED, /* the same; it was asked for it and has not answered */
  HUFU_HELD_LEFT,  /* it went to a till that has left the store since: can be taken back */
} HufuHeldPlace;

#define HUFU_TYPE_HELD_ITEM (hufu_held_item_get_type ())
G_DECLARE_FINAL_TYPE (HufuHeldItem, hufu_held_item, HUFU, HELD_ITEM, GObject)
struct _HufuHeldItem {
  GObject parent_instance;
  HufuId sale_id;
  char *name, *amount, *hint; /* "20:41", "418.00", "3 lines, waits for an answer" */
  gboolean pending;
  HufuHeldPlace place;
  HufuId terminal_id;  /* unless HERE or LEFT */
  guint64 terminal_no; /* unless HERE */
  HufuGiving giving;   /* THERE: why it stays there; MOVED = it can be taken */
};
