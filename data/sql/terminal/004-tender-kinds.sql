-- The kinds of tender are rows, not a CHECK: a new kind is an INSERT in a migration of its own. SQLite
-- has no way to widen a CHECK, so this once the table is made anew.
CREATE TABLE tender_kind (
  kind    TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account   -- debited when the sale is finished
) STRICT, WITHOUT ROWID;
INSERT INTO tender_kind (kind, account) VALUES ('cash', 'cash'), ('voucher', 'voucher_suspense');

CREATE TABLE sale_tender_new (
  sale_no        INTEGER NOT NULL REFERENCES sale,
  tender_no      INTEGER NOT NULL,
  kind           TEXT    NOT NULL REFERENCES tender_kind,
  state          TEXT    NOT NULL CHECK (state IN ('pending', 'taken')),
  amount_minor   INTEGER NOT NULL CHECK (amount_minor >= 0),
  received_minor INTEGER NOT NULL,
  change_minor   INTEGER NOT NULL,
  rounding_minor INTEGER NOT NULL,
  use_id         BLOB,
  label_en       TEXT    NOT NULL,
  label_zh       TEXT    NOT NULL,
  PRIMARY KEY (sale_no, tender_no)
) STRICT, WITHOUT ROWID;
INSERT INTO sale_tender_new SELECT sale_no, tender_no, kind, state, amount_minor, received_minor,
  change_minor, rounding_minor, use_id, label_en, label_zh FROM sale_tender;
DROP TABLE sale_tender;
ALTER TABLE sale_tender_new RENAME TO sale_tender;

CREATE TRIGGER finished_tender_never_comes BEFORE INSERT ON sale_tender
WHEN (SELECT state FROM sale WHERE sale_no = NEW.sale_no) IN ('finished', 'void')
BEGIN SELECT RAISE (ROLLBACK, 'a finished sale never changes'); END;
CREATE TRIGGER finished_tender_never_changes BEFORE UPDATE ON sale_tender
WHEN (SELECT state FROM sale WHERE sale_no = OLD.sale_no) IN ('finished', 'void')
BEGIN SELECT RAISE (ROLLBACK, 'a finished sale never changes'); END;
CREATE TRIGGER finished_tender_never_goes BEFORE DELETE ON sale_tender
WHEN (SELECT state FROM sale WHERE sale_no = OLD.sale_no) IN ('finished', 'void')
BEGIN SELECT RAISE (ROLLBACK, 'a finished sale never changes'); END;
