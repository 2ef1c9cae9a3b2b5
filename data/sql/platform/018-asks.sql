-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a product asks for when it is sold: '' = nothing, the serial number of each piece, the lot, or, made to
-- order, when it is to be ready.
ALTER TABLE product ADD COLUMN asks TEXT NOT NULL DEFAULT '' CHECK (asks IN ('', 'serial', 'lot', 'due'));

PRAGMA user_version = 18;
