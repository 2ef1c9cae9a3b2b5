-- SPDX-License-Identifier: GPL-3.0-or-later
-- Search is the terminal's own: it makes its index of what the platform wrote (core/search.h), in
-- small steps beside selling. In a snapshot these tables are empty.

DROP TRIGGER product_text_insert;
DROP TRIGGER product_text_delete;
DROP TRIGGER product_text_update;
DROP TABLE product_text;
ALTER TABLE product DROP COLUMN text;

-- Not NULL: the price is asked at the till, at most this; price_minor is only what it usually is.
ALTER TABLE product ADD COLUMN open_price_max_minor INTEGER CHECK (open_price_max_minor > 0);

-- No row: not begun. Ranks 0 to n_ranks - 1 are in the index.
CREATE TABLE search_state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  ready INTEGER NOT NULL CHECK (ready IN (0, 1)),
  n_ranks INTEGER NOT NULL
) STRICT;

-- What sells more has the lower rank; what came since the index was made is at the end.
CREATE TABLE search_rank (
  rank INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL
) STRICT;
CREATE TABLE search_product (
  product_id INTEGER PRIMARY KEY,
  rank INTEGER NOT NULL
) STRICT;

-- Which ranks of a block of 65,536 have a token (core/posting.h). It may say too much: a product
-- that is found is looked at.
CREATE TABLE posting (
  id INTEGER PRIMARY KEY,
  block INTEGER NOT NULL,
  token TEXT NOT NULL,
  bits BLOB NOT NULL,
  UNIQUE (block, token)
) STRICT;

-- New, or with other words than before, and not looked at yet.
CREATE TABLE search_late (
  product_id INTEGER PRIMARY KEY
) STRICT;

PRAGMA user_version = 2;
