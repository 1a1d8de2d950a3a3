import datetime

import numpy as np
import pytest

from gallery.engine.ipc.messages import Progress, Stage
from gallery.ui import sentences
from gallery.ui.model.filters import NO_FILTER, Filter, InCluster
from gallery.ui.model.query import GridQuery, QueryKind

NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


def _ns(year, month, day, hour=0, minute=0):
    there = datetime.datetime(year, month, day, hour, minute, tzinfo=datetime.UTC)
    return int(there.timestamp() * 1e9)


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ((2026, 11, 24, 1), "today"),
        ((2026, 11, 23, 23), "yesterday"),
        ((2026, 11, 19), "Thursday"),
        ((2026, 11, 2), "2 November"),
        ((2025, 8, 14), "14 August 2025"),
    ],
)
def test_days_are_said_as_people_say_them(date, said):
    assert sentences.day(_ns(*date), NOW) == said


@pytest.mark.parametrize(
    ("size", "said"),
    [(1, "1 byte"), (812, "812 bytes"), (4_200_000, "4.2 MB"), (605_000_000, "605 MB")],
)
def test_sizes_are_said_with_two_or_three_figures(size, said):
    assert sentences.size(size) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "1 s"), (12, "12 s"), (240, "4 min"), (7500, "2 h 5 min")]
)
def test_the_time_left_is_rounded(seconds, said):
    assert sentences.duration(seconds) == said


def test_the_sentence_names_words_and_how_they_were_understood():
    query = GridQuery(QueryKind.WORDS, label="dog", meaning="dog: 118 kinds of dog")
    shown = sentences.shown(12, query, Filter((InCluster(2, "dogs"),)))
    assert (shown.text, shown.name) == ("12 pictures in dogs by the word", "“dog”")
    assert "118 kinds" in shown.after


def test_pictures_that_are_only_near_are_called_so():
    query = GridQuery(QueryKind.WORDS, label="sunset", contents=np.array([1, 2]))
    assert sentences.shown(2, query, NO_FILTER).text == "The nearest 2 pictures by the word"
    found = GridQuery(QueryKind.WORDS, label="sunset", contents=np.array([1, 2]), kept=2)
    assert sentences.shown(2, found, NO_FILTER).text == "2 pictures by the word"


def test_a_name_that_is_no_known_thing_is_said_to_be_searched_for():
    query = GridQuery(QueryKind.NAMES, label="lion48", meaning="There is no such word.")
    shown = sentences.shown(1, query, NO_FILTER)
    said = f"{shown.text} {shown.name}{shown.after}"
    assert said == "No such thing is known; 1 picture with “lion48” in its name"
    assert sentences.nothing(query, NO_FILTER, empty=False, busy=False) == (
        "No file name holds “lion48”. There is no such word."
    )


def test_slow_work_has_a_decimal():
    message = Progress(request=1, stage=Stage.EMBED, done=3, total=9, per_second=1.53)
    assert sentences.progress(message) == "Embedding 3 / 9 · 1.5 a second"


def test_a_download_counts_bytes():
    message = Progress(
        request=1, stage=Stage.DOWNLOAD, done=12_000_000, total=605_000_000, note="clip",
        per_second=4e6, seconds_left=148,
    )  # fmt: skip
    assert sentences.progress(message) == "Downloading clip 12.0 MB / 605 MB · 2 min left"


def test_a_moment_that_no_file_can_have_is_not_shown():
    assert sentences.moment(0).startswith(("1970-01-01", "1969-12-31"))
    assert sentences.moment(-(2**63)) == sentences.moment(-3 * 10**18) == ""
    assert sentences.moment(2**63 - 1).startswith("2262-04")


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ([], ""),
        ([("dog", 0.97), ("lawn", 0.9)], "dog, lawn"),
        ([("dog", 0.97), ("ball", 0.6), ("park", 0.51)], "dog; perhaps ball, park"),
        ([("ball", 0.52)], "Perhaps ball"),
    ],
)
def test_words_of_a_picture_tell_how_sure_they_are(tags, said):
    assert sentences.words_shown(tags) == said
