"""The state that all views share: queries, history, filters, selection."""

import numpy as np
import pytest

from gallery.core.arrays import normalise
from gallery.library.records import ClusterRow, Clusters
from gallery.library.table import Table
from gallery.ui.model.filters import Filter, InCluster
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.order import ScrollAnchor
from gallery.ui.model.query import ALL, GridQuery, QueryKind
from tests import tables
from tests.tables import only, put

COUNT = 40


@pytest.fixture
def state(qtbot):
    made = GalleryState()
    paths = [b"%03d.jpg" % n for n in range(COUNT)]
    table = tables.made(b"/photos", paths, cluster=np.arange(COUNT) % 4)
    vectors = normalise(np.random.default_rng(0).standard_normal((COUNT, 16)))
    table = table.with_vectors(vectors)
    made.set_folder(table, table.by_path())
    rows = tuple(ClusterRow(n, f"things {n}", COUNT // 4) for n in range(4))
    made.set_clusters(Clusters(4, 4, 0.3, rows))
    yield made
    made.stop()


def ask(qtbot, state, position):
    with qtbot.waitSignal(state.order_changed):
        state.find_lookalikes(position)


def test_look_alikes_come_by_cosine_with_the_picture_itself_first(qtbot, state):
    ask(qtbot, state, 7)
    cosine = state.vectors @ state.vectors[7]
    assert state.order.positions.tolist() == np.argsort(-cosine, kind="stable").tolist()
    assert state.order.positions[0] == 7
    assert state.order.scores == pytest.approx(cosine, abs=1e-5)


def test_a_picture_that_is_asked_about_again_has_the_focus_again(qtbot, state):
    ask(qtbot, state, 7)
    state.set_focus(9)
    ask(qtbot, state, 7)
    assert state.place.focus == 7
    assert not state.can_ask(COUNT)
    state.find_lookalikes(COUNT)  # it is no picture
    assert state.place.focus == 7


def test_other_vectors_rank_the_same_picture_anew(qtbot, state):
    ask(qtbot, state, 7)
    ask(qtbot, state, 9)
    table = state.table
    vectors = normalise(np.random.default_rng(5).standard_normal((COUNT, 8)))
    other = tables.made(table.root, table.paths).with_vectors(vectors)
    with qtbot.waitSignals([state.order_changed, state.order_changed]):
        state.set_folder(other, other.by_path())
    assert state.query.position == 9
    assert (
        state.order.positions.tolist()
        == np.argsort(-(state.vectors @ state.vectors[9]), kind="stable").tolist()
    )
    with qtbot.waitSignal(state.order_changed):
        state.back()
    assert state.query.position == 7


def test_another_folder_begins_anew(qtbot, state):
    ask(qtbot, state, 7)
    table = tables.made(b"/elsewhere", [b"a.jpg"])
    state.set_folder(table, table.by_path())
    assert state.query.ask is QueryKind.ALL
    assert not state.can_go_back


def test_a_twin_does_not_come_before_the_picture_that_was_clicked(qtbot, state):
    state.vectors[3] = state.vectors[30]
    ask(qtbot, state, 30)
    assert state.order.positions[:2].tolist() == [30, 3]


def test_pictures_without_a_vector_wait_outside_the_ranking(qtbot, state):
    put(state, row={5: -1})
    ask(qtbot, state, 6)
    assert 5 not in state.order.positions
    assert not state.can_ask(5)


def test_back_and_forward_restore_query_filter_and_scroll(qtbot, state):
    state.note_stand(ScrollAnchor(12, 4))
    ask(qtbot, state, 7)
    state.note_stand(ScrollAnchor(48, 0))
    with qtbot.waitSignal(state.order_changed):
        state.toggle_cluster(2)
    with qtbot.waitSignal(state.order_changed):
        state.back()
    assert state.query.position == 7
    assert not state.filter
    assert state.order.stand == ScrollAnchor(48, 0)
    with qtbot.waitSignal(state.order_changed):
        state.back()
    assert state.query == ALL
    assert state.order.stand == ScrollAnchor(12, 4)
    assert not state.can_go_back
    with qtbot.waitSignal(state.order_changed):
        state.forward()
    assert state.query.position == 7


def test_a_cluster_filters_and_the_same_click_takes_the_filter_off(qtbot, state):
    state.toggle_cluster(1)
    assert (state.table.cluster[state.order.positions] == 1).all()
    assert state.filter.label == "things 1"
    state.toggle_cluster(1)
    assert len(state.order.positions) == COUNT


def test_a_picture_that_the_filter_leaves_out_is_not_among_its_look_alikes(qtbot, state):
    state.toggle_cluster(1)
    ask(qtbot, state, 2)
    assert len(state.order.positions) == COUNT // 4
    assert (state.table.cluster[state.order.positions] == 1).all()
    ask(qtbot, state, 5)
    assert state.order.positions[0] == 5


def test_clusters_are_as_large_as_what_they_show(qtbot, state):
    def sizes():
        return [row.size for row in state.clusters.rows]

    assert sizes() == [10, 10, 10, 10]
    put(state, cluster=np.minimum(state.table.cluster, 2))
    state.set_clusters(state.clusters)
    assert sizes() == [10, 10, 20, 0]
    put(state, alive=np.arange(COUNT) >= 4)
    with qtbot.waitSignal(state.clusters_changed):
        state.set_base(state.table.by_path())
    assert sizes() == [9, 9, 18, 0]


def test_a_filter_by_a_cluster_follows_its_name_and_goes_with_it(qtbot, state):
    state.toggle_cluster(3)
    others = state.clusters.rows[:3]
    renamed = (*others, ClusterRow(3, "other things", 10))
    with qtbot.waitSignal(state.place_changed):
        state.set_clusters(Clusters(4, 4, 0.3, renamed))
    assert (state.filter.cluster, state.filter.label) == (3, "other things")
    put(state, cluster=np.minimum(state.table.cluster, 2))
    with qtbot.waitSignal(state.place_changed):
        state.set_clusters(Clusters(3, 3, 0.3, others))
    assert not state.filter
    assert len(state.order.positions) == COUNT


def test_a_filter_goes_on_with_the_cluster_that_has_its_pictures(qtbot, state):
    state.toggle_cluster(1)
    state.toggle_cluster(3)
    before = state.table.cluster
    put(state, cluster=np.array([1, 3, 2, 0], np.int16)[before])
    put(state, cluster={3: 2})  # one of them went elsewhere
    rows = tuple(ClusterRow(n, f"new {n}", 10) for n in range(4))
    with qtbot.waitSignal(state.order_changed):
        state.set_clusters(Clusters(4, 4, 0.3, rows), before)
    assert (state.filter.cluster, state.filter.label) == (0, "new 0")
    assert set(state.order.positions.tolist()) == set(range(7, COUNT, 4))
    state.back()
    assert (state.filter.cluster, state.filter.label) == (3, "new 3")


def test_a_cluster_alone_shows_its_typical_pictures_first(qtbot, state):
    put(state, rank=np.arange(COUNT, 0, -1) // 8)
    everything = state.order.positions.tolist()
    state.toggle_cluster(2)
    shown = state.order.positions.tolist()
    assert shown == sorted(shown, key=lambda p: (int(state.table.rank[p]), everything.index(p)))
    assert len(shown) == COUNT // 4
    assert shown != sorted(shown)
    state.toggle_cluster(2)
    assert state.order.positions.tolist() == everything


def test_escape_peels_selection_then_query_then_filter(qtbot, state):
    state.set_filter(Filter((InCluster(1, "things 1"),)))
    ask(qtbot, state, 1)
    state.select([1, 5])
    assert state.peel()
    assert not state.selected.any()
    assert state.query.position == 1
    assert state.peel()
    assert state.query.ask is QueryKind.ALL
    assert state.filter
    assert state.peel()
    assert not state.filter
    assert not state.peel()


def test_new_pictures_join_without_moving_the_grid(qtbot, state):
    state.select([2])
    names = [b"000a.jpg", b"z.jpg", b"zz.jpg"]
    state.table = tables.more(state.table, names, content=np.zeros(3, np.int64))
    state.set_base(state.table.by_path())
    assert state.order.stand is None
    assert state.order.positions[1] == COUNT
    assert np.flatnonzero(state.selected).tolist() == [2]


def test_removed_pictures_leave_order_and_selection(qtbot, state):
    state.select([4, 5])
    put(state, alive={4: False})
    state.set_base(state.table.by_path())
    assert 4 not in state.order.positions
    assert np.flatnonzero(state.selected).tolist() == [5]


def test_words_found_in_contents_come_in_their_order(qtbot, state):
    found = np.array([9, 3, 21, 999], np.int64)
    chances = np.array([0.9, 0.6, 0.2, 0.1], np.float32)
    with qtbot.waitSignal(state.order_changed):
        state.ask(GridQuery(QueryKind.WORDS, label="dog", contents=found, scores=chances))
    assert state.order.positions.tolist() == [8, 2, 20]
    assert state.order.scores[[8, 2, 20]] == pytest.approx([0.9, 0.6, 0.2])


def test_the_same_words_asked_again_show_what_is_found_now(qtbot, state):
    for found in ([9, 3], [9, 3, 21]):
        contents = np.array(found, np.int64)
        with qtbot.waitSignal(state.order_changed):
            state.ask(GridQuery(QueryKind.WORDS, label="dog", contents=contents))
    assert state.order.positions.tolist() == [8, 2, 20]
    state.back()
    assert state.query.ask is QueryKind.ALL


def test_an_answer_to_an_older_question_is_not_shown(qtbot, state):
    state.find_lookalikes(1)
    with qtbot.waitSignal(state.order_changed):
        state.find_lookalikes(2)
    qtbot.waitUntil(lambda: state.order.positions[0] == 2)
    assert state.query.position == 2


def test_an_action_is_about_the_selection_else_the_focus(state):
    state.set_focus(3)
    assert state.chosen().tolist() == [3]
    state.select([9, 1])
    assert state.chosen().tolist() == [1, 9]


def test_select_all_takes_what_the_filter_left(state):
    state.toggle_cluster(0)
    state.select_all()
    assert state.selected.sum() == COUNT // 4


def test_an_empty_folder_can_be_asked_nothing(qtbot, state):
    state.set_folder(Table(root=b"/empty"), np.zeros(0, np.intp))
    state.find_lookalikes(0)
    state.select_all()
    state.toggle_cluster(0)
    assert len(state.order.positions) == 0


def test_a_filter_by_chosen_pictures_is_the_same_only_for_the_same_pictures(qtbot, state):
    odd = np.arange(COUNT) % 2 == 1
    state.set_filter(only(odd, "20 chosen pictures"))
    assert state.order.positions.tolist() == np.flatnonzero(odd).tolist()
    state.set_filter(only(~odd, "20 chosen pictures"))
    assert state.order.positions.tolist() == np.flatnonzero(~odd).tolist()
    state.back()
    assert state.order.positions.tolist() == np.flatnonzero(odd).tolist()
    larger = tables.more(state.table, [b"new.jpg"] * 9)
    assert only(odd, "").mask(larger)[COUNT:].tolist() == [False] * 9


def test_the_nearest_are_those_of_the_moment_they_were_asked_for(state):
    cosine = state.vectors @ state.vectors[7]
    work = state.nearest(7, 3)
    put(state, row=np.roll(state.table.row, 5))
    state.table = state.table.with_vectors(state.vectors[:, :8])
    state.set_folder(Table(), np.zeros(0, np.intp))
    assert [p for p, _score in work()] == np.argsort(-cosine, kind="stable")[1:4].tolist()
