-- SPDX-License-Identifier: GPL-3.0-or-later
-- Products are edited at tills. stamps: a JSON object of the hybrid time of the last change of each
-- field, and of each barcode that was added, by its digits.
ALTER TABLE product ADD COLUMN stamps TEXT NOT NULL DEFAULT '{}';

-- What is not sold now: out of the way of scans, search and shelf, and ready to be sold again.
CREATE TABLE product_off (
  id INTEGER PRIMARY KEY,
  sku TEXT NOT NULL,
  name_en TEXT NOT NULL,
  name_zh TEXT NOT NULL,
  variant_en TEXT NOT NULL,
  variant_zh TEXT NOT NULL,
  group_id INTEGER NOT NULL,
  category_id INTEGER NOT NULL,
  price_minor INTEGER NOT NULL,
  member_price_minor INTEGER,
  tax_ppm INTEGER NOT NULL,
  by_weight INTEGER NOT NULL,
  stock_milli INTEGER NOT NULL,
  stock_utc_s INTEGER NOT NULL,
  icon TEXT NOT NULL,
  popularity INTEGER NOT NULL,
  favourite INTEGER NOT NULL,
  open_price_max_minor INTEGER,
  low_milli INTEGER,
  stock_no INTEGER NOT NULL DEFAULT 0,
  stamps TEXT NOT NULL
) STRICT;
CREATE INDEX product_off_by_sku ON product_off (sku);
CREATE TABLE barcode_off (
  code INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL
) STRICT;
CREATE INDEX barcode_off_by_product ON barcode_off (product_id);

PRAGMA user_version = 5;
