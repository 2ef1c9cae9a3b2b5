# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may ask the platform, enrolment, the catalogue and its changes. TAP on stdout.

    test-http.py PROGRAM
"""
import hashlib
import json
import pathlib
import sqlite3
import subprocess
import sys
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import nacl.signing  # noqa: E402
from client import Sender, Terminal, b64, unb64  # noqa: E402
from world import main, product_line, sale, walk  # noqa: E402


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


def a_nonce_of_the_platform_makes_up_for_a_wrong_clock_once(world):
    nonce = world.till.plain('GET', '/v1/nonce')[1]['nonce']
    how = {'created': 5, 'nonce': nonce}
    assert world.till.call('GET', '/v1/changes', **how)[0] == 200
    assert world.till.call('GET', '/v1/changes', **how)[1]['code'] == 'stale_request'


def a_changed_body_is_noticed(world):
    body = b'{"type":"deal","title_en":"a","title_zh":"b","value_minor":1}'
    headers = world.operator.sign('POST', '/v1/vouchers', body, {})
    status, answer = world.operator.send('POST', '/v1/vouchers', headers,
                                         body.replace(b'1}', b'9}'), sound=False)
    assert (status, answer['code']) == (400, 'bad_digest')


def a_nonce_is_remembered_over_a_kill(world):
    headers = world.till.sign('GET', '/v1/changes', b'', {})
    assert world.till.send('GET', '/v1/changes', headers, b'')[0] == 200
    world.server.kill()
    world.server.start()
    assert world.till.send('GET', '/v1/changes', headers, b'')[1]['code'] == 'replayed_request'


def a_second_one_does_not_serve_the_same_folder(world):
    port_file = world.server.directory / 'second-port'
    second = subprocess.run([world.server.program, '--data', str(world.server.data('.')), '--listen', '127.0.0.1:0',
                             '--port-file', str(port_file)], capture_output=True, text=True, timeout=60)
    assert second.returncode == 1 and not port_file.exists(), second.returncode
    assert 'Another hufu-platform has' in second.stderr and 'stop it' in second.stderr, second.stderr
    assert world.till.call('GET', '/v1/changes')[0] == 200


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


def a_cursor_of_another_database_means_take_a_snapshot(world):
    for cursor in (f'{uuid.uuid4()}.5.5', 'nonsense', 'a.b.c.d'):
        status, answer = world.till.call('GET', f'/v1/changes?cursor={cursor}')
        assert (status, answer['code']) == (410, 'snapshot_needed')


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


def limits_are_signed_listed_and_taken_back(world):
    limits = {'voucher_max_minor': 20000, 'uses_max': 50, 'total_max_minor': 200000,
              'status_age_max_s': 86400}
    for asked, wanted in ((limits, limits), (None, None)):
        assert world.operator.call('POST', '/v1/limits', {'store_no': 1, 'limits': asked}) == (
            200, {'is_on': asked is not None})
        status, answer = world.operator.call('GET', '/v1/limits')
        assert (status, [store['limits'] for store in answer['stores']]) == (200, [wanted, None])
    assert world.till.call('GET', '/v1/limits')[0] == 403


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


main([
    a_request_is_believed_only_with_a_fresh_good_signature,
    a_nonce_of_the_platform_makes_up_for_a_wrong_clock_once,
    a_changed_body_is_noticed,
    a_nonce_is_remembered_over_a_kill,
    a_second_one_does_not_serve_the_same_folder,
    bad_requests_get_one_clear_problem,
    enrolment_is_answered_the_same_again_and_anew_as_a_new_incarnation,
    the_trust_list_is_signed_by_both_pinned_roots_and_grows,
    the_snapshot_is_a_signed_catalogue_of_500_products,
    changes_bring_everything_once_and_after_a_snapshot_all_but_the_catalogue,
    tills_are_told_of_each_other,
    a_cursor_of_another_database_means_take_a_snapshot,
    a_sale_lowers_stock_and_the_change_is_told,
    stock_is_the_sum_of_movements_each_counted_once,
    figures_say_which_of_the_own_events_they_count,
    the_demo_has_every_kind_of_code_and_a_sheet_of_them,
    limits_are_signed_listed_and_taken_back,
    a_voucher_that_cannot_be_issued_is_refused_with_a_sentence,
    a_shop_publishes_its_own_promotions,
    a_store_is_taxed_as_its_place_wants,
])
