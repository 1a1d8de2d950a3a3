-- What a person taught: likeness is bent by it while it is switched on. Vectors stay as they are.
CREATE TABLE lesson (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  folder INTEGER NOT NULL REFERENCES folder(id) ON DELETE CASCADE,
  encoder INTEGER NOT NULL REFERENCES encoder(id),
  name TEXT NOT NULL,
  classes TEXT NOT NULL,                 -- JSON: [name, ...]
  weights BLOB NOT NULL,                 -- float32 [classes + 1, dim], the last "none of them"
  offsets BLOB NOT NULL,                 -- float32 [classes + 1]
  before REAL NOT NULL,                  -- cross-validated precision at ten without it
  after REAL NOT NULL,                   -- and with it
  stays REAL NOT NULL,                   -- share of other pictures' nearest that stay
  is_on INTEGER NOT NULL DEFAULT 0,      -- one at most for a folder and an encoder
  gone INTEGER NOT NULL DEFAULT 0        -- taken back; the row stays, so that this can be undone
);
