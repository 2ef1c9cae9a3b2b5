/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/lan-gate.h"

#include <gio/gunixsocketaddress.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#define VISIT                                                                                      \
  "hufu-lan-visit" /* on the remote address, which soup hands back with each message               \
                    */
#define TICK_S 5

struct HufuLanGate {
  HufuLanGateKeeper keeper;
  GMainContext *context;
  GSocketListener *listener;
  GCancellable *cancellable; /* of the next connection */
  GTlsCertificate *certificate;
  SoupServer *soup;
  GPtrArray *visits; /* Visit, owned reference */
  GSource *tick;
  guint port;
  gboolean closed;
};

/* One connection. */
typedef struct {
  gatomicrefcount references;
  HufuLanGate *gate; /* NULL once it is not among the gate's any more */
  GSocketConnection *connection;
  GTlsConnection *tls; /* weak: soup's, while it lives */
  GCancellable *cancellable;
  GSource *bound; /* of the handshake; NULL afterwards */
  guint8 key[HUFU_PUBLIC_KEY_BYTES];
  gint64 used_mono_us;
} Visit;

static void
visit_unref (gpointer data)
{
  Visit *visit = data;

  if (!g_atomic_ref_count_dec (&visit->references))
    return;
  g_object_unref (visit->connection);
  g_object_unref (visit->cancellable);
  g_free (visit);
}

static void
end_bound (Visit *visit)
{
  if (visit->bound == NULL)
    return;
  g_source_destroy (visit->bound);
  g_clear_pointer (&visit->bound, g_source_unref);
}

/* Nobody reads or writes any more; soup sees the end of the stream. */
static void
hang_up (Visit *visit)
{
  g_cancellable_cancel (visit->cancellable);
  g_socket_shutdown (g_socket_connection_get_socket (visit->connection), TRUE, TRUE, NULL);
}

static void
forget (Visit *visit)
{
  HufuLanGate *gate = visit->gate;

  end_bound (visit);
  visit->gate = NULL;
  visit->tls = NULL;
  if (gate != NULL)
    g_ptr_array_remove_fast (gate->visits, visit);
}

static void
on_tls_gone (gpointer data, GObject *tls)
{
  Visit *visit = data;

  visit->tls = NULL;
  forget (visit);
  visit_unref (visit);
}

/* --- the handshake --------------------------------------------------------------------------- */

static gboolean
read_key (GTlsCertificate *certificate, guint8 ret_key[HUFU_PUBLIC_KEY_BYTES])
{
  g_autoptr (GByteArray) der = NULL;

  if (certificate == NULL)
    return FALSE;
  g_object_get (certificate, "certificate", &der, NULL);
  return der != NULL && hufu_certificate_find_key (der->data, der->len, ret_key);
}

static gboolean
admits (HufuLanGate *gate, GTlsCertificate *certificate, guint8 ret_key[HUFU_PUBLIC_KEY_BYTES])
{
  return gate != NULL && read_key (certificate, ret_key) &&
         gate->keeper.knows (gate->keeper.user_data, ret_key);
}

/* The certificate signs itself: only its key matters. */
static gboolean
on_accept_certificate (GTlsConnection *tls, GTlsCertificate *certificate,
                       GTlsCertificateFlags errors, gpointer user_data)
{
  Visit *visit = user_data;

  return admits (visit->gate, certificate, visit->key);
}

static gboolean
on_too_long (gpointer user_data)
{
  Visit *visit = user_data;

  g_cancellable_cancel (visit->cancellable);
  return G_SOURCE_REMOVE;
}

static gboolean
let_in (Visit *visit)
{
  HufuLanGate *gate = visit->gate;
  g_autoptr (GSocketAddress) local =
      g_socket_connection_get_local_address (visit->connection, NULL);
  g_autoptr (GSocketAddress) remote =
      g_socket_connection_get_remote_address (visit->connection, NULL);

  if (local == NULL || remote == NULL)
    return FALSE;
  g_atomic_ref_count_inc (&visit->references);
  g_object_set_data_full (G_OBJECT (remote), VISIT, visit, visit_unref);
  return soup_server_accept_iostream (gate->soup, G_IO_STREAM (visit->tls), local, remote, NULL);
}

static void
on_handshake (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTlsConnection) tls = G_TLS_CONNECTION (source); /* the reference of begin_visit */
  Visit *visit = user_data;
  gboolean done = g_tls_connection_handshake_finish (tls, result, NULL);

  end_bound (visit);
  /* Asked again here: a resumed session has shown its certificate before. */
  if (done && visit->gate != NULL && !visit->gate->closed &&
      admits (visit->gate, g_tls_connection_get_peer_certificate (tls), visit->key) &&
      let_in (visit))
    return;
  if (visit->gate != NULL && !visit->gate->closed)
    visit->gate->keeper.turned_away (visit->gate->keeper.user_data);
  hang_up (visit);
}

static void
begin_visit (HufuLanGate *gate, GSocketConnection *connection)
{
  GIOStream *stream =
      g_tls_server_connection_new (G_IO_STREAM (connection), gate->certificate, NULL);
  Visit *visit;

  if (stream == NULL)
    return;
  /* Headers and content leave apart: the second must not wait for the first to be acknowledged. */
  g_socket_set_option (g_socket_connection_get_socket (connection), IPPROTO_TCP, TCP_NODELAY, 1,
                       NULL);
  visit = g_new0 (Visit, 1);
  g_atomic_ref_count_init (&visit->references); /* of the TLS connection, see on_tls_gone */
  visit->gate = gate;
  visit->connection = g_object_ref (connection);
  visit->tls = G_TLS_CONNECTION (stream);
  visit->cancellable = g_cancellable_new ();
  visit->used_mono_us = g_get_monotonic_time ();
  g_ptr_array_add (gate->visits, visit);
  g_object_weak_ref (G_OBJECT (stream), on_tls_gone, visit);
  /* Without a database no authority is read or asked: the key decides, in on_accept_certificate. */
  g_object_set (stream, "authentication-mode", G_TLS_AUTHENTICATION_REQUIRED, "database", NULL,
                NULL);
  g_signal_connect (stream, "accept-certificate", G_CALLBACK (on_accept_certificate), visit);
  visit->bound = g_timeout_source_new_seconds (HUFU_LAN_HANDSHAKE_S);
  g_source_set_callback (visit->bound, on_too_long, visit, NULL);
  g_source_attach (visit->bound, gate->context);
  g_tls_connection_handshake_async (visit->tls, G_PRIORITY_DEFAULT, visit->cancellable,
                                    on_handshake, visit);
}

/* --- the listener ---------------------------------------------------------------------------- */

static void accept_next (HufuLanGate *gate);

static void
on_accepted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
      g_socket_listener_accept_finish (G_SOCKET_LISTENER (source), result, NULL, &error);
  HufuLanGate *gate = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* and the gate is gone */
  if (connection != NULL && !gate->closed && gate->visits->len < HUFU_LAN_CONNECTIONS_MAX)
    begin_visit (gate, connection);
  accept_next (gate);
}

static void
accept_next (HufuLanGate *gate)
{
  g_socket_listener_accept_async (gate->listener, gate->cancellable, on_accepted, gate);
}

static gboolean
on_tick (gpointer user_data)
{
  HufuLanGate *gate = user_data;
  gint64 least_us = g_get_monotonic_time () - HUFU_LAN_IDLE_S * G_USEC_PER_SEC;

  for (guint i = 0; i < gate->visits->len; i++) {
    Visit *visit = gate->visits->pdata[i];

    if (visit->used_mono_us < least_us)
      hang_up (visit);
  }
  return G_SOURCE_CONTINUE;
}

static gboolean
listen_at (HufuLanGate *gate, const char *listen, GError **error)
{
  g_autoptr (GSocketConnectable) name = g_network_address_parse (listen, 0, error);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocketAddress) bound = NULL;

  if (name == NULL)
    return FALSE;
  address = g_inet_socket_address_new_from_string (
      g_network_address_get_hostname (G_NETWORK_ADDRESS (name)),
      g_network_address_get_port (G_NETWORK_ADDRESS (name)));
  if (address == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "%s is no address to listen at: give a number and a port, as in 0.0.0.0:8378",
                 listen);
    return FALSE;
  }
  if (!g_socket_listener_add_address (gate->listener, address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &bound, error))
    return FALSE;
  gate->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return TRUE;
}

/* libsoup keeps a connection for the next message only while it listens somewhere itself: at a name
 * that nobody knows, in no network. What comes there has no key and is refused. */
static gboolean
keep_connections (SoupServer *soup, GError **error)
{
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  g_autoptr (GSocketAddress) address =
      g_unix_socket_address_new_with_type ("", 0, G_UNIX_SOCKET_ADDRESS_ANONYMOUS);
  g_autoptr (GSList) listeners = soup_server_get_listeners (soup);

  if (listeners != NULL)
    return TRUE;
  return socket != NULL && g_socket_bind (socket, address, FALSE, error) &&
         g_socket_listen (socket, error) && soup_server_listen_socket (soup, socket, 0, error);
}

static GTlsCertificate *
make_certificate (const HufuCertificate *certificate, GError **error)
{
  g_autofree char *both = g_strconcat (certificate->certificate_pem, certificate->key_pem, NULL);
  GTlsCertificate *tls = g_tls_certificate_new_from_pem (both, -1, error);

  explicit_bzero (both, strlen (both));
  return tls;
}

HufuLanGate *
hufu_lan_gate_new (const char *listen, const HufuCertificate *certificate, SoupServer *soup,
                   const HufuLanGateKeeper *keeper, GError **error)
{
  HufuLanGate *gate = g_new0 (HufuLanGate, 1);

  gate->keeper = *keeper;
  gate->soup = soup;
  gate->context = g_main_context_ref_thread_default ();
  gate->listener = g_socket_listener_new ();
  gate->cancellable = g_cancellable_new ();
  gate->visits = g_ptr_array_new ();
  gate->certificate = make_certificate (certificate, error);
  if (gate->certificate == NULL || !listen_at (gate, listen, error) ||
      !keep_connections (soup, error)) {
    hufu_lan_gate_free (gate);
    return NULL;
  }
  gate->tick = g_timeout_source_new_seconds (TICK_S);
  g_source_set_callback (gate->tick, on_tick, gate, NULL);
  g_source_attach (gate->tick, gate->context);
  accept_next (gate);
  return gate;
}

static void
hang_up_all (HufuLanGate *gate)
{
  for (guint i = 0; i < gate->visits->len; i++)
    hang_up (gate->visits->pdata[i]);
}

void
hufu_lan_gate_free (HufuLanGate *gate)
{
  if (gate == NULL)
    return;
  g_cancellable_cancel (gate->cancellable);
  g_socket_listener_close (gate->listener);
  hang_up_all (gate);
  while (gate->visits->len > 0)
    forget (gate->visits->pdata[0]);
  if (gate->tick != NULL)
    g_source_destroy (gate->tick);
  g_clear_pointer (&gate->tick, g_source_unref);
  /* Cancelled callbacks still come: they must not find a gate that is gone. */
  while (g_main_context_iteration (gate->context, FALSE))
    continue;
  g_ptr_array_unref (gate->visits);
  g_clear_object (&gate->certificate);
  g_object_unref (gate->listener);
  g_object_unref (gate->cancellable);
  g_main_context_unref (gate->context);
  g_free (gate);
}

guint
hufu_lan_gate_get_port (const HufuLanGate *gate)
{
  return gate->port;
}

void
hufu_lan_gate_set_closed (HufuLanGate *gate, gboolean closed)
{
  gate->closed = closed;
  if (closed)
    hang_up_all (gate);
}

guint
hufu_lan_gate_count (const HufuLanGate *gate)
{
  return gate->visits->len;
}

const guint8 *
hufu_lan_gate_find_key (SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);
  Visit *visit = remote != NULL ? g_object_get_data (G_OBJECT (remote), VISIT) : NULL;

  if (visit == NULL)
    return NULL;
  visit->used_mono_us = g_get_monotonic_time ();
  return visit->key;
}
