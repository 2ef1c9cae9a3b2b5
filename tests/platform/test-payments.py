# SPDX-License-Identifier: GPL-3.0-or-later
"""Payments by wallet at the platform, and every way in which its wallet misbehaves. TAP on stdout.

    test-payments.py PROGRAM
"""
import http.client
import pathlib
import sys
import tempfile
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from client import Operator, Server, Terminal, play  # noqa: E402

CODE = '13000000000000000'  # 17 digits; the eighteenth says how the wallet behaves
NOW_US = 1767600000000000
cases = []


def case(function):
    cases.append(function)
    return function


class World:
    def __init__(self, program, directory, *options):
        self.server = Server(program, directory, '--demo', *options)
        self.operator = Operator(self.server)
        self.till, self.other = Terminal(self.server), Terminal(self.server)


class Payment:
    def __init__(self, world, habit=None, amount=1000, till=None, code=None):
        self.till, self.id = till or world.till, str(uuid.uuid4())
        self.body = {'payment_id': self.id, 'sale_id': str(uuid.uuid4()), 'amount_minor': amount,
                     'way': 'qr' if habit is None and code is None else 'code'}
        if self.body['way'] == 'code':
            self.body['code'] = code or CODE + str(habit)

    def ask(self, **other):
        return self.till.call('POST', '/v1/payments', dict(self.body, **other),
                              extra={'Idempotency-Key': self.id})

    def close(self):
        return self.till.call('POST', f'/v1/payments/{self.id}/close', {})

    def reverse(self, keep=0):
        return self.till.call('POST', f'/v1/payments/{self.id}/reversal', {'keep_minor': keep})

    def play(self, story):
        """a asks, c closes, r gives all back, k keeps the amount; what it is like after each."""
        acts = {'a': self.ask, 'c': self.close, 'r': self.reverse,
                'k': lambda: self.reverse(self.body['amount_minor'])}
        said = []
        for letter in story:
            status, answer = acts[letter]()
            assert status == 200, answer
            said.append(answer['state'] + (':' + answer['refusal'] if answer['refusal'] else '') +
                        (f" {answer['paid_minor']}" if answer['paid_minor'] else ''))
        return said


@case
def a_wallet_misbehaves_as_its_code_says(world):
    table = [
        (0, 'aaa', ['paid 1000'] * 3), (8, 'a', ['paid 1000']), (9, 'a', ['paid 1000']),
        (0, 'arr', ['paid 1000', 'reversed', 'reversed']),
        (0, 'ac', ['paid 1000', 'paid 1000']),
        (1, 'aa', ['paying', 'paid 1000']), (1, 'aca', ['paying', 'refused:closed', 'refused:closed']),
        (2, 'aa', ['refused:declined'] * 2),
        (3, 'aaac', ['unknown'] * 3 + ['refused:closed']),
        (4, 'aaa', ['unknown', 'unknown', 'paid 1000']), (4, 'aca', ['unknown', 'unknown', 'paid 1000']),
        (4, 'acar', ['unknown', 'unknown', 'paid 1000', 'reversed']),
        (5, 'ak', ['paid 2000', 'paid 1000']), (5, 'akk', ['paid 2000', 'paid 1000', 'paid 1000']),
        (5, 'ar', ['paid 2000', 'reversed']),
        (6, 'aa', ['paid 1000', 'reversed']),
        (7, 'arr', ['paid 1000', 'unknown 1000', 'reversed']),
    ]
    for habit, story, said in table:
        assert Payment(world, habit).play(story) == said, (habit, story)


@case
def what_is_no_payment_code_is_refused(world):
    for code in ('1', '4111 1111 1111 1111', 'OV1:ABC', '1' * 25, '１' * 18):
        assert Payment(world, code=code).play('a') == ['refused:bad_code'], code


@case
def an_id_is_charged_once_whatever_is_asked(world):
    payment = Payment(world, 0)
    assert payment.play('a') == ['paid 1000']
    for other in ({'amount_minor': 2000}, {'sale_id': str(uuid.uuid4())}):
        assert payment.ask(**other)[1]['code'] == 'key_reused', other
    payment.till = world.other
    assert payment.ask()[1]['code'] == 'key_reused'
    assert payment.reverse()[1]['code'] == 'not_found' and payment.close()[1]['code'] == 'not_found'
    payment.till = world.till
    world.server.kill()
    world.server.start()
    assert payment.play('a') == ['paid 1000']


@case
def one_that_was_given_up_before_it_came_is_never_charged(world):
    payment = Payment(world, 0)
    assert payment.play('ca') == ['refused:closed', 'refused:closed']


@case
def bad_requests_charge_nothing(world):
    before = world.operator.status()['payments']['wallet_paid_minor']
    for wrong in ({'amount_minor': 0}, {'amount_minor': -1}, {'way': 'terminal'}, {'way': 'qr'},
                  {'code': None}, {'payment_id': 'x'}, {'sale_id': None}):
        assert Payment(world, 0).till.call('POST', '/v1/payments', dict(Payment(world, 0).body, **wrong),
                                           sound=False)[1]['code'] == 'bad_request', wrong
    assert world.operator.status()['payments']['wallet_paid_minor'] == before


def post(world, path, body):
    connection = http.client.HTTPConnection('127.0.0.1', world.server.port)
    connection.request('POST' if body else 'GET', path, body,
                       {'Content-Type': 'application/x-www-form-urlencoded'})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


@case
def a_payment_by_qr_waits_for_its_page(world):
    payment = Payment(world)
    link = payment.ask()[1]['qr_text']
    path = link[link.index('/pay/'):]
    assert payment.play('a') == ['paying']
    status, page = post(world, path, None)
    assert status == 200 and '10.00' in page and '<script' not in page
    assert post(world, path, 'act=pay')[0] == 200 and payment.play('a') == ['paid 1000']
    post(world, path, 'act=pay')
    assert payment.play('a') == ['paid 2000'], 'the customer has two phones'
    post(world, path, 'act=take-back')
    assert payment.play('a') == ['reversed']
    declined = Payment(world)
    link = declined.ask()[1]['qr_text']
    post(world, link[link.index('/pay/'):], 'act=decline')
    assert declined.play('a') == ['refused:closed']
    for path, body, status in (('/pay/x', None, 404), (f'/pay/{uuid.uuid4()}', None, 404),
                               (f'/pay/{uuid.uuid4()}', 'act=pay', 404), (path, 'act=steal', 400)):
        assert post(world, path, body)[0] == status, (path, body)


@case
def what_comes_later_is_in_a_list_that_a_till_reads_on(world):
    till = Terminal(world.server)
    paid, twice = Payment(world, 6, till=till), Payment(world, till=till)
    link = twice.ask()[1]['qr_text']
    paid.ask()
    post(world, link[link.index('/pay/'):], 'act=pay')
    first = till.call('GET', '/v1/payments?after=0')[1]
    assert {row['payment_id']: row['state'] for row in first['payments']} == \
        {paid.id: 'reversed', twice.id: 'paid'} and not first['more'], 'the wallet took one back meanwhile'
    assert till.call('GET', f"/v1/payments?after={first['after']}")[1]['payments'] == []
    post(world, link[link.index('/pay/'):], 'act=pay')
    second = till.call('GET', f"/v1/payments?after={first['after']}&limit=1")[1]
    assert [(row['payment_id'], row['paid_minor']) for row in second['payments']] == [(twice.id, 2000)]
    assert not any(row['payment_id'] == paid.id for row in world.till.call('GET', '/v1/payments')[1]['payments'])


@case
def what_tills_book_is_compared_with_what_wallets_hold(world):
    till, before = Terminal(world.server), world.operator.status()['payments']
    payment = Payment(world, 5, till=till)
    payment.ask()
    event = {'payment_id': payment.id, 'sale_id': payment.body['sale_id'], 'staff_id': None, 'kind': 'wallet',
             'way': 'code', 'ledger': [], 'at_utc_us': NOW_US}
    assert till.report('payment.taken', dict(event, amount_minor=2000)) == 'ok'
    assert till.report('payment.reversing', dict(event, amount_minor=1000, reason='late')) == 'ok'
    payment.reverse(1000)
    assert till.report('payment.returned', dict(event, amount_minor=1000)) == 'ok'
    card = dict(event, payment_id=str(uuid.uuid4()), kind='card', way='terminal', amount_minor=700, last_four='4242')
    assert till.report('payment.taken', card) == 'ok'
    after = world.operator.status()['payments']
    assert {name: after[name] - before[name] for name in after} == \
        {'wallet_paid_minor': 1000, 'wallet_booked_minor': 1000, 'card_booked_minor': 700}
    for wrong in ({'kind': 'cash'}, {'amount_minor': 0}, {'payment_id': 'x'}):
        assert till.report('payment.taken', dict(card, **wrong), sound=False) == 'bad_body', wrong


@case
def no_shop_has_that_wallet(world):
    with tempfile.TemporaryDirectory() as directory:
        shop = Server(world.server.program, directory)
        assert post(type('Shop', (), {'server': shop}), '/pay/' + str(uuid.uuid4()), None)[0] == 404
        shop.stop()


@case
def a_customer_pays_at_the_public_address(world):
    with tempfile.TemporaryDirectory() as directory:
        shop = World(world.server.program, directory, '--public-url', 'https://shop.example/')
        link = Payment(shop).ask()[1]['qr_text']
        assert link.startswith('https://shop.example/pay/'), link
        shop.server.stop()


def main():
    with tempfile.TemporaryDirectory() as directory:
        world = World(sys.argv[1], directory)
        sys.exit(play(cases, world))


main()
