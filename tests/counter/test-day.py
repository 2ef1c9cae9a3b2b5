# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole day at one till: `hufuctl counter` against the real platform through sales of all kinds,
holds, voids, prices by hand, a network that goes and comes, and kills. The test keeps a drawer and a
book of its own; at each closing the count is what that drawer holds, and at the end journal, ledger,
cash, Z reports and the platform agree with it to the unit. TAP on standard output.

    test-day.py HUFUCTL HUFU_PLATFORM

500 sales; 2,000 with HUFU_TEST_FULL=1 in the environment. HUFU_TEST_SEED=N is another day."""
import contextlib
import importlib.util
import json
import os
import pathlib
import random
import sqlite3
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location('stories', HERE / 'test-counter.py')
stories = importlib.util.module_from_spec(spec)
spec.loader.exec_module(stories)
same = stories.same

SALES = 2000 if os.environ.get('HUFU_TEST_FULL') else 500
SEED = int(os.environ.get('HUFU_TEST_SEED', '1'))
SHIFTS, FLOAT_MINOR = 4, 20000
CASH_STEP_MINOR = 10  # the demo store rounds cash half up to 0.10
PIECES_MINOR = (10000, 5000, 2000, 1000, 500, 100, 50, 10)


def text(minor):
    return f'{minor // 100}.{minor % 100:02}'


class Day(stories.World):
    def __init__(self, hufuctl, platform, folder):
        super().__init__(hufuctl, platform, folder)
        self.random = random.Random(SEED)
        self.drawer_minor = self.gross_minor = self.card_minor = self.rounded_minor = 0
        self.n_sold = self.n_void = 0
        self.held, self.online = [], True
        self.till.open()
        self.drawer_minor = FLOAT_MINOR
        self.till.say('wait online')
        self.codes = [code['text'] for code in self.platform.codes if code['kind'] == 'product']
        self.member = self.platform.code('member')['text']

    # ---- what a cashier does ----

    def fill(self):
        state = None
        for _ in range(self.random.randint(1, 5)):
            state = self.till.scan(self.random.choice(self.codes))
            if state['panel'] and state['panel']['kind'] == 'price':
                state = self.till.say('type 12.50')
        if self.random.random() < 0.2:
            row = self.random.choice(state['basket']['rows'])
            if '.' not in row['qty']:
                state = self.till.say(f"qty {row['line_no']} {self.random.randint(1, 9)}")
        if self.random.random() < 0.1:
            state = self.till.scan(self.member)
        return self.haggle(state) if self.random.random() < 0.15 else state

    def haggle(self, state):
        row = self.random.choice(state['basket']['rows'])
        what = self.random.choice([f"price {row['line_no']} 0.01 match", f"discount {row['line_no']} 50% damaged",
                                   'discount sale 3% goodwill', 'discount sale 45% goodwill'])
        state = self.till.raw(what.encode())
        return state if state['ok'] else self.till.say('approve 01 2468')

    def pay(self, state):
        due = state['basket']['due_minor']
        self.till.say('pay')
        by_card = self.random.choice([0, 0, 0, due, due // 2])
        if by_card > 0:
            self.till.say(f'tender card {text(by_card)}')
            state = self.till.say('card approved 4242')
            self.card_minor += by_card
            if by_card < due:
                self.till.say('pay')
        rest = due - by_card
        if rest > 0:
            to_pay = (rest + CASH_STEP_MINOR // 2) // CASH_STEP_MINOR * CASH_STEP_MINOR
            received = to_pay + self.random.choice([0, 10, 500, 10000 - to_pay % 10000])
            state = self.till.say(f'tender cash {text(received)}')
            self.drawer_minor += to_pay
            self.rounded_minor += to_pay - rest
        same('sold', (state['panel']['kind'], state['basket']['rows']), ('done', []))
        self.gross_minor += due
        self.n_sold += 1
        self.till.say('back')

    def sell(self):
        state, chance = self.fill(), self.random.random()
        if chance < 0.05:
            self.till.say('void customer')
            self.n_void += 1
        elif chance < 0.12:
            self.till.say(f'hold table {self.n_sold}')
            self.held.append(state['basket']['due_minor'])
        else:
            self.pay(state)

    def resume_all(self):
        while self.held:
            state = self.till.say('resume ' + self.till.say('held')['held'][0]['sale_id'])
            self.held.remove(state['basket']['due_minor'])
            self.pay(state)

    # ---- what happens to it ----

    def kill(self):
        """In the middle of a basket; the till comes back with it."""
        before = self.fill()['basket']
        self.till.kill()
        self.start_till()
        state = self.till.open()
        same('basket', (state['basket']['rows'], state['basket']['due_minor']), (before['rows'], before['due_minor']))
        self.pay(state)

    def cut(self):
        if self.online:
            self.platform.kill()
        else:
            self.platform.start()
        self.online = not self.online

    def move_cash(self):
        amount = self.random.randint(1, 5000)
        way, sign = self.random.choice([('in', 1), ('out', -1)])
        self.till.say(f'cash {way} {text(amount)} other Something')
        self.drawer_minor += sign * amount

    def change_shift(self):
        """The count is what the drawer of this test holds: a difference of one unit would be told."""
        self.resume_all()
        count, left = [], self.drawer_minor
        for piece in PIECES_MINOR:
            count.append(f'{text(piece)}x{left // piece}')
            left %= piece
        if left > 0:
            self.till.say(f'cash out {text(left)} other Odd coins')
        self.drawer_minor -= left
        state = self.till.say('shift close ' + ' '.join(count))
        same('closed without a difference', state['screen'], 'sign-in')
        self.till.open()
        self.drawer_minor = FLOAT_MINOR

    # ---- what the books say ----

    def ask(self, sql, path):
        with contextlib.closing(sqlite3.connect(f'file:{path}?mode=ro', uri=True)) as database:
            return database.execute(sql).fetchall()

    def here(self, sql):
        return self.ask(sql, self.folder / 'till' / 'till.db')[0][0] or 0

    def there(self, sql):
        return self.ask(sql, self.platform.folder / 'platform.db')[0][0] or 0

    def balance(self, account):
        return self.here(f"SELECT sum (debit_minor - credit_minor) FROM ledger_entry WHERE account = '{account}'")


def a_day_is_sold(day):
    for number in range(1, SALES + 1):
        day.sell()
        if number % 40 == 0:
            day.move_cash()
        if number % 150 == 0:
            day.cut()
        if number % 400 == 0:
            day.kill()
        if number % (SALES // SHIFTS) == 0 and number < SALES:
            day.change_shift()
    if not day.online:
        day.cut()
    day.resume_all()
    assert day.n_sold > SALES * 3 // 4, day.n_sold


def cash_is_what_lies_in_the_drawer(day):
    same('cash', day.balance('cash'), day.drawer_minor)
    same('rounding', -day.balance('cash_rounding'), day.rounded_minor)
    same('differences', day.here('SELECT count(*) FROM shift WHERE counted_minor <> expected_minor'), 0)


def the_ledger_is_what_was_sold(day):
    same('balanced', day.here('SELECT sum (debit_minor) - sum (credit_minor) FROM ledger_entry'), 0)
    same('revenue', -day.balance('revenue') - day.balance('discount_given') - day.balance('output_tax'), day.gross_minor)
    same('cards', day.balance('card_clearing'), day.card_minor)
    for account in ('payment_suspense', 'voucher_suspense'):
        same(account, day.balance(account), 0)


def receipts_have_no_gap(day):
    same('numbers', day.here("SELECT max (day_no) - count(*) FROM sale WHERE state = 'finished'"), 0)
    same('sales', day.here("SELECT count(*) FROM sale WHERE state = 'finished'"), day.n_sold)
    same('voids', day.here("SELECT count(*) FROM sale WHERE state = 'void'"), day.n_void)


def the_platform_has_the_same(day):
    day.till.say('sync')
    day.till.say('wait sent')
    mine = 'FROM sale WHERE terminal_id IS NOT NULL AND state = '
    same('sales', day.there(f"SELECT count(*) {mine}'finished'"), day.n_sold)
    same('gross', day.there(f"SELECT sum (gross_minor) {mine}'finished'"), day.gross_minor)
    same('refused', day.there("SELECT count(*) FROM event WHERE verdict = 'attention'"), 0)
    same('closings', day.there('SELECT count(*) FROM z'), SHIFTS - 1)
    same('pieces', day.there('SELECT sum (qty_milli) FROM sale_line JOIN sale USING (order_no)'
                             " WHERE terminal_id IS NOT NULL AND state = 'finished'"),
         day.here("SELECT sum (qty_milli) FROM sale_line JOIN sale USING (sale_no) WHERE state = 'finished'"))


def stock_is_what_was_there_less_what_was_sold(day):
    """By product, at the platform and at the till, which hears the figures of its own sales."""
    store = day.there('SELECT store_no FROM terminal')
    def sums(rows):
        return {product: milli for product, milli in rows if milli}
    sold = sums(day.ask('SELECT product_id, sum (qty_milli) FROM sale_line JOIN sale USING (sale_no)'
                        " WHERE state = 'finished' AND product_id > 0 GROUP BY 1", day.folder / 'till' / 'till.db'))
    path = day.platform.folder / 'platform.db'
    booked = sums(day.ask("SELECT product_id, -sum (delta_milli) FROM stock_move WHERE reason = 'sold'"
                          f' AND store_no = {store} GROUP BY 1', path))
    same('moved', booked, sold)
    there = dict(day.ask(f'SELECT product_id, sum (delta_milli) FROM stock_move WHERE store_no = {store} GROUP BY 1',
                         path))
    assert len(sold) > 5, sold
    for product in sold:
        sku = day.ask(f'SELECT sku FROM product WHERE id = {product}', path)[0][0]
        same(sku, day.till.say('stock ' + sku)['stock']['here_milli'], there[product])
    day.till.say('back')


def the_page_of_today_has_the_same(day):
    day.till.say('signout')
    day.till.say('signin 01 2468')
    day.till.say('today')
    today = day.till.say('wait told')['today']
    for part in ('hours', 'clerks', 'categories'):
        same(part, sum(bar['value_minor'] for bar in today[part]), day.gross_minor)
    day.till.say('back')


def the_journal_is_whole(day):
    day.till.quit()
    done = subprocess.run([day.hufuctl, 'journal', 'verify', '--data', day.folder / 'till'], capture_output=True,
                          check=True)
    assert json.loads(done.stdout)['whole'], done.stdout


STORIES = [a_day_is_sold, cash_is_what_lies_in_the_drawer, the_ledger_is_what_was_sold, receipts_have_no_gap,
           the_platform_has_the_same, stock_is_what_was_there_less_what_was_sold,
           the_page_of_today_has_the_same, the_journal_is_whole]


if __name__ == '__main__':
    sys.exit(stories.main(Day, STORIES))
