/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checking proxy of tests/platform/contract.py between a till and the platform. */
#pragma once

#include <gio/gio.h>

#include "tests/lib/tempdir.h"

typedef struct {
  HufuTempdir *dir;
  GSubprocess *process;
  char *log;
  guint port;
} HufuContract;

HufuContract *hufu_contract_new (guint platform_port);
void hufu_contract_free (HufuContract *contract);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuContract, hufu_contract_free)

/* Ends it; fails the test with the first breaches if there was any, or if nothing was checked. */
void hufu_contract_assert_kept (HufuContract *contract);
