"""What users of other tills complain about at the window, each by its symptom (tests/README.md names the threads).

    complaints.py --build _build --out DIR --tap complaints
"""

import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from cashier import Cashier, find_person  # noqa: E402
from tap import run_cases  # noqa: E402
from till import AWAIT_S, Stage, expect  # noqa: E402

CLERK = find_person("03")
N_SCANS = 40


class Desk:
    def __init__(self, stage):
        self.stage = stage
        stage.start_platform()
        self.codes = [code["text"] for code in stage.make_codes() if code["kind"] == "product"][:4]
        self.till = stage.start_till("--lang", "en", "--camera", "none", "--printer", f"file:{stage.out / 'receipts'}")
        self.cashier = Cashier(self.till, CLERK, "en")
        self.cashier.sign_in()
        self.cashier.open_shift()

    def await_pieces(self, *wanted):
        """Of each product, in the order of `codes`, in the books."""
        self.till.await_true(f"pieces: {wanted}", lambda: [self.stage.rows(
            "till/till.db", "SELECT coalesce (sum (qty_milli), 0) / 1000 FROM sale_line WHERE gtin = ?", int(code))[0][0]
            for code in self.codes[:len(wanted)]] == list(wanted))


def digits_are_lost(desk):
    """As fast as the keys come, and one scan right after the other."""
    for n in range(N_SCANS):
        desk.till.scan(desk.codes[n % 4])
    desk.await_pieces(*[N_SCANS // 4] * 4)


def the_focus_is_stolen(desk):
    """Wherever the cashier was last: in a field, on a button, on a page over the counter."""
    till = desk.till
    till.scan(desk.codes[0])
    desk.await_pieces(1)
    till.type("america")
    till.await_text("Touch one to add it.")
    till.await_primary_awake()  # nobody reaches for the scanner faster
    till.scan(desk.codes[0])
    desk.await_pieces(2)
    till.walk_to("Delete the line")
    till.scan(desk.codes[0])
    desk.await_pieces(3)
    till.press("More")
    till.await_text("Sign out")
    till.scan(desk.codes[0])
    desk.await_pieces(4)
    till.await_text("1 line, 4 items")


def manage(stage, *commands):
    """At another till of the store, by a manager."""
    lines = ["wait screen sign-in", "signin 01 2468", "shift open 200", *commands, "wait sent", "quit"]
    done = subprocess.run([stage.program("hufuctl"), "counter", "--data", stage.out / "other", "--platform", stage.platform_url,
                           "--root", stage.out / "platform" / "root.pub", "--camera", "none"],
                          input="\n".join(lines), env=stage.env, capture_output=True, text=True, check=True, timeout=AWAIT_S)
    for answer in map(json.loads, done.stdout.splitlines()):
        expect(answer["command"], (answer["ok"], answer.get("error")), (True, None))


def the_price_changes_while_it_is_in_the_basket(desk):
    """Or it is sold no more: what was rung up stays as it was, and says so."""
    till, (shirt, chinos) = desk.till, desk.codes[:2]
    for code in shirt, chinos:
        desk.cashier.scan(code)
    till.await_text("498.00")
    manage(desk.stage, f"product price {shirt} 99.00", f"product off {chinos}")
    till.key("F5")  # asks at once
    till.await_text("Now 99.00; this line keeps its price", "No longer in the catalogue; price kept", "498.00")
    till.shot("kept")
    desk.await_pieces(1, 1)
    desk.cashier.press_primary(desk.cashier.words["pay"])
    desk.cashier.press_primary(desk.cashier.words["exact"])
    till.await_gone(desk.cashier.words["exact"])
    desk.cashier.press_primary("Take 498.00")
    till.await_text(desk.cashier.words["done"])
    expect("sold for", desk.stage.rows("till/till.db", "SELECT gross_minor FROM sale WHERE state = 'finished'"), [(49800,)])
    desk.cashier.scan(shirt)
    till.await_text("99.00")


STORIES = [digits_are_lost, the_focus_is_stolen, the_price_changes_while_it_is_in_the_basket]


def play(build, out, story):
    with Stage(build, out) as stage:
        desk = Desk(stage)
        story(desk)
        desk.till.shot(story.__name__)
        expect("size of the window", desk.till.size(), stage.size)
        desk.till.close()


sys.exit(run_cases(__doc__, "complaints", [(story.__name__, lambda build, out, s=story: play(build, out, s)) for story in STORIES]))
