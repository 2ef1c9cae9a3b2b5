/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Vouchers known here, rights held here, and uses. The rules are those of the rights section of the
 * voucher design; each act is one transaction and writes its journal event.
 */
#pragma once

#include "core/basket.h"
#include "core/reason.h"
#include "core/right-page.h"
#include "core/token.h"
#include "store/db.h"

#define HUFU_HOLDER_BYTES 8 /* keyed hash of a member id (crypto/keyed-index.h) */

typedef struct {
  HufuId cti;
  guint64 generation;
  HufuVoucherType type;
  char *title_en, *title_zh, *item_en, *item_zh, *icon, *issuer, *short_code, *holder_masked;
  gint64 not_before_utc_s, expires_utc_s;
  guint32 uses;
  gint64 value_minor; /* of one use; of the whole for cash */
  gint64 paid_minor;  /* what the customer paid for all uses */
  guint32 currency;
  guint64 home_store; /* 0 = online only */
  guint64 scope[HUFU_TOKEN_SCOPE_MAX];
  gsize n_scope;
  guint32 flags;
  gint32 tax_ppm;
  HufuCouponTerms terms; /* of a coupon; of a cash voucher the goods that it pays for */
  gboolean has_holder;   /* bound to a member; FALSE = bearer */
  guint8 holder[HUFU_HOLDER_BYTES];
} HufuVoucher;
HufuVoucher *hufu_voucher_copy (const HufuVoucher *voucher);
void hufu_voucher_free (HufuVoucher *voucher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuVoucher, hufu_voucher_free)

/* Grants, each with the place of its voucher's terms: what many vouchers say is told once. */
typedef struct {
  GArray *items;    /* HufuGrantItem */
  GPtrArray *terms; /* HufuVoucher, of which no item's own */
} HufuGrants;
HufuGrants *hufu_grants_new (void);
void hufu_grants_free (HufuGrants *grants);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuGrants, hufu_grants_free)
/* A right, with all that its voucher says. */
void hufu_grants_add (HufuGrants *grants, const HufuVoucher *voucher, const HufuRight *right);

/* Applies grants: each is credited, known already or refused by core/right.h; the credited ones
 * write grants.credited, one event for many. *ret_credited counts them (may be NULL). */
gboolean hufu_right_credit (HufuDb *db, const HufuGrants *grants, guint *ret_credited,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The greatest epoch ever credited here, as a request for grants names it; zeros if none. */
gboolean hufu_right_find_newest_epoch (HufuDb *db, HufuEpoch *ret_epoch,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What this till knows of a voucher. */
typedef struct {
  HufuVoucher *voucher;   /* NULL: never heard of here */
  guint held;             /* rights held now */
  gint64 remaining_minor; /* cash: of the held right */
  guint used_here;        /* uses redeemed here and not undone */
  gint64 used_minor;      /* what those took */
  guint64 live_step;      /* of the newest live code that was taken here; 0: none */
  HufuId last_use_id;     /* newest use here; zero if none */
  gint64 last_use_utc_us;
  guint64 newest_generation;
  guint64 code_generation; /* of the short code it was found by; 0: found otherwise */
} HufuVoucherState;
void hufu_voucher_state_clear (HufuVoucherState *state);
/* All of it was used, and the last of it here. What is left of a cash voucher is known elsewhere.
 */
gboolean hufu_voucher_state_is_spent (const HufuVoucherState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HufuVoucherState, hufu_voucher_state_clear)
gboolean hufu_voucher_find (HufuDb *db, const HufuId *cti, HufuVoucherState *ret_state,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_voucher_find_by_short_code (HufuDb *db, const char *short_code,
                                          HufuVoucherState *ret_state,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef enum {
  HUFU_USE_ASKED, /* stored, the platform may have heard of it: outcome unknown (R28) */
  HUFU_USE_REDEEMED,
  HUFU_USE_REFUSED,
  HUFU_USE_UNDOING, /* undo asked of the platform, no answer yet */
  HUFU_USE_UNDONE,
} HufuUseState;

typedef struct {
  HufuId use_id, sale_id;
  HufuId staff_id, undo_staff_id; /* who asked for it; who took it back, zero if nobody yet */
  HufuUseState state;
  HufuReason reason;
  gboolean give_back;
  gboolean has_cti;
  HufuRightKey key;
  gint64 amount_minor;
  char *request;
  guint tries;
  gint64 created_utc_us;
  gint64 undo_until_utc_us; /* best-known time */
  /* How often the platform was to take it back; the number of the attempt while it is UNDOING. Told
   * with the request: what refused one attempt says nothing of the next, and what was refused is
   * not done by a copy of the request that comes late. */
  gint64 undo_attempt;
  /* An undo that the platform cannot judge before it has acknowledged the report or the recall
   * that follows the use in the journal: it is not asked yet. */
  gboolean waits_for_report;
} HufuUse;
void hufu_use_free (HufuUse *use);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuUse, hufu_use_free)

typedef struct {
  HufuId use_id; /* made by the caller before */
  HufuId cti;
  guint64 generation;
  gint64 amount_minor; /* cash: how much to use; others: ignored, one use */
  HufuId staff_id;
  gint64 now_utc_us; /* best-known time: from it the undo window counts */
  gint64 undo_window_us;
  guint64 live_step;  /* of the live code that was shown, whose proof was good; 0: none */
  HufuId scan_id;     /* then: of the scan; what is redeemed by one scan belongs together */
  HufuBasket *basket; /* the open sale that receives the line or tender; saved in the same act */
} HufuRedemption;

/* Redeems a held right: right used, use recorded, prepaid line or voucher tender put on the open
 * sale, ledger, journal, all in one transaction. *ret_reason: R00, R02 if the right came from
 * another till, or the refusal (R11 if used up here, R07 if not held, R26 if this till is frozen,
 * R17 if another scan has taken this live code, or a later one);
 * on R00 and R02 *ret_basket is the sale as it stands now (caller frees). FALSE:
 * the environment. */
gboolean hufu_use_redeem_held (HufuDb *db, const HufuRedemption *redemption, HufuReason *ret_reason,
                               HufuBasket **ret_basket, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes a live code for one scan before anything is redeemed by it: from then on every till that
 * asks hears of it (HufuVoucherState.live_step). So of two tills that each take a code and then ask
 * the other, one hears of the other, and at most one redeems. *ret_taken FALSE: another scan has
 * taken it, or a later code. */
gboolean hufu_live_code_take (HufuDb *db, const HufuId *cti, guint64 step, const HufuId *scan_id,
                              gboolean *ret_taken, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Stores a use that will be asked of the platform, with its request, before the first byte is sent.
 * A cash voucher puts a pending tender on the sale. voucher may be NULL (only a code is known). */
gboolean hufu_use_ask (HufuDb *db, const HufuRedemption *redemption, const HufuVoucher *voucher,
                       const char *request, HufuBasket **ret_basket,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Stores the platform's final answer. Redeemed: the line or tender is put on (or confirmed in) its
 * sale wherever that is (open or held), ledger and journal; with give_back it goes to UNDOING
 * instead. Refused: the pending tender goes. Repeating the same answer changes nothing. */
typedef struct {
  HufuId use_id;
  gboolean redeemed;
  HufuReason reason;
  HufuVoucher *voucher; /* as the platform told it; may be NULL on refusal */
  HufuRightKey key;
  gint64 amount_minor;
  gint64 undo_until_utc_us;
} HufuUseAnswer;
gboolean hufu_use_answer (HufuDb *db, const HufuUseAnswer *answer, HufuBasket **ret_basket,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The customer pays another way: a pending use is given back when its answer comes. */
gboolean hufu_use_give_back (HufuDb *db, const HufuId *use_id, HufuBasket **ret_basket,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  HufuId use_id;
  HufuId staff_id;   /* who takes it back */
  gint64 now_utc_us; /* best-known time, by which the undo window ends */
  gboolean can_ask;  /* the platform is online: what only it may undo is asked of it */
} HufuUndo;

/* Undoes a use inside its window; one behind a prepaid line also after its sale was finished, which
 * stands (*ret_basket is NULL then). A held right comes back in the same epoch at once (R27). A use
 * confirmed online becomes UNDOING (R28) until hufu_use_undone, and so does a held one that a
 * report or an acknowledged recall follows (rule 6 of the rights); one accepted under limits is
 * undone here while this till is the same (R27), the platform frees what it took. R07 and nothing
 * is stored if the platform cannot be asked for that now. *ret_reason: R27, R28, R07, or R29 if the
 * window is over, it paid for a finished sale or the right has gone on. */
gboolean hufu_use_undo (HufuDb *db, const HufuUndo *undo, HufuReason *ret_reason,
                        HufuBasket **ret_basket, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The platform's answer to an undo that it was asked for; a refusal of an earlier attempt changes
 * nothing. */
gboolean hufu_use_undone (HufuDb *db, const HufuId *use_id, gint64 attempt, gboolean undone,
                          HufuBasket **ret_basket, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Uses that wait for the platform (ASKED, UNDOING), oldest first. */
GPtrArray *hufu_use_list_open (HufuDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The newest of them of a voucher, or of a sale that still counts on it; *ret_use NULL: none. */
gboolean hufu_use_find_open (HufuDb *db, const HufuId *cti, HufuUse **ret_use,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_use_find_open_of_sale (HufuDb *db, const HufuId *sale_id, HufuUse **ret_use,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* NULL without error: no such use. */
HufuUse *hufu_use_find (HufuDb *db, const HufuId *use_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The platform refused the question itself, or its answer does not fit the books: a person has to
 * look. code: stable, of the problem; NULL: no longer. Counted and listed with the events that need
 * attention; gone when the use is settled. */
gboolean hufu_use_set_attention (HufuDb *db, const HufuId *use_id, const char *code,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hufu_use_count_try (HufuDb *db, const HufuId *use_id,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
