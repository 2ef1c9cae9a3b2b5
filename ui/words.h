/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's own words in the language of the moment. */
#pragma once

#include <glib.h>

#define _(text) g_dgettext (GETTEXT_PACKAGE, text)
