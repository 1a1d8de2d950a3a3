-- Why a file could not be used: a code and its arguments as JSON (core/codes.py). What was kept as
-- a sentence is moved to `args`, and recognised afterwards (library/old_sentences.py).
CREATE TABLE problem_coded (
  file INTEGER PRIMARY KEY REFERENCES file(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  args TEXT NOT NULL,
  version TEXT NOT NULL                  -- of the program: a newer one tries again
);
INSERT INTO problem_coded SELECT file, kind, '', message, version FROM problem;
DROP TABLE problem;
ALTER TABLE problem_coded RENAME TO problem;
