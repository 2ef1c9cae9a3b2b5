/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/public-url.h"

#include <string.h>

#include "core/receipt.h"
#include "platform/changes.h"

static gboolean
check (const char *url, GError **error)
{
  if (*url == '\0' || hufu_receipt_is_public_url (url))
    return TRUE;
  g_set_error (
      error, HUFU_PLATFORM_ERROR, HUFU_PLATFORM_ERROR_INPUT,
      "--public-url is an address that begins with http:// or https://, as customers reach "
      "it, of at most %d letters without spaces",
      HUFU_PUBLIC_URL_MAX);
  return FALSE;
}

static void
put (HufuPlatform *platform, gint64 store_no, const char *url)
{
  json_t *policy = hufu_changes_load_policy (platform, (guint64)store_no);
  const char *before = json_string_value (json_object_get (policy, "public_url"));

  if (policy != NULL && strcmp (before == NULL ? "" : before, url) != 0) {
    if (*url == '\0')
      json_object_del (policy, "public_url");
    else
      json_object_set_new (policy, "public_url", json_string (url));
    hufu_changes_put (platform, "policy", "store", store_no, policy);
  }
  json_decref (policy);
}

gboolean
hufu_public_url_set (HufuPlatform *platform, const char *url, GError **error)
{
  g_autofree char *plain = g_strdup (url);
  g_autoptr (GArray) stores = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *row;

  while (g_str_has_suffix (plain, "/"))
    plain[strlen (plain) - 1] = '\0';
  if (!check (plain, error))
    return FALSE;
  hufu_pdb_begin (platform->db);
  row = hufu_pdb_query (platform->db, "SELECT store_no FROM store", "");
  while (hufu_pdb_next (platform->db, row)) {
    gint64 store_no = hufu_pdb_int (row, 0);

    g_array_append_val (stores, store_no);
  }
  for (guint i = 0; i < stores->len; i++)
    put (platform, g_array_index (stores, gint64, i), plain);
  return hufu_pdb_commit (platform->db, error);
}

char *
hufu_public_url_link (HufuPlatform *platform, const char *path)
{
  sqlite3_stmt *row = hufu_pdb_query (platform->db,
                                      "SELECT json_extract (data, '$.public_url') FROM change "
                                      "WHERE kind = 'policy' AND json_extract (data, "
                                      "'$.public_url') IS NOT NULL LIMIT 1",
                                      "");
  char *link = NULL;

  while (hufu_pdb_next (platform->db, row))
    link = g_strconcat (hufu_pdb_text (row, 0), path, NULL);
  return link != NULL ? link : g_strconcat (platform->base_url, path, NULL);
}
