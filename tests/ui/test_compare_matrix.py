"""The matrix of several pictures: its order, its cells, and what is copied of it."""

import csv
import io
import time

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from gallery.analysis import ranking
from gallery.ui.compare.heat import LikenessMatrix, Measure, as_image, colours
from gallery.ui.grid.view import GridView

Key = Qt.Key


def matrix_of(gallery, qtbot, positions):
    gallery.state.select(np.array(positions, np.intp))
    grid = gallery.findChild(GridView)
    grid.setFocus()
    qtbot.keyClick(grid, Key.Key_C)
    pane = gallery.gallery.views["compare"]
    qtbot.waitUntil(lambda: pane.matrix.heat is not None)
    return pane


@pytest.fixture
def pane(gallery, qtbot):
    """The matrix of six pictures, out of their usual order."""
    return matrix_of(gallery, qtbot, [2, 3, 5, 8, 13, 21])


def true_cosines(gallery, positions):
    state = gallery.state
    return ranking.pairwise(np.asarray(state.vectors[state.table.row[positions]])).cosine


def test_each_cell_is_the_cosine_of_its_two_pictures(gallery, pane):
    canvas, heat = pane.matrix.canvas, pane.matrix.heat
    assert pane.pages.currentWidget() is pane.matrix
    assert sorted(canvas.positions) == [2, 3, 5, 8, 13, 21]
    assert np.allclose(heat.table, true_cosines(gallery, canvas.positions))


def test_a_click_opens_the_pair_and_esc_comes_back_to_the_matrix(gallery, pane, qtbot):
    canvas = pane.matrix.canvas
    assert canvas.hasFocus()
    place = canvas.cell_rect(4, 1).center().toPoint()
    qtbot.mouseMove(canvas, place)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    assert pane.pages.currentWidget() is pane.pair
    first, second = canvas.positions[4], canvas.positions[1]
    table = gallery.state.table
    assert [side.name for side in pane.pair.canvas.sides] == [table.name(first), table.name(second)]
    assert gallery.actions_["compare_flip"].isEnabled()
    qtbot.keyClick(pane.pair.canvas, Key.Key_Escape)
    assert pane.pages.currentWidget() is pane.matrix
    assert canvas.hasFocus()
    assert canvas.at == (4, 1)
    assert not gallery.actions_["compare_flip"].isEnabled()
    qtbot.keyClick(canvas, Key.Key_Escape)
    assert not pane.widget.isVisible()


def test_arrow_keys_go_from_pair_to_pair_and_tell_it(gallery, pane, qtbot):
    canvas = pane.matrix.canvas
    assert canvas.at == (0, 1)
    for key in (Key.Key_Down, Key.Key_Right, Key.Key_Right):
        qtbot.keyClick(canvas, key)
    assert canvas.at == (1, 3)
    names = [gallery.state.table.name(canvas.positions[place]) for place in (1, 3)]
    cosine = pane.matrix.heat.table[1, 3]
    assert canvas.accessibleName().startswith(f"{names[0]} and {names[1]}: cosine {ranked(cosine)}")
    for _step in range(9):
        qtbot.keyClick(canvas, Key.Key_Up)
    assert canvas.at == (0, 3)
    qtbot.keyClick(canvas, Key.Key_Return)
    assert pane.pages.currentWidget() is pane.pair
    assert gallery.state.query.position == -1, "Enter asked for no look-alikes"


def ranked(cosine):
    return Measure.COSINE.text(cosine)


def test_a_picture_beside_itself_opens_nothing(pane, qtbot):
    canvas = pane.matrix.canvas
    qtbot.mouseClick(
        canvas, Qt.MouseButton.LeftButton, pos=canvas.cell_rect(2, 2).center().toPoint()
    )
    assert pane.pages.currentWidget() is pane.matrix


def test_the_measure_is_switched_and_alike_stays_the_stronger_colour(pane):
    strongest = {}
    for measure, button in pane.matrix.measures.items():
        button.click()
        heat = pane.matrix.heat
        assert heat.measure is measure
        shares = heat.shares()
        np.fill_diagonal(shares, -1)
        strongest[measure] = np.unravel_index(shares.argmax(), shares.shape)
    assert len(set(strongest.values())) == 1
    assert pane.matrix.heat.measure is Measure.DISTANCE
    assert np.allclose(np.diag(pane.matrix.heat.table), 0, atol=1e-6)


def test_the_table_is_copied_with_names(gallery, pane, qtbot):
    with qtbot.waitSignal(pane.matrix.copied):
        pane.matrix.copy_table()
    rows = list(csv.reader(io.StringIO(QGuiApplication.clipboard().text())))
    names = [gallery.state.table.name(position) for position in pane.matrix.canvas.positions]
    assert rows[0] == ["Cosine", *names]
    assert [row[0] for row in rows[1:]] == names
    found = np.array([row[1:] for row in rows[1:]], float)
    assert np.allclose(found, pane.matrix.heat.table, atol=1e-6)


def test_the_matrix_is_copied_as_it_is_drawn(pane):
    pane.matrix.copy_picture()
    image = QGuiApplication.clipboard().image()
    canvas = pane.matrix.canvas
    assert image.size() == canvas.size() * canvas.devicePixelRatioF()
    place = (canvas.cell_rect(3, 3).topLeft() * canvas.devicePixelRatioF()).toPoint()
    strong = colours(np.ones(1), dark=False)[0]
    seen = image.pixelColor(place.x() + 3, place.y() + 3)
    assert (seen.red(), seen.green(), seen.blue()) == tuple(strong)


def test_more_than_sixty_are_cut_and_that_is_told(window, controller, qtbot):
    controller.show_folder(90)
    pane = matrix_of(window, qtbot, range(75))
    assert pane.measuring.subject.positions == tuple(window.state.order.positions[:60])
    assert pane.matrix.title.text() == "The first 60 of 75 pictures"


def test_sixty_are_measured_ordered_and_drawn_at_once(window, controller, qtbot):
    controller.show_folder(60)
    pane = window.gallery.views["compare"]
    began = time.perf_counter()
    matrix_of(window, qtbot, range(60))
    pane.matrix.canvas.repaint()
    assert time.perf_counter() - began < 2.0, "200 ms on a machine that does nothing else"


def test_what_is_not_known_is_grey_and_is_not_copied_as_a_number():
    vectors = np.eye(4)
    found = ranking.pairwise(vectors)
    found.cosine[2] = found.cosine[:, 2] = np.nan
    heat = LikenessMatrix.of(found, np.arange(4), Measure.COSINE)
    shares = heat.shares()
    assert np.isnan(shares[2]).all()
    image = as_image(shares, dark=True)
    assert image.pixelColor(2, 0) == image.pixelColor(0, 2) != image.pixelColor(0, 0)
    assert Measure.COSINE.text(float("nan")) not in ("nan", "")
