-- What customers have paid on goods that they have not taken yet, as tills told it.
CREATE TABLE deposit (
  deposit_id     BLOB    PRIMARY KEY CHECK (length (deposit_id) = 16),
  deposit_no     TEXT    NOT NULL,
  sale_id        BLOB    NOT NULL,
  terminal_id    BLOB    NOT NULL,
  store_no       INTEGER NOT NULL,
  amount_minor   INTEGER NOT NULL CHECK (amount_minor > 0),
  due_day        INTEGER,             -- yyyymmdd
  state          TEXT    NOT NULL CHECK (state IN ('held', 'used', 'returned', 'kept')),
  taken_utc_us   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX deposit_held ON deposit (store_no) WHERE state = 'held';

PRAGMA user_version = 20;
