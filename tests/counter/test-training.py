# SPDX-License-Identifier: GPL-3.0-or-later
"""Training can never reach the books: sales, prices by hand, cards, vouchers and shifts are played in
`hufuctl counter --training`, and neither the till's books nor the platform have any of it. TAP on standard output.

    test-training.py HUFUCTL HUFU_PLATFORM"""
import contextlib
import hashlib
import importlib.util
import pathlib
import sqlite3
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location('stories', HERE / 'test-counter.py')
stories = importlib.util.module_from_spec(spec)
spec.loader.exec_module(stories)
same, reason = stories.same, stories.reason

SHIRT = 'Linen shirt S · white'
# What the platform keeps of what happened at a till, and what a till has that counts and only its own acts write.
PLATFORM_TABLES = ('event', 'use', 'claim', 'redemption', 'sale', 'sale_line', 'shift', 'z', 'payment', 'payment_booked',
                   'stock_move', 'conflict', 'wrong_code')
TILL_TABLES = ('journal', 'ledger_tx', 'ledger_entry', 'sale', 'sale_line', 'sale_tender', 'shift', 'voucher_use',
               'entitlement', 'payment', 'staff')


class Trainee(stories.Till):
    """Somebody who trains at the till of that folder."""

    def __init__(self, program, folder, platform, more=()):
        super().__init__(program, folder, platform, more=('--training', *more))

    def open(self):
        self.say('wait screen sign-in')
        self.say('signin 02 1357')
        return self.say('shift open 200')


class World(stories.World):
    """The till has sold something and is signed out; `learn` begins a training beside it."""

    def __init__(self, hufuctl, platform, folder):
        super().__init__(hufuctl, platform, folder)
        self.hufuctl, self.trainees = hufuctl, []
        self.till.open()
        self.till.scan(self.code(SHIRT))
        self.till.say('pay')
        self.till.say('tender cash 9999')
        self.till.say('back')
        self.till.say('signout')
        self.till.say('wait sent')
        self.await_rights()

    def await_rights(self):
        """All that the store has come in one page, in one event, which is sent then."""
        end = time.monotonic() + stories.BOUND_S
        while not self.rows(self.data / 'till.db', ('entitlement',))['entitlement']:
            assert time.monotonic() < end, 'no rights'
            time.sleep(0.02)
        self.till.say('wait sent')

    def code(self, label):
        return self.platform.code(label)['text']

    def learn(self, folder=None, beside=None):
        """Whoever is left of a story that failed is gone first."""
        for trainee in self.trainees:
            if trainee is not beside:
                trainee.kill()
        self.trainees.append(Trainee(self.hufuctl, folder or self.folder, self.platform))
        return self.trainees[-1]

    @property
    def voucher(self):
        return self.platform.code('Coffee for two')['text']

    @property
    def data(self):
        return self.folder / 'till'

    def rows(self, path, tables):
        with contextlib.closing(sqlite3.connect(f'file:{path}?mode=ro', uri=True)) as database:
            there = {name for name, in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            return {name: database.execute(f'SELECT * FROM {name} ORDER BY 1, 2').fetchall()
                    for name in tables if name in there}

    def kept(self):
        """All that may not be changed by training."""
        return (self.rows(self.data / 'till.db', TILL_TABLES),
                self.rows(self.platform.folder / 'platform.db', PLATFORM_TABLES))


def digest(folder, names):
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


def play_a_shift(trainee, world):
    """One of each that writes: a sale by cash and one by card, a price and a discount by hand, a held and a void
    sale, cash in and out, X, a stock correction, somebody new, the closing with its Z, and vouchers on the way."""
    trainee.open()
    trainee.scan(world.code(SHIRT))
    state = trainee.say('type *3')
    line = state['basket']['rows'][0]['line_no']
    if not trainee.raw(f'discount {line} 50% damaged'.encode())['ok']:
        trainee.say('approve 01 2468')
    show_vouchers(trainee, world)
    trainee.say('pay')
    same('sold', trainee.say('tender cash 9999')['panel']['kind'], 'done')
    trainee.say('back')
    trainee.scan(world.code(SHIRT))
    trainee.say('hold Later')
    trainee.scan(world.code(SHIRT))
    trainee.say('void mistake')
    trainee.say('resume ' + trainee.say('status')['held'][0]['sale_id'])
    trainee.say('pay')
    trainee.say('tender card')
    same('by card', trainee.say('card approved 4242')['panel']['kind'], 'done')
    trainee.say('back')
    trainee.say('cash out 50 safe')
    trainee.say('cash in 12.50 other Found under the drawer')
    trainee.say('signout')
    trainee.say('signin 01 2468')
    trainee.say(f'stock correct {world.code(SHIRT)} 5 received')
    trainee.say('staff add 09 clerk 8305 Learner')
    trainee.say('back')
    trainee.say('act show-x')
    trainee.say('back')
    trainee.say('shift close 0')
    state = trainee.say('shift approve 01 2468 other Trained')
    same('closed', state['screen'], 'sign-in')


def show_vouchers(trainee, world):
    before = trainee.say('status')['basket']['rows']
    for _ in range(2):
        state = trainee.scan(world.voucher)
        same('verdict', (state['panel']['headline'], reason(state)), ('Training: not used', ''))
        same('basket', state['basket']['rows'], before)
        trainee.refused('act redeem')
        trainee.say('back')
    forged = world.voucher[:-2] + ('AA' if world.voucher[-2:] != 'AA' else 'BB')
    assert reason(trainee.scan(forged)), 'a forged code passed'
    trainee.say('back')


def who_learns_signs_in_with_the_same_pin(world):
    trainee = world.learn()
    state = trainee.say('wait screen sign-in')
    assert state['status']['training'] and not state['status']['demo'], state['status']
    same('people', [row['no'] for row in state['people']], [row['no'] for row in world.till.say('status')['people']])
    same('said', state['panel']['headline'], 'Training')
    trainee.refused('signin 02 2468')
    same('signed in', trainee.say('signin 02 1357')['screen'], 'open-shift')
    same('products', trainee.say('shift open 100')['screen'], 'sell')
    same('found', trainee.scan(world.code(SHIRT))['basket']['rows'][0]['qty'], '1')
    same('nothing to send', trainee.say('status')['status']['unsent'], 0)
    trainee.quit()


def nothing_reaches_books_or_platform_while_the_till_goes_on(world):
    before = world.kept()
    trainee = world.learn()
    play_a_shift(trainee, world)
    for which, found, kept in zip(('till', 'platform'), world.kept(), before):
        for table in kept:
            same(f'{which}: {table}', found[table], kept[table])
    trainee.quit()
    same('still', world.kept()[0]['journal'], before[0]['journal'])


def the_books_are_the_same_to_the_byte(world):
    world.till.quit()
    names = [name for name in ('till.db', 'till.db-wal', 'catalog.db', 'catalog.db-wal', 'device.key')
             if (world.data / name).exists()]
    before = digest(world.data, names)
    trainee = world.learn()
    play_a_shift(trainee, world)
    trainee.quit()
    same('bytes', digest(world.data, names), before)
    world.start_till()
    world.till.say('wait screen sign-in')


def a_voucher_that_was_shown_is_as_good_as_before(world):
    till = world.till
    till.open()
    state = till.scan(world.voucher)
    same('kind', state['panel']['kind'], 'voucher')
    assert reason(till.say('primary')) in ('R00', 'R01'), 'it was used'
    till.finish()
    till.say('wait sent')
    till.say('signout')


def every_paper_says_that_it_is_none(world):
    trainee = world.learn()
    play_a_shift(trainee, world)
    with contextlib.closing(sqlite3.connect(f'file:{world.data / "training" / "till.db"}?mode=ro',
                                            uri=True)) as books:
        papers = [row[0] for row in books.execute(
            "SELECT receipt FROM sale WHERE state = 'finished' UNION ALL SELECT document FROM shift"
            ' WHERE document IS NOT NULL UNION ALL SELECT document FROM print_job WHERE document IS NOT NULL')]
    assert len(papers) >= 3, papers
    for paper in papers:
        assert 'TRAINING' in paper.split('\n', 3)[0] + paper.split('\n', 3)[1], paper[:200]
        assert '/r/' not in paper, 'a link that leads nowhere'
    same('printers', trainee.say('status')['status']['devices-total'], 0)
    trainee.quit()


def what_only_a_link_could_do_is_refused_in_a_sentence(world):
    trainee = world.learn()
    trainee.open()
    trainee.scan(world.code(SHIRT))
    for command in ('act pay-wallet', 'act ask-again', 'act show-pay-qr', 'tender wallet', 'tender qr',
                    'label TT-101-WH-S'):
        assert 'raining' in trainee.refused(command)['error'], command
    trainee.say('void mistake')
    trainee.quit()


def each_training_begins_anew_but_wrong_pins_go_on_counting(world):
    trainee = world.learn()
    state = trainee.say('wait screen sign-in')
    assert all(row['no'] != '09' for row in state['people']), 'somebody is left of the last training'
    for _ in range(3):
        trainee.refused('signin 03 0001')
    trainee.quit()
    trainee = world.learn()
    trainee.say('wait screen sign-in')
    assert '1 tries left' in trainee.refused('signin 03 0001')['notice']
    trainee.refused('signin 03 0001')
    assert 'locked' in trainee.refused('signin 03 3141')['notice']
    trainee.quit()
    world.till.say('signin 03 3141')
    world.till.say('signout')


def one_trains_at_a_till_at_a_time(world):
    trainee = world.learn()
    trainee.open()
    other = world.learn(beside=trainee)
    state = other.say('wait screen stopped')
    assert 'Another Hufu' in state['panel']['sentence'], state['panel']
    other.process.stdin.close()
    other.process.wait(timeout=stories.BOUND_S)
    same('goes on', trainee.scan(world.code(SHIRT))['screen'], 'sell')
    trainee.quit()


def books_of_a_training_are_no_tills_and_a_new_till_has_none(world):
    (world.folder / 'wrong').mkdir()
    (world.data / 'training').rename(world.folder / 'wrong' / 'till')
    till = stories.Till(world.hufuctl, world.folder / 'wrong', world.platform)
    assert 'books to train with' in till.say('wait screen stopped')['panel']['sentence']
    till.process.stdin.close()
    till.process.wait(timeout=stories.BOUND_S)
    (world.folder / 'new').mkdir()
    trainee = world.learn(world.folder / 'new')
    assert 'nothing to train with' in trainee.say('wait screen stopped')['panel']['sentence']
    trainee.process.stdin.close()
    trainee.process.wait(timeout=stories.BOUND_S)


STORIES = [
    who_learns_signs_in_with_the_same_pin,
    nothing_reaches_books_or_platform_while_the_till_goes_on,
    the_books_are_the_same_to_the_byte,
    a_voucher_that_was_shown_is_as_good_as_before,
    every_paper_says_that_it_is_none,
    what_only_a_link_could_do_is_refused_in_a_sentence,
    each_training_begins_anew_but_wrong_pins_go_on_counting,
    one_trains_at_a_till_at_a_time,
    books_of_a_training_are_no_tills_and_a_new_till_has_none,
]


if __name__ == '__main__':
    sys.exit(stories.main(World, STORIES))
