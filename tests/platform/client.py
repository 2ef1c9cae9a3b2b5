# SPDX-License-Identifier: GPL-3.0-or-later
"""A terminal and an operator in Python, written from the contract alone: a second witness of
signatures, journal hashes and answers. Every exchange is checked against the contract."""
import base64
import hashlib
import http.client
import json
import os
import pathlib
import signal
import struct
import subprocess
import sys
import time
import traceback
import uuid

import nacl.signing

from contract import Contract

ZEROS = {'platform_epoch': 0, 'counter': 0}


def b64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip('=')


def unb64(text):
    return base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))


def read_cbor(data, at=0):
    """One item of the CBOR that pages of rights are made of, and where it ends."""
    major, info = data[at] >> 5, data[at] & 31
    size = 0 if info < 24 else 1 << (info - 24)
    value = int.from_bytes(data[at + 1:at + 1 + size], 'big') if size else info
    at += 1 + size
    if major in (2, 3):
        text = data[at:at + value]
        return text if major == 2 else text.decode(), at + value
    if major != 4:
        return value, at
    items = []
    for _ in range(value):
        item, at = read_cbor(data, at)
        items.append(item)
    return items, at


def write_cbor(value):
    if isinstance(value, list):
        return cbor_head(4, len(value)) + b''.join(write_cbor(item) for item in value)
    return cbor_head(2, len(value)) + value if isinstance(value, bytes) else cbor_head(0, value)


def cbor_head(major, value):
    if value < 24:
        return bytes([major << 5 | value])
    info = next(i for i in range(4) if value < 1 << (8 << i))
    return bytes([major << 5 | 24 + info]) + value.to_bytes(1 << info, 'big')


def read_grant(item, terms):
    cti, generation, k, platform_epoch, counter, remaining, place, code, begins, ends = item
    right = {'cti': str(uuid.UUID(bytes=cti)), 'generation': generation, 'k': k}
    return {'right': right, 'epoch': {'platform_epoch': platform_epoch, 'counter': counter}, 'hop': 0,
            'remaining_minor': remaining,
            'voucher': {**terms[place], 'cti': right['cti'], 'generation': generation, 'short_code': code,
                        'not_before_utc_s': begins, 'expires_utc_s': ends}}


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(',', ':'), ensure_ascii=False)


class Server:
    """hufu-platform as a process that can be killed and started again on the same data."""

    def __init__(self, program, directory, *options):
        self.program, self.directory, self.options = program, pathlib.Path(directory), options
        self.process = None
        self.contract = Contract.load()
        self.start()

    def start(self):
        port_file = self.directory / 'port'
        port_file.unlink(missing_ok=True)
        self.log = open(self.directory / 'log', 'a', encoding='utf-8')
        self.process = subprocess.Popen(
            [self.program, '--data', str(self.directory / 'data'), '--listen', '127.0.0.1:0',
             '--port-file', str(port_file), *self.options], stderr=self.log)
        end = time.monotonic() + 60
        while not port_file.exists():
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError('the platform did not start: ' +
                                     (self.directory / 'log').read_text())
            time.sleep(0.005)
        self.port = int(port_file.read_text())

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.log.close()

    def stop(self):
        self.process.terminate()
        code = self.process.wait(timeout=60)
        self.log.close()
        return code

    def data(self, name):
        return self.directory / 'data' / name


class Sender:
    def __init__(self, server, key, keyid):
        self.server, self.key, self.keyid = server, key, keyid

    def sign(self, method, target, body, extra, created=None, nonce=None):
        path, _, query = target.partition('?')
        digest = 'sha-256=:' + base64.b64encode(hashlib.sha256(body).digest()).decode() + ':'
        covered = [('"@method"', method), ('"@path"', path), ('"@query"', '?' + query),
                   ('"content-digest"', digest)]
        if 'Idempotency-Key' in extra:
            covered.append(('"idempotency-key"', extra['Idempotency-Key']))
        parameters = (f'({" ".join(name for name, _ in covered)});created='
                      f'{int(time.time()) if created is None else created};keyid="{self.keyid}";'
                      f'nonce="{nonce or b64(os.urandom(16))}";alg="ed25519"')
        base = ''.join(f'{name}: {value}\n' for name, value in covered)
        base += '"@signature-params": ' + parameters
        signature = base64.b64encode(self.key.sign(base.encode()).signature).decode()
        return {'Content-Digest': digest, 'Signature-Input': 'hufu=' + parameters,
                'Signature': f'hufu=:{signature}:', **extra}

    def send(self, method, target, headers, body, sound=True):
        connection = http.client.HTTPConnection('127.0.0.1', self.server.port, timeout=60)
        try:
            connection.request(method, target, body or None, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        self.server.contract.check(method, target, body, headers, answer.status,
                                   dict(answer.getheaders()), content, sound)
        self.headers = dict(answer.getheaders())
        if 'json' in self.headers.get('Content-Type', ''):
            return answer.status, json.loads(content)
        return answer.status, content

    def call(self, method, target, value=None, extra=None, sound=True, **how):
        body = b'' if value is None else json.dumps(value).encode()
        headers = self.sign(method, target, body, extra or {}, **how)
        return self.send(method, target, headers, body, sound)

    def plain(self, method, target, value=None, sound=True):
        body = b'' if value is None else json.dumps(value).encode()
        return self.send(method, target, {}, body, sound)


class Operator(Sender):
    def __init__(self, server):
        seed = bytes.fromhex(server.data('operator.key').read_text().split()[1])
        super().__init__(server, nacl.signing.SigningKey(seed), 'operator')

    def issue(self, kind='deal', value=1000, **more):
        order = {'type': kind, 'title_en': 'Two teas', 'title_zh': '两杯茶', 'value_minor': value,
                 'home_store': 1, **more}
        status, issued = self.call('POST', '/v1/vouchers', order)
        assert status == 200, issued
        return issued

    def show(self, cti):
        status, report = self.call('GET', f'/v1/vouchers/{cti}')
        assert status == 200, report
        return report

    def right(self, cti, k=0):
        return self.show(cti)['rights'][k]

    def status(self):
        return self.call('GET', '/v1/status')[1]


class Terminal(Sender):
    """Enrolled by --demo; keeps its journal."""

    def __init__(self, server, key=None):
        super().__init__(server, key or nacl.signing.SigningKey.generate(), '')
        self.enrol()

    def enrol(self):
        public = b64(bytes(self.key.verify_key))
        status, asked = self.plain('POST', '/v1/device/authorization',
                                   {'device_public': public, 'name': 'till'})
        assert status == 200, asked
        status, self.me = self.plain('POST', '/v1/device/token', {'device_code': asked['device_code']})
        assert status == 200, self.me
        self.device_code = asked['device_code']
        self.keyid = f'{self.me["terminal_id"]}:{self.me["incarnation"]}'
        self.seq, self.chain, self.journal = 0, bytes(32), []

    def append(self, kind, body, event_id=None, text=None):
        self.seq += 1
        event_id = event_id or str(uuid.uuid4())
        text = canonical(body) if text is None else text
        hlc = int(time.time() * 1000) << 16
        terminal = uuid.UUID(self.me['terminal_id']).bytes
        data = (b'HUFUJ1' + self.chain + terminal + struct.pack('>IQ', self.me['incarnation'], self.seq)
                + uuid.UUID(event_id).bytes + struct.pack('>Q', hlc))
        for part in (kind.encode(), text.encode()):
            data += struct.pack('>I', len(part)) + part
        self.chain = hashlib.sha256(data).digest()
        event = {'seq': self.seq, 'event_id': event_id, 'hlc': hlc, 'kind': kind, 'body': text,
                 'hash': b64(self.chain)}
        self.journal.append(event)
        return event

    def push(self, events, sound=True, **other):
        batch = {'incarnation': self.me['incarnation'], 'platform_epoch': 1, 'events': events, **other}
        return self.call('POST', '/v1/events', batch, sound=sound)

    def report(self, kind, body, sound=True):
        """One event, sent; its verdict code."""
        event = self.append(kind, body)
        status, ack = self.push([event], sound=sound)
        assert status == 200, ack
        assert ack['acked_seq'] == self.seq and ack['chain_hash'] == b64(self.chain)
        return ack['verdicts'][0]['code']

    def grants(self, room=1000, after=None):
        status, answer = self.call('POST', '/v1/grants', {
            'incarnation': self.me['incarnation'], 'platform_epoch': 1, 'after': after or ZEROS,
            'room': room})
        assert status == 200, answer
        items, _ = read_cbor(unb64(answer['grants']))
        return [read_grant(item, answer['terms']) for item in items]

    def credit(self, grant):
        right, epoch = grant['right'], grant['epoch']
        item = [uuid.UUID(right['cti']).bytes, right['generation'], right['k'], epoch['platform_epoch'],
                epoch['counter'], grant['remaining_minor']]
        return self.report('grants.credited', {'rights': b64(write_cbor([item]))})

    def use(self, grant, amount=None, use_id=None, **other):
        body = {'use_id': use_id or str(uuid.uuid4()), 'right': grant['right'], 'epoch': grant['epoch'],
                'hop': grant['hop'], 'basis': 'R00', 'sale_id': None, 'staff_id': None,
                'amount_minor': grant['remaining_minor'] if amount is None else amount,
                'at_utc_us': int(time.time() * 1e6), **other}
        return self.report('voucher.redeemed', body)

    def undo_held(self, grant, use_id):
        return self.report('voucher.undone', {
            'use_id': use_id, 'right': grant['right'], 'epoch': grant['epoch'], 'staff_id': None,
            'at_utc_us': int(time.time() * 1e6)})

    def prepare(self, **code):
        return self.call('POST', '/v1/vouchers/prepare', {'store_no': 1, **code})

    def redeem(self, use_id=None, sound=True, **body):
        use_id = use_id or str(uuid.uuid4())
        if 'amount_minor' not in body:
            body.setdefault('uses', 1)
        status, answer = self.call('POST', '/v1/redemptions', {'use_id': use_id, **body},
                                   {'Idempotency-Key': use_id}, sound)
        return (status, answer)

    def find(self, use_id):
        return self.call('GET', f'/v1/redemptions/{use_id}')

    def undo(self, use_id, attempt=1):
        return self.call('POST', f'/v1/redemptions/{use_id}/undo', {'staff_id': None, 'attempt': attempt})


def play(cases, world):
    """Each case in turn as TAP, with why it failed; whether one did, or the platform did not end well."""
    failed = 0
    print(f'1..{len(cases)}')
    for number, function in enumerate(cases, 1):
        try:
            function(world)
            print(f'ok {number} - {function.__name__}')
        except Exception:
            failed += 1
            print(f'not ok {number} - {function.__name__}')
            print('\n'.join('# ' + line for line in traceback.format_exc().splitlines()))
        sys.stdout.flush()
    if world.server.stop() != 0:
        failed += 1
        print('# the platform did not end with 0')
    return failed > 0
