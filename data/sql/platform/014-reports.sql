-- The report that is wanted of a till may keep what it holds and has told of; whether its day is
-- closed, so that where the policy says so it gets nothing until the next one is opened.
ALTER TABLE incarnation ADD COLUMN wanted_keeps INTEGER NOT NULL DEFAULT 0 CHECK (wanted_keeps IN (0, 1));
ALTER TABLE incarnation ADD COLUMN resting INTEGER NOT NULL DEFAULT 0 CHECK (resting IN (0, 1));

PRAGMA user_version = 14;
