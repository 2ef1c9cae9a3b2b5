/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The printer that is a folder: NNNN.bin and NNNN.png per receipt, for the demo and for tests. A
 * file appears under its name only when it is whole and on disk. */
#include "drivers/printer/backend.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "drivers/printer/escpos-render.h"

#define NUMBER_MAX 9999

typedef struct {
  HufuBackend base;
  char *folder;
  GByteArray *receipt;
  GMutex mutex;
  GCond cond;
  gboolean woken; /* under mutex */
} FileBackend;

static FileBackend *
as_file (HufuBackend *backend)
{
  return (FileBackend *)(void *)backend;
}

static HufuPrinterState
file_poll (HufuBackend *backend)
{
  return g_access (as_file (backend)->folder, W_OK | X_OK) == 0 ? HUFU_PRINTER_READY
                                                                : HUFU_PRINTER_FOLDER_BAD;
}

static gboolean
file_open (HufuBackend *backend, HufuPrinterState *ret_state)
{
  FileBackend *self = as_file (backend);
  const char *profile = backend->profile_name != NULL ? backend->profile_name : "xprinter-80";
  *ret_state = HUFU_PRINTER_FOLDER_BAD;
  if (!hufu_profile_load (backend->profile_folder, profile, &backend->profile, NULL)) {
    *ret_state = HUFU_PRINTER_ERROR;
    return FALSE;
  }
  if (g_mkdir_with_parents (self->folder, 0755) != 0)
    return FALSE;
  g_strlcpy (backend->name, "file", sizeof backend->name);
  *ret_state = file_poll (backend);
  return *ret_state == HUFU_PRINTER_READY;
}

static void
file_close (HufuBackend *backend)
{
}

static void
file_begin (HufuBackend *backend, const HufuId *job)
{
  g_byte_array_set_size (as_file (backend)->receipt, 0);
}

static HufuPrinterState
file_send (HufuBackend *backend, const guint8 *bytes, gsize size, gsize *ret_sent)
{
  g_byte_array_append (as_file (backend)->receipt, bytes, (guint)size);
  *ret_sent = size;
  return HUFU_PRINTER_READY;
}

static gboolean
sync_path (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return FALSE;
  gboolean ok = fsync (fd) == 0;
  return close (fd) == 0 && ok;
}

static gboolean
write_png (const FileBackend *self, const char *path)
{
  g_autoptr (HufuRendering) rendering =
      hufu_escpos_render (self->receipt->data, self->receipt->len, self->base.profile.width_dots);
  cairo_surface_t *picture = hufu_rendering_join (rendering);
  cairo_status_t status = cairo_surface_write_to_png (picture, path);
  cairo_surface_destroy (picture);
  return status == CAIRO_STATUS_SUCCESS;
}

static guint
find_free_number (const FileBackend *self)
{
  guint last = 0;
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;) {
    char *end;
    guint64 number = g_ascii_strtoull (name, &end, 10);
    if (end != name && number <= NUMBER_MAX && g_str_has_suffix (name, ".bin"))
      last = MAX (last, (guint)number);
  }
  return last + 1;
}

static HufuPrinterState
file_finish (HufuBackend *backend)
{
  FileBackend *self = as_file (backend);
  guint number = find_free_number (self);
  g_autofree char *bin = g_strdup_printf ("%s/%04u.bin", self->folder, number);
  g_autofree char *png = g_strdup_printf ("%s/%04u.png", self->folder, number);
  g_autofree char *bin_part = g_strconcat (bin, ".part", NULL);
  g_autofree char *png_part = g_strconcat (png, ".part", NULL);

  /* The .bin counts: it takes its name last, and a number without it is used again. */
  gboolean ok = write_png (self, png_part) && sync_path (png_part) &&
                g_file_set_contents (bin_part, (const char *)self->receipt->data,
                                     (gssize)self->receipt->len, NULL) &&
                sync_path (bin_part) && g_rename (png_part, png) == 0 &&
                g_rename (bin_part, bin) == 0 && sync_path (self->folder);
  return ok ? HUFU_PRINTER_READY : HUFU_PRINTER_FOLDER_BAD;
}

static HufuPrinterState
file_recover (HufuBackend *backend, gboolean *ret_clean)
{
  *ret_clean = TRUE;
  return HUFU_PRINTER_READY;
}

static void
file_wait (HufuBackend *backend, guint timeout_ms)
{
  FileBackend *self = as_file (backend);
  gint64 deadline = g_get_monotonic_time () + (gint64)timeout_ms * 1000;
  g_mutex_lock (&self->mutex);
  while (!self->woken && g_cond_wait_until (&self->cond, &self->mutex, deadline))
    ;
  self->woken = FALSE;
  g_mutex_unlock (&self->mutex);
}

static void
file_wake (HufuBackend *backend)
{
  FileBackend *self = as_file (backend);
  g_mutex_lock (&self->mutex);
  self->woken = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static void
file_free (HufuBackend *backend)
{
  FileBackend *self = as_file (backend);
  g_free (self->folder);
  g_byte_array_unref (self->receipt);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

static const HufuBackendClass FILE_CLASS = {
    .open = file_open,
    .close = file_close,
    .poll = file_poll,
    .begin = file_begin,
    .send = file_send,
    .finish = file_finish,
    .recover = file_recover,
    .wait = file_wait,
    .wake = file_wake,
    .free = file_free,
};

HufuBackend *
hufu_backend_new_file (const char *folder)
{
  FileBackend *self = g_new0 (FileBackend, 1);
  self->base.class = &FILE_CLASS;
  self->folder = g_strdup (folder);
  self->receipt = g_byte_array_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  return &self->base;
}
