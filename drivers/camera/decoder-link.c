/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/camera/decoder-link.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct _HufuDecoderLink {
  GPid pid;
  int in, out;
};

HufuDecoderLink *
hufu_decoder_link_new (const char *child_path)
{
  const char *argv[] = {child_path, NULL};
  const char *environment[] = {"LANG=C", NULL};
  GPid pid;
  int in, out;
  HufuDecoderLink *link;

  if (!g_spawn_async_with_pipes (NULL, (char **)(gpointer)argv, (char **)(gpointer)environment,
                                 G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &in, &out, NULL,
                                 NULL))
    return NULL;
  fcntl (in, F_SETFL, O_NONBLOCK);
  fcntl (out, F_SETFL, O_NONBLOCK);
  link = g_new0 (HufuDecoderLink, 1);
  *link = (HufuDecoderLink){.pid = pid, .in = in, .out = out};
  return link;
}

void
hufu_decoder_link_free (HufuDecoderLink *link)
{
  if (link == NULL)
    return;
  close (link->in);
  close (link->out);
  kill (link->pid, SIGKILL);
  while (waitpid (link->pid, NULL, 0) < 0 && errno == EINTR)
    ;
  g_spawn_close_pid (link->pid);
  g_free (link);
}

static gboolean
await_fd (int fd, short events, gint64 end_us)
{
  gint64 left_ms = (end_us - g_get_monotonic_time ()) / 1000;
  struct pollfd wanted = {.fd = fd, .events = events};

  return left_ms > 0 && poll (&wanted, 1, (int)left_ms) > 0 && (wanted.revents & events) != 0;
}

static gboolean
write_all (int fd, gconstpointer buffer, gsize size, gint64 end_us)
{
  for (gsize put = 0; put < size;) {
    ssize_t n = write (fd, (const guint8 *)buffer + put, size - put);
    if (n > 0)
      put += (gsize)n;
    else if (errno != EINTR && (errno != EAGAIN || !await_fd (fd, POLLOUT, end_us)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_all (int fd, gpointer buffer, gsize size, gint64 end_us)
{
  for (gsize got = 0; got < size;) {
    ssize_t n = read (fd, (guint8 *)buffer + got, size - got);
    if (n > 0)
      got += (gsize)n;
    else if (n == 0 || (errno != EINTR && (errno != EAGAIN || !await_fd (fd, POLLIN, end_us))))
      return FALSE;
  }
  return TRUE;
}

/* A text with a NUL inside would be cut unseen: such a symbol becomes empty and is dropped by the
 * caller. */
static gboolean
read_symbol (int fd, HufuDecoded *ret_decoded, gint64 end_us)
{
  HufuDecodeSymbol head;

  if (!read_all (fd, &head, sizeof head, end_us) || head.length > HUFU_CAMERA_TEXT_MAX ||
      !read_all (fd, ret_decoded->text, head.length, end_us))
    return FALSE;
  ret_decoded->text[head.length] = '\0';
  if (strlen (ret_decoded->text) != head.length)
    ret_decoded->text[0] = '\0';
  memcpy (ret_decoded->aim, head.aim, sizeof ret_decoded->aim);
  ret_decoded->aim[3] = '\0';
  ret_decoded->outline = head.outline;
  return TRUE;
}

int
hufu_decoder_link_decode (HufuDecoderLink *link, const HufuFrame *frame, HufuStrategy strategy,
                          HufuDecoded *ret_decoded)
{
  const HufuDecodeRequest request = {HUFU_DECODE_MAGIC, frame->width, frame->height, strategy};
  HufuDecodeAnswer answer;
  gint64 end_us = g_get_monotonic_time () + HUFU_DECODE_TIMEOUT_MS * 1000;

  g_assert (frame->width <= HUFU_CAMERA_SIDE_MAX && frame->height <= HUFU_CAMERA_SIDE_MAX);
  if (!write_all (link->in, &request, sizeof request, end_us) ||
      !write_all (link->in, frame->grey, (gsize)frame->width * frame->height, end_us) ||
      !read_all (link->out, &answer, sizeof answer, end_us) || answer.magic != HUFU_DECODE_MAGIC ||
      answer.n_symbols > HUFU_DECODE_SYMBOLS_MAX)
    return -1;
  for (guint i = 0; i < answer.n_symbols; i++)
    if (!read_symbol (link->out, &ret_decoded[i], end_us))
      return -1;
  return (int)answer.n_symbols;
}
