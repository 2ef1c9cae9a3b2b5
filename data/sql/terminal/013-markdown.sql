-- A price or a discount by hand, of a line or (line_no 0) of the whole sale: why, who, who approved.
ALTER TABLE sale_line ADD COLUMN note TEXT NOT NULL DEFAULT '';

CREATE TABLE sale_markdown (
  sale_no     INTEGER NOT NULL REFERENCES sale,
  line_no     INTEGER NOT NULL CHECK (line_no >= 0),
  kind        TEXT    NOT NULL CHECK (kind = 'price' OR kind = 'percent' OR kind = 'amount'),
  value       INTEGER NOT NULL CHECK (value >= 0),
  base_minor  INTEGER NOT NULL CHECK (base_minor >= 0),
  reason      TEXT    NOT NULL,
  note        TEXT    NOT NULL,
  staff_id    BLOB    NOT NULL CHECK (length (staff_id) = 16),
  approved_by BLOB,               -- NULL: within the rights of staff_id
  approved_no TEXT    NOT NULL,
  PRIMARY KEY (sale_no, line_no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER finished_markdown_never_comes BEFORE INSERT ON sale_markdown
WHEN (SELECT state FROM sale WHERE sale_no = NEW.sale_no) IN ('finished', 'void')
BEGIN SELECT RAISE (ROLLBACK, 'a finished sale never changes'); END;
CREATE TRIGGER finished_markdown_never_changes BEFORE UPDATE ON sale_markdown
WHEN (SELECT state FROM sale WHERE sale_no = OLD.sale_no) IN ('finished', 'void')
BEGIN SELECT RAISE (ROLLBACK, 'a finished sale never changes'); END;
CREATE TRIGGER finished_markdown_never_goes BEFORE DELETE ON sale_markdown
WHEN (SELECT state FROM sale WHERE sale_no = OLD.sale_no) IN ('finished', 'void')
BEGIN SELECT RAISE (ROLLBACK, 'a finished sale never changes'); END;

-- How much somebody may take off alone, in percent: a JSON object as the policy's; '' = the policy's
-- of the role.
ALTER TABLE staff ADD COLUMN price_rights TEXT NOT NULL DEFAULT '';

INSERT INTO account (account, name_en, name_zh) VALUES
  ('discount_given', 'Discounts given by hand', '手工优惠');
