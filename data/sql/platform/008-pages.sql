-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rights are granted by the thousand: the table lies in the order in which they are looked for, and
-- its checks cost nothing at each row. (For a longer IN SQLite makes a table at each statement.)
PRAGMA legacy_alter_table = ON; -- a use goes on referring to the name

CREATE TABLE right_new (
  cti BLOB NOT NULL REFERENCES voucher (cti),
  generation INTEGER NOT NULL,
  k INTEGER NOT NULL CHECK (k >= 0),
  state TEXT NOT NULL CHECK (state = 'available' OR state = 'leased' OR state = 'used' OR state = 'quarantined'
                             OR state = 'written_off'),
  platform_epoch INTEGER NOT NULL DEFAULT 0,
  counter INTEGER NOT NULL DEFAULT 0,
  hop INTEGER NOT NULL DEFAULT 0,
  remaining_minor INTEGER NOT NULL CHECK (remaining_minor >= 0),
  terminal_id BLOB,
  incarnation INTEGER,
  credited INTEGER NOT NULL DEFAULT 0 CHECK (credited = 0 OR credited = 1),
  request_id BLOB,
  request_seq INTEGER NOT NULL DEFAULT 0,
  gone INTEGER NOT NULL DEFAULT 0,
  kept_until_utc_s INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (cti, generation, k),
  CHECK ((terminal_id IS NULL) = (incarnation IS NULL)),
  CHECK (state <> 'leased' OR terminal_id IS NOT NULL),
  CHECK (state <> 'available' OR terminal_id IS NULL)
) STRICT, WITHOUT ROWID;
INSERT INTO right_new
  SELECT cti, generation, k, state, platform_epoch, counter, hop, remaining_minor, terminal_id, incarnation, credited,
    request_id, request_seq, gone, kept_until_utc_s
  FROM "right" ORDER BY cti, generation, k;
DROP TABLE "right";
ALTER TABLE right_new RENAME TO "right";
CREATE INDEX right_available ON "right" (cti, k) WHERE state = 'available';
CREATE INDEX right_uncredited ON "right" (terminal_id, incarnation, platform_epoch, counter)
  WHERE state = 'leased' AND credited = 0;
CREATE INDEX right_by_holder ON "right" (terminal_id, incarnation) WHERE terminal_id IS NOT NULL;
-- A lease changes no status: what is held is redeemed by who holds it.
CREATE TRIGGER status_of_right AFTER UPDATE OF state, remaining_minor ON "right"
WHEN OLD.remaining_minor <> NEW.remaining_minor OR (OLD.state = 'used') <> (NEW.state = 'used')
BEGIN INSERT OR IGNORE INTO status_changed VALUES (NEW.cti); END;
PRAGMA legacy_alter_table = OFF;

PRAGMA user_version = 8;
