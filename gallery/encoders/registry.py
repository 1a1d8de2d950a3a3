"""Encoders by name: which there are, which of them can be used here, and how one is made.

Nothing heavy is imported until an encoder is asked for; `known` looks at files only.
"""

import difflib
import importlib
import importlib.util
import logging
import shlex
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gallery.core.codes import Code
from gallery.core.encoder_names import title
from gallery.core.errors import EncoderError
from gallery.core.paths import Home
from gallery.core.sentence import Sentence
from gallery.encoders import catalogue, hub, rates
from gallery.encoders.catalogue import Entry
from gallery.encoders.hub import Fetch
from gallery.encoders.pixels import PixelsEncoder
from gallery.encoders.protocol import Encoder
from resources import BUILT_IN, default_encoder, weights
from resources import path as resource

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EncoderInfo:
    """An encoder as it is offered.

    Attributes:
        name: what a person types.
        dim: numbers in a vector.
        words: it has a text side, so pictures can be searched by words.
        available: it can be used now, with no download and nothing to install.
        size_bytes: of its weights.
        licence: of its weights.
        default: it is used where none is named.
        detail: what it is for, and what to do to have it.
        needs: what has to be installed before it can be used or downloaded, "PyTorch"; else "".
        install: command that installs that; "" where it cannot be installed into this copy.
        purpose: what it is called by what it is for, as "Standard"; "" for most.
        per_second: pictures a second on this machine, 0 while nobody knows.
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


def known(home: Home) -> list[EncoderInfo]:
    """Return the encoders that are offered, the default first; imports nothing heavy."""
    speeds = rates.known(home)
    infos = [_info(entry, home, speeds.get(entry.name, 0.0)) for entry in catalogue.ENTRIES]
    return sorted(infos, key=lambda info: not info.default)


def taken_over() -> Sentence | None:
    """Return what to tell of the best encoder when its weights are missing; None otherwise."""
    best, used = BUILT_IN[0], default_encoder()
    if used == best:
        return None
    called = [title(name) for name in (best, used)]
    return Sentence.of(Code.TAKEN_OVER, purpose=called[0], encoder=best, other=called[1])


def load(name: str, home: Home, *, fetch: Fetch | None = None) -> Encoder:
    """Return the encoder called `name`, ready for use.

    Args:
        name: of the catalogue, or "open_clip:MODEL/TAG", or "timm:MODEL"; "NAME@PATH" takes the
            weights from a file (safetensors, or a plain PyTorch file) or from a folder.
        home: where fetched weights and measurements are kept.
        fetch: leave to download weights that are not here; None never touches the network.

    Raises:
        EncoderError: there is no such encoder, or it needs something that is not installed.
        WeightsError: its weights are not here, or not what they should be.
        DownloadError: they did not arrive.
        CancelledError: the download was cancelled.
    """
    plain, at, place = name.partition("@")
    path = Path(place).expanduser() if at else None
    family, _colon, model = plain.partition(":")
    if plain in BUILT_IN:
        if path is not None:
            raise EncoderError(Code.NO_OTHER_WEIGHTS, encoder=plain)
        return _built_in(plain)
    if plain == "clip" or (family == "open_clip" and model):
        _need_torch(name, "open_clip")
        from gallery.encoders import clip

        return clip.load(name, home, path=path, fetch=fetch)
    if family == "timm" and model:
        _need_torch(name, "timm")
        from gallery.encoders import timm_models

        return timm_models.load(name, home, path=path, fetch=fetch)
    raise unknown(plain)


def unknown(name: str) -> EncoderError:
    """Return the error of a name that no encoder has, with the nearest that one has."""
    names = [entry.name for entry in catalogue.ENTRIES]
    # Who types "dino" means a name of five words, which spelling alone calls far away.
    near = [known for known in names if len(name) > 2 and name in known]
    near += difflib.get_close_matches(name, names, n=3, cutoff=0.4) or names[:3]
    near = list(dict.fromkeys(near))[:3]
    return EncoderError(Code.NO_ENCODER, encoder=name, nearest=", ".join(near))


def _built_in(name: str) -> Encoder:
    if name == "pixels":
        return PixelsEncoder()
    module = "compact" if name == "compact" else "efficientnet"
    encoder: Encoder = importlib.import_module(f"gallery.encoders.{module}").load()
    return encoder


def _need_torch(name: str, package: str) -> None:
    needed = _needed(package)
    if needed:
        raise EncoderError(Code.ENCODER_NEEDS, encoder=name, package=needed)


def _needed(package: str) -> str:
    """Return what has to be installed for encoders of `package`; "" where all is there."""
    missing = [wanted for wanted in ("torch", package) if not _installed(wanted)]
    # The command installs all of them; a person knows the largest by name.
    return "PyTorch" if "torch" in missing else "".join(missing)


def install_command() -> str:
    """Return the command that installs PyTorch and its encoders into this copy of the program.

    "" for a bundle, which has its own Python: nothing can be installed into it.
    """
    if getattr(sys, "frozen", False):
        return ""
    root = resource("").parent
    if (root / "Makefile").is_file() and sys.platform != "win32":
        return f"make -C {shlex.quote(str(root))} encoders"
    return f'"{sys.executable}" -m pip install "lookalike[encoders]"'


@cache
def _installed(package: str) -> bool:
    return importlib.util.find_spec(package) is not None


def _info(entry: Entry, home: Home, per_second: float) -> EncoderInfo:
    needed = _needed(_package(entry)) if entry.repo else ""
    available, todo = _state(entry, home)
    about = Sentence(entry.about)
    return EncoderInfo(
        name=entry.name,
        dim=entry.dim,
        words=entry.words,
        available=available,
        size_bytes=entry.size_bytes or _size(entry.name),
        licence=entry.licence,
        default=entry.name == default_encoder(),
        detail=Sentence.of(Code.THEN, first=about, then=todo) if todo else about,
        needs=needed,
        install=install_command() if needed else "",
        purpose=entry.purpose,
        per_second=per_second,
    )


def _package(entry: Entry) -> str:
    return "timm" if entry.name.startswith("timm:") else "open_clip"


def _size(name: str) -> int:
    """Return the bytes of a built-in encoder's weights, 0 where there are none."""
    file = weights(name)
    return file.stat().st_size if file else 0


def _state(entry: Entry, home: Home) -> tuple[bool, Sentence | None]:
    """Return whether it can be used now, and if not, what to do that no download does."""
    if entry.name in BUILT_IN:
        here = entry.name == "pixels" or weights(entry.name) is not None
        return here, None if here else Sentence(Code.MISSING_WEIGHTS)
    return not _needed(_package(entry)) and hub.is_here(entry.repo, home), None
