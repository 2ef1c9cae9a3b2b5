/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hufu-camera-decoder: reads frames on stdin, writes what ZBar sees to stdout. A picture comes from
 * whoever stands before the camera, so this process gives up everything but those two pipes and
 * memory before it looks at the first one: no files, no network, no other process.
 */
#include <errno.h>
#include <iconv.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <zbar.h>

#include "drivers/camera/strategy.h"

#define MEMORY_MAX (256u * 1024 * 1024)

typedef struct {
  guint8 *grey, *scratch;
  guint32 *sums;
} Decoder;

static gboolean
read_all (gpointer buffer, gsize size)
{
  for (gsize got = 0; got < size;) {
    ssize_t n = read (STDIN_FILENO, (guint8 *)buffer + got, size - got);
    if (n == 0 || (n < 0 && errno != EINTR))
      return FALSE;
    got += n > 0 ? (gsize)n : 0;
  }
  return TRUE;
}

static gboolean
write_all (gconstpointer buffer, gsize size)
{
  for (gsize put = 0; put < size;) {
    ssize_t n = write (STDOUT_FILENO, (const guint8 *)buffer + put, size - put);
    if (n < 0 && errno != EINTR)
      return FALSE;
    put += n > 0 ? (gsize)n : 0;
  }
  return TRUE;
}

static gboolean
allow (scmp_filter_ctx filter, int call)
{
  return seccomp_rule_add (filter, SCMP_ACT_ALLOW, call, 0) == 0;
}

/* Memory, the two pipes, the clock and the end: nothing else. Mapping a file is refused with the
 * rest, since no file can be opened. */
static gboolean
enter_sandbox (void)
{
  const struct rlimit memory = {MEMORY_MAX, MEMORY_MAX};
  static const int calls[] = {
      SCMP_SYS (read),         SCMP_SYS (write),         SCMP_SYS (brk),          SCMP_SYS (mmap),
      SCMP_SYS (munmap),       SCMP_SYS (mremap),        SCMP_SYS (madvise),      SCMP_SYS (futex),
      SCMP_SYS (rt_sigreturn), SCMP_SYS (clock_gettime), SCMP_SYS (gettimeofday), SCMP_SYS (exit),
      SCMP_SYS (exit_group),   SCMP_SYS (sysinfo)}; /* qsort () asks how much memory there is */
  /* A text in a character set that was not loaded before: refused, not fatal. */
  static const int refused[] = {SCMP_SYS (openat), SCMP_SYS (newfstatat), SCMP_SYS (access)};
  scmp_filter_ctx filter;
  gboolean done = TRUE;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (setrlimit (RLIMIT_AS, &memory) != 0 || close_range (3, ~0u, 0) != 0)
    return FALSE;
  filter = seccomp_init (SCMP_ACT_KILL_PROCESS);
  if (filter == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    done = done && allow (filter, calls[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    done = done && seccomp_rule_add (filter, SCMP_ACT_ERRNO (EACCES), refused[i], 0) == 0;
  done = done && seccomp_load (filter) == 0;
  seccomp_release (filter);
  return done;
}

/* ZBar converts byte-mode texts with iconv, which reads its tables from files at first use. The
 * converters stay open as long as the process lives. */
static void
load_character_sets (void)
{
  static const char *const names[] = {"ISO8859-1", "SJIS", "BIG5", "CP437", "GB18030", "UTF-8"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    (void)iconv_open ("UTF-8", names[i]);
}

/* What src/core/recognise.c tells apart, and nothing else: each costs time, and may be seen where
 * it is not. */
static const zbar_symbol_type_t symbologies[] = {
    ZBAR_QRCODE, ZBAR_EAN13,   ZBAR_EAN8,    ZBAR_UPCA,
    ZBAR_UPCE,   ZBAR_CODE128, ZBAR_DATABAR, ZBAR_DATABAR_EXP,
};

static const char *
aim_of (const zbar_symbol_t *symbol)
{
  gboolean gs1 = (zbar_symbol_get_modifiers (symbol) & (1u << ZBAR_MOD_GS1)) != 0;

  switch ((int)zbar_symbol_get_type (symbol)) {
  case ZBAR_QRCODE:
    return gs1 ? "]Q3" : "]Q1";
  case ZBAR_EAN13:
  case ZBAR_UPCA:
  case ZBAR_UPCE:
    return "]E0";
  case ZBAR_EAN8:
    return "]E4";
  case ZBAR_CODE128:
    return gs1 ? "]C1" : "]C0";
  case ZBAR_DATABAR:
  case ZBAR_DATABAR_EXP:
    return "]e0";
  default:
    return NULL;
  }
}

/* ZBar gives the four corners of a QR code, and a chain of points for bars: then the box around
 * them. */
static void
outline_of (const zbar_symbol_t *symbol, HufuOutline *ret_outline)
{
  unsigned n = zbar_symbol_get_loc_size (symbol);
  gint32 left = G_MAXINT32, top = G_MAXINT32, right = 0, bottom = 0;

  for (unsigned i = 0; i < n; i++) {
    gint32 x = zbar_symbol_get_loc_x (symbol, i), y = zbar_symbol_get_loc_y (symbol, i);
    if (n == 4) {
      ret_outline->x[i] = x;
      ret_outline->y[i] = y;
    }
    left = MIN (left, x);
    right = MAX (right, x);
    top = MIN (top, y);
    bottom = MAX (bottom, y);
  }
  if (n != 4)
    *ret_outline = (HufuOutline){{left, left, right, right}, {top, bottom, bottom, top}};
}

static gboolean
write_symbol (const zbar_symbol_t *symbol)
{
  HufuDecodeSymbol head = {.length = zbar_symbol_get_data_length (symbol)};

  g_strlcpy (head.aim, aim_of (symbol), sizeof head.aim);
  outline_of (symbol, &head.outline);
  return write_all (&head, sizeof head) && write_all (zbar_symbol_get_data (symbol), head.length);
}

static gboolean
can_be_told (const zbar_symbol_t *symbol)
{
  unsigned length = zbar_symbol_get_data_length (symbol);

  return aim_of (symbol) != NULL && length > 0 && length <= HUFU_CAMERA_TEXT_MAX;
}

static gboolean
write_symbols (zbar_image_t *image)
{
  HufuDecodeAnswer answer = {.magic = HUFU_DECODE_MAGIC};
  const zbar_symbol_t *symbols[HUFU_DECODE_SYMBOLS_MAX];

  for (const zbar_symbol_t *symbol = zbar_image_first_symbol (image);
       symbol != NULL && answer.n_symbols < HUFU_DECODE_SYMBOLS_MAX;
       symbol = zbar_symbol_next (symbol))
    if (can_be_told (symbol))
      symbols[answer.n_symbols++] = symbol;
  if (!write_all (&answer, sizeof answer))
    return FALSE;
  for (guint i = 0; i < answer.n_symbols; i++)
    if (!write_symbol (symbols[i]))
      return FALSE;
  return TRUE;
}

/* One for each picture: ZBar's keeps half an EAN-13 until it meets another half, so that two
 * products, each half covered, would come out as a third one tenth of the time. */
static zbar_image_scanner_t *
make_scanner (void)
{
  zbar_image_scanner_t *scanner = zbar_image_scanner_create ();

  zbar_image_scanner_set_config (scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (symbologies); i++)
    zbar_image_scanner_set_config (scanner, symbologies[i], ZBAR_CFG_ENABLE, 1);
  return scanner;
}

static gboolean
decode_one (Decoder *decoder)
{
  zbar_image_scanner_t *scanner;
  HufuDecodeRequest request;
  zbar_image_t *image;
  gboolean done;

  if (!read_all (&request, sizeof request) || request.magic != HUFU_DECODE_MAGIC ||
      request.width < 1 || request.width > HUFU_CAMERA_SIDE_MAX || request.height < 1 ||
      request.height > HUFU_CAMERA_SIDE_MAX || request.strategy >= HUFU_STRATEGY_COUNT ||
      !read_all (decoder->grey, (gsize)request.width * request.height))
    return FALSE;
  hufu_strategy_apply (request.strategy, decoder->grey, request.width, request.height,
                       decoder->scratch, decoder->sums);
  image = zbar_image_create ();
  zbar_image_set_format (image, zbar_fourcc ('Y', '8', '0', '0'));
  zbar_image_set_size (image, request.width, request.height);
  zbar_image_set_data (image, decoder->grey, (gsize)request.width * request.height, NULL);
  scanner = make_scanner ();
  zbar_scan_image (scanner, image);
  done = write_symbols (image);
  zbar_image_destroy (image);
  zbar_image_scanner_destroy (scanner);
  return done;
}

int
main (void)
{
  gsize pixels = (gsize)HUFU_CAMERA_SIDE_MAX * HUFU_CAMERA_SIDE_MAX;
  gsize n_sums = (gsize)(HUFU_CAMERA_SIDE_MAX + 1) * (HUFU_CAMERA_SIDE_MAX + 1);
  Decoder decoder = {
      .grey = g_malloc (pixels), .scratch = g_malloc (pixels), .sums = g_new (guint32, n_sums)};

  load_character_sets ();
  if (!enter_sandbox ())
    return EXIT_FAILURE;
  while (decode_one (&decoder))
    ;
  _exit (EXIT_SUCCESS);
}
