/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is between the conversations of the link (wire.c) and who this till is (identity.c). */
#pragma once

#include "sync/clock.h"
#include "sync/wire.h"

#define HUFU_WIRE_ROOTS_MAX 2

struct HufuWire {
  HufuStore *books, *catalog;
  char *platform_url, *key_path, *snapshot_dir, *device_name, *ca_file;
  guint ask_timeout_ms;
  HufuBoard *board;
  HufuKeyPair *keys; /* set once by open */
  const HufuHost *host;
  gint stopped, cut; /* atomic */

  GMutex mutex; /* guards what follows */
  HufuWitnesses heard;
  HufuIdentity identity;
  HufuSyncClock clock;
  char pins[HUFU_HTTP_PINS_MAX];
  guint8 roots[HUFU_WIRE_ROOTS_MAX][32];
  gsize n_roots;
  gboolean take_roots;
  GPtrArray *all_https;  /* owned */
  GPtrArray *idle_https; /* borrowed from all_https */
};
