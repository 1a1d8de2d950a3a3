"""Names that are too long: the number in them stays."""

import pytest

from gallery.ui.style.elided import shortened


@pytest.mark.parametrize(
    ("name", "room", "expected"),
    [
        ("IMG_0412.jpg", 12, "IMG_0412.jpg"),
        ("IMG_0412.jpg", 11, "IMG_0412.j…"),
        ("IMG_0412.jpg", 9, "IMG_0412…"),
        ("IMG_0412.jpg", 7, "IM…0412"),
        ("IMG_0412.jpg", 5, "…0412"),
        ("IMG_0412.jpg", 3, "IM…"),
        ("Holiday in Spain 0412.jpg", 12, "Holiday…0412"),
        ("Holiday in Spain 0412 edited.jpg", 13, "Holiday…0412…"),
        ("a picture of the sea.jpg", 9, "a pictur…"),
        ("archive.of.many.things", 8, "archive…"),
        ("", 0, ""),
        (".jpg", 2, ".…"),
    ],
)
def test_a_long_name_keeps_its_number(name, room, expected):
    assert shortened(name, room, len) == expected


@pytest.mark.parametrize("room", range(1, 40))
def test_nothing_is_wider_than_its_room(room):
    for name in ("IMG_20250814_170322_0412.jpeg", "no number here at all.tif", "007"):
        assert len(shortened(name, room, len)) <= room
