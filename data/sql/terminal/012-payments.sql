-- Cards and wallets. What they take waits in suspense until its sale is finished, so that the
-- balance of suspense is what was taken for sales that are still open, or came when nobody waited.
INSERT INTO account (account, name_en, name_zh) VALUES
  ('card_clearing',    'Card terminal, to be settled',     '刷卡待结算'),
  ('wallet_clearing',  'Wallets, to be settled',           '扫码支付待结算'),
  ('payment_suspense', 'Taken for open sales',             '未完成订单已收款'),
  ('payment_loss',     'Taken back after the sale',        '售后被撤回的收款');
INSERT INTO tender_kind (kind, account) VALUES ('card', 'payment_suspense'), ('wallet', 'payment_suspense');

-- One payment. Its id is stored before the customer is charged, and is asked for under that id alone.
CREATE TABLE payment (
  payment_id     BLOB    PRIMARY KEY CHECK (length (payment_id) = 16),
  sale_id        BLOB    NOT NULL CHECK (length (sale_id) = 16),
  staff_id       BLOB    NOT NULL,
  kind           TEXT    NOT NULL REFERENCES tender_kind,
  way            TEXT    NOT NULL CHECK (way = 'terminal' OR way = 'code' OR way = 'qr'),
  state          TEXT    NOT NULL CHECK (state IN ('asking', 'paying', 'unknown', 'paid', 'refused', 'reversing', 'reversed')),
  refusal        TEXT    NOT NULL DEFAULT '',
  amount_minor   INTEGER NOT NULL CHECK (amount_minor > 0),
  paid_minor     INTEGER NOT NULL DEFAULT 0 CHECK (paid_minor >= 0),   -- taken and not given back
  in_sale        INTEGER NOT NULL DEFAULT 0,   -- it pays a sale: amount_minor of it is wanted
  abandoned      INTEGER NOT NULL DEFAULT 0,   -- nobody waits for it: it is to be closed
  seen           INTEGER NOT NULL DEFAULT 0,   -- a manager has looked at what cannot be mended
  request        TEXT,                         -- what is asked of the platform, byte for byte, at each try
  qr_text        TEXT    NOT NULL DEFAULT '',
  reference      TEXT    NOT NULL DEFAULT '',  -- authorisation code, or the wallet's number
  last_four      TEXT    NOT NULL DEFAULT '' CHECK (last_four = '' OR last_four GLOB '[0-9][0-9][0-9][0-9]'),
  tries          INTEGER NOT NULL DEFAULT 0,
  created_utc_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_open ON payment (state) WHERE state IN ('asking', 'paying', 'unknown', 'reversing');
CREATE INDEX payment_amiss ON payment (created_utc_us) WHERE paid_minor <> in_sale * amount_minor AND NOT seen;
CREATE INDEX payment_by_sale ON payment (sale_id);
CREATE TRIGGER payment_never_goes BEFORE DELETE ON payment
BEGIN SELECT RAISE (ROLLBACK, 'a payment never goes'); END;

-- How far the platform's list of changed payments was read.
ALTER TABLE terminal ADD COLUMN payments_after INTEGER NOT NULL DEFAULT 0;
