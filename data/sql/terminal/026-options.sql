-- What was offered to choose of a line's product when it came (core/option.h), '' = nothing; the places that are
-- chosen, a bit each. What they cost stays as it was then.
ALTER TABLE sale_line ADD COLUMN options TEXT    NOT NULL DEFAULT '';
ALTER TABLE sale_line ADD COLUMN chosen  INTEGER NOT NULL DEFAULT 0;
