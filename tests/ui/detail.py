"""A cashier sells in the real window what asks for something: a serial number that is typed and one that is scanned,
and a due date that is touched, by the names that assistive technology reads, in both languages.

    detail.py --build _build --out DIR --tap detail
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from cashier import Cashier, find_person  # noqa: E402
from tap import run_in_both  # noqa: E402
from till import Stage, expect  # noqa: E402

CASHIER = find_person("02")

WORDS = {
    "en": dict(serial="The serial number of this piece: scan it, or type it, then Enter.",
               missing="has no serial number yet", tomorrow="Tomorrow", again="Due date", due="Choose, or type"),
    "zh": dict(serial="这一件的序列号：请扫码，或输入后按回车。",
               missing="还没有序列号", tomorrow="明天", again="取货时间", due="请选择，或输入"),
}


def lines(stage, column):
    return [value for value, in stage.rows("till/till.db", f"SELECT {column} FROM sale_line ORDER BY line_no")]


def find_code(stage, name):
    return str(stage.rows("platform/platform.db", "SELECT min (code) FROM barcode JOIN product ON id = product_id"
                                                  " WHERE name_en = ?", name)[0][0])


def serials(stage, till, words, cashier):
    code = find_code(stage, "Laptop sleeve")
    cashier.scan(code)
    till.await_text(words["serial"])
    till.shot("serial")
    till.await_primary_awake()
    till.key("F12")
    till.await_text(words["missing"])
    till.type("SN77")
    till.key("Return")
    till.await_true("the first has its number", lambda: lines(stage, "serial") == ["SN77"])
    till.await_gone(words["serial"])
    cashier.scan(code)
    till.await_text(words["serial"])
    till.scan("SN-2026-000078")
    till.await_true("the second has its own", lambda: lines(stage, "serial") == ["SN77", "SN-2026-000078"])
    till.await_gone(words["serial"])


def due(stage, till, words, cashier):
    cashier.scan(find_code(stage, "New-year hamper"))
    till.await_text(words["due"])
    till.shot("due")
    till.press(words["tomorrow"])
    till.await_true("it has a day", lambda: lines(stage, "due_day > 20260000 AND due_minute = -1")[2] == 1)
    till.await_gone(words["due"])
    till.press(words["again"])
    till.await_text(words["due"])
    till.type("+2 9:05")
    till.key("Return")
    till.await_true("it has a time", lambda: lines(stage, "due_minute")[2] == 545)
    till.await_gone(words["due"])


def play(build, out, lang, size):
    words = WORDS[lang]
    with Stage(build, out, size) as stage:
        stage.start_platform()
        till = stage.start_till("--lang", lang, "--camera", "none")
        cashier = Cashier(till, CASHIER, lang)
        cashier.sign_in()
        cashier.open_shift()
        serials(stage, till, words, cashier)
        due(stage, till, words, cashier)
        till.shot("lines")
        expect("size of the window", till.size(), stage.size)
        till.close()


sys.exit(run_in_both(__doc__, "detail", "serial-numbers-and-a-due-date", play))
