"""The duplicates of a folder as they were last found: ids and figures, kept for the window."""

import json
import sqlite3
from dataclasses import asdict, dataclass, field
from typing import Any

from gallery.core.findings import Alteration, GroupKind, Reason
from gallery.library import findings, marks
from gallery.library.store import Store

WHAT = "duplicates"


@dataclass(frozen=True, slots=True)
class FoundPicture:
    """A picture of a group as it was when it was looked at: ids, bytes, pixels."""

    file: int
    content: int
    size: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class FoundMember:
    """A picture of a group beside the keeper.

    Attributes:
        picture: which.
        cosine: with the keeper.
        turn: orientation of it to the keeper, as `Same.turn`.
        changes: how it differs from the keeper.
    """

    picture: FoundPicture
    cosine: float
    turn: int
    changes: tuple[Alteration, ...]


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """Pictures that are duplicates of one.

    Attributes:
        kind: what they are to each other.
        keeper: the one to keep.
        reason: what decided that.
        members: the others, the best to keep first.
        lowest: least cosine of any two of all, and `weakest` their file ids.
        beside: names of raw files, films and sidecars that belong to a picture, by its file id.
    """

    kind: GroupKind
    keeper: FoundPicture
    reason: Reason
    members: tuple[FoundMember, ...]
    lowest: float
    weakest: tuple[int, int]
    beside: dict[int, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundDuplicates:
    """All groups of a folder.

    Attributes:
        groups: exact ones first, then the same, then alike; largest gain first.
        pictures: how many were looked at.
        last_file, last_content: the highest ids among them; a higher one was not looked at.
    """

    groups: tuple[FoundGroup, ...]
    pictures: int
    last_file: int
    last_content: int


def keep(store: Store, place: tuple[int, int], found: FoundDuplicates) -> None:
    """Keep what was found in a folder by an encoder, `place`, in place of the last."""
    findings.keep_finding(store, place, WHAT, json.dumps(asdict(found), separators=(",", ":")))


def read(db: sqlite3.Connection, folder: int, key: str) -> FoundDuplicates | None:
    """Return what was last found in a folder by the encoder with an id; None for nothing.

    Pictures that a person has since said to be no duplicates are left out.
    """
    kept = findings.finding(db, folder, key, WHAT)
    if kept is None:
        return None
    given = json.loads(kept[0])
    different = marks.different(db)
    groups = (_without(_group(one), different) for one in given["groups"])
    return FoundDuplicates(
        tuple(group for group in groups if group.members),
        given["pictures"],
        given["last_file"],
        given["last_content"],
    )


def _group(given: dict[str, Any]) -> FoundGroup:
    first, second = given["weakest"]
    return FoundGroup(
        GroupKind(given["kind"]),
        FoundPicture(**given["keeper"]),
        Reason(given["reason"]),
        tuple(_member(one) for one in given["members"]),
        given["lowest"],
        (first, second),
        {int(file): names for file, names in given["beside"].items()},
    )


def _member(given: dict[str, Any]) -> FoundMember:
    changes = tuple(Alteration(change) for change in given["changes"])
    return FoundMember(FoundPicture(**given["picture"]), given["cosine"], given["turn"], changes)


def _without(group: FoundGroup, different: set[tuple[int, int]]) -> FoundGroup:
    def belongs(member: FoundMember) -> bool:
        pair = sorted((group.keeper.content, member.picture.content))
        return (pair[0], pair[1]) not in different

    members = tuple(member for member in group.members if belongs(member))
    if len(members) == len(group.members):
        return group
    return FoundGroup(
        group.kind, group.keeper, group.reason, members, group.lowest, group.weakest, group.beside
    )
