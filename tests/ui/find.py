"""A product found by its pinyin in the real window, in both languages: each key finds, the arrows choose,
Enter adds what the button names, and a scan in the middle is still a scan.

    find.py --build _build --out DIR --tap find
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from cashier import Cashier, find_person  # noqa: E402
from tap import run_in_both  # noqa: E402
from till import Stage, expect  # noqa: E402

CLERK = find_person("03")
TYPED = "bzq"  # 百褶裙, from its first hanzi on; no other design of the demo has these

WORDS = {
    "en": dict(choose="Touch one to add it.", add="Add Pleated skirt", name="Pleated skirt"),
    "zh": dict(choose="点一个加入。", add="加入 百褶裙", name="百褶裙"),
}


def lines(stage):
    return stage.rows("till/till.db", "SELECT name_en FROM sale_line ORDER BY line_no")


def play(build, out, lang, size):
    words = WORDS[lang]
    with Stage(build, out, size=size) as stage:
        stage.start_platform()
        products = [code for code in stage.make_codes() if code["kind"] == "product"]
        till = stage.start_till("--lang", lang)
        cashier = Cashier(till, CLERK, lang)
        cashier.sign_in()
        cashier.open_shift()
        till.type(TYPED)
        till.await_text(TYPED, words["choose"], words["name"])
        till.key("Down")
        till.await_text(words["add"])
        till.shot("chosen")
        till.await_primary_awake()
        till.key("Return")
        till.await_true("the skirt is in the basket", lambda: lines(stage) == [("Pleated skirt",)])
        till.type(TYPED[:2])
        till.await_text(TYPED[:2], words["choose"])
        till.await_primary_awake()  # the hand goes to the scanner
        till.scan(products[0]["text"])
        till.await_true("the scan is in the basket", lambda: len(lines(stage)) == 2)
        expect("size of the window", till.size(), stage.size)
        till.close()


sys.exit(run_in_both(__doc__, "find", "by-pinyin", play))
