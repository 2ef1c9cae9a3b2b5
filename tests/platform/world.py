# SPDX-License-Identifier: GPL-3.0-or-later
"""A platform's process with its demo store, told about over HTTP, every exchange checked against the contract: what the
stories of test-http.py, test-events.py, test-uses.py and test-care.py begin with."""
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import uuid

from client import ZEROS, Operator, Server, Terminal, play


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


def alone(world, till):
    """Freezes all other tills, so that every right goes to this one."""
    db = sqlite3.connect(world.server.data('platform.db'))
    with db:
        db.execute("UPDATE incarnation SET state = 'superseded' WHERE state = 'enrolled' AND "
                   'terminal_id <> ?', (uuid.UUID(till.me['terminal_id']).bytes,))
    db.close()
    world.till = till


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


def main(cases):
    """Plays them one after the other at one platform with its demo store."""
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as directory:
        world = World(program, directory)
        codes = pathlib.Path(directory) / 'codes.json'
        subprocess.run([program, '--data', str(world.server.data('.')), '--codes', str(codes)], check=True)
        world.codes = json.loads(codes.read_text())
        sys.exit(play(cases, world))
