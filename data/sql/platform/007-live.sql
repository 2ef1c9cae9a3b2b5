-- SPDX-License-Identifier: GPL-3.0-or-later
-- Live codes. phone: the secret half of a voucher's holder key, sealed, where this platform plays the
-- customer's phone. live_code: the newest step by which a voucher was redeemed online, and who
-- showed it: one scan is good for one act.

CREATE TABLE phone (
  cti BLOB PRIMARY KEY REFERENCES voucher (cti),
  sealed_seed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE live_code (
  cti BLOB PRIMARY KEY REFERENCES voucher (cti),
  step INTEGER NOT NULL,
  shown TEXT NOT NULL
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 7;
