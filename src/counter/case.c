/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/case.h"

#include <string.h>

#include "counter/case-words.h"
#include "counter/event-word.h"
#include "counter/say.h"

G_DEFINE_FINAL_TYPE (HufuCase, hufu_case, G_TYPE_OBJECT)

/* ---- the object ---- */

static void
side_free (gpointer data)
{
  HufuCaseSide *side = data;

  g_free (side->title);
  g_free (side->badge);
  g_ptr_array_unref (side->facts);
  g_free (side);
}

static void
hufu_case_finalize (GObject *object)
{
  HufuCase *self = HUFU_CASE (object);

  g_free (self->id);
  g_free (self->icon);
  g_free (self->title);
  g_free (self->hint);
  g_free (self->amount);
  g_free (self->badge);
  g_free (self->headline);
  g_free (self->sentence);
  g_free (self->note_title);
  g_free (self->note_text);
  g_free (self->why);
  g_free (self->act_label);
  g_free (self->then);
  g_free (self->command);
  g_ptr_array_unref (self->sides);
  G_OBJECT_CLASS (hufu_case_parent_class)->finalize (object);
}

static void
hufu_case_class_init (HufuCaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hufu_case_finalize;
}

static void
hufu_case_init (HufuCase *self)
{
  self->sides = g_ptr_array_new_with_free_func (side_free);
}

/* ---- a right that was used too often ---- */

static const char *
basis_word (HufuClaimClass class, HufuLang lang)
{
  switch (class) {
  case HUFU_CLAIM_PLATFORM:
    return HUFU_WORD (lang, "The platform said yes", "平台当场确认");
  case HUFU_CLAIM_HELD:
    return HUFU_WORD (lang, "It held the right", "该机持有使用权");
  case HUFU_CLAIM_MOVED:
    return HUFU_WORD (lang, "Moved from another till", "由另一台机转来");
  case HUFU_CLAIM_OVERRIDE:
    return HUFU_WORD (lang, "A manager approved it", "店长批准");
  case HUFU_CLAIM_UNLEASED:
    return HUFU_WORD (lang, "Accepted without the right", "未持使用权，按限额接收");
  }
  g_assert_not_reached ();
}

static void
add_fact (GPtrArray *facts, const char *label, char *take_value)
{
  HufuFact *fact = g_new0 (HufuFact, 1);

  fact->label = g_strdup (label);
  fact->value = take_value;
  fact->hint = g_strdup ("");
  g_ptr_array_add (facts, fact);
}

static HufuCaseSide *
make_side (const HufuCaseWords *words, const HufuMatterClaim *claim)
{
  HufuLang lang = words->lang;
  HufuCaseSide *side = g_new0 (HufuCaseSide, 1);

  side->title = hufu_case_say_place (&claim->place, lang);
  side->tone = claim->accepted ? HUFU_TONE_OK : HUFU_TONE_ASK;
  side->badge = claim->accepted            ? HUFU_SAY (lang, "Counts", "成立")
                : claim->covered_minor > 0 ? HUFU_SAY (lang, "Counts in part", "部分成立")
                                           : HUFU_SAY (lang, "Not covered", "超出券值");
  side->facts = g_ptr_array_new_with_free_func (hufu_fact_free);
  add_fact (side->facts, HUFU_WORD (lang, "When", "时间"),
            hufu_case_say_time (words, claim->at_utc_us));
  add_fact (side->facts, HUFU_WORD (lang, "Who", "经手"),
            *claim->staff != '\0' ? g_strdup (claim->staff)
                                  : HUFU_SAY (lang, "Not told", "未提供"));
  add_fact (side->facts, HUFU_WORD (lang, "On what ground", "依据"),
            g_strdup (basis_word (claim->class, lang)));
  add_fact (side->facts, HUFU_WORD (lang, "Amount", "金额"),
            hufu_case_say_money (claim->amount_minor));
  if (claim->seq > 0)
    add_fact (side->facts, HUFU_WORD (lang, "Journal", "流水"),
              HUFU_SAY (lang, "no. %" G_GUINT64_FORMAT, "第 %" G_GUINT64_FORMAT " 条", claim->seq));
  if (*claim->receipt_no != '\0')
    add_fact (side->facts, HUFU_WORD (lang, "Receipt", "小票"), g_strdup (claim->receipt_no));
  return side;
}

/* The order of core/claim.h in words, as far as it decided between the first two. */
static char *
say_why (const HufuCaseWords *words)
{
  const GPtrArray *claims = words->matter->claims;
  const HufuMatterClaim *first, *second;

  if (claims->len < 2)
    return g_strdup ("");
  first = claims->pdata[0];
  second = claims->pdata[1];
  if (first->class != second->class)
    return HUFU_SAY (
        words->lang, "Better founded comes first, whatever the time: \"%s\" before \"%s\".",
        "依据更可靠的在先，与时间无关：“%s”先于“%s”。", basis_word (first->class, words->lang),
        basis_word (second->class, words->lang));
  return HUFU_SAY (words->lang, "Both on the same ground: the earlier one comes first.",
                   "依据相同，时间早的在先。");
}

static void
fill_conflict (HufuCase *self, const HufuCaseWords *words)
{
  const HufuMatter *matter = words->matter;
  HufuLang lang = words->lang;
  g_autofree char *loss = hufu_case_say_money (matter->amount_minor);
  g_autofree char *voucher = hufu_case_say_voucher_and_code (words);
  g_autofree char *found = hufu_case_say_time (words, matter->since_utc_us);

  self->icon = g_strdup ("ticket");
  self->title = hufu_case_say_voucher (words);
  self->hint = matter->claims->len == 1
                   ? HUFU_SAY (lang, "Used after it was given up, found %s",
                               "收回后又被使用，%s 发现", found)
                   : HUFU_SAY (lang, "Used %u times, found %s", "用了 %u 次，%s 发现",
                               MAX (matter->claims->len, 2), found);
  self->badge = HUFU_SAY (lang, "Loss", "损失");
  self->headline = HUFU_SAY (lang, "Used beyond its worth", "使用超出券值");
  self->sentence = HUFU_SAY (lang, "%s. Found %s.", "%s，%s 发现。", voucher, found);
  hufu_case_set_note (self, HUFU_TONE_OK, HUFU_MARK_JOINED,
                      HUFU_SAY (lang, "The customer's sale stands; the loss %s is booked",
                                "顾客的单不变；损失 %s 已入账", loss),
                      HUFU_SAY (lang, "Nobody is asked for money and no receipt changes.",
                                "不向任何人追款，小票也不改。"));
  for (guint i = 0; i < matter->claims->len; i++)
    g_ptr_array_add (self->sides, make_side (words, matter->claims->pdata[i]));
  self->why = say_why (words);
  hufu_case_set_act (
      self, HUFU_RESOLVE_BOOK_LOSS, HUFU_SAY (lang, "Close: loss %s", "结案：损失 %s", loss),
      HUFU_SAY (lang, "The loss stays in the books under your name; the case leaves this list.",
                "损失以您的名义留在账上，这一条从列表中移除。"));
}

/* ---- rights of a till that is gone ---- */

static const char *
gone_word (const char *what, HufuLang lang)
{
  if (strcmp (what, "lost") == 0)
    return HUFU_WORD (lang, "is reported lost", "已报失");
  if (strcmp (what, "forked") == 0)
    return HUFU_WORD (lang, "was copied or rolled back", "数据被复制或回退过");
  if (strcmp (what, "missing") == 0)
    return HUFU_WORD (lang, "has not reported since the restore", "在恢复后还没有报告");
  if (strcmp (what, "replaced") == 0)
    return HUFU_WORD (lang, "was replaced", "已更换");
  return HUFU_WORD (lang, "is leaving", "正在撤下");
}

/* What happens without anybody's signature. */
static const char *
come_back_word (const char *what, HufuLang lang)
{
  if (strcmp (what, "lost") == 0)
    return HUFU_WORD (lang, "If the till is found, connect it: all comes back by itself.",
                      "若找回该机，联网即可，使用权会自动归还。");
  return HUFU_WORD (lang, "What its journal still brings up gives its part back by itself.",
                    "它的流水补传上来后，相应部分会自动归还。");
}

static void
act_on_quarantine (HufuCase *self, const HufuCaseWords *words, const char *sum)
{
  HufuLang lang = words->lang;
  g_autofree char *tills = hufu_case_say_tills (words, FALSE);

  if (words->matter->is_upper_bound) {
    hufu_case_set_act (
        self, HUFU_RESOLVE_NONE, g_strdup (""),
        HUFU_SAY (lang,
                  "Waits for the report of %s: it comes by itself when that till is online. "
                  "Then the sum is exact and a manager can sign it off here.",
                  "等 %s的报告：该机联网后自动送来。之后金额就准确了，店长可以在这里签字放行。",
                  tills));
    return;
  }
  hufu_case_set_act (
      self, HUFU_RESOLVE_SIGN,
      HUFU_SAY (lang, "Sign it off: at most %s", "签字放行：最多损失 %s", sum),
      HUFU_SAY (lang,
                "Signed off, the vouchers work again at once. If that till used some of them, "
                "the shop loses at most %s, under the name of who signs.",
                "签字后这些券马上恢复可用；若该机用过其中一些，店里最多损失 "
                "%s，记在签字人名下。",
                sum));
}

/* A restored platform does not know yet what this till did since the backup. */
static void
fill_missing (HufuCase *self, const HufuCaseWords *words, const char *place)
{
  HufuLang lang = words->lang;

  self->icon = g_strdup ("lock");
  self->title = HUFU_SAY (lang, "%s %s", "%s%s", place, gone_word ("missing", lang));
  self->hint = HUFU_SAY (lang, "Blocks new grants and online use", "新的发放和在线核销都在等它");
  self->badge = HUFU_SAY (lang, "Waiting", "等待");
  self->headline = HUFU_SAY (lang, "Waiting for a till", "等一台机报告");
  self->sentence =
      HUFU_SAY (lang,
                "%s has not reported since the platform was restored. Until it has, no rights are "
                "granted and nothing is redeemed online.",
                "平台恢复后，%s还没有报告。在此之前不发放使用权，也不能在线核销。", place);
  hufu_case_set_note (
      self, HUFU_TONE_ASK, HUFU_MARK_HALF,
      HUFU_SAY (lang, "What tills hold is redeemed as ever", "各机持有的券照常核销"),
      HUFU_SAY (lang, "No use is counted twice.", "不会重复核销。"));
  hufu_case_set_act (
      self, HUFU_RESOLVE_NONE, g_strdup (""),
      HUFU_SAY (
          lang,
          "Connect it: it reports by itself and this line goes. If it is gone, the "
          "merchant's operator reports it lost and signs it off.",
          "让该机联网，它会自动报告，这一条随即消失。若已丢失，请商家操作员报失并签字放行。"));
  self->command = hufu_matter_say_command (words->matter);
}

static void
fill_quarantine (HufuCase *self, const HufuCaseWords *words)
{
  const HufuMatter *matter = words->matter;
  HufuLang lang = words->lang;
  g_autofree char *sum = hufu_case_say_money (matter->amount_minor);
  g_autofree char *since = hufu_case_say_time (words, matter->since_utc_us);
  g_autofree char *place = hufu_case_say_place (&matter->place, lang);

  if (strcmp (matter->what, "missing") == 0) {
    fill_missing (self, words, place);
    return;
  }
  self->icon = g_strdup ("lock");
  self->title = HUFU_SAY (lang, "%s %s", "%s%s", place, gone_word (matter->what, lang));
  self->hint = HUFU_SAY (lang, "%u uses locked since %s", "%u 次使用权自 %s 起锁定",
                         matter->n_rights, since);
  self->badge = matter->is_upper_bound ? HUFU_SAY (lang, "At most", "最多")
                                       : HUFU_SAY (lang, "At stake", "涉及");
  self->headline = HUFU_SAY (lang, "%u uses are locked", "%u 次使用权被锁定", matter->n_rights);
  self->sentence = HUFU_SAY (lang, "%s %s. Since %s no other till can redeem what it held.",
                             "%s%s。自 %s 起，它持有的券在其他机暂时不能核销。", place,
                             gone_word (matter->what, lang), since);
  if (matter->is_upper_bound)
    hufu_case_set_note (self, HUFU_TONE_ASK, HUFU_MARK_JOINED_RISK,
                        HUFU_SAY (lang, "At most %s, an upper bound", "最多 %s，这是上限", sum),
                        HUFU_SAY (lang, "What it gave to other tills before is still counted in.",
                                  "它此前转给别的机的部分还算在内。"));
  else
    hufu_case_set_note (self, HUFU_TONE_ASK, HUFU_MARK_JOINED_RISK,
                        HUFU_SAY (lang, "%s is at stake", "涉及 %s", sum),
                        g_strdup (come_back_word (matter->what, lang)));
  act_on_quarantine (self, words, sum);
}

/* ---- no answer yet ---- */

/* The platform said yes; what the till made of it has not come (R28 of 2-vouchers 4, G1). */
static void
fill_no_sale (HufuCase *self, const HufuCaseWords *words)
{
  HufuLang lang = words->lang;
  g_autofree char *since = hufu_case_say_time (words, words->matter->since_utc_us);
  g_autofree char *voucher = hufu_case_say_voucher_and_code (words);
  g_autofree char *place = hufu_case_say_place (&words->matter->place, lang);

  g_free (self->hint);
  self->hint = HUFU_SAY (lang, "Redeemed %s, no sale has come", "%s 已核销，还没收到那一单", since);
  self->headline = HUFU_SAY (lang, "The sale has not come", "还没收到那一单");
  self->sentence = HUFU_SAY (lang, "%s. Redeemed online at %s. %s.", "%s。%s 在线核销，%s。",
                             voucher, since, place);
  hufu_case_set_note (self, HUFU_TONE_ASK, HUFU_MARK_HALF,
                      HUFU_SAY (lang, "It is used once, and only once", "只核销了一次，不会再扣"),
                      HUFU_SAY (lang, "Whether it was handed over, only that till knows.",
                                "是否已交付，只有那台机知道。"));
  hufu_case_set_act (self, HUFU_RESOLVE_NONE, g_strdup (""),
                     HUFU_SAY (lang,
                               "Connect that till: its sale comes by itself, and this line goes.",
                               "让那台机联网：那一单会自动送来，这一条随即消失。"));
}

static void
fill_unknown (HufuCase *self, const HufuCaseWords *words)
{
  const HufuMatter *matter = words->matter;
  HufuLang lang = words->lang;
  gint64 minutes = (words->now_utc_us - matter->since_utc_us) / G_USEC_PER_SEC / 60;
  g_autofree char *since = hufu_case_say_time (words, matter->since_utc_us);
  g_autofree char *voucher = hufu_case_say_voucher_and_code (words);

  self->icon = g_strdup ("hourglass");
  self->title = hufu_case_say_voucher (words);
  self->hint = HUFU_SAY (lang, "No answer for %" G_GINT64_FORMAT " min",
                         "%" G_GINT64_FORMAT " 分钟没有答复", MAX (minutes, 1));
  self->badge = HUFU_SAY (lang, "At stake", "涉及");
  if (!matter->is_own) {
    fill_no_sale (self, words);
    return;
  }
  self->headline = HUFU_SAY (lang, "No answer yet", "还没有答复");
  self->sentence =
      matter->n_tries > 0
          ? HUFU_SAY (lang, "%s. Asked since %s, %u times, always with the same number.",
                      "%s。自 %s 起用同一编号问了 %u 次。", voucher, since, matter->n_tries)
          : HUFU_SAY (lang, "%s. Written down at %s.", "%s。%s 记下。", voucher, since);
  hufu_case_set_note (self, HUFU_TONE_ASK, HUFU_MARK_HALF,
                      HUFU_SAY (lang, "It cannot be taken twice", "不会扣两次"),
                      HUFU_SAY (lang, "If the platform did it, the answer is yes.",
                                "平台若已核销，答复就是“成功”。"));
  hufu_case_set_act (self, HUFU_RESOLVE_ASK_AGAIN, HUFU_SAY (lang, "Ask again", "再问一次"),
                     HUFU_SAY (lang,
                               "The same number is asked now; the answer is booked in its sale.",
                               "马上用同一编号再问，答复会记进那一单。"));
}

/* ---- what waits for a store ---- */

static const char *
wish_word (const char *what, HufuLang lang)
{
  if (strcmp (what, "refund") == 0)
    return HUFU_WORD (lang, "Refund", "退款");
  if (strcmp (what, "transfer") == 0)
    return HUFU_WORD (lang, "Transfer to a friend", "转赠");
  return HUFU_WORD (lang, "Change of store", "更换门店");
}

/* Nothing is at stake while it waits; a signature would put what the tills hold at risk. */
static void
act_on_wish (HufuCase *self, const HufuCaseWords *words, const char *tills)
{
  g_autofree char *sum = hufu_case_say_money (words->matter->amount_minor);
  HufuLang lang = words->lang;

  if (*words->matter->subject != '\0') {
    hufu_case_set_act (
        self, HUFU_RESOLVE_SIGN,
        HUFU_SAY (lang, "Sign it: at most %s is lost", "签字马上办：最多损失 %s", sum),
        HUFU_SAY (lang,
                  "Connect %s and it is done by itself. Signed, it is done at once; what was "
                  "used meanwhile is the shop's loss, under the name of who signs.",
                  "让 %s联网即可自动完成。签字则马上完成；其间用掉的部分算店里的损失，"
                  "记在签字人名下。",
                  tills));
    return;
  }
  self->command = hufu_matter_say_command (words->matter);
  hufu_case_set_act (
      self, HUFU_RESOLVE_NONE, g_strdup (""),
      HUFU_SAY (lang,
                "Connect %s and it is done. Or the merchant's operator signs: done at once, "
                "and what was used meanwhile is the shop's loss, at most %s.",
                "让 %s联网即可完成。商家操作员也可以签字：马上完成，其间用掉的部分算店里的损失，"
                "最多 %s。",
                tills, sum));
}

static void
fill_wish (HufuCase *self, const HufuCaseWords *words)
{
  const HufuMatter *matter = words->matter;
  HufuLang lang = words->lang;
  const char *wish = wish_word (matter->what, lang);
  g_autofree char *since = hufu_case_say_time (words, matter->since_utc_us);
  g_autofree char *tills = hufu_case_say_tills (words, TRUE);
  g_autofree char *voucher = hufu_case_say_voucher_and_code (words);

  self->icon = g_strdup (strcmp (matter->what, "refund") == 0 ? "undo" : "clock");
  self->title = HUFU_SAY (lang, "%s: %s", "%s：%s", wish,
                          HUFU_WORD (lang, *matter->title_en ? matter->title_en : "Voucher",
                                     *matter->title_zh ? matter->title_zh : "券"));
  self->hint = HUFU_SAY (lang, "Waiting for %s since %s", "等 %s，自 %s 起", tills, since);
  self->badge = matter->amount_minor > 0 ? HUFU_SAY (lang, "If signed", "若签字")
                                         : HUFU_SAY (lang, "Waiting", "等待");
  self->headline = HUFU_SAY (lang, "Waiting for %s", "等 %s答复", tills);
  self->sentence =
      HUFU_SAY (lang, "%s of %s, asked for at %s.", "%s：%s，%s 提出。", wish, voucher, since);
  hufu_case_set_note (
      self, HUFU_TONE_ASK, HUFU_MARK_HALF,
      HUFU_SAY (lang, "Needs %s online, then it is done by itself", "%s联网后自动完成", tills),
      HUFU_SAY (lang, "Until then the voucher is not granted and not redeemed online.",
                "在此之前，这张券不再发放，也不能在线核销。"));
  act_on_wish (self, words, tills);
}

/* ---- an entry that could not be followed ---- */

/* Undone after its voucher was refunded or given on. */
static void
fill_pay_back (HufuCase *self, const HufuCaseWords *words)
{
  HufuLang lang = words->lang;
  g_autofree char *voucher = hufu_case_say_voucher_and_code (words);
  g_autofree char *amount = hufu_case_say_money (words->matter->amount_minor);
  g_autofree char *place = hufu_case_say_place (&words->matter->place, lang);

  self->icon = g_strdup ("ticket");
  self->title = hufu_case_say_voucher (words);
  self->hint = HUFU_SAY (lang, "Undone after it was refunded or given on", "退款或转赠后又撤销");
  self->badge = HUFU_SAY (lang, "To pay back", "应退");
  self->headline = HUFU_SAY (lang, "Pay %s back", "应退给顾客 %s", amount);
  self->sentence =
      HUFU_SAY (lang, "%s. Its use at %s was undone after it was refunded or given on.",
                "%s。在%s的核销是退款或转赠之后才撤销的。", voucher, place);
  hufu_case_set_note (self, HUFU_TONE_ASK, HUFU_MARK_HALF,
                      HUFU_SAY (lang, "It does not come back to the voucher", "不会回到券上"),
                      HUFU_SAY (lang, "Whoever had it used and undone is owed the amount.",
                                "使用后又撤销的顾客应得这笔钱。"));
  hufu_case_set_act (self, HUFU_RESOLVE_SETTLE,
                     HUFU_SAY (lang, "Paid back: settle it", "已退给顾客，结案"),
                     HUFU_SAY (lang, "The case leaves this list under your name.",
                               "这一条以您的名义从列表中移除。"));
}

static void
fill_event (HufuCase *self, const HufuCaseWords *words)
{
  const HufuMatter *matter = words->matter;
  HufuLang lang = words->lang;
  const char *word = hufu_event_word (matter->what, lang);
  const char *stop = HUFU_WORD (lang, ".", "。");

  if (matter->has_cti) {
    fill_pay_back (self, words);
    return;
  }
  self->icon = g_strdup ("info");
  self->title = HUFU_SAY (lang, "An entry needs a look", "有一条记录待核对");
  self->hint = g_strdup (*word != '\0' ? word : matter->what);
  self->badge = g_strdup ("");
  self->headline = HUFU_SAY (lang, "An entry needs a look", "有一条记录待核对");
  self->sentence = *word != '\0' ? g_strconcat (word, stop, NULL)
                   : *matter->detail != '\0'
                       ? g_strdup (matter->detail)
                       : HUFU_SAY (lang, "The platform could not follow it.", "平台没能处理它。");
  hufu_case_set_note (self, HUFU_TONE_PLAIN, HUFU_MARK_NONE,
                      HUFU_SAY (lang, "It is stored here and there", "本机和平台都已存好"),
                      HUFU_SAY (lang, "Nothing is lost and selling goes on. Code: %s",
                                "什么都没丢，照常营业。代码：%s", matter->what));
  hufu_case_set_act (
      self, HUFU_RESOLVE_SETTLE, HUFU_SAY (lang, "Seen: settle it", "已核对，结案"),
      HUFU_SAY (lang,
                "The entry stays in the journal as it is and counts for nothing; what its "
                "till gives back after it takes effect.",
                "这条记录原样留在流水中，不再计入；该机在它之后的归还随即生效。"));
}

HufuCase *
hufu_case_new (const HufuMatter *matter, HufuLang lang, gint64 now_utc_us)
{
  static void (*const fill[]) (HufuCase * self, const HufuCaseWords *words) = {
      [HUFU_MATTER_CONFLICT] = fill_conflict,
      [HUFU_MATTER_QUARANTINE] = fill_quarantine,
      [HUFU_MATTER_UNKNOWN] = fill_unknown,
      [HUFU_MATTER_WISH] = fill_wish,
      [HUFU_MATTER_EVENT] = fill_event,
      [HUFU_MATTER_PAYMENT] = hufu_case_fill_payment,
      [HUFU_MATTER_PRODUCT] = hufu_case_fill_product,
  };
  const HufuCaseWords words = {matter, lang, now_utc_us};
  HufuCase *self = g_object_new (HUFU_TYPE_CASE, NULL);

  self->kind = matter->kind;
  self->id = g_strdup (matter->id);
  self->amount =
      matter->amount_minor > 0 ? hufu_case_say_money (matter->amount_minor) : g_strdup ("");
  fill[matter->kind](self, &words);
  if (self->why == NULL)
    self->why = g_strdup ("");
  if (self->command == NULL)
    self->command = g_strdup ("");
  return self;
}
