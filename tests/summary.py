"""Adds up the test cases of Meson's reports: the last line of `./run tests`.

usage: summary.py BUILD_DIR...
Exits with 1 if a case failed, if a program failed though its cases passed (a leak found at its end),
or if a report is missing or empty.
"""

import json
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path


# What a test prints goes into the report as it is; XML 1.0 knows no control characters.
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def cases(report):
    for case in ET.fromstring(CONTROL.sub(b"?", report.read_bytes())).iter("testcase"):
        if case.find("skipped") is not None:
            continue
        failed = case.find("failure") is not None or case.find("error") is not None
        yield f"{case.get('classname')}: {case.get('name')}", failed


def broken_programs(log):
    """Names of the programs that ended badly; the cases' report does not tell of them."""
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        program = json.loads(line)
        if program["result"] not in ("OK", "SKIP", "EXPECTEDFAIL"):
            yield program["name"]


def main(builds):
    passed, failed = 0, []
    for build in builds:
        logs = Path(build) / "meson-logs"
        found = list(cases(logs / "testlog.junit.xml"))
        if not found:
            failed.append(f"{build}: no test ran")
        passed += sum(1 for _, bad in found if not bad)
        bad_cases = [name for name, bad in found if bad]
        failed += bad_cases or [f"{name}: ended badly" for name in broken_programs(logs / "testlog.json")]
    for name in failed:
        print("failed:", name)
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed else 0


sys.exit(main(sys.argv[1:]))
