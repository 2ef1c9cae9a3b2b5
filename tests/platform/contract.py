# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract as a checker: is this request, this answer one that data/platform-api.yaml allows?

    contract = Contract.load()
    contract.check(method, target, request_body, request_headers, status, answer_headers, answer_body)

raises Breach with every difference in it. Used by the platform's own tests and, through
`python3 contract.py proxy --to HOST:PORT --port-file FILE --log FILE`, by anybody else's: the proxy
hands all traffic on unchanged, writes one line a breach to the log, and at its end (SIGTERM) exits
with 1 if there was any.
"""
import argparse
import gzip
import http.client
import http.server
import json
import pathlib
import re
import signal
import sys
import threading
import urllib.parse

import jsonschema
import yaml

PATH = pathlib.Path(__file__).resolve().parents[2] / 'data' / 'platform-api.yaml'
METHODS = ('get', 'post', 'put', 'delete', 'patch')


class Breach(Exception):
    pass


class Contract:
    def __init__(self, document):
        self.document = document
        self.resolver = jsonschema.RefResolver('', document)
        self.routes = []
        for path, item in document['paths'].items():
            pattern = re.compile('^' + re.sub(r'\{[^}]+\}', '[^/]+', path) + '$')
            for method in METHODS:
                if method in item:
                    self.routes.append((method.upper(), pattern, path, item[method]))

    @classmethod
    def load(cls, path=PATH):
        with open(path, encoding='utf-8') as file:
            return cls(yaml.safe_load(file))

    def schema(self, name):
        return self.document['components']['schemas'][name]

    def resolve(self, node):
        while isinstance(node, dict) and '$ref' in node and node['$ref'].startswith('#/components/resp'):
            node = self.resolver.resolve(node['$ref'])[1]
        return node

    def errors(self, schema, value, where):
        validator = jsonschema.Draft202012Validator(schema, resolver=self.resolver)
        return [f'{where}{"/".join([""] + [str(p) for p in e.absolute_path])}: {e.message[:300]}'
                for e in validator.iter_errors(value)]

    def find(self, method, target):
        path = urllib.parse.urlsplit(target).path
        for verb, pattern, template, operation in self.routes:
            if verb == method and pattern.match(path):
                return template, operation
        return None, None

    def check_event_bodies(self, batch):
        kinds = self.schema('EventBody')['x-kinds']
        found = []
        for event in batch.get('events', []):
            if event.get('kind') in kinds:
                found += self.errors(kinds[event['kind']], json.loads(event['body']),
                                     f'event {event["kind"]}')
        return found

    def check_request(self, operation, target, body, headers):
        found = []
        names = {name.lower() for name in headers}
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(target).query))
        for parameter in operation.get('parameters', []):
            given = parameter['name'] in query if parameter['in'] == 'query' else \
                parameter['name'].lower() in names
            if parameter.get('required') and not given:
                found.append(f'request: {parameter["name"]} is missing')
        known = {p['name'] for p in operation.get('parameters', []) if p['in'] == 'query'}
        found += [f'request: query {name} is not in the contract' for name in query if name not in known]
        if operation.get('security', [{}]) and not {'signature', 'signature-input'} <= names:
            found.append('request: is not signed')
        wanted = operation.get('requestBody')
        if wanted is None:
            return found + (['request: has a body'] if body else [])
        value = json.loads(body)
        found += self.errors(wanted['content']['application/json']['schema'], value, 'request')
        return found + (self.check_event_bodies(value) if operation['operationId'] == 'postEvents' else [])

    def check_answer(self, operation, status, headers, body):
        lower = {name.lower(): value for name, value in headers.items()}
        answer = operation['responses'].get(str(status), operation['responses'].get('default'))
        if status < 400 and str(status) not in operation['responses']:
            return [f'answer: status {status} is not in the contract']
        answer = self.resolve(answer)
        found = [f'answer: header {name} is missing' for name, header in answer.get('headers', {}).items()
                 if header.get('required') and name.lower() not in lower]
        kind = lower.get('content-type', '').split(';')[0]
        content = answer.get('content', {})
        if not content:
            return found + (['answer: has a body'] if body else [])
        if kind not in content:
            return found + [f'answer: content type {kind!r} is not in the contract']
        if not kind.endswith('json'):
            return found
        if lower.get('content-encoding') == 'gzip':
            body = gzip.decompress(body)
        value = json.loads(body)
        found += self.errors(content[kind]['schema'], value, f'answer {status}')
        if kind == 'application/problem+json' and value.get('status') != status:
            found.append(f'answer {status}: the problem says {value.get("status")}')
        if operation['operationId'] == 'getTrustList' and status == 200:
            found += self.errors(self.schema('TrustList'), json.loads(value['body']), 'trust list')
        return found

    def check(self, method, target, body, headers, status, answer_headers, answer_body, sound=True):
        """sound=False: the request is meant to be bad, look at the answer only."""
        template, operation = self.find(method, target)
        if operation is None:
            if status not in (404, 405):
                raise Breach(f'{method} {target}: not in the contract')
            return None
        found = self.check_request(operation, target, body, headers) if sound else []
        found += self.check_answer(operation, status, answer_headers, answer_body)
        if found:
            raise Breach(f'{method} {target}:\n  ' + '\n  '.join(found))
        return template


class Proxy(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    contract = upstream = log = None
    breaches = 0
    lock = threading.Lock()

    def carry(self):
        body = self.rfile.read(int(self.headers.get('Content-Length', '0')))
        connection = http.client.HTTPConnection(*self.upstream, timeout=60)
        try:
            connection.request(self.command, self.path, body or None, dict(self.headers.items()))
            answer = connection.getresponse()
            content = answer.read()
        except OSError:
            self.close_connection = True
            return
        finally:
            connection.close()
        self.judge(body, answer, content)
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ('transfer-encoding', 'content-length', 'connection'):
                self.send_header(name, value)
        self.send_header('Content-Length', str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def judge(self, body, answer, content):
        line = f'ok {self.command} {self.path.split("?")[0]} {answer.status}'
        try:
            self.contract.check(self.command, self.path, body, self.headers, answer.status,
                                dict(answer.getheaders()), content)
        except (Breach, ValueError) as breach:
            with self.lock:
                type(self).breaches += 1
            line = 'breach ' + str(breach).replace('\n', ' ')
        with self.lock:
            self.log.write(line + '\n')
            self.log.flush()

    do_GET = do_POST = carry

    def log_message(self, *_):
        pass


def proxy(arguments):
    host, port = arguments.to.rsplit(':', 1)
    Proxy.contract, Proxy.upstream = Contract.load(), (host, int(port))
    Proxy.log = open(arguments.log, 'a', encoding='utf-8')
    server = http.server.ThreadingHTTPServer(('127.0.0.1', arguments.port), Proxy)
    server.daemon_threads = True
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    part = pathlib.Path(arguments.port_file + '.part')
    part.write_text(f'{server.server_address[1]}\n')
    part.rename(arguments.port_file)
    server.serve_forever()
    return 1 if Proxy.breaches else 0


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description='Hands traffic on and checks it against the contract.')
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser('proxy')
    command.add_argument('--to', required=True, help='HOST:PORT of the platform')
    command.add_argument('--port', type=int, default=0)
    command.add_argument('--port-file', required=True)
    command.add_argument('--log', required=True)
    command.set_defaults(run=proxy)
    given = parser.parse_args()
    sys.exit(given.run(given))
