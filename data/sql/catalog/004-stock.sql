-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is where. product.stock_milli is what is on hand in the till's own store, by the platform, at
-- stock_utc_s (0 = it has not said); it counts the till's own journal up to stock_no or counted_no,
-- whichever is later (core/stock.h).

ALTER TABLE product ADD COLUMN stock_no INTEGER NOT NULL DEFAULT 0;
-- So few are short; NULL: as the policy says.
ALTER TABLE product ADD COLUMN low_milli INTEGER;
-- How far each is from short: the manager's list, without a look at the rest.
CREATE INDEX product_by_stock ON product (stock_milli, id) WHERE low_milli IS NULL AND stock_utc_s > 0;
CREATE INDEX product_by_room ON product (stock_milli - low_milli, id)
  WHERE low_milli IS NOT NULL AND stock_utc_s > 0;

-- All figures count the journal up to this number: incarnation * 2^32 + seq. A catalogue of before has
-- figures of no known point: nothing of one's own is added to them.
ALTER TABLE catalogue ADD COLUMN counted_no INTEGER NOT NULL DEFAULT 0;
UPDATE catalogue SET counted_no = 9223372036854775807;

-- The stores of the chain, and when the platform heard of each last. 0 is online.
CREATE TABLE store (
  store_no INTEGER PRIMARY KEY,
  name_en TEXT NOT NULL,
  name_zh TEXT NOT NULL,
  heard_utc_s INTEGER NOT NULL
) STRICT;

-- Figures of other stores and of online.
CREATE TABLE stock_elsewhere (
  product_id INTEGER NOT NULL,
  store_no INTEGER NOT NULL,
  on_hand_milli INTEGER NOT NULL,
  at_utc_s INTEGER NOT NULL,
  PRIMARY KEY (product_id, store_no)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 4;
