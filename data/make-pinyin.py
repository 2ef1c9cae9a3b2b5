#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first letters of the Mandarin readings of hanzi as a C table: make-pinyin.py READINGS OUTPUT.

READINGS is Unihan_Readings.txt.bz2 of Debian's unicode-data. What people read today is taken, all
of it: kMandarin, and the readings of the dictionaries kHanyuPinlu, kXHC1983 and kTGHZ2013 (Unicode
Standard Annex 38). A letter is that of the syllable's spelling, so zh is z.
"""
import bz2
import collections
import sys
import unicodedata

FIRST, LAST = 0x3400, 0x9fff  # the CJK ideographs of the basic plane
FIELDS = {
    "kMandarin": lambda value: value.split(),
    "kHanyuPinlu": lambda value: [part.split("(")[0] for part in value.split()],
    "kXHC1983": lambda value: [one for part in value.split() for one in part.split(":")[1].split(",")],
    "kTGHZ2013": lambda value: [one for part in value.split() for one in part.split(":")[1].split(",")],
}


def read_initials(path):
    initials = collections.defaultdict(set)
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#") or not line.strip():
                continue
            code, field, value = line.rstrip("\n").split("\t")
            point = int(code[2:], 16)
            if field in FIELDS and FIRST <= point <= LAST:
                initials[point] |= {unicodedata.normalize("NFD", one)[0] for one in FIELDS[field](value)}
    assert len(initials) > 20000
    assert all("a" <= letter <= "z" for letters in initials.values() for letter in letters)
    return {point: "".join(sorted(letters)) for point, letters in initials.items()}


def main(readings, output):
    initials = read_initials(readings)
    sets = sorted(set(initials.values()) | {""})
    number = {letters: i for i, letters in enumerate(sets)}
    assert len(sets) <= 256
    rows = [number[initials.get(point, "")] for point in range(FIRST, LAST + 1)]
    with open(output, "w", encoding="utf-8") as out:
        out.write('#include "core/pinyin-table.h"\n\n')
        out.write("const char hufu_pinyin_sets[][HUFU_PINYIN_LETTERS_MAX + 1] = {\n")
        out.writelines(f'  "{letters}",\n' for letters in sets)
        out.write("};\n\nconst guint8 hufu_pinyin_rows[HUFU_PINYIN_LAST - HUFU_PINYIN_FIRST + 1] = {\n")
        for i in range(0, len(rows), 24):
            out.write("  " + ", ".join(map(str, rows[i:i + 24])) + ",\n")
        out.write("};\n")


main(*sys.argv[1:])
