/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/printer/status.h"

#include <string.h>

#define OFFLINE 0x08 /* of DLE EOT 1 */

#define COVER_OPEN 0x04 /* of DLE EOT 2 */
#define PAPER_STOP 0x20

#define CUTTER 0x08 /* of DLE EOT 3 */
#define UNRECOVERABLE 0x20
#define AUTO_RECOVERABLE 0x40

#define PAPER_NEAR_END 0x0c /* of DLE EOT 4 */
#define PAPER_END 0x60

#define PORT_NOT_ERROR 0x08
#define PORT_SELECT 0x10
#define PORT_PAPER_EMPTY 0x20

gboolean
hufu_status_is_answer (guint8 byte)
{
  return (byte & 0x93) == 0x12;
}

gboolean
hufu_status_is_confirmation (guint8 byte)
{
  return (byte & 0x90) == 0;
}

HufuPrinterState
hufu_status_state (const guint8 answers[HUFU_STATUS_QUESTIONS])
{
  /* An open cover often reports no paper as well; closing it is what helps. */
  if ((answers[1] & COVER_OPEN) != 0)
    return HUFU_PRINTER_COVER_OPEN;
  if ((answers[3] & PAPER_END) != 0 || (answers[1] & PAPER_STOP) != 0)
    return HUFU_PRINTER_PAPER_OUT;
  if ((answers[2] & CUTTER) != 0)
    return HUFU_PRINTER_CUTTER_JAM;
  if ((answers[2] & (UNRECOVERABLE | AUTO_RECOVERABLE)) != 0 || (answers[0] & OFFLINE) != 0)
    return HUFU_PRINTER_OFFLINE;
  return (answers[3] & PAPER_NEAR_END) != 0 ? HUFU_PRINTER_PAPER_LOW : HUFU_PRINTER_READY;
}

HufuPrinterState
hufu_status_port_state (guint8 port)
{
  if ((port & PORT_PAPER_EMPTY) != 0)
    return HUFU_PRINTER_PAPER_OUT;
  if ((port & (PORT_NOT_ERROR | PORT_SELECT)) != (PORT_NOT_ERROR | PORT_SELECT))
    return HUFU_PRINTER_OFFLINE;
  return HUFU_PRINTER_READY;
}

gboolean
hufu_status_port_is_sane (guint8 port)
{
  return hufu_status_port_state (port) == HUFU_PRINTER_READY;
}

static gboolean
has_key (const char *field, gsize size, const char *key, gsize *ret_key_size)
{
  *ret_key_size = strlen (key);
  return size >= *ret_key_size && g_ascii_strncasecmp (field, key, *ret_key_size) == 0;
}

void
hufu_status_read_id (const char *id, gsize size, const char *key, const char *long_key,
                     char *ret_value, gsize max_size)
{
  ret_value[0] = '\0';
  for (gsize at = 0; at < size;) {
    const char *end = memchr (id + at, ';', size - at);
    gsize field_size = end != NULL ? (gsize)(end - id) - at : size - at, key_size, n = 0;
    if (has_key (id + at, field_size, key, &key_size) ||
        has_key (id + at, field_size, long_key, &key_size)) {
      for (gsize i = key_size; i < field_size && n + 1 < max_size; i++)
        if (id[at + i] >= 0x20 && id[at + i] < 0x7f)
          ret_value[n++] = id[at + i];
      ret_value[n] = '\0';
      return;
    }
    at += field_size + 1;
  }
}
