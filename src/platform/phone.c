/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/phone.h"

#include <string.h>

#include "core/live.h"
#include "crypto/seal.h"
#include "crypto/sha256.h"

void
hufu_phone_make (HufuPlatform *platform, HufuPhone *ret_phone)
{
  g_autoptr (HufuKeyPair) key = NULL;

  hufu_host_random (platform->host, ret_phone->seed, sizeof ret_phone->seed);
  key = hufu_key_pair_from_seed (ret_phone->seed);
  memcpy (ret_phone->public_key, key->public_key, sizeof ret_phone->public_key);
}

void
hufu_phone_keep (HufuPlatform *platform, const HufuId *cti, const HufuPhone *phone)
{
  g_autoptr (GBytes) sealed = hufu_seal (platform->secret, phone->seed, sizeof phone->seed);

  hufu_pdb_run (platform->db, "INSERT INTO phone VALUES (?, ?)", "db", cti,
                g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));
}

static HufuKeyPair *
load_key (HufuPlatform *platform, const HufuId *cti)
{
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db, "SELECT sealed_seed FROM phone WHERE cti = ?", "d", cti);
  guint8 sealed[HUFU_SEED_BYTES + HUFU_SEAL_OVERHEAD];
  g_autoptr (GBytes) seed = NULL;

  if (!hufu_pdb_next (platform->db, row))
    return NULL;
  hufu_pdb_bytes (row, 0, sealed, sizeof sealed);
  hufu_pdb_done (row);
  seed = hufu_seal_open (platform->secret, sealed, sizeof sealed);
  return seed != NULL ? hufu_key_pair_from_seed (g_bytes_get_data (seed, NULL)) : NULL;
}

char *
hufu_phone_show (HufuPlatform *platform, const HufuIssued *issued)
{
  g_autoptr (HufuKeyPair) key = load_key (platform, &issued->cti);

  return key == NULL
             ? NULL
             : hufu_live_encode (issued->token, hufu_live_step (hufu_platform_now_s (platform)),
                                 hufu_sha256, hufu_crypto_sign, key);
}
