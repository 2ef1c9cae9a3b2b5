-- Uses under limits that were undone, and how much of what they took has not come back to the right: a
-- till has it meanwhile, or another use stands in their place.
CREATE TABLE late_undo (
  use_id     BLOB    NOT NULL CHECK (length (use_id) = 16),
  k          INTEGER NOT NULL,
  owed_minor INTEGER NOT NULL CHECK (owed_minor >= 0),
  PRIMARY KEY (use_id, k)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 17;
