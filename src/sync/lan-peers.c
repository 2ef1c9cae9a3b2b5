/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/lan-peers.h"

#include <gio/gio.h>
#include <string.h>

#define SETTING_WORKED "lan_address_" /* and the terminal id */

typedef struct {
  char *worked, *found; /* NULL = none */
} Place;

struct HufuLanPeers {
  HufuWire *wire;
  GMutex mutex;       /* guards what follows */
  GPtrArray *list;    /* HufuPeer; NULL = to be read */
  guint n_forgotten;  /* what was read before the last time is not kept */
  GHashTable *places; /* id text -> Place */
};

static void
place_free (gpointer data)
{
  Place *place = data;

  g_free (place->worked);
  g_free (place->found);
  g_free (place);
}

HufuLanPeers *
hufu_lan_peers_new (HufuWire *wire)
{
  HufuLanPeers *peers = g_new0 (HufuLanPeers, 1);

  peers->wire = wire;
  g_mutex_init (&peers->mutex);
  peers->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, place_free);
  return peers;
}

void
hufu_lan_peers_free (HufuLanPeers *peers)
{
  if (peers == NULL)
    return;
  g_clear_pointer (&peers->list, g_ptr_array_unref);
  g_hash_table_unref (peers->places);
  g_mutex_clear (&peers->mutex);
  g_free (peers);
}

/* --- the roster ------------------------------------------------------------------------------ */

static gpointer
act_list (HufuDb *db, gpointer data, GError **error)
{
  return hufu_roster_list (db, error);
}

void
hufu_lan_peers_forget (HufuLanPeers *peers)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&peers->mutex);

  g_clear_pointer (&peers->list, g_ptr_array_unref);
  peers->n_forgotten++;
}

static void
keep_list (HufuLanPeers *peers, GPtrArray *list, guint n_forgotten)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&peers->mutex);

  if (peers->n_forgotten != n_forgotten)
    return;
  g_clear_pointer (&peers->list, g_ptr_array_unref);
  peers->list = g_ptr_array_ref (list);
}

GPtrArray *
hufu_lan_peers_list (HufuLanPeers *peers)
{
  g_autoptr (GPtrArray) list = NULL;
  guint n_forgotten;

  g_mutex_lock (&peers->mutex);
  n_forgotten = peers->n_forgotten;
  if (peers->list != NULL)
    list = g_ptr_array_ref (peers->list);
  g_mutex_unlock (&peers->mutex);
  if (list != NULL)
    return g_steal_pointer (&list);
  list = hufu_store_run_wait (hufu_wire_get_books (peers->wire), act_list, NULL, NULL);
  if (list == NULL)
    return g_ptr_array_new ();
  keep_list (peers, list, n_forgotten);
  return g_steal_pointer (&list);
}

const HufuPeer *
hufu_lan_peers_find_key (const GPtrArray *list, const guint8 key[HUFU_TOKEN_KEY_BYTES])
{
  for (guint i = 0; i < list->len; i++) {
    const HufuPeer *peer = list->pdata[i];

    if (memcmp (peer->device_public, key, HUFU_TOKEN_KEY_BYTES) == 0)
      return peer;
  }
  return NULL;
}

const HufuPeer *
hufu_lan_peers_find (const GPtrArray *list, const HufuId *terminal_id)
{
  for (guint i = 0; i < list->len; i++) {
    const HufuPeer *peer = list->pdata[i];

    if (hufu_id_equal (&peer->terminal_id, terminal_id))
      return peer;
  }
  return NULL;
}

/* --- addresses ------------------------------------------------------------------------------- */

gboolean
hufu_lan_address_is_good (const char *address)
{
  g_autoptr (GSocketConnectable) name = g_network_address_parse (address, 0, NULL);

  return name != NULL && strlen (address) <= HUFU_PEER_ADDRESS_MAX &&
         g_network_address_get_port (G_NETWORK_ADDRESS (name)) != 0 &&
         g_hostname_is_ip_address (g_network_address_get_hostname (G_NETWORK_ADDRESS (name)));
}

typedef struct {
  char name[sizeof SETTING_WORKED + HUFU_ID_TEXT_SIZE];
  const char *value;
} Setting;

static gpointer
act_get (HufuDb *db, gpointer data, GError **error)
{
  return hufu_setting_dup (db, ((const Setting *)data)->name);
}

static gpointer
act_set (HufuDb *db, gpointer data, GError **error)
{
  const Setting *setting = data;

  return hufu_setting_set (db, setting->name, setting->value, error) ? data : NULL;
}

static Setting
make_setting (const char *id, const char *value)
{
  Setting setting = {.value = value};

  g_snprintf (setting.name, sizeof setting.name, SETTING_WORKED "%s", id);
  return setting;
}

/* The place of a till, made from what the books remember at the first time. Locked when this
 * returns. */
static Place *
lock_place (HufuLanPeers *peers, const char *id)
{
  Place *place;
  Setting setting = make_setting (id, NULL);
  g_autofree char *worked = NULL;

  g_mutex_lock (&peers->mutex);
  place = g_hash_table_lookup (peers->places, id);
  if (place != NULL)
    return place;
  g_mutex_unlock (&peers->mutex);
  worked = hufu_store_run_wait (hufu_wire_get_books (peers->wire), act_get, &setting, NULL);
  g_mutex_lock (&peers->mutex);
  place = g_hash_table_lookup (peers->places, id);
  if (place == NULL) {
    place = g_new0 (Place, 1);
    place->worked = g_steal_pointer (&worked);
    g_hash_table_insert (peers->places, g_strdup (id), place);
  }
  return place;
}

/* Only tills of the roster have a place: what strangers shout takes no memory. */
void
hufu_lan_peers_note_found (HufuLanPeers *peers, const HufuId *terminal_id, const char *address)
{
  g_autoptr (GPtrArray) list = hufu_lan_peers_list (peers);
  char id[HUFU_ID_TEXT_SIZE];
  Place *place;

  if (hufu_lan_peers_find (list, terminal_id) == NULL || !hufu_lan_address_is_good (address))
    return;
  hufu_id_format (terminal_id, id);
  place = lock_place (peers, id);
  g_free (place->found);
  place->found = g_strdup (address);
  g_mutex_unlock (&peers->mutex);
}

void
hufu_lan_peers_note_worked (HufuLanPeers *peers, const HufuId *terminal_id, const char *address)
{
  char id[HUFU_ID_TEXT_SIZE];
  Setting setting;
  Place *place;
  gboolean is_new;

  hufu_id_format (terminal_id, id);
  place = lock_place (peers, id);
  is_new = g_strcmp0 (place->worked, address) != 0;
  if (is_new) {
    g_free (place->worked);
    place->worked = g_strdup (address);
  }
  g_mutex_unlock (&peers->mutex);
  setting = make_setting (id, address);
  if (is_new)
    hufu_store_run_wait (hufu_wire_get_books (peers->wire), act_set, &setting, NULL);
}

char **
hufu_lan_peers_list_addresses (HufuLanPeers *peers, const HufuPeer *peer)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  char id[HUFU_ID_TEXT_SIZE];
  const Place *place;

  hufu_id_format (&peer->terminal_id, id);
  place = lock_place (peers, id);
  {
    const char *const candidates[] = {place->worked, peer->address, place->found};

    for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++) {
      if (candidates[i] != NULL && hufu_lan_address_is_good (candidates[i]) &&
          !g_ptr_array_find_with_equal_func (list, candidates[i], g_str_equal, NULL))
        g_ptr_array_add (list, g_strdup (candidates[i]));
    }
  }
  g_mutex_unlock (&peers->mutex);
  g_ptr_array_add (list, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&list), FALSE);
}
