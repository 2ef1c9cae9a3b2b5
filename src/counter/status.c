/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/status.h"

enum {
  PROP_NETWORK = 1,
  PROP_NETWORK_TEXT,
  PROP_LINK_TEXT,
  PROP_UNSENT,
  PROP_OLDEST_TEXT,
  PROP_DEVICES_OK,
  PROP_DEVICES_TOTAL,
  PROP_DEVICES_TEXT,
  PROP_OFFLINE_VOUCHERS,
  PROP_STORE_VOUCHERS,
  PROP_OFFLINE_TEXT,
  PROP_OFFLINE_HINT,
  PROP_UNKNOWN,
  PROP_ATTENTION,
  PROP_CASES,
  PROP_EXPOSURE_TEXT,
  PROP_LIMIT_TEXT,
  PROP_TILL_TEXT,
  PROP_SHIFT_TEXT,
  PROP_CLERK_TEXT,
  PROP_TIME_TEXT,
  PROP_CLOCK_TRUSTED,
  PROP_CLOCK_TEXT,
  PROP_SYNCED_TEXT,
  PROP_TILLS,
  PROP_TILLS_TOTAL,
  PROP_DEMO,
  PROP_WAN_CUT,
  PROP_LAN_CUT,
  PROP_TRAINING,
  N_PROPS
};

struct _HufuStatus {
  GObject parent_instance;
  GValue values[N_PROPS]; /* each of its property's type */
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HufuStatus, hufu_status, G_TYPE_OBJECT)

static void
hufu_status_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_copy (&HUFU_STATUS (object)->values[id], value);
}

/* The strip is refreshed every second; only what changed is told. */
static void
hufu_status_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HufuStatus *self = HUFU_STATUS (object);

  if (g_param_values_cmp (pspec, value, &self->values[id]) == 0)
    return;
  g_value_copy (value, &self->values[id]);
  g_object_notify_by_pspec (object, pspec);
}

static void
hufu_status_finalize (GObject *object)
{
  HufuStatus *self = HUFU_STATUS (object);

  for (guint i = 1; i < N_PROPS; i++)
    g_value_unset (&self->values[i]);
  G_OBJECT_CLASS (hufu_status_parent_class)->finalize (object);
}

static void
hufu_status_class_init (HufuStatusClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = hufu_status_get_property;
  object_class->set_property = hufu_status_set_property;
  object_class->finalize = hufu_status_finalize;
  props[PROP_NETWORK] = g_param_spec_int ("network", NULL, NULL, HUFU_NETWORK_OFFLINE,
                                          HUFU_NETWORK_ONLINE, HUFU_NETWORK_OFFLINE, flags);
  props[PROP_NETWORK_TEXT] = g_param_spec_string ("network-text", NULL, NULL, "", flags);
  props[PROP_LINK_TEXT] = g_param_spec_string ("link-text", NULL, NULL, "", flags);
  props[PROP_UNSENT] = g_param_spec_uint64 ("unsent", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  props[PROP_OLDEST_TEXT] = g_param_spec_string ("oldest-text", NULL, NULL, "", flags);
  props[PROP_DEVICES_OK] = g_param_spec_uint ("devices-ok", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_DEVICES_TOTAL] =
      g_param_spec_uint ("devices-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_DEVICES_TEXT] = g_param_spec_string ("devices-text", NULL, NULL, "", flags);
  props[PROP_OFFLINE_VOUCHERS] =
      g_param_spec_uint64 ("offline-vouchers", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  props[PROP_STORE_VOUCHERS] =
      g_param_spec_uint64 ("store-vouchers", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  props[PROP_OFFLINE_TEXT] = g_param_spec_string ("offline-text", NULL, NULL, "", flags);
  props[PROP_OFFLINE_HINT] = g_param_spec_string ("offline-hint", NULL, NULL, "", flags);
  props[PROP_UNKNOWN] = g_param_spec_uint ("unknown", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_ATTENTION] = g_param_spec_uint64 ("attention", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  props[PROP_CASES] = g_param_spec_uint ("cases", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_EXPOSURE_TEXT] = g_param_spec_string ("exposure-text", NULL, NULL, "", flags);
  props[PROP_LIMIT_TEXT] = g_param_spec_string ("limit-text", NULL, NULL, "", flags);
  props[PROP_TILL_TEXT] = g_param_spec_string ("till-text", NULL, NULL, "", flags);
  props[PROP_SHIFT_TEXT] = g_param_spec_string ("shift-text", NULL, NULL, "", flags);
  props[PROP_CLERK_TEXT] = g_param_spec_string ("clerk-text", NULL, NULL, "", flags);
  props[PROP_TIME_TEXT] = g_param_spec_string ("time-text", NULL, NULL, "", flags);
  props[PROP_CLOCK_TRUSTED] = g_param_spec_boolean ("clock-trusted", NULL, NULL, FALSE, flags);
  props[PROP_CLOCK_TEXT] = g_param_spec_string ("clock-text", NULL, NULL, "", flags);
  props[PROP_SYNCED_TEXT] = g_param_spec_string ("synced-text", NULL, NULL, "", flags);
  props[PROP_TILLS] = g_param_spec_uint ("tills", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_TILLS_TOTAL] = g_param_spec_uint ("tills-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_DEMO] = g_param_spec_boolean ("demo", NULL, NULL, FALSE, flags);
  props[PROP_WAN_CUT] = g_param_spec_boolean ("wan-cut", NULL, NULL, FALSE, flags);
  props[PROP_LAN_CUT] = g_param_spec_boolean ("lan-cut", NULL, NULL, FALSE, flags);
  props[PROP_TRAINING] = g_param_spec_boolean ("training", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hufu_status_init (HufuStatus *self)
{
  for (guint i = 1; i < N_PROPS; i++) {
    g_value_init (&self->values[i], G_PARAM_SPEC_VALUE_TYPE (props[i]));
    g_param_value_set_default (props[i], &self->values[i]);
  }
}

HufuStatus *
hufu_status_new (void)
{
  return g_object_new (HUFU_TYPE_STATUS, NULL);
}
