/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rooms of vouchers: what is known of the one that is shown, how it is redeemed, here, at
 * another till, at the platform or under a limit, and undone. A part of counter-private.h, which
 * includes it. */
#pragma once

#include "counter/counter-private.h"

/* ---- voucher-flow.c, voucher-after.c, voucher-panel.c ---- */

void hufu_voucher_flow_scan (HufuCounter *counter, HufuCodeKind kind, const char *code,
                             const HufuToken *token, gboolean online_only);
/* What of a cash voucher this sale would take now, 0 or less if nothing is due; the value of one
 * use of other vouchers. */
gint64 hufu_voucher_flow_amount (HufuCounter *counter);
/* What to do where a cash voucher has nothing to pay for yet. Static. */
const char *hufu_voucher_flow_say_nothing_due (HufuCounter *counter);
/* Refuses a code that a trusted issuer signed (flow.claims); the panel names the voucher as soon as
 * its name is known. */
void hufu_voucher_flow_refuse_code (HufuCounter *counter, const char *code, HufuReason reason);
void hufu_voucher_flow_redeem (HufuCounter *counter);
void hufu_voucher_flow_again (HufuCounter *counter);
/* What this till knows of the voucher of the flow is looked up anew. */
void hufu_voucher_flow_look (HufuCounter *counter, const HufuId *cti);
void hufu_voucher_flow_undo (HufuCounter *counter);
/* What paid for another sale is not undone but refunded, and so is a use of an older generation
 * than this one; what was prepaid can be undone yet. use may be NULL in both. */
gboolean hufu_voucher_flow_can_undo (HufuCounter *counter, const HufuUse *use, guint64 generation);
gboolean hufu_voucher_flow_is_in_sale (HufuCounter *counter, const HufuUse *use);
HufuUndo hufu_voucher_flow_make_undo (HufuCounter *counter, const HufuId *use_id);
void hufu_voucher_flow_sell_instead (HufuCounter *counter);
void hufu_voucher_flow_show_undone (HufuCounter *counter);
void hufu_voucher_flow_print_slip (HufuCounter *counter);
void hufu_voucher_flow_refuse (HufuCounter *counter, HufuReason reason);
void hufu_voucher_flow_show_ready (HufuCounter *counter);
void hufu_voucher_flow_show_redeemed (HufuCounter *counter, HufuReason reason, gint64 amount_minor);
/* It was redeemed for the open sale a moment ago, and scanned again: no refusal. */
void hufu_voucher_flow_show_in_sale (HufuCounter *counter, gint64 amount_minor);
void hufu_voucher_flow_clear (HufuCounter *counter);
/* What a panel says about the flow's voucher: its title and worth, as far as they are known. */
void hufu_voucher_panel_name (HufuPanel *panel, HufuCounter *counter);
/* FALSE: other tills may hold, or have used, some of its uses. */
gboolean hufu_voucher_panel_knows_all (const HufuVoucherFlow *flow);
/* The same with facts and dots, for a voucher that can be or was redeemed. */
void hufu_voucher_panel_describe (HufuPanel *panel, HufuCounter *counter);
void hufu_voucher_panel_certainty (HufuPanel *panel, HufuReason reason, HufuLang lang);
/* Says in the band when and where the reason came to be, as far as that is known. */
void hufu_voucher_panel_why (HufuPanel *panel, HufuCounter *counter);
HufuReason hufu_voucher_flow_check_dates (HufuCounter *counter, const HufuVoucher *voucher);
/* The platform answers. */
gboolean hufu_voucher_flow_can_ask (HufuCounter *counter);
/* Not here and at no till that answers: the platform is asked, or R07 says that it cannot be. */
void hufu_voucher_flow_elsewhere (HufuCounter *counter);
/* The others and the platform are asked again what is known of the flow's voucher. */
void hufu_voucher_flow_ask_again (HufuCounter *counter);
/* Uses the right that is held here now. */
void hufu_voucher_flow_redeem_here (HufuCounter *counter, gint64 amount_minor);

/* ---- witness-wait.c ---- */
/* TRUE: the witnesses are awaited, so it is looked at again when they have answered. */
gboolean hufu_witness_wait_begin (HufuCounter *counter, const HufuVoucherState *state);
gboolean hufu_witness_wait_is_on (HufuCounter *counter);
const char *hufu_witness_wait_sentence (HufuLang lang);

/* ---- limit-use.c ---- */
/* Nobody can be asked: shows it as acceptable under a limit, or refuses it. */
void hufu_limit_use_offer (HufuCounter *counter);
/* The platform may answer again: it is asked for what was said without it. */
void hufu_limit_use_on_link (HufuCounter *counter);
void hufu_limit_use_note (HufuPanel *panel, HufuCounter *counter);
/* At risk: how much, in the band. */
void hufu_limit_use_set_band (HufuPanel *panel, HufuCounter *counter, const char *sentence);
/* "3/50 · 120.00": what was accepted under limits; "" = nothing. Free with g_free. */
char *hufu_limit_use_count (const HufuLimitsBook *book);
void hufu_limit_use_redeem (HufuCounter *counter, gint64 amount_minor);

void hufu_lan_use_find (HufuCounter *counter, const HufuId *cti, guint64 generation);
/* Once for a code that only the platform could read; FALSE = the tills are not asked. */
gboolean hufu_lan_use_find_named (HufuCounter *counter, const HufuVoucher *voucher);
void hufu_lan_use_redeem (HufuCounter *counter, gint64 amount_minor);
/* Which live codes of the voucher the other tills have taken: for hufu_live_flow_hear. */
void hufu_lan_use_ask_codes (HufuCounter *counter);
/* The panel says that another till has not answered yet. */
gboolean hufu_lan_use_is_waiting (HufuCounter *counter);
void hufu_lan_use_ask_again (HufuCounter *counter);
void hufu_lan_use_leave (HufuCounter *counter);
void hufu_lan_use_on_rights (HufuCounter *counter);
void hufu_lan_use_on_tick (HufuCounter *counter);
void hufu_lan_use_note_ready (HufuPanel *panel, HufuCounter *counter);
void hufu_lan_use_note_done (HufuPanel *panel, HufuCounter *counter);
void hufu_lan_use_say_unreachable (HufuPanel *panel, HufuCounter *counter);

/* A redemption of the flow's voucher with a new use id, on a copy of the open sale (owned by it).
 */
HufuRedemption *hufu_voucher_flow_make_redemption (HufuCounter *counter, gint64 amount_minor);
void hufu_redemption_free (HufuRedemption *redemption);

/* One use of what is shown, without asking anew whether it may be. */
void hufu_voucher_flow_use_one (HufuCounter *counter);

/* ---- batch-flow.c ---- */

guint hufu_batch_flow_max (HufuCounter *counter);
guint hufu_batch_flow_wanted (HufuCounter *counter);
void hufu_batch_flow_more (HufuCounter *counter);
void hufu_batch_flow_less (HufuCounter *counter);
void hufu_batch_flow_add_choices (HufuPanel *panel, HufuCounter *counter);
/* The next use, after one: of what is here, or may be at another till. */
void hufu_batch_flow_add_again (HufuPanel *panel, HufuCounter *counter);
/* TRUE if that was one of several: the next is under way, or all are shown. */
gboolean hufu_batch_flow_take_redeemed (HufuCounter *counter, HufuReason reason);
gboolean hufu_batch_flow_take_refused (HufuCounter *counter, HufuReason reason);
/* The cashier waits no longer: what came of each is shown. FALSE if it was one use. */
gboolean hufu_batch_flow_leave (HufuCounter *counter);
/* The same, of a use that the platform was asked for: it is given back, and its answer comes. */
gboolean hufu_batch_flow_give_back (HufuCounter *counter);
void hufu_batch_flow_hear (HufuCounter *counter, const HufuUse *use);
/* More are to be made after the one that is under way. */
gboolean hufu_batch_flow_goes_on (HufuCounter *counter);
/* The panel is about several uses; what came of each. */
gboolean hufu_batch_flow_is_shown (HufuCounter *counter);
void hufu_batch_flow_describe (HufuPanel *panel, HufuCounter *counter);

/* ---- holder-flow.c ---- */

/* TRUE for a bearer's voucher, or if the member that it is bound to is in the sale. */
gboolean hufu_holder_flow_is_here (HufuCounter *counter);
void hufu_holder_flow_say_missing (HufuPanel *panel, HufuCounter *counter);

/* ---- coupon-flow.c ---- */

/* The flow's voucher is a coupon. */
gboolean hufu_coupon_flow_is_coupon (HufuCounter *counter);
/* Whether it applies to the open sale now; flow.coupon says what is missing if not. */
gboolean hufu_coupon_flow_applies (HufuCounter *counter);
/* What it takes off, or would take off, the open sale. */
gint64 hufu_coupon_flow_off_minor (HufuCounter *counter);
void hufu_coupon_flow_say_unmet (HufuPanel *panel, HufuCounter *counter);
void hufu_coupon_flow_add_worth (HufuPanel *panel, HufuCounter *counter);
/* After an edit: undoes the coupons whose conditions are no longer met, one after another, and says
 * so; a panel that tells what a coupon took off follows. */
void hufu_coupon_flow_drop_lapsed (HufuCounter *counter);

/* ---- live-flow.c ---- */

/* A live code was shown, and its proof is good. */
void hufu_live_flow_take (HufuCounter *counter, const HufuToken *token);
/* The flow's voucher needs a live code, and none that is good was shown. voucher may be NULL. */
gboolean hufu_live_flow_is_missing (HufuCounter *counter, const HufuVoucher *voucher);
/* Something was redeemed at this till by the live code that is shown, or by a later one. */
gboolean hufu_live_flow_is_spent (HufuCounter *counter, const HufuVoucherState *state);
/* What stands against fetching the voucher from a till that holds it: R16, R17; R00 if nothing. */
HufuReason hufu_live_flow_check_holder (HufuCounter *counter, const HufuLanHolder *holder);
/* After the note that says how sure we are. */
void hufu_live_flow_add_note (HufuPanel *panel, HufuCounter *counter);
void hufu_live_flow_say_why (HufuPanel *panel, HufuCounter *counter);
/* Other tills could redeem by the code that is shown: it is taken here, they are asked whether one
 * has taken it, and it goes on with hufu_voucher_flow_use_one. FALSE: nobody is asked, or was. */
gboolean hufu_live_flow_asks_first (HufuCounter *counter);
void hufu_live_flow_hear (HufuCounter *counter, const HufuLanHolder *said);

/* Too many wrong codes: says how long to wait. */
void hufu_online_use_pause (HufuCounter *counter, gint64 until_utc_us);
void hufu_online_use_on_tick (HufuCounter *counter);
void hufu_online_use_prepare (HufuCounter *counter);
/* Asks the platform which voucher the refused code is of; nothing else comes of it. */
void hufu_online_use_learn_name (HufuCounter *counter);
void hufu_online_use_redeem (HufuCounter *counter, gint64 amount_minor);
/* FALSE if nothing that is shown waits for an answer. */
gboolean hufu_online_use_ask_again (HufuCounter *counter);
void hufu_online_use_show_unknown (HufuCounter *counter);
void hufu_online_use_on_tried (HufuCounter *counter, const HufuId *use_id);
void hufu_online_use_on_settled (HufuCounter *counter, const HufuId *use_id);

/* ---- pending-use.c ---- */

/* R28 for a use without an answer, with what can be done about it; the flow becomes that use's. */
void hufu_pending_use_show (HufuCounter *counter, const HufuUse *use, const HufuVoucher *voucher);
/* Goes on with `then` if every use of the open sale has its answer, else says that one has none and
 * shows it. then may be NULL. */
void hufu_pending_use_check (HufuCounter *counter, void (*then) (HufuCounter *counter));
void hufu_pending_use_open (HufuCounter *counter);
/* Nothing waits for an answer: refuses in words. */
void hufu_pending_use_refuse_none (HufuCounter *counter);
/* It is given back as soon as the platform answers; nobody waits for it any more. */
void hufu_pending_use_pay_otherwise (HufuCounter *counter);
