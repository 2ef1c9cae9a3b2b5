"""Adds up the test cases of Meson's reports: the last lines of `./run tests`. After each failed case stands
what its program said of it.

usage: summary.py LOG...
LOG is a report without its ending, as `meson test --logbase` names it: BUILD/meson-logs/testlog.
Exits with 1 if a case failed, if a program failed though its cases passed (a leak found at its end),
or if a report is missing or empty.
"""

import json
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

REASON_LINES = 20
REASON_COLUMNS = 2000

# What a test prints goes into the report as it is; XML 1.0 knows no control characters.
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
RESULT = re.compile(r"(not )?ok (\d+)")


def cases(report):
    """(program, case, failed) of each that was not skipped."""
    for case in ET.fromstring(CONTROL.sub(b"?", report.read_bytes())).iter("testcase"):
        if case.find("skipped") is None:
            failed = case.find("failure") is not None or case.find("error") is not None
            yield case.get("classname"), case.get("name"), failed


def programs(log):
    """What Meson tells of each program, by its name."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return {program["name"]: program for program in map(json.loads, lines)}


def said_of_case(output, number):
    """The result's line, and the diagnostics around it up to the results before and after."""
    around, mine = [], False
    for line in output.splitlines():
        result = RESULT.match(line)
        if result and mine:
            break
        if result:
            mine = result[2] == number
            around = around if mine else []
        if mine or line.startswith("#"):
            around.append(line)
    return around if mine else []


def said_at_end(program):
    return (program.get("stdout", "") + program.get("stderr", "")).splitlines()


def tell(what, reason):
    print("failed:", what)
    for line in reason[-REASON_LINES:]:
        print("   ", line[:REASON_COLUMNS])


def summarise(log):
    """Tells of each failure; returns (passed, failed)."""
    reports = [Path(f"{log}.json"), Path(f"{log}.junit.xml")]
    if not all(report.exists() for report in reports):
        tell(f"{log}: there is no report", [])
        return 0, 1
    known = programs(reports[0])
    passed, failed, told = 0, 0, set()
    for classname, name, bad in cases(reports[1]):
        passed += not bad
        failed += bad
        if bad:
            program = known.get(classname.split(".", 1)[-1], {"name": None})
            said = said_of_case(program.get("stdout", ""), name.split(" ", 1)[0])
            tell(f"{classname}: {name}", said or said_at_end(program))
            told.add(program["name"])
    if passed + failed == 0:
        tell(f"{log}: no test ran", [])
        return 0, 1
    # The cases' report does not tell of a program that ended badly after them.
    for name, program in known.items():
        if program["result"] not in ("OK", "SKIP", "EXPECTEDFAIL") and name not in told:
            tell(f"{name}: ended badly", said_at_end(program))
            failed += 1
    return passed, failed


def main(logs):
    found = [summarise(log) for log in logs]
    passed, failed = (sum(column) for column in zip(*found))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
