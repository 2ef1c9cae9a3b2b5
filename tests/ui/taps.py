"""The commonest work in the real window with as few keys and touches as the guide says (GUIDE.md), in both languages.

    taps.py --build _build --out DIR --tap taps
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from cashier import Cashier, find_person  # noqa: E402
from tap import run_in_both  # noqa: E402
from till import Stage, expect  # noqa: E402

GUIDE = Path(__file__).parents[2] / "GUIDE.md"
CLERK, MANAGER = find_person("03"), find_person("01")
SILENT = "130000000000000003"  # its last digit: this wallet does not answer (src/platform/wallet.h)

WORDS = {
    "en": dict(take="Take ", found="Pleated skirt", add="Add Pleated skirt", held="Held sales", lines=" 2 lines",
               card="Use the card terminal", approved="Approved", paid="Card", code="Scan the payment code", unknown="No answer yet",
               another="Take the payment another way", price="New price", reason="Damaged goods", change="Change the price",
               approver="Approved by", approve="Approve", more="More", close="Close the shift", count="Count the drawer", hundred="100 yuan",
               hand_in="Hand in", closed="Shift closed", next="Done, next", customer="Next customer",
               topping="Pearls, +2.00", chosen="Iced · Pearls", deposit="Take 50.00 as a deposit", taken="Deposit taken"),
    "zh": dict(take="收现金 ", found="百褶裙", add="加入 百褶裙", held="取单", lines=" 2 行",
               card="请在刷卡机上操作", approved="已批准", paid="刷卡", code="请扫付款码", unknown="还没有答复",
               another="请用别的方式收款", price="新价格", reason="商品有瑕疵", change="改价",
               approver="批准人", approve="批准", more="更多", close="交班", count="清点钱箱", hundred="100 元",
               hand_in="提交实点", closed="已交班", next="完成", customer="下一位",
               topping="珍珠, +2.00", chosen="加冰 · 珍珠", deposit="收订金 50.00", taken="已收订金"),
}


def read_guide():
    """[(scans, keys)] of the table's rows."""
    rows = [line.split("|") for line in GUIDE.read_text().splitlines() if line.startswith("| ")]
    return {cells[1].strip(): (int(cells[3]), int(cells[4])) for cells in rows[1:]}


class Hands:
    """A cashier's, who looks before each movement; counts the movements."""

    def __init__(self, till, cashier):
        self.till, self.cashier, self.scans, self.keys = till, cashier, 0, 0

    def scan(self, text, *then):
        self.cashier.scan(text)
        self.scans += 1
        self.till.await_text(*then)

    def key(self, name, *then):
        self.till.await_primary_awake()
        self.till.key(name)
        self.keys += 1
        self.till.await_text(*then)

    def enter(self, what, *then):
        """Once the button says so."""
        self.till.await_text(what)
        self.key("Return", *then)

    def type(self, text, *then):
        self.till.type(text)
        self.keys += len(text)
        self.till.await_text(*then)

    def touch(self, name, *then):
        self.till.press(name)
        self.keys += 1
        self.till.await_text(*then)


class Counter:
    def __init__(self, stage, till, cashier, words):
        self.stage, self.till, self.cashier, self.words = stage, till, cashier, {**cashier.words, **words}
        codes = stage.make_codes()
        self.products = [code["text"] for code in codes if code["kind"] == "product"]
        self.drink = str(stage.rows("platform/platform.db", "SELECT min (code) FROM barcode JOIN product ON id = product_id"
                                                            " WHERE options <> ''")[0][0])
        self.vouchers = [code for code in codes if code["label"] == "Coffee for two"]

    def take_cash(self, hands):
        hands.enter(self.words["pay"], self.words["exact"])
        hands.enter(self.words["exact"])
        self.till.await_gone(self.words["exact"])
        hands.enter(self.words["take"], self.words["done"])

    def sell_three(self, hands):
        for product in self.products[:3]:
            hands.scan(product, self.words["pay"])
        self.take_cash(hands)

    def redeem(self, hands):
        hands.scan(self.vouchers.pop()["text"], self.words["redeem"])
        hands.enter(self.words["redeem"], self.words["redeemed"])
        hands.enter(self.words["next"], self.words["customer"])

    def redeem_and_sell(self, hands):
        hands.scan(self.vouchers.pop()["text"], self.words["redeem"])
        hands.enter(self.words["redeem"], self.words["redeemed"])
        hands.scan(self.products[0], self.words["pay"])
        self.take_cash(hands)

    def sell_with_options(self, hands):
        hands.scan(self.drink, self.words["topping"])
        hands.touch(self.words["topping"], self.words["chosen"])
        self.take_cash(hands)

    def take_deposit(self, hands):
        hands.scan(self.products[0], self.words["pay"])
        hands.enter(self.words["pay"], self.words["exact"])
        hands.type("50", "50.00")
        hands.key("F7", self.words["deposit"])
        hands.enter(self.words["deposit"], self.words["taken"])

    def find(self, hands):
        hands.type("bz", self.words["found"])
        hands.key("Down", self.words["add"])
        hands.enter(self.words["add"], self.words["pay"])

    def hold_and_resume(self, hands):
        hands.scan(self.products[0], self.words["pay"])
        hands.key("F6", self.words["held"])
        hands.key("F10")
        hands.touch(self.words["lines"], self.words["pay"])

    def split(self, hands):
        hands.scan(self.products[0], self.words["pay"])
        hands.enter(self.words["pay"], self.words["exact"])
        hands.type("10", "10.00")
        hands.key("F3", self.words["card"])
        hands.key("F5", self.words["paid"])
        self.take_cash(hands)

    def take_off(self, hands):
        hands.scan(self.products[0], self.words["pay"])
        hands.key("slash", self.words["price"])
        hands.type("20")
        hands.touch(self.words["reason"])
        hands.enter(self.words["change"], self.words["approver"])
        hands.type(MANAGER["pin"])
        hands.enter(self.words["approve"], self.words["pay"])

    def meet_a_silent_wallet(self, hands):
        hands.scan(self.products[0], self.words["pay"])
        hands.key("F12", self.words["exact"])
        hands.key("F2", self.words["code"])
        hands.scan(SILENT, self.words["unknown"])
        hands.key("F7", self.words["another"])

    def close(self, hands):
        hands.touch(self.words["more"])
        hands.touch(self.words["close"], self.words["count"])
        hands.touch(self.words["hundred"])
        hands.type("2")
        hands.key("F12", self.words["closed"])


def play(build, out, lang, size):
    with Stage(build, out, size) as stage:
        stage.start_platform()
        till = stage.start_till("--lang", lang, "--camera", "none", "--printer", f"file:{out / 'receipts'}")
        cashier = Cashier(till, CLERK, lang)
        counter = Counter(stage, till, cashier, WORDS[lang])
        cashier.sign_in()
        cashier.open_shift()
        works = dict(zip(read_guide(), (
            counter.sell_three, counter.redeem, counter.redeem_and_sell, counter.sell_with_options,
            counter.take_deposit, counter.find, counter.hold_and_resume,
            counter.split, counter.take_off, counter.meet_a_silent_wallet, counter.close), strict=True))
        found = {}
        for row in [*works][-1:] + [*works][:-1]:  # what is counted first is the float alone
            hands = Hands(till, cashier)
            works[row](hands)
            till.shot(works[row].__name__)
            found[row] = (hands.scans, hands.keys)
            if row == [*works][-1]:
                cashier.sign_in()
                cashier.open_shift()
        expect("movements", found, read_guide())
        till.close()


sys.exit(run_in_both(__doc__, "taps", "as-few-as-the-guide-says", play))
