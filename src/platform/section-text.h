/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that people write: sections of "key = value" lines, each known by its line, so that what is
 * wrong is told by the line where it is.
 *
 *   # a comment
 *   [third-half]
 *   kind = buy-get
 */
#pragma once

#include <glib.h>

#define HUFU_SECTION_TEXT_MAX 65536 /* bytes of a file */

typedef struct {
  guint line; /* from 1 */
  char *key, *value;
} HufuSectionEntry;

typedef struct {
  guint line;
  char *name;
  GPtrArray *entries; /* HufuSectionEntry */
} HufuSection;

/* What is wrong: "line 3: ...", a text each. */
typedef GPtrArray HufuFaults;
HufuFaults *hufu_faults_new (void);
void hufu_faults_add (HufuFaults *faults, guint line, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* All of them, a line each. Free with g_free. */
char *hufu_faults_say (const HufuFaults *faults);

/* The sections (HufuSection) of a text, which owns them; what is no line of it goes to faults. */
GPtrArray *hufu_sections_read (const char *text, HufuFaults *faults);
/* NULL if the section has none; the first one if it has several. */
const HufuSectionEntry *hufu_section_find (const HufuSection *section, const char *key);
