/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/camera-input.h"

struct _HufuCameraInput {
  HufuCounter *counter;
  HufuCamera *camera;
  HufuCameraState state;
};

static void
on_state (HufuCameraState state, gpointer user_data)
{
  HufuCameraInput *input = user_data;

  input->state = state;
  g_signal_emit_by_name (
      input->counter, "camera-state",
      hufu_camera_state_sentence (state, hufu_counter_get_lang (input->counter)));
}

static void
on_frame (GBytes *grey, guint width, guint height, gpointer user_data)
{
  HufuCameraInput *input = user_data;

  g_signal_emit_by_name (input->counter, "camera-frame", grey, width, height);
}

static void
on_found (const char *text, const HufuOutline *outline, gpointer user_data)
{
  HufuCameraInput *input = user_data;
  HufuScreen screen = hufu_counter_get_screen (input->counter);

  /* Nobody meant a code that hangs before the camera of a locked till. */
  if (screen == HUFU_SCREEN_SELL || screen == HUFU_SCREEN_TENDER || screen == HUFU_SCREEN_PRICE)
    hufu_counter_set_camera_on (input->counter, FALSE);
  hufu_counter_input (input->counter, text, -1, HUFU_INPUT_SCAN);
}

HufuCameraInput *
hufu_camera_input_new (HufuCounter *counter, const char *uri, const char *child_path)
{
  static const HufuCameraWatch watch = {on_state, on_frame, on_found};
  HufuCameraInput *input = g_new0 (HufuCameraInput, 1);

  input->counter = counter;
  input->camera = hufu_camera_new (uri, child_path, &watch, input);
  return input;
}

void
hufu_camera_input_set_on (HufuCameraInput *input, gboolean on)
{
  hufu_camera_set_on (input->camera, on);
}

HufuCameraState
hufu_camera_input_get_state (HufuCameraInput *input)
{
  return input->state;
}

void
hufu_camera_input_free (HufuCameraInput *input)
{
  if (input == NULL)
    return;
  hufu_camera_free (input->camera);
  g_free (input);
}
