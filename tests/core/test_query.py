import json

import pytest

from gallery.core.errors import LookalikeError
from gallery.core.query import (
    Box,
    Crop,
    Marked,
    Middle,
    Outside,
    Part,
    Picture,
    Query,
    Words,
    from_json,
    to_json,
)

PARTS = (
    Part(Picture(7, "IMG_7.jpg")),
    Part(Outside(b"/tmp/\xff\xe9.jpg"), weight=2.0),
    Part(Crop(Picture(8), Box(0.25, 0.5, 0.5, 0.5))),
    Part(Crop(Outside(b"/tmp/b.png"), Box(0, 0, 1, 1)), wanted=False),
    Part(Words("red hat"), weight=0.5),
    Part(Middle(3, "Birch forest")),
    Part(Marked((1, 2, 3), "my marks"), wanted=False),
)


def test_a_query_survives_as_text():
    query = Query(PARTS, more=-0.5)
    assert from_json(json.loads(json.dumps(to_json(query)))) == query


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {"parts": []},
        {"parts": [{}], "more": 0},
        {"parts": [], "more": 3},
        {"parts": [{"what": {"kind": "song"}, "wanted": True, "weight": 1}], "more": 0},
        {
            "parts": [{"what": {"kind": "words", "text": "a"}, "wanted": True, "weight": 99}],
            "more": 0,
        },
        {
            "parts": [
                {
                    "what": {"kind": "crop", "of": {"kind": "words", "text": "a"}, "box": [0] * 4},
                    "wanted": True,
                    "weight": 1,
                }
            ],
            "more": 0,
        },
        {
            "parts": [
                {
                    "what": {"kind": "outside", "path_b64": "no base64!"},
                    "wanted": True,
                    "weight": 1,
                }
            ],
            "more": 0,
        },
    ],
)
def test_what_is_no_query_is_an_error_with_a_sentence(data):
    with pytest.raises(LookalikeError, match=r"\.$"):
        from_json(data)


def test_nothing_is_thrown_away_by_adding_to_a_query():
    query = Query(PARTS[:2]).and_(*PARTS[2:])
    assert query.parts == PARTS
    assert query.words == (PARTS[4],)
    assert len(query.pictures) == 6
    assert query.contents == (7,)


def test_the_same_thing_is_asked_about_once():
    more = Query(PARTS).and_(Part(Picture(7, "IMG_7.jpg"), wanted=False))
    assert len(more.parts) == len(PARTS)
    assert more.parts[-1].wanted is False
    assert more.contents == ()


def test_a_part_can_be_taken_away():
    assert Query(PARTS, 0.5).without(PARTS[4]) == Query(PARTS[:4] + PARTS[5:], 0.5)


@pytest.mark.parametrize(
    "box", [(0, 0, 0, 1), (-0.1, 0, 0.5, 0.5), (0.5, 0, 0.6, 1), (0, 0.9, 1, 0.2)]
)
def test_a_rectangle_lies_in_the_picture(box):
    with pytest.raises(LookalikeError, match="rectangle"):
        Box(*box)
