/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counter/customer.h"

enum {
  PROP_STATE = 1,
  PROP_GREETING,
  PROP_LABEL,
  PROP_AMOUNT,
  PROP_NOTE,
  PROP_SAVED,
  PROP_QR,
  N_PROPS
};

struct _HufuCustomer {
  GObject parent_instance;

  HufuCustomerState state;
  char *texts[N_PROPS]; /* by property; never NULL from PROP_GREETING on */
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HufuCustomer, hufu_customer, G_TYPE_OBJECT)

static void
hufu_customer_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HufuCustomer *self = HUFU_CUSTOMER (object);

  if (id == PROP_STATE)
    g_value_set_uint (value, self->state);
  else
    g_value_set_string (value, self->texts[id]);
}

static void
hufu_customer_finalize (GObject *object)
{
  for (guint i = PROP_GREETING; i < N_PROPS; i++)
    g_free (HUFU_CUSTOMER (object)->texts[i]);
  G_OBJECT_CLASS (hufu_customer_parent_class)->finalize (object);
}

static void
hufu_customer_class_init (HufuCustomerClass *klass)
{
  static const char *const names[] = {
      [PROP_GREETING] = "greeting", [PROP_LABEL] = "label", [PROP_AMOUNT] = "amount",
      [PROP_NOTE] = "note",         [PROP_SAVED] = "saved", [PROP_QR] = "qr",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hufu_customer_get_property;
  object_class->finalize = hufu_customer_finalize;
  props[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, HUFU_CUSTOMER_AWAY,
                                         HUFU_CUSTOMER_THANKS, HUFU_CUSTOMER_AWAY, flags);
  for (guint i = PROP_GREETING; i < N_PROPS; i++)
    props[i] = g_param_spec_string (names[i], NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
hufu_customer_init (HufuCustomer *self)
{
  for (guint i = PROP_GREETING; i < N_PROPS; i++)
    self->texts[i] = g_strdup ("");
}

HufuCustomer *
hufu_customer_new (void)
{
  return g_object_new (HUFU_TYPE_CUSTOMER, NULL);
}

void
hufu_customer_show (HufuCustomer *customer, const HufuCustomerView *view)
{
  const char *texts[] = {
      [PROP_GREETING] = view->greeting, [PROP_LABEL] = view->label,
      [PROP_AMOUNT] = view->amount,     [PROP_NOTE] = view->note,
      [PROP_SAVED] = view->saved,       [PROP_QR] = view->qr != NULL ? view->qr : ""};
  gboolean other = customer->state != view->state;

  g_object_freeze_notify (G_OBJECT (customer));
  customer->state = view->state;
  if (other)
    g_object_notify_by_pspec (G_OBJECT (customer), props[PROP_STATE]);
  for (guint i = PROP_GREETING; i < N_PROPS; i++) {
    if (g_str_equal (customer->texts[i], texts[i]))
      continue;
    g_free (customer->texts[i]);
    customer->texts[i] = g_strdup (texts[i]);
    g_object_notify_by_pspec (G_OBJECT (customer), props[i]);
  }
  g_object_thaw_notify (G_OBJECT (customer));
}
