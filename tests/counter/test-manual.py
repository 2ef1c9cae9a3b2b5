# SPDX-License-Identifier: GPL-3.0-or-later
"""hufuctl.1 has every command and option that `hufuctl --help` names, and every command of the counter. TAP.

    test-manual.py HUFUCTL ROOT"""
import pathlib
import re
import subprocess
import sys


def read_manual(root):
    """As it is read: without requests, fonts and escapes, one blank between two words."""
    text = (root / 'packaging/man/hufuctl.1').read_text()
    text = re.sub(r'\\f(?:\[\w*\]|[A-Z])', '', text).replace(r'\-', '-').replace(r'\&', '')
    text = re.sub(r'^\.[A-Za-z\\"]+', ' ', text, flags=re.MULTILINE).replace('"', '')
    return ' '.join(text.split())


def find_help(hufuctl):
    """What stands before the first operand: "voucher issue", "--data"."""
    text = subprocess.run([hufuctl, '--help'], capture_output=True, text=True, check=True).stdout
    options = re.findall(r'^ +(?:-\w, )?(--[a-z-]+)', text, re.MULTILINE)
    commands = re.findall(r'^  ([a-z]+(?: [a-z]+(?![a-z|]))?)', text.split('Commands:')[1], re.MULTILINE)
    assert len(options) > 8 and len(commands) > 8, (options, commands)
    return options, commands


def find_counter(root):
    text = ''.join(path.read_text() for path in sorted((root / 'src/ctl').glob('*shell*.c')))
    names = re.findall(r'\{"([a-z]+)", (?:do_|hufu_shell_|HUFU_ACT_)', text)
    conditions = re.findall(r'\{"([a-z]+)", (?:is_|has_|hufu_shell_is_)', text)
    assert len(names) > 20 and len(conditions) > 6, (names, conditions)
    return names, conditions


def find_missing(names, text):
    return [name for name in names if not re.search(rf'(?<![\w-]){name}(?![\w-])', text)]


def main(hufuctl, root):
    root = pathlib.Path(root)
    manual = read_manual(root)
    options, commands = find_help(hufuctl)
    names, conditions = find_counter(root)
    counter = manual.split('COMMANDS OF THE COUNTER')[1].split('OPTIONS')[0]
    table = [('options', find_missing(options, manual)), ('commands', find_missing(commands, manual)),
             ('commands of the counter', find_missing(names, counter)),
             ('what wait waits for', find_missing(conditions, counter.split('wait ', 1)[1]))]
    print(f'1..{len(table)}')
    for number, (what, missing) in enumerate(table, 1):
        for name in missing:
            print(f'# hufuctl.1 does not have: {name}')
        print(f'{"not ok" if missing else "ok"} {number} {what}')
    return any(missing for _, missing in table)


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
