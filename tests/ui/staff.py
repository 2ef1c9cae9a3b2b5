"""The manager adds somebody in the real window while the platform is gone, and that one signs in at once, by the
names that assistive technology reads, in both languages.

    staff.py --build _build --out DIR --tap staff
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from cashier import Cashier, find_person  # noqa: E402
from tap import run_in_both  # noqa: E402
from till import Stage, expect  # noqa: E402

MANAGER = find_person("01")
SOMEBODY = dict(name_en="Wang", name_zh="Wang", pin="8305")

WORDS = {
    "en": dict(today="What is open", staff="Staff", new="Somebody new", name="Name", pin="New PIN", save="Save the person",
               plain="This PIN is guessed at once", saved="Saved here: 06 Wang", offline="Offline", more="More", out="Sign out"),
    "zh": dict(today="待处理", staff="员工", new="新增员工", name="姓名", pin="新密码", save="保存",
               plain="这个密码太好猜", saved="已存本机：06 Wang", offline="断网",
               more="更多", out="退出登录"),
}


def add(till, words, pin):
    till.walk_to(words["pin"])
    till.type(pin)
    till.press(words["save"])


def play(build, out, lang, size):
    words = WORDS[lang]
    with Stage(build, out, size) as stage:
        stage.start_platform()
        till = stage.start_till("--lang", lang, "--camera", "none")
        manager = Cashier(till, MANAGER, lang)
        manager.sign_in()
        manager.open_shift()
        stage.stop_platform()
        till.await_text(words["offline"])
        till.key("F9")
        till.await_text(words["today"])
        till.press(words["staff"])
        till.await_text(words["save"])
        till.press(words["new"])
        till.walk_to(words["name"])
        till.type(SOMEBODY["name_en"])
        add(till, words, "1111")
        till.await_text(words["plain"])
        add(till, words, SOMEBODY["pin"])
        till.await_text(words["saved"])
        till.shot("added")
        expect("events", stage.rows("till/till.db",
                                    "SELECT count(*) FROM journal WHERE kind = 'staff.changed'"), [(1,)])
        till.press(words["more"])
        till.press(words["out"])
        Cashier(till, SOMEBODY, lang).sign_in()
        till.await_text(SOMEBODY["name_en"], manager.words["ready"])
        till.shot("signed-in")
        expect("who signed in", stage.rows(
            "till/till.db", "SELECT no FROM staff WHERE replace (lower (hex (staff_id)), '-', '') = "
            "(SELECT replace (json_extract (body, '$.staff_id'), '-', '') FROM journal"
            " WHERE kind = 'staff.signed_in' ORDER BY journal_no DESC)"), [("06",)])
        expect("size of the window", till.size(), stage.size)
        till.close()


sys.exit(run_in_both(__doc__, "staff", "somebody-new-offline", play))
