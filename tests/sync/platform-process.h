/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The real hufu-platform as a child process with a directory of its own, to be killed and started
 * again on the same port.
 */
#pragma once

#include <gio/gio.h>
#include <jansson.h>

#include "tests/lib/tempdir.h"

typedef struct {
  HufuTempdir *dir;
  char *data_dir;
  const char *ca_file; /* NULL: plain HTTP */
  char *const *extra;  /* more arguments, NULL-terminated; may be NULL */
  GSubprocess *process;
  guint port;
} HufuPlatformProcess;

/* Makes the demo store and listens. */
HufuPlatformProcess *hufu_platform_process_new (char *const *extra);
void hufu_platform_process_free (HufuPlatformProcess *platform);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuPlatformProcess, hufu_platform_process_free)

void hufu_platform_process_kill (HufuPlatformProcess *platform);
/* On the same directory and port. */
void hufu_platform_process_start (HufuPlatformProcess *platform);

/* Runs the program on the same directory with one more option that ends by itself. */
void hufu_platform_process_run (HufuPlatformProcess *platform, const char *option);
/* A platform that is not running, on a copy of all that another has (which is not running). */
HufuPlatformProcess *hufu_platform_process_copy (const HufuPlatformProcess *platform);

/* A signed operator call that must succeed; a new reference. */
json_t *hufu_platform_process_call (HufuPlatformProcess *platform, const char *method,
                                    const char *path, json_t *take_body);
/* One number of GET /v1/status, by a path such as "events" or "rights/leased". */
gint64 hufu_platform_process_status (HufuPlatformProcess *platform, const char *name);
