"""Two pictures beside one another: linked, flipped, and told in figures."""

from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton

from gallery.analysis import likeness, ranking
from gallery.core.sentence import Sentence
from gallery.engine.ipc.messages import (
    Done,
    EmbedPicture,
    EncoderKnown,
    EncodersKnown,
    Failed,
    QueryVector,
)
from gallery.library.reading import Reader
from gallery.library.store import Store
from gallery.ui.compare import words
from gallery.ui.compare.linked import LinkedView
from gallery.ui.grid.view import GridView

Key = Qt.Key


@pytest.fixture
def pane(gallery):
    """The view, which is not shown yet."""
    return gallery.gallery.views["compare"]


def compare(gallery, qtbot, *positions):
    """Select pictures and press C, as a person does."""
    gallery.state.select(np.array(positions, np.intp))
    pane = gallery.gallery.views["compare"]
    grid = gallery.findChild(GridView)
    grid.setFocus()
    qtbot.keyClick(grid, Key.Key_C)
    if len(positions) > 1:
        qtbot.waitUntil(lambda: bool(pane.measuring.measured))
    return pane


def told(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


# ---------------------------------------------------------------- the linked view


def test_the_place_under_the_pointer_stays_in_both_pictures():
    view, area = LinkedView(), QRectF(0, 0, 400, 300)
    at = QPointF(250, 180)

    def place():
        rect = view.rect(800, 600, area)
        return (at.x() - rect.x()) / rect.width(), (at.y() - rect.y()) / rect.height()

    before = place()
    for _step in range(6):
        view.zoom_to(view.zoom * 1.25, at, view.rect(800, 600, area), area)
    assert view.zoom == pytest.approx(1.25**6)
    assert place() == pytest.approx(before, abs=1e-6)
    view.pan(10, 0, view.rect(800, 600, area))
    assert place()[0] < before[0]


def test_pictures_of_other_sizes_are_seen_equally_near():
    view, area = LinkedView(zoom=4.0, x=0.25, y=0.75), QRectF(100, 0, 300, 300)
    for size in ((3000, 3000), (30, 30)):
        rect = view.rect(*size, area)
        assert (rect.width(), rect.height()) == pytest.approx((1200, 1200))
        assert rect.x() + 0.25 * rect.width() == pytest.approx(250)


def test_nothing_can_be_pushed_out_of_sight():
    view, area = LinkedView(), QRectF(0, 0, 400, 300)
    view.zoom_to(3, QPointF(0, 0), view.rect(400, 300, area), area)
    view.pan(9000, -9000, view.rect(400, 300, area))
    assert view.rect(400, 300, area).contains(area)
    view.zoom_to(0.2, QPointF(0, 0), view.rect(400, 300, area), area)
    assert view.is_whole
    assert view.rect(400, 300, area) == area


# ---------------------------------------------------------------- in the window


def test_c_compares_what_is_selected_and_esc_leads_back(gallery, controller, qtbot):
    pane = compare(gallery, qtbot, 3, 5)
    assert pane.widget.isVisible()
    assert pane.pages.currentWidget() is pane.pair
    assert pane.pair.canvas.hasFocus()
    assert pane.measuring.subject.positions == (3, 5)
    assert gallery.actions_["compare"].isChecked()
    assert controller.settings.layout == "both", "the next start shows pictures"
    qtbot.keyClick(pane.pair.canvas, Key.Key_Escape)
    assert not pane.widget.isVisible()
    assert gallery.actions_["both"].isChecked()
    assert gallery.findChild(GridView).hasFocus()
    assert gallery.state.selected[[3, 5]].all()


def test_it_stands_in_the_menu_of_a_picture(gallery):
    menu = gallery.actions_.context_menu(gallery, picture=True)
    assert [action.text() for action in menu.actions()][-1] == "Compare"


def test_too_few_are_told_what_to_do(gallery, qtbot):
    gallery.state.set_focus(-1)
    pane = compare(gallery, qtbot)
    assert told(pane.widget) == ["Select two to sixty pictures, then press C."]
    pane.peel()
    pane = compare(gallery, qtbot, 4)
    assert told(pane.widget)[0].startswith("One picture alone")
    assert not gallery.actions_["compare_flip"].isEnabled()


def test_the_picture_asked_about_and_the_one_in_focus_are_a_pair(gallery, qtbot):
    gallery.state.select_none()
    gallery.state.find_lookalikes(7)
    gallery.state.set_focus(9)
    gallery.actions_["compare"].trigger()
    assert gallery.gallery.views["compare"].measuring.subject.positions == (7, 9)


def test_another_folder_leaves_nothing_to_compare(gallery, controller, qtbot):
    pane = compare(gallery, qtbot, 3, 5)
    controller.show_folder(4)
    assert pane.pages.currentWidget() is pane.nothing
    assert pane.measuring.measured == {}


def test_the_figures_are_those_of_the_vectors(gallery, controller, qtbot):
    pane = compare(gallery, qtbot, 3, 5)
    state = gallery.state
    found = ranking.pairwise(np.asarray(state.vectors[state.table.row[[3, 5]]]))
    background = likeness.background(state.vectors, state.table.row, "pixels")
    cosine = words.cosine(found.cosine[0, 1])
    qtbot.waitUntil(lambda: cosine in told(pane.pair.numbers))
    shown = told(pane.pair.numbers)
    assert words.degrees(found.degrees[0, 1]) in shown
    assert words.cosine(found.euclidean[0, 1]) in shown
    assert background.in_words(found.cosine[0, 1]).value in shown
    assert background.rank_in_words(found.cosine[0, 1]) in shown


def test_wheel_and_drag_move_both(gallery, qtbot):
    canvas = compare(gallery, qtbot, 3, 5).pair.canvas
    place = QPointF(60, 80)
    wheel = QWheelEvent(
        place, canvas.mapToGlobal(place), QPoint(), QPoint(0, 480), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    before = [canvas.picture_rect(side) for side in (0, 1)]
    QApplication.sendEvent(canvas, wheel)
    after = [canvas.picture_rect(side) for side in (0, 1)]
    for old, new in zip(before, after, strict=True):
        assert new.width() / old.width() == pytest.approx(1.25**4)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    qtbot.mouseMove(canvas, QPoint(160, 130))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(160, 130))
    moved = [canvas.picture_rect(side).x() - after[side].x() for side in (0, 1)]
    assert moved[0] == pytest.approx(moved[1])
    qtbot.keyClick(canvas, Key.Key_0)
    assert canvas.view.is_whole


def test_flipping_keeps_the_place(gallery, qtbot):
    canvas = compare(gallery, qtbot, 3, 5).pair.canvas
    canvas.nearer(3)
    place = (canvas.view.zoom, canvas.view.x, canvas.view.y)
    qtbot.keyClick(canvas, Key.Key_F)
    assert canvas.alone == 0
    assert canvas.accessibleName() == "bear003.jpg"
    qtbot.keyClick(canvas, Key.Key_Space)
    assert canvas.alone == 1
    assert canvas.areas()[1].width() == canvas.width()
    assert (canvas.view.zoom, canvas.view.x, canvas.view.y) == place
    qtbot.keyClick(canvas, Key.Key_Escape)
    assert canvas.alone == -1
    assert canvas.accessibleName() == "bear003.jpg beside bear005.jpg"
    assert gallery.actions_["compare"].isChecked()


def _known(name):
    return EncoderKnown(
        name=name, dim=4, words=False, available=True, size_bytes=0, licence="MIT",
        default=False, detail=Sentence.of(""),
    )  # fmt: skip


def test_another_encoder_is_asked_for_what_is_missing(gallery, controller, qtbot, home):
    encoders = [_known("pixels"), _known("compact")]
    controller.encoders_known.emit(EncodersKnown(request=1, encoders=encoders))
    pane = compare(gallery, qtbot, 3, 5)
    numbers = pane.pair.numbers

    def offers():
        return [button for button in numbers.findChildren(QPushButton) if button.isVisible()]

    qtbot.waitUntil(lambda: [b.text() for b in offers()] == ["Compare with Quick (compact)"])
    Store(home).close()
    controller.feed.reader = partial(Reader, home)
    offers()[0].click()
    for number, vector in enumerate(([1.0, 0, 0, 0], [0.6, 0.8, 0, 0])):
        message, listener = controller.client.asked[number]
        assert isinstance(message, EmbedPicture)
        assert message.path.endswith(("bear003.jpg", "bear005.jpg")[number])
        qtbot.waitUntil(lambda: [b.isEnabled() for b in offers()] == [False])
        listener.answered(
            QueryVector(request=number + 1, encoder_id="compact-1", label="", vector=vector)
        )
        listener.ended(Done(request=number + 1))
    qtbot.waitUntil(lambda: "compact" in pane.measuring.measured)
    qtbot.waitUntil(lambda: "0.60" in told(numbers))
    assert words.degrees(53.13) in told(numbers)
    assert pane.measuring.offered() == []


def test_an_encoder_that_cannot_look_says_why_and_is_offered_again(gallery, controller, qtbot):
    controller.encoders_known.emit(EncodersKnown(request=1, encoders=[_known("compact")]))
    pane = compare(gallery, qtbot, 3, 5)
    pane.measuring.compute("compact")
    with qtbot.waitSignal(controller.failed) as caught:
        message, listener = controller.client.asked[0]
        listener.ended(Failed(request=message.request, said=Sentence.of("It is damaged.")))
    assert caught.args == ["It is damaged."]
    controller.client.asked[1][1].ended(Failed(request=2, said=Sentence.of("It is damaged.")))
    qtbot.waitUntil(lambda: not pane.measuring.under_way)
    assert pane.measuring.offered() == ["compact"]


def test_a_button_here_answers_space_and_no_picture_is_opened(gallery, qtbot):
    page = compare(gallery, qtbot, 3, 5).pair
    gallery.state.set_focus(3)
    button = next(
        b for b in page.findChildren(QToolButton) if b.accessibleName() == "Flip in place"
    )
    button.setFocus()
    qtbot.keyClick(button, Key.Key_Space)
    assert page.canvas.alone == 0
    qtbot.keyClick(button, Key.Key_Return)
    assert gallery.pages.currentWidget() is gallery.gallery
    assert gallery.state.query.position == -1
