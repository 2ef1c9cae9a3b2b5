/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/recognise.h"

#include <string.h>

#include "core/base64url.h"
#include "core/card-like.h"
#include "core/gs1.h"
#include "core/gtin.h"
#include "core/money.h"

#define WORDS_MAX 120 /* bytes of typed text: no SKU or name is longer */
#define LABEL_DIGITS 13

/* Of digits that may be a product's number with a digit wrong, missing or too many. */
#define NEARLY_GTIN_MIN 7
#define NEARLY_GTIN_MAX 14

/* Of a platform's code with letters in it; at least one digit tells it from a word. */
#define OPAQUE_TEXT_MIN 6
#define OPAQUE_TEXT_MAX 40

/* What the scanner says it read (ISO/IEC 15424). */
typedef enum {
  READ_UNSAID,
  READ_RETAIL, /* EAN-13, UPC */
  READ_EAN_8,
  READ_GS1, /* GS1-128, DataBar, GS1 DataMatrix, GS1 QR, GS1 DotCode */
  READ_ITF,
  READ_OTHER,
} ReadAs;

typedef struct {
  ReadAs read_as;
  HufuAsking asking;
  const HufuLabelLayout *layouts;
  gsize n_layouts;
} Question;

static ReadAs
find_symbology (const char *identifier)
{
  static const char *const gs1[] = {"C1", "e0", "d2", "Q3", "J1"};

  for (gsize i = 0; i < G_N_ELEMENTS (gs1); i++) {
    if (memcmp (identifier, gs1[i], 2) == 0)
      return READ_GS1;
  }
  if (identifier[0] == 'E')
    return identifier[1] == '4' ? READ_EAN_8 : READ_RETAIL;
  return identifier[0] == 'I' ? READ_ITF : READ_OTHER;
}

static void
strip (HufuScan *scan, ReadAs *ret_read_as)
{
  const char *text = scan->text;
  gsize length = scan->text_length;

  *ret_read_as = READ_UNSAID;
  if (length >= 3 && text[0] == ']' && g_ascii_isalpha (text[1]) && g_ascii_isalnum (text[2])) {
    *ret_read_as = find_symbology (text + 1);
    text += 3;
    length -= 3;
  }
  for (; length > 0 && g_ascii_isspace (text[0]); length--)
    text++;
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  scan->text = length > 0 ? text : "";
  scan->text_length = length;
}

/* UTF-8 without control characters: may be shown and searched for. */
static gboolean
is_clean (const char *text, gsize length)
{
  if (!g_utf8_validate_len (text, length, NULL))
    return FALSE;
  for (const char *c = text; c < text + length; c += g_utf8_skip[(guchar)*c]) {
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      return FALSE;
  }
  return TRUE;
}

static void
set_gs1 (HufuScan *scan, const HufuGs1 *gs1)
{
  if (gs1->gtin == 0) {
    scan->kind = HUFU_SCAN_PLATFORM_CODE;
    scan->text = gs1->coupon;
    scan->text_length = gs1->coupon_length;
    return;
  }
  scan->kind = HUFU_SCAN_GTIN;
  scan->trace = gs1->trace;
  scan->gtin = gs1->gtin;
  scan->label_weight_milli = gs1->weight_milli;
  scan->qty_milli = MAX (gs1->weight_milli, 0);
  scan->label_price_minor = gs1->price_minor;
}

/* --- addresses ------------------------------------------------------------------------------- */

static void
recognise_link (HufuScan *scan)
{
  const char *end = scan->text + scan->text_length;
  const char *host = hufu_gs1_skip_scheme (scan->text, scan->text_length);
  const char *path = memchr (host, '/', (gsize)(end - host));
  gboolean secure = g_ascii_tolower (scan->text[4]) == 's';
  HufuGs1 gs1;

  if (secure && path != NULL && path > host && end - path > 3 && memcmp (path, "/h#", 3) == 0) {
    if (hufu_base64url_decode (path + 3, (gsize)(end - path - 3), scan->token_bytes,
                               sizeof scan->token_bytes, &scan->token_size))
      scan->kind = HUFU_SCAN_TOKEN;
    return;
  }
  if (hufu_gs1_read_link (scan->text, scan->text_length, &gs1))
    set_gs1 (scan, &gs1);
}

/* --- digits ---------------------------------------------------------------------------------- */

gboolean
hufu_label_layout_is_good (const HufuLabelLayout *layout)
{
  return (layout->prefix == 2 || (layout->prefix >= 20 && layout->prefix <= 29)) &&
         layout->item_digits >= 4 && layout->item_digits <= 6 && layout->value_digits >= 4 &&
         layout->value_digits <= 6 &&
         layout->item_digits + layout->value_digits + (layout->has_value_check ? 1 : 0) == 10;
}

static gboolean
fits (const HufuLabelLayout *layout, const char digits[LABEL_DIGITS])
{
  return hufu_gtin_number (digits, 2) == layout->prefix &&
         2 + layout->item_digits + layout->value_digits + (layout->has_value_check ? 1 : 0) ==
             LABEL_DIGITS - 1;
}

/* Cuts a label by its layout. A value that its own check digit denies is not charged: the label is
 * then unknown. */
static void
cut_label (HufuScan *scan, const HufuLabelLayout *layout, const char digits[LABEL_DIGITS])
{
  gsize n_item = 2 + (gsize)layout->item_digits;
  const char *value = digits + LABEL_DIGITS - 1 - layout->value_digits;
  guint64 item = hufu_gtin_number (digits, n_item);

  if (layout->has_value_check &&
      hufu_gtin_price_check_digit (value, layout->value_digits) != value[-1])
    return;
  for (gsize i = n_item; i < LABEL_DIGITS; i++)
    item *= 10;
  scan->kind = HUFU_SCAN_IN_STORE;
  scan->item = item;
  if (layout->value == HUFU_LABEL_PRICE)
    scan->label_price_minor = (gint64)hufu_gtin_number (value, layout->value_digits);
  else
    scan->label_weight_milli = (gint64)hufu_gtin_number (value, layout->value_digits);
}

/* A good EAN-13, or UPC-A as EAN-13. */
static void
recognise_article (HufuScan *scan, const Question *question)
{
  char digits[LABEL_DIGITS + 2];

  scan->kind = HUFU_SCAN_GTIN;
  if (scan->gtin >= G_GUINT64_CONSTANT (10000000000000))
    return;
  g_snprintf (digits, sizeof digits, "%013" G_GUINT64_FORMAT, scan->gtin);
  for (gsize i = 0; i < question->n_layouts; i++) {
    if (fits (&question->layouts[i], digits)) {
      scan->kind = HUFU_SCAN_UNKNOWN;
      cut_label (scan, &question->layouts[i], digits);
      return;
    }
  }
}

/* EAN-8 or UPC-E, unless the scanner says: a leading 0 is UPC-E's usual number system and EAN-8's
 * in-store range, a leading 1 the other way round; the likelier is tried first. */
static gboolean
recognise_eight (HufuScan *scan, ReadAs read_as)
{
  const char *text = scan->text;
  gboolean upc_first = text[0] == '0';

  if (read_as == READ_EAN_8)
    return hufu_gtin_read (text, 8, &scan->gtin);
  if (upc_first && hufu_gtin_read_upc_e (text, 8, &scan->gtin))
    return TRUE;
  return hufu_gtin_read (text, 8, &scan->gtin) ||
         (!upc_first && hufu_gtin_read_upc_e (text, 8, &scan->gtin));
}

/* Of 16 digits or more. First digits and lengths as the wallets publish them: WeChat Pay 18 digits
 * from 10-15, Alipay 16-24 digits from 25-30. */
static gboolean
is_payment_code (const char *digits, gsize length)
{
  guint64 start = hufu_gtin_number (digits, 2);

  return (start >= 10 && start <= 15 && length == 18) ||
         (start >= 25 && start <= 30 && length <= 24);
}

/* Digits that are no article: a code that only its issuer can read. */
static void
recognise_opaque (HufuScan *scan, const Question *question)
{
  const char *text = scan->text;
  gsize length = scan->text_length;

  if (length >= 16 && is_payment_code (text, length)) {
    gboolean asked = question->asking == HUFU_ASKING_TENDER;

    scan->kind = asked ? HUFU_SCAN_PAYMENT_CODE : HUFU_SCAN_UNKNOWN;
    scan->other = asked ? HUFU_SCAN_UNKNOWN : HUFU_SCAN_PAYMENT_CODE;
    return;
  }
  if (length > 16 || hufu_card_like (text, length))
    return;
  if (length == 11 && text[0] == '1' && text[1] >= '3') {
    scan->kind = HUFU_SCAN_PHONE;
    return;
  }
  if (hufu_short_code_read (text, length, scan->short_code)) {
    scan->kind = HUFU_SCAN_SHORT_CODE;
    scan->other = HUFU_SCAN_PLATFORM_CODE;
    return;
  }
  scan->short_code[0] = '\0';
  if (length > NEARLY_GTIN_MAX) {
    scan->kind = HUFU_SCAN_PLATFORM_CODE;
    return;
  }
  scan->kind = HUFU_SCAN_TEXT;
  scan->other = length >= NEARLY_GTIN_MIN ? HUFU_SCAN_PLATFORM_CODE : HUFU_SCAN_UNKNOWN;
}

static void
recognise_digits (HufuScan *scan, const Question *question)
{
  gboolean is_article = question->read_as == READ_RETAIL || question->read_as == READ_EAN_8 ||
                        question->read_as == READ_ITF;
  gsize length = scan->text_length;
  HufuGs1 gs1;

  /* Two or five digits of a magazine's add-on follow the EAN-13. */
  if (question->read_as == READ_RETAIL && (length == 15 || length == 18))
    length = 13;
  if (length == 8 ? recognise_eight (scan, question->read_as)
                  : hufu_gtin_read (scan->text, length, &scan->gtin)) {
    recognise_article (scan, question);
    if (!is_article && (length == 12 || length == 14))
      scan->other = HUFU_SCAN_PLATFORM_CODE;
    return;
  }
  scan->gtin = 0;
  if (is_article)
    return;
  if (length >= 16 && memcmp (scan->text, "01", 2) == 0 &&
      hufu_gs1_read_elements (scan->text, length, &gs1))
    set_gs1 (scan, &gs1);
  else
    recognise_opaque (scan, question);
}

/* --- what people type ------------------------------------------------------------------------ */

/* "*3", "*1.250": at most three decimals. */
static gboolean
read_quantity (const char *text, gsize length, gint64 *ret_milli)
{
  const char *point = memchr (text, '.', length);
  gsize n_whole = point != NULL ? (gsize)(point - text) : length;
  gsize n_part = point != NULL ? length - n_whole - 1 : 0;
  gint64 milli;

  if (n_whole > 6 || n_part > 3 || !hufu_gtin_is_digits (text, n_whole) ||
      (point != NULL && !hufu_gtin_is_digits (point + 1, n_part)))
    return FALSE;
  milli = (gint64)hufu_gtin_number (text, n_whole) * 1000;
  for (gsize i = 0, unit = 100; i < n_part; i++, unit /= 10)
    milli += (point[1 + i] - '0') * (gint64)unit;
  *ret_milli = milli;
  return milli > 0 && milli <= HUFU_QTY_MAX_MILLI;
}

/* "0", "-1", "1.2345": meant as a quantity, though none can be so. */
static gboolean
is_number (const char *text, gsize length)
{
  gboolean has_digit = FALSE;

  for (gsize i = 0; i < length; i++) {
    if (g_ascii_isdigit (text[i]))
      has_digit = TRUE;
    else if (text[i] != '.' && (text[i] != '-' || i > 0))
      return FALSE;
  }
  return has_digit;
}

/* A mainland identity number whose check character (GB 11643) is X: nobody's to be sent. */
static gboolean
is_identity_number (const char *text, gsize length)
{
  return length == 18 && hufu_gtin_is_digits (text, 17) && g_ascii_toupper (text[17]) == 'X';
}

/* It has a letter. */
static gboolean
may_be_opaque (const char *text, gsize length)
{
  gboolean has_digit = FALSE;

  if (length < OPAQUE_TEXT_MIN || length > OPAQUE_TEXT_MAX || is_identity_number (text, length))
    return FALSE;
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isalnum (text[i]))
      return FALSE;
    has_digit |= g_ascii_isdigit (text[i]);
  }
  return has_digit;
}

static void
recognise_words (HufuScan *scan)
{
  const char *text = scan->text;
  gsize length = scan->text_length;

  if (text[0] == '*') {
    if (!read_quantity (text + 1, length - 1, &scan->qty_milli))
      scan->qty_milli = 0;
    if (is_number (text + 1, length - 1))
      scan->kind = HUFU_SCAN_QUANTITY;
    return;
  }
  if (hufu_short_code_read (text, length, scan->short_code)) {
    scan->kind = HUFU_SCAN_SHORT_CODE;
    scan->other = HUFU_SCAN_TEXT;
    return;
  }
  scan->short_code[0] = '\0';
  if (length > WORDS_MAX || g_strstr_len (text, (gssize)length, "://") != NULL)
    return;
  scan->kind = HUFU_SCAN_TEXT;
  if (may_be_opaque (text, length))
    scan->other = HUFU_SCAN_PLATFORM_CODE;
}

/* A scanner that names no symbology, and a code whose last element alone has no fixed length: what
 * begins with a good GTIN and is GS1 to its end is hardly a word. */
static gboolean
read_unsaid_gs1 (const char *text, gsize length, HufuGs1 *ret_gs1)
{
  return length > 16 && memcmp (text, "01", 2) == 0 && hufu_gtin_is_digits (text, 16) &&
         hufu_gs1_read_elements (text, length, ret_gs1);
}

/* --- routing --------------------------------------------------------------------------------- */

static void
recognise_stripped (HufuScan *scan, const Question *question)
{
  const char *text = scan->text;
  gsize length = scan->text_length;
  gboolean has_separator = memchr (text, HUFU_GS1_SEPARATOR, length) != NULL;
  HufuGs1 gs1;

  if ((has_separator || question->read_as == READ_GS1) &&
      hufu_gs1_read_elements (text, length, &gs1))
    set_gs1 (scan, &gs1);
  else if (!is_clean (text, length))
    scan->kind = HUFU_SCAN_UNKNOWN;
  else if (hufu_token_is_text (text, length))
    scan->kind = HUFU_SCAN_TOKEN;
  else if (hufu_gs1_skip_scheme (text, length) != NULL)
    recognise_link (scan);
  else if (hufu_gtin_is_digits (text, length))
    recognise_digits (scan, question);
  else if (hufu_gs1_read_printed (text, length, &gs1) || read_unsaid_gs1 (text, length, &gs1))
    set_gs1 (scan, &gs1);
  else
    recognise_words (scan);
}

void
hufu_recognise (const char *text, gsize length, HufuAsking asking, const HufuLabelLayout *layouts,
                gsize n_layouts, HufuScan *ret_scan)
{
  Question question = {.asking = asking, .layouts = layouts, .n_layouts = n_layouts};

  memset (ret_scan, 0, sizeof *ret_scan);
  ret_scan->kind = ret_scan->other = HUFU_SCAN_UNKNOWN;
  ret_scan->label_price_minor = ret_scan->label_weight_milli = -1;
  ret_scan->text = "";
  if (length > HUFU_SCAN_TEXT_MAX)
    return;
  if (length > 0) {
    ret_scan->text = text;
    ret_scan->text_length = length;
    strip (ret_scan, &question.read_as);
  }
  if (ret_scan->text_length == 0)
    ret_scan->kind = HUFU_SCAN_EMPTY;
  else
    recognise_stripped (ret_scan, &question);
}

const char *
hufu_scan_kind_name (HufuScanKind kind)
{
  switch (kind) {
  case HUFU_SCAN_UNKNOWN:
    return "unknown code";
  case HUFU_SCAN_EMPTY:
    return "nothing";
  case HUFU_SCAN_TOKEN:
    return "voucher code";
  case HUFU_SCAN_SHORT_CODE:
    return "short code";
  case HUFU_SCAN_GTIN:
    return "product barcode";
  case HUFU_SCAN_IN_STORE:
    return "in-store label";
  case HUFU_SCAN_PAYMENT_CODE:
    return "payment code";
  case HUFU_SCAN_PLATFORM_CODE:
    return "platform code";
  case HUFU_SCAN_PHONE:
    return "phone number";
  case HUFU_SCAN_QUANTITY:
    return "quantity";
  case HUFU_SCAN_TEXT:
    return "text";
  }
  g_assert_not_reached ();
}

gboolean
hufu_recognise_may_be_opaque (const char *text)
{
  g_autofree HufuScan *scan = g_new (HufuScan, 1);

  hufu_recognise (text, strlen (text), HUFU_ASKING_ANYTHING, NULL, 0, scan);
  return scan->kind == HUFU_SCAN_PLATFORM_CODE || scan->other == HUFU_SCAN_PLATFORM_CODE;
}
