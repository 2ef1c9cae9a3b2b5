"""What users of other tills complain about their scanners, in the real window: digits are lost, what has the focus
takes them (opensourcepos 849, 2390; pos-addons 49, 50).

    scanner.py --build _build --out DIR --tap scanner
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from cashier import Cashier, find_person  # noqa: E402
from tap import run_cases  # noqa: E402
from till import Stage, expect  # noqa: E402

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


STORIES = [digits_are_lost, the_focus_is_stolen]


def play(build, out, story):
    with Stage(build, out) as stage:
        desk = Desk(stage)
        story(desk)
        desk.till.shot(story.__name__)
        expect("size of the window", desk.till.size(), stage.size)
        desk.till.close()


sys.exit(run_cases(__doc__, "scanner", [(story.__name__, lambda build, out, s=story: play(build, out, s)) for story in STORIES]))
