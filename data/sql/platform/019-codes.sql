-- What a voucher was typed by before it was given to a friend: whoever shows that is told so, and no other
-- voucher gets it.
CREATE TABLE old_code (
  code TEXT PRIMARY KEY,                      -- a short code, or an opaque one
  cti  BLOB NOT NULL REFERENCES voucher (cti)
) STRICT, WITHOUT ROWID;
INSERT INTO old_code SELECT short_code, cti FROM voucher WHERE generation > 1;
INSERT INTO old_code SELECT platform_code, cti FROM voucher WHERE generation > 1 AND platform_code IS NOT NULL;

-- What friends have got so far had kept its codes: a new short code each, as core/short-code.h makes it.
UPDATE voucher SET platform_code = NULL, short_code = CAST (random () & 0x1fffffffffff AS TEXT) WHERE generation > 1;
UPDATE voucher SET short_code = CAST (short_code - short_code % 37 / 32 * 5 AS TEXT) WHERE generation > 1;
UPDATE voucher SET short_code = (
  WITH RECURSIVE alphabet (chars) AS (VALUES ('0123456789ABCDEFGHJKMNPQRSTVWXYZ')),
    code (n_left, number, text) AS (
      SELECT 9, CAST (short_code AS INTEGER), substr (chars, short_code % 37 + 1, 1) FROM alphabet
      UNION ALL
      SELECT n_left - 1, number >> 5, substr (chars, (number & 31) + 1, 1) || text FROM code, alphabet WHERE n_left > 0)
  SELECT text FROM code WHERE n_left = 0)
WHERE generation > 1;

PRAGMA user_version = 19;
