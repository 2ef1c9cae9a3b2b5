/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/printer/usb-error.h"

HufuPrinterState
hufu_usb_state_of_error (enum libusb_error error)
{
  switch (error) {
  case LIBUSB_SUCCESS:
    return HUFU_PRINTER_READY;
  case LIBUSB_ERROR_NO_DEVICE:
  case LIBUSB_ERROR_NOT_FOUND:
    return HUFU_PRINTER_ABSENT;
  case LIBUSB_ERROR_ACCESS:
    return HUFU_PRINTER_NO_PERMISSION;
  case LIBUSB_ERROR_BUSY:
    return HUFU_PRINTER_BUSY;
  case LIBUSB_ERROR_TIMEOUT:
  case LIBUSB_ERROR_INTERRUPTED:
    return HUFU_PRINTER_NO_ANSWER;
  case LIBUSB_ERROR_IO:
  case LIBUSB_ERROR_INVALID_PARAM:
  case LIBUSB_ERROR_OVERFLOW:
  case LIBUSB_ERROR_PIPE:
  case LIBUSB_ERROR_NO_MEM:
  case LIBUSB_ERROR_NOT_SUPPORTED:
  case LIBUSB_ERROR_OTHER:
    return HUFU_PRINTER_ERROR;
  }
  return HUFU_PRINTER_ERROR;
}

HufuPrinterState
hufu_usb_state_of_transfer (enum libusb_transfer_status status)
{
  switch (status) {
  case LIBUSB_TRANSFER_COMPLETED:
    return HUFU_PRINTER_READY;
  case LIBUSB_TRANSFER_NO_DEVICE:
    return HUFU_PRINTER_ABSENT;
  case LIBUSB_TRANSFER_TIMED_OUT:
  case LIBUSB_TRANSFER_CANCELLED:
    return HUFU_PRINTER_NO_ANSWER;
  case LIBUSB_TRANSFER_ERROR:
  case LIBUSB_TRANSFER_STALL:
  case LIBUSB_TRANSFER_OVERFLOW:
    return HUFU_PRINTER_ERROR;
  }
  return HUFU_PRINTER_ERROR;
}
