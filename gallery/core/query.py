"""What is asked, as data: parts that pull towards something or away from it.

A query is the same in the window, on the command line, in the history and when it is saved by a
name. It says what is meant and holds no vector: another encoder can be asked the same question.
`analysis/steering.py` ranks by it once every part has its vectors or scores.
"""

import base64
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from gallery.core.codes import Code
from gallery.core.errors import LookalikeError
from gallery.core.json_types import JsonObject

LIGHTEST, HEAVIEST = 0.25, 4.0
DAMAGED = "This query cannot be read."


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the library, by the id of its content: it survives renames and moves.

    Attributes:
        content: as the store numbers it.
        name: what it was called when it was asked about, to be shown.
    """

    content: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Outside:
    """A picture that need not be in the library, by its absolute path."""

    path: bytes

    @property
    def name(self) -> str:
        """What it is called."""
        return os.fsdecode(os.path.basename(self.path))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, as shares of the upright picture's width and height, from the top left.

    Attributes:
        left: 0 to 1.
        top: 0 to 1.
        width: above 0; left + width is at most 1.
        height: above 0; top + height is at most 1.
    """

    left: float
    top: float
    width: float
    height: float

    def __post_init__(self) -> None:
        right, bottom = self.left + self.width, self.top + self.height
        # A little over 1 is rounding: shares are divided from pixels.
        inside = 0 <= self.left < right <= 1 + 1e-9 and 0 <= self.top < bottom <= 1 + 1e-9
        if not inside:
            raise LookalikeError(Code.BAD_BOX)


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a picture: what is alike may be a part of another one."""

    of: Picture | Outside
    box: Box


@dataclass(frozen=True, slots=True)
class Words:
    """What is to be seen, as it was typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Middle:
    """The middle of a cluster, by its number in the clustering that is kept."""

    cluster: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """Pictures of the library that a person marked, by the ids of their contents."""

    contents: tuple[int, ...]
    name: str = ""


QuerySource: TypeAlias = Picture | Outside | Crop | Words | Middle | Marked


@dataclass(frozen=True, slots=True)
class Part:
    """One chip of the search field.

    Attributes:
        what: what it pulls towards.
        wanted: False pulls away from it.
        weight: how strongly, LIGHTEST to HEAVIEST; 1 where nobody chose.
    """

    what: QuerySource
    wanted: bool = True
    weight: float = 1.0

    def __post_init__(self) -> None:
        if not LIGHTEST <= self.weight <= HEAVIEST:
            raise LookalikeError(Code.BAD_WEIGHT, lightest=LIGHTEST, heaviest=f"{HEAVIEST:g}")


@dataclass(frozen=True, slots=True)
class Query:
    """Parts, and where likeness ends.

    Attributes:
        parts: in the order in which they were added.
        more: -1 keeps fewest, 0 what is found by itself, 1 the most.
    """

    parts: tuple[Part, ...] = ()
    more: float = 0.0

    def __post_init__(self) -> None:
        if not -1 <= self.more <= 1:
            raise LookalikeError(Code.BAD_MORE)

    def and_(self, *parts: Part) -> "Query":
        """Return this query with more parts; one about the same thing takes the old one's place."""
        # The same picture wanted and not wanted would cancel itself: the newer word counts.
        about = {part.what for part in parts}
        kept = tuple(part for part in self.parts if part.what not in about)
        return Query((*kept, *parts), self.more)

    def without(self, part: Part) -> "Query":
        """Return this query without one of its parts."""
        return Query(tuple(p for p in self.parts if p != part), self.more)

    @property
    def words(self) -> tuple[Part, ...]:
        """The parts that are words."""
        return tuple(part for part in self.parts if isinstance(part.what, Words))

    @property
    def pictures(self) -> tuple[Part, ...]:
        """The parts that are no words."""
        return tuple(part for part in self.parts if not isinstance(part.what, Words))

    @property
    def contents(self) -> tuple[int, ...]:
        """Pictures of the library that it asks for more of, by content; they are shown first."""
        wanted = [part.what for part in self.parts if part.wanted]
        return tuple(what.content for what in wanted if isinstance(what, Picture))


# ---------------------------------------------------------------- as JSON


def to_json(query: Query) -> JsonObject:
    """Return a query as what `json.dumps` takes; `from_json` is the inverse."""
    return {"parts": [_part_out(part) for part in query.parts], "more": query.more}


def from_json(data: JsonObject) -> Query:
    """Return the query that `to_json` made this of.

    Raises:
        LookalikeError: it is none.
    """
    try:
        return Query(tuple(_part_in(part) for part in data["parts"]), float(data["more"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise LookalikeError(DAMAGED) from error


def _part_out(part: Part) -> JsonObject:
    return {"what": _source_out(part.what), "wanted": part.wanted, "weight": part.weight}


def _source_out(what: QuerySource) -> JsonObject:
    match what:
        case Picture():
            return {"kind": "picture", "content": what.content, "name": what.name}
        case Outside():  # exactly, for a name need not be text
            return {"kind": "outside", "path_b64": base64.b64encode(what.path).decode()}
        case Crop():
            box = [what.box.left, what.box.top, what.box.width, what.box.height]
            return {"kind": "crop", "of": _source_out(what.of), "box": box}
        case Words():
            return {"kind": "words", "text": what.text}
        case Middle():
            return {"kind": "middle", "cluster": what.cluster, "name": what.name}
        case Marked():
            return {"kind": "marks", "contents": list(what.contents), "name": what.name}


def _part_in(data: JsonObject) -> Part:
    return Part(_source_in(data["what"]), data["wanted"] is True, float(data["weight"]))


def _source_in(data: JsonObject) -> QuerySource:
    return _KINDS[data["kind"]](data)


def _picture_in(data: JsonObject) -> Picture:
    return Picture(int(data["content"]), str(data["name"]))


def _outside_in(data: JsonObject) -> Outside:
    return Outside(base64.b64decode(data["path_b64"], validate=True))


def _crop_in(data: JsonObject) -> Crop:
    of = _source_in(data["of"])
    if not isinstance(of, Picture | Outside):
        raise TypeError("only a picture can be cropped")
    return Crop(of, Box(*map(float, data["box"])))


def _words_in(data: JsonObject) -> Words:
    return Words(str(data["text"]))


def _middle_in(data: JsonObject) -> Middle:
    return Middle(int(data["cluster"]), str(data["name"]))


def _marks_in(data: JsonObject) -> Marked:
    return Marked(tuple(int(content) for content in data["contents"]), str(data["name"]))


_KINDS: dict[str, Callable[[JsonObject], QuerySource]] = {
    "picture": _picture_in,
    "outside": _outside_in,
    "crop": _crop_in,
    "words": _words_in,
    "middle": _middle_in,
    "marks": _marks_in,
}
