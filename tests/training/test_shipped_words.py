"""What the words that ship are called, and what stands beneath them."""

import json

import pytest

from gallery.analysis import words
from resources import path as resource

NAME = "efficientnet-lite0"


def test_what_is_seen_inside_a_house_is_no_building():
    """A crate of fruit in a grocery store is no answer to "building"."""
    book = words.book(NAME)
    building = set(book.find("building").rows)
    assert set(book.find("church").rows) < building
    for inside in ("shop", "grocery store", "restaurant", "library"):
        assert building.isdisjoint(book.find(inside).rows)


def test_the_words_that_ship_are_described_by_the_program_that_makes_them():
    pytest.importorskip("torch")
    from training.word_report import entries

    shipped = json.loads(resource(f"{NAME}-words.json").read_text("utf-8"))["words"]
    assert entries([row["name"] for row in shipped]) == shipped
