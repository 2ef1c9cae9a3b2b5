# SPDX-License-Identifier: GPL-3.0-or-later
"""Held sales that two tills of a store share, with the internet down. Two `hufuctl counter` and the
real platform. TAP on standard output.

    test-baskets.py HUFUCTL HUFU_PLATFORM"""
import importlib.util
import pathlib
import signal
import sqlite3
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location('store', HERE / 'test-store.py')
store = importlib.util.module_from_spec(spec)
spec.loader.exec_module(store)
stories = store.stories
same = stories.same


class World(store.World):
    def open(self):
        self.link = self.folder / 'link'
        self.deal = self.issue(title_en='Tea')
        self.one = self.start('one')
        self.one.open()
        self.await_status(self.one, lambda status: status['offline-vouchers'] >= 1)
        self.two = self.start('two')
        self.two.open()
        for till in (self.one, self.two):
            till.say('wait sent')
            self.await_tills(till)
        self.cut('wan')

    def again(self, name):
        till = self.start(name)
        till.open()
        return till

    def hold(self, till, name, *products):
        for product in products:
            till.scan(self.platform.code(product)['text'])
        state = till.say('hold ' + name)
        same('free for the next customer', state['basket']['rows'], [])
        return next(held for held in state['held'] if held['name'] == name)

    def until(self, till, command, good):
        end = time.monotonic() + stories.BOUND_S
        while not good(state := till.say(command)):
            assert time.monotonic() < end, (state['held'], state['held_elsewhere'])
            time.sleep(0.05)
        return state

    def see(self, till, name):
        """The list of held sales, as soon as it shows that one of the other till."""
        state = self.until(till, 'act show-held', lambda state: any(
            one['name'] == name and one['place'] == 'there' for one in state['held_elsewhere']))
        return next(one for one in state['held_elsewhere'] if one['name'] == name)

    def take(self, seen):
        """Till 2 goes on with it; on a busy machine the answer may come after the cashier was told to wait."""
        state = self.two.raw(('resume ' + seen['sale_id']).encode())
        if not state['ok']:
            assert state['error'].startswith('Till 1 has not answered yet.'), state['error']
            held = self.until(self.two, 'status', lambda state: len(state['held']) == 1)['held'][0]
            state = self.two.say('resume ' + held['sale_id'])
        return state

    def refused(self, command):
        """What till 1 has to say to it, when it has answered."""
        end = time.monotonic() + stories.BOUND_S
        while (error := self.two.refused(command)['error']).startswith('Till 1 has not answered yet.'):
            assert time.monotonic() < end, error
        return error

    def count(self, till, query, *values):
        with sqlite3.connect(f'file:{self.folder / till / "till" / "till.db"}?mode=ro', uri=True) as db:
            return db.execute(query, values).fetchone()[0]


def rows(state):
    return [(row['name'], row['qty'], row['amount'], row.get('note')) for row in state['basket']['rows']]


def a_sale_of_the_other_till_goes_on_here(world):
    one, two = world.one, world.two
    one.scan(world.platform.code('Linen shirt S')['text'])
    state = one.say('note 1 gift, please')
    before = rows(state), state['basket']['gross_minor']
    held = one.say('hold Table 7')['held'][0]
    seen = world.see(two, 'Table 7')
    same('seen', (seen['till'], seen['amount'], seen['giving']), (1, held['amount'], 'moved'))
    assert seen['hint'].startswith('till 1 · 1 line · '), seen
    state = world.take(seen)
    same('here', (rows(state), state['basket']['gross_minor']), before)
    world.until(one, 'status', lambda state: state['held'] == [])
    error = one.refused('resume ' + held['sale_id'])['error']
    assert error.startswith('Till 2 took this sale at ') and error.endswith('Go on with it there.'), error
    two.finish()


def whoever_goes_on_with_it_has_it(world):
    one, two = world.one, world.two
    held = world.hold(one, 'Anna', 'Linen shirt S')
    world.see(two, 'Anna')
    one.say('resume ' + held['sale_id'])
    same('at the other till', world.refused('resume ' + held['sale_id']),
         'Till 1 is going on with this sale itself. Hold it there first.')
    two.say('lang zh')
    world.until(two, 'act show-held', lambda state: state['held_elsewhere'] == [])
    two.say('lang en')
    one.say('hold Anna')
    state = world.take(world.see(two, 'Anna'))
    same('here', len(state['basket']['rows']), 1)
    two.finish()


def what_was_redeemed_stays_and_says_why(world):
    one, two = world.one, world.two
    one.scan(world.deal['token'])
    one.say('primary')
    one.say('back')
    held = one.say('hold Deal')['held'][0]
    seen = world.see(two, 'Deal')
    same('why', seen['giving'], 'voucher')
    assert seen['hint'].endswith('stays there: a voucher was redeemed'), seen
    same('refused', two.refused('resume ' + seen['sale_id'])['error'],
         'A voucher was redeemed on this sale. Finish it at till 1, or undo the voucher there first.')
    two.say('lang zh')
    same('refused', two.refused('resume ' + seen['sale_id'])['error'],
         '这一单已核销券，请在 1 号机完成，或先在那里撤销券。')
    two.say('lang en')
    two.say('back')
    one.say('resume ' + held['sale_id'])
    one.finish()


def an_answer_that_does_not_come_is_waited_for(world):
    """The till that holds it hangs; the one that asks is killed. It comes once, and by itself."""
    one, two = world.one, world.two
    held = world.hold(one, 'Berta', 'Linen shirt S', 'Linen shirt S')
    world.see(two, 'Berta')
    stories.freeze(one.process)
    error = two.refused('resume ' + held['sale_id'])['error']
    assert error.startswith('Till 1 has not answered yet. The sale comes to this list when it does'), error
    two.kill()
    one.process.send_signal(signal.SIGCONT)
    world.two = two = world.again('two')
    state = world.until(two, 'status', lambda state: len(state['held']) == 1)
    same('here', (state['held'][0]['name'], state['held'][0]['amount']), ('Berta', held['amount']))
    world.until(one, 'status', lambda state: state['held'] == [])
    same('told once', world.count('two', "SELECT count(*) FROM journal WHERE kind = 'sale.received'"), 3)
    two.say('resume ' + state['held'][0]['sale_id'])
    two.finish()


def a_till_that_is_killed_gives_it_when_it_is_back(world):
    one, two = world.one, world.two
    held = world.hold(one, 'Carl', 'Linen shirt S')
    world.see(two, 'Carl')
    one.kill()
    error = two.refused('resume ' + held['sale_id'])['error']
    assert error.startswith('Till 1 has not answered yet.'), error
    state = two.say('act show-held')
    same('asked', [item['place'] for item in state['held_elsewhere']], ['asked'])
    same('its words', state['held_elsewhere'][0]['hint'], 'till 1 was asked for it, no answer yet')
    world.one = world.again('one')
    state = world.until(two, 'status', lambda state: len(state['held']) == 1)
    same('not here any more', world.one.say('status')['held'], [])
    two.say('resume ' + state['held'][0]['sale_id'])
    two.finish()


def a_network_that_goes_away_amid_it_loses_nothing(world):
    """The till that holds it hangs while it is asked; before it answers the store's network is gone."""
    one, two = world.one, world.two
    held = world.hold(one, 'Dora', 'Linen shirt S')
    world.see(two, 'Dora')
    stories.freeze(one.process)
    error = two.refused('resume ' + held['sale_id'])['error']
    assert error.startswith('Till 1 has not answered yet.'), error
    world.ctl('link', 'lan', 'cut')
    one.process.send_signal(signal.SIGCONT)
    world.cut('wan', 'lan')
    world.cut('wan')
    state = world.until(two, 'status', lambda state: len(state['held']) == 1)
    same('here', state['held'][0]['name'], 'Dora')
    same('not there any more', one.say('status')['held'], [])
    two.say('resume ' + state['held'][0]['sale_id'])
    two.finish()


def the_platform_understands_what_happened(world):
    world.cut()
    for name, till in (('one', world.one), ('two', world.two)):
        till.say('back')
        till.say('wait sent')
        same('verified', world.count(name, "SELECT count(*) FROM attention"), 0)
    with sqlite3.connect(f'file:{world.platform.folder / "platform.db"}?mode=ro', uri=True) as db:
        told = dict(db.execute("SELECT kind, count(*) FROM event WHERE kind IN ('sale.moved', 'sale.received')"
                               " AND code = 'ok' GROUP BY kind").fetchall())
    same('told', told, {'sale.moved': 5, 'sale.received': 5})
    out = world.ctl('journal', 'verify')
    assert out, out


STORIES = [
    a_sale_of_the_other_till_goes_on_here, whoever_goes_on_with_it_has_it,
    what_was_redeemed_stays_and_says_why, an_answer_that_does_not_come_is_waited_for,
    a_till_that_is_killed_gives_it_when_it_is_back, a_network_that_goes_away_amid_it_loses_nothing,
    the_platform_understands_what_happened,
]


if __name__ == '__main__':
    sys.exit(store.run_stories(World, STORIES))
