# SPDX-License-Identifier: GPL-3.0-or-later
"""What tills tell the platform of. TAP on stdout.

    test-events.py PROGRAM
"""
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from client import ZEROS, Server, Terminal  # noqa: E402
from world import main, obey, product_line, sale  # noqa: E402


def shift_body(till, store_day, shift_no, counted, **more):
    """The Z of a shift with a float of 200.00, a sale of 38.70 and 50.00 taken to the safe."""
    return {'shift_id': str(uuid.uuid4()), 'shift_no': shift_no, 'z_no': f'001-01-Z{shift_no:04}',
            'business_day': store_day, 'staff_id': str(uuid.uuid4()), 'approved_by': None,
            'reason': '', 'note': '', 'n_counts': 1, 'pieces': [{'value_minor': 100, 'n': counted // 100}],
            'float_minor': 20000, 'n_sales': 1, 'gross_minor': 3870, 'tax_minor': 444, 'saved_minor': 0,
            'rounding_minor': 0, 'expected_minor': 18870, 'counted_minor': counted, 'left_minor': 0,
            'tenders': [{'kind': 'cash', 'n': 1, 'amount_minor': 3870}],
            'moves': [{'kind': 'out', 'reason': 'safe', 'n': 1, 'amount_minor': 5000}],
            'uses': [], 'n_held': 0, 'n_unknown': 0, 'at_utc_us': 2,
            'ledger': [{'account': 'cash', 'debit_minor': 0, 'credit_minor': 18870},
                       {'account': 'safe', 'debit_minor': counted, 'credit_minor': 0},
                       {'account': 'cash_difference', 'debit_minor': 18870 - counted, 'credit_minor': 0}],
            **more}


def sales_go_from_till_to_till(world):
    """A held sale that another till took is told by both; neither is a sale yet."""
    till = world.till
    sale_id, other, terminal = (str(uuid.uuid4()) for _ in range(3))
    moved = {'sale_id': sale_id, 'to_sale_id': other, 'to_terminal': terminal, 'at_utc_us': 1}
    received = {'sale_id': other, 'from_sale_id': sale_id, 'from_terminal': terminal, 'at_utc_us': 1}
    for kind, body in (('sale.moved', moved), ('sale.received', received)):
        assert till.report(kind, body) == 'ok'
        for name in body:
            assert till.report(kind, {**body, name: None}, sound=False) == 'bad_body'


def prices_by_hand_are_kept(world):
    """A price or a discount by hand is told when it is made, and again with the sale."""
    till = world.till
    markdown = {'kind': 'percent', 'value': 10, 'base_minor': 1990, 'off_minor': 199, 'reason': 'damaged', 'note': '',
                'staff_id': str(uuid.uuid4()), 'approved_by': None}
    changed = {'sale_id': str(uuid.uuid4()), 'line_no': 1, 'markdown': markdown, 'at_utc_us': 1}
    assert till.report('price.changed', changed) == 'ok'
    assert till.report('price.changed', {**changed, 'line_no': 0}) == 'ok'
    for wrong in ({'kind': 'gift'}, {'value': -1}, {'staff_id': None}, {'reason': None}):
        assert till.report('price.changed', {**changed, 'markdown': {**markdown, **wrong}}, sound=False) == 'bad_body'
    line = {**product_line(1), 'markdown': markdown, 'note': 'gift'}
    assert till.report('sale.finished', sale([line], markdown=markdown)) == 'ok'
    line['markdown'] = {**markdown, 'kind': 'gift'}
    assert till.report('sale.finished', sale([line]), sound=False) == 'bad_body'


def shifts_are_listed_and_summed(world):
    """Two shifts of a day are one Z of the store; one that is still open is told; a Z counts once."""
    till, day = world.till, '2026-03-01'
    store = next(t['store_no'] for t in world.operator.call('GET', '/v1/terminals')[1]['terminals']
                 if t['terminal_id'] == till.me['terminal_id'])
    open_id = str(uuid.uuid4())
    opened = {'shift_id': open_id, 'staff_id': None, 'float_minor': 20000, 'business_day': day,
              'shift_no': 3, 'ledger': [], 'at_utc_us': 1}
    assert till.report('shift.opened', opened) == 'ok'
    about = {'shift_id': open_id, 'staff_id': None, 'note': '', 'at_utc_us': 1}
    moved = {**about, 'kind': 'in', 'reason': 'change', 'amount_minor': 5, 'ledger': []}
    assert till.report('cash.moved', moved) == 'ok'
    assert till.report('cash.moved', {**moved, 'kind': 'up'}, sound=False) == 'bad_body'
    assert till.report('cash.moved', {**moved, 'amount_minor': -1}, sound=False) == 'bad_body'
    assert till.report('drawer.opened', {**about, 'reason': 'check'}) == 'ok'
    assert till.report('drawer.opened', about, sound=False) == 'bad_body'
    counted = {**about, 'counted_minor': 1, 'expected_minor': -2, 'pieces': []}
    assert till.report('shift.counted', counted) == 'ok'
    assert till.report('shift.counted', {**counted, 'expected_minor': None}, sound=False) == 'bad_body'
    first, second = shift_body(till, day, 1, 18800), shift_body(till, day, 2, 18700)
    assert till.report('shift.closed', first) == 'ok'
    assert till.report('shift.closed', second) == 'ok'
    assert till.report('shift.closed', first) == 'duplicate'
    unsound = shift_body(till, day, 4, 100, moves=[{'kind': 'out'}])
    assert till.report('shift.closed', unsound, sound=False) == 'bad_body'
    status, answer = world.operator.call('GET', f'/v1/day?store={store}&day={day}')
    assert status == 200 and [z['body']['z_no'] for z in answer['shifts']] == ['001-01-Z0001', '001-01-Z0002']
    sums = answer['sums']
    assert (sums['n_sales'], sums['gross_minor'], sums['expected_minor']) == (2, 7740, 37740)
    assert sums['counted_minor'] == 37500 and sums['tenders'] == [{'kind': 'cash', 'n': 2, 'amount_minor': 7740}]
    assert sums['moves'] == [{'kind': 'out', 'reason': 'safe', 'n': 2, 'amount_minor': 10000}]
    assert [shift['shift_id'] for shift in answer['open']] == [open_id]
    empty = world.operator.call('GET', '/v1/day?store=999&day=2026-03-01')[1]
    assert empty['shifts'] == empty['open'] == [] and empty['sums']['gross_minor'] == 0
    assert world.operator.call('GET', '/v1/day?store=1', sound=False)[0] == 400
    page = world.operator.call('GET', '/v1/shifts?after=0&limit=1')[1]
    assert page['more'] and page['shifts'][0]['body'] == first
    page = world.operator.call('GET', f"/v1/shifts?after={page['after']}")[1]
    assert not page['more'] and page['shifts'][0]['body'] == second


def a_day_is_told_over_the_tills_of_a_store(world):
    """By clerk, category, quarter of an hour and tender; of shifts with their Z alone, and of all that was told."""
    day, dice, shops = '2026-03-04', random.Random(20260304), (Terminal(world.server), Terminal(world.server))
    clerks = [None, str(uuid.uuid4()), str(uuid.uuid4())]
    stores = {t['terminal_id']: t['store_no'] for t in world.operator.call('GET', '/v1/terminals')[1]['terminals']}
    store = stores[shops[0].me['terminal_id']]
    assert stores[shops[1].me['terminal_id']] == store
    told = []  # till, clerk, gross, quarter, categories, tenders
    shifts = [str(uuid.uuid4()) for _ in shops]
    for till, shift in zip(shops, shifts):
        assert till.report('shift.opened', {'shift_id': shift, 'staff_id': None, 'float_minor': 0, 'business_day': day,
                                            'shift_no': 1, 'ledger': [], 'at_utc_us': 1}) == 'ok'
    for number in range(40):
        at, clerk = dice.randrange(2), dice.choice(clerks)
        lines = [{**product_line(n + 1), 'line_no': n + 1, 'category_id': dice.randrange(4),
                  'total_minor': dice.randrange(1, 10000)} for n in range(dice.randrange(1, 5))]
        gross = sum(line['total_minor'] for line in lines)
        cash = dice.randrange(gross + 1)
        tenders = [{'tender_no': n, 'kind': kind, 'amount_minor': amount, 'received_minor': amount, 'change_minor': 0,
                    'rounding_minor': 0} for n, (kind, amount) in enumerate((('cash', cash), ('card', gross - cash)), 1)]
        body = sale(lines, tenders, business_day=day, shift_id=shifts[at], staff_id=clerk,
                    at_utc_us=1772600000000000 + number * 60000000, receipt_no=f'001-0{at}-{number}')
        assert shops[at].report('sale.finished', body) == 'ok'
        if number % 9 == 0:
            assert shops[at].report('sale.finished', body) == 'duplicate'
        told.append((at, clerk, gross, lines, tenders, body['at_utc_us'] // 900000000))

    def count(items):
        sums = {}
        for key, amount in items:
            n, total = sums.get(key, (0, 0))
            sums[key] = n + 1, total + amount
        return sums

    def check(parts, rows):
        for name, key, wanted in (
                ('clerks', 'staff_id', ((clerk, gross) for _, clerk, gross, *_ in rows)),
                ('quarters', 'quarter', ((row[5], row[2]) for row in rows)),
                ('categories', 'category_id', ((line['category_id'], line['total_minor']) for row in rows for line in row[3])),
                ('tenders', 'kind', ((tender['kind'], tender['amount_minor']) for row in rows for tender in row[4]))):
            assert {part[key]: (part['n'], part['amount_minor']) for part in parts[name]} == count(wanted), name
            amounts = [part['amount_minor'] for part in parts[name]]
            assert amounts == sorted(amounts, reverse=True)
        assert (parts['n_sales'], parts['gross_minor']) == (len(rows), sum(row[2] for row in rows))

    def ask():
        return world.operator.call('GET', f'/v1/day?store={store}&day={day}')[1]

    check(ask()['told'], told)
    check(ask()['closed'], [])
    first = [row for row in told if row[0] == 0]
    z = {'shift_id': shifts[0], 'n_sales': len(first), 'gross_minor': sum(row[2] for row in first)}
    assert shops[0].report('shift.closed', shift_body(shops[0], day, 1, 18870, **z)) == 'ok'
    answer = ask()
    check(answer['told'], told)
    check(answer['closed'], first)
    assert answer['closed']['gross_minor'] == answer['sums']['gross_minor']
    for wrong in ({'kind': ['cash'], 'amount_minor': 1}, {'kind': 'cash', 'amount_minor': 2 ** 63 - 1}, {'kind': 'cash'}, 7):
        assert shops[1].report('sale.finished', sale([], [wrong], business_day=day), sound=False) == 'bad_body'
    assert ask()['told']['gross_minor'] == sum(row[2] for row in told)


def a_batch_sent_again_changes_nothing_and_is_answered_the_same(world):
    till = Terminal(world.server)
    events = [till.append('sale.finished', sale()) for _ in range(3)]
    first = till.push(events)
    count = world.operator.status()
    assert till.push(events) == first and till.push(events[1:])[1]['acked_seq'] == 3
    after = world.operator.status()
    assert (after['events'], after['orders']) == (count['events'], count['orders'])


def a_gap_is_told_and_nothing_behind_it_is_stored(world):
    till = Terminal(world.server)
    events = [till.append('staff.signed_in', {'staff_id': str(uuid.uuid4()), 'at_utc_us': 1})
              for _ in range(4)]
    status, ack = till.push(events[2:])
    assert (status, ack['acked_seq'], ack['want_seq'], ack['verdicts']) == (200, 0, 1, [])
    status, ack = till.push(events[:1] + events[2:])
    assert (ack['acked_seq'], ack['want_seq'], len(ack['verdicts'])) == (1, 2, 1)
    assert till.push(events)[1]['acked_seq'] == 4


def another_hash_at_a_stored_seq_is_a_fork_and_freezes(world):
    till = Terminal(world.server)
    event = till.append('staff.signed_in', {'staff_id': str(uuid.uuid4()), 'at_utc_us': 1})
    assert till.push([event])[0] == 200
    till.seq, till.chain = 0, bytes(32)
    other = till.append('staff.signed_in', {'staff_id': str(uuid.uuid4()), 'at_utc_us': 2})
    status, answer = till.push([other])
    assert (status, answer['code'], answer['seq']) == (409, 'chain_fork', 1)
    assert till.push([event])[1]['code'] == 'chain_fork'
    status, answer = till.call('POST', '/v1/grants', {
        'incarnation': 1, 'platform_epoch': 1, 'room': 5, 'after': {'platform_epoch': 0, 'counter': 0}})
    assert answer['code'] == 'frozen'
    anew = Terminal(world.server, till.key)
    assert anew.report('staff.signed_in', {'staff_id': str(uuid.uuid4()), 'at_utc_us': 3}) == 'ok'


def one_bad_event_gets_attention_and_never_blocks(world):
    till = Terminal(world.server)
    events = [till.append('sale.finished', None, text='not json'),
              till.append('moon.landed', {}),
              till.append('sale.finished', sale()),
              till.append('sale.finished', {'sale_id': 'x'})]
    status, ack = till.push(events, sound=False)
    assert status == 200 and ack['acked_seq'] == 4
    assert [(v['verdict'], v['code']) for v in ack['verdicts']] == [
        ('attention', 'bad_body'), ('attention', 'unknown_kind'), ('accepted', 'ok'),
        ('attention', 'bad_body')]


def an_event_is_known_again_under_another_incarnation(world):
    till = Terminal(world.server)
    body, event_id = sale(), str(uuid.uuid4())
    assert till.push([till.append('sale.finished', body, event_id)])[0] == 200
    anew = Terminal(world.server, till.key)
    ack = anew.push([anew.append('sale.finished', body, event_id)])[1]
    assert (ack['verdicts'][0]['verdict'], ack['verdicts'][0]['code']) == ('accepted', 'duplicate')


def another_platform_epoch_is_refused(world):
    event = world.till.append('staff.signed_in', {'staff_id': str(uuid.uuid4()), 'at_utc_us': 1})
    status, answer = world.till.push([event], platform_epoch=2)
    assert (status, answer['code'], answer['platform_epoch']) == (409, 'platform_epoch', 1)
    assert world.till.push([event])[0] == 200
    use_id = str(uuid.uuid4())
    other = {'Hufu-Platform-Epoch': '2'}
    for method, target, body, headers in (
            ('POST', '/v1/grants', {'incarnation': 1, 'platform_epoch': 2, 'room': 1, 'after': ZEROS}, {}),
            ('POST', '/v1/vouchers/prepare', {'store_no': 1, 'short_code': '0000000000'}, other),
            ('POST', '/v1/redemptions', {'use_id': use_id, 'uses': 1, 'short_code': '0000000000'},
             {'Idempotency-Key': use_id, **other}),
            ('POST', f'/v1/redemptions/{use_id}/undo', {'staff_id': None, 'attempt': 1}, other),
            ('GET', f'/v1/redemptions/{use_id}', None, other)):
        status, answer = world.till.call(method, target, body, headers)
        assert (status, answer['code'], answer['platform_epoch']) == (409, 'platform_epoch', 1), target
    assert world.till.find(use_id)[1]['code'] == 'unknown_key'


def renews(server):
    till = Terminal(server)
    cursor = till.call('GET', '/v1/changes')[1]['cursor']
    server.stop()
    database = server.data('platform.db')
    backup = database.read_bytes()
    renew = [server.program, '--data', str(server.data('.')), '--new-epoch']
    assert subprocess.run(renew, check=True, capture_output=True).stdout == b'2\n'
    server.start()
    assert server.stop() == 0
    database.write_bytes(backup)
    refused = subprocess.run([server.program, '--data', str(server.data('.'))], capture_output=True,
                             text=True, check=False)
    assert refused.returncode == 1 and '--new-epoch' in refused.stderr, refused
    with open(server.data('epoch.log'), 'a', encoding='utf-8') as log:
        log.write('4')
    assert subprocess.run(renew, check=True, capture_output=True).stdout == b'3\n'
    server.start()
    assert till.call('GET', '/v1/time')[1]['platform_epoch'] == 3
    status, answer = till.call('GET', f'/v1/changes?cursor={cursor}')
    assert (status, answer['code']) == (410, 'snapshot_needed')
    event = till.append('staff.signed_in', {'staff_id': str(uuid.uuid4()), 'at_utc_us': 1})
    assert till.push([event])[1]['code'] == 'platform_epoch'


def a_new_epoch_is_above_any_ever_used(world):
    with tempfile.TemporaryDirectory() as directory:
        server = Server(world.server.program, directory, '--demo')
        try:
            renews(server)
        finally:
            server.process.kill()
            server.process.wait()


def a_backup_beside_a_serving_platform_lets_a_removed_till_be_wiped(world):
    till = Terminal(world.server)
    target = f'/v1/terminals/{till.me["terminal_id"]}/remove'
    assert world.operator.call('POST', target, {})[1]['life'] == 'leaving'
    obey(till)
    answer = world.operator.call('POST', target, {})[1]
    assert (answer['life'], answer['may_be_wiped']) == ('removed', False)
    run = [world.server.program, '--data', str(world.server.data('.')), '--backup']
    backup = world.server.directory / 'backup.db'
    subprocess.run([*run, str(backup)], check=True)
    assert world.operator.call('POST', target, {})[1]['may_be_wiped']
    again = subprocess.run([*run, str(backup)], capture_output=True, text=True, check=False)
    assert again.returncode == 1 and 'there already' in again.stderr, again
    renew = subprocess.run([*run[:-1], '--new-epoch'], capture_output=True, text=True, check=False)
    assert renew.returncode == 1 and 'stop it first' in renew.stderr, renew
    copy = sqlite3.connect(backup)
    assert copy.execute('SELECT count(*) FROM incarnation').fetchone()[0] > 1
    copy.close()


def what_was_acknowledged_survives_a_kill(world):
    till = Terminal(world.server)
    body = sale()
    ack = till.push([till.append('sale.finished', body)])[1]
    world.server.kill()
    world.server.start()
    assert till.push(till.journal)[1] == ack
    status, page = world.operator.call('GET', '/v1/orders?after=0&limit=500')
    assert body['sale_id'] in [order['sale_id'] for order in page['orders']]


main([
    sales_go_from_till_to_till,
    prices_by_hand_are_kept,
    shifts_are_listed_and_summed,
    a_day_is_told_over_the_tills_of_a_store,
    a_batch_sent_again_changes_nothing_and_is_answered_the_same,
    a_gap_is_told_and_nothing_behind_it_is_stored,
    another_hash_at_a_stored_seq_is_a_fork_and_freezes,
    one_bad_event_gets_attention_and_never_blocks,
    an_event_is_known_again_under_another_incarnation,
    another_platform_epoch_is_refused,
    a_new_epoch_is_above_any_ever_used,
    a_backup_beside_a_serving_platform_lets_a_removed_till_be_wiped,
    what_was_acknowledged_survives_a_kill,
])
