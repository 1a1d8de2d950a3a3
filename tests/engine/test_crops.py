import os

import numpy as np
import pytest
from PIL import Image, ImageDraw

from gallery.core.query import Box, Crop, Outside, Part, Picture, Query, Words
from gallery.engine.jobs import crops, steered
from gallery.engine.jobs.index import subject_of
from gallery.engine.workers.control import Control
from gallery.library import analyses, files
from gallery.library.vectors import mapped
from tests.engine_tools import index

NAME = "efficientnet-lite0"


@pytest.fixture
def library(context, tmp_path):
    """Eight landscapes of noise; the last two have the same red and white target in a corner."""
    root = tmp_path / "photos"
    root.mkdir()
    for number in range(8):
        rng = np.random.default_rng(number)
        small = rng.integers(60, 200, (6, 9, 3), np.uint8)
        image = Image.fromarray(small).resize((900, 600), Image.Resampling.BICUBIC)
        if number >= 6:
            x, y = ((560, 330), (130, 40))[number - 6]
            draw = ImageDraw.Draw(image)
            for ring in range(5):
                box = (x + 22 * ring, y + 22 * ring, x + 220 - 22 * ring, y + 220 - 22 * ring)
                draw.ellipse(box, fill=("#D01010", "#FFFFFF")[ring % 2])
        image.save(root / f"{number}.png")
    index(context, root, NAME)
    folder = files.known_folder(context.store, os.fsencode(root))
    subject = subject_of(context, folder, os.fsencode(root), NAME)
    members = analyses.members(context.store, folder, subject.encoder_row)
    rows = mapped(context.home, subject.encoder.id, subject.encoder.dim)[members.rows]
    return subject, steered.KnownPicture(members.contents, np.asarray(rows))


def content_of(context, subject, name):
    (content,) = files.contents_of(context.store, [name], subject.folder).values()
    return content


def test_a_crop_finds_the_picture_that_shows_it_elsewhere(context, library):
    subject, known = library
    here, there = (content_of(context, subject, name) for name in (b"6.png", b"7.png"))
    box = Box(550 / 900, 320 / 600, 240 / 900, 240 / 600)
    query = Query((Part(Crop(Picture(here), box)),))
    told = []
    asking = steered.Asking(
        context, subject, Control(), progress=lambda done, total: told.append(total)
    )
    answer = asking.answer(query, known)
    order = known.contents[np.argsort(-answer.ranking.scores)].tolist()
    assert set(order[:2]) == {here, there}
    assert told[0] == 8
    at = known.contents.tolist().index(there)
    found = answer.boxes[at]
    left, top, right, bottom = 130 / 900, 40 / 600, 350 / 900, 260 / 600
    across = min(found.left + found.width, right) - max(found.left, left)
    down = min(found.top + found.height, bottom) - max(found.top, top)
    assert across > 0.5 * (right - left)
    assert down > 0.5 * (bottom - top)
    assert found.width < 1
    told.clear()
    again = asking.answer(query, known)
    assert told == [], "the windows were kept"
    np.testing.assert_allclose(again.ranking.scores, answer.ranking.scores, atol=1e-6)


def test_a_part_only_adds_to_what_the_whole_scores(context, library):
    subject, known = library
    crop = Part(Crop(Outside(subject.root + b"/6.png"), Box(0.1, 0.1, 0.4, 0.4)))
    asking = steered.Asking(context, subject, Control())
    whole = known.vectors @ asking._vectors(crop, known)[0]
    answer = asking.answer(Query((crop,)), known)
    assert (answer.ranking.scores >= whole - 1e-5).all()
    assert (answer.ranking.scores <= 1 + 1e-5).all()
    assert answer.background.floor >= 0.28
    with_words = asking.answer(Query((crop, Part(Words("dog")))), known)
    assert with_words.ranking.span == 1.5
    assert np.abs(with_words.ranking.scores).max() <= 1


def test_an_encoder_without_a_map_compares_whole_pictures(context, library):
    _subject, known = library
    scores = np.linspace(0, 1, 8, dtype=np.float32)
    found = crops.match(
        (context, context.encoder("pixels"), Control()), known.vectors[0], known.contents, scores
    )
    assert found.boxes == {}
    np.testing.assert_array_equal(found.scores, scores)


def test_only_the_best_are_looked_through(context, library, monkeypatch):
    monkeypatch.setattr(crops, "CANDIDATES", 3)
    subject, known = library
    scores = np.linspace(0, 1, 8, dtype=np.float32) - 1
    found = crops.match(
        (context, subject.encoder, Control()), known.vectors[0], known.contents, scores
    )
    assert set(found.boxes) == {5, 6, 7}
    np.testing.assert_array_equal(found.scores[:5], scores[:5])
