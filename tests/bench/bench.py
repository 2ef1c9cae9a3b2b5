# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the benchmarks and prints their table: the body of `./run bench`.

usage: bench.py [--quick] BUILD [NAME...]

NAME: token, sale, start ... (all without one). A ratio is measured / peer, both taken in the same
run; "over" marks one that is greater than its goal. Nothing here passes or fails by a time: the exit
code is 1 only if a benchmark did not run. --quick is a smoke run with few rounds.

Those with a window run in a virtual display of their own, drawn by cairo as the terminal draws. On
a machine that does other things meanwhile, "chrt -f 20 ./run bench scan" lets the terminal and its
display go before them; the table says so.
"""
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time

PROGRAMS = ["token", "status", "receipt", "journal", "voucher", "grants", "sale", "today", "catalog", "search", "lan", "scan"]
NAMES = PROGRAMS + ["start"]
HEAD = ["what", "measured", "against", "ratio", "goal", ""]
START_PAIRS = 25
START_BOUND_S = 60


class Broken(Exception):
    """A benchmark did not run."""


def make_row(what, measured, peer, ratio, goal, how):
    verdict = "" if not goal or not ratio else "ok" if ratio <= goal else "over"
    return [what, measured, peer, f"{ratio:.3g}" if ratio else "", f"<= {goal:g}" if goal else "",
            verdict], how


def read_row(line):
    what, measured, peer, ratio, goal, how = line.rstrip("\n").split("\t")[1:]
    return make_row(what, measured, peer, float(ratio), float(goal), how)


@contextlib.contextmanager
def virtual_display():
    """An X server without a screen; its number in the environment of what runs inside."""
    read, write = os.pipe()
    with subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24",
                           "-nolisten", "tcp"], pass_fds=[write],
                          stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise Broken("Xvfb did not start")
        try:
            yield dict(os.environ, DISPLAY=f":{number}", GSK_RENDERER="cairo",
                       GDK_DEBUG="gl-disable", GDK_BACKEND="x11", GTK_A11Y="none",
                       NO_AT_BRIDGE="1")
        finally:
            server.terminate()


def run_program(build, name, folder, quick, env):
    program = os.path.join(build, "tests", "bench", "bench-" + name)
    run = subprocess.run([program] + ["--quick"] * quick + [folder], stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, text=True, errors="replace", check=False, env=env)
    rows = [read_row(line) for line in run.stdout.split("\n") if line.startswith("row\t")]
    if run.returncode != 0 or not rows:
        raise Broken(f"ended with {run.returncode} and {len(rows)} rows: {run.stderr[-2000:]}")
    return rows


def time_start(command, env):
    """Seconds from the start of the process to its first usable frame, and KiB resident then."""
    start = time.monotonic()
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          text=True) as process:
        for line in process.stdout:
            if line.startswith("first-frame"):
                taken = time.monotonic() - start
                process.wait(START_BOUND_S)
                return taken, int(line.split("resident_kb=")[1])
    raise Broken(f"{command[0]} showed no frame")


def bench_start(build, folder, quick, env):
    sizes = [200, 1000] if quick else [500, 1000000]
    bench = os.path.join(build, "tests", "bench")
    folder = os.path.join(folder, "start")  # a till that no other benchmark has left in mid-sale
    os.makedirs(folder, exist_ok=True)
    bare = [os.path.join(bench, "bare-window")]
    commands = {}
    for size in sizes:
        till = subprocess.run([os.path.join(bench, "make-till"), folder, str(size)], check=True,
                              stdout=subprocess.PIPE, text=True).stdout.strip()
        commands[size] = [os.path.join(build, "ui", "hufu"), "--data", till, "--platform",
                          "http://127.0.0.1:9", "--size", "1366x768", "--exit-after-first-frame"]
    samples = {name: [] for name in ["bare", *sizes]}
    for pair in range(1 if quick else START_PAIRS + 1):
        for size in sizes:
            found = time_start(bare, env), time_start(commands[size], env)
            if pair > 0 or quick:  # the first pair reads the programs from the disk
                samples["bare"].append(found[0])
                samples[size].append(found[1])
    return make_start_rows(sizes, samples)


def make_start_rows(sizes, samples):
    times = {name: statistics.median(t for t, _ in sample) for name, sample in samples.items()}
    memory = {name: statistics.median(kb for _, kb in sample) for name, sample in samples.items()}
    how = (f"median of {len(samples[sizes[0]])} pairs, alternating; from the start of the process"
           " to the frame with the sign-in page; cairo, GL off")
    rows = [make_row(f"start to first frame: {size} products", f"{times[size] * 1e3:.0f} ms",
                     f"bare GTK window {times['bare'] * 1e3:.0f} ms", times[size] / times["bare"],
                     1.5, how) for size in sizes]
    small, large = sizes
    rows.append(make_row(f"start: {large} products against {small}",
                         f"{times[large] * 1e3:.0f} ms", f"{small}: {times[small] * 1e3:.0f} ms",
                         times[large] / times[small], 1.05, "the same runs"))
    rows += [make_row(f"resident memory: {size} products", f"{memory[size] / 1024:.1f} MB",
                      f"bare GTK window {memory['bare'] / 1024:.1f} MB",
                      memory[size] / memory["bare"], 2, "at the first frame of the same runs")
             for size in sizes]
    return rows


def run_one(build, name, folder, quick):
    if name not in ("scan", "start"):
        return run_program(build, name, folder, quick, None)
    with virtual_display() as env:
        if name == "start":
            return bench_start(build, folder, quick, env)
        return run_program(build, name, folder, quick, env)


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
            rows += run_one(build, name, folder, quick)
        except (Broken, OSError, subprocess.SubprocessError) as problem:
            failed.append(f"{name}: {problem}")
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
    folder = os.path.join(build, "bench")
    os.makedirs(folder, exist_ok=True)
    return run_all(build, names, folder, False)


sys.exit(main(sys.argv[1:]))
