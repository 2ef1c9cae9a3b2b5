/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a way to reach a printer implements. One backend belongs to one worker thread, which calls
 * every slot but `wake`; the worker (printer.c) owns order, retries and what the caller is told.
 */
#pragma once

#include "core/id.h"
#include "drivers/printer/profile.h"
#include "drivers/printer/state.h"

#define HUFU_BACKEND_POLL_MS 300 /* bound of poll and open, a slow kernel apart */

typedef struct HufuBackend HufuBackend;

typedef struct {
  /* Looks for the device and takes it. Called while closed, again and again. May block up to
   * HUFU_BACKEND_POLL_MS. TRUE: it is open, backend->name and backend->profile are set, and
   * *ret_state is its state. FALSE: *ret_state says why not, and nothing is held. */
  gboolean (*open) (HufuBackend *backend, HufuPrinterState *ret_state);
  /* Gives the device back. Called only while open. Must not fail; may block shortly. */
  void (*close) (HufuBackend *backend);
  /* How is it now? Called only while open, between receipts. May block up to HUFU_BACKEND_POLL_MS.
   * HUFU_PRINTER_ABSENT, NO_ANSWER and ERROR make the worker close and open again. */
  HufuPrinterState (*poll) (HufuBackend *backend);
  /* A receipt begins. Must not block. */
  void (*begin) (HufuBackend *backend, const HufuId *job);
  /* Sends all of `bytes`. Blocks until the device took them, at most profile.patience_ms without
   * any progress, and returns soon after backend->stop is set. Any state that cannot print means
   * that the receipt is interrupted. *ret_sent: how many bytes the device is known to have taken,
   * always set. */
  HufuPrinterState (*send) (HufuBackend *backend, const guint8 *bytes, gsize size, gsize *ret_sent);
  /* All was sent: waits until the device has printed it, as far as it can tell. Bounds as for send.
   */
  HufuPrinterState (*finish) (HufuBackend *backend);
  /* A receipt was interrupted and is to be printed again: drops what the device still holds of it.
   * Called while open, once the printer can print again. A state that cannot print puts it off.
   * *ret_clean (FALSE before): nothing of it came to paper or can come. */
  HufuPrinterState (*recover) (HufuBackend *backend, gboolean *ret_clean);
  /* Waits until something may have changed, `wake` was called, or the time is over. Called open and
   * closed. */
  void (*wait) (HufuBackend *backend, guint timeout_ms);
  /* Ends a wait, now or the next one. Any thread; must not block. */
  void (*wake) (HufuBackend *backend);
  /* Closed before. */
  void (*free) (HufuBackend *backend);
} HufuBackendClass;

/* What every backend begins with. */
struct HufuBackend {
  const HufuBackendClass *class;
  char *profile_folder; /* or NULL */
  char *profile_name;   /* the caller's choice, or NULL */
  HufuPrinterProfile profile;
  char name[64];     /* what the device calls itself, printable ASCII */
  gboolean confirms; /* send GS r 1 at the end of receipts */
  gint stop;         /* atomic; set: give up whatever blocks */
};

/* Never NULL; the strings are copied. */
HufuBackend *hufu_backend_new_file (const char *folder);
/* vendor 0: the first printer found. */
HufuBackend *hufu_backend_new_usb (guint16 vendor, guint16 product);
