-- SPDX-License-Identifier: GPL-3.0-or-later
-- What may be chosen of a product when it is sold, as the contract tells it (core/option.h); '' = nothing.
ALTER TABLE product ADD COLUMN options TEXT NOT NULL DEFAULT '';
ALTER TABLE product_off ADD COLUMN options TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 7;
