"""A picture that takes the engine with it is found, and given up after three deaths."""

import os

import pytest
from PIL import Image

from gallery.core.problem import Kind, reason
from gallery.engine.ipc import messages, spawn
from gallery.engine.ipc.messages import Done
from gallery.engine.workers.crash_journal import MARK, MOST_DEATHS, CrashJournal
from gallery.library.reading import Reader
from tests.engine import deadly_engine
from tests.engine_tools import folder_of, index, paint, running_engine


@pytest.fixture
def deadly(monkeypatch):
    monkeypatch.setattr(spawn, "_serve", deadly_engine.serve)


def deaths_until_done(home, ask):
    """Start engines until a request is carried out; return how many died of it."""
    for deaths in range(10):
        with running_engine(home) as engine:
            request = ask(engine)
            try:
                assert isinstance(engine.ending(request), Done)
            except EOFError:
                continue
            return deaths
    raise AssertionError("it never ends")


def looked_at(home, root):
    reader = Reader(home)
    folder = reader.folder_id(os.fsencode(root))
    rows, _last = reader.all_rows(folder, deadly_engine.DeadlyEncoder().id)
    problems = reader.problems(folder)
    reader.close()
    return folder, len(rows.file), problems


@pytest.mark.usefixtures("deadly")
def test_after_three_deaths_the_guilty_is_a_problem_and_its_neighbours_are_embedded(home, tmp_path):
    root = folder_of(tmp_path / "photos", 40)
    Image.new("RGB", (40, 40), "white").save(root / "0007white.jpg")
    assert deaths_until_done(home, lambda engine: engine.open(root)) == MOST_DEATHS
    folder, embedded, problems = looked_at(home, root)
    assert embedded == 40
    assert [(p.path, p.kind, p.message) for p in problems] == [
        (b"0007white.jpg", "encoder_crashed", str(reason(Kind.ENCODER_CRASHED)))
    ]
    # Not tried again at the next start, nor because another file came.
    paint(root / "new.jpg", 99)
    assert deaths_until_done(home, lambda engine: engine.open(root)) == 0
    # Tried when asked, alone, and given up after one more.
    again = {"folder": folder, "encoder": "pixels", "files": [problems[0].file]}
    assert deaths_until_done(home, lambda engine: engine.ask(messages.Retry, **again)) == 1
    assert [p.kind for p in looked_at(home, root)[2]] == ["encoder_crashed"]
    # Another picture under its name is as good as any.
    paint(root / "0007white.jpg", 98)
    assert deaths_until_done(home, lambda engine: engine.open(root)) == 0
    assert looked_at(home, root)[1:] == (42, [])
    assert not (home.root / MARK).exists()


def test_what_was_in_hand_at_a_death_is_embedded_alone_and_cleared(home, context, tmp_path):
    root = folder_of(tmp_path / "photos", 20)
    (home.root / MARK).write_text('{"hand": [3, 4], "deaths": {}}')
    sizes = []
    encoder = context.encoder("pixels")
    images = encoder.images
    encoder.images = lambda batch: (sizes.append(len(batch)), images(batch))[1]
    report, _events = index(context, root)
    assert report.embedded == 20
    assert sizes.count(1) >= 2
    assert sum(sizes) == 20
    assert not (home.root / MARK).exists()


def test_an_orderly_end_counts_no_death(home):
    home.create()
    ended = CrashJournal(home)
    with ended.holding([3, 4]):
        assert (home.root / MARK).exists()
        ended.close()
        following = CrashJournal(home)
        following.take_over()
    assert following.deaths(3) == 0


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"hand": 3, "deaths": {}}', b"\xff"])
def test_a_damaged_mark_is_no_mark(home, text):
    home.create()
    (home.root / MARK).write_bytes(text)
    suspects = CrashJournal(home)
    suspects.take_over()
    assert suspects.deaths(3) == 0
