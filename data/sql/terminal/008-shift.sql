-- A shift is counted and closed: its Z is kept as it was printed, and never changes. Its number is
-- the shift's, so it has no gaps.
ALTER TABLE shift ADD COLUMN closed_no      INTEGER;   -- its event: what comes after it is of the next shift
ALTER TABLE shift ADD COLUMN z_no           TEXT;
ALTER TABLE shift ADD COLUMN expected_minor INTEGER;
ALTER TABLE shift ADD COLUMN counted_minor  INTEGER;
ALTER TABLE shift ADD COLUMN left_minor     INTEGER;   -- of it in the drawer, for the next shift
ALTER TABLE shift ADD COLUMN document       TEXT;
CREATE TRIGGER closed_shift_never_changes BEFORE UPDATE ON shift
WHEN OLD.closed_utc_us IS NOT NULL
BEGIN SELECT RAISE (ROLLBACK, 'a closed shift never changes'); END;
CREATE TRIGGER shift_never_goes BEFORE DELETE ON shift
BEGIN SELECT RAISE (ROLLBACK, 'a shift never goes'); END;
CREATE TRIGGER shift_closes_whole BEFORE UPDATE ON shift
WHEN NEW.closed_utc_us IS NOT NULL AND (NEW.closed_no IS NULL OR NEW.z_no IS NULL OR NEW.expected_minor IS NULL
  OR NEW.counted_minor IS NULL OR NEW.left_minor IS NULL OR NEW.document IS NULL)
BEGIN SELECT RAISE (ROLLBACK, 'a shift closes with its Z'); END;

INSERT INTO account (account, name_en, name_zh) VALUES
  ('safe',            'Cash in the safe or bank', '保险柜及银行存款'),
  ('petty_expense',   'Small expenses',           '零星开支'),
  ('cash_other',      'Other cash in and out',    '其他现金收支'),
  ('cash_difference', 'Cash over and short',      '现金长短款');

-- Cash is what is in the drawer, the float too: it came from the safe when the shift was opened.
INSERT INTO ledger_entry (journal_no, entry_no, account, debit_minor, credit_minor, currency)
  SELECT journal_no, entry_no, account, iif (entry_no = 1, float_minor, 0), iif (entry_no = 2, float_minor, 0), currency
  FROM shift, journal, terminal, (SELECT 1 AS entry_no, 'cash' AS account UNION ALL SELECT 2, 'safe')
  WHERE float_minor > 0 AND kind = 'shift.opened'
    AND replace (json_extract (body, '$.shift_id'), '-', '') = lower (hex (shift_id));
