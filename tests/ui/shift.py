"""A shift in the real window, in both languages: a sale, cash out of the drawer, a count that is short, a
manager who approves it, and the Z at the platform.

    shift.py --build _build --out DIR --tap shift
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from cashier import Cashier, find_person  # noqa: E402
from tap import run_in_both  # noqa: E402
from till import Stage, expect  # noqa: E402

CLERK, MANAGER = find_person("03"), find_person("01")
FLOAT_MINOR, OUT_MINOR, COUNTED_MINOR = 20000, 1250, 10000

WORDS = {
    "en": dict(more="More", drawer="Cash in and out", page="Cash in the drawer", out="Cash out", why="Small expense",
               book="Cash out 12.50", missing="needs a few words", note="A few words, if need be",
               booked="Cash out 12.50: Small expense. Booked.", take="Take 2", close="Close the shift",
               count="Count the drawer", hundred="100 yuan", hand_in="Hand in 100.00", short="short",
               reason="Wrong change given", approve="Approve and close", closed="Shift closed"),
    "zh": dict(more="更多", drawer="存取现金", page="登记现金", out="现金取出", why="零星开支",
               book="现金取出 12.50", missing="需要写几个字", note="说明（可选）",
               booked="现金取出 12.50：零星开支。已记账。", take="收现金 2", close="交班",
               count="清点钱箱", hundred="100 元", hand_in="提交实点 100.00", short="短款",
               reason="找零有误", approve="批准并交班", closed="已交班"),
}


def sell_one(cashier, words, product):
    till = cashier.till
    cashier.scan(product["text"])
    till.await_text(cashier.words["pay"])
    till.await_primary_awake()
    till.key("F12")
    cashier.press_primary(cashier.words["exact"])
    cashier.press_primary(words["take"])
    till.await_text(cashier.words["done"])


def take_out(stage, cashier, words):
    till = cashier.till
    till.press(words["more"])
    till.press(words["drawer"])
    till.await_text(words["page"])
    till.press(words["out"])
    till.press(words["why"])
    till.type("12.5")
    cashier.press_primary(words["book"])
    till.await_text(words["missing"])
    till.walk_to(words["note"])
    till.type("tape")
    till.shot("drawer")
    cashier.press_primary(words["book"])
    till.await_text(words["booked"])
    expect("cash moves in the journal", stage.rows(
        "till/till.db", "SELECT count(*) FROM journal WHERE kind = 'cash.moved'")[0][0], 1)


def close(cashier, words):
    till = cashier.till
    till.press(words["more"])
    till.press(words["close"])
    till.await_text(words["count"])
    till.press(words["hundred"])
    till.type("1")
    till.await_text(words["hand_in"])
    till.shot("counted")
    till.await_primary_awake()
    till.key("F12")
    till.await_text(words["short"], words["approve"])
    till.press(words["reason"])
    till.type(MANAGER["pin"])
    till.shot("short")
    cashier.press_primary(words["approve"])
    till.await_text(words["closed"])
    till.shot("closed")


def play(build, out, lang, size):
    words = WORDS[lang]
    with Stage(build, out, size) as stage:
        stage.start_platform()
        product = next(code for code in stage.make_codes() if code["kind"] == "product")
        till = stage.start_till("--lang", lang, "--camera", "none", "--printer", f"file:{out / 'receipts'}")
        cashier = Cashier(till, CLERK, lang)
        cashier.sign_in()
        cashier.open_shift()
        sell_one(cashier, words, product)
        take_out(stage, cashier, words)
        close(cashier, words)
        expect("size of the window", till.size(), stage.size)
        till.await_true("the Z is at the platform", lambda: stage.rows("platform/platform.db", "SELECT 1 FROM z"))
        gross = stage.rows("till/till.db", "SELECT gross_minor FROM sale WHERE state = 'finished'")[0][0]
        expected, counted = stage.rows(
            "platform/platform.db", "SELECT json_extract (body, '$.expected_minor'),"
            " json_extract (body, '$.counted_minor') FROM z")[0]
        expect("what the drawer should have held", expected, FLOAT_MINOR + gross - OUT_MINOR)
        expect("what was counted", counted, COUNTED_MINOR)
        till.close()


sys.exit(run_in_both(__doc__, "shift", "from-float-to-z", play))
