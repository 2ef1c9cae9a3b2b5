# SPDX-License-Identifier: GPL-3.0-or-later
"""Two tills of one store: vouchers that the other one holds, with and without internet and store
network. Two `hufuctl counter` and the real platform. TAP on standard output.

    test-store.py HUFUCTL HUFU_PLATFORM"""
import contextlib
import importlib.util
import json
import pathlib
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


class World:
    """Till 1 is there first, so it holds every right of the store."""

    def __init__(self, hufuctl, platform, folder):
        self.hufuctl, self.folder = hufuctl, pathlib.Path(folder)
        self.one = self.two = None
        self.platform = stories.Platform(platform, self.folder)

    def open(self):
        self.issued = [self.issue(title_en=f'Tea {n}') for n in range(15)]
        self.passes = [self.issue(type='pass', uses=3) for _ in range(7)]
        self.tens = [self.issue(type='pass', uses=10) for _ in range(4)]
        self.cash = self.issue(type='cash', value_minor=30000, paid_minor=30000)
        self.lost = []  # held by the till that is lost
        self.link = self.folder / 'link'
        self.one = self.start('one')
        self.one.open()
        self.await_status(self.one, lambda status: status['offline-vouchers'] >= 27)
        for issued in self.tens:
            self.await_states(issued, ['leased'] * 10)
        self.two = self.start('two')
        self.two.open()
        for till in (self.one, self.two):
            self.await_tills(till)

    def close(self):
        for program in (self.one, self.two, self.platform):
            if program is not None:
                program.process.send_signal(signal.SIGCONT)
                program.process.kill()
                program.process.wait()

    def start(self, name):
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return stories.Till(self.hufuctl, folder, self.platform,
                            more=('--demo', '--link', str(self.link)))

    def ctl(self, *arguments):
        done = subprocess.run(
            [self.hufuctl, *arguments, '--data', self.folder / 'one' / 'till', '--platform',
             f'http://127.0.0.1:{self.platform.port}', '--operator-key',
             self.platform.folder / 'operator.key', '--link', self.folder / 'link'],
            capture_output=True, text=True, check=False)
        same(' '.join(arguments[:2]), (done.returncode, done.stderr), (0, ''))
        return done.stdout

    def issue(self, **fields):
        order = {'type': 'deal', 'title_en': 'Two teas', 'title_zh': '两杯茶', 'value_minor': 1000,
                 'paid_minor': 1000, 'home_store': 1, 'offline': 'true', **fields}
        return json.loads(self.ctl('voucher', 'issue', *(f'{k}={v}' for k, v in order.items())))

    def states(self, issued):
        shown = json.loads(self.ctl('voucher', 'show', issued['cti']))
        return sorted(right['state'] for right in shown['rights'])

    def await_states(self, issued, wanted):
        end = time.monotonic() + stories.BOUND_S
        while (found := self.states(issued)) != wanted:
            assert time.monotonic() < end, found
            time.sleep(0.05)

    def await_status(self, till, good):
        end = time.monotonic() + stories.BOUND_S
        while not good(status := till.say('status')['status']):
            assert time.monotonic() < end, status
            time.sleep(0.05)

    def await_about(self, till, wanted):
        end = time.monotonic() + stories.BOUND_S
        while about(state := till.say('status')) != wanted:
            assert time.monotonic() < end, about(state)
            time.sleep(0.02)
        return state

    def await_tills(self, till):
        till.say('wait tills')

    def cut(self, *which):
        for name in ('wan', 'lan'):
            self.ctl('link', name, 'cut' if name in which else 'heal')
        for till in (self.one, self.two):
            till.say('wait offline' if 'wan' in which else 'wait online')
            till.say('wait alone' if 'lan' in which else 'wait tills')

    def until_answered(self, till, state):
        """A machine that is busy with other things may take longer than a cashier likes to wait."""
        end = time.monotonic() + stories.BOUND_S
        while reason(state) == 'R07' and time.monotonic() < end:
            state = till.say('act ask-again')
        return state

    def find(self, till, issued):
        state = self.until_answered(till, till.scan(issued['token']))
        same('at the scan', about(state), ('voucher', ''))
        return state

    def next(self):
        return self.issued.pop()


def the_strip_counts_what_works_in_the_store(world):
    world.cut('wan')
    world.await_status(world.two, lambda status: status['store-vouchers'] >= 27 and
                       status['offline-text'] == 'store vouchers work offline')
    world.cut('wan', 'lan')
    world.await_status(world.two, lambda status:
                       status['store-vouchers'] == status['offline-vouchers'] and
                       status['offline-text'] == 'vouchers work offline')
    world.cut()


def a_voucher_of_the_other_till_is_used_with_the_internet_down(world):
    world.cut('wan')
    issued = world.next()
    state = world.find(world.two, issued)
    assert state['panel']['note'] == 'Certain: till 1 holds the right', state['panel']
    state = world.two.say('primary')
    same('redeemed', about(state), ('verdict', 'R02'))
    assert state['panel']['note'] == 'Certain: moved from till 1', state['panel']
    same('line', [row['kind'] for row in state['basket']['rows']], ['prepaid'])
    world.two.finish()
    state = world.one.scan(issued['token'])
    same('at the other till', reason(state), 'R12')
    assert 'at till 2 of this store' in state['panel']['sentence'], state['panel']
    world.one.say('back')
    world.cut()
    for till in (world.one, world.two):
        till.say('wait sent')
    world.await_states(issued, ['used'])


def with_both_networks_down_it_says_so_and_works_again_when_one_is_back(world):
    world.cut('wan', 'lan')
    issued = world.next()
    state = world.two.scan(issued['token'])
    same('nobody', reason(state), 'R07')
    assert 'The other till does not answer and there is no internet' in state['panel']['sentence'], \
        state['panel']
    same('where it is', reason(world.one.scan(issued['token'])), '')
    world.one.say('back')
    world.cut('wan')
    state = world.two.say('act ask-again')
    same('there it is', about(state), ('voucher', ''))
    same('redeemed', reason(world.two.say('primary')), 'R02')
    world.two.finish()
    world.cut()


def an_answer_that_does_not_come_is_unknown_and_then_a_use(world):
    world.cut('wan')
    issued = world.next()
    world.find(world.two, issued)
    stories.freeze(world.one.process)
    state = world.two.say('primary')
    same('unknown', about(state), ('verdict', 'R28'))
    same('choices', [choice['act'] for choice in state['panel']['choices']],
         ['ask-again', 'pay-otherwise'])
    same('nothing yet', state['basket']['rows'], [])
    assert 'the answer of till 1' in state['panel']['say'], state['panel']
    world.two.say('lang zh')
    assert '正在等 1 号机答复' in world.two.say('status')['panel']['say']
    world.two.say('lang en')
    world.one.process.send_signal(signal.SIGCONT)
    state = world.await_about(world.two, ('verdict', 'R02'))
    same('line', [row['kind'] for row in state['basket']['rows']], ['prepaid'])
    world.two.finish()
    world.cut()


def a_typed_code_finds_the_till_that_has_the_right(world):
    """The platform names the voucher, and till 1 is asked for it: nobody is told to switch it on. On a
    busy machine till 1 may be heard too late: then another customer comes."""
    panels = []
    while len(panels) < 4 and not (panels and panels[-1]['kind'] == 'voucher'):
        state = world.two.say('type ' + world.next()['short_code'])
        end = time.monotonic() + stories.BOUND_S
        while state['panel']['kind'] == 'message':
            assert time.monotonic() < end, state['panel']
            time.sleep(0.02)
            state = world.two.say('status')
        panels.append(state['panel'])
        world.two.say('back')
    same('till 1', panels[-1].get('note'), 'Certain: till 1 holds the right')


def find_holder(world, issued, generation):
    """The till that has credited it, and the other one."""
    sql = 'SELECT 1 FROM entitlement WHERE cti = ? AND generation = ?'
    end = time.monotonic() + stories.BOUND_S
    while True:
        for name, holder, other in (('one', world.one, world.two), ('two', world.two, world.one)):
            holder.say('sync')
            with contextlib.closing(sqlite3.connect(world.folder / name / 'till' / 'till.db')) as books:
                if books.execute(sql, (uuid.UUID(issued['cti']).bytes, generation)).fetchone():
                    return holder, other
        assert time.monotonic() < end, world.states(issued)
        time.sleep(0.05)


def the_code_of_who_gave_it_away_is_told_apart_without_a_platform(world):
    """The till that got the friend's right tells the other one that this code has ended."""
    issued = world.issue(title_en='Given')
    find_holder(world, issued, 1)
    world.ctl('platform', 'transfer', issued['cti'])
    holder, other = find_holder(world, issued, 2)
    given = json.loads(world.ctl('platform', 'transfer', issued['cti']))
    world.cut('wan')
    same('where the friend\'s right is', reason(holder.scan(issued['token'])), 'R15')
    holder.say('back')
    state = world.until_answered(other, other.scan(issued['token']))
    same('at the other till', about(state), ('verdict', 'R15'))
    same('what is offered', state['primary']['act'], 'back')
    other.say('back')
    world.find(other, given)
    same('the friend', reason(other.say('primary')), 'R02')
    other.finish()
    world.cut()


def what_was_used_since_the_scan_is_said_at_once(world):
    world.cut('wan')
    issued = world.next()
    world.find(world.two, issued)
    world.one.scan(issued['token'])
    same('used there', reason(world.one.say('primary')), 'R00')
    world.one.finish()
    state = world.two.refused('primary')
    same('refused', reason(state), 'R12')
    assert 'at till 1 of this store' in state['panel']['sentence'], state['panel']
    world.two.say('back')
    world.cut()


def a_right_that_goes_while_its_panel_is_open_is_asked_for(world):
    for cut in (['wan'], []):
        world.cut(*cut)
        issued = world.next()
        state = world.one.scan(issued['token'])
        same('held', state['panel']['note'], 'Certain: this till holds the right')
        world.find(world.two, issued)
        same('fetched', reason(world.two.say('primary')), 'R02')
        world.two.finish()
        if not cut:
            world.two.say('wait sent')
        state = world.one.raw(b'primary')
        if cut and 'other till does not answer' in state['panel']['sentence']:
            state = world.until_answered(world.one, state)
        same('used there', reason(state), 'R12')
        assert 'at till 2 of this store' in state['panel']['sentence'], state['panel']
        world.one.say('back')
    world.cut()


def a_customer_who_pays_otherwise_keeps_the_voucher(world):
    world.cut('wan')
    issued = world.next()
    world.find(world.two, issued)
    stories.freeze(world.one.process)
    same('unknown', reason(world.two.say('primary')), 'R28')
    same('panel', world.two.say('act pay-otherwise')['panel'], None)
    world.one.process.send_signal(signal.SIGCONT)
    world.await_status(world.two, lambda status: status['offline-vouchers'] >= 1)
    same('not used', world.two.scan(issued['token'])['panel']['note'],
         'Certain: this till holds the right')
    world.two.say('back')
    state = world.find(world.one, issued)
    same('and back again', state['panel']['note'], 'Certain: till 2 holds the right')
    same('redeemed', reason(world.one.say('primary')), 'R02')
    world.one.finish()
    world.cut()
    world.await_states(issued, ['used'])


def a_pass_is_used_at_both_tills_and_undone(world):
    world.cut('wan')
    issued = world.passes.pop()
    world.find(world.two, issued)
    state = world.two.say('primary')
    same('first', (reason(state), state['panel']['uses_spent']), ('R02', 1))
    world.until_answered(world.two, world.two.say('act redeem-again'))
    world.await_about(world.two, ('verdict', 'R02'))
    state = world.two.say('undo')
    same('undone', reason(state), 'R27')
    world.two.finish()
    world.one.scan(issued['token'])
    same('held there', reason(world.one.say('primary')), 'R00')
    world.one.finish()
    world.find(world.one, issued)
    same('the last one', reason(world.one.say('primary')), 'R02')
    world.one.finish()
    world.cut()
    world.await_states(issued, ['used', 'used', 'used'])


def redeem_uses(world, till, headline):
    """One that has no answer yet comes by itself, and so do those after it."""
    state = await_redeemed(till, till.say('redeem'))
    same('headline', state['panel']['headline'], headline)
    assert all(step['done'] != step['refused'] for step in state['panel']['steps']), state['panel']
    till.finish()
    return [f'{step["time"]}: {step["text"].split()[0]}' for step in state['panel']['steps']]


def await_redeemed(till, state):
    end = time.monotonic() + stories.BOUND_S
    while not state['panel']['headline'].startswith('Redeemed'):
        assert time.monotonic() < end, state['panel']
        time.sleep(0.02)
        state = till.say('status')
    return state


def uses_of_a_pass_of_the_other_till_come_in_one_go(world):
    world.cut('wan')
    for used_meanwhile, headline, reasons in (
            (False, 'Redeemed, 3 uses', ['Uses 1 to 3: R02']),
            (True, 'Redeemed, 2 of 3', ['Uses 1 to 2: R02', 'Use 3: R07'])):
        issued = world.passes.pop()
        world.find(world.two, issued)
        for _ in range(2):
            world.two.say('act more-uses')
        if used_meanwhile:
            world.one.scan(issued['token'])
            same('meanwhile', reason(world.one.say('redeem')), 'R00')
            world.one.finish()
        same('each', redeem_uses(world, world.two, headline), reasons)
        world.cut()
        world.await_states(issued, ['used', 'used', 'used'])
        world.cut('wan')
    world.cut()


def show_ten(world):
    issued = world.tens.pop()
    world.find(world.two, issued)
    for _ in range(9):
        state = world.two.say('act more-uses')
    same('primary', state['primary']['label'], 'Redeem 10 uses')
    return issued


def ten_uses_of_a_till_that_answers_late_are_ten_uses(world):
    """The other till is heard late, and the uses after the first come while its panel still stands."""
    world.cut('wan')
    for _ in range(3):
        issued = show_ten(world)
        stories.freeze(world.one.process)
        state = world.two.say('redeem')
        same('unknown', reason(state), 'R28')
        world.one.process.send_signal(signal.SIGCONT)
        state = await_redeemed(world.two, state)
        same('each', [(step['time'], step['text']) for step in state['panel']['steps']],
             [('Uses 1 to 10', 'R02 Redeemed')])
        same('lines', len(state['basket']['rows']), 10)
        world.two.finish()
        world.cut()
        world.await_states(issued, ['used'] * 10)
        world.cut('wan')
    world.cut()


def count_uses(world, name, issued):
    with sqlite3.connect(f'file:{world.folder / name / "till" / "till.db"}?mode=ro', uri=True) as db:
        return db.execute("SELECT count(*) FROM voucher_use WHERE hex(cti) = ?",
                          [issued['cti'].replace('-', '').upper()]).fetchone()[0]


def a_customer_who_waits_no_longer_has_what_was_redeemed(world):
    """The other till falls silent amid ten uses: what was redeemed is told, and so is what was not."""
    world.cut('wan')
    issued = show_ten(world)
    world.two.process.stdin.write(b'redeem\n')
    world.two.process.stdin.flush()
    end = time.monotonic() + stories.BOUND_S
    while count_uses(world, 'two', issued) < 2:
        assert time.monotonic() < end
    stories.freeze(world.one.process)
    state = json.loads(world.two.process.stdout.readline())
    while not state['panel']['headline'].startswith('Redeemed'):
        assert time.monotonic() < end, state['panel']
        if reason(state) == 'R28' and state['basket']['rows']:
            same('so far', state['panel']['note'], f'{len(state["basket"]["rows"])} of 10 uses are '
                 'redeemed; none is used twice')
        state = world.two.raw(b'act pay-otherwise')
    world.one.process.send_signal(signal.SIGCONT)
    panel, n_used = state['panel'], len(state['basket']['rows'])
    if n_used < 10:  # or all were there before it could be stopped
        same('told', panel['headline'], f'Redeemed, {n_used} of 10')
        assert panel['sentence'].endswith(f'Not redeemed: {10 - n_used}'), panel
        same('and the rest', panel['steps'][-1]['text'], 'Not used, still on the voucher')
    same('booked', count_uses(world, 'two', issued), n_used)
    world.two.finish()
    world.cut()
    end = time.monotonic() + stories.BOUND_S
    while (states := world.states(issued)).count('used') != n_used:
        assert time.monotonic() < end, states
        time.sleep(0.05)


def what_was_used_up_at_both_tills_is_refused_at_either(world):
    world.cut('wan')
    cash, three = world.cash, world.passes.pop()
    world.two.scan(world.platform.code('Linen shirt S')['text'])
    world.find(world.two, cash)
    same('some of it', reason(world.two.say('primary')), 'R02')
    world.two.say('pay')
    world.two.finish()
    world.one.scan(world.platform.code('Linen shirt S')['text'])
    world.find(world.one, cash)
    same('the rest', reason(world.one.say('primary')), 'R02')
    world.one.say('pay')
    world.one.say('tender cash 9999')
    world.one.finish()
    world.find(world.two, three)
    for till in (world.two, world.one, world.one):
        if till is world.one:
            world.find(till, three)
        same('a use', about(till.say('primary'))[0], 'verdict')
        till.finish()
    for issued in (cash, three):
        for till in (world.two, world.one):
            state = world.until_answered(till, till.scan(issued['token']))
            same('used up', reason(state), 'R12')
            till.say('back')
    world.cut()


def uses_left(state):
    return next((fact['value'], fact['hint']) for fact in state['panel']['facts']
                if fact['label'] == 'Uses left')


def uses_of_a_pass_at_two_tills_are_told_as_far_as_known(world):
    world.cut('wan')
    issued = world.passes.pop()
    same('all of it', uses_left(world.find(world.two, issued)), ('3 of 3', '0 used so far'))
    world.two.say('primary')
    same('undone', reason(world.two.say('undo')), 'R27')
    world.two.finish()
    state = world.find(world.two, issued) # nobody else is asked for what is here
    same('one is here', uses_left(state), ('At least 1 of 3', '0 used at this till'))
    same('dots', state['panel']['uses_spent'], 0)
    state = world.two.say('primary')
    same('none is left here', uses_left(state), ('None here, of 3', '1 used at this till'))
    state = world.two.say('act redeem-again')
    same('of the other till', (reason(state), uses_left(state)),
         ('R02', ('1 of 3', '2 used so far')))
    state = world.two.say('act redeem-again')
    same('the last', uses_left(state), ('0 of 3', '3 used so far'))
    assert 'redeem-again' not in [choice['act'] for choice in state['panel']['choices']]
    world.two.finish()
    world.cut()


def a_till_tells_how_many_uses_it_made(world):
    world.cut('wan')
    issued = world.passes.pop()
    world.one.scan(issued['token'])
    same('one there', reason(world.one.say('primary')), 'R00')
    world.one.finish()
    state = world.find(world.two, issued)
    same('all is known', uses_left(state), ('2 of 3', '1 used so far'))
    same('dots', state['panel']['uses_spent'], 1)
    world.two.finish()
    world.cut()


def a_till_that_is_killed_while_it_is_asked_answers_when_it_is_back(world):
    world.cut('wan')
    issued = world.next()
    world.find(world.two, issued)
    world.one.kill()
    same('unknown', reason(world.two.say('primary')), 'R28')
    world.one = world.start('one')
    world.await_about(world.two, ('verdict', 'R02'))
    world.two.finish()
    world.one.open()
    world.cut()
    world.await_states(issued, ['used'])


def status_of(world, name):
    done = subprocess.run([world.hufuctl, 'status', '--data', world.folder / name / 'till'],
                          capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def life_of(world, terminal_id):
    tills = json.loads(world.ctl('platform', 'terminals'))['terminals']
    return next((till['life'], till['may_be_wiped']) for till in tills
                if till['terminal_id'] == terminal_id)


def a_till_that_is_off_is_named_and_what_is_called_back_is_waited_for(world):
    issued = world.next()
    stories.freeze(world.one.process)
    try:
        world.two.scan(issued['token'])
        state = world.await_about(world.two, ('verdict', 'R07'))
        same('headline', state['panel']['headline'], 'Not now: till does not answer')
        assert 'not been used' not in state['panel']['say'], state['panel']
        said = state['panel']['sentence']
        assert 'Till 1 of this store holds the right' in said and 'today at' in said, said
        assert 'no internet' not in said and 'witch that till on' in said, said
        state = world.two.say('act ask-again')
        same('called back', reason(state), 'R30')
        said = state['panel']['sentence']
        assert 'waits for till 1 of this store' in said and 'Connect' not in said, said
        assert '1 号机上报' in world.two.say('lang zh')['panel']['sentence']
        world.two.say('lang en')
    finally:
        world.one.process.send_signal(signal.SIGCONT)
    end = time.monotonic() + stories.BOUND_S
    # R11: its answer came while it was scanned again.
    while reason(state) not in ('R00', 'R01', 'R02', 'R11'):
        assert time.monotonic() < end, state['panel']
        if about(state) == ('voucher', ''):
            state = world.two.say('primary')
        else:
            world.two.say('back')
            state = world.two.scan(issued['token'])
    world.two.finish()


def turn_internet(world, word, till):
    """Cuts it or heals it; the till need not wait for its next round to find out."""
    world.ctl('link', 'wan', word)
    till.say('sync')
    till.say({'cut': 'wait offline', 'heal': 'wait online'}[word])


def a_till_that_is_removed_says_so_and_sells_on(world):
    issued = world.next()
    status = status_of(world, 'two')
    same('before', (status['life'], status['life_says']), ('live', ''))
    terminal_id = status['terminal_id']
    told = json.loads(world.ctl('platform', 'remove', terminal_id))
    same('told', (told['life'], told['may_be_wiped']), ('leaving', False))
    world.two.say('sync')
    world.await_status(world.two, lambda status: 'This till ' in status['link-text'] and
                       'et it sync' in status['link-text'])
    status = status_of(world, 'two')
    assert status['life'] in ('leaving', 'removed') and 'et it sync' in status['life_says'], status
    assert '让它同步' in status['life_says_zh'], status
    same('rights', status['rights_held'], 0)
    end = time.monotonic() + stories.BOUND_S
    while life_of(world, terminal_id) != ('removed', False):
        assert time.monotonic() < end, life_of(world, terminal_id)
        time.sleep(0.05)
    turn_internet(world, 'cut', world.two)
    # Till 1 has it, and is not asked.
    state = world.two.scan(issued['token'])
    same('not asked', reason(state), 'R07')
    assert 'other till does not answer' not in state['panel']['sentence'], state['panel']
    world.two.say('back')
    same('still there', reason(world.one.scan(issued['token'])), '')
    world.one.say('back')
    world.two.scan(world.platform.code('Linen shirt S')['text'])
    world.two.say('pay')
    same('sold', world.two.say('tender cash 9999')['panel']['kind'], 'done')
    turn_internet(world, 'heal', world.two)
    world.two.say('wait sent')
    same('no backup has it', life_of(world, terminal_id), ('removed', False))
    subprocess.run([world.platform.program, '--data', world.platform.folder, '--backup',
                    world.folder / 'backup.db'], check=True)
    same('a backup has it', life_of(world, terminal_id), ('removed', True))


def count_reports(world):
    events = world.ctl('export', 'journal').splitlines()
    return sum(json.loads(line)['kind'] == 'right.reported' for line in events)


def read_platform(world, query, *values):
    books = sqlite3.connect(f'file:{world.platform.folder}/platform.db?mode=ro', uri=True)
    rows = books.execute(query, values).fetchall()
    books.close()
    return rows


def leave_rights_with(world, terminal_id):
    """Which till of a store gets a right is chance: vouchers are sold until this one has two."""
    end, sold = time.monotonic() + stories.BOUND_S, []
    while True:
        held = {uuid.UUID(bytes=cti) for cti, in read_platform(
            world, 'SELECT cti FROM "right" WHERE terminal_id = ? AND state = \'leased\'',
            uuid.UUID(terminal_id).bytes)}
        left = [issued for issued in sold if uuid.UUID(issued['cti']) in held]
        if len(left) >= 2:
            return left
        assert time.monotonic() < end, 'the till is granted nothing'
        more = [world.issue(title_en='Oolong') for _ in range(3)]
        for issued in more:
            world.await_states(issued, ['leased'])
        sold += more


def lose_a_till_with_rights(world):
    """The others are asked for a report: what they say is needed to write it off."""
    three = world.start('three')
    try:
        three.open()
        three.say('wait online')
        terminal_id = status_of(world, 'three')['terminal_id']
        world.lost = leave_rights_with(world, terminal_id)
    finally:
        three.process.kill()
        three.process.wait()
    world.ctl('platform', 'lost', terminal_id)


def a_use_that_a_report_follows_is_undone_by_the_platform(world):
    issued, reports = world.next(), count_reports(world)
    same('held', about(world.one.scan(issued['token'])), ('voucher', ''))
    same('used', reason(world.one.say('primary')), 'R00')
    world.one.finish()
    world.one.say('wait sent')
    lose_a_till_with_rights(world)
    end = time.monotonic() + stories.BOUND_S
    while count_reports(world) == reports:
        assert time.monotonic() < end, 'till 1 makes no report'
        turn_internet(world, 'cut', world.one)
        turn_internet(world, 'heal', world.one)
        world.one.say('wait sent')
    turn_internet(world, 'cut', world.one)
    same('used here', reason(world.one.scan(issued['token'])), 'R11')
    panel = world.one.refused('undo')['panel']
    same('not now', (panel['reason'], panel['headline']), ('R07', 'Not undone'))
    assert panel['sentence'].startswith('Undo needs the network now, since'), panel
    same('it can be tried again', [choice['act'] for choice in panel['choices']], ['undo'])
    same('still used', world.states(issued), ['used'])
    turn_internet(world, 'heal', world.one)
    world.one.say('undo')
    same('undone', reason(world.one.say('wait settled')), 'R27')
    assert world.states(issued) in (['available'], ['leased']), world.states(issued)
    world.one.say('wait sent')
    same('nothing is amiss', status_of(world, 'one')['attention'], 0)


def await_cases(world, kind, good):
    """The cases of that kind on the manager's page, once they are as wanted."""
    end = time.monotonic() + stories.BOUND_S
    while True:
        world.one.say('act ask-again')
        cases = [case for case in world.one.say('wait told')['manager']['cases']
                 if case['kind'] == kind]
        if good(cases):
            return cases
        assert time.monotonic() < end, cases
        time.sleep(0.05)


def a_manager_signs_for_what_a_lost_till_held(world):
    """The till of the story before is lost, with two vouchers; a customer wants money back for one."""
    refunded, locked = world.lost[:2]
    same('locked', world.states(locked), ['quarantined'])
    same('waits', json.loads(world.ctl('platform', 'refund', refunded['cti']))['state'], 'waiting')
    one = world.one
    one.say('signout')
    one.say('signin 01 2468')
    one.say('manager')
    wish, = await_cases(world, 'wish', lambda cases: len(cases) == 1)
    same('refund', (wish['resolve'], wish['label'], wish['command'], wish['reasons']),
         ('sign', 'Sign it: at most 10.00 is lost', '', ['customer', 'away']))
    for line, error in (('', 'hoose the reason'), ('01 2468 broken', 'hoose the reason'),
                        ('02 1357 customer', 'manager'), ('88 2468 customer', 'manager'),
                        ('01 9999 customer', 'Wrong PIN')):
        said = one.refused(f'resolve {wish["id"]} {line}'.rstrip())['error']
        assert error in said, (line, said)
    assert 'has changed or is settled' in one.refused('resolve wishes-0 01 2468 customer')['error']
    turn_internet(world, 'cut', one)
    one.raw(f'resolve {wish["id"]} 01 2468 customer'.encode())
    one.raw(b'wait told')  # either of the two says that it was not done
    same('nothing is signed', world.states(refunded), ['quarantined'])
    turn_internet(world, 'heal', one)
    wish, = await_cases(world, 'wish', lambda cases: len(cases) == 1)
    one.say(f'resolve {wish["id"]} 01 2468 customer')
    await_cases(world, 'wish', lambda cases: not cases)
    same('given back', world.states(refunded), ['written_off'])
    assert 'has changed or is settled' in one.refused(f'resolve {wish["id"]} 01 2468 customer')['error']
    case, = await_cases(world, 'quarantine', lambda cases: cases and cases[0]['resolve'] == 'sign')
    assert case['label'].startswith('Sign it off: at most '), case
    one.say(f'resolve {case["id"]} 01 2468 gone')
    await_cases(world, 'quarantine', lambda cases: not cases)
    assert world.states(locked) in (['available'], ['leased']), world.states(locked)
    signed = [text for table in ('write_off', "wish WHERE kind = 'refund'")
              for text, in read_platform(world, f'SELECT signed_by FROM {table}')]
    same('who, where and why', [text.rsplit(': ')[-1] for text in signed], ['gone', 'customer'])
    assert all(' at ' in text for text in signed), signed
    one.say('back')
    one.say('signout')
    one.say('signin 02 1357')
    one.say('wait sent')
    same('nothing is amiss', status_of(world, 'one')['attention'], 0)


def restore_platform(world):
    world.platform.kill()
    subprocess.run([world.platform.program, '--data', world.platform.folder, '--new-epoch'],
                   check=True, capture_output=True)
    world.platform.start()


def a_restored_platform_that_waits_for_a_till_says_so(world):
    issued = world.issue(title_en='Oolong', home_store=2)
    silent = world.start('silent')
    try:
        silent.open()
        silent.say('wait online')
        silent.kill()
        restore_platform(world)
        state = world.one.scan(issued['token'])
        end = time.monotonic() + stories.BOUND_S
        while state['panel']['headline'] != 'Not now: platform restored':
            assert reason(state) == 'R07' and time.monotonic() < end, state['panel']
            state = world.one.say('act ask-again')
        assert 'waits for its tills to report' in state['panel']['sentence'], state['panel']
        world.one.say('lang zh')
        assert '等各收银机上报' in world.one.say('status')['panel']['sentence']
        world.one.say('lang en')
        world.one.say('back')
    finally:
        silent.process.kill()
        silent.process.wait()


STORIES = [
    the_strip_counts_what_works_in_the_store,
    a_voucher_of_the_other_till_is_used_with_the_internet_down,
    with_both_networks_down_it_says_so_and_works_again_when_one_is_back,
    an_answer_that_does_not_come_is_unknown_and_then_a_use,
    a_typed_code_finds_the_till_that_has_the_right,
    the_code_of_who_gave_it_away_is_told_apart_without_a_platform, what_was_used_since_the_scan_is_said_at_once,
    a_right_that_goes_while_its_panel_is_open_is_asked_for,
    a_customer_who_pays_otherwise_keeps_the_voucher,
    a_pass_is_used_at_both_tills_and_undone,
    uses_of_a_pass_of_the_other_till_come_in_one_go,
    ten_uses_of_a_till_that_answers_late_are_ten_uses,
    a_customer_who_waits_no_longer_has_what_was_redeemed,
    what_was_used_up_at_both_tills_is_refused_at_either,
    uses_of_a_pass_at_two_tills_are_told_as_far_as_known, a_till_tells_how_many_uses_it_made,
    a_till_that_is_killed_while_it_is_asked_answers_when_it_is_back,
    a_till_that_is_off_is_named_and_what_is_called_back_is_waited_for,
    a_till_that_is_removed_says_so_and_sells_on,
    a_use_that_a_report_follows_is_undone_by_the_platform,
    a_manager_signs_for_what_a_lost_till_held,
    a_restored_platform_that_waits_for_a_till_says_so,
]


def tell(number, story, world):
    name = story.__name__.replace('_', ' ')
    try:
        story(world)
        print(f'ok {number} {name}', flush=True)
        return True
    except Exception:
        print(f'not ok {number} {name}', flush=True)
        print(''.join('# ' + line + '\n' for line in
                      stories.traceback.format_exc().splitlines()), end='', flush=True)
        return False


def run_stories(world_type, told):
    with stories.tempfile.TemporaryDirectory() as folder:
        world = world_type(sys.argv[1], sys.argv[2], folder)
        try:
            world.open()
            print(f'1..{len(told)}', flush=True)
            # What comes after one that failed would tell of this one again.
            return 0 if all(tell(number, story, world)
                            for number, story in enumerate(told, 1)) else 1
        finally:
            world.close()


if __name__ == '__main__':
    sys.exit(run_stories(World, STORIES))
