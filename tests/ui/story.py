"""One customer at the counter, played in the real window: the demo of `./run` without a display, and the
end-to-end test.

    story.py --build _build --out DIR              plays it, says each step and where the pictures lie; the receipt
                                                   is a picture, too
    story.py --build _build --out DIR --tap WHAT   the same as a test; WHAT is
        whole   in both languages and both sizes, with a virtual USB printer
        outage  the platform is killed in the middle and comes back
        kills   the till is killed (-9) after every step, and in the middle of redeeming and paying
        desk    what goes wrong on a common day: a wrong PIN, a voucher of another store, no paper, a window that
                is closed while it prints

The voucher is shown to the camera as a picture, products are typed at a scanner's speed, the rest is keys and
presses by accessible name. Afterwards the books, the platform and the paper have to tell the same story.
"""

import argparse
import shutil
import socket
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from cashier import FLOAT, WORDS, Cashier, find_person  # noqa: E402
from tap import run_tap  # noqa: E402
from till import Failed, Stage, await_true, expect  # noqa: E402

CLERK = find_person("03")
RECEIVED_MINOR = 200000
RESULTS = "*.png", "receipts/*.png", "sheet.pdf", "codes/*.png"  # what the demo leaves and names


class Story:
    """The steps in order. Each can be begun on a till that has just been started again."""

    def __init__(self, stage, lang, say, usb=True):
        self.stage, self.lang, self.words, self.say = stage, lang, WORDS[lang], say
        self.usb = usb
        self.codes = stage.make_codes()
        vouchers = [(number, code) for number, code in enumerate(self.codes, 1)
                    if code["kind"] == "voucher" and code["type"] == "deal"
                    and code["state"] == "valid" and code["home_store"] == 1]
        self.voucher_number, self.voucher = vouchers[0]
        self.products = [code for code in self.codes if code["kind"] == "product"][:3]
        self.held_up = stage.out / "held-up.png"
        self.control = stage.out / "printer.sock"
        self.paper = stage.out / "paper.bin"
        self.till = None
        self.signed_in = False

    # -- the till ------------------------------------------------------------

    def start(self):
        wrapper, printer = (), f"file:{self.stage.out / 'receipts'}"
        if self.usb:
            virtual = self.stage.build / "tests/device/virtual-printer"
            expect("the virtual printer is built", virtual.exists(), True)
            self.control.unlink(missing_ok=True)
            wrapper = ("umockdev-wrapper", virtual, "--bytes", self.paper, "--control", self.control, "--")
            printer = "usb:"
        self.till = self.stage.start_till("--lang", self.lang, "--printer", printer,
                                          "--camera", f"images:{self.held_up}", wrapper=wrapper)
        self.cashier = Cashier(self.till, CLERK, self.lang)

    def start_again(self):
        self.start()
        if self.signed_in:
            self.sign_in()

    def command_printer(self, command):
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self.control))
            line.sendall(f"{command}\n".encode())
            expect(command, line.recv(100), b"ok\n")

    # -- the steps -----------------------------------------------------------

    def sign_in(self):
        self.cashier.sign_in()
        self.signed_in = True

    def open_shift(self):
        self.cashier.open_shift()
        self.till.shot("ready")

    def show_voucher(self):
        """Holds the voucher up to the camera until the till knows it."""
        picture = next((self.stage.out / "codes").glob(f"{self.voucher_number:02d}-*.png"))
        shutil.copy(picture, self.held_up.with_suffix(".new"))
        self.held_up.with_suffix(".new").replace(self.held_up)
        self.till.press(self.words["camera"])
        self.till.await_text(self.words["redeem"])
        self.held_up.unlink()

    def redeem(self, wait=True):
        if self.voucher_in_basket():
            return
        self.await_right()
        self.show_voucher()
        self.till.shot("voucher")
        self.cashier.press_primary(self.words["redeem"])
        if wait:
            self.till.await_text(self.words["redeemed"])
            self.till.shot("redeemed")

    def await_right(self):
        cti = self.voucher["cti"].replace("-", "")
        self.till.await_true("the voucher's right is held here", lambda: self.rows(
            f"SELECT 1 FROM entitlement WHERE cti = x'{cti}'"))

    def voucher_in_basket(self):
        return bool(self.rows("SELECT 1 FROM sale_line JOIN sale USING (sale_no)"
                              " WHERE sale_line.kind = 'prepaid'"))

    def sell(self, number):
        product = self.products[number]
        lines = "SELECT count(*) FROM sale_line WHERE gtin = " + product["text"]
        if self.rows(lines)[0][0] == 0:
            self.cashier.scan(product["text"])
        self.till.await_true(f"{product['label']} is in the books", lambda: self.rows(lines)[0][0] == 1)
        self.till.await_text(f"{self.total_minor() / 100:,.2f}")
        self.till.shot(f"product-{number + 1}")

    def total_minor(self):
        return self.rows("SELECT sum (list_price_minor * qty_milli / 1000) FROM sale_line JOIN sale USING (sale_no)"
                         " WHERE state = 'open' AND kind = 'product'")[0][0]

    def pay(self, wait=True):
        if self.finished():
            return
        self.till.await_text(self.words["pay"])
        self.till.await_primary_awake()
        self.till.key("F12")
        self.till.await_text(self.words["exact"])
        self.till.type(str(RECEIVED_MINOR // 100))
        self.till.await_text("2,000.00")
        self.till.shot("tender")
        self.till.await_primary_awake()
        self.till.key("Return")
        if wait:
            self.till.await_text(self.words["done"])
            self.till.shot("done")

    def finished(self):
        return bool(self.rows("SELECT 1 FROM sale WHERE state = 'finished'"))

    def refuse(self):
        """The same voucher once more, by scanner: nothing is used twice."""
        self.cashier.scan(self.voucher["text"])
        self.till.await_text(self.words["refused"], "R11")
        self.till.shot("refused")

    def steps(self):
        return [
            (f"signs in as {CLERK['name_en']}", self.sign_in),
            (f"opens the shift with {FLOAT} in the drawer", self.open_shift),
            (f"redeems \"{self.voucher['label']}\", shown to the camera", self.redeem),
            (f"scans {self.products[0]['label']}", lambda: self.sell(0)),
            (f"scans {self.products[1]['label']}", lambda: self.sell(1)),
            (f"scans {self.products[2]['label']}", lambda: self.sell(2)),
            ("takes 2,000.00 in cash and gives change", self.pay),
            ("refuses the same voucher when it comes back", self.refuse),
        ]

    # -- what has to be true afterwards ----------------------------------------

    def rows(self, query, database="till/till.db"):
        return self.stage.rows(database, query)

    def check(self, ended=False):
        """Nothing lost, nothing twice: books, platform and paper."""
        sale = self.rows("SELECT sale_id, receipt_no, gross_minor FROM sale WHERE state = 'finished'")
        expect("finished sales in the books", len(sale), 1)
        sale_id, receipt_no, gross = sale[0]
        expect("uses in the books", self.rows(
            "SELECT count(*) FROM voucher_use WHERE state = 'redeemed'")[0][0], 1)
        expect("ledger out of balance", self.rows(
            "SELECT count(*) FROM (SELECT journal_no FROM ledger_entry GROUP BY journal_no"
            " HAVING sum(debit_minor) <> sum(credit_minor))")[0][0], 0)
        status = await_true("everything is sent", self.all_sent)
        expect("events that need attention", status["attention"], 0)
        whole = self.stage.ctl("--data", self.stage.out / "till", "journal", "verify")
        expect("journal", whole["whole"], True)
        orders = self.rows("SELECT state, gross_minor FROM sale WHERE terminal_id IS NOT NULL",
                           "platform/platform.db")
        expect("orders at the platform", orders, [("finished", gross)])
        expect("uses at the platform", self.rows(
            "SELECT count(*) FROM use WHERE state = 'used'", "platform/platform.db")[0][0], 1)
        self.check_paper(receipt_no, ended)
        return receipt_no

    def all_sent(self):
        status = self.stage.ctl("--data", self.stage.out / "till", "status")
        return status if status["unsent"] == 0 else None

    def check_paper(self, receipt_no, ended):
        """One receipt. A till that ended while it was printed may have printed it: then more come as copies."""
        await_true("the receipt is printed", lambda: self.rows(
            "SELECT count(*) FROM print_job")[0][0] == 0)
        papers = [self.paper] if self.usb else (self.stage.out / "receipts").glob("*.bin")
        paper = b"".join(path.read_bytes() for path in papers)
        copies = paper.count(b"COPY")
        if not ended:
            expect("copies nobody asked for", copies, 0)
        expect("the receipt's number on the paper", paper.count(receipt_no.encode()) >= 1, True)
        expect("receipts that are no copies", paper.count(receipt_no.encode()) - copies <= 1, True)


# -- the ways to play it ---------------------------------------------------------


def play(build, out, lang, size, say, usb=True):
    with Stage(build, out, size) as stage:
        stage.start_platform()
        story = Story(stage, lang, say, usb)
        story.start()
        for text, step in story.steps():
            say(text)
            step()
        receipt_no = story.check()
        story.till.close()
        return receipt_no


def play_outage(build, out, say):
    """The platform dies after the shift is open and is back only after the sale."""
    with Stage(build, out) as stage:
        stage.start_platform()
        story = Story(stage, "en", say)
        story.start()
        steps = story.steps()
        for _, step in steps[:2]:
            step()
        story.await_right()
        stage.stop_platform()
        for _, step in steps[2:]:
            step()
        expect("unsent while it is away", story.all_sent(), None)
        stage.start_platform()
        story.till.key("F5")  # asks at once; by itself it may wait for five minutes after an outage
        story.check()
        story.till.close()


def play_desk(build, out, say):
    """Each trouble says what is the case where the eyes are, and leaves the window as wide as it was."""
    with Stage(build, out) as stage:
        stage.start_platform()
        story = Story(stage, "en", say)
        story.start()
        till = story.till
        story.cashier.choose_name()
        till.type("".join(str((int(digit) + 1) % 10) for digit in CLERK["pin"]))
        till.await_text("Wrong PIN. 4 tries left.")
        till.shot("wrong-pin")
        story.sign_in()
        story.open_shift()
        till.type("america")
        till.await_text("Touch one to add it.")
        till.shot("look-ahead")
        till.press("Americano")
        till.await_true("the coffee is in the books", lambda: story.rows("SELECT 1 FROM sale_line"))
        other = next(code for code in story.codes if code.get("home_store") == 2)
        till.scan(other["text"])
        till.await_text("Refused: not this store", other["label"])
        till.shot("other-store")
        story.command_printer("paper-out")
        till.await_text("The printer is out of paper")
        expect("size of the window", till.size(), stage.size)
        till.shot("no-paper")
        till.press("More")
        till.press("中文")
        till.await_text("打印机缺纸")
        expect("size of the window", till.size(), stage.size)
        till.shot("no-paper-zh")
        story.command_printer("paper-in")
        till.await_gone("打印机缺纸")
        till.close()


def play_closed(build, out, say):
    """The window is closed while half a receipt is on the paper: it comes whole the next time, as a copy."""
    with Stage(build, out) as stage:
        stage.start_platform()
        story = Story(stage, "en", say)
        story.start()
        story.sign_in()
        story.open_shift()
        story.sell(0)
        story.command_printer("paper-out-after 200")
        story.pay(wait=False)
        story.till.await_text("The printer is out of paper")
        story.till.close()
        expect("the receipt waits, as one that was begun", story.rows("SELECT begun, copy FROM print_job"), [(1, 0)])
        fragment = story.paper.read_bytes()
        expect("the fragment's end", 0 < len(fragment) < 400 and b"COPY" not in fragment, True)
        story.start()
        story.check_paper(story.rows("SELECT receipt_no FROM sale WHERE state = 'finished'")[0][0], ended=True)
        paper = story.paper.read_bytes()
        expect("what was on the paper stays", paper.startswith(fragment), True)
        expect("whole receipts after it, each a copy", paper[len(fragment):].count(b"COPY"), 1)
        story.till.close()


def play_killed(build, out, after, say, midway):
    """The till is killed after step `after`; midway: without waiting for the step's end."""
    with Stage(build, out) as stage:
        stage.start_platform()
        story = Story(stage, "en", say)
        story.start()
        for number, (_, step) in enumerate(story.steps()):
            if number == after and midway:
                step(wait=False)
            else:
                step()
            if number == after:
                story.till.kill()
                story.start_again()
                if midway:
                    step()
        story.check(ended=True)
        story.till.close()


def tap_cases(build, out, what):
    quiet = lambda text: None  # noqa: E731
    if what == "whole":
        for lang in ("en", "zh"):
            for size in ((1366, 768), (1920, 1080)):
                name = f"{lang}-{size[0]}"
                yield name, lambda l=lang, s=size, n=name: play(build, out / n, l, s, quiet)
    elif what == "desk":
        yield "troubles-of-a-day", lambda: play_desk(build, out / "desk", quiet)
        yield "closed-while-printing", lambda: play_closed(build, out / "closed", quiet)
    elif what == "outage":
        yield "platform-killed-in-the-middle", lambda: play_outage(build, out / "outage", quiet)
    else:
        for after in range(7):
            yield (f"killed-after-step-{after + 1}",
                   lambda a=after: play_killed(build, out / f"kill-{a + 1}", a, quiet, False))
        for after, name in ((2, "redeeming"), (6, "paying")):
            yield (f"killed-while-{name}",
                   lambda a=after, n=name: play_killed(build, out / f"kill-{n}", a, quiet, True))


def run_demo(build, out):
    def say(text):
        print(f"  The clerk {text}.", flush=True)
    print("There is no display here, so the window opens in a virtual one and plays one customer:", flush=True)
    try:
        receipt_no = play(build, out, "en", (1366, 768), say, usb=False)
        for pattern in RESULTS:
            expect(f"there is {out}/{pattern}", any(out.glob(pattern)), True)
    except Failed as problem:
        print(f"It went wrong: {problem}\nLogs and pictures lie in {out}.")
        return 1
    print(f"Receipt {receipt_no}: books, platform and paper agree.\n"
          "Pictures of each step: {0}/{1}\nThe receipt's picture: {0}/{2}\n"
          "Codes to scan: {0}/{3} and {0}/{4}".format(out, *RESULTS))
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--build", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--tap", choices=["whole", "outage", "kills", "desk"])
    options = parser.parse_args()
    if options.tap:
        return run_tap(options.tap, tap_cases(options.build, options.out, options.tap))
    return run_demo(options.build, options.out)


sys.exit(main())
