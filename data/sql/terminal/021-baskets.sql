-- Held sales that go from till to till of the store. A sale that went is 'void' here, with its lines for
-- good; it is a sale of its own at the till that took it, whose id is the request's.
CREATE TABLE basket_request (
  request_id     BLOB    PRIMARY KEY CHECK (length (request_id) = 16),   -- and of the sale that comes of it
  owner_terminal BLOB    NOT NULL CHECK (length (owner_terminal) = 16),
  owner_no       INTEGER NOT NULL,
  sale_id        BLOB    NOT NULL CHECK (length (sale_id) = 16),         -- at the owner
  state          TEXT    NOT NULL CHECK (state = 'open' OR state = 'closed' OR state = 'received')
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX basket_request_open ON basket_request (owner_terminal, sale_id) WHERE state = 'open';

CREATE TABLE basket_moved (
  sale_id      BLOB    PRIMARY KEY CHECK (length (sale_id) = 16),
  request_id   BLOB    NOT NULL UNIQUE CHECK (length (request_id) = 16),
  taker        BLOB    NOT NULL CHECK (length (taker) = 16),
  taker_no     INTEGER NOT NULL,
  moved_utc_us INTEGER NOT NULL,
  back_sale_id BLOB               -- taken back as this sale, as the taker had left the store
) STRICT, WITHOUT ROWID;
CREATE INDEX basket_moved_late ON basket_moved (moved_utc_us);

-- Requests that this till refused, though the sale was there: never answered otherwise later.
CREATE TABLE basket_refused (
  request_id BLOB PRIMARY KEY CHECK (length (request_id) = 16),
  sale_id    BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Lists of promotions and tax rules by which a sale of another till was begun, where they are none of
-- this till's own: sale.promotion_list and sale.tax_rules name them by these numbers.
CREATE TABLE begun_rules (
  number INTEGER PRIMARY KEY CHECK (number < -1),
  body   TEXT    NOT NULL UNIQUE   -- an array of the contract's Promotion, or its TaxRules
) STRICT;
