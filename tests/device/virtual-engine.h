/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the virtual printer does with bytes: takes them, runs out of paper, answers questions. No
 * USB here; the caller locks. */
#pragma once

#include <glib.h>

#define VIRTUAL_NEVER G_MAXSIZE

typedef struct {
  int bytes_fd;        /* -1: not kept */
  gsize n_bytes;       /* taken in all, questions left out */
  GByteArray *waiting; /* the start of a command */
  GByteArray *replies; /* what the IN endpoint will give */
  gboolean hanzi;
  gboolean paper_out, paper_low, cover_open, silent, nak, broken;
  gboolean stalled;                        /* the OUT endpoint is halted */
  gboolean unplug_now, unplug_with_error;  /* the caller's to do */
  gsize unplug_at, paper_out_at, stall_at; /* n_bytes; VIRTUAL_NEVER = not */
} VirtualEngine;

void virtual_engine_init (VirtualEngine *engine, const char *bytes_path);
void virtual_engine_clear (VirtualEngine *engine);

/* Takes bytes of one transfer; the number taken, fewer if the printer does not take all now. */
gsize virtual_engine_take (VirtualEngine *engine, const guint8 *bytes, gsize size);

guint8 virtual_engine_get_port_status (const VirtualEngine *engine);

/* FALSE if the engine has no such command. */
gboolean virtual_engine_command (VirtualEngine *engine, const char *command, gsize number);
