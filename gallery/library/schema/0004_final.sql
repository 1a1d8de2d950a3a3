-- How it was computed, where it is final: from all pictures, in one order. '' for what is only
-- shown meanwhile.
ALTER TABLE clustering ADD COLUMN recipe TEXT NOT NULL DEFAULT '';
ALTER TABLE map ADD COLUMN recipe TEXT NOT NULL DEFAULT '';
-- int32 [n]: place of each content in its cluster, the most typical first; empty in old rows.
ALTER TABLE clustering ADD COLUMN ranks BLOB NOT NULL DEFAULT x'';
