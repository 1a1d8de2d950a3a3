"""With a million pictures the window's thread is not held by what a person does."""

import time

import numpy as np
import pytest

from gallery.ui.grid.view import GridView
from gallery.ui.model.filters import NO_FILTER
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.thumbnail_cache import ThumbnailCache
from gallery.ui.style.theme import Appearance
from tests import tables
from tests.tables import only
from tests.ui.helpers_grid import Shelf

COUNT = 1_000_000
MOST_MS = 50  # of the window's thread; each of these took 87 to 254


@pytest.fixture(scope="module")
def table():
    paths = [b"2024/%02d/%07d.jpg" % (n % 12, n) for n in range(COUNT)]
    return tables.made(b"/photos", paths, row=np.full(COUNT, -1))


@pytest.fixture(scope="module")
def base(table):
    return table.by_path()


@pytest.fixture
def state(qtbot, table, base):
    made = GalleryState()
    made.set_folder(table, base)
    yield made
    made.stop()


def milliseconds(work):
    """Return the processor time that `work` takes on this thread, the best of three."""
    times = []
    for _try in range(3):
        before = time.thread_time()
        work()
        times.append(1000 * (time.thread_time() - before))
    print(f"{min(times):.1f} ms")
    return min(times)


def test_a_picture_is_found_by_its_path(state):
    def look():
        assert state.position_of(b"2024/05/0999989.jpg") == 999_989
        assert state.position_of(b"2024/05/0999988.jpg") == -1
        assert state.position_of(b"") == -1

    assert milliseconds(look) < MOST_MS


def test_chosen_pictures_alone_are_shown_and_shown_anew(state):
    state.select_all()
    state.select([5], "remove")

    def filter_():
        state.set_filter(NO_FILTER)
        state.set_filter(only(state.selected, "999,999 chosen pictures"))

    assert milliseconds(filter_) < 2 * MOST_MS
    assert len(state.order.positions) == COUNT - 1
    assert milliseconds(state.refresh) < MOST_MS
    assert 5 not in state.order.positions


def test_a_range_is_selected(qtbot, state):
    thumbnails = ThumbnailCache(state, Shelf().reader)
    view = GridView(state, thumbnails, Appearance("light"))
    qtbot.addWidget(view)
    first, last = int(state.order.positions[0]), int(state.order.positions[-1])
    view.choice.start(first)
    assert milliseconds(lambda: view.choice.to(last, False)) < MOST_MS
    assert state.selected.all()
    thumbnails.stop()
