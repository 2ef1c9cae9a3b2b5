/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who this till is, whom it trusts and what time it is: read from its books, and kept there. */
#include <string.h>

#include "core/base64url.h"
#include "store/roster.h"
#include "sync/wire-private.h"

#define SETTING_PINS "platform_tls_pins"
#define SETTING_ROOT "platform_root_" /* and 0 or 1 */

/* --- opening --------------------------------------------------------------------------------- */

typedef struct {
  HufuWire *wire;
  HufuTerminal terminal;
  const HufuHost *host;
  char *pins;
  char *roots[HUFU_WIRE_ROOTS_MAX];
} Books;

static gpointer
act_read_books (HufuDb *db, gpointer data, GError **error)
{
  Books *books = data;

  books->host = hufu_db_get_host (db);
  if (!hufu_terminal_load (db, &books->terminal, error))
    return NULL;
  books->pins = hufu_setting_dup (db, SETTING_PINS);
  for (guint i = 0; i < HUFU_WIRE_ROOTS_MAX; i++) {
    char name[sizeof SETTING_ROOT "0"];

    g_snprintf (name, sizeof name, SETTING_ROOT "%u", i);
    books->roots[i] = hufu_setting_dup (db, name);
  }
  return books;
}

static void
books_clear (Books *books)
{
  hufu_terminal_clear (&books->terminal);
  g_free (books->pins);
  for (guint i = 0; i < HUFU_WIRE_ROOTS_MAX; i++)
    g_free (books->roots[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Books, books_clear)

static void
take_roots (HufuWire *wire, const Books *books)
{
  for (guint i = 0; wire->n_roots == i && i < HUFU_WIRE_ROOTS_MAX && books->roots[i] != NULL; i++) {
    gsize n = 0;

    if (hufu_base64url_decode (books->roots[i], strlen (books->roots[i]), wire->roots[i], 32, &n) &&
        n == 32)
      wire->n_roots++;
  }
}

static void
take_terminal (HufuWire *wire, const HufuTerminal *terminal, guint wakes)
{
  g_mutex_lock (&wire->mutex);
  wire->identity = (HufuIdentity){.enrolled = terminal->enrolled,
                                  .frozen = terminal->frozen,
                                  .life = terminal->life,
                                  .terminal_id = terminal->terminal_id,
                                  .incarnation = terminal->incarnation,
                                  .store_no = terminal->store_no,
                                  .platform_epoch = terminal->platform_epoch};
  g_mutex_unlock (&wire->mutex);
  hufu_board_note_terminal (wire->board, terminal, wakes);
}

/* The platform knows an enrolled till by its key: one that is gone is not made anew behind its
 * back, only a till that was never enrolled makes its own. */
static HufuKeyPair *
open_keys (const char *path, gboolean enrolled)
{
  return enrolled ? hufu_key_pair_load (path, NULL) : hufu_key_pair_load_or_make (path, NULL);
}

/* Roots given by hand are pinned with the enrolment: the till needs their file no longer. */
static gboolean
pin_roots (HufuWire *wire, const Books *books)
{
  guint8 roots[HUFU_WIRE_ROOTS_MAX][32];
  gsize n_roots = hufu_wire_get_roots (wire, roots);

  return !books->terminal.enrolled || books->roots[0] != NULL || n_roots == 0 ||
         hufu_wire_store_roots (wire, (const guint8 (*)[32])roots, n_roots);
}

static gpointer
act_date_by (HufuDb *db, gpointer data, GError **error)
{
  const HufuBestTime *best = data;

  hufu_db_set_anchor (db, best->anchor_utc_us, best->anchor_boot_us);
  return db;
}

HufuTrouble
hufu_wire_open (HufuWire *wire)
{
  g_auto (Books) books = {.wire = wire};
  guint wakes = hufu_board_get_wakes (wire->board);
  HufuBestTime trusted = {0};

  if (hufu_store_run_wait (wire->books, act_read_books, &books, NULL) == NULL)
    return HUFU_TROUBLE_STORE;
  if (wire->keys == NULL)
    wire->keys = open_keys (wire->key_path, books.terminal.enrolled);
  if (wire->keys == NULL)
    return HUFU_TROUBLE_KEY_FILE;
  wire->host = books.host;
  {
    g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&wire->mutex);

    hufu_sync_clock_init (&wire->clock, books.host, &books.terminal);
    if (hufu_sync_clock_is_trusted (&wire->clock))
      trusted = wire->clock.best;
    g_strlcpy (wire->pins, books.pins != NULL ? books.pins : "", sizeof wire->pins);
    take_roots (wire, &books);
  }
  hufu_store_run_wait (wire->books, act_date_by, &trusted, NULL);
  take_terminal (wire, &books.terminal, wakes);
  return pin_roots (wire, &books) ? HUFU_TROUBLE_NONE : HUFU_TROUBLE_STORE;
}

/* --- who, when -------------------------------------------------------------------------------- */

void
hufu_wire_get_identity (HufuWire *wire, HufuIdentity *ret_identity)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&wire->mutex);

  *ret_identity = wire->identity;
}

static gpointer
act_load_terminal (HufuDb *db, gpointer data, GError **error)
{
  return hufu_terminal_load (db, data, error) ? data : NULL;
}

gboolean
hufu_wire_refresh (HufuWire *wire)
{
  g_auto (HufuTerminal) terminal = {0};
  guint wakes = hufu_board_get_wakes (wire->board);

  if (hufu_store_run_wait (wire->books, act_load_terminal, &terminal, NULL) == NULL)
    return FALSE;
  take_terminal (wire, &terminal, wakes);
  return TRUE;
}

/* --- witnesses ------------------------------------------------------------------------------- */

static gpointer
act_heard (HufuDb *db, gpointer data, GError **error)
{
  hufu_witness_heard (db);
  return db;
}

gboolean
hufu_wire_note_heard (HufuWire *wire, HufuWitnesses who)
{
  HufuWitnesses before;

  g_mutex_lock (&wire->mutex);
  before = wire->heard;
  wire->heard |= who;
  g_mutex_unlock (&wire->mutex);
  if (before == HUFU_WITNESSES_ALL || (before | who) != HUFU_WITNESSES_ALL)
    return FALSE;
  if (hufu_store_run_wait (wire->books, act_heard, NULL, NULL) == NULL)
    return FALSE;
  hufu_board_show_witness (wire->board, 0);
  return TRUE;
}

gboolean
hufu_wire_has_heard (HufuWire *wire, HufuWitnesses who)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&wire->mutex);

  return (wire->heard & who) == who;
}

/* --- the platform's word --------------------------------------------------------------------- */

static gpointer
act_set_epoch (HufuDb *db, gpointer data, GError **error)
{
  return hufu_terminal_set_platform_epoch (db, *(guint64 *)data, error) ? data : NULL;
}

gboolean
hufu_wire_take_epoch (HufuWire *wire, guint64 platform_epoch)
{
  HufuIdentity identity;

  hufu_wire_get_identity (wire, &identity);
  if (!identity.enrolled || platform_epoch <= identity.platform_epoch)
    return FALSE;
  if (hufu_store_run_wait (wire->books, act_set_epoch, &platform_epoch, NULL) == NULL)
    return FALSE;
  hufu_wire_refresh (wire);
  return TRUE;
}

static gpointer
act_set_life (HufuDb *db, gpointer data, GError **error)
{
  return hufu_terminal_set_life (db, *(HufuLife *)data, error) ? data : NULL;
}

gboolean
hufu_wire_take_life (HufuWire *wire, HufuLife life)
{
  HufuIdentity identity;

  hufu_wire_get_identity (wire, &identity);
  return identity.life == life ||
         (hufu_store_run_wait (wire->books, act_set_life, &life, NULL) != NULL &&
          hufu_wire_refresh (wire));
}

static gpointer
act_set_anchor (HufuDb *db, gpointer data, GError **error)
{
  const HufuBestTime *best = data;

  act_date_by (db, data, NULL);
  return hufu_terminal_set_time_anchor (db, best->anchor_utc_us, best->anchor_boot_us,
                                        best->anchor_boot_id, error)
             ? data
             : NULL;
}

void
hufu_wire_take_time (HufuWire *wire, gint64 utc_us, gint64 elapsed_us)
{
  HufuSyncClock copy;
  gboolean taken, was_trusted;

  g_mutex_lock (&wire->mutex);
  was_trusted = hufu_sync_clock_is_trusted (&wire->clock);
  taken = hufu_sync_clock_anchor (&wire->clock, utc_us, elapsed_us);
  copy = wire->clock;
  g_mutex_unlock (&wire->mutex);
  /* A disk that is full costs only the memory of the time. */
  if (taken)
    hufu_store_run_wait (wire->books, act_set_anchor, &copy.best, NULL);
  if (!was_trusted)
    hufu_board_note_news (wire->board);
}

gint64
hufu_wire_now_us (HufuWire *wire)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&wire->mutex);

  return hufu_sync_clock_now_us (&wire->clock);
}

void
hufu_wire_get_time_bounds (HufuWire *wire, gint64 *ret_earliest_utc_us, gint64 *ret_latest_utc_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&wire->mutex);

  hufu_sync_clock_get_bounds (&wire->clock, ret_earliest_utc_us, ret_latest_utc_us);
}

const HufuHost *
hufu_wire_get_host (HufuWire *wire)
{
  return wire->host;
}

HufuKeyPair *
hufu_wire_get_keys (HufuWire *wire)
{
  return wire->keys;
}

void
hufu_wire_get_public_key (HufuWire *wire, guint8 ret_key[HUFU_PUBLIC_KEY_BYTES])
{
  memcpy (ret_key, wire->keys->public_key, HUFU_PUBLIC_KEY_BYTES);
}

gsize
hufu_wire_get_roots (HufuWire *wire, guint8 ret_roots[2][32])
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&wire->mutex);

  memcpy (ret_roots, wire->roots, sizeof wire->roots);
  return wire->n_roots;
}

gboolean
hufu_wire_may_enrol (HufuWire *wire)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&wire->mutex);

  return wire->n_roots > 0 || wire->take_roots;
}

/* --- what is kept in the books ---------------------------------------------------------------- */

typedef struct {
  const char *name, *value;
} Setting;

static gpointer
act_set_setting (HufuDb *db, gpointer data, GError **error)
{
  const Setting *setting = data;

  return hufu_setting_set (db, setting->name, setting->value, error) ? data : NULL;
}

static gboolean
store_setting (HufuWire *wire, const char *name, const char *value)
{
  Setting setting = {name, value};

  return hufu_store_run_wait (wire->books, act_set_setting, &setting, NULL) != NULL;
}

gboolean
hufu_wire_store_roots (HufuWire *wire, const guint8 (*roots)[32], gsize n_roots)
{
  for (gsize i = 0; i < MIN (n_roots, HUFU_WIRE_ROOTS_MAX); i++) {
    g_autofree char *name = g_strdup_printf (SETTING_ROOT "%" G_GSIZE_FORMAT, i);
    g_autofree char *value = hufu_base64url_encode (roots[i], 32);

    if (!store_setting (wire, name, value))
      return FALSE;
  }
  g_mutex_lock (&wire->mutex);
  wire->n_roots = MIN (n_roots, HUFU_WIRE_ROOTS_MAX);
  memcpy (wire->roots, roots, wire->n_roots * sizeof wire->roots[0]);
  g_mutex_unlock (&wire->mutex);
  return TRUE;
}

gboolean
hufu_wire_store_pins (HufuWire *wire, const char *pins)
{
  gboolean is_same;

  g_mutex_lock (&wire->mutex);
  is_same = strcmp (wire->pins, pins) == 0;
  g_mutex_unlock (&wire->mutex);
  if (is_same)
    return TRUE;
  if (!store_setting (wire, SETTING_PINS, pins))
    return FALSE;
  g_mutex_lock (&wire->mutex);
  g_strlcpy (wire->pins, pins, sizeof wire->pins);
  g_mutex_unlock (&wire->mutex);
  return TRUE;
}

static gpointer
act_set_synced (HufuDb *db, gpointer data, GError **error)
{
  return hufu_terminal_set_synced (db, *(gint64 *)data, error) ? data : NULL;
}

void
hufu_wire_store_synced (HufuWire *wire, gint64 utc_us)
{
  if (hufu_store_run_wait (wire->books, act_set_synced, &utc_us, NULL) != NULL)
    hufu_wire_refresh (wire);
}
