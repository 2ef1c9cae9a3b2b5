# SPDX-License-Identifier: GPL-3.0-or-later
"""What users of other tills complain about, one story a symptom: `hufuctl counter` against the real
platform. Each names the thread that it was told in; what other tests show is in the table of
tests/README.md. TAP on standard output.

    test-complaints.py HUFUCTL HUFU_PLATFORM"""
import contextlib
import importlib.util
import json
import pathlib
import sqlite3
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location('stories', HERE / 'test-counter.py')
stories = importlib.util.module_from_spec(spec)
spec.loader.exec_module(stories)
same, reason = stories.same, stories.reason


class World(stories.World):
    def __init__(self, hufuctl, platform, folder):
        super().__init__(hufuctl, platform, folder)
        self.paper = self.folder / 'paper'
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


STORIES = [
    chinese_is_garbled, more_than_ten_lines_are_garbled, the_receipt_never_prints,
    a_restart_without_network_is_a_black_screen, a_paid_sale_arrives_unpaid, a_cashier_deletes_an_offline_sale,
    orders_come_twice_after_a_reconnect, offline_numbers_repeat, a_gift_card_is_used_twice,
]


if __name__ == '__main__':
    sys.exit(stories.main(World, STORIES))
