-- The newest live code by which a voucher was redeemed here. One scan of a code is good for one
-- redemption, or for the uses of a pass that are redeemed in one go: then scan_id is the same.
CREATE TABLE live_code (
  cti     BLOB    PRIMARY KEY CHECK (length (cti) = 16),
  step    INTEGER NOT NULL,
  scan_id BLOB    NOT NULL CHECK (length (scan_id) = 16)
) STRICT, WITHOUT ROWID;
