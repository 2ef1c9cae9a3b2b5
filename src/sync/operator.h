/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operator calls of the platform (issue and show vouchers, status, orders), for hufuctl and tests:
 * one signed request, waiting. Never on the drawing thread. */
#pragma once

#include <glib.h>
#include <jansson.h>

/* ca_file: PEM file of authorities for https; NULL = the system's.
 * method "GET"/"POST", path "/v1/vouchers"; body may be NULL. The answer's JSON (a new reference),
 * or NULL with error: the problem's own title and detail, or what went wrong with the link. */
json_t *hufu_operator_call (const char *platform_url, const char *ca_file, const char *key_path,
                            const char *method, const char *path, json_t *body,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
