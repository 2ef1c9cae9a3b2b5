/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manager's page of the staff: who works here and who left, as rows, and whether it is shown.
 */
#pragma once

#include <gio/gio.h>
#include "core/lang.h"
#include "core/markdown.h"
#include "core/staff.h"

/* A person: plain and read-only. */
#define HUFU_TYPE_STAFF_ROW (hufu_staff_row_get_type ())
G_DECLARE_FINAL_TYPE (HufuStaffRow, hufu_staff_row, HUFU, STAFF_ROW, GObject)
struct _HufuStaffRow {
  GObject parent_instance;
  char *no, *name, *hint; /* "03", "Clerk 03", "Manager", "Clerk · left" */
  HufuRole role;
  gboolean active;
  gboolean has_rights; /* else those of the role, which are in `rights` then */
  HufuPriceRights rights;
};

/* Properties (notify): "shown" (boolean: the page is in front of today and the cases), "saved"
 * (string: number of the person that was changed last; notifies at each change). */
#define HUFU_TYPE_STAFF_DESK (hufu_staff_desk_get_type ())
G_DECLARE_FINAL_TYPE (HufuStaffDesk, hufu_staff_desk, HUFU, STAFF_DESK, GObject)

HufuStaffDesk *hufu_staff_desk_new (void);
/* GListModel of HufuStaffRow: by number, who left at the end; borrowed, constant. */
GListModel *hufu_staff_desk_get_rows (HufuStaffDesk *desk);
/* Takes rows (HufuStaffRow); the list changes as a whole. */
void hufu_staff_desk_show (HufuStaffDesk *desk, GPtrArray *rows);
void hufu_staff_desk_tell_saved (HufuStaffDesk *desk, const char *no);

/* What a manager typed of a person; what is NULL or FALSE stays as it is. */
typedef struct {
  char *which; /* number of the person; NULL = a new one */
  char *no, *name, *role, *pin;
  gboolean sets_rights; /* rights NULL: those of the role */
  HufuPriceRights *rights;
  gboolean sets_active, active;
} HufuStaffForm;
HufuStaffForm *hufu_staff_form_copy (const HufuStaffForm *form);
/* Wipes the PIN. */
void hufu_staff_form_free (HufuStaffForm *form);
