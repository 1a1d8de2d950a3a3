import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from gallery.library.records import ClusterRow, Clusters
from gallery.ui.client.folder_list import AWAY, FolderEntry
from gallery.ui.map.view import MapView
from gallery.ui.widgets.sidebar import SidebarRow
from tests.tables import put


def test_the_library_is_named_and_counted(gallery):
    sidebar = gallery.gallery.sidebar
    assert sidebar.findChild(object, "folderName").text() == "Holiday"
    assert sidebar.everything.accessibleName() == "All pictures, 30 pictures"


def test_clusters_are_listed_the_largest_first(gallery):
    put(gallery.state, cluster=np.repeat([0, 1, 2], [5, 16, 9]))
    gallery.state.set_clusters(
        Clusters(3, 3, 0.2, (ClusterRow(0, "a", 4), ClusterRow(1, "b", 16), ClusterRow(2, "c", 9)))
    )
    model = gallery.gallery.sidebar.clusters.clusters
    assert [model.index(row).data() for row in range(3)] == ["b", "c", "a"]
    spoken = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "b, 16 pictures"


def test_a_click_on_a_cluster_filters_and_a_second_click_shows_all(gallery, qtbot):
    view = gallery.gallery.sidebar.clusters
    row = view.visualRect(view.clusters.index(1)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert gallery.state.filter.label == "cats"
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert not gallery.state.filter


def test_the_ring_around_a_row_is_for_those_who_use_keys(gallery, qtbot):
    view = gallery.gallery.sidebar.clusters
    box = view.visualRect(view.clusters.index(1))

    def edge():
        image = view.viewport().grab().toImage()
        return image.pixelColor(box.center().x(), box.top()).name()

    gallery.activateWindow()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    gallery.state.peel()
    view.setFocus()
    before = edge()
    QTest.keyClick(view, Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: edge() != before)


def test_clusters_show_the_thumbnails_of_typical_pictures(gallery, qtbot):
    view = gallery.gallery.sidebar.clusters
    row = view.clusters.rows[0]
    qtbot.waitUntil(lambda: len(view.images(row)) == 3, timeout=20_000)


def test_a_long_name_is_read_whole_before_a_third_picture_is_shown(gallery):
    view = gallery.gallery.sidebar.clusters
    for name in ("cats", "dandelions"):
        room = view.fontMetrics().horizontalAdvance(name) + 6
        assert view.pictures_beside(name, room + 3 * 26) == 3
        assert view.pictures_beside(name, room + 3 * 26 - 1) == 2
    assert view.pictures_beside("cats", 40) == 0


def test_beside_a_short_name_all_three_pictures_have_room_whatever_the_others_are_called(gallery):
    view = gallery.gallery.sidebar.clusters
    view.resize(204, 300)
    room = view.width() - 24 - 6 - 30
    long = "landscapes and mountains"
    assert view.pictures_beside("bears", room) == 3
    assert view.pictures_beside(long, room) == 1


def test_another_number_of_clusters_is_asked_for_when_the_slider_is_let_go(gallery, controller):
    slider = gallery.gallery.sidebar.k.slider
    slider.setSliderDown(True)
    slider.setSliderPosition(9)
    assert controller.called("recluster") == []
    slider.setSliderDown(False)
    assert controller.called("recluster") == [(9,)]


def test_the_keys_of_the_slider_wait_until_they_rest(gallery, controller, qtbot):
    slider = gallery.gallery.sidebar.k.slider
    for _ in range(3):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    assert controller.called("recluster") == []
    qtbot.waitUntil(lambda: controller.called("recluster") == [(6,)])


def test_the_suggested_number_is_one_click_away(gallery, controller, qtbot):
    k = gallery.gallery.sidebar.k
    assert k.suggestion.text() == "suggested 4"
    qtbot.mouseClick(k.suggestion, Qt.MouseButton.LeftButton)
    assert controller.called("recluster") == [(0,)]


def test_problems_are_shown_only_where_there_are_any(gallery, controller, qtbot):
    row = gallery.gallery.sidebar.problems
    assert row.isHidden()
    controller.problems = [object(), object()]
    gallery.problems.list.problems.set_rows([])
    controller.problems_changed.disconnect(gallery.problems.refresh)
    controller.problems_changed.emit()
    assert row.accessibleName() == "Problems, 2 files"
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert gallery.pages.currentWidget() is gallery.problems


def test_other_libraries_are_one_click_away(gallery, controller, qtbot):
    controller.folders = [
        *controller.folders,
        FolderEntry(b"/scans", "Scans", 8204, opened_ns=1),
        FolderEntry(b"/stick", "Stick", 12, away=True, opened_ns=1),
    ]
    controller.folders_changed.emit()
    rows = {row.text(): row for row in gallery.gallery.sidebar.findChildren(SidebarRow)}
    assert rows["Scans"].accessibleName() == "Scans, 8,204"
    assert rows["Stick"].accessibleName() == "Stick, away"
    assert AWAY in rows["Stick"].toolTip()
    assert AWAY not in rows["Scans"].toolTip()
    qtbot.mouseClick(rows["Scans"], Qt.MouseButton.LeftButton)
    assert controller.called("open_folder") == [(b"/scans",)]


def test_all_pictures_takes_off_query_and_filter(gallery, qtbot):
    gallery.state.toggle_cluster(1)
    gallery.state.find_lookalikes(4)
    qtbot.mouseClick(gallery.gallery.sidebar.everything, Qt.MouseButton.LeftButton)
    assert len(gallery.state.order.positions) == 30
    assert not gallery.state.filter
    gallery.state.back()
    assert (gallery.state.query.position, gallery.state.filter.cluster) == (4, 1)


@pytest.mark.parametrize(("count", "said"), [(12, "Too few"), (30, "no clear")])
def test_pictures_without_groups_are_told_of_calmly(gallery, controller, count, said):
    state = controller.state
    put(state, cluster=np.where(np.arange(len(state.table)) < count, 0, -1))
    state.set_clusters(Clusters(1, 1, 0.0, (ClusterRow(0, "", count),)))
    sidebar = gallery.gallery.sidebar
    told = sidebar.findChild(QLabel, "noClusters")
    assert said in told.text()
    assert sidebar.k.slider.isHidden() == (said == "Too few")
    assert sidebar.findChild(QLabel, "kNumber").isHidden() == (said == "Too few")
    assert not told.isHidden()
    assert sidebar.clusters.isHidden()
    assert sidebar.k.slider.value() == sidebar.k.slider.minimum() == 1
    assert gallery.findChild(MapView).legend.isHidden()


def test_the_slider_reaches_what_is_suggested(gallery, controller):
    rows = tuple(ClusterRow(n, "", 1) for n in range(64))
    controller.state.set_clusters(Clusters(64, 64, 0.6, rows))
    slider = gallery.gallery.sidebar.k.slider
    assert (slider.value(), slider.maximum(), slider.minimum()) == (64, 64, 2)


def test_few_pictures_that_were_put_into_groups_keep_the_slider(gallery, controller):
    rows = (ClusterRow(0, "a", 6), ClusterRow(1, "b", 6))
    controller.state.set_clusters(Clusters(2, 1, 0.0, rows))
    assert not gallery.gallery.sidebar.k.slider.isHidden()
