-- SPDX-License-Identifier: GPL-3.0-or-later
-- A platform that was brought back from a backup: what it knows of itself beside its log.

ALTER TABLE platform ADD COLUMN act INTEGER NOT NULL DEFAULT 0; -- the last one, as platform.mark has it
ALTER TABLE platform ADD COLUMN restoring INTEGER NOT NULL DEFAULT 0;
-- The last event of a journal that has ended, as the log has it: all up to it must be here.
ALTER TABLE incarnation ADD COLUMN ended_seq INTEGER;

PRAGMA user_version = 4;
