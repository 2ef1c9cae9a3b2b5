/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libsodium made ready once for the process. Any thread. Only src/crypto needs it. */
#pragma once

/* Returns after sodium_init has succeeded; a library that cannot start is a bug of the build and
 * asserts. Cheap after the first call. */
void hufu_crypto_ensure_ready (void);
