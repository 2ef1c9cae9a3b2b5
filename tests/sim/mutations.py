# SPDX-License-Identifier: GPL-3.0-or-later
"""Plants protocol bugs in a copy of the shipped source, one at a time, and sees the simulator catch each.

usage: mutations.py BUILD [--seeds N] [--only NAME ...]

BUILD is a build folder of this tree; the copy and its own build, which is hardly optimised so that a bug is
compiled in a second or two, are kept in BUILD/mutants. A bug is a few edits, each of which must fit in
exactly one place, so that none can fall silent when the source moves on: that is looked at first. A directed scenario is tried
first where a bug names one; then up to N seeds (1000: what a push runs), until the first one fails.
Prints a table and ends with "caught N of N".
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from mutants import MUTANTS  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SEEDS = 1000
SECONDS_MAX = 600


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


def build(folder, scenario):
    targets = ["tests/sim/sim"] + ([f"tests/sim/sim-scenario-{scenario}"] if scenario else [])
    result = subprocess.run(["ninja", "-C", folder, "--quiet"] + targets, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"A mutant does not build:\n{result.stdout}{result.stderr}")


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
    """Whether it failed, and what it said; one that hangs has failed too."""
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS_MAX, errors="replace")
    except subprocess.TimeoutExpired:
        return True, "ran for too long"
    return result.returncode != 0, result.stdout + result.stderr


def hunt(folder, mutant, seeds):
    """Who caught it, and what that said; None if nobody did."""
    if mutant.scenario:
        failed, text = run([f"{folder}/tests/sim/sim-scenario-{mutant.scenario}"])
        if failed:
            said = re.findall(r"(?:ERROR|ERROR \*\*:[^:]*|:ERROR:)[^\n]*?((?:I\d+|assertion)[^\n]*)", text)
            return f"scenario {mutant.scenario}", said[-1] if said else "stopped"
    failed, text = run([f"{folder}/tests/sim/sim", "--seeds", str(seeds)])
    if not failed:
        return None
    runs = re.search(r"^(\d+) seeds in", text, re.M)
    said = re.search(r"^FAILED[^\n]*\n  ([^\n]*)", text, re.M)
    return f"{int(runs.group(1)) if runs else 1} seeds", said.group(1) if said else "stopped"


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
    build(folder, None)
    print(f"{'planted bug':52} {'caught by':22} {'seconds':>7}  what it broke", flush=True)
    caught = 0
    for mutant in mutants:
        before, after = edit(tree, mutant)
        write(after)
        try:
            build(folder, mutant.scenario)
            started = time.monotonic()
            found = hunt(folder, mutant, options.seeds)
        finally:
            write(before)
        caught += found is not None
        by, said = found or ("NOBODY", "")
        print(f"{mutant.name:52} {by:22} {time.monotonic() - started:7.1f}  {said[:70]}", flush=True)
    used = sum(os.times()[2:4])
    print(f"{time.monotonic() - began:.0f} s, {used:.0f} s of processor time")
    print(f"caught {caught} of {len(mutants)}")
    return 0 if caught == len(mutants) else 1


if __name__ == "__main__":
    sys.exit(main())
