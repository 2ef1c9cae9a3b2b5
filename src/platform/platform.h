/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The embedded platform: its database, its keys, its clock. One thread. Everything durable is in
 * one directory: platform.db   the store            issuer.key    signs vouchers and other codes
 *   root.pub      public root keys     platform.key  signs snapshots
 *   operator.key  the operator's key   root-1.key, root-2.key  sign the trust list; a real platform
 *   personal.key  seals phone numbers                          keeps them elsewhere
 *   epoch.log     the platform epochs ever used     platform.log, platform.mark   restore-log.h;
 *                 none of these three is part of a backup
 */
#pragma once

#include <gio/gio.h>
#include "core/host.h"
#include "core/right.h"
#include "crypto/sign.h"
#include "platform/db.h"
#include "platform/json-util.h"

#define HUFU_PLATFORM_ISSUER "hufu"    /* issuer of this platform's own codes */
#define HUFU_PLATFORM_ALLY "riverside" /* the demo's other merchant */

typedef struct {
  HufuPdb *db;
  const HufuHost *host;
  char *dir;
  HufuKeyPair *roots[2];
  HufuKeyPair *issuer, *signer, *operator_key;
  HufuKeyPair *ally; /* a demo's: of another merchant whose vouchers are accepted; else NULL */
  guint8 secret[32]; /* personal data and phone index */
  HufuId db_id;
  gboolean demo;      /* enrolments are approved at once */
  guint64 demo_store; /* for which store */
  char *base_url;     /* as terminals reach it */
  struct HufuRestoreLog *log;
} HufuPlatform;

/* Opens the directory, makes it and its keys if need be. host is borrowed. */
HufuPlatform *hufu_platform_open (const char *dir, const HufuHost *host,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hufu_platform_close (HufuPlatform *platform);
/* For a database that was brought back from a backup, before it is opened: takes a platform epoch
 * above any ever used (epoch-log.h). Cursors that were given before mean nothing from then on. */
gboolean hufu_platform_renew_epoch (const char *dir, const HufuHost *host, guint64 *ret_epoch,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes or loads the key of the demo's other merchant and trusts it. */
gboolean hufu_platform_make_ally (HufuPlatform *platform, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whose key signs vouchers of that issuer; NULL if we have none. */
HufuKeyPair *hufu_platform_find_issuer (const HufuPlatform *platform, const char *issuer);
/* What the trust list pins from now on, NULL-terminated (NULL = nothing); new ones are a new
 * version of it. */
gboolean hufu_platform_set_pins (HufuPlatform *platform, char *const *pins,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuPlatform, hufu_platform_close)

gint64 hufu_platform_now_s (const HufuPlatform *platform);
guint64 hufu_platform_get_epoch (HufuPlatform *platform);
/* The next number of the epoch counter; inside a transaction. */
HufuEpoch hufu_platform_next_epoch (HufuPlatform *platform);
/* TRUE for numbers of an older platform epoch: a till may know some that a restored platform has
 * forgotten. */
gboolean hufu_platform_is_past_number (HufuPlatform *platform, const HufuEpoch *number);
/* The first of the next n numbers; the others are the following counters. Inside a transaction. */
HufuEpoch hufu_platform_next_epochs (HufuPlatform *platform, guint n);
/* The key of the keyed phone index, which the store's policy carries. */
void hufu_platform_make_phone_key (const HufuPlatform *platform, guint8 ret_key[32]);
/* Where data of one terminal's request comes from. */
typedef struct {
  HufuId terminal_id;
  guint32 incarnation;
  guint64 store_no, terminal_no;
} HufuHolder;

/* Writes a copy of the database as it stands now, whole and consistent, also beside a platform that
 * serves: a backup. The files that no backup has stay where they are. Remembers how far each
 * journal is in it: what is in a backup may be wiped from a till that was removed. */
gboolean hufu_platform_back_up (HufuPlatform *platform, const char *path,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
