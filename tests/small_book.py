"""A small book of words about pictures that a test painted: each names some of them."""

import hashlib
import io
import json

import numpy as np

from gallery.analysis import words


def install(monkeypatch, folder, named, encoder="pixels"):
    """Let `encoder` know words: each finds those of its vectors surely, and others less.

    Args:
        monkeypatch: of the test.
        folder: where the two files are written.
        named: word -> the unit vector [d] that it stands for, and more of its row.
        encoder: whose words they are.
    """
    weights = np.stack([vector for vector, _row in named.values()]) * 100
    rows = [{"name": name, **row} for name, (_vector, row) in named.items()]
    out = io.BytesIO()
    offsets = np.full(len(rows), -97, np.float32)  # the edge lies at a cosine of 0.97
    np.savez(out, weights=weights.astype(np.float16), offsets=offsets)
    (folder / f"{encoder}-words.npz").write_bytes(out.getvalue())
    digest = hashlib.sha256(out.getvalue()).hexdigest()
    text = json.dumps({"sha256": digest, "words": rows})
    (folder / f"{encoder}-words.json").write_text(text)
    monkeypatch.setattr(words, "resource", lambda name: folder / name)
    words._kept.cache_clear()
