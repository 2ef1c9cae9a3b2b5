/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/auth.h"

#include <string.h>

static gboolean
find_key (HufuPlatform *platform, const char *keyid, HufuAuthSender *ret_sender, guint8 ret_key[32])
{
  HufuSigner signer;

  if (!hufu_http_keyid_parse (keyid, &signer))
    return FALSE;
  ret_sender->kind = signer.kind;
  switch (signer.kind) {
  case HUFU_SIGNER_OPERATOR:
    memcpy (ret_key, platform->operator_key->public_key, 32);
    return TRUE;
  case HUFU_SIGNER_TERMINAL:
    ret_sender->membership = hufu_devices_find (platform, &signer.terminal_id, signer.incarnation,
                                                &ret_sender->holder, ret_key);
    return ret_sender->membership != HUFU_MEMBER_UNKNOWN;
  case HUFU_SIGNER_NEW:
    return FALSE;
  }
  g_assert_not_reached ();
}

/* Remembers the nonce. One that the platform gave makes up for a clock that is wrong. */
static gboolean
use_nonce (HufuPlatform *platform, const HufuHttpSignature *signature, HufuProblem *ret_problem)
{
  gint64 now_s = hufu_platform_now_s (platform);
  gboolean fresh = ABS (now_s - signature->created_utc_s) <= HUFU_AUTH_SKEW_S;
  gboolean given, inserted = FALSE;

  hufu_pdb_begin_light (platform->db);
  hufu_pdb_run (platform->db, "DELETE FROM nonce WHERE expires_utc_s < ?", "i", now_s);
  given = hufu_pdb_run (platform->db,
                        "UPDATE nonce SET state = 'used', expires_utc_s = ? "
                        "WHERE nonce = ? AND state = 'given'",
                        "it", now_s + 2 * HUFU_AUTH_SKEW_S, signature->nonce) > 0;
  if (!given && fresh)
    inserted = hufu_pdb_run (platform->db, "INSERT OR IGNORE INTO nonce VALUES (?, 'used', ?)",
                             "ti", signature->nonce, now_s + 2 * HUFU_AUTH_SKEW_S) > 0;
  if (!hufu_pdb_commit (platform->db, NULL)) {
    *ret_problem = HUFU_PROBLEM_INTERNAL;
    return FALSE;
  }
  *ret_problem = fresh ? HUFU_PROBLEM_REPLAYED_REQUEST : HUFU_PROBLEM_STALE_REQUEST;
  return given || inserted;
}

gboolean
hufu_auth_check (HufuPlatform *platform, const HufuAuthRequest *request, HufuAuthSender *ret_sender,
                 HufuProblem *ret_problem)
{
  HufuHttpSignature signature;
  guint8 key[HUFU_TOKEN_KEY_BYTES];

  *ret_problem = HUFU_PROBLEM_BAD_SIGNATURE;
  if (!hufu_http_signature_parse (request->input, request->value, &signature))
    return FALSE;
  *ret_problem = HUFU_PROBLEM_UNKNOWN_DEVICE;
  if (!find_key (platform, signature.keyid, ret_sender, key))
    return FALSE;
  *ret_problem = HUFU_PROBLEM_BAD_DIGEST;
  if (!hufu_http_content_digest_check (request->request.content_digest, request->content,
                                       request->size))
    return FALSE;
  *ret_problem = HUFU_PROBLEM_BAD_SIGNATURE;
  if (!hufu_http_signature_verify (&request->request, &signature, key, hufu_crypto_verify))
    return FALSE;
  return use_nonce (platform, &signature, ret_problem);
}

json_t *
hufu_auth_give_nonce (HufuPlatform *platform)
{
  guint8 random[HUFU_HTTP_NONCE_RANDOM];
  char nonce[HUFU_HTTP_NONCE_SIZE];
  gint64 now_s = hufu_platform_now_s (platform);
  gboolean full;

  hufu_host_random (platform->host, random, sizeof random);
  hufu_http_signature_make_nonce (random, nonce);
  hufu_pdb_begin_light (platform->db);
  hufu_pdb_run (platform->db, "DELETE FROM nonce WHERE expires_utc_s < ?", "i", now_s);
  full = hufu_pdb_get_int (platform->db, 0, "SELECT count(*) FROM nonce WHERE state = 'given'",
                           "") >= HUFU_NONCES_MAX;
  if (!full)
    hufu_pdb_run (platform->db, "INSERT INTO nonce VALUES (?, 'given', ?)", "ti", nonce,
                  now_s + HUFU_NONCE_LIFE_S);
  if (!hufu_pdb_commit (platform->db, NULL) || full)
    return NULL;
  return json_pack ("{s:s, s:i}", "nonce", nonce, "expires_in_s", HUFU_NONCE_LIFE_S);
}
