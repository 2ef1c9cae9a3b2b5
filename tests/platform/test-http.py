# SPDX-License-Identifier: GPL-3.0-or-later
"""The platform's process over HTTP, every exchange checked against the contract. TAP on stdout.

    test-http.py PROGRAM
"""
import hashlib
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import nacl.signing  # noqa: E402
from client import ZEROS, Operator, Sender, Server, Terminal, b64, play, unb64  # noqa: E402

cases = []


def case(function):
    cases.append(function)
    return function


class World:
    def __init__(self, program, directory):
        self.server = Server(program, directory, '--demo')
        self.operator = Operator(self.server)
        self.till = Terminal(self.server)


def sale(lines=(), tenders=(), **more):
    gross = sum(line['total_minor'] for line in lines)
    return {'sale_id': str(uuid.uuid4()), 'receipt_no': '001-01-20260101-0001',
            'business_day': '2026-01-01', 'shift_id': None, 'staff_id': None, 'currency': 156,
            'gross_minor': gross, 'tax_minor': 0, 'saved_minor': 0, 'lines': list(lines),
            'tenders': list(tenders), 'ledger': [], 'at_utc_us': 1767225600000000, **more}


def product_line(product_id, quantity=1000, use_id=None):
    return {'line_no': 1, 'kind': 'product', 'product_id': product_id, 'sku': 'TT', 'gtin': None,
            'qty_milli': quantity, 'unit_price_minor': 100, 'total_minor': 100, 'tax_ppm': 0,
            'tax_minor': 0, 'use_id': use_id}


def grant_of(till, cti):
    return next(grant for grant in till.grants() if grant['right']['cti'] == cti)


# --- who asks -------------------------------------------------------------------------------------

@case
def a_request_is_believed_only_with_a_fresh_good_signature(world):
    till, target = world.till, '/v1/changes'
    good = till.sign('GET', target, b'', {})
    other = Sender(world.server, nacl.signing.SigningKey.generate(), till.keyid)
    nobody = Sender(world.server, till.key, f'{uuid.uuid4()}:1')
    epoch = Sender(world.server, till.key, till.keyid.rsplit(':', 1)[0] + ':9')
    table = [
        ('unsigned', {}, 401, 'bad_signature'),
        ('another key', other.sign('GET', target, b'', {}), 401, 'bad_signature'),
        ('unknown terminal', nobody.sign('GET', target, b'', {}), 401, 'unknown_device'),
        ('unknown incarnation', epoch.sign('GET', target, b'', {}), 401, 'unknown_device'),
        ('another target', till.sign('GET', '/v1/time', b'', {}), 401, 'bad_signature'),
        ('another method', till.sign('POST', target, b'', {}), 401, 'bad_signature'),
        ('old', till.sign('GET', target, b'', {}, created=int(time.time()) - 301), 401, 'stale_request'),
        ('early', till.sign('GET', target, b'', {}, created=int(time.time()) + 310), 401, 'stale_request'),
        ('good', good, 200, None),
        ('replayed', good, 401, 'replayed_request'),
        ('operator at a terminal\'s door', world.operator.sign('GET', target, b'', {}), 403, 'forbidden'),
    ]
    for name, headers, status, code in table:
        got, answer = till.send('GET', target, headers, b'', sound=False)
        assert (got, answer.get('code')) == (status, code), (name, got, answer)


@case
def a_nonce_of_the_platform_makes_up_for_a_wrong_clock_once(world):
    nonce = world.till.plain('GET', '/v1/nonce')[1]['nonce']
    how = {'created': 5, 'nonce': nonce}
    assert world.till.call('GET', '/v1/changes', **how)[0] == 200
    assert world.till.call('GET', '/v1/changes', **how)[1]['code'] == 'stale_request'


@case
def a_changed_body_is_noticed(world):
    body = b'{"type":"deal","title_en":"a","title_zh":"b","value_minor":1}'
    headers = world.operator.sign('POST', '/v1/vouchers', body, {})
    status, answer = world.operator.send('POST', '/v1/vouchers', headers,
                                         body.replace(b'1}', b'9}'), sound=False)
    assert (status, answer['code']) == (400, 'bad_digest')


@case
def a_nonce_is_remembered_over_a_kill(world):
    headers = world.till.sign('GET', '/v1/changes', b'', {})
    assert world.till.send('GET', '/v1/changes', headers, b'')[0] == 200
    world.server.kill()
    world.server.start()
    assert world.till.send('GET', '/v1/changes', headers, b'')[1]['code'] == 'replayed_request'


@case
def a_second_one_does_not_serve_the_same_folder(world):
    port_file = world.server.directory / 'second-port'
    second = subprocess.run([world.server.program, '--data', str(world.server.data('.')), '--listen', '127.0.0.1:0',
                             '--port-file', str(port_file)], capture_output=True, text=True, timeout=60)
    assert second.returncode == 1 and not port_file.exists(), second.returncode
    assert 'Another hufu-platform has' in second.stderr and 'stop it' in second.stderr, second.stderr
    assert world.till.call('GET', '/v1/changes')[0] == 200


@case
def bad_requests_get_one_clear_problem(world):
    big = b'{"x":"' + b'a' * (1024 * 1024) + b'"}'
    table = [
        ('GET', '/v1/moon', b'', 404, 'not_found'),
        ('GET', '/v1/vouchers/not-an-id', b'', 404, 'not_found'),
        ('POST', '/v1/time', b'{}', 405, 'method_not_allowed'),
        ('POST', '/v1/device/token', b'{', 400, 'bad_request'),
        ('POST', '/v1/device/token', b'[]', 400, 'bad_request'),
        ('POST', '/v1/device/token', b'{"device_code":"x","device_code":"y"}', 400, 'bad_request'),
        ('POST', '/v1/device/token', b'\xff\xfe', 400, 'bad_request'),
        ('POST', '/v1/device/token', b'{"device_code":"never"}', 400, 'expired_token'),
        ('POST', '/v1/device/authorization', b'{"name":"x","device_public":"AA"}', 400, 'bad_request'),
        ('POST', '/v1/device/token', big, 413, 'too_large'),
        ('GET', '/v1/trust-list?store=-4', b'', 400, 'bad_request'),
    ]
    for method, target, body, status, code in table:
        got, answer = world.till.send(method, target, {}, body, sound=False)
        assert (got, answer['code']) == (status, code), (method, target, got, answer)


# --- enrolment and trust ----------------------------------------------------------------------------

@case
def enrolment_is_answered_the_same_again_and_anew_as_a_new_incarnation(world):
    till = Terminal(world.server)
    again = till.plain('POST', '/v1/device/token', {'device_code': till.device_code})[1]
    assert again == till.me and till.me['store']['store_no'] == 1 and till.me['currency'] == 156
    second = Terminal(world.server, till.key)
    assert second.me['terminal_id'] == till.me['terminal_id']
    assert second.me['terminal_no'] == till.me['terminal_no']
    assert second.me['incarnation'] == 2
    assert till.call('POST', '/v1/grants', {'incarnation': 1, 'platform_epoch': 1, 'room': 1,
                                            'after': {'platform_epoch': 0, 'counter': 0}}
                     )[1]['code'] == 'old_incarnation'
    assert till.report('staff.signed_in', {'staff_id': str(uuid.uuid4()), 'at_utc_us': 1}) == 'ok'
    assert till.report('code.paused', {'wrong': 10, 'pause_s': 60, 'at_utc_us': 1}) == 'ok'


@case
def the_trust_list_is_signed_by_both_pinned_roots_and_grows(world):
    pinned = [bytes.fromhex(line) for line in world.server.data('root.pub').read_text().split()]
    assert [unb64(root['public_key']) for root in world.till.me['roots']] == pinned

    def load():
        envelope = world.till.plain('GET', '/v1/trust-list?store=1')[1]
        assert len(envelope['signatures']) == 2
        for key, entry in zip(pinned, envelope['signatures']):
            nacl.signing.VerifyKey(key).verify(b'HUFUT1' + envelope['body'].encode(),
                                               unb64(entry['signature']))
        return json.loads(envelope['body'])
    before = load()
    late = Terminal(world.server)
    after = load()
    assert after['version'] > before['version']
    mine = [d for d in after['devices'] if d['terminal_id'] == late.me['terminal_id']]
    assert mine[0]['public_key'] == b64(bytes(late.key.verify_key))


# --- catalogue and changes --------------------------------------------------------------------------

@case
def the_snapshot_is_a_signed_catalogue_of_500_products(world):
    status, content = world.till.call('GET', '/v1/catalog/snapshot')
    headers = world.till.headers
    assert status == 200
    trust = json.loads(world.till.plain('GET', '/v1/trust-list')[1]['body'])
    kid, signature = headers['Hufu-Snapshot-Signature'].split(':')
    key = next(k for k in trust['platform_keys'] if k['kid'] == kid)
    nacl.signing.VerifyKey(unb64(key['public_key'])).verify(
        b'HUFUS1' + hashlib.sha256(content).digest(), unb64(signature))
    path = world.server.directory / 'snapshot.db'
    path.write_bytes(content)
    db = sqlite3.connect(path)
    db.execute('PRAGMA trusted_schema = OFF')
    assert db.execute('SELECT count(*) FROM product').fetchone() == (500,)
    assert db.execute('PRAGMA integrity_check').fetchone() == ('ok',)
    assert db.execute('SELECT cursor FROM catalogue').fetchone() == (headers['Hufu-Cursor'],)
    codes = [str(code) for code, in db.execute('SELECT code FROM barcode WHERE code / 100000000000 <> 21')]
    for code in codes:
        digits = [int(d) for d in code]
        assert len(code) == 13 and sum(digits[0::2] + 3 * digits[1::2]) % 10 == 0, code
    for table in ('search_state', 'search_rank', 'posting'):  # the terminal's own
        assert db.execute(f'SELECT count(*) FROM {table}').fetchone() == (0,), table
    db.close()
    etag = headers['ETag']
    assert world.till.call('GET', '/v1/catalog/snapshot', extra={'If-None-Match': etag})[0] == 304


def walk(till, cursor=None, limit=100):
    seen = []
    while True:
        query = f'?limit={limit}' + (f'&cursor={cursor}' if cursor else '')
        status, page = till.call('GET', '/v1/changes' + query)
        assert status == 200, page
        seen += page['changes']
        cursor = page['cursor']
        if not page['more']:
            return seen, cursor


@case
def changes_bring_everything_once_and_after_a_snapshot_all_but_the_catalogue(world):
    kinds = {}
    for change in walk(world.till)[0]:
        kinds[change['kind']] = kinds.get(change['kind'], 0) + 1
    assert kinds.pop('peer') >= 1
    assert kinds == {'product': 500, 'category': 6, 'staff': 5, 'member': 200, 'policy': 1, 'promotion': 2, 'tax': 1,
                     'store': 2, 'stock': 500, 'pickup': 10, 'reservation': 8}, kinds
    world.till.call('GET', '/v1/catalog/snapshot')
    after, cursor = walk(world.till, world.till.headers['Hufu-Cursor'])
    assert {c['kind'] for c in after} == {'staff', 'member', 'policy', 'promotion', 'tax', 'pickup', 'reservation',
                                         'peer'}
    assert walk(world.till, cursor)[0] == []


@case
def tills_are_told_of_each_other(world):
    _, cursor = walk(world.till)
    ask = {'incarnation': 1, 'platform_epoch': world.till.me['platform_epoch'], 'room': 0,
           'after': {'platform_epoch': 0, 'counter': 0}}
    till = Terminal(world.server)
    for address in ('127.0.0.1:1', '127.0.0.1:1', '127.0.0.1:2'):
        assert till.call('POST', '/v1/grants', ask | {'address': address})[0] == 200
    assert till.call('POST', '/v1/grants', ask | {'address': ''}, sound=False)[1]['code'] == 'bad_request'
    told, cursor = walk(world.till, cursor)
    assert [(c['kind'], c['key']) for c in told] == [('peer', till.me['terminal_id'])]
    peer = told[0]['data']
    assert (peer['address'], peer['incarnation']) == ('127.0.0.1:2', 1)
    assert unb64(peer['device_public']) == bytes(till.key.verify_key)
    Terminal(world.server, till.key)
    told, cursor = walk(world.till, cursor)
    assert [(c['data']['incarnation'], c['data']['address']) for c in told] == [(2, '')]


@case
def a_cursor_of_another_database_means_take_a_snapshot(world):
    for cursor in (f'{uuid.uuid4()}.5.5', 'nonsense', 'a.b.c.d'):
        status, answer = world.till.call('GET', f'/v1/changes?cursor={cursor}')
        assert (status, answer['code']) == (410, 'snapshot_needed')


@case
def a_sale_lowers_stock_and_the_change_is_told(world):
    _, cursor = walk(world.till)
    body = sale([product_line(7, 3000)])
    assert world.till.report('sale.finished', body) == 'ok'
    changes, cursor = walk(world.till, cursor)
    assert [(c['kind'], c['key']) for c in changes] == [('stock', '7')]
    stock = here(changes[0])
    assert world.till.report('sale.voided', {'sale_id': body['sale_id'], 'staff_id': None,
                                             'at_utc_us': 1}) == 'ok'
    assert here(walk(world.till, cursor)[0][0]) == stock + 3000


def here(change, store_no=1):
    return {p['store_no']: p['on_hand_milli'] for p in change['data']['places']}[store_no]


def correction(delta, **more):
    return {'correction_id': str(uuid.uuid4()), 'product_id': 9, 'delta_milli': delta, 'number_milli': abs(delta),
            'reason': 'damaged', 'staff_id': str(uuid.uuid4()), 'at_utc_us': 1} | more


@case
def stock_is_the_sum_of_movements_each_counted_once(world):
    def figure(store_no=1):
        return here({'data': world.operator.call('GET', '/v1/stock?product=9')[1]}, store_no)

    before, online = figure(), figure(0)
    broken = correction(-2000, note='Wet')
    assert world.till.report('stock.corrected', broken) == 'ok'
    assert world.till.report('stock.corrected', broken) == 'ok'  # another event of the same correction
    assert world.till.report('sale.finished', sale([product_line(9, 1000), product_line(9, 500) | {'line_no': 2}])) == 'ok'
    assert figure() == before - 3500
    assert Terminal(world.server).report('sale.finished', sale([product_line(9, 1000)])) == 'ok'
    assert (figure(), figure(0)) == (before - 4500, online)
    move = {'move_id': str(uuid.uuid4()), 'product_id': 9, 'store_no': 0, 'delta_milli': -online - 1000, 'reason': 'sold'}
    for _ in range(2):
        assert world.operator.call('POST', '/v1/stock', move)[0] == 200
    assert (figure(), figure(0)) == (before - 4500, -1000)
    for bad in (correction(1, reason='stolen'), correction(1, number_milli=-1), correction(10**13)):
        assert world.till.report('stock.corrected', bad, sound=False) == 'bad_body'
    for bad in ({'store_no': 77}, {'reason': 'because'}, {'move_id': 'x'}):
        assert world.operator.call('POST', '/v1/stock', move | bad, sound=False)[1]['code'] == 'bad_request'
    assert world.operator.call('GET', '/v1/stock?product=99999')[1]['code'] == 'not_found'
    assert figure() == before - 4500


@case
def figures_say_which_of_the_own_events_they_count(world):
    till = Terminal(world.server)

    def counted():
        answer = till.call('GET', '/v1/changes')[1]
        assert {row['store_no'] for row in answer['heard']} == {0, 1, 2}
        return answer['counted']

    assert counted() == {'incarnation': 0, 'seq': 0}
    for seq in (1, 2):
        assert till.report('sale.finished', sale([product_line(9, 1000)])) == 'ok'
        assert counted() == {'incarnation': 1, 'seq': seq}
    assert till.report('stock.corrected', correction(0, reason='stolen'), sound=False) == 'bad_body'
    assert counted() == {'incarnation': 1, 'seq': 3}  # it is known, and moved nothing
    late = {'body': correction(-1000), 'event_id': str(uuid.uuid4()), 'hash': b64(bytes(32)), 'hlc': 1,
            'incarnation': 1, 'kind': 'stock.corrected', 'seq': 5}
    till = Terminal(world.server, till.key)
    assert counted() == {'incarnation': 1, 'seq': 3}
    assert till.report('branch', late) == 'ok'
    assert counted() == {'incarnation': 1, 'seq': 5}
    assert till.report('sale.finished', sale([product_line(9, 1000)])) == 'ok'
    assert counted() == {'incarnation': 2, 'seq': 2}


@case
def the_demo_has_every_kind_of_code_and_a_sheet_of_them(world):
    vouchers = [row for row in world.codes if row['kind'] == 'voucher']
    assert len(vouchers) == 53 and {row['type'] for row in vouchers} == {'deal', 'cash', 'pass', 'coupon'}
    assert {row['home_store'] for row in vouchers} == {None, 1, 2}
    assert {row['kind'] for row in world.codes} == {'voucher', 'member', 'pickup', 'reservation',
                                                    'product', 'label'}
    reasons = {world.till.prepare(token=row['text'])[1]['reason'] for row in vouchers if not row['live']}
    assert {'R01', 'R08', 'R09', 'R10', 'R13', 'R14'} <= reasons <= {
        'R01', 'R07', 'R08', 'R09', 'R10', 'R13', 'R14'}, reasons
    sheet, pictures = world.server.directory / 'sheet.pdf', world.server.directory / 'pictures'
    subprocess.run([world.server.program, '--data', str(world.server.data('.')), '--sheet', str(sheet),
                    '--codes-dir', str(pictures)], check=True)
    assert sheet.read_bytes().startswith(b'%PDF')
    assert len(list(pictures.glob('*-voucher-*.png'))) == 48
    orders = world.operator.call('GET', '/v1/orders?after=0&limit=500')[1]['orders']
    assert len({order['business_day'] for order in orders if order['terminal_id'] is None}) == 14
    for order in orders:
        ledger = order['body']['ledger']
        assert sum(p['debit_minor'] for p in ledger) == sum(p['credit_minor'] for p in ledger)


@case
def limits_are_signed_listed_and_taken_back(world):
    limits = {'voucher_max_minor': 20000, 'uses_max': 50, 'total_max_minor': 200000,
              'status_age_max_s': 86400}
    for asked, wanted in ((limits, limits), (None, None)):
        assert world.operator.call('POST', '/v1/limits', {'store_no': 1, 'limits': asked}) == (
            200, {'is_on': asked is not None})
        status, answer = world.operator.call('GET', '/v1/limits')
        assert (status, [store['limits'] for store in answer['stores']]) == (200, [wanted, None])
    assert world.till.call('GET', '/v1/limits')[0] == 403


@case
def a_voucher_that_cannot_be_issued_is_refused_with_a_sentence(world):
    order = {'type': 'deal', 'title_en': 'Two teas', 'title_zh': '两杯茶', 'value_minor': 990, 'home_store': 1,
             'platform_code': '860011223344'}
    assert world.operator.call('POST', '/v1/vouchers', order)[0] == 200
    taken, answer = world.operator.call('POST', '/v1/vouchers', order)
    assert (taken, answer['code']) == (409, 'not_now') and 'platform_code' in answer['detail'], answer
    del order['platform_code']
    odd = [(name, value) for name in order for value in (None, [], {}, '', -1)
           if (name, value) != ('home_store', None)]
    odd += [(name, value) for name in ('scope', 'conditions', 'item_en', 'icon', 'issuer', 'uses', 'offline', 'live',
                                       'platform_code', 'holder_key', 'member_id', 'tier', 'tax_ppm')
            for value in (5.5, '!', -1, [None], {'a': 1})]
    odd += [('scope', None), ('scope', 5), ('scope', ['1']), ('scope', [-1]), ('scope', [1] * 9), ('home_store', 77),
            ('offline', 'no'), ('ofline', False), ('holder', 'somebody'), ('platform_code', '12345')]
    for name, value in odd:
        if name in ('item_en', 'icon') and value == '!':
            continue
        status, answer = world.operator.call('POST', '/v1/vouchers', {**order, name: value}, sound=False)
        assert (status, answer.get('code')) == (400, 'bad_request'), (name, value, answer)
        assert name in answer['detail'], (name, answer)
    assert world.operator.call('POST', '/v1/vouchers', {**order, 'scope': [1, 2], 'offline': False})[0] == 200


EVENING = """[evening]
kind = percent
name_en = Evening
name_zh = 晚间
percent = 20
goods = category Drinks
"""


@case
def a_shop_publishes_its_own_promotions(world):
    """All of a file or nothing, each fault by its line; the tills hear of it as of any change."""
    def ask(text):
        return world.operator.call('POST', '/v1/promotions', {'store_no': 1, 'text': text})

    def told():
        return {c['key']: c['data'] for c in walk(world.till)[0] if c['kind'] == 'promotion'}

    status, answer = ask(EVENING + '[other]\nkind = gift\n')
    assert status == 400 and answer['detail'].splitlines() == [
        'line 8: kind is one of percent, amount, buy-get, bundle, threshold',
        'line 7: [other] needs name_en', 'line 7: [other] needs name_zh'], answer
    assert 'evening' not in told()
    assert ask(EVENING) == (200, {'published': ['evening']})
    assert told()['evening']['percent'] == 20 and told()['evening']['parts'] == [{'categories': [5]}]
    assert ask(EVENING.replace('20', '30'))[0] == 200
    assert (told()['evening']['percent'], told()['evening']['version']) == (30, 2)
    status, listed = world.operator.call('GET', '/v1/promotions?store=1')
    assert status == 200 and 'evening' in [p['id'] for p in listed['promotions']]
    assert world.operator.call('POST', '/v1/promotions/end', {'store_no': 1, 'id': 'evening'})[0] == 200
    assert told()['evening'] is None
    assert world.operator.call('POST', '/v1/promotions/end', {'store_no': 1, 'id': 'evening'})[0] == 404
    assert world.operator.call('POST', '/v1/promotions', {'store_no': 99, 'text': EVENING})[0] == 404
    assert world.till.call('GET', '/v1/promotions?store=1')[0] == 403
    example = pathlib.Path(__file__).parents[2] / 'data/examples/promotions.txt'
    assert ask(example.read_text())[0] == 200
    for name in ('evening-drinks', 'break', 'members-100-off'):
        assert world.operator.call('POST', '/v1/promotions/end', {'store_no': 1, 'id': name})[0] == 200


@case
def a_store_is_taxed_as_its_place_wants(world):
    def ask(rules, **more):
        return world.operator.call('POST', '/v1/taxes', {'store_no': 1, 'rules': rules, **more}, sound=False)

    def told():
        return [c['data'] for c in walk(world.till)[0] if c['kind'] == 'tax'][0]

    examples = pathlib.Path(__file__).parents[2] / 'data/examples'
    before = told()
    rules = json.loads((examples / 'tax-us.json').read_text())
    assert ask(rules) == (200, {'store_no': 1, 'in_force': True}) and told() == rules
    for change, place in ((lambda r: r.pop('jurisdiction'), 'jurisdiction'), (lambda r: r.update(prices='both'), 'prices'),
                          (lambda r: r['classes'].clear(), 'classes'),
                          (lambda r: r['classes'][0]['taxes'][1].update(rate_ppm=-1), 'classes[0].taxes[1].rate_ppm'),
                          (lambda r: r['classes'][0]['taxes'][0].update(name_en='State\u202e'), 'name_en is wanted: a short text that can be'),
                          (lambda r: r.update(jurisdiction='US\nWA'), 'jurisdiction'),
                          (lambda r: r['classes'][1]['goods'].update(categories=['food']), 'classes[1].categories'),
                          (lambda r: r['classes'][1]['goods'].update(categories=[4, 99]), 'classes[1].categories is wanted: numbers that exist; 99 does not'),
                          (lambda r: r['classes'][1]['goods'].update(products=[999999]), 'classes[1].products is wanted'),
                          (lambda r: r['classes'][1].pop('goods'), 'classes is wanted: ids of small letters, one class')):
        wrong = json.loads(json.dumps(rules))
        change(wrong)
        status, answer = ask(wrong)
        assert status == 400 and place in answer['detail'], answer
    assert told() == rules
    assert ask(rules, store_no=99)[0] == 404
    assert ask(json.loads((examples / 'tax-cn-small.json').read_text()))[0] == 200
    assert ask(None) == (200, {'store_no': 1, 'in_force': False}) and told() is None
    assert ask(before)[0] == 200
    assert world.till.call('POST', '/v1/taxes', {'store_no': 1, 'rules': None})[0] == 403


# --- events -----------------------------------------------------------------------------------------

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


@case
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


@case
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


@case
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


@case
def a_batch_sent_again_changes_nothing_and_is_answered_the_same(world):
    till = Terminal(world.server)
    events = [till.append('sale.finished', sale()) for _ in range(3)]
    first = till.push(events)
    count = world.operator.status()
    assert till.push(events) == first and till.push(events[1:])[1]['acked_seq'] == 3
    after = world.operator.status()
    assert (after['events'], after['orders']) == (count['events'], count['orders'])


@case
def a_gap_is_told_and_nothing_behind_it_is_stored(world):
    till = Terminal(world.server)
    events = [till.append('staff.signed_in', {'staff_id': str(uuid.uuid4()), 'at_utc_us': 1})
              for _ in range(4)]
    status, ack = till.push(events[2:])
    assert (status, ack['acked_seq'], ack['want_seq'], ack['verdicts']) == (200, 0, 1, [])
    status, ack = till.push(events[:1] + events[2:])
    assert (ack['acked_seq'], ack['want_seq'], len(ack['verdicts'])) == (1, 2, 1)
    assert till.push(events)[1]['acked_seq'] == 4


@case
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


@case
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


@case
def an_event_is_known_again_under_another_incarnation(world):
    till = Terminal(world.server)
    body, event_id = sale(), str(uuid.uuid4())
    assert till.push([till.append('sale.finished', body, event_id)])[0] == 200
    anew = Terminal(world.server, till.key)
    ack = anew.push([anew.append('sale.finished', body, event_id)])[1]
    assert (ack['verdicts'][0]['verdict'], ack['verdicts'][0]['code']) == ('accepted', 'duplicate')


@case
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
            ('POST', f'/v1/redemptions/{use_id}/undo', {'staff_id': None}, other),
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


@case
def a_new_epoch_is_above_any_ever_used(world):
    with tempfile.TemporaryDirectory() as directory:
        server = Server(world.server.program, directory, '--demo')
        try:
            renews(server)
        finally:
            server.process.kill()
            server.process.wait()


@case
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


@case
def what_was_acknowledged_survives_a_kill(world):
    till = Terminal(world.server)
    body = sale()
    ack = till.push([till.append('sale.finished', body)])[1]
    world.server.kill()
    world.server.start()
    assert till.push(till.journal)[1] == ack
    status, page = world.operator.call('GET', '/v1/orders?after=0&limit=500')
    assert body['sale_id'] in [order['sale_id'] for order in page['orders']]


# --- rights -----------------------------------------------------------------------------------------

@case
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


@case
def only_free_rights_of_this_store_are_granted(world):
    online = world.operator.issue(home_store=None)
    barred = world.operator.issue(offline=False)
    other = world.operator.issue(home_store=2)
    dead = world.operator.issue(not_before_utc_s=1, expires_utc_s=2)
    got = {g['right']['cti'] for g in world.till.grants()}
    assert not got & {issued['cti'] for issued in (online, barred, other, dead)}


@case
def two_tills_never_get_the_same_right(world):
    second = Terminal(world.server)
    mine = [world.operator.issue()['cti'] for _ in range(20)]
    a = {g['right']['cti'] for g in world.till.grants()} & set(mine)
    b = {g['right']['cti'] for g in second.grants()} & set(mine)
    everybody = a | b
    for cti in set(mine) - everybody:
        assert world.operator.right(cti)['state'] == 'available'
    assert not a & b


@case
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


def alone(world, till):
    """Freezes all other tills, so that every right goes to this one."""
    db = sqlite3.connect(world.server.data('platform.db'))
    with db:
        db.execute("UPDATE incarnation SET state = 'superseded' WHERE state = 'enrolled' AND "
                   'terminal_id <> ?', (uuid.UUID(till.me['terminal_id']).bytes,))
    db.close()
    world.till = till


@case
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


@case
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


@case
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


@case
def a_prepaid_line_names_no_product(world):
    line = {**product_line(0, use_id=str(uuid.uuid4())), 'kind': 'prepaid', 'total_minor': 0}
    _, cursor = walk(world.till)
    assert world.till.report('sale.finished', sale([line])) == 'ok'
    assert walk(world.till, cursor)[0] == []


# --- online -----------------------------------------------------------------------------------------

@case
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


@case
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


@case
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


@case
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


@case
def an_opaque_code_is_redeemed_online(world):
    issued = world.operator.issue(home_store=None, platform_code='731204417788')
    assert world.till.prepare(platform_code='731204417788')[1]['voucher']['cti'] == issued['cti']
    assert world.till.redeem(platform_code='731204417788')[1]['reason'] == 'R01'


@case
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


@case
def a_key_given_up_is_closed_for_ever(world):
    issued = world.operator.issue(home_store=None)
    use_id = str(uuid.uuid4())
    assert world.till.find(use_id)[1]['code'] == 'unknown_key'
    assert world.till.undo(use_id)[1]['state'] == 'given_up'
    late = world.till.redeem(use_id, token=issued['token'])[1]
    assert (late['state'], late['reason']) == ('given_up', 'R27')
    assert world.operator.right(issued['cti'])['state'] == 'available'


@case
def a_key_is_not_given_up_once_its_sale_is_here(world):
    use_id = str(uuid.uuid4())
    assert world.till.report('sale.finished', sale([product_line(3, use_id=use_id)])) == 'ok'
    assert world.till.undo(use_id)[1]['state'] == 'refused'


@case
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


@case
def a_thousand_wrong_short_codes_are_stopped(world):
    till = Terminal(world.server)
    answers = [till.prepare(short_code='0000000000') for _ in range(12)]
    assert [status for status, _ in answers] == [200] * 10 + [429] * 2
    assert answers[0][1]['reason'] == 'R04' and answers[11][1]['code'] == 'too_many_tries'
    assert 1 <= int(till.headers['Retry-After']) <= 60
    assert till.redeem(short_code='0000000000')[1]['code'] == 'too_many_tries', 'no way around'
    assert till.prepare(token=world.operator.issue()['token'])[0] == 200, 'a QR code is no guess'
    assert world.till.prepare(short_code=world.operator.issue()['short_code'])[0] == 200


@case
def an_order_that_breaks_a_rule_is_not_issued(world):
    base = {'type': 'deal', 'title_en': 'a', 'title_zh': 'b', 'value_minor': 1}
    for other in ({'type': 'moon'}, {'uses': 2}, {'value_minor': -1}, {'title_zh': ''}, {'title_en': None},
                  {'title_en': 'Tea\x1b[2J'}, {'title_zh': '\x7f'}, {'item_zh': '茶\x9b'}, {'item_en': 'a\nb'},
                  {'expires_utc_s': 9, 'not_before_utc_s': 9}, {'scope': [1] * 9}):
        status, answer = world.operator.call('POST', '/v1/vouchers', {**base, **other}, sound=False)
        assert (status, answer['code']) == (400, 'bad_request'), other
        assert next(iter(other)) in answer['detail'], answer


@case
def a_cash_voucher_may_be_for_some_goods_alone(world):
    snacks = {'categories': [4], 'target_en': 'snacks', 'target_zh': '零食'}
    issued = world.operator.issue('cash', 5000, conditions=snacks)
    assert world.operator.show(issued['cti'])['voucher']['conditions'] == snacks
    order = {'type': 'cash', 'title_en': 'a', 'title_zh': 'b', 'value_minor': 1}
    for conditions in ({'target_en': 'snacks'}, {**snacks, 'days': [1]}, {'alone': True}):
        status, answer = world.operator.call('POST', '/v1/vouchers', {**order, 'conditions': conditions})
        assert (status, answer['code']) == (400, 'bad_request') and 'conditions' in answer['detail'], conditions


# --- care -------------------------------------------------------------------------------------------

def obey(till):
    """Asks for nothing, does what is asked; the answer."""
    status, answer = till.call('POST', '/v1/grants', {
        'incarnation': till.me['incarnation'], 'platform_epoch': 1, 'after': ZEROS, 'room': 0})
    assert status == 200, answer
    for recall in answer['recalls']:
        assert till.report('right.recalled', {'recall': recall['number'], 'right': recall['right'],
                                              'epoch': recall['epoch']}) == 'ok'
    if answer['report'] is not None:
        assert till.report('right.reported', {'report': answer['report'], 'up_to': answer['report']}) == 'ok'
    return answer


@case
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


@case
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


@case
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


@case
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


@case
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


@case
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

@case
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


@case
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


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as directory:
        world = World(program, directory)
        codes = pathlib.Path(directory) / 'codes.json'
        subprocess.run([program, '--data', str(world.server.data('.')), '--codes', str(codes)], check=True)
        world.codes = json.loads(codes.read_text())
        sys.exit(play(cases, world))


main()
