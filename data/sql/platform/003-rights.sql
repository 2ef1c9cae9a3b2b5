-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rights that move between terminals and come back: debits, recalls, reports, terminals that come
-- and go, wishes that wait, conflicts.

-- request_id and request_seq: of the debit by which the holder has it, and where the holder's
-- journal stood when it asked; none for a grant. gone: what left this row without a use (refund,
-- transfer to a friend, write-off): minor units of a cash voucher, 1 of any other.
ALTER TABLE "right" ADD COLUMN request_id BLOB;
ALTER TABLE "right" ADD COLUMN request_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "right" ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
-- Until then it is not granted, as somebody who asked for it waits.
ALTER TABLE "right" ADD COLUMN kept_until_utc_s INTEGER NOT NULL DEFAULT 0;
CREATE INDEX right_by_holder ON "right" (terminal_id, incarnation) WHERE terminal_id IS NOT NULL;

ALTER TABLE use ADD COLUMN seq INTEGER NOT NULL DEFAULT 0; -- of its event; 0: not of a held right
ALTER TABLE use ADD COLUMN hop INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claim ADD COLUMN state TEXT NOT NULL DEFAULT 'used' CHECK (state IN ('used', 'undone'));
CREATE INDEX claim_by_use ON claim (use_id);

-- life: leaving is drained and gets no more, lost is quarantined. reported, wanted: numbers of the
-- last fenced report in effect and of the one that is asked for, zeros for none.
ALTER TABLE incarnation ADD COLUMN life TEXT NOT NULL DEFAULT 'live'
  CHECK (life IN ('live', 'leaving', 'removed', 'lost'));
ALTER TABLE incarnation ADD COLUMN reported_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE incarnation ADD COLUMN reported_epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE incarnation ADD COLUMN reported_counter INTEGER NOT NULL DEFAULT 0;
ALTER TABLE incarnation ADD COLUMN wanted_epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE incarnation ADD COLUMN wanted_counter INTEGER NOT NULL DEFAULT 0;
-- Since when its rights are in quarantine; the number tells which reports of others came later.
ALTER TABLE incarnation ADD COLUMN lost_epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE incarnation ADD COLUMN lost_counter INTEGER NOT NULL DEFAULT 0;
ALTER TABLE incarnation ADD COLUMN lost_utc_s INTEGER;
ALTER TABLE incarnation ADD COLUMN written_off INTEGER NOT NULL DEFAULT 0;
ALTER TABLE incarnation ADD COLUMN backed_seq INTEGER NOT NULL DEFAULT 0; -- the last one in a backup
ALTER TABLE incarnation ADD COLUMN successor_key BLOB; -- the request that made it, if a till did
ALTER TABLE incarnation ADD COLUMN address TEXT;       -- where its neighbours reach it

-- waiting: it gives something back, but an event before it is not understood yet.
ALTER TABLE event ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;
ALTER TABLE event ADD COLUMN settled_by TEXT; -- who said that an event needs no more attention
CREATE INDEX event_waiting ON event (terminal_id, incarnation, seq) WHERE waiting;
CREATE INDEX event_unclear ON event (terminal_id, incarnation, seq)
  WHERE verdict = 'attention' AND settled_by IS NULL;

-- Requests for a right that the asker has closed: what was debited for them is never credited.
CREATE TABLE closed_request (
  terminal_id BLOB NOT NULL,
  incarnation INTEGER NOT NULL,
  request_id BLOB NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (terminal_id, incarnation, request_id)
) STRICT, WITHOUT ROWID;

-- Uses known as undone, by a debit or from before a restore, whose own events may come later.
CREATE TABLE undone_use (
  use_id BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE recall (
  platform_epoch INTEGER NOT NULL,  -- its number
  counter INTEGER NOT NULL,
  cti BLOB NOT NULL,
  generation INTEGER NOT NULL,
  k INTEGER NOT NULL,
  right_epoch INTEGER NOT NULL,     -- up to which the right is to be given back
  right_counter INTEGER NOT NULL,
  terminal_id BLOB NOT NULL,
  incarnation INTEGER NOT NULL,
  why TEXT NOT NULL CHECK (why IN ('redeem', 'wish', 'operator')),
  state TEXT NOT NULL CHECK (state IN ('open', 'acknowledged', 'moot')),
  since_utc_s INTEGER NOT NULL,
  seq INTEGER NOT NULL DEFAULT 0,   -- of the acknowledgement
  PRIMARY KEY (platform_epoch, counter)
) STRICT, WITHOUT ROWID;
CREATE INDEX recall_open ON recall (terminal_id, incarnation) WHERE state = 'open';
CREATE INDEX recall_by_right ON recall (cti, generation, k);

-- What a merchant wants of a voucher whose rights may be out: done when the last one is back.
CREATE TABLE wish (
  wish_id BLOB PRIMARY KEY CHECK (length (wish_id) = 16),
  kind TEXT NOT NULL CHECK (kind IN ('refund', 'transfer', 'home')),
  cti BLOB NOT NULL REFERENCES voucher (cti),
  generation INTEGER NOT NULL,
  home_store INTEGER,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'cancelled')),
  since_utc_s INTEGER NOT NULL,
  done_utc_s INTEGER,
  refund_minor INTEGER NOT NULL DEFAULT 0,
  risk_minor INTEGER NOT NULL DEFAULT 0, -- signed for as R22
  signed_by TEXT
) STRICT;
CREATE UNIQUE INDEX wish_waiting ON wish (cti) WHERE state = 'waiting';

-- Rights given up by signature: the exposure that was stated when it was signed.
CREATE TABLE write_off (
  write_off_id BLOB PRIMARY KEY CHECK (length (write_off_id) = 16),
  terminal_id BLOB NOT NULL,
  incarnation INTEGER NOT NULL,
  n_rights INTEGER NOT NULL,
  exposure_minor INTEGER NOT NULL,
  signed_by TEXT NOT NULL,
  at_utc_s INTEGER NOT NULL
) STRICT;

-- Rights that were used for more than they are worth: the loss is booked, the customer is not.
CREATE TABLE conflict (
  cti BLOB NOT NULL,
  generation INTEGER NOT NULL,
  k INTEGER NOT NULL,
  loss_minor INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'decided')),
  found_utc_s INTEGER NOT NULL,
  decision TEXT,
  decided_by TEXT,
  decided_utc_s INTEGER,
  PRIMARY KEY (cti, generation, k)
) STRICT, WITHOUT ROWID;
CREATE INDEX conflict_open ON conflict (found_utc_s) WHERE state = 'open';

PRAGMA user_version = 3;
