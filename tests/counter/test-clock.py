# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine's clock and its time zone change in the middle of a shift: `hufuctl counter` against the real platform.
The shift closes, its Z is right and the receipts are in order. TAP on standard output.

    test-clock.py HUFUCTL HUFU_PLATFORM SHIFTED_CLOCK"""
import contextlib
import importlib.util
import pathlib
import sqlite3
import struct
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location('stories', HERE / 'test-counter.py')
stories = importlib.util.module_from_spec(spec)
spec.loader.exec_module(stories)
same = stories.same
HOUR, DAY = 3600, 86400


class World(stories.World):
    zone = 'Asia/Shanghai'

    def start_till(self):
        self.clock = self.folder / 'clock'
        if not self.clock.exists():
            self.turn(0)
        self.till = stories.Till(self.hufuctl, self.folder, self.platform, env={
            'TZ': self.zone, 'LD_PRELOAD': sys.argv[3], 'HUFU_TEST_CLOCK': self.clock})

    def turn(self, ahead_s):
        """The machine's clock, at once: so much from what is right."""
        with open(self.clock, 'r+b' if self.clock.exists() else 'wb') as file:
            file.write(struct.pack('=q', ahead_s))

    def restart(self, zone=None):
        self.zone = zone or self.zone
        self.till.kill()
        self.start_till()
        self.till.open()

    def sell(self, n=1):
        for _ in range(n):
            due = self.till.scan(self.platform.code('Linen shirt S')['text'])['basket']['due_minor']
            self.till.say('pay')
            same('sold', self.till.say(f'tender cash {due / 100:.2f}')['basket']['rows'], [])
            self.till.say('back')

    def ask(self, sql):
        with contextlib.closing(sqlite3.connect(f'file:{self.folder / "till" / "till.db"}?mode=ro', uri=True)) as books:
            return books.execute(sql).fetchall()

    def await_clock(self, words):
        end = time.monotonic() + stories.BOUND_S
        while words not in (text := self.till.say('sync')['status']['clock-text']):
            assert time.monotonic() < end, text
            time.sleep(0.05)

    def close_shift(self):
        """To the cent; what was sold in it is on its Z, here and at the platform, and no number is missing."""
        shift, float_minor, day = self.ask('SELECT lower (hex (shift_id)), float_minor, business_day FROM shift'
                                           ' WHERE z_no IS NULL')[0]
        sales = self.ask("SELECT business_day, receipt_no, gross_minor, finished_utc_us FROM sale WHERE state = 'finished'"
                         f" AND lower (hex (shift_id)) = '{shift}' ORDER BY sale_no")
        same('days', {sale[0] for sale in sales}, {day})
        numbers = [int(sale[1].rsplit('-', 1)[1]) for sale in sales]
        times = [sale[3] for sale in sales]
        same('times', times, sorted(times))
        same('numbers', numbers, list(range(numbers[0], numbers[0] + len(sales))))
        drawer = float_minor + sum(sale[2] for sale in sales)
        pieces = f'100x{drawer // 10000} 1x{drawer % 10000 // 100}'
        state = self.till.say('shift close ' + pieces)
        same('screen', state['screen'], 'sign-in')
        self.till.say('wait sent')
        z = next(z for z in stories.operate(self, 'shifts')['shifts'] if z['body']['z_no'] == state['shift']['last_z_no'])
        same('Z', [z['body'][name] for name in ('expected_minor', 'counted_minor', 'n_sales', 'business_day')],
             [drawer, drawer, len(sales), day])
        return [sale[1] for sale in sales]


def the_time_zone_changes_in_mid_shift(world):
    world.till.open()
    world.till.say('wait online')
    world.sell(2)
    world.restart('America/Los_Angeles')
    world.sell()
    world.restart('Pacific/Kiritimati')
    world.sell()
    same('receipts', len(world.close_shift()), 4)


def the_clock_jumps_in_mid_shift(world):
    """Ahead by days, behind by hours, and back; while it sells, and while it is killed."""
    world.restart('Asia/Shanghai')
    world.sell()
    for ahead_s in (3 * DAY, -5 * HOUR, 0):
        world.turn(ahead_s)
        world.sell()
        world.restart()
        world.sell()
    same('receipts', len(world.close_shift()), 7)


def a_clock_that_jumps_without_the_platform_is_said(world):
    world.till.open()
    world.sell()
    world.till.say('wait sent')
    world.platform.kill()
    world.turn(-3 * DAY)
    world.restart()
    world.await_clock("differs from the platform's time, which is used instead")
    world.sell(2)
    world.platform.start()
    world.till.say('sync')
    same('receipts', len(world.close_shift()), 3)


STORIES = [the_time_zone_changes_in_mid_shift, the_clock_jumps_in_mid_shift, a_clock_that_jumps_without_the_platform_is_said,
           stories.the_journal_is_whole]


if __name__ == '__main__':
    sys.exit(stories.main(World, STORIES))
