-- SPDX-License-Identifier: GPL-3.0-or-later
-- The till's own, empty in a snapshot: products that it could not take as the platform told them
-- (core/flaw.h). 0 stands for all that have no number to be named by.
CREATE TABLE product_flaw (
  product_id INTEGER PRIMARY KEY,
  flaw TEXT NOT NULL
) STRICT;

PRAGMA user_version = 8;
