-- Kinds of vouchers: coupons as discounts, vouchers bound to a member, vouchers of other merchants.

ALTER TABLE voucher ADD COLUMN conditions TEXT NOT NULL DEFAULT '';  -- JSON of a coupon's terms
ALTER TABLE voucher ADD COLUMN holder BLOB;   -- keyed hash of the member it is bound to; NULL = bearer

-- What a coupon looks at in a basket.
ALTER TABLE sale ADD COLUMN member_level INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sale_line ADD COLUMN category_id INTEGER NOT NULL DEFAULT 0;

-- A redeemed coupon takes something off a sale: what, follows from its terms and the lines.
CREATE TABLE sale_discount (
  sale_no     INTEGER NOT NULL REFERENCES sale,
  discount_no INTEGER NOT NULL,   -- the order of redemption
  use_id      BLOB    NOT NULL CHECK (length (use_id) = 16),
  state       TEXT    NOT NULL CHECK (state = 'pending' OR state = 'taken'),
  conditions  TEXT    NOT NULL,
  label_en    TEXT    NOT NULL,
  label_zh    TEXT    NOT NULL,
  PRIMARY KEY (sale_no, discount_no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER finished_discount_never_comes BEFORE INSERT ON sale_discount
WHEN (SELECT state FROM sale WHERE sale_no = NEW.sale_no) IN ('finished', 'void')
BEGIN SELECT RAISE (ROLLBACK, 'a finished sale never changes'); END;
CREATE TRIGGER finished_discount_never_changes BEFORE UPDATE ON sale_discount
WHEN (SELECT state FROM sale WHERE sale_no = OLD.sale_no) IN ('finished', 'void')
BEGIN SELECT RAISE (ROLLBACK, 'a finished sale never changes'); END;
CREATE TRIGGER finished_discount_never_goes BEFORE DELETE ON sale_discount
WHEN (SELECT state FROM sale WHERE sale_no = OLD.sale_no) IN ('finished', 'void')
BEGIN SELECT RAISE (ROLLBACK, 'a finished sale never changes'); END;

-- Vouchers that another merchant sold are accepted here as a claim on that merchant: the account
-- 'alliance_claim:ISSUER', made when the first one comes.
