"""How fast encoders are here: from what indexing took, or tried once."""

import os

import pytest

from gallery.encoders import rates, registry
from gallery.encoders.pixels import PixelsEncoder


def test_what_indexing_took_is_remembered_by_name(home):
    rates.note(home, "compact", 300, 2.0)
    rates.note(home, "pixels", 100, 0.1)
    assert rates.known(home) == {"compact": 150.0, "pixels": 1000.0}
    offered = {info.name: info.per_second for info in registry.known(home)}
    assert offered["compact"] == 150.0
    assert offered["clip"] == 0.0


def test_few_pictures_tell_nothing(home):
    rates.note(home, "compact", 3, 2.0)
    assert rates.known(home) == {}


def test_another_machine_with_the_same_home_is_measured_for_itself(home, monkeypatch):
    rates.note(home, "compact", 300, 2.0)
    monkeypatch.setattr(os, "cpu_count", lambda: 999)
    assert rates.known(home) == {}


def test_only_those_nothing_is_known_of_are_tried(home):
    rates.note(home, "compact", 300, 2.0)
    loaded = []

    def load(name):
        loaded.append(name)
        return PixelsEncoder()

    assert rates.try_missing(home, ["compact", "pixels"], load)
    assert loaded == ["pixels"]
    assert rates.known(home)["pixels"] > 1
    assert not rates.try_missing(home, ["compact", "pixels"], load)


@pytest.mark.parametrize("text", ["", "[]", '{"here": 5}'])
def test_a_damaged_memory_counts_as_none(home, text):
    home.cache.mkdir(parents=True)
    (home.cache / "rates.json").write_text(text)
    assert rates.known(home) == {}
