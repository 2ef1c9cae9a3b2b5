/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/voucher-code.h"

gboolean
hufu_voucher_code_is_taken (HufuPlatform *platform, const char *code)
{
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT EXISTS (SELECT 1 FROM voucher WHERE short_code = ?1) OR "
                           "EXISTS (SELECT 1 FROM voucher WHERE platform_code = ?1) OR "
                           "EXISTS (SELECT 1 FROM old_code WHERE code = ?1)",
                           "t", code) != 0;
}

void
hufu_voucher_code_make (HufuPlatform *platform, char ret_code[HUFU_SHORT_CODE_SIZE])
{
  guint64 random45 = 0;

  do {
    hufu_host_random (platform->host, (guint8 *)&random45, sizeof random45);
    random45 &= (G_GUINT64_CONSTANT (1) << 45) - 1;
  } while (!hufu_short_code_make (random45, ret_code) ||
           hufu_voucher_code_is_taken (platform, ret_code));
}

gboolean
hufu_voucher_code_find_old (HufuPlatform *platform, const char *code, HufuId *ret_cti)
{
  sqlite3_stmt *row =
      hufu_pdb_query (platform->db, "SELECT cti FROM old_code WHERE code = ?", "t", code);

  if (!hufu_pdb_next (platform->db, row))
    return FALSE;
  hufu_pdb_id (row, 0, ret_cti);
  hufu_pdb_done (row);
  return TRUE;
}

void
hufu_voucher_code_change (HufuPlatform *platform, const HufuId *cti, const char *short_code)
{
  hufu_pdb_run (platform->db,
                "INSERT OR IGNORE INTO old_code SELECT short_code, cti FROM voucher WHERE cti = ?1 "
                "UNION ALL SELECT platform_code, cti FROM voucher WHERE cti = ?1 AND "
                "platform_code IS NOT NULL",
                "d", cti);
  hufu_pdb_run (platform->db,
                "UPDATE voucher SET short_code = ?, platform_code = NULL WHERE cti = ?", "td",
                short_code, cti);
}
