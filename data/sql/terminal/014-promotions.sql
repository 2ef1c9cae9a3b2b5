-- Promotions as the platform told them. Each change makes a new list with a number of its own; a row is
-- in the lists from since_list to before until_list, and stays for the sales that were begun by them.
CREATE TABLE promotion (
  promotion_no INTEGER PRIMARY KEY,
  id           TEXT    NOT NULL,
  body         TEXT    NOT NULL,   -- the contract's Promotion
  since_list   INTEGER NOT NULL,
  until_list   INTEGER
) STRICT;
CREATE UNIQUE INDEX promotion_now ON promotion (id) WHERE until_list IS NULL;

-- The list that a sale is reckoned by, and the instant (local minute of the week) at which it began.
ALTER TABLE sale ADD COLUMN promotion_list INTEGER NOT NULL DEFAULT -1;
ALTER TABLE sale ADD COLUMN priced_utc_s   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sale ADD COLUMN priced_minute  INTEGER NOT NULL DEFAULT 0;
