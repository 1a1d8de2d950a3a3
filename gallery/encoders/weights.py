"""Weights as data: found, read without running anything, and checked."""

import contextlib
import logging
import pickle
from collections.abc import Iterator, Sequence
from pathlib import Path

from gallery.core.codes import Code
from gallery.core.errors import WeightsError
from gallery.encoders import torch_runtime
from gallery.encoders.torch_runtime import Network, Tensor

log = logging.getLogger(__name__)

SUFFIXES = (".safetensors", ".pt", ".pth", ".bin")
_WRAPPERS = ("state_dict", "state_dict_ema", "model_ema", "model")


def find(folder: Path, names: Sequence[str]) -> Path:
    """Return the weights file in `folder`: the first of `names`, else its only one.

    Raises:
        WeightsError: there is none, or there are several and nothing tells which is meant.
    """
    for name in names:
        if (folder / name).is_file():
            return folder / name
    found = sorted(p for p in folder.glob("*") if p.suffix in SUFFIXES and p.is_file())
    safe = [path for path in found if path.suffix == ".safetensors"] or found
    if len(safe) == 1:
        return safe[0]
    if not safe:
        raise WeightsError(Code.NO_WEIGHTS_FILE, folder=folder)
    raise WeightsError(Code.SEVERAL_WEIGHTS, folder=folder)


def existing(path: Path) -> Path:
    """Return `path` if something that can hold weights is there; WeightsError otherwise."""
    if not path.exists():
        raise WeightsError(Code.NOTHING_THERE, path=path)
    if path.is_file() and path.suffix not in SUFFIXES:
        wanted = ", ".join(SUFFIXES)
        raise WeightsError(Code.NO_SUCH_SUFFIX, file=path.name, suffixes=wanted)
    if not (path.is_file() or path.is_dir()):
        raise WeightsError(Code.NEITHER, path=path)
    return path


def check_readable(path: Path) -> None:
    """Raise WeightsError if the file is damaged, incomplete, or holds more than tensors."""
    torch_runtime.torch()  # before safetensors imports it in its own way
    if path.suffix == ".safetensors":
        from safetensors import safe_open

        with reading(path), safe_open(path, framework="pt"):
            return  # its header was checked against its length
    read(path)


def read(path: Path) -> dict[str, Tensor]:
    """Return the tensors in `path` by name; nothing in the file is ever run.

    Raises:
        WeightsError: the file is damaged, or holds more than tensors.
    """
    torch = torch_runtime.torch()  # before safetensors imports it in its own way
    with reading(path):
        if path.suffix == ".safetensors":
            from safetensors.torch import load_file

            tensors: dict[str, Tensor] = load_file(path)
            return tensors
        return _plain(torch.load(path, map_location="cpu", weights_only=True), path)


@contextlib.contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn whatever the readers raise on a bad file into one WeightsError."""
    from safetensors import SafetensorError

    try:
        yield
    except pickle.UnpicklingError as error:
        raise WeightsError(Code.PROGRAM_CODE, file=path.name) from error
    except OSError as error:
        raise WeightsError(Code.CANNOT_READ, path=path, reason=error.strerror or error) from error
    except (SafetensorError, EOFError, RuntimeError, ValueError, KeyError, TypeError) as error:
        log.info("%s: %s", path, error)
        raise WeightsError(Code.NO_WEIGHTS, file=path.name) from error


@contextlib.contextmanager
def fitting(path: Path, network: str) -> Iterator[None]:
    """Turn whatever a network raises on foreign tensors into one WeightsError."""
    try:
        yield
    except WeightsError:
        raise
    except (RuntimeError, LookupError, ValueError, TypeError, AttributeError, AssertionError) as e:
        log.info("%s: %s", path, e)
        raise WeightsError(Code.NOT_THOSE_WEIGHTS, file=path.name, encoder=network) from e


def check_finite(network: Network, path: Path) -> None:
    """Raise WeightsError if any number in `network` is not a number or infinite."""
    torch = torch_runtime.torch()
    for tensor in network.state_dict().values():
        if tensor.is_floating_point() and not bool(torch.isfinite(tensor).all()):
            raise WeightsError(Code.NOT_ALL_NUMBERS, file=path.name)


def _plain(loaded: object, path: Path) -> dict[str, Tensor]:
    """Return the state dict in what torch.load gave, unwrapped as training programs wrap it."""
    # Training programs put the weights beside the optimiser's state, each under its own name.
    for key in _WRAPPERS:
        if isinstance(loaded, dict) and isinstance(loaded.get(key), dict):
            loaded = loaded[key]
            break
    tensor = torch_runtime.torch().Tensor
    if not isinstance(loaded, dict) or not all(isinstance(x, tensor) for x in loaded.values()):
        raise WeightsError(Code.NO_PLAIN_LIST, file=path.name)
    # The prefix of networks that were trained on several cards.
    return {str(name).removeprefix("module."): value for name, value in loaded.items()}
