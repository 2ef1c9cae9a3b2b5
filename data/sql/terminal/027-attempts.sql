-- How often the platform was to take the use back. Told with each request, so that the answer to one attempt
-- is never that of another.
ALTER TABLE voucher_use ADD COLUMN undo_attempt INTEGER NOT NULL DEFAULT 0;
