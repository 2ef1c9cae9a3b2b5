# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sale costs, by the rules as they are stated (src/core/promotion.h, basket.h, money.h) and Python's decimal,
piece by piece, against what the till reckons. TAP.

    oracle.py RECKON        RECKON: a basket as JSON a line in, its sums a line out"""
import itertools
import json
import pathlib
import random
import subprocess
import sys
from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal as D, getcontext

getcontext().prec = 80


def whole(amount, rounding=ROUND_HALF_UP):
    return int(D(amount).quantize(D(1), rounding=rounding))


def extra_of(line):
    """What its choices cost, of the standard ones and of those that were touched (src/core/option.h)."""
    groups, places = line.get('options', []), []
    for number, group in enumerate(groups):
        places += [(number, choice) for choice in group['choices']]
    on = [choice.get('standard', False) for _, choice in places]
    for place in line.get('touch', []):
        number = places[place][0]
        mine = [at for at, (other, _) in enumerate(places) if other == number]
        if on[place]:
            on[place] = sum(on[at] for at in mine) <= groups[number]['least']
        elif groups[number]['most'] == 1:
            for at in mine:
                on[at] = at == place
        else:
            on[place] = sum(on[at] for at in mine) < groups[number]['most']
    return sum(choice['price_minor'] for (_, choice), chosen in zip(places, on) if chosen)


def line_total(line, member):
    if 'label' in line:
        return line['label'] + whole(D(extra_of(line)) * D(line.get('qty_milli', 1000)) / D(1000))
    price = line['price']
    if member and 'member_price' in line:
        price = min(price, line['member_price'])
    price += extra_of(line)
    return whole(D(price) * D(line.get('qty_milli', 1000)) / D(1000))


def fits(part, line):
    goods = part.get('products', []), part.get('categories', [])
    return not any(goods) or line.get('product', 1) in goods[0] or line.get('category', 1) in goods[1]


def pieces_of(line, total):
    """The prices of its pieces; a weighed or labelled thing is one."""
    if line.get('by_weight') or 'label' in line:
        return [total]
    n = line.get('qty_milli', 1000) // 1000
    return [D(total) / n] * n


def spread(lines, left, part):
    return sorted((p for line, rest in zip(lines, left) if rest > 0 and fits(part, line)
                   for p in pieces_of(line, rest)), reverse=True)


def off_of_sets(promotion, prices):
    size, off = promotion['buy'] + promotion['get'], D(0)
    sets = min(len(prices) // size, promotion.get('times_max') or 10**9)
    for i in range(sets):
        off += sum(prices[i * size + promotion['buy']:(i + 1) * size])
    return whole(off * promotion['percent'] / 100)


def off_of_bundles(promotion, lines, left):
    """Bundle after bundle, of each part the dearest pieces that are there."""
    shelf = [(price, place) for place, (line, rest) in enumerate(zip(lines, left)) if rest > 0
             for price in pieces_of(line, rest)]
    off, times = D(0), 0
    while times < (promotion.get('times_max') or 999):
        taken = []
        for part in promotion['parts']:
            there = sorted((piece for i, piece in enumerate(shelf) if i not in [t for t, _ in taken]
                            and fits(part, lines[piece[1]])), key=lambda piece: (-piece[0], piece[1]))
            places = [i for i, piece in enumerate(shelf) if i not in [t for t, _ in taken]
                      and fits(part, lines[piece[1]])]
            places.sort(key=lambda i: (-shelf[i][0], shelf[i][1]))
            if len(there) < part.get('pieces', 1):
                return whole(off)
            taken += [(i, shelf[i][0]) for i in places[:part.get('pieces', 1)]]
        saved = sum(price for _, price in taken) - promotion.get('amount_minor', 0)
        if saved <= 0:
            break
        off += saved
        shelf = [piece for i, piece in enumerate(shelf) if i not in [t for t, _ in taken]]
        times += 1
    return whole(off)


def off_of(promotion, lines, left):
    part = (promotion.get('parts') or [{}])[0]
    kind = promotion['kind']
    base = sum(rest for line, rest in zip(lines, left) if fits(part, line))
    if kind == 'percent':
        return whole(D(base) * promotion['percent'] / 100)
    if kind == 'amount':
        return sum(min(promotion['amount_minor'] * len(pieces_of(line, rest)), rest)
                   for line, rest in zip(lines, left) if rest > 0 and fits(part, line))
    if kind == 'threshold':
        if base < promotion['min_spend_minor']:
            return 0
        if promotion.get('percent'):
            return whole(D(base) * promotion['percent'] / 100)
        times = base // promotion['min_spend_minor'] if promotion.get('repeats') else 1
        return min(min(times, promotion.get('times_max') or times) * promotion['amount_minor'], base)
    if kind == 'buy-get':
        return off_of_sets(promotion, spread(lines, left, part))
    return off_of_bundles(promotion, lines, left)


def reckon(basket):
    """Sums of a basket of one promotion, or of several of which all but the first are for all goods."""
    lines, member = basket['lines'], basket.get('member_level', -1)
    totals = [line_total(line, member >= 0) for line in lines]
    promotions, by_hand = 0, 0
    for i, line in enumerate(lines):
        markdown = line.get('markdown')
        if markdown and markdown['kind'] == 'price':
            price = whole(D(markdown['value']) * D(line.get('qty_milli', 1000)) / D(1000))
            by_hand += max(totals[i] - price, 0)
            totals[i] = price
    rest = sum(totals)
    ranked = sorted((p for p in basket.get('promotions', []) if member >= p.get('min_level', -1)),
                    key=lambda p: (-p.get('priority', 0), p['id']))
    for place, promotion in enumerate(ranked):
        free = [0 if line.get('markdown', {}).get('kind') == 'price' else total for line, total in zip(lines, totals)]
        off = off_of(promotion, lines, free) if place == 0 else off_of(promotion, [{}], [rest])
        promotions += off
        rest -= off
    for i, line in enumerate(lines):
        markdown = line.get('markdown')
        if markdown and markdown['kind'] != 'price':
            off = min(markdown['value'], totals[i]) if markdown['kind'] == 'amount' else whole(
                D(totals[i]) * markdown['value'] / 100)
            by_hand += off
            rest -= off
    if 'markdown' in basket:
        value = basket['markdown']['value']
        off = value if basket['markdown']['kind'] == 'amount' else whole(D(rest) * value / 100)
        by_hand, rest = by_hand + off, rest - off
    coupons, fitting = 0, rest
    for coupon in basket.get('coupons', []):
        if fitting < coupon.get('min_spend', 0) or rest <= 0:
            continue
        off = min(coupon['off'], rest)
        if coupon.get('percent'):
            off = min(coupon['off'], max(whole(D(rest) * coupon['percent'] / 100), 1))
        coupons, rest = coupons + off, rest - off
    return {'net': rest, 'promotions': promotions, 'by_hand': by_hand, 'coupons': coupons}


def tax_in(net, ppm):
    return whole(D(net) * ppm / (D(1000000) + ppm), ROUND_HALF_EVEN)


# ---- taxes (src/core/tax.h) ----

ROUNDINGS = {'half_up': ROUND_HALF_UP, 'half_even': ROUND_HALF_EVEN, 'floor': ROUND_DOWN, 'ceil': ROUND_UP,
             'half_down': ROUND_HALF_DOWN}


def class_of(rules, line):
    def nearness(class_):
        goods = class_.get('goods', {})
        if line.get('product', 1) in goods.get('products', []):
            return 4
        if line.get('category', 1) in goods.get('categories', []):
            return 3
        if line.get('tax_ppm', 0) in goods.get('rates_ppm', []):
            return 2
        return 0 if any(goods.values()) else 1
    best = max(rules['classes'], key=nearness, default=None)
    return best if best and nearness(best) else None


def taxes_of(rules, line, utc_s):
    """(id, rate_ppm, share of the price) of each tax on it; what the catalogue says where no class has it."""
    class_ = class_of(rules, line)
    if class_ is None:
        ppm = line.get('tax_ppm', 0)
        return [('tax', ppm, D(ppm) / 10**6)] if ppm else []
    now = [tax for tax in class_['taxes'] if tax.get('from_utc_s', 0) <= utc_s
           and not 0 < tax.get('until_utc_s', 0) <= utc_s]
    plain = sum(D(tax['rate_ppm']) for tax in now if not tax.get('compound')) / 10**6
    return [(tax['id'], tax['rate_ppm'], D(tax['rate_ppm']) / 10**6 * (1 + (plain if tax.get('compound') else 0)))
            for tax in now]


def parted(whole_, weights):
    """By largest remainder; of equals the greater weight, then the first."""
    total = sum(weights)
    exact = [D(whole_) * weight / total for weight in weights]
    parts = [whole(part, ROUND_DOWN) for part in exact]
    order = sorted(range(len(parts)), key=lambda i: (-(exact[i] - parts[i]).quantize(D('1e-30')), -weights[i], i))
    for i in order[:whole_ - sum(parts)]:
        parts[i] += 1
    return parts


def tax_sums(rules, utc_s, lines, nets):
    """{(id, rate): [net, tax]}, and for each line the least and the most that its tax may be."""
    added, rounding = rules['prices'] == 'exclusive', ROUNDINGS[rules['rounding']]
    classes, sums, bounds = {}, {}, [(0, 0)] * len(lines)
    for place, (line, net) in enumerate(zip(lines, nets)):
        if net > 0:
            class_ = class_of(rules, line)
            key = class_['id'] if class_ else line.get('tax_ppm', 0)
            classes.setdefault(key, []).append((place, net, taxes_of(rules, line, utc_s)))
    for members in classes.values():
        taxes, base = members[0][2], sum(net for _, net, _ in members)
        share = sum((part for _, _, part in taxes), D(0))
        exact = lambda net: D(net) * share / (1 if added else 1 + share)
        if rules['round'] == 'receipt':
            tax = whole(exact(base), rounding)
            for place, net, _ in members:
                part = D(tax) * net / base
                bounds[place] = whole(part, ROUND_DOWN), whole(part, ROUND_UP)
        else:
            for place, net, _ in members:
                bounds[place] = (whole(exact(net), rounding),) * 2
            tax = sum(bounds[place][0] for place, _, _ in members)
        parts = parted(tax, [part for _, _, part in taxes]) if share else [0] * len(taxes)
        for (id_, ppm, _), part in zip(taxes or [('exempt', 0, 0)], parts or [0]):
            row = sums.setdefault((id_, ppm), [0, 0])
            row[0] += base if added else base - tax
            row[1] += part
    return sums, bounds


# ---- the rows ----

def promotion(kind, **more):
    return {'id': kind, 'version': 1, 'kind': kind, 'name_en': 'P', 'name_zh': 'P', **more}


def goods(random_, n, **more):
    return [{'product': i + 1, 'category': random_.randint(1, 3), 'price': random_.randint(1, 30000),
             'qty_milli': random_.randint(1, 6) * 1000, 'tax_ppm': random_.choice([0, 30000, 60000, 90000, 130000]),
             **more} for i in range(n)]


def group(id_, least, most, prices, standard=()):
    return {'name_en': id_, 'name_zh': id_, 'least': least, 'most': most, 'choices': [
        {'id': f'{id_}-{i}', 'name_en': 'C', 'name_zh': 'C', 'price_minor': price, 'standard': i in standard}
        for i, price in enumerate(prices)]}


MILK = [group('milk', 1, 1, [0, 300], [0]), group('top', 0, 2, [200, 200, 250])]


# Said by hand, with their expected values: the rules' own examples.
SAID = [
    ('third at half price saves 6.45', {'lines': [{'price': 1290, 'qty_milli': 3000}],
     'promotions': [promotion('buy-get', buy=2, get=1, percent=50)]}, 3 * 1290 - 645),
    ('three for two, the cheapest is free', {'lines': [{'price': 100}, {'price': 300, 'product': 2},
     {'price': 200, 'product': 3}], 'promotions': [promotion('buy-get', buy=2, get=1, percent=100)]}, 500),
    ('choices cost what they cost', {'lines': [{'price': 1800, 'options': MILK, 'touch': [1, 2]}]}, 2300),
    ('the standard one costs too', {'lines': [{'price': 1800, 'options': [group('m', 1, 1, [100, 0], [0])]}]}, 1900),
    ('choices of each piece', {'lines': [{'price': 1800, 'qty_milli': 3000, 'options': MILK, 'touch': [1]}]}, 6300),
    ('a third topping is refused', {'lines': [{'price': 1800, 'options': MILK, 'touch': [2, 3, 4]}]}, 2200),
    ('touched twice is taken away', {'lines': [{'price': 1800, 'options': MILK, 'touch': [4, 4]}]}, 1800),
    ('half the price of the choices too', {'lines': [{'price': 1800, 'options': MILK, 'touch': [1]}],
     'promotions': [promotion('percent', percent=50)]}, 1050),
    ('a price by hand is in the place of all', {'lines': [{'price': 1800, 'options': MILK, 'touch': [1],
     'markdown': {'kind': 'price', 'value': 1500}}]}, 1500),
    ('on top of a label', {'lines': [{'price': 1800, 'label': 1700, 'options': MILK, 'touch': [1]}]}, 2000),
    ('members pay for choices', {'lines': [{'price': 1800, 'member_price': 1500, 'options': MILK, 'touch': [1]}],
     'member_level': 1}, 1800),
    ('the dearest choice is not the free piece', {'lines': [{'price': 100, 'options': MILK, 'touch': [1]},
     {'price': 100}], 'promotions': [promotion('buy-get', buy=1, get=1, percent=100)]}, 400),
    ('ten off from a hundred', {'lines': [{'price': 10000}],
     'promotions': [promotion('threshold', min_spend_minor=10000, amount_minor=1000)]}, 9000),
    ('ten off for each hundred', {'lines': [{'price': 29900}],
     'promotions': [promotion('threshold', min_spend_minor=10000, amount_minor=1000, repeats=True)]}, 27900),
    ('not from 99.99', {'lines': [{'price': 9999}],
     'promotions': [promotion('threshold', min_spend_minor=10000, amount_minor=1000)]}, 9999),
    ('a set of two for 25.00', {'lines': [{'price': 1800, 'category': 1}, {'price': 1200, 'category': 2}],
     'promotions': [promotion('bundle', amount_minor=2500, parts=[{'categories': [1]}, {'categories': [2]}])]}, 2500),
    ('never below nothing', {'lines': [{'price': 300}], 'promotions': [promotion('amount', amount_minor=500)]}, 0),
    ('half a cent up', {'lines': [{'price': 5}], 'promotions': [promotion('percent', percent=50)]}, 2),
    ('a price by hand is no promotion\'s', {'lines': [{'price': 1000, 'markdown': {'kind': 'price', 'value': 800}}],
     'promotions': [promotion('percent', percent=50)]}, 800),
    ('the better one of a group', {'lines': [{'price': 1000}], 'promotions': [
        promotion('percent', percent=10, group='g'), promotion('amount', amount_minor=300, group='g')]}, 700),
    ('both, without a group', {'lines': [{'price': 1000}], 'promotions': [
        promotion('percent', percent=10), promotion('amount', amount_minor=300)]}, 630),
    ('a piece counts once for a group', {'lines': [{'price': 1000, 'qty_milli': 4000}], 'promotions': [
        promotion('buy-get', buy=2, get=1, percent=100, group='g'), promotion('percent', percent=10, group='g')]}, 2900),
    ('priority goes before what takes off more', {'lines': [{'price': 1000}], 'promotions': [
        promotion('percent', percent=10, group='g', priority=5), promotion('amount', amount_minor=300, group='g')]}, 900),
    ('for members alone', {'lines': [{'price': 1000}], 'promotions': [promotion('percent', percent=10, min_level=0)]},
     1000),
    ('for this member', {'lines': [{'price': 1000}], 'member_level': 2,
                         'promotions': [promotion('percent', percent=10, min_level=2)]}, 900),
]


NO_RULES = {'jurisdiction': 'none', 'prices': 'inclusive', 'round': 'line', 'rounding': 'half_even', 'classes': []}


def tax(id_, rate_ppm, **more):
    return {'id': id_, 'name_en': id_, 'name_zh': id_, 'rate_ppm': rate_ppm, **more}


def rules_of(classes, prices='inclusive', round_='line', rounding='half_up'):
    return {'jurisdiction': 'test', 'prices': prices, 'round': round_, 'rounding': rounding, 'classes': classes}


def example(name):
    return json.loads((pathlib.Path(__file__).parents[2] / 'data/examples' / name).read_text())


def class_(id_, *taxes, **goods):
    return {'id': id_, 'taxes': list(taxes), 'goods': goods}


US = [class_('general', tax('state', 65000), tax('county', 38500)), class_('food', categories=[2])]
QUEBEC_ONCE = [class_('all', tax('gst', 50000), tax('qst', 75000, compound=True))]
CHINA = [class_('standard', tax('vat', 130000)), class_('reduced', tax('vat', 90000), rates_ppm=[90000]),
         class_('services', tax('vat', 60000), categories=[3]), class_('exempt', products=[2])]
SMALL = [class_('all', tax('vat', 10000, until_utc_s=1830268800), tax('vat', 30000, from_utc_s=1830268800))]

# (name, basket, what is paid in the end), each by a cited rule or plain arithmetic.
TAXED = [
    ('tax: 113 with 13 % in it', {'lines': [{'price': 11300}], 'taxes': rules_of(CHINA)}, 11300),
    ('tax: 100 plus 6.5 % and 3.85 %', {'lines': [{'price': 10000}], 'taxes': rules_of(US, 'exclusive')}, 11035),
    # RCW 82.08.054: to the third decimal place, up from five, on state and local taxes together.
    ('tax: 0.58 x 10.35 % = 0.060', {'lines': [{'price': 58}], 'taxes': rules_of(US, 'exclusive')}, 64),
    ('tax: half a cent up', {'lines': [{'price': 50}],
     'taxes': rules_of([class_('all', tax('sales', 50000))], 'exclusive')}, 53),
    ('tax: half a cent to the even', {'lines': [{'price': 50}],
     'taxes': rules_of([class_('all', tax('sales', 50000))], 'exclusive', rounding='half_even')}, 52),
    ('tax: down', {'lines': [{'price': 59}],
     'taxes': rules_of([class_('all', tax('sales', 50000))], 'exclusive', rounding='floor')}, 61),
    ('tax: three lines of 0.10 at 5 %, line by line', {'lines': [{'price': 10}] * 3,
     'taxes': rules_of([class_('all', tax('sales', 50000))], 'exclusive')}, 33),
    ('tax: three lines of 0.10 at 5 %, once', {'lines': [{'price': 10}] * 3,
     'taxes': rules_of([class_('all', tax('sales', 50000))], 'exclusive', 'receipt')}, 32),
    ('tax: 100 plus 5 %, and 7.5 % on both', {'lines': [{'price': 10000}], 'taxes': rules_of(QUEBEC_ONCE, 'exclusive')},
     11288),
    ('tax: the example for the US', {'lines': [{'price': 10000}, {'price': 10000, 'category': 4}],
     'taxes': example('tax-us.json')}, 21035),
    ('tax: the example for small shops', {'lines': [{'price': 10100}], 'taxes': example('tax-cn-small.json')}, 10100),
    ('tax: food is exempt', {'lines': [{'price': 10000, 'category': 2}], 'taxes': rules_of(US, 'exclusive')}, 10000),
    ('tax: on what a promotion leaves', {'lines': [{'price': 10000}], 'taxes': rules_of(US, 'exclusive'),
     'promotions': [promotion('percent', percent=50)]}, 5518),
    ('tax: on what a coupon leaves', {'lines': [{'price': 10000}], 'taxes': rules_of(US, 'exclusive'),
     'coupons': [{'off': 2000}]}, 8828),
    ('tax: 1 % until the end of 2027', {'lines': [{'price': 10000}], 'utc_s': 1830268799,
     'taxes': rules_of(SMALL, 'exclusive')}, 10100),
    ('tax: 3 % from then on', {'lines': [{'price': 10000}], 'utc_s': 1830268800,
     'taxes': rules_of(SMALL, 'exclusive')}, 10300),
    ('tax: an eighth of a percent', {'lines': [{'price': 100000}],
     'taxes': rules_of([class_('all', tax('transit', 1250))], 'exclusive')}, 100125),
]


def taxed_rows(r):
    for _ in range(220):
        lines = goods(r, r.randint(1, 7))
        for line in lines:
            if r.random() < 0.3:
                line['price'] = r.randint(0, 99)
        basket = {'lines': lines, 'utc_s': r.choice([0, 1830268799, 1830268800]),
                  'taxes': rules_of(r.choice([US, QUEBEC_ONCE, CHINA, SMALL]), r.choice(['inclusive', 'exclusive']),
                                    r.choice(['line', 'receipt']), r.choice(sorted(ROUNDINGS)))}
        if r.random() < 0.4:
            basket['promotions'] = [promotion('percent', percent=r.randint(1, 100))]
        elif r.random() < 0.4:
            basket['coupons'] = [{'off': r.randint(1, 9000)}]
        yield f"tax {basket['taxes']['prices']} by {basket['taxes']['round']}", basket


def paid_rows(r):
    for _ in range(80):
        basket = {'lines': goods(r, r.randint(1, 4)), 'pay': {
            'vouchers': [r.choice([100, 5000, 1234]) for _ in range(r.randint(0, 2))],
            'received': r.choice([1, 5000, 100000, 500000, 1000000, 3000000]), 'increment': r.choice([1, 5, 10, 100]),
            'rounding': r.choice(sorted(ROUNDINGS))}}
        if r.random() < 0.4:
            basket['taxes'] = rules_of(US, 'exclusive')
        yield 'tender', basket


def rows(seed):
    r = random.Random(seed)
    for _ in range(60):
        yield 'price', {'lines': [{'price': r.randint(0, 99999), 'qty_milli': r.choice([1000, 2000, r.randint(1, 9999)]),
                                   'by_weight': True, 'tax_ppm': r.choice([10000, 30000, 60000, 90000, 130000, 200000])}]}
    for _ in range(40):
        yield 'member', {'lines': goods(r, r.randint(1, 5), member_price=r.randint(1, 30000)), 'member_level': 1}
    part = lambda: r.choice([[{}], [{'categories': [r.randint(1, 3)]}], [{'products': [1, 2]}]])
    for _ in range(45):
        yield 'percent', {'lines': goods(r, r.randint(1, 6)),
                          'promotions': [promotion('percent', percent=r.randint(1, 100), parts=part())]}
    for _ in range(35):
        yield 'amount', {'lines': goods(r, r.randint(1, 6)),
                         'promotions': [promotion('amount', amount_minor=r.randint(1, 9000), parts=part())]}
    for _ in range(50):
        yield 'buy-get', {'lines': goods(r, r.randint(1, 6)), 'promotions': [promotion(
            'buy-get', buy=r.randint(1, 3), get=r.randint(1, 2), percent=r.choice([30, 50, 100]), parts=part(),
            times_max=r.choice([0, 0, 1, 2]))]}
    for _ in range(45):
        parts = r.choice([[{'pieces': 3}], [{'pieces': 2, 'categories': [1, 2]}],
                          [{'categories': [1]}, {'categories': [2], 'pieces': 2}]])
        yield 'bundle', {'lines': goods(r, r.randint(2, 6)), 'promotions': [promotion(
            'bundle', amount_minor=r.randint(0, 40000), parts=parts, times_max=r.choice([0, 1, 3]))]}
    for _ in range(50):
        take = r.choice([{'percent': r.randint(1, 50)}, {'amount_minor': r.randint(1, 5000)}])
        yield 'threshold', {'lines': goods(r, r.randint(1, 6)), 'promotions': [promotion(
            'threshold', min_spend_minor=r.randint(1, 60000), parts=part(),
            repeats='amount_minor' in take and r.random() < 0.5, **take)]}
    for _ in range(50):
        first = r.choice([promotion('buy-get', buy=2, get=1, percent=50, priority=9),
                          promotion('percent', percent=r.randint(1, 40), priority=9, parts=part())])
        then = promotion('threshold', min_spend_minor=10000, amount_minor=1500, repeats=True, priority=3)
        yield 'stacked', {'lines': goods(r, r.randint(1, 6)), 'promotions': [then, first],
                          'coupons': [{'off': r.randint(1, 3000)}]}
    for _ in range(50):
        lines = goods(r, r.randint(1, 5))
        for line in lines:
            if r.random() < 0.6:
                line['markdown'] = r.choice([{'kind': 'percent', 'value': r.randint(1, 100)},
                                             {'kind': 'price', 'value': r.randint(0, 30000)}])
        yield 'by hand', {'lines': lines, 'markdown': {'kind': 'percent', 'value': r.randint(1, 30)}}
    for _ in range(60):
        lines = goods(r, r.randint(1, 4), member_price=r.randint(1, 30000))
        for line in lines:
            sizes = [r.randint(1, 6) for _ in range(r.randint(1, 3))]
            line['options'] = [group(f'g{i}', least, max(least, r.randint(1, size)), [r.randint(0, 900) for _ in
                                     range(size)], range(least)) for i, size in enumerate(sizes)
                               for least in [r.randint(0, 1)]]
            line['touch'] = [r.randrange(sum(sizes)) for _ in range(r.randint(0, 6))]
            if r.random() < 0.3:
                line['markdown'] = r.choice([{'kind': 'percent', 'value': r.randint(1, 100)},
                                             {'kind': 'price', 'value': r.randint(0, 30000)}])
        yield 'options', {'lines': lines, 'member_level': r.choice([-1, 1]), 'coupons': [{'off': r.randint(1, 3000)}]}
    for _ in range(40):
        yield 'coupon', {'lines': goods(r, r.randint(1, 5)), 'markdown': {'kind': 'percent', 'value': r.randint(1, 9)},
                         'coupons': [{'off': r.randint(1, 9000), 'percent': r.choice([0, 10, 25]),
                                      'min_spend': r.choice([0, 20000])} for _ in range(r.randint(1, 2))]}


def check_taxes(basket, answer):
    lines, nets = basket['lines'], [net for net, _ in answer['lines']]
    rules = basket.get('taxes', NO_RULES)
    sums, bounds = tax_sums(rules, basket.get('utc_s', 0), lines, nets)
    told = {(id_, ppm): [net, tax] for id_, ppm, net, tax in answer['taxes']}
    assert told == sums, ('taxes', 'expected', sums, 'reckoned', told)
    for (net, tax), (least, most) in zip(answer['lines'], bounds):
        assert least <= tax <= most, ('tax of', net, tax, least, most)
        assert 0 <= tax <= net
    assert sum(tax for _, tax in answer['lines']) == answer['tax'] == sum(tax for _, tax in sums.values())
    assert answer['added'] == (answer['tax'] if rules['prices'] == 'exclusive' else 0)
    assert answer['gross'] == sum(nets) + answer['added'], 'the parts are not the whole'


def check_paid(basket, answer):
    """Vouchers pay no more than is due; cash rounds what is left of it, and gives back the rest."""
    pay, due = basket['pay'], answer['gross']
    for amount in pay['vouchers']:
        if amount > due:
            assert answer['paid'] == 'voucher', answer['paid']
            return
        due -= amount
    amount = whole(D(due) / pay['increment'], ROUNDINGS[pay['rounding']]) * pay['increment']
    change = pay['received'] - amount
    if 0 <= change <= 1000000:
        assert answer['paid'] == [amount, amount - due, change], (answer['paid'], amount, due, change)
    else:
        assert answer['paid'] == 'cash', answer['paid']


def check(basket, answer, expected_gross=None):
    wanted = {'gross': expected_gross} if expected_gross is not None else reckon(basket)
    if 'net' in wanted:
        assert sum(net for net, _ in answer['lines']) == wanted.pop('net'), 'net'
    for name, value in wanted.items():
        assert answer[name] == value, (name, 'expected', value, 'reckoned', answer[name])
    for net, _ in answer['lines']:
        assert net >= 0, 'a line costs less than nothing'
    if 'taxes' not in basket:
        for line, (net, tax) in zip(basket['lines'], answer['lines']):
            assert tax == tax_in(net, line.get('tax_ppm', 0)), ('tax of', net, tax)
    check_taxes(basket, answer)
    if 'pay' in basket:
        check_paid(basket, answer)


def main(program):
    table = [(f'{name}', basket, gross) for name, basket, gross in SAID]
    table += [(name, basket, gross) for name, basket, gross in TAXED]
    table += [(name, basket, None) for name, basket in rows(20261122)]
    table += sorted(((name, basket, None) for name, basket in taxed_rows(random.Random(1123))), key=lambda row: row[0])
    table += [(name, basket, None) for name, basket in paid_rows(random.Random(1124))]
    text = ''.join(json.dumps(basket) + '\n' for _, basket, _ in table)
    done = subprocess.run([program], input=text, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(table) >= 790
    failed, number = 0, 0
    groups = itertools.groupby(zip(table, answers), key=lambda row: row[0][0])
    groups = [(name, list(members)) for name, members in groups]
    print(f'1..{len(groups)}')
    for number, (name, members) in enumerate(groups, 1):
        wrong = []
        for (_, basket, gross), answer in members:
            try:
                check(basket, answer, gross)
            except AssertionError as error:
                wrong.append(f'# {error}: {json.dumps(basket)}')
        print('\n'.join(wrong[:3] + [f'{"not ok" if wrong else "ok"} {number} {name} ({len(members)} rows)']))
        failed += bool(wrong)
    return failed > 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
