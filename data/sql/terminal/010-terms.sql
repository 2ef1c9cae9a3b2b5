-- Most vouchers say the same as thousands of others: what they say is told and stored once, and a
-- voucher is what tells it from them. Terms never change; a voucher may come to have others.
CREATE TABLE voucher_terms (
  terms_no      INTEGER PRIMARY KEY,
  type          TEXT    NOT NULL CHECK (type = 'deal' OR type = 'cash' OR type = 'pass' OR type = 'coupon'),
  title_en      TEXT    NOT NULL,
  title_zh      TEXT    NOT NULL,
  item_en       TEXT    NOT NULL,   -- what to hand over for one use
  item_zh       TEXT    NOT NULL,
  icon          TEXT    NOT NULL,
  issuer        TEXT    NOT NULL,
  uses          INTEGER NOT NULL,
  value_minor   INTEGER NOT NULL,   -- of one use; of the whole for a cash voucher
  paid_minor    INTEGER NOT NULL,   -- what the customer paid for all uses
  currency      INTEGER NOT NULL,
  home_store    INTEGER NOT NULL,   -- 0 = none: online only
  scope         TEXT    NOT NULL,
  flags         INTEGER NOT NULL,
  tax_ppm       INTEGER NOT NULL,
  holder_masked TEXT    NOT NULL,
  conditions    TEXT    NOT NULL,   -- JSON of a coupon's terms
  holder        BLOB    NOT NULL,   -- keyed hash of the member it is bound to; empty = bearer
  UNIQUE (title_en, holder, holder_masked, value_minor, paid_minor, type, title_zh, item_en, item_zh, icon, issuer,
          uses, currency, home_store, scope, flags, tax_ppm, conditions)
) STRICT;
INSERT INTO voucher_terms (type, title_en, title_zh, item_en, item_zh, icon, issuer, uses, value_minor, paid_minor,
    currency, home_store, scope, flags, tax_ppm, holder_masked, conditions, holder)
  SELECT DISTINCT type, title_en, title_zh, item_en, item_zh, icon, issuer, uses, value_minor, paid_minor,
    currency, home_store, scope, flags, tax_ppm, holder_masked, conditions, coalesce (holder, X'')
  FROM voucher;

CREATE TABLE voucher_2 (
  cti              BLOB    NOT NULL CHECK (length (cti) = 16),
  generation       INTEGER NOT NULL,
  short_code       TEXT    NOT NULL,
  not_before_utc_s INTEGER NOT NULL,
  expires_utc_s    INTEGER NOT NULL,
  terms_no         INTEGER NOT NULL REFERENCES voucher_terms,
  PRIMARY KEY (cti, generation)
) STRICT, WITHOUT ROWID;
INSERT INTO voucher_2
  SELECT v.cti, v.generation, v.short_code, v.not_before_utc_s, v.expires_utc_s, t.terms_no
  FROM voucher v JOIN voucher_terms t ON
    (t.title_en, t.holder, t.holder_masked, t.value_minor, t.paid_minor, t.type, t.title_zh, t.item_en, t.item_zh,
     t.icon, t.issuer, t.uses, t.currency, t.home_store, t.scope, t.flags, t.tax_ppm, t.conditions) =
    (v.title_en, coalesce (v.holder, X''), v.holder_masked, v.value_minor, v.paid_minor, v.type, v.title_zh, v.item_en,
     v.item_zh, v.icon, v.issuer, v.uses, v.currency, v.home_store, v.scope, v.flags, v.tax_ppm, v.conditions)
  ORDER BY v.cti, v.generation;
DROP TABLE voucher;
ALTER TABLE voucher_2 RENAME TO voucher;
CREATE INDEX voucher_by_short_code ON voucher (short_code);
