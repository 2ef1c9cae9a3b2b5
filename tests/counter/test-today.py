# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of today for the whole store: two tills, two clerks, a till that is cut off. Two `hufuctl counter` and the
real platform. TAP on standard output.

    test-today.py HUFUCTL HUFU_PLATFORM"""
import importlib.util
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location('store', HERE / 'test-store.py')
store = importlib.util.module_from_spec(spec)
spec.loader.exec_module(store)
stories = store.stories
same = stories.same


class World(store.World):
    """Till 1 sells as clerk 02, till 2 as manager 01, whose page is looked at."""

    def open(self):
        self.link = self.folder / 'link'
        self.sold = {'one': [], 'two': []}
        self.one = self.start('one')
        self.one.open()
        self.two = self.start('two')
        self.two.open()
        self.sign_in('01 2468')
        for till in (self.one, self.two):
            self.await_tills(till)

    def sign_in(self, who):
        self.two.say('signout')
        self.two.say('signin ' + who)

    def sell(self, name, product):
        till = getattr(self, name)
        due = till.scan(self.platform.code(product)['text'])['basket']['due_minor']
        till.say('pay')
        till.say('tender cash 9999')
        till.say('back')
        self.sold[name].append(due)

    def see_store(self, gross_minor):
        """The page of the whole store, as soon as it has that sum."""
        end = time.monotonic() + stories.BOUND_S
        while True:
            self.two.say('today')
            self.two.say('wait told')
            today = self.two.say('act today-store')['today']
            if sum(bar['value_minor'] for bar in today['hours']) == gross_minor:
                return today
            assert time.monotonic() < end, today
            self.two.say('back')
            time.sleep(0.1)


def values(today, part):
    return sorted(bar['value_minor'] for bar in today[part])


def figure(today, label):
    return next(fact for fact in today['figures'] if fact['label'] == label)


def what_both_tills_sold_is_told_by_clerk_and_category(world):
    for name, product in (('one', 'Linen shirt S'), ('one', 'Linen shirt S'), ('two', 'Linen shirt S')):
        world.sell(name, product)
    for till in (world.one, world.two):
        till.say('wait sent')
    gross = {name: sum(sums) for name, sums in world.sold.items()}
    today = world.see_store(sum(gross.values()))
    assert today['whole_store'] and 'hole store' in today['age'], today
    same('clerks', values(today, 'clerks'), sorted(gross.values()))
    same('categories', values(today, 'categories'), [sum(gross.values())])
    same('tenders', [bar['hint'] for bar in today['tenders']], ['3'])
    same('sales', figure(today, 'Number of sales')['value'], '3')
    same('tills', figure(today, 'Tills')['value'], '2')


def the_same_page_turns_back_to_this_till(world):
    today = world.two.say('act today-store')['today']
    assert not today['whole_store'], today
    same('this till', values(today, 'clerks'), [sum(world.sold['two'])])
    world.two.say('back')
    assert not world.two.say('today')['today']['whole_store'], 'it begins with this till'
    world.two.say('back')


def a_till_that_is_cut_off_is_told_when_it_is_back(world):
    before = sum(sum(sums) for sums in world.sold.values())
    world.one.say('link wan cut')
    world.one.say('wait offline')
    world.sell('one', 'Linen shirt S')
    today = world.see_store(before)
    assert 'unsent is not in it' in figure(today, 'Tills')['hint'], today
    world.two.say('back')
    world.one.say('link wan heal')
    world.one.say('wait online')
    world.one.say('wait sent')
    world.see_store(sum(sum(sums) for sums in world.sold.values()))
    world.two.say('back')


STORIES = [what_both_tills_sold_is_told_by_clerk_and_category, the_same_page_turns_back_to_this_till,
           a_till_that_is_cut_off_is_told_when_it_is_back]


if __name__ == '__main__':
    sys.exit(store.run_stories(World, STORIES))
