# SPDX-License-Identifier: GPL-3.0-or-later
"""What `./run store` plays where there is no display: two cashiers, one voucher of the other till, the
internet and the store's network cut off and healed. It prints what each of them sees.

    store-story.py HUFUCTL HUFU_PLATFORM"""
import importlib.util
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location('store', HERE / 'test-store.py')
store = importlib.util.module_from_spec(spec)
spec.loader.exec_module(store)


def tell(text):
    print(text, flush=True)


def show(till, state):
    panel = state['panel']
    words = [panel['headline'], panel['sentence'], panel['note'] and panel['note'] + '.']
    tell(f'  till {till}: [{panel["reason"] or panel["title"]}] ' + ' '.join(w for w in words if w))


def play(world):
    tell('Two tills and their platform are starting; till 1 is granted the rights of the store.')
    world.open()
    tell('The internet goes down.')
    world.cut('wan')
    tell('A customer comes to till 2 with a voucher whose right till 1 holds.')
    first, second = world.next(), world.next()
    show(2, world.find(world.two, first))
    show(2, world.two.say('primary'))
    world.two.finish()
    tell('The same code is shown again at till 1.')
    show(1, world.one.scan(first['token']))
    world.one.say('back')
    tell('The store\'s network goes down too; another customer comes to till 2.')
    world.cut('wan', 'lan')
    show(2, world.two.scan(second['token']))
    tell('The store\'s network is back; the cashier asks again.')
    world.cut('wan')
    show(2, world.two.say('act ask-again'))
    show(2, world.two.say('primary'))
    world.two.finish()
    tell('The internet is back; both tills send what they did.')
    world.cut()
    for issued in (first, second):
        world.await_states(issued, ['used'])
    tell('The platform has each voucher as used, once.')


def main():
    with tempfile.TemporaryDirectory() as folder:
        world = store.World(sys.argv[1], sys.argv[2], folder)
        try:
            play(world)
        finally:
            world.close()


if __name__ == '__main__':
    main()
