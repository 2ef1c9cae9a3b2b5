-- SPDX-License-Identifier: GPL-3.0-or-later
-- A token is a number now (core/search-table.h): one tree instead of two, a tenth of their bytes, and
-- written in the order of its key. The till makes its index of words anew.

DROP TABLE posting;

-- Which ranks of a block of 65,536 have a token (core/posting.h), by hufu_search_key. It may say too
-- much: a product that is found is looked at.
CREATE TABLE posting (
  id INTEGER PRIMARY KEY,
  bits BLOB NOT NULL
) STRICT;

DELETE FROM search_state;

PRAGMA user_version = 3;
