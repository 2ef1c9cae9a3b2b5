-- What customers pay on goods that they take later. It is owed to them until then.
INSERT INTO account (account, name_en, name_zh) VALUES
  ('customer_deposit', 'Deposits of customers',            '顾客订金'),
  ('deposit_kept',     'Deposits kept, goods not taken',   '未退订金收入');
INSERT INTO tender_kind (kind, account) VALUES ('deposit', 'customer_deposit');

CREATE TABLE deposit (
  deposit_id     BLOB    PRIMARY KEY CHECK (length (deposit_id) = 16),
  number         INTEGER NOT NULL UNIQUE CHECK (number > 0),   -- on the slip; gap-free
  sale_id        BLOB    NOT NULL CHECK (length (sale_id) = 16),
  state          TEXT    NOT NULL CHECK (state IN ('held', 'used', 'returned', 'kept')),
  name           TEXT    NOT NULL,             -- of the order
  amount_minor   INTEGER NOT NULL CHECK (amount_minor > 0),
  cash_minor     INTEGER NOT NULL CHECK (cash_minor BETWEEN 0 AND amount_minor),   -- the rest: payments
  due_day        INTEGER NOT NULL,             -- yyyymmdd; 0: nothing is made to order
  due_minute     INTEGER NOT NULL,
  taken_utc_us   INTEGER NOT NULL,
  settled_utc_us INTEGER,
  document       TEXT    NOT NULL              -- the slip, as it was printed
) STRICT, WITHOUT ROWID;
CREATE INDEX deposit_held ON deposit (sale_id) WHERE state = 'held';
CREATE TRIGGER deposit_never_goes BEFORE DELETE ON deposit
BEGIN SELECT RAISE (ROLLBACK, 'a deposit never goes'); END;
CREATE TRIGGER deposit_settled_once BEFORE UPDATE ON deposit WHEN OLD.state <> 'held'
BEGIN SELECT RAISE (ROLLBACK, 'a deposit is settled once'); END;

-- A sale and its deposits agree: none is on it without, none leaves it while it is held.
CREATE TRIGGER deposit_tender_comes BEFORE INSERT ON sale_tender
WHEN NEW.kind = 'deposit' AND NOT EXISTS (SELECT 1 FROM deposit JOIN sale USING (sale_id)
  WHERE deposit_id = NEW.use_id AND sale_no = NEW.sale_no AND deposit.state = 'held'
    AND amount_minor = NEW.amount_minor AND NEW.state = 'taken')
BEGIN SELECT RAISE (ROLLBACK, 'there is no such deposit'); END;
CREATE TRIGGER deposit_tender_stays BEFORE DELETE ON sale_tender
WHEN OLD.kind = 'deposit' AND (SELECT state FROM deposit WHERE deposit_id = OLD.use_id) = 'held'
BEGIN SELECT RAISE (ROLLBACK, 'a deposit is on the sale'); END;

-- A payment that is part of a deposit has done its work, as one of a finished sale has.
ALTER TABLE payment ADD COLUMN deposit_id BLOB;
