# SPDX-License-Identifier: GPL-3.0-or-later
"""Every word of the window is in the catalogue, and every word in a .ui file can get there.

usage: test-words.py ROOT
"""
import os
import re
import subprocess
import sys

# What is the same in every language.
SAME = re.compile(r"^[^A-Za-z一-鿿]*$|^[A-Z]$|^F\d+$|^(Hufu|Enter|Esc|Ctrl\+L|English|中文|00)$")
WORDS = re.compile(r'<property name="(?:label|placeholder-text|title|alternative-text)"( translatable="yes")?[^>]*>([^<]*)<')


def untranslatable(root):
    for name in sorted(os.listdir(os.path.join(root, "ui"))):
        if not name.endswith(".ui"):
            continue
        text = open(os.path.join(root, "ui", name), encoding="utf-8").read()
        for marked, word in WORDS.findall(text):
            if not marked and not SAME.match(word):
                yield f"{name}: {word!r} is not marked for translation"


def untranslated(root):
    files = [line.strip() for line in open(os.path.join(root, "data/po/POTFILES"), encoding="utf-8")]
    here = {f"ui/{name}" for name in os.listdir(os.path.join(root, "ui")) if name.endswith((".ui", ".c"))}
    for path in sorted(here):
        text = open(os.path.join(root, path), encoding="utf-8").read()
        if (re.search(r'translatable="yes"|\b_ ?\("|g_dngettext', text)) and path not in files:
            yield f"{path} is missing in data/po/POTFILES"
    template = subprocess.run(
        ["xgettext", "--from-code=UTF-8", "--keyword=_", "--keyword=g_dngettext:2,3", "--no-location",
         "--omit-header", "-o", "-"] + files, cwd=root, capture_output=True, text=True, check=True).stdout
    compared = subprocess.run(["msgcmp", os.path.join(root, "data/po/zh_CN.po"), "-"], input=template,
                              capture_output=True, text=True)
    if compared.returncode != 0:
        yield compared.stderr.strip().replace("\n", " | ")


def unbound(root):
    """A word asked of another domain than the window's own stays English."""
    for name in sorted(os.listdir(os.path.join(root, "ui"))):
        if name.endswith((".c", ".h")):
            with open(os.path.join(root, "ui", name), encoding="utf-8") as file:
                if "glib/gi18n" in file.read():
                    yield f"ui/{name} includes gi18n; its words are in ui/words.h"


def unexplained(root):
    """The platform's reasons for not following an entry, against the words that the manager reads."""
    platform = open(os.path.join(root, "src/platform/interpret.c"), encoding="utf-8").read()
    words = open(os.path.join(root, "src/counter/event-word.c"), encoding="utf-8").read()
    told = platform[platform.index("explain (const char *code)"):]
    codes = re.findall(r'\{"(\w+)", "', told[:told.index("};")])
    if len(codes) < 10:
        yield "the platform's reasons are not where they were"
    for code in codes:
        if code not in ("ok", "duplicate") and f'{{"{code}",' not in words:
            yield f"{code} has no words in src/counter/event-word.c"


def main():
    root = sys.argv[1]
    rules = [("Words in .ui files are marked for translation.", list(untranslatable(root))),
             ("The Chinese catalogue is complete.", list(untranslated(root))),
             ("Every word is asked of the window's own catalogue.", list(unbound(root))),
             ("Each reason of the platform has its words.", list(unexplained(root)))]
    print(f"1..{len(rules)}")
    for number, (rule, breaches) in enumerate(rules, 1):
        for breach in breaches:
            print("#", breach)
        print("not ok" if breaches else "ok", number, "-", rule)


main()
