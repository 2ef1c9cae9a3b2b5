-- SPDX-License-Identifier: GPL-3.0-or-later
-- Status lists: each generation of a voucher has a place in a list. What tills are told is made from
-- what is marked here as changed, so that it costs by what happened and not by what there is.

ALTER TABLE voucher ADD COLUMN status_list INTEGER NOT NULL DEFAULT 1;
ALTER TABLE voucher ADD COLUMN status_index INTEGER NOT NULL DEFAULT 0;
UPDATE voucher SET status_index = rowid - 1; -- as their codes have it
CREATE UNIQUE INDEX voucher_by_status ON voucher (status_list, status_index);

-- version: the platform epoch in the upper half, so that none comes again after a restore.
CREATE TABLE status_list (
  list_no INTEGER PRIMARY KEY,
  next_index INTEGER NOT NULL DEFAULT 0,
  ends_utc_s INTEGER NOT NULL DEFAULT 0, -- when the last of its vouchers ends
  version INTEGER NOT NULL DEFAULT 0,
  made_utc_s INTEGER NOT NULL DEFAULT 0,
  n_entries INTEGER NOT NULL DEFAULT 0,
  bits BLOB NOT NULL DEFAULT x''
) STRICT;
INSERT INTO status_list (list_no, next_index) SELECT 1, max (rowid) FROM voucher HAVING count (*) > 0;

CREATE TABLE status_delta (
  list_no INTEGER NOT NULL REFERENCES status_list,
  base_version INTEGER NOT NULL,
  document BLOB NOT NULL,           -- as signed
  PRIMARY KEY (list_no, base_version)
) STRICT, WITHOUT ROWID;

-- Places of generations that are no more: only the platform can say what became of them.
CREATE TABLE status_retired (
  status_list INTEGER NOT NULL,
  status_index INTEGER NOT NULL,
  told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),
  PRIMARY KEY (status_list, status_index)
) STRICT, WITHOUT ROWID;

CREATE TABLE status_changed (
  cti BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO status_changed SELECT cti FROM voucher;

CREATE TRIGGER status_of_new_voucher AFTER INSERT ON voucher
BEGIN INSERT OR IGNORE INTO status_changed VALUES (NEW.cti); END;
CREATE TRIGGER status_of_voucher AFTER UPDATE OF state, generation, status_index ON voucher
BEGIN INSERT OR IGNORE INTO status_changed VALUES (NEW.cti); END;
-- A lease changes no status: what is held is redeemed by who holds it.
CREATE TRIGGER status_of_right AFTER UPDATE OF state, remaining_minor ON "right"
WHEN OLD.remaining_minor <> NEW.remaining_minor
  OR (OLD.state <> NEW.state AND 'used' IN (OLD.state, NEW.state))
BEGIN INSERT OR IGNORE INTO status_changed VALUES (NEW.cti); END;

PRAGMA user_version = 5;
