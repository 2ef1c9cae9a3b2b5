# SPDX-License-Identifier: GPL-3.0-or-later
"""What stores owe to customers for goods that they have not taken: the platform's sums against a
table that is kept here, over a random day. TAP on stdout.

    test-deposits.py PROGRAM
"""
import pathlib
import random
import sys
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from world import main, product_line, sale  # noqa: E402

DAY = '2026-03-02'


def account(name, minor):
    return {'account': name, 'debit_minor': max(minor, 0), 'credit_minor': max(-minor, 0)}


def taken(amount, number=1, **more):
    return {'deposit_id': str(uuid.uuid4()), 'deposit_no': f'001-01-D{number:04}', 'sale_id': str(uuid.uuid4()),
            'shift_id': str(uuid.uuid4()), 'staff_id': str(uuid.uuid4()), 'amount_minor': amount,
            'gross_minor': 3 * amount, 'left_minor': 2 * amount, 'due_day': 20260310,
            'tenders': [{'kind': 'cash', 'amount_minor': amount}], 'at_utc_us': 1,
            'ledger': [account('cash', amount), account('customer_deposit', -amount)]} | more


def settled(deposit, **more):
    names = ('deposit_id', 'sale_id', 'shift_id', 'staff_id', 'amount_minor', 'at_utc_us')
    return {name: deposit[name] for name in names} | {'reason': 'customer', 'ledger': []} | more


def returned(deposit):
    return 'deposit.returned', settled(deposit, tenders=deposit['tenders'])


def kept(deposit):
    return 'deposit.kept', settled(deposit, approved_by=str(uuid.uuid4()))


def used(deposit):
    amount = deposit['amount_minor']
    tender = {'tender_no': 1, 'kind': 'deposit', 'deposit_id': deposit['deposit_id'], 'amount_minor': amount,
              'received_minor': 0, 'change_minor': 0, 'rounding_minor': 0}
    return 'sale.finished', sale([product_line(1, 1000)], sale_id=deposit['sale_id'], tenders=[tender])


def held(world):
    everywhere = world.operator.status()['deposits']
    here = world.operator.call('GET', f'/v1/day?store=1&day={DAY}')[1]['deposits_held']
    assert here == everywhere, 'all tills are of this store'
    return everywhere['n'], everywhere['amount_minor']


def a_random_day_adds_up(world):
    dice, table, till = random.Random(20260302), {}, world.till
    n, minor = held(world)
    for number in range(1, 60):
        deposit = taken(dice.randrange(100, 100000), number)
        assert till.report('deposit.taken', deposit) == 'ok'
        table[deposit['deposit_id']] = deposit
        if dice.random() < 0.6:
            ended = table.pop(dice.choice(sorted(table)))
            assert till.report(*dice.choice((returned, kept, used))(ended)) == 'ok'
        assert held(world) == (n + len(table), minor + sum(row['amount_minor'] for row in table.values()))


def each_counts_once(world):
    deposit, before = taken(5000), held(world)
    assert world.till.report('deposit.taken', deposit) == 'ok'
    assert world.till.report('deposit.taken', deposit) == 'duplicate'
    assert held(world) == (before[0] + 1, before[1] + 5000)
    for end in (used, returned, kept):  # the first end counts
        world.till.report(*end(deposit))
        assert held(world) == before


def what_breaks_the_contract_is_kept_aside(world):
    good, before = taken(5000), held(world)
    for wrong in ({'amount_minor': 0}, {'deposit_id': 'x'}, {'deposit_no': None}, {'tenders': []},
                  {'tenders': [{'kind': 'cash', 'amount_minor': 4999}]}, {'tenders': [{'amount_minor': 5000}]}):
        assert world.till.report('deposit.taken', {**good, **wrong}, sound=False) == 'bad_body', wrong
    for kind, body, name in ((*returned(good), 'reason'), (*returned(good), 'tenders'), (*kept(good), 'approved_by')):
        assert world.till.report(kind, {**body, name: None}, sound=False) == 'bad_body', name
    assert held(world) == before


main([a_random_day_adds_up, each_counts_once, what_breaks_the_contract_is_kept_aside])
