/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Staff and members at this till. */
#pragma once

#include "core/markdown.h"
#include "core/right.h"
#include "core/staff.h"
#include "store/db.h"

typedef struct {
  HufuId staff_id;
  char *no; /* "03" */
  char *name_en, *name_zh;
  HufuRole role;
  char *pin_hash;
  gboolean has_rights; /* else those of the role, from the policy */
  HufuPriceRights rights;
  guint failed;
  gint64 locked_until_utc_us;
  gboolean in_shift; /* opened the shift that is open now */
  gboolean active;   /* FALSE: left; only the name of what was done is needed */
} HufuStaff;
void hufu_staff_free (HufuStaff *staff);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuStaff, hufu_staff_free)

#define HUFU_PIN_TRIES 5                       /* wrong PINs in a row */
#define HUFU_PIN_LOCK_US (60 * G_USEC_PER_SEC) /* then locked this long */

/* All staff by number (GPtrArray of HufuStaff). */
GPtrArray *hufu_staff_list (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Records the outcome of a PIN check (the hashing itself is the caller's, off the owner thread):
 * TRUE writes staff.signed_in to the journal and clears `failed`, FALSE counts and locks. */
gboolean hufu_staff_record_pin (HufuDb *db, const HufuId *staff_id, gboolean right,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Inside an act: somebody approved something, and the PIN was right. Wrong ones before it no longer
 * count. INVALID for one who is no manager. */
gboolean hufu_staff_take_approval (HufuDb *db, const HufuId *staff_id,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a manager wants to be changed of a person; of a new one all fields. */
typedef struct {
  HufuId staff_id;
  HufuId by;
  guint fields; /* 1 << HufuStaffField: the others are not looked at */
  char *no, *name;
  HufuRole role;
  char *pin_hash; /* crypto/pin.h; that the PIN is a good one was checked before */
  gboolean has_rights;
  HufuPriceRights rights;
  gboolean active;
} HufuStaffEdit;
/* Writes staff.changed with what is different. *ret_fault: why nothing was done. */
gboolean hufu_staff_edit (HufuDb *db, const HufuStaffEdit *edit, HufuStaffFault *ret_fault,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  HufuId member_id;
  char *phone_masked;
  char *level;
  gint64 points;
} HufuMember;
void hufu_member_free (HufuMember *member);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuMember, hufu_member_free)

/* NULL without error: no such member here. phone_index: 16 bytes (crypto/keyed-index.h). */
HufuMember *hufu_member_find_by_subject (HufuDb *db, const guint8 *subject, gsize size,
                                         GError **error);
HufuMember *hufu_member_find_by_phone (HufuDb *db, const guint8 phone_index[16], GError **error);
