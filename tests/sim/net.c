/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/sim/net.h"

#define UNDER_WAY_MAX 40

void
sim_message_free (SimMessage *message)
{
  if (message == NULL)
    return;
  g_free (message->text);
  g_free (message);
}

static void
free_message (gpointer message)
{
  sim_message_free (message);
}

SimNet *
sim_net_new (void)
{
  SimNet *net = g_new0 (SimNet, 1);

  net->messages = g_ptr_array_new_with_free_func (free_message);
  return net;
}

void
sim_net_free (SimNet *net)
{
  if (net == NULL)
    return;
  g_ptr_array_unref (net->messages);
  g_free (net);
}

gboolean
sim_net_send (SimNet *net, SimMessage *take_message, SimRandom *random)
{
  if (sim_random_chance (random, net->loss_permille)) {
    net->n_lost++;
    sim_message_free (take_message);
    return FALSE;
  }
  if (net->messages->len >= UNDER_WAY_MAX) {
    net->n_lost++;
    g_ptr_array_remove_index (net->messages, sim_random_below (random, UNDER_WAY_MAX));
  }
  g_ptr_array_add (net->messages, take_message);
  return TRUE;
}

static SimMessage *
copy_message (const SimMessage *message)
{
  SimMessage *copy = g_new (SimMessage, 1);

  *copy = *message;
  copy->text = g_strdup (message->text);
  return copy;
}

static gboolean
is_cut (const SimNet *net, const SimMessage *message)
{
  return net->cut[message->from][message->to];
}

static gboolean
find_place (const SimNet *net, SimRandom *random, gboolean in_order, guint *ret_place)
{
  guint n = net->messages->len, first;

  if (n == 0)
    return FALSE;
  first = in_order ? 0 : sim_random_below (random, n);
  for (guint i = 0; i < n; i++) {
    *ret_place = (first + i) % n;
    if (!is_cut (net, net->messages->pdata[*ret_place]))
      return TRUE;
  }
  return FALSE;
}

SimMessage *
sim_net_take (SimNet *net, SimRandom *random, gboolean in_order)
{
  guint place;

  if (!find_place (net, random, in_order, &place))
    return NULL;
  if (sim_random_chance (random, net->copy_permille)) {
    net->n_copied++;
    return copy_message (net->messages->pdata[place]);
  }
  return g_ptr_array_steal_index (net->messages, place);
}

void
sim_net_set_cut (SimNet *net, guint a, guint b, gboolean cut)
{
  net->n_cut += cut && !net->cut[a][b] ? 1 : 0;
  net->cut[a][b] = net->cut[b][a] = cut;
}

void
sim_net_heal (SimNet *net)
{
  for (guint a = 0; a < SIM_MACHINES_MAX; a++)
    for (guint b = 0; b < SIM_MACHINES_MAX; b++)
      net->cut[a][b] = FALSE;
  net->loss_permille = net->copy_permille = 0;
}

void
sim_net_drop (SimNet *net, guint machine)
{
  for (guint i = net->messages->len; i > 0; i--) {
    const SimMessage *message = net->messages->pdata[i - 1];

    if (message->from == machine || message->to == machine)
      g_ptr_array_remove_index (net->messages, i - 1);
  }
}
