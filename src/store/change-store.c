/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/change-store.h"

#include <string.h>
#include "core/base64url.h"
#include "store/product-edit.h"
#include "store/promotion-store.h"
#include "store/right-write.h"
#include "store/staff-write.h"
#include "store/tax-store.h"
#include "store/terminal.h"

#define SUBJECT_MAX 16

static gboolean
invalid (GError **error, const char *what)
{
  return hufu_store_refuse (error, HUFU_STORE_ERROR_INVALID, what);
}

static gboolean
read_bytes (const char *text, guint8 *ret_bytes, gsize max, gsize *ret_size)
{
  return hufu_base64url_decode (text, strlen (text), ret_bytes, max, ret_size);
}

static gboolean
read_bytes_exactly (const char *text, guint8 *ret_bytes, gsize size)
{
  gsize got;

  return read_bytes (text, ret_bytes, size, &got) && got == size;
}

static gboolean
put_member (HufuDb *db, json_t *data, GError **error)
{
  const char *id_text, *subject_text, *index_text, *phone_masked;
  g_autofree char *level_text = NULL;
  guint8 subject[SUBJECT_MAX], phone_index[16];
  json_int_t points, level;
  gsize subject_size;
  HufuId member_id;

  if (json_unpack (data, "{s:s, s:s, s:s, s:s, s:I, s:I}", "member_id", &id_text, "code_subject",
                   &subject_text, "phone_index", &index_text, "phone_masked", &phone_masked,
                   "level", &level, "points", &points) != 0 ||
      !hufu_id_parse (id_text, &member_id) ||
      !read_bytes (subject_text, subject, sizeof subject, &subject_size) ||
      !read_bytes_exactly (index_text, phone_index, sizeof phone_index))
    return invalid (error, "member");
  level_text = g_strdup_printf ("%" JSON_INTEGER_FORMAT, level);
  return HUFU_RUN (db, error,
                   "INSERT INTO member (member_id, code_subject, phone_index, phone_masked, level,"
                   " points) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (member_id) DO UPDATE SET"
                   " code_subject = excluded.code_subject, phone_index = excluded.phone_index,"
                   " phone_masked = excluded.phone_masked, level = excluded.level,"
                   " points = excluded.points",
                   SQL_ID (&member_id), SQL_BLOB (subject, subject_size),
                   SQL_BLOB (phone_index, sizeof phone_index), SQL_TEXT (phone_masked),
                   SQL_TEXT (level_text), SQL_INT (points));
}

static gboolean
put_policy (HufuDb *db, json_t *data, GError **error)
{
  g_autofree char *body = json_dumps (data, JSON_SORT_KEYS | JSON_COMPACT);
  g_auto (HufuPolicy) policy = {0};

  if (!hufu_policy_read (data, &policy))
    return invalid (error, "policy");
  return HUFU_RUN (db, error,
                   "INSERT INTO policy (one, body) VALUES (1, ?)"
                   " ON CONFLICT (one) DO UPDATE SET body = excluded.body",
                   SQL_TEXT (body));
}

static gboolean
put_appointment (HufuDb *db, const char *kind, const char *key, json_t *data, GError **error)
{
  g_autofree char *body = json_dumps (data, JSON_SORT_KEYS | JSON_COMPACT);
  const char *subject_text;
  guint8 subject[SUBJECT_MAX];
  gsize size;

  if (json_unpack (data, "{s:s}", "code_subject", &subject_text) != 0 ||
      !read_bytes (subject_text, subject, sizeof subject, &size))
    return invalid (error, kind);
  /* A new code replaces the old one of the same order or reservation. */
  return HUFU_RUN (db, error, "DELETE FROM appointment WHERE kind = ? AND key = ?", SQL_TEXT (kind),
                   SQL_TEXT (key)) &&
         HUFU_RUN (db, error,
                   "INSERT INTO appointment (subject, kind, key, body) VALUES (?, ?, ?, ?)"
                   " ON CONFLICT (subject) DO UPDATE SET kind = excluded.kind,"
                   " key = excluded.key, body = excluded.body",
                   SQL_BLOB (subject, size), SQL_TEXT (kind), SQL_TEXT (key), SQL_TEXT (body));
}

static gboolean
put_peer (HufuDb *db, json_t *data, GError **error)
{
  const char *id_text, *key_text, *address, *state;
  json_int_t incarnation, store_no, terminal_no;
  HufuPeer peer = {{{0}}};

  if (json_unpack (data, "{s:s, s:I, s:I, s:I, s:s, s:s, s:s}", "terminal_id", &id_text,
                   "incarnation", &incarnation, "store_no", &store_no, "terminal_no", &terminal_no,
                   "device_public", &key_text, "address", &address, "state", &state) != 0 ||
      !hufu_id_parse (id_text, &peer.terminal_id) || incarnation < 1 || incarnation > G_MAXINT32 ||
      store_no < 0 || terminal_no < 0 ||
      !read_bytes_exactly (key_text, peer.device_public, sizeof peer.device_public))
    return invalid (error, "peer");
  peer.incarnation = (guint32)incarnation;
  peer.store_no = (guint64)store_no;
  peer.terminal_no = (guint64)terminal_no;
  peer.address = (char *)(gsize)address;
  return hufu_roster_put (db, &peer, strcmp (state, "enrolled") == 0, error);
}

/* Its row is the catalogue's; what was changed of it here has come back from the platform. */
static gboolean
forget_product (HufuDb *db, const char *key, const json_t *told, GError **error)
{
  gint64 product_id;

  return !g_ascii_string_to_signed (key, 10, 0, G_MAXINT64, &product_id, NULL) ||
         hufu_product_forget_edits (db, product_id, told, error);
}

static gboolean
put (HufuDb *db, const char *kind, const char *key, json_t *data, GError **error)
{
  if (strcmp (kind, "staff") == 0)
    return hufu_staff_put (db, data, error);
  if (strcmp (kind, "member") == 0)
    return put_member (db, data, error);
  if (strcmp (kind, "policy") == 0)
    return put_policy (db, data, error);
  if (strcmp (kind, "pickup") == 0 || strcmp (kind, "reservation") == 0)
    return put_appointment (db, kind, key, data, error);
  if (strcmp (kind, "peer") == 0)
    return put_peer (db, data, error);
  if (strcmp (kind, "promotion") == 0)
    return hufu_promotion_put (db, key, data, error);
  if (strcmp (kind, "tax") == 0)
    return hufu_tax_rules_put (db, data, error);
  if (strcmp (kind, "product") == 0)
    return forget_product (db, key, data, error);
  return TRUE;
}

static gboolean
delete_by_id (HufuDb *db, const char *kind, const HufuId *id, GError **error)
{
  if (strcmp (kind, "staff") == 0)
    return HUFU_RUN (db, error, "DELETE FROM staff WHERE staff_id = ?", SQL_ID (id));
  if (strcmp (kind, "member") == 0)
    return HUFU_RUN (db, error, "DELETE FROM member WHERE member_id = ?", SQL_ID (id));
  return hufu_roster_remove (db, id, error);
}

static gboolean delete (HufuDb *db, const char *kind, const char *key, GError **error)
{
  HufuId id;

  if (strcmp (kind, "pickup") == 0 || strcmp (kind, "reservation") == 0)
    return HUFU_RUN (db, error, "DELETE FROM appointment WHERE kind = ? AND key = ?",
                     SQL_TEXT (kind), SQL_TEXT (key));
  if (strcmp (kind, "promotion") == 0)
    return hufu_promotion_put (db, key, NULL, error);
  if (strcmp (kind, "tax") == 0)
    return hufu_tax_rules_put (db, NULL, error);
  if (strcmp (kind, "product") == 0)
    return forget_product (db, key, NULL, error);
  if (strcmp (kind, "staff") != 0 && strcmp (kind, "member") != 0 && strcmp (kind, "peer") != 0)
    return TRUE;
  return hufu_id_parse (key, &id) ? delete_by_id (db, kind, &id, error) : invalid (error, kind);
}

static gboolean
apply_one (HufuDb *db, json_t *change, GError **error)
{
  const char *kind, *op, *key;
  json_t *data;

  if (json_unpack (change, "{s:s, s:s, s:s, s:o}", "kind", &kind, "op", &op, "key", &key, "data",
                   &data) != 0)
    return invalid (error, "change");
  if (strcmp (op, "put") == 0)
    return put (db, kind, key, data, error);
  if (strcmp (op, "delete") == 0)
    return delete (db, kind, key, error);
  return invalid (error, "change");
}

static gboolean
apply (HufuDb *db, json_t *changes, const char *cursor, GError **error)
{
  json_t *change;
  size_t i;

  if (!json_is_array (changes))
    return invalid (error, "changes");
  json_array_foreach (changes, i, change) if (!apply_one (db, change, error)) return FALSE;
  return HUFU_RUN (db, error, "UPDATE terminal SET changes_cursor = ?", SQL_TEXT (cursor));
}

gboolean
hufu_change_apply (HufuDb *db, json_t *changes, const char *cursor, GError **error)
{
  return hufu_act_begin (db, error) && hufu_act_end (db, apply (db, changes, cursor, error), error);
}

static gboolean
apply_after (HufuDb *db, const char *from, json_t *changes, const char *cursor, GError **error)
{
  g_auto (HufuTerminal) terminal = {0};

  if (!hufu_terminal_load (db, &terminal, error))
    return FALSE;
  if (g_strcmp0 (from, terminal.changes_cursor) != 0)
    return hufu_store_refuse (error, HUFU_STORE_ERROR_CONFLICT, "another cursor");
  return apply (db, changes, cursor, error);
}

gboolean
hufu_change_apply_after (HufuDb *db, const char *from, json_t *changes, const char *cursor,
                         GError **error)
{
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, apply_after (db, from, changes, cursor, error), error);
}

gboolean
hufu_change_begin_anew (HufuDb *db, GError **error)
{
  return hufu_act_begin (db, error) &&
         hufu_act_end (db, HUFU_RUN (db, error, "UPDATE terminal SET changes_cursor = NULL"),
                       error);
}

json_t *
hufu_appointment_find (HufuDb *db, const char *kind, const guint8 *subject, gsize size,
                       GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error, "SELECT body FROM appointment WHERE subject = ? AND kind = ?",
                  SQL_BLOB (subject, size), SQL_TEXT (kind));

  if (hufu_rows_next (rows, error) <= 0)
    return NULL;
  return json_loads (hufu_rows_text (rows, 0), JSON_REJECT_DUPLICATES, NULL);
}
