-- Share of each colour (core/hues.py), uint8 [15]; NULL for what was read before they were looked at:
-- it is found by no colour until it is read again.
ALTER TABLE content ADD COLUMN colours BLOB;
