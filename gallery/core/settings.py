"""What a person may choose, with its default; kept as TOML."""

import os
import tomllib
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import tomli_w

from gallery.core.atomic_file import write_whole

VERSION = 2
"""Of the file. Version 1 named the default encoder of its time even where nobody chose it."""
_DEFAULT_OF_1 = "compact"


@dataclass(frozen=True, slots=True)
class Settings:
    """One field a choice. Unknown keys in the file are left out, wrong types fall back.

    Attributes:
        encoder: name of the encoder for newly opened folders; "" for the best that came with the
            program.
        encoder_id: id of its vectors when it was used last, "" before.
        theme: "system", "light" or "dark".
        language: of the window: "en", "de", or "" for the system's.
        tile: side of a tile in the grid, in pixels, 64 to 512.
        fill_tiles: pictures fill their square tile; otherwise they are shown whole.
        layout: name of what is shown: a view, or views side by side.
        inspector: the inspector is open.
        recent: folders opened last, newest first, as surrogate-escaped text.
        width: width of the window, in pixels.
        height: height of the window, in pixels.
        follow_links: follow links to folders that stay within the library.
        viewer_strip: the viewer shows a strip of the nearest pictures.
        viewer_facts: the viewer shows what is known of the picture.
    """

    encoder: str = ""
    encoder_id: str = ""
    theme: str = "system"
    language: str = ""
    tile: int = 124
    fill_tiles: bool = True
    layout: str = "both"
    inspector: bool = False
    recent: tuple[str, ...] = ()
    width: int = 1280
    height: int = 800
    follow_links: bool = False
    viewer_strip: bool = True
    viewer_facts: bool = False


def load(path: Path) -> Settings:
    """Return the settings kept in `path`; the defaults where there are none or they are damaged."""
    try:
        kept = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return Settings()
    if "version" not in kept and kept.get("encoder") == _DEFAULT_OF_1:
        del kept["encoder"]
        kept.pop("encoder_id", None)
    good = {}
    for field in fields(Settings):
        value = kept.get(field.name)
        if field.name == "recent" and isinstance(value, list):
            value = tuple(os.fsdecode(bytes.fromhex(x)) for x in value if _is_hex(x))
        if value is not None and type(value) is type(getattr(Settings(), field.name)):
            good[field.name] = value
    return replace(Settings(), **good)


def save(settings: Settings, path: Path) -> None:
    """Write `settings` to `path` at once or not at all; OSError when there is no space."""
    values = {"version": VERSION, **asdict(settings)}
    # Names of folders are bytes and need not be text: hex is exact, and TOML is UTF-8 only.
    values["recent"] = [os.fsencode(folder).hex() for folder in settings.recent]
    write_whole(path, tomli_w.dumps(values).encode())


def _is_hex(text: object) -> bool:
    try:
        return isinstance(text, str) and bytes.fromhex(text) is not None
    except ValueError:
        return False
