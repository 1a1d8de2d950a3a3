"""A search by words: two bands, what is not sure, suggestions, and words that are not known."""

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from gallery.engine.ipc.messages import WordScores
from gallery.library.reading import Reader
from gallery.library.records import PictureFacts
from gallery.ui.client import query_build
from gallery.ui.grid.geometry import LINE, PADDING, Band, Geometry
from gallery.ui.grid.header import NotSure
from gallery.ui.grid.view import GridView
from gallery.ui.model import store_reader
from gallery.ui.model.query import GridQuery, QueryKind
from gallery.ui.widgets.chips import struck_through
from tests import small_book

Key = Qt.Key


def found(count, sure, kept=None, **more):
    """Return the query for pictures 0 to `count`, the first `sure` of which surely show it."""
    scores = np.linspace(1, 0.5, count).astype(np.float32)
    contents = np.arange(1, count + 1, dtype=np.int64)
    kept = count if kept is None else kept
    given = {"label": "dog", "words": ("dog",), **more}
    return GridQuery(
        QueryKind.WORDS, contents=contents, scores=scores, kept=kept, sure=sure, **given
    )


def ask(gallery, qtbot, query):
    with qtbot.waitSignal(gallery.state.order_changed):
        gallery.state.ask(query)


# ---------------------------------------------------------------- where the tiles lie


@pytest.mark.parametrize("split", [1, 4, 5, 9, 21])
def test_a_new_row_begins_beneath_the_line(split):
    plain, banded = Geometry(460, 23, 96), Geometry(460, 23, 96, split=split)
    assert banded.columns == plain.columns == 4
    assert [banded.rect(i) for i in range(split)] == [plain.rect(i) for i in range(split)]
    last, first = banded.rect(split - 1), banded.rect(split)
    assert first.left() == PADDING
    assert first.top() - last.bottom() > LINE
    assert last.bottom() < banded.line < first.top() - LINE
    assert banded.height == banded.rect(22).bottom() + 1 + PADDING


@pytest.mark.parametrize("split", [0, 1, 4, 6, 22])
def test_every_tile_is_found_where_it_lies(split):
    geometry = Geometry(460, 23, 96, split=split)
    for index in range(23):
        place = geometry.rect(index)
        assert geometry.at(place.center().x(), place.center().y()) == index
        assert index in geometry.between(place.top(), place.bottom())
    whole = geometry.touched(Band(0, 0, 460, geometry.height))
    assert whole.tolist() == list(range(23))
    if split:
        assert geometry.at(40, geometry.line + LINE // 2) == -1


def test_keys_step_over_the_line():
    geometry = Geometry(460, 10, 96, split=5)  # rows: 0-3, 4, 5-8, 9
    assert [geometry.moved(i, 1) for i in (0, 1, 3, 4, 5)] == [4, 4, 4, 5, 9]
    assert [geometry.moved(i, -1) for i in (4, 5, 6, 8, 9)] == [0, 4, 4, 4, 5]
    assert geometry.moved(2, -1) < 0
    assert [geometry.is_last_row(i) for i in (4, 8, 9)] == [False, False, True]


# ---------------------------------------------------------------- the bands


def test_sure_and_perhaps_are_parted_by_a_line(gallery, qtbot):
    ask(gallery, qtbot, found(9, sure=4))
    grid = gallery.findChild(GridView)
    assert grid.geometry_.split == 4
    assert gallery.findChild(NotSure).isHidden()
    assert grid.look.score(0) is None
    assert grid.look.describe(0).score is None
    qtbot.keyClick(grid, Key.Key_Home)
    for _ in range(9):
        qtbot.keyClick(grid, Key.Key_Down)
    assert gallery.state.place.focus >= 4


@pytest.mark.parametrize("sure", [0, 9])
def test_one_band_needs_no_line(gallery, qtbot, sure):
    ask(gallery, qtbot, found(9, sure=sure))
    assert gallery.findChild(GridView).geometry_.split == 0


def test_a_filter_leaves_the_bands_as_they_are(gallery, qtbot):
    ask(gallery, qtbot, found(9, sure=4))
    with qtbot.waitSignal(gallery.state.order_changed):
        gallery.state.toggle_cluster(0)  # pictures 0, 3, 6
    assert gallery.state.order.positions.tolist() == [0, 3, 6]
    assert gallery.findChild(GridView).geometry_.split == 2


def test_the_line_is_drawn_between_the_bands(gallery, qtbot):
    image = QImage(300, 44, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    gallery.findChild(GridView).look.line(painter, QRect(0, 0, 300, 44), 5)
    painter.end()
    pixels = np.asarray(image.constBits(), np.uint8).reshape(44, 300, 4)
    assert (pixels[:, 150:290] != 255).any(axis=2).sum() == 140  # one line, a pixel high


# ---------------------------------------------------------------- nothing is sure


@pytest.mark.parametrize(("kept", "said"), [(0, "nearest:"), (6, "perhaps:")])
def test_where_nothing_is_sure_that_is_said_with_ways_on(gallery, controller, qtbot, kept, said):
    controller.words = True
    words = {"label": "dog beach", "words": ("dog", "beach")}
    ask(gallery, qtbot, found(6, sure=0, kept=kept, **words))
    strip = gallery.findChild(NotSure)
    assert strip.isVisible()
    assert strip.text.text() == f"Nothing surely shows “dog beach”; {said}"
    assert gallery.findChild(GridView).viewport().y() == strip.height() > 30
    links = {button.text(): button for button in strip.links()}
    assert list(links) == ["Search file names", "Only “dog”", "Only “beach”", "Another encoder…"]
    links["Search file names"].click()
    assert controller.asking.asked == [("names", "dog beach")]
    links["Only “beach”"].click()
    assert controller.called("search_words") == [("beach",)]


def test_the_strip_goes_with_the_question(gallery, qtbot):
    ask(gallery, qtbot, found(6, sure=0))
    ask(gallery, qtbot, GridQuery())
    assert gallery.findChild(NotSure).isHidden()
    assert gallery.findChild(GridView).viewport().y() == 0


# ---------------------------------------------------------------- words that are not known


def test_words_that_are_not_known_are_struck_through(gallery, qtbot):
    message = WordScores(
        request=1, meaning="dog", without=["unicorn"], contents=[1], scores=[0.9], kept=1, sure=1
    )
    query = query_build.by_words(message, "dog unicorn")
    assert (query.words, query.unknown) == (("dog",), ("unicorn",))
    assert "not known: “unicorn”" in query.meaning
    ask(gallery, qtbot, query)
    chip = gallery.search.findChild(object, "queryChip")
    assert chip.struck == ("unicorn",)
    assert "not known: unicorn" in chip.accessibleName()
    ask(gallery, qtbot, GridQuery(QueryKind.NAMES, label="x", found=np.array([1], np.intp)))
    assert chip.struck == ()


def test_only_whole_words_are_struck(gallery):
    layout = struck_through("“hat that hat”", ["hat"], gallery.font())
    assert [(f.start, f.length) for f in layout.formats()] == [(1, 3), (10, 3)]
    assert all(f.format.fontStrikeOut() for f in layout.formats())


# ---------------------------------------------------------------- suggestions


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_known_words_are_suggested_with_counts(gallery, controller, qtbot):
    controller.words = True
    shown = gallery.search.suggestions
    gallery.search.focus_line()
    with qtbot.waitSignal(shown.wanted):
        qtbot.keyClicks(gallery.search.line, "be")
    assert controller.asking.asked == [("suggest", "be")]
    assert [shown.rows.item(row).text() for row in range(2)] == ["bear", "beach"]
    assert shown.rows.item(0).data(Qt.ItemDataRole.UserRole) == "1,200"
    assert shown.list.isVisible()
    qtbot.keyClick(shown.list, Key.Key_Down)
    assert gallery.search.line.text() == "bear"
    qtbot.keyClick(shown.list, Key.Key_Return)
    assert controller.called("search_words") == [("bear",)]
    assert not shown.list.isVisible()


def test_an_answer_to_what_is_no_longer_typed_is_not_shown(gallery, controller, qtbot):
    shown = gallery.search.suggestions
    gallery.search.focus_line()
    gallery.search.line.setText("sea")
    shown.show_words("be", controller.asking.words)
    assert shown.rows.rowCount() == 0


def test_an_encoder_without_words_is_not_asked(gallery, controller, qtbot):
    controller.words = False
    gallery.search.focus_line()
    with qtbot.waitSignal(gallery.search.suggestions.wanted):
        qtbot.keyClicks(gallery.search.line, "be")
    assert controller.asking.asked == []


# ---------------------------------------------------------------- the inspector


class OnePicture(Reader):
    """The store, with the vector of one picture."""

    def __init__(self) -> None:
        """Open nothing."""

    def facts(self, _file, _key):
        return PictureFacts(1, 1, "JPEG", "", "", ())

    def vector(self, _file, _key):
        return np.eye(4, dtype=np.float32)[0]


def test_a_picture_is_told_of_by_the_words_of_its_vector(tmp_path, monkeypatch):
    axes = np.eye(4, dtype=np.float32)
    small_book.install(monkeypatch, tmp_path, {"dog": (axes[0], {}), "cat": (axes[1], {})}, "some")
    facts = store_reader.facts_of(OnePicture(), 1, "some-0123456789ab")
    assert facts is not None
    assert [word for word, _chance in facts.tags] == ["dog"]
    others = store_reader.facts_of(OnePicture(), 1, "other-0123456789ab")
    assert others is not None
    assert others.tags == ()
