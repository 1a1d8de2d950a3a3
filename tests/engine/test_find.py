import os

import numpy as np
import pytest
from PIL import Image

from gallery.analysis.words import NEAREST
from gallery.core.errors import CancelledError
from gallery.core.phrases import UnknownWordError
from gallery.engine import requests
from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import Done
from gallery.engine.jobs import cluster_names, find
from gallery.engine.jobs.index import subject_of
from gallery.engine.workers.control import Control
from gallery.library import analyses, files
from gallery.library.vectors import mapped
from tests import small_book
from tests.engine_tools import folder_of, index

DOG, CAT, DACHSHUND = b"0000.jpg", b"0001.jpg", b"0002.jpg"


def content_of(context, subject, name):
    """The content of the file `name` of the folder."""
    (content,) = files.contents_of(context.store, [name], subject.folder).values()
    return content


@pytest.fixture
def library(context, tmp_path, monkeypatch):
    """Twelve pictures and a red one: 0000.jpg is a dog, 0001.jpg a cat, 0002.jpg a dachshund.

    Members come in the order of their digests, so each is found by its path.
    """
    root = folder_of(tmp_path / "photos", 12)
    Image.new("RGB", (60, 40), "#D01010").save(root / "red.png")
    index(context, root)
    folder = files.known_folder(context.store, os.fsencode(root))
    subject = subject_of(context, folder, b"", "pixels")
    members = analyses.members(context.store, folder, subject.encoder_row)
    vectors = mapped(context.home, subject.encoder.id, 256)[members.rows]
    at = {content: place for place, content in enumerate(members.contents.tolist())}
    dog, cat, dachshund = (
        vectors[at[content_of(context, subject, name)]] for name in (DOG, CAT, DACHSHUND)
    )
    named = {
        "dog": (dog, {"also": ["hound"], "parents": ["animal"]}),
        "dachshund": (dachshund, {"parents": ["dog"]}),
        "cat": (cat, {"parents": ["animal"]}),
        "unicorn": (-dog, {}),
    }
    small_book.install(monkeypatch, tmp_path, named)
    return subject, members


def ask(context, kind, **fields):
    heard = []
    message = kind(request=1, encoder="pixels", **fields)
    assert requests.answer(context, message, Control(), heard.append) == Done(request=1)
    return heard[0]


def test_words_find_pictures_without_anything_stored(context, library):
    subject, members = library
    said = find.search(context.store, subject, "Hounds")
    assert (said.meaning, said.unknown) == ("dog", ())
    assert said.contents.tolist() == members.contents.tolist()
    dogs = [content_of(context, subject, name) for name in (DOG, DACHSHUND)]
    assert sorted(said.contents[said.best()].tolist()) == sorted(dogs)
    assert (np.diff(said.chances[said.best()]) <= 0).all()
    assert (said.chances[said.best()] >= 0.5).all()
    assert said.sure == (said.chances >= 0.9).sum() > 0


def test_where_nothing_reaches_the_edge_the_nearest_are_given(context, library):
    said = find.search(context.store, library[0], "unicorn")
    assert (said.kept, said.sure) == (0, 0)
    assert len(said.best()) == NEAREST


def test_a_colour_is_found_in_the_pixels(context, library):
    subject, members = library
    red = content_of(context, subject, b"red.png")
    at = members.contents.tolist().index(red)
    said = find.search(context.store, subject, "red")
    assert red in said.contents[said.best()]
    assert said.chances[at] > 0.9
    both = find.search(context.store, subject, "red dog")
    alone = find.search(context.store, subject, "dog")
    assert both.chances[at] == pytest.approx(min(alone.chances[at], said.chances[at]))


def test_a_content_whose_colours_are_not_known_is_found_by_none(context, library):
    subject, members = library
    with context.store.transaction() as db:
        db.execute("UPDATE content SET colours = NULL")
    said = find.search(context.store, subject, "red")
    assert (said.kept, len(said.best())) == (0, 0)
    assert len(said.contents) == len(members.contents)


def test_unknown_words_are_told_and_none_known_is_an_error(context, library):
    said = find.search(context.store, library[0], "a dog with a top hat")
    assert (said.meaning, said.unknown) == ("dog", ("top", "hat"))
    with pytest.raises(UnknownWordError, match="nearest known words: cat"):
        find.search(context.store, library[0], "catt")


def test_a_search_can_be_ended(context, library):
    control = Control()
    control.cancel()
    with pytest.raises(CancelledError):
        find.search(context.store, library[0], "dog", control.check)


def test_the_answer_tells_how_many_are_kept_and_sure(context, library):
    subject, _members = library
    answer = ask(context, messages.SearchWords, folder=subject.folder, text="dog unknowable")
    said = find.search(context.store, subject, "dog")
    assert (answer.kept, answer.sure) == (said.kept, said.sure)
    assert answer.contents == said.contents[said.best()].tolist()
    assert (answer.meaning, answer.without, answer.unknown) == ("dog", ["unknowable"], None)
    missing = ask(context, messages.SearchWords, folder=subject.folder, text="catt")
    assert missing.contents == []
    assert "nearest known words: cat" in str(missing.unknown)


def test_an_encoder_with_words_says_so(context, library):
    assert find.knows_words(library[0])
    _report, events = index(context, files.folder_path(context.store, 1).decode())
    opened = next(event for event in events if isinstance(event, messages.Opened))
    assert opened.words


def test_what_is_typed_is_completed_with_counts(context, library):
    subject, _members = library
    known = ask(context, messages.SuggestWords, folder=subject.folder, text="d")
    counts = dict(zip(known.texts, known.counts, strict=True))
    assert {"dog", "dachshund"} <= set(counts) <= {"dog", "dachshund", "dark"}
    assert all(known.counts)
    for word, count in counts.items():
        assert count == find.search(context.store, subject, word).kept
    assert sorted(known.counts, reverse=True) == known.counts


def test_words_before_the_last_count_too(context, library):
    subject, _members = library
    found = find.suggest(context.store, subject, "red do")
    assert [(s.text, s.count) for s in found] == [
        ("red dog", find.search(context.store, subject, "red dog").kept)
    ]
    assert [(s.text, s.count) for s in find.suggest(context.store, subject, "uni")] == [
        ("unicorn", 0)
    ]
    assert find.suggest(context.store, subject, "xyz") == []
    assert find.suggest(context.store, subject, " ") == []


def test_of_many_words_those_with_most_pictures_are_suggested(context, library, monkeypatch):
    monkeypatch.setattr(find, "MOST_SUGGESTED", 1)
    monkeypatch.setattr(find, "SAMPLE", 13)
    subject, _members = library
    found = find.suggest(context.store, subject, "d")
    assert [s.text for s in found] == ["dog"]


def test_another_name_is_suggested_where_it_is_typed(context, library):
    found = find.suggest(context.store, library[0], "hou")
    assert [s.text for s in found] == ["hound"]


def test_clusters_are_named_by_the_same_words(context, library):
    subject, members = library
    book, blocks = find.name_words(context.store, subject.encoder_row, members.contents)
    chances = np.concatenate(list(blocks))
    assert chances.shape == (len(members.contents), len(book.names))
    animal = chances[:, book.names.index("animal")]
    said = find.search(context.store, subject, "animal")
    np.testing.assert_allclose(animal, said.chances, atol=1e-5)
    labels = (animal < 0.5).astype(int)
    where = (subject.folder, subject.encoder_row)
    names = cluster_names.cluster_names(context.store, where, members.contents, labels, 2)
    assert len(names) == 2


def test_beside_a_picture_every_trace_of_a_word_is_told(context, library):
    subject, _members = library
    fields = {"folder": subject.folder, "text": "dog"}
    plain = ask(context, messages.SearchWords, **fields)
    beside = ask(context, messages.SearchWords, beside=True, **fields)
    said = find.search(context.store, subject, "dog")
    assert len(beside.contents) == (said.chances >= 0.01).sum() >= len(plain.contents)
    assert beside.contents[: len(plain.contents)] == plain.contents
    assert (beside.kept, beside.sure) == (plain.kept, plain.sure)
    assert sorted(beside.scores, reverse=True) == beside.scores
