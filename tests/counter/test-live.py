# SPDX-License-Identifier: GPL-3.0-or-later
"""Live codes at the two tills of a store: held, fetched, asked online and accepted under limits. The
phone is the platform tests' own. TAP on standard output.

    test-live.py HUFUCTL HUFU_PLATFORM"""
import importlib.util
import json
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'platform'))
from client import Operator  # noqa: E402
from contract import Contract  # noqa: E402
from phone import Phone, now_step  # noqa: E402

spec = importlib.util.spec_from_file_location('store', HERE / 'test-store.py')
store = importlib.util.module_from_spec(spec)
spec.loader.exec_module(store)
stories, same, reason, about = store.stories, store.same, store.reason, store.about

LIMITS = {'voucher_max_minor': 20000, 'uses_max': 50, 'total_max_minor': 200000,
          'status_age_max_s': 86400}


class Desk:
    """What an operator of the platform needs to know of it."""

    def __init__(self, platform):
        self.port, self.folder, self.contract = int(platform.port), platform.folder, Contract.load()

    def data(self, name):
        return self.folder / name


class World(store.World):
    def open(self):
        self.phone = Phone()
        self.held = [self.issue(holder_key=self.phone.public) for _ in range(4)]
        self.pass_ = self.issue(type='pass', uses=4, holder_key=self.phone.public)
        self.risky = [self.issue(holder_key=self.phone.public, tier=1) for _ in range(2)]
        self.bearers = self.issue(tier=1)
        self.online = self.order_online(type='pass', uses=5, holder_key=self.phone.public)
        super().open()

    def order_online(self, **fields):
        order = {'type': 'deal', 'title_en': 'Two teas', 'title_zh': '两杯茶', 'value_minor': 1000, **fields}
        return json.loads(self.ctl('voucher', 'issue', *(f'{k}={v}' for k, v in order.items())))

    def show(self, issued, steps=1):
        """What the phone shows; by itself that of the step to come, which is good the longest."""
        return self.phone.show(issued['token'], now_step() + steps)


def refused(till, code, wanted, part=''):
    panel = till.scan(code)['panel']
    same(code[:12], (panel['kind'], panel['reason']), ('verdict', wanted))
    assert part in panel['sentence'], panel['sentence']
    till.say('back')


def ready(till, code, note):
    panel = till.scan(code)['panel']
    same('at the scan', (panel['kind'], panel['note']), ('voucher', note))
    assert 'Live code checked.' in panel['note_text'], panel
    return panel


def a_copy_and_a_typed_code_are_refused(world):
    issued = world.held[0]
    for till in (world.one, world.two):
        refused(till, issued['token'], 'R16', 'the live code')
        refused(till, issued['short_code'], 'R16', 'the live code')
    same('nothing used', world.states(issued), ['leased'])


def a_live_code_of_a_held_voucher_is_redeemed(world):
    issued = world.held.pop()
    world.cut('wan', 'lan')
    ready(world.one, world.show(issued), 'Certain: this till holds the right')
    state = world.one.say('redeem')
    same('redeemed', reason(state), 'R00')
    assert 'Live code checked.' in state['panel']['note_text'], state['panel']
    world.one.finish()
    world.cut()
    world.await_states(issued, ['used'])


def a_screenshot_is_stale_on_and_off_line(world):
    issued = world.held[0]
    for cut in (('wan', 'lan'), ()):
        world.cut(*cut)
        for till in (world.one, world.two):
            for voucher in (issued, world.online):
                refused(till, world.show(voucher, -8), 'R17', 'a screenshot is too old')
        refused(world.two, Phone().show(issued['token']), 'R17', 'open the voucher again')


def the_other_till_gives_its_right_for_a_live_code_alone(world):
    issued = world.held.pop()
    world.cut('wan')
    refused(world.two, issued['token'], 'R16')
    live, end = world.show(issued), time.monotonic() + stories.BOUND_S
    state = world.two.scan(live)
    while reason(state) == 'R07' and time.monotonic() < end:
        state = world.two.say('act ask-again')
    same('who holds it', state['panel']['note'], 'Certain: till 1 holds the right')
    assert 'Live code checked.' in state['panel']['note_text'], state['panel']
    same('redeemed', reason(world.two.say('primary')), 'R02')
    world.two.finish()
    world.cut()
    world.await_states(issued, ['used'])


def one_code_takes_what_is_redeemed_in_one_go(world):
    world.cut('wan')
    first, second = world.show(world.pass_, 0), world.show(world.pass_)
    ready(world.one, first, 'Certain: this till holds the right')
    world.one.say('act more-uses')
    state = world.one.say('redeem')
    same('both', state['panel']['headline'], 'Redeemed, 2 uses')
    assert 'redeem-again' not in [choice['act'] for choice in state['panel']['choices']]
    refused(world.one, first, 'R17', 'This code has been used.')
    ready(world.one, second, 'Certain: this till holds the right')
    same('again', reason(world.one.say('redeem')), 'R00')
    end, state = time.monotonic() + stories.BOUND_S, world.two.scan(second)
    while reason(state) == 'R07' and time.monotonic() < end:
        state = world.two.say('act ask-again')
    same('a photograph at the other till', about(state), ('verdict', 'R17'))
    assert 'This code has been used.' in state['panel']['sentence'], state['panel']
    world.two.say('back')
    world.one.finish()
    world.cut()
    world.await_states(world.pass_, ['leased', 'used', 'used', 'used'])


def sell_pass(world):
    """Its rights are spread over the tills of its store, which ask for them when they are online again."""
    issued = world.issue(type='pass', uses=30, holder_key=world.phone.public)
    world.cut('wan')
    world.cut()
    end = time.monotonic() + stories.BOUND_S
    for till in (world.one, world.two):
        while till.scan(world.show(issued))['panel'].get('note') != 'Certain: this till holds the right':
            assert time.monotonic() < end, 'a till is granted none'
            till.say('back')
        till.say('back')
    return issued


def redeem_at_both(world, code):
    """Both have scanned it before either redeems; both are told before either has answered."""
    tills = (world.one, world.two)
    for till in tills:
        ready(till, code, 'Certain: this till holds the right')
    for till in tills:
        till.process.stdin.write(b'redeem\n')
        till.process.stdin.flush()
    panels = [json.loads(till.process.stdout.readline())['panel'] for till in tills]
    for till, panel in zip(tills, panels):
        till.say('back' if panel['reason'] == 'R17' else 'status')
    return panels


def is_unsure(panel):
    return 'a till that did not answer may have taken the code for another use' in panel['note_text']


def one_code_is_good_at_one_till_of_those_that_hold_the_pass(world):
    """On a busy machine a till may be asked in vain, and says so: then another customer comes."""
    end, heard = time.monotonic() + 3 * stories.BOUND_S, False
    while not heard:
        assert time.monotonic() < end, 'a till is always asked in vain'
        issued = sell_pass(world)
        world.cut('wan')
        panels = redeem_at_both(world, world.show(issued, 0))
        same('at the same moment', [panel['reason'] for panel in panels
                                    if panel['reason'] not in ('R00', 'R17')], [])
        heard = not any(is_unsure(panel) for panel in panels)
        assert not heard or [panel['reason'] for panel in panels] != ['R00', 'R00'], panels
        photograph = world.show(issued)
        for till in (world.one, world.two):
            ready(till, photograph, 'Certain: this till holds the right')
        same('the customer', reason(world.one.say('redeem')), 'R00')
        panel = world.two.raw(b'redeem')['panel']
        heard = heard and not is_unsure(panel)
        assert panel['reason'] == ('R17' if not is_unsure(panel) else 'R00'), panel
        if heard:
            assert 'This code has been used.' in panel['sentence'], panel
            world.two.say('back')
            ready(world.two, world.show(issued, 2), 'Certain: this till holds the right')
            same('the next code', reason(world.two.say('redeem')), 'R00')
        for till in (world.one, world.two):
            till.finish()
        world.cut()


def where_the_tills_are_apart_each_says_what_it_could_not_ask(world):
    issued = sell_pass(world)
    world.cut('wan', 'lan')
    panels = redeem_at_both(world, world.show(issued))
    same('used at both', [panel['reason'] for panel in panels], ['R00', 'R00'])
    assert all(is_unsure(panel) for panel in panels), panels
    for till in (world.one, world.two):
        till.finish()
    world.cut()


def the_platform_sees_to_the_same(world):
    world.one.say('wait online')
    refused(world.one, world.online['token'], 'R16')
    refused(world.one, world.online['short_code'], 'R16')
    first, second = world.show(world.online, 0), world.show(world.online)
    ready(world.one, first, 'Not used yet: the platform decides')
    world.one.say('act more-uses')
    world.one.say('redeem')
    state = world.one.say('wait settled')
    same('both', state['panel']['headline'], 'Redeemed, 2 uses')
    for till in (world.one, world.two):
        refused(till, first, 'R17', 'open the voucher again')
    ready(world.two, second, 'Not used yet: the platform decides')
    world.two.say('redeem')
    same('again', reason(world.two.say('wait settled')), 'R01')
    for till in (world.one, world.two):
        till.finish()
    same('three', world.states(world.online), ['available'] * 2 + ['used'] * 3)


def a_risky_voucher_is_accepted_within_limits_by_its_live_code(world):
    desk, end = Operator(Desk(world.platform)), time.monotonic() + 3 * stories.BOUND_S
    same('on', desk.call('POST', '/v1/limits', {'store_no': 1, 'limits': LIMITS})[1], {'is_on': True})
    while True:  # until the policy and the lists have come
        world.cut('wan', 'lan')
        state = world.two.scan(world.show(world.risky[0]))
        if state['panel']['kind'] == 'voucher':
            break
        assert time.monotonic() < end, state['panel']
        world.cut()
    same('how sure', state['panel']['note'], 'At your own risk, within a limit')
    assert 'Live code checked.' in state['panel']['note_text'], state['panel']
    same('accepted', reason(world.two.say('redeem')), 'R03')
    refused(world.two, world.risky[1]['token'], 'R16')
    refused(world.two, world.show(world.risky[1], -8), 'R17')
    refused(world.two, world.bearers['token'], 'R16')
    world.two.finish()
    world.cut()


STORIES = [
    a_copy_and_a_typed_code_are_refused,
    a_live_code_of_a_held_voucher_is_redeemed,
    a_screenshot_is_stale_on_and_off_line,
    the_other_till_gives_its_right_for_a_live_code_alone,
    one_code_takes_what_is_redeemed_in_one_go,
    one_code_is_good_at_one_till_of_those_that_hold_the_pass,
    where_the_tills_are_apart_each_says_what_it_could_not_ask,
    the_platform_sees_to_the_same,
    a_risky_voucher_is_accepted_within_limits_by_its_live_code,
]

if __name__ == '__main__':
    sys.exit(store.run_stories(World, STORIES))
