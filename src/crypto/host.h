/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real world for core/host.h: the machine's clocks and libsodium's randomness. Any thread. */
#pragma once

#include "core/host.h"

/* CLOCK_REALTIME, CLOCK_BOOTTIME (it counts suspended time) and randombytes; static. */
const HufuHost *hufu_crypto_host (void);
