/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/lan-discover.h"

#include <avahi-common/alternative.h>
#include <avahi-common/error.h>
#include <avahi-common/malloc.h>
#include <avahi-core/core.h>
#include <avahi-core/log.h>
#include <avahi-core/lookup.h>
#include <avahi-core/publish.h>
#include <avahi-glib/glib-watch.h>
#include <gio/gio.h>
#include <string.h>

#define SERVICE "_hufu._tcp"
#define KEY_ID "id"
#define RESOLVERS_MAX 256 /* a network that shouts more is not listened to */

struct HufuLanDiscover {
  HufuId terminal_id;
  guint port;
  GInetAddress *address; /* NULL: all networks, whose addresses the responder finds out */
  HufuLanFoundFunc found;
  gpointer user_data;
  AvahiGLibPoll *poll;
  AvahiServer *server;
  AvahiSEntryGroup *group;
  AvahiSServiceBrowser *browser;
  char *name;
  GHashTable *resolvers; /* service name -> AvahiSServiceResolver: they tell when it moves */
};

/* --- hearing --------------------------------------------------------------------------------- */

static void
take_service (HufuLanDiscover *discover, const AvahiAddress *address, guint port,
              AvahiStringList *text)
{
  AvahiStringList *entry = avahi_string_list_find (text, KEY_ID);
  char *key = NULL, *value = NULL;
  char host[AVAHI_ADDRESS_STR_MAX];
  g_autofree char *place = NULL;
  HufuId id;

  if (entry == NULL || avahi_string_list_get_pair (entry, &key, &value, NULL) != 0)
    return;
  avahi_address_snprint (host, sizeof host, address);
  place = g_strdup_printf ("%s:%u", host, port);
  if (value != NULL && hufu_id_parse (value, &id) && !hufu_id_equal (&id, &discover->terminal_id))
    discover->found (discover->user_data, &id, place);
  avahi_free (key);
  avahi_free (value);
}

static void
on_resolved (AvahiSServiceResolver *resolver, AvahiIfIndex interface, AvahiProtocol protocol,
             AvahiResolverEvent event, const char *name, const char *type, const char *domain,
             const char *host_name, const AvahiAddress *address, uint16_t port,
             AvahiStringList *text, AvahiLookupResultFlags flags, void *user_data)
{
  HufuLanDiscover *discover = user_data;

  if (event == AVAHI_RESOLVER_FOUND && address != NULL)
    take_service (discover, address, port, text);
  if (event == AVAHI_RESOLVER_FAILURE)
    g_hash_table_remove (discover->resolvers, name);
}

/* One for each name, on the first network that it is heard on. */
static void
begin_resolving (HufuLanDiscover *discover, AvahiIfIndex interface, AvahiProtocol protocol,
                 const char *name, const char *type, const char *domain)
{
  AvahiSServiceResolver *resolver;

  if (g_hash_table_size (discover->resolvers) >= RESOLVERS_MAX ||
      g_hash_table_contains (discover->resolvers, name))
    return;
  resolver = avahi_s_service_resolver_new (discover->server, interface, protocol, name, type,
                                           domain, AVAHI_PROTO_INET, 0, on_resolved, discover);
  if (resolver != NULL)
    g_hash_table_insert (discover->resolvers, g_strdup (name), resolver);
}

static void
free_resolver (gpointer resolver)
{
  avahi_s_service_resolver_free (resolver);
}

static void
on_browsed (AvahiSServiceBrowser *browser, AvahiIfIndex interface, AvahiProtocol protocol,
            AvahiBrowserEvent event, const char *name, const char *type, const char *domain,
            AvahiLookupResultFlags flags, void *user_data)
{
  HufuLanDiscover *discover = user_data;

  if (event == AVAHI_BROWSER_REMOVE)
    g_hash_table_remove (discover->resolvers, name);
  if (event == AVAHI_BROWSER_NEW)
    begin_resolving (discover, interface, protocol, name, type, domain);
}

/* --- saying ---------------------------------------------------------------------------------- */

static void publish (HufuLanDiscover *discover);

static void
rename_service (HufuLanDiscover *discover)
{
  char *other = avahi_alternative_service_name (discover->name);

  g_free (discover->name);
  discover->name = g_strdup (other);
  avahi_free (other);
}

static void
on_group (AvahiServer *server, AvahiSEntryGroup *group, AvahiEntryGroupState state, void *user_data)
{
  HufuLanDiscover *discover = user_data;

  if (state != AVAHI_ENTRY_GROUP_COLLISION)
    return;
  rename_service (discover);
  avahi_s_entry_group_reset (group);
  publish (discover);
}

/* On one network the address is said here, without the reverse record: two tills on one machine
 * have the same one. */
static gboolean
add_address (HufuLanDiscover *discover, const char *host)
{
  g_autofree char *text = NULL;
  AvahiAddress address;

  if (discover->address == NULL)
    return TRUE;
  text = g_inet_address_to_string (discover->address);
  return avahi_address_parse (text, AVAHI_PROTO_INET, &address) != NULL &&
         avahi_server_add_address (discover->server, discover->group, AVAHI_IF_UNSPEC,
                                   AVAHI_PROTO_INET, AVAHI_PUBLISH_NO_REVERSE, host, &address) >= 0;
}

static void
publish (HufuLanDiscover *discover)
{
  char id[HUFU_ID_TEXT_SIZE];
  g_autofree char *text = NULL;
  const char *host = avahi_server_get_host_name_fqdn (discover->server);

  hufu_id_format (&discover->terminal_id, id);
  text = g_strdup_printf (KEY_ID "=%s", id);
  if (discover->group == NULL)
    discover->group = avahi_s_entry_group_new (discover->server, on_group, discover);
  if (discover->group == NULL || !add_address (discover, host) ||
      avahi_server_add_service (discover->server, discover->group, AVAHI_IF_UNSPEC,
                                AVAHI_PROTO_INET, 0, discover->name, SERVICE, NULL, host,
                                (uint16_t)discover->port, text, NULL) < 0 ||
      avahi_s_entry_group_commit (discover->group) < 0)
    g_message ("this till cannot be announced in the store's network: %s",
               avahi_strerror (avahi_server_errno (discover->server)));
}

static void
on_state (AvahiServer *server, AvahiServerState state, void *user_data)
{
  HufuLanDiscover *discover = user_data;

  switch (state) {
  case AVAHI_SERVER_RUNNING:
    discover->server = server; /* avahi_server_new has not returned at the first time */
    publish (discover);
    break;
  case AVAHI_SERVER_COLLISION: {
    char *other = avahi_alternative_host_name (avahi_server_get_host_name (server));

    avahi_server_set_host_name (server, other);
    avahi_free (other);
    break;
  }
  case AVAHI_SERVER_REGISTERING:
    if (discover->group != NULL)
      avahi_s_entry_group_reset (discover->group);
    break;
  case AVAHI_SERVER_FAILURE:
  case AVAHI_SERVER_INVALID:
    break;
  }
}

/* --- the responder --------------------------------------------------------------------------- */

/* The library's own lines are of no use to an operator. */
static void
on_log (AvahiLogLevel level, const char *text)
{
  g_debug ("avahi: %s", text);
}

static void
fill_config (HufuLanDiscover *discover, AvahiServerConfig *config)
{
  char id[HUFU_ID_TEXT_SIZE];

  hufu_id_format (&discover->terminal_id, id);
  avahi_server_config_init (config);
  avahi_free (config->host_name);
  config->host_name = avahi_strdup_printf ("hufu-%s", id);
  config->use_ipv6 = 0;
  config->publish_hinfo = 0;
  config->publish_workstation = 0;
  config->publish_domain = 0;
  config->publish_addresses = discover->address == NULL;
  if (discover->address != NULL && g_inet_address_get_is_loopback (discover->address))
    config->allow_interfaces = avahi_string_list_new ("lo", NULL);
}

HufuLanDiscover *
hufu_lan_discover_new (const HufuId *terminal_id, const char *address, guint port,
                       HufuLanFoundFunc found, gpointer user_data)
{
  HufuLanDiscover *discover = g_new0 (HufuLanDiscover, 1);
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  AvahiServerConfig config;
  char id[HUFU_ID_TEXT_SIZE];
  int code = 0;

  discover->terminal_id = *terminal_id;
  discover->port = port;
  discover->found = found;
  discover->user_data = user_data;
  discover->address =
      strcmp (address, "0.0.0.0") == 0 ? NULL : g_inet_address_new_from_string (address);
  hufu_id_format (terminal_id, id);
  discover->name = g_strconcat ("Hufu ", id, NULL);
  discover->resolvers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_resolver);
  discover->poll = avahi_glib_poll_new (context, G_PRIORITY_DEFAULT);
  avahi_set_log_function (on_log);
  fill_config (discover, &config);
  discover->server =
      avahi_server_new (avahi_glib_poll_get (discover->poll), &config, on_state, discover, &code);
  avahi_server_config_free (&config);
  if (discover->server != NULL)
    discover->browser =
        avahi_s_service_browser_new (discover->server, AVAHI_IF_UNSPEC, AVAHI_PROTO_INET, SERVICE,
                                     NULL, 0, on_browsed, discover);
  if (discover->browser != NULL)
    return discover;
  g_message ("the store's network is not searched for other tills: %s", avahi_strerror (code));
  hufu_lan_discover_free (discover);
  return NULL;
}

void
hufu_lan_discover_free (HufuLanDiscover *discover)
{
  if (discover == NULL)
    return;
  g_hash_table_unref (discover->resolvers);
  /* With it go its groups and browsers. */
  if (discover->server != NULL)
    avahi_server_free (discover->server);
  avahi_glib_poll_free (discover->poll);
  g_clear_object (&discover->address);
  g_free (discover->name);
  g_free (discover);
}
