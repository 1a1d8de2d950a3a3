"""Thumbnails arrive from threads and stay within their bound."""

import logging
import sqlite3
import threading
import time

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.thumbnail_cache import WAITING, ThumbnailCache, decoded
from tests.ui.helpers_grid import Shelf, jpeg_of, table_of


@pytest.fixture
def state(qapp):
    made = GalleryState()
    made.set_folder(table_of(200), np.arange(200))
    return made


@pytest.fixture
def make(state):
    """Thumbnails over a reader factory; stopped at the end."""
    made = []

    def build(make_reader, **options):
        made.append(ThumbnailCache(state, make_reader, **options))
        return made[-1]

    yield build
    for thumbnails in made:
        thumbnails.stop()


def test_an_image_is_none_first_and_arrives_in_the_size_asked_for(make, qtbot):
    shelf = Shelf({1: jpeg_of(1)})
    thumbnails = make(shelf.reader)
    with qtbot.waitSignal(thumbnails.arrived):
        assert thumbnails.image(0, 100) is None
    assert size_of(thumbnails.image(0, 100)) == (100, 100)
    assert shelf.read == [1]


def test_a_dense_screen_gets_more_pixels(make, qtbot):
    thumbnails = make(Shelf({1: jpeg_of(1)}).reader)
    with qtbot.waitSignal(thumbnails.arrived):
        thumbnails.image(0, 90, True, 2.0)
    assert thumbnails.image(0, 90, True, 2.0).width() == 180


def test_whole_pictures_keep_their_shape_and_small_ones_are_not_enlarged():
    assert size_of(decoded(jpeg_of(1, 256, 128), 64, fill=False)) == (64, 32)
    assert size_of(decoded(jpeg_of(1, 256, 128), 512, fill=False)) == (256, 128)
    assert size_of(decoded(jpeg_of(1, 256, 128), 512, fill=True)) == (128, 128)


def size_of(image: QImage | None) -> tuple[int, int]:
    assert image is not None
    return image.width(), image.height()


def test_asking_never_waits_for_a_slow_disk(make, qtbot):
    held = threading.Event()

    def slow():
        return lambda file: held.wait(10) and None

    thumbnails = make(slow)
    started = time.perf_counter()
    for position in range(200):
        assert thumbnails.image(position, 64) is None
        QApplication.processEvents()
    assert time.perf_counter() - started < 0.5
    held.set()


def test_the_newest_request_is_answered_first_and_dropped_ones_never(make, qtbot):
    go_on, read = threading.Event(), []

    def reader():
        def slow(file):
            read.append(file)
            go_on.wait(10)
            return jpeg_of(file)

        return slow

    thumbnails = make(reader)
    thumbnails.image(0, 64)
    thumbnails.image(1, 64)
    qtbot.waitUntil(lambda: len(read) == 2)
    for position in (10, 11, 12, 13):
        thumbnails.image(position, 64)
    thumbnails.drop([11], 64)
    QApplication.processEvents()
    thumbnails.drop([12], 64)
    thumbnails.drop([10], 32)  # Another view's size.
    go_on.set()
    qtbot.waitUntil(lambda: thumbnails.image(10, 64) is not None)
    # Two readers: which of two neighbouring requests is noted first is a matter of luck.
    assert sorted(read) == [1, 2, 11, 14]


def test_old_requests_fall_out_when_there_are_too_many(state, make, qtbot):
    count = WAITING + 500
    state.set_folder(table_of(count), np.arange(count))
    shelf = Shelf({})
    held = threading.Event()

    def reader():
        inner = shelf.reader()
        return lambda file: held.wait(10) and inner(file)

    thumbnails = make(reader)
    for position in range(count):
        thumbnails.image(position, 64)
    QApplication.processEvents()
    held.set()
    qtbot.waitUntil(lambda: len(shelf.read) >= WAITING)
    assert len(shelf.read) <= WAITING + 2


def test_the_cache_stays_within_its_bytes_and_forgets_what_was_used_longest_ago(make, qtbot):
    room = 10 * 64 * 64 * 4
    thumbnails = make(Shelf({i: jpeg_of(i) for i in range(1, 41)}).reader, cache_bytes=room)
    for position in range(40):
        thumbnails.image(position, 64)
        qtbot.waitUntil(lambda p=position: thumbnails.image(p, 64) is not None)
        thumbnails.image(0, 64)
        assert thumbnails.cached_bytes <= room
    assert thumbnails.image(0, 64) is not None
    assert thumbnails.image(5, 64) is None


def test_another_size_is_shown_until_the_wanted_one_arrives(make, qtbot):
    thumbnails = make(Shelf({1: jpeg_of(1)}).reader)
    with qtbot.waitSignal(thumbnails.arrived):
        thumbnails.image(0, 64)
    assert thumbnails.image(0, 120).width() == 64
    qtbot.waitUntil(lambda: thumbnails.image(0, 120).width() == 120)


def test_missing_thumbnails_are_told_and_asked_for_again_once_pictures_came_in(make, state, qtbot):
    shelf = Shelf({1: jpeg_of(1)})
    thumbnails = make(shelf.reader)
    with qtbot.waitSignal(thumbnails.missing) as caught:
        thumbnails.image(4, 64)
    assert caught.args == [[4]]
    assert thumbnails.image(4, 64) is None
    assert shelf.read == [5]
    shelf.jpegs[5] = jpeg_of(5)
    state.pictures_changed.emit()
    qtbot.waitUntil(lambda: thumbnails.image(4, 64) is not None)


def test_a_missing_thumbnail_is_looked_for_again_after_a_while(make, qtbot):
    shelf = Shelf({})
    thumbnails = make(shelf.reader)
    thumbnails.arrived.connect(lambda: thumbnails.image(4, 64))
    with qtbot.waitSignal(thumbnails.missing):
        thumbnails.image(4, 64)
    shelf.jpegs[5] = jpeg_of(5)
    qtbot.waitUntil(lambda: thumbnails.image(4, 64) is not None, timeout=5000)


def test_damaged_bytes_are_logged_once_and_not_read_again(make, qtbot, caplog):
    shelf = Shelf({3: b"no picture"})
    thumbnails = make(shelf.reader)
    with caplog.at_level(logging.WARNING), qtbot.waitSignal(thumbnails.arrived):
        thumbnails.image(2, 64)
    for side in (64, 80):
        assert thumbnails.image(2, side) is None
    assert shelf.read == [3]
    assert [record.args for record in caplog.records] == [(3,)]


def test_a_store_that_is_not_there_yet_is_tried_again(make, state, qtbot):
    tries = []

    def factory():
        tries.append(1)
        if len(tries) == 1:
            raise sqlite3.OperationalError("unable to open database file")
        return lambda file: jpeg_of(file)

    thumbnails = make(factory)
    with qtbot.waitSignal(thumbnails.missing):
        thumbnails.image(0, 64)
    state.pictures_changed.emit()
    qtbot.waitUntil(lambda: thumbnails.image(0, 64) is not None)


def test_another_folder_begins_with_nothing(make, state, qtbot):
    thumbnails = make(Shelf({1: jpeg_of(1)}).reader)
    with qtbot.waitSignal(thumbnails.arrived):
        thumbnails.image(0, 64)
    assert thumbnails.cached_bytes > 0
    state.set_folder(table_of(3), np.arange(3))
    assert thumbnails.cached_bytes == 0
    assert thumbnails.image(0, 64) is None


def test_forgotten_thumbnails_are_read_again(make, qtbot):
    shelf = Shelf({1: jpeg_of(1)})
    thumbnails = make(shelf.reader)
    with qtbot.waitSignal(thumbnails.arrived):
        thumbnails.image(0, 64)
    thumbnails.forget([0])
    assert thumbnails.image(0, 64) is None
    qtbot.waitUntil(lambda: thumbnails.image(0, 64) is not None)
    assert shelf.read == [1, 1]


def test_each_thread_has_a_reader_of_its_own_and_stop_ends_them(make, qtbot):
    made, read_by = [], []

    def factory():
        mine = threading.get_ident()
        made.append(mine)

        def read(file):
            read_by.append((mine, threading.get_ident()))
            return jpeg_of(file)

        return read

    thumbnails = make(factory)
    for position in range(30):
        thumbnails.image(position, 64)
    qtbot.waitUntil(lambda: len(read_by) == 30)
    assert all(a == b for a, b in read_by)
    assert threading.get_ident() not in made
    thumbnails.stop()
    assert not [t for t in threading.enumerate() if t.name.startswith("thumbnails")]
