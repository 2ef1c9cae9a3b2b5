# SPDX-License-Identifier: GPL-3.0-or-later
"""Every voucher is presented twice at each of two tills, over a network that cuts and delays, with the
internet coming and going and tills killed at random. In the end each was used exactly once: in the
journals of both tills and at the platform. One TAP line; the seed and what befell the tills are printed.

    presentations.py HUFUCTL HUFU_PLATFORM [N [SEED]]      N: 1000 for a full run, of some minutes"""
import importlib.util
import json
import os
import pathlib
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import types

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location('stories', HERE.parent / 'counter' / 'test-counter.py')
stories = importlib.util.module_from_spec(spec)
spec.loader.exec_module(stories)

BOUND_S = 120
ACCEPTED = ('R00', 'R01', 'R02')


class Cable:
    """Forwards TCP; when it is bad, now and then a connection is slow, and half of them break after some bytes."""

    def __init__(self, chance, bytes_max, target=0):
        self.chance, self.bytes_max, self.target, self.n_broken = chance, bytes_max, target, 0
        self.is_bad = False
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            near, _ = self.listener.accept()
            try:
                far = socket.create_connection(('127.0.0.1', self.target), timeout=5)
            except OSError:
                near.close()
                continue
            breaks = self.is_bad and self.chance.random() < 0.5
            left = self.chance.randrange(200, self.bytes_max) if breaks else 1 << 40
            budget = [left]
            for a, b in ((near, far), (far, near)):
                threading.Thread(target=self.pump, args=(a, b, budget), daemon=True).start()

    def pump(self, source, sink, budget):
        try:
            while budget[0] > 0 and (data := source.recv(65536)):
                if self.is_bad and self.chance.random() < 0.1:
                    time.sleep(self.chance.random() * 0.4)
                sink.sendall(data[:budget[0]])
                budget[0] -= len(data)
                self.n_broken += budget[0] <= 0
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Till(stories.Till):
    def scan(self, text):
        """What is told meanwhile, of an earlier voucher or of a line that broke, may sound refused: the
        panel says what became of this one."""
        return self.raw(b'scan ' + text.encode())


class World:
    def __init__(self, hufuctl, platform, folder, chance):
        self.hufuctl, self.folder, self.chance = hufuctl, pathlib.Path(folder), chance
        self.platform = stories.Platform(platform, self.folder)
        # Among the tills a conversation is some kilobytes, most of them the handshake.
        self.cables = [Cable(chance, 12000), Cable(chance, 12000)]
        self.lines = [Cable(chance, 60000, int(self.platform.port)) for _ in range(2)]
        self.ports = [self.free_port(), self.free_port()]
        self.tills = [None, None]
        self.n_kills, self.n_kills_amid, self.n_switched, self.said = 0, 0, 0, {}

    @staticmethod
    def free_port():
        with socket.create_server(('127.0.0.1', 0)) as taken:
            return taken.getsockname()[1]

    def start(self, which):
        folder = self.folder / f'till-{which + 1}'
        folder.mkdir(exist_ok=True)
        self.cables[which].target = self.ports[which]
        far = types.SimpleNamespace(port=self.lines[which].port, folder=self.platform.folder)
        self.tills[which] = Till(self.hufuctl, folder, far, more=(
            '--demo', '--link', str(self.folder / 'link'),
            '--lan', f'127.0.0.1:{self.ports[which]}',
            '--lan-address', f'127.0.0.1:{self.cables[which].port}'))
        self.tills[which].open()

    def kill(self, which):
        self.tills[which].kill()
        self.n_kills += 1
        self.start(which)

    def ctl(self, till, *arguments):
        return subprocess.run(
            [self.hufuctl, *arguments, '--data', self.folder / till / 'till', '--platform',
             f'http://127.0.0.1:{self.platform.port}', '--operator-key',
             self.platform.folder / 'operator.key', '--link', self.folder / 'link'],
            capture_output=True, text=True, check=True).stdout

    def switch(self, name, how):
        self.ctl('till-1', 'link', name, how)
        self.n_switched += 1

    def tell(self):
        said = ', '.join(f'{n} {reason}' for reason, n in sorted(self.said.items()))
        broken = sum(cable.n_broken for cable in self.cables + self.lines)
        print(f'# {sum(self.said.values())} presentations: {said}; {self.n_kills} kills, {self.n_kills_amid} of '
              f'them amid a redemption; {broken} connections broken; {self.n_switched} times a network was '
              f'cut or healed', flush=True)

    def issue(self, number):
        return json.loads(self.ctl('till-1', 'voucher', 'issue', 'type=deal', f'title_en=Cup {number}',
                                   f'title_zh=杯 {number}', 'value_minor=1000', 'paid_minor=1000',
                                   'home_store=1', 'offline=true'))

    def close(self):
        for program in (*self.tills, self.platform):
            if program is not None:
                program.process.kill()
                program.process.wait()


def await_answer(till, state):
    """While the platform is asked there is no verdict; the till says so itself when it takes too long."""
    end = time.monotonic() + BOUND_S
    while stories.about(state) == ('message', ''):
        assert time.monotonic() < end, state['panel']
        time.sleep(0.02)
        state = till.say('status')
    return state


def redeem(world, which):
    """What the counter said; the refusal may come only now. None: the till was killed amid it."""
    till = world.tills[which]
    if world.chance.random() < 0.02:
        till.process.stdin.write(b'primary\n')
        till.process.stdin.flush()
        time.sleep(world.chance.random() * 0.05)
        world.n_kills_amid += 1
        world.kill(which)
        return None
    return await_answer(till, till.raw(b'primary'))


def pick_up(world, which):
    """What a killed till finds on its sale when it is started again: TRUE if the voucher is there."""
    till = world.tills[which]
    if till.say('status')['status']['unknown'] > 0:
        world.switch('wan', 'heal')
        till.say(f'wait settled {BOUND_S * 1000}')
    has_it = len(till.say('status')['basket']['rows']) > 0
    till.finish()
    return has_it


def pay_otherwise(till):
    """What is said in the end: where the answer came first, there is nothing to pay otherwise."""
    state = till.raw(b'act pay-otherwise')
    return 'R28' if state['ok'] else stories.reason(await_answer(till, state))


def present(world, which, token):
    """TRUE if the counter said yes; whatever is not known yet is left to its answer."""
    till = world.tills[which]
    state = till.scan(token)
    if stories.about(state) == ('voucher', ''):
        state = redeem(world, which)
    said = stories.reason(state) if state is not None else 'killed'
    world.said[said] = world.said.get(said, 0) + 1
    if state is None:
        return pick_up(world, which)
    if said == 'R28':
        said = pay_otherwise(till)
    if said in ACCEPTED:
        till.finish()
    else:
        till.say('back')
    return said in ACCEPTED


def await_all(world, what, good):
    end = time.monotonic() + BOUND_S
    while not good():
        assert time.monotonic() < end, what
        time.sleep(0.2)


def is_quiet(world):
    states = [till.say('status')['status'] for till in world.tills]
    return all(state['unsent'] == 0 and state['unknown'] == 0 for state in states)


def count_uses(world):
    """Uses that were not undone, by voucher, from the journals of both tills."""
    uses = {}
    for name in ('till-1', 'till-2'):
        for line in world.ctl(name, 'export', 'journal').splitlines():
            event = json.loads(line)
            if event['kind'] == 'voucher.redeemed':
                uses[event['body']['use_id']] = event['body']['right']['cti']
            elif event['kind'] == 'voucher.undone':
                uses.pop(event['body']['use_id'], None)
    found = {}
    for cti in uses.values():
        found[cti] = found.get(cti, 0) + 1
    return found


def trouble(world):
    chance = world.chance.random()
    if chance < 0.03:
        world.kill(world.chance.randrange(2))
    elif chance < 0.08:
        world.switch('wan', world.chance.choice(('cut', 'heal')))
    elif chance < 0.11:
        world.switch('lan', world.chance.choice(('cut', 'heal')))


def run(world, n):
    issued = [world.issue(number) for number in range(n)]
    for which in (0, 1):
        world.start(which)
        world.tills[which].say('wait online 60000')
    world.tills[1].say('wait tills 120000')
    for cable in world.cables + world.lines:
        cable.is_bad = True
    shown = [(which, voucher) for voucher in issued for which in (0, 0, 1, 1)]
    world.chance.shuffle(shown)
    accepted = {}
    for number, (which, voucher) in enumerate(shown):
        if number > 0 and number % 400 == 0:
            world.tell()
        trouble(world)
        if present(world, which, voucher['token']):
            accepted[voucher['cti']] = accepted.get(voucher['cti'], 0) + 1
    for name in ('wan', 'lan'):
        world.switch(name, 'heal')
    for till in world.tills:
        till.say('wait online 120000')
    await_all(world, 'the tills do not come to rest', lambda: is_quiet(world))
    # Those whose way was cut each time.
    for voucher in issued:
        for which in (0, 1, 0, 1):
            if count_of(accepted, voucher) == 0 and present(world, which, voucher['token']):
                accepted[voucher['cti']] = 1
    await_all(world, 'the tills do not come to rest', lambda: is_quiet(world))
    uses = count_uses(world)
    wrong = {v['cti']: uses.get(v['cti'], 0) for v in issued if uses.get(v['cti'], 0) != 1}
    assert not wrong, f'uses that are not 1: {wrong}'
    assert max(accepted.values()) == 1, 'a voucher was accepted twice'
    for voucher in issued:
        states = [right['state'] for right in
                  json.loads(world.ctl('till-1', 'voucher', 'show', voucher['cti']))['rights']]
        assert states == ['used'], (voucher['cti'], states)


def count_of(accepted, voucher):
    return accepted.get(voucher['cti'], 0)


def main():
    n = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else int(os.environ.get('HUFU_TEST_SEED') or
                                                         random.SystemRandom().randrange(1 << 32))
    print(f'1..1\n# seed {seed}, {n} vouchers', flush=True)
    with tempfile.TemporaryDirectory() as folder:
        world = World(sys.argv[1], sys.argv[2], folder, random.Random(seed))
        try:
            run(world, n)
            world.tell()
            print('ok 1 each voucher is used once')
            return 0
        except Exception:
            world.tell()
            print('not ok 1 each voucher is used once')
            print(''.join('# ' + line + '\n' for line in
                          stories.traceback.format_exc().splitlines()), end='', flush=True)
            return 1
        finally:
            world.close()


if __name__ == '__main__':
    sys.exit(main())
