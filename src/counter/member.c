/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The member of the open sale, found by phone number or code. */
#include <string.h>

#include "counter/counter-private.h"
#include "crypto/keyed-index.h"

typedef struct {
  gboolean by_phone;
  guint8 phone_index[HUFU_INDEX_BYTES];
  guint8 subject[HUFU_TOKEN_SUBJECT_MAX];
  gsize subject_size;
} MemberQuery;

static gpointer
find_member (HufuDb *db, gpointer data, GError **error)
{
  const MemberQuery *query = data;

  return query->by_phone
             ? hufu_member_find_by_phone (db, query->phone_index, error)
             : hufu_member_find_by_subject (db, query->subject, query->subject_size, error);
}

static void
on_member (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (error != NULL) {
    hufu_counter_show_problem (counter, error);
  } else if (answer == NULL) {
    hufu_counter_refuse (counter, HUFU_WORD (counter->lang, "No such member is known on this till.",
                                             "本机没有这位会员的资料。"));
  } else {
    hufu_counter_take_panel (counter, NULL);
    hufu_edit_set_member (counter, answer);
  }
}

static void
ask_member (HufuCounter *counter, const MemberQuery *query)
{
  hufu_counter_ask (counter, counter->books, find_member, g_memdup2 (query, sizeof *query), g_free,
                    (GDestroyNotify)hufu_member_free, on_member);
}

void
hufu_member_by_phone (HufuCounter *counter, const char *phone)
{
  MemberQuery query = {.by_phone = TRUE};

  hufu_keyed_index (counter->policy.phone_index_key, "phone", (const guint8 *)phone, strlen (phone),
                    query.phone_index);
  ask_member (counter, &query);
}

void
hufu_member_by_subject (HufuCounter *counter, const HufuClaims *claims)
{
  MemberQuery query = {.subject_size = claims->subject_size};

  memcpy (query.subject, claims->subject, claims->subject_size);
  ask_member (counter, &query);
}
