/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Certificates made for one test by openssl: an authority, and what it signed. Keys stay in the
 * test's own directory and go with it.
 *
 *   hufu_certificates_make_authority (dir, "ca");
 *   hufu_certificates_make (dir, "ca", "first", "IP:127.0.0.1");
 *   g_autofree char *pin = hufu_certificates_find_pin (dir, "first");
 */
#pragma once

#include "tests/lib/tempdir.h"

/* Makes NAME.pem and NAME.key. */
void hufu_certificates_make_authority (const HufuTempdir *dir, const char *name);
/* The same, signed by an authority; subject_name: "IP:127.0.0.1". */
void hufu_certificates_make (const HufuTempdir *dir, const char *authority, const char *name,
                             const char *subject_name);
/* "sha256//..." of its public key, as trust lists name it. Free with g_free. */
char *hufu_certificates_find_pin (const HufuTempdir *dir, const char *name);
