/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state of the counter that each answer has, and what a command of the counter may wait for. */
#include <string.h>

#include "ctl/shell.h"

#define WAIT_DEFAULT_MS 60000
#define WAIT_MAX_MS 600000

json_t *
hufu_shell_read_state (HufuShell *shell)
{
  g_autofree char *text = hufu_counter_to_json (shell->counter);
  json_t *state = json_loads (text, 0, NULL);

  g_assert (state != NULL);
  return state;
}

static gint64
status_number (HufuShell *shell, const char *name)
{
  json_t *state = hufu_shell_read_state (shell);
  gint64 number = json_integer_value (json_object_get (json_object_get (state, "status"), name));

  json_decref (state);
  return number;
}

gboolean
hufu_shell_is_idle (HufuShell *shell)
{
  return !hufu_counter_get_busy (shell->counter);
}

/* And the strip, which follows what is known of the link, says so too. */
static gboolean
is_sent (HufuShell *shell)
{
  return hufu_shell_is_idle (shell) && hufu_counter_is_sent (shell->counter) &&
         status_number (shell, "unsent") == 0;
}

static gboolean
is_settled (HufuShell *shell)
{
  return hufu_shell_is_idle (shell) && status_number (shell, "unknown") == 0;
}

/* What the platform was asked for the manager's page is here. */
static gboolean
is_told (HufuShell *shell)
{
  gboolean asking = TRUE;

  g_object_get (hufu_counter_get_cases (shell->counter), "asking", &asking, NULL);
  return hufu_shell_is_idle (shell) && !asking;
}

static gboolean
is_online (HufuShell *shell)
{
  return status_number (shell, "network") == HUFU_NETWORK_ONLINE;
}

static gboolean
is_offline (HufuShell *shell)
{
  return status_number (shell, "network") == HUFU_NETWORK_OFFLINE;
}

static gboolean
has_tills (HufuShell *shell)
{
  return status_number (shell, "tills") > 0;
}

static gboolean
is_alone (HufuShell *shell)
{
  return status_number (shell, "tills") == 0;
}

static gboolean
is_on_screen (HufuShell *shell)
{
  json_t *state = hufu_shell_read_state (shell);
  const char *screen = json_string_value (json_object_get (state, "screen"));
  gboolean there = g_strcmp0 (screen, shell->wanted_screen) == 0;

  json_decref (state);
  return there;
}

gboolean
hufu_shell_read_bound (HufuShell *shell, const char *text)
{
  gint64 bound_ms = WAIT_DEFAULT_MS;

  if (text != NULL && !hufu_shell_read_number (shell, text, WAIT_MAX_MS, &bound_ms))
    return FALSE;
  shell->end_us = g_get_monotonic_time () + bound_ms * 1000;
  return TRUE;
}

void
hufu_shell_wait (HufuShell *shell, char **words)
{
  static const struct {
    const char *name;
    HufuShellCondition condition;
  } conditions[] = {
      {"idle", hufu_shell_is_idle}, {"sent", is_sent},
      {"settled", is_settled},      {"told", is_told},
      {"online", is_online},        {"offline", is_offline},
      {"screen", is_on_screen},     {"tills", has_tills},
      {"alone", is_alone},
  };
  gboolean screen = g_strcmp0 (words[1], "screen") == 0;
  const char *bound = words[1] == NULL ? NULL : screen && words[2] != NULL ? words[3] : words[2];

  if (!hufu_shell_read_bound (shell, bound))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (conditions); i++)
    if (g_strcmp0 (words[1], conditions[i].name) == 0) {
      shell->awaited = conditions[i].condition;
      shell->wanted_screen = screen ? g_intern_string (words[2]) : NULL;
      return;
    }
  hufu_shell_complain (
      shell, "say: wait idle|sent|settled|told|online|offline|tills|alone|screen NAME [MS]");
}
