-- SPDX-License-Identifier: GPL-3.0-or-later
-- What may be chosen of a product when it is sold: the contract's list of groups, '' = nothing.
ALTER TABLE product ADD COLUMN options TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 21;
