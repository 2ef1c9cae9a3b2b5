-- Sales are added to day_sum from the journal, when the till is idle or somebody reads the sums: up to here.
ALTER TABLE terminal ADD COLUMN summed_no INTEGER NOT NULL DEFAULT 0;
UPDATE terminal SET summed_no = coalesce ((SELECT max (journal_no) FROM journal), 0);
