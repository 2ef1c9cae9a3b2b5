/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/promotion.h"

#include <string.h>

#include "core/money.h"

#define ALL_DAYS 0x7fU
#define MINUTES_OF_DAY 1440

static const char *const kind_names[HUFU_PROMOTION_KIND_COUNT] = {
    [HUFU_PROMOTION_PERCENT] = "percent",     [HUFU_PROMOTION_AMOUNT] = "amount",
    [HUFU_PROMOTION_BUY_GET] = "buy-get",     [HUFU_PROMOTION_BUNDLE] = "bundle",
    [HUFU_PROMOTION_THRESHOLD] = "threshold",
};

const char *
hufu_promotion_kind_name (HufuPromotionKind kind)
{
  g_assert ((gsize)kind < G_N_ELEMENTS (kind_names));
  return kind_names[kind];
}

gboolean
hufu_promotion_kind_find (const char *name, HufuPromotionKind *ret_kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (g_strcmp0 (name, kind_names[i]) == 0) {
      *ret_kind = (HufuPromotionKind)i;
      return TRUE;
    }
  return FALSE;
}

void
hufu_promotion_init (HufuPromotion *ret_promotion)
{
  *ret_promotion = (HufuPromotion){.version = 1, .min_level = -1, .n_parts = 1};
  ret_promotion->parts[0].pieces = 1;
}

/* ---- what can be ---- */

static gboolean
is_amount (gint64 minor)
{
  return minor >= 0 && minor <= HUFU_MONEY_MAX_MINOR;
}

static gboolean
are_parts_good (const HufuPromotion *promotion)
{
  gsize most = promotion->kind == HUFU_PROMOTION_BUNDLE ? HUFU_PROMOTION_PARTS_MAX : 1;

  if (promotion->n_parts < 1 || promotion->n_parts > most)
    return FALSE;
  for (gsize i = 0; i < promotion->n_parts; i++) {
    const HufuPromotionPart *part = &promotion->parts[i];

    if (part->pieces < 1 || part->pieces > HUFU_PROMOTION_PIECES_MAX ||
        part->n_products > HUFU_PROMOTION_GOODS_MAX ||
        part->n_categories > HUFU_PROMOTION_GOODS_MAX)
      return FALSE;
  }
  return TRUE;
}

static gboolean
has_what_it_needs (const HufuPromotion *promotion)
{
  switch (promotion->kind) {
  case HUFU_PROMOTION_PERCENT:
    return promotion->percent > 0;
  case HUFU_PROMOTION_AMOUNT:
    return promotion->amount_minor > 0;
  case HUFU_PROMOTION_BUY_GET:
    return promotion->percent > 0 && promotion->buy >= 1 && promotion->get >= 1 &&
           promotion->buy <= HUFU_PROMOTION_PIECES_MAX &&
           promotion->get <= HUFU_PROMOTION_PIECES_MAX;
  case HUFU_PROMOTION_BUNDLE:
    return TRUE;
  case HUFU_PROMOTION_THRESHOLD:
    return promotion->min_spend_minor > 0 &&
           (promotion->amount_minor > 0) != (promotion->percent > 0);
  }
  g_assert_not_reached ();
}

gboolean
hufu_promotion_is_good (const HufuPromotion *promotion)
{
  return promotion->id[0] != '\0' && promotion->version >= 1 &&
         (gsize)promotion->kind < HUFU_PROMOTION_KIND_COUNT && are_parts_good (promotion) &&
         promotion->percent >= 0 && promotion->percent <= 100 &&
         is_amount (promotion->amount_minor) && is_amount (promotion->min_spend_minor) &&
         promotion->from_utc_s >= 0 && promotion->until_utc_s >= 0 &&
         (promotion->days & ~ALL_DAYS) == 0 && promotion->from_minute >= 0 &&
         promotion->from_minute <= MINUTES_OF_DAY && promotion->to_minute >= 0 &&
         promotion->to_minute <= MINUTES_OF_DAY && promotion->min_level >= -1 &&
         promotion->priority >= 0 && promotion->priority <= HUFU_PROMOTION_PRIORITY_MAX &&
         promotion->times_max <= HUFU_PROMOTION_TIMES_MAX && has_what_it_needs (promotion);
}

/* Hours that go over midnight belong to the day on which they begin. */
static gboolean
is_hour (const HufuPromotion *promotion, gint day, gint minute)
{
  gint from = promotion->from_minute, to = promotion->to_minute;
  gboolean late = to < from && minute < to;

  if (promotion->days != 0 && (promotion->days >> (late ? (day + 6) % 7 : day) & 1U) == 0)
    return FALSE;
  return from == to || late || (minute >= from && (to < from || minute < to));
}

gboolean
hufu_promotion_is_on (const HufuPromotion *promotion, gint64 utc_s, gint minute_of_week)
{
  return utc_s >= promotion->from_utc_s &&
         (promotion->until_utc_s == 0 || utc_s < promotion->until_utc_s) &&
         is_hour (promotion, minute_of_week / MINUTES_OF_DAY, minute_of_week % MINUTES_OF_DAY);
}

/* ---- sets ---- */

HufuPromotionSet *
hufu_promotion_set_new (const GPtrArray *all, gint64 number, gint64 utc_s, gint minute_of_week)
{
  HufuPromotionSet *set = g_new0 (HufuPromotionSet, 1);

  g_atomic_ref_count_init (&set->refs);
  set->number = number;
  set->utc_s = utc_s;
  set->minute_of_week = minute_of_week;
  set->promotions = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < all->len && set->promotions->len < HUFU_PROMOTIONS_MAX; i++)
    if (hufu_promotion_is_on (all->pdata[i], utc_s, minute_of_week))
      g_ptr_array_add (set->promotions, g_memdup2 (all->pdata[i], sizeof (HufuPromotion)));
  return set;
}

HufuPromotionSet *
hufu_promotion_set_ref (HufuPromotionSet *set)
{
  g_atomic_ref_count_inc (&set->refs);
  return set;
}

void
hufu_promotion_set_unref (HufuPromotionSet *set)
{
  if (set == NULL || !g_atomic_ref_count_dec (&set->refs))
    return;
  g_ptr_array_unref (set->promotions);
  g_free (set);
}

/* ---- goods, as far as they are the same ---- */

/* Pieces of one item to which the same has happened. */
typedef struct {
  guint item;
  gint64 pieces, left_minor;
  guint64 groups; /* that have used them, a bit each */
} Lot;

/* What a promotion does to a lot: so many pieces are used, so much is taken off them. */
typedef struct {
  guint lot;
  gint64 pieces, off_minor;
} Take;

typedef struct {
  const GPtrArray *promotions;
  const HufuPromotionItem *items;
  guint64 groups[HUFU_PROMOTIONS_MAX]; /* bit of each promotion's group, 0 = none */
  GArray *lots;                        /* Lot */
} Engine;

static Lot *
lot_at (const Engine *engine, guint i)
{
  return &g_array_index (engine->lots, Lot, i);
}

static gboolean
is_among (gint64 id, const gint64 *ids, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (ids[i] == id)
      return TRUE;
  return FALSE;
}

static gboolean
fits (const HufuPromotionPart *part, const HufuPromotionItem *item)
{
  return (part->n_products == 0 && part->n_categories == 0) ||
         is_among (item->product_id, part->products, part->n_products) ||
         is_among (item->category_id, part->categories, part->n_categories);
}

/* The dearest piece first; of the same price in the order of the items. */
static int
compare_lots (gconstpointer first, gconstpointer second, gpointer user_data)
{
  const Engine *engine = user_data;
  const Lot *a = lot_at (engine, *(const guint *)first),
            *b = lot_at (engine, *(const guint *)second);
  __int128 worth_a = (__int128)a->left_minor * b->pieces;
  __int128 worth_b = (__int128)b->left_minor * a->pieces;

  if (worth_a != worth_b)
    return worth_a > worth_b ? -1 : 1;
  if (a->item != b->item)
    return a->item < b->item ? -1 : 1;
  return a->pieces > b->pieces ? -1 : a->pieces < b->pieces;
}

/* Lots (guint) that are open to the promotion and fit the part. */
static GArray *
find_lots (const Engine *engine, guint which, const HufuPromotionPart *part)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < engine->lots->len; i++) {
    const Lot *lot = lot_at (engine, i);

    if (lot->left_minor > 0 && (lot->groups & engine->groups[which]) == 0 &&
        fits (part, &engine->items[lot->item]))
      g_array_append_val (found, i);
  }
  g_array_sort_with_data (found, compare_lots, (gpointer)(gsize)engine);
  return found;
}

/* What so many pieces of a lot cost. */
static gint64
cost_of (const Lot *lot, gint64 pieces)
{
  return hufu_money_mul_div (lot->left_minor, pieces, lot->pieces, HUFU_ROUND_FLOOR);
}

/* Takes whole_minor off the takes by what their pieces cost. */
static void
share (const Engine *engine, GArray *takes, guint from, gint64 whole_minor)
{
  guint n = takes->len - from;
  g_autofree gint64 *weights = g_new0 (gint64, n + 1), *shares = g_new0 (gint64, n + 1);

  for (guint i = 0; i < n; i++) {
    const Take *take = &g_array_index (takes, Take, from + i);

    weights[i] = cost_of (lot_at (engine, take->lot), take->pieces);
  }
  hufu_money_share (whole_minor, weights, n, shares);
  for (guint i = 0; i < n; i++)
    g_array_index (takes, Take, from + i).off_minor = shares[i];
}

static void
add_take (GArray *takes, guint lot, gint64 pieces, gint64 off_minor)
{
  const Take take = {lot, pieces, off_minor};

  if (pieces > 0)
    g_array_append_val (takes, take);
}

/* ---- the kinds ---- */

static gint64
take_all (const Engine *engine, const GArray *found, GArray *takes)
{
  gint64 sum_minor = 0;

  for (guint i = 0; i < found->len; i++) {
    const Lot *lot = lot_at (engine, g_array_index (found, guint, i));

    sum_minor += lot->left_minor;
    add_take (takes, g_array_index (found, guint, i), lot->pieces, 0);
  }
  return sum_minor;
}

static gint64
percent_of (const HufuPromotion *promotion, gint64 minor)
{
  return hufu_money_mul_div (minor, promotion->percent, 100, HUFU_ROUND_HALF_UP);
}

static void
take_percent (const Engine *engine, const HufuPromotion *promotion, const GArray *found,
              GArray *takes)
{
  gint64 sum_minor = take_all (engine, found, takes);

  share (engine, takes, 0, percent_of (promotion, sum_minor));
}

static void
take_amount (const Engine *engine, const HufuPromotion *promotion, const GArray *found,
             GArray *takes)
{
  take_all (engine, found, takes);
  for (guint i = 0; i < takes->len; i++) {
    Take *take = &g_array_index (takes, Take, i);
    const Lot *lot = lot_at (engine, take->lot);

    take->off_minor =
        (gint64)MIN ((__int128)promotion->amount_minor * lot->pieces, (__int128)lot->left_minor);
  }
}

static void
take_threshold (const Engine *engine, const HufuPromotion *promotion, const GArray *found,
                GArray *takes)
{
  gint64 sum_minor = take_all (engine, found, takes);
  gint64 times = promotion->repeats ? sum_minor / promotion->min_spend_minor : 1;

  if (sum_minor < promotion->min_spend_minor) {
    g_array_set_size (takes, 0);
    return;
  }
  if (promotion->times_max > 0)
    times = MIN (times, promotion->times_max);
  share (engine, takes, 0,
         promotion->percent > 0
             ? percent_of (promotion, sum_minor)
             : (gint64)MIN ((__int128)promotion->amount_minor * times, (__int128)sum_minor));
}

/* Of the first n pieces of sets of buy + get, how many are of those that are got. */
static gint64
count_got (const HufuPromotion *promotion, gint64 n)
{
  gint64 set = promotion->buy + promotion->get;

  return n / set * promotion->get + MAX (n % set - promotion->buy, 0);
}

static void
take_sets (const Engine *engine, const HufuPromotion *promotion, const GArray *found, GArray *takes)
{
  gint64 pieces = 0, place = 0, whole, cost_minor = 0, sets;

  for (guint i = 0; i < found->len; i++)
    pieces += lot_at (engine, g_array_index (found, guint, i))->pieces;
  sets = pieces / (promotion->buy + promotion->get);
  if (promotion->times_max > 0)
    sets = MIN (sets, promotion->times_max);
  whole = sets * (promotion->buy + promotion->get);
  for (guint i = 0; i < found->len && place < whole; i++) {
    guint at = g_array_index (found, guint, i);
    gint64 end = MIN (place + lot_at (engine, at)->pieces, whole);
    gint64 got = count_got (promotion, end) - count_got (promotion, place);

    add_take (takes, at, got, 0);
    cost_minor += got > 0 ? cost_of (lot_at (engine, at), got) : 0;
    place = end;
  }
  share (engine, takes, 0, percent_of (promotion, cost_minor));
  place = 0;
  for (guint i = 0; i < found->len && place < whole; i++) {
    guint at = g_array_index (found, guint, i);
    gint64 end = MIN (place + lot_at (engine, at)->pieces, whole);
    gint64 got = count_got (promotion, end) - count_got (promotion, place);

    add_take (takes, at, end - place - got, 0); /* bought for it: used, at its price */
    place = end;
  }
}

/* The pieces of one bundle, the dearest of each part; FALSE if there are not enough. used: pieces
 * of each lot that earlier bundles have. */
static gboolean
pick_bundle (const Engine *engine, const HufuPromotion *promotion, GArray *const *found,
             const gint64 *used, gint64 *ret_picked)
{
  memset (ret_picked, 0, engine->lots->len * sizeof *ret_picked);
  for (gsize p = 0; p < promotion->n_parts; p++) {
    gint64 missing = promotion->parts[p].pieces;

    for (guint i = 0; i < found[p]->len && missing > 0; i++) {
      guint at = g_array_index (found[p], guint, i);
      gint64 take = MIN (lot_at (engine, at)->pieces - used[at] - ret_picked[at], missing);

      ret_picked[at] += take;
      missing -= take;
    }
    if (missing > 0)
      return FALSE;
  }
  return TRUE;
}

/* As many bundles of the very same pieces as there are; what they cost, whole. */
static gint64
count_alike (const Engine *engine, const gint64 *used, const gint64 *picked, gint64 most,
             gint64 *ret_cost_minor)
{
  gint64 times = most;

  for (guint i = 0; i < engine->lots->len; i++)
    if (picked[i] > 0)
      times = MIN (times, (lot_at (engine, i)->pieces - used[i]) / picked[i]);
  *ret_cost_minor = 0;
  for (guint i = 0; i < engine->lots->len; i++)
    *ret_cost_minor += cost_of (lot_at (engine, i), picked[i] * times);
  return times;
}

static void
add_bundles (const Engine *engine, gint64 *used, const gint64 *picked, gint64 times,
             gint64 off_minor, GArray *takes)
{
  guint from = takes->len;

  for (guint i = 0; i < engine->lots->len; i++) {
    add_take (takes, i, picked[i] * times, 0);
    used[i] += picked[i] * times;
  }
  share (engine, takes, from, off_minor);
}

static void
take_bundles (const Engine *engine, guint which, GArray *takes)
{
  const HufuPromotion *promotion = engine->promotions->pdata[which];
  g_autofree gint64 *used = g_new0 (gint64, engine->lots->len + 1);
  g_autofree gint64 *picked = g_new0 (gint64, engine->lots->len + 1);
  gint64 left = promotion->times_max > 0 ? promotion->times_max : HUFU_PROMOTION_TIMES_MAX;
  GArray *found[HUFU_PROMOTION_PARTS_MAX];

  for (gsize p = 0; p < promotion->n_parts; p++)
    found[p] = find_lots (engine, which, &promotion->parts[p]);
  while (left > 0 && pick_bundle (engine, promotion, found, used, picked)) {
    gint64 cost_minor, times = count_alike (engine, used, picked, left, &cost_minor);
    gint64 off_minor = cost_minor - times * promotion->amount_minor;

    if (off_minor <= 0)
      break; /* dearer together than apart; the next ones are cheaper still */
    add_bundles (engine, used, picked, times, off_minor, takes);
    left -= times;
  }
  for (gsize p = 0; p < promotion->n_parts; p++)
    g_array_unref (found[p]);
}

/* ---- one after another ---- */

/* Take, each lot's in the order in which they are to be split off. */
static GArray *
try (const Engine *engine, guint which, gint64 *ret_off_minor)
{
  const HufuPromotion *promotion = engine->promotions->pdata[which];
  GArray *takes = g_array_new (FALSE, FALSE, sizeof (Take));
  g_autoptr (GArray) found = find_lots (engine, which, &promotion->parts[0]);

  switch (promotion->kind) {
  case HUFU_PROMOTION_PERCENT:
    take_percent (engine, promotion, found, takes);
    break;
  case HUFU_PROMOTION_AMOUNT:
    take_amount (engine, promotion, found, takes);
    break;
  case HUFU_PROMOTION_BUY_GET:
    take_sets (engine, promotion, found, takes);
    break;
  case HUFU_PROMOTION_BUNDLE:
    take_bundles (engine, which, takes);
    break;
  case HUFU_PROMOTION_THRESHOLD:
    take_threshold (engine, promotion, found, takes);
    break;
  }
  *ret_off_minor = 0;
  for (guint i = 0; i < takes->len; i++)
    *ret_off_minor += g_array_index (takes, Take, i).off_minor;
  return takes;
}

/* The pieces of a take become a lot of their own, less what is taken off. */
static void
apply (Engine *engine, guint which, const GArray *takes, GArray *shares)
{
  for (guint i = 0; i < takes->len; i++) {
    const Take *take = &g_array_index (takes, Take, i);
    Lot lot = *lot_at (engine, take->lot), *rest = lot_at (engine, take->lot);
    HufuPromotionShare part = {which, lot.item, take->off_minor};

    lot.left_minor = cost_of (rest, take->pieces);
    lot.pieces = take->pieces;
    rest->pieces -= lot.pieces;
    rest->left_minor -= lot.left_minor;
    lot.left_minor -= take->off_minor;
    lot.groups |= engine->groups[which];
    g_assert (lot.left_minor >= 0 && rest->left_minor >= 0);
    if (rest->pieces == 0)
      *rest = lot;
    else
      g_array_append_val (engine->lots, lot);
    if (part.off_minor > 0)
      g_array_append_val (shares, part);
  }
}

static void
find_groups (Engine *engine)
{
  guint n = 0;

  for (guint i = 0; i < engine->promotions->len; i++) {
    const HufuPromotion *promotion = engine->promotions->pdata[i];

    engine->groups[i] = 0;
    for (guint j = 0; j < i && promotion->group[0] != '\0'; j++)
      if (strcmp (((HufuPromotion *)engine->promotions->pdata[j])->group, promotion->group) == 0)
        engine->groups[i] = engine->groups[j];
    if (promotion->group[0] != '\0' && engine->groups[i] == 0)
      engine->groups[i] = G_GUINT64_CONSTANT (1) << n++;
  }
}

/* Of the highest priority that is waiting, the one that takes off most; FALSE: none takes anything
 * off. */
static gboolean
choose (const Engine *engine, gboolean *waits, guint *ret_which, GArray **ret_takes)
{
  gint priority = -1;
  gint64 best_minor = 0;

  *ret_takes = NULL;
  for (guint i = 0; i < engine->promotions->len; i++)
    if (waits[i])
      priority = MAX (priority, ((HufuPromotion *)engine->promotions->pdata[i])->priority);
  for (guint i = 0; i < engine->promotions->len; i++) {
    const HufuPromotion *promotion = engine->promotions->pdata[i];
    const HufuPromotion *best = *ret_takes == NULL ? NULL : engine->promotions->pdata[*ret_which];
    gint64 off_minor;
    GArray *takes;

    if (!waits[i] || promotion->priority != priority)
      continue;
    takes = try (engine, i, &off_minor);
    if (off_minor > best_minor ||
        (best != NULL && off_minor == best_minor && strcmp (promotion->id, best->id) < 0)) {
      g_clear_pointer (ret_takes, g_array_unref);
      *ret_takes = takes;
      *ret_which = i;
      best_minor = off_minor;
    } else {
      g_array_unref (takes);
    }
  }
  if (*ret_takes == NULL)
    for (guint i = 0; i < engine->promotions->len; i++)
      waits[i] &= ((HufuPromotion *)engine->promotions->pdata[i])->priority != priority;
  return priority >= 0;
}

GArray *
hufu_promotions_apply (const GPtrArray *promotions, gint64 member_level,
                       const HufuPromotionItem *items, gsize n_items)
{
  Engine engine = {.promotions = promotions, .items = items};
  GArray *shares = g_array_new (FALSE, FALSE, sizeof (HufuPromotionShare));
  gboolean waits[HUFU_PROMOTIONS_MAX] = {FALSE};
  GArray *takes = NULL;
  guint which = 0;

  g_assert (promotions->len <= HUFU_PROMOTIONS_MAX);
  engine.lots = g_array_new (FALSE, FALSE, sizeof (Lot));
  find_groups (&engine);
  for (guint i = 0; i < n_items; i++) {
    const Lot lot = {i, items[i].pieces, items[i].left_minor, 0};

    g_array_append_val (engine.lots, lot);
  }
  for (guint i = 0; i < promotions->len; i++)
    waits[i] = member_level >= ((HufuPromotion *)promotions->pdata[i])->min_level;
  while (choose (&engine, waits, &which, &takes)) {
    if (takes == NULL)
      continue;
    apply (&engine, which, takes, shares);
    waits[which] = FALSE;
    g_clear_pointer (&takes, g_array_unref);
  }
  g_array_unref (engine.lots);
  return shares;
}
