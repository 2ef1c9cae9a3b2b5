-- Closed shifts as their tills told them, whole; the numbers beside the body are for finding them.
CREATE TABLE z (
  arrival_no     INTEGER PRIMARY KEY,
  shift_id       BLOB    NOT NULL UNIQUE,
  terminal_id    BLOB    NOT NULL,
  incarnation    INTEGER NOT NULL,
  store_no       INTEGER NOT NULL,
  business_day   TEXT    NOT NULL,
  body           TEXT    NOT NULL
) STRICT;
CREATE INDEX z_by_day ON z (store_no, business_day);
ALTER TABLE shift ADD COLUMN business_day TEXT;   -- NULL: of a till that did not say it

PRAGMA user_version = 9;
