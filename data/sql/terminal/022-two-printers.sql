-- Which printer a job is for: 0 that of the receipts, 1 that of the preparation slips.
ALTER TABLE print_job ADD COLUMN printer INTEGER NOT NULL DEFAULT 0 CHECK (printer IN (0, 1));
