-- Which piece was sold, as far as its code told: lot, serial number, last day of use (yyyymmdd, 0 = unknown).
ALTER TABLE sale_line ADD COLUMN lot         TEXT    NOT NULL DEFAULT '';
ALTER TABLE sale_line ADD COLUMN serial      TEXT    NOT NULL DEFAULT '';
ALTER TABLE sale_line ADD COLUMN expires_day INTEGER NOT NULL DEFAULT 0;
