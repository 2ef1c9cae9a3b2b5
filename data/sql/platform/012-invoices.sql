-- Invoices that customers asked for on the page of their receipt: once each, by whom they are for.
CREATE TABLE invoice_request (
  sale_id       BLOB    PRIMARY KEY CHECK (length (sale_id) = 16),
  title         TEXT    NOT NULL,
  tax_no        TEXT    NOT NULL,   -- '' = a person
  asked_utc_s   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 12;
