-- Products are edited at the till too: what the platform's catalogue does not have yet, laid over it whenever
-- it comes whole. stamp: the hybrid time of the change; body: what is different, as in its event.
CREATE TABLE product_edit (
  product_id INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (product_id, stamp)
) STRICT, WITHOUT ROWID;
