# SPDX-License-Identifier: GPL-3.0-or-later
"""What users of other tills complain about, one story a symptom: `hufuctl counter` against the real
platform. Each names the thread that it was told in; what other tests show is in the table of
tests/README.md. TAP on standard output.

    test-complaints.py HUFUCTL HUFU_PLATFORM"""
import base64
import contextlib
import importlib.util
import json
import pathlib
import sqlite3
import sys
import time
import uuid

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location('stories', HERE / 'test-counter.py')
stories = importlib.util.module_from_spec(spec)
spec.loader.exec_module(stories)
same, reason = stories.same, stories.reason


class World(stories.World):
    def __init__(self, hufuctl, platform, folder):
        super().__init__(hufuctl, platform, folder)
        self.paper = self.folder / 'paper'
        self.second = None
        self.till.open()
        self.till.say('wait online')

    def ask(self, path, sql):
        with contextlib.closing(sqlite3.connect(f'file:{path}?mode=ro', uri=True)) as database:
            return database.execute(sql).fetchall()

    def numbers(self):
        return [row[0] for row in self.ask(self.folder / 'till' / 'till.db', 'SELECT receipt_no FROM sale'
                                           " WHERE state = 'finished' ORDER BY sale_no")]

    def orders(self):
        """Receipt number and body of each order that the platform has of this till."""
        return self.ask(self.platform.folder / 'platform.db', 'SELECT receipt_no, body FROM sale'
                        " WHERE terminal_id IS NOT NULL AND state = 'finished' ORDER BY receipt_no")

    def sell(self, label='Linen shirt S'):
        """One product for cash; its receipt number."""
        self.till.scan(self.platform.code(label)['text'])
        self.till.say('pay')
        self.till.say('tender cash 9999')
        self.till.say('back')
        return self.numbers()[-1]

    def uses(self):
        """Of vouchers, that the platform counts."""
        return self.ask(self.platform.folder / 'platform.db', "SELECT 1 FROM use WHERE state = 'used'")

    def start_second(self, name='second'):
        """Another till of the store; the same again, killed, if it was there before."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        if self.second:
            self.second.kill()
        self.second = stories.Till(self.hufuctl, folder, self.platform)
        self.second.open()
        return self.second

    def restart_till(self):
        self.till.kill()
        self.start_till()
        return self.till.open()

    def await_paper(self, number):
        end = time.monotonic() + stories.BOUND_S
        while True:
            found = [paper for paper in (path.read_bytes() for path in self.paper.glob('*.bin'))
                     if number.encode() in paper]
            if found:
                return found
            assert time.monotonic() < end, f'{number} was not printed'
            time.sleep(0.02)


def make_code(nth):
    """The EAN-13 of one of the many."""
    digits = f'690000{nth:06}'
    return digits + str(-sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits)) % 10)


def copy_row(database, table, **changed):
    """As SELECT, the columns of a table's row with some of them changed, each by an expression."""
    names = [row[1] for row in database.execute(f'PRAGMA table_info ({table})')]
    return f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(changed.get(name, name) for name in names)}"


def add_products(database, n):
    """As many as the store of the thread had, each a copy of the first."""
    base, = database.execute('SELECT max (id) + 1 FROM product').fetchone()
    database.create_function('make_code', 1, lambda nth: int(make_code(nth)), deterministic=True)
    series = f'WITH RECURSIVE n (i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < {n - 1}) '
    one = '(SELECT * FROM product ORDER BY id LIMIT 1)'
    database.execute(series + copy_row(database, 'product', id=f'{base} + i', sku="'MANY-' || i", name_en="'Thing ' || i",
                                       favourite='0') + f' FROM n, {one}')
    database.execute(series + f'INSERT INTO barcode SELECT make_code (i), {base} + i FROM n')
    database.execute(series + "INSERT INTO change (kind, key, store_no, data)"
                              f" SELECT 'product', {base} + i, NULL, '' FROM n")


def add_members(database, n):
    """Each a copy of one that is there, but for what there is once of each."""
    def make_member(text, i):
        number = uuid.UUID(int=i + 1)
        once = base64.urlsafe_b64encode(number.bytes).decode().rstrip('=')
        return json.dumps({**json.loads(text), 'member_id': str(number), 'code_subject': once, 'phone_index': once})

    (text,), = database.execute("SELECT data FROM change WHERE kind = 'member' LIMIT 1")
    database.executemany("INSERT INTO change (kind, key, store_no, data) VALUES ('member', ?, NULL, ?)",
                         ((str(uuid.UUID(int=i + 1)), make_member(text, i)) for i in range(n)))


def chinese_is_garbled(world):
    """python-escpos 269 and 491, escpos-php 63: the printer is told its character set, then gets it."""
    world.till.say('lang zh')
    number = world.sell('Chestnuts')
    world.till.say('lang en')
    paper = world.await_paper(number)[0]
    name = world.ask(world.folder / 'till' / 'till.db', 'SELECT name_zh FROM sale_line JOIN sale USING (sale_no)'
                     f" WHERE receipt_no = '{number}'")[0][0]
    assert any(ord(char) > 0x4e00 for char in name), name
    assert name.encode('gb18030') in paper, name
    assert b'\x1c&' in paper[:paper.index(name.encode('gb18030'))], 'the mode is not said'


def more_than_ten_lines_are_garbled(world):
    """odoo 47635: a long receipt is as readable at its end as at its beginning."""
    till, names = world.till, []
    codes = [code for code in world.platform.codes if code['kind'] == 'product']
    for code in codes[:30]:
        state = till.scan(code['text'])
    names = [row['name'] for row in state['basket']['rows']]
    assert len(names) > 10, names
    till.say('pay')
    till.say(f"tender cash {state['basket']['due_minor'] // 100 + 1}")
    paper = world.await_paper(world.numbers()[-1])[0]
    for name in names:
        assert name[:12].encode() in paper, name
    till.say('back')


def the_receipt_never_prints(world):
    """odoo 242617: what the printer could not take waits for it, is said, and is printed once."""
    away = world.folder / 'paper-away'
    world.paper.rename(away)
    world.paper.write_text('not a printer')
    number = world.sell()
    end = time.monotonic() + stories.BOUND_S
    while 'cannot be written' not in (state := world.till.say('status'))['status']['devices-text']:
        assert time.monotonic() < end, state['status']
        time.sleep(0.02)
    world.paper.unlink()
    away.rename(world.paper)
    papers = world.await_paper(number)
    same('papers', [b'COPY' in paper for paper in papers], [False])


def a_restart_without_network_is_a_black_screen(world):
    """odoo PR 206775, PR 288974, 203431: killed while offline, the till opens and sells on, and nothing is lost."""
    world.platform.kill()
    numbers = [world.sell() for _ in range(2)]
    world.till.scan(world.platform.code('Linen shirt S')['text'])
    same('basket', len(world.restart_till()['basket']['rows']), 1)
    world.till.finish()
    numbers.append(world.sell())
    world.platform.start()
    world.till.say('sync')
    world.till.say('wait sent')
    arrived = [number for number, _ in world.orders()]
    assert set(numbers) <= set(arrived), (numbers, arrived)


def a_paid_sale_arrives_unpaid(world):
    """POS-Awesome-V15 310."""
    world.platform.kill()
    number = world.sell()
    world.platform.start()
    world.till.say('sync')
    world.till.say('wait sent')
    body = json.loads(dict(world.orders())[number])
    rounding = sum(tender['rounding_minor'] for tender in body['tenders'])
    same('paid', sum(tender['amount_minor'] for tender in body['tenders']), body['gross_minor'] + rounding)


def a_cashier_deletes_an_offline_sale(world):
    """erpnext 7463: a finished sale is there for good."""
    world.platform.kill()
    number = world.sell()
    world.till.refused('void mistake')
    assert number in world.numbers()
    world.platform.start()
    world.till.say('sync')
    world.till.say('wait sent')
    assert number in dict(world.orders())


def orders_come_twice_after_a_reconnect(world):
    """odoo 42862 and 40567, OCA/pos 512: answers get lost, and what was sent is sent again."""
    for _ in range(6):
        world.sell()
        world.till.raw(b'sync')
        world.platform.kill()
        world.sell()
        world.platform.start()
    world.till.say('sync')
    world.till.say('wait sent')
    arrived = [number for number, _ in world.orders()]
    same('once each', (len(set(arrived)), arrived), (len(arrived), world.numbers()))


def offline_numbers_repeat(world):
    """OCA/l10n-spain PR 2582: no number twice and none left out, whatever ends the till."""
    world.platform.kill()
    for _ in range(3):
        world.sell()
        world.restart_till()
    world.platform.start()
    day_numbers = [int(number.rsplit('-', 1)[1]) for number in world.numbers()]
    same('numbers', day_numbers, list(range(1, len(day_numbers) + 1)))


def a_gift_card_is_used_twice(world):
    """odoo PR 92403: redeemed with the network gone, it is used, here and after a restart and online."""
    code = world.platform.code('100 yuan cash voucher')['text']
    till = world.till
    world.platform.kill()
    till.scan(world.platform.code('Linen shirt S')['text'])
    till.scan(code)
    same('redeemed', reason(till.say('redeem')), 'R00')
    till.finish()
    same('again', reason(till.scan(code)), 'R11')
    world.restart_till()
    till = world.till
    same('after a restart', reason(till.scan(code)), 'R11')
    till.say('back')
    world.platform.start()
    till.say('sync')
    till.say('wait sent')
    assert reason(till.scan(code)) in ('R11', 'R12')
    till.say('back')


def a_coupons_line_goes_and_it_counts_as_used(world):
    """odoo 101275: the goods leave the basket and the coupon with them, here and at the platform, and it is good again."""
    till, code = world.till, world.platform.code('20 yuan off from 200')['text']
    dress = world.platform.code('Wrap dress S')['text']
    for _ in range(2):
        basket = till.scan(dress)['basket']
        used = len(world.uses())
        till.scan(code)
        same('taken off', till.say('redeem')['basket']['due_minor'], basket['due_minor'] - 2000)
        same('gone', till.say(f"delete {basket['rows'][0]['line_no']}")['basket']['rows'], [])
        world.restart_till()
        till = world.till
        till.say('sync')
        till.say('wait sent')
        same('used at the platform', len(world.uses()), used)


def a_use_is_counted_twice_when_it_is_sent_again(world):
    """OCA/pos PR 185 (points doubled on a retry), POS-Awesome-V15 3059 (points not reduced): answers get lost and
    what was used is sent again; the pass has as many uses fewer as the customer had."""
    till, code = world.till, world.platform.code('Ten coffees')['text']
    before, n = len(world.uses()), 3
    for _ in range(n):
        till.scan(code)
        same('verdict', reason(till.say('redeem')), 'R00')
        till.finish()
        till.raw(b'sync')
        world.platform.kill()
        world.platform.start()
    till.say('sync')
    till.say('wait sent')
    same('uses at the platform', len(world.uses()) - before, n)
    facts = {fact['label']: fact['value'] for fact in till.scan(code)['panel']['facts']}
    same('left here', facts['Uses left'], f'{10 - n} of 10')
    till.say('back')


def an_undo_is_refused_without_a_word(world):
    """After some minutes and none told why: here what cannot be undone says so, and what to do instead."""
    till, code = world.till, world.platform.code('100 yuan cash voucher', 1)['text']
    till.scan(world.platform.code('Linen shirt S')['text'])
    till.scan(code)
    state = till.say('redeem')
    assert state['panel']['undo_until_utc_us'] > 0, state['panel']
    till.finish()
    same('not offered', till.scan(code)['panel']['choices'], [])
    for lang, words in ('en', 'is a refund, not an undo'), ('zh', '\u9000\u6b3e'):
        till.say('lang ' + lang)
        error = till.refused('undo')['error']
        assert words in error, error
    till.say('lang en')
    till.say('back')


def the_last_piece_is_sold_twice_without_a_word(world):
    """wcpos 227, stale stock: each till counts what it sold itself at once, says how old the rest is, and what went
    below zero while they were apart is said at both."""
    first, second = world.till, world.start_second()
    chinos = world.platform.code('Chinos S')['text']
    for till in (first, second):
        till.say('wait sent')
    left = first.say('stock ' + chinos)['stock']
    first.say('back')
    assert left['at_utc_s'] > 0 and left['here_milli'] > 0, left
    world.platform.kill()
    for till in (first, second):
        till.say(f"type *{left['here_milli'] // 1000}")
        due_minor = till.scan(chinos)['basket']['due_minor']
        till.say('pay')
        till.say(f'tender cash {due_minor // 100 + 1}')
        till.say('back')
        same('none is left', till.say('stock ' + chinos)['stock']['here_milli'], 0)
        till.say('back')
    world.platform.start()
    for till in (first, second):
        end = time.monotonic() + stories.BOUND_S
        while (state := till.say('stock ' + chinos))['stock']['here_milli'] != -left['here_milli']:
            assert time.monotonic() < end, state['stock']
            till.say('back')
            till.say('sync')
            time.sleep(0.02)
        assert 'Below zero' in state['panel']['note'], state['panel']
        till.say('back')


def a_large_catalogue_is_loaded_anew_at_each_start(world):
    """ucraft POS-Awesome 280 (19,600 products, two minutes), POS-Awesome-V15 1550 (the list is gone after a scan), odoo
    109892 (customers by the million hang it) and PR 286249 (a card is not known, its customer was not loaded): the
    till that is killed opens with the platform gone, and whatever of them comes first is known."""
    world.platform.kill()
    with contextlib.closing(sqlite3.connect(world.platform.folder / 'platform.db')) as database:
        add_products(database, 19600)
        add_members(database, 10000)
        database.commit()
    world.platform.start()
    till = world.start_second('new')
    end = time.monotonic() + stories.BOUND_S
    while till.scan(make_code(19599))['panel']:
        till.say('back')
        assert time.monotonic() < end, 'the catalogue does not come'
        time.sleep(0.05)
    till.finish()
    till.say('wait sent')
    world.platform.kill()
    till = world.start_second('new')
    for nth in (0, 9999, 19599):
        assert till.scan(make_code(nth))['panel'] is None, nth
    same('rows', [row['name'] for row in till.say('status')['basket']['rows'][-3:]],
         [f'Thing {nth}' for nth in (0, 9999, 19599)])
    same('member', till.scan(world.platform.code('member')['text'])['basket']['member'], '199****0001')
    end = time.monotonic() + stories.BOUND_S
    while not (found := (panel := till.say('type thing 19598')['panel'])['products']):
        assert 'Search is still being made ready' in panel['subtitle'] and time.monotonic() < end, panel
        till.say('back')
        time.sleep(0.05)
    same('found', found[0]['name'], 'Thing 19598')
    till.finish()
    world.platform.start()


STORIES = [
    chinese_is_garbled, more_than_ten_lines_are_garbled, the_receipt_never_prints,
    a_restart_without_network_is_a_black_screen, a_paid_sale_arrives_unpaid, a_cashier_deletes_an_offline_sale,
    orders_come_twice_after_a_reconnect, offline_numbers_repeat, a_gift_card_is_used_twice,
    a_coupons_line_goes_and_it_counts_as_used, a_use_is_counted_twice_when_it_is_sent_again,
    an_undo_is_refused_without_a_word, the_last_piece_is_sold_twice_without_a_word,
    a_large_catalogue_is_loaded_anew_at_each_start,
]


if __name__ == '__main__':
    sys.exit(stories.main(World, STORIES))
