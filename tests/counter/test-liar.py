# SPDX-License-Identifier: GPL-3.0-or-later
"""A platform that answers 200 and tells nonsense (a café's sign-in page, half a JSON, other types), or answers
everything with an error of its own. The till says so, sells on, believes nothing, and is whole when the real one is back. TAP.

    test-liar.py HUFUCTL HUFU_PLATFORM"""
import base64
import functools
import http.server
import importlib.util
import json
import pathlib
import subprocess
import sys
import threading
import time
import urllib.request

import nacl.signing

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location('stories', HERE / 'test-counter.py')
stories = importlib.util.module_from_spec(spec)
spec.loader.exec_module(stories)
same, reason, about = stories.same, stories.reason, stories.about


class Liar(http.server.ThreadingHTTPServer):
    """Stands at the platform's address."""
    daemon_threads = True

    def __init__(self, port):
        super().__init__(('127.0.0.1', int(port)), Answer)
        self.lie, self.told = (200, 'text/plain', b''), 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def close(self):
        self.shutdown()
        self.server_close()


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        http_status, kind, body = self.server.lie
        body = body(self.path) if callable(body) else body
        self.rfile.read(int(self.headers.get('Content-Length') or 0))
        self.send_response(http_status)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.server.told += 1

    do_POST = do_PUT = do_GET

    def log_message(self, *_):
        pass


def tell_keys(tamper, world, path):
    """The time and a trust list are what anybody is told; the list that the platform told is tampered with."""
    if path.startswith('/v1/time'):
        return json.dumps({'utc_us': time.time_ns() // 1000, 'platform_epoch': 1}).encode()
    told = json.loads(world.keys)
    tamper(told)
    return json.dumps(told).encode()


def sign_by_another(told):
    """A root that nobody pinned, under the name of one that is."""
    signature = nacl.signing.SigningKey.generate().sign(b'HUFUT1' + told['body'].encode()).signature
    for entry in told['signatures']:
        entry['signature'] = base64.urlsafe_b64encode(signature).rstrip(b'=').decode()


def change_what_was_signed(told):
    body = json.loads(told['body'])
    body['version'] += 1
    told['body'] = json.dumps(body)


NONSENSE, ERRORS = 'Platform answers, but not usably', 'Platform answers with errors'
UNSIGNED = 'The trust list is not signed by a known root.'
AMBER = 1  # HUFU_NETWORK_SLOW
LIES = {
    'a page of a network that wants a sign-in': (200, 'text/html', b'<html><b>Welcome</b> &amp; sign in</html>', NONSENSE),
    'nothing at all': (200, 'application/json', b'', NONSENSE),
    'half a JSON': (200, 'application/json', b'{"acked_seq":', NONSENSE),
    'a list': (200, 'application/json', b'[1,2,3]', NONSENSE),
    'a list without end': (200, 'application/json', b'[' * 100000, NONSENSE),
    'other types': (200, 'application/json', b'{"acked_seq":"all","chain_hash":7,"changes":{},"rights":true,'
                    b'"state":[],"worth_now_minor":"1","next_cursor":{},"result":"redeemed"}', NONSENSE),
    'a trust list signed by a wrong key': (200, 'application/json', sign_by_another, NONSENSE),
    'a trust list changed after it was signed': (200, 'application/json', change_what_was_signed, NONSENSE),
    'a key twice': (200, 'application/json', b'{"acked_seq":1,"acked_seq":99}', NONSENSE),
    'an error of its own': (500, 'application/problem+json', b'{"code":"internal","title":"x"}', ERRORS),
    'an error of what stands before it': (502, 'text/html', b'<html>Bad gateway</html>', ERRORS),
}


class World(stories.World):
    def __init__(self, hufuctl, platform, folder):
        super().__init__(hufuctl, platform, folder)
        self.till.open()
        self.till.say('wait online')
        self.sell()
        self.till.say('wait sent')
        self.rights = self.till.say('status')['status']['offline-vouchers']
        with urllib.request.urlopen(f'http://127.0.0.1:{self.platform.port}/v1/trust-list?store=1') as answer:
            self.keys = answer.read()
        self.platform.kill()
        self.liar = Liar(self.platform.port)
        self.n_sales = 1

    def sell(self):
        self.till.scan(self.platform.code('Linen shirt S')['text'])
        self.till.finish()

    def hear(self, http_status, kind, body, wanted, sentence):
        """Until the till has heard this lie and says what it thinks of it."""
        self.liar.lie, told = (http_status, kind, body), self.liar.told
        self.till.say('sync')
        end = time.monotonic() + stories.BOUND_S
        while True:
            status = self.till.say('status')['status']
            said = status['network-text'].startswith(wanted) and status['network'] == AMBER
            if self.liar.told > told and said and status['link-text'].startswith(sentence) and status['link-text']:
                return
            assert time.monotonic() < end, status
            time.sleep(0.02)


def make_story(name, http_status, kind, body, wanted):
    def story(world):
        lie = functools.partial(tell_keys, body, world) if callable(body) else body
        world.hear(http_status, kind, lie, wanted, UNSIGNED if callable(body) else '')
        world.sell()
        world.n_sales += 1
        status = world.till.say('status')['status']
        assert status['unsent'] > 0, status
        same('rights', status['offline-vouchers'], world.rights)
        state = world.till.scan(world.platform.code('50 yuan cash voucher')['text'])
        assert reason(state) in ('R07', 'R28') or state['panel']['kind'] != 'verdict', state['panel']
        assert state['panel']['tone'] != 'ok' and not state['basket']['rows'], state['panel']
        world.till.say('back')
    story.__name__ = f'{name} changes nothing'.replace(' ', '_')
    return story


def a_held_voucher_is_redeemed_meanwhile(world):
    world.till.scan(world.platform.code('Coffee for two')['text'])
    same('redeemed', reason(world.till.say('redeem')), 'R00')
    world.till.finish()
    world.n_sales += 1


def the_real_platform_gets_everything_once(world):
    world.liar.close()
    world.platform.start()
    world.till.say('sync')
    world.till.say('wait online')
    world.till.say('sync')
    same('unsent', world.till.say('wait sent')['status']['unsent'], 0)
    world.till.quit()
    done = subprocess.run([world.hufuctl, 'journal', 'verify', '--data', world.folder / 'till'],
                          capture_output=True, check=True)
    assert json.loads(done.stdout)['whole'], done.stdout
    done = subprocess.run([world.hufuctl, 'export', 'sales', '--data', world.folder / 'till'],
                          capture_output=True, text=True, check=True)
    same('sales', len(done.stdout.splitlines()) - 1, world.n_sales)


STORIES = [*(make_story(name, *lie) for name, lie in LIES.items()), a_held_voucher_is_redeemed_meanwhile,
           the_real_platform_gets_everything_once]


if __name__ == '__main__':
    sys.exit(stories.main(World, STORIES))
