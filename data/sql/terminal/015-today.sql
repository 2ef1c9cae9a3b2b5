-- What each business day came to, added to in the acts themselves: the page for today reads some tens
-- of rows that lie beside one another, however many sales there ever were. Each row follows from the
-- journal; the day of an event is the business day of the shift that was opened last before it.
CREATE TABLE day_sum (
  business_day TEXT    NOT NULL,
  part         TEXT    NOT NULL,
  item         ANY     NOT NULL,
  n            INTEGER NOT NULL,
  sum_minor    INTEGER NOT NULL,
  PRIMARY KEY (business_day, part, item)
) STRICT, WITHOUT ROWID;
-- part        item                           n, sum_minor
-- quarter     of an hour since 1970          finished sales, gross
-- voucher     the same                       those of them with a voucher on them
-- clerk       staff_id                       finished sales, gross
-- tender      kind                           tenders, what they paid
-- rounding    ''                             tenders that were rounded, by how much
-- category    id, 0 = none                   product lines, what was paid for them
-- use         type of voucher                redeemed, worth
-- undone      type of voucher                undone, worth
-- voided      ''                             sales voided, 0
-- difference  shift_no                       1, counted less expected

-- The days that the page shows: the last one, and a week before.
CREATE TEMP TABLE since AS SELECT
  coalesce (date ((SELECT max (business_day) FROM shift), '-7 days'), '') AS day,
  coalesce ((SELECT max (closed_no) FROM shift WHERE business_day <
    date ((SELECT max (business_day) FROM shift), '-7 days')), 0) AS no;
CREATE TEMP TABLE opened (journal_no INTEGER PRIMARY KEY, day TEXT NOT NULL);
INSERT INTO opened SELECT journal_no, business_day
  FROM journal JOIN shift ON lower (hex (shift_id)) = replace (json_extract (body, '$.shift_id'), '-', '')
  WHERE journal_no > (SELECT no FROM since) AND kind = 'shift.opened';
CREATE TEMP TABLE recent AS SELECT sale_no, business_day, finished_utc_us / 900000000 AS quarter, staff_id, gross_minor,
    lower (hex (sale_id)) AS id, EXISTS (SELECT 1 FROM sale_line l WHERE l.sale_no = s.sale_no AND l.use_id IS NOT NULL)
    OR EXISTS (SELECT 1 FROM sale_tender t WHERE t.sale_no = s.sale_no AND t.kind = 'voucher')
    OR EXISTS (SELECT 1 FROM sale_discount d WHERE d.sale_no = s.sale_no) AS voucher
  FROM sale s WHERE state = 'finished' AND business_day >= (SELECT day FROM since);
CREATE INDEX temp.recent_by_id ON recent (id);
CREATE TEMP TABLE used AS SELECT lower (hex (use_id)) AS id, coalesce (type, 'deal') AS type, amount_minor
  FROM voucher_use LEFT JOIN voucher USING (cti, generation) LEFT JOIN voucher_terms USING (terms_no)
  WHERE redeemed_no IS NOT NULL;
CREATE INDEX temp.used_by_id ON used (id);

INSERT INTO day_sum SELECT business_day, 'quarter', quarter, count(*), sum (gross_minor) FROM recent GROUP BY 1, 3;
INSERT INTO day_sum SELECT business_day, 'voucher', quarter, count(*), sum (gross_minor) FROM recent
  WHERE voucher GROUP BY 1, 3;
INSERT INTO day_sum SELECT business_day, 'clerk', staff_id, count(*), sum (gross_minor) FROM recent GROUP BY 1, 3;
INSERT INTO day_sum SELECT business_day, 'tender', kind, count(*), sum (amount_minor)
  FROM recent JOIN sale_tender USING (sale_no) GROUP BY 1, 3;
INSERT INTO day_sum SELECT business_day, 'rounding', '', count(*), sum (rounding_minor)
  FROM recent JOIN sale_tender USING (sale_no) WHERE rounding_minor <> 0 GROUP BY 1, 3;
INSERT INTO day_sum
  SELECT r.business_day, 'category', l.category_id, count(*), sum (json_extract (j.value, '$.total_minor'))
  FROM journal e, json_each (e.body, '$.lines') j
  JOIN recent r ON r.id = replace (json_extract (e.body, '$.sale_id'), '-', '')
  JOIN sale_line l ON l.sale_no = r.sale_no AND l.line_no = json_extract (j.value, '$.line_no')
  WHERE e.journal_no > (SELECT no FROM since) AND e.kind = 'sale.finished' AND l.kind = 'product' GROUP BY 1, 3;
INSERT INTO day_sum
  SELECT (SELECT day FROM opened o WHERE o.journal_no < e.journal_no ORDER BY o.journal_no DESC LIMIT 1) AS day,
    iif (e.kind = 'voucher.undone', 'undone', 'use'), u.type, count(*), sum (u.amount_minor)
  FROM journal e JOIN used u ON u.id = replace (json_extract (e.body, '$.use_id'), '-', '')
  WHERE e.journal_no > (SELECT no FROM since) AND e.kind IN ('voucher.redeemed', 'voucher.undone')
    AND e.journal_no > (SELECT min (journal_no) FROM opened) GROUP BY 1, 2, 3;
INSERT INTO day_sum
  SELECT (SELECT day FROM opened o WHERE o.journal_no < e.journal_no ORDER BY o.journal_no DESC LIMIT 1) AS day,
    'voided', '', count(*), 0
  FROM journal e WHERE e.journal_no > (SELECT no FROM since) AND e.kind = 'sale.voided'
    AND e.journal_no > (SELECT min (journal_no) FROM opened) GROUP BY 1;
INSERT INTO day_sum SELECT business_day, 'difference', shift_no, 1, counted_minor - expected_minor FROM shift
  WHERE business_day >= (SELECT day FROM since) AND counted_minor <> expected_minor;
DROP TABLE since;
DROP TABLE opened;
DROP TABLE recent;
DROP TABLE used;
