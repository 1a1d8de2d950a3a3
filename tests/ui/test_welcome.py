import time

from PySide6.QtCore import Qt

from gallery.ui.client.folder_list import AWAY, FolderEntry
from gallery.ui.pages.welcome import RecentRow, short_path


def test_the_sample_library_is_one_click_away(window, controller, qtbot):
    qtbot.mouseClick(window.welcome.sample_button, Qt.MouseButton.LeftButton)
    assert controller.called("open_sample") == [()]


def test_recent_folders_are_listed_with_count_and_day(window, controller, qtbot):
    controller.folders = [
        FolderEntry(
            b"/home/me/Pictures/Holiday 2025", "Holiday 2025", 1330, opened_ns=time.time_ns()
        ),
        FolderEntry(b"/stick", "stick", 1, away=True, opened_ns=time.time_ns()),
    ]
    controller.folders_changed.emit()
    rows = window.welcome.findChildren(RecentRow)
    qtbot.waitUntil(rows[0].isVisible)
    assert [row.accessibleName() for row in rows] == [
        "Open Pictures/Holiday 2025, 1,330 pictures · today",
        "Open /stick, away · 1 picture · today",
    ]
    assert [row.toolTip() for row in rows] == ["", AWAY]
    qtbot.mouseClick(rows[0], Qt.MouseButton.LeftButton)
    assert controller.called("open_folder") == [(b"/home/me/Pictures/Holiday 2025",)]


def test_nothing_is_said_of_pictures_that_are_not_shown(gallery):
    chip = gallery.findChild(object, "queryChip")
    gallery.state.find_lookalikes(3)
    assert not chip.isHidden()
    gallery.navigation.show_welcome()
    assert chip.isHidden()
    assert gallery.status.sentence() == "Ready"
    gallery.navigation.show_gallery()
    assert not chip.isHidden()
    assert gallery.status.sentence().startswith("30 pictures")


def test_undecodable_names_are_shown():
    assert short_path(b"/a/b\xff/c") == "b\ufffd/c"
