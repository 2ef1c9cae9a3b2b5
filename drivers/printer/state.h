/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a printer can be like, and what a person does about it, in both languages. Pure. */
#pragma once

#include <glib.h>
#include "core/lang.h"

typedef enum {
  HUFU_PRINTER_STARTING, /* not looked yet */
  HUFU_PRINTER_READY,
  HUFU_PRINTER_PAPER_LOW, /* prints, but the roll ends soon */
  HUFU_PRINTER_ABSENT,    /* no such device is plugged in */
  HUFU_PRINTER_NO_PERMISSION,
  HUFU_PRINTER_BUSY, /* another program holds it */
  HUFU_PRINTER_PAPER_OUT,
  HUFU_PRINTER_COVER_OPEN,
  HUFU_PRINTER_CUTTER_JAM,
  HUFU_PRINTER_OFFLINE,    /* it says that it is offline, without a reason */
  HUFU_PRINTER_NO_ANSWER,  /* it takes no data within the time-out */
  HUFU_PRINTER_FOLDER_BAD, /* file printer: the folder cannot be written */
  HUFU_PRINTER_ERROR,      /* anything else */
} HufuPrinterState;

#define HUFU_PRINTER_STATE_COUNT (HUFU_PRINTER_ERROR + 1)

/* The rule that gives the till's account access to printers; lies in packaging/udev. */
#define HUFU_PRINTER_UDEV_RULE "60-hufu-printer.rules"

/* TRUE if a receipt can be printed now. */
gboolean hufu_printer_state_can_print (HufuPrinterState state);

/* "ready", "paper-out" ... for hufuctl, the store and logs; static. */
const char *hufu_printer_state_name (HufuPrinterState state);

/* What is the case and what to do next; static. */
const char *hufu_printer_state_sentence (HufuPrinterState state, HufuLang lang);
