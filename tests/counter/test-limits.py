# SPDX-License-Identifier: GPL-3.0-or-later
"""Vouchers accepted within the limits of a signed policy, while neither a till nor the platform can
be asked: one `hufuctl counter` and the real platform. TAP on standard output.

    test-limits.py HUFUCTL HUFU_PLATFORM"""
import importlib.util
import json
import pathlib
import sqlite3
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location('stories', HERE / 'test-counter.py')
stories = importlib.util.module_from_spec(spec)
spec.loader.exec_module(stories)
same, reason, about = stories.same, stories.reason, stories.about

LIMITS = {'voucher_max_minor': 3000, 'uses_max': 3, 'total_max_minor': 5000,
          'status_age_max_s': 86400}


class World:
    """A till that is gone holds the rights of these vouchers; this one has their status list."""

    def __init__(self, hufuctl, platform, folder):
        self.hufuctl, self.folder = hufuctl, pathlib.Path(folder)
        self.platform = stories.Platform(platform, self.folder)
        self.vouchers = {yuan: [self.issue(yuan * 100) for _ in range(4)]
                         for yuan in (10, 20, 25, 40)}
        self.coupon = self.issue(1000, type='coupon', paid_minor=0, min_spend_minor=20000)['token']
        self.gift = self.issue(1000, paid_minor=0)['token']
        self.cash = self.issue(10000, type='cash')['token']
        (self.folder / 'gone').mkdir()
        self.till = stories.Till(self.hufuctl, self.folder / 'gone', self.platform)
        self.till.open()
        self.until('rights', lambda: self.till.say('status')['status']['offline-vouchers'] >= 19)
        self.till.kill()
        self.start_till()
        self.till.open()

    def start_till(self):
        self.till = stories.Till(self.hufuctl, self.folder, self.platform)

    def run(self, *arguments):
        return subprocess.run(
            [self.hufuctl, *arguments, '--data', self.folder / 'till', '--platform',
             f'http://127.0.0.1:{self.platform.port}', '--operator-key',
             self.platform.folder / 'operator.key'], capture_output=True, text=True, check=False)

    def ctl(self, *arguments):
        done = self.run(*arguments)
        same(' '.join(arguments[:2]), (done.returncode, done.stderr), (0, ''))
        return done.stdout

    def issue(self, value_minor, **other):
        order = {'type': 'deal', 'title_en': 'Two teas', 'title_zh': '两杯茶', 'home_store': 1,
                 'value_minor': value_minor, 'offline': 'true', **other}
        return json.loads(self.ctl('voucher', 'issue', *(f'{k}={v}' for k, v in order.items())))

    def next(self, yuan):
        return self.vouchers[yuan].pop()['token']

    def limits(self, **changed):
        return self.ctl('platform', 'limits', '1',
                        *(f'{k}={v}' for k, v in {**LIMITS, **changed}.items()))

    def unleased(self):
        return json.loads(self.ctl('status'))['unleased']

    def used(self):
        book = self.unleased()
        return book['uses'], book['total_minor']

    def has_lists(self):
        with sqlite3.connect(f'file:{self.folder / "till" / "till.db"}?mode=ro', uri=True) as books:
            return books.execute('SELECT count(*) FROM status_list').fetchone()[0] > 0

    def until(self, what, holds):
        end = time.monotonic() + stories.BOUND_S
        while not holds():
            assert time.monotonic() < end, what
            self.till.say('sync')
            time.sleep(0.05)

    def cut(self):
        self.platform.kill()
        self.till.say('sync')
        self.till.say('wait offline 180000')

    def heal(self):
        self.platform.start()
        self.till.say('sync')
        self.till.say('wait online 180000')


def nothing_is_accepted_unless_the_policy_says_so(world):
    same('off', [store['limits'] for store in
                 json.loads(world.ctl('platform', 'limits'))['stores']], [None, None])
    world.until('status lists', world.has_lists)
    same('here', world.unleased()['state'], 'off')
    world.cut()
    same('nobody can be asked', reason(world.till.scan(world.next(10))), 'R07')
    same('nothing counted', world.used(), (0, 0))
    world.till.finish()
    world.heal()


def nonsense_limits_are_refused_and_the_worst_is_named(world):
    for name, value, most in (('voucher_max_minor', 20001, 20000), ('uses_max', 0, 50),
                              ('total_max_minor', -1, 200000), ('status_age_max_s', 86401, 86400),
                              ('uses_max', 'many', 50)):
        done = world.run('platform', 'limits', '1',
                         *(f'{k}={v}' for k, v in {**LIMITS, name: value}.items()))
        same('refused', done.returncode, 1)
        assert 'bad_request:' in done.stderr, done.stderr
        assert f'{name} is not there or nonsense: 1 to {most} can be allowed' in done.stderr, \
            done.stderr
    done = world.run('platform', 'limits', '77', 'uses_max=1')
    assert done.returncode == 1 and 'voucher_max_minor' in done.stderr, done.stderr
    same('usage', world.run('platform', 'limits', '1', 'on').returncode, 2)
    same('still off', json.loads(world.ctl('platform', 'limits'))['stores'][0]['limits'], None)


def within_the_limits_a_voucher_is_accepted_and_counted(world):
    world.limits()
    same('signed', json.loads(world.ctl('platform', 'limits'))['stores'][0]['limits'], LIMITS)
    world.until('policy', lambda: world.unleased()['state'] == 'on')
    world.cut()
    world.first = world.vouchers[10][-1]
    token = world.next(10)
    panel = world.till.scan(token)['panel']
    same('panel', (panel['kind'], panel['reason'], panel['note']),
         ('voucher', '', 'At your own risk, within a limit'))
    assert '0 of 3 uses, 0.00 of 50.00' in panel['note_text'], panel['note_text']
    same('uses', panel['facts'][1]['value'], '1 of 1')
    same('use', panel['use'], "Deal of 10.00, as the customer's voucher shows")
    state = world.till.say('redeem')
    same('verdict', reason(state), 'R03')
    same('band', state['panel']['headline'], 'Accepted within the limit: ¥10.00')
    assert 'undo' in [choice['act'] for choice in state['panel']['choices']], state['panel']
    world.till.say('back')
    state = world.till.scan(token)
    same('not twice', (reason(state), state['panel']['headline']), ('R11', 'Already in this sale'))
    world.till.finish()
    same('counted', world.used(), (1, 1000))
    same('not twice', reason(world.till.scan(token)), 'R11')
    world.till.finish()


def what_nobody_is_known_to_have_paid_for_is_not_a_deal(world):
    for token in (world.coupon, world.gift):
        same('refused', reason(world.till.scan(token)), 'R07')
        world.till.finish()
    same('counted', world.used(), (1, 1000))


def one_voucher_and_all_together_have_a_value_limit(world):
    same('one is too much', reason(world.till.scan(world.next(40))), 'R19')
    same('kept', world.used(), (1, 1000))
    world.till.scan(world.next(25))
    same('accepted', reason(world.till.say('redeem')), 'R03')
    world.till.finish()
    same('together too much', reason(world.till.scan(world.next(20))), 'R19')
    same('counted', world.used(), (2, 3500))
    world.till.finish()


def a_kill_forgets_nothing_and_the_count_has_a_limit(world):
    world.till.kill()
    world.start_till()
    world.till.open()
    same('kept', world.used(), (2, 3500))
    same('strip', world.till.say('status')['status']['limit-text'], '2/3 · 35.00')
    world.till.scan(world.next(10))
    same('the last one', reason(world.till.say('redeem')), 'R03')
    world.till.finish()
    same('too many', reason(world.till.scan(world.next(10))), 'R18')
    same('counted', world.used(), (3, 4500))
    world.till.finish()


def what_was_accepted_can_be_taken_back_and_counts_all_the_same(world):
    """From the panel of a scan inside the hour, the sale being finished or not."""
    panel = world.till.scan(world.first['token'])['panel']
    same('told', (panel['reason'], 'undo' in [choice['act'] for choice in panel['choices']]),
         ('R11', True))
    same('undone', reason(world.till.say('undo')), 'R27')
    same('no room for more by that', reason(world.till.scan(world.first['token'])), 'R18')
    same('counted', world.used(), (3, 4500))
    world.till.finish()


def the_manager_sees_how_much_is_at_stake_here(world):
    world.till.say('signout')
    world.till.say('signin 01 2468')
    page = world.till.say('manager')['manager']
    same('page', page['limit-text'],
         'Accepted within the limit here: 3 of 3 uses, 45.00 of 50.00')
    same('store', (page['exposure-text'], page['exposure-hint']),
         ('At most 100.00', 'Until the next sync: 2 tills may accept 50.00 each within the limit; '
          '0.00 is locked'))
    same('status', (world.unleased()['tills'], world.unleased()['store_most_minor']), (2, 10000))
    same('strip', world.till.say('status')['status']['exposure-text'], 'at most 100.00')
    world.till.say('back')
    world.till.say('signout')
    world.till.open()


def the_journal_carries_the_counters(world):
    assert json.loads(world.ctl('journal', 'verify'))['whole']
    events = [json.loads(line) for line in world.ctl('export', 'journal').splitlines()]
    counters = [(event['body']['unleased']['uses'], event['body']['unleased']['total_minor'])
                for event in events if event['kind'] == 'voucher.redeemed']
    same('counters', counters, [(1, 1000), (2, 3500), (3, 4500)])


def the_count_falls_by_a_fenced_report_alone(world):
    world.heal()
    world.until('a confirmed report', lambda: world.used() == (0, 0))
    end = time.monotonic() + stories.BOUND_S
    while (store := json.loads(world.ctl('platform', 'limits'))['stores'][0])['uses'] > 0:
        assert time.monotonic() < end, store
        time.sleep(0.05)
    events = [json.loads(line)['kind'] for line in world.ctl('export', 'journal').splitlines()]
    assert 'right.reported' in events, events
    uses = json.loads(world.ctl('voucher', 'show', world.first['cti']))['uses']
    same('told once', [use['basis'] for use in uses], ['R03'])


def a_cash_voucher_is_offered_as_far_as_the_limit_goes(world):
    world.cut()
    due = world.till.scan(world.platform.code('Linen shirt S')['text'])['basket']['due_minor']
    state = world.till.scan(world.cash)
    same('offer', state['primary']['label'], 'Use 30.00 for this sale')
    state = world.till.say('primary')
    same('verdict', (reason(state), state['panel']['headline']),
         ('R03', 'Accepted within the limit: ¥30.00'))
    same('and back', world.till.say('undo')['basket']['due_minor'], due)
    same('counts yet', world.used(), (1, 3000))
    world.heal()
    world.until('a confirmed report', lambda: world.used() == (0, 0))
    world.cut()
    world.till.scan(world.cash)
    state = world.till.say('primary')
    same('due', state['basket']['due_minor'], due - 3000)
    same('counted', world.used(), (1, 3000))
    world.till.finish()
    panel = world.till.scan(world.cash)['panel']
    same('no more', panel['reason'], 'R19')
    assert panel['sentence'].startswith('30.00 of it was accepted here within the limit'), panel
    world.till.finish()
    panel = world.till.scan(world.next(25))['panel']
    same('beyond what is left', panel['reason'], 'R19')
    assert panel['sentence'].startswith('It is more than this till may still accept offline'), panel
    world.till.finish()
    world.heal()
    world.until('a confirmed report', lambda: world.used() == (0, 0))


def an_old_list_accepts_nothing(world):
    world.limits(status_age_max_s=1)
    world.until('policy', lambda: world.unleased()['status_age_max_s'] == 1)
    world.cut()
    token, end = world.next(20), time.monotonic() + stories.BOUND_S
    while reason(world.till.scan(token)) != 'R20':
        assert time.monotonic() < end, world.till.say('status')['panel']
        world.till.say('back')
    same('nothing counted', world.used(), (0, 0))
    world.till.finish()
    world.heal()


def the_policy_turns_it_off_again(world):
    same('said', json.loads(world.ctl('platform', 'limits', '1', 'off')), {'is_on': False})
    world.until('policy', lambda: world.unleased()['state'] == 'off')


def a_till_that_did_not_hear_of_it_counts_until_somebody_signs(world):
    """The first till was cut off before: whether it heard of the limits nobody knows."""
    gone = next(till['terminal_id'] for till in json.loads(world.ctl('platform', 'terminals'))['terminals']
                if till['terminal_no'] == 1)

    def stake():
        return json.loads(world.ctl('platform', 'limits'))['stores'][0]['at_stake_minor']

    def says(text, hint):
        page = {}

        def holds():
            world.till.say('back')
            page.update(world.till.say('manager')['manager'])
            return (page['exposure-text'], page['exposure-hint']) == (text, hint)
        world.until((text, hint, page), holds)

    world.till.say('signout')
    world.till.say('signin 01 2468')
    world.until('the report of the till that did hear of it', lambda: stake() == 5000)
    hint = 'Until all tills have these limits and report: 0.00 here, 50.00 at others; {} is locked'
    says('At most 50.00', hint.format('0.00'))
    same('status', world.unleased()['store_most_minor'], 5000)
    lost = json.loads(world.ctl('platform', 'lost', gone))
    locked = lost['exposure_minor']
    assert locked > 0, lost
    yuan = lambda minor: f'{minor // 100:,}.{minor % 100:02}'
    says(f'At most {yuan(locked + 5000)}', hint.format(yuan(locked)))
    world.limits(total_max_minor=100, voucher_max_minor=100)
    world.until('policy', lambda: world.unleased()['total_max_minor'] == 100)
    says(f'At most {yuan(locked + 5100)}', hint.format(yuan(locked)).replace('0.00 here', '1.00 here', 1))
    world.until('written off', lambda: world.run('platform', 'write-off', gone).returncode == 0)
    world.ctl('platform', 'limits', '1', 'off')
    world.until('policy', lambda: world.unleased()['state'] == 'off')
    page = {'stale': True}  # the platform may be too busy to answer
    while page['stale']:
        world.till.say('back')
        world.till.say('wait online')
        world.till.say('wait told')
        world.till.say('manager')
        page = world.till.say('wait told')['manager']  # what was told is shown by then
    same('nothing', (page['exposure-text'], page['exposure-hint']), ('0.00', 'Nothing is at stake now'))


STORIES = [
    nothing_is_accepted_unless_the_policy_says_so,
    nonsense_limits_are_refused_and_the_worst_is_named,
    within_the_limits_a_voucher_is_accepted_and_counted,
    what_nobody_is_known_to_have_paid_for_is_not_a_deal,
    one_voucher_and_all_together_have_a_value_limit,
    a_kill_forgets_nothing_and_the_count_has_a_limit,
    what_was_accepted_can_be_taken_back_and_counts_all_the_same,
    the_manager_sees_how_much_is_at_stake_here, the_journal_carries_the_counters,
    the_count_falls_by_a_fenced_report_alone,
    a_cash_voucher_is_offered_as_far_as_the_limit_goes, an_old_list_accepts_nothing,
    the_policy_turns_it_off_again,
    a_till_that_did_not_hear_of_it_counts_until_somebody_signs,
]


def main():
    with stories.tempfile.TemporaryDirectory() as folder:
        world = World(sys.argv[1], sys.argv[2], folder)
        try:
            print(f'1..{len(STORIES)}', flush=True)
            for number, story in enumerate(STORIES, 1):
                name = story.__name__.replace('_', ' ')
                try:
                    story(world)
                    print(f'ok {number} {name}', flush=True)
                except Exception: # what comes after would tell of this one again
                    print(f'not ok {number} {name}', flush=True)
                    print(''.join('# ' + line + '\n' for line in
                                  stories.traceback.format_exc().splitlines()), end='', flush=True)
                    return 1
            return 0
        finally:
            world.till.kill()
            world.platform.kill()


if __name__ == '__main__':
    sys.exit(main())
