CREATE TABLE folder (
  id INTEGER PRIMARY KEY,
  path BLOB NOT NULL UNIQUE,             -- absolute, as the system's bytes
  opened_ns INTEGER NOT NULL DEFAULT 0,
  away INTEGER NOT NULL DEFAULT 0        -- the folder, or much of it, was not there at the last scan
);
CREATE TABLE content (                   -- a picture whatever its name: one row for all copies
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE,           -- BLAKE2b of the bytes, 20 bytes
  size INTEGER NOT NULL,
  width INTEGER NOT NULL DEFAULT 0,
  height INTEGER NOT NULL DEFAULT 0,
  format TEXT NOT NULL DEFAULT '',
  taken TEXT NOT NULL DEFAULT '',
  camera TEXT NOT NULL DEFAULT '',
  exif TEXT NOT NULL DEFAULT '[]',
  dhash INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX content_size ON content(size);
CREATE TABLE file (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  folder INTEGER NOT NULL REFERENCES folder(id) ON DELETE CASCADE,
  path BLOB NOT NULL,                    -- relative to the folder
  size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  inode INTEGER NOT NULL,
  content INTEGER REFERENCES content(id),
  gone INTEGER NOT NULL DEFAULT 0,       -- not there at the last scan; the row stays
  UNIQUE (folder, path)
);
CREATE INDEX file_content ON file(content);
CREATE TABLE problem (
  file INTEGER PRIMARY KEY REFERENCES file(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  message TEXT NOT NULL,
  version TEXT NOT NULL                  -- of the program: a newer one tries again
);
CREATE TABLE encoder (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,              -- name and digest of weights and preprocessing
  dim INTEGER NOT NULL
);
CREATE TABLE vector (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  encoder INTEGER NOT NULL REFERENCES encoder(id),
  content INTEGER NOT NULL REFERENCES content(id),
  row INTEGER NOT NULL,                  -- in vectors/<key>.f32
  checksum INTEGER NOT NULL,             -- CRC-32 of the row's bytes
  tags BLOB,                             -- pairs of uint16 class, uint16 probability in 65535ths
  shown TEXT,                            -- JSON: [[word, probability], ...] sure enough to be shown
  UNIQUE (encoder, content)
);
CREATE TABLE clustering (
  folder INTEGER NOT NULL REFERENCES folder(id) ON DELETE CASCADE,
  encoder INTEGER NOT NULL REFERENCES encoder(id),
  chosen_k INTEGER NOT NULL,             -- what the person asked for; 0 = the suggested number
  suggested_k INTEGER NOT NULL,
  silhouette REAL NOT NULL,
  contents BLOB NOT NULL,                -- int64 [n], ascending
  labels BLOB NOT NULL,                  -- int16 [n]
  clusters TEXT NOT NULL,                -- JSON: [[number, name, size, [typical contents]], ...]
  PRIMARY KEY (folder, encoder)
);
CREATE TABLE map (
  folder INTEGER NOT NULL REFERENCES folder(id) ON DELETE CASCADE,
  encoder INTEGER NOT NULL REFERENCES encoder(id),
  method TEXT NOT NULL,                  -- pca, umap
  contents BLOB NOT NULL,                -- int64 [n], ascending
  xy BLOB NOT NULL,                      -- float32 [n, 2]
  PRIMARY KEY (folder, encoder)
);
