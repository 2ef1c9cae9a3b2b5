"""The manager looks after the stock in the real window with keys alone: what is short, a product by its name and by
the scanner, and a correction, which the other side hears of as a difference; in both languages.

    stock.py --build _build --out DIR --tap stock
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from cashier import Cashier, find_person  # noqa: E402
from tap import run_in_both  # noqa: E402
from till import Stage, expect  # noqa: E402

MANAGER = find_person("01")

WORDS = {
    "en": dict(today="What is open", low="Low stock, lowest first", find="Find a product", words="chinos", found="Found: chinos",
               choose="Choose a product", here="Here", damaged="Damaged", many="How many", moves="Moves -2", note="Note",
               booked="Damaged: -2. Booked.", less="number of at most", counted="Counted", count="Counted: +1. Booked.", offline="Offline"),
    "zh": dict(today="待处理", low="缺货商品，最少的在前", find="查找商品", words="chinos", found="找到：chinos",
               choose="请选一个商品", here="本店", damaged="损坏", many="数量", moves="变动 -2", note="说明",
               booked="损坏：-2。已记账。", less="请输入不超过", counted="盘点", count="盘点：+1。已记账。", offline="断网"),
}


def corrections(stage):
    rows = stage.rows("till/till.db", "SELECT body FROM journal WHERE kind = 'stock.corrected' ORDER BY journal_no")
    return [(body["reason"], body["delta_milli"]) for body in (json.loads(row[0]) for row in rows)]


def open_page(till, words):
    till.key("F9")
    till.await_text(words["today"])
    till.key("F8")
    till.await_text(words["low"])


def find_by_name(till, words):
    till.walk_to(words["find"])
    till.type(words["words"])
    till.key("Return")
    till.await_text(words["found"])


def here_of(till, words):
    """What stands beside "Here": the number on hand."""
    line = till.await_true("how many there are here", lambda: next(
        (text for text in till.texts() if text.startswith(words["here"] + " ")), None))
    return int(line.split()[1])


def play(build, out, lang, size):
    words = WORDS[lang]
    with Stage(build, out, size) as stage:
        stage.start_platform()
        codes = {code["label"]: code["text"] for code in stage.make_codes()}
        till = stage.start_till("--lang", lang, "--camera", "none")
        manager = Cashier(till, MANAGER, lang)
        manager.sign_in()
        manager.open_shift()
        stage.stop_platform()
        till.await_text(words["offline"])
        open_page(till, words)
        till.shot("low")

        find_by_name(till, words)
        till.key("Down", "Return")
        till.await_text(words["damaged"], words["here"] + " ")
        before = here_of(till, words)
        till.press(words["damaged"])
        till.walk_to(words["many"])
        till.type("2")
        till.await_text(words["moves"])
        till.shot("typed")
        till.await_primary_awake()
        till.key("Return")
        till.await_text(words["booked"])
        till.await_true("the number here is two less", lambda: here_of(till, words) == before - 2)
        expect("as a difference", corrections(stage), [("damaged", -2000)])

        till.walk_to(words["note"])
        till.scan(codes["Linen shirt S · white"])
        till.await_gone(words["booked"])
        first = here_of(till, words)
        till.press(words["counted"])
        till.walk_to(words["many"])
        till.type("-")
        till.await_text(words["less"])
        till.key("BackSpace")
        for digit in str(first + 1):
            till.type(digit)
        till.await_primary_awake()
        till.key("Return")
        till.await_text(words["count"])
        expect("what was counted, as a difference", corrections(stage), [("damaged", -2000), ("counted", 1000)])
        till.shot("counted")
        expect("size of the window", till.size(), stage.size)
        till.key("Escape")
        till.await_text(manager.words["ready"])
        till.close()


sys.exit(run_in_both(__doc__, "stock", "looked-for-and-corrected-offline", play))
