"""The commonest work at a counter as a table: each job is a list of steps, and whoever plays one says what becomes of
it between the steps (taps.py)."""

from typing import NamedTuple

from cashier import find_person

CLERK, MANAGER = find_person("03"), find_person("01")
SILENT = "130000000000000003"  # its last digit: this wallet does not answer (src/platform/wallet.h)

WORDS = {
    "en": dict(take="Take ", found="Pleated skirt", add="Add Pleated skirt", held="Held sales", lines=" 1 line",
               card="Use the card terminal", approved="Approved", paid="Card", code="Scan the payment code", unknown="No answer yet",
               another="Take the payment another way", price="New price", reason="Damaged goods", change="Change the price",
               approver="Approved by", approve="Approve", more="More", close="Close the shift", count="Count the drawer", hundred="100 yuan",
               closed="Shift closed", next="Done, next", drink="Milk tea", options="Options", customer="Next customer",
               topping="Pearls, +2.00", chosen="Iced · Pearls", deposit="Take 50.00 as a deposit", taken="Deposit taken",
               no_wallet="no wallet can be asked"),
    "zh": dict(take="收现金 ", found="百褶裙", add="加入 百褶裙", held="取单", lines=" 1 行",
               card="请在刷卡机上操作", approved="已批准", paid="刷卡", code="请扫付款码", unknown="还没有答复",
               another="请用别的方式收款", price="新价格", reason="商品有瑕疵", change="改价",
               approver="批准人", approve="批准", more="更多", close="交班", count="清点钱箱", hundred="100 元",
               closed="已交班", next="完成", drink="奶茶", options="选项", customer="下一位",
               topping="珍珠, +2.00", chosen="加冰 · 珍珠", deposit="收订金 50.00", taken="已收订金",
               no_wallet="连不上平台"),
}


class Step(NamedTuple):
    hand: str  # a method of Hands
    what: str
    then: tuple = ()  # what the window says after it
    gone: str = ""  # and says no more
    kept: bool = False  # an act of the books: whatever ends the till afterwards, it was done
    back: tuple = ()  # steps to where it was, once the till was started again


class Job(NamedTuple):
    name: str
    steps: list
    rest: list = []  # what ends the customer's business, where the work itself does not


class Hands:
    """A cashier's, who looks before each movement; counts the movements."""

    def __init__(self, till, cashier):
        self.till, self.cashier, self.scans, self.keys = till, cashier, 0, 0

    def play(self, step):
        getattr(self, step.hand)(step.what)
        if step.gone:
            self.till.await_gone(step.gone)
        self.till.await_text(*step.then)

    def scan(self, text):
        self.cashier.scan(text)
        self.scans += 1

    def key(self, name):
        self.till.await_primary_awake()
        self.till.key(name)
        self.keys += 1

    def enter(self, what):
        """Once the button says so."""
        self.till.await_text(what)
        self.key("Return")

    def type(self, text):
        self.till.type(text)
        self.keys += len(text)

    def touch(self, name):
        self.till.press(name)
        self.keys += 1


def make_jobs(stage, words, gone):
    """In the order of the guide's table. gone: the platform is."""
    codes = stage.make_codes()
    products = [code["text"] for code in codes if code["kind"] == "product"]
    drink, = stage.rows("platform/platform.db", "SELECT min (code) FROM barcode JOIN product ON id = product_id"
                                                " WHERE options <> ''")[0]
    vouchers = [code["text"] for code in codes if code["label"] == "Coffee for two"]
    ring = [Step("scan", products[0], (words["pay"],), kept=True)]
    tender = [Step("enter", words["pay"], (words["exact"],))]
    take = [Step("enter", words["exact"], gone=words["exact"]), Step("enter", words["take"], (words["done"],), kept=True)]
    redeem = [Step("scan", vouchers.pop(), (words["redeem"],)), Step("enter", words["redeem"], (words["redeemed"],), kept=True)]
    redeem_too = [Step("scan", vouchers.pop(), (words["redeem"],)), redeem[1]]
    ask_wallet = [*ring, Step("key", "F12", (words["exact"],))]
    if gone:
        wallet = Job("wallet", [*ask_wallet, Step("key", "F2", (words["no_wallet"],))], take)
    else:
        wallet = Job("wallet", [
            *ask_wallet, Step("key", "F2", (words["code"],)),
            Step("scan", SILENT, (words["unknown"],), kept=True, back=(Step("key", "F12", (words["unknown"],)),)),
            Step("key", "F7", (words["another"],), kept=True)], [Step("key", "F12", (words["exact"],)), *take])
    return [
        Job("sell_three", [*ring, *(Step("scan", product, (words["pay"],), kept=True) for product in products[1:3]),
                           *tender, *take]),
        Job("redeem", [*redeem, Step("enter", words["next"], (words["customer"],), kept=True)]),
        Job("redeem_and_sell", [*redeem_too, *ring, *tender, *take]),
        Job("options", [Step("scan", str(drink), (words["topping"],), kept=True,
                             back=(Step("touch", words["drink"]), Step("touch", words["options"], (words["topping"],)))),
                        Step("touch", words["topping"], (words["chosen"],), kept=True), *tender, *take]),
        Job("deposit", [*ring, *tender, Step("type", "50", ("50.00",)), Step("key", "F7", (words["deposit"],)),
                        Step("enter", words["deposit"], (words["taken"],), kept=True)]),
        Job("find", [Step("type", "bz", (words["found"],)), Step("key", "Down", (words["add"],)),
                     Step("enter", words["add"], (words["pay"],), kept=True)], [*tender, *take]),
        Job("hold", [*ring, Step("key", "F6", (words["held"],), kept=True), Step("key", "F10"),
                     Step("touch", words["lines"], (words["pay"],), kept=True)], [*tender, *take]),
        Job("split", [*ring, *tender, Step("type", "10", ("10.00",)),
                      Step("key", "F3", (words["card"],), kept=True, back=(Step("key", "F12", (words["card"],)),)),
                      Step("key", "F5", (words["paid"],), kept=True), *tender, *take]),
        Job("take_off", [ring[0]._replace(back=(Step("key", "Up"),)), Step("key", "slash", (words["price"],)),
                         Step("type", "20"), Step("touch", words["reason"]),
                         Step("enter", words["change"], (words["approver"],)), Step("type", MANAGER["pin"]),
                         Step("enter", words["approve"], (words["pay"],), kept=True)], [*tender, *take]),
        wallet,
        Job("close", [Step("touch", words["more"]), Step("touch", words["close"], (words["count"],)),
                      Step("touch", words["hundred"]), Step("type", "2"), Step("key", "F12", (words["closed"],), kept=True)]),
    ]
