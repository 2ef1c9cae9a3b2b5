/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window over a counter that a test fills by hand, on the screen and as a picture. */
#pragma once

#include <gtk/gtk.h>
#include "tests/ui/scenes.h"

#define SHOWN_AWAIT_MS 60000

typedef struct {
  HufuCounter *counter; /* owned */
  GtkWidget *window;    /* owned */
} Shown;

/* GTK and the languages, for pictures that are the same everywhere. */
void shown_init (int *argc, char ***argv);

/* In that language, light, with nothing set up, and with everything of the scene. */
HufuCounter *shown_make_counter (HufuLang lang);
HufuCounter *shown_make_scene (HufuLang lang, const char *scene);

/* Presents the window at 1366x768 and waits until it is drawn. */
GtkWidget *shown_open_window (HufuCounter *counter);
Shown shown_new (HufuCounter *take_counter);
void shown_clear (Shown *shown);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shown, shown_clear)

/* Until so many more frames are drawn. */
void shown_await_frames (GtkWidget *window, guint n);
/* NAME.png in HUFU_GALLERY_DIR, else in the working folder. */
void shown_save_picture (GtkWidget *window, const char *name);

/* By its name, root included; NULL if there is none. Borrowed. */
GtkWidget *shown_find_widget (GtkWidget *root, const char *name);
/* Of a label by its name. Borrowed. */
const char *shown_text_of (const Shown *shown, const char *label);
