"""A filter is a tuple of conditions on the columns: each must hold, whatever they are."""

from dataclasses import dataclass

import numpy as np
import pytest

from gallery.library.columns import SIZE
from gallery.ui.model.filters import NO_FILTER, Filter, InCluster, OnlyThese
from gallery.ui.model.gallery_state import GalleryState
from tests import tables

COUNT = 12


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Files of so many bytes and more: a kind of condition that the window knows nothing of."""

    size: int
    by_encoder = False

    @property
    def label(self):
        return f"from {self.size} bytes on"

    def mask(self, table):
        return table[SIZE] >= self.size


@pytest.fixture
def table():
    made = tables.made(
        b"/photos",
        [b"%02d.jpg" % number for number in range(COUNT)],
        cluster=np.arange(COUNT) % 3,
        size=np.arange(COUNT),
    )
    return tables.altered(made, alive={7: False})


@pytest.fixture
def state(qtbot, table):
    made = GalleryState()
    made.set_folder(table, np.arange(COUNT))
    yield made
    made.stop()


def left(filter_, table):
    return np.flatnonzero(filter_.mask(table)).tolist()


def test_every_condition_must_hold_and_what_is_gone_is_never_left(table):
    chosen = np.arange(COUNT) > 1
    assert left(NO_FILTER, table) == [n for n in range(COUNT) if n != 7]
    cluster = Filter((InCluster(1, "bears"),))
    assert left(cluster, table) == [1, 4, 10]
    both = cluster.and_(OnlyThese.of(chosen, "10 chosen pictures"))
    assert left(both, table) == [4, 10]
    assert left(both.and_(AtLeast(5)), table) == [10]
    assert both.and_(AtLeast(5)).label == "bears, 10 chosen pictures, from 5 bytes on"
    assert left(both.without(InCluster(1, "bears")), table) == [2, 3, 4, 5, 6, 8, 9, 10, 11]


def test_of_each_kind_there_is_one(table):
    found = Filter((InCluster(1, "bears"),)).and_(AtLeast(5)).and_(InCluster(2, "cats"))
    assert found.conditions == (AtLeast(5), InCluster(2, "cats"))
    assert found.cluster == 2
    assert found.get(OnlyThese) is None


def test_with_other_vectors_only_clusters_are_left_out():
    found = Filter((InCluster(1, "bears"), AtLeast(5)))
    assert found.elsewhere() == Filter((AtLeast(5),))
    assert not Filter((InCluster(1, "bears"),)).elsewhere()


def test_another_kind_of_condition_filters_the_grid_and_can_be_gone_back_from(state):
    state.set_filter(Filter((AtLeast(5),)))
    assert state.order.positions.tolist() == [5, 6, 8, 9, 10, 11]
    state.set_filter(state.filter.and_(InCluster(2, "cats")))
    assert state.order.positions.tolist() == [5, 8, 11]
    state.back()
    assert state.order.positions.tolist() == [5, 6, 8, 9, 10, 11]
    assert state.peel()
    assert not state.filter
