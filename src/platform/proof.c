/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/proof.h"

#include <string.h>

#include "core/base64url.h"
#include "core/live.h"
#include "crypto/keyed-index.h"

/* ---- the preparation ---- */

char *
hufu_proof_make_prepare_token (HufuPlatform *platform, const HufuIssued *issued,
                               gint64 expires_utc_s)
{
  guint8 index[HUFU_INDEX_BYTES], data[HUFU_ID_BYTES + 16];
  guint64 expires = GUINT64_TO_BE ((guint64)expires_utc_s);
  guint64 step = GUINT64_TO_BE (issued->shown.step);
  g_autofree char *text = NULL;

  memcpy (data, issued->cti.bytes, HUFU_ID_BYTES);
  memcpy (data + HUFU_ID_BYTES, &expires, sizeof expires);
  memcpy (data + HUFU_ID_BYTES + sizeof expires, &step, sizeof step);
  hufu_keyed_index (platform->secret, "prepare", data, sizeof data, index);
  text = hufu_base64url_encode (index, sizeof index);
  return g_strdup_printf ("%" G_GINT64_FORMAT ".%s", expires_utc_s, text);
}

static const char *
find_prepare_token (const json_t *request)
{
  return json_string_value (json_object_get (request, "prepare_token"));
}

/* A preparation of another voucher is a mix-up at the counter. An old one is not: the redemption
 * may have waited for the network, and is judged anew anyway. */
gboolean
hufu_proof_is_prepare_token_good (HufuPlatform *platform, const json_t *request,
                                  const HufuIssued *issued)
{
  const char *token = find_prepare_token (request);
  g_autofree char *good = NULL;

  if (token == NULL)
    return TRUE;
  good = hufu_proof_make_prepare_token (platform, issued, g_ascii_strtoll (token, NULL, 10));
  return strcmp (token, good) == 0;
}

/* ---- the proof ---- */

/* What belongs to one scan: a till and its preparation, or a use that was not prepared. A
 * preparation itself belongs to nothing yet. */
static char *
name_scan (const HufuHolder *holder, const json_t *request)
{
  const char *token = find_prepare_token (request);
  const char *use_id = json_string_value (json_object_get (request, "use_id"));
  char till[HUFU_ID_TEXT_SIZE];

  hufu_id_format (&holder->terminal_id, till);
  return g_strdup_printf ("%s %s", till, token != NULL ? token : use_id != NULL ? use_id : "");
}

static gboolean
is_spent (HufuPlatform *platform, const HufuHolder *holder, const json_t *request,
          const HufuIssued *issued)
{
  g_autofree char *scan = name_scan (holder, request);

  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT 1 FROM live_code WHERE cti = ?1 AND (step > ?2 OR (step = ?2 "
                           "AND shown <> ?3))",
                           "dit", &issued->cti, (gint64)issued->shown.step, scan) != 0;
}

gboolean
hufu_proof_is_repeated (HufuPlatform *platform, const HufuHolder *holder, const json_t *request,
                        const HufuIssued *issued)
{
  const HufuShown *shown = &issued->shown;

  return shown->is_live && shown->is_good &&
         hufu_live_is_fresh (shown->step, hufu_platform_now_s (platform)) &&
         is_spent (platform, holder, request, issued);
}

HufuReason
hufu_proof_check (HufuPlatform *platform, const HufuHolder *holder, const json_t *request,
                  const HufuIssued *issued)
{
  const HufuShown *shown = &issued->shown;
  gboolean is_prepared = find_prepare_token (request) != NULL &&
                         hufu_proof_is_prepare_token_good (platform, request, issued);

  if (!shown->is_live)
    return (issued->flags & HUFU_VOUCHER_PROOF_REQUIRED) != 0 ? HUFU_R16_PROOF_REQUIRED
                                                              : HUFU_R01_OK_ONLINE;
  if (!shown->is_good ||
      !(is_prepared || hufu_live_is_fresh (shown->step, hufu_platform_now_s (platform))))
    return HUFU_R17_PROOF_BAD_OR_STALE;
  return is_spent (platform, holder, request, issued) ? HUFU_R17_PROOF_BAD_OR_STALE
                                                      : HUFU_R01_OK_ONLINE;
}

void
hufu_proof_note (HufuPlatform *platform, const HufuHolder *holder, const HufuId *cti, guint64 step)
{
  char till[HUFU_ID_TEXT_SIZE];

  if (step > hufu_live_step (hufu_platform_now_s (platform)) + HUFU_LIVE_STEPS)
    return;
  hufu_id_format (&holder->terminal_id, till);
  hufu_pdb_run (platform->db,
                "INSERT INTO live_code SELECT cti, ?1, ?2 FROM voucher WHERE cti = ?3 "
                "ON CONFLICT (cti) DO UPDATE SET step = ?1, shown = ?2 WHERE ?1 > step",
                "itd", (gint64)step, till, cti);
}

void
hufu_proof_take (HufuPlatform *platform, const HufuHolder *holder, const json_t *request,
                 const HufuIssued *issued)
{
  g_autofree char *scan = name_scan (holder, request);

  if (issued->shown.is_live)
    hufu_pdb_run (platform->db, "INSERT OR REPLACE INTO live_code VALUES (?, ?, ?)", "dit",
                  &issued->cti, (gint64)issued->shown.step, scan);
}
