-- dHash with rows and columns exchanged: with the other one, all eight orientations can be told.
-- NULL for what was read before it was looked at, as for the next two.
ALTER TABLE content ADD COLUMN dhash_turned INTEGER;
-- What XMP and IPTC say: JSON list of words, and 0 to 5 (-1 for rejected).
ALTER TABLE content ADD COLUMN keywords TEXT;
ALTER TABLE content ADD COLUMN rating INTEGER;
-- What a person says of a picture holds for every copy of its bytes, wherever it lies.
CREATE TABLE star (
  content INTEGER PRIMARY KEY REFERENCES content(id),
  stars INTEGER NOT NULL                 -- 1 to 5
);
CREATE TABLE label (
  content INTEGER NOT NULL REFERENCES content(id),
  name TEXT NOT NULL,
  PRIMARY KEY (content, name)
) WITHOUT ROWID;
CREATE INDEX label_name ON label(name);
CREATE TABLE refused (                   -- proposed, and not wanted: not proposed again
  content INTEGER NOT NULL REFERENCES content(id),
  name TEXT NOT NULL,
  PRIMARY KEY (content, name)
) WITHOUT ROWID;
CREATE TABLE verdict (                   -- two pictures that are no duplicates: not asked again
  a INTEGER NOT NULL REFERENCES content(id),
  b INTEGER NOT NULL REFERENCES content(id),  -- above a
  PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE TABLE dismissed (                 -- a row of a check that a person has seen and lets be
  kind TEXT NOT NULL,                    -- leak, label, odd
  a INTEGER NOT NULL REFERENCES content(id),
  b INTEGER NOT NULL DEFAULT 0,          -- the other picture of a leak
  detail TEXT NOT NULL DEFAULT '',       -- the label that was doubted
  PRIMARY KEY (kind, a, b, detail)
) WITHOUT ROWID;
CREATE TABLE likeness (                  -- two pictures that were laid over each other
  a INTEGER NOT NULL REFERENCES content(id),
  b INTEGER NOT NULL REFERENCES content(id),  -- above a
  recipe INTEGER NOT NULL,               -- version of the comparison
  agreement REAL NOT NULL,
  whole REAL NOT NULL,
  turn INTEGER NOT NULL,
  rotation REAL NOT NULL,
  scale REAL NOT NULL,
  covered_a REAL NOT NULL,
  covered_b REAL NOT NULL,
  blocks INTEGER NOT NULL,
  PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE TABLE finding (                   -- groups and checks as they were last found, to be shown
  folder INTEGER NOT NULL REFERENCES folder(id) ON DELETE CASCADE,
  encoder INTEGER NOT NULL REFERENCES encoder(id),
  what TEXT NOT NULL,                    -- duplicates, check
  revision INTEGER NOT NULL,             -- counter.revision when it was computed
  data TEXT NOT NULL,                    -- JSON
  PRIMARY KEY (folder, encoder, what)
);
CREATE TABLE deed (                      -- what was done with a selection: it can be undone
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,                    -- trash, copy, link
  begun_ns INTEGER NOT NULL
);
CREATE TABLE deed_file (
  deed INTEGER NOT NULL REFERENCES deed(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  source BLOB NOT NULL,                  -- absolute
  target BLOB NOT NULL DEFAULT x'',      -- where it went; empty while not known
  digest BLOB NOT NULL,                  -- of the bytes
  state TEXT NOT NULL,                   -- planned, done, failed, undone
  why TEXT NOT NULL DEFAULT '',          -- code of what went wrong
  PRIMARY KEY (deed, number)
) WITHOUT ROWID;
