/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/journal-write.h"

static HufuPosting *
find_posting (HufuPostings *postings, const char *account)
{
  for (gsize i = 0; i < postings->n; i++)
    if (strcmp (postings->postings[i].account, account) == 0)
      return &postings->postings[i];
  g_assert (postings->n < HUFU_POSTINGS_MAX);
  postings->postings[postings->n] = (HufuPosting){.account = account};
  return &postings->postings[postings->n++];
}

void
hufu_postings_add (HufuPostings *postings, const char *account, gint64 debit_minor)
{
  HufuPosting *posting;
  gint64 net_minor;

  if (debit_minor == 0)
    return;
  posting = find_posting (postings, account);
  net_minor = posting->debit_minor - posting->credit_minor + debit_minor;
  posting->debit_minor = MAX (net_minor, 0);
  posting->credit_minor = MAX (-net_minor, 0);
}

void
hufu_postings_add_to_json (const HufuPostings *postings, HufuJsonText *json)
{
  hufu_json_text_begin_array (json, "ledger");
  for (gsize i = 0; i < postings->n; i++) {
    const HufuPosting *posting = &postings->postings[i];

    hufu_json_text_begin_object (json, NULL);
    hufu_json_text_add_text (json, "account", posting->account);
    hufu_json_text_add_int (json, "credit_minor", posting->credit_minor);
    hufu_json_text_add_int (json, "debit_minor", posting->debit_minor);
    hufu_json_text_end (json);
  }
  hufu_json_text_end (json);
}

static gboolean
balances (const HufuPostings *postings)
{
  gint64 sum = 0;

  for (gsize i = 0; i < postings->n; i++)
    sum += postings->postings[i].debit_minor - postings->postings[i].credit_minor;
  return sum == 0;
}

static gboolean
write_entry (HufuDb *db, gint64 journal_no, gsize entry_no, const HufuPosting *posting,
             guint32 currency, GError **error)
{
  return HUFU_RUN (db, error,
                   "INSERT INTO ledger_entry (journal_no, entry_no, account, debit_minor,"
                   " credit_minor, currency) VALUES (?, ?, ?, ?, ?, ?)",
                   SQL_INT (journal_no), SQL_INT (entry_no), SQL_TEXT (posting->account),
                   SQL_INT (posting->debit_minor), SQL_INT (posting->credit_minor),
                   SQL_INT (currency));
}

gboolean
hufu_ledger_post (HufuDb *db, gint64 journal_no, guint32 currency, const HufuPostings *postings,
                  GError **error)
{
  g_assert (balances (postings));
  for (gsize i = 0; i < postings->n; i++)
    if (!write_entry (db, journal_no, i + 1, &postings->postings[i], currency, error))
      return FALSE;
  return TRUE;
}

/* Account names outlive the rows that they are read from. */
static const char *
intern_account (const char *account)
{
  return g_intern_string (account);
}

gboolean
hufu_ledger_reverse (HufuDb *db, gint64 reversed_no, gint64 journal_no, GError **error)
{
  g_autoptr (HufuRows) rows =
      HUFU_QUERY (db, error,
                  "SELECT account, credit_minor - debit_minor, currency FROM ledger_entry"
                  " WHERE journal_no = ? ORDER BY entry_no",
                  SQL_INT (reversed_no));
  HufuPostings postings = {0};
  guint32 currency = 0;
  int step;

  while ((step = hufu_rows_next (rows, error)) > 0) {
    hufu_postings_add (&postings, intern_account (hufu_rows_text (rows, 0)),
                       hufu_rows_int (rows, 1));
    currency = (guint32)hufu_rows_int (rows, 2);
  }
  if (step < 0 || postings.n == 0)
    return step == 0;
  return hufu_ledger_post (db, journal_no, currency, &postings, error) &&
         HUFU_RUN (db, error, "INSERT INTO ledger_reversal (journal_no, reverses) VALUES (?, ?)",
                   SQL_INT (journal_no), SQL_INT (reversed_no));
}
