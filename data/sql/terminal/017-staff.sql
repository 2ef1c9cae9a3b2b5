-- Staff is edited at the till too. Who left stays, for the names of what was done. stamps: a JSON object of
-- the hybrid time of the last change of each field.
ALTER TABLE staff ADD COLUMN active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1));
ALTER TABLE staff ADD COLUMN stamps TEXT NOT NULL DEFAULT '{}';
