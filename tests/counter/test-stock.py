# SPDX-License-Identifier: GPL-3.0-or-later
"""How many there are, at two tills of one store against the real platform: sold and corrected with the
network down, short, below zero. TAP on standard output.

    test-stock.py HUFUCTL HUFU_PLATFORM"""
import contextlib
import importlib.util
import pathlib
import sqlite3
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location('staff', HERE / 'test-staff.py')
staff = importlib.util.module_from_spec(spec)
spec.loader.exec_module(staff)
stories, same = staff.stories, staff.same

SHIRT, CHINOS = 'Linen shirt S · white', 'Chinos S · camel'


class World(staff.World):
    """Both tills with a manager at them; `here` is what a till says that there is."""

    def __init__(self, hufuctl, platform, folder):
        super().__init__(hufuctl, platform, folder)
        for till in (self.till, self.other):
            self.manage(till)

    def code(self, which):
        return self.platform.code(which)['text']

    def stock(self, till, which):
        state = till.say('stock ' + self.code(which))
        till.say('back')
        return state['stock']

    def here(self, till, which):
        return self.stock(till, which)['here_milli']

    def sell(self, till, which, pieces):
        till.say(f'type *{pieces}')
        till.scan(self.code(which))
        till.say('pay')
        till.say('tender cash 9999')
        till.say('back')

    def await_here(self, till, which, milli):
        end = time.monotonic() + stories.BOUND_S
        while (found := self.here(till, which)) != milli:
            assert time.monotonic() < end, (found, milli)
            till.say('sync')
            time.sleep(0.02)

    def low(self, till):
        state = till.say('stock low')
        till.say('back')
        return {row['sku']: row['here_milli'] for row in state['low']}


def every_place_has_its_figure_and_its_age(world):
    state = world.till.say('stock ' + world.code(SHIRT))
    stock, panel = state['stock'], state['panel']
    same('places', [place['store_no'] for place in stock['elsewhere']], [2, 0])
    assert stock['known'] and stock['at_utc_s'] > 0 and not stock['old']
    assert all(place['at_utc_s'] > 0 for place in stock['elsewhere'])
    same('panel', (panel['kind'], [fact['label'] for fact in panel['facts']], len(panel['lines'])),
         ('stock', ['Here', 'Online'], 1))
    assert 'ago' in panel['lines'][0]['hint'], panel['lines']
    same('by its number', world.till.say('stock ' + stock['sku'].lower())['stock']['product_id'], stock['product_id'])
    same('in Chinese', world.till.say('lang zh')['panel']['facts'][0]['label'], '本店')
    world.till.say('lang en')
    world.till.say('back')


def what_is_sold_offline_is_gone_at_once_here_and_later_there(world):
    till, other = world.till, world.other
    before = world.here(till, CHINOS)
    same('the same at both', world.here(other, CHINOS), before)
    till.say('wait sent')
    world.platform.kill()
    world.sell(till, CHINOS, 2)
    same('here', world.here(till, CHINOS), before - 2000)
    same('not known there', world.here(other, CHINOS), before)
    world.sell(other, CHINOS, 1)
    world.platform.start()
    for each in (till, other):
        world.await_here(each, CHINOS, before - 3000)


def the_basket_moves_nothing(world):
    before = world.here(world.till, SHIRT)
    world.till.scan(world.code(SHIRT))
    same('here', world.here(world.till, SHIRT), before)
    world.till.say('void mistake')


def below_zero_is_said_and_sold_all_the_same(world):
    till = world.till
    before = world.here(till, SHIRT)
    world.sell(till, SHIRT, before // 1000 + 1)
    state = till.say('stock ' + world.code(SHIRT))
    same('below', (state['stock']['here_milli'], state['stock']['negative']), (-1000, True))
    assert 'Below zero' in state['panel']['note'], state['panel']
    till.say('back')
    world.sell(till, SHIRT, 1)
    same('further', world.here(till, SHIRT), -2000)
    world.await_here(world.other, SHIRT, -2000)


def what_is_short_is_listed_shortest_first(world):
    till = world.till
    low = world.low(till)
    sku = world.stock(till, SHIRT)['sku']
    same('first', (next(iter(low)), low[sku]), (sku, -2000))
    rooms = [row['here_milli'] - row['low_milli'] for row in till.say('stock low')['low']]
    same('order', rooms, sorted(rooms))
    till.say('back')


def a_correction_is_a_difference_that_both_hear_of(world):
    till, other = world.till, world.other
    till.say('wait sent')
    world.platform.kill()
    state = till.say(f'stock correct {world.code(SHIRT)} 10 counted After the delivery')
    assert '+12' in state['notice'], state['notice']
    same('here', world.here(till, SHIRT), 10000)
    world.sell(other, SHIRT, 1)
    world.platform.start()
    for each in (till, other):
        world.await_here(each, SHIRT, 9000)
    sku = world.stock(till, SHIRT)['sku']
    assert sku not in world.low(till)
    for words, milli in (('2 damaged', 7000), ('0.5 lost', 6500), ('3 received', 9500), ('1 found', 10500),
                         ('10.5 counted', 10500), ('1 used', 9500)):
        till.say(f'stock correct {sku} {words}')
        same(words, world.here(till, SHIRT), milli)
    world.await_here(other, SHIRT, 9500)


def a_till_that_was_killed_knows_the_same(world):
    till = world.till
    before = world.here(till, CHINOS)
    world.platform.kill()
    world.sell(till, CHINOS, 1)
    till.say(f'stock correct {world.code(CHINOS)} 4 received')
    till.kill()
    world.start_till()
    till = world.till
    till.say('wait screen sign-in')
    world.manage(till)
    same('here', world.here(till, CHINOS), before + 3000)
    world.platform.start()
    world.await_here(world.other, CHINOS, before + 3000)
    same('still', world.here(till, CHINOS), before + 3000)


def what_cannot_be_is_refused_in_a_sentence(world):
    till, code = world.till, world.code(SHIRT)
    for command, why in (
            (f'stock correct {code} 5 because', 'choose a reason'),
            (f'stock correct {code} -5 counted', 'a number of at most'),
            (f'stock correct {code} 5,5 counted', 'a number of at most'),
            (f'stock correct {code} 1.2345 received', 'a number of at most'),
            (f'stock correct {code} 10001 counted', 'a number of at most'),
            (f'stock correct {code} {"9" * 10240} counted', 'a number of at most'),
            (f'stock correct {code} 0 received', 'a number of at most'),
            (f'stock correct {code} 5 counted \u202eabc', 'Nothing was booked'),
            (f'stock correct {code} 5 counted 4111 1111 1111 1111', 'Nothing was booked'),
            ('stock correct NO-SUCH 5 counted', 'No product has this code'),
            ('stock correct \U0001f600 5 counted', 'No product has this code'),
            ('stock NO-SUCH', 'No product has this code'),
            ('stock ' + 'x' * 10240, 'No product has this code'),
            ('stock correct', 'say: stock'),
            ('act show-stock', 'Select a line')):
        state = till.refused(command)
        assert why in state['error'], (command[:60], state['error'])
    before = world.here(till, SHIRT)
    till.say('signout')
    till.say('signin 02 1357')
    assert 'manager' in till.refused(f'stock correct {code} 5 counted')['error']
    assert 'manager' in till.refused('stock low')['error']
    same('looking is for all', world.here(till, SHIRT), before)
    till.say('signout')
    world.manage(till)


def the_platform_booked_each_movement_once(world):
    for till in (world.till, world.other):
        till.say('wait sent')
    sku = world.stock(world.till, SHIRT)['sku']
    here = {which: world.here(world.till, which) for which in (SHIRT, CHINOS)}
    product = {which: world.stock(world.till, which)['product_id'] for which in (SHIRT, CHINOS)}
    with contextlib.closing(sqlite3.connect(f'file:{world.platform.folder / "platform.db"}?mode=ro',
                                            uri=True)) as database:
        for which in here:
            same(sku, database.execute('SELECT sum (delta_milli) FROM stock_move WHERE store_no = 1 AND product_id = ?',
                                       (product[which],)).fetchone()[0], here[which])
        same('understood', database.execute("SELECT kind, code FROM event WHERE verdict = 'attention'").fetchall(), [])


STORIES = [
    every_place_has_its_figure_and_its_age,
    what_is_sold_offline_is_gone_at_once_here_and_later_there,
    the_basket_moves_nothing,
    below_zero_is_said_and_sold_all_the_same,
    what_is_short_is_listed_shortest_first,
    a_correction_is_a_difference_that_both_hear_of,
    a_till_that_was_killed_knows_the_same,
    what_cannot_be_is_refused_in_a_sentence,
    the_platform_booked_each_movement_once,
]


if __name__ == '__main__':
    sys.exit(stories.main(World, STORIES))
