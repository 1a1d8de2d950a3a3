import os

import numpy as np
import pytest

from gallery.core.codes import Code
from gallery.core.errors import LookalikeError
from gallery.core.sentence import Sentence
from gallery.engine import requests
from gallery.engine.ipc import likeness_messages, wire
from gallery.engine.ipc.messages import Done
from gallery.engine.jobs import any_file, lessons
from gallery.engine.jobs.index import subject_of
from gallery.engine.workers.control import Control
from gallery.library import analyses, files
from gallery.library import lessons as kept
from gallery.library.vectors import mapped
from tests.engine_tools import index, paint

NAME = "efficientnet-lite0"


def ask(context, kind, **fields):
    """The answer to a request that went over the pipe and back; None where there is none."""
    heard = []
    message = wire.decode(wire.encode(kind(request=1, **fields)))
    assert requests.answer(context, message, Control(), heard.append) == Done(request=1)
    return wire.decode(wire.encode(heard[-1])) if heard else None


@pytest.fixture
def pair(tmp_path):
    return [str(paint(tmp_path / f"{n}.jpg", n, side=240)) for n in (1, 2)]


def test_a_pair_is_explained(context, pair):
    told = ask(context, likeness_messages.ExplainPair, first=pair[0], second=pair[1], encoder=NAME)
    assert np.sum(told.pairs) == pytest.approx(told.cosine, abs=1e-3)
    assert np.sum(told.first) == pytest.approx(told.cosine, abs=1e-3)
    assert np.shape(told.second) == (7, 7)
    assert told.boxes == [[0, 0, 1, 1]] * 2
    guess = ask(
        context, likeness_messages.ExplainPair, first=pair[0], second=pair[1], encoder="pixels"
    )
    assert guess.pairs == []


def test_changes_are_tried(context, pair):
    fields = {"path": pair[0], "encoder": "pixels"}
    kind = likeness_messages.ChangePicture
    told = ask(context, kind, changes=["shift", "shift"], amounts=[0.0, 0.2], **fields)
    assert told.cosines[0] == pytest.approx(1, abs=1e-5)
    assert told.cosines[1] < 0.99
    both = {"changes": ["mirror", "grey"], "amounts": [1.0, 1.0]}
    apart, joined = (
        ask(context, kind, **both, **fields),
        ask(context, kind, together=True, **both, **fields),
    )
    assert len(joined.cosines) == 1
    assert joined.cosines[0] == pytest.approx(apart.cosines[0], abs=0.02), "pixels are grey anyway"
    twice = ask(context, kind, changes=["mirror"] * 2, amounts=[1.0] * 2, together=True, **fields)
    assert twice.cosines == [pytest.approx(1, abs=1e-5)], "one after another"
    with pytest.raises(LookalikeError, match="dance"):
        ask(context, kind, changes=["dance"], amounts=[1.0], **fields)


def test_why_a_picture_cannot_be_changed_is_a_code_and_not_english(context, tmp_path):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"")
    kind = likeness_messages.ChangePicture
    with pytest.raises(LookalikeError, match="The file is empty") as failed:
        ask(context, kind, path=str(broken), encoder="pixels", changes=["grey"], amounts=[1.0])
    assert failed.value.said.args["why"] == Sentence(Code.EMPTY)


def test_a_crop_is_matched(context, tmp_path):
    root = tmp_path / "photos"
    for number in range(4):
        paint(root / f"{number}.jpg", number, side=200)
    index(context, root, NAME)
    folder = files.known_folder(context.store, os.fsencode(root))
    subject = subject_of(context, folder, b"", NAME)
    members = analyses.members(context.store, folder, subject.encoder_row)
    vectors = np.asarray(
        mapped(context.home, subject.encoder.id, subject.encoder.dim)[members.rows]
    )
    crop, _jpeg = any_file.embed_file(
        context, os.fsencode(root / "2.jpg"), subject.encoder, Control()
    )
    scores = (vectors @ crop).tolist()
    told = ask(
        context,
        likeness_messages.MatchCrop,
        encoder=NAME,
        vector=crop.tolist(),
        contents=members.contents.tolist(),
        scores=scores,
    )
    assert len(told.boxes) == len(told.scores) == 4
    assert (np.array(told.scores) >= np.float32(scores) - 1e-5).all()
    assert all(len(box) == 4 for box in told.boxes)


def test_a_lesson_is_tried_kept_switched_and_taken_back(context, tmp_path):
    root = tmp_path / "photos"
    for number in range(20):
        paint(root / ("a", "b")[number % 2] / f"{number:02}.jpg", number)
    index(context, root)
    folder = files.known_folder(context.store, os.fsencode(root))
    where = {"folder": folder, "encoder": "pixels"}
    subject = subject_of(context, folder, b"", "pixels")
    tried = ask(context, likeness_messages.Teach, source="folders", **where)
    assert (tried.classes, tried.lesson) == (["a", "b"], 0)
    done = ask(context, likeness_messages.Teach, source="folders", name="mine", **where)
    assert done.lesson > 0

    def active():
        return lessons.active(context.store, folder, subject.encoder_row)

    assert active() is not None
    assert ask(context, likeness_messages.SwitchLesson, lesson=0, **where) is None
    assert active() is None
    ask(context, likeness_messages.SwitchLesson, lesson=done.lesson, **where)
    assert active() is not None
    ask(context, likeness_messages.TakeBackLesson, lesson=done.lesson)
    assert kept.of_folder(context.store.reading, folder, subject.encoder_row) == []
    ask(context, likeness_messages.TakeBackLesson, lesson=done.lesson, gone=False)
    assert len(kept.of_folder(context.store.reading, folder, subject.encoder_row)) == 1
