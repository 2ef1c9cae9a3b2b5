/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/printer/usb-find.h"

static gboolean
read_port (const struct libusb_interface_descriptor *interface, HufuUsbPort *ret_port)
{
  HufuUsbPort port = {.interface = interface->bInterfaceNumber,
                      .alternate = interface->bAlternateSetting,
                      .printer_class = interface->bInterfaceClass == LIBUSB_CLASS_PRINTER};
  for (guint8 i = 0; i < interface->bNumEndpoints; i++) {
    const struct libusb_endpoint_descriptor *endpoint = &interface->endpoint[i];
    if ((endpoint->bmAttributes & LIBUSB_TRANSFER_TYPE_MASK) != LIBUSB_TRANSFER_TYPE_BULK)
      continue;
    gboolean in = (endpoint->bEndpointAddress & LIBUSB_ENDPOINT_IN) != 0;
    guint8 *address = in ? &port.in_endpoint : &port.out_endpoint;
    if (*address == 0)
      *address = endpoint->bEndpointAddress;
  }
  *ret_port = port;
  return port.out_endpoint != 0;
}

/* 0: cannot be used; else the higher the better. */
static guint
rank (const struct libusb_interface_descriptor *interface, gboolean named, HufuUsbPort *ret_port)
{
  gboolean printer = interface->bInterfaceClass == LIBUSB_CLASS_PRINTER;
  if (!printer && !(named && interface->bInterfaceClass == LIBUSB_CLASS_VENDOR_SPEC))
    return 0;
  if (!read_port (interface, ret_port))
    return 0;
  return 1U + (printer ? 2U : 0U) + (ret_port->in_endpoint != 0 ? 1U : 0U);
}

gboolean
hufu_usb_find_port (libusb_device *device, guint16 vendor, guint16 product, HufuUsbPort *ret_port)
{
  struct libusb_device_descriptor descriptor;
  struct libusb_config_descriptor *config;
  if (libusb_get_device_descriptor (device, &descriptor) != 0)
    return FALSE;
  if (vendor != 0 && (descriptor.idVendor != vendor || descriptor.idProduct != product))
    return FALSE;
  if (libusb_get_active_config_descriptor (device, &config) != 0)
    return FALSE;

  guint best = 0;
  for (guint8 i = 0; i < config->bNumInterfaces; i++)
    for (int a = 0; a < config->interface[i].num_altsetting; a++) {
      HufuUsbPort port;
      guint found = rank (&config->interface[i].altsetting[a], vendor != 0, &port);
      if (found > best) {
        best = found;
        *ret_port = port;
      }
    }
  libusb_free_config_descriptor (config);
  ret_port->vendor = descriptor.idVendor;
  ret_port->product = descriptor.idProduct;
  return best > 0;
}
