"""Somebody of the demo store at a till's window, who does one thing after the other and looks first."""

import json
from pathlib import Path

STORE = json.loads((Path(__file__).parents[2] / "data/demo/store.json").read_text())
FLOAT = "200"

WORDS = {
    "en": dict(who="Who is at the counter?", shift="Count the money in the drawer", camera="Camera",
               ready="Ready: scan or choose", redeem="Redeem 1 use", redeemed="Redeemed, 1 use",
               pay="Take payment", exact="Exact cash", done="Sale complete", refused="Refused: already used here"),
    "zh": dict(who="谁来收银", shift="数一数钱箱里的现金", camera="摄像头",
               ready="可以扫码或点选", redeem="核销 1 次", redeemed="已核销 1 次",
               pay="收款", exact="刚好收", done="收款完成", refused="不能核销：本店用过"),
}


def find_person(no):
    return next(person for person in STORE["staff"] if person["no"] == no)


class Cashier:
    def __init__(self, till, person, lang):
        self.till, self.words, self.pin, self.name = till, WORDS[lang], person["pin"], person[f"name_{lang}"]

    def choose_name(self):
        self.till.await_text(self.words["who"])
        self.till.press(self.name)
        self.till.await_true("it is the PIN of the one who was chosen",
                             lambda: self.till.texts().count(self.name) > 1)

    def sign_in(self):
        self.choose_name()
        self.till.type(self.pin)
        self.till.await_any(self.words["shift"], self.words["camera"])

    def open_shift(self):
        if self.till.await_any(self.words["shift"], self.words["camera"]) == self.words["shift"]:
            self.till.shot("shift")
            self.till.type(FLOAT)
            self.till.key("Return")
        self.till.await_text(self.words["ready"])

    def scan(self, text):
        self.till.await_text(self.words["camera"])  # the input's button: what is typed goes there
        self.till.scan(text)

    def press_primary(self, name):
        """The one thing that Enter does, once it says so."""
        self.till.await_text(name)
        self.till.await_primary_awake()
        self.till.key("Return")
