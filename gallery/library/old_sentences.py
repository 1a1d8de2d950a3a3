"""Problems that older programs kept as English sentences become a code and its arguments."""

import re
import sqlite3

from gallery.core import sentence
from gallery.core.codes import Code
from gallery.core.sentence import Sentence


def _particular(code: Code) -> tuple[bool, bool]:
    return "{" in code.text, "{pictures}" not in code.text


_CODES = tuple(Code)
_FIRST, _LAST = _CODES.index(Code.EMPTY), _CODES.index(Code.TIFF_BITS)
# The exact ones first: a name in a place fits much that another template says better.
_PROBLEMS = sorted(_CODES[_FIRST : _LAST + 1], key=_particular)
_OTHER_WORDS = {"The file is not a picture, whatever its name says.": Code.NOT_AN_IMAGE}
"""Sentences that are put in other words today."""


def recognise(db: sqlite3.Connection) -> None:
    """Give a code to each problem that has none yet, as schema/0007_codes.sql leaves them."""
    rows = db.execute("SELECT file, args FROM problem WHERE code = ''").fetchall()
    for file, text in rows:
        said = recognised(text)
        db.execute(
            "UPDATE problem SET code = ?, args = ? WHERE file = ?",
            (said.code, sentence.kept(said), file),
        )


def recognised(text: str) -> Sentence:
    """Return the sentence that `text` is in words; one that is not known keeps its text."""
    if text in _OTHER_WORDS:
        return Sentence(_OTHER_WORDS[text])
    for code in _PROBLEMS:
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(code.text))
        found = re.fullmatch(pattern, text)
        if found is not None:
            args = {name: _value(name, value) for name, value in found.groupdict().items()}
            if all(value is not None for value in args.values()):
                return Sentence(code, args)
    return Sentence.of(text)


def _value(name: str, text: str) -> Sentence | int | str | None:
    """Return an argument as it would be kept today; None where it cannot be this one."""
    if name == "pictures":
        kind = recognised(text)
        return None if kind.code is Code.PLAIN else kind
    # "12,000" was put into words by the program, and is a number again.
    return int(text.replace(",", "")) if re.fullmatch(r"[\d,]+", text) else text
