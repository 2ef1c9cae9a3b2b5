/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/sounds.h"

#include <canberra.h>

#include "ui/paths.h"

static const char *const files[] = {
    [HUFU_SOUND_ITEM] = "item.wav",       [HUFU_SOUND_ACCEPTED] = "accepted.wav",
    [HUFU_SOUND_REFUSED] = "refused.wav", [HUFU_SOUND_ASK] = "ask.wav",
    [HUFU_SOUND_ANSWER] = "answer.wav",
};

static const struct {
  const char *name, *decibel;
} volumes[] = {{"off", NULL}, {"low", "-14"}, {"normal", "-4"}, {"loud", "6"}};

static guint volume = 2; /* place in the table */
static GThreadPool *player = NULL;
static ca_context *context = NULL; /* the player's thread alone uses it */

/* Without a sound card or server the libraries below would search for one at every sound, and
 * complain. */
static gboolean
can_sound (void)
{
  static const char *const sockets[] = {"pulse/native", "pipewire-0"};

  for (gsize i = 0; i < G_N_ELEMENTS (sockets); i++) {
    g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), sockets[i], NULL);
    if (g_file_test (path, G_FILE_TEST_EXISTS))
      return TRUE;
  }
  return g_getenv ("PULSE_SERVER") != NULL || g_file_test ("/dev/snd", G_FILE_TEST_IS_DIR);
}

static void
play (gpointer data, gpointer user_data)
{
  const char *file = files[GPOINTER_TO_INT (data) - 1];
  const char *folder = g_file_test (HUFU_BUILD_SOUND_DIR, G_FILE_TEST_IS_DIR) ? HUFU_BUILD_SOUND_DIR
                                                                              : HUFU_SOUND_DIR;
  g_autofree char *path = g_build_filename (folder, file, NULL);
  guint place = (guint)g_atomic_int_get ((gint *)&volume);
  if (volumes[place].decibel == NULL || !can_sound () ||
      (context == NULL && ca_context_create (&context) != 0))
    return;
  int error = ca_context_play (context, 0, CA_PROP_MEDIA_FILENAME, path, CA_PROP_CANBERRA_VOLUME,
                               volumes[place].decibel, CA_PROP_MEDIA_ROLE, "event", NULL);
  if (error != CA_SUCCESS)
    g_debug ("no sound: %s", ca_strerror (error));
}

void
hufu_sounds_play (HufuSound sound)
{
  /* One sound waits at most: a queue of ticks after a pause would tell nothing. */
  if (player == NULL)
    player = g_thread_pool_new (play, NULL, 1, FALSE, NULL);
  if (player != NULL && g_thread_pool_unprocessed (player) < 2)
    g_thread_pool_push (player, GINT_TO_POINTER ((int)sound + 1), NULL);
}

void
hufu_sounds_set_volume (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (volumes); i++)
    if (g_str_equal (volumes[i].name, name))
      g_atomic_int_set ((gint *)&volume, (gint)i);
}

const char *
hufu_sounds_get_volume (void)
{
  return volumes[volume].name;
}

void
hufu_sounds_stop (void)
{
  if (player != NULL)
    g_thread_pool_free (g_steal_pointer (&player), FALSE, TRUE);
  g_clear_pointer (&context, ca_context_destroy);
}
