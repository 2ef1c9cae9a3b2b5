"""Somebody learns at the real window: into training from the menu, signed in with the same PIN, a sale and a voucher,
and back; the till's books have nothing of it. In both languages.

    training.py --build _build --out DIR --tap training
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from cashier import Cashier, find_person  # noqa: E402
from tap import run_in_both  # noqa: E402
from till import Stage, expect  # noqa: E402

CASHIER = find_person("02")

WORDS = {
    "en": dict(more="More", train="Begin training", banner="Nothing here counts", unused="Training: not used", done="Next customer",
               total="Total", leave="Leave training", exact="Exact cash: 259.00", take="Take 259.00"),
    "zh": dict(more="更多", train="开始练习", banner="这里的操作不算数", unused="练习：没有核销", done="下一位",
               total="应收", leave="结束练习", exact="刚好收 259.00", take="收现金 259.00"),
}


def journal(stage):
    return stage.rows("till/till.db", "SELECT * FROM journal ORDER BY journal_no")


def learn(till, learner, words, codes):
    learner.sign_in()
    learner.open_shift()
    till.await_text(words["banner"])
    learner.scan(codes["Coffee for two"])
    till.await_text(words["unused"], words["banner"])
    till.shot("voucher")
    learner.scan(codes["Linen shirt S · white"])
    till.await_text("× 1 259.00")  # the line's name
    till.shot("selling")
    learner.press_primary(learner.words["pay"])
    till.await_text(words["exact"], words["banner"])
    till.shot("tender")
    learner.press_primary(words["exact"])
    learner.press_primary(words["take"])
    till.await_text(words["done"], words["banner"])
    till.shot("done")


def play(build, out, lang, size):
    words = WORDS[lang]
    with Stage(build, out, size) as stage:
        stage.start_platform()
        codes = {code["label"]: code["text"] for code in stage.make_codes()}
        till = stage.start_till("--lang", lang, "--camera", "none")
        cashier = Cashier(till, CASHIER, lang)
        cashier.sign_in()
        cashier.open_shift()
        before = journal(stage)
        till.press(words["more"])
        till.press(words["train"])
        till.await_text(words["banner"])
        till.take_keys()
        till.shot("sign-in")
        learn(till, cashier, words, codes)
        expect("finished while training", stage.rows(
            "till/training/till.db", "SELECT count(*) FROM sale WHERE state = 'finished'"), [(1,)])
        expect("size of the window", till.size(), stage.size)
        till.press(words["leave"])
        till.await_gone(words["banner"])
        till.take_keys()
        cashier.choose_name()
        expect("the till's journal", [row[0] for row in journal(stage)][:len(before)], [row[0] for row in before])
        expect("sales of the till", stage.rows("till/till.db", "SELECT count(*) FROM sale WHERE state = 'finished'"), [(0,)])
        till.close()


sys.exit(run_in_both(__doc__, "training", "learns-and-comes-back", play))
