/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A platform and the journals of its tills, without HTTP: a till here writes what a terminal would
 * write, and sends it when the story says so.
 *
 *   g_autoptr (Shop) shop = shop_open ();
 *   Till *a = shop_add_till (shop, 1);
 *   shop_issue (shop, "cash", 1000);
 *   till_take (a, "cash");           asks for grants and credits them
 *   till_use (a, "cash", 300);       in its journal
 *   till_send (a);                   "ok"
 *   shop_check (shop, "cash", "leased A 700");
 */
#pragma once

#include "core/debit.h"
#include "platform/terminals.h"
#include "platform/devices.h"
#include "platform/rights.h"
#include "tests/lib/tempdir.h"
#include "tests/lib/test-host.h"

typedef struct Till Till;

typedef struct {
  HufuTestHost *clock;
  HufuTempdir *temp;
  HufuPlatform *platform;
  Till *tills[8];
  guint n_tills;
} Shop;

struct Till {
  Shop *shop;
  char name; /* 'A' */
  HufuKeyPair *keys;
  HufuHolder holder;
  guint64 seq, n_sent;
  guint8 chain[HUFU_JOURNAL_HASH_BYTES];
  json_t *journal; /* the batch's events, from seq 1 */
};

/* A place of a right as a till knows it. */
typedef struct {
  HufuRightKey key;
  HufuEpoch epoch;
  guint32 hop;
  gint64 remaining_minor;
} Place;

Shop *shop_open (void);
Shop *shop_open_in (HufuTempdir *take_temp);
void shop_free (Shop *shop);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Shop, shop_free)
/* Closes the platform and opens it again on what is in its directory. */
void shop_reopen (Shop *shop);
Till *shop_add_till (Shop *shop, guint64 store_no);
/* The device's key enrols again: the same till under its next incarnation. */
void shop_enrol_again (Till *till);
/* A voucher at home in store 1, found by its title; a pass has three uses. */
void shop_issue (Shop *shop, const char *type, const char *title, gint64 value_minor);
Place shop_find (Shop *shop, const char *title);
/* "leased A 700", "available - 1000", "used B 0": state, holder and what is left of right k = 0. */
void shop_check (Shop *shop, const char *title, const char *expected);
gint64 shop_count (Shop *shop, const char *sql);

/* Asks for grants; the answer. */
json_t *till_ask (Till *till, gint64 room);
/* Asks for grants and credits the one of this voucher; where it is now. */
Place till_take (Till *till, const char *title);

/* The rest goes into the journal only. Each takes its event's members. */
guint64 till_write (Till *till, const char *kind, json_t *take_body);
HufuId till_use (Till *till, const Place *place, gint64 amount_minor);
void till_undo (Till *till, const Place *place, const HufuId *use_id);
/* Accepted under limits, and taken back. */
HufuId till_accept (Till *till, const char *title, gint64 amount_minor);
void till_take_back (Till *till, const char *title, const HufuId *use_id);
/* A request of `till` to `owner`, as it stands now; then the debit for it. */
HufuDebit till_request (Till *till, Till *owner, const Place *place);
/* The owner gives the right: its event; the document as base64url, to be freed. */
char *till_debit (Till *owner, const HufuDebit *debit);
/* The asker gets it: its event; where the right is now. */
Place till_receive (Till *till, const HufuDebit *debit, const char *document);
void till_close_request (Till *till, const HufuDebit *debit);
/* Does what an answer to till_ask asks for: acknowledges all recalls, makes the report. */
void till_answer (Till *till, const json_t *answer);

/* Sends all that was not sent; the last verdict's code, "" if there was nothing. Static. */
const char *till_send (Till *till);

/* Copies the database alone, as a backup does. */
void shop_back_up (Shop *shop);
/* Brings the copy back and takes a new epoch; the tills hear of it at their next question. */
void shop_restore (Shop *shop);
/* Everything is sent again from the first event, as a till does under a new platform epoch. */
void till_send_again (Till *till);
/* Asks, does what is asked, sends. */
const char *till_obey (Till *till);

/* What an operator does with a till that is there; the answer. */
json_t *till_act (Till *till, gboolean (*what) (HufuPlatform *, const HufuId *,
                                                HufuTerminalOutcome *, json_t **, GError **));
void till_lose (Till *till);
HufuTerminalOutcome till_write_off (Till *till, guint32 incarnation);
/* What the feed tells the store of a till: "enrolled 1", or "gone". */
void till_check_peer (Till *till, const char *expected);
/* At the platform: its books were brought back from an image. */
void till_renew (Till *till);
/* The till goes on as incarnation 2 and tells there what it had told nobody: its last event. */
void till_tell_as_branch (Till *till);

/* A shop whose first till holds a cash voucher of 1000 and a deal of 500; B and perhaps C, which
 * came later, hold nothing. */
typedef struct {
  Shop *shop;
  Till *a, *b, *c;
  Place cash, deal;
} Story;
Story story_begin (guint n_tills);
void story_clear (Story *story);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Story, story_clear)
