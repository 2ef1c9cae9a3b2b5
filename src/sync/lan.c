/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/lan.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include "sync/bell.h"
#include "sync/lan-discover.h"
#include "sync/lan-json.h"
#include "sync/lan-server.h"

#define NOT_ENROLLED_MS 500 /* until it is looked for again */
#define WITNESS_TIMEOUT_MS 2000
#define SETTING_PORT "lan_port"

struct _HufuLan {
  gatomicrefcount references;
  HufuWire *wire;
  char *listen, *address;
  gboolean discovers;
  HufuLanObserver observer;
  HufuBell bell;
  GThread *thread;
  gint cut;                  /* atomic */
  gint due;                  /* atomic: the tills are asked how this one does, at once */
  HufuLanDiscover *discover; /* of the server's thread */

  GMutex mutex; /* guards what follows */
  HufuLanNeighbours neighbours;
  GCond cond;     /* nobody is inside any more */
  gboolean ready; /* all below is there until the end */
  guint n_inside; /* threads that ask */
  HufuCertificate *certificate;
  HufuLanPeers *peers;
  HufuLanClient *client;
  HufuLanServer *server;
  HufuLanFinder *finder;
  HufuLanMover *mover;
  HufuLanBaskets *baskets;
};

HufuLan *
hufu_lan_new (HufuWire *wire, const HufuLanOptions *options, const HufuLanObserver *observer)
{
  HufuLan *lan = g_new0 (HufuLan, 1);

  lan->wire = wire;
  lan->listen = g_strdup (options->listen);
  lan->address = g_strdup (options->address);
  lan->discovers = options->discover;
  lan->observer = *observer;
  hufu_bell_init (&lan->bell);
  g_atomic_ref_count_init (&lan->references);
  g_mutex_init (&lan->mutex);
  g_cond_init (&lan->cond);
  return lan;
}

HufuLan *
hufu_lan_ref (HufuLan *lan)
{
  if (lan != NULL)
    g_atomic_ref_count_inc (&lan->references);
  return lan;
}

void
hufu_lan_unref (HufuLan *lan)
{
  if (lan == NULL || !g_atomic_ref_count_dec (&lan->references))
    return;
  g_assert (lan->thread == NULL);
  hufu_bell_clear (&lan->bell);
  g_mutex_clear (&lan->mutex);
  g_cond_clear (&lan->cond);
  g_free (lan->listen);
  g_free (lan->address);
  g_free (lan);
}

/* TRUE: what is below `ready` stays until leave. */
static gboolean
enter (HufuLan *lan)
{
  g_autoptr (GMutexLocker) locker = NULL;

  if (lan == NULL)
    return FALSE;
  locker = g_mutex_locker_new (&lan->mutex);
  lan->n_inside += lan->ready ? 1 : 0;
  return lan->ready;
}

static void
leave (HufuLan *lan)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lan->mutex);

  lan->n_inside--;
  g_cond_broadcast (&lan->cond);
}

/* --- where this till is ---------------------------------------------------------------------- */

static char *
dup_host (const char *listen)
{
  const char *colon = strrchr (listen, ':');

  return colon != NULL ? g_strndup (listen, (gsize)(colon - listen)) : g_strdup (listen);
}

/* The first address of the machine that others can reach; NULL if it is in no network. */
static char *
find_own_host (void)
{
  struct ifaddrs *all = NULL;
  char *host = NULL;

  if (getifaddrs (&all) != 0)
    return NULL;
  for (struct ifaddrs *one = all; one != NULL && host == NULL; one = one->ifa_next) {
    g_autoptr (GSocketAddress) address = NULL;

    if (one->ifa_addr == NULL || one->ifa_addr->sa_family != AF_INET ||
        (one->ifa_flags & IFF_LOOPBACK) != 0 || (one->ifa_flags & IFF_UP) == 0)
      continue;
    address = g_socket_address_new_from_native (one->ifa_addr, sizeof (struct sockaddr_in));
    host = g_inet_address_to_string (
        g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
  }
  freeifaddrs (all);
  return host;
}

char *
hufu_lan_dup_address (HufuLan *lan)
{
  g_autofree char *host = NULL;
  guint port = 0;

  if (enter (lan)) {
    port = hufu_lan_server_get_port (lan->server);
    leave (lan);
  }
  if (port == 0)
    return NULL;
  if (lan->address != NULL)
    return g_strdup (lan->address);
  host = dup_host (lan->listen);
  if (strcmp (host, "0.0.0.0") == 0) {
    g_free (host);
    host = find_own_host ();
  }
  return host != NULL ? g_strdup_printf ("%s:%u", host, port) : NULL;
}

typedef struct {
  guint port;
} Port;

static gpointer
act_get_port (HufuDb *db, gpointer data, GError **error)
{
  g_autofree char *text = hufu_setting_dup (db, SETTING_PORT);
  Port *port = data;
  guint64 number = 0;

  if (text != NULL && g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &number, NULL))
    port->port = (guint)number;
  return port;
}

static gpointer
act_set_port (HufuDb *db, gpointer data, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%u", ((const Port *)data)->port);

  return hufu_setting_set (db, SETTING_PORT, text, error) ? data : NULL;
}

/* Where any port will do it is the one of last time, so that others find this till again at once.
 */
static char *
dup_listen (HufuLan *lan)
{
  g_autofree char *host = dup_host (lan->listen);
  Port port = {0};

  if (!g_str_has_suffix (lan->listen, ":0"))
    return g_strdup (lan->listen);
  hufu_store_run_wait (hufu_wire_get_books (lan->wire), act_get_port, &port, NULL);
  return g_strdup_printf ("%s:%u", host, port.port);
}

/* --- what the parts tell --------------------------------------------------------------------- */

static void
on_debited (gpointer user_data)
{
  HufuLan *lan = user_data;

  hufu_wire_refresh (lan->wire);
  hufu_board_tell_data (hufu_wire_get_board (lan->wire),
                        HUFU_SYNC_DATA_RIGHTS | HUFU_SYNC_DATA_SALES);
  lan->observer.has_news (lan->observer.user_data);
}

/* The platform may have told of it by now. */
static void
on_stranger (gpointer user_data)
{
  HufuLan *lan = user_data;

  lan->observer.has_news (lan->observer.user_data);
}

static void
on_moved (gpointer user_data, HufuLanMove move)
{
  on_debited (user_data);
}

static void
on_settled (gpointer user_data, const HufuLanTaken *taken)
{
  on_debited (user_data);
}

static void
on_found (gpointer user_data, const HufuId *terminal_id, const char *address)
{
  HufuLan *lan = user_data;

  hufu_lan_peers_note_found (lan->peers, terminal_id, address);
}

static void
on_ready (gpointer user_data, guint number)
{
  HufuLan *lan = user_data;
  Port port = {number};
  g_autofree char *host = dup_host (lan->listen);
  HufuIdentity identity;

  hufu_store_run_wait (hufu_wire_get_books (lan->wire), act_set_port, &port, NULL);
  if (!lan->discovers)
    return;
  hufu_wire_get_identity (lan->wire, &identity);
  lan->discover = hufu_lan_discover_new (&identity.terminal_id, host, number, on_found, lan);
}

static void
on_ending (gpointer user_data)
{
  HufuLan *lan = user_data;

  g_clear_pointer (&lan->discover, hufu_lan_discover_free);
}

/* --- witnesses ------------------------------------------------------------------------------- */

typedef struct {
  guint32 incarnation;
  HufuWitness witness;
  gboolean forked;
} Compare;

static gpointer
act_compare (HufuDb *db, gpointer data, GError **error)
{
  Compare *compare = data;

  return hufu_witness_compare (db, compare->incarnation, &compare->witness, &compare->forked, error)
             ? data
             : NULL;
}

static gpointer
act_get_own (HufuDb *db, gpointer data, GError **error)
{
  return hufu_witness_get_own (db, data, error) ? data : NULL;
}

/* What they are to remember of this till's journal; NULL: nothing yet. */
static char *
dup_witness_query (HufuLan *lan)
{
  HufuWitness own = {0};

  if (hufu_store_run_wait (hufu_wire_get_books (lan->wire), act_get_own, &own, NULL) == NULL)
    return NULL;
  return hufu_lan_witness_query (&own);
}

/* A fresh answer of one till, if it answers, on this till's own journal (rule 8 of the rights).
 * What it says is of the incarnation that asked: this may be another when the answer comes. */
static void
ask_witness (HufuLan *lan, const HufuPeer *peer, const char *query, HufuLanNeighbours *neighbours)
{
  HufuLanAsk ask = {
      .method = "GET", .path = HUFU_LAN_WITNESS, .query = query, .timeout_ms = WITNESS_TIMEOUT_MS};
  g_autoptr (HufuLanReply) reply = NULL;
  HufuLanWitness answer;
  HufuIdentity identity;
  Compare compare = {0};

  hufu_wire_get_identity (lan->wire, &identity);
  compare.incarnation = identity.incarnation;
  reply = hufu_lan_client_ask (lan->client, peer, &ask);
  if (reply->json == NULL || !hufu_lan_witness_from_json (reply->json, &answer))
    return;
  neighbours->n_answering++;
  neighbours->n_vouchers += answer.n_vouchers;
  compare.witness = answer.witness;
  if (answer.witness.seq == 0 ||
      hufu_store_run_wait (hufu_wire_get_books (lan->wire), act_compare, &compare, NULL) == NULL ||
      !compare.forked)
    return;
  hufu_wire_refresh (lan->wire);
  hufu_board_show_trouble (hufu_wire_get_board (lan->wire), HUFU_TROUBLE_FORK);
  lan->observer.has_news (lan->observer.user_data);
}

/* Seconds until they are asked again. */
static guint
ask_witnesses (HufuLan *lan)
{
  g_autoptr (GPtrArray) list = hufu_lan_peers_list (lan->peers);
  g_autofree char *query = dup_witness_query (lan);
  HufuLanNeighbours now = {.n_tills = list->len}, before;
  HufuLinkState state;
  gboolean has_network = hufu_wire_has_heard (lan->wire, HUFU_WITNESSES_PLATFORM);

  for (guint i = 0; i < list->len && !hufu_wire_is_stopped (lan->wire); i++)
    ask_witness (lan, list->pdata[i], query, &now);
  /* Who is silent although there is a network is not there. */
  if ((has_network || now.n_answering == list->len) &&
      hufu_wire_note_heard (lan->wire, HUFU_WITNESSES_TILLS))
    lan->observer.has_news (lan->observer.user_data);
  now.asked_mono_us = g_get_monotonic_time ();
  g_mutex_lock (&lan->mutex);
  before = lan->neighbours;
  lan->neighbours = now;
  g_mutex_unlock (&lan->mutex);
  if (before.asked_mono_us == 0 || before.n_tills != now.n_tills ||
      before.n_answering != now.n_answering || before.n_vouchers != now.n_vouchers)
    hufu_board_note_news (hufu_wire_get_board (lan->wire));
  if (now.n_answering < list->len)
    return HUFU_LAN_SILENT_S;
  hufu_board_get (hufu_wire_get_board (lan->wire), &state);
  return state.n_unsent > 0 ? HUFU_LAN_UNSENT_S : HUFU_LAN_WITNESS_S;
}

/* --- the thread ------------------------------------------------------------------------------ */

static void
begin (HufuLan *lan)
{
  const HufuLanServerObserver server_observer = {on_ready, on_ending, on_stranger, on_debited, lan};
  const HufuLanMoverObserver mover_observer = {on_moved, lan};
  const HufuLanBasketObserver basket_observer = {on_settled, lan};
  g_autofree char *listen = dup_listen (lan);

  lan->certificate = hufu_certificate_make (hufu_wire_get_keys (lan->wire));
  lan->peers = hufu_lan_peers_new (lan->wire);
  lan->client = hufu_lan_client_new (lan->wire, lan->peers, lan->certificate);
  hufu_lan_client_set_cut (lan->client, g_atomic_int_get (&lan->cut));
  lan->finder = hufu_lan_finder_new (lan->client, lan->peers);
  lan->mover = hufu_lan_mover_new (lan->wire, lan->peers, lan->client, &mover_observer);
  lan->baskets = hufu_lan_baskets_new (lan->wire, lan->peers, lan->client, &basket_observer);
  lan->server =
      hufu_lan_server_new (lan->wire, lan->peers, lan->certificate, listen, &server_observer);
  hufu_lan_server_set_closed (lan->server, g_atomic_int_get (&lan->cut));
  g_mutex_lock (&lan->mutex);
  lan->ready = TRUE;
  g_mutex_unlock (&lan->mutex);
}

static gpointer
run (gpointer data)
{
  HufuLan *lan = data;
  HufuIdentity identity = {0};
  gint64 witness_mono_us = 0;

  while (!hufu_wire_is_stopped (lan->wire) && !identity.enrolled) {
    hufu_bell_wait (&lan->bell, NOT_ENROLLED_MS);
    hufu_wire_get_identity (lan->wire, &identity);
  }
  if (!identity.enrolled)
    return NULL;
  begin (lan);
  while (!hufu_wire_is_stopped (lan->wire)) {
    guint wait_ms;

    if (g_atomic_int_compare_and_exchange (&lan->due, 1, 0) ||
        witness_mono_us <= g_get_monotonic_time ())
      witness_mono_us = g_get_monotonic_time () + ask_witnesses (lan) * G_USEC_PER_SEC;
    wait_ms = hufu_lan_mover_ask_due (lan->mover);
    wait_ms = MIN (wait_ms, hufu_lan_baskets_ask_due (lan->baskets));
    wait_ms = MIN (wait_ms, (guint)MAX (witness_mono_us - g_get_monotonic_time (), 0) / 1000 + 1);
    hufu_bell_wait (&lan->bell, wait_ms);
  }
  return NULL;
}

void
hufu_lan_start (HufuLan *lan)
{
  g_assert (lan->thread == NULL);
  lan->thread = g_thread_new ("lan", run, lan);
}

/* From now on nobody gets in; waits for those inside. */
static void
close_all (HufuLan *lan)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lan->mutex);

  lan->ready = FALSE;
  if (lan->client != NULL)
    hufu_lan_client_stop (lan->client);
  while (lan->n_inside > 0)
    g_cond_wait (&lan->cond, &lan->mutex);
}

void
hufu_lan_stop (HufuLan *lan)
{
  if (lan->thread == NULL)
    return;
  g_assert (hufu_wire_is_stopped (lan->wire));
  close_all (lan);
  hufu_bell_ring (&lan->bell);
  g_clear_pointer (&lan->thread, g_thread_join);
  close_all (lan); /* it may have become ready meanwhile */
  g_clear_pointer (&lan->finder, hufu_lan_finder_free);
  g_clear_pointer (&lan->mover, hufu_lan_mover_free);
  g_clear_pointer (&lan->baskets, hufu_lan_baskets_free);
  g_clear_pointer (&lan->server, hufu_lan_server_free);
  g_clear_pointer (&lan->client, hufu_lan_client_free);
  g_clear_pointer (&lan->peers, hufu_lan_peers_free);
  g_clear_pointer (&lan->certificate, hufu_certificate_free);
}

/* --- from elsewhere -------------------------------------------------------------------------- */

void
hufu_lan_wake (HufuLan *lan)
{
  hufu_bell_ring (&lan->bell);
}

void
hufu_lan_ask_witnesses (HufuLan *lan)
{
  g_atomic_int_set (&lan->due, 1);
  hufu_lan_wake (lan);
}

static void
make_due (HufuLan *lan)
{
  hufu_lan_mover_make_due (lan->mover);
  hufu_lan_baskets_make_due (lan->baskets);
}

void
hufu_lan_ask_again (HufuLan *lan)
{
  if (!enter (lan))
    return;
  make_due (lan);
  leave (lan);
  hufu_lan_wake (lan);
}

void
hufu_lan_roster_changed (HufuLan *lan)
{
  if (enter (lan)) {
    hufu_lan_peers_forget (lan->peers);
    leave (lan);
  }
  hufu_lan_ask_witnesses (lan);
}

void
hufu_lan_set_cut (HufuLan *lan, gboolean cut)
{
  g_atomic_int_set (&lan->cut, cut);
  if (!enter (lan))
    return;
  hufu_lan_client_set_cut (lan->client, cut);
  hufu_lan_server_set_closed (lan->server, cut);
  if (!cut)
    make_due (lan);
  leave (lan);
  hufu_lan_ask_witnesses (lan);
}

void
hufu_lan_get_neighbours (HufuLan *lan, HufuLanNeighbours *ret_neighbours)
{
  g_mutex_lock (&lan->mutex);
  *ret_neighbours = lan->neighbours;
  g_mutex_unlock (&lan->mutex);
}

guint
hufu_lan_count_refused (HufuLan *lan, HufuLanRefusal refusal)
{
  guint count = 0;

  if (enter (lan)) {
    count = hufu_lan_server_count_refused (lan->server, refusal);
    leave (lan);
  }
  return count;
}

/* A till that is not live asks nobody: what it got would have to be given back (core/life.h). */
static gboolean
enter_to_ask (HufuLan *lan)
{
  HufuIdentity identity;

  if (!enter (lan))
    return FALSE;
  hufu_wire_get_identity (lan->wire, &identity);
  if (identity.life == HUFU_LIFE_LIVE)
    return TRUE;
  leave (lan);
  return FALSE;
}

HufuLanHolder *
hufu_lan_find (HufuLan *lan, const HufuId *cti, guint64 generation, HufuLanHearing hearing,
               guint timeout_ms)
{
  HufuLanHolder *holder;

  if (!enter_to_ask (lan)) {
    holder = g_new0 (HufuLanHolder, 1);
    holder->found = HUFU_LAN_ALONE;
    return holder;
  }
  holder = hufu_lan_finder_ask (lan->finder, cti, generation, hearing, timeout_ms);
  leave (lan);
  return holder;
}

HufuLanMove
hufu_lan_fetch (HufuLan *lan, const HufuId *cti, guint64 generation, const HufuId *owner_terminal,
                guint32 owner_incarnation, guint timeout_ms)
{
  HufuLanMove move;

  if (!enter_to_ask (lan))
    return HUFU_LAN_MOVE_NO;
  move = hufu_lan_mover_fetch (lan->mover, cti, generation, owner_terminal, owner_incarnation,
                               timeout_ms);
  leave (lan);
  if (move == HUFU_LAN_MOVE_WAITING)
    hufu_lan_wake (lan);
  return move;
}

HufuLanBasketList *
hufu_lan_list_baskets (HufuLan *lan, guint timeout_ms)
{
  HufuLanBasketList *list;

  if (!enter_to_ask (lan)) {
    list = g_new0 (HufuLanBasketList, 1);
    list->baskets = g_ptr_array_new ();
    return list;
  }
  list = hufu_lan_baskets_list (lan->baskets, timeout_ms);
  leave (lan);
  return list;
}

HufuLanTaken
hufu_lan_take_basket (HufuLan *lan, const HufuId *owner_terminal, guint64 owner_no,
                      const HufuId *sale_id, guint timeout_ms)
{
  HufuLanTaken taken = {.taking = HUFU_TAKING_ALONE, .owner_no = owner_no};

  if (!enter_to_ask (lan))
    return taken;
  taken = hufu_lan_baskets_take (lan->baskets, owner_terminal, owner_no, sale_id, timeout_ms);
  leave (lan);
  if (hufu_taking_goes_on (taken.taking))
    hufu_lan_wake (lan);
  return taken;
}
