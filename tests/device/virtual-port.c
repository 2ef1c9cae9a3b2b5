/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/device/virtual-port.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/usbdevice_fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <umockdev.h>
#include <unistd.h>

#include "tests/device/virtual-engine.h"

#define OUT_ENDPOINT 0x01
#define IN_ENDPOINT 0x82
#define LEAVE_MS 30 /* from the failed transfer to the "remove" event */

/* Device, configuration, interface (printer, unidirectional commands, two-way) and two bulk
 * endpoints: USB 2.0 chapter 9. */
static const guint8 DESCRIPTORS[] = {
    18, 1, 0x00, 0x02, 0,    0, 0,  64, 0xb8, 0x04, 0x28, 0x0e, 0x00, 0x01, 0, 0, 0,
    1,  9, 2,    32,   0,    1, 1,  0,  0xc0, 1,    9,    4,    0,    0,    2, 7, 1,
    2,  0, 7,    5,    0x01, 2, 64, 0,  0,    7,    5,    0x82, 2,    64,   0, 0};
static const guint8 HUB_DESCRIPTORS[] = {
    18, 1, 0x00, 0x02, 9, 0, 0, 64, 0x6b, 0x1d, 0x02, 0x00, 0, 1, 0, 0, 0,    1, 9, 2, 25, 0,
    1,  1, 0,    0xe0, 0, 9, 4, 0,  0,    1,    9,    0,    0, 0, 7, 5, 0x81, 3, 4, 0, 12};

typedef struct {
  UMockdevIoctlData *data, *buffer;
  guint8 type, endpoint;
  int length; /* of the buffer */
  int taken;  /* bytes of it so far */
} Urb;

#define VIRTUAL_TYPE_PORT (virtual_port_get_type ())
G_DECLARE_FINAL_TYPE (VirtualPort, virtual_port, VIRTUAL, PORT, UMockdevIoctlBase)

/* One plugging in of the printer. */
struct _VirtualPort {
  UMockdevIoctlBase parent_instance;
  VirtualPrinter *printer; /* NULL after the printer was freed */
  char *node, *syspath;
  int master, slave;
  gboolean gone;
  GQueue pending, finished; /* Urb */
};

struct VirtualPrinter {
  GRecMutex mutex; /* ioctls come in a thread of umockdev's */
  UMockdevTestbed *testbed;
  char *root, *hub;
  VirtualPort *port; /* NULL while unplugged */
  guint n_plugs;
  VirtualEngine engine;
  gboolean denied, busy;
};

G_DEFINE_FINAL_TYPE (VirtualPort, virtual_port, UMOCKDEV_TYPE_IOCTL_BASE)

static void
urb_free (gpointer data)
{
  Urb *urb = data;
  umockdev_ioctl_data_unref (urb->data);
  if (urb->buffer != NULL)
    umockdev_ioctl_data_unref (urb->buffer);
  g_free (urb);
}

/* libusb reaps when the node is writable: the slave of a pty is, unless its output is held. */
static void
open_gate (VirtualPort *port)
{
  if (port->slave >= 0)
    tcflow (port->slave, g_queue_is_empty (&port->finished) ? TCOOFF : TCOON);
}

static void
finish (VirtualPort *port, Urb *urb, int status)
{
  gint32 fields[] = {status, urb->taken};
  umockdev_ioctl_data_update (urb->data, G_STRUCT_OFFSET (struct usbdevfs_urb, status),
                              (guint8 *)&fields[0], sizeof fields[0]);
  umockdev_ioctl_data_update (urb->data, G_STRUCT_OFFSET (struct usbdevfs_urb, actual_length),
                              (guint8 *)&fields[1], sizeof fields[1]);
  g_queue_remove (&port->pending, urb);
  g_queue_push_tail (&port->finished, urb);
  open_gate (port);
}

static void
finish_all (VirtualPort *port, int status)
{
  while (!g_queue_is_empty (&port->pending))
    finish (port, g_queue_peek_head (&port->pending), status);
}

/* ---- plugging ----------------------------------------------------------------------------------
 */

static char *
add_usb_device (VirtualPrinter *printer, const char *name, const char *parent, const char *node,
                const guint8 *descriptors, gsize size, guint devnum)
{
  g_autofree char *number = g_strdup_printf ("%u", devnum);
  g_autofree char *padded = g_strdup_printf ("%03u", devnum);
  char *attributes[] = {(char[]){"busnum"},
                        (char[]){"1"},
                        (char[]){"devnum"},
                        number,
                        (char[]){"speed"},
                        (char[]){"12"},
                        (char[]){"bConfigurationValue"},
                        (char[]){"1"},
                        (char[]){"bNumConfigurations"},
                        (char[]){"1"},
                        NULL};
  char *properties[] = {(char[]){"DEVTYPE"}, (char[]){"usb_device"}, (char[]){"BUSNUM"},
                        (char[]){"001"},     (char[]){"DEVNUM"},     padded,
                        (char[]){"DEVNAME"}, (char *)(gsize)node,    NULL};
  char *path =
      umockdev_testbed_add_devicev (printer->testbed, "usb", name, parent, attributes, properties);
  g_assert_nonnull (path);
  g_autofree guint8 *copy = g_memdup2 (descriptors, size);
  umockdev_testbed_set_attribute_binary (printer->testbed, path, "descriptors", copy, (int)size);
  return path;
}

static void
make_node (VirtualPrinter *printer, VirtualPort *port)
{
  struct termios raw;
  port->master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (port->master, >=, 0);
  g_assert_cmpint (grantpt (port->master), ==, 0);
  g_assert_cmpint (unlockpt (port->master), ==, 0);
  g_autofree char *slave = g_strdup (ptsname (port->master));
  port->slave = open (slave, O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (port->slave, >=, 0);
  g_assert_cmpint (tcgetattr (port->slave, &raw), ==, 0);
  cfmakeraw (&raw);
  g_assert_cmpint (tcsetattr (port->slave, TCSANOW, &raw), ==, 0);
  g_assert_cmpint (fchmod (port->slave, printer->denied ? 0 : 0600), ==, 0);
  open_gate (port);

  g_autofree char *link = g_strconcat (printer->root, port->node, NULL);
  g_autofree char *folder = g_path_get_dirname (link);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  g_unlink (link);
  g_assert_cmpint (symlink (slave, link), ==, 0);
}

static gboolean
leave (gpointer data)
{
  VirtualPort *port = data;
  VirtualPrinter *printer = port->printer;
  if (printer == NULL)
    return G_SOURCE_REMOVE;
  g_rec_mutex_lock (&printer->mutex);
  finish_all (port, -ESHUTDOWN);
  close (port->slave);
  close (port->master);
  port->slave = port->master = -1;
  g_rec_mutex_unlock (&printer->mutex);
  umockdev_testbed_uevent (printer->testbed, port->syspath, "remove");
  umockdev_testbed_remove_device (printer->testbed, port->syspath);
  g_rec_mutex_lock (&printer->mutex);
  if (printer->port == port)
    printer->port = NULL;
  port->printer = NULL;
  g_rec_mutex_unlock (&printer->mutex);
  return G_SOURCE_REMOVE;
}

/* Without the lock: umockdev's worker may wait for it while this waits for the worker. */
static void
plug (VirtualPrinter *printer)
{
  VirtualPort *before = printer->port;
  if (before != NULL && before->gone)
    leave (before); /* the cable is faster than the bus */
  if (printer->port != NULL)
    return;
  VirtualPort *port = g_object_new (VIRTUAL_TYPE_PORT, NULL);
  guint devnum = 2 + printer->n_plugs++;
  port->printer = printer;
  port->node = g_strdup_printf ("/dev/bus/usb/001/%03u", devnum);
  make_node (printer, port);
  g_autoptr (GError) error = NULL;
  umockdev_testbed_attach_ioctl (printer->testbed, port->node, UMOCKDEV_IOCTL_BASE (port), &error);
  g_assert_no_error (error);
  port->syspath = add_usb_device (printer, "1-1", printer->hub, port->node, DESCRIPTORS,
                                  sizeof DESCRIPTORS, devnum);
  g_rec_mutex_lock (&printer->mutex);
  printer->port = port;
  g_rec_mutex_unlock (&printer->mutex);
  umockdev_testbed_uevent (printer->testbed, port->syspath, "add");
}

/* From the worker of umockdev too: what is slow happens later, in the main loop. */
static void
unplug (VirtualPrinter *printer, gboolean error_first)
{
  VirtualPort *port = printer->port;
  if (port == NULL || port->gone)
    return;
  port->gone = TRUE;
  printer->engine.replies->len = 0;
  finish_all (port, error_first ? -EPROTO : -ESHUTDOWN);
  g_timeout_add (error_first ? LEAVE_MS : 0, leave, port);
}

/* ---- transfers ---------------------------------------------------------------------------------
 */

static void
serve_out (VirtualPort *port, Urb *urb)
{
  VirtualEngine *engine = &port->printer->engine;
  const guint8 *bytes = urb->buffer->data + urb->taken;
  gsize size = (gsize)(urb->length - urb->taken);
  urb->taken += (int)virtual_engine_take (engine, bytes, size);
  if (engine->stalled)
    finish (port, urb, -EPIPE);
  else if (urb->taken == urb->length)
    finish (port, urb, 0);
}

static void
serve_in (VirtualPort *port, Urb *urb)
{
  GByteArray *replies = port->printer->engine.replies;
  int n = MIN ((int)replies->len, urb->length);
  if (n == 0)
    return;
  umockdev_ioctl_data_update (urb->buffer, 0, replies->data, n);
  g_byte_array_remove_range (replies, 0, (guint)n);
  urb->taken = n;
  finish (port, urb, 0);
}

static void
serve_control (VirtualPort *port, Urb *urb)
{
  static const char ID[] = "MFG:EPSON;CMD:ESC/POS;MDL:TM-T88VI;CLS:PRINTER;";
  guint8 answer[128] = {0};
  int n = 0;
  switch (urb->buffer->data[0] << 8 | urb->buffer->data[1]) {
  case 0xa100:
    answer[1] = sizeof ID - 1 + 2;
    memcpy (answer + 2, ID, sizeof ID - 1);
    n = sizeof ID - 1 + 2;
    break;
  case 0xa101:
    answer[0] = virtual_engine_get_port_status (&port->printer->engine);
    n = 1;
    break;
  case 0x8000:
    n = 2;
    break;
  default:
    break;
  }
  n = MIN (n, urb->length - 8);
  if (n > 0)
    umockdev_ioctl_data_update (urb->buffer, 8, answer, n);
  urb->taken = n;
  finish (port, urb, n > 0 ? 0 : -EPIPE);
}

static void
serve_all (VirtualPort *port)
{
  VirtualEngine *engine = &port->printer->engine;
  GList *next;
  for (GList *link = port->pending.head; link != NULL && !port->gone; link = next) {
    Urb *urb = link->data;
    next = link->next;
    if (urb->type == USBDEVFS_URB_TYPE_CONTROL)
      serve_control (port, urb);
    else if (urb->endpoint == OUT_ENDPOINT)
      serve_out (port, urb);
  }
  for (GList *link = port->pending.head; link != NULL && !port->gone; link = next) {
    next = link->next;
    if (((Urb *)link->data)->endpoint == IN_ENDPOINT)
      serve_in (port, link->data);
  }
  if (engine->unplug_now) {
    gboolean error_first = engine->unplug_with_error;
    engine->unplug_now = FALSE;
    unplug (port->printer, error_first);
  }
}

/* ---- ioctls ------------------------------------------------------------------------------------
 */

static UMockdevIoctlData *
resolve (UMockdevIoctlData *data, gsize offset, gsize size)
{
  g_autoptr (GError) error = NULL;
  UMockdevIoctlData *resolved = umockdev_ioctl_data_resolve (data, offset, size, &error);
  g_assert_no_error (error);
  return resolved;
}

static int
submit (VirtualPort *port, UMockdevIoctlClient *client)
{
  if (port->gone)
    return ENODEV;
  UMockdevIoctlData *data =
      resolve (umockdev_ioctl_client_get_arg (client), 0, sizeof (struct usbdevfs_urb));
  struct usbdevfs_urb fields;
  memcpy (&fields, data->data, sizeof fields);
  Urb *urb = g_new0 (Urb, 1);
  urb->data = data;
  urb->type = fields.type;
  urb->endpoint = fields.endpoint;
  urb->length = fields.buffer_length;
  if (urb->length > 0)
    urb->buffer = resolve (data, G_STRUCT_OFFSET (struct usbdevfs_urb, buffer), (gsize)urb->length);
  g_queue_push_tail (&port->pending, urb);
  serve_all (port);
  return 0;
}

static int
reap (VirtualPort *port, UMockdevIoctlClient *client)
{
  Urb *urb = g_queue_pop_head (&port->finished);
  if (urb == NULL)
    return port->gone ? ENODEV : EAGAIN;
  UMockdevIoctlData *pointer =
      resolve (umockdev_ioctl_client_get_arg (client), 0, sizeof (gpointer));
  umockdev_ioctl_data_set_ptr (pointer, 0, urb->data);
  umockdev_ioctl_data_unref (pointer);
  urb_free (urb);
  open_gate (port);
  return 0;
}

static int
discard (VirtualPort *port, UMockdevIoctlClient *client)
{
  gulong address;
  memcpy (&address, umockdev_ioctl_client_get_arg (client)->data, sizeof address);
  for (GList *link = port->pending.head; link != NULL; link = link->next) {
    Urb *urb = link->data;
    if (urb->data->client_addr == address) {
      finish (port, urb, -ENOENT);
      return 0;
    }
  }
  return port->gone ? ENODEV : EINVAL;
}

static int
tell_capabilities (UMockdevIoctlClient *client)
{
  guint32 capabilities = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_BULK_CONTINUATION |
                         USBDEVFS_CAP_NO_PACKET_SIZE_LIM | USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
  UMockdevIoctlData *data =
      resolve (umockdev_ioctl_client_get_arg (client), 0, sizeof capabilities);
  umockdev_ioctl_data_update (data, 0, (guint8 *)&capabilities, sizeof capabilities);
  umockdev_ioctl_data_unref (data);
  return 0;
}

/* 0 or an errno. */
static int
answer (VirtualPort *port, UMockdevIoctlClient *client)
{
  switch (umockdev_ioctl_client_get_request (client)) {
  case USBDEVFS_REAPURBNDELAY:
  case USBDEVFS_REAPURB:
    return reap (port, client);
  case USBDEVFS_DISCARDURB:
    return discard (port, client);
  case USBDEVFS_SUBMITURB:
    return submit (port, client);
  case USBDEVFS_GET_CAPABILITIES:
    return tell_capabilities (client);
  case USBDEVFS_CLAIMINTERFACE:
  case USBDEVFS_DISCONNECT_CLAIM:
    return port->gone ? ENODEV : port->printer->busy ? EBUSY : 0;
  case USBDEVFS_CLEAR_HALT:
    port->printer->engine.stalled = FALSE;
    return port->gone ? ENODEV : 0;
  case USBDEVFS_RELEASEINTERFACE:
  case USBDEVFS_IOCTL:
  case USBDEVFS_RESET:
  case USBDEVFS_SETINTERFACE:
    return port->gone ? ENODEV : 0;
  case USBDEVFS_GETDRIVER:
    return ENODATA;
  default:
    return ENOTTY;
  }
}

static gboolean
virtual_port_handle_ioctl (UMockdevIoctlBase *base, UMockdevIoctlClient *client)
{
  VirtualPort *port = VIRTUAL_PORT (base);
  VirtualPrinter *printer = port->printer;
  int error = ENODEV;
  if (printer != NULL) {
    g_rec_mutex_lock (&printer->mutex);
    error = answer (port, client);
    g_rec_mutex_unlock (&printer->mutex);
  } else if (umockdev_ioctl_client_get_request (client) == USBDEVFS_REAPURBNDELAY) {
    error = reap (port, client);
  }
  umockdev_ioctl_client_complete (client, error == 0 ? 0 : -1, error);
  return TRUE;
}

/* A program that ends, however it does, leaves nothing in flight. */
static void
virtual_port_client_vanished (UMockdevIoctlBase *base, UMockdevIoctlClient *client)
{
  VirtualPort *port = VIRTUAL_PORT (base);
  VirtualPrinter *printer = port->printer;
  if (printer == NULL)
    return;
  g_rec_mutex_lock (&printer->mutex);
  g_queue_clear_full (&port->pending, urb_free);
  g_queue_clear_full (&port->finished, urb_free);
  open_gate (port);
  g_rec_mutex_unlock (&printer->mutex);
}

static void
virtual_port_class_init (VirtualPortClass *class)
{
  UMockdevIoctlBaseClass *base = UMOCKDEV_IOCTL_BASE_CLASS (class);
  base->handle_ioctl = virtual_port_handle_ioctl;
  base->client_vanished = virtual_port_client_vanished;
}

static void
virtual_port_init (VirtualPort *port)
{
  port->master = port->slave = -1;
  g_queue_init (&port->pending);
  g_queue_init (&port->finished);
}

/* ---- the printer -------------------------------------------------------------------------------
 */

VirtualPrinter *
virtual_printer_new (const char *bytes_path)
{
  const char *preloaded = g_getenv ("LD_PRELOAD");
  if (preloaded == NULL || strstr (preloaded, "libumockdev-preload") == NULL)
    return NULL;
  umockdev_in_mock_environment (); /* keeps its first answer: it must not see the bus of the test */
  VirtualPrinter *printer = g_new0 (VirtualPrinter, 1);
  g_rec_mutex_init (&printer->mutex);
  printer->testbed = umockdev_testbed_new ();
  printer->root = umockdev_testbed_get_root_dir (printer->testbed);
  virtual_engine_init (&printer->engine, bytes_path);
  printer->hub = add_usb_device (printer, "usb1", NULL, "/dev/bus/usb/001/001", HUB_DESCRIPTORS,
                                 sizeof HUB_DESCRIPTORS, 1);
  g_autofree char *folder = g_build_filename (printer->root, "dev/bus/usb/001", NULL);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  return printer;
}

void
virtual_printer_free (VirtualPrinter *printer)
{
  if (printer == NULL)
    return;
  if (printer->port != NULL)
    printer->port->printer = NULL;
  g_object_unref (printer->testbed);
  virtual_engine_clear (&printer->engine);
  g_free (printer->root);
  g_free (printer->hub);
  g_rec_mutex_clear (&printer->mutex);
  g_free (printer);
}

static gboolean
obey (VirtualPrinter *printer, const char *command, gsize number)
{
  if (g_str_equal (command, "unplug"))
    unplug (printer, FALSE);
  else if (g_str_equal (command, "unplug-error"))
    unplug (printer, TRUE);
  else if (g_str_equal (command, "deny") || g_str_equal (command, "allow"))
    printer->denied = command[0] == 'd';
  else if (g_str_equal (command, "busy") || g_str_equal (command, "free"))
    printer->busy = command[0] == 'b';
  else
    return virtual_engine_command (&printer->engine, command, number);
  return TRUE;
}

gboolean
virtual_printer_command (VirtualPrinter *printer, const char *command, gsize number)
{
  if (g_str_equal (command, "plug")) {
    plug (printer);
    return TRUE;
  }
  g_rec_mutex_lock (&printer->mutex);
  gboolean known = obey (printer, command, number);
  VirtualPort *port = printer->port;
  if (port != NULL && !port->gone && port->slave >= 0) {
    g_assert_cmpint (fchmod (port->slave, printer->denied ? 0 : 0600), ==, 0);
    serve_all (port);
  }
  g_rec_mutex_unlock (&printer->mutex);
  return known;
}

gsize
virtual_printer_get_n_bytes (VirtualPrinter *printer)
{
  g_rec_mutex_lock (&printer->mutex);
  gsize n = printer->engine.n_bytes;
  g_rec_mutex_unlock (&printer->mutex);
  return n;
}
