# SPDX-License-Identifier: GPL-3.0-or-later
"""Rights and their use at the platform. TAP on stdout.

    test-uses.py PROGRAM
"""
import pathlib
import sys
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from client import Terminal  # noqa: E402
from world import alone, grant_of, main, product_line, sale, walk  # noqa: E402


def a_grant_comes_again_under_the_same_epoch_until_it_is_credited(world):
    till = Terminal(world.server)
    alone(world, till)
    issued = world.operator.issue()
    first = grant_of(till, issued['cti'])
    assert grant_of(till, issued['cti']) == first
    assert till.credit(first) == 'ok'
    assert all(g['right']['cti'] != issued['cti'] for g in till.grants())
    right = world.operator.right(issued['cti'])
    assert (right['state'], right['terminal_id']) == ('leased', till.me['terminal_id'])


def only_free_rights_of_this_store_are_granted(world):
    online = world.operator.issue(home_store=None)
    barred = world.operator.issue(offline=False)
    other = world.operator.issue(home_store=2)
    dead = world.operator.issue(not_before_utc_s=1, expires_utc_s=2)
    got = {g['right']['cti'] for g in world.till.grants()}
    assert not got & {issued['cti'] for issued in (online, barred, other, dead)}


def two_tills_never_get_the_same_right(world):
    second = Terminal(world.server)
    mine = [world.operator.issue()['cti'] for _ in range(20)]
    a = {g['right']['cti'] for g in world.till.grants()} & set(mine)
    b = {g['right']['cti'] for g in second.grants()} & set(mine)
    everybody = a | b
    for cti in set(mine) - everybody:
        assert world.operator.right(cti)['state'] == 'available'
    assert not a & b


def a_use_of_a_held_right_moves_it_once(world):
    till = Terminal(world.server)
    alone(world, till)
    issued = world.operator.issue()
    grant = grant_of(till, issued['cti'])
    use_id = str(uuid.uuid4())
    assert till.use(grant) == 'not_held', 'a use before its credit'
    assert till.credit(grant) == 'ok'
    assert till.use(grant, use_id=use_id) == 'ok'
    assert world.operator.right(issued['cti'])['state'] == 'used'
    assert till.use(grant, use_id=use_id) == 'duplicate'
    assert till.use(grant) == 'not_held'
    assert till.undo_held(grant, str(uuid.uuid4())) == 'unknown_use'
    assert till.undo_held(grant, use_id) == 'ok'
    right = world.operator.right(issued['cti'])
    assert (right['state'], right['epoch']) == ('leased', grant['epoch'])
    assert till.undo_held(grant, use_id) == 'unknown_use'
    assert till.use(grant) == 'ok'
    claims = [u for u in world.operator.show(issued['cti'])['uses'] if u['state'] == 'claim']
    assert len(claims) == 5, claims


def reports_that_do_not_fit_are_claims(world):
    till = Terminal(world.server)
    alone(world, till)
    issued = world.operator.issue('cash', 1000)
    grant = grant_of(till, issued['cti'])
    till.credit(grant)
    right = grant['right']
    table = [
        ('unknown_right', {'right': {**right, 'cti': str(uuid.uuid4())}}),
        ('unknown_right', {'right': {**right, 'generation': 2}}),
        ('unknown_right', {'right': {**right, 'k': 1}}),
        ('wrong_epoch', {'epoch': {'platform_epoch': 1, 'counter': grant['epoch']['counter'] + 1}}),
        ('wrong_epoch', {'epoch': {'platform_epoch': 0, 'counter': grant['epoch']['counter']}}),
        ('wrong_hop', {'hop': 1}),
        ('over_value', {'amount_minor': 1001}),
        ('unknown_use', {'basis': 'R01'}),
        ('claim', {'basis': 'R23'}),
    ]
    for code, other in table:
        assert till.use(grant, **other) == code, (code, other)
    assert world.operator.right(issued['cti'])['remaining_minor'] == 1000


def a_cash_voucher_is_used_in_parts_and_given_back(world):
    till = Terminal(world.server)
    alone(world, till)
    issued = world.operator.issue('cash', 1000)
    grant = grant_of(till, issued['cti'])
    till.credit(grant)
    first, second = str(uuid.uuid4()), str(uuid.uuid4())
    steps = [(till.use, dict(amount=400, use_id=first), 'ok', 'leased', 600),
             (till.use, dict(amount=601), 'over_value', 'leased', 600),
             (till.use, dict(amount=600, use_id=second), 'ok', 'used', 0),
             (till.undo_held, dict(use_id=first), 'ok', 'leased', 400),
             (till.use, dict(amount=1), 'ok', 'leased', 399)]
    for act, arguments, code, state, left in steps:
        assert act(grant, **arguments) == code
        right = world.operator.right(issued['cti'])
        assert (right['state'], right['remaining_minor']) == (state, left)


def the_uses_of_a_pass_are_apart_and_count_not_by_amount(world):
    till = Terminal(world.server)
    alone(world, till)
    issued = world.operator.issue('pass', 300, uses=2, paid_minor=500)
    first, second = [g for g in till.grants() if g['right']['cti'] == issued['cti']]
    assert (first['right']['k'], second['right']['k']) == (0, 1)
    till.credit(first)
    till.credit(second)
    use_id = str(uuid.uuid4())
    assert till.use(first, amount=500, use_id=use_id) == 'ok'
    assert till.use(second, amount=0, use_id=use_id) == 'ok'
    assert [r['state'] for r in world.operator.show(issued['cti'])['rights']] == ['used', 'used']


def a_prepaid_line_names_no_product(world):
    line = {**product_line(0, use_id=str(uuid.uuid4())), 'kind': 'prepaid', 'total_minor': 0}
    _, cursor = walk(world.till)
    assert world.till.report('sale.finished', sale([line])) == 'ok'
    assert walk(world.till, cursor)[0] == []


def the_same_key_has_the_same_answer_for_ever(world):
    issued = world.operator.issue(home_store=None)
    use_id = str(uuid.uuid4())
    status, first = world.till.redeem(use_id, token=issued['token'])
    assert (status, first['state'], first['reason']) == (200, 'redeemed', 'R01')
    world.server.kill()
    world.server.start()
    assert world.till.redeem(use_id, token=issued['token']) == (200, first)
    assert world.till.find(use_id) == (200, first)
    assert world.till.redeem(use_id, short_code=issued['short_code'])[1]['code'] == 'key_reused'
    late = world.till.redeem(token=issued['token'])[1]
    assert (late['state'], late['reason']) == ('refused', 'R11')
    assert late['detail']['store_no'] == 1 and late['detail']['at_utc_s'] > 0
    other = Terminal(world.server)
    assert other.redeem(token=issued['token'])[1]['reason'] == 'R12'
    assert other.find(use_id)[1]['code'] == 'forbidden'


def a_leased_right_is_refused_online(world):
    alone(world, Terminal(world.server))
    issued = world.operator.issue()
    grant = grant_of(world.till, issued['cti'])
    for act in (lambda: world.till.prepare(token=issued['token'])[1],
                lambda: world.till.redeem(token=issued['token'])[1]):
        answer = act()
        where = answer['detail']
        assert (answer['reason'], where['store_no'], where['terminal_no']) == ('R07', 1, world.till.me['terminal_no'])
    assert world.operator.right(issued['cti'])['epoch'] == grant['epoch']


def refusals_name_their_reason(world):
    make = world.operator.issue
    good = make(home_store=None)
    bent = good['token'][:-1] + ('0' if good['token'][-1] != '0' else '1')
    now = int(time.time())
    demo = {row['label']: row for row in world.codes}
    table = [
        ('R04', {'token': 'OV1:NOT A TOKEN'}), ('R04', {'token': bent}, 'R06'),
        ('R04', {'cti': str(uuid.uuid4())}),
        ('R08', {'token': make(home_store=None, not_before_utc_s=now + 99)['token']}),
        ('R09', {'token': make(home_store=None, not_before_utc_s=5, expires_utc_s=9)['token']}),
        ('R10', {'token': make(home_store=None, scope=[20])['token']}),
        ('R13', {'token': demo['Refunded deal']['text']}),
        ('R14', {'token': demo['Held by risk control']['text']}),
        ('R29', {'token': make('cash', 500, home_store=None)['token'], 'amount_minor': 501}),
        ('R29', {'token': good['token'], 'uses': 2}),
    ]
    for reason, body, *also in table:
        status, answer = world.till.redeem(**body)
        assert status == 200 and answer['state'] == 'refused', answer
        assert answer['reason'] in (reason, *also), (reason, body, answer)
    assert world.till.redeem(token=good['token'])[1]['reason'] == 'R01'


def prepare_tells_the_worth_and_changes_nothing(world):
    issued = world.operator.issue('pass', 300, uses=4, home_store=None)
    for _ in range(2):
        told = world.till.prepare(token=issued['token'])[1]
        assert (told['reason'], told['uses_left'], told['worth_now_minor']) == ('R01', 4, 300)
        assert told['voucher']['type'] == 'pass' and told['right_state'] == 'available'
    other = world.operator.issue(home_store=None)
    mixed = world.till.redeem(token=other['token'], prepare_token=told['prepare_token'])[1]
    assert mixed['reason'] == 'R29', 'a preparation of another voucher'
    used = world.till.redeem(token=issued['token'], prepare_token=told['prepare_token'], uses=3)[1]
    assert [use['k'] for use in used['uses']] == [0, 1, 2]
    assert world.till.prepare(short_code=issued['short_code'])[1]['uses_left'] == 1


def an_opaque_code_is_redeemed_online(world):
    issued = world.operator.issue(home_store=None, platform_code='731204417788')
    assert world.till.prepare(platform_code='731204417788')[1]['voucher']['cti'] == issued['cti']
    assert world.till.redeem(platform_code='731204417788')[1]['reason'] == 'R01'


def an_undo_inside_the_window_frees_the_right_under_a_new_epoch(world):
    issued = world.operator.issue('cash', 1000, home_store=None)
    use_id = str(uuid.uuid4())
    assert world.till.redeem(use_id, token=issued['token'], amount_minor=700)[1]['state'] == 'redeemed'
    before = world.operator.right(issued['cti'])
    assert (before['state'], before['remaining_minor']) == ('available', 300)
    undone = world.till.undo(use_id)
    assert (undone[1]['state'], undone[1]['reason']) == ('undone', 'R27')
    assert world.till.undo(use_id) == undone
    after = world.operator.right(issued['cti'])
    assert after['remaining_minor'] == 1000
    assert after['epoch']['counter'] > before['epoch']['counter']
    again = world.till.redeem(use_id, token=issued['token'], amount_minor=700)[1]
    assert (again['state'], again['reason']) == ('undone', 'R27')
    assert world.till.find(use_id)[1]['state'] == 'undone'
    assert world.operator.right(issued['cti'])['remaining_minor'] == 1000


def a_key_given_up_is_closed_for_ever(world):
    issued = world.operator.issue(home_store=None)
    use_id = str(uuid.uuid4())
    assert world.till.find(use_id)[1]['code'] == 'unknown_key'
    assert world.till.undo(use_id)[1]['state'] == 'given_up'
    late = world.till.redeem(use_id, token=issued['token'])[1]
    assert (late['state'], late['reason']) == ('given_up', 'R27')
    assert world.operator.right(issued['cti'])['state'] == 'available'


def a_key_is_not_given_up_once_its_sale_is_here(world):
    use_id = str(uuid.uuid4())
    assert world.till.report('sale.finished', sale([product_line(3, use_id=use_id)])) == 'ok'
    assert world.till.undo(use_id)[1]['state'] == 'refused'


def the_event_of_an_online_use_confirms_it(world):
    issued = world.operator.issue(home_store=None)
    use_id = str(uuid.uuid4())
    world.till.redeem(use_id, token=issued['token'])
    right = {'cti': issued['cti'], 'generation': 1, 'k': 0}
    grant = {'right': right, 'epoch': {'platform_epoch': 0, 'counter': 0}, 'hop': 0, 'remaining_minor': 1000}
    assert world.till.use(grant, use_id=use_id, basis='R01') == 'ok'
    assert world.till.use(grant, basis='R01') == 'unknown_use'
    assert world.till.undo(use_id)[1]['state'] == 'undone'
    assert world.till.undo_held(grant, use_id) == 'ok'


def a_thousand_wrong_short_codes_are_stopped(world):
    till = Terminal(world.server)
    answers = [till.prepare(short_code='0000000000') for _ in range(12)]
    assert [status for status, _ in answers] == [200] * 10 + [429] * 2
    assert answers[0][1]['reason'] == 'R04' and answers[11][1]['code'] == 'too_many_tries'
    assert 1 <= int(till.headers['Retry-After']) <= 60
    assert till.redeem(short_code='0000000000')[1]['code'] == 'too_many_tries', 'no way around'
    assert till.prepare(token=world.operator.issue()['token'])[0] == 200, 'a QR code is no guess'
    assert world.till.prepare(short_code=world.operator.issue()['short_code'])[0] == 200


def an_order_that_breaks_a_rule_is_not_issued(world):
    base = {'type': 'deal', 'title_en': 'a', 'title_zh': 'b', 'value_minor': 1}
    for other in ({'type': 'moon'}, {'uses': 2}, {'value_minor': -1}, {'title_zh': ''}, {'title_en': None},
                  {'title_en': 'Tea\x1b[2J'}, {'title_zh': '\x7f'}, {'item_zh': '茶\x9b'}, {'item_en': 'a\nb'},
                  {'expires_utc_s': 9, 'not_before_utc_s': 9}, {'scope': [1] * 9}):
        status, answer = world.operator.call('POST', '/v1/vouchers', {**base, **other}, sound=False)
        assert (status, answer['code']) == (400, 'bad_request'), other
        assert next(iter(other)) in answer['detail'], answer


def a_cash_voucher_may_be_for_some_goods_alone(world):
    snacks = {'categories': [4], 'target_en': 'snacks', 'target_zh': '零食'}
    issued = world.operator.issue('cash', 5000, conditions=snacks)
    assert world.operator.show(issued['cti'])['voucher']['conditions'] == snacks
    order = {'type': 'cash', 'title_en': 'a', 'title_zh': 'b', 'value_minor': 1}
    for conditions in ({'target_en': 'snacks'}, {**snacks, 'days': [1]}, {'alone': True}):
        status, answer = world.operator.call('POST', '/v1/vouchers', {**order, 'conditions': conditions})
        assert (status, answer['code']) == (400, 'bad_request') and 'conditions' in answer['detail'], conditions


main([
    a_grant_comes_again_under_the_same_epoch_until_it_is_credited,
    only_free_rights_of_this_store_are_granted,
    two_tills_never_get_the_same_right,
    a_use_of_a_held_right_moves_it_once,
    reports_that_do_not_fit_are_claims,
    a_cash_voucher_is_used_in_parts_and_given_back,
    the_uses_of_a_pass_are_apart_and_count_not_by_amount,
    a_prepaid_line_names_no_product,
    the_same_key_has_the_same_answer_for_ever,
    a_leased_right_is_refused_online,
    refusals_name_their_reason,
    prepare_tells_the_worth_and_changes_nothing,
    an_opaque_code_is_redeemed_online,
    an_undo_inside_the_window_frees_the_right_under_a_new_epoch,
    a_key_given_up_is_closed_for_ever,
    a_key_is_not_given_up_once_its_sale_is_here,
    the_event_of_an_online_use_confirms_it,
    a_thousand_wrong_short_codes_are_stopped,
    an_order_that_breaks_a_rule_is_not_issued,
    a_cash_voucher_may_be_for_some_goods_alone,
])
