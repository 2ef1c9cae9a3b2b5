"""Stories as test cases: TAP on standard output, and why one failed."""

import argparse
import multiprocessing
from pathlib import Path


def run_case(case, problems):
    try:
        case()
    except Exception as problem:  # noqa: BLE001: a test reports whatever went wrong
        problems.put(f"{type(problem).__name__}: {problem}")
        raise SystemExit(1) from None


def run_tap(what, cases, at_once=1):
    """Plays cases [(name, function)], so many at a time; returns the exit code. Each case has a process of its own: the
    accessibility library keeps its first session bus for ever."""
    fork = multiprocessing.get_context("fork")
    cases = [(name, case, fork.SimpleQueue()) for name, case in cases]
    processes = [fork.Process(target=run_case, args=(case, problems)) for _, case, problems in cases]
    failed = 0
    print(f"1..{len(cases)}", flush=True)
    for process in processes[:at_once]:
        process.start()
    for number, (name, _, problems) in enumerate(cases, 1):
        process = processes[number - 1]
        process.join()
        for following in processes[number - 1 + at_once:number + at_once]:
            following.start()
        failed += process.exitcode != 0
        print(f"{'not ok' if process.exitcode else 'ok'} {number} {what}/{name}", flush=True)
        if not problems.empty():
            print("\n".join(f"# {line}" for line in problems.get().splitlines()), flush=True)
    return 1 if failed else 0


def run_cases(about, what, plays):
    """The main of stories that are cases of one name: plays = [(name, play(build, out))]. Returns the exit code."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--build", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--tap", required=True, choices=[what])
    options = parser.parse_args()
    return run_tap(what, [(name, lambda n=name, p=play: p(options.build, options.out / n)) for name, play in plays])


def run_in_both(about, what, name, play):
    """The main of a story that is played in both languages, each at a size of its own:
    play(build, out, lang, size). Returns the exit code."""
    cases = [("en", (1366, 768)), ("zh", (1920, 1080))]
    return run_cases(about, what, [(f"{name}-{lang}", lambda build, out, l=lang, s=size: play(build, out, l, s))
                                   for lang, size in cases])
