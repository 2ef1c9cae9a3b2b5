# SPDX-License-Identifier: GPL-3.0-or-later
"""Each command and each act of `hufuctl counter`, with words that fit and words that do not, in a till that
has nothing, a sale, and a payment before it: whatever changed nothing is not ok, and says why. TAP.

    test-verbs.py ROOT HUFUCTL HUFU_PLATFORM"""
import importlib.util
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location('payments', HERE / 'test-payments.py')
payments = importlib.util.module_from_spec(spec)
spec.loader.exec_module(payments)
stories, same = payments.stories, payments.stories.same
ROOT = pathlib.Path(sys.argv[1])

# What it says, asks for, or sets to what it is: done, though the till is as it was.
IDLE = re.compile(r'(status|sync|lang en|look.*|back|act back|pay|act pay|link wan heal|camera .*|wait idle'
                  r'|(qty 1 1|select [01]|note 1|why 1)( .*)?|manager|stock.*|held|act (show|edit|new)-.*'
                  r'|(act )?(gift|reprint|deposit-copy))')
NUMBERS = ('', '0', '1', '99', 'x', '4294967296', '-1', '1 0', '1 1', '1 x', '99 3', '0 0')
WORDS = {verb: NUMBERS for verb in ('select', 'qty', 'delete', 'add', 'answer', 'choose', 'take-price', 'why', 'note')}
WORDS |= {
    'signin': ('', '02', '99 1111', '02 0'), 'shift': ('', 'open', 'open x', 'open 100', 'close', 'close x', 'approve'),
    'hold': ('', '4111111111111111'), 'resume': ('', 'x', '00000000-0000-0000-0000-000000000000'),
    'tender': ('', 'cash', 'cash 0', 'cash 0.05', 'cash x', 'cash -1', 'cash 99999999', 'card 0', 'card 500', 'card x',
               'wallet 5000', 'wallet 0', 'qr 5000', 'qr 0', 'gold 5'),
    'deposit': ('', '0', 'x', '99999', '40/1', '40/x/1'), 'card': ('', 'approved', 'declined', 'unsure', 'eaten'),
    'void': ('', 'nothing'), 'reverse': ('', 'customer', 'nothing'), 'act': ('', 'nothing', 'none'), 'primary': ('',),
    'lang': ('', 'en', 'x'), 'wait': ('', 'idle', 'rain'), 'quit': (), 'status': ('',), 'link': ('', 'wan x', 'x cut'),
    'sync': ('',), 'resolve': ('', 'x', 'x 01 2468 lost', 'x 01'),
    'cash': ('', 'in', 'in 0 change', 'in 10', 'in 10 nothing', 'out 0 expense', 'up 5'), 'drawer': ('', 'nothing'),
    'price': ('', '99 5 tag', '1 5 nothing', '1 5', '1 x tag', '1 off', 'sale 5 tag'),
    'discount': ('', '99 5% damaged', '1 0% damaged', '1 0 damaged', '1 101% damaged', 'sale off', '1 5%', '1 off'),
    'approve': ('', '01', '01 2468', '99 1111'), 'staff': ('', 'x', '99'), 'stock': ('', 'x'), 'camera': ('', 'x'),
    'product': ('x', 'x y'), 'step': ('', 'up'), 'label': ('', 'x', 'x 0'), 'look': ('', 'x'), 'paper': ('', 'x', 'receipt'),
    'pay': ('',), 'redeem': ('',), 'undo': ('',), 'held': ('',), 'signout': (), 'back': ('',), 'manager': ('',), 'gift': ('',),
    'reprint': ('',), 'x': ('',), 'zcopy': ('',), 'take': ('',), 'today': ('',)}


def find_verbs():
    """Those that the shell knows, and the acts."""
    text = ''.join(path.read_text() for path in sorted((ROOT / 'src/ctl').glob('*shell*.c')))
    verbs = re.findall(r'\{"([a-z-]+)", (?:do_|hufu_shell_(?!is_)|HUFU_ACT_)', text)
    acts = re.findall(r'\[HUFU_ACT_\w+\] = "([a-z-]+)"', (ROOT / 'src/counter/panel.c').read_text())
    return sorted(set(verbs) - {'wallet', 'qr'}), acts


def outline(state):
    """What a command can have changed; the status bar changes by itself."""
    kept = {key: value for key, value in state.items() if key not in
            ('ok', 'error', 'command', 'notice', 'status', 'customer', 'held_elsewhere', 'why')}
    return json.dumps(kept, sort_keys=True)


def make_ready(world, setup):
    """Selling, with nothing, a line, or a line and the tender's page."""
    till = world.till
    for _ in range(3):
        state = till.raw(b'back')
    if state['screen'] == 'sign-in':
        till.open()
    if state['screen'] == 'open-shift':
        till.say('shift open 100')
    if setup == 'nothing' and till.raw(b'status')['basket']['rows']:
        till.raw(b'act cash-back')
        till.raw(b'void customer')
        till.say('back')
    if setup != 'nothing' and not till.raw(b'status')['basket']['rows']:
        world.basket()
        till.say('back')
    if setup == 'tender':
        till.say('pay')
    return till.raw(b'status')


def play(world, setup):
    verbs, acts = find_verbs()
    same('each command is tried', set(verbs) - set(WORDS), set())
    lines = [f'{verb} {words}'.strip() for verb in verbs for words in WORDS[verb]]
    lines += [f'act {act}' for act in acts if act not in ('sign-out', 'close-shift')]
    wrong = []
    for line in lines:
        before = make_ready(world, setup)
        state = world.till.raw(line.encode())
        if state['ok'] and outline(state) == outline(before) and not IDLE.fullmatch(line):
            wrong.append(line)
        if not state['ok'] and not state['error']:
            wrong.append(f'{line}: without a word')
        if state['screen'] == 'sell' and (state['panel'] or {}).get('kind') == 'payment':
            world.till.raw(b'card declined')
    same(f'ok, and nothing was done ({setup})', wrong, [])


def nothing_done_is_not_ok_with_nothing_in_the_sale(world):
    play(world, 'nothing')


def nothing_done_is_not_ok_with_a_sale(world):
    play(world, 'sale')


def nothing_done_is_not_ok_before_a_payment(world):
    play(world, 'tender')
    make_ready(world, 'nothing')


def what_cannot_be_says_why(world):
    till = world.till
    due = world.basket()
    too_much = 'That would pay more than is due. Take at most what is due.'
    for line, why in (('select 99', 'That line is no longer in this sale. Choose another line.'),
                      ('act ask-again', 'Nothing waits for an answer here.'),
                      ('act show-pending', 'Nothing waits for an answer here.')):
        same(line, till.refused(line)['error'], why)
    till.say('pay')
    for line, why in (('tender cash 0', 'The cash received is less than what is due. Enter it again.'),
                      ('tender card 0', 'The cash received is less than what is due. Enter it again.'),
                      ('tender card 5000', too_much), ('tender wallet 5000', too_much), ('tender qr 5000', too_much)):
        state = till.refused(line)
        same(line, (state['error'], state['basket']['due_minor'], state['screen']), (why, due, 'tender'))
    till.say('tender card')
    assert till.refused('card declined')['error'].startswith('Not paid. '), 'a card that was declined is no ok'
    till.say('void customer')


STORIES = [what_cannot_be_says_why, nothing_done_is_not_ok_with_nothing_in_the_sale,
           nothing_done_is_not_ok_with_a_sale, nothing_done_is_not_ok_before_a_payment]

if __name__ == '__main__':
    sys.argv.pop(1)
    sys.exit(stories.main(payments.World, STORIES))
