-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a person is to pay back of a use that was undone after its voucher had ended (code 'ended'): it may be
-- less than the use, where another one waited for its part.
ALTER TABLE event ADD COLUMN owed_minor INTEGER CHECK (owed_minor >= 0);

UPDATE event SET owed_minor = (
  SELECT coalesce (
    (SELECT amount_minor FROM use u WHERE u.use_id = p.use_id AND u.k = p.k),
    (SELECT amount_minor FROM claim a WHERE a.use_id = p.use_id AND a.k = p.k AND a.amount_minor IS NOT NULL LIMIT 1))
  FROM claim p WHERE p.terminal_id = event.terminal_id AND p.incarnation = event.incarnation AND p.seq = event.seq)
WHERE verdict = 'attention' AND code = 'ended';

PRAGMA user_version = 22;
