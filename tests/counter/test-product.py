# SPDX-License-Identifier: GPL-3.0-or-later
"""A manager changes and makes products at the counter, with and without the platform: `hufuctl counter` at two
tills against the real platform. TAP on standard output.

    test-product.py HUFUCTL HUFU_PLATFORM"""
import importlib.util
import json
import pathlib
import sqlite3
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location('stock', HERE / 'test-stock.py')
stock = importlib.util.module_from_spec(spec)
spec.loader.exec_module(stock)
stories, same = stock.stories, stock.same

SHIRT, CHINOS = stock.SHIRT, stock.CHINOS
SCONE, BUN, SPARE = '4006381333931', '5012345678900', '96385074'


class World(stock.World):
    """Two tills of one store, a manager at each."""

    def product(self, till, code):
        state = till.say('product ' + code)
        till.say('back')
        return state['product']

    def await_product(self, code, what, condition, tills=None):
        for till in tills or (self.till, self.other):
            end = time.monotonic() + stories.BOUND_S
            while True:
                answer = till.raw(f'product {code}'.encode())
                if answer['ok'] and condition(answer['product']):
                    break
                assert time.monotonic() < end, (what, answer.get('error'), answer.get('product'))
                till.say('sync')
                time.sleep(0.02)
            till.say('back')

    def restart(self):
        """Killed, and started again on what it left."""
        self.till.kill()
        self.till = stories.Till(self.hufuctl, self.folder, self.platform)
        self.till.open()
        self.till.say('signout')
        self.manage()


def row(state, at=0):
    return state['basket']['rows'][at]


def leave(till):
    """Throws the basket away."""
    for line in till.say('back')['basket']['rows']:
        till.say(f"delete {line['line_no']}")


def without_the_platform_a_price_holds_at_once(world):
    till, code = world.till, world.code(SHIRT)
    till.say('wait sent')
    world.platform.kill()
    state = till.say(f'product price {code} 188.80')
    same('the page', state['product']['price'], '188.80')
    assert 'Saved here' in state['notice'], state['notice']
    same('in the basket', row(till.scan(code))['amount'], '188.80')
    leave(till)
    till.say(f'product name-en {code} Flax shirt')
    found = till.say('type flax')['panel']['products']
    assert found and found[0]['name'] == 'Flax shirt', found
    till.say('back')
    world.platform.start()


def the_other_till_hears_of_it(world):
    code = world.code(SHIRT)
    world.await_product(code, 'price and name', lambda product: (product['price'], product['name_en']) ==
                        ('188.80', 'Flax shirt'))
    same('in the basket', row(world.other.scan(code))['amount'], '188.80')
    leave(world.other)


def an_open_basket_keeps_its_price_and_says_so(world):
    till, other, code = world.till, world.other, world.code(CHINOS)
    before = row(till.scan(code))['amount']
    same('the same at the other', row(other.scan(code))['amount'], before)
    state = till.say(f'product price {code} 99.00')
    till.say('back')
    same('kept', row(state)['amount'], before)
    end = time.monotonic() + stories.BOUND_S
    while row(state := other.say('sync'))['new_price'] == '':
        assert time.monotonic() < end, row(state)
        time.sleep(0.02)
    same('kept there', row(state)['amount'], before)
    for each in (till, other):
        line = row(each.say('status'))
        assert 'Now 99.00' in line['why'], line
        same('taken', row(each.say(f"take-price {line['line_no']}"))['amount'], '99.00')
        leave(each)


def what_two_tills_change_of_one_product_is_both_kept(world):
    till, other, code = world.till, world.other, world.code(CHINOS)
    for each in (till, other):
        each.say('wait sent')
    world.platform.kill()
    till.say(f'product price {code} 105.50')
    other.say(f'product name-zh {code} 直筒裤')
    till.say(f'product barcode {code} {BUN}')
    other.say(f'product barcode {code} {SPARE}')
    till.say(f'product member-price {code} 100')
    other.say(f'product member-price {code} 95')
    world.platform.start()
    wanted = {code, BUN, SPARE}
    world.await_product(code, 'all of it', lambda product: (
        product['price'], product['name_zh'], set(product['barcodes'].split(', '))) == ('105.50', '直筒裤', wanted))
    # Two clocks that have not met put the two member prices in order: either, but one everywhere.
    end = time.monotonic() + stories.BOUND_S
    while (prices := {world.product(each, code)['member_price'] for each in (till, other)}) not in (
            {'95.00'}, {'100.00'}):
        assert time.monotonic() < end, prices
        time.sleep(0.02)
        for each in (till, other):
            each.say('sync')
    same('by the new code', row(till.scan(SPARE))['amount'], '105.50')
    leave(till)


def a_wrong_barcode_and_a_wrong_category_are_mended(world):
    till, code = world.till, world.code(CHINOS)
    before = world.product(till, code)
    till.say(f'product no-barcode {code} {BUN}')
    till.refused(f'product {BUN}')
    state = till.refused(f'product no-barcode {code} {BUN}')
    assert 'does not have that barcode' in state['error'], state['error']
    state = till.refused(f'product category {code} Nowhere')
    assert 'Choose a category' in state['error'], state['error']
    till.say(f'product category {code} Drinks')
    drinks = world.product(till, code)['category_id']
    assert drinks != before['category_id'], drinks
    world.await_product(code, 'both', lambda product: (
        BUN not in product['barcodes'], product['category_id']) == (True, drinks))
    till.say(f"product category {code} {before['category_id']}")
    till.say(f'product barcode {code} {BUN}')
    world.await_product(code, 'as before', lambda product: (
        set(product['barcodes'].split(', ')), product['category_id']) == (
            set(before['barcodes'].split(', ')), before['category_id']))


def a_product_is_made_and_sold_offline_and_known_everywhere(world):
    till, other = world.till, world.other
    till.say('wait sent')
    world.platform.kill()
    state = till.say(f'product add Drinks 12.80 {SCONE} Cold brew')
    sku = state['product']['sku']
    assert sku.startswith('N') and state['product']['product_id'] >= 2 ** 52, state['product']
    till.say('back')
    assert till.say('type cold brew')['panel'], 'it is not found by its name'
    till.say('back')
    same('sold', row(till.scan(SCONE))['amount'], '12.80')
    till.finish()
    other.say('scan ' + SCONE)
    same('not known there yet', other.say('back')['basket']['rows'], [])
    world.platform.start()
    world.await_product(SCONE, 'the new one', lambda product: product['sku'] == sku)
    same('sold there', row(other.scan(SCONE))['amount'], '12.80')
    other.finish()


def what_is_sold_no_more_is_not_found_and_comes_back(world):
    till, other, code = world.till, world.other, world.code(CHINOS)
    state = till.scan(code)
    state = till.say(f'product off {code}')
    till.say('back')
    assert 'No longer' in row(state)['why'], row(state)
    leave(till)
    till.scan(code)
    same('no line', till.say('back')['basket']['rows'], [])
    world.await_product(code, 'off', lambda product: not product['sold'])
    other.scan(code)
    same('no line there', other.say('back')['basket']['rows'], [])
    till.say('wait sent')
    world.platform.kill()
    till.say(f'product on {code}')
    same('sold again', row(till.scan(code))['amount'], '105.50')
    leave(till)
    world.platform.start()
    world.await_product(code, 'on', lambda product: product['sold'])


def a_till_that_is_killed_or_loses_its_catalogue_has_it_all_the_same(world):
    code, off = world.code(SHIRT), world.code(CHINOS)
    world.till.say(f'product off {off}')
    world.till.say('wait sent')
    world.platform.kill()
    world.till.say(f'product price {code} 177.70')
    world.restart()
    same('after a kill', world.product(world.till, code)['price'], '177.70')
    world.till.kill()
    for end in ('', '-wal', '-shm'):
        (world.folder / 'till' / f'catalog.db{end}').unlink(missing_ok=True)
    world.platform.start()
    world.till = stories.Till(world.hufuctl, world.folder, world.platform)
    world.till.open()
    world.till.say('signout')
    world.manage()
    world.await_product(code, 'the price', lambda product: product['price'] == '177.70')
    same('what is not sold came with the new catalogue', world.product(world.till, off)['sold'], False)
    world.till.say(f'product on {off}')
    same('sold again', row(world.till.scan(off))['amount'], '105.50')
    leave(world.till)


def somebody_else_needs_a_manager_on_the_spot(world):
    till, code = world.till, world.code(SHIRT)
    till.say('signout')
    till.say('signin 02 1357')
    state = till.say(f'product price {code} 166.60')
    assert state['product']['beyond'] and state['product']['price'] != '166.60', state['product']
    assert 'manager has to approve' in state['notice'], state['notice']
    till.refused('approve 01 9999')
    till.refused('approve 03 3141')
    till.say('approve 01 2468')
    same('done', world.product(till, code)['price'], '166.60')
    till.refused('approve 01 2468')
    till.say('wait sent')
    with sqlite3.connect(f'file:{world.platform.folder / "platform.db"}?mode=ro', uri=True) as database:
        bodies = [json.loads(body) for body, in database.execute(
            "SELECT body FROM event WHERE kind = 'product.changed'")]
    same('approved', [body['price_minor'] for body in bodies if 'approved_by' in body], [16660])
    till.say(f'product price {code} 155.50')
    till.say('signout')
    world.manage()
    till.refused('approve 01 2468')
    same('forgotten', world.product(till, code)['price'], '166.60')


def what_cannot_be_is_refused_in_a_sentence(world):
    till, code = world.till, world.code(SHIRT)
    weighed = next(c['text'] for c in world.platform.codes if c['text'].startswith('21'))
    for command, why in (
            (f'product price {code} 0', 'from 0.01 to 1000000.00'),
            (f'product price {code} -5', 'from 0.01 to 1000000.00'),
            (f'product price {code} 1e9', 'from 0.01 to 1000000.00'),
            (f'product price {code} 1000000.01', 'from 0.01 to 1000000.00'),
            (f'product price {code} 99999999999999999999', 'from 0.01 to 1000000.00'),
            (f'product price {code} 166.60', 'Nothing is different'),
            (f'product member-price {code} 166.60', 'below the price'),
            (f'product member-price {code} 0', 'below the price'),
            (f'product name {code} ' + 'x' * 10240, 'at most 100 bytes'),
            (f'product name {code} Shirt \u202etrihS', 'can be printed'),
            (f'product barcode {code} 4006381333932', 'good check digit'),
            (f'product barcode {code} {weighed}', 'good check digit'),
            (f'product barcode {code} {world.code(CHINOS)}', 'Another product has this barcode'),
            ('product price 4006381333948 5', 'No product has this'),
            ('product NOTHING-1', 'No product has this'),
            ('product add Nowhere 5 - Tea', 'Choose a category'),
            ('product add Drinks 5 4006381333932 Tea', 'good check digit'),
            ('product add Drinks free - Tea', 'from 0.01 to 1000000.00'),
            ('product size 1 2', 'say: product')):
        state = till.refused(command)
        assert why in state['error'], (command[:40], state['error'])
    till.say('lang zh')
    assert '价格应在' in till.refused(f'product price {code} 0')['error']
    till.say('lang en')


def the_platform_has_understood_all_of_it(world):
    for till in (world.till, world.other):
        till.say('wait sent')
    with sqlite3.connect(f'file:{world.platform.folder / "platform.db"}?mode=ro', uri=True) as database:
        same('understood', database.execute("SELECT kind, code FROM event WHERE verdict = 'attention'").fetchall(), [])
    # What has come back from the platform waits no longer.
    end = time.monotonic() + stories.BOUND_S
    for folder, till in ((world.folder / 'till', world.till), (world.folder / 'second' / 'till', world.other)):
        while True:
            with sqlite3.connect(f'file:{folder / "till.db"}?mode=ro', uri=True) as database:
                waiting = database.execute('SELECT body FROM product_edit').fetchall()
            if not waiting:
                break
            assert time.monotonic() < end, waiting
            till.say('sync')
            time.sleep(0.02)


STORIES = [
    without_the_platform_a_price_holds_at_once,
    the_other_till_hears_of_it,
    an_open_basket_keeps_its_price_and_says_so,
    what_two_tills_change_of_one_product_is_both_kept,
    a_wrong_barcode_and_a_wrong_category_are_mended,
    a_product_is_made_and_sold_offline_and_known_everywhere,
    what_is_sold_no_more_is_not_found_and_comes_back,
    a_till_that_is_killed_or_loses_its_catalogue_has_it_all_the_same,
    somebody_else_needs_a_manager_on_the_spot,
    what_cannot_be_is_refused_in_a_sentence,
    the_platform_has_understood_all_of_it,
]


if __name__ == '__main__':
    sys.exit(stories.main(World, STORIES))
