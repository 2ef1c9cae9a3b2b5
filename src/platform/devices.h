/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terminals: enrolment by RFC 8628, the roster, and the signed trust list. */
#pragma once

#include "platform/platform.h"

#define HUFU_ENROLMENT_LIFE_S 900
#define HUFU_ENROLMENT_INTERVAL_S 2

/* The DeviceAuthorization answer. With platform->demo it is approved at once. */
json_t *hufu_devices_authorize (HufuPlatform *platform, const guint8 public_key[32],
                                const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef enum {
  HUFU_DEVICE_ENROLLED,
  HUFU_DEVICE_PENDING,
  HUFU_DEVICE_SLOW_DOWN,
  HUFU_DEVICE_EXPIRED, /* or never heard of */
  HUFU_DEVICE_DENIED,
} HufuDeviceOutcome;

/* On ENROLLED *ret_answer is an Enrolment; asked again it is the same. */
gboolean hufu_devices_poll (HufuPlatform *platform, const char *device_code,
                            HufuDeviceOutcome *ret_outcome, json_t **ret_answer,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Approves what shows user_code for a store; *ret_answer NULL: no such code or store. */
gboolean hufu_devices_approve (HufuPlatform *platform, const char *user_code, guint64 store_no,
                               json_t **ret_answer, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef enum {
  HUFU_MEMBER_UNKNOWN,
  HUFU_MEMBER_ENROLLED,
  HUFU_MEMBER_OLD,    /* a newer incarnation of this terminal is enrolled */
  HUFU_MEMBER_FORKED, /* frozen */
} HufuMembership;

/* Who signs as this incarnation, and with which key. */
HufuMembership hufu_devices_find (HufuPlatform *platform, const HufuId *terminal_id,
                                  guint32 incarnation, HufuHolder *ret_holder,
                                  guint8 ret_public_key[32]);

/* The TrustListEnvelope answer; store_no -1: all stores. */
json_t *hufu_devices_make_trust_list (HufuPlatform *platform, gint64 store_no,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
