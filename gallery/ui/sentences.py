"""Numbers, sizes, times and the status bar's sentences, in words.

Figures are grouped with commas whatever the system says, so that a screenshot reads the same
everywhere.
"""

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gallery.analysis.words import SURE
from gallery.core.left_out import LeftOut
from gallery.engine.ipc.messages import Cancelled, Done, Ending, Progress, Stage
from gallery.ui.model.filters import NO_FILTER, Filter, OnlyThese
from gallery.ui.model.query import ALL, GridQuery, QueryKind

_NS = 1_000_000_000

_STAGES = {
    Stage.SCAN: "Looking for pictures",
    Stage.EMBED: "Embedding",
    Stage.CLUSTER: "Finding clusters",
    Stage.MAP: "Drawing the map",
    Stage.DOWNLOAD: "Downloading",
}


def grouped(number: int) -> str:
    """Return `number` with a comma between thousands: "1,330"."""
    return f"{number:,}"


def counted(number: int, word: str) -> str:
    """Return "1 picture", "1,330 pictures"."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def score(value: float) -> str:
    """Return a score with two decimals, and no minus before a zero."""
    return f"{round(float(value), 2) + 0.0:.2f}"


def heard(name: str, folder: str, alike: float | None = None) -> str:
    """Return what is read out of a picture: "a.jpg, similarity 0.93, in holiday/2024".

    The folder comes last, so that it can be skipped; cameras give the same names in every one.
    """
    similarity = "" if alike is None else f", similarity {score(alike)}"
    return f"{name}{similarity}{f', in {folder}' if folder else ''}"


def size(bytes_: int) -> str:
    """Return a file's size in words: "812 bytes", "4.2 MB"."""
    if bytes_ < 1000:
        return counted(bytes_, "byte")
    value = float(bytes_)
    for unit in ("kB", "MB", "GB", "TB"):
        value /= 1000
        if value < 999.5 or unit == "TB":
            break
    return f"{value:.1f} {unit}" if value < 99.95 else f"{value:.0f} {unit}"


def pace(per_second: float) -> str:
    """Return how fast an encoder is here: "about 80 pictures a second here"; "" if unknown."""
    if per_second <= 0:
        return ""
    digits = max(0, math.floor(math.log10(max(per_second, 1))) - 1)
    number = max(1, round(per_second / 10**digits) * 10**digits)
    return f"about {counted(number, 'picture')} a second here"


def duration(seconds: float) -> str:
    """Return a time that is left: "12 s", "4 min", "2 h 5 min"."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


def day(time_ns: int, now: datetime.datetime) -> str:
    """Return a day as people say it, seen from `now`: "today", "Tuesday", "2 November"."""
    then = datetime.datetime.fromtimestamp(time_ns / _NS, now.tzinfo)
    days = (now.date() - then.date()).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 7:
        return f"{then:%A}"
    return f"{then.day} {then:%B}" if then.year == now.year else f"{then.day} {then:%B %Y}"


_FIRST_NS = -2_208_988_800 * _NS  # 1900: no file is older


def moment(time_ns: int) -> str:
    """Return a date and time of this computer's clock, "2025-08-14 17:03"; "" for an absurd one.

    Dates beyond 2262 are kept without their highest bits and would read as long ago.
    """
    if time_ns < _FIRST_NS:
        return ""
    then = datetime.datetime.fromtimestamp(time_ns / _NS).astimezone()
    return f"{then:%Y-%m-%d %H:%M}"


@dataclass(frozen=True, slots=True)
class ShownLine:
    """What the grid shows, in two parts: the plain one, and the name that is set off."""

    text: str
    name: str = ""
    after: str = ""


def shown(count: int, query: GridQuery, chosen: Filter) -> ShownLine:
    """Return what the grid shows: "1,330 pictures by similarity to", "bear103.jpg"."""
    text = counted(count, "picture")
    for condition in chosen.conditions:
        is_choice = isinstance(condition, OnlyThese)
        text += " chosen by hand" if is_choice else f" in {condition.label}"
    match query.ask:
        case QueryKind.PICTURE | QueryKind.OUTSIDE | QueryKind.SEVERAL:
            return ShownLine(f"{text} by similarity to", query.label)
        case QueryKind.WORDS:
            said = query.meaning and query.meaning.casefold() != query.label.casefold()
            after = f" · {query.meaning}" if said else ""
            if query.contents is not None and not query.kept and count:
                text = f"The nearest {text}"
            word = "words" if len(query.label.split()) > 1 else "word"
            return ShownLine(f"{text} by the {word}", f"“{query.label}”", after)
        case QueryKind.NAMES:
            lead = "No such thing is known; " if query.meaning else ""
            whose = "its" if count == 1 else "their"
            return ShownLine(f"{lead}{text} with", f"“{query.label}”", f" in {whose} name")
    return ShownLine(text)


def perhaps(count: int) -> str:
    """Return what the pictures beneath the line are: "Perhaps: 12"."""
    return f"Perhaps: {grouped(count)}"


def words_shown(tags: Sequence[tuple[str, float]]) -> str:
    """Return what a picture shows, surely and perhaps: "dog, lawn; perhaps ball".

    Args:
        tags: words and their probabilities, 0 to 1, best first.
    """
    sure = ", ".join(word for word, chance in tags if chance >= SURE)
    unsure = ", ".join(word for word, chance in tags if chance < SURE)
    joined = "; perhaps ".join([sure, unsure] if unsure else [sure])
    return joined if sure else f"Perhaps {unsure}" if unsure else ""


def not_sure(query: GridQuery) -> str:
    """Return that no picture surely shows the words, and what is shown in place of it."""
    instead = "perhaps" if query.kept else "nearest"
    return f"Nothing surely shows “{query.label}”; {instead}:"


def nothing(query: GridQuery, chosen: Filter, *, empty: bool, busy: bool) -> str:
    """Return why the grid is empty; `empty` means that the library has no pictures at all."""
    if empty:
        return "Looking for pictures…" if busy else "There are no pictures in this folder."
    where = f" in {chosen.label}" if chosen else ""
    match query.ask:
        case QueryKind.NAMES:
            return f"No file name{where} holds “{query.label}”. {query.meaning}".rstrip()
        case QueryKind.WORDS:
            return f"No picture{where} is known to show “{query.label}”."
    return f"There are no pictures{where or ' here'}."


# In the order in which they are named; the rest comes last.
_LEFT_OUT = {
    LeftOut.VIDEO: "video",
    LeftOut.ARCHIVE: "archive",
    LeftOut.DOCUMENT: "document",
    LeftOut.SOUND: "sound file",
    LeftOut.OTHER: "other file",
    LeftOut.LINK: "link",
    LeftOut.HIDDEN: "hidden item",
}


def left_out(kinds: Mapping[str, int]) -> str:
    """Return what a scan left out: "It holds 14 videos and 2 archives."; "" for nothing."""
    parts = [counted(kinds[kind], word) for kind, word in _LEFT_OUT.items() if kinds.get(kind)]
    if not parts:
        return ""
    *others, last = parts
    return f"It holds {', '.join(others)} and {last}." if others else f"It holds {last}."


def unread(problems: int) -> str:
    """Return an offer to show the files that could not be read."""
    return f"{counted(problems, 'file')} could not be read; see why"


def no_map(*, empty: bool, busy: bool) -> str:
    """Return why there is no map; `empty` and `busy` as for the grid."""
    if empty:
        return nothing(ALL, NO_FILTER, empty=True, busy=busy)
    return "The map appears once the first pictures have been compared."


def selected(count: int, bytes_: int) -> str:
    """Return the selection in words: "3 selected, 12.4 MB"; "" for none."""
    return f"{grouped(count)} selected, {size(bytes_)}" if count else ""


def no_words(encoder: str, others: Sequence[str]) -> str:
    """Return that an encoder knows no words, and which do."""
    text = f"“{encoder}” knows no words: file names are searched instead."
    if not others:
        return text
    names = " and ".join(f"“{name}”" for name in others)
    return f"{text} {names} find{'s' if len(others) == 1 else ''} by words."


def anew(chosen: str, shown: str, had: tuple[int, int], *, busy: bool) -> str:
    """Return how far the chosen encoder is (`had`: pictures, of how many), and whose is shown."""
    have, of = (grouped(number) for number in had)
    if busy:
        lead = f"Being looked at anew with {chosen}: {have} of {of}; until then likeness"
        return f"{lead} is by {shown}."
    return f"{have} of {of} pictures were looked at with {chosen}; likeness is by {shown} so far."


def looked_at(chosen: str, shown: str) -> str:
    """Return that the chosen encoder is there, and waits for the next question."""
    lead = f"The pictures were looked at with {chosen}, which answers what you ask next."
    return f"{lead} This order is by {shown}."


def ended(message: Ending) -> str:
    """Return how a job ended; "" for a failure, whose sentence is told elsewhere."""
    match message:
        case Cancelled():
            return "Stopped; what was done is kept."
        case Done(is_news=True):
            return message.note
        case Done():  # how many pictures there are stands beside it
            return "Up to date"
        case _:
            return ""


def progress(message: Progress, held: str = "") -> str:
    """Return a job's progress: "Embedding 824 / 1,330 · 41 a second · 12 s left".

    While it is `held`, how fast it was is of no interest, but why it stands still.
    """
    if message.stage is Stage.DOWNLOAD:
        return _download(message)
    text = _STAGES[message.stage]
    if message.total > 0:
        text += f" {grouped(message.done)} / {grouped(message.total)}"
    elif message.done > 0:
        text += f" {grouped(message.done)}"
    if held:
        return f"{text} · {held}"
    return text + _speed(message)


def begun(held: str = "") -> str:
    """Return what is said of work that has not told of itself yet."""
    return held[0].upper() + held[1:] if held else "Getting ready…"


def unfinished(ready: int, total: int) -> str:
    """Return how far a stopped job came: "192 of 357 ready"."""
    if ready < total:
        return f"{grouped(ready)} of {grouped(total)} ready"
    return "Clusters and map are not finished"


def _speed(message: Progress) -> str:
    text = ""
    if message.per_second > 0:
        rate = message.per_second
        text += f" · {rate:,.0f} a second" if rate >= 9.95 else f" · {rate:.1f} a second"
    if message.seconds_left >= 0:
        text += f" · {duration(message.seconds_left)} left"
    return text


def _download(message: Progress) -> str:
    text = f"Downloading {message.note}".rstrip()
    if message.total > 0:
        text += f" {size(message.done)} / {size(message.total)}"
    if message.seconds_left >= 0:
        text += f" · {duration(message.seconds_left)} left"
    return text
