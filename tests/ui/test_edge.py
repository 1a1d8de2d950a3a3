"""Where likeness ends: the line, what is dimmed, counted and hidden, and the slider on it."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gallery.ui.grid.tiles import DIMMED
from gallery.ui.map.overlay import ringed
from gallery.ui.model.query import GridQuery, OutsidePicture, QueryKind
from gallery.ui.sentences_likeness import likeness
from tests.tables import altered, only
from tests.ui.helpers_grid import make_scene

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ALIKE = [3, 13, 23, 33, 43]


def heaps(count=60, dim=64, spread=0.08):
    """Unit vectors: those of ALIKE lie near to one another, all others far from everything."""
    rng = np.random.default_rng(5)
    vectors = rng.standard_normal((count, dim)).astype(np.float32)
    vectors[ALIKE] = vectors[ALIKE[0]] + spread * 8 * rng.standard_normal((len(ALIKE), dim))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def scene(qtbot, monkeypatch):
    monkeypatch.setenv("LOOKALIKE_REDUCED_MOTION", "1")
    made = make_scene(qtbot)
    made.state.table = made.state.table.with_vectors(heaps())
    yield made
    made.close()


def ask(scene, qtbot, position=3):
    with qtbot.waitSignal(scene.state.order_changed):
        scene.state.find_lookalikes(position)


def test_a_line_stands_where_likeness_ends(scene, qtbot):
    ask(scene, qtbot)
    state, view, bar = scene.state, scene.view, scene.view.edge_bar
    assert state.order.positions[0] == 3, "what is asked about stays first"
    assert sorted(state.order.alike.tolist()) == ALIKE
    assert (view.geometry_.split, state.order.kept.below) == (5, 55)
    assert bar.isVisible()
    assert bar.text.text() == "4 look-alikes end here"
    assert bar.below.text() == "less alike: 55"
    first_below = view.tile_rect(5)
    assert view.tile_rect(4).bottom() < bar.geometry().center().y() < first_below.top()


def test_what_is_less_alike_is_dimmed_until_it_is_meant(scene, qtbot):
    ask(scene, qtbot)
    view, below = scene.view, scene.view.position(7)
    strengths = [view.look.strength(i, view.position(i)) for i in range(60)]
    assert strengths == [1.0] * 5 + [DIMMED] * 55
    scene.state.select([below])
    assert view.look.strength(7, below) == 1.0


def test_it_is_hidden_by_the_button_and_comes_back(scene, qtbot):
    ask(scene, qtbot)
    state, bar = scene.state, scene.view.edge_bar
    with qtbot.waitSignal(state.order_changed):
        QTest.mouseClick(bar.hide_button, LEFT, PLAIN)
    assert sorted(state.order.positions.tolist()) == ALIKE
    assert bar.isVisible(), "there is a way back"
    assert bar.hide_button.text() == "Show"
    ask(scene, qtbot, 13)  # what was chosen holds for the next question
    assert len(state.order.positions) == 5
    with qtbot.waitSignal(state.order_changed):
        QTest.keyClick(bar.hide_button, Qt.Key.Key_Space)
    assert len(state.order.positions) == 60


def test_the_slider_keeps_more_and_fewer_by_mouse_and_keys(scene, qtbot):
    ask(scene, qtbot)
    state, bar = scene.state, scene.view.edge_bar
    right = QPoint(bar.slider.width() - 2, bar.slider.height() // 2)
    with qtbot.waitSignal(state.order_changed):
        QTest.mouseClick(bar.slider, LEFT, PLAIN, right)
    assert state.query.more == 1.0
    assert state.order.kept.count > 20
    bar.slider.setFocus()
    with qtbot.waitSignal(state.order_changed):
        QTest.keyClick(bar.slider, Qt.Key.Key_Home)
    assert state.query.more == -1.0
    assert state.order.kept.count < 5
    assert state.order.positions[0] == 3
    assert not state.can_go_forward
    state.back()
    assert state.query.ask is QueryKind.ALL, "a moved slider is no place in the history"


def test_the_line_stays_under_the_hand_that_moves_it(scene, qtbot):
    ask(scene, qtbot)
    view, bar = scene.view, scene.view.edge_bar
    view.activateWindow()
    bar.slider.setFocus()
    qtbot.waitUntil(bar.slider.hasFocus)
    view.scroll_by(60)
    before = bar.y()
    with qtbot.waitSignal(scene.state.order_changed):
        bar.slider.setValue(20)
    assert view.geometry_.split > 8
    assert bar.y() == before


def test_in_unlike_pictures_nothing_is_found_and_the_nearest_are_shown(scene, qtbot):
    state = scene.state
    ask(scene, qtbot, 8)
    assert (state.order.kept.found, state.order.kept.count) == (0, 1)
    assert scene.view.edge_bar.text.text() == "Nothing here looks like it"
    assert scene.view.edge_bar.hide_button.isHidden()
    state.hide_unlike(True)
    qtbot.waitUntil(lambda: state.order.kept is not None and state.order.kept.hides)
    assert len(state.order.positions) == 60, "there would be nothing else to see"


def test_map_rings_stop_there(scene, qtbot):
    ask(scene, qtbot)
    asked, nearest = ringed(scene.state)
    assert asked == [3]
    assert sorted(nearest) == ALIKE[1:]


def test_a_filter_and_what_is_gone_are_not_counted(scene, qtbot):
    state = scene.state
    state.table = altered(state.table, alive={13: False})
    keep = np.ones(60, np.bool_)
    keep[23] = False
    with qtbot.waitSignal(state.order_changed):
        state.set_filter(only(keep, "most"))
    ask(scene, qtbot)
    assert sorted(state.order.alike.tolist()) == [3, 33, 43]


def test_a_guest_stands_above_the_line(scene, qtbot):
    state = scene.state
    query = GridQuery(
        QueryKind.OUTSIDE, label="x", vector=heaps()[3], guests=(OutsidePicture("x"),)
    )
    with qtbot.waitSignal(state.order_changed):
        state.ask(query)
    assert scene.view.geometry_.split == 6
    assert scene.view.edge_bar.text.text() == "5 look-alikes end here"


def test_a_score_is_told_in_words_and_by_its_rank(scene, qtbot):
    ask(scene, qtbot)
    state, look = scene.state, scene.view.look
    twin = int(state.order.positions[1])
    assert look.describe(3).alike == ""
    assert look.describe(twin).alike in ("alike", "very alike")
    assert look.describe(int(state.order.positions[20])).alike == ""
    score = state.order.score(twin)
    assert f": {score:.2f}, more alike than 99." in look.told(twin)
    assert look.told(twin).endswith(" % of pairs here")
    assert likeness(1.0, state.order.kept).startswith("the same: 1.00")


def test_the_background_is_measured_once_for_a_folder(scene, qtbot, monkeypatch):
    from gallery.analysis import likeness as module

    measured = []
    whole = module.background

    def counted(*args):
        measured.append(args)
        return whole(*args)

    monkeypatch.setattr(module, "background", counted)
    for position in (3, 8, 13):
        ask(scene, qtbot, position)
    assert len(measured) == 1
