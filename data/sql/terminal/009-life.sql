-- What the platform has in mind with this till (core/life.h): one that is not live asks nobody for
-- rights and takes none.
ALTER TABLE terminal ADD COLUMN life TEXT NOT NULL DEFAULT 'live'
  CHECK (life IN ('live', 'leaving', 'removed', 'lost'));
