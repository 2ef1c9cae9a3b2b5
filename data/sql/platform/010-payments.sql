-- Wallet payments as this platform knows them, and what tills say they have booked.
CREATE TABLE payment (
  payment_id    BLOB    PRIMARY KEY CHECK (length (payment_id) = 16),
  terminal_id   BLOB    NOT NULL,
  store_no      INTEGER NOT NULL,
  sale_id       BLOB    NOT NULL CHECK (length (sale_id) = 16),   -- zeros: closed before it was asked for
  way           TEXT    NOT NULL CHECK (way IN ('code', 'qr')),
  amount_minor  INTEGER NOT NULL,
  state         TEXT    NOT NULL CHECK (state IN ('paying', 'unknown', 'paid', 'refused', 'reversed')),
  refusal       TEXT    NOT NULL DEFAULT '',
  paid_minor    INTEGER NOT NULL DEFAULT 0,
  reference     TEXT    NOT NULL DEFAULT '',
  created_utc_s INTEGER NOT NULL,
  change_no     INTEGER NOT NULL   -- of the newest change: tills read on from it
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX payment_by_change ON payment (change_no);

CREATE TABLE payment_booked (
  payment_id   BLOB    PRIMARY KEY CHECK (length (payment_id) = 16),
  kind         TEXT    NOT NULL CHECK (kind IN ('card', 'wallet')),
  terminal_id  BLOB    NOT NULL,
  sale_id      BLOB    NOT NULL,
  booked_minor INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The books of the wallet that the platform plays (wallet.h). A real one is another company's.
CREATE TABLE wallet (
  payment_id     BLOB    PRIMARY KEY CHECK (length (payment_id) = 16),
  habit          TEXT    NOT NULL,
  amount_minor   INTEGER NOT NULL,
  captured_minor INTEGER NOT NULL DEFAULT 0,
  returned_minor INTEGER NOT NULL DEFAULT 0,
  asked          INTEGER NOT NULL DEFAULT 0,   -- how often, closing and giving back included
  closed         INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 10;
