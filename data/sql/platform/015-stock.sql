-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is where. Whatever is sold, comes, goes or is put right is a movement, which stays; a figure is the
-- sum of the movements of its product at its place. store_no 0 is online. Below zero is allowed: it was sold.

CREATE TABLE stock_move (
  move_no INTEGER PRIMARY KEY,
  source_id BLOB NOT NULL CHECK (length (source_id) = 16), -- the sale, correction or order behind it
  part TEXT NOT NULL,               -- of it: a line, or what was taken back; each moves once
  product_id INTEGER NOT NULL,
  store_no INTEGER NOT NULL,
  delta_milli INTEGER NOT NULL,
  reason TEXT NOT NULL,
  at_utc_s INTEGER NOT NULL,        -- when the platform heard of it
  UNIQUE (source_id, part)
) STRICT;
CREATE TRIGGER stock_move_never_changes BEFORE UPDATE ON stock_move
BEGIN SELECT RAISE (ROLLBACK, 'a movement never changes'); END;
CREATE TRIGGER stock_move_never_goes BEFORE DELETE ON stock_move
BEGIN SELECT RAISE (ROLLBACK, 'a movement never goes'); END;

CREATE TABLE stock (
  product_id INTEGER NOT NULL,
  store_no INTEGER NOT NULL,
  on_hand_milli INTEGER NOT NULL,
  at_utc_s INTEGER NOT NULL,
  PRIMARY KEY (product_id, store_no)
) STRICT, WITHOUT ROWID;

-- Until now there was one figure for a product, which the tills of the first store moved.
INSERT INTO stock_move (source_id, part, product_id, store_no, delta_milli, reason, at_utc_s)
  SELECT randomblob (16), 'opening', id, (SELECT min (store_no) FROM store), stock_milli, 'opening', stock_utc_s
  FROM product WHERE EXISTS (SELECT 1 FROM store);
INSERT INTO stock SELECT product_id, store_no, delta_milli, at_utc_s FROM stock_move;
ALTER TABLE product DROP COLUMN stock_milli;
ALTER TABLE product DROP COLUMN stock_utc_s;

-- So few are short, and are on the manager's list; NULL: as the policy says.
ALTER TABLE product ADD COLUMN low_milli INTEGER;

-- Tills are told who the stores are, and of every product what is where.
INSERT INTO change (kind, key, store_no, data) SELECT 'store', store_no, NULL, '' FROM store;
INSERT INTO change (kind, key, store_no, data) SELECT 'stock', id, NULL, '' FROM product;

PRAGMA user_version = 15;
