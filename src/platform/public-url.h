/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address at which customers reach this platform: where the QR of a receipt and of a payment
 * lead. It is told to the tills with the policy of each store; where there is none, receipts have
 * no link, and a payment's is the address of the tills. */
#pragma once

#include "platform/platform.h"

/* Ends in no slash then, so "https://shop.example/" is "https://shop.example"; "" takes it away.
 * FALSE with HUFU_PLATFORM_ERROR_INPUT: it is no address, or longer than HUFU_PUBLIC_URL_MAX. */
gboolean hufu_public_url_set (HufuPlatform *platform, const char *url,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A link for customers: path begins with "/". Free with g_free. */
char *hufu_public_url_link (HufuPlatform *platform, const char *path);
