"""The manager looks at what is printed in the real window with keys and touch: the receipt as its template is, a fault in
the file with its line, the slip, and prints labels of a product that is found; in both languages.

    paper.py --build _build --out DIR --tap paper
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from cashier import Cashier, find_person  # noqa: E402
from tap import run_in_both  # noqa: E402
from till import Stage, expect  # noqa: E402

MANAGER = find_person("01")
OWN = "hufu-receipt 1\nstore\nnumber\ntime\nlines\ntotals\npayments\ntax\n"

WORDS = {
    "en": dict(more="More", open="Receipts and labels", file="receipt.template", picture="How it looks on paper", line="line 9:",
               slip="Preparation slip", when="categories to prepare", label="Label", find="Find a product", one="One label more",
               print="Print labels", done="The labels are with the printer", again="A change shows here at once"),
    "zh": dict(more="更多", open="小票与标签", file="receipt.template", picture="打印效果", line="第 9 行：",
               slip="制作单", when="要制作的类别", label="标签", find="查找商品", one="多打一张",
               print="打印标签", done="标签已交给打印机", again="马上显示在这里"),
}


def papers(stage):
    return [path.read_bytes() for path in sorted((stage.out / "paper").glob("*.bin"))]


def play(build, out, lang, size):
    words = WORDS[lang]
    with Stage(build, out, size) as stage:
        stage.start_platform()
        codes = {code["label"]: code["text"] for code in stage.make_codes()}
        till = stage.start_till("--lang", lang, "--camera", "none", "--printer", f"file:{stage.out / 'paper'}")
        manager = Cashier(till, MANAGER, lang)
        manager.sign_in()
        manager.open_shift()
        template = stage.out / "till" / "receipt.template"

        till.press(words["more"])
        till.press(words["open"])
        till.await_text(words["again"], words["picture"])
        till.shot("receipt")
        template.write_text(OWN + "text centre\n")
        till.await_text(words["line"])
        till.shot("fault")
        template.write_text(OWN)
        till.await_text(words["again"])

        till.press(words["slip"])
        till.await_text(words["when"])
        till.shot("slip")
        till.press(words["label"])
        till.walk_to(words["find"])
        till.scan(codes["Linen shirt S · white"])
        till.await_text(words["picture"])
        till.press(words["one"])
        till.press(words["print"])
        till.await_text(words["done"])
        till.await_true("labels are printed", lambda: papers(stage))
        till.shot("label")
        expect("one paper", len(papers(stage)), 1)
        expect("size of the window", till.size(), stage.size)
        till.key("Escape")
        till.await_text(manager.words["ready"])
        till.close()


sys.exit(run_in_both(__doc__, "paper", "looked-at-and-labels-printed", play))
