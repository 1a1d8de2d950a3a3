"""What window and engine say of duplicates, and of what is done with files.

Told under the same rules as the rest (`messages.py`), whose unions hold them as well. Files and
contents are ids of the store: a file is moved only if it still has the content that was shown.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class FindDuplicates:
    """Look for duplicates in a folder; answers DuplicatesFound, then Done.

    The groups are kept in the store. Pictures in the folders `protected` are kept first.
    """

    request: int = 0
    folder: int
    encoder: str
    protected: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDifferent:
    """Note that pairs of contents are no duplicates, or with `different` False take it back."""

    request: int = 0
    pairs: list[list[int]]
    different: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveToTrash:
    """Move files to the system's trash; answers FilesDone, then Done.

    `keepers` are the files that stay in their place, and must be there; 0 where a person wants a
    file gone though it is the only one. `contents` and `keeper_contents` are what each held as it
    was shown.
    """

    request: int = 0
    folder: int
    files: list[int]
    contents: list[int]
    keepers: list[int]
    keeper_contents: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyFiles:
    """Copy files to a folder, absolute; answers FilesDone, then Done."""

    request: int = 0
    files: list[int]
    contents: list[int]
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoFiles:
    """Take back what was done with files, by the id of the deed; answers FilesDone, then Done."""

    request: int = 0
    folder: int
    deed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatesFound:
    """How many groups there are now among how many pictures."""

    request: int
    groups: int
    pictures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesDone:
    """What came of it: with how many files it was done, and which were left as they were.

    `deed` is the id by which it is undone, 0 where nothing was done. `left` are absolute paths,
    `why` the code of a Hindrance for each, `details` the system's own words. `stopped`: by the
    person, before the end.
    """

    request: int
    deed: int
    done: int
    left: list[str] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    stopped: bool = False


HouseQuestion = FindDuplicates | SetDifferent | MoveToTrash | CopyFiles | UndoFiles
HouseAnswer = DuplicatesFound | FilesDone
