-- A sale that was resumed beside one that had been emptied was not found after a restart, and another was begun:
-- of those that are open and have lines or tenders the newest stays so, the others are held.
UPDATE sale SET state = 'held', hold_name = coalesce (hold_name, printf ('No. %d', sale_no))
WHERE state = 'open' AND EXISTS (SELECT 1 FROM sale_line l WHERE l.sale_no = sale.sale_no
                                 UNION ALL SELECT 1 FROM sale_tender t WHERE t.sale_no = sale.sale_no)
AND sale_no < (SELECT max (o.sale_no) FROM sale o WHERE o.state = 'open'
               AND EXISTS (SELECT 1 FROM sale_line l WHERE l.sale_no = o.sale_no
                           UNION ALL SELECT 1 FROM sale_tender t WHERE t.sale_no = o.sale_no));
