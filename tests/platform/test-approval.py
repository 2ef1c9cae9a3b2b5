# SPDX-License-Identifier: GPL-3.0-or-later
"""The page where a manager approves a terminal: the device flow of RFC 8628 with a person in it.

    test-approval.py PROGRAM
"""
import http.client
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import nacl.signing  # noqa: E402
from client import Sender, Server, b64, play  # noqa: E402

MANAGER = {'staff_no': '01', 'pin': '2468', 'store_no': '1'}
cases = []


def case(function):
    cases.append(function)
    return function


class Shop:
    """A platform with the demo's store and people that approves nobody by itself."""

    def __init__(self, program, directory):
        data = pathlib.Path(directory) / 'data'
        subprocess.run([program, '--data', str(data), '--demo', '--codes',
                        str(pathlib.Path(directory) / 'codes.json')], check=True)
        self.server = Server(program, directory)

    def page(self, method='GET', query=None, form=None, language='en'):
        connection = http.client.HTTPConnection('127.0.0.1', self.server.port, timeout=60)
        target = '/enrol' + ('?' + urllib.parse.urlencode(query) if query else '')
        body = urllib.parse.urlencode(form) if form else None
        headers = {'Accept-Language': language}
        if form:
            headers['Content-Type'] = 'application/x-www-form-urlencoded'
        connection.request(method, target, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        self.headers = dict(answer.getheaders())
        return answer.status, text

    def decide(self, code, decision='approve', **other):
        return self.page('POST', form={'user_code': code, 'decision': decision, **MANAGER, **other})


class Till(Sender):
    def __init__(self, shop, name='till by the door'):
        super().__init__(shop.server, nacl.signing.SigningKey.generate(), '')
        status, self.asked = self.plain('POST', '/v1/device/authorization', {
            'device_public': b64(bytes(self.key.verify_key)), 'name': name})
        assert status == 200, self.asked
        self.code = self.asked['user_code']

    def poll(self):
        return self.plain('POST', '/v1/device/token', {'device_code': self.asked['device_code']})


@case
def a_terminal_waits_until_a_manager_approves(shop):
    till = Till(shop)
    assert till.asked['verification_uri_complete'].endswith('/enrol?user_code=' + till.code)
    assert till.poll()[1]['code'] == 'authorization_pending'
    status, text = shop.page(query={'user_code': till.code})
    assert status == 200 and till.code in text and 'till by the door' in text
    status, text = shop.decide(till.code.lower().replace('-', ' '))
    assert status == 200 and 'approved' in text, text
    status, answer = till.poll()
    assert (status, answer['store']['store_no'], answer['incarnation']) == (200, 1, 1), answer
    till.keyid = f'{answer["terminal_id"]}:1'
    assert till.call('GET', '/v1/changes')[0] == 200


@case
def a_refused_terminal_stays_out(shop):
    till = Till(shop)
    status, text = shop.decide(till.code, 'deny')
    assert status == 200 and 'refused' in text
    assert till.poll()[1]['code'] == 'access_denied'
    assert shop.decide(till.code)[0] == 403
    assert till.poll()[1]['code'] == 'access_denied'


@case
def the_page_speaks_both_languages_and_loads_nothing(shop):
    status, text = shop.page(language='zh-CN,zh;q=0.9')
    assert status == 200 and 'lang="zh-CN"' in text and '批准' in text
    assert "default-src 'none'" in shop.headers['Content-Security-Policy']
    assert shop.headers['Cache-Control'] == 'no-store'
    status, text = shop.page(query={'lang': 'en'}, language='zh')
    assert 'lang="en"' in text and '<script' not in text and 'http' not in text


@case
def what_is_typed_is_no_markup(shop):
    till = Till(shop, '<b onclick=x>&"')
    for text in (shop.page(query={'user_code': till.code})[1],
                 shop.page('POST', form={**MANAGER, 'decision': 'deny', 'user_code': till.code})[1],
                 shop.decide('"><script>alert(1)</script>')[1]):
        assert '<script' not in text and '<b onclick' not in text


@case
def a_form_that_is_none_decides_nothing(shop):
    till = Till(shop)
    assert shop.decide(till.code, 'perhaps')[0] == 400
    assert shop.decide(till.code, store_no='x')[0] == 400
    assert shop.page('PUT', form=MANAGER)[0] == 405
    assert till.poll()[1]['code'] == 'authorization_pending'


# Last of all: after it nobody is let in for five minutes.
@case
def guesses_are_few_whoever_makes_them(shop):
    till = Till(shop)
    wrong = [{'pin': '2469'}, {'staff_no': '02', 'pin': '1357'}, {'staff_no': "' OR 1=1 --"},
             {'store_no': '9'}, {'pin': ''}, {'pin': '0000'}]
    said = [shop.decide(till.code, **other) for other in wrong]
    assert said[0][0] == 403 and 'not right' in said[0][1], said[0]
    assert said[-1][0] == 429 and 'Too many wrong tries' in said[-1][1], said[-1]
    assert 1 <= int(shop.headers['Retry-After']) <= 300
    assert shop.decide(till.code)[0] == 429, 'the right PIN too has to wait'
    assert shop.page(query={'user_code': till.code})[0] == 429
    shop.server.kill()
    shop.server.start()
    assert shop.decide(till.code)[0] == 429, 'a restart forgets nothing'
    assert till.poll()[1]['code'] == 'authorization_pending'


def main():
    with tempfile.TemporaryDirectory() as directory:
        shop = Shop(sys.argv[1], directory)
        sys.exit(play(cases, shop))


main()
