"""The commonest work in the real window (jobs.py), in both languages.

    taps.py --build _build --out DIR --tap WHAT   WHAT is
        taps    with as few keys and touches as the guide says (GUIDE.md)
        gone    the platform is gone when the till starts: all of it goes on but for the wallet, which says so
        killed  the till is killed (-9) after each step, in one of the languages: nothing is lost, nothing is there
                twice, and the clerk goes on from the last thing that was done; with the platform, and without it
"""

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from cashier import Cashier  # noqa: E402
from jobs import CLERK, WORDS, Hands, make_jobs  # noqa: E402
from tap import run_tap  # noqa: E402
from till import Stage, expect  # noqa: E402

GUIDE = Path(__file__).parents[2] / "GUIDE.md"
SIZES = {"en": (1366, 768), "zh": (1920, 1080)}

# What the customers' business is by the books, at one moment. What a wallet answered is told by other tests.
BOOKS = """SELECT json_object (
  'finished', (SELECT json_group_array (json_array (receipt_no, gross_minor)) FROM
    (SELECT * FROM sale WHERE state = 'finished' ORDER BY sale_no)),
  'open', (SELECT json_group_array (json_array (state, kind, gtin, qty_milli, chosen)) FROM
    (SELECT * FROM sale_line JOIN sale USING (sale_no) WHERE state <> 'finished' ORDER BY sale_no, line_no)),
  'by hand', (SELECT count(*) FROM sale_markdown),
  'used', (SELECT count(*) FROM voucher_use WHERE state = 'redeemed'),
  'payments', (SELECT json_group_array (json_array (kind, amount_minor, paid_minor, abandoned)) FROM payment),
  'deposits', (SELECT json_group_array (json_array (number, amount_minor, state)) FROM deposit),
  'shifts', (SELECT json_group_array (json_array (shift_no, z_no)) FROM shift),
  'cash', (SELECT sum (debit_minor - credit_minor) FROM ledger_entry WHERE account = 'cash'))"""

# What lies in the drawer is what was put there: the floats of the shifts that are open, cash taken and deposits.
DRAWER = """SELECT (SELECT sum (float_minor) FROM shift WHERE z_no IS NULL)
  + (SELECT coalesce (sum (received_minor - change_minor), 0) FROM sale_tender WHERE kind = 'cash')
  + (SELECT coalesce (sum (cash_minor), 0) FROM deposit)"""


def read_guide():
    """[(scans, keys)] of the table's rows."""
    rows = [line.split("|") for line in GUIDE.read_text().splitlines() if line.startswith("| ")]
    return {cells[1].strip(): (int(cells[3]), int(cells[4])) for cells in rows[1:]}


class Counter:
    """A till of its own with a clerk at it."""

    def __init__(self, build, out, lang, gone):
        self.stage, self.lang, self.gone = Stage(build, out, SIZES[lang]), lang, gone

    def __enter__(self):
        self.stage.__enter__()
        self.stage.start_platform()
        self.start()
        self.cashier.open_shift()
        self.jobs = make_jobs(self.stage, {**self.cashier.words, **WORDS[self.lang]}, self.gone)
        self.till.await_true("the rights are held here", lambda: self.rows("SELECT count(*) FROM entitlement")[0][0] >= 40)
        if self.gone:
            self.till.close()
            self.stage.stop_platform()
            self.start()
        return self

    def __exit__(self, *exc):
        self.stage.__exit__(*exc)

    def start(self):
        self.till = self.stage.start_till("--lang", self.lang, "--camera", "none",
                                          "--printer", f"file:{self.stage.out / 'receipts'}")
        self.cashier = Cashier(self.till, CLERK, self.lang)
        self.hands = Hands(self.till, self.cashier)
        self.cashier.sign_in()

    def in_order(self):
        """The close first: what is counted then is the float alone."""
        for job in [self.jobs[-1], *self.jobs[:-1]]:
            yield job
            if job is self.jobs[-1]:
                if self.till.await_any(*(self.cashier.words[page] for page in ("who", "shift"))) == self.cashier.words["who"]:
                    self.cashier.sign_in()
                self.cashier.open_shift()

    def play(self, steps):
        for step in steps:
            self.hands.play(step)

    def rows(self, query):
        return self.stage.rows("till/till.db", query)

    def books(self):
        return json.loads(self.rows(BOOKS)[0][0])

    def check(self):
        """At the end of the day."""
        expect("sales that are finished", len(self.books()["finished"]), 9)
        expect("in the drawer", self.books()["cash"], self.rows(DRAWER)[0][0])
        if self.gone:
            self.stage.start_platform()
            self.till.key("F5")
        self.till.await_true("everything is sent", lambda: self.stage.ctl(
            "--data", self.stage.out / "till", "status")["unsent"] == 0)
        expect("sales at the platform", self.stage.rows(
            "platform/platform.db", "SELECT receipt_no, gross_minor FROM sale WHERE terminal_id IS NOT NULL"
                                    " AND state = 'finished' ORDER BY receipt_no"),
            [tuple(sale) for sale in self.books()["finished"]])
        expect("charged by the wallet", self.stage.rows(
            "platform/platform.db", "SELECT coalesce (sum (paid_minor), 0) FROM payment"), [(0,)])
        expect("journal", self.stage.ctl("--data", self.stage.out / "till", "journal", "verify")["whole"], True)
        self.till.close()


def count(build, out, lang, gone):
    with Counter(build, out, lang, gone) as counter:
        rows, found = dict(zip([job.name for job in counter.jobs], read_guide(), strict=True)), {}
        for job in counter.in_order():
            counter.hands = Hands(counter.till, counter.cashier)
            counter.play(job.steps)
            counter.till.shot(job.name)
            found[rows[job.name]] = (counter.hands.scans, counter.hands.keys)
            counter.play(job.rest)
        if not gone:
            expect("movements", found, read_guide())
        counter.check()


def kill(build, out, lang, gone):
    """After every other step; the steps between are those of the other language."""
    turn = lang == "en"
    with Counter(build, out, lang, gone) as counter:
        for job in counter.in_order():
            steps, done, back, books = [*job.steps, *job.rest], 0, (), counter.books()
            for number, step in enumerate(steps, 1):
                what = f"after step {number} of {job.name}, {step.hand} {step.what}"
                counter.hands.play(step)
                if step.kept:
                    counter.till.await_true(f"in the books {what}", lambda b=books: counter.books() != b)
                    books, done, back = counter.books(), number, step.back
                turn = not turn
                if turn:
                    counter.till.kill()
                    counter.start()
                    expect(f"the books {what}", counter.books(), books)
                    counter.play([*back, *steps[done:number]])
        counter.check()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--build", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--tap", required=True, choices=["taps", "gone", "killed"])
    options = parser.parse_args()
    name, play, plays = {
        "taps": ("as-few-as-the-guide-says", count, (("en", False), ("zh", False))),
        "gone": ("goes-on", count, (("en", True), ("zh", True))),
        "killed": ("nothing-lost-nothing-twice", kill, (("en", False), ("zh", True))),
    }[options.tap]
    return run_tap(options.tap, [(f"{name}-{lang}", lambda l=lang, g=gone: play(options.build, options.out / l, l, g))
                                 for lang, gone in plays], at_once=2)


sys.exit(main())
