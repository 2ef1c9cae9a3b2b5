-- SPDX-License-Identifier: GPL-3.0-or-later
-- The catalogue: a database of its own, apart from the ledger. The platform writes it whole (the
-- snapshot), the terminal opens it with trusted_schema=OFF, applies deltas to it, and swaps in a new
-- one. Amounts are minor units with tax inside, quantities milli-units (1000 = one piece or 1 kg).

CREATE TABLE catalogue (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  cursor TEXT NOT NULL,             -- continue with GET /v1/changes?cursor=
  made_utc_s INTEGER NOT NULL
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
  variant_en TEXT NOT NULL,         -- "M · navy"; '' where there are no variants
  variant_zh TEXT NOT NULL,
  group_id INTEGER NOT NULL,        -- shared by the variants of one product
  category_id INTEGER NOT NULL REFERENCES category (id),
  price_minor INTEGER NOT NULL CHECK (price_minor >= 0),
  member_price_minor INTEGER CHECK (member_price_minor >= 0),
  tax_ppm INTEGER NOT NULL CHECK (tax_ppm BETWEEN 0 AND 1000000),
  by_weight INTEGER NOT NULL CHECK (by_weight IN (0, 1)),
  stock_milli INTEGER NOT NULL,
  stock_utc_s INTEGER NOT NULL,     -- when the stock was last known to be so
  icon TEXT NOT NULL,
  popularity INTEGER NOT NULL,      -- greater sells more
  favourite INTEGER NOT NULL CHECK (favourite IN (0, 1)),
  text TEXT NOT NULL                -- search tokens, parted by spaces
) STRICT;

CREATE INDEX product_by_popularity ON product (popularity DESC, id);
CREATE INDEX product_by_category ON product (category_id, popularity DESC, id);
CREATE INDEX product_by_group ON product (group_id, id);
-- How many designs a category has is counted here, without touching a product.
CREATE INDEX product_by_category_group ON product (category_id, group_id);
CREATE INDEX product_favourite ON product (popularity DESC, id) WHERE favourite = 1;

-- GTINs as numbers of up to 14 digits, and in-store item numbers (prefix and item digits, then zeros).
CREATE TABLE barcode (
  code INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES product (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX barcode_by_product ON barcode (product_id);

-- Tokens are made by the writer: every hanzi alone and with its neighbour, lower-case English words,
-- the SKU. The triggers keep the index true under deltas.
CREATE VIRTUAL TABLE product_text USING fts5 (
  text, content = 'product', content_rowid = 'id', detail = none, columnsize = 0,
  tokenize = "unicode61 remove_diacritics 2 tokenchars '-'"
);
CREATE TRIGGER product_text_insert AFTER INSERT ON product BEGIN
  INSERT INTO product_text (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER product_text_delete AFTER DELETE ON product BEGIN
  INSERT INTO product_text (product_text, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TRIGGER product_text_update AFTER UPDATE OF text ON product WHEN old.text <> new.text BEGIN
  INSERT INTO product_text (product_text, rowid, text) VALUES ('delete', old.id, old.text);
  INSERT INTO product_text (rowid, text) VALUES (new.id, new.text);
END;

PRAGMA application_id = 0x48554643; -- "HUFC"
PRAGMA user_version = 1;
