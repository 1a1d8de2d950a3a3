import os

import numpy as np
import pytest
from PIL import Image

from gallery.core.errors import LookalikeError
from gallery.core.query import Outside, Part, Query
from gallery.engine.jobs import lessons, steered
from gallery.engine.jobs.index import subject_of
from gallery.engine.workers.control import Control
from gallery.library import analyses, files, marks
from gallery.library import lessons as kept
from gallery.library.vectors import mapped
from tests.engine_tools import index


@pytest.fixture
def library(context, tmp_path):
    """Two folders of nine pictures each, striped one way or the other, and six others."""
    rng = np.random.default_rng(2)
    root = tmp_path / "photos"
    for number in range(24):
        name = ("across", "down", "")[number // 9]
        place = root / name
        place.mkdir(parents=True, exist_ok=True)
        stripes = np.tile(np.arange(16)[:, None] % 4 < 2, (1, 16)) * 90.0
        base = (stripes, stripes.T, stripes * 0)[number // 9]
        noise = rng.integers(0, 160, (16, 16))
        pixels = np.clip(base + noise, 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(place / f"{number:02}.png")
    index(context, root)
    folder = files.known_folder(context.store, os.fsencode(root))
    return subject_of(context, folder, os.fsencode(root), "pixels")


def test_folders_teach_and_what_is_kept_bends_likeness(context, library):
    subject, store = library, context.store
    taught = lessons.teach(store, subject, lessons.FOLDERS)
    assert taught.lesson.classes == ("across", "down")
    assert taught.few == ()
    assert lessons.active(store, subject.folder, subject.encoder_row) is None
    path = subject.root + b"/across/00.png"
    query = Query((Part(Outside(path)),))
    before = _scores(context, subject, query)
    lessons.keep(store, subject, "stripes", taught)
    after = _scores(context, subject, query)
    assert not np.allclose(before, after, atol=1e-3)
    table = analyses.members(store, subject.folder, subject.encoder_row)
    rows = mapped(context.home, subject.encoder.id, 256)[table.rows]
    assert rows.shape[1] == 256, "the library's own vectors stay as they are"
    kept.switch(store, subject.folder, subject.encoder_row, 0)
    np.testing.assert_array_equal(_scores(context, subject, query), before)


def _scores(context, subject, query):
    members = analyses.members(context.store, subject.folder, subject.encoder_row)
    vectors = np.asarray(mapped(context.home, subject.encoder.id, 256)[members.rows])
    asking = steered.Asking(context, subject, Control())
    return asking.answer(query, steered.KnownPicture(members.contents, vectors)).ranking.scores


def test_a_lesson_is_switched_taken_back_and_had_again(context, library):
    store, where = context.store, (library.folder, library.encoder_row)
    taught = lessons.teach(store, library, lessons.FOLDERS)
    first = lessons.keep(store, library, "one", taught)
    second = lessons.keep(store, library, "two", taught)
    assert [(o.name, o.is_on) for o in kept.of_folder(store.reading, *where)] == [
        ("one", False),
        ("two", True),
    ]
    kept.switch(store, *where, first)
    on = lessons.active(store, *where)
    np.testing.assert_array_equal(on.weights, taught.lesson.weights)
    kept.take_back(store, second)
    kept.take_back(store, first)
    assert kept.of_folder(store.reading, *where) == []
    kept.take_back(store, second, gone=False)
    (again,) = kept.of_folder(store.reading, *where)
    assert (again.id, again.name, again.is_on) == (second, "two", False)
    assert again.after == pytest.approx(taught.gain.after)
    kept.switch(store, *where, first)
    assert lessons.active(store, *where) is None, "what was taken back cannot be switched on"


def test_labels_teach_too_and_two_of_them_are_none(context, library):
    members = analyses.members(context.store, library.folder, library.encoder_row)
    contents = members.contents
    marks.change_labels(context.store, contents[:10].tolist(), add=["a"])
    marks.change_labels(context.store, contents[9:20].tolist(), add=["b"])
    labels = lessons.labels_of(context.store, library.folder, contents, lessons.LABELS)
    assert labels == ["a"] * 9 + [""] + ["b"] * 10 + [""] * 4
    assert lessons.teach(context.store, library).lesson.classes == ("a", "b")


def test_without_labels_there_is_nothing_to_learn(context, library):
    with pytest.raises(LookalikeError, match="no two classes"):
        lessons.teach(context.store, library)
    with pytest.raises(LookalikeError, match="folders or labels"):
        lessons.teach(context.store, library, "stars")
