-- SPDX-License-Identifier: GPL-3.0-or-later
-- Products are changed at tills too. sold 0: out of the catalogue until somebody sells it again. stamps: a
-- JSON object of the hybrid time of the last change of each field, and of each added barcode by its digits.
ALTER TABLE product ADD COLUMN sold INTEGER NOT NULL DEFAULT 1 CHECK (sold IN (0, 1));
ALTER TABLE product ADD COLUMN stamps TEXT NOT NULL DEFAULT '{}';

PRAGMA user_version = 16;
