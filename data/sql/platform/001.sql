-- SPDX-License-Identifier: GPL-3.0-or-later
-- The embedded platform's store. Ids are 16 bytes, money is minor units, quantities milli-units.

CREATE TABLE platform (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  db_id BLOB NOT NULL CHECK (length (db_id) = 16), -- cursors of another database are refused
  platform_epoch INTEGER NOT NULL CHECK (platform_epoch >= 1),
  epoch_counter INTEGER NOT NULL CHECK (epoch_counter >= 0),
  trust_version INTEGER NOT NULL CHECK (trust_version >= 1),
  made_utc_s INTEGER NOT NULL
) STRICT;

CREATE TABLE store (
  store_no INTEGER PRIMARY KEY,
  name_en TEXT NOT NULL,
  name_zh TEXT NOT NULL,
  groups TEXT NOT NULL,             -- JSON array of numbers
  currency INTEGER NOT NULL
) STRICT;

CREATE TABLE issuer_key (
  kid BLOB PRIMARY KEY CHECK (length (kid) = 8),
  public_key BLOB NOT NULL CHECK (length (public_key) = 32),
  issuer TEXT NOT NULL,
  not_before_utc_s INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'retired', 'compromised'))
) STRICT;

-- Terminals, and every enrolment of each as a new incarnation.
CREATE TABLE terminal (
  terminal_id BLOB PRIMARY KEY CHECK (length (terminal_id) = 16),
  device_public BLOB NOT NULL UNIQUE CHECK (length (device_public) = 32),
  name TEXT NOT NULL,
  store_no INTEGER NOT NULL REFERENCES store (store_no),
  terminal_no INTEGER NOT NULL,
  UNIQUE (store_no, terminal_no)
) STRICT;

CREATE TABLE incarnation (
  terminal_id BLOB NOT NULL REFERENCES terminal (terminal_id),
  incarnation INTEGER NOT NULL CHECK (incarnation >= 1),
  state TEXT NOT NULL CHECK (state IN ('enrolled', 'superseded', 'forked')),
  acked_seq INTEGER NOT NULL DEFAULT 0,
  chain_hash BLOB NOT NULL CHECK (length (chain_hash) = 32),
  enrolled_utc_s INTEGER NOT NULL,
  PRIMARY KEY (terminal_id, incarnation)
) STRICT;

CREATE TABLE enrolment (
  device_code TEXT PRIMARY KEY,
  user_code TEXT NOT NULL UNIQUE,
  device_public BLOB NOT NULL,
  name TEXT NOT NULL,
  expires_utc_s INTEGER NOT NULL,
  polled_utc_us INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'denied')),
  terminal_id BLOB,
  incarnation INTEGER
) STRICT;

CREATE TABLE nonce (
  nonce TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('given', 'used')),
  expires_utc_s INTEGER NOT NULL
) STRICT;
CREATE INDEX nonce_by_expiry ON nonce (expires_utc_s);

-- Journals of the terminals, raw, as they were chained. verdict is NULL until interpreted.
CREATE TABLE event (
  terminal_id BLOB NOT NULL,
  incarnation INTEGER NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  event_id BLOB NOT NULL CHECK (length (event_id) = 16),
  hlc INTEGER NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length (hash) = 32),
  stored_utc_us INTEGER NOT NULL,
  verdict TEXT CHECK (verdict IN ('accepted', 'attention')),
  code TEXT,
  detail TEXT,
  PRIMARY KEY (terminal_id, incarnation, seq),
  FOREIGN KEY (terminal_id, incarnation) REFERENCES incarnation (terminal_id, incarnation)
) STRICT;
CREATE INDEX event_by_id ON event (event_id);
CREATE INDEX event_open ON event (terminal_id, incarnation, seq) WHERE verdict IS NULL;
CREATE INDEX event_attention ON event (verdict) WHERE verdict = 'attention';

CREATE TABLE voucher (
  cti BLOB PRIMARY KEY CHECK (length (cti) = 16),
  generation INTEGER NOT NULL CHECK (generation >= 1),
  type TEXT NOT NULL CHECK (type IN ('deal', 'cash', 'pass', 'coupon')),
  state TEXT NOT NULL CHECK (state IN ('valid', 'revoked', 'suspended')),
  title_en TEXT NOT NULL,
  title_zh TEXT NOT NULL,
  item_en TEXT NOT NULL,
  item_zh TEXT NOT NULL,
  issuer TEXT NOT NULL,
  short_code TEXT NOT NULL UNIQUE,
  platform_code TEXT UNIQUE,
  not_before_utc_s INTEGER NOT NULL,
  expires_utc_s INTEGER NOT NULL,
  uses INTEGER NOT NULL CHECK (uses BETWEEN 1 AND 1000),
  value_minor INTEGER NOT NULL CHECK (value_minor >= 0),
  currency INTEGER NOT NULL,
  home_store INTEGER,               -- NULL = online only
  scope TEXT NOT NULL,              -- JSON array of store groups
  flags INTEGER NOT NULL,
  holder_masked TEXT,
  paid_minor INTEGER NOT NULL,
  min_spend_minor INTEGER NOT NULL,
  tax_ppm INTEGER NOT NULL,
  icon TEXT NOT NULL,
  token TEXT NOT NULL,
  issued_utc_s INTEGER NOT NULL
) STRICT;
CREATE INDEX voucher_by_home ON voucher (home_store);

-- Rights: exactly one party owns each. leased: the incarnation named here; otherwise the platform.
CREATE TABLE "right" (
  cti BLOB NOT NULL REFERENCES voucher (cti),
  generation INTEGER NOT NULL,
  k INTEGER NOT NULL CHECK (k >= 0),
  state TEXT NOT NULL CHECK (state IN ('available', 'leased', 'used', 'quarantined', 'written_off')),
  platform_epoch INTEGER NOT NULL DEFAULT 0,
  counter INTEGER NOT NULL DEFAULT 0,
  hop INTEGER NOT NULL DEFAULT 0,
  remaining_minor INTEGER NOT NULL CHECK (remaining_minor >= 0),
  terminal_id BLOB,
  incarnation INTEGER,
  credited INTEGER NOT NULL DEFAULT 0 CHECK (credited IN (0, 1)),
  PRIMARY KEY (cti, generation, k),
  CHECK ((terminal_id IS NULL) = (incarnation IS NULL)),
  CHECK (state <> 'leased' OR terminal_id IS NOT NULL),
  CHECK (state <> 'available' OR terminal_id IS NULL)
) STRICT;
CREATE INDEX right_available ON "right" (cti, k) WHERE state = 'available';
CREATE INDEX right_uncredited ON "right" (terminal_id, incarnation, platform_epoch, counter)
  WHERE state = 'leased' AND credited = 0;

CREATE TABLE use (
  use_id BLOB NOT NULL CHECK (length (use_id) = 16),
  k INTEGER NOT NULL,
  cti BLOB NOT NULL,
  generation INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
  basis TEXT NOT NULL,              -- reason code: R00 held, R01 online
  state TEXT NOT NULL CHECK (state IN ('used', 'undone')),
  terminal_id BLOB NOT NULL,
  incarnation INTEGER NOT NULL,
  platform_epoch INTEGER NOT NULL,
  counter INTEGER NOT NULL,
  sale_id BLOB,
  staff_id BLOB,
  at_utc_s INTEGER NOT NULL,
  reported INTEGER NOT NULL DEFAULT 0 CHECK (reported IN (0, 1)), -- its event has come
  PRIMARY KEY (use_id, k),
  FOREIGN KEY (cti, generation, k) REFERENCES "right" (cti, generation, k)
) STRICT;
CREATE INDEX use_by_right ON use (cti, generation, k);

-- What a terminal says it did and could not be followed: kept, moves nothing, a person decides.
CREATE TABLE claim (
  terminal_id BLOB NOT NULL,
  incarnation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  code TEXT NOT NULL,
  use_id BLOB,
  cti BLOB,
  generation INTEGER,
  k INTEGER,
  amount_minor INTEGER,
  basis TEXT,
  at_utc_s INTEGER,
  PRIMARY KEY (terminal_id, incarnation, seq)
) STRICT;
CREATE INDEX claim_by_cti ON claim (cti);

-- Keys of online redemptions with their final answers, kept for ever.
CREATE TABLE redemption (
  use_id BLOB PRIMARY KEY CHECK (length (use_id) = 16),
  terminal_id BLOB NOT NULL,
  incarnation INTEGER NOT NULL,
  body_hash BLOB,                   -- NULL: given up before it was ever asked
  state TEXT NOT NULL CHECK (state IN ('redeemed', 'refused', 'undone', 'given_up')),
  reason TEXT NOT NULL,
  answer TEXT NOT NULL,             -- JSON
  at_utc_s INTEGER NOT NULL,
  undo_until_utc_s INTEGER
) STRICT;

CREATE TABLE wrong_code (
  terminal_id BLOB NOT NULL,
  at_utc_s INTEGER NOT NULL
) STRICT;
CREATE INDEX wrong_code_by_time ON wrong_code (terminal_id, at_utc_s);

-- What terminals are told: the last state of each thing once, in the order of change.
CREATE TABLE change (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  store_no INTEGER,                 -- NULL = every store
  data TEXT,                        -- JSON; NULL = deleted; '' = look into its table
  UNIQUE (kind, key, store_no)
) STRICT;

CREATE TABLE category (
  id INTEGER PRIMARY KEY,
  name_en TEXT NOT NULL,
  name_zh TEXT NOT NULL,
  position INTEGER NOT NULL
) STRICT;

CREATE TABLE product (
  id INTEGER PRIMARY KEY,
  sku TEXT NOT NULL UNIQUE,
  name_en TEXT NOT NULL,
  name_zh TEXT NOT NULL,
  variant_en TEXT NOT NULL,
  variant_zh TEXT NOT NULL,
  group_id INTEGER NOT NULL,
  category_id INTEGER NOT NULL REFERENCES category (id),
  price_minor INTEGER NOT NULL,
  member_price_minor INTEGER,
  cost_minor INTEGER NOT NULL,      -- never leaves the platform
  tax_ppm INTEGER NOT NULL,
  by_weight INTEGER NOT NULL,
  stock_milli INTEGER NOT NULL,
  stock_utc_s INTEGER NOT NULL,
  icon TEXT NOT NULL,
  popularity INTEGER NOT NULL,
  favourite INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE barcode (
  code INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES product (id)
) STRICT;
CREATE INDEX barcode_by_product ON barcode (product_id);

CREATE TABLE member (
  member_id BLOB PRIMARY KEY CHECK (length (member_id) = 16),
  code_subject BLOB NOT NULL UNIQUE,
  phone_sealed BLOB NOT NULL,       -- only this store's key opens it
  phone_index BLOB NOT NULL,
  phone_masked TEXT NOT NULL,
  level INTEGER NOT NULL,
  points INTEGER NOT NULL
) STRICT;

CREATE TABLE sale (
  order_no INTEGER PRIMARY KEY AUTOINCREMENT,
  sale_id BLOB NOT NULL UNIQUE,
  terminal_id BLOB,                 -- NULL: history from before the terminals
  incarnation INTEGER,
  store_no INTEGER NOT NULL,
  receipt_no TEXT NOT NULL,
  business_day TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('finished', 'voided')),
  staff_id BLOB,
  member_id BLOB,
  gross_minor INTEGER NOT NULL,
  tax_minor INTEGER NOT NULL,
  saved_minor INTEGER NOT NULL,
  at_utc_us INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX sale_by_day ON sale (business_day, store_no);

CREATE TABLE sale_line (
  order_no INTEGER NOT NULL REFERENCES sale (order_no),
  line_no INTEGER NOT NULL,
  kind TEXT NOT NULL,
  product_id INTEGER,
  qty_milli INTEGER NOT NULL,
  total_minor INTEGER NOT NULL,
  tax_minor INTEGER NOT NULL,
  PRIMARY KEY (order_no, line_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX sale_line_by_product ON sale_line (product_id);

-- Which finished sale a use is part of: a key is not given up once its sale is here.
CREATE TABLE sale_use (
  use_id BLOB NOT NULL,
  order_no INTEGER NOT NULL REFERENCES sale (order_no),
  PRIMARY KEY (use_id, order_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE shift (
  shift_id BLOB PRIMARY KEY,
  terminal_id BLOB NOT NULL,
  incarnation INTEGER NOT NULL,
  staff_id BLOB,
  float_minor INTEGER NOT NULL,
  opened_utc_us INTEGER NOT NULL
) STRICT;

PRAGMA user_version = 1;
