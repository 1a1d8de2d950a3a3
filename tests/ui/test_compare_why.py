"""Why two pictures are alike: regions over both, and their partners."""

import time

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from gallery.analysis.regions import why
from gallery.core.sentence import Sentence
from gallery.engine.ipc.likeness_messages import ExplainPair, PairExplained
from gallery.engine.ipc.messages import Done, Failed
from gallery.ui.compare.why import FINE, VEIL, smoothed, veil
from tests.ui.test_compare_pair import compare

Key = Qt.Key


def explained(request=1, *, estimate=False, boxes=((0, 0, 1, 1), (0, 0, 1, 1))):
    rng = np.random.default_rng(3)
    found = why(*(rng.normal(size=(2, 7, 7, 16)) + 0.3).astype(np.float32))
    assert found.pairs is not None
    return found, PairExplained(
        request=request, cosine=found.cosine, first=found.first.tolist(),
        second=found.second.tolist(), pairs=[] if estimate else found.pairs.tolist(),
        boxes=[list(box) for box in boxes],
    )  # fmt: skip


@pytest.fixture
def pair(gallery, qtbot):
    """A pair side by side, with W pressed."""
    page = compare(gallery, qtbot, 3, 5).pair
    qtbot.keyClick(page.canvas, Key.Key_W)
    return page


def answer(controller, message):
    _asked, listener = controller.client.asked[-1]
    listener.answered(message)
    listener.ended(Done(request=message.request))


# ---------------------------------------------------------------- the drawing


def test_smoothing_keeps_what_is_even_and_where_the_most_is():
    assert np.allclose(smoothed(np.full((7, 7), 0.3, np.float32)), 0.3)
    heat = np.zeros((7, 7), np.float32)
    heat[2, 5] = 1
    fine = smoothed(heat)
    row, column = np.unravel_index(fine.argmax(), fine.shape)
    assert [int(at) * 7 // FINE for at in (row, column)] == [2, 5]
    steps = np.abs(np.diff(fine, axis=1)).max()
    assert steps < 0.05, "no edge of a region is to be seen"


def test_the_veil_is_open_where_most_is_added_and_closed_where_likeness_is_taken_away():
    heat = np.full((7, 7), -0.1, np.float32)
    heat[2:5, 2:5] = 0.2
    image = veil(heat, 0.2)
    assert image.pixelColor(FINE // 2, FINE // 2).alpha() < 30
    assert image.pixelColor(2, 2).alpha() == round(255 * VEIL)


def test_a_pair_is_drawn_in_time():
    found, _message = explained()
    canvas = QImage(900, 900, QImage.Format.Format_RGB32)
    began = time.perf_counter()
    painter = QPainter(canvas)
    for heat in (found.first, found.second):
        painter.drawImage(QRectF(0, 0, 900, 900), veil(heat, float(heat.max())))
    painter.end()
    assert time.perf_counter() - began < 0.5, "some 10 ms on a machine that does nothing else"


# ---------------------------------------------------------------- in the window


def test_w_asks_the_engine_once_and_tells_the_sum(gallery, controller, pair, qtbot):
    [(message, _listener)] = controller.client.asked
    assert isinstance(message, ExplainPair)
    assert (message.first[-11:], message.second[-11:]) == ("bear003.jpg", "bear005.jpg")
    assert message.encoder == "pixels"
    assert "Looking" in pair.told.text()
    found, reply = explained()
    answer(controller, reply)
    assert float(found.pairs.sum()) == pytest.approx(found.cosine, abs=1e-3)
    assert f"{found.cosine:.2f}" in pair.told.text()
    qtbot.keyClick(pair.canvas, Key.Key_W)
    assert pair.canvas.overlay is None
    assert pair.told.text().startswith("Drag moves both")
    qtbot.keyClick(pair.canvas, Key.Key_W)
    assert len(controller.client.asked) == 1


def test_pointing_at_a_region_lights_its_partners_in_the_other(controller, pair, qtbot):
    found, reply = explained()
    answer(controller, reply)
    rect = pair.canvas.picture_rect(0)
    place = rect.topLeft() + QPoint(round(rect.width() * 5.5 / 7), round(rect.height() * 2.5 / 7))
    qtbot.mouseMove(pair.canvas, place.toPoint())
    assert pair.why.pointed == (0, 2, 5)
    assert f"{found.first[2, 5]:.3f}" in pair.told.text()
    partners = pair.why._partners(pair.why.pointed)
    assert np.allclose(partners.ravel(), found.pairs[2 * 7 + 5])
    assert float(partners.sum()) == pytest.approx(float(found.first[2, 5]), abs=1e-4)
    lit, own = pair.why._veil(1), pair.why._veil(0)
    assert lit != own
    assert lit == veil(partners, float(partners.max()))
    qtbot.mouseMove(pair.canvas, QPoint(2, 2))
    pair.canvas.leaveEvent(None)
    assert pair.why.pointed is None


def test_arrow_keys_go_through_the_regions_of_both(controller, pair, qtbot):
    answer(controller, explained()[1])
    qtbot.keyClick(pair.canvas, Key.Key_Down)
    assert pair.why.pointed == (0, 3, 3)
    for _step in range(4):
        qtbot.keyClick(pair.canvas, Key.Key_Right)
    assert pair.why.pointed == (1, 3, 0)
    assert "This region adds" in pair.canvas.accessibleDescription()
    qtbot.keyClick(pair.canvas, Key.Key_Left)
    assert pair.why.pointed == (0, 3, 6)


def test_what_the_encoder_does_not_see_belongs_to_no_region(controller, pair):
    answer(controller, explained(boxes=((0.25, 0, 0.5, 1), (0, 0, 1, 1)))[1])
    assert pair.why.point(0, 0.3, 0.1)
    assert pair.why.pointed == (0, 0, 0)
    pair.why.point(0, 0.1, 0.1)
    assert pair.why.pointed is None


def test_an_estimate_is_called_one_and_lights_no_partners(controller, pair):
    answer(controller, explained(estimate=True)[1])
    assert pair.told.text().startswith("An estimate")
    pair.why.point(0, 0.5, 0.5)
    assert pair.told.text().startswith("An estimate")
    assert pair.why._veil(1) == veil(
        pair.why.why.second, max(pair.why.why.first.max(), pair.why.why.second.max())
    )


def test_another_pair_is_asked_about_anew(gallery, controller, pair, qtbot):
    answer(controller, explained()[1])
    qtbot.keyClick(pair.canvas, Key.Key_Escape)
    assert pair.canvas.overlay is None, "Esc takes the veil off first"
    qtbot.keyClick(pair.canvas, Key.Key_Escape)
    assert compare(gallery, qtbot, 7, 9).pair is pair
    qtbot.keyClick(pair.canvas, Key.Key_W)
    assert controller.client.asked[-1][0].first.endswith("bear007.jpg")
    assert pair.why.why is None


def test_a_pair_that_cannot_be_explained_says_why(controller, pair, qtbot):
    message, listener = controller.client.asked[-1]
    with qtbot.waitSignal(controller.failed) as caught:
        listener.ended(Failed(request=message.request, said=Sentence.of("It is damaged.")))
    assert caught.args == ["It is damaged."]
    assert pair.told.text() == ""
