/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding a phone number or a member without storing it: keyed BLAKE2b (RFC 7693). Without the key
 * the index of a phone number cannot be found by trying all numbers. Pure; any thread.
 */
#pragma once

#include <glib.h>

#define HUFU_INDEX_KEY_BYTES 32
#define HUFU_INDEX_BYTES 16

/* The index of `data` within `domain` ("phone", "holder"): the same data in two domains cannot be
 * linked. A token's holder is the first 8 bytes of the member id's index in domain "holder". */
void hufu_keyed_index (const guint8 key[HUFU_INDEX_KEY_BYTES], const char *domain,
                       const guint8 *data, gsize size, guint8 ret_index[HUFU_INDEX_BYTES]);
