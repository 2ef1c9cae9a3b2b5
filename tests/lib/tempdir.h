/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A temporary directory that is removed with all it holds when it is freed. It stays if
 * HUFU_TEST_KEEP is set, for looking at what a test left.
 *
 *   g_autoptr (HufuTempdir) dir = hufu_tempdir_new ();
 *   g_autofree char *path = hufu_tempdir_build (dir, "till.db");
 */
#pragma once

#include <glib.h>

typedef struct {
  char *path; /* absolute */
} HufuTempdir;

/* Never NULL: a test without a directory aborts. */
HufuTempdir *hufu_tempdir_new (void);
/* In memory where the system has a folder for that and TMPDIR names no other: for tests that write
 * much and need nothing to outlive the machine. */
HufuTempdir *hufu_tempdir_new_in_memory (void);
void hufu_tempdir_free (HufuTempdir *dir);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuTempdir, hufu_tempdir_free)

/* The path of `name` in it. Free with g_free. */
char *hufu_tempdir_build (const HufuTempdir *dir, const char *name);
