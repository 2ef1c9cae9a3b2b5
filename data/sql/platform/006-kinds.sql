-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a coupon asks for beside a sum, as JSON of the contract; whom a voucher is bound to: the first
-- bytes of the member id's keyed index, as in its token.

ALTER TABLE voucher ADD COLUMN conditions TEXT;
ALTER TABLE voucher ADD COLUMN holder BLOB CHECK (length (holder) = 8);

PRAGMA user_version = 6;
