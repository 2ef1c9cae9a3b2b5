# SPDX-License-Identifier: GPL-3.0-or-later
"""Online vouchers, outages and kills: `hufuctl counter` against the real platform, and hufuctl's
other commands. What the platform holds is read from its own database. TAP on standard output.

    test-online.py HUFUCTL HUFU_PLATFORM"""
import contextlib
import importlib.util
import json
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import uuid

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location('stories', HERE / 'test-counter.py')
stories = importlib.util.module_from_spec(spec)
spec.loader.exec_module(stories)
same, reason, about = stories.same, stories.reason, stories.about

PHONE = '13912345678'
CARD = '4556737586899855'


class World(stories.World):
    def __init__(self, hufuctl, platform, folder):
        super().__init__(hufuctl, platform, folder)
        self.till.open()
        self.till.say('wait online')

    def ctl(self, *arguments, code=0):
        done = subprocess.run(
            [self.hufuctl, *arguments, '--data', self.folder / 'till', '--platform',
             f'http://127.0.0.1:{self.platform.port}', '--operator-key',
             self.platform.folder / 'operator.key'], capture_output=True, text=True, check=False)
        same(' '.join(arguments[:2]), (done.returncode, done.stderr), (code, ''))
        return done.stdout

    def issue(self, **fields):
        """A voucher that only the platform can answer for."""
        order = {'type': 'deal', 'title_en': 'Two teas', 'title_zh': '两杯茶', 'value_minor': 1000,
                 **fields}
        return json.loads(self.ctl('voucher', 'issue', *(f'{k}={v}' for k, v in order.items())))

    def show(self, issued):
        return json.loads(self.ctl('voucher', 'show', issued['cti']))

    def uses(self, issued):
        return [right['state'] for right in self.show(issued)['rights']]

    def ask(self, sql):
        path = self.platform.folder / 'platform.db'
        with sqlite3.connect(f'file:{path}?mode=ro', uri=True) as database:
            return database.execute(sql).fetchall()

    def await_held(self, issued, generation):
        """By the till, of whose books this is a look."""
        sql = 'SELECT 1 FROM entitlement WHERE cti = ? AND generation = ?'
        end = time.monotonic() + stories.BOUND_S
        while True:
            self.till.say('sync')
            with contextlib.closing(sqlite3.connect(self.folder / 'till' / 'till.db')) as books:
                if books.execute(sql, (uuid.UUID(issued['cti']).bytes, generation)).fetchone():
                    return
            assert time.monotonic() < end, self.show(issued)
            time.sleep(0.05)

    def freeze(self):
        stories.freeze(self.platform.process)

    def thaw(self):
        self.platform.process.send_signal(signal.SIGCONT)

    def await_about(self, wanted):
        end = time.monotonic() + stories.BOUND_S
        while about(state := self.till.say('status')) != wanted:
            assert time.monotonic() < end, about(state)
            time.sleep(0.02)
        return state

    def redeem_unanswered(self, code):
        self.till.say('wait online')
        same('ready', self.till.scan(code)['panel']['kind'], 'voucher')
        self.freeze()
        self.till.say('redeem')
        return self.await_about(('verdict', 'R28'))


def an_online_use_is_redeemed_and_undone(world):
    till, issued = world.till, world.issue()
    state = till.scan(issued['token'])
    same('note', state['panel']['note'], 'Not used yet: the platform decides')
    same('nothing yet', world.uses(issued), ['available'])
    till.say('redeem')
    state = till.say('wait settled')
    same('verdict', reason(state), 'R01')
    same('used', world.uses(issued), ['used'])
    assert state['panel']['undo_until_utc_us'] > 0
    till.say('undo')
    state = till.say('wait settled')
    same('undone', reason(state), 'R27')
    same('the line left', state['basket']['rows'], [])
    same('back', world.uses(issued), ['available'])
    till.finish()


def an_undo_without_an_answer_asks_for_no_other_payment(world):
    till, issued = world.till, world.issue()
    till.scan(issued['token'])
    till.say('redeem')
    same('redeemed', reason(till.say('wait settled')), 'R01')
    world.freeze()
    panel = till.say('undo')['panel']
    same('unknown', (panel['reason'], panel['headline']), ('R28', 'Undo: no answer yet'))
    assert panel['sentence'].startswith('The undo has no answer yet'), panel
    same('choices', [choice['act'] for choice in panel['choices']], ['ask-again'])
    world.thaw()
    same('undone', reason(till.say('wait settled')), 'R27')
    same('back', world.uses(issued), ['available'])
    till.finish()


def a_second_redemption_says_where_and_when(world):
    till, issued = world.till, world.issue()
    till.scan(issued['token'])
    till.say('redeem')
    till.say('wait settled')
    till.finish()
    panel = till.scan(issued['token'])['panel']
    assert panel['reason'] in ('R11', 'R12') and 'Redeemed on this till ' in panel['sentence'], panel
    same('which', panel['title'], 'Two teas')
    same('it can be undone yet', [choice['act'] for choice in panel['choices']], ['undo'])
    assert panel['undo_until_utc_us'] > 0, panel
    till.say('undo')
    same('undone', reason(till.say('wait settled')), 'R27')
    same('back', world.uses(issued), ['available'])
    till.say('back')


def what_a_voucher_paid_for_is_refunded_not_undone(world):
    till, issued = world.till, world.issue(type='cash', value_minor=500)
    till.scan(world.platform.code('', kind='product')['text'])
    till.scan(issued['token'])
    till.say('redeem')
    same('verdict', reason(till.say('wait settled')), 'R01')
    till.finish()
    panel = till.scan(issued['token'])['panel']
    same('used', (panel['reason'], panel['choices'], panel['undo_until_utc_us']), ('R11', [], 0))
    error = till.refused('undo')['error']
    assert 'is a refund, not an undo' in error, error
    same('stays', world.uses(issued), ['used'])
    till.say('back')


def make_wrong_codes(n):
    """Well-formed short codes that no voucher has: nine characters and their check (mod 37)."""
    alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
    codes = []
    for number in range(32 ** 8, 32 ** 8 + 10 * n):
        text = ''.join(alphabet[number >> shift & 31] for shift in range(40, -1, -5))
        if number % 37 < 32 and len(codes) < n:
            codes.append(text + alphabet[number % 37])
    return codes


def too_many_wrong_codes_say_how_long_to_wait(world):
    till, issued = world.till, world.issue()
    till.say('wait online')
    for code in make_wrong_codes(10):
        same(code, reason(till.scan(code)), 'R04')
    panel = till.scan(issued['short_code'])['panel']
    same('headline', panel['headline'], 'Too many wrong codes')
    assert 1 <= int(panel['sentence'].split()[1]) <= 60, panel
    same('by its QR code', till.scan(issued['token'])['panel']['kind'], 'voucher')
    same('untouched', world.uses(issued), ['available'])
    till.say('back')


def a_voucher_of_another_store_is_named(world):
    """It was never granted here: the refusal stands at once, its name comes from the platform."""
    till = world.till
    till.say('wait online')
    state = till.scan(world.platform.code('Tea at Riverside')['text'])
    same('refused', reason(state), 'R10')
    end = time.monotonic() + stories.BOUND_S
    while (panel := till.say('status')['panel'])['title'] != 'Tea at Riverside':
        assert time.monotonic() < end, panel
        time.sleep(0.02)
    same('still refused', panel['reason'], 'R10')
    assert '¥36.00' in panel['subtitle'], panel
    till.say('back')


def paying_another_way_gives_the_voucher_back(world):
    till, issued = world.till, world.issue()
    state = world.redeem_unanswered(issued['token'])
    acts = [choice['act'] for choice in state['panel']['choices']]
    same('choices', acts, ['ask-again', 'pay-otherwise'])
    till.say('act ask-again')
    state = till.say('act pay-otherwise')
    same('panel', state['panel'], None)
    world.thaw()
    state = till.say('wait settled')
    same('basket', state['basket']['rows'], [])
    end = time.monotonic() + stories.BOUND_S
    while world.uses(issued) != ['available']:
        assert time.monotonic() < end, world.show(issued)
        time.sleep(0.05)
    till.finish()


def a_pending_voucher_is_unknown_wherever_it_is_met(world):
    till = world.till
    issued = world.issue(type='cash', value_minor=500, title_en='Five off', title_zh='减五元')
    product = world.platform.code('', kind='product')['text']
    till.scan(product)
    world.redeem_unanswered(issued['token'])
    for met in (issued['token'], issued['short_code']):
        till.scan(product)
        panel = till.scan(met)['panel']
        same('again', (panel['kind'], panel['reason'], panel['title']),
             ('verdict', 'R28', 'Five off'))
        same('choices', [choice['act'] for choice in panel['choices']],
             ['ask-again', 'pay-otherwise'])
        assert 'no right was used' not in json.dumps(panel), panel
    for act in ('pay', 'act finish', 'act void', 'act show-pending'):
        till.scan(product)
        state = till.refused(act)
        same(act, (state['screen'], reason(state)), ('sell', 'R28'))
        assert state['error'].startswith('A voucher or payment of this sale has no answer yet.'), state['error']
    world.thaw()
    state = till.say('wait settled')
    same('the panel follows', (reason(state), state['panel']['headline']),
         ('R01', 'Redeemed, 1 use'))
    assert 'Left on it' not in json.dumps(state['panel']), state['panel']
    same('once', world.uses(issued), ['used'])
    till.say('undo')
    same('undone', reason(till.say('wait settled')), 'R27')
    till.say('back')
    till.say('act void')
    till.say('act void')


def a_pending_deal_keeps_its_sale_until_paid_another_way(world):
    till, issued = world.till, world.issue()
    till.scan(world.platform.code('', kind='product')['text'])
    rows = world.redeem_unanswered(issued['token'])['basket']['rows']
    same('its line', [(row['kind'], row['name'], row['amount'], row['why']) for row in rows[1:]],
         [('pending', 'Two teas', '0.00', 'No answer yet')])
    till.say('back')
    till.say('signout')
    till.say('signin 02 1357')
    state = till.refused('pay')
    same('pay', (state['screen'], reason(state)), ('sell', 'R28'))
    till.say('back')
    same('again', reason(till.scan(issued['token'])), 'R28')
    same('no line', len(till.say('act pay-otherwise')['basket']['rows']), 1)
    panel = till.scan(issued['token'])['panel']
    same('to be given back', (panel['reason'], [choice['act'] for choice in panel['choices']]),
         ('R28', ['ask-again']))
    till.say('back')
    till.finish()
    world.thaw()
    end = time.monotonic() + stories.BOUND_S
    while world.uses(issued) != ['available']:
        assert time.monotonic() < end, world.show(issued)
        time.sleep(0.05)
    till.say('wait settled')


def a_pending_deal_alone_can_be_looked_at(world):
    till, issued = world.till, world.issue()
    world.redeem_unanswered(issued['token'])
    state = till.say('back')
    same('primary', state['primary']['act'], 'show-pending')
    same('rows', [row['kind'] for row in state['basket']['rows']], ['pending'])
    same('looked at', reason(till.refused('primary')), 'R28')
    same('held', till.say('hold')['basket']['rows'], [])
    held = till.say('status')['held'][0]
    rows = till.say(f"resume {held['sale_id']}")['basket']['rows']
    same('resumed', [row['kind'] for row in rows], ['pending'])
    world.thaw()
    rows = till.say('wait settled')['basket']['rows']
    same('answered', [(row['kind'], row['name']) for row in rows], [('prepaid', 'Two teas')])
    till.finish()


def a_refusal_without_the_platform_gives_way_to_its_answer(world):
    till, issued = world.till, world.issue()
    world.platform.kill()
    till.say('sync')
    till.say('wait offline')
    same('nobody can be asked', reason(till.scan(issued['token'])), 'R07')
    world.platform.start()
    till.say('sync')
    same('asked by itself', world.await_about(('voucher', ''))['panel']['title'], 'Two teas')
    same('nothing is used yet', world.uses(issued), ['available'])
    till.say('redeem')
    same('verdict', reason(till.say('wait settled')), 'R01')
    till.finish()


def a_kill_between_asking_and_answering_is_settled_once(world):
    issued = world.issue()
    world.redeem_unanswered(issued['token'])
    world.till.kill()
    world.thaw()
    world.start_till()
    world.till.open()
    state = world.till.say('wait settled')
    same('line', [row['kind'] for row in state['basket']['rows']], ['prepaid'])
    same('once', world.uses(issued), ['used'])
    world.till.finish()


def a_serving_till_goes_on_while_it_waits(world):
    till, issued = world.till, world.issue()
    world.redeem_unanswered(issued['token'])
    state = till.say('primary')
    same('next customer', (state['panel'], state['basket']['rows']), (None, []))
    same('waits', [sale['pending'] for sale in state['held']], [True])
    till.scan(world.platform.code('', kind='product')['text']) # the next customer, meanwhile
    till.finish()
    world.thaw()
    till.say('wait settled')
    same('used', world.uses(issued), ['used'])
    state = till.say('status')
    state = till.say('resume ' + state['held'][0]['sale_id'])
    same('line', [row['kind'] for row in state['basket']['rows']], ['prepaid'])
    till.finish()


def a_use_without_an_answer_is_on_the_managers_page_at_once(world):
    till, issued = world.till, world.issue()
    till.say('wait sent')
    world.redeem_unanswered(issued['token'])
    till.say('primary')
    till.say('signout')
    till.say('signin 01 2468')
    till.say('manager')
    cases = till.say('wait told')['manager']['cases']
    case, = (case for case in cases if case['resolve'] == 'ask-again')  # beside what the platform told before
    same('case', (case['kind'], case['title'], case['headline'], case['amount']),
         ('unknown', 'Two teas', 'No answer yet', '10.00'))
    world.thaw()
    till.raw(f'resolve {case["id"]}'.encode())  # or it has its answer by itself
    end = time.monotonic() + stories.BOUND_S
    while (cases := till.say('status')['manager']['cases']):
        assert time.monotonic() < end, cases
        time.sleep(0.02)
    same('used', world.uses(issued), ['used'])
    till.say('back')
    till.say('signout')
    till.open()
    till.say('resume ' + till.say('status')['held'][0]['sale_id'])
    till.finish()


def several_uses_of_a_pass_have_an_answer_each(world):
    till, issued = world.till, world.issue(type='pass', uses=4)
    till.say('wait online')
    till.scan(issued['token'])
    till.say('act more-uses')
    state = till.say('act more-uses')
    same('primary', state['primary']['label'], 'Redeem 3 uses')
    till.say('redeem')
    end = time.monotonic() + stories.BOUND_S
    while (panel := till.say('status')['panel'])['headline'] != 'Redeemed, 3 uses':
        assert time.monotonic() < end, panel
        time.sleep(0.02)
    same('each', [(step['time'], step['text']) for step in panel['steps']],
         [('Uses 1 to 3', 'R01 Redeemed')])
    same('used', world.uses(issued), ['used'] * 3 + ['available'])
    keys = world.ask(f"SELECT count(DISTINCT use_id) FROM use WHERE hex(cti) = "
                     f"'{issued['cti'].replace('-', '').upper()}'")
    same('a key each', keys, [(3,)])
    till.finish()


def uses_before_one_without_an_answer_stay_in_view(world):
    """The platform falls silent amid ten uses and the customer pays another way: what was redeemed is told on, and
    what came of the last. (Where the platform was quicker than that, all are redeemed.)"""
    till, issued = world.till, world.issue(type='pass', uses=10)
    sql = f"SELECT count(*) FROM use WHERE hex(cti) = '{issued['cti'].replace('-', '').upper()}'"
    till.say('wait online')
    till.scan(issued['token'])
    for _ in range(9):
        state = till.say('act more-uses')
    same('primary', state['primary']['label'], 'Redeem 10 uses')
    end = time.monotonic() + stories.BOUND_S
    till.say('redeem')
    while world.ask(sql)[0][0] < 2:
        assert time.monotonic() < end
    world.freeze()
    while not (panel := till.raw(b'act pay-otherwise')['panel'])['headline'].startswith('Redeemed'):
        assert time.monotonic() < end, panel
        time.sleep(0.02)
    n = len(till.say('status')['basket']['rows'])
    same('redeemed', panel['steps'][0]['text'], 'R01 Redeemed')
    if n < 10:
        same('how many', panel['headline'], f'Redeemed, {n} of 10')
        same('without an answer', panel['steps'][1]['text'], 'R28 No answer yet')
        same('the rest', [step['text'] for step in panel['steps'][2:]], ['Not used, still on the voucher'] * (n < 9))
    world.thaw()
    end = time.monotonic() + stories.BOUND_S
    while n < 10 and (step := till.say('status')['panel']['steps'][1]['text']) != 'R27 Redemption undone':
        assert time.monotonic() < end and step == 'R28 No answer yet', step
        time.sleep(0.02)
    same('told still', till.say('status')['panel']['headline'], panel['headline'])
    same('used', world.uses(issued).count('used'), n)
    till.finish()


def scan_opaque(till, code):
    """What only a platform can read; where it may be a product's too, the cashier says which."""
    state = till.scan(code)
    if state['panel']['kind'] == 'ambiguous':
        state = till.say('act as-voucher')
    end = time.monotonic() + stories.BOUND_S
    while (state := till.say('status'))['panel']['kind'] == 'message':
        assert time.monotonic() < end, state['panel']
        time.sleep(0.02)
    return state


def an_opaque_code_is_asked_about_and_redeemed_once(world):
    """Twelve digits: as much a product's as a platform's. Nothing is sent before somebody says so."""
    till, issued = world.till, world.issue(platform_code='736211508430')
    till.say('wait online')
    same('panel', scan_opaque(till, '736211508430')['panel']['kind'], 'voucher')
    world.freeze()
    till.say('redeem')
    world.await_about(('verdict', 'R28'))
    till.say('act ask-again')
    world.thaw()
    state = till.say('wait settled')
    same('verdict', reason(state), 'R01')
    same('once', world.uses(issued), ['used'])
    till.say('undo')
    same('undone', reason(till.say('wait settled')), 'R27')
    same('back', world.uses(issued), ['available'])
    till.finish()


def a_code_with_letters_is_a_voucher_if_the_cashier_says_so(world):
    till, issued = world.till, world.issue(platform_code='MT8812345678')
    panel = till.scan('MT8812345678')['panel']
    same('asked', (panel['kind'], [choice['act'] for choice in panel['choices']]),
         ('ambiguous', ['as-voucher']))
    same('named', scan_opaque(till, 'MT8812345678')['panel']['title'], 'Two teas')
    till.say('redeem')
    same('verdict', reason(till.say('wait settled')), 'R01')
    same('used', world.uses(issued), ['used'])
    till.finish()


def no_voucher_has_a_code_that_no_till_would_read(world):
    for code in ('123456', 'SHAMPOO', '98765432109876543210', PHONE, CARD, '4006381333931'):
        done = subprocess.run(
            [world.hufuctl, 'voucher', 'issue', 'type=deal', 'title_en=Tea', 'title_zh=茶',
             'value_minor=1000', f'platform_code={code}', '--platform',
             f'http://127.0.0.1:{world.platform.port}', '--operator-key',
             world.platform.folder / 'operator.key'], capture_output=True, text=True, check=False)
        same(code, (done.returncode, 'platform_code' in done.stderr), (1, True))


def a_held_right_answers_to_the_platforms_code_too(world):
    """One till alone holds the right: nobody else has to be switched on."""
    till, code = world.till, '123456789012345'
    issued = world.issue(platform_code=code, paid_minor=1000, home_store=1, offline='true')
    till.say('sync')
    end = time.monotonic() + stories.BOUND_S
    while world.uses(issued) != ['leased']:
        assert time.monotonic() < end, world.show(issued)
        time.sleep(0.05)
    end = time.monotonic() + stories.BOUND_S
    while about(state := scan_opaque(till, code)) != ('voucher', ''): # the grant may be on its way
        assert time.monotonic() < end, state['panel']
        till.say('back')
    same('certain', state['panel']['note'], 'Certain: this till holds the right')
    same('redeemed', reason(till.say('redeem')), 'R00')
    till.finish()
    till.say('wait sent')
    state = scan_opaque(till, code)
    same('used here', (reason(state), [choice['act'] for choice in state['panel']['choices']]),
         ('R11', ['undo']))
    till.say('undo')
    same('undone', reason(till.say('wait settled')), 'R27')
    till.say('back')


def the_platforms_code_leads_to_the_undo_of_a_finished_sale(world):
    till, code = world.till, '223456789012346'
    issued = world.issue(platform_code=code)
    scan_opaque(till, code)
    till.say('redeem')
    same('verdict', reason(till.say('wait settled')), 'R01')
    till.finish()
    panel = scan_opaque(till, code)['panel']
    same('used here', (panel['reason'], [choice['act'] for choice in panel['choices']]),
         ('R11', ['undo']))
    till.say('undo')
    same('undone', reason(till.say('wait settled')), 'R27')
    same('back', world.uses(issued), ['available'])
    till.say('back')


def a_transferred_voucher_leaves_its_old_code_behind(world):
    till, issued = world.till, world.issue()
    world.ctl('voucher', 'transfer', issued['cti'])
    world.ctl('voucher', 'transfer', issued['cti'])
    shown = world.show(issued)
    same('generation', shown['voucher']['generation'], 2)
    same('the old code', reason(till.scan(issued['token'])), 'R15')
    same('the friend', till.scan(shown['token'])['panel']['kind'], 'voucher')
    till.say('redeem')
    same('verdict', reason(till.say('wait settled')), 'R01')
    till.finish()
    given_on = world.issue()
    for generation in ('1', '2'):
        world.ctl('voucher', 'transfer', given_on['cti'], f'generation={generation}')
    same('given on', world.show(given_on)['voucher']['generation'], 3)


def a_typed_code_is_left_behind_too(world):
    """Who gave the voucher away has its short code yet, and the code of another platform."""
    till, code = world.till, '736211508431'
    issued = world.issue(platform_code=code)
    given = json.loads(world.ctl('voucher', 'transfer', issued['cti']))
    till.scan(issued['short_code'])
    world.await_about(('verdict', 'R15'))
    same('what only a platform can read', till.scan(code)['panel']['kind'], 'ambiguous')
    till.raw(b'act as-voucher')
    world.await_about(('verdict', 'R15'))
    till.say('back')
    assert given['short_code'] not in (None, issued['short_code']), given
    same('the friend', till.scan(given['short_code'])['panel']['kind'], 'voucher')
    till.say('redeem')
    same('verdict', reason(till.say('wait settled')), 'R01')
    till.finish()


def a_till_that_holds_the_right_knows_the_code_of_its_holder(world):
    """Granted to this till before and after it was given away: the old code is refused without a platform too."""
    till, issued = world.till, world.issue(home_store=1)
    world.await_held(issued, 1)
    world.ctl('voucher', 'transfer', issued['cti'])
    end = time.monotonic() + stories.BOUND_S
    while (shown := world.show(issued))['voucher']['generation'] != 2:
        assert time.monotonic() < end, shown
        till.say('sync')
        time.sleep(0.05)
    world.await_held(issued, 2)
    world.freeze()
    till.scan(issued['short_code'])
    world.await_about(('verdict', 'R15'))
    till.say('back')
    same('the friend', till.scan(shown['voucher']['short_code'])['panel']['kind'], 'voucher')
    till.say('redeem')
    same('verdict', reason(till.say('status')), 'R00')
    world.thaw()
    till.finish()


def the_operator_shows_what_a_phone_would(world):
    till, issued, bearer = world.till, world.issue(live='true'), world.issue()
    till.say('wait online')
    same('plain', reason(till.scan(issued['token'])), 'R16')
    text = world.ctl('voucher', 'live', issued['cti']).strip()
    checked = subprocess.run([world.hufuctl, 'token', 'check', text], capture_output=True, check=False)
    same('no key', (checked.returncode, json.loads(checked.stdout)['accepted']), (2, None))
    same('proof', json.loads(checked.stdout)['live']['proof'], 'good')
    same('at the scan', till.scan(text)['panel']['kind'], 'voucher')
    till.say('redeem')
    same('verdict', reason(till.say('wait settled')), 'R01')
    till.finish()
    for name, part in ((bearer['cti'], 'bound to no phone'), ('nobody', 'not_found')):
        done = subprocess.run(
            [world.hufuctl, 'voucher', 'live', name, '--platform', f'http://127.0.0.1:{world.platform.port}',
             '--operator-key', world.platform.folder / 'operator.key'], capture_output=True, text=True)
        same(part, (done.returncode, done.stdout), (1, ''))
        assert part in done.stderr, done.stderr


def canaries_are_nowhere(world):
    till = world.till
    answers = [till.raw(line.encode()) for line in (
        f'type {PHONE}', f'type +86 {PHONE}', f'scan {CARD}', f'type {CARD[:4]} {CARD[4:]}',
        f'hold {CARD}')]
    till.finish()
    said = json.dumps(answers)
    for canary in (PHONE, CARD):
        assert canary not in said, said
        for folder in ('till', 'platform'):
            for path in (world.folder / folder).rglob('*'):
                if path.is_file():
                    assert canary.encode() not in path.read_bytes(), path


def the_other_commands_read_beside_a_running_till(world):
    end = time.monotonic() + stories.BOUND_S
    while (status := json.loads(world.ctl('status')))['unsent'] > 0:
        assert time.monotonic() < end, status
        time.sleep(0.05)
    same('enrolled', status['enrolled'], True)
    same('nothing to look at', world.ctl('attention'), '')
    whole = json.loads(world.ctl('journal', 'verify'))
    same('whole', (whole['whole'], whole['rows']), (True, status['last_seq']))
    events = [json.loads(line) for line in world.ctl('export', 'journal').splitlines()]
    same('seqs', [event['seq'] for event in events], list(range(1, status['last_seq'] + 1)))
    sales = world.ctl('export', 'sales').splitlines()
    same('columns', sales[0].split(',')[0], 'receipt_no')
    finished = [event for event in events if event['kind'] == 'sale.finished']
    same('sales', len(sales) - 1, len(finished))
    numbers = [event['body']['receipt_no'] for event in finished]
    same('gap-free', [int(number[-4:]) for number in numbers], list(range(1, len(numbers) + 1)))
    stored = [row[0] for row in world.ask("SELECT receipt_no FROM sale ORDER BY receipt_no")
              if row[0] in numbers]
    same('at the platform once', stored, sorted(numbers))
    checked = subprocess.run([world.hufuctl, 'token', 'check', 'OV1:HELLO'], capture_output=True,
                             text=True, check=False)
    same('token check', (checked.returncode, json.loads(checked.stdout)['reason']), (2, 'R04'))


def plant_second_use(world, issued):
    """As if another till had accepted the same voucher without its right."""
    path = world.platform.folder / 'platform.db'
    with sqlite3.connect(path, timeout=30) as database:
        database.execute(
            "INSERT INTO claim (terminal_id, incarnation, seq, code, use_id, cti, generation, k,"
            " amount_minor, basis, at_utc_s) SELECT terminal_id, incarnation, 4000 + abs (random () % 1000000),"
            " 'claim', randomblob (16), cti, generation, k, amount_minor, 'R03', at_utc_s + 60 FROM use"
            " WHERE cti = ?", (bytes.fromhex(issued['cti'].replace('-', '')),))
        database.execute(
            "INSERT INTO conflict (cti, generation, k, loss_minor, state, found_utc_s)"
            " SELECT cti, generation, k, amount_minor, 'open', at_utc_s FROM use WHERE cti = ?",
            (bytes.fromhex(issued['cti'].replace('-', '')),))


def await_case(world, kind, wanted):
    end = time.monotonic() + stories.BOUND_S
    while True:
        world.till.say('act ask-again')
        page = world.till.say('wait told')['manager']
        found = [case for case in page['cases'] if case['kind'] == kind]
        if len(found) == wanted:
            return page, found
        assert time.monotonic() < end, page
        time.sleep(0.05)


def a_conflict_is_a_case_that_the_manager_closes(world):
    till, issued = world.till, world.issue()
    till.scan(issued['token'])
    till.say('redeem')
    till.say('wait settled')
    till.finish()
    refused = till.refused('manager')
    assert 'manager' in refused['error'] and not refused['manager']['open'], refused
    plant_second_use(world, issued)
    till.say('signout')
    till.say('signin 01 2468')
    till.say('manager')
    page, (case,) = await_case(world, 'conflict', 1)
    same('open', page['open'], True)
    assert page['age-text'].startswith('As of ') and not page['stale'], page
    same('case', (case['title'], case['amount'], case['resolve']), ('Two teas', '10.00', 'book-loss'))
    same('stands', case['note'], "The customer's sale stands; the loss 10.00 is booked")
    first, second = case['sides']
    same('badges', (first['badge'], second['badge']), ('Counts', 'Not covered'))
    same('grounds', [side['facts']['On what ground'] for side in case['sides']],
         ['The platform said yes', 'Accepted without the right'])
    listed = [json.loads(line) for line in world.ctl('attention').splitlines()]
    same('hufuctl', [(one['kind'], one['amount_minor']) for one in listed], [('conflict', 1000)])
    till.say(f'resolve {case["id"]}')
    await_case(world, 'conflict', 0)
    same('decided', world.ask('SELECT state, loss_minor, decision FROM conflict'),
         [('decided', 1000, 'loss')])
    till.refused(f'resolve {case["id"]}')
    same('closed', till.say('back')['manager']['open'], False)
    till.say('signout')
    till.open()


def the_till_that_its_copy_took_over_is_set_up_as_a_new_one(world):
    """What the manual says of a till whose copy was started beside it."""
    till, folder = world.till, world.folder
    till.say('wait sent')
    till.quit()
    shutil.copytree(folder / 'till', folder / 'copy' / 'till')
    world.start_till()
    till = world.till
    till.open()
    till.scan(world.platform.code('', kind='product')['text'])
    till.finish()
    till.say('wait sent')
    copy = stories.Till(world.hufuctl, folder / 'copy', world.platform)
    end = time.monotonic() + stories.BOUND_S
    while 'A copy of this till goes on' not in (text := till.say('sync')['status']['link-text']):
        assert time.monotonic() < end, text
        time.sleep(0.2)
    same('what it still holds', till.say('status')['status']['offline-vouchers'], 0)
    till.quit()
    (folder / 'till').rename(folder / 'before')
    world.start_till()
    world.till.open()

    def read(name, *words):
        return subprocess.run([world.hufuctl, *words, '--data', folder / name], check=True,
                              capture_output=True, text=True).stdout
    copied, new = (json.loads(read(name, 'status')) for name in ('copy/till', 'till'))
    same('the copy goes on', copied['incarnation'], 2)
    assert new['terminal_no'] != copied['terminal_no'], (new, copied)
    assert 'sale.finished' in read('before', 'export', 'journal')
    copy.kill()


STORIES = [
    an_opaque_code_is_asked_about_and_redeemed_once, # before wrong codes make codes wait
    a_code_with_letters_is_a_voucher_if_the_cashier_says_so,
    a_typed_code_is_left_behind_too, a_till_that_holds_the_right_knows_the_code_of_its_holder,
    no_voucher_has_a_code_that_no_till_would_read, a_held_right_answers_to_the_platforms_code_too,
    the_platforms_code_leads_to_the_undo_of_a_finished_sale,
    a_pending_voucher_is_unknown_wherever_it_is_met,
    an_online_use_is_redeemed_and_undone,
    an_undo_without_an_answer_asks_for_no_other_payment, a_second_redemption_says_where_and_when,
    what_a_voucher_paid_for_is_refunded_not_undone,
    too_many_wrong_codes_say_how_long_to_wait, a_voucher_of_another_store_is_named,
    paying_another_way_gives_the_voucher_back,
    a_pending_deal_alone_can_be_looked_at,
    a_refusal_without_the_platform_gives_way_to_its_answer,
    a_pending_deal_keeps_its_sale_until_paid_another_way, a_kill_between_asking_and_answering_is_settled_once,
    a_serving_till_goes_on_while_it_waits, a_use_without_an_answer_is_on_the_managers_page_at_once,
    several_uses_of_a_pass_have_an_answer_each, uses_before_one_without_an_answer_stay_in_view,
    a_transferred_voucher_leaves_its_old_code_behind, the_operator_shows_what_a_phone_would, canaries_are_nowhere,
    the_other_commands_read_beside_a_running_till, a_conflict_is_a_case_that_the_manager_closes,
    the_till_that_its_copy_took_over_is_set_up_as_a_new_one,
]


if __name__ == '__main__':
    sys.exit(stories.main(World, STORIES))
