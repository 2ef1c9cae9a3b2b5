-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who took a redemption back; the pins that the trust list names; wrong tries at the approval page.

ALTER TABLE use ADD COLUMN undo_staff_id BLOB;
ALTER TABLE platform ADD COLUMN tls_pins TEXT NOT NULL DEFAULT ''; -- separated by spaces
CREATE TABLE wrong_approval (at_utc_s INTEGER NOT NULL) STRICT;

PRAGMA user_version = 2;
