"""What summary.py says of a run: the counts, and why a case failed. TAP on standard output."""

import contextlib
import io
import json
import sys
import tempfile
from pathlib import Path

import summary

STORY = """1..3
# nothing of interest
ok 1 kills/first
not ok 2 kills/second
# Failed: not seen within 60 s
# the screen says: ['Sell']
ok 3 kills/third
# the end
"""


def run(programs, cases):
    """(exit code, what was printed) for programs {name: fields} and cases [(program, name, failed)]."""
    with tempfile.TemporaryDirectory() as folder:
        logs = Path(folder)
        (logs / "testlog.json").write_text("".join(
            json.dumps({"name": name, **fields}) + "\n" for name, fields in programs.items()))
        (logs / "testlog.junit.xml").write_text("<testsuites><testsuite>" + "".join(
            f'<testcase name="{name}" classname="hufu.{program}">{"<failure/>" if failed else ""}</testcase>'
            for program, name, failed in cases) + "</testsuite></testsuites>")
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            code = summary.main([logs / "testlog"])
        return code, said.getvalue().splitlines()


def all_well():
    return run({"ui": {"result": "OK"}}, [("ui", "1 a", False)]) == (0, ["1 passed, 0 failed"])


def a_failed_case_says_why():
    return run({"ui": {"result": "FAIL", "stdout": STORY}},
               [("ui", "1 kills/first", False), ("ui", "2 kills/second", True)]) == (
        1, ["failed: hufu.ui: 2 kills/second", "    not ok 2 kills/second",
            "    # Failed: not seen within 60 s", "    # the screen says: ['Sell']",
            "1 passed, 1 failed"])


def a_program_that_crashed_says_its_last_lines():
    said = "".join(f"line {n}\n" for n in range(30))
    code, lines = run({"ui": {"result": "OK"}, "store": {"result": "ERROR", "stderr": said}},
                      [("ui", "1 a", False)])
    return (code, lines[0], len(lines), lines[-2:]) == (
        1, "failed: store: ended badly", 22, ["    line 29", "1 passed, 1 failed"])


def no_test_is_a_failure():
    return run({}, [])[0] == 1


def a_missing_report_is_a_failure():
    said = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(said):
        code = summary.main([Path(folder) / "ui"])
    return code == 1 and said.getvalue().endswith("ui: there is no report\n0 passed, 1 failed\n")


RULES = [all_well, a_failed_case_says_why, a_program_that_crashed_says_its_last_lines, no_test_is_a_failure,
         a_missing_report_is_a_failure]


def main():
    print(f"1..{len(RULES)}")
    results = [rule() for rule in RULES]
    for number, (rule, good) in enumerate(zip(RULES, results), 1):
        print("ok" if good else "not ok", number, "-", rule.__name__.replace("_", " "))
    return 0 if all(results) else 1


sys.exit(main())
