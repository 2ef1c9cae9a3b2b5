/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The decoder of debits: no byte beyond an end is read, and what it accepts is the one spelling
 * that seal makes. */
#include <string.h>

#include "core/debit.h"
#include "core/money.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
sign_as_before (gpointer document_end, const guint8 *message, gsize size,
                guint8 ret_signature[HUFU_TOKEN_SIGNATURE_BYTES])
{
  const guint8 *end = document_end;

  memcpy (ret_signature, end - HUFU_TOKEN_SIGNATURE_BYTES, HUFU_TOKEN_SIGNATURE_BYTES);
}

static gboolean
believe (const guint8 signature[HUFU_TOKEN_SIGNATURE_BYTES], const guint8 *message, gsize size,
         const guint8 public_key[HUFU_TOKEN_KEY_BYTES])
{
  return memcmp (message, "OVD1", 4) == 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const guint8 key[HUFU_TOKEN_KEY_BYTES];
  guint8 document[HUFU_DEBIT_MAX_BYTES], again[HUFU_DEBIT_MAX_BYTES];
  gboolean read, verified = hufu_debit_verify (data, size, key, believe);
  HufuDebit debit;

  read = hufu_debit_decode (data, size, &debit);
  g_assert (verified || !read);
  if (!read)
    return 0;
  g_assert (size <= HUFU_DEBIT_MAX_BYTES && debit.n_undone <= HUFU_DEBIT_UNDONE_MAX);
  g_assert (debit.remaining_minor >= 0 && debit.remaining_minor <= HUFU_MONEY_MAX_MINOR);
  for (gsize i = 0; i < debit.n_undone; i++)
    g_assert (hufu_debit_has_undone (&debit, &debit.undone[i]));
  memcpy (document, data, size);
  g_assert (hufu_debit_seal (&debit, sign_as_before, document + size, again) == size);
  g_assert (memcmp (again, data, size) == 0);
  return 0;
}
