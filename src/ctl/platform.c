/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `hufuctl platform`: how an operator looks after terminals, vouchers and what needs attention at
 * the platform. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "core/bom.h"
#include "ctl/ctl.h"
#include "sync/operator.h"

typedef struct {
  const char *name, *method, *path; /* "{}" stands for what comes after the name, in order */
  const char *kind;                 /* of a wish */
} Verb;

static const Verb verbs[] = {
    {"terminals", "GET", "/v1/terminals", NULL},
    {"remove", "POST", "/v1/terminals/{}/remove", NULL},
    {"lost", "POST", "/v1/terminals/{}/lost", NULL},
    {"found", "POST", "/v1/terminals/{}/found", NULL},
    {"write-off", "POST", "/v1/terminals/{}/write-off", NULL},
    {"recall", "POST", "/v1/vouchers/{}/recall", NULL},
    {"refund", "POST", "/v1/vouchers/{}/wishes", "refund"},
    {"transfer", "POST", "/v1/vouchers/{}/wishes", "transfer"},
    {"home", "POST", "/v1/vouchers/{}/wishes", "home"},
    {"attention", "GET", "/v1/attention", NULL},
    {"limits", "GET", "/v1/limits", NULL},
    {"shifts", "GET", "/v1/shifts?limit=500", NULL},
    {"stock", "GET", "/v1/stock?product={}", NULL},
    {"day", "GET", "/v1/day?store={}&day={}", NULL},
};
static const Verb set_limits = {"limits", "POST", "/v1/limits", NULL};
static const Verb get_policy = {"policy", "GET", "/v1/policy?store={}", NULL};
static const Verb set_policy = {"policy", "POST", "/v1/policy", NULL};
static const Verb promotion_verbs[] = {
    {"add", "POST", "/v1/promotions", NULL},
    {"list", "GET", "/v1/promotions?store={}", NULL},
    {"end", "POST", "/v1/promotions/end", NULL},
};

static const Verb *
find_verb (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (strcmp (verbs[i].name, name) == 0)
      return &verbs[i];
  return NULL;
}

static int
count_ids (const Verb *verb)
{
  int n = 0;

  for (const char *at = verb->path; (at = strstr (at, "{}")) != NULL; at += strlen ("{}"))
    n++;
  return n;
}

static char *
make_path (const Verb *verb, char **ids)
{
  g_auto (GStrv) parts = g_strsplit (verb->path, "{}", -1);
  GString *path = g_string_new (parts[0]);

  for (gsize i = 1; parts[i] != NULL; i++) {
    g_string_append_uri_escaped (path, ids[i - 1], NULL, FALSE);
    g_string_append (path, parts[i]);
  }
  return g_string_free (path, FALSE);
}

/* "STORE off" or "STORE NAME=VALUE..."; NULL: neither. */
static json_t *
make_limits (int argc, char **argv)
{
  gint64 store_no;
  gboolean off = argc == 2 && strcmp (argv[1], "off") == 0;
  json_t *limits = off ? json_null () : hufu_ctl_read_fields (argc - 1, argv + 1);

  if (limits != NULL && g_ascii_string_to_signed (argv[0], 10, 0, G_MAXINT64, &store_no, NULL))
    return json_pack ("{s:I, s:o}", "store_no", (json_int_t)store_no, "limits", limits);
  json_decref (limits);
  return NULL;
}

static json_t *
make_body (const Verb *verb, int argc, char **argv)
{
  json_t *body = hufu_ctl_read_fields (argc, argv);

  if (body != NULL && verb->kind != NULL)
    json_object_set_new (body, "kind", json_string (verb->kind));
  return body;
}

static int
call (const HufuOptions *options, const Verb *verb, const char *path, json_t *take_body)
{
  g_autoptr (GError) error = NULL;
  json_t *answer =
      hufu_operator_call (options->platform_url, options->ca_path, options->operator_key,
                          verb->method, path, take_body, &error);

  json_decref (take_body);
  if (answer == NULL)
    return hufu_ctl_say (HUFU_EXIT_FAILED, "%s", error->message);
  json_dumpf (answer, stdout, JSON_COMPACT | JSON_SORT_KEYS);
  fputc ('\n', stdout);
  json_decref (answer);
  return HUFU_EXIT_DONE;
}

/* "add STORE FILE", "list STORE", "end STORE NAME" */
static int
call_promotion (const HufuOptions *options, int argc, char **argv)
{
  const Verb *verb = NULL;
  g_autofree char *path = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;
  json_t *body = NULL;
  gint64 store_no;

  for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS (promotion_verbs); i++)
    if (strcmp (promotion_verbs[i].name, argv[0]) == 0)
      verb = &promotion_verbs[i];
  if (verb == NULL || argc != (strcmp (verb->name, "list") == 0 ? 2 : 3) ||
      !g_ascii_string_to_signed (argv[1], 10, 0, G_MAXINT64, &store_no, NULL))
    return hufu_ctl_say (HUFU_EXIT_REFUSED,
                         "say: hufuctl platform promotion add STORE FILE, list STORE, or end "
                         "STORE NAME");
  if (strcmp (verb->name, "add") == 0) {
    if (!g_file_get_contents (argv[2], &text, NULL, &error))
      return hufu_ctl_say (HUFU_EXIT_FAILED, "%s", error->message);
    body = json_pack ("{s:I, s:s}", "store_no", (json_int_t)store_no, "text", text);
    if (body == NULL)
      return hufu_ctl_say (HUFU_EXIT_REFUSED, "%s is not UTF-8", argv[2]);
  } else if (strcmp (verb->name, "end") == 0) {
    body = json_pack ("{s:I, s:s}", "store_no", (json_int_t)store_no, "id", argv[2]);
  }
  path = make_path (verb, argv + 1);
  return call (options, verb, path, body);
}

/* NULL: said why, and *ret_exit is how to end. */
static json_t *
load_file (const char *path, int *ret_exit)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  json_error_t fault;
  json_t *data;
  gsize size;

  if (!g_file_get_contents (path, &text, &size, &error)) {
    *ret_exit = hufu_ctl_say (HUFU_EXIT_FAILED, "%s", error->message);
    return NULL;
  }
  data = json_loadb (text + hufu_bom_size (text), size - hufu_bom_size (text),
                     JSON_REJECT_DUPLICATES, &fault);
  if (data == NULL)
    *ret_exit = hufu_ctl_say (HUFU_EXIT_FAILED, "%s, line %d: %s", path, fault.line, fault.text);
  return data;
}

/* "set STORE FILE", "off STORE" */
static int
call_tax (const HufuOptions *options, int argc, char **argv)
{
  static const Verb put = {"tax", "POST", "/v1/taxes", NULL};
  gboolean set = argc == 3 && strcmp (argv[0], "set") == 0;
  json_t *rules = json_null ();
  gint64 store_no;
  int code;

  if ((!set && (argc != 2 || strcmp (argv[0], "off") != 0)) ||
      !g_ascii_string_to_signed (argv[1], 10, 0, G_MAXINT64, &store_no, NULL))
    return hufu_ctl_say (HUFU_EXIT_REFUSED,
                         "say: hufuctl platform tax set STORE FILE, or off STORE");
  if (set && (rules = load_file (argv[2], &code)) == NULL)
    return code;
  return call (options, &put, put.path,
               json_pack ("{s:I, s:o}", "store_no", (json_int_t)store_no, "rules", rules));
}

/* "get STORE", "set STORE FILE" */
static int
call_policy (const HufuOptions *options, int argc, char **argv)
{
  gboolean set = argc == 3 && strcmp (argv[0], "set") == 0;
  g_autofree char *path = NULL;
  gint64 store_no;
  json_t *settings;
  int code;

  if ((!set && (argc != 2 || strcmp (argv[0], "get") != 0)) ||
      !g_ascii_string_to_signed (argv[1], 10, 0, G_MAXINT64, &store_no, NULL))
    return hufu_ctl_say (HUFU_EXIT_REFUSED,
                         "say: hufuctl platform policy get STORE, or set STORE FILE");
  if (!set) {
    path = make_path (&get_policy, argv + 1);
    return call (options, &get_policy, path, NULL);
  }
  settings = load_file (argv[2], &code);
  if (settings == NULL)
    return code;
  return call (options, &set_policy, set_policy.path,
               json_pack ("{s:I, s:o}", "store_no", (json_int_t)store_no, "settings", settings));
}

int
hufu_ctl_platform (const HufuOptions *options, int argc, char **argv)
{
  const Verb *verb = argc > 0 ? find_verb (argv[0]) : NULL;
  int n_ids = verb != NULL ? count_ids (verb) : 0;
  gboolean is_post = verb != NULL && strcmp (verb->method, "POST") == 0;
  g_autofree char *path = NULL;
  json_t *body = NULL;

  if (argc > 0 && strcmp (argv[0], "promotion") == 0)
    return call_promotion (options, argc - 1, argv + 1);
  if (argc > 0 && strcmp (argv[0], "tax") == 0)
    return call_tax (options, argc - 1, argv + 1);
  if (argc > 0 && strcmp (argv[0], "policy") == 0)
    return call_policy (options, argc - 1, argv + 1);
  if (argc > 2 && strcmp (argv[0], set_limits.name) == 0) {
    verb = &set_limits;
    is_post = TRUE;
    body = make_limits (argc - 1, argv + 1);
  } else if (verb != NULL && argc > n_ids && is_post)
    body = make_body (verb, argc - 1 - n_ids, argv + 1 + n_ids);
  if (verb == NULL || argc <= n_ids || (is_post && body == NULL) || (!is_post && argc > 1 + n_ids))
    return hufu_ctl_say (
        HUFU_EXIT_REFUSED,
        "say: hufuctl platform terminals, attention, limits [STORE "
        "off|NAME=VALUE...], policy get|set STORE ..., "
        "shifts, stock PRODUCT, day STORE DATE, promotion add|list|end STORE ..., "
        "tax set|off STORE ..., "
        "remove|lost|found|write-off "
        "TERMINAL, recall VOUCHER, or refund VOUCHER, transfer VOUCHER [generation=N] "
        "and home VOUCHER home_store=N, each with [accepts_risk=true]");
  path = make_path (verb, argv + 1);
  return call (options, verb, path, body);
}
