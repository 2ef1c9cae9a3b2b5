# SPDX-License-Identifier: GPL-3.0-or-later
"""What a merchant sets for a store holds at its tills, and nonsense is set nowhere. `hufuctl platform policy` and
`hufuctl counter` against the real platform. TAP on standard output.

    test-policy.py HUFUCTL HUFU_PLATFORM"""
import importlib.util
import json
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location('stories', HERE / 'test-counter.py')
stories = importlib.util.module_from_spec(spec)
spec.loader.exec_module(stories)
same = stories.same


def settings(world):
    return stories.operate(world, 'policy', 'get', '1')


def set_to(world, change, store='1'):
    """The exit code, and what it said."""
    path = world.folder / 'policy.json'
    path.write_text(change if isinstance(change, str) else json.dumps(change))
    done = subprocess.run(
        [world.hufuctl, 'platform', 'policy', 'set', store, path, '--platform', f'http://127.0.0.1:{world.platform.port}',
         '--operator-key', world.platform.folder / 'operator.key'], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout if done.returncode == 0 else done.stderr


def scan_until(world, code, label):
    """Scans it into an empty basket, until the till has heard of what is waited for."""
    world.till.say('sync')
    end = time.monotonic() + stories.BOUND_S
    while True:
        row = world.till.scan(code)['basket']['rows'][0]
        world.till.say(f"delete {row['line_no']}")
        if row[label[0]] == label[1]:
            return
        assert time.monotonic() < end, row
        time.sleep(0.1)


def a_label_is_read_as_the_store_prints_it(world):
    """Weight first; then the scales were set to print the price."""
    world.till.open()
    code = world.platform.code('Chestnuts')['text']
    layouts = settings(world)['label_layouts']
    scan_until(world, code, ('qty', '0.325'))
    priced = [{**layout, 'value': 'price'} for layout in layouts]
    same('set', set_to(world, {'label_layouts': priced})[0], 0)
    scan_until(world, code, ('amount', '3.25'))
    same('set back', set_to(world, {'label_layouts': layouts})[0], 0)
    scan_until(world, code, ('qty', '0.325'))


def what_is_not_named_stays_and_null_takes_out(world):
    before = settings(world)
    same('keys stay inside', sorted(set(before) & {'phone_index_key', 'unleased', 'issuer', 'public_url'}), [])
    code, told = set_to(world, {'auto_lock_s': 120, 'deposit': None})
    same('set', code, 0)
    after = {**before, 'auto_lock_s': 120}
    del after['deposit']
    same('settings', (json.loads(told), settings(world)), (after, after))
    same('back', set_to(world, before)[0], 0)
    same('settings', settings(world), before)


WRONG = [
    ({'phone_index_key': 'A' * 43}, 'phone_index_key is no setting'),
    ({'public_url': 'https://other.example'}, 'public_url is no setting'),
    ({'colour': 'green'}, 'colour is no setting'),
    ({'shop_en': None}, 'shop_en is wanted: a line of 1 to 400 bytes'),
    ({'shop_zh': ''}, 'shop_zh is wanted'),
    ({'footer_en': 'two\nlines'}, 'footer_en is wanted: a line of at most 400 bytes'),
    ({'footer_zh': '\u202eturned'}, 'footer_zh is wanted'),
    ({'display_en': 'x' * 401}, 'display_en is wanted'),
    ({'auto_lock_s': -1}, 'auto_lock_s is wanted: seconds, 0 = never, at most 86400'),
    ({'auto_lock_s': 1.5}, 'auto_lock_s is wanted'),
    ({'undo_window_s': None}, 'undo_window_s is wanted'),
    ({'cash_tolerance_minor': 10 ** 12 + 1}, 'cash_tolerance_minor is wanted'),
    ({'cash_rounding': {'increment_minor': 0, 'rule': 'floor'}}, 'cash_rounding is wanted: increment_minor from 1'),
    ({'cash_rounding': {'increment_minor': 5, 'rule': 'nearest'}}, 'cash_rounding is wanted'),
    ({'label_layouts': [{'prefix': 19, 'item_digits': 5, 'value_digits': 5, 'has_value_check': False, 'value': 'price'}]},
     'label_layouts is wanted: at most 12'),
    ({'label_layouts': [{'prefix': 25, 'item_digits': 5, 'value_digits': 5, 'has_value_check': True, 'value': 'price'}]},
     'label_layouts is wanted'),
    ({'deposit': {'least_percent': 101, 'keep_days': 1}}, 'deposit is wanted: least_percent from 0 to 100'),
    ({'deposit': {'least_percent': 10}}, 'deposit is wanted'),
    ({'prepared_categories': [99]}, 'prepared_categories is wanted: at most 16 categories of the catalogue'),
    ({'prepared_categories': list(range(17))}, 'prepared_categories is wanted'),
    ({'price_rights': {'thief': {'line_percent': 1, 'basket_percent': 1, 'price_percent': 1}}}, 'price_rights is wanted'),
    ({'price_rights': {'clerk': {'line_percent': 101, 'basket_percent': 1, 'price_percent': 1}}}, 'price_rights is wanted'),
    ({'returns_rights': 'yes'}, 'returns_rights is wanted: true or false'),
    ({'auto_lock_s': 60, 'colour': 1}, 'colour is no setting'),
    ([], 'store_no and settings are wanted'),
    ('{"auto_lock_s": 60', 'line 1'),
]


def nonsense_is_named_and_nothing_is_set(world):
    before = settings(world)
    for change, sentence in WRONG:
        code, told = set_to(world, change)
        assert code != 0 and sentence in told, (change, code, told)
    code, told = set_to(world, {'auto_lock_s': 60}, store='99')
    assert code != 0 and 'There is no such store' in told, told
    same('nothing was set', settings(world), before)


if __name__ == '__main__':
    sys.exit(stories.main(stories.World, [
        a_label_is_read_as_the_store_prints_it, what_is_not_named_stays_and_null_takes_out,
        nonsense_is_named_and_nothing_is_set]))
