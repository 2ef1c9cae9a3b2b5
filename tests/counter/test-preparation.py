# SPDX-License-Identifier: GPL-3.0-or-later
"""Preparation slips: what is made ready comes out of a second printer when it is sold. `hufuctl counter` against the
real platform; what counts is on the paper. TAP on standard output.

    test-preparation.py HUFUCTL HUFU_PLATFORM"""
import contextlib
import importlib.util
import pathlib
import sqlite3
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location('stories', HERE / 'test-counter.py')
stories = importlib.util.module_from_spec(spec)
spec.loader.exec_module(stories)
same = stories.same

SLIP = b'To prepare'


class World(stories.World):
    def start_till(self):
        self.slips = self.folder / 'slips'
        self.till = stories.Till(self.hufuctl, self.folder, self.platform,
                                 more=['--slip-printer', f'file:{self.slips}'])


def ask(world, sql):
    with contextlib.closing(sqlite3.connect(world.folder / 'till' / 'till.db')) as books:
        return books.execute(sql).fetchall()


def code_of(world, category):
    """A barcode and the name of something of that category."""
    with contextlib.closing(sqlite3.connect(world.folder / 'till' / 'catalog.db')) as catalogue:
        return catalogue.execute(
            'SELECT printf ("%013d", code), name_en, name_zh FROM product JOIN barcode ON product_id = product.id'
            f' WHERE category_id = {category} AND NOT by_weight AND price_minor > 0 ORDER BY product.id LIMIT 1').fetchone()


def pay(world):
    """Sells the basket; its number."""
    world.till.say('pay')
    same('panel', world.till.say('tender cash 9999')['panel']['kind'], 'done')
    world.till.say('back')
    (number,), = ask(world, "SELECT receipt_no FROM sale WHERE state = 'finished' ORDER BY sale_no DESC LIMIT 1")
    return number


def await_none_waits(world):
    end = time.monotonic() + stories.BOUND_S
    while ask(world, 'SELECT count(*) FROM print_job') != [(0,)]:
        assert time.monotonic() < end, ask(world, 'SELECT printer, begun FROM print_job')
        time.sleep(0.02)


def papers(folder, number):
    return [paper for paper in (path.read_bytes() for path in sorted(folder.glob('*.bin'))) if number.encode() in paper]


def drinks_are_on_a_slip_of_their_own(world):
    till = world.till
    till.open()
    drink, name_en, name_zh = code_of(world, 5)
    shirt = world.platform.code('Linen shirt S')['text']
    till.scan(shirt)
    state = till.scan(drink)
    line = state['basket']['rows'][-1]['line_no']
    till.say(f'qty {line} 3')
    till.say(f'note {line} less ice')
    number = pay(world)
    await_none_waits(world)
    receipt, = papers(world.folder / 'paper', number)
    slip, = papers(world.slips, number)
    assert SLIP not in receipt and b'Linen shirt' in receipt
    for text in (SLIP, number[-4:].encode(), name_en.split()[0].encode(), name_zh[:4].encode('gb18030'), b'less ice', b'3 '):
        assert text in slip, (text, slip)
    for text in (b'Linen shirt', b'Total', b'.00'):
        assert text not in slip, (text, slip)


def what_is_not_prepared_has_no_slip(world):
    before = len(list(world.slips.glob('*.bin')))
    world.till.scan(world.platform.code('Linen shirt S')['text'])
    number = pay(world)
    await_none_waits(world)
    same('receipt', len(papers(world.folder / 'paper', number)), 1)
    same('slips', len(list(world.slips.glob('*.bin'))), before)


def its_printer_is_away_and_the_shop_sells_on(world):
    """The slip is kept, the cashier is told what to do, and it is printed once when the printer is back."""
    till, away = world.till, world.folder / 'slips-away'
    world.slips.rename(away)
    world.slips.write_text('not a printer')
    drink = code_of(world, 5)[0]
    end = time.monotonic() + stories.BOUND_S
    numbers, said = [], ''
    while 'Slips not printed' not in said:
        assert time.monotonic() < end, 'nobody says that slips wait'
        till.scan(drink)
        till.say('pay')
        said = till.say('tender cash 9999')['notice'] or ''
        till.say('back')
        numbers.append(ask(world, "SELECT receipt_no FROM sale WHERE state = 'finished' ORDER BY sale_no DESC LIMIT 1")[0][0])
    assert 'Pass the order on by its receipt' in said, said
    devices = till.say('status')['status']
    same('devices', (devices['devices-ok'], devices['devices-total']), (1, 2))
    assert 'Preparation slips: ' in devices['devices-text'], devices
    till.say('lang zh')
    assert '制作单：' in till.say('status')['status']['devices-text']
    till.say('lang en')
    world.slips.unlink()
    away.rename(world.slips)
    await_none_waits(world)
    for number in numbers:
        same(number, [b'COPY' in slip for slip in papers(world.slips, number)], [False])


def a_killed_till_prints_it_later_and_never_twice_unmarked(world):
    """Stored with the sale: killed at once, it comes out after the next start, as a copy if it may be on paper."""
    drink, numbers = code_of(world, 5)[0], []
    for end in (b'', b'quit', b'', b'quit'):
        world.till.scan(drink)
        world.till.say('pay')
        world.till.process.stdin.write(b'tender cash 9999\n' + end + b'\n')
        world.till.process.stdin.flush()
        stories.json.loads(world.till.process.stdout.readline())
        if not end:
            world.till.kill()
        world.till.process.wait(timeout=stories.BOUND_S)
        world.start_till()
        world.till.open()
        numbers.append(ask(world, "SELECT receipt_no FROM sale WHERE state = 'finished' ORDER BY sale_no DESC LIMIT 1")[0][0])
    await_none_waits(world)
    for number in numbers:
        marks = [b'COPY' in slip for slip in papers(world.slips, number)]
        assert marks and marks.count(False) <= 1, (number, marks)


def the_operator_says_what_is_prepared(world):
    """By the policy: the next sale goes by it."""
    snack, name = code_of(world, 4)[:2]
    policy = world.folder / 'policy.json'
    policy.write_text('{"prepared_categories": [4]}')
    same('set', stories.operate(world, 'policy', 'set', '1', policy)['prepared_categories'], [4])
    world.till.say('sync')
    end = time.monotonic() + stories.BOUND_S
    while True:
        world.till.scan(snack)
        number = pay(world)
        await_none_waits(world)
        if slips := papers(world.slips, number):
            break
        assert time.monotonic() < end, 'the till never heard of it'
    assert name.split()[0].encode() in slips[0], (name, slips)  # large type breaks a long name


def a_printer_that_is_none_is_refused(world):
    """Before anything is sold; and one printer is not two."""
    for given, sentence in ((['--slip-printer', 'lpt1'], 'no printer is called "lpt1"'),
                            (['--slip-printer', 'file:slips'], 'no printer is called'),
                            (['--slip-printer', 'usb:', '--printer', 'usb:'], 'another printer than --printer'),
                            (['--slip-printer', 'none', '--printer', 'none'], None)):
        done = subprocess.run([world.hufuctl, 'counter', '--data', world.folder / 'none', *given], input='quit\n',
                              capture_output=True, text=True, check=False, timeout=stories.BOUND_S)
        same(given, done.returncode == 0, sentence is None)
        assert sentence is None or sentence in done.stderr, done.stderr


STORIES = [
    drinks_are_on_a_slip_of_their_own, what_is_not_prepared_has_no_slip, its_printer_is_away_and_the_shop_sells_on,
    a_killed_till_prints_it_later_and_never_twice_unmarked, the_operator_says_what_is_prepared,
    a_printer_that_is_none_is_refused,
]

if __name__ == '__main__':
    sys.exit(stories.main(World, STORIES))
