# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong with tills and vouchers, and who sees to it. TAP on stdout.

    test-care.py PROGRAM
"""
import json
import pathlib
import sqlite3
import sys
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from client import Terminal  # noqa: E402
from world import alone, grant_of, main, obey  # noqa: E402


def a_recalled_right_comes_back_and_a_wish_with_it(world):
    till = Terminal(world.server)
    alone(world, till)
    issued = world.operator.issue()
    till.credit(grant_of(till, issued['cti']))
    target = f'/v1/vouchers/{issued["cti"]}'
    assert world.operator.call('POST', f'{target}/recall', {}) == (200, {'recalled': 1})
    status, wish = world.operator.call('POST', f'{target}/wishes', {'kind': 'transfer'})
    assert (status, wish['state'], wish['waits_for'][0]['store_no']) == (200, 'waiting', 1)
    assert (wish['title_en'], wish['title_zh']) == ('Two teas', '两杯茶')
    assert world.operator.call('POST', f'{target}/wishes', {'kind': 'refund'})[1]['code'] == 'not_now'
    assert world.operator.call('POST', f'{target}/wishes', {'kind': 'home'}, sound=False)[0] == 400
    assert world.operator.call('POST', f'{target}/wishes', {'kind': 'home', 'home_store': 999})[1][
        'detail'] == 'There is no such store'
    assert len(obey(till)['recalls']) == 1
    report = world.operator.show(issued['cti'])
    assert report['voucher']['generation'] == 2 and report['rights'][0]['state'] == 'available'
    assert till.prepare(token=issued['token'])[1]['reason'] == 'R15'
    assert till.prepare(token=report['token'])[1]['reason'] == 'R01'


def a_lost_terminal_is_written_off_by_signature(world):
    till, other = Terminal(world.server), Terminal(world.server)
    alone(world, till)
    issued = world.operator.issue(value=700)
    till.credit(grant_of(till, issued['cti']))
    other = Terminal(world.server)
    target = f'/v1/terminals/{till.me["terminal_id"]}'
    assert till.call('POST', f'{target}/lost', {})[1]['code'] == 'forbidden'
    assert world.operator.call('POST', f'{target}/lost', {})[1]['life'] == 'lost'
    status, answer = world.operator.call('POST', f'{target}/write-off', {})
    assert (status, answer['code']) == (409, 'not_now') and answer['terminal']['is_upper_bound']
    assert f'till {other.me["terminal_no"]} of store 1' in answer['detail'], answer['detail']
    attention = other.call('GET', '/v1/attention')[1]
    assert attention['is_upper_bound'] and attention['exposure_minor'] >= 700
    obey(other)
    status, answer = world.operator.call('POST', f'{target}/write-off', {'incarnation': 1})
    assert (status, answer['written_off'], answer['exposure_minor']) == (200, True, 0)
    assert world.operator.right(issued['cti'])['state'] == 'available'
    assert world.operator.call('POST', f'/v1/terminals/{uuid.uuid4()}/lost', {})[0] == 404
    listed = world.operator.call('GET', '/v1/terminals')[1]['terminals']
    assert other.me['terminal_id'] in [t['terminal_id'] for t in listed]


def a_restored_terminal_goes_on_under_a_new_incarnation(world):
    till = Terminal(world.server)
    key = str(uuid.uuid4())
    status, first = till.call('POST', '/v1/device/incarnation', {'key': key})
    assert (status, first['incarnation']) == (200, 2)
    assert till.call('POST', '/v1/device/incarnation', {'key': key})[1] == first
    assert till.call('GET', '/v1/attention')[1]['code'] == 'old_incarnation'
    branch = till.append('staff.signed_in', {'staff_id': str(uuid.uuid4()), 'at_utc_us': 3})
    till.me['incarnation'], till.keyid = 2, f'{till.me["terminal_id"]}:2'
    till.seq, till.chain = 0, bytes(32)
    branch = {**branch, 'incarnation': 1, 'body': json.loads(branch['body'])}
    assert till.report('branch', branch) == 'ok'


def staff_of(till, role):
    cursor = ''
    while True:
        status, page = till.call('GET', f'/v1/changes{cursor}')
        assert status == 200, page
        for change in page['changes']:
            if change['kind'] == 'staff' and change['data']['role'] == role:
                return change['key']
        assert page['more'], role
        cursor = f'?cursor={page["cursor"]}'


def a_conflict_is_shown_with_both_entries_and_decided(world):
    till = Terminal(world.server)
    alone(world, till)
    issued = world.operator.issue()
    grant = grant_of(till, issued['cti'])
    till.credit(grant)
    assert till.use(grant) == 'ok'
    assert till.use(grant, basis='R03') == 'ok'
    found = [c for c in world.operator.call('GET', '/v1/attention')[1]['conflicts']
             if c['right']['cti'] == issued['cti']]
    assert len(found) == 1 and [c['class'] for c in found[0]['claims']] == ['held', 'unleased']
    assert all(json.loads(c['entry']['body'])['right'] == grant['right'] for c in found[0]['claims'])
    decision = {'conflict': found[0]['right'], 'decision': 'goodwill', 'staff_id': None}
    assert till.call('POST', '/v1/attention', decision)[1]['code'] == 'forbidden'
    decision['staff_id'] = staff_of(till, 'cashier')
    assert till.call('POST', '/v1/attention', decision)[1]['code'] == 'forbidden'
    decision['staff_id'] = staff_of(till, 'manager')
    status, left = till.call('POST', '/v1/attention', decision)
    assert status == 200 and issued['cti'] not in [c['right']['cti'] for c in left['conflicts']]
    assert till.call('POST', '/v1/attention', decision)[0] == 404


def a_use_after_a_signed_refund_is_listed_once(world):
    till = Terminal(world.server)
    alone(world, till)
    issued = world.operator.issue()
    grant = grant_of(till, issued['cti'])
    till.credit(grant)
    status, wish = world.operator.call('POST', f"/v1/vouchers/{issued['cti']}/wishes",
                                       {'kind': 'refund', 'accepts_risk': True})
    assert (status, wish['state']) == (200, 'done'), wish
    assert till.use(grant) != 'ok'
    matters = world.operator.call('GET', '/v1/attention')[1]
    found = [c for c in matters['conflicts'] if c['right']['cti'] == issued['cti']]
    assert [len(c['claims']) for c in found] == [1], found
    assert not [e for e in matters['events'] if e['terminal_id'] == till.me['terminal_id']]


def move_to_store(world, till, store_no):
    """Has been of another store all along."""
    db = sqlite3.connect(world.server.data('platform.db'))
    with db:
        db.execute('INSERT OR IGNORE INTO store SELECT ?1, name_en, name_zh, groups, currency FROM store '
                   'WHERE store_no = 1', (store_no,))
        db.execute('UPDATE terminal SET store_no = ? WHERE terminal_id = ?',
                   (store_no, uuid.UUID(till.me['terminal_id']).bytes))
        db.execute("INSERT INTO change (kind, key, store_no, data) SELECT kind, ?1, ?2, json_set (data, "
                   "'$.staff_id', ?1) FROM change WHERE kind = 'staff' AND data ->> 'role' = 'manager' LIMIT 1",
                   (str(uuid.uuid4()), store_no))
    db.close()


def a_terminal_of_another_store_neither_sees_nor_decides_what_is_of_this_one(world):
    till = Terminal(world.server)
    alone(world, till)
    issued = world.operator.issue()
    grant = grant_of(till, issued['cti'])
    till.credit(grant)
    assert [till.use(grant), till.use(grant, basis='R03')] == ['ok', 'ok']
    assert till.report('moon.landed', {}, sound=False) == 'unknown_kind'
    other = Terminal(world.server)
    move_to_store(world, other, 2)
    cti, event = issued['cti'], {key: till.me[key] for key in ('terminal_id', 'incarnation')}
    event['seq'] = till.seq

    def sees(sender):
        matters = sender.call('GET', '/v1/attention')[1]
        return (cti in [c['right']['cti'] for c in matters['conflicts']],
                (event['terminal_id'], event['seq']) in [(e['terminal_id'], e['seq'])
                                                         for e in matters['events']])

    assert (sees(world.operator), sees(till), sees(other)) == ((True, True), (True, True), (False, False))
    decision = {'decision': 'goodwill', 'staff_id': staff_of(other, 'manager')}
    assert other.call('POST', '/v1/attention', {**decision, 'conflict': grant['right']})[0] == 404
    assert other.call('POST', '/v1/attention', {**decision, 'event': event})[0] == 404
    assert sees(till) == (True, True)
    decision['staff_id'] = staff_of(till, 'manager')
    assert till.call('POST', '/v1/attention', {**decision, 'event': event})[0] == 200
    assert sees(till) == (True, False)


def a_manager_signs_off_what_a_lost_till_held(world):
    till = Terminal(world.server)
    alone(world, till)
    issued = world.operator.issue()
    till.credit(grant_of(till, issued['cti']))
    other = Terminal(world.server)
    place = {key: till.me[key] for key in ('terminal_id', 'incarnation')}

    manager = staff_of(other, 'manager')

    def sign(who, staff_id=manager, **subject):
        status, answer = who.call('POST', '/v1/attention', {
            'decision': 'gone', 'staff_id': staff_id, **(subject or {'till': place})})
        return 'signed' if status == 200 else answer['code']

    assert sign(other) == 'not_found'
    assert world.operator.call('POST', f'/v1/terminals/{till.me["terminal_id"]}/lost', {})[0] == 200
    assert sign(other) == 'not_now'
    obey(other)
    assert sign(other, staff_of(other, 'cashier')) == 'forbidden'
    stranger = Terminal(world.server)
    move_to_store(world, stranger, 2)
    assert sign(stranger, staff_of(stranger, 'manager')) == 'not_found'
    assert sign(other, till={**place, 'terminal_id': str(uuid.uuid4())}) == 'not_found'
    assert world.operator.right(issued['cti'])['state'] == 'quarantined'
    signed = [sign(other), sign(other)]
    assert signed == ['signed', 'not_found'], signed
    assert world.operator.right(issued['cti'])['state'] == 'available'
    assert other.call('POST', '/v1/attention', {'decision': 'gone', 'staff_id': manager},
                      sound=False)[1]['code'] == 'bad_request'


def a_manager_takes_the_risk_of_a_refund_that_waits(world):
    till = Terminal(world.server)
    alone(world, till)
    issued = world.operator.issue()
    till.credit(grant_of(till, issued['cti']))
    stranger = Terminal(world.server)
    move_to_store(world, stranger, 2)
    wish = world.operator.call('POST', f'/v1/vouchers/{issued["cti"]}/wishes', {'kind': 'refund'})[1]
    assert wish['state'] == 'waiting', wish

    manager = staff_of(till, 'manager')

    def sign(who, staff_id=manager, wish_id=wish['wish_id']):
        status, answer = who.call('POST', '/v1/attention', {
            'decision': 'customer', 'staff_id': staff_id, 'wish': wish_id})
        return [w['wish_id'] for w in answer['wishes']] if status == 200 else answer['code']

    assert sign(till, staff_of(till, 'clerk')) == 'forbidden'
    assert sign(stranger, staff_of(stranger, 'manager')) == 'not_found'
    assert sign(till, wish_id=str(uuid.uuid4())) == 'not_found'
    assert world.operator.right(issued['cti'])['state'] == 'leased'
    assert wish['wish_id'] not in sign(till)
    assert world.operator.right(issued['cti'])['state'] == 'written_off'
    assert sign(till) == 'not_found'


LIMITS = {'voucher_max_minor': 20000, 'uses_max': 50, 'total_max_minor': 200000, 'status_age_max_s': 86400}
FAULTS = [
    # where, what is asked, what the answer names
    ('wishes', {}, 'kind is refund, transfer or home'),
    ('wishes', {'kind': 'gift'}, 'kind is refund, transfer or home'),
    ('wishes', {'kind': 'home'}, 'home_store is wanted: a store\'s number, or null for online alone'),
    ('wishes', {'kind': 'home', 'home_store': -1}, 'home_store is a store\'s number, or null for online alone'),
    ('wishes', {'kind': 'refund', 'home_store': 1}, 'home_store is for home alone'),
    ('wishes', {'kind': 'transfer', 'generation': -1}, 'generation is a number from 1 on'),
    ('wishes', {'kind': 'transfer', 'generation': 'two'}, 'generation is a number from 1 on'),
    ('wishes', {'kind': 'refund', 'accepts_risk': 'maybe'}, 'accepts_risk is true or false'),
    ('wishes', {'kind': 'refund', 'accept_risk': True},
     'accept_risk is not known here: there are kind, home_store, generation, accepts_risk'),
    ('wishes', {'kind': 'refund', '名' * 99: 1},
     '名' * 40 + ' is not known here: there are kind, home_store, generation, accepts_risk'),
    ('recall', {'now': True}, 'now is not known here: nothing is asked for'),
    ('lost', {'foo': 1}, 'foo is not known here: nothing is asked for'),
    ('write-off', {'incarnation': 0}, 'incarnation is a number from 1 on'),
    ('write-off', {'incarnatoin': 1}, 'incarnatoin is not known here: there are incarnation'),
    ('limits', {'store_no': 1}, 'limits is wanted: the four of them, or null for none'),
    ('limits', {'store_no': -1, 'limits': LIMITS}, 'store_no is a store\'s number'),
    ('limits', {'store_no': 1, 'limits': LIMITS, 'till': 1}, 'till is not known here: there are store_no, limits'),
    ('limits', {'store_no': 1, 'limits': {**LIMITS, 'foo': 1}},
     'foo is no limit: there are voucher_max_minor, uses_max, total_max_minor and status_age_max_s'),
    ('limits', {'store_no': 1, 'limits': {**LIMITS, 'uses_max': -1}},
     'uses_max is not there or nonsense: 1 to 50 can be allowed'),
]


def a_fault_in_an_order_is_named_and_nothing_is_done(world):
    till = Terminal(world.server)
    alone(world, till)
    issued = world.operator.issue()
    voucher, terminal = f'/v1/vouchers/{issued["cti"]}', f'/v1/terminals/{till.me["terminal_id"]}'
    before = world.operator.call('GET', '/v1/limits')
    for name, body, detail in FAULTS:
        path = {'wishes': voucher, 'recall': voucher, 'lost': terminal, 'write-off': terminal}.get(name, '/v1')
        status, answer = world.operator.call('POST', f'{path}/{name}', body, sound=False)
        assert (status, answer['code'], answer['detail']) == (400, 'bad_request', detail), (name, body, answer)
    assert world.operator.call('GET', '/v1/limits') == before
    assert world.operator.right(issued['cti'])['state'] == 'available'
    assert not world.operator.call('GET', '/v1/attention')[1]['wishes']


main([
    a_recalled_right_comes_back_and_a_wish_with_it,
    a_lost_terminal_is_written_off_by_signature,
    a_restored_terminal_goes_on_under_a_new_incarnation,
    a_conflict_is_shown_with_both_entries_and_decided,
    a_use_after_a_signed_refund_is_listed_once,
    a_terminal_of_another_store_neither_sees_nor_decides_what_is_of_this_one,
    a_manager_signs_off_what_a_lost_till_held,
    a_manager_takes_the_risk_of_a_refund_that_waits,
    a_fault_in_an_order_is_named_and_nothing_is_done,
])
