# SPDX-License-Identifier: GPL-3.0-or-later
"""Receipts as the shop wants them: `hufuctl receipt` beside a till that sells. What counts is on the paper.
TAP on standard output.

    test-look.py HUFUCTL HUFU_PLATFORM"""
import contextlib
import importlib.util
import pathlib
import sqlite3
import struct
import subprocess
import sys
import time
import zlib

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location('stories', HERE / 'test-counter.py')
stories = importlib.util.module_from_spec(spec)
spec.loader.exec_module(stories)
same = stories.same

RASTER = b'\x1dv0\0'  # GS v 0: a picture
OWN = '''hufu-receipt 1
logo: tiger.png
store
text centre en: Twelve Tiger Lane
text centre zh: 虎坊路十二号
number
time
lines
totals
payments
tax
thanks
'''


def png(width, height):
    """A grey square."""
    def chunk(name, data):
        return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))
    rows = (b'\0' + b'\x60' * width) * height
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 0, 0, 0, 0)) +
            chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))


def write(world, text=OWN, logo=png(64, 64)):
    folder = world.folder / 'wanted'
    folder.mkdir(exist_ok=True)
    (folder / 'tiger.png').write_bytes(logo)
    (folder / 'own.template').write_text(text)
    return folder / 'own.template'


def ask(world, *words, lang='en'):
    done = subprocess.run([world.hufuctl, 'receipt', *map(str, words), '--data', world.folder / 'till', '--lang', lang],
                          capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def sell(world):
    """The receipt on its paper, without the lines of before."""
    papers = world.folder / 'paper'
    before = set(papers.glob('*.bin'))
    world.till.scan(world.platform.code('Linen shirt S')['text'])
    world.till.say('pay')
    world.till.say('tender cash 9999')
    world.till.say('back')
    return await_paper(world, before)


def await_paper(world, before):
    end = time.monotonic() + stories.BOUND_S
    while not (new := set((world.folder / 'paper').glob('*.bin')) - before):
        assert time.monotonic() < end, 'no receipt was printed'
        time.sleep(0.02)
    return new.pop().read_bytes()


def sell_until(world, what, is_so):
    """The file is taken up while the till sells: at one of the next receipts."""
    end = time.monotonic() + stories.BOUND_S
    while not is_so(paper := sell(world)):
        assert time.monotonic() < end, what
    return paper


def the_text_to_begin_with_is_the_receipt_of_always(world):
    world.till.open()
    status, text, _ = ask(world, 'template')
    same('status', status, 0)
    path = write(world, text)
    same('check', ask(world, 'check', path)[0], 0)
    sell(world)
    same('use', ask(world, 'use', path)[0], 0)
    world.till.quit()
    world.start_till()
    world.till.open()
    sell(world)
    with contextlib.closing(sqlite3.connect(world.folder / 'till' / 'till.db')) as books:
        after, before = (
            [line.split('\t')[:4] if 'qr' not in line else 'qr' for line in receipt.splitlines()]
            for receipt, in books.execute("SELECT receipt FROM sale WHERE state = 'finished' ORDER BY sale_no DESC LIMIT 2"))
    assert len(after) > 15
    same('blocks and words', after, before)
    same('reset', ask(world, 'reset')[0], 0)


def a_shop_has_its_own_words_and_logo_on_the_next_receipt(world):
    plain = sell(world)
    assert b'Twelve Tiger Lane' not in plain and b'Served by' in plain
    same('use', ask(world, 'use', write(world)), (0, '', ''))
    paper = sell_until(world, 'the template is taken up', lambda paper: b'Twelve Tiger Lane' in paper)
    assert RASTER in paper and paper.index(RASTER) < paper.index(b'Twelve'), 'the logo is on top'
    assert b'Served by' not in paper and b'Thank you' in paper
    before = set((world.folder / 'paper').glob('*.bin'))
    world.till.say('gift')
    gift = await_paper(world, before)
    assert b'Gift receipt' in gift and b'Twelve Tiger Lane' in gift and b'Total' not in gift
    same('reset', ask(world, 'reset')[0], 0)
    sell_until(world, 'as at first', lambda paper: b'Twelve' not in paper and b'Served by' in paper)


def a_wrong_line_is_named_and_nothing_changes(world):
    path = write(world, OWN + 'text\n')
    for verb in ('check', 'use'):
        status, _, error = ask(world, verb, path)
        assert status != 0 and 'line 13: A text is missing' in error, error
    assert '第 13 行：缺少文字' in ask(world, 'check', path, lang='zh')[2]
    assert not (world.folder / 'till' / 'receipt.template').exists()
    # As an editor on the till itself would write it: the till says so, and prints as before. A notice is in the
    # answer to the command during which it comes.
    end = time.monotonic() + stories.BOUND_S
    said = ''
    while 'line 13' not in said:
        assert time.monotonic() < end, 'the till says which line'
        (world.folder / 'till' / 'receipt.template').write_text(OWN + 'text\n')
        said = world.till.raw(b'wait screen stopped 500')['notice'] or ''
    assert b'Served by' in sell(world)
    same('reset', ask(world, 'reset')[0], 0)


def a_logo_that_is_none_is_refused(world):
    huge = png(8, 8).replace(struct.pack('>II', 8, 8), struct.pack('>II', 60000, 60000))
    for logo in (b'', b'GIF89a' * 20, png(64, 64)[:60], huge, png(64, 64) + bytes(1 << 20)):
        status, _, error = ask(world, 'use', write(world, logo=logo))
        assert status != 0 and 'PNG of at most 1 MB' in error, (logo[:20], error)


def a_preview_is_drawn_in_both_languages(world):
    path = write(world)
    pictures = []
    for name, more, lang in (('en', [], 'en'), ('zh', [], 'zh'), ('gift', ['gift'], 'en')):
        picture = world.folder / f'{name}.png'
        same(name, ask(world, 'preview', path, picture, *more, lang=lang), (0, '', ''))
        pictures.append(picture.read_bytes())
        assert pictures[-1].startswith(b'\x89PNG')
    same('three that differ', len(set(pictures)), 3)
    assert ask(world, 'preview', path, world.folder / 'nowhere' / 'x.png')[0] != 0
    assert ask(world, 'preview', path)[0] == 2


def labels_are_printed_and_drawn(world):
    till, folder = world.till, world.folder / 'paper'
    with contextlib.closing(sqlite3.connect(world.folder / 'till' / 'catalog.db')) as catalogue:
        sku, price, code = catalogue.execute(
            'SELECT sku, price_minor, min (code) FROM product JOIN barcode ON product_id = product.id'
            ' WHERE NOT by_weight GROUP BY product.id LIMIT 1').fetchone()
    before = set(folder.glob('*.bin'))
    till.say(f'label {sku} 3')
    paper = await_paper(world, before)
    for what, often in ((sku, 3), (f'{code:013}', 3), (f'{price / 100:.2f}', 3)):
        same(what, paper.count(what.encode()) >= often, True)
    assert paper.count(RASTER) >= 3, 'no bars'
    picture = world.folder / 'label.png'
    draw = [world.hufuctl, 'label', sku, picture, '--data', world.folder / 'till']
    same('drawn', subprocess.run(draw).returncode, 0)
    assert picture.read_bytes().startswith(b'\x89PNG')
    assert 'No product has this number' in till.refused('label NO-SUCH')['error']
    for wrong in ('label', f'label {sku} 0', f'label {sku} 51', f'label {sku} x'):
        till.refused(wrong)
    draw[2] = 'NO-SUCH'
    same('no such', subprocess.run(draw, capture_output=True).returncode, 2)


STORIES = [
    the_text_to_begin_with_is_the_receipt_of_always, a_shop_has_its_own_words_and_logo_on_the_next_receipt,
    a_wrong_line_is_named_and_nothing_changes, a_logo_that_is_none_is_refused, a_preview_is_drawn_in_both_languages,
    labels_are_printed_and_drawn,
]

if __name__ == '__main__':
    sys.exit(stories.main(stories.World, STORIES))
