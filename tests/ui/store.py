"""A store in its windows: two tills that share what they hold, and the manager who closes what is open.

    store.py --build _build --out DIR --tap WHAT   WHAT is
        store    a right moves between two windows while the buttons of the page More cut the networks
        manager  a voucher that was used twice is a case that the manager closes
        held     a sale that one till holds is taken and finished at the other
"""

import argparse
import importlib.util
import sys
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).parent))
from cashier import Cashier, find_person  # noqa: E402
from tap import run_tap  # noqa: E402
from till import Stage, expect  # noqa: E402

WORDS = {
    "en": dict(more="More", sell="Sell", wan="Internet", lan="Network of the store", cut="cut off",
               well="connected", neighbours="Other tills that answer: 1", offline="Offline",
               there="Certain: till 1 holds the right", moved="Certain: moved from till 1",
               nobody="The other till does not answer and there is no internet", done="Done, next",
               manager="For the manager", twice="Used beyond its worth", close="Close: loss",
               today="One by one", held="Held", others="At the other tills", at="till 1 · 1 line", take="Take ",
               none="No sale is held"),
    "zh": dict(manager="店长", twice="使用超出券值", close="结案：损失", done="完成，下一位",
               today="逐项处理", neighbours="有应答的其他收银机：1", held="取单", others="其他收银机的挂单",
               at="1 号机 · 1 行", take="收现金 ", none="没有挂"),
}


def deals_of(stage):
    return [code for code in stage.make_codes() if code["kind"] == "voucher" and code["type"] == "deal"
            and code["state"] == "valid" and code["home_store"] == 1]


def open_till(stage, data, no, lang="en", x=0):
    till = stage.start_till("--lang", lang, "--link", stage.out / "link", "--camera", "none",
                            "--printer", f"file:{stage.out / 'receipts'}", data=data)
    till.move(x)
    cashier = Cashier(till, find_person(no), lang)
    cashier.sign_in()
    cashier.open_shift()
    return cashier


class Shop:
    """Two windows side by side. The first till is there before the second one, so it holds every right."""

    def __init__(self, stage):
        self.stage, self.words = stage, WORDS["en"]
        self.vouchers = deals_of(stage)
        self.one = open_till(stage, "till-1", "03")
        self.one.till.await_true("the rights are held at till 1", lambda: all(
            self.holds("till-1", voucher) for voucher in self.vouchers[:2]))
        self.two = open_till(stage, "till-2", "04", x=stage.size[0])

    def holds(self, data, voucher):
        return self.stage.rows(f"{data}/till.db", "SELECT 1 FROM entitlement WHERE cti = ?", cti_of(voucher))

    def press_on_more(self, cashier, which, state):
        cashier.till.press(self.words["more"])
        cashier.till.press(f"{self.words[which]}: {self.words[state]}")
        cashier.till.press(self.words["sell"])


def cti_of(voucher):
    return bytes.fromhex(voucher["cti"].replace("-", ""))


def play_store(build, out):
    with Stage(build, out, n_windows=2) as stage:
        stage.start_platform()
        shop = Shop(stage)
        one, two, words = shop.one, shop.two, shop.words
        stage.shot("both")
        two.till.take_keys()
        shop.press_on_more(two, "wan", "cut")
        for cashier in (one, two):
            cashier.till.await_text(words["offline"])
        first, second = shop.vouchers[:2]
        two.scan(first["text"])
        two.till.await_text(words["there"])
        stage.shot("there")
        two.press_primary(two.words["redeem"])
        two.till.await_text(two.words["redeemed"], words["moved"])
        expect("rights left at till 1", bool(shop.holds("till-1", first)), False)
        stage.shot("moved")
        two.press_primary(words["done"])
        two.till.await_text(two.words["done"])
        shop.press_on_more(one, "lan", "cut")
        two.till.await_gone(words["neighbours"])
        two.scan(second["text"])
        two.till.await_text(words["nobody"])
        expect("right still at till 1", bool(shop.holds("till-1", second)), True)
        stage.shot("nobody")
        shop.press_on_more(one, "lan", "well")
        two.till.await_text(words["neighbours"])
        two.till.key("F5")
        two.press_primary(two.words["redeem"])
        two.till.await_text(two.words["redeemed"], words["moved"])
        two.press_primary(words["done"])
        two.till.await_text(two.words["done"])
        shop.press_on_more(one, "wan", "well")
        two.till.await_true("the platform knows both, once", lambda: [
            stage.rows("platform/platform.db", "SELECT count(*) FROM use WHERE state = 'used' AND cti = ?",
                       cti_of(voucher)) for voucher in (first, second)] == [[(1,)], [(1,)]])
        for cashier in (one, two):
            cashier.till.close()


def plant_second_use(stage, voucher):
    """As if another till had accepted the same voucher without its right."""
    path = Path(__file__).parents[1] / "counter/test-online.py"
    spec = importlib.util.spec_from_file_location("online", path)
    online = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(online)
    online.plant_second_use(SimpleNamespace(platform=SimpleNamespace(folder=stage.out / "platform")), voucher)


def play_manager(build, out, lang):
    with Stage(build, out) as stage:
        stage.start_platform()
        voucher, words = deals_of(stage)[0], WORDS[lang]
        manager = open_till(stage, "till-1", "01", lang)
        till = manager.till
        manager.scan(voucher["text"])
        manager.press_primary(manager.words["redeem"])
        till.await_text(manager.words["redeemed"])
        manager.press_primary(words["done"])
        till.await_text(manager.words["done"])
        till.await_true("the platform has the use", lambda: stage.rows(
            "platform/platform.db", "SELECT 1 FROM use WHERE state = 'used' AND cti = ?", cti_of(voucher)))
        plant_second_use(stage, voucher)
        till.key("F9")
        till.await_text(words["today"])
        till.shot("today")
        till.key("F9")
        till.await_text(words["manager"], words["twice"], words["close"])
        expect("size of the window", till.size(), stage.size)
        till.shot("case")
        till.press(words["close"])
        till.await_gone(words["twice"])
        till.shot("closed")
        expect("the conflict", stage.rows("platform/platform.db", "SELECT state, decision FROM conflict"),
               [("decided", "loss")])
        till.key("Escape")
        till.await_text(manager.words["camera"])
        till.close()


def play_held(build, out, lang):
    """What the other till held is finished here, and is in the list of neither any more."""
    with Stage(build, out, n_windows=2) as stage:
        stage.start_platform()
        product, words = next(code for code in stage.make_codes() if code["kind"] == "product"), WORDS[lang]
        one = open_till(stage, "till-1", "03", lang)
        one.scan(product["text"])
        one.till.await_text(one.words["pay"])
        one.till.type("red coat")
        one.till.key("F6")
        one.till.await_text(words["held"])
        two = open_till(stage, "till-2", "04", lang, x=stage.size[0])
        two.till.await_text(words["neighbours"])
        two.till.key("F10")
        two.till.await_text(words["others"], words["at"], "red coat")
        stage.shot("listed")
        two.till.press(words["at"])
        two.press_primary(two.words["pay"])
        two.press_primary(two.words["exact"])
        two.press_primary(words["take"])
        two.till.await_text(two.words["done"])
        one.till.take_keys()
        one.till.key("F10")
        one.till.await_text(words["none"])
        stage.shot("taken")
        expect("sales finished", [stage.rows(f"{data}/till.db", "SELECT count(*) FROM sale WHERE state = 'finished'")[0][0]
                                  for data in ("till-1", "till-2")], [0, 1])
        for cashier in (one, two):
            cashier.till.close()


CASES = {
    "store": [("a-right-moves-between-two-windows", play_store)],
    "held": [(f"a-held-sale-is-finished-at-the-other-till-{lang}", lambda build, out, l=lang: play_held(build, out, l))
             for lang in ("en", "zh")],
    "manager": [(f"a-case-is-closed-{lang}", lambda build, out, l=lang: play_manager(build, out, l))
                for lang in ("en", "zh")],
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--build", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--tap", required=True, choices=CASES)
    options = parser.parse_args()
    return run_tap(options.tap, [(name, lambda p=play, n=name: p(options.build, options.out / n))
                                 for name, play in CASES[options.tap]])


sys.exit(main())
