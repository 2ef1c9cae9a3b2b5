# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the benchmarks and prints their table: the body of `./run bench`.

usage: bench.py [--quick] BUILD [NAME...]

NAME: token, catalog ... (all without one). A ratio is measured / peer, both taken in the same run;
"over" marks one that is greater than its goal. Nothing here passes or fails by a time: the exit
code is 1 only if a benchmark did not run. --quick is a smoke run with few rounds.
"""
import os
import subprocess
import sys
import tempfile

NAMES = ["token", "receipt", "journal", "voucher", "sale", "catalog"]
HEAD = ["what", "measured", "against", "ratio", "goal", ""]


def read_row(line):
    what, measured, peer, ratio, goal, how = line.rstrip("\n").split("\t")[1:]
    ratio, goal = float(ratio), float(goal)
    verdict = "" if not goal or not ratio else "ok" if ratio <= goal else "over"
    return [what, measured, peer, f"{ratio:.3g}" if ratio else "", f"<= {goal:g}" if goal else "",
            verdict], how


def run_program(build, name, folder, quick):
    program = os.path.join(build, "tests", "bench", "bench-" + name)
    run = subprocess.run([program] + ["--quick"] * quick + [folder], stdout=subprocess.PIPE,
                         text=True, check=False)
    rows = [read_row(line) for line in run.stdout.split("\n") if line.startswith("row\t")]
    if run.returncode != 0 or not rows:
        raise RuntimeError(f"bench-{name} ended with {run.returncode} and {len(rows)} rows")
    return rows


def print_table(rows):
    widths = [max(len(row[i]) for row, _ in [(HEAD, "")] + rows) for i in range(len(HEAD))]
    for row, how in [(HEAD, "")] + rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
        if how:
            print("    " + how)


def run_all(build, names, folder, quick):
    rows, failed = [], []
    for name in names:
        print(f"{name} ...", file=sys.stderr, flush=True)
        try:
            rows += run_program(build, name, folder, quick)
        except (RuntimeError, OSError) as problem:
            failed.append(str(problem))
    print_table(rows)
    for problem in failed:
        print(problem, file=sys.stderr)
    return 1 if failed else 0


def main(args):
    quick = "--quick" in args
    args = [arg for arg in args if arg != "--quick"]
    names = args[1:] or NAMES
    if not args or not set(names) <= set(NAMES):
        print(__doc__, file=sys.stderr)
        return 2
    build = os.path.abspath(args[0])
    if quick:
        with tempfile.TemporaryDirectory(dir=build) as folder:
            return run_all(build, names, folder, True)
    return run_all(build, names, os.path.join(build, "bench"), False)


sys.exit(main(sys.argv[1:]))
