# SPDX-License-Identifier: GPL-3.0-or-later
"""Plants protocol bugs in a copy of the shipped source, one at a time, and sees the simulator catch each.

usage: mutations.py BUILD [--seeds N] [--only NAME ...]

BUILD is a build folder of this tree; the copy and its own build, which is hardly optimised so that a bug is
compiled in a second or two, are kept in BUILD/mutants. A bug is a few edits, each of which must fit in
exactly one place, so that none can fall silent when the source moves on: that is looked at first. A directed scenario is tried
first where a bug names one; then up to N seeds (1000: what a push runs), until the first one fails.

The unmutated copy must pass first: the scenarios and the first seeds; and at the end every later seed that caught a bug. Caught is
only what the simulator reports as violated, a scenario that fails by its own check, or an assertion of the shipped source that
stops it. Whatever else ends a run (a signal, a time-out, an assertion of the simulator itself) is not.
Prints a table and ends with "caught N of N".
"""
import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from mutants import MUTANTS  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SEEDS = 1000
SEEDS_BEFORE = 60  # that the unmutated copy passes first
SECONDS_MAX = 900

VIOLATION = re.compile(r"^FAILED seed (\d+)[^\n]*\n  ([A-Z]\d+: [^\n]*)", re.M)
STOPPED = re.compile(r"^FAILED seed (\d+)[^\n]*\n  the program stopped itself", re.M)
IN_SCENARIO = re.compile(r"ERROR \*\*: (?:[\d:.]+: )?([A-Z]\d+: [^\n]*)"
                         r"|ERROR:[^\n:]*/tests/sim/sc(?:enario-\w+|ene)\.c:\d+:\w+: ([^\n]*)")
IN_PRODUCT = re.compile(r"ERROR:[^\n:]*/src/[^\n:]*:\d+:\w+: ([^\n]*)")


def copy_tree(target):
    """The tree as it is now; files that are the same keep their times, so that little is built again."""
    names = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                           check=True, capture_output=True, text=True).stdout.split("\0")
    for name in filter(None, names):
        source, copy = os.path.join(ROOT, name), os.path.join(target, name)
        if not os.path.exists(source):
            continue
        with open(source, "rb") as file:
            content = file.read()
        write_if_new(copy, content)
        shutil.copymode(source, copy)
    remove_others(target, set(names))


def remove_others(target, names):
    """What the tree had at an earlier time and has no more."""
    for folder, _, files in os.walk(target):
        for name in files:
            path = os.path.join(folder, name)
            if os.path.relpath(path, target) not in names:
                os.remove(path)


def write_if_new(path, content):
    if os.path.exists(path):
        with open(path, "rb") as file:
            if file.read() == content:
                return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)


def build(folder, scenarios):
    targets = ["tests/sim/sim"] + [f"tests/sim/sim-scenario-{name}" for name in scenarios]
    result = subprocess.run(["ninja", "-C", folder, "--quiet"] + targets, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"The copy does not build:\n{result.stdout}{result.stderr}")


def edit(tree, mutant):
    """What is there, and what is there then: ({path: text}, {path: text})."""
    before, after = {}, {}
    for path, old, new in mutant.edits:
        full = os.path.join(tree, path)
        if full not in before:
            with open(full, encoding="utf-8") as file:
                before[full] = after[full] = file.read()
        if after[full].count(old) != 1:
            sys.exit(f"{mutant.name}: the edit fits {after[full].count(old)} times in {path}:\n{old}")
        after[full] = after[full].replace(old, new)
    return before, after


def write(texts):
    for path, text in texts.items():
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


def run(command):
    """Whether it failed, and what it said. It ends with all its processes."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace",
                               start_new_session=True)
    try:
        out, said = process.communicate(timeout=SECONDS_MAX)
        return process.returncode != 0, out + said
    except subprocess.TimeoutExpired:
        return True, "ran for too long"
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def try_scenario(folder, name):
    """What its own check said (a violation, or an assertion); None if it passed or ended otherwise."""
    failed, text = run([f"{folder}/tests/sim/sim-scenario-{name}"])
    said = (IN_SCENARIO.search(text) or IN_PRODUCT.search(text)) if failed else None
    return next(filter(None, said.groups())) if said else None


def try_seeds(folder, seeds):
    """The seed and what is violated in it; (None, why not) if nothing is."""
    failed, text = run([f"{folder}/tests/sim/sim", "--seeds", str(seeds)])
    said = VIOLATION.search(text)
    if said:
        return int(said.group(1)), said.group(2)
    seed, stopped = STOPPED.search(text), IN_PRODUCT.search(text)
    if seed and stopped:
        return int(seed.group(1)), stopped.group(1)
    return None, text.strip().splitlines()[-1] if failed and text.strip() else ""


def hunt(folder, mutant, seeds):
    """Who caught it (a seed's number or a scenario's name), and what that said; None and why not if nobody did."""
    said = try_scenario(folder, mutant.scenario) if mutant.scenario else None
    if said:
        return mutant.scenario, said
    return try_seeds(folder, seeds)


def check_unmutated(folder, scenarios, seeds):
    """Whatever would be caught in the shipped source itself is no proof of anything."""
    build(folder, scenarios)
    commands = [[f"{folder}/tests/sim/sim-scenario-{name}"] for name in scenarios]
    commands += [[f"{folder}/tests/sim/sim"] + options for options in seeds]
    for command in commands:
        failed, text = run(command)
        if failed:
            sys.exit(f"The unmutated copy fails: {' '.join(command)}\n{text}")


def plant(tree, folder, mutant, seeds):
    """As hunt, of the copy with the bug in it; and prints the table's line."""
    before, after = edit(tree, mutant)
    write(after)
    try:
        build(folder, [mutant.scenario] if mutant.scenario else [])
        started = time.monotonic()
        by, said = hunt(folder, mutant, seeds)
    finally:
        write(before)
    catcher = "NOBODY" if by is None else f"seed {by}" if isinstance(by, int) else f"scenario {by}"
    print(f"{mutant.name:52} {catcher:22} {time.monotonic() - started:7.1f}  {said[:70]}", flush=True)
    return by


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--only", nargs="*")
    options = parser.parse_args()
    tree = os.path.join(os.path.abspath(options.build), "mutants", "tree")
    folder = os.path.join(os.path.abspath(options.build), "mutants", "build")
    mutants = [m for m in MUTANTS if not options.only or m.name in options.only]
    began = time.monotonic()

    copy_tree(tree)
    for mutant in mutants:
        edit(tree, mutant)
    if not os.path.exists(os.path.join(folder, "build.ninja")):
        subprocess.run(["meson", "setup", folder, tree, "--buildtype=plain", "-Dc_args=-O1"], check=True, stdout=subprocess.DEVNULL)
    scenarios = sorted({mutant.scenario for mutant in mutants if mutant.scenario})
    first = min(options.seeds, SEEDS_BEFORE)
    check_unmutated(folder, scenarios, [["--seeds", str(first)]])
    print(f"unmutated: {len(scenarios)} scenarios and {first} seeds pass", flush=True)
    print(f"{'planted bug':52} {'caught by':22} {'seconds':>7}  what it broke", flush=True)
    found = [plant(tree, folder, mutant, options.seeds) for mutant in mutants]
    later = sorted({by for by in found if isinstance(by, int) and by > first})
    check_unmutated(folder, [], [["--seed", str(seed)] for seed in later])
    print(f"unmutated: {len(later)} later seeds, each of which caught a bug, pass")
    caught = sum(by is not None for by in found)
    used = sum(os.times()[2:4])
    print(f"{time.monotonic() - began:.0f} s, {used:.0f} s of processor time")
    print(f"caught {caught} of {len(mutants)}")
    return 0 if caught == len(mutants) else 1


if __name__ == "__main__":
    sys.exit(main())
