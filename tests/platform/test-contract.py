# SPDX-License-Identifier: GPL-3.0-or-later
"""Lints data/platform-api.yaml, and shows that the checker itself can say no. TAP on stdout."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from contract import METHODS, Breach, Contract  # noqa: E402

import jsonschema  # noqa: E402

contract = Contract.load()
document = contract.document
results = []


def case(name, problems):
    results.append((name, list(problems)))


def walk(node, path=''):
    yield path, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from walk(value, f'{path}/{key}')
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from walk(value, f'{path}/{index}')


def refs():
    return [(path, node['$ref']) for path, node in walk(document)
            if isinstance(node, dict) and isinstance(node.get('$ref'), str)]


def broken(reference):
    try:
        contract.resolver.resolve(reference)
        return False
    except jsonschema.RefResolutionError:
        return True


def operations():
    for path, item in document['paths'].items():
        for method in METHODS:
            if method in item:
                yield f'{method.upper()} {path}', method, path, item, item[method]


def unanswered():
    for name, _, _, _, operation in operations():
        answers = operation['responses']
        if '200' not in answers or 'content' not in answers['200']:
            yield f'{name}: no schema of its answer'
        if answers.get('default', {}).get('$ref') != '#/components/responses/Problem':
            yield f'{name}: no problem answer'


def bodiless():
    for name, method, _, _, operation in operations():
        if (method == 'post') != ('requestBody' in operation):
            yield f'{name}: a POST has a body with a schema, a GET has none'


def unnamed():
    for name, _, path, item, operation in operations():
        declared = {p['name'] for p in item.get('parameters', []) + operation.get('parameters', [])
                    if p['in'] == 'path'}
        used = {part[1:-1] for part in path.split('/') if part.startswith('{')}
        if declared != used:
            yield f'{name}: path parameters {declared ^ used}'
        if 'security' not in operation or 'operationId' not in operation or 'summary' not in operation:
            yield f'{name}: security, operationId and summary are wanted'


def open_objects():
    """An object of the protocol is closed: a member that nobody wrote down is a breach."""
    for path, node in walk(document['components']['schemas']):
        kept = any(path.startswith(f'/{name}') for name in
                   ('EventBody', 'RightCredited', 'RightDebited', 'RightReceived', 'RequestClosed', 'RightRecalled',
                    'RightReported', 'GrantsCredited', 'Branch', 'Terms', 'Voucher', 'Sale', 'Shift', 'CashMoved', 'DrawerOpened',
                    'Markdown', 'PaymentEvent', 'DepositTenders', 'DepositTaken', 'DepositReturned', 'DepositKept', 'PriceChanged', 'StaffSigned', 'StaffChanged', 'ProductChanged',
                    'Product/properties/stamps', 'Code', 'Change/'))
        if isinstance(node, dict) and node.get('type') == 'object' and not kept:
            if node.get('additionalProperties') is not False:
                yield f'{path}: additionalProperties is not false'


def reals():
    for path, node in walk(document['components']['schemas']):
        if isinstance(node, dict) and node.get('type') == 'number':
            yield f'{path}: a real number'


def unbounded():
    for path, node in walk(document['components']['schemas']):
        if isinstance(node, dict) and isinstance(node.get('required'), list) and 'properties' in node:
            for name in node['required']:
                if name not in node['properties'] and not path.endswith('Code'):
                    yield f'{path}: required {name} has no schema'


def refused(*arguments, **options):
    try:
        contract.check(*arguments, **options)
        return ['was let through']
    except Breach:
        return []


JSON = {'Content-Type': 'application/json'}
GOOD_TIME = b'{"platform_epoch":1,"utc_us":1700000000000000}'
case('is OpenAPI 3.1', [] if document['openapi'] == '3.1.0' else [document['openapi']])
case('every reference resolves', [f'{path}: {ref}' for path, ref in refs() if broken(ref)])
case('every schema is a JSON Schema', (
    f'{name}: {error.message}' for name, schema in document['components']['schemas'].items()
    for error in jsonschema.Draft202012Validator(
        jsonschema.Draft202012Validator.META_SCHEMA).iter_errors(schema)))
case('every operation has an answer and a problem answer', unanswered())
case('every POST has a request schema', bodiless())
case('every operation is named and secured', unnamed())
case('operation ids are unique', [] if len({o['operationId'] for *_, o in operations()}) ==
     len(list(operations())) else ['not unique'])
case('every object is closed', open_objects())
case('every required member has a schema', unbounded())
case('there are no real numbers', reals())
case('a good answer is let through', [] if contract.check(
    'GET', '/v1/time', b'', {}, 200, JSON, GOOD_TIME) == '/v1/time' else ['no'])
case('an unknown member is a breach', refused(
    'GET', '/v1/time', b'', {}, 200, JSON, b'{"platform_epoch":1,"utc_us":1,"x":1}'))
case('an unknown path is a breach', refused('GET', '/v1/moon', b'', {}, 200, JSON, GOOD_TIME))
case('an unsigned request is a breach', refused(
    'GET', '/v1/status', b'', {}, 401, {'Content-Type': 'application/problem+json'},
    b'{"type":"urn:hufu:problem:bad_signature","title":"t","status":401,"code":"bad_signature","detail":""}'))
case('an error that is no problem is a breach', refused('GET', '/v1/time', b'', {}, 500, JSON, b'{}'))

print(f'1..{len(results)}')
for number, (name, problems) in enumerate(results, 1):
    print(f'{"not ok" if problems else "ok"} {number} - {name}')
    for problem in problems:
        print(f'# {problem}')
sys.exit(any(problems for _, problems in results))
