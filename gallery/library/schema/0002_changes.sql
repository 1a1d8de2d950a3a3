-- Newest file id when the folder was last compared with the store to the end: files above it are
-- the ones that a missing file may have moved to.
ALTER TABLE folder ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
-- Counts up with each change of a file's content or vector, so that a reader asks for what is new.
ALTER TABLE file ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
CREATE INDEX file_revision ON file(folder, revision);
CREATE TABLE counter (revision INTEGER NOT NULL);
INSERT INTO counter VALUES (0);
