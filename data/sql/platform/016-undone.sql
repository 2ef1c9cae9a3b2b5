-- Uses under limits that were undone while a till had the right: what they took comes back to it when
-- the right does.
CREATE TABLE late_undo (
  use_id BLOB    NOT NULL CHECK (length (use_id) = 16),
  k      INTEGER NOT NULL,
  PRIMARY KEY (use_id, k)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 16;
