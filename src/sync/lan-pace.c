/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/lan-pace.h"

#include "core/backoff.h"

/* How often a request was sent without an answer, and when it is sent again. */
typedef struct {
  guint n_failed;
  gint64 due_mono_us;
  gboolean is_under_way;
} Pace;

struct HufuLanPaces {
  const HufuHost *host;
  GMutex mutex;      /* guards what follows */
  GCond cond;        /* one is no longer under way */
  GHashTable *table; /* id text -> Pace */
};

HufuLanPaces *
hufu_lan_paces_new (const HufuHost *host)
{
  HufuLanPaces *paces = g_new0 (HufuLanPaces, 1);

  paces->host = host;
  g_mutex_init (&paces->mutex);
  g_cond_init (&paces->cond);
  paces->table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return paces;
}

void
hufu_lan_paces_free (HufuLanPaces *paces)
{
  if (paces == NULL)
    return;
  g_hash_table_unref (paces->table);
  g_mutex_clear (&paces->mutex);
  g_cond_clear (&paces->cond);
  g_free (paces);
}

static Pace *
find (HufuLanPaces *paces, const HufuId *id)
{
  char text[HUFU_ID_TEXT_SIZE];

  hufu_id_format (id, text);
  return g_hash_table_lookup (paces->table, text);
}

static Pace *
add (HufuLanPaces *paces, const HufuId *id)
{
  Pace *pace = g_new0 (Pace, 1);
  char text[HUFU_ID_TEXT_SIZE];

  hufu_id_format (id, text);
  g_hash_table_insert (paces->table, g_strdup (text), pace);
  return pace;
}

gboolean
hufu_lan_paces_begin (HufuLanPaces *paces, const HufuId *id, gboolean now)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&paces->mutex);
  Pace *pace = find (paces, id);

  if (pace == NULL)
    pace = add (paces, id);
  if (pace->is_under_way || (!now && pace->due_mono_us > g_get_monotonic_time ()))
    return FALSE;
  pace->is_under_way = TRUE;
  return TRUE;
}

gboolean
hufu_lan_paces_begin_now (HufuLanPaces *paces, const HufuId *id, guint timeout_ms)
{
  gint64 end_us = g_get_monotonic_time () + (gint64)timeout_ms * 1000;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&paces->mutex);
  Pace *pace = find (paces, id);

  while (pace != NULL && pace->is_under_way) {
    if (!g_cond_wait_until (&paces->cond, &paces->mutex, end_us))
      return FALSE;
    pace = find (paces, id);
  }
  if (pace == NULL)
    pace = add (paces, id);
  pace->is_under_way = TRUE;
  return TRUE;
}

void
hufu_lan_paces_end (HufuLanPaces *paces, const HufuId *id, gboolean settled)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&paces->mutex);
  Pace *pace = find (paces, id);
  guint64 random;
  gint64 wait_ms;

  g_cond_broadcast (&paces->cond);
  if (settled) {
    char text[HUFU_ID_TEXT_SIZE];

    hufu_id_format (id, text);
    g_hash_table_remove (paces->table, text);
    return;
  }
  hufu_host_random (paces->host, (guint8 *)&random, sizeof random);
  wait_ms = pace->n_failed == 0 ? HUFU_LAN_ASK_AGAIN_FIRST_MS
                                : hufu_backoff_delay_ms (pace->n_failed, random, 0);
  pace->n_failed++;
  pace->is_under_way = FALSE;
  pace->due_mono_us = g_get_monotonic_time () + MIN (wait_ms, HUFU_LAN_ASK_AGAIN_MOST_MS) * 1000;
}

void
hufu_lan_paces_make_due (HufuLanPaces *paces)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&paces->mutex);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, paces->table);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((Pace *)value)->due_mono_us = 0;
}

guint
hufu_lan_paces_find_wait (HufuLanPaces *paces, const GPtrArray *requests)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&paces->mutex);
  gint64 now_us = g_get_monotonic_time ();
  gint64 wait_ms = requests->len > 0 ? HUFU_LAN_ASK_AGAIN_MOST_MS : G_MAXUINT;

  for (guint i = 0; i < requests->len; i++) {
    const Pace *pace = find (paces, requests->pdata[i]);

    if (pace != NULL && !pace->is_under_way)
      wait_ms = MIN (wait_ms, MAX (pace->due_mono_us - now_us, 0) / 1000 + 1);
  }
  return (guint)wait_ms;
}
