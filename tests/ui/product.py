"""A manager changes a product and makes one in the real window while the platform is gone, and a clerk does with a
manager's PIN, by the names that assistive technology reads, in both languages.

    product.py --build _build --out DIR --tap product
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from cashier import Cashier, find_person  # noqa: E402
from tap import run_in_both  # noqa: E402
from till import Stage, expect  # noqa: E402

MANAGER, CLERK = find_person("01"), find_person("03")
CODE = "4006381333931"

WORDS = {
    "en": dict(offline="Offline", more="More", change="Change the selected one", new="New product", price="Shelf price",
               name="Name in Chinese", code="Add a barcode: scan or type it", save="Save", saved="Saved here", take="Take the new price, 123.40", bad="from 0.01",
               drinks="Drinks", out="Sign out", ask="A manager has to approve this", pin="PIN of the manager",
               approve="Approve and save"),
    "zh": dict(offline="断网", more="更多", change="修改所选商品", new="新增商品", price="售价",
               name="中文名称", code="添加条码：扫描或输入", save="保存", saved="已存本机", take="改用新价 123.40", bad="价格应在",
               drinks="饮品", out="退出登录", ask="需要店长批准", pin="店长密码",
               approve="批准并保存"),
}


def events(stage, where="1"):
    return stage.rows("till/till.db", f"SELECT count(*) FROM journal WHERE kind = 'product.changed' AND {where}")[0][0]


def lines(stage):
    return stage.rows("till/till.db", "SELECT name_zh, list_price_minor FROM sale_line ORDER BY line_no")


def change_price(till, words, price):
    till.press(words["more"])
    till.press(words["change"])
    till.walk_to(words["price"])
    till.type(price)
    till.press(words["save"])


def change_of_a_line(stage, till, words):
    change_price(till, words, "0")
    till.await_text(words["bad"])
    till.walk_to(words["price"])
    till.type("123.40")
    till.press(words["save"])
    till.await_text(words["saved"])
    till.shot("changed")
    expect("events", events(stage), 1)
    till.key("Escape")
    till.press(words["take"])
    till.await_true("the line has the new price", lambda: lines(stage)[0][1] == 12340)


def a_new_one(stage, till, words, manager):
    till.press(words["more"])
    till.press(words["new"])
    till.walk_to(words["name"])
    till.type("Soda")
    till.walk_to(words["price"])
    till.type("6.5")
    till.walk_to(words["code"])
    till.scan(CODE)
    till.press(words["drinks"])
    till.shot("new")
    till.press(words["save"])
    till.await_text(words["saved"])
    till.key("Escape")
    manager.scan(CODE)
    till.await_true("it is sold", lambda: lines(stage)[1:] == [("Soda", 650)])


def by_a_clerk(stage, till, words, lang):
    till.press(words["more"])
    till.press(words["out"])
    Cashier(till, CLERK, lang).sign_in()
    change_price(till, words, "7.5")
    till.await_text(words["ask"])
    till.walk_to(words["pin"])
    till.type(MANAGER["pin"])
    till.shot("approving")
    till.press(words["approve"])
    till.await_text(words["saved"])
    expect("approved", events(stage, "body LIKE '%approved_by%'"), 1)


def play(build, out, lang, size):
    words = WORDS[lang]
    with Stage(build, out, size) as stage:
        stage.start_platform()
        product = next(code for code in stage.make_codes() if code["kind"] == "product")
        till = stage.start_till("--lang", lang, "--camera", "none")
        manager = Cashier(till, MANAGER, lang)
        manager.sign_in()
        manager.open_shift()
        stage.stop_platform()
        till.await_text(words["offline"])
        manager.scan(product["text"])
        till.await_true("the line is there", lambda: len(lines(stage)) == 1)
        change_of_a_line(stage, till, words)
        a_new_one(stage, till, words, manager)
        by_a_clerk(stage, till, words, lang)
        expect("size of the window", till.size(), stage.size)
        till.close()


sys.exit(run_in_both(__doc__, "product", "changed-and-made-offline", play))
