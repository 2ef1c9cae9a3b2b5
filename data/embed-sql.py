#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns numbered SQL migrations into a C array: embed-sql.py NAME OUTPUT FILE...

NAME[0] is the text of migration 1, and so on; a NULL ends the array.
"""
import pathlib
import sys


def quote(line):
    return '"' + line.replace('\\', '\\\\').replace('"', '\\"') + '\\n"'


name, output, *files = sys.argv[1:]
lines = ['#include "data/embedded-sql.h"', '', f'const char *const {name}[] = {{']
for number, file in enumerate(sorted(files, key=lambda f: pathlib.Path(f).name), start=1):
    assert int(pathlib.Path(file).name.split('-')[0]) == number, f'{file}: expected number {number}'
    lines += ['  ' + quote(line) for line in pathlib.Path(file).read_text('utf-8').splitlines()]
    lines[-1] += ','
lines += ['  0,', '};', '']
pathlib.Path(output).write_text('\n'.join(lines), 'utf-8')
