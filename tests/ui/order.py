"""A cashier sells a drink with what the customer chose of it, takes a deposit for another one, finishes that order, and
gives back the deposit of a third; a manager keeps the deposit of a fourth. In the real window, in both languages.

    order.py --build _build --out DIR --tap order
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from cashier import Cashier, find_person  # noqa: E402
from tap import run_in_both  # noqa: E402
from till import Stage, expect  # noqa: E402

CLERK, MANAGER = find_person("03"), find_person("01")
FULL_SUGAR, NO_SUGAR, ICED, PEARLS = 1 << 0, 1 << 2, 1 << 4, 1 << 6  # places of the milk tea's offer (data/demo/store.json)

WORDS = {
    "en": dict(choose="Touch what is different", extra="Pearls, +2.00", sweet="No sugar", deposit="Take ", sums="A fifth",
               taken="Deposit taken", standard=("Full sugar", "Iced"), paid="Deposit of", ahead="Discard calls the order off", name="iced tea", left="Left to pay", held="Held sales", discard="Discard",
               question="Call this order off?", reason="Customer changed", off="The order is off", rest="Still to pay",
               whole="Total {}, deposit 5.00", keep="Keep the deposit", kept="The deposit is kept.", more="More", out="Sign out",
               take="Take "),
    "zh": dict(choose="有不同的请点选", extra="珍珠, +2.00", sweet="无糖", deposit="收订金 ", sums="两成",
               taken="已收订金", standard=("全糖", "加冰"), paid="订金 2", ahead="要取消订单，请按清空", name="iced tea", left="取货时还需付", held="取单", discard="清空",
               question="取消这张订单？", reason="顾客", off="订单已取消", rest="还应收",
               whole="合计 {}，订金 5.00", keep="订金不退", kept="订金不退。", more="更多", out="退出登录",
               take="收现金 "),
}


class Desk:
    def __init__(self, stage, till, lang):
        self.stage, self.till = stage, till
        self.cashier = Cashier(till, CLERK, lang)
        self.words = {**self.cashier.words, **WORDS[lang]}
        code, self.price = stage.rows("platform/platform.db", "SELECT min (code), price_minor FROM barcode JOIN product"
                                                              " ON id = product_id WHERE options <> ''")[0]
        self.tea = str(code)

    def key(self, name):
        self.till.await_primary_awake()
        self.till.key(name)

    def await_chosen(self, places):
        self.till.await_true(f"chosen: {places}", lambda: self.stage.rows(
            "till/till.db", "SELECT chosen FROM sale_line") == [(places,)])

    def deposits(self):
        return self.stage.rows("till/till.db", "SELECT number, amount_minor, state FROM deposit ORDER BY number")

    def take_cash(self):
        self.cashier.press_primary(self.words["pay"])
        self.cashier.press_primary(self.words["exact"])
        self.till.await_gone(self.words["exact"])
        self.cashier.press_primary(self.words["take"])
        self.till.await_text(self.words["done"])

    def sell_with_options(self):
        self.cashier.scan(self.tea)
        self.till.await_text(self.words["choose"])
        self.await_chosen(FULL_SUGAR | ICED)
        self.till.press(self.words["extra"])
        self.await_chosen(FULL_SUGAR | ICED | PEARLS)
        self.till.press(self.words["sweet"])
        self.await_chosen(NO_SUGAR | ICED | PEARLS)
        self.till.shot("options")
        self.take_cash()
        self.till.shot("sold")
        expect("sold for", self.stage.rows("till/till.db", "SELECT gross_minor FROM sale WHERE state = 'finished'"),
               [(self.price + 200,)])

    def order(self):
        self.cashier.scan(self.tea)
        self.till.await_text(self.words["choose"])
        self.cashier.press_primary(self.words["pay"])
        self.till.await_text(self.words["exact"])
        self.till.type("5")
        self.key("F7")
        self.till.await_text(self.words["sums"])
        self.till.type(self.words["name"])
        self.till.key("Return")
        self.till.await_text(self.words["name"])
        self.till.shot("deposit")
        self.cashier.press_primary(self.words["deposit"])
        self.till.await_text(self.words["taken"], self.words["left"])
        self.till.shot("taken")
        self.till.await_true("the slip tells what was chosen", self.slip_tells_choices)

    def slip_tells_choices(self):
        """On the newest paper, which is the slip of an order of what is standard."""
        newest = max((self.stage.out / "receipts").glob("*.bin"))
        paper = newest.read_bytes().decode("gb18030", "replace")
        return "001-01-D" in paper and all(choice in paper for choice in self.words["standard"])

    def pick_up(self):
        self.cashier.scan("001-01-D0001")
        self.till.await_text(self.words["pay"])
        self.till.await_text(self.words["rest"], self.words["whole"].format(f"{self.price / 100:.2f}"))
        self.till.shot("picked-up")
        self.till.press(self.words["paid"])
        self.till.await_text(self.words["ahead"])
        self.take_cash()
        expect("deposits", self.deposits(), [(1, 500, "used")])

    def call_off(self):
        self.order()
        self.key("F10")
        self.till.await_text(self.words["held"])
        self.till.shot("held")
        self.till.press(self.words["name"])
        self.till.await_text(self.words["pay"])
        self.till.press(self.words["discard"])
        self.till.await_text(self.words["question"])
        self.till.shot("off")
        self.till.press(self.words["reason"])
        self.till.await_text(self.words["off"])
        self.till.shot("given-back")
        expect("deposits", self.deposits(), [(1, 500, "used"), (2, 500, "returned")])

    def keep(self, lang):
        """The customer does not come back. A clerk cannot keep what was paid ahead; a manager can."""
        self.order()
        self.cashier.scan("001-01-D0003")
        self.till.await_text(self.words["rest"])
        self.till.press(self.words["discard"])
        self.till.await_text(self.words["question"])
        expect("a clerk may keep it", any(self.words["keep"] == text for text in self.till.texts()), False)
        self.key("Return")
        self.till.await_gone(self.words["question"])
        self.till.press(self.words["more"])
        self.till.await_text(self.words["out"])
        self.till.press(self.words["out"])
        Cashier(self.till, MANAGER, lang).sign_in()
        self.cashier.scan("001-01-D0003")
        self.till.await_text(self.words["rest"])
        self.till.press(self.words["discard"])
        self.till.await_text(self.words["question"])
        self.till.shot("keep")
        self.till.press(self.words["keep"])
        self.till.await_text(self.words["off"], self.words["kept"])
        self.till.shot("kept")
        expect("deposits", self.deposits(), [(1, 500, "used"), (2, 500, "returned"), (3, 500, "kept")])


def play(build, out, lang, size):
    with Stage(build, out, size) as stage:
        stage.start_platform()
        till = stage.start_till("--lang", lang, "--camera", "none", "--printer", f"file:{out / 'receipts'}")
        desk = Desk(stage, till, lang)
        desk.cashier.sign_in()
        desk.cashier.open_shift()
        desk.sell_with_options()
        desk.order()
        desk.pick_up()
        desk.call_off()
        desk.keep(lang)
        expect("sales", stage.rows("till/till.db", "SELECT state, count(*) FROM sale WHERE state = 'finished'"
                                                   " GROUP BY state"), [("finished", 2)])
        expect("size of the window", till.size(), stage.size)
        till.close()


sys.exit(run_in_both(__doc__, "order", "options-and-a-deposit", play))
