/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/attention.h"

#include <gio/gio.h>
#include <string.h>

#include "sync/json.h"
#include "sync/store-day.h"

#define LIST_MAX 1000
#define TEXT_MAX 1000
#define BODY_MAX (192 * 1024)
#define AMOUNT_MAX G_GINT64_CONSTANT (1000000000000)
#define UTC_S_MAX (G_MAXINT64 / G_USEC_PER_SEC)

static gboolean
read_time (const json_t *object, const char *name, gint64 *ret_utc_us)
{
  gint64 utc_s;

  if (!hufu_json_get_int_or_null (object, name, UTC_S_MAX, 0, &utc_s))
    return FALSE;
  *ret_utc_us = utc_s * G_USEC_PER_SEC;
  return TRUE;
}

static gboolean
read_place (const json_t *object, HufuPlace *ret_place)
{
  gint64 store_no, terminal_no;

  if (!hufu_json_get_int (object, "store_no", 0, G_MAXINT64, &store_no) ||
      !hufu_json_get_int (object, "terminal_no", 0, G_MAXINT64, &terminal_no))
    return FALSE;
  *ret_place = (HufuPlace){(guint64)store_no, (guint64)terminal_no};
  return TRUE;
}

static gboolean
read_waits (const json_t *object, HufuMatter *matter)
{
  json_t *list = hufu_json_get_array (object, "waits_for", LIST_MAX), *at;
  HufuPlace place;
  gsize i;

  if (list == NULL)
    return FALSE;
  json_array_foreach (list, i, at)
  {
    if (!read_place (at, &place))
      return FALSE;
    hufu_matter_add_wait (matter, place.store_no, place.terminal_no);
  }
  return TRUE;
}

/* The matter's own words of a decision: what it names, in the contract's form. */
static void
set_subject (HufuMatter *matter, const char *name, json_t *take_value)
{
  hufu_autojson subject = json_pack ("{s:o}", name, take_value);

  g_free (matter->subject);
  matter->subject = hufu_json_format (subject);
}

/* --- one of each kind ------------------------------------------------------------------------ */

static gboolean
find_class (const char *name, HufuClaimClass *ret_class)
{
  static const char *const names[] = {
      [HUFU_CLAIM_PLATFORM] = "platform", [HUFU_CLAIM_HELD] = "held",
      [HUFU_CLAIM_MOVED] = "moved",       [HUFU_CLAIM_OVERRIDE] = "override",
      [HUFU_CLAIM_UNLEASED] = "unleased",
  };

  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], name) == 0) {
      *ret_class = (HufuClaimClass)i;
      return TRUE;
    }
  return FALSE;
}

/* Who it was stands in the event itself, of a branch in the event in it; an event of another
 * version may not say it. */
static void
read_staff (const json_t *entry, HufuMatterClaim *claim)
{
  const char *text = hufu_json_get_text (entry, "body", BODY_MAX);
  hufu_autojson body = text != NULL ? hufu_json_parse_object (text, strlen (text)) : NULL;
  const json_t *inner = json_object_get (body, "body");
  const json_t *event = json_is_object (inner) ? inner : body;
  const char *staff_id = event != NULL ? hufu_json_get_text (event, "staff_id", TEXT_MAX) : NULL;

  hufu_matter_set (&claim->staff, staff_id);
}

static gboolean
read_claim (const json_t *json, HufuMatter *matter)
{
  const json_t *entry = json_object_get (json, "entry");
  HufuMatterClaim *claim = hufu_matter_add_claim (matter);
  gint64 incarnation, seq;

  if (!find_class (hufu_json_get_text (json, "class", 16), &claim->class) ||
      !hufu_json_get_int (json, "amount_minor", 0, AMOUNT_MAX, &claim->amount_minor) ||
      !hufu_json_get_int (json, "covered_minor", 0, AMOUNT_MAX, &claim->covered_minor) ||
      !hufu_json_get_bool (json, "accepted", &claim->accepted) ||
      !read_time (json, "at_utc_s", &claim->at_utc_us))
    return FALSE;
  if (json_is_null (entry))
    return TRUE; /* of a terminal that nobody knows any more */
  if (!read_place (entry, &claim->place) ||
      !hufu_json_get_int (entry, "incarnation", 0, G_MAXUINT32, &incarnation) ||
      !hufu_json_get_int (entry, "seq", 0, G_MAXINT64, &seq))
    return FALSE;
  claim->incarnation = (guint64)incarnation;
  claim->seq = (guint64)seq;
  read_staff (entry, claim);
  return TRUE;
}

static gboolean
read_conflict (const json_t *json, HufuMatter *matter)
{
  json_t *right = json_object_get (json, "right");
  json_t *claims = hufu_json_get_array (json, "claims", LIST_MAX), *claim;
  gsize i;

  if (claims == NULL || !hufu_json_get_id (right, "cti", &matter->cti) ||
      !hufu_json_get_int (json, "loss_minor", 0, AMOUNT_MAX, &matter->amount_minor) ||
      !read_time (json, "found_utc_s", &matter->since_utc_us))
    return FALSE;
  matter->has_cti = TRUE;
  hufu_matter_set (&matter->title_en, hufu_json_get_text (json, "title_en", TEXT_MAX));
  hufu_matter_set (&matter->title_zh, hufu_json_get_text (json, "title_zh", TEXT_MAX));
  json_array_foreach (claims, i, claim)
  {
    if (!read_claim (claim, matter))
      return FALSE;
  }
  set_subject (matter, "conflict", json_incref (right));
  return TRUE;
}

static const char *
what_of_till (const char *state, const char *life)
{
  if (g_strcmp0 (life, "lost") == 0 || g_strcmp0 (life, "leaving") == 0)
    return life;
  if (g_strcmp0 (state, "forked") == 0)
    return "forked";
  return g_strcmp0 (state, "superseded") == 0 ? "replaced" : "leaving";
}

static gboolean
read_till (const json_t *json, HufuMatter *matter)
{
  gint64 incarnation, rights;

  if (!hufu_json_get_id (json, "terminal_id", &matter->terminal_id) ||
      !hufu_json_get_int (json, "incarnation", 1, G_MAXUINT32, &incarnation) ||
      !hufu_json_get_int (json, "rights", 0, G_MAXUINT32, &rights) ||
      !hufu_json_get_int (json, "exposure_minor", 0, AMOUNT_MAX, &matter->amount_minor) ||
      !hufu_json_get_bool (json, "is_upper_bound", &matter->is_upper_bound) ||
      !read_time (json, "quarantined_since_utc_s", &matter->since_utc_us) ||
      !read_place (json, &matter->place))
    return FALSE;
  matter->incarnation = (guint32)incarnation;
  matter->n_rights = (guint)rights;
  hufu_matter_set (&matter->what, what_of_till (hufu_json_get_text (json, "state", 20),
                                                hufu_json_get_text (json, "life", 20)));
  return read_waits (json, matter);
}

/* Signed off when its sum is exact: before that the platform waits for other tills' reports. */
static gboolean
read_quarantined (const json_t *json, HufuMatter *matter)
{
  if (!read_till (json, matter))
    return FALSE;
  if (!matter->is_upper_bound)
    set_subject (matter, "till",
                 json_pack ("{s:O, s:I}", "terminal_id", json_object_get (json, "terminal_id"),
                            "incarnation", (json_int_t)matter->incarnation));
  return TRUE;
}

static gboolean
read_missing (const json_t *json, HufuMatter *matter)
{
  if (!read_till (json, matter))
    return FALSE;
  hufu_matter_set (&matter->what, "missing");
  return TRUE;
}

static gboolean
read_unknown (const json_t *json, HufuMatter *matter)
{
  if (!hufu_json_get_id (json, "cti", &matter->cti) ||
      !hufu_json_get_int (json, "amount_minor", 0, AMOUNT_MAX, &matter->amount_minor) ||
      !read_time (json, "at_utc_s", &matter->since_utc_us) || !read_place (json, &matter->place))
    return FALSE;
  matter->has_cti = TRUE;
  hufu_matter_set (&matter->what, "no_sale");
  return TRUE;
}

static gboolean
read_wish (const json_t *json, HufuMatter *matter)
{
  const char *kind = hufu_json_get_text (json, "kind", 20);
  HufuId wish_id;

  if (kind == NULL || !hufu_json_get_id (json, "wish_id", &wish_id) ||
      !hufu_json_get_id (json, "cti", &matter->cti) ||
      !hufu_json_get_int (json, "risk_minor", 0, AMOUNT_MAX, &matter->amount_minor) ||
      !read_time (json, "since_utc_s", &matter->since_utc_us))
    return FALSE;
  matter->has_cti = TRUE;
  hufu_matter_set (&matter->what, kind);
  hufu_matter_set (&matter->title_en, hufu_json_get_text (json, "title_en", TEXT_MAX));
  hufu_matter_set (&matter->title_zh, hufu_json_get_text (json, "title_zh", TEXT_MAX));
  set_subject (matter, "wish", json_incref (json_object_get (json, "wish_id")));
  return read_waits (json, matter);
}

static gboolean
read_pay_back (const json_t *json, HufuMatter *matter)
{
  if (!hufu_json_get_id (json, "cti", &matter->cti) ||
      !hufu_json_get_int (json, "amount_minor", 0, AMOUNT_MAX, &matter->amount_minor))
    return FALSE;
  matter->has_cti = TRUE;
  hufu_matter_set (&matter->title_en, hufu_json_get_text (json, "title_en", TEXT_MAX));
  hufu_matter_set (&matter->title_zh, hufu_json_get_text (json, "title_zh", TEXT_MAX));
  return TRUE;
}

static gboolean
read_event (const json_t *json, HufuMatter *matter)
{
  const json_t *pay_back = json_object_get (json, "pay_back");
  gint64 incarnation, seq;

  if (!hufu_json_get_id (json, "terminal_id", &matter->terminal_id) ||
      !hufu_json_get_int (json, "incarnation", 1, G_MAXUINT32, &incarnation) ||
      !hufu_json_get_int (json, "seq", 1, G_MAXINT64, &seq) || !read_place (json, &matter->place) ||
      (pay_back != NULL && !read_pay_back (pay_back, matter)))
    return FALSE;
  matter->incarnation = (guint32)incarnation;
  hufu_matter_set (&matter->what, hufu_json_get_text (json, "code", 40));
  hufu_matter_set (&matter->detail, hufu_json_get_text (json, "detail", TEXT_MAX));
  set_subject (matter, "event",
               json_pack ("{s:O, s:I, s:I}", "terminal_id", json_object_get (json, "terminal_id"),
                          "incarnation", (json_int_t)incarnation, "seq", (json_int_t)seq));
  return TRUE;
}

/* --- all of them ----------------------------------------------------------------------------- */

typedef struct {
  const char *name;
  HufuMatterKind kind;
  gboolean (*read) (const json_t *json, HufuMatter *matter);
} List;

static gboolean
read_list (const json_t *answer, const List *list, HufuMatters *matters)
{
  json_t *items = hufu_json_get_array (answer, list->name, LIST_MAX), *item;
  gsize i;

  if (items == NULL)
    return FALSE;
  json_array_foreach (items, i, item)
  {
    g_autofree char *text = hufu_json_format (item);
    g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
    HufuMatter *matter = hufu_matter_new (list->kind, "");

    g_ptr_array_add (matters->matters, matter);
    if (!list->read (item, matter))
      return FALSE;
    g_free (matter->id);
    matter->id = g_strdup_printf ("%s-%.12s", list->name, digest);
  }
  return TRUE;
}

/* A platform of before it says nothing of it. */
static gboolean
read_store_day (const json_t *answer, HufuMatters *matters)
{
  const json_t *day = json_object_get (answer, "today");

  if (day == NULL || json_is_null (day))
    return TRUE;
  matters->store_day = hufu_store_day_read (day);
  return matters->store_day != NULL;
}

HufuMatters *
hufu_matters_from_text (const char *text)
{
  static const List lists[] = {
      {"conflicts", HUFU_MATTER_CONFLICT, read_conflict},
      {"quarantined", HUFU_MATTER_QUARANTINE, read_quarantined},
      {"missing", HUFU_MATTER_QUARANTINE, read_missing},
      {"unknown_outcomes", HUFU_MATTER_UNKNOWN, read_unknown},
      {"wishes", HUFU_MATTER_WISH, read_wish},
      {"events", HUFU_MATTER_EVENT, read_event},
  };
  g_autoptr (HufuMatters) matters = hufu_matters_new ();
  hufu_autojson answer = hufu_json_parse_object (text, strlen (text));

  if (answer == NULL ||
      !hufu_json_get_int (answer, "exposure_minor", 0, AMOUNT_MAX, &matters->exposure_minor) ||
      !hufu_json_get_bool (answer, "is_upper_bound", &matters->is_upper_bound) ||
      !read_store_day (answer, matters))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    if (!read_list (answer, &lists[i], matters))
      return NULL;
  return g_steal_pointer (&matters);
}

char *
hufu_matter_make_decision (const HufuMatter *matter, const char *decision, const HufuId *staff_id)
{
  hufu_autojson body = hufu_json_parse_object (matter->subject, strlen (matter->subject));
  char staff[HUFU_ID_TEXT_SIZE];

  if (body == NULL)
    return NULL;
  hufu_id_format (staff_id, staff);
  json_object_set_new (body, "decision", json_string (decision));
  json_object_set_new (body, "staff_id", json_string (staff));
  return hufu_json_format (body);
}

/* --- asking ---------------------------------------------------------------------------------- */

/* What cannot be read is no answer: the last one that could stays. */
static char *
take_text (const json_t *json, GError **error)
{
  g_autofree char *text = hufu_json_format (json);
  g_autoptr (HufuMatters) matters = hufu_matters_from_text (text);

  if (matters != NULL)
    return g_steal_pointer (&text);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       hufu_trouble_sentence (HUFU_TROUBLE_MALFORMED, HUFU_LANG_EN));
  return NULL;
}

char *
hufu_attention_ask (HufuWire *wire, HufuHttp *http, const char *decision, GError **error)
{
  const HufuAsk ask = {.method = decision != NULL ? "POST" : "GET",
                       .path = "/v1/attention",
                       .content = decision,
                       .quick = TRUE};
  HufuIdentity identity;
  g_autoptr (HufuAnswer) answer = NULL;

  hufu_wire_get_identity (wire, &identity);
  if (!identity.enrolled) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "not enrolled");
    return NULL;
  }
  answer = hufu_wire_ask (wire, http, &ask);
  if (answer->kind == HUFU_ANSWER_OK)
    return take_text (answer->json, error);
  g_set_error_literal (
      error, G_IO_ERROR,
      answer->kind == HUFU_ANSWER_FINAL ? G_IO_ERROR_FAILED : G_IO_ERROR_HOST_UNREACHABLE,
      answer->title != NULL ? answer->title
                            : hufu_trouble_sentence (answer->problem, HUFU_LANG_EN));
  return NULL;
}
