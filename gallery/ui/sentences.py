"""Numbers, sizes, times and the status bar's sentences, in words.

All of them go through the window's translation; numbers and dates follow its language.
"""

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from gallery.analysis.words import SURE
from gallery.core.codes import Code
from gallery.core.left_out import LeftOut
from gallery.core.sentence import Sentence
from gallery.engine.ipc.messages import Cancelled, Done, Ending, Progress, Stage
from gallery.ui.language import (
    counted,
    date,
    decimal,
    listed,
    mark,
    number,
    quoted,
    say,
    tr,
)  # fmt: skip
from gallery.ui.model.edge import Kept
from gallery.ui.model.filters import NO_FILTER, Filter, OnlyThese
from gallery.ui.model.query import ALL, GridQuery, QueryKind

_NS = 1_000_000_000

_STAGES = {
    Stage.SCAN: mark("Looking for pictures"),
    Stage.EMBED: mark("Embedding"),
    Stage.CLUSTER: mark("Finding clusters"),
    Stage.MAP: mark("Drawing the map"),
    Stage.DOWNLOAD: mark("Downloading"),
}


def grouped(value: int) -> str:
    """Return a whole number with its thousands grouped: "1,330"."""
    return number(value)


def pictures(count: int) -> str:
    """Return "1 picture", "1,330 pictures"."""
    return counted("{n} picture", "{n} pictures", count)


def files(count: int) -> str:
    """Return "1 file", "1,330 files"."""
    return counted("{n} file", "{n} files", count)


def score(value: float) -> str:
    """Return a score with two decimals, and no minus before a zero."""
    return decimal(round(float(value), 2) + 0.0, 2)


def heard(name: str, folder: str, alike: float | None = None) -> str:
    """Return what is read out of a picture: "a.jpg, similarity 0.93, in holiday/2024".

    The folder comes last, so that it can be skipped; cameras give the same names in every one.
    """
    similarity = "" if alike is None else tr(", similarity {score}", score=score(alike))
    return name + similarity + (tr(", in {folder}", folder=folder) if folder else "")


def size(bytes_: int) -> str:
    """Return a file's size in words: "812 bytes", "4.2 MB"."""
    if bytes_ < 1000:
        return counted("{n} byte", "{n} bytes", bytes_)
    value = float(bytes_)
    for unit in ("kB", "MB", "GB", "TB"):
        value /= 1000
        if value < 999.5 or unit == "TB":
            break
    return f"{decimal(value, 1 if value < 99.95 else 0)} {unit}"


def pace(per_second: float) -> str:
    """Return how fast an encoder is here: "about 80 pictures a second here"; "" if unknown."""
    if per_second <= 0:
        return ""
    digits = max(0, math.floor(math.log10(max(per_second, 1))) - 1)
    rate = max(1, round(per_second / 10**digits) * 10**digits)
    return counted("about {n} picture a second here", "about {n} pictures a second here", rate)


def duration(seconds: float) -> str:
    """Return a time that is left: "12 s", "4 min", "2 h 5 min"."""
    if seconds < 90:
        return tr("{seconds} s", seconds=max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 90:
        return tr("{minutes} min", minutes=minutes)
    return tr("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)


def day(time_ns: int, now: datetime.datetime) -> str:
    """Return a day as people say it, seen from `now`: "today", "Tuesday", "2 November"."""
    then = datetime.datetime.fromtimestamp(time_ns / _NS, now.tzinfo)
    days = (now.date() - then.date()).days
    if days <= 0:
        return tr("today")
    if days == 1:
        return tr("yesterday")
    if days < 7:
        return date(then, "dddd")
    return date(then, "d MMMM" if then.year == now.year else "d MMMM yyyy")


_FIRST_NS = -2_208_988_800 * _NS  # 1900: no file is older


def moment(time_ns: int) -> str:
    """Return a date and time of this computer's clock, "2025-08-14 17:03"; "" for an absurd one.

    Dates beyond 2262 are kept without their highest bits and would read as long ago.
    """
    if time_ns < _FIRST_NS:
        return ""
    then = datetime.datetime.fromtimestamp(time_ns / _NS).astimezone()
    return date(then, "yyyy-MM-dd HH:mm")


def taken(text: str) -> str:
    """Return when a picture was taken, "2025-08-14 17:03:21" in its file, in words."""
    try:
        return date(datetime.datetime.fromisoformat(text), "yyyy-MM-dd HH:mm:ss")
    except ValueError:
        return text


@dataclass(frozen=True, slots=True)
class ShownLine:
    """What the grid shows, in two parts: the plain one, and the name that is set off."""

    text: str
    name: str = ""
    after: str = ""


def shown(count: int, query: GridQuery, chosen: Filter, kept: Kept | None = None) -> ShownLine:
    """Return what the grid shows: "1,330 pictures by similarity to", "bear103.jpg".

    Where likeness ends somewhere (`kept`), how many there are above that.
    """
    if kept is not None:
        return _alike(query, chosen, kept)
    text = _chosen(pictures(count), chosen)
    match query.ask:
        case QueryKind.PICTURE | QueryKind.OUTSIDE | QueryKind.SEVERAL:
            return ShownLine(tr("{pictures} by similarity to", pictures=text), query.label)
        case QueryKind.WORDS:
            return _by_words(text, query, is_nearest=bool(count))
        case QueryKind.NAMES:
            lead = tr("No such thing is known; {pictures} with", pictures=text)
            text = lead if query.meaning else tr("{pictures} with", pictures=text)
            after = tr(" in its name") if count == 1 else tr(" in their name")
            return ShownLine(text, quoted(query.label), after)
    return ShownLine(text)


def _alike(query: GridQuery, chosen: Filter, kept: Kept) -> ShownLine:
    if not kept.found:
        return ShownLine(_chosen(tr("Nothing here looks like"), chosen), query.label)
    text = _chosen(counted("{n} look-alike", "{n} look-alikes", kept.found), chosen)
    after = f" · {tr('less alike: {count}', count=kept.below)}" if kept.below else ""
    return ShownLine(tr("{pictures} of", pictures=text), query.label, after)


def _chosen(text: str, chosen: Filter) -> str:
    """Return some pictures in words, and which of all they are."""
    for condition in chosen.conditions:
        if isinstance(condition, OnlyThese):
            text = tr("{pictures} chosen by hand", pictures=text)
        else:
            text = tr("{pictures} in {cluster}", pictures=text, cluster=condition.label)
    return text


def _by_words(text: str, query: GridQuery, *, is_nearest: bool) -> ShownLine:
    said = query.meaning and query.meaning.casefold() != query.label.casefold()
    after = f" · {query.meaning}" if said else ""
    if query.contents is not None and not query.kept and is_nearest:
        text = tr("The nearest {pictures}", pictures=text)
    several = len(query.label.split()) > 1
    by = tr("{pictures} by the words", pictures=text)
    return ShownLine(
        by if several else tr("{pictures} by the word", pictures=text), quoted(query.label), after
    )


def perhaps(count: int) -> str:
    """Return what the pictures beneath the line are: "Perhaps: 12"."""
    return tr("Perhaps: {count}", count=count)


def words_shown(tags: Sequence[tuple[str, float]]) -> str:
    """Return what a picture shows, surely and perhaps: "dog, lawn; perhaps ball".

    Args:
        tags: words and their probabilities, 0 to 1, best first.
    """
    sure = ", ".join(word for word, chance in tags if chance >= SURE)
    unsure = ", ".join(word for word, chance in tags if chance < SURE)
    if sure and unsure:
        return tr("{sure}; perhaps {unsure}", sure=sure, unsure=unsure)
    return sure or (tr("Perhaps {unsure}", unsure=unsure) if unsure else "")


def not_sure(query: GridQuery) -> str:
    """Return that no picture surely shows the words, and what is shown in place of it."""
    if query.kept:
        return tr("Nothing surely shows “{words}”; perhaps:", words=query.label)
    return tr("Nothing surely shows “{words}”; nearest:", words=query.label)


def nothing(query: GridQuery, chosen: Filter, *, empty: bool, busy: bool) -> str:
    """Return why the grid is empty; `empty` means that the library has no pictures at all."""
    if empty:
        return tr("Looking for pictures…") if busy else tr("There are no pictures in this folder.")
    places = {"words": query.label, "cluster": chosen.label}
    match query.ask:
        case QueryKind.NAMES if chosen:
            text = tr("No file name in {cluster} holds “{words}”.", **places)
            return f"{text} {query.meaning}".rstrip()
        case QueryKind.NAMES:
            return f"{tr('No file name holds “{words}”.', **places)} {query.meaning}".rstrip()
        case QueryKind.WORDS if chosen:
            return tr("No picture in {cluster} is known to show “{words}”.", **places)
        case QueryKind.WORDS:
            return tr("No picture is known to show “{words}”.", **places)
    if chosen:
        return tr("There are no pictures in {cluster}.", **places)
    return tr("There are no pictures here.")


def left_out(kinds: Mapping[str, int]) -> str:
    """Return what a scan left out: "It holds 14 videos and 2 archives."; "" for nothing."""
    # In the order in which they are named; the rest comes last.
    named = {
        LeftOut.VIDEO: partial(counted, "{n} video", "{n} videos"),
        LeftOut.ARCHIVE: partial(counted, "{n} archive", "{n} archives"),
        LeftOut.DOCUMENT: partial(counted, "{n} document", "{n} documents"),
        LeftOut.SOUND: partial(counted, "{n} sound file", "{n} sound files"),
        LeftOut.OTHER: partial(counted, "{n} other file", "{n} other files"),
        LeftOut.LINK: partial(counted, "{n} link", "{n} links"),
        LeftOut.HIDDEN: partial(counted, "{n} hidden item", "{n} hidden items"),
    }
    parts = [words(kinds[kind]) for kind, words in named.items() if kinds.get(kind)]
    return tr("It holds {things}.", things=listed(parts)) if parts else ""


def unread(problems: int) -> str:
    """Return an offer to show the files that could not be read."""
    return counted(
        "{n} file could not be read; see why", "{n} files could not be read; see why", problems
    )


def no_map(*, empty: bool, busy: bool) -> str:
    """Return why there is no map; `empty` and `busy` as for the grid."""
    if empty:
        return nothing(ALL, NO_FILTER, empty=True, busy=busy)
    return tr("The map appears once the first pictures have been compared.")


def selected(count: int, bytes_: int) -> str:
    """Return the selection in words: "3 selected, 12.4 MB"; "" for none."""
    return tr("{count} selected, {size}", count=count, size=size(bytes_)) if count else ""


def no_words(encoder: str, others: Sequence[str]) -> str:
    """Return that an encoder knows no words, and which do."""
    text = tr("“{encoder}” knows no words: file names are searched instead.", encoder=encoder)
    if not others:
        return text
    names = listed([quoted(name) for name in others])
    if len(others) == 1:
        return f"{text} {tr('{names} finds by words.', names=names)}"
    return f"{text} {tr('{names} find by words.', names=names)}"


def anew(chosen: str, shown: str, had: tuple[int, int], *, busy: bool) -> Sentence:
    """Return how far the chosen encoder is (`had`: pictures, of how many), and whose is shown."""
    code = Code.LOOKING_ANEW if busy else Code.LOOKED_ANEW
    have, of = had
    return Sentence.of(code, chosen=chosen, shown=shown, have=have, of=of)


def looked_at(chosen: str, shown: str) -> Sentence:
    """Return that the chosen encoder is there, and waits for the next question."""
    return Sentence.of(Code.LOOKED_AT, chosen=chosen, shown=shown)


def ended(message: Ending) -> str:
    """Return how a job ended; "" for a failure, whose sentence is told elsewhere."""
    match message:
        case Cancelled():
            return tr("Stopped; what was done is kept.")
        case Done(is_news=True):
            return say(message.report) if message.report else ""
        case Done():  # how many pictures there are stands beside it
            return tr("Up to date")
        case _:
            return ""


def progress(message: Progress, held: str = "") -> str:
    """Return a job's progress: "Embedding 824 / 1,330 · 41 a second · 12 s left".

    While it is `held`, how fast it was is of no interest, but why it stands still.
    """
    if message.stage is Stage.DOWNLOAD:
        return _download(message)
    text = tr(_STAGES[message.stage])
    if message.total > 0:
        text += f" {grouped(message.done)} / {grouped(message.total)}"
    elif message.done > 0:
        text += f" {grouped(message.done)}"
    if held:
        return f"{text} · {held}"
    return text + _speed(message)


def begun(held: str = "") -> str:
    """Return what is said of work that has not reported any progress yet."""
    return held[0].upper() + held[1:] if held else tr("Getting ready…")


def unfinished(ready: int, total: int) -> str:
    """Return how far a stopped job came: "192 of 357 ready"."""
    if ready < total:
        return tr("{ready} of {total} ready", ready=ready, total=total)
    return tr("Clusters and map are not finished")


def _speed(message: Progress) -> str:
    text = ""
    if message.per_second > 0:
        rate = decimal(message.per_second, 0 if message.per_second >= 9.95 else 1)
        text = tr(" · {rate} a second", rate=rate)
    return text + _left(message)


def _left(message: Progress) -> str:
    if message.seconds_left < 0:
        return ""
    return tr(" · {time} left", time=duration(message.seconds_left))


def _download(message: Progress) -> str:
    text = tr("Downloading {name}", name=message.note).rstrip()
    if message.total > 0:
        text += f" {size(message.done)} / {size(message.total)}"
    return text + _left(message)
