-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a product asks for when it is sold: '' = nothing, 'serial', 'lot' or 'due'.
ALTER TABLE product ADD COLUMN asks TEXT NOT NULL DEFAULT '';
ALTER TABLE product_off ADD COLUMN asks TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 6;
