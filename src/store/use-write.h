/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uses, rights and vouchers from inside an act; private to src/store. */
#pragma once

#include "store/journal-write.h"
#include "store/sale-write.h"
#include "store/voucher-store.h"

/* A use as its row has it, with what the header does not show. */
typedef struct {
  HufuUse use;
  gint64 redeemed_no; /* the journal event of the redemption; 0 before it */
  HufuEpoch epoch;
  guint32 hop;
  gboolean emptied;
  /* For its journal event alone, 0 of a row that was read: */
  guint64 live_step;
  gint64 at_utc_us; /* when it was redeemed, by the best-known time */
} HufuUseRow;
void hufu_use_row_clear (HufuUseRow *row);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HufuUseRow, hufu_use_row_clear)

/* TRUE if the use was of a right that was held here, whether granted (R00) or from another till
 * (R02). */
static inline gboolean
hufu_use_was_held (const HufuUseRow *row)
{
  return row->use.reason == HUFU_R00_OK_HELD || row->use.reason == HUFU_R02_OK_TRANSFERRED;
}

/* The platform is to take it back. */
static inline void
hufu_use_begin_undoing (HufuUse *use)
{
  use->state = HUFU_USE_UNDOING;
  use->undo_attempt++;
}

/* use.use_id is zero if there is none. */
gboolean hufu_use_load (HufuDb *db, const HufuId *use_id, HufuUseRow *ret_row,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Inserts, or writes all that may change. */
gboolean hufu_use_write (HufuDb *db, const HufuUseRow *row,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Its terms, in the one row that vouchers which say the same share. */
gboolean hufu_voucher_write_terms (HufuDb *db, const HufuVoucher *voucher, gint64 *ret_terms_no,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A row that says the same already is not written. */
#define HUFU_VOUCHER_ON_CONFLICT                                                                   \
  " ON CONFLICT (cti, generation) DO UPDATE SET short_code = excluded.short_code,"                 \
  " not_before_utc_s = excluded.not_before_utc_s, expires_utc_s = excluded.expires_utc_s,"         \
  " terms_no = excluded.terms_no"                                                                  \
  " WHERE (short_code, not_before_utc_s, expires_utc_s, terms_no) <>"                              \
  " (excluded.short_code, excluded.not_before_utc_s, excluded.expires_utc_s, excluded.terms_no)"
/* Inserts the voucher, or brings its words up to date. */
gboolean hufu_voucher_write (HufuDb *db, const HufuVoucher *voucher,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same as hufu_live_code_take inside an act; *ret_reason becomes R17 if it is not taken.
 * Nothing if there is no live code. */
gboolean hufu_use_take_live (HufuDb *db, const HufuRedemption *redemption, HufuReason *ret_reason,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Puts the use on the basket: a prepaid line, or a voucher tender in the given state. */
HufuEdit hufu_use_put_on_basket (HufuBasket *basket, const HufuUseRow *row,
                                 const HufuVoucher *voucher,
                                 HufuTenderState state) G_GNUC_WARN_UNUSED_RESULT;
/* Journal event and ledger lines of a redemption; sets row->redeemed_no. */
gboolean hufu_use_record_redeemed (HufuDb *db, HufuUseRow *row, const HufuVoucher *voucher,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for an undo. */
gboolean hufu_use_record_undone (HufuDb *db, const HufuUseRow *row,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The unfinished sale of a use and how it is to be written again; basket NULL if there is none. */
typedef struct {
  HufuBasket *basket;
  HufuSaleState state;
} HufuUseSale;
void hufu_use_sale_clear (HufuUseSale *sale);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HufuUseSale, hufu_use_sale_clear)
gboolean hufu_use_load_sale (HufuDb *db, const HufuId *sale_id, HufuUseSale *ret_sale,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends an act that answers with a basket: commits if `done`; *basket moves to ret_basket (may be
 * NULL) only when the act happened. */
gboolean hufu_use_end_act (HufuDb *db, gboolean done, HufuBasket **basket, HufuBasket **ret_basket,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
