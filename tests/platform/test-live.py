# SPDX-License-Identifier: GPL-3.0-or-later
"""Live codes at the platform. TAP on stdout.

    test-live.py PROGRAM
"""
import http.client
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from client import ZEROS, Operator, Server, Terminal, play  # noqa: E402
from phone import Phone, now_step  # noqa: E402

BOUND_S = 180
cases = []


def case(function):
    cases.append(function)
    return function


class World:
    def __init__(self, program, directory):
        self.server = Server(program, directory, '--demo')
        self.operator = Operator(self.server)
        self.till, self.other = Terminal(self.server), Terminal(self.server)
        self.phone = Phone()

    def bound(self, kind='deal', value=1000, **more):
        return self.operator.issue(kind, value, home_store=None, holder_key=self.phone.public, **more)

    def reason(self, till=None, **code):
        return (till or self.till).prepare(**code)[1]['reason']


def get(world, path, method='GET', port=None):
    connection = http.client.HTTPConnection('127.0.0.1', port or world.server.port)
    connection.request(method, path)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


@case
def a_bound_voucher_answers_to_its_live_code_alone(world):
    issued = world.bound()
    for code in ({'token': issued['token']}, {'short_code': issued['short_code']}, {'cti': issued['cti']}):
        assert world.reason(**code) == 'R16', code
        refused = world.till.redeem(**code)[1]
        assert (refused['state'], refused['reason']) == ('refused', 'R16'), code
    live = world.phone.show(issued['token'])
    assert world.reason(token=live) == 'R01'
    assert world.till.redeem(token=live)[1]['reason'] == 'R01'


@case
def a_proof_is_of_this_phone_this_token_and_this_moment(world):
    issued, bearer, step = world.bound(), world.operator.issue(home_store=None), now_step()
    show = world.phone.show
    table = [
        ('R01', show(issued['token'], step - 1)), ('R01', show(issued['token'], step + 1)),
        ('R17', show(issued['token'], step - 4)), ('R17', show(issued['token'], step + 6)),
        ('R17', show(issued['token'], 2 ** 16)), ('R17', show(issued['token'], 2 ** 32 - 1)),
        ('R17', Phone().show(issued['token'])),
        ('R17', show(issued['token'], proven=world.bound()['token'])),
        ('R17', show(bearer['token'])), ('R01', bearer['token']),
        ('R04', 'OV1:' + show(issued['token'])[4:]), ('R04', 'OV2:' + issued['token'][4:]),
    ]
    for row, (reason, text) in enumerate(table):
        assert world.reason(token=text) == reason, (row, world.reason(token=text))


@case
def a_redemption_may_come_late_if_it_was_prepared_in_time(world):
    issued, end, prepared = world.bound(), time.monotonic() + BOUND_S, {'reason': None}
    while prepared['reason'] != 'R01':
        assert time.monotonic() < end
        live = world.phone.show(issued['token'], now_step() - 2)  # about to be stale
        prepared = world.till.prepare(token=live)[1]
    while world.reason(token=live) != 'R17':
        assert time.monotonic() < end
        time.sleep(0.2)
    assert world.till.redeem(token=live)[1]['reason'] == 'R17'
    another = world.operator.issue(home_store=None)
    mixed = world.till.prepare(token=another['token'])[1]['prepare_token']
    assert world.till.redeem(token=live, prepare_token=mixed)[1]['reason'] == 'R17'
    forged = Phone().show(issued['token'], now_step() - 9)
    assert world.till.redeem(token=forged, prepare_token=prepared['prepare_token'])[1]['reason'] == 'R17'
    assert world.till.redeem(token=live, prepare_token=prepared['prepare_token'])[1]['reason'] == 'R01'


@case
def one_code_is_good_for_one_act(world):
    issued, step = world.bound('pass', 300, uses=9), now_step()
    first, second = (world.phone.show(issued['token'], number) for number in (step, step + 1))
    prepared = world.till.prepare(token=first)[1]['prepare_token']
    for _ in range(2):
        assert world.till.redeem(token=first, prepare_token=prepared)[1]['reason'] == 'R01'
    for till in (world.till, world.other):
        assert world.reason(till, token=first) == 'R17', 'a photograph of it'
        assert till.redeem(token=first)[1]['reason'] == 'R17'
    assert world.other.redeem(token=first, prepare_token=prepared)[1]['reason'] == 'R17', "another till's"
    world.server.kill()
    world.server.start()
    assert world.reason(token=first) == 'R17'
    use_id = str(uuid.uuid4())
    answer = world.other.redeem(use_id, token=second)
    assert answer[1]['reason'] == 'R01' and world.other.redeem(use_id, token=second) == answer
    assert world.reason(token=second) == 'R17' and world.reason(token=first) == 'R17'
    assert world.reason(token=world.phone.show(issued['token'], step + 2)) == 'R01'


@case
def a_code_that_used_its_voucher_up_says_so(world):
    issued, step = world.bound(), now_step()
    first, second = (world.phone.show(issued['token'], number) for number in (step, step + 1))
    assert world.till.redeem(token=first)[1]['reason'] == 'R01'
    for code in (first, second):
        assert world.reason(world.till, token=code) == 'R11'
        assert world.reason(world.other, token=code) == 'R12'
    assert world.reason(token=world.phone.show(issued['token'], step - 4)) == 'R17', 'a stale one'


@case
def a_till_tells_by_which_code_it_redeemed(world):
    issued, step = world.bound('pass', 300, uses=3), now_step()
    use = {'right': {'cti': issued['cti'], 'generation': 1, 'k': 0}, 'epoch': ZEROS, 'hop': 0,
           'remaining_minor': 300}
    world.other.use(use, live_step=step + 99)  # a till whose clock is far ahead is not believed
    assert world.reason(token=world.phone.show(issued['token'], step)) == 'R01'
    world.other.use(use, live_step=step)
    world.other.use(use, live_step=step - 1)
    for older in (step, step - 1):
        assert world.reason(token=world.phone.show(issued['token'], older)) == 'R17'
    assert world.reason(token=world.phone.show(issued['token'], step + 1)) == 'R01'
    nobody = {**use, 'right': {**use['right'], 'cti': str(uuid.uuid4())}}
    assert world.other.use(nobody, live_step=step) != 'ok'


@case
def a_voucher_given_away_has_another_code(world):
    issued = world.bound()
    done = world.operator.call('POST', f"/v1/vouchers/{issued['cti']}/wishes", {'kind': 'transfer'})[1]
    assert done['state'] == 'done', done
    token = world.operator.show(issued['cti'])['token']
    assert world.reason(token=world.phone.show(issued['token'])) == 'R15'
    assert world.reason(token=token) == 'R16'
    assert world.reason(token=world.phone.show(token)) == 'R01'


@case
def an_order_says_which_phone_and_how_risky(world):
    played = world.operator.issue('cash', 500, live=True, tier=1)
    assert world.operator.show(played['cti'])['voucher']['flags'] & 0b1110 == 0b0110
    assert world.operator.show(world.bound()['cti'])['voucher']['flags'] & 0b1110 == 0b0010
    assert world.operator.show(world.operator.issue(tier=3)['cti'])['voucher']['flags'] & 0b1110 == 0b1100
    base = {'type': 'deal', 'title_en': 'a', 'title_zh': 'b', 'value_minor': 1}
    for wrong in ({'tier': 4}, {'tier': -1}, {'live': 1}, {'holder_key': 'AA'}, {'holder_key': 7},
                  {'holder_key': world.phone.public, 'live': True}):
        status, answer = world.operator.call('POST', '/v1/vouchers', {**base, **wrong}, sound=False)
        assert (status, answer['code']) == (400, 'bad_request'), wrong


@case
def an_operator_is_told_the_code_of_a_phone_that_is_played_here(world):
    issued = world.operator.issue(home_store=None, live=True)
    status, answer = world.operator.call('GET', f"/v1/vouchers/{issued['cti']}/live")
    assert status == 200 and world.reason(token=answer['text']) == 'R01'
    for cti, code in ((world.bound()['cti'], 'not_now'), (world.operator.issue()['cti'], 'not_now'),
                      (str(uuid.uuid4()), 'unknown_voucher')):
        assert world.operator.call('GET', f'/v1/vouchers/{cti}/live')[1]['code'] == code
    assert world.till.call('GET', f"/v1/vouchers/{issued['cti']}/live")[1]['code'] == 'forbidden'


@case
def a_demo_has_a_page_that_shows_it(world):
    listed = get(world, '/live')[1]
    pages = re.findall(r'href="(/live/[^"]+)">([^<]+)<', listed)
    assert {'Five teas, by live code', 'Two teas'} <= {title for _, title in pages}, pages
    path = next(path for path, title in pages if title == 'Hat asked online, by live code')
    status, page = get(world, path)
    assert status == 200 and 'Hat asked online' in page and '<script' not in page
    assert 1 <= int(re.search(r'http-equiv="refresh" content="(\d+)"', page)[1]) <= 15
    assert 'd="M0 0h7v1h-7z' in page, 'a QR code begins with its corner'
    assert world.reason(token=re.search(r'<code>([^<]+)</code>', page)[1]) == 'R01'
    for path, method, status in (('/live/' + world.bound()['cti'], 'GET', 404), ('/live/x', 'GET', 404),
                                 ('/lively', 'GET', 404), ('/live', 'POST', 405)):
        assert get(world, path, method)[0] == status, path


@case
def no_shop_has_that_page(world):
    with tempfile.TemporaryDirectory() as directory:
        shop = Server(world.server.program, directory)
        assert get(world, '/live', port=shop.port)[0] == 404
        shop.stop()


@case
def the_sheet_has_no_picture_of_a_live_code(world):
    codes = world.server.directory / 'codes.json'
    subprocess.run([world.server.program, '--data', str(world.server.data('.')), '--codes', str(codes)], check=True)
    live = [row for row in json.loads(codes.read_text()) if row.get('live')]
    assert len([row for row in live if 'live code' in row['label']]) == 5
    assert {world.reason(token=row['text']) for row in live} == {'R16'}


def main():
    with tempfile.TemporaryDirectory() as directory:
        world = World(sys.argv[1], directory)
        sys.exit(play(cases, world))


main()
