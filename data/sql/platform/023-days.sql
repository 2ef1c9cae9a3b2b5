-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the sales of a store's business day came to, by what a manager asks for. Added to with each sale that is told
-- (src/platform/day.c), so that a page costs some tens of rows; by shift, since a Z is of shifts that are closed.
CREATE TABLE day_sum (
  store_no     INTEGER NOT NULL,
  business_day TEXT    NOT NULL,
  shift        TEXT    NOT NULL,  -- its id in lower-case hex; '' = of none
  part         TEXT    NOT NULL,  -- 'clerk' 'quarter' 'category' 'tender'
  item         TEXT    NOT NULL,  -- which: of a person the id as above, of a quarter of an hour its number since 1970
  n            INTEGER NOT NULL,  -- sales; of categories lines
  amount_minor INTEGER NOT NULL,
  PRIMARY KEY (store_no, business_day, shift, part, item)
) STRICT, WITHOUT ROWID;

WITH told AS (SELECT store_no, business_day, gross_minor, at_utc_us, body,
    coalesce (lower (hex (staff_id)), '') AS staff,
    CAST (coalesce (replace (json_extract (body, '$.shift_id'), '-', ''), '') AS TEXT) AS shift
  FROM sale WHERE terminal_id IS NOT NULL),
part AS (
  SELECT store_no, business_day, shift, 'clerk' AS part, staff AS item, gross_minor AS amount_minor FROM told
  UNION ALL
  SELECT store_no, business_day, shift, 'quarter', CAST (at_utc_us / 900000000 AS TEXT), gross_minor FROM told
  UNION ALL
  SELECT store_no, business_day, shift, 'category',
    CAST (CAST (coalesce (json_extract (j.value, '$.category_id'), 0) AS INTEGER) AS TEXT),
    json_extract (j.value, '$.total_minor')
  FROM told, json_each (body, '$.lines') j WHERE json_extract (j.value, '$.kind') = 'product'
  UNION ALL
  SELECT store_no, business_day, shift, 'tender', json_extract (j.value, '$.kind'),
    json_extract (j.value, '$.amount_minor')
  FROM told, json_each (body, '$.tenders') j WHERE j.type = 'object' AND json_type (j.value, '$.kind') = 'text'
    AND json_type (j.value, '$.amount_minor') = 'integer'
    AND abs (json_extract (j.value, '$.amount_minor')) <= 1000000000000)
INSERT INTO day_sum SELECT store_no, business_day, shift, part, item, count(*), sum (amount_minor)
  FROM part GROUP BY 1, 2, 3, 4, 5;

PRAGMA user_version = 23;
