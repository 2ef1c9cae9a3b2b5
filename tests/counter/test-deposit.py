# SPDX-License-Identifier: GPL-3.0-or-later
"""Orders at the counter: `hufuctl counter` against the real platform. After each story the drawer,
the ledger and the platform agree on what customers are owed. TAP on standard output.

    test-deposit.py HUFUCTL HUFU_PLATFORM"""
import importlib.util
import pathlib
import sys
import time
import urllib.request
import uuid

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location('payments', HERE / 'test-payments.py')
payments = importlib.util.module_from_spec(spec)
spec.loader.exec_module(payments)
stories, same = payments.stories, payments.stories.same


class World(payments.World):
    def held(self):
        return self.till.raw(b'status')['held']

    def order(self, cash='40', name='Cake'):
        """Orders one product with a deposit; what is due for all of it."""
        due = self.basket()
        self.till.say('pay')
        self.till.say(f'deposit {cash} {name}')
        same('nothing is open', self.till.raw(b'status')['basket']['due_minor'], 0)
        return due

    def number(self, n=None):
        n = n or self.one('SELECT max (number) FROM deposit')
        return f'001-01-D{n:04}'

    def assert_owed(self, minor):
        same('ledger', -self.balance('customer_deposit'), minor)
        self.till.say('wait sent')
        platform, end = self.platform.folder / 'platform.db', time.monotonic() + stories.BOUND_S
        while (told := self.one("SELECT sum (amount_minor) FROM deposit WHERE state = 'held'", platform)) != minor:
            assert time.monotonic() < end, (told, minor)
            time.sleep(0.02)


def an_order_is_paid_in_two_parts(world):
    """Nothing is sold before the goods are fetched; the slip finds the order again."""
    before, sold = world.balance('cash'), world.balance('revenue')
    due = world.order('40', 'blue coat')
    same('drawer', world.balance('cash') - before, 4000)
    same('revenue', world.balance('revenue'), sold)
    world.assert_owed(4000)
    same('name', world.held()[-1]['name'], 'blue coat')
    assert world.held()[-1]['hint'].startswith('Deposit 40.00'), world.held()[-1]
    state = world.till.say('scan ' + world.number())
    same('balance', state['basket']['due_minor'], due - 4000)
    world.till.say('pay')
    world.till.say(f'tender cash {(due - 4000 + 9) // 10 * 10 / 100:.2f}')
    world.assert_owed(0)
    assert world.balance('revenue') < sold
    state = world.till.raw(('scan ' + world.number()).encode())
    assert 'That order is over: Deposit used.' in str(state), state['notice']


def a_killed_till_has_its_orders(world):
    due = world.order('30')
    world.restart_till()
    same('held', [item['hint'][:13] for item in world.held()], ['Deposit 30.00'])
    world.till.say('scan ' + world.number())
    world.restart_till()  # the order is open, as it was
    state = world.till.raw(b'status')
    same('balance', state['basket']['due_minor'], due - 3000)
    world.till.say('hold')
    world.assert_owed(3000)
    world.till.say('scan ' + world.number())
    world.till.say('void customer')
    world.assert_owed(0)


def a_card_pays_a_part_of_it(world):
    due = world.basket()
    world.till.say('pay')
    world.till.say('tender card 40')
    world.till.say('card approved 4242 00A123')
    world.till.say('pay')
    world.till.say('deposit 20')
    world.assert_owed(6000)
    same('suspense', world.balance('payment_suspense'), 0)
    world.till.say('scan ' + world.number())
    same('balance', world.till.raw(b'status')['basket']['due_minor'], due - 6000)
    world.till.say('void customer')  # the cash goes back; the card waits for its reversal
    world.assert_owed(0)
    same('suspense', world.balance('payment_suspense'), -4000)
    world.till.say('act reverse')
    same('card', world.balance('card_clearing'), 0)


def a_large_note_pays_a_small_deposit(world):
    """A 50 note for a deposit of 40; then 50 of cash that was taken for a part of a sale."""
    before, due = world.balance('cash'), world.basket()
    world.till.say('pay')
    state = world.till.raw(b'deposit 40/5')
    same('too little', state['error'], 'The cash received is less than what is due. Enter it again.')
    world.till.say('back')
    world.till.say('pay')
    state = world.till.say('deposit 40/50 blue coat')
    same('change', state['panel']['headline'], 'Give back 10.00')
    same('shown', (state['customer']['label'], state['customer']['amount']), ('Your change', '10.00'))
    same('drawer', world.balance('cash') - before, 4000)
    world.till.say('scan ' + world.number())
    same('balance', world.till.raw(b'status')['basket']['due_minor'], due - 4000)
    world.till.say('void customer')
    due = world.basket()
    world.till.say('pay')
    world.till.say('tender cash 50')
    state = world.till.say('act deposit')
    same('of it', state['primary']['label'], 'Take 50.00 as a deposit')
    world.till.say('type 40')
    state = world.till.say('type green coat')
    same('change', state['primary']['label'], 'Take a deposit of 40.00, give 10.00')
    same('note', state['panel']['choices'][-1]['label'], 'Pays with 100.00')
    same('next', world.till.say('act deposit-note')['primary']['label'], 'Take a deposit of 40.00, give 60.00')
    world.till.say('act take-deposit')
    same('drawer', world.balance('cash') - before, 4000)
    world.till.say('scan ' + world.number())
    same('balance', world.till.raw(b'status')['basket']['due_minor'], due - 4000)
    world.till.say('void customer')
    world.assert_owed(0)


def only_a_manager_keeps_it(world):
    world.order('40')
    world.till.say('scan ' + world.number())
    world.till.say('act void')
    assert not world.till.raw(b'act keep-deposit')['ok']
    world.assert_owed(4000)
    world.till.say('signout')
    world.till.say('signin 01 2468')
    world.till.say('act void')
    world.till.say('act keep-deposit')
    world.assert_owed(0)
    same('kept', world.balance('deposit_kept'), -4000)
    world.till.say('signout')
    world.till.open()


def what_is_refused_says_why(world):
    due = world.basket()
    world.till.say('pay')
    for cash, why in (('0.50', 'less than this shop asks for'), ('1.05', 'no coins for that sum'),
                      (f'{due / 100 + 1:.2f}', 'more than is left to pay')):
        answer = world.till.raw(f'deposit {cash}'.encode())
        assert not answer['ok'] and why in answer['error'], answer['error']
    same('still here', world.till.raw(b'status')['basket']['due_minor'], due)
    for code, why in (('001-02-D0001', 'That order is at till 02'), ('001-01-D9999', 'no deposit of that number')):
        answer = world.till.raw(f'scan {code}'.encode())
        assert why in str(answer), answer
    world.till.say('void customer')


def the_page_of_its_receipt_tells_what_was_chosen_and_paid_ahead(world):
    code = world.one("SELECT min (code) FROM barcode JOIN product ON id = product_id WHERE options <> ''",
                     world.platform.folder / 'platform.db')
    world.till.scan(str(code))
    due = world.till.say('choose 1 pearls')['basket']['due_minor']
    world.till.say('pay')
    world.till.say('deposit 5')
    world.till.say('scan ' + world.number())
    world.till.say('pay')
    world.till.say('tender cash 9999')
    world.till.say('wait sent')
    sale_id = world.one("SELECT lower (hex (sale_id)) FROM sale WHERE state = 'finished' ORDER BY sale_no DESC")
    for lang, pearls, ahead, rest in (('en', 'Pearls +2.00', 'Deposit paid before', 'Cash'),
                                      ('zh', '珍珠 +2.00', '此前已付订金', '现金')):
        page = urllib.request.urlopen(urllib.request.Request(
            f'http://127.0.0.1:{world.platform.port}/r/{uuid.UUID(sale_id)}', headers={'Accept-Language': lang})).read().decode()
        assert pearls in page and f'{ahead}</td><td style="text-align:right">5.00<' in page, page
        assert f'{rest}</td><td style="text-align:right">{(due - 500) / 100:.2f}<' in page, page


STORIES = [an_order_is_paid_in_two_parts, a_killed_till_has_its_orders, a_card_pays_a_part_of_it, a_large_note_pays_a_small_deposit,
           the_page_of_its_receipt_tells_what_was_chosen_and_paid_ahead, only_a_manager_keeps_it, what_is_refused_says_why]

if __name__ == '__main__':
    sys.exit(stories.main(World, [payments.and_books_agree(story) for story in STORIES]))
