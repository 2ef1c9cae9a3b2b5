-- Rights that move: the other tills of the store, requests, debits, recalls, reports. The rules are
-- numbered as in the rights section of the voucher design.

-- 8: a fork was seen. Nothing that is leased is used or moved until this till is enrolled anew.
ALTER TABLE terminal ADD COLUMN frozen INTEGER NOT NULL DEFAULT 0;
-- The last fenced report: its row of the journal. Its number is the fence.
ALTER TABLE terminal ADD COLUMN report_no INTEGER NOT NULL DEFAULT 0;

-- With its epoch: the furthest that a right is known to have come here, by grant, credit or debit.
ALTER TABLE credited ADD COLUMN hop INTEGER NOT NULL DEFAULT 0;

-- The last recall that was acknowledged: its number.
ALTER TABLE tombstone ADD COLUMN recall_platform_epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tombstone ADD COLUMN recall_counter INTEGER NOT NULL DEFAULT 0;

-- The roster: who may ask and answer in this store, as the platform says.
CREATE TABLE peer (
  terminal_id   BLOB    PRIMARY KEY CHECK (length (terminal_id) = 16),
  incarnation   INTEGER NOT NULL CHECK (incarnation > 0),
  store_no      INTEGER NOT NULL,
  terminal_no   INTEGER NOT NULL,
  device_public BLOB    NOT NULL CHECK (length (device_public) = 32),
  address       TEXT    NOT NULL,   -- last known; '' = none
  state         TEXT    NOT NULL    -- only 'enrolled' is answered
) STRICT, WITHOUT ROWID;

-- How far the journal of another till is known to have come; kept when it leaves the roster.
CREATE TABLE witness (
  terminal_id BLOB    NOT NULL CHECK (length (terminal_id) = 16),
  incarnation INTEGER NOT NULL,
  seq         INTEGER NOT NULL,
  hash        BLOB    NOT NULL CHECK (length (hash) = 32),
  PRIMARY KEY (terminal_id, incarnation)
) STRICT, WITHOUT ROWID;

-- What this till asked of others. A right is credited only against an open request, and once.
CREATE TABLE right_request (
  request_id        BLOB    PRIMARY KEY CHECK (length (request_id) = 16),
  cti               BLOB    NOT NULL CHECK (length (cti) = 16),
  generation        INTEGER NOT NULL,
  owner_terminal    BLOB    NOT NULL CHECK (length (owner_terminal) = 16),
  owner_incarnation INTEGER NOT NULL,
  incarnation       INTEGER NOT NULL,   -- of this till when it asked
  seq               INTEGER NOT NULL,   -- the head of its journal then
  hash              BLOB    NOT NULL CHECK (length (hash) = 32),
  platform_epoch    INTEGER NOT NULL,
  state             TEXT    NOT NULL CHECK (state = 'open' OR state = 'closed' OR state = 'credited'),
  document          BLOB,               -- the debit that was credited
  CHECK ((state = 'credited') = (document IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX right_request_open ON right_request (cti, generation) WHERE state = 'open';

-- What this till gave to others: the same request is answered by the same document for ever.
CREATE TABLE right_debit (
  request_id BLOB PRIMARY KEY CHECK (length (request_id) = 16),
  document   BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER right_debit_never_changes BEFORE UPDATE ON right_debit
BEGIN SELECT RAISE (ROLLBACK, 'a debit never changes'); END;
CREATE TRIGGER right_debit_never_goes BEFORE DELETE ON right_debit
BEGIN SELECT RAISE (ROLLBACK, 'a debit never changes'); END;

-- Uses undone under the epoch of a right, here and at the tills before: they travel with its debit.
CREATE TABLE undone_use (
  cti            BLOB    NOT NULL,
  generation     INTEGER NOT NULL,
  k              INTEGER NOT NULL,
  platform_epoch INTEGER NOT NULL,
  counter        INTEGER NOT NULL,
  use_id         BLOB    NOT NULL CHECK (length (use_id) = 16),
  PRIMARY KEY (cti, generation, k, platform_epoch, counter, use_id)
) STRICT, WITHOUT ROWID;
