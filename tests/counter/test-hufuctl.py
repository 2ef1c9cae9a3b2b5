# SPDX-License-Identifier: GPL-3.0-or-later
"""hufuctl itself, against the real platform: what only a script says at the counter, and the other
commands. TAP on standard output.

    test-hufuctl.py HUFUCTL HUFU_PLATFORM"""
import codecs
import contextlib
import importlib.util
import json
import pathlib
import signal
import sqlite3
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent


def load(name):
    spec = importlib.util.spec_from_file_location(name, HERE / f'test-{name}.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


stories, manual = load('counter'), load('manual')
same, about, operate = stories.same, stories.about, stories.operate


class World(stories.World):
    def __init__(self, hufuctl, platform, folder):
        super().__init__(hufuctl, platform, folder)
        self.till.open()
        self.till.say('wait online')

    def ctl(self, *words):
        return subprocess.run([self.hufuctl, *words, '--data', self.folder / 'till', '--lang', 'en', '--platform',
                               f'http://127.0.0.1:{self.platform.port}', '--operator-key',
                               self.platform.folder / 'operator.key'], capture_output=True, text=True, check=False)


def nobody_enrols_without_a_root(world):
    (world.folder / 'wrong.pub').write_text('no key\n')
    for name, more in (('missing.pub', []), ('wrong.pub', []), ('wrong.pub', ['--demo'])):
        till = stories.Till(world.hufuctl, world.folder / f'rootless{len(more)}{name}', world.platform,
                            more=['--root', world.folder / name, *more])
        end = time.monotonic() + stories.BOUND_S
        while (state := till.say('status'))['status']['network-text'] != 'Vouchers cannot be verified':
            assert time.monotonic() < end, state['status']
            time.sleep(0.02)
        same('screen', state['screen'], 'enrol')
        assert '--root' in state['panel']['sentence'], state['panel']
        till.quit()


def a_printer_that_is_none_is_refused_at_once(world):
    """Not at the first receipt, which then would print nowhere."""
    for name in ('bogus:', 'file:', 'file:receipts', 'usb:zzzz', 'usb:0:1'):
        done = world.ctl('--printer', name, 'status')
        same(name, (done.returncode, 'no printer is called' in done.stderr), (2, True))
    same('none is meant', world.ctl('--printer', 'none', 'status').returncode, 0)


def status_names_a_key_that_is_damaged(world):
    folder = world.folder / 'keyless'
    till = stories.Till(world.hufuctl, folder, world.platform)
    till.say('wait screen sign-in')
    till.quit()
    key = folder / 'till' / 'device.key'
    key.unlink()
    done = subprocess.run([world.hufuctl, 'status', '--data', folder / 'till'], capture_output=True, check=True)
    assert 'Restore device.key' in json.loads(done.stdout)['key_problem'], done.stdout
    key.write_bytes(bytes(range(50)))
    done = subprocess.run([world.hufuctl, 'status', '--data', folder / 'till', '--root',
                           world.platform.folder / 'root.pub'], capture_output=True, check=True)
    answer = json.loads(done.stdout)
    assert 'Restore device.key' in answer['key_problem'], answer
    same('roots', answer['root_problem'], '')
    same('frozen', answer['frozen'], False)
    with contextlib.closing(sqlite3.connect(folder / 'till' / 'till.db')) as books:
        books.execute('UPDATE terminal SET frozen = 1')
        books.commit()
    done = subprocess.run([world.hufuctl, 'status', '--data', folder / 'till'], capture_output=True, check=True)
    same('frozen', json.loads(done.stdout)['frozen'], True)


def an_enrolled_till_keeps_the_roots_that_it_was_given(world):
    """Its status needs no --root, and neither does the till."""
    folder = world.folder / 'rooted'
    till = stories.Till(world.hufuctl, folder, world.platform)
    till.say('wait screen sign-in')
    till.quit()
    done = subprocess.run([world.hufuctl, 'status', '--data', folder / 'till'], capture_output=True, check=True)
    same('roots', json.loads(done.stdout)['root_problem'], '')
    till = stories.Till(world.hufuctl, folder, world.platform, more=['--root', folder / 'nothing.pub'])
    till.say('wait screen sign-in')
    same('online', till.say('wait online')['status']['network-text'], 'Online')
    till.quit()


def books_that_are_not_there_are_named(world):
    for command in (['status'], ['journal', 'verify'], ['export', 'sales'], ['attention']):
        done = subprocess.run([world.hufuctl, *command, '--data', world.folder / 'nowhere'],
                              capture_output=True, text=True)
        same(command[0], done.returncode, 1)
        assert 'nowhere' in done.stderr and '--data' in done.stderr, done.stderr


def a_refused_order_is_told_once(world):
    for words, said in ((['show', 'xyz'], 'There is nothing here'),
                        (['issue', 'type=deal', 'title_en=Tea', 'value_minor=1'], 'title_zh')):
        done = subprocess.run([world.hufuctl, 'voucher', *words, '--platform',
                               f'http://127.0.0.1:{world.platform.port}', '--operator-key',
                               world.platform.folder / 'operator.key'], capture_output=True, text=True)
        same(words[0], (done.returncode, done.stderr.count(said)), (1, 1))


def a_refusal_answers_what_is_asked_again(world):
    """It could not be looked up; when it can, the customer has had the money back."""
    issued = json.loads(world.ctl('voucher', 'issue', 'type=deal', 'title_en=Two teas', 'title_zh=两杯茶',
                                  'value_minor=1000').stdout)
    world.platform.process.send_signal(signal.SIGSTOP)
    same('nobody answers', about(world.till.scan(issued['token'])), ('verdict', 'R07'))
    world.platform.process.send_signal(signal.SIGCONT)
    same('refunded', world.ctl('platform', 'refund', issued['cti']).returncode, 0)
    world.till.say('wait online')
    same('asked again', about(world.till.say('act ask-again')), ('verdict', 'R13'))
    world.till.finish()


def the_camera_finds_a_code_and_scans_it(world):
    """The picture is put before the camera of a till of its own, which has no other."""
    folder = world.folder / 'seeing'
    shown = folder / 'shown.png'
    subprocess.run([world.platform.program, '--data', world.platform.folder, '--codes-dir', folder / 'codes'],
                   check=True)
    till = stories.Till(world.hufuctl, folder, world.platform,
                        more=['--camera', f'images:{shown}'])
    assert 'nothing is scanned' in till.refused('camera')['error']
    till.open()
    assert 'not reached in time' in till.refused('camera 1')['error']
    till.say('camera off')
    number = world.platform.codes.index(world.platform.code('Spring tasting')) + 1
    picture, = (folder / 'codes').glob(f'{number:02d}-*.png')
    shown.symlink_to(picture)
    same('scanned', about(till.say('camera')), ('verdict', 'R09'))
    till.quit()
    assert 'no camera' in world.till.refused('camera')['error']


def what_stands_there_by_hand_is_taken_off_by_its_own_name(world):
    till = world.till
    state = till.scan(world.platform.code('Linen shirt S')['text'])
    line, before = state['basket']['rows'][0]['line_no'], state['basket']['due_minor']
    for put, other, off in ((f'discount {line} 5% damaged', f'price {line} off', f'discount {line} off'),
                            (f'price {line} {before / 100 - 1:.2f} tag', f'discount {line} off', f'price {line} off'),
                            ('discount sale 2% goodwill', 'price sale off', 'discount sale off')):
        marked = till.say(put)['basket']['due_minor']
        assert marked < before
        state = till.refused(other)
        same(other, (state['screen'], state['basket']['due_minor']), ('sell', marked))
        same(off, till.say(off)['basket']['due_minor'], before)
        assert 'to take away' in till.refused(off)['error']
    till.say(f'delete {line}')


def a_shift_is_not_closed_without_a_count(world):
    till = world.till
    for words in ('', ' handover'):
        assert '0 for an empty drawer' in till.refused('shift close' + words)['error']
    same('nothing is counted', till.say('status')['screen'], 'sell')
    state = till.say('shift close 0')
    same('an empty drawer', (state['screen'], 'short' in state['panel']['headline']), ('close-shift', True))
    till.say('back')
    till.say('back')


def another_tills_key_is_named(world):
    """A key that can be read and is not the one that the platform knows."""
    folder = world.folder / 'exchanged'
    till = stories.Till(world.hufuctl, folder, world.platform)
    till.say('wait screen sign-in')
    till.quit()
    (folder / 'till' / 'device.key').write_bytes((world.folder / 'till' / 'device.key').read_bytes())
    till = stories.Till(world.hufuctl, folder, world.platform)
    end = time.monotonic() + stories.BOUND_S
    while 'device.key' not in ((panel := till.say('status')['panel']) or {}).get('sentence', ''):
        assert time.monotonic() < end, panel
        time.sleep(0.02)
    till.quit()


def an_operator_reads_the_stock_of_a_product(world):
    """What the till sells goes out of the figure of its store, and of no other."""
    till, code = world.till, world.platform.code('Linen shirt S')['text']
    product = till.say('stock ' + code)['stock']['product_id']
    till.say('back')

    def read():
        answer = operate(world, 'stock', str(product))
        same('product', answer['product_id'], product)
        return {place['store_no']: place['on_hand_milli'] for place in answer['places']}

    before = read()
    till.scan(code)
    till.finish()
    till.say('wait sent')
    same('sold', read(), before | {1: before[1] - 1000})
    for words, said in ((['99999'], 'no such product'), (['shirt'], 'query')):
        done = subprocess.run([world.hufuctl, 'platform', 'stock', *words, '--platform',
                               f'http://127.0.0.1:{world.platform.port}', '--operator-key',
                               world.platform.folder / 'operator.key'], capture_output=True, text=True)
        assert done.returncode == 1 and said in done.stderr.lower(), done.stderr


def tax_rules_come_from_a_file_as_editors_write_it(world):
    examples = HERE.parents[1] / 'data/examples'
    rules = world.folder / 'rules.json'
    for start, text, wanted in ((codecs.BOM_UTF8, (examples / 'tax-cn-small.json').read_bytes(), 0),
                                (b'', b'', 1), (codecs.BOM_UTF8, b'', 1), (b'', b'\0', 1)):
        rules.write_bytes(start + text)
        done = subprocess.run([world.hufuctl, 'platform', 'tax', 'set', '1', rules, '--platform',
                               f'http://127.0.0.1:{world.platform.port}', '--operator-key',
                               world.platform.folder / 'operator.key'], capture_output=True, text=True)
        same(start + text[:9], (done.returncode, 'rules.json, line 1' in done.stderr), (wanted, wanted == 1))


def each_command_of_the_manual_does_what_it_says(world):
    """What reads, then what a shop changes, and last what becomes of a till of its own."""
    root, folder = HERE.parents[1], world.folder / 'commands'
    folder.mkdir()
    text, picture = folder / 'look.txt', folder / 'drawn.png'
    till = stories.Till(world.hufuctl, folder, world.platform)
    till.say('wait screen sign-in')
    till.quit()

    def issue(**fields):
        order = {'type': 'deal', 'title_en': 'Tea', 'title_zh': '茶', 'value_minor': 1000, **fields}
        return json.loads(world.ctl('voucher', 'issue', *(f'{k}={v}' for k, v in order.items())).stdout)['cti']

    terminals = json.loads(world.ctl('platform', 'terminals').stdout)['terminals']
    own = max(terminals, key=lambda terminal: terminal['terminal_no'])['terminal_id']
    day = world.till.say('status')['shift']['business_day']
    sku = world.till.say('stock ' + world.platform.code('Linen shirt S')['text'])['stock']['sku']
    world.till.say('back')
    text.write_text(world.ctl('receipt', 'template').stdout)
    told = [('status',), ('attention',), ('journal', 'verify'), ('export', 'journal'), ('export', 'taxes'),
            ('export', 'sales'), ('receipt', 'template'), ('receipt', 'check', text),
            ('receipt', 'preview', text, picture), ('receipt', 'use', text), ('receipt', 'reset'),
            ('label', sku, picture), ('link',), ('link', 'wan', 'heal'), ('voucher', 'show', issue()),
            ('voucher', 'issue', 'type=deal', 'title_en=Tea', 'title_zh=茶', 'value_minor=1000'),
            ('voucher', 'live', issue(live='true')), ('voucher', 'transfer', issue()),
            ('platform', 'terminals'), ('platform', 'stock', '1'), ('platform', 'shifts'), ('platform', 'day', '1', day),
            ('platform', 'attention'), ('platform', 'limits'), ('platform', 'limits', '1', 'off'),
            ('platform', 'policy', 'get', '1'), ('platform', 'policy', 'set', '1', root / 'data/examples/policy.json'),
            ('platform', 'recall', issue()), ('platform', 'refund', issue()),
            ('platform', 'transfer', issue()), ('platform', 'home', issue(), 'home_store=2'),
            ('platform', 'promotion', 'add', '1', root / 'data/examples/promotions.txt'),
            ('platform', 'promotion', 'list', '1'), ('platform', 'promotion', 'end', '1', 'evening-drinks'),
            ('platform', 'tax', 'set', '1', root / 'data/examples/tax-cn-small.json'), ('platform', 'tax', 'off', '1'),
            ('platform', 'lost', own), ('platform', 'found', own), ('platform', 'remove', own), ('platform', 'lost', own),
            ('platform', 'write-off', own)]
    for words in told:
        done = world.ctl(*words)
        same(' '.join(map(str, words)), (done.returncode, done.stderr), (0, ''))
    checked = subprocess.run([world.hufuctl, 'token', 'check', world.platform.code('Coffee for two')['text']],
                             capture_output=True, text=True, check=False)
    same('nobody knows who made it', (checked.returncode, json.loads(checked.stdout)['accepted']), (2, None))
    heads = set(manual.find_heads(root)) - {('counter',), ('token', 'check')}
    same('run', sorted(head for head in heads if not any(words[:len(head)] == head for words in told)), [])


STORIES = [
    nobody_enrols_without_a_root,
    a_printer_that_is_none_is_refused_at_once, status_names_a_key_that_is_damaged, another_tills_key_is_named,
    an_enrolled_till_keeps_the_roots_that_it_was_given, books_that_are_not_there_are_named,
    a_refused_order_is_told_once, a_refusal_answers_what_is_asked_again, the_camera_finds_a_code_and_scans_it,
    what_stands_there_by_hand_is_taken_off_by_its_own_name, a_shift_is_not_closed_without_a_count,
    each_command_of_the_manual_does_what_it_says, an_operator_reads_the_stock_of_a_product,
    tax_rules_come_from_a_file_as_editors_write_it,
]


if __name__ == '__main__':
    sys.exit(stories.main(World, STORIES))
