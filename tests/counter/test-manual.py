# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of the manual have what the programs' --help and the counter name, and nothing besides; what
README.md and its neighbours say to run is there. TAP.

    test-manual.py ROOT HUFUCTL HUFU HUFU_PLATFORM"""
import pathlib
import re
import subprocess
import sys


def read_page(root, name):
    """As it is read: without requests, fonts and escapes, one blank between two words."""
    text = (root / f'packaging/man/{name}.1').read_text()
    text = re.sub(r'\\f(?:\[\w*\]|[A-Z])', '', text).replace(r'\-', '-').replace(r'\&', '')
    text = re.sub(r'^\.[A-Za-z\\"]+', ' ', text, flags=re.MULTILINE).replace('"', '')
    return ' '.join(text.split())


def find_heads(root):
    """The words before the first operand of each command of hufuctl.1: ("platform", "stock")."""
    text = (root / 'packaging/man/hufuctl.1').read_text().split('.SH COMMANDS')[1].split('.SH PROMOTION FILES')[0]
    heads = []
    for line in re.findall(r'^\.TP\n(.*)', text, re.MULTILINE):
        line = re.sub(r'\\f(?:\[\w*\]|[A-Z])|^\.[BIR]+ |"', '', line).replace(r'\-', '-')
        heads += [tuple(re.match(r'[a-z-]+(?: [a-z-]+(?![a-z-|=]))*', part).group().split())
                  for part in re.split(', ', line)]
    assert len(heads) > 30, heads
    return heads


def find_listed(root, name):
    """The options that the page has a paragraph for."""
    text = (root / f'packaging/man/{name}.1').read_text().replace(r'\-', '-')
    heads = re.findall(r'^\.T[PQ]\n\.B\w* (.*--.*)', text, re.MULTILINE)
    return set(re.findall(r'--[a-z][a-z-]+', ' '.join(heads)))


def ask_help(program):
    return subprocess.run([program, '--help'], capture_output=True, text=True, check=True).stdout


def find_options(text):
    return set(re.findall(r'^ +(?:-\w, )?(--[a-z-]+)', text, re.MULTILINE))


def find_commands(text):
    """What stands before the first operand: "voucher issue"."""
    return re.findall(r'^  ([a-z]+(?: [a-z]+(?![a-z|]))?)', text.split('Commands:')[1], re.MULTILINE)


def find_counter(root):
    text = ''.join(path.read_text() for path in sorted((root / 'src/ctl').glob('*shell*.c')))
    names = re.findall(r'\{"([a-z]+)", (?:do_|hufu_shell_|HUFU_ACT_)', text)
    conditions = re.findall(r'\{"([a-z]+)", (?:is_|has_|hufu_shell_is_)', text)
    assert len(names) > 20 and len(conditions) > 6, (names, conditions)
    return names, conditions


def find_missing(names, text):
    return [name for name in names if not re.search(rf'(?<![\w-]){name}(?![\w-])', text)]


def find_runs(root):
    """What is said to be run: "./run bench", "tests/coverage.py"."""
    text = ''.join((root / name).read_text() for name in ('README.md', 'HACKING.md', 'DESIGN.md', 'tests/README.md'))
    code = [part for line in re.findall(r'^```\n(.*?)^```|`([^`]+)`', text, re.MULTILINE | re.DOTALL) for part in line]
    return (set(re.findall(r'\./run ([a-z-]+)', '\n'.join(code))),
            set(re.findall(r'(?:^|\s)((?:src|tests|data|packaging)/[\w/.-]+\.\w+)', '\n'.join(code))))


def check(root, hufuctl, hufu, platform):
    """Each row: what, the names that one place has and the other lacks."""
    page, texts = read_page(root, 'hufuctl'), {}
    for name, program in (('hufuctl', hufuctl), ('hufu', hufu), ('hufu-platform', platform)):
        texts[name] = ask_help(program)
        version = subprocess.run([program, '--version'], capture_output=True, text=True, check=True).stdout
        yield f'{name} --version', [] if re.fullmatch(rf'{name} \d+\.\d+\.\d+\n', version) else [version]
        options, said = find_options(texts[name]) - {'--help'}, read_page(root, name)
        assert len(options) > 8, options
        yield f'options that {name}.1 lacks', find_missing(options, said)
        yield f'options that {name} lacks', find_listed(root, name) - find_options(texts[name])
    yield 'commands that hufuctl.1 lacks', find_missing(find_commands(texts['hufuctl']), page)
    usage = subprocess.run([hufuctl, 'platform'], capture_output=True, text=True, check=False).stderr
    verbs = {head[1] for head in find_heads(root) if head[0] == 'platform'}
    yield 'verbs that hufuctl platform lacks', find_missing(verbs, usage)
    names, conditions = find_counter(root)
    counter = page.split('COMMANDS OF THE COUNTER')[1].split('OPTIONS')[0]
    yield 'commands of the counter that hufuctl.1 lacks', find_missing(names, counter)
    yield 'what wait waits for', find_missing(conditions, counter.split('wait ', 1)[1])
    runs, paths = find_runs(root)
    forms = subprocess.run([root / 'run', 'help'], capture_output=True, text=True, check=True).stdout
    assert len(runs) > 3 and len(paths) > 8, (runs, paths)
    yield 'forms that ./run lacks', find_missing(runs - {'help'}, forms)
    yield 'files that are not there', [path for path in paths if not (root / path).exists()]


def main(root, *programs):
    table = list(check(pathlib.Path(root).resolve(), *programs))
    print(f'1..{len(table)}')
    for number, (what, missing) in enumerate(table, 1):
        for name in missing:
            print(f'# {what}: {name}')
        print(f'{"not ok" if missing else "ok"} {number} {what}')
    return any(missing for _, missing in table)


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
