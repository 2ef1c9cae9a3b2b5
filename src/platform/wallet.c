/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/wallet.h"

#include <string.h>

#define CODE_MIN 16 /* digits of a payment code */
#define CODE_MAX 24
#define LATE_ASKED 3 /* a late payment comes when it is asked for the third time */

typedef enum {
  PAYS,
  CONFIRMS,
  DECLINES,
  SILENT,
  LATE,
  TWICE,
  TAKES_BACK,
  SLOW_RETURN,
  BY_QR,
  BAD_CODE,
} Habit;

static const char *const habit_names[] = {
    [PAYS] = "pays",
    [CONFIRMS] = "confirms",
    [DECLINES] = "declines",
    [SILENT] = "silent",
    [LATE] = "late",
    [TWICE] = "twice",
    [TAKES_BACK] = "takes_back",
    [SLOW_RETURN] = "slow_return",
    [BY_QR] = "qr",
    [BAD_CODE] = "bad_code",
};

/* Its books about one payment. */
typedef struct {
  Habit habit;
  gint64 amount_minor, captured_minor, returned_minor, asked;
  gboolean closed;
} Account;

static Habit
find_habit (const char *code)
{
  static const Habit habits[10] = {PAYS,  CONFIRMS,   DECLINES,    SILENT, LATE,
                                   TWICE, TAKES_BACK, SLOW_RETURN, PAYS,   PAYS};
  gsize length = code == NULL ? 0 : strlen (code);

  if (code == NULL)
    return BY_QR;
  if (length < CODE_MIN || length > CODE_MAX || strspn (code, "0123456789") != length)
    return BAD_CODE;
  return habits[code[length - 1] - '0'];
}

static gboolean
load (HufuPlatform *platform, const HufuId *payment_id, Account *ret_account)
{
  sqlite3_stmt *row = hufu_pdb_query (platform->db,
                                      "SELECT habit, amount_minor, captured_minor, returned_minor,"
                                      " asked, closed FROM wallet WHERE payment_id = ?",
                                      "d", payment_id);

  *ret_account = (Account){.habit = BAD_CODE};
  if (!hufu_pdb_next (platform->db, row))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (habit_names); i++)
    if (strcmp (hufu_pdb_text (row, 0), habit_names[i]) == 0)
      ret_account->habit = (Habit)i;
  ret_account->amount_minor = hufu_pdb_int (row, 1);
  ret_account->captured_minor = hufu_pdb_int (row, 2);
  ret_account->returned_minor = hufu_pdb_int (row, 3);
  ret_account->asked = hufu_pdb_int (row, 4);
  ret_account->closed = hufu_pdb_int (row, 5) != 0;
  hufu_pdb_done (row);
  return TRUE;
}

static void
save (HufuPlatform *platform, const HufuId *payment_id, const Account *account)
{
  hufu_pdb_run (platform->db, "INSERT OR REPLACE INTO wallet VALUES (?, ?, ?, ?, ?, ?, ?)",
                "dtiiiii", payment_id, habit_names[account->habit], account->amount_minor,
                account->captured_minor, account->returned_minor, account->asked,
                (gint64)account->closed);
}

/* What it takes by itself when it is asked, by its habit. */
static void
take (Account *account)
{
  gboolean first = account->captured_minor == 0;
  gboolean takes = account->habit == PAYS || account->habit == TWICE ||
                   account->habit == TAKES_BACK || account->habit == SLOW_RETURN ||
                   (account->habit == CONFIRMS && account->asked > 1);

  if (account->habit == TAKES_BACK && !first)
    account->returned_minor = account->captured_minor;
  if (first &&
      ((takes && !account->closed) || (account->habit == LATE && account->asked >= LATE_ASKED)))
    account->captured_minor =
        account->habit == TWICE ? 2 * account->amount_minor : account->amount_minor;
}

static void
tell (const Account *account, const HufuId *payment_id, HufuWalletAnswer *ret_answer)
{
  *ret_answer = (HufuWalletAnswer){.paid_minor = account->captured_minor - account->returned_minor};
  if (account->captured_minor > 0) {
    ret_answer->state = ret_answer->paid_minor > 0 ? HUFU_PAYMENT_PAID : HUFU_PAYMENT_REVERSED;
    g_snprintf (ret_answer->reference, sizeof ret_answer->reference, "W%02X%02X%02X%02X",
                payment_id->bytes[12], payment_id->bytes[13], payment_id->bytes[14],
                payment_id->bytes[15]);
  } else if (account->habit == LATE || (account->habit == SILENT && !account->closed)) {
    ret_answer->state = HUFU_PAYMENT_UNKNOWN;
  } else if (account->habit == DECLINES || account->habit == BAD_CODE || account->closed) {
    ret_answer->state = HUFU_PAYMENT_REFUSED;
    ret_answer->refusal = account->habit == DECLINES   ? HUFU_PAYMENT_REFUSAL_DECLINED
                          : account->habit == BAD_CODE ? HUFU_PAYMENT_REFUSAL_BAD_CODE
                                                       : HUFU_PAYMENT_REFUSAL_CLOSED;
  } else {
    ret_answer->state = HUFU_PAYMENT_PAYING;
  }
}

static void
answer (HufuPlatform *platform, const HufuId *payment_id, Account *account,
        HufuWalletAnswer *ret_answer)
{
  account->asked++;
  take (account);
  tell (account, payment_id, ret_answer);
  save (platform, payment_id, account);
}

void
hufu_wallet_charge (HufuPlatform *platform, const HufuId *payment_id, const char *code,
                    gint64 amount_minor, HufuWalletAnswer *ret_answer)
{
  Account account;

  if (!load (platform, payment_id, &account))
    account = (Account){.habit = find_habit (code), .amount_minor = amount_minor};
  answer (platform, payment_id, &account, ret_answer);
}

void
hufu_wallet_ask (HufuPlatform *platform, const HufuId *payment_id, HufuWalletAnswer *ret_answer)
{
  Account account;

  load (platform, payment_id, &account);
  answer (platform, payment_id, &account, ret_answer);
}

void
hufu_wallet_close (HufuPlatform *platform, const HufuId *payment_id, HufuWalletAnswer *ret_answer)
{
  Account account;

  load (platform, payment_id, &account);
  account.closed = TRUE;
  answer (platform, payment_id, &account, ret_answer);
}

void
hufu_wallet_give_back (HufuPlatform *platform, const HufuId *payment_id, gint64 keep_minor,
                       HufuWalletAnswer *ret_answer)
{
  Account account;
  gboolean silent;

  load (platform, payment_id, &account);
  silent = account.habit == SLOW_RETURN && !account.closed;
  account.closed = TRUE; /* whoever gives back takes nothing more */
  if (!silent && account.captured_minor - account.returned_minor > keep_minor)
    account.returned_minor = account.captured_minor - keep_minor;
  account.asked++;
  tell (&account, payment_id, ret_answer);
  if (silent)
    ret_answer->state = HUFU_PAYMENT_UNKNOWN;
  save (platform, payment_id, &account);
}

void
hufu_wallet_act (HufuPlatform *platform, const HufuId *payment_id, HufuWalletAct act)
{
  Account account;

  if (!load (platform, payment_id, &account) || account.habit != BY_QR)
    return;
  switch (act) {
  case HUFU_WALLET_PAYS:
    if (!account.closed)
      account.captured_minor += account.amount_minor;
    break;
  case HUFU_WALLET_DECLINES:
    account.closed |= account.captured_minor == 0;
    break;
  case HUFU_WALLET_TAKES_BACK:
    account.returned_minor = account.captured_minor;
    break;
  }
  save (platform, payment_id, &account);
}

gboolean
hufu_wallet_has_news (HufuPlatform *platform, const HufuId *payment_id, gint64 paid_minor)
{
  Account account;

  return load (platform, payment_id, &account) &&
         (account.habit == TAKES_BACK ||
          account.captured_minor - account.returned_minor != paid_minor);
}
