# SPDX-License-Identifier: GPL-3.0-or-later
"""The house rules that a program can check: one TAP subtest a rule, one line a breach.

usage: tidy.py [ROOT]

Each rule is a function from the list of source files to breaches, and carries examples that it must
find, so that no rule can fall silent.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

FILE_LINES_HARD = 900
FILE_LINES_SOFT = 600
FUNCTION_LINES = 70

SPDX = "/* SPDX-License-Identifier: GPL-3.0-or-later */"

# Which room may include which: itself, what is made from data/, and what is listed. Rooms are named by the start of a path and
# of an include ("src/store/db.c" is in "store").
BELOW_STORE = ["core", "crypto"]
BELOW_COUNTER = BELOW_STORE + ["store", "sync", "drivers/printer", "drivers/camera", "drivers/qr"]
EDGES = {
    "core": [],
    "crypto": ["core"],
    "store": BELOW_STORE,
    "sync": BELOW_STORE + ["store"],
    "drivers/qr": ["core"],
    "drivers/camera": ["core"],
    "drivers/printer": ["core", "drivers/qr"],
    "counter": BELOW_COUNTER,
    "ctl": BELOW_COUNTER + ["counter"],
    "ui": BELOW_COUNTER + ["counter"],
    "platform": ["core", "crypto", "drivers/qr"],
}

# Each foreign library: its headers, its names in code, and the rooms that may use it.
LIBRARIES = {
    "sqlite3": (r"sqlite3", r"sqlite3_\w+", ["store", "platform"]),
    "curl": (r"curl/", r"curl_\w+|CURL\w*", ["sync"]),
    "libusb": (r"libusb", r"libusb_\w+", ["drivers/printer"]),
    "zbar": (r"zbar", r"zbar_\w+", ["drivers/camera"]),
    "qrencode": (r"qrencode", r"QRcode_\w+|QRinput_\w+", ["drivers/qr"]),
    "sodium": (r"sodium", r"sodium_\w+|crypto_(?:sign|pwhash|secretbox|aead|hash|auth|generichash)\w*",
               ["crypto"]),
    "openssl": (r"openssl/", r"EVP_\w+", ["crypto"]),
    "soup": (r"libsoup/", r"soup_\w+|Soup[A-Z]\w+", ["platform", "sync"]),
    "avahi": (r"avahi-", r"avahi_\w+|Avahi[A-Z]\w+|AVAHI_\w+", ["sync"]),
    "gtk": (r"(?:gtk|gdk|gsk)/", r"(?:gtk|gdk(?!_pixbuf)|gsk)_\w+|(?:Gtk|Gdk(?!Pixbuf)|Gsk)[A-Z]\w+", ["ui"]),
    "jansson": (r"jansson", r"json_\w+",
                ["store", "sync", "counter", "ctl", "platform", "ui", "crypto"]),
    "seccomp": (r"seccomp", r"seccomp_\w+", ["drivers/camera"]),
}

# The core is pure: no I/O, clock, randomness, locale, GObject.
CORE_INCLUDES = r"glib\.h|string\.h|stdlib\.h|limits\.h|stdint\.h|stddef\.h"
CORE_BANNED = (r"g_get_real_time|g_get_monotonic_time|g_date_time_new_now\w*|g_random_\w+|g_rand_\w+"
               r"|g_file_\w+|g_print\w*|g_getenv|g_object_\w+|g_main_\w+|g_thread_\w+|fopen|printf|puts"
               r"|time|clock_gettime|getenv|setlocale|open|read|write")

BANNED = r"strcpy|strcat|sprintf|vsprintf|atoi|atol|strtok|localtime|gmtime|system|popen|sleep|usleep"

NO_FLOATS = ["core", "crypto", "store", "sync", "counter", "ctl", "platform"]


class Source:
    def __init__(self, path, text):
        self.path = path
        self.text = text
        self.lines = text.split("\n")
        if self.lines and self.lines[-1] == "":
            self.lines.pop()
        self.is_c = path.endswith((".c", ".h"))
        self.room = room_of(path)
        self.bare = blank_comments(text) if self.is_c else ""
        self.code = blank_strings(self.bare)

    def line_of(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def breach(self, offset, what):
        return f"{self.path}:{self.line_of(offset)}: {what}"


def room_of(path):
    """"src/store/db.c" and the include "store/db.h" are in "store"; tests and data are in no room."""
    path = path[4:] if path.startswith("src/") else path
    for room in EDGES:
        if path.startswith(room + "/"):
            return room
    return None


def blank(match):
    return re.sub(r"[^\n]", " ", match.group(0))


def blank_comments(text):
    pattern = r'"(?:\\.|[^"\\\n])*"|' + r"'(?:\\.|[^'\\\n])*'|" + r"/\*.*?\*/|//[^\n]*"
    return re.sub(pattern, lambda m: blank(m) if m.group(0)[0] == "/" else m.group(0), text,
                  flags=re.S)


def blank_strings(text):
    return re.sub(r'"(?:\\.|[^"\\\n])*"|' + r"'(?:\\.|[^'\\\n])*'", blank, text)


def find_includes(source):
    for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', source.bare, re.M):
        yield match.start(), match.group(1), match.group(2)


def check_edges(sources):
    """Includes go down the layers only, and are named from the top."""
    for source in sources:
        if not source.is_c:
            continue
        for offset, mark, name in find_includes(source):
            if mark != '"':
                continue
            target = room_of(name)
            if "/" not in name or name.startswith((".", "src/")):
                yield source.breach(offset, f'"{name}" is not named from the top')
            elif name.startswith("data/") and source.room != "core":
                continue  # made at build time from data/
            elif source.room and target != source.room and target not in EDGES[source.room]:
                yield source.breach(offset, f'{source.room} may not include "{name}"')


check_edges.examples = [
    ("src/core/a.c", '#include "store/db.h"\n'),
    ("src/store/a.c", '#include "sync/sync.h"\n'),
    ("src/platform/a.h", '#include "store/db.h"\n'),
    ("drivers/printer/a.c", '#include "crypto/keys.h"\n'),
    ("src/store/a.c", '#include "db.h"\n'),
    ("src/store/a.c", '#include "tests/lib/await.h"\n'),
]


def check_libraries(sources):
    """A foreign library is named in its own room only."""
    for source in sources:
        if not source.is_c or source.room is None:
            continue
        for library, (headers, names, rooms) in LIBRARIES.items():
            if source.room in rooms:
                continue
            for offset, mark, name in find_includes(source):
                if mark == "<" and re.match(headers, name):
                    yield source.breach(offset, f"{source.room} may not name {library}")
            for match in re.finditer(rf"\b(?:{names})\b", source.code):
                yield source.breach(match.start(), f"{match.group(0)} belongs to {library}")


check_libraries.examples = [
    ("src/sync/a.c", "#include <sqlite3.h>\n"),
    ("src/counter/a.c", "  sqlite3_close (db);\n"),
    ("src/core/a.c", "#include <jansson.h>\n"),
    ("src/store/a.c", "#include <sodium.h>\n"),
    ("src/core/a.c", "#include <openssl/evp.h>\n"),
    ("src/counter/a.c", "#include <gtk/gtk.h>\n"),
    ("ui/a.c", "  curl_easy_perform (curl);\n"),
    ("drivers/printer/a.c", "  QRcode_free (code);\n"),
    ("src/counter/a.c", "  libusb_exit (NULL);\n"),
    ("src/store/a.c", "  soup_session_new ();\n"),
    ("src/counter/a.c", "  avahi_server_free (server);\n"),
    ("drivers/qr/a.c", "#include <zbar.h>\n"),
]


def check_core_is_pure(sources):
    """The core knows glib and nothing of the world."""
    for source in sources:
        if not source.is_c or source.room != "core":
            continue
        for offset, mark, name in find_includes(source):
            if mark == "<" and not re.fullmatch(CORE_INCLUDES, name):
                yield source.breach(offset, f"<{name}> has no place in the core")
        for match in re.finditer(rf"(?<![\w>.])(?:{CORE_BANNED})\s*\(", source.code):
            yield source.breach(match.start(), f"{match.group(0)} has no place in the core")


check_core_is_pure.examples = [
    ("src/core/a.c", "#include <gio/gio.h>\n"),
    ("src/core/a.c", "#include <stdio.h>\n"),
    ("src/core/a.c", "  now = g_get_real_time ();\n"),
    ("src/core/a.c", "  x = g_random_int ();\n"),
]


def check_banned(sources):
    """No banned function, no goto."""
    for source in sources:
        if not source.is_c:
            continue
        for match in re.finditer(rf"(?<![\w>.])(?:{BANNED})\s*\(|\bgoto\b", source.code):
            yield source.breach(match.start(), f"{match.group(0).strip(' (')} is banned")


check_banned.examples = [("src/core/a.c", f"  {name} (x);\n") for name in BANNED.split("|")]
check_banned.examples.append(("ui/a.c", "  goto out;\n"))


def check_ui(sources):
    """The window never waits, and no handler outlives its object."""
    for source in sources:
        if not source.is_c or source.room not in ("ui", "counter"):
            continue
        if source.room == "ui":
            for match in re.finditer(r"\b\w+_sync \(", source.code):
                yield source.breach(match.start(), f"{match.group(0)} waits on the drawing path")
        for match in re.finditer(r"\bg_signal_connect\s*\([^;]*,\s*self\)", source.code):
            yield source.breach(match.start(), "g_signal_connect with a bare self")


check_ui.examples = [
    ("ui/a.c", "  g_file_load_contents_sync (file);\n"),
    ("src/counter/a.c", '  g_signal_connect (db, "x",\n    G_CALLBACK (on_x), self);\n'),
]


def check_floats(sources):
    """Money and time are integers: no floating point outside drawing."""
    for source in sources:
        if not source.is_c or source.room not in NO_FLOATS:
            continue
        for match in re.finditer(r"\b(?:float|double|gfloat|gdouble)\b", source.code):
            yield source.breach(match.start(), f"{match.group(0)} outside drawing")


check_floats.examples = [("src/core/a.c", "  double price;\n")]


def check_file_length(sources):
    """No file is longer than 900 lines."""
    for source in sources:
        if source.is_c and len(source.lines) > FILE_LINES_HARD:
            yield f"{source.path}: {len(source.lines)} lines"


check_file_length.examples = [("src/core/a.c", "\n" * (FILE_LINES_HARD + 1))]


def check_function_length(sources):
    """No function is longer than 70 lines, case labels apart."""
    for source in sources:
        if not source.is_c:
            continue
        start = None
        for number, line in enumerate(source.lines, 1):
            if line == "{":
                start = number
            elif line == "}" and start is not None:
                # The one switch that translates a library's error codes is as long as its enum.
                length = sum(not re.match(r"\s*case \w+:$", inside)
                             for inside in source.lines[start:number - 1])
                if length > FUNCTION_LINES:
                    yield f"{source.path}:{start}: a function of {length} lines"
                start = None


check_function_length.examples = [("ui/a.c", "int\nf (void)\n{\n" + "  x ();\n" * 71 + "}\n")]


def check_spdx(sources):
    """The licence stands on top of every C file."""
    for source in sources:
        if source.is_c and (not source.lines or source.lines[0] != SPDX):
            yield f"{source.path}:1: not \"{SPDX}\""


check_spdx.examples = [("src/core/a.c", "int x;\n"), ("src/core/a.c", "")]


def check_contract(sources):
    """A header starts with its contract, and is included once."""
    for source in sources:
        if not source.path.endswith(".h"):
            continue
        head = source.text[len(SPDX):].lstrip()
        if not head.startswith("/*"):
            yield f"{source.path}:2: no contract comment"
        if "#pragma once" not in source.code:
            yield f"{source.path}: no #pragma once"


check_contract.examples = [
    ("src/core/a.h", SPDX + "\n#pragma once\n"),
    ("src/core/a.h", SPDX + "\n/* A thing. */\nint x;\n"),
]


def check_unfinished(sources):
    """Nothing is left for later in the tree."""
    mark = "TO" + "DO|FIX" + "ME|X" + "XX"
    for source in sources:
        if source.path.endswith(".md"):
            continue  # the rules speak of it
        for match in re.finditer(rf"\b(?:{mark})\b", source.text):
            yield source.breach(match.start(), match.group(0))


check_unfinished.examples = [("src/core/a.c", "/* TO" + "DO */\n")]


def check_spaces(sources):
    """No trailing space, no tab in C, a new line at the end."""
    for source in sources:
        for number, line in enumerate(source.lines, 1):
            if line.endswith((" ", "\t", "\r")):
                yield f"{source.path}:{number}: trailing space"
            if source.is_c and "\t" in line:
                yield f"{source.path}:{number}: tab"
        if source.text and not source.text.endswith("\n"):
            yield f"{source.path}: no new line at the end"


check_spaces.examples = [("a.py", "x \n"), ("src/core/a.c", "\tx;\n"), ("a.py", "x")]


def check_format(sources, root="."):
    """clang-format has nothing to change."""
    files = [source.path for source in sources if source.is_c]
    if shutil.which("clang-format") is None:
        yield "clang-format is not installed: see packaging/debian-packages.txt"
        return
    for start in range(0, len(files), 50):
        run = subprocess.run(["clang-format", "--dry-run", "--Werror", *files[start:start + 50]],
                             cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                             check=False)
        seen = set()
        for match in re.finditer(r"^(\S+?):(\d+):\d+: error", run.stdout, re.M):
            if match.group(1) not in seen:
                seen.add(match.group(1))
                yield f"{match.group(1)}:{match.group(2)}: not as clang-format writes it"
        if run.returncode != 0 and not seen:
            yield run.stdout.strip() or "clang-format failed"


RULES = [check_edges, check_libraries, check_core_is_pure, check_banned, check_ui, check_floats,
         check_file_length, check_function_length, check_spdx, check_contract, check_unfinished,
         check_spaces]


def list_files(root):
    run = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                         cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                         check=False)
    if run.returncode == 0 and run.stdout:
        return sorted(set(run.stdout.split("\0")) - {""})
    paths = []
    for folder in ("src", "ui", "drivers", "data", "tests", "packaging"):
        for place, _, names in os.walk(os.path.join(root, folder)):
            paths += [os.path.relpath(os.path.join(place, name), root) for name in names]
    return sorted(paths)


def read_sources(root):
    """Every text file; what is not UTF-8 is a picture or a corpus and none of our business."""
    sources = []
    for path in list_files(root):
        full = os.path.join(root, path)
        if path == "COPYING" or "/corpus-" in path or "__pycache__" in path or \
                not os.path.isfile(full) or os.path.islink(full):
            continue
        try:
            with open(full, encoding="utf-8", newline="") as file:
                sources.append(Source(path, file.read()))
        except UnicodeDecodeError:
            continue
    return sources


def check_examples():
    """Every rule finds what it is there for, and lets good code pass."""
    good = [Source("src/core/a.h", SPDX + '\n/* A thing. */\n#pragma once\n#include "core/id.h"\n'),
            Source("src/core/a.c", SPDX + '\n#include "core/a.h"\n/* system (x) */\n'
                   'static const char *x = "goto curl_x";\n')]
    for rule in RULES:
        for path, text in rule.examples:
            if not list(rule([Source(path, text)])):
                yield f"{rule.__name__} misses {text[:60]!r} in {path}"
        for breach in rule(good):
            yield f"{rule.__name__} is wrong about {breach}"
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "src"))
        with open(os.path.join(folder, "src", "a.c"), "w", encoding="utf-8") as file:
            file.write("int   x ;\n")
        if not list(check_format([Source("src/a.c", "int   x ;\n")], folder)):
            yield "check_format misses a badly set line"


def report(number, title, breaches):
    breaches = list(breaches)
    for breach in breaches:
        print(f"# {breach}")
    print(f"{'not ok' if breaches else 'ok'} {number} - {title}", flush=True)
    return not breaches


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(
        os.path.abspath(__file__)))
    sources = read_sources(root)
    print(f"1..{len(RULES) + 2}")
    good = report(1, check_examples.__doc__.split("\n")[0], check_examples())
    for number, rule in enumerate(RULES, 2):
        good &= report(number, rule.__doc__, rule(sources))
    good &= report(len(RULES) + 2, check_format.__doc__, check_format(sources, root))
    for source in sources:
        if source.is_c and len(source.lines) > FILE_LINES_SOFT:
            print(f"# longer than {FILE_LINES_SOFT} lines: {source.path} ({len(source.lines)})")
    sys.exit(0 if good else 1)


main()
