/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/search-table.h"

#include <string.h>

#define KEY_BITS 47   /* of a token, below those of the block */
#define FIRST_BITS 14 /* places of a table that is new, as a power of two */
#define SPARE 512     /* places behind them, for tokens that give way at the end */
#define FILL_PERCENT 60
#define FEW 4      /* numbers that need no memory of their own */
#define WAITING 16 /* additions whose places are on their way from memory */

typedef struct {
  guint64 key;
  guint32 n; /* numbers; 0: no token here */
  guint16 last;
  guint16 doubled; /* room for FEW << doubled numbers */
  union {
    guint16 few[FEW];
    guint16 *many;
  } numbers;
} Slot;

typedef struct {
  guint64 key;
  guint16 number;
} Addition;

/* By key: a token stands at the place that the first bits of its key say, or behind it. */
struct _HufuSearchTable {
  Slot *slots;
  guint bits, n_used;
  guint end; /* of `slots` */
  Addition waiting[WAITING];
  guint n_waiting;
};

static guint64
read_bytes (const char *bytes, gsize size)
{
  guint64 word = 0;

  memcpy (&word, bytes, size);
  return GUINT64_FROM_LE (word);
}

/* Up to eight bytes at once, of which the most tokens have no more; those beyond them eight by
 * eight, the last eight again in part. The last steps are those of MurmurHash3. */
static guint64
hash (const char *token, gsize size)
{
  guint64 h = size;

  if (size >= 8) {
    for (gsize i = 0; i + 8 < size; i += 8)
      h = (h ^ read_bytes (token + i, 8)) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
    h ^= read_bytes (token + size - 8, 8);
  } else if (size >= 4) {
    h ^= read_bytes (token, 4) << 32 ^ read_bytes (token + size - 4, 4) << 4;
  } else if (size > 0) {
    h ^= read_bytes (token, 1) << 32 ^ read_bytes (token + size / 2, 1) << 16 ^
         read_bytes (token + size - 1, 1) << 8;
  }
  h = (h ^ h >> 33) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  h = (h ^ h >> 33) * G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
  return (h ^ h >> 33) >> (64 - KEY_BITS);
}

gint64
hufu_search_key (gint64 block, const char *token, gsize size)
{
  return block << KEY_BITS | (gint64)hash (token, size);
}

guint
hufu_search_table_get_end (const HufuSearchTable *table)
{
  return table->end;
}

static void
make_slots (HufuSearchTable *table, guint bits)
{
  table->bits = bits;
  table->end = (1U << bits) + SPARE;
  table->slots = g_new0 (Slot, table->end);
}

HufuSearchTable *
hufu_search_table_new (void)
{
  HufuSearchTable *table = g_new0 (HufuSearchTable, 1);

  make_slots (table, FIRST_BITS);
  return table;
}

void
hufu_search_table_clear (HufuSearchTable *table)
{
  for (guint i = 0; i < table->end; i++)
    if (table->slots[i].doubled > 0)
      g_free (table->slots[i].numbers.many);
  memset (table->slots, 0, table->end * sizeof (Slot));
  table->n_used = table->n_waiting = 0;
}

void
hufu_search_table_free (HufuSearchTable *table)
{
  if (table == NULL)
    return;
  hufu_search_table_clear (table);
  g_free (table->slots);
  g_free (table);
}

static guint
begin_of (const HufuSearchTable *table, guint64 key)
{
  return (guint)(key >> (KEY_BITS - table->bits));
}

/* Where the key is, or has to be put. */
static guint
find (const HufuSearchTable *table, guint64 key)
{
  guint at = begin_of (table, key);

  while (at < table->end && table->slots[at].n > 0 && table->slots[at].key < key)
    at++;
  return at;
}

/* Makes room at a place: what stands there and behind it gives way up to the next empty one. FALSE
 * if there is none. */
static gboolean
shift (HufuSearchTable *table, guint at)
{
  guint empty = at;

  while (empty < table->end && table->slots[empty].n > 0)
    empty++;
  if (empty == table->end)
    return FALSE;
  memmove (&table->slots[at + 1], &table->slots[at], (empty - at) * sizeof (Slot));
  return TRUE;
}

static gboolean
is_full (const HufuSearchTable *table)
{
  return table->n_used >= (1U << table->bits) / 100 * FILL_PERCENT;
}

/* Those that stand at the end of a table twice as large have as much room there as before. */
static void
grow (HufuSearchTable *table)
{
  Slot *slots = table->slots;
  guint end = table->end, at = 0;

  make_slots (table, table->bits + 1);
  for (guint i = 0; i < end; i++) {
    if (slots[i].n == 0)
      continue;
    at = MAX (at, begin_of (table, slots[i].key));
    table->slots[at++] = slots[i];
  }
  g_free (slots);
}

/* The token's place; new, it has no number yet. */
static Slot *
need (HufuSearchTable *table, guint64 key)
{
  guint at = find (table, key);

  if (at < table->end && table->slots[at].n > 0 && table->slots[at].key == key)
    return &table->slots[at];
  while (is_full (table) || !shift (table, at)) {
    grow (table);
    at = find (table, key);
  }
  table->n_used++;
  table->slots[at] = (Slot){.key = key};
  return &table->slots[at];
}

static guint16 *
get_numbers (Slot *slot)
{
  return slot->doubled > 0 ? slot->numbers.many : slot->numbers.few;
}

static void
make_room (Slot *slot)
{
  guint16 *many = slot->doubled > 0 ? slot->numbers.many : NULL;

  many = g_renew (guint16, many, FEW << (slot->doubled + 1));
  if (slot->doubled == 0)
    memcpy (many, slot->numbers.few, sizeof slot->numbers.few);
  slot->numbers.many = many;
  slot->doubled++;
}

/* What comes twice is looked for in the slot alone: its numbers may be far away. */
static void
add (HufuSearchTable *table, const Addition *addition)
{
  Slot *slot = need (table, addition->key);

  if (slot->n > 0 && slot->last == addition->number)
    return;
  if (slot->n == (guint32)FEW << slot->doubled)
    make_room (slot);
  get_numbers (slot)[slot->n++] = addition->number;
  slot->last = addition->number;
}

static void
add_waiting (HufuSearchTable *table)
{
  for (guint i = 0; i < table->n_waiting; i++)
    add (table, &table->waiting[i]);
  table->n_waiting = 0;
}

void
hufu_search_table_add (HufuSearchTable *table, const char *token, gsize size, guint16 number)
{
  guint64 key = hash (token, size);

  __builtin_prefetch (&table->slots[begin_of (table, key)]);
  table->waiting[table->n_waiting++] = (Addition){key, number};
  if (table->n_waiting == WAITING)
    add_waiting (table);
}

guint
hufu_search_table_next (HufuSearchTable *table, guint from)
{
  guint at = from;

  add_waiting (table);
  while (at < table->end && table->slots[at].n == 0)
    at++;
  return at;
}

gsize
hufu_search_table_write (HufuSearchTable *table, guint at, gint64 block, gint64 *ret_key,
                         guint8 ret_bytes[HUFU_POSTING_BYTES_MAX])
{
  Slot *slot = &table->slots[at];

  *ret_key = block << KEY_BITS | (gint64)slot->key;
  return hufu_posting_write_numbers (get_numbers (slot), slot->n, ret_bytes);
}
