"""Where tiles lie, how they follow the order, and how they look."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractScrollArea

from gallery.ui.grid.geometry import GAP, PADDING, Band, Geometry
from gallery.ui.model.order import Order
from gallery.ui.sentences import score
from tests.tables import altered, made
from tests.ui.helpers_grid import make_scene, table_of, vectors_of


@pytest.fixture
def scene(qtbot, monkeypatch):
    monkeypatch.setenv("LOOKALIKE_REDUCED_MOTION", "1")
    made = make_scene(qtbot)
    yield made
    made.close()


def painted(view: QAbstractScrollArea) -> QImage:
    return view.viewport().grab().toImage()


@pytest.mark.parametrize("width", [90, 200, 431, 1000, 3840])
@pytest.mark.parametrize("side", [64, 124, 512])
def test_tiles_fill_the_width_and_never_overlap(width, side):
    count = 120
    geometry = Geometry(width, count, side)
    rects = [geometry.rect(index) for index in range(count)]
    assert not any(a.intersects(b) for i, a in enumerate(rects) for b in rects[:i])
    row = rects[: geometry.columns]
    if geometry.columns > 1:
        assert row[0].left() == PADDING
        assert row[-1].right() + 1 == width - PADDING
        gaps = {b.left() - a.right() - 1 for a, b in itertools.pairwise(row)}
        assert gaps <= {GAP, GAP + 1, GAP + 2}
        assert 0.6 * side <= geometry.side <= 1.5 * side + GAP
    assert rects[-1].bottom() + 1 + PADDING == geometry.height


def test_tiles_do_not_jump_while_the_width_grows_by_single_points():
    sides = [Geometry(width, 9, 160).side for width in range(400, 1600)]
    columns = [Geometry(width, 9, 160).columns for width in range(400, 1600)]
    for (a, b), (m, n) in zip(itertools.pairwise(sides), itertools.pairwise(columns), strict=True):
        assert n - m in (0, 1)
        assert n != m or b - a in (0, 1)


def test_a_bar_that_comes_and_goes_does_not_change_the_size_of_the_tiles(scene, qtbot):
    before = scene.view.side
    assert scene.view.verticalScrollBar().isVisible()
    scene.state.set_folder(table_of(5), np.arange(5))
    qtbot.waitUntil(lambda: not scene.view.verticalScrollBar().isVisible())
    assert scene.view.side == before


def test_thumbnails_are_read_anew_only_once_the_width_has_settled(scene, qtbot):
    view = scene.view
    qtbot.waitUntil(lambda: not view.ahead.is_waiting and scene.thumbnails.idle)
    before = view.look.side
    for width in range(460, 520, 4):
        view.resize(width, 420)
        assert view.look.side == before
    assert view.side != before
    qtbot.waitUntil(lambda: view.look.side == view.side)
    qtbot.waitUntil(lambda: view.look.image(0).width() == view.side)


def test_each_tile_is_found_at_its_middle_and_nothing_between_tiles():
    geometry = Geometry(460, 23, 96)
    for index in range(23):
        centre = geometry.rect(index).center()
        assert geometry.at(centre.x(), centre.y()) == index
    first = geometry.rect(0)
    assert geometry.at(first.right() + 3, first.top() + 3) == -1
    assert geometry.at(3, 3) == -1
    beyond = Geometry(460, 24, 96).rect(23).center()
    assert geometry.at(beyond.x(), beyond.y()) == -1


def test_a_band_touches_what_it_overlaps():
    geometry = Geometry(460, 23, 96)
    for band in (Band(0, 0, 150, 150), Band(130, 90, 133, 390), Band(0, 0, 460, 2000)):
        expected = [
            i
            for i in range(23)
            if geometry.rect(i).intersects(QRect(QPoint(*band[:2]), QPoint(*band[2:])))
        ]
        assert geometry.touched(band).tolist() == expected


def test_no_pictures_have_no_height():
    assert Geometry(460, 0, 96).height == 0
    assert list(Geometry(460, 0, 96).between(0, 500)) == []


def test_an_empty_grid_says_so(scene):
    blank = painted(scene.view)
    scene.state.set_folder(table_of(0), np.arange(0))
    scene.view.set_empty_text("No pictures match.")
    ground = QColor("#F6F6F4")
    image = painted(scene.view)
    inked = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y) != ground
    ]
    assert 100 < len(inked) < 5000
    assert image != blank


def test_pictures_that_come_in_above_do_not_move_what_is_looked_at(scene):
    view, state = scene.view, scene.state
    view.scroll_by(330)
    index = view.shown().start + 4
    position, place = view.position(index), view.tile_rect(index)
    state.base = np.array([*range(40, 44), *range(40), *range(44, 60)])
    state.refresh()
    assert view.tile_rect(view.index(position)) == place


def test_a_grid_at_the_top_stays_at_the_top(scene):
    scene.state.base = np.arange(60)[::-1].copy()
    scene.state.refresh()
    assert scene.view.offset == 0
    assert scene.view.position(0) == 59


def test_the_picture_looked_at_stays_when_the_window_changes_its_width(scene):
    view = scene.view
    view.scroll_by(500)
    position = view.top_anchor()[0]
    view.resize(330, 420)
    assert view.is_visible(position)
    view.resize(460, 420)
    assert view.is_visible(position)


def test_another_tile_size_keeps_the_focus_on_screen(scene):
    scene.state.set_focus(33)
    scene.view.set_tile(200)
    assert scene.view.tile == 200
    assert scene.view.is_visible(33)


def test_the_pictures_on_screen_are_told_once_scrolling_has_settled(scene, qtbot):
    with qtbot.waitSignal(scene.view.visible_changed) as caught:
        scene.view.scroll_by(400)
        scene.view.scroll_by(-100)
    assert caught.args[0] == scene.view.shown_positions().tolist()


def test_thumbnails_are_painted_when_they_arrive(scene, qtbot):
    place = scene.point(1)
    dark = QColor(20, 20, 20)

    def there() -> bool:
        return abs(painted(scene.view).pixelColor(place).lightness() - dark.lightness()) < 12

    qtbot.waitUntil(there)


def test_a_name_that_looks_like_markup_is_drawn_as_it_is(qtbot, monkeypatch):
    monkeypatch.setenv("LOOKALIKE_REDUCED_MOTION", "1")
    name = b'<img src="zero"><b>x.jpg'
    scene = make_scene(qtbot, 8, {0: name})
    scene.state.set_hovered(0)
    with_markup = painted(scene.view)
    table = scene.state.table
    scene.state.table = replace(table, paths=(b"x.jpg", *table.paths[1:]))
    assert painted(scene.view) != with_markup
    scene.state.table = table
    assert scene.view.pointer.tooltip(scene.point(0)) == name.decode()
    assert painted(scene.view) == with_markup
    scene.close()


def test_selected_and_query_tiles_look_different_from_others(scene, qtbot):
    view, state = scene.view, scene.state
    qtbot.waitUntil(lambda: view.look.image(1) is not None)
    plain = painted(view).copy(view.tile_rect(1).adjusted(-4, -4, 4, 4))
    state.select([1])
    chosen = painted(view).copy(view.tile_rect(1).adjusted(-4, -4, 4, 4))
    assert chosen != plain
    accent = QColor("#2F6FEB")
    assert chosen.pixelColor(50, 5) == accent
    with qtbot.waitSignal(state.order_changed):
        state.find_lookalikes(1)
    state.select_none()
    ringed = painted(view).copy(view.tile_rect(0).adjusted(-4, -4, 4, 4))
    assert ringed.pixelColor(50, 1) == accent


def test_scores_have_two_decimals_and_no_minus_before_zero():
    assert score(0.456) == "0.46"
    assert score(-0.001) == "0.00"
    assert score(-0.04) == "-0.04"
    assert score(1) == "1.00"


def test_tiles_glide_to_their_places_and_arrive(qtbot, monkeypatch):
    monkeypatch.delenv("LOOKALIKE_REDUCED_MOTION", raising=False)
    scene = make_scene(qtbot)
    scene.view.style().setObjectName("")
    with qtbot.waitSignal(scene.state.order_changed):
        scene.state.find_lookalikes(6)
    motion = scene.view._motion
    assert motion.running
    painted(scene.view)
    qtbot.waitUntil(lambda: not motion.running, timeout=1000)
    end = scene.view.tile_rect(0).topLeft()
    assert motion.place(6, end) == (end, 1.0)
    scene.close()


def test_nothing_glides_where_calm_is_asked_for(scene, qtbot):
    with qtbot.waitSignal(scene.state.order_changed):
        scene.state.find_lookalikes(6)
    assert not scene.view._motion.running


def test_a_million_pictures_are_laid_out_and_painted(scene, qtbot):
    count = 1_000_000
    numbers = np.arange(count)
    table = made(
        scene.state.table.root, [b"a.jpg"] * count, file=numbers, content=numbers, row=numbers
    ).with_vectors(vectors_of(4))
    table = altered(table, cluster=np.zeros(count, np.int16))
    scene.state.set_folder(table, np.arange(count))
    view = scene.view
    view.set_tile(512)
    assert view.geometry_.columns == 1
    view.scroll_by(view.geometry_.height)
    assert view.is_visible(count - 1)
    assert view.position_at(view.tile_rect(count - 1).center()) == count - 1
    assert painted(view).pixelColor(view.tile_rect(count - 1).center()) == QColor("#E9E9E6")


def test_a_height_beyond_the_scroll_bar_still_reaches_its_end(scene):
    view = scene.view
    many = np.zeros(6_000_000, np.intp)
    view.set_tile(512)
    view._order_changed(Order(many))
    assert view.geometry_.height > 2**31
    view.scroll_by(view.geometry_.height)
    assert view.shown().stop == 6_000_000
    assert view.tile_rect(5_999_999).bottom() < view.viewport().height()


def test_a_whole_picture_is_shown_when_tiles_are_not_filled(scene, qtbot):
    view = scene.view
    view.set_fill(False)

    def is_whole():
        image = view.look.image(1)  # of the size before, until the width has settled
        whole = (view.side, round(view.side * 0.75))
        return image is not None and image.size().toTuple() == whole

    qtbot.waitUntil(is_whole)
    top = view.tile_rect(1).center()
    top.setY(view.tile_rect(1).top() + 4)
    assert painted(view).pixelColor(top) == QColor("#E9E9E6")


def test_the_grid_is_dark_in_the_dark(scene):
    scene.view.look._appearance.choose("dark")
    assert painted(scene.view).pixelColor(2, 2) == QColor("#17181A")
    scene.view.look._appearance.choose("light")
    assert painted(scene.view).pixelColor(2, 2) == QColor("#F6F6F4")
    assert scene.view.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_the_wheel_rolls_on_while_pictures_come_in(qtbot, monkeypatch):
    monkeypatch.delenv("LOOKALIKE_REDUCED_MOTION", raising=False)
    scene = make_scene(qtbot)
    view, state = scene.view, scene.state
    view.scroll_by(330)
    scroller = view._scroller
    scroller._goal = 330
    scroller._roll(450)
    position = view.position(view.shown().start + 4)
    place = view.tile_rect(view.index(position))
    state.base = np.array([*range(40, 44), *range(40), *range(44, 60)])
    state.refresh()
    assert view.tile_rect(view.index(position)) == place
    qtbot.waitUntil(lambda: view.offset == 450 + view.geometry_.pitch, timeout=2000)
    scene.close()


def test_sizing_by_a_touch_pad_takes_many_small_turns(scene):
    sizes: list[int] = []
    scene.view.tile_changed.connect(sizes.append)
    for _ in range(8):
        scene.view.pointer.resize_tiles(15)
    assert len(sizes) == 2


@pytest.mark.parametrize("height", [200, 700, 1500])
@pytest.mark.parametrize("width", [300, 800, 1900])
@pytest.mark.parametrize("count", [1, 2, 8, 30, 5000])
def test_few_pictures_get_tiles_that_fill_the_pane(width, height, count):
    usual = Geometry(width, count, 124)
    grown = Geometry.filling(width, height, count, 124, count)
    if not grown.exact:
        assert grown == usual
        larger = Geometry(width, count, round(1.15 * usual.side) + 1, exact=True)
        fits = larger.columns * larger.pitch - GAP <= width - 2 * PADDING
        assert usual.height > height or larger.height > height or not fits
        return
    assert 1.15 * usual.side <= grown.side <= 320
    assert grown.height <= height
    rects = [grown.rect(index) for index in range(count)]
    assert max(rect.right() for rect in rects) < width - PADDING + 1
    larger = Geometry(width, count, grown.side + 1, exact=True)
    fits = larger.height <= height and larger.columns * larger.pitch - GAP <= width - 2 * PADDING
    assert grown.side >= 320 or not fits


def test_a_filter_does_not_make_the_tiles_grow():
    assert Geometry.filling(800, 700, 3, 124, 5000) == Geometry(800, 3, 124)
    assert Geometry.filling(800, 700, 3, 124, 8).side == Geometry.filling(800, 700, 8, 124, 8).side
    assert Geometry.filling(800, 700, 3, 124, 0) == Geometry(800, 3, 124)
