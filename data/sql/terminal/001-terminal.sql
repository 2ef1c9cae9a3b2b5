-- The terminal's own books. One business act is one transaction over these tables.
-- Amounts are minor units, quantities milli-units, times microseconds since 1970 UTC, ids 16 bytes.
-- Checks of more than two words say OR: for a longer IN SQLite makes a table at each statement.

CREATE TABLE terminal (
  one                  INTEGER PRIMARY KEY CHECK (one = 1),
  terminal_id          BLOB    CHECK (length (terminal_id) = 16),   -- NULL until enrolled
  incarnation          INTEGER NOT NULL DEFAULT 0,
  store_no             INTEGER NOT NULL DEFAULT 0,
  terminal_no          INTEGER NOT NULL DEFAULT 0,
  store_groups         TEXT    NOT NULL DEFAULT '[]',
  currency             INTEGER NOT NULL DEFAULT 156,
  platform_epoch       INTEGER NOT NULL DEFAULT 0,
  last_seq             INTEGER NOT NULL DEFAULT 0,
  last_hash            BLOB    NOT NULL DEFAULT (zeroblob (32)),
  last_hlc             INTEGER NOT NULL DEFAULT 0,
  acked_seq            INTEGER NOT NULL DEFAULT 0,
  fence_platform_epoch INTEGER NOT NULL DEFAULT 0,
  fence_counter        INTEGER NOT NULL DEFAULT 0,
  changes_cursor       TEXT,
  synced_utc_us        INTEGER NOT NULL DEFAULT 0,   -- last complete sync round
  anchor_utc_us        INTEGER NOT NULL DEFAULT 0,   -- best-known time: last platform anchor
  anchor_boot_us       INTEGER NOT NULL DEFAULT 0,
  anchor_boot_id       TEXT    NOT NULL DEFAULT '',
  floor_utc_us         INTEGER NOT NULL DEFAULT 0    -- the clock never was before this
) STRICT;
INSERT INTO terminal (one) VALUES (1);

-- Where the chain of an earlier incarnation ended, so that a missing tail is seen.
CREATE TABLE past_incarnation (
  incarnation INTEGER PRIMARY KEY,
  last_seq    INTEGER NOT NULL,
  last_hash   BLOB    NOT NULL CHECK (length (last_hash) = 32)
) STRICT;

-- The journal is the outbox too: rows above terminal.acked_seq wait to be sent; nothing is deleted.
-- Incarnation and number are one key, so that a row is a key, a body, and nothing to look it up by:
-- each index is a page more to write and sync at each sale.
CREATE TABLE journal (
  journal_no     INTEGER PRIMARY KEY CHECK (journal_no > 0),   -- incarnation * 2^32 + seq
  incarnation    INTEGER NOT NULL AS (journal_no >> 32) VIRTUAL,
  seq            INTEGER NOT NULL CHECK (seq > 0) AS (journal_no & 0xffffffff) VIRTUAL,
  event_id       BLOB    NOT NULL CHECK (length (event_id) = 16),
  hlc            INTEGER NOT NULL,
  kind           TEXT    NOT NULL,
  body           TEXT    NOT NULL,
  hash           BLOB    NOT NULL CHECK (length (hash) = 32),
  created_utc_us INTEGER NOT NULL
) STRICT;
CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal
BEGIN SELECT RAISE (ROLLBACK, 'the journal never changes'); END;
CREATE TRIGGER journal_never_shrinks BEFORE DELETE ON journal
BEGIN SELECT RAISE (ROLLBACK, 'the journal never shrinks'); END;

-- What the platform could not interpret; shown until it is resolved, blocks nothing.
CREATE TABLE attention (
  incarnation INTEGER NOT NULL,
  seq         INTEGER NOT NULL,
  code        TEXT    NOT NULL,
  detail      TEXT    NOT NULL,
  PRIMARY KEY (incarnation, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE trust_list (
  one     INTEGER PRIMARY KEY CHECK (one = 1),
  version INTEGER NOT NULL,
  body    TEXT    NOT NULL   -- as signed; checked before it came here
) STRICT;

CREATE TABLE policy (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  body TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
  staff_id    BLOB    PRIMARY KEY CHECK (length (staff_id) = 16),
  no          TEXT    NOT NULL,
  name_en     TEXT    NOT NULL,
  name_zh     TEXT    NOT NULL,
  role        TEXT    NOT NULL CHECK (role IN ('cashier', 'clerk', 'manager')),
  pin_hash    TEXT    NOT NULL,
  failed      INTEGER NOT NULL DEFAULT 0,      -- wrong PINs in a row, kept over restarts
  locked_until_utc_us INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE member (
  member_id    BLOB PRIMARY KEY CHECK (length (member_id) = 16),
  code_subject BLOB NOT NULL UNIQUE,
  phone_index  BLOB NOT NULL,                   -- keyed hash: the number itself is not here
  phone_masked TEXT NOT NULL,
  level        TEXT NOT NULL,
  points       INTEGER NOT NULL
) STRICT;
CREATE INDEX member_by_phone ON member (phone_index);

-- Pick-up orders and reservations as the platform told them, so that their codes are recognised.
CREATE TABLE appointment (
  subject BLOB PRIMARY KEY,
  kind    TEXT NOT NULL CHECK (kind IN ('pickup', 'reservation')),
  key     TEXT NOT NULL,   -- its id in the changes feed
  body    TEXT NOT NULL
) STRICT;
CREATE INDEX appointment_by_key ON appointment (kind, key);

CREATE TABLE shift (
  shift_id       BLOB    PRIMARY KEY CHECK (length (shift_id) = 16),
  shift_no       INTEGER NOT NULL UNIQUE,
  business_day   TEXT    NOT NULL,
  staff_id       BLOB    NOT NULL,
  float_minor    INTEGER NOT NULL CHECK (float_minor >= 0),
  opened_utc_us  INTEGER NOT NULL,
  closed_utc_us  INTEGER
) STRICT;
CREATE UNIQUE INDEX one_open_shift ON shift (closed_utc_us IS NULL) WHERE closed_utc_us IS NULL;

-- A sale lives here from its first line. Held and open baskets survive a killed till.
CREATE TABLE sale (
  sale_no         INTEGER PRIMARY KEY,
  sale_id         BLOB    NOT NULL UNIQUE CHECK (length (sale_id) = 16),
  state           TEXT    NOT NULL CHECK (state = 'open' OR state = 'held' OR state = 'finished' OR state = 'void'),
  hold_name       TEXT,
  currency        INTEGER NOT NULL,
  member_id       BLOB,
  member_label    TEXT,
  member_points   INTEGER NOT NULL DEFAULT 0,
  next_line_no    INTEGER NOT NULL DEFAULT 1,   -- line numbers are never used twice
  created_utc_us  INTEGER NOT NULL,
  -- set when finished
  receipt_no      TEXT    CHECK (receipt_no LIKE '%-' || replace (business_day, '-', '') || printf ('-%04d', day_no)),
  business_day    TEXT,
  day_no          INTEGER CHECK (day_no > 0),   -- gap-free, also when people go back to a day
  shift_id        BLOB,
  staff_id        BLOB,
  gross_minor     INTEGER,
  tax_minor       INTEGER,
  saved_minor     INTEGER,
  finished_utc_us INTEGER,
  UNIQUE (business_day, day_no)
) STRICT;
CREATE INDEX sale_unfinished ON sale (state) WHERE state IN ('open', 'held');
CREATE TRIGGER finished_sale_never_changes BEFORE UPDATE ON sale
WHEN OLD.state IN ('finished', 'void')
BEGIN SELECT RAISE (ROLLBACK, 'a finished sale never changes'); END;

CREATE TABLE sale_line (
  sale_no            INTEGER NOT NULL REFERENCES sale,
  line_no            INTEGER NOT NULL,
  kind               TEXT    NOT NULL CHECK (kind IN ('product', 'prepaid')),
  product_id         INTEGER NOT NULL,
  gtin               INTEGER NOT NULL,
  sku                TEXT    NOT NULL,
  name_en            TEXT    NOT NULL,
  name_zh            TEXT    NOT NULL,
  variant_en         TEXT    NOT NULL,
  variant_zh         TEXT    NOT NULL,
  icon               TEXT    NOT NULL,
  by_weight          INTEGER NOT NULL,
  qty_milli          INTEGER NOT NULL CHECK (qty_milli > 0),
  list_price_minor   INTEGER NOT NULL,
  member_price_minor INTEGER NOT NULL,
  label_total_minor  INTEGER NOT NULL,
  tax_ppm            INTEGER NOT NULL,
  use_id             BLOB,
  paid_online_minor  INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (sale_no, line_no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER finished_sale_never_goes BEFORE DELETE ON sale
WHEN OLD.state IN ('finished', 'void')
BEGIN SELECT RAISE (ROLLBACK, 'a finished sale never changes'); END;
CREATE TRIGGER finished_line_never_comes BEFORE INSERT ON sale_line
WHEN (SELECT state FROM sale WHERE sale_no = NEW.sale_no) IN ('finished', 'void')
BEGIN SELECT RAISE (ROLLBACK, 'a finished sale never changes'); END;
CREATE TRIGGER finished_line_never_changes BEFORE UPDATE ON sale_line
WHEN (SELECT state FROM sale WHERE sale_no = OLD.sale_no) IN ('finished', 'void')
BEGIN SELECT RAISE (ROLLBACK, 'a finished sale never changes'); END;
CREATE TRIGGER finished_line_never_goes BEFORE DELETE ON sale_line
WHEN (SELECT state FROM sale WHERE sale_no = OLD.sale_no) IN ('finished', 'void')
BEGIN SELECT RAISE (ROLLBACK, 'a finished sale never changes'); END;

CREATE TABLE sale_tender (
  sale_no        INTEGER NOT NULL REFERENCES sale,
  tender_no      INTEGER NOT NULL,
  kind           TEXT    NOT NULL CHECK (kind IN ('cash', 'voucher')),
  state          TEXT    NOT NULL CHECK (state IN ('pending', 'taken')),
  amount_minor   INTEGER NOT NULL CHECK (amount_minor >= 0),
  received_minor INTEGER NOT NULL,
  change_minor   INTEGER NOT NULL,
  rounding_minor INTEGER NOT NULL,
  use_id         BLOB,
  label_en       TEXT    NOT NULL,
  label_zh       TEXT    NOT NULL,
  PRIMARY KEY (sale_no, tender_no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER finished_tender_never_comes BEFORE INSERT ON sale_tender
WHEN (SELECT state FROM sale WHERE sale_no = NEW.sale_no) IN ('finished', 'void')
BEGIN SELECT RAISE (ROLLBACK, 'a finished sale never changes'); END;
CREATE TRIGGER finished_tender_never_changes BEFORE UPDATE ON sale_tender
WHEN (SELECT state FROM sale WHERE sale_no = OLD.sale_no) IN ('finished', 'void')
BEGIN SELECT RAISE (ROLLBACK, 'a finished sale never changes'); END;
CREATE TRIGGER finished_tender_never_goes BEFORE DELETE ON sale_tender
WHEN (SELECT state FROM sale WHERE sale_no = OLD.sale_no) IN ('finished', 'void')
BEGIN SELECT RAISE (ROLLBACK, 'a finished sale never changes'); END;

-- What a voucher is: told with a grant, or by the platform's answer to a prepare.
CREATE TABLE voucher (
  cti               BLOB    NOT NULL CHECK (length (cti) = 16),
  generation        INTEGER NOT NULL,
  type              TEXT    NOT NULL CHECK (type IN ('deal', 'cash', 'pass', 'coupon')),
  title_en          TEXT    NOT NULL,
  title_zh          TEXT    NOT NULL,
  item_en           TEXT    NOT NULL,   -- what to hand over for one use
  item_zh           TEXT    NOT NULL,
  icon              TEXT    NOT NULL,
  issuer            TEXT    NOT NULL,
  short_code        TEXT    NOT NULL,
  not_before_utc_s  INTEGER NOT NULL,
  expires_utc_s     INTEGER NOT NULL,
  uses              INTEGER NOT NULL,
  value_minor       INTEGER NOT NULL,   -- of one use; of the whole for a cash voucher
  paid_minor        INTEGER NOT NULL,   -- what the customer paid for all uses
  currency          INTEGER NOT NULL,
  home_store        INTEGER NOT NULL,   -- 0 = none: online only
  scope             TEXT    NOT NULL,
  flags             INTEGER NOT NULL,
  tax_ppm           INTEGER NOT NULL,
  holder_masked     TEXT    NOT NULL,
  PRIMARY KEY (cti, generation)
) STRICT, WITHOUT ROWID;
CREATE INDEX voucher_by_short_code ON voucher (short_code);

-- Rights held here. Named entitlement, as RIGHT is a word of SQL.
CREATE TABLE entitlement (
  cti             BLOB    NOT NULL CHECK (length (cti) = 16),
  generation      INTEGER NOT NULL,
  k               INTEGER NOT NULL,
  platform_epoch  INTEGER NOT NULL,
  counter         INTEGER NOT NULL,
  hop             INTEGER NOT NULL,
  remaining_minor INTEGER NOT NULL CHECK (remaining_minor >= 0),
  PRIMARY KEY (cti, generation, k)
) STRICT, WITHOUT ROWID;

-- The greatest epoch a right was ever credited under here; a grant is credited once. Kept until drained.
CREATE TABLE credited (
  cti            BLOB    NOT NULL,
  generation     INTEGER NOT NULL,
  k              INTEGER NOT NULL,
  platform_epoch INTEGER NOT NULL,
  counter        INTEGER NOT NULL,
  PRIMARY KEY (cti, generation, k)
) STRICT, WITHOUT ROWID;

-- Recalled here: no grant at or below this epoch is ever credited.
CREATE TABLE tombstone (
  cti            BLOB    NOT NULL,
  generation     INTEGER NOT NULL,
  k              INTEGER NOT NULL,
  platform_epoch INTEGER NOT NULL,
  counter        INTEGER NOT NULL,
  PRIMARY KEY (cti, generation, k)
) STRICT, WITHOUT ROWID;

-- One redemption. Its id is the idempotency key and is stored before the platform hears of it.
CREATE TABLE voucher_use (
  use_id            BLOB    PRIMARY KEY CHECK (length (use_id) = 16),
  sale_id           BLOB    NOT NULL,
  staff_id          BLOB    NOT NULL,
  cti               BLOB,                 -- NULL while only a short or platform code is known
  generation        INTEGER NOT NULL DEFAULT 0,
  k                 INTEGER NOT NULL DEFAULT 0,
  platform_epoch    INTEGER NOT NULL DEFAULT 0,
  counter           INTEGER NOT NULL DEFAULT 0,
  hop               INTEGER NOT NULL DEFAULT 0,
  amount_minor      INTEGER NOT NULL,
  state             TEXT    NOT NULL CHECK (state = 'asked' OR state = 'redeemed' OR state = 'refused' OR state = 'undoing' OR state = 'undone'),
  reason            TEXT    NOT NULL,     -- R00..R30; R28 while asked
  give_back         INTEGER NOT NULL DEFAULT 0,  -- the customer paid another way: undo when it turns out redeemed
  request           TEXT,                 -- what is asked of the platform, byte for byte, at each try
  tries             INTEGER NOT NULL DEFAULT 0,
  created_utc_us    INTEGER NOT NULL,
  settled_utc_us    INTEGER,
  undo_until_utc_us INTEGER NOT NULL DEFAULT 0,
  undo_staff_id     BLOB,
  redeemed_event    BLOB,                 -- the journal event, which is the source of its ledger lines
  -- This use took the last of a held cash right: the row is gone because nothing was left, not
  -- because the right went elsewhere. Cleared when an undo brings the row back.
  emptied           INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX voucher_use_open ON voucher_use (state) WHERE state IN ('asked', 'undoing');
CREATE INDEX voucher_use_by_cti ON voucher_use (cti);
CREATE INDEX voucher_use_by_sale ON voucher_use (sale_id);

CREATE TABLE account (
  account TEXT PRIMARY KEY,
  name_en TEXT NOT NULL,
  name_zh TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO account (account, name_en, name_zh) VALUES
  ('cash',              'Cash in drawer',            '库存现金'),
  ('voucher_liability', 'Vouchers sold, not redeemed', '未核销券负债'),
  ('voucher_suspense',  'Voucher tenders in open sales', '待结券款'),
  ('revenue',           'Revenue',                   '营业收入'),
  ('output_tax',        'Output tax',                '销项税额'),
  ('cash_rounding',     'Cash rounding',             '现金抹零');

CREATE TABLE ledger_tx (
  tx_no          INTEGER PRIMARY KEY,
  source_event   BLOB    NOT NULL UNIQUE,
  kind           TEXT    NOT NULL,
  reverses       INTEGER REFERENCES ledger_tx,
  created_utc_us INTEGER NOT NULL
) STRICT;
CREATE TABLE ledger_entry (
  tx_no        INTEGER NOT NULL REFERENCES ledger_tx,
  entry_no     INTEGER NOT NULL,
  account      TEXT    NOT NULL REFERENCES account,
  debit_minor  INTEGER NOT NULL CHECK (debit_minor >= 0),
  credit_minor INTEGER NOT NULL CHECK (credit_minor >= 0),
  currency     INTEGER NOT NULL,
  PRIMARY KEY (tx_no, entry_no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ledger_tx_never_changes BEFORE UPDATE ON ledger_tx
BEGIN SELECT RAISE (ROLLBACK, 'the ledger never changes'); END;
CREATE TRIGGER ledger_tx_never_goes BEFORE DELETE ON ledger_tx
BEGIN SELECT RAISE (ROLLBACK, 'the ledger never changes'); END;
CREATE TRIGGER ledger_entry_never_changes BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE (ROLLBACK, 'the ledger never changes'); END;
CREATE TRIGGER ledger_entry_never_goes BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE (ROLLBACK, 'the ledger never changes'); END;

-- A print job is a row before it is bytes.
CREATE TABLE print_job (
  job_no         INTEGER PRIMARY KEY,
  job_id         BLOB    NOT NULL CHECK (length (job_id) = 16),
  sale_id        BLOB,
  copy           INTEGER NOT NULL CHECK (copy IN (0, 1)),   -- printed again: not the sale's own receipt
  document       TEXT    NOT NULL,
  state          TEXT    NOT NULL CHECK (state = 'waiting' OR state = 'done' OR state = 'cancelled'),
  created_utc_us INTEGER NOT NULL,
  done_utc_us    INTEGER
) STRICT;
CREATE UNIQUE INDEX print_job_waiting ON print_job (job_id) WHERE state = 'waiting';
