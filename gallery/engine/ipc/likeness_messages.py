"""What window and engine say of likeness in depth: why, changes, crops, lessons.

Told under the same rules as the rest (`messages.py`), whose unions hold them as well.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainPair:
    """Ask why two files are alike; answers PairExplained, then Done."""

    request: int = 0
    first: str
    second: str
    encoder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePicture:
    """Ask what is left of a picture's likeness to itself; answers ChangesTried, then Done.

    `changes` are names of `imaging/alter.py`, `amounts` how much of each. With `together` they are
    made one after another, and the answer is one cosine.
    """

    request: int = 0
    path: str
    encoder: str
    changes: list[str]
    amounts: list[float]
    together: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchCrop:
    """Look for a crop in the parts of pictures, the best first; answers CropMatched, then Done.

    `vector` is the crop's, `contents` and `scores` the pictures and their cosines as wholes.
    """

    request: int = 0
    encoder: str
    vector: list[float]
    contents: list[int]
    scores: list[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Teach:
    """Learn from "labels" or "folders" of a folder; answers LessonTried, then Done.

    With a `name` what was learned is kept and switched on.
    """

    request: int = 0
    folder: int
    encoder: str
    source: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchLesson:
    """Switch a kept lesson on, by its id, and every other one off; 0 for none at all."""

    request: int = 0
    folder: int
    encoder: str
    lesson: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackLesson:
    """Take a kept lesson back, or with `gone` False undo that."""

    request: int = 0
    lesson: int
    gone: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PairExplained:
    """What the cells of two pictures add to their cosine.

    `first` and `second` are rows of cells, `pairs` one row for each cell of the first, empty where
    all is an estimate. `boxes` are the parts of the pictures that the cells divide: left, top,
    width and height as shares.
    """

    request: int
    cosine: float
    first: list[list[float]]
    second: list[list[float]]
    pairs: list[list[float]]
    boxes: list[list[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesTried:
    """The cosine of a picture with itself after each change."""

    request: int
    cosines: list[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class CropMatched:
    """Scores of the pictures that were asked about, and the most alike part of each.

    `boxes` are left, top, width and height as shares of the picture; empty for one that was
    compared as a whole. `gain` is what unrelated pictures gained, by which the edge is moved.
    """

    request: int
    scores: list[float]
    boxes: list[list[float]]
    gain: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonTried:
    """What was learned: its classes, precision before and after, and what stays as it was.

    `few` is the sentence about classes with too few pictures, or "". `lesson` is the id of what
    was kept, 0 where nothing was.
    """

    request: int
    classes: list[str] = field(default_factory=list)
    before: float
    after: float
    stays: float
    few: str = ""
    lesson: int = 0


LikenessQuestion = ExplainPair | ChangePicture | MatchCrop | Teach | SwitchLesson | TakeBackLesson
LikenessAnswer = PairExplained | ChangesTried | CropMatched | LessonTried
