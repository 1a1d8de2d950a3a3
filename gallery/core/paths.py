"""Where the program keeps its things, and how file names are shown.

File names are bytes. They become text only to be shown, never to be opened again.
"""

import base64
import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

RAW_SUFFIXES = frozenset(
    b"3fr arw cr2 cr3 dcr dng erf iiq kdc mef mos mrw nef nrw orf pef raf rw2 rwl sr2 srf srw "
    b"x3f".split()
)
PICTURE_SUFFIXES = RAW_SUFFIXES | frozenset(
    b"jpg jpeg jpe jfif jif jfi mpo png apng webp gif bmp dib tif tiff heic heif heics heifs hif "
    b"avif avifs jxl jp2 j2k j2c jpc jpf jpx ppm pgm pbm pnm tga psd psb".split()
)

# Control characters, ends of lines, and what turns the direction of a text: a name could say
# anything with them.
_UNSEEN = dict.fromkeys(
    (*range(32), *range(127, 160), *range(0x2028, 0x202F), *range(0x2066, 0x206A)), "\ufffd"
)


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds store, caches, models and settings; owner-only."""

    root: Path

    @classmethod
    def default(cls) -> "Home":
        """Return the home named by LOOKALIKE_HOME, else the platform's data folder."""
        named = os.environ.get("LOOKALIKE_HOME")
        return cls(Path(named) if named else Path(platformdirs.user_data_dir("lookalike", False)))

    @property
    def database(self) -> Path:
        return self.root / "library.db"

    @property
    def thumbnails(self) -> Path:
        return self.root / "thumbnails.db"

    @property
    def vectors(self) -> Path:
        return self.root / "vectors"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def settings(self) -> Path:
        return self.root / "settings.toml"

    def create(self) -> "Home":
        """Make the folders, readable by their owner alone, and return self."""
        for folder in (self.root, self.vectors, self.models, self.cache):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self


def as_text(path: bytes) -> str:
    """Return `path` as text: undecodable bytes become U+FFFD."""
    return path.decode("utf-8", "replace")


def shown(path: bytes) -> str:
    """Return `path` as text to look at, in one line: what cannot be seen becomes U+FFFD as well."""
    return as_text(path).translate(_UNSEEN)


def exact(path: bytes) -> str:
    """Return `path` as text that loses nothing: the base64 of its bytes."""
    return base64.b64encode(path).decode("ascii")


def as_json(path: bytes, name: str = "path") -> dict[str, str]:
    """Return the fields that give `path` in JSON: `name`, and `name`_b64 if it is not UTF-8."""
    text = as_text(path)
    return {name: text} if text.encode() == path else {name: text, f"{name}_b64": exact(path)}


def all_as_json(paths: list[bytes]) -> dict[str, list[str]]:
    """Return the fields that give `paths` in JSON: `paths`, and `paths_b64` if one is not UTF-8."""
    texts = [as_text(path) for path in paths]
    if [text.encode() for text in texts] == paths:
        return {"paths": texts}
    return {"paths": texts, "paths_b64": [exact(path) for path in paths]}


def suffix(name: bytes) -> bytes:
    """Return the suffix of a file name in lower case, without its dot; b"" when none."""
    stem, dot, end = name.rpartition(b".")
    return end.lower() if dot and stem else b""
