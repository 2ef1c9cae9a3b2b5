-- Whether the printer was given a job: if so, and it is not known to be done, it may be on paper and comes again
-- as a copy. Of what waits already nobody knows.
ALTER TABLE print_job ADD COLUMN begun INTEGER NOT NULL DEFAULT 0 CHECK (begun IN (0, 1));
UPDATE print_job SET begun = 1;
