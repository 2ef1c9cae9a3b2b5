/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/status-document.h"

#define SQUEEZE_LEVEL 9

/* --- zlib ------------------------------------------------------------------------------------ */

/* Runs a converter over all of the input into exactly the room given: the bytes made, or -1 if they
 * do not fit, the input does not end where its stream does, or is none. */
static gssize
convert (GConverter *converter, const guint8 *in, gsize n_in, guint8 *out, gsize n_out)
{
  gsize read = 0, written = 0, n_read, n_written;
  GConverterResult result = G_CONVERTER_CONVERTED;

  /* A converter is never asked for nothing: with the room used up, what is left does not fit. */
  while (result == G_CONVERTER_CONVERTED && written < n_out) {
    result = g_converter_convert (converter, in + read, n_in - read, out + written, n_out - written,
                                  G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);
    if (result == G_CONVERTER_ERROR)
      return -1;
    read += n_read;
    written += n_written;
  }
  return result == G_CONVERTER_FINISHED && read == n_in ? (gssize)written : -1;
}

static GByteArray *
squeeze (const GByteArray *plain)
{
  g_autoptr (GConverter) converter =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, SQUEEZE_LEVEL));
  GByteArray *squeezed = g_byte_array_new ();
  gssize n;

  g_byte_array_set_size (squeezed, plain->len + plain->len / 1000 + 64);
  n = convert (converter, plain->data, plain->len, squeezed->data, squeezed->len);
  g_assert (n > 0);
  return g_byte_array_set_size (squeezed, (guint)n);
}

/* NULL unless exactly n_plain bytes come of it. One byte more room, so that an end that comes right
 * is told from one that comes too late. */
static guint8 *
open_squeezed (const guint8 *squeezed, gsize size, gsize n_plain)
{
  g_autoptr (GConverter) converter =
      G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  g_autofree guint8 *plain = g_malloc (n_plain + 1);

  return convert (converter, squeezed, size, plain, n_plain + 1) == (gssize)n_plain
             ? g_steal_pointer (&plain)
             : NULL;
}

/* --- documents ------------------------------------------------------------------------------- */

GBytes *
hufu_status_document_make (const HufuStatusList *list, const HufuStatusList *base,
                           HufuKeyPair *signer)
{
  g_autoptr (GByteArray) plain = NULL;
  g_autoptr (GByteArray) squeezed = NULL;
  HufuStatusHead head = {.list_no = list->list_no,
                         .base_version = base != NULL ? base->version : 0,
                         .version = list->version,
                         .made_utc_s = list->made_utc_s,
                         .n_entries = list->n_entries};
  guint8 kid[HUFU_TOKEN_KID_BYTES];

  if (list->n_entries > HUFU_STATUS_ENTRIES_MAX)
    return NULL;
  plain = hufu_status_list_to_plain (list, base);
  if (plain == NULL)
    return hufu_status_document_make (list, NULL, signer);
  squeezed = squeeze (plain);
  g_strlcpy (head.issuer, list->issuer, sizeof head.issuer);
  head.n_plain = plain->len;
  head.squeezed = squeezed->data;
  head.n_squeezed = squeezed->len;
  hufu_token_make_kid (signer->public_key, kid);
  return g_byte_array_free_to_bytes (hufu_status_seal (&head, kid, hufu_crypto_sign, signer));
}

HufuStatusOutcome
hufu_status_document_open (const guint8 *document, gsize size, const HufuStatusList *base,
                           HufuStatusKeyFunc find_key, gpointer user_data,
                           HufuStatusList **ret_list)
{
  g_autofree guint8 *plain = NULL;
  HufuStatusHead head;
  const guint8 *key;

  if (!hufu_status_read (document, size, &head))
    return HUFU_STATUS_MALFORMED;
  key = find_key (user_data, head.kid);
  if (key == NULL || !hufu_status_verify (document, size, key, hufu_crypto_verify))
    return HUFU_STATUS_UNSIGNED;
  if (head.base_version != 0 && (base == NULL || base->version != head.base_version))
    return HUFU_STATUS_GAP;
  plain = open_squeezed (head.squeezed, head.n_squeezed, head.n_plain);
  *ret_list = plain != NULL ? hufu_status_follow (&head, plain, base) : NULL;
  return *ret_list != NULL ? HUFU_STATUS_TAKEN : HUFU_STATUS_MALFORMED;
}
