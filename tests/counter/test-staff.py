# SPDX-License-Identifier: GPL-3.0-or-later
"""A manager changes the staff at the counter, with and without the platform: `hufuctl counter` at two tills
against the real platform. TAP on standard output.

    test-staff.py HUFUCTL HUFU_PLATFORM"""
import importlib.util
import pathlib
import sqlite3
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location('stories', HERE / 'test-counter.py')
stories = importlib.util.module_from_spec(spec)
spec.loader.exec_module(stories)
same = stories.same


class World(stories.World):
    """Two tills of one store; what is not under way is signed out."""

    def __init__(self, hufuctl, platform, folder):
        super().__init__(hufuctl, platform, folder)
        second = self.folder / 'second'
        second.mkdir()
        self.other = stories.Till(hufuctl, second, self.platform)
        for till in (self.till, self.other):
            till.open()
            till.say('signout')

    def manage(self, till=None):
        till = till or self.till
        till.say('signin 01 2468')
        return till

    def await_state(self, till, what, condition):
        end = time.monotonic() + stories.BOUND_S
        while not condition(state := till.say('status')):
            assert time.monotonic() < end, (what, state.get('staff'), state['people'])
            till.say('sync')
            time.sleep(0.02)
        return state


def person(state, no):
    return next((row for row in state['staff'] if row['no'] == no), None)


def names(state):
    return {row['no']: row['name'] for row in state['people']}


def without_the_platform_somebody_new_signs_in_at_once(world):
    till = world.manage()
    world.platform.kill()
    state = till.say('staff add 06 cashier 8305 Li Wei')
    same('row', person(state, '06')['name'], 'Li Wei')
    till.say('signout')
    state = till.say('signin 06 8305')
    same('screen', state['screen'], 'sell')
    same('clerk', state['status']['clerk-text'], 'Li Wei')
    till.say('signout')
    world.platform.start()


def the_other_till_hears_of_it(world):
    state = world.await_state(world.other, 'the new name', lambda state: '06' in names(state))
    same('name', names(state)['06'], 'Li Wei')
    same('screen', world.other.say('signin 06 8305')['screen'], 'sell')
    world.other.say('signout')


def a_pin_that_is_reset_is_the_only_one(world):
    till = world.manage()
    till.say('staff pin 06 9471')
    till.say('signout')
    till.refused('signin 06 8305')
    till.say('signin 06 9471')
    till.say('signout')


def what_two_tills_change_of_one_person_is_both_kept(world):
    till, other = world.manage(), world.manage(world.other)
    world.platform.kill()
    till.say('staff role 06 clerk')
    other.say('staff name 06 Li Weimin')
    other.say('staff rights 06 30 20 10')
    world.platform.start()
    for each in (till, other):
        world.await_state(each, 'both changes', lambda state: person(state, '06') == {
            'no': '06', 'name': 'Li Weimin', 'role': 'clerk', 'active': True, 'own_rights': True,
            'rights': {'line_percent': 30, 'basket_percent': 20, 'price_percent': 10}})
        each.say('signout')


def one_number_given_twice_stays_with_one(world):
    till, other = world.manage(), world.manage(world.other)
    world.platform.kill()
    till.say('staff add 07 clerk 8305 Ma')
    other.say('staff add 07 clerk 8305 Zhou')
    world.platform.start()
    for each in (till, other):
        world.await_state(each, 'two numbers', lambda state: sorted(
            row['name'] for row in state['staff'] if row['no'] in ('07', '08')) == ['Ma', 'Zhou'])
        each.say('signout')


def who_left_can_do_nothing(world):
    till = world.manage()
    till.say('staff off 06')
    same('active', person(till.say('status'), '06')['active'], False)
    state = till.say('signout')
    assert '06' not in names(state)
    till.refused('signin 06 9471')
    world.await_state(world.other, 'the name to go', lambda state: '06' not in names(state))
    till = world.manage()
    till.say('staff on 06')
    assert '06' in names(till.say('signout'))


def what_cannot_be_is_refused_in_a_sentence(world):
    till = world.manage()
    for command, why in (
            ('staff add 02 clerk 8305 Li', 'Somebody has this number'),
            ('staff add 9 clerk 8305 Li', '2 to 4 digits'),
            ('staff add 20 king 8305 Li', 'Choose a role'),
            ('staff add 20 clerk 1111 Li', 'guessed at once'),
            ('staff add 20 clerk 4321 Li', 'guessed at once'),
            ('staff add 20 clerk 123 Li', '4 to 8 digits'),
            ('staff add 20 clerk 8305', 'Type a name'),
            ('staff add 20 clerk 8305 ' + 'x' * 10240, 'at most 60 bytes'),
            ('staff add 20 clerk 8305 Li \u202eieW', 'letters and digits'),
            ('staff add 20 clerk 8305 Li \U0001f600', 'letters and digits'),
            ('staff rights 06 101 0 0', '0 to 100 percent'),
            ('staff name 77 Li', 'no such person'),
            ('staff off 01', 'the last manager'),
            ('staff role 01 clerk', 'the last manager'),
            ('staff role 02 cashier', 'Nothing is different')):
        state = till.refused(command)
        assert why in state['error'], (command[:40], state['error'])
    till.say('signout')
    till.say('signin 02 1357')
    assert 'Only a manager' in till.refused('staff pin 01 8305')['error']
    assert 'staff' not in till.say('status')
    till.say('signout')


def no_journal_has_a_hash_to_try_pins_on(world):
    till = world.manage()
    till.say('wait sent')
    till.say('signout')
    world.other.quit()
    for path in (world.folder / 'till' / 'till.db', world.platform.folder / 'platform.db'):
        table = 'journal' if path.name == 'till.db' else 'event'
        with sqlite3.connect(f'file:{path}?mode=ro', uri=True) as database:
            bodies = [body for body, in database.execute(
                f"SELECT body FROM {table} WHERE kind = 'staff.changed'")]
        assert len(bodies) > 4 and not any('argon2' in body for body in bodies), path
    with sqlite3.connect(f'file:{world.platform.folder / "platform.db"}?mode=ro', uri=True) as database:
        same('understood', database.execute("SELECT kind, code FROM event WHERE verdict = 'attention'").fetchall(), [])


STORIES = [
    without_the_platform_somebody_new_signs_in_at_once,
    the_other_till_hears_of_it,
    a_pin_that_is_reset_is_the_only_one,
    what_two_tills_change_of_one_person_is_both_kept,
    one_number_given_twice_stays_with_one,
    who_left_can_do_nothing,
    what_cannot_be_is_refused_in_a_sentence,
    no_journal_has_a_hash_to_try_pins_on,
]


if __name__ == '__main__':
    sys.exit(stories.main(World, STORIES))
