#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Branch coverage of the code that decides on rights: builds, runs its tests, and lists what they never did.

usage: coverage.py BUILD     (BUILD made by: meson setup BUILD -Db_coverage=true -Dbuildtype=debug)

A branch that only a bug takes (assertions) does not count. Exit 1 if there is one that no test takes.
"""
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORE = 'cash cbor claim debit limits live right shift-report status-list token verdict'  # pure rules
STORE = ('act incarnation right-credit right-debit right-receive right-request right-return right-row roster '
         'use-record use-redeem use-undo')
UNIT = 'cash cbor claim debit limits live right shift-report status-list token token-schema verdict'
BOOKS = ('rights move forged return roster incarnation story open asked coupon crash crash-basket crash-rights '
         'hurry limits live')
OURS = re.compile(r'g_assert|g_clear_pointer|G_DEFINE_AUTO')  # macros with branches of their own


def run_tests(build):
    programs = [f'tests/unit/test-{name}' for name in UNIT.split()] + [f'tests/store/test-store-{name}' for name in BOOKS.split()]
    subprocess.run(['ninja', '-C', build, *programs], check=True, stdout=subprocess.DEVNULL)
    for old in pathlib.Path(build).rglob('*.gcda'):
        old.unlink()
    environment = dict(os.environ, HUFU_FIXTURES=str(ROOT / 'tests/store/fixtures'))
    for program in programs:
        subprocess.run([f'{build}/{program}'], check=True, env=environment, stdout=subprocess.DEVNULL)


def read_coverage(build, folder, name):
    notes = f'src/{folder}/libhufu-{folder}.a.p/{name}.c.gcno'
    report = subprocess.run(['gcov', '--json-format', '--stdout', '--branch-probabilities', notes], cwd=build, check=True,
                            capture_output=True, text=True).stdout
    for file in json.loads(report)['files']:
        if file['file'].endswith(f'/{folder}/{name}.c'):
            return file['lines']
    raise SystemExit(f'{name}.c: gcov says nothing of it')


def count(name, folder, lines):
    text = (ROOT / 'src' / folder / f'{name}.c').read_text('utf-8').split('\n')
    taken, missing = 0, {}
    for line in lines:
        if OURS.search(text[line['line_number'] - 1]):
            continue
        for branch in line['branches']:
            if branch['count'] > 0:
                taken += 1
            else:
                missing[line['line_number']] = missing.get(line['line_number'], 0) + 1
    return taken, missing, text


def main(build):
    build = os.path.abspath(build)
    run_tests(build)
    whole = True
    for folder, name in [('core', name) for name in CORE.split()] + [('store', name) for name in STORE.split()]:
        taken, missing, text = count(name, folder, read_coverage(build, folder, name))
        left = sum(missing.values())
        total = taken + left
        print(f'{folder}/{name}.c: {taken} of {total} branches, {100 * taken / max(total, 1):.1f} %')
        for number in sorted(missing):
            print(f'    {number}: {text[number - 1].strip()}')
        whole = whole and not missing
    return 0 if whole else 1


if __name__ == '__main__':
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1]))
