import json
import os

import numpy as np
import pytest

from gallery.core.errors import LookalikeError
from gallery.encoders.pixels import PixelsEncoder
from gallery.engine import requests
from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import Done
from gallery.engine.jobs import tagging
from gallery.engine.workers.control import Control
from gallery.library import analyses, files
from gallery.library.reading import Reader
from tests.engine_tools import folder_of, index


def test_tagging_survive_the_store():
    rng = np.random.default_rng(0)
    classes = rng.integers(0, 60_000, (5, 10)).astype(np.uint16)
    chances = rng.random((5, 10)).astype(np.float32)
    packed = [tagging.pack(*row) for row in zip(classes, chances, strict=True)]
    assert all(len(data) == 40 for data in packed)
    there, how_sure = tagging.unpack(packed)
    assert np.array_equal(there, classes)
    assert np.allclose(how_sure, chances, atol=1e-5)


def test_an_encoder_without_tags_has_none():
    vectors, tags = tagging.embed(PixelsEncoder(), np.zeros((3, 16, 16, 3), np.uint8))
    assert vectors.shape == (3, 256)
    assert tags == [(None, None)] * 3
    assert not tagging.can_tag(PixelsEncoder())


@pytest.fixture
def compact(context):
    try:
        return context.encoder("compact")
    except LookalikeError as error:
        pytest.skip(str(error))


def test_pictures_are_found_by_words(context, compact, shared):
    root = shared / "data" / "photos" / "fruit"
    index(context, root, "compact", analyse=True)
    folder = files.known_folder(context.store, os.fsencode(root))
    row = files.encoder_row(context.store, compact.id, compact.dim)
    said = tagging.search(context.store, folder, row, "fruit")
    assert said.meaning == "fruit"
    assert said.contents.tolist() == analyses.members(context.store, folder, row).contents.tolist()
    best = said.best()
    assert len(said.contents) / 2 < len(best) == said.kept
    assert (np.diff(said.chances[best]) <= 0).all()
    reader = Reader(context.home)
    saved = reader.clusters(folder, compact.id)
    listed = reader.files(folder)
    facts = [reader.facts(file, compact.id) for file in listed.file.tolist()]
    reader.close()
    both = tagging.search(context.store, folder, row, "red orange fruit")
    assert (both.meaning, both.unknown) == ("orange, fruit", ("red",))
    assert 0 < both.kept <= said.kept
    assert any(not cluster.name.startswith("Cluster ") for cluster in saved.rows)
    assert all(0 < chance <= 1 for fact in facts for _word, chance in fact.tags)
    assert any(fact.tags for fact in facts)


def test_words_that_are_not_known_are_told_with_their_nearest(context, compact, tmp_path):
    root = folder_of(tmp_path / "photos", 2)
    index(context, root, "compact")
    folder = files.known_folder(context.store, os.fsencode(root))
    row = files.encoder_row(context.store, compact.id, compact.dim)
    with pytest.raises(LookalikeError, match="nearest known words"):
        tagging.search(context.store, folder, row, "elefant")
    heard = []
    message = messages.SearchWords(request=1, folder=folder, encoder="compact", text="lion48")
    assert requests.answer(context, message, Control(), heard.append) == Done(request=1)
    assert heard[0].contents == []
    assert "nearest known words: lion" in str(heard[0].unknown)


def test_what_is_shown_is_stored_as_words(context, compact, shared):
    index(context, shared / "data" / "photos" / "fruit", "compact")
    rows = context.store.reading.execute("SELECT tags, shown FROM vector").fetchall()
    assert all(len(tags) == 40 for tags, _shown in rows)
    words = [word for _tags, shown in rows for word, _chance in json.loads(shown)]
    assert all(isinstance(word, str) and word for word in words)
