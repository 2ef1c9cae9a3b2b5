-- What a line's product asks for ('' = nothing, else 'serial', 'lot' or 'due'); when it is to be ready
-- (due_day yyyymmdd, 0 = no day; due_minute of that day, -1 = any); who let it be sold without, NULL = nobody.
ALTER TABLE sale_line ADD COLUMN asks        TEXT    NOT NULL DEFAULT '';
ALTER TABLE sale_line ADD COLUMN due_day     INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sale_line ADD COLUMN due_minute  INTEGER NOT NULL DEFAULT -1;
ALTER TABLE sale_line ADD COLUMN left_out_by BLOB;
