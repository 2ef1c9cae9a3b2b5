/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The options that hufu and hufuctl share. Each has an environment variable (HUFU_DATA,
 * HUFU_PLATFORM ...) for when it is not given, and a default for when that is not set either.
 */
#pragma once

#include "counter/counter.h"

typedef struct {
  char *data_dir;         /* --data, HUFU_DATA; $XDG_DATA_HOME/hufu */
  char *platform_url;     /* --platform, HUFU_PLATFORM; http://127.0.0.1:8377 */
  char *ca_path;          /* --ca, HUFU_CA; NULL: the system's authorities */
  char *root_path;        /* --root, HUFU_ROOT; root.pub in the data folder */
  char *operator_key;     /* --operator-key, HUFU_OPERATOR_KEY; operator.key in the data folder */
  char *printer_uri;      /* --printer, HUFU_PRINTER; usb: */
  char *slip_printer_uri; /* --slip-printer, HUFU_SLIP_PRINTER; none */
  char *camera_uri;       /* --camera, HUFU_CAMERA; v4l2: */
  char *camera_child;     /* HUFU_CAMERA_DECODER; beside the build, else where it was installed */
  char *lang;             /* --lang, HUFU_LANG: en or zh; by the locale */
  char *lan;              /* --lan, HUFU_LAN: ADDRESS:PORT or off; by where the platform is */
  char *lan_address; /* --lan-address, HUFU_LAN_ADDRESS; NULL: found out, and said by mDNS too */
  char *link_path;   /* --link, HUFU_LINK; link in the data folder */
  int witness_ms;    /* --witness-ms, HUFU_WITNESS_MS: of HufuCounterOptions; 5000 */
  gboolean demo;     /* --demo */
  gboolean training; /* of HufuCounterOptions: `hufuctl --training`, or the window's menu */
} HufuOptions;

/* Adds the options to a context; `options` is all zeros and stays where it is until parsed. */
void hufu_options_add (HufuOptions *options, GOptionContext *context);
/* After parsing: fills what was not given. FALSE with a sentence if a value makes no sense. */
gboolean hufu_options_complete (HufuOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hufu_options_clear (HufuOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HufuOptions, hufu_options_clear)

/* The same for hufu_counter_new; strings are borrowed. */
HufuCounterOptions hufu_options_to_counter (const HufuOptions *options);
