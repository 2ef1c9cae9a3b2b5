-- Tax rules as the platform told them: the last row is in force, the others stay for the sales that were
-- begun by them.
CREATE TABLE tax_rules (
  number INTEGER PRIMARY KEY,
  body   TEXT    NOT NULL    -- the contract's TaxRules; '' = none any more
) STRICT;

-- The rules that a sale is reckoned by (0 = none: the rate of the catalogue, contained in the price), at the
-- instant of its promotions; and, once it is finished, what each tax at each rate came to:
-- [["vat", rate_ppm, net_minor, tax_minor], ...]
ALTER TABLE sale ADD COLUMN tax_rules INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sale ADD COLUMN taxes     TEXT    NOT NULL DEFAULT '[]';

-- In day_sum: part 'tax', item 'id rate_ppm', n = what the tax is on, in minor units, sum_minor = the tax.

-- The day that is going on at this upgrade, of what its journal says.
CREATE TEMP TABLE going AS SELECT business_day AS day FROM shift ORDER BY shift_no DESC LIMIT 1;
CREATE TEMP TABLE told AS SELECT replace (json_extract (e.body, '$.sale_id'), '-', '') AS id,
    json_extract (j.value, '$.tax_ppm') AS ppm, sum (json_extract (j.value, '$.tax_minor')) AS tax,
    sum (json_extract (j.value, '$.total_minor') - json_extract (j.value, '$.tax_minor')) AS net
  FROM journal e, json_each (e.body, '$.lines') j
  WHERE e.kind = 'sale.finished' AND json_extract (j.value, '$.total_minor') > 0
    AND e.journal_no > coalesce ((SELECT max (closed_no) FROM shift WHERE business_day <> (SELECT day FROM going)), 0)
  GROUP BY 1, 2;
CREATE INDEX temp.told_by_id ON told (id);
DROP TRIGGER finished_sale_never_changes;
UPDATE sale SET taxes = (SELECT json_group_array (json_array (iif (ppm = 0, 'exempt', 'tax'), ppm, net, tax))
    FROM told WHERE id = lower (hex (sale_id)))
  WHERE state = 'finished' AND business_day = (SELECT day FROM going);
CREATE TRIGGER finished_sale_never_changes BEFORE UPDATE ON sale
WHEN OLD.state IN ('finished', 'void')
BEGIN SELECT RAISE (ROLLBACK, 'a finished sale never changes'); END;
INSERT INTO day_sum
  SELECT business_day, 'tax', (t.value ->> 0) || ' ' || (t.value ->> 1), sum (t.value ->> 2), sum (t.value ->> 3)
  FROM sale, json_each (taxes) t WHERE state = 'finished' AND business_day = (SELECT day FROM going) GROUP BY 1, 3;
DROP TABLE told;
DROP TABLE going;
