/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/store/no-memory.h"

#include <errno.h>
#include <stdlib.h>

static guint left; /* 0: none fails */
static gboolean failed;

void
hufu_no_memory_at (guint k)
{
  left = k;
  failed = FALSE;
}

gboolean
hufu_no_memory_has_failed (void)
{
  return failed;
}

/* A sanitizer has its own malloc: nothing fails there. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

/* glibc's own names of what is replaced. */
void *__libc_malloc (size_t size);
void *__libc_calloc (size_t n, size_t size);
void *__libc_realloc (void *old, size_t size);

static gboolean
fails (void)
{
  if (left == 0 || --left > 0)
    return FALSE;
  failed = TRUE;
  errno = ENOMEM;
  return TRUE;
}

void *
malloc (size_t size)
{
  return fails () ? NULL : __libc_malloc (size);
}

void *
calloc (size_t n, size_t size)
{
  return fails () ? NULL : __libc_calloc (n, size);
}

void *
realloc (void *old, size_t size)
{
  return fails () ? NULL : __libc_realloc (old, size);
}

#endif
