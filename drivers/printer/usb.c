/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printers over libusb. One transfer out and one in at a time, so that what the printer has taken
 * is known to the byte; both are asynchronous, so that a wake-up, a time-out or the loss of the
 * device ends any wait. Events are handled by the worker alone. */
#include "drivers/printer/backend.h"

#include <libusb.h>
#include <string.h>

#include "drivers/printer/status.h"
#include "drivers/printer/usb-error.h"
#include "drivers/printer/usb-find.h"

#define OUT_BYTES 4096
#define IN_BYTES 64   /* one packet at full speed, and part of one at high speed */
#define OUT_MS 500    /* after this without completion the printer's status is looked at */
#define ANSWER_MS 250 /* printers answer real-time questions within some ms */
#define CLEAR_MS 1000 /* to drop a full buffer */
#define CONTROL_MS 200
#define GONE_MS 200 /* from a failed transfer to the notice that the device has left */
#define CANCEL_MS 1000
#define INIT_RETRY_US 5000000
#define ID_BYTES_MAX 1024

typedef struct {
  struct libusb_transfer *transfer;
  int done; /* set by the callback; libusb ends its waits by it */
  guint8 bytes[OUT_BYTES];
} Pipe;

typedef struct {
  HufuBackend base;
  guint16 vendor, product; /* asked for; 0 = any */
  libusb_context *context; /* atomic pointer: `wake` reads it */
  gint64 init_failed_us;
  int woken;

  libusb_device_handle *handle; /* NULL while closed */
  libusb_device *device;
  HufuUsbPort port;
  gboolean left;         /* unplugged */
  gboolean answers;      /* to DLE EOT, since it was plugged in */
  gboolean port_trusted; /* its port status is worth something */
  gboolean confirmed;    /* GS r was answered since the receipt began */
  guint n_empty;         /* answers of no byte, one after the other */
} UsbBackend;

static UsbBackend *
as_usb (HufuBackend *backend)
{
  return (UsbBackend *)(void *)backend;
}

static gint64
in_ms (guint ms)
{
  return g_get_monotonic_time () + (gint64)ms * 1000;
}

static int LIBUSB_CALL
on_hotplug (libusb_context *context, libusb_device *device, libusb_hotplug_event event,
            void *user_data)
{
  UsbBackend *self = user_data;
  if (event == LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT && device == self->device)
    self->left = TRUE;
  self->woken = 1;
  return 0;
}

/* Handles events until *done, the deadline, or the order to stop. */
static void
run_until (UsbBackend *self, int *done, gint64 deadline_us)
{
  while (*done == 0 && g_atomic_int_get (&self->base.stop) == 0) {
    gint64 left_us = deadline_us - g_get_monotonic_time ();
    if (left_us <= 0)
      return;
    struct timeval time = {.tv_sec = left_us / G_USEC_PER_SEC, .tv_usec = left_us % G_USEC_PER_SEC};
    if (libusb_handle_events_timeout_completed (self->context, &time, done) != 0)
      return;
  }
}

static gboolean
make_context (UsbBackend *self)
{
  libusb_context *context;
  if (self->context != NULL)
    return TRUE;
  if (self->init_failed_us != 0 && g_get_monotonic_time () - self->init_failed_us < INIT_RETRY_US)
    return FALSE;
  if (libusb_init (&context) != 0) {
    self->init_failed_us = g_get_monotonic_time ();
    return FALSE;
  }
  g_atomic_pointer_set (&self->context, context);
  libusb_hotplug_register_callback (
      context, LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT, 0,
      LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY, on_hotplug,
      self, NULL);
  return TRUE;
}

static void LIBUSB_CALL
on_transfer (struct libusb_transfer *transfer)
{
  Pipe *pipe = transfer->user_data;
  pipe->done = 1;
}

static Pipe *
pipe_new (UsbBackend *self, guint8 endpoint, int size, guint timeout_ms)
{
  Pipe *pipe = g_new0 (Pipe, 1);
  pipe->transfer = libusb_alloc_transfer (0);
  g_assert (pipe->transfer != NULL);
  libusb_fill_bulk_transfer (pipe->transfer, self->handle, endpoint, pipe->bytes, size, on_transfer,
                             pipe, timeout_ms);
  return pipe;
}

static void
pipe_free (Pipe *pipe)
{
  libusb_free_transfer (pipe->transfer);
  g_free (pipe);
}

/* After a submit: makes sure that the transfer has ended. FALSE if it cannot be ended: then it must
 * be left alone for ever. */
static gboolean
pipe_end (UsbBackend *self, Pipe *pipe)
{
  if (pipe->done == 0)
    libusb_cancel_transfer (pipe->transfer);
  gint64 deadline_us = in_ms (CANCEL_MS);
  while (pipe->done == 0 && g_get_monotonic_time () < deadline_us) {
    struct timeval time = {.tv_usec = 50000};
    libusb_handle_events_timeout_completed (self->context, &time, &pipe->done);
  }
  return pipe->done != 0;
}

/* What a failed transfer means: a kernel says "error" for the transfer in flight at an unplug and
 * "no device" only at the next request. */
static HufuPrinterState
find_reason (UsbBackend *self, HufuPrinterState state)
{
  guint8 answer[2];
  if (self->left)
    return HUFU_PRINTER_ABSENT;
  if (state != HUFU_PRINTER_ERROR)
    return state;
  int got = libusb_control_transfer (self->handle, LIBUSB_ENDPOINT_IN, LIBUSB_REQUEST_GET_STATUS, 0,
                                     0, answer, sizeof answer, CONTROL_MS);
  if (got == LIBUSB_ERROR_NO_DEVICE)
    return HUFU_PRINTER_ABSENT;
  if (got < 0)
    run_until (self, &self->left, in_ms (GONE_MS));
  return self->left ? HUFU_PRINTER_ABSENT : HUFU_PRINTER_ERROR;
}

/* One bulk transfer out. READY: all was taken; NO_ANSWER: the time is over; *ret_sent in any case.
 */
static HufuPrinterState
send_once (UsbBackend *self, const guint8 *bytes, gsize size, guint timeout_ms, gsize *ret_sent)
{
  *ret_sent = 0;
  Pipe *pipe = pipe_new (self, self->port.out_endpoint, (int)size, timeout_ms);
  memcpy (pipe->bytes, bytes, size);
  int error = libusb_submit_transfer (pipe->transfer);
  if (error != 0) {
    pipe_free (pipe);
    return find_reason (self, hufu_usb_state_of_error ((enum libusb_error)error));
  }
  run_until (self, &pipe->done, in_ms (timeout_ms + OUT_MS));
  if (!pipe_end (self, pipe))
    return HUFU_PRINTER_NO_ANSWER;
  enum libusb_transfer_status status = pipe->transfer->status;
  *ret_sent = (gsize)pipe->transfer->actual_length;
  pipe_free (pipe);
  if (status == LIBUSB_TRANSFER_STALL)
    libusb_clear_halt (self->handle, self->port.out_endpoint);
  return find_reason (self, hufu_usb_state_of_transfer (status));
}

/* Waits for bytes in; the number of them, 0 if none came in time, -1 if the device does not work.
 */
static int
receive (UsbBackend *self, guint8 ret_bytes[IN_BYTES], guint timeout_ms)
{
  Pipe *pipe = pipe_new (self, self->port.in_endpoint, IN_BYTES, timeout_ms);
  if (libusb_submit_transfer (pipe->transfer) != 0) {
    pipe_free (pipe);
    return -1;
  }
  run_until (self, &pipe->done, in_ms (timeout_ms + OUT_MS));
  if (!pipe_end (self, pipe))
    return -1;
  int n = pipe->transfer->actual_length;
  memcpy (ret_bytes, pipe->bytes, (gsize)n);
  enum libusb_transfer_status status = pipe->transfer->status;
  pipe_free (pipe);
  if (status == LIBUSB_TRANSFER_STALL)
    libusb_clear_halt (self->handle, self->port.in_endpoint);
  return n == 0 && status != LIBUSB_TRANSFER_COMPLETED && status != LIBUSB_TRANSFER_TIMED_OUT ? -1
                                                                                              : n;
}

typedef enum {
  WANT_ANSWER,
  WANT_CONFIRMATION,
  WANT_CLEARED,
} Want;

static gboolean
is_wanted (guint8 byte, Want want)
{
  switch (want) {
  case WANT_ANSWER:
    return hufu_status_is_answer (byte);
  case WANT_CONFIRMATION:
    return hufu_status_is_confirmation (byte);
  case WANT_CLEARED:
    return byte == 0x25; /* 37 25 00 */
  }
  g_assert_not_reached ();
}

/* Reads until a byte of the wanted kind comes; FALSE if none does in time. */
static gboolean
await_byte (UsbBackend *self, Want want, guint timeout_ms, guint8 *ret_byte)
{
  gint64 deadline_us = in_ms (timeout_ms);
  gboolean found = FALSE;
  while (!found && self->port.in_endpoint != 0 && !self->left) {
    gint64 left_ms = (deadline_us - g_get_monotonic_time ()) / 1000;
    guint8 bytes[IN_BYTES];
    int n = left_ms > 0 ? receive (self, bytes, (guint)left_ms) : -1;
    if (n < 0)
      break;
    /* Some printers answer with packets of no byte for ever. */
    self->n_empty = n == 0 ? self->n_empty + 1 : 0;
    if (self->n_empty > 8)
      break;
    for (int i = 0; i < n; i++) {
      if (want != WANT_CLEARED && hufu_status_is_confirmation (bytes[i]))
        self->confirmed = TRUE;
      if (!found && is_wanted (bytes[i], want)) {
        found = TRUE;
        *ret_byte = bytes[i];
      }
    }
  }
  self->n_empty = 0;
  return found;
}

static gboolean
ask (UsbBackend *self, const guint8 *question, gsize size, Want want, guint timeout_ms,
     guint8 *ret_byte, HufuPrinterState *ret_state)
{
  gsize sent;
  *ret_state = HUFU_PRINTER_NO_ANSWER;
  if (self->port.in_endpoint == 0)
    return FALSE;
  HufuPrinterState state = send_once (self, question, size, ANSWER_MS, &sent);
  if (state != HUFU_PRINTER_READY) {
    *ret_state = state;
    return FALSE;
  }
  gboolean found = await_byte (self, want, timeout_ms, ret_byte);
  if (self->left)
    *ret_state = HUFU_PRINTER_ABSENT;
  return found;
}

/* The state by DLE EOT; FALSE if the printer does not answer, *ret_state then says whether it is
 * there at all. */
static gboolean
ask_status (UsbBackend *self, HufuPrinterState *ret_state)
{
  guint8 answers[HUFU_STATUS_QUESTIONS];
  for (guint8 i = 0; i < HUFU_STATUS_QUESTIONS; i++) {
    const guint8 question[] = {0x10, 0x04, (guint8)(i + 1)};
    if (!ask (self, question, sizeof question, WANT_ANSWER, ANSWER_MS, &answers[i], ret_state))
      return FALSE;
  }
  *ret_state = hufu_status_state (answers);
  return TRUE;
}

/* The state by the class's control request; READY where it says nothing. */
static HufuPrinterState
ask_port (UsbBackend *self)
{
  guint8 port;
  if (self->left)
    return HUFU_PRINTER_ABSENT;
  if (!self->port.printer_class)
    return HUFU_PRINTER_READY;
  int got = libusb_control_transfer (
      self->handle, LIBUSB_ENDPOINT_IN | LIBUSB_REQUEST_TYPE_CLASS | LIBUSB_RECIPIENT_INTERFACE, 1,
      0, self->port.interface, &port, 1, CONTROL_MS);
  if (got == LIBUSB_ERROR_NO_DEVICE)
    return HUFU_PRINTER_ABSENT;
  if (got != 1)
    return HUFU_PRINTER_READY;
  self->port_trusted |= hufu_status_port_is_sane (port);
  return self->port_trusted ? hufu_status_port_state (port) : HUFU_PRINTER_READY;
}

static HufuPrinterState
usb_poll (HufuBackend *backend)
{
  UsbBackend *self = as_usb (backend);
  HufuPrinterState state;
  if (self->left)
    return HUFU_PRINTER_ABSENT;
  if (!self->answers)
    return ask_port (self);
  if (ask_status (self, &state) || state == HUFU_PRINTER_ABSENT)
    return state;
  HufuPrinterState port = ask_port (self);
  return port == HUFU_PRINTER_READY ? state : port;
}

static void
read_identity (UsbBackend *self, char *ret_model, gsize size)
{
  char id[ID_BYTES_MAX] = {0}, maker[32] = "";
  ret_model[0] = '\0';
  int got = 0;
  if (self->port.printer_class)
    got = libusb_control_transfer (
        self->handle, LIBUSB_ENDPOINT_IN | LIBUSB_REQUEST_TYPE_CLASS | LIBUSB_RECIPIENT_INTERFACE,
        0, 0, (guint16)(self->port.interface << 8 | self->port.alternate), (guint8 *)id, sizeof id,
        CONTROL_MS);
  if (got > 2) {
    hufu_status_read_id (id + 2, (gsize)got - 2, "MFG:", "MANUFACTURER:", maker, sizeof maker);
    hufu_status_read_id (id + 2, (gsize)got - 2, "MDL:", "MODEL:", ret_model, size);
  }
  g_snprintf (self->base.name, sizeof self->base.name, "%s%s%s", maker, maker[0] != '\0' ? " " : "",
              ret_model);
  if (self->base.name[0] == '\0')
    g_snprintf (self->base.name, sizeof self->base.name, "USB %04x:%04x", self->port.vendor,
                self->port.product);
}

static gboolean
load_profile (UsbBackend *self, const char *model)
{
  HufuBackend *base = &self->base;
  g_autofree char *name =
      base->profile_name != NULL
          ? g_strdup (base->profile_name)
          : hufu_profile_match (base->profile_folder, self->port.vendor, self->port.product, model);
  return hufu_profile_load (base->profile_folder, name, &base->profile, NULL) ||
         hufu_profile_load (NULL, "unknown", &base->profile, NULL);
}

/* Takes the device: the kernel's own driver steps aside until it is given back. */
static HufuPrinterState
take (UsbBackend *self, libusb_device *device, const HufuUsbPort *port)
{
  libusb_device_handle *handle;
  int error = libusb_open (device, &handle);
  if (error != 0)
    return hufu_usb_state_of_error ((enum libusb_error)error);
  libusb_set_auto_detach_kernel_driver (handle, 1);
  error = libusb_claim_interface (handle, port->interface);
  if (error == 0 && port->alternate != 0)
    error = libusb_set_interface_alt_setting (handle, port->interface, port->alternate);
  if (error != 0) {
    libusb_close (handle);
    return hufu_usb_state_of_error ((enum libusb_error)error);
  }
  self->handle = handle;
  self->device = libusb_ref_device (device);
  self->port = *port;
  self->left = FALSE;
  return HUFU_PRINTER_READY;
}

static HufuPrinterState
take_first (UsbBackend *self)
{
  libusb_device **devices;
  HufuPrinterState state = HUFU_PRINTER_ABSENT;
  gssize n = libusb_get_device_list (self->context, &devices);
  for (gssize i = 0; i < n && state != HUFU_PRINTER_READY; i++) {
    HufuUsbPort port;
    if (!hufu_usb_find_port (devices[i], self->vendor, self->product, &port))
      continue;
    HufuPrinterState taken = take (self, devices[i], &port);
    /* Of several printers that cannot be used the first one's reason is told. */
    if (state == HUFU_PRINTER_ABSENT || taken == HUFU_PRINTER_READY)
      state = taken;
  }
  if (n >= 0)
    libusb_free_device_list (devices, 1);
  return state;
}

static void
usb_close (HufuBackend *backend)
{
  UsbBackend *self = as_usb (backend);
  libusb_release_interface (self->handle, self->port.interface);
  libusb_close (self->handle);
  self->handle = NULL;
  g_clear_pointer (&self->device, libusb_unref_device);
}

static gboolean
usb_open (HufuBackend *backend, HufuPrinterState *ret_state)
{
  UsbBackend *self = as_usb (backend);
  char model[48];
  *ret_state = HUFU_PRINTER_ABSENT;
  if (!make_context (self))
    return FALSE;
  /* Takes in what was plugged and unplugged since. */
  struct timeval now = {0};
  libusb_handle_events_timeout_completed (self->context, &now, NULL);
  *ret_state = take_first (self);
  if (*ret_state != HUFU_PRINTER_READY)
    return FALSE;

  read_identity (self, model, sizeof model);
  *ret_state = load_profile (self, model) ? ask_port (self) : HUFU_PRINTER_ERROR;
  HufuPrinterState state;
  self->answers = backend->profile.status && ask_status (self, &state);
  if (self->answers)
    *ret_state = state;
  backend->confirms = self->answers && backend->profile.confirms;
  return TRUE;
}

static void
usb_begin (HufuBackend *backend, const HufuId *job)
{
  as_usb (backend)->confirmed = FALSE;
}

/* The printer took nothing for a while: does it say why? */
static HufuPrinterState
explain_silence (UsbBackend *self, gint64 progress_us)
{
  HufuPrinterState state = ask_port (self);
  HufuPrinterState status;
  if (state == HUFU_PRINTER_READY && self->answers &&
      (ask_status (self, &status) || status == HUFU_PRINTER_ABSENT))
    state = status;
  gint64 silent_us = g_get_monotonic_time () - progress_us;
  if (hufu_printer_state_can_print (state) &&
      silent_us > (gint64)self->base.profile.patience_ms * 1000)
    state = HUFU_PRINTER_NO_ANSWER;
  return state;
}

static HufuPrinterState
usb_send (HufuBackend *backend, const guint8 *bytes, gsize size, gsize *ret_sent)
{
  UsbBackend *self = as_usb (backend);
  gint64 progress_us = g_get_monotonic_time ();
  *ret_sent = 0;
  while (*ret_sent < size) {
    gsize part = MIN (size - *ret_sent, OUT_BYTES), sent;
    HufuPrinterState state = send_once (self, bytes + *ret_sent, part, OUT_MS, &sent);
    *ret_sent += sent;
    if (sent > 0)
      progress_us = g_get_monotonic_time ();
    if (state == HUFU_PRINTER_READY)
      continue;
    if (g_atomic_int_get (&backend->stop) != 0)
      return HUFU_PRINTER_NO_ANSWER;
    if (state != HUFU_PRINTER_NO_ANSWER)
      return state;
    if (sent > 0)
      continue;
    state = explain_silence (self, progress_us);
    if (!hufu_printer_state_can_print (state))
      return state;
  }
  return HUFU_PRINTER_READY;
}

static HufuPrinterState
usb_finish (HufuBackend *backend)
{
  UsbBackend *self = as_usb (backend);
  gint64 deadline_us = in_ms (backend->profile.patience_ms);
  HufuPrinterState state = HUFU_PRINTER_READY;
  guint8 byte;
  while (backend->confirms && !self->confirmed && g_atomic_int_get (&backend->stop) == 0) {
    if (await_byte (self, WANT_CONFIRMATION, ANSWER_MS, &byte))
      break;
    state = usb_poll (backend);
    if (!hufu_printer_state_can_print (state))
      return state;
    /* It answers, is well and has taken all: it just does not know this question. */
    if (g_get_monotonic_time () > deadline_us)
      backend->confirms = FALSE;
  }
  return usb_poll (backend);
}

static HufuPrinterState
usb_recover (HufuBackend *backend, gboolean *ret_clean)
{
  static const guint8 CLEAR[] = {0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8};
  UsbBackend *self = as_usb (backend);
  guint8 byte;
  HufuPrinterState state;
  if (backend->profile.clears_buffer && self->answers &&
      !ask (self, CLEAR, sizeof CLEAR, WANT_CLEARED, CLEAR_MS, &byte, &state) &&
      state == HUFU_PRINTER_ABSENT)
    return state;
  return usb_poll (backend);
}

static void
usb_wait (HufuBackend *backend, guint timeout_ms)
{
  UsbBackend *self = as_usb (backend);
  if (self->context != NULL)
    run_until (self, &self->woken, in_ms (timeout_ms));
  else
    g_usleep (MIN (timeout_ms, 50) * 1000);
  self->woken = 0;
}

static void
usb_wake (HufuBackend *backend)
{
  UsbBackend *self = as_usb (backend);
  libusb_context *context = g_atomic_pointer_get (&self->context);
  self->woken = 1;
  if (context != NULL)
    libusb_interrupt_event_handler (context);
}

static void
usb_free (HufuBackend *backend)
{
  UsbBackend *self = as_usb (backend);
  if (self->context != NULL)
    libusb_exit (self->context);
  g_free (self);
}

static const HufuBackendClass USB_CLASS = {
    .open = usb_open,
    .close = usb_close,
    .poll = usb_poll,
    .begin = usb_begin,
    .send = usb_send,
    .finish = usb_finish,
    .recover = usb_recover,
    .wait = usb_wait,
    .wake = usb_wake,
    .free = usb_free,
};

HufuBackend *
hufu_backend_new_usb (guint16 vendor, guint16 product)
{
  UsbBackend *self = g_new0 (UsbBackend, 1);
  self->base.class = &USB_CLASS;
  self->vendor = vendor;
  self->product = product;
  return &self->base;
}
