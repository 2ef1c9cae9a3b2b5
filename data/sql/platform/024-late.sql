-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which attempt of a till to take a use back was refused last: a late copy of it stays refused, although a newer
-- one may succeed.
CREATE TABLE undo_refusal (
  use_id      BLOB    NOT NULL,
  terminal_id BLOB    NOT NULL,
  attempt     INTEGER NOT NULL,
  PRIMARY KEY (use_id, terminal_id)
) WITHOUT ROWID;

-- What lacked of a cash right when it ended and nobody had told of: a till had used it before the right went on.
-- Whoever undoes a use that waited is not owed that.
ALTER TABLE "right" ADD COLUMN unheard_minor INTEGER NOT NULL DEFAULT 0;

PRAGMA user_version = 24;
