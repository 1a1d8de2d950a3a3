"""What window and engine say to each other: small frozen records, as JSON lines of one version.

Paths are text by `os.fsdecode` (undecodable bytes as surrogates), so every file name survives the
trip. Pixels and vectors go through the store; only ids grow with the folder here. Every question
carries an id of the window, 0 until it is asked, and ends with one of Done, Cancelled, Failed.
"""

from dataclasses import dataclass, field

from gallery.core.json_types import JsonObject
from gallery.core.sentence import Sentence
from gallery.engine.ipc.house_messages import HouseAnswer, HouseQuestion
from gallery.engine.ipc.kinds import Change as Change
from gallery.engine.ipc.kinds import Stage as Stage
from gallery.engine.ipc.kinds import Topic as Topic
from gallery.engine.ipc.likeness_messages import LikenessAnswer, LikenessQuestion

# ---------------------------------------------------------------- window to engine


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFolder:
    """Scan a folder, embed what is new, cluster it, and map it."""

    request: int = 0
    folder: str
    encoder: str
    follow_links: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Prioritise:
    """Files a person is looking at, by file id: they come first. Needs no answer."""

    folder: int
    files: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Hold a job, or let it go on. Needs no answer of its own."""

    request: int
    paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """Stop a job; it answers Cancelled. What it has stored stays."""

    request: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TryAgain:
    """Work that waits for room on the disk is to look for it now. Needs no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recluster:
    """Cluster a folder into `k` clusters, or the suggested number for 0."""

    request: int = 0
    folder: int
    encoder: str
    k: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedPicture:
    """Embed a picture that need not be in the folder; answers QueryVector, then Done.

    `box` is the part of it: left, top, width, height in shares of the upright picture; [] for all.
    """

    request: int = 0
    path: str
    encoder: str
    box: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchWords:
    """Rank by words, `beside` a picture with every trace; answers QueryVector or WordScores."""

    request: int = 0
    folder: int
    encoder: str
    text: str
    beside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestWords:
    """Ask what `text`, as far as it is typed, may become; answers WordsKnown, then Done."""

    request: int = 0
    folder: int
    encoder: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewPicture:
    """Decode a file for the viewer; answers ViewReady, then Done."""

    request: int = 0
    path: str
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """Try files with problems again, by file id; all of the folder when empty."""

    request: int = 0
    folder: int
    encoder: str
    files: list[int]
    follow_links: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LookFor:
    """Ask whether folders that are away are there again; answers Seen, then Done."""

    request: int = 0
    folders: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareFolder:
    """Ask whether a folder is as the store knows it; answers Compared, then Done."""

    request: int = 0
    folder: str
    follow_links: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatAre:
    """Ask what lies at some paths; answers PathsAre, then Done."""

    request: int = 0
    paths: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEncoders:
    """Ask for the encoders; answers EncodersKnown, again once `speeds` are measured, then Done."""

    request: int = 0
    speeds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchEncoder:
    """Download the weights of an encoder that the person asked for."""

    request: int = 0
    encoder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shutdown:
    """End the engine: jobs are cancelled, the store is closed."""


# ---------------------------------------------------------------- engine to window


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A folder is known to the store; sent for each OpenFolder as soon as the encoder is known.

    `away` says that the folder is not there; sent again when that turns out to be otherwise.
    `others` names encoders that know words, for a person whose encoder does not.
    """

    request: int
    folder: int
    path: str
    encoder: str
    encoder_id: str
    dim: int
    words: bool
    away: bool
    others: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a job is; at most ten a second. `total` is 0 while it is not known."""

    request: int
    stage: Stage
    done: int
    total: int
    per_second: float = 0.0
    seconds_left: float = -1.0
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "stage", Stage(self.stage))


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """The store holds more of something for this folder: read it."""

    folder: int
    encoder_id: str
    what: Change

    def __post_init__(self) -> None:
        object.__setattr__(self, "what", Change(self.what))


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryVector:
    """The vector asked for, [dim]; `label` is what the query is called.

    `image` is a JPEG thumbnail in the cache for a picture from outside, or "".
    """

    request: int
    encoder_id: str
    label: str
    vector: list[float]
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordScores:
    """Contents that words were found in, with their probability, best first.

    `meaning` is how the words were understood, `without` those of them that are not known. Of the
    contents the first `kept` rather show it than not, and the first `sure` surely; where `kept`
    is 0 they are the nearest. Where no word is known there are none, and `unknown` names
    the nearest known words.
    """

    request: int
    meaning: str = ""
    without: list[str] = field(default_factory=list)
    kept: int = 0
    sure: int = 0
    contents: list[int] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    unknown: Sentence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsKnown:
    """Words to search for, and how many pictures of the folder each finds."""

    request: int
    texts: list[str] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewReady:
    """Pixels for the viewer lie in `file`: height x width x 4 bytes, BGRX, sRGB."""

    request: int
    file: str
    width: int
    height: int
    full_width: int
    full_height: int
    damaged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How many of some files of each folder are there, of how many; -1 without the folder."""

    request: int
    present: list[int]
    of: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Whether something was added, removed or overwritten, and how long it took to find out."""

    request: int
    differs: bool
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PathsAre:
    """What lies at each path asked about: "folder", "file", "away" or "".

    A folder that is away is known, and not there now; "" is for nothing.
    """

    request: int
    kinds: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderKnown:
    """One encoder of the chooser; `install` is the command that installs what it `needs`.

    `purpose` is what it is called, or ""; `per_second` pictures on this machine, 0 if unknown.
    """

    name: str
    dim: int
    words: bool
    available: bool
    size_bytes: int
    licence: str
    default: bool
    detail: Sentence
    needs: str = ""
    install: str = ""
    purpose: str = ""
    per_second: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodersKnown:
    """All encoders of the chooser; `missing` says which took another's place."""

    request: int
    encoders: list[EncoderKnown]
    missing: Sentence | None = None

    def __post_init__(self) -> None:
        given: tuple[EncoderKnown | JsonObject, ...] = tuple(self.encoders)
        rows = [EncoderKnown(**x) if isinstance(x, dict) else x for x in given]
        object.__setattr__(self, "encoders", rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something a person should know that ends nothing: "no space left, nothing is saved".

    Gone when another notice of the same `topic` comes with nothing to say. `again`: the person
    may ask for another try (TryAgain) in place of waiting for it.
    """

    topic: Topic
    said: Sentence | None = None
    again: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "topic", Topic(self.topic))


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The request was carried out; `report` tells how, where there is something to tell.

    `is_news`: it says more than how many pictures there are. Of a folder that was looked through
    `pictures` is how many can be used, and `left_out` what was passed over (core/left_out.py).
    """

    request: int
    report: Sentence | None = None
    is_news: bool = True
    pictures: int = -1
    left_out: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """The request was stopped as asked."""

    request: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The request could not be carried out; `said` for people, `detail` for the log."""

    request: int
    said: Sentence
    detail: str = ""


# fmt: off
Question = (
    OpenFolder | Recluster | EmbedPicture | SearchWords | SuggestWords | ViewPicture | Retry
    | LookFor | WhatAre | CompareFolder | ListEncoders | FetchEncoder
    | LikenessQuestion | HouseQuestion
)
Request = Question | Prioritise | Pause | Cancel | TryAgain | Shutdown
Answer = (
    Opened | QueryVector | WordScores | WordsKnown | ViewReady | Seen | Compared | PathsAre
    | EncodersKnown | LikenessAnswer | HouseAnswer
)
Ending = Done | Cancelled | Failed
Event = Answer | Progress | Changed | Notice | Ending
# fmt: on
Message = Request | Event
