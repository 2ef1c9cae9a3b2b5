/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why an edit of a basket was not made, in words; see core/basket.h. */
#include "core/basket.h"

static const char *const sentences[][HUFU_LANG_COUNT] = {
    [HUFU_EDIT_OK] = {"", ""},
    [HUFU_EDIT_TOO_MANY_LINES] = {"This sale is full at 500 lines. Finish it, then start another.",
                                  "本单已满 500 行。请先结账，再开新单。"},
    [HUFU_EDIT_QTY_RANGE] = {"Quantities go from 1 to 10,000, pieces whole. Enter it again.",
                             "数量最少 1，最多 10,000，按件的要整数。请重新输入。"},
    [HUFU_EDIT_TOTAL_RANGE] = {"The amount is more than one sale can hold. Check the price and the "
                               "quantity.",
                               "金额超出一单的上限。请核对价格和数量。"},
    [HUFU_EDIT_NO_SUCH_LINE] = {"That line is no longer in this sale. Choose another line.",
                                "这一行已不在本单。请另选一行。"},
    [HUFU_EDIT_REDEEMED] = {"A redeemed voucher leaves the sale only by undo. Choose undo on it.",
                            "已核销的券只能撤销核销。请在这一行选撤销。"},
    [HUFU_EDIT_FIXED_QTY] =
        {"The label or the voucher sets this quantity. For more, scan one more.",
         "数量由标签或券决定。要加一份，请再扫一次。"},
    [HUFU_EDIT_NOT_COVERED] = {"The cash received is less than what is due. Enter it again.",
                               "收到的现金少于应收。请重新输入。"},
    [HUFU_EDIT_EMPTY] = {"Nothing is in this sale yet. Scan a product or a voucher first.",
                         "本单还没有商品。请先扫商品或券。"},
    [HUFU_EDIT_PENDING] = {"A voucher or payment of this sale has no answer yet. Wait for it, or "
                           "let the customer pay another way.",
                           "本单有券或付款还没有答复。请稍等，或让顾客改用别的方式付款。"},
    [HUFU_EDIT_BELOW_TAKEN] = {"The sale would cost less than is paid already. Undo a voucher, "
                               "reverse a payment or give the cash back first.",
                               "改后应收少于已付金额。请先撤销券的核销、撤销付款或退回现金。"},
    [HUFU_EDIT_OVER_DUE] = {"That would pay more than is due. Take at most what is due.",
                            "超过应收金额。请最多按应收金额收。"},
    [HUFU_EDIT_TOO_MANY_TENDERS] =
        {"This sale cannot take another voucher or payment. Take cash for the rest.",
         "本单不能再加券或付款。余额请收现金。"},
    [HUFU_EDIT_COUPON] = {"The coupon does not apply to this sale as it is. Look at what it asks "
                          "for.",
                          "本单不符合这张优惠券的条件。请看它的要求。"},
    [HUFU_EDIT_CASH_TOO_MUCH] =
        {"The cash received is more than 10,000.00 above what is due. Enter it again.",
         "收到的现金比应收多出 10,000.00 以上。请重新输入。"},
    [HUFU_EDIT_SAME_SERIAL] = {"This serial number is in the sale already. Scan the next piece.",
                               "这个序列号已在本单。请扫下一件。"},
    [HUFU_EDIT_NO_PRICE] = {"This line was paid online: there is no price to change.",
                            "这一行已在线上付款，没有可改的价格。"},
    [HUFU_EDIT_OFF_RANGE] = {"The discount is more than there is to pay. Take off less.",
                             "优惠超过应付金额。请减少优惠。"},
    [HUFU_EDIT_APPROVED_QTY] =
        {"The price of this line was approved for this quantity. Scan one more: it gets a line "
         "of "
         "its own.",
         "这一行的价格是按现有数量批准的。要加一份，请再扫一次，会另起一行。"},
    [HUFU_EDIT_NOTE] =
        {"The line is as it was: say it in one line of 40 characters, no card number.",
         "这一行没有改动：请用一行、不超过 40 个字说明，不要写银行卡号。"},
    [HUFU_EDIT_NO_NEW_PRICE] = {"The catalogue has no other price for this line. It stays as it "
                                "is.",
                                "商品目录里没有这一行的新价格。保持不变。"},
    [HUFU_EDIT_PRICED] = {"This line has a price by hand. Take that away first, or enter another "
                          "price.",
                          "这一行已手工改价。请先取消改价，或直接改成别的价格。"},
    [HUFU_EDIT_ONE_PIECE] =
        {"Each piece has its own serial number: a line is one piece. Scan the next piece.",
         "每件都有自己的序列号，一行一件。请扫下一件。"},
    [HUFU_EDIT_NOT_ASKED] = {"That line asks for nothing more. Go on.",
                             "这一行不需要再填什么。请继续。"},
    [HUFU_EDIT_NO_OPTION] = {"That line offers no such choice. Look at what it offers.",
                             "这一行没有这个选项。请看它提供的选项。"},
    [HUFU_EDIT_ENOUGH_OPTIONS] = {"As many are chosen as may be. Take one away first.",
                                  "已选满。请先去掉一个。"},
    [HUFU_EDIT_APPROVED_OPTION] =
        {"The price of this line was approved for what is chosen. Take that away first.",
         "这一行的价格是按现有选项批准的。请先取消改价或优惠。"},
    [HUFU_EDIT_UNANSWERED] = {"A line lacks a choice, serial number, lot or due date. Look at the "
                              "line that says so.",
                              "有商品还缺选项、序列号、批号或取货时间。请看有提示的那一行。"},
    [HUFU_EDIT_NO_COIN] = {"There are no coins for that sum. Take a rounder one.",
                           "没有这么小的零钱，请收整一点的金额。"},
    [HUFU_EDIT_CASH_WAITS] =
        {"Cash was taken for a part of this sale. Finish it, take a deposit, or "
         "give the cash back first.",
         "本单已收一部分现金。请先收完，或转为订金，或退回现金。"},
    [HUFU_EDIT_DISCOUNTED] = {"This line has a discount by hand. Take that away first, or enter "
                              "another discount.",
                              "这一行已手工打折。请先取消优惠，或直接改成别的优惠。"},
};

const char *
hufu_edit_sentence (HufuEdit edit, int lang)
{
  g_assert ((gsize)edit < G_N_ELEMENTS (sentences));
  g_assert (lang == HUFU_LANG_EN || lang == HUFU_LANG_ZH);
  return sentences[edit][lang];
}
