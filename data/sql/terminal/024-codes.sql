-- What a friend has got was granted with the short code of whoever gave it. Its own comes with the next grant;
-- until then it is found by its QR code.
UPDATE voucher SET short_code = '' WHERE generation > 1;
