/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/closing.h"

#include "platform/changes.h"
#include "platform/rights-drain.h"
#include "platform/terminals.h"

#define RETURNS_RIGHTS                                                                             \
  "EXISTS (SELECT 1 FROM change WHERE kind = 'policy' AND key = 'store' AND store_no = ?1 AND "    \
  "json_extract (data, '$.returns_rights'))"

static void
set_resting (HufuPlatform *platform, const HufuHolder *holder, gboolean resting)
{
  hufu_pdb_run (platform->db,
                "UPDATE incarnation SET resting = ? WHERE terminal_id = ? AND incarnation = ?",
                "idi", (gint64)resting, &holder->terminal_id, (gint64)holder->incarnation);
}

void
hufu_closing_begin (HufuPlatform *platform, const HufuHolder *holder, const json_t *body)
{
  gint64 left_minor;
  gboolean returns = hufu_pdb_get_int (platform->db, 0, "SELECT " RETURNS_RIGHTS, "i",
                                       (gint64)holder->store_no) != 0;

  if (!hufu_pjson_get_int (body, "left_minor", G_MININT64, G_MAXINT64, &left_minor) ||
      left_minor != 0 || !hufu_terminals_is_live (platform, holder))
    return;
  set_resting (platform, holder, TRUE);
  hufu_reports_want_open (platform, &holder->terminal_id, holder->incarnation,
                          returns ? HUFU_REPORT_RETURNS : HUFU_REPORT_KEEPS);
}

void
hufu_closing_end (HufuPlatform *platform, const HufuHolder *holder)
{
  set_resting (platform, holder, FALSE);
}

gboolean
hufu_closing_is_resting (HufuPlatform *platform, const HufuHolder *holder)
{
  return hufu_pdb_get_int (platform->db, 0,
                           "SELECT 1 FROM incarnation WHERE terminal_id = ?2 AND "
                           "incarnation = ?3 AND resting AND " RETURNS_RIGHTS,
                           "idi", (gint64)holder->store_no, &holder->terminal_id,
                           (gint64)holder->incarnation) != 0;
}
