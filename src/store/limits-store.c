/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/limits-store.h"

#include <jansson.h>
#include <string.h>
#include "core/base64url.h"
#include "crypto/sign.h"
#include "store/limits-write.h"

#define SIGNED_PREFIX "HUFUP1"
#define BODY_MAX 1000

/* --- counters -------------------------------------------------------------------------------- */

gboolean
hufu_limits_load_used (HufuDb *db, HufuLimitsUsed *ret_used, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error, "SELECT unleased_uses, unleased_minor FROM terminal");

  if (hufu_rows_next (rows, error) <= 0)
    return FALSE;
  *ret_used = (HufuLimitsUsed){hufu_rows_int (rows, 0), hufu_rows_int (rows, 1)};
  return TRUE;
}

gboolean
hufu_limits_write_used (HufuDb *db, const HufuLimitsUsed *used, GError **error)
{
  return HUFU_RUN (db, error, "UPDATE terminal SET unleased_uses = ?, unleased_minor = ?",
                   SQL_INT (used->uses), SQL_INT (used->total_minor));
}

gboolean
hufu_limits_mark_reported (HufuDb *db, GError **error)
{
  return HUFU_RUN (db, error,
                   "UPDATE terminal SET reported_uses = unleased_uses,"
                   " reported_minor = unleased_minor");
}

gboolean
hufu_limits_confirm (HufuDb *db, gint64 acked_no, GError **error)
{
  return HUFU_RUN (db, error,
                   "UPDATE terminal SET unleased_uses = unleased_uses - reported_uses,"
                   " unleased_minor = unleased_minor - reported_minor,"
                   " reported_uses = 0, reported_minor = 0"
                   " WHERE reported_uses > 0 AND report_no > 0 AND report_no <= ?1"
                   " AND report_no >> 32 = ?1 >> 32",
                   SQL_INT (acked_no));
}

gboolean
hufu_limits_begin_anew (HufuDb *db, GError **error)
{
  return HUFU_RUN (db, error, "UPDATE terminal SET reported_uses = 0, reported_minor = 0");
}

/* --- the policy ------------------------------------------------------------------------------ */

static gboolean
read_exactly (const char *text, guint8 *ret_bytes, gsize size)
{
  gsize n;

  return hufu_base64url_decode (text, strlen (text), ret_bytes, size, &n) && n == size;
}

/* The key of the platform that has this name in the trust list, which a root has signed. */
static gboolean
find_key (HufuDb *db, const char *kid, guint8 ret_key[HUFU_PUBLIC_KEY_BYTES], gboolean *ret_found,
          GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error,
      "SELECT json_extract (k.value, '$.public_key') FROM trust_list,"
      " json_each (body, '$.platform_keys') k WHERE json_extract (k.value, '$.kid') = ?",
      SQL_TEXT (kid));
  int step = hufu_rows_next (rows, error);

  *ret_found = step > 0 && read_exactly (hufu_rows_text (rows, 0), ret_key, HUFU_PUBLIC_KEY_BYTES);
  return step >= 0;
}

static gboolean
check_signature (HufuDb *db, const char *body, const char *kid, const char *signature_text,
                 gboolean *ret_good, GError **error)
{
  g_autofree char *message = g_strconcat (SIGNED_PREFIX, body, NULL);
  guint8 key[HUFU_PUBLIC_KEY_BYTES], signature[HUFU_SIGNATURE_BYTES];

  if (!find_key (db, kid, key, ret_good, error))
    return FALSE;
  *ret_good = *ret_good && read_exactly (signature_text, signature, sizeof signature) &&
              hufu_crypto_verify (signature, (const guint8 *)message, strlen (message), key);
  return TRUE;
}

/* For another store, or not numbers: as limits of nothing. */
static gboolean
read_limits (HufuDb *db, const char *body, HufuLimits *ret_limits, GError **error)
{
  json_auto_t *json = json_loads (body, JSON_REJECT_DUPLICATES, NULL);
  json_int_t voucher_minor, uses, total_minor, age_s, store_no;
  gint64 here = 0;

  *ret_limits = (HufuLimits){0};
  if (!HUFU_GET_INT (db, error, -1, &here, "SELECT store_no FROM terminal"))
    return FALSE;
  if (json != NULL &&
      json_unpack (json, "{s:I, s:I, s:I, s:I, s:I}", "voucher_max_minor", &voucher_minor,
                   "uses_max", &uses, "total_max_minor", &total_minor, "status_age_max_s", &age_s,
                   "store_no", &store_no) == 0 &&
      here == store_no)
    *ret_limits = (HufuLimits){voucher_minor, uses, total_minor, age_s};
  return TRUE;
}

static gboolean
load_policy (HufuDb *db, HufuLimitsBook *book, GError **error)
{
  g_autoptr (HufuRows) rows = HUFU_QUERY (
      db, error, "SELECT body FROM policy WHERE json_extract (body, '$.unleased') IS NOT NULL");
  int step = hufu_rows_next (rows, error);
  json_auto_t *policy = step > 0 ? json_loads (hufu_rows_text (rows, 0), 0, NULL) : NULL;
  const char *body = "", *kid = "", *signature = "";
  gboolean is_signed;

  if (step <= 0)
    return step == 0;
  if (json_unpack (policy, "{s:{s:s, s:s, s:s}}", "unleased", "body", &body, "kid", &kid,
                   "signature", &signature) != 0 ||
      strlen (body) > BODY_MAX) {
    book->state = HUFU_LIMITS_UNSIGNED;
    return TRUE;
  }
  if (!read_limits (db, body, &book->limits, error) ||
      !check_signature (db, body, kid, signature, &is_signed, error))
    return FALSE;
  book->state = hufu_limits_judge (&book->limits, is_signed);
  if (book->state != HUFU_LIMITS_ON)
    book->limits = (HufuLimits){0};
  return TRUE;
}

gboolean
hufu_limits_load (HufuDb *db, HufuLimitsBook *ret_book, GError **error)
{
  *ret_book = (HufuLimitsBook){.state = HUFU_LIMITS_OFF};
  return load_policy (db, ret_book, error) && hufu_limits_load_used (db, &ret_book->used, error) &&
         HUFU_GET_INT (db, error, 1, &ret_book->n_tills,
                       "SELECT 1 + count(*) FROM peer WHERE state = 'enrolled'") &&
         HUFU_GET_INT (db, error, 0, &ret_book->others_minor,
                       "SELECT json_extract (value, '$.at_stake_minor') FROM setting"
                       " WHERE name = 'attention' AND json_valid (value)");
}
