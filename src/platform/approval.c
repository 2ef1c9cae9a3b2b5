/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/approval.h"

#include <string.h>

#include "crypto/pin.h"
#include "platform/devices.h"

#define CODE_CHARS 8

/* "bcdf ghjk" -> "BCDF-GHJK"; what is no code stays none. */
static void
normalise (const char *typed, char ret_code[CODE_CHARS + 2])
{
  gsize n = 0;

  for (const char *c = typed; *c != '\0' && n < CODE_CHARS + 1; c++) {
    if (!g_ascii_isalnum (*c))
      continue;
    if (n == CODE_CHARS / 2)
      ret_code[n++] = '-';
    ret_code[n++] = g_ascii_toupper (*c);
  }
  ret_code[n] = '\0';
}

gint64
hufu_approval_wait_s (HufuPlatform *platform)
{
  gint64 now_s = hufu_platform_now_s (platform);
  /* The oldest of the newest few: when it is forgotten, one more may be made. */
  gint64 at_utc_s = hufu_pdb_get_int (
      platform->db, 0,
      "SELECT at_utc_s FROM wrong_approval ORDER BY at_utc_s DESC LIMIT 1 OFFSET ?", "i",
      (gint64)HUFU_APPROVAL_WRONG_MAX - 1);

  return CLAMP (at_utc_s + HUFU_APPROVAL_WRONG_S - now_s, 0, HUFU_APPROVAL_WRONG_S);
}

static void
count_wrong (HufuPlatform *platform)
{
  gint64 now_s = hufu_platform_now_s (platform);

  hufu_pdb_run (platform->db, "DELETE FROM wrong_approval WHERE at_utc_s <= ?", "i",
                now_s - HUFU_APPROVAL_WRONG_S);
  hufu_pdb_run (platform->db, "INSERT INTO wrong_approval VALUES (?)", "i", now_s);
}

static char *
find_pending (HufuPlatform *platform, const char *code)
{
  sqlite3_stmt *row = hufu_pdb_query (platform->db,
                                      "SELECT name FROM enrolment WHERE user_code = ? AND "
                                      "state = 'pending' AND expires_utc_s >= ?",
                                      "ti", code, hufu_platform_now_s (platform));
  char *name;

  if (!hufu_pdb_next (platform->db, row))
    return NULL;
  name = g_strdup (hufu_pdb_text (row, 0));
  hufu_pdb_done (row);
  return name;
}

char *
hufu_approval_find_name (HufuPlatform *platform, const char *user_code)
{
  char code[CODE_CHARS + 2];
  g_autofree char *name = NULL;

  if (hufu_approval_wait_s (platform) > 0)
    return NULL;
  normalise (user_code, code);
  name = find_pending (platform, code);
  if (name != NULL)
    return g_steal_pointer (&name);
  hufu_pdb_begin (platform->db);
  count_wrong (platform);
  /* A try that could not be counted shows nothing either. */
  if (!hufu_pdb_commit (platform->db, NULL))
    g_message ("a wrong try could not be counted");
  return NULL;
}

/* Only managers approve: the hash of this one, or NULL. */
static char *
find_pin_hash (HufuPlatform *platform, const HufuApprovalForm *form)
{
  sqlite3_stmt *row = hufu_pdb_query (
      platform->db,
      "SELECT data ->> 'pin_hash' FROM change WHERE kind = 'staff' AND store_no = ? "
      "AND data ->> 'no' = ? AND data ->> 'role' = 'manager' AND ifnull (data ->> 'active', 1)",
      "it", form->store_no, form->staff_no);
  char *hash;

  if (!hufu_pdb_next (platform->db, row))
    return NULL;
  hash = g_strdup (hufu_pdb_text (row, 0));
  hufu_pdb_done (row);
  return hash;
}

static gboolean
is_manager (HufuPlatform *platform, const HufuApprovalForm *form)
{
  g_autofree char *hash = find_pin_hash (platform, form);

  return hash != NULL && form->pin[0] != '\0' && hufu_pin_check (form->pin, hash);
}

static gboolean
refuse_wrong (HufuPlatform *platform, HufuApproval *ret_approval, GError **error)
{
  *ret_approval = HUFU_APPROVAL_WRONG;
  hufu_pdb_begin (platform->db);
  count_wrong (platform);
  return hufu_pdb_commit (platform->db, error);
}

static gboolean
deny (HufuPlatform *platform, const char *code, GError **error)
{
  hufu_pdb_begin (platform->db);
  hufu_pdb_run (platform->db,
                "UPDATE enrolment SET state = 'denied' WHERE user_code = ? AND state = 'pending'",
                "t", code);
  return hufu_pdb_commit (platform->db, error);
}

gboolean
hufu_approval_decide (HufuPlatform *platform, const HufuApprovalForm *form,
                      HufuApproval *ret_approval, char **ret_name, GError **error)
{
  char code[CODE_CHARS + 2];
  g_autofree char *name = NULL;
  json_t *answer = NULL;
  gboolean approved;

  *ret_name = NULL;
  *ret_approval = HUFU_APPROVAL_LIMITED;
  if (hufu_approval_wait_s (platform) > 0)
    return TRUE;
  normalise (form->user_code, code);
  name = find_pending (platform, code);
  if (name == NULL || !is_manager (platform, form))
    return refuse_wrong (platform, ret_approval, error);
  if (form->approve) {
    if (!hufu_devices_approve (platform, code, (guint64)form->store_no, &answer, error))
      return FALSE;
    approved = answer != NULL;
    json_decref (answer);
    if (!approved)
      return refuse_wrong (platform, ret_approval, error);
  } else if (!deny (platform, code, error)) {
    return FALSE;
  }
  *ret_approval = form->approve ? HUFU_APPROVAL_APPROVED : HUFU_APPROVAL_DENIED;
  *ret_name = g_steal_pointer (&name);
  return TRUE;
}
