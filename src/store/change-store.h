/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the platform tells the till: staff, members, policy, trust list, appointments, peers. */
#pragma once

#include <jansson.h>
#include "core/deposit.h"
#include "core/money.h"
#include "core/policy.h"
#include "core/preparation.h"
#include "core/recognise.h"
#include "core/trust.h"
#include "store/db.h"
#include "store/people.h"

/* Applies changes of the kinds staff, member, policy, promotion, pickup, reservation, peer (the
 * `changes` array of GET /v1/changes; other kinds are skipped) and moves the cursor in one
 * transaction. A change that breaks the contract is INVALID and nothing is applied. */
gboolean hufu_change_apply (HufuDb *db, json_t *changes, const char *cursor,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same, of a page that was asked for with the cursor `from` (NULL: from the beginning).
 * CONFLICT, and nothing is applied, if the books have another one by now: a page that comes late is
 * older than what they know, and the cursor would pass over what it undid. */
gboolean hufu_change_apply_after (HufuDb *db, const char *from, json_t *changes, const char *cursor,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The catalogue is gone: the next pull begins with a snapshot. */
gboolean hufu_change_begin_anew (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The version never goes down: an older list is ignored (TRUE). The caller checked the signature.
 */
gboolean hufu_trust_store (HufuDb *db, guint64 version, const char *body,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* NULL without error: none yet. */
HufuTrustList *hufu_trust_load (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  gint64 cash_increment_minor;
  gint64 cash_tolerance_minor; /* a counted drawer may differ by it */
  HufuRounding cash_rounding;
  HufuLabelLayout layouts[HUFU_LAYOUTS_MAX];
  gsize n_layouts;
  char *shop_en, *shop_zh;       /* never NULL */
  char *footer_en, *footer_zh;   /* under every receipt; never NULL */
  char *display_en, *display_zh; /* on the idle display of the customer; never NULL */
  char *public_url; /* under which receipts have links; "" = they have none; never NULL */
  gint64 undo_window_us;
  gboolean returns_rights;            /* what is held goes back when the day is closed */
  gint64 low_stock_milli;             /* so few of a product are short, unless it says itself */
  gint64 auto_lock_s;                 /* a till that nobody touches is locked after it; 0 = never */
  gint64 prepared[HUFU_PREPARED_MAX]; /* categories that are made ready, by slips */
  gsize n_prepared;
  HufuDepositRules deposit;
  guint8 phone_index_key[32];
  HufuPriceRights price_rights[HUFU_ROLE_COUNT]; /* unless somebody has other ones */
  char *issuer; /* of the own vouchers; "" = every trusted issuer is one's own; never NULL */
} HufuPolicy;
void hufu_policy_clear (HufuPolicy *policy);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HufuPolicy, hufu_policy_clear)
/* Reads the contract's Policy; FALSE if it breaks it. ret_policy must be zeros before. */
gboolean hufu_policy_read (json_t *data, HufuPolicy *ret_policy);
/* {"line_percent", "basket_percent", "price_percent"}, each 0..100; FALSE for anything else, as ""
 * or NULL. */
gboolean hufu_price_rights_read (const json_t *data, HufuPriceRights *ret_rights);
/* The same as text; free with g_free. */
char *hufu_price_rights_to_text (const HufuPriceRights *rights);
gboolean hufu_price_rights_from_text (const char *text, HufuPriceRights *ret_rights);
/* Defaults (no rounding, one hour, only managers take anything off) where the platform said
 * nothing. */
gboolean hufu_policy_load (HufuDb *db, HufuPolicy *ret_policy,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The platform's words on a pick-up order or reservation; NULL without error if unknown here. */
json_t *hufu_appointment_find (HufuDb *db, const char *kind, const guint8 *subject, gsize size,
                               GError **error);
