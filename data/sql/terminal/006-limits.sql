-- Status lists of vouchers, as the platform told them last: one row a list, replaced whole.
CREATE TABLE status_list (
  issuer     TEXT    NOT NULL,
  list_no    INTEGER NOT NULL,
  version    INTEGER NOT NULL,
  made_utc_s INTEGER NOT NULL,
  n_entries  INTEGER NOT NULL,
  bits       BLOB    NOT NULL,
  PRIMARY KEY (issuer, list_no)
) STRICT;

-- What was accepted here without its right since the last fenced report that the platform has
-- confirmed: it falls then and at no other time. reported_*: how much of it the last report covers.
ALTER TABLE terminal ADD COLUMN unleased_uses INTEGER NOT NULL DEFAULT 0;
ALTER TABLE terminal ADD COLUMN unleased_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE terminal ADD COLUMN reported_uses INTEGER NOT NULL DEFAULT 0;
ALTER TABLE terminal ADD COLUMN reported_minor INTEGER NOT NULL DEFAULT 0;
