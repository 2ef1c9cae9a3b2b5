-- Fewer pages to write and sync at a sale, and a journal whose every column is under its hash.
-- Tables are rebuilt below the names that others refer by.
PRAGMA legacy_alter_table = ON;

-- The time of an event is in its hlc, which the hash covers.
ALTER TABLE journal DROP COLUMN created_utc_us;

-- A transaction of the ledger is the journal event that it came from, so it is posted at most once;
-- what was its own table said nothing that the event does not say.
CREATE TABLE ledger_entry_2 (
  journal_no   INTEGER NOT NULL REFERENCES journal,
  entry_no     INTEGER NOT NULL,
  account      TEXT    NOT NULL REFERENCES account,
  debit_minor  INTEGER NOT NULL CHECK (debit_minor >= 0),
  credit_minor INTEGER NOT NULL CHECK (credit_minor >= 0),
  currency     INTEGER NOT NULL,
  PRIMARY KEY (journal_no, entry_no)
) STRICT, WITHOUT ROWID;
CREATE TABLE ledger_reversal (
  journal_no INTEGER PRIMARY KEY REFERENCES journal,
  reverses   INTEGER NOT NULL UNIQUE REFERENCES journal
) STRICT;
CREATE TEMP TABLE event_no (event_id BLOB PRIMARY KEY, journal_no INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO event_no SELECT event_id, journal_no FROM journal;
CREATE TEMP TABLE posted (tx_no INTEGER PRIMARY KEY, journal_no INTEGER, reverses INTEGER);
INSERT INTO posted SELECT tx_no, journal_no, reverses FROM ledger_tx LEFT JOIN event_no ON event_id = source_event;
INSERT INTO ledger_entry_2 SELECT journal_no, entry_no, account, debit_minor, credit_minor, currency
  FROM ledger_entry JOIN posted USING (tx_no);
INSERT INTO ledger_reversal SELECT undo.journal_no, done.journal_no
  FROM posted undo JOIN posted done ON done.tx_no = undo.reverses;
DROP TABLE ledger_entry;
DROP TABLE ledger_tx;
ALTER TABLE ledger_entry_2 RENAME TO ledger_entry;
CREATE TRIGGER ledger_entry_never_changes BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE (ROLLBACK, 'the ledger never changes'); END;
CREATE TRIGGER ledger_entry_never_goes BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE (ROLLBACK, 'the ledger never changes'); END;
CREATE TRIGGER ledger_reversal_never_changes BEFORE UPDATE ON ledger_reversal
BEGIN SELECT RAISE (ROLLBACK, 'the ledger never changes'); END;
CREATE TRIGGER ledger_reversal_never_goes BEFORE DELETE ON ledger_reversal
BEGIN SELECT RAISE (ROLLBACK, 'the ledger never changes'); END;

-- The journal event of a redemption, which posted its ledger entries.
ALTER TABLE voucher_use ADD COLUMN redeemed_no INTEGER;
UPDATE voucher_use SET redeemed_no = (SELECT journal_no FROM event_no WHERE event_id = redeemed_event)
  WHERE redeemed_event IS NOT NULL;
ALTER TABLE voucher_use DROP COLUMN redeemed_event;
DROP TABLE posted;
DROP TABLE event_no;

-- The receipt as it was first printed is the sale's. One index finds the unfinished sales and the
-- last number of a day, and has both in one place: 'finished' comes right before 'held' and 'open'.
CREATE TABLE sale_2 (
  sale_no         INTEGER PRIMARY KEY,
  sale_id         BLOB    NOT NULL UNIQUE CHECK (length (sale_id) = 16),
  state           TEXT    NOT NULL CHECK (state = 'open' OR state = 'held' OR state = 'finished' OR state = 'void'),
  hold_name       TEXT,
  currency        INTEGER NOT NULL,
  member_id       BLOB,
  member_label    TEXT,
  member_points   INTEGER NOT NULL DEFAULT 0,
  next_line_no    INTEGER NOT NULL DEFAULT 1,   -- line numbers are never used twice
  created_utc_us  INTEGER NOT NULL,
  -- set when finished
  business_day    TEXT,
  day_no          INTEGER CHECK (day_no > 0),   -- gap-free, also when people go back to a day
  receipt_no      TEXT,                         -- ends with day and number, so it is as unique
  receipt         TEXT,                         -- the document, for a reprint
  shift_id        BLOB,
  staff_id        BLOB,
  gross_minor     INTEGER,
  tax_minor       INTEGER,
  saved_minor     INTEGER,
  finished_utc_us INTEGER,
  CHECK ((state = 'finished') = (day_no IS NOT NULL)),
  UNIQUE (state, business_day, day_no)
) STRICT;
INSERT INTO sale_2
  SELECT sale_no, s.sale_id, s.state, hold_name, currency, member_id, member_label, member_points, next_line_no,
    s.created_utc_us, business_day, day_no, receipt_no, document, shift_id, staff_id, gross_minor, tax_minor,
    saved_minor, finished_utc_us
  FROM sale s LEFT JOIN print_job p ON p.sale_id = s.sale_id AND p.copy = 0;

-- What waits for the printer and nothing else: a row goes when it is printed. A till that never
-- printed anything has no printer, so nothing waits there.
CREATE TABLE print_job_2 (
  job_no   INTEGER PRIMARY KEY,
  job_id   BLOB    NOT NULL CHECK (length (job_id) = 16),
  sale_id  BLOB    REFERENCES sale (sale_id),           -- its receipt
  copy     INTEGER NOT NULL CHECK (copy IN (0, 1)),     -- of the receipt
  document TEXT,                                        -- of a slip, which is of no sale
  CHECK ((sale_id IS NULL) = (document IS NOT NULL))
) STRICT;
INSERT INTO print_job_2
  SELECT job_no, job_id, sale_id, copy, iif (sale_id IS NULL, document, NULL)
  FROM print_job WHERE state = 'waiting' AND EXISTS (SELECT 1 FROM print_job WHERE state = 'done');
DROP TABLE print_job;
ALTER TABLE print_job_2 RENAME TO print_job;

DROP TABLE sale;
ALTER TABLE sale_2 RENAME TO sale;
CREATE TRIGGER finished_sale_never_changes BEFORE UPDATE ON sale
WHEN OLD.state IN ('finished', 'void')
BEGIN SELECT RAISE (ROLLBACK, 'a finished sale never changes'); END;
CREATE TRIGGER finished_sale_never_goes BEFORE DELETE ON sale
WHEN OLD.state IN ('finished', 'void')
BEGIN SELECT RAISE (ROLLBACK, 'a finished sale never changes'); END;
PRAGMA legacy_alter_table = OFF;
