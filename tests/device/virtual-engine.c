/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/device/virtual-engine.h"

#include <fcntl.h>
#include <unistd.h>

#include "drivers/printer/escpos-size.h"

#define QUESTION_BYTES_MAX 10

void
virtual_engine_init (VirtualEngine *engine, const char *bytes_path)
{
  *engine = (VirtualEngine){.bytes_fd = -1,
                            .unplug_at = VIRTUAL_NEVER,
                            .paper_out_at = VIRTUAL_NEVER,
                            .stall_at = VIRTUAL_NEVER};
  engine->waiting = g_byte_array_new ();
  engine->replies = g_byte_array_new ();
  if (bytes_path != NULL) {
    engine->bytes_fd = open (bytes_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    g_assert_cmpint (engine->bytes_fd, >=, 0);
  }
}

void
virtual_engine_clear (VirtualEngine *engine)
{
  g_byte_array_unref (engine->waiting);
  g_byte_array_unref (engine->replies);
  if (engine->bytes_fd >= 0)
    close (engine->bytes_fd);
}

static void
reply (VirtualEngine *engine, const guint8 *bytes, guint size)
{
  if (!engine->silent)
    g_byte_array_append (engine->replies, bytes, size);
}

static guint8
get_status (const VirtualEngine *engine, guint8 question)
{
  guint8 status = 0x12;
  if (question == 1 && (engine->paper_out || engine->cover_open))
    status |= 0x08;
  if (question == 2)
    status |= (guint8)((engine->cover_open ? 0x04 : 0) | (engine->paper_out ? 0x20 : 0));
  if (question == 4)
    status |= (guint8)((engine->paper_low ? 0x0c : 0) | (engine->paper_out ? 0x6c : 0));
  return status;
}

guint8
virtual_engine_get_port_status (const VirtualEngine *engine)
{
  if (engine->paper_out)
    return 0x30;
  return engine->cover_open ? 0x10 : 0x18;
}

static void
take_question (VirtualEngine *engine, const guint8 *bytes)
{
  if (bytes[1] == 0x04) {
    guint8 status = get_status (engine, bytes[2]);
    reply (engine, &status, 1);
  } else {
    static const guint8 CLEARED[] = {0x37, 0x25, 0x00};
    g_byte_array_set_size (engine->waiting, 0);
    reply (engine, CLEARED, sizeof CLEARED);
  }
}

/* Steps over whole commands; what is printed does not matter here, what is asked does. */
static void
run_commands (VirtualEngine *engine)
{
  static const guint8 CONFIRMED = 0x00;
  guint at = 0;
  while (at < engine->waiting->len) {
    const guint8 *command = engine->waiting->data + at;
    gsize left = engine->waiting->len - at;
    gsize size = MAX (hufu_escpos_size (command, left, engine->hanzi), 1);
    if (size > left)
      break;
    if (command[0] == 0x1d && command[1] == 'r')
      reply (engine, &CONFIRMED, 1);
    if (command[0] == 0x1c && (command[1] == '&' || command[1] == '.'))
      engine->hanzi = command[1] == '&';
    at += (guint)size;
  }
  g_byte_array_remove_range (engine->waiting, 0, at);
}

static gsize
room_until (const VirtualEngine *engine, gsize mark)
{
  return mark == VIRTUAL_NEVER ? VIRTUAL_NEVER : mark - MIN (mark, engine->n_bytes);
}

static void
fire_marks (VirtualEngine *engine)
{
  if (engine->n_bytes >= engine->paper_out_at) {
    engine->paper_out = TRUE;
    engine->paper_out_at = VIRTUAL_NEVER;
  }
  if (engine->n_bytes >= engine->stall_at) {
    engine->stalled = TRUE;
    engine->stall_at = VIRTUAL_NEVER;
  }
  if (engine->n_bytes >= engine->unplug_at) {
    engine->unplug_now = TRUE;
    engine->unplug_at = VIRTUAL_NEVER;
  }
}

gsize
virtual_engine_take (VirtualEngine *engine, const guint8 *bytes, gsize size)
{
  if (engine->nak || engine->stalled || engine->unplug_now)
    return 0;
  if (size >= 3 && size <= QUESTION_BYTES_MAX && bytes[0] == 0x10 &&
      (bytes[1] == 0x04 || bytes[1] == 0x14)) {
    take_question (engine, bytes);
    return size;
  }
  engine->stalled = engine->broken;
  if (engine->broken || engine->paper_out || engine->cover_open)
    return 0;
  gsize room =
      MIN (room_until (engine, engine->unplug_at),
           MIN (room_until (engine, engine->paper_out_at), room_until (engine, engine->stall_at)));
  gsize taken = MIN (size, room);
  if (engine->bytes_fd >= 0)
    g_assert_cmpint (write (engine->bytes_fd, bytes, taken), ==, (gssize)taken);
  engine->n_bytes += taken;
  g_byte_array_append (engine->waiting, bytes, (guint)taken);
  run_commands (engine);
  fire_marks (engine);
  return taken;
}

gboolean
virtual_engine_command (VirtualEngine *engine, const char *command, gsize number)
{
  struct {
    const char *name;
    gboolean *flag;
    gboolean value;
  } const FLAGS[] = {{"paper-out", &engine->paper_out, TRUE},
                     {"paper-in", &engine->paper_out, FALSE},
                     {"paper-low", &engine->paper_low, TRUE},
                     {"cover-open", &engine->cover_open, TRUE},
                     {"cover-close", &engine->cover_open, FALSE},
                     {"nak", &engine->nak, TRUE},
                     {"accept", &engine->nak, FALSE},
                     {"break", &engine->broken, TRUE},
                     {"repair", &engine->broken, FALSE},
                     {"silent", &engine->silent, TRUE},
                     {"talk", &engine->silent, FALSE}};
  struct {
    const char *name;
    gsize *mark;
  } const MARKS[] = {{"unplug-after", &engine->unplug_at},
                     {"unplug-error-after", &engine->unplug_at},
                     {"paper-out-after", &engine->paper_out_at},
                     {"stall-after", &engine->stall_at}};
  for (gsize i = 0; i < G_N_ELEMENTS (FLAGS); i++)
    if (g_str_equal (command, FLAGS[i].name)) {
      *FLAGS[i].flag = FLAGS[i].value;
      if (g_str_equal (command, "paper-in"))
        engine->paper_low = FALSE;
      return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (MARKS); i++)
    if (g_str_equal (command, MARKS[i].name)) {
      *MARKS[i].mark = number;
      engine->unplug_with_error = g_str_equal (command, "unplug-error-after");
      return TRUE;
    }
  return FALSE;
}
