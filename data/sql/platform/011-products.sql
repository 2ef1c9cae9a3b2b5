-- Search is the terminals' own. A product may have its price asked at the till, up to a limit.
ALTER TABLE product DROP COLUMN text;
ALTER TABLE product ADD COLUMN open_price_max_minor INTEGER CHECK (open_price_max_minor > 0);
PRAGMA user_version = 11;
