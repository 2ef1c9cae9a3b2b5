/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/receipt.h"

#include <string.h>

/* What each kind carries, and its name in stored text. */
static const struct {
  const char *name;
  gboolean has_left, has_right;
} kinds[] = {
    [HUFU_BLOCK_TEXT] = {"text", TRUE, FALSE},      [HUFU_BLOCK_COLUMNS] = {"columns", TRUE, TRUE},
    [HUFU_BLOCK_RULE] = {"rule", FALSE, FALSE},     [HUFU_BLOCK_QR] = {"qr", TRUE, FALSE},
    [HUFU_BLOCK_FEED] = {"feed", FALSE, FALSE},     [HUFU_BLOCK_CUT] = {"cut", FALSE, FALSE},
    [HUFU_BLOCK_DRAWER] = {"drawer", FALSE, FALSE}, [HUFU_BLOCK_IMAGE] = {"image", TRUE, FALSE},
    [HUFU_BLOCK_BARS] = {"bars", TRUE, FALSE},
};

static void
free_block (gpointer data)
{
  HufuBlock *block = data;

  g_free (block->left);
  g_free (block->right);
  g_free (block);
}

gboolean
hufu_receipt_is_public_url (const char *url)
{
  const char *host = g_str_has_prefix (url, "https://")  ? url + strlen ("https://")
                     : g_str_has_prefix (url, "http://") ? url + strlen ("http://")
                                                         : "";

  for (const char *at = url; *at != '\0'; at++)
    if (!g_ascii_isgraph (*at))
      return FALSE;
  return g_ascii_isalnum (*host) && strlen (url) <= HUFU_PUBLIC_URL_MAX;
}

HufuReceipt *
hufu_receipt_new (void)
{
  HufuReceipt *receipt = g_new (HufuReceipt, 1);

  receipt->blocks = g_ptr_array_new_with_free_func (free_block);
  return receipt;
}

void
hufu_receipt_free (HufuReceipt *receipt)
{
  if (receipt == NULL)
    return;
  g_ptr_array_unref (receipt->blocks);
  g_free (receipt);
}

HufuReceipt *
hufu_receipt_copy (const HufuReceipt *receipt)
{
  HufuReceipt *copy = hufu_receipt_new ();

  for (guint i = 0; i < receipt->blocks->len; i++) {
    const HufuBlock *block = g_ptr_array_index (receipt->blocks, i);

    hufu_receipt_add (copy, block->kind, block->align, block->bold, block->large, block->left,
                      block->right);
  }
  return copy;
}

static char *
dup_text (gboolean has_text, const char *text)
{
  return has_text ? g_strdup (text != NULL ? text : "") : NULL;
}

void
hufu_receipt_add (HufuReceipt *receipt, HufuBlockKind kind, HufuAlign align, gboolean bold,
                  gboolean large, const char *left, const char *right)
{
  HufuBlock *block = g_new0 (HufuBlock, 1);

  g_assert ((gsize)kind < G_N_ELEMENTS (kinds));
  block->kind = kind;
  block->align = align;
  block->bold = bold != FALSE;
  block->large = large != FALSE;
  block->left = dup_text (kinds[kind].has_left, left);
  block->right = dup_text (kinds[kind].has_right, right);
  g_ptr_array_add (receipt->blocks, block);
}

/* Bytes above ASCII stay as they are where the whole text is UTF-8, so that a person can read a
 * stored job; else they are escaped, so that it is UTF-8 in any case. */
static char *
escape (const char *text)
{
  char above_ascii[129] = {0};

  if (!g_utf8_validate (text, -1, NULL))
    return g_strescape (text, NULL);
  for (int i = 0; i < 128; i++)
    above_ascii[i] = (char)(128 + i);
  return g_strescape (text, above_ascii);
}

/* NULL unless `escaped` is what escape () makes of some text. */
static char *
unescape (const char *escaped)
{
  gsize n_backslashes = 0, length = strlen (escaped);
  g_autofree char *text = NULL, *again = NULL;

  while (n_backslashes < length && escaped[length - 1 - n_backslashes] == '\\')
    n_backslashes++;
  if (n_backslashes % 2 != 0) /* g_strcompress would warn about a cut escape */
    return NULL;
  text = g_strcompress (escaped);
  again = escape (text);
  return strcmp (again, escaped) == 0 ? g_steal_pointer (&text) : NULL;
}

/* Most text needs no escape. */
static void
append_escaped (GString *out, const char *text)
{
  g_autofree char *escaped = NULL;
  const char *at = text;

  if (text == NULL)
    return;
  while ((guchar)*at >= ' ' && *at != '"' && *at != '\\' && *at != 0x7f)
    at++;
  if (*at != '\0' || !g_utf8_validate (text, at - text, NULL))
    text = escaped = escape (text);
  g_string_append (out, text);
}

char *
hufu_receipt_to_text (const HufuReceipt *receipt)
{
  GString *text = g_string_sized_new (1024);

  for (guint i = 0; i < receipt->blocks->len; i++) {
    const HufuBlock *block = g_ptr_array_index (receipt->blocks, i);

    g_string_append (text, kinds[block->kind].name);
    g_string_append (text, block->align == HUFU_ALIGN_CENTRE ? "\tcentre\t" : "\tstart\t");
    g_string_append (text, block->bold ? "b" : "");
    g_string_append (text, block->large ? "l\t" : "\t");
    append_escaped (text, block->left);
    g_string_append_c (text, '\t');
    append_escaped (text, block->right);
    g_string_append_c (text, '\n');
  }
  return g_string_free (text, FALSE);
}

static gboolean
find_kind (const char *name, HufuBlockKind *ret_kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (strcmp (name, kinds[i].name) == 0) {
      *ret_kind = (HufuBlockKind)i;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
add_line_of_text (HufuReceipt *receipt, const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, "\t", -1);
  g_autofree char *left = NULL, *right = NULL;
  HufuBlockKind kind;
  gboolean centre, bold, large;

  if (g_strv_length (fields) != 5 || !find_kind (fields[0], &kind))
    return FALSE;
  centre = strcmp (fields[1], "centre") == 0;
  bold = fields[2][0] == 'b';
  large = strcmp (fields[2] + bold, "l") == 0;
  if ((!centre && strcmp (fields[1], "start") != 0) || (!large && fields[2][bold] != '\0'))
    return FALSE;
  left = unescape (fields[3]);
  right = unescape (fields[4]);
  if (left == NULL || right == NULL || (!kinds[kind].has_left && *left != '\0') ||
      (!kinds[kind].has_right && *right != '\0'))
    return FALSE;
  hufu_receipt_add (receipt, kind, centre ? HUFU_ALIGN_CENTRE : HUFU_ALIGN_START, bold, large, left,
                    right);
  return TRUE;
}

HufuReceipt *
hufu_receipt_from_text (const char *text)
{
  g_autoptr (HufuReceipt) receipt = hufu_receipt_new ();
  g_auto (GStrv) lines = NULL;

  if (text == NULL || (*text != '\0' && !g_str_has_suffix (text, "\n")))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    if (!add_line_of_text (receipt, lines[i]))
      return NULL;
  return g_steal_pointer (&receipt);
}
