"""The one module through which torch, torchvision, open_clip and timm are imported.

What must be in place before them is put in place here: passive OpenMP threads, a hub client that
stays silent, and the cure for a torchvision that was built for another torch.
"""

import importlib
import importlib.metadata
import importlib.util
import logging
import os
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

from gallery.encoders import hub

log = logging.getLogger(__name__)

Tensor: TypeAlias = Any
"""torch.Tensor, which cannot be named without importing torch."""
Network: TypeAlias = Any
"""torch.nn.Module, likewise."""

PACKAGES = ("torch", "torchvision", "open_clip", "timm")
_DISTRIBUTIONS = {"open_clip": "open_clip_torch"}
_INSTALL = "make encoders  (or: pip install 'lookalike[encoders]')"
_OPERATORS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)
_defined: list[Any] = []  # torch forgets the operators when their Library is collected


@cache
def torch() -> ModuleType:
    """Return torch, imported as this program needs it."""
    early = "torch" in sys.modules
    # Two OpenMP threads that spin collapse twentyfold as soon as another process wants a core.
    passive = os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE").upper() == "PASSIVE"
    module = importlib.import_module("torch")
    # A core is left free where torch's threads spin: it was imported before the switch above.
    if "OMP_NUM_THREADS" not in os.environ:
        spare = 1 if early or not passive else 0
        module.set_num_threads(max(1, _cores() - spare))
    return module


@cache
def torchvision() -> ModuleType:
    """Return torchvision, cured where its operators were built for another torch."""
    _cure_torchvision()
    return importlib.import_module("torchvision")


@cache
def open_clip() -> ModuleType:
    """Return open_clip."""
    return _on_torchvision("open_clip")


@cache
def timm() -> ModuleType:
    """Return timm, with its sub-module `data`."""
    module = _on_torchvision("timm")
    importlib.import_module("timm.data")
    return module


def device_name() -> str:
    """Return the device to compute on: "cuda" before "mps" before "cpu"."""
    if torch().cuda.is_available():
        return "cuda"
    if torch().backends.mps.is_available():
        return "mps"
    return "cpu"


def hardware(device: str) -> str:
    """Return what measurements on `device` depend on, as one line of text."""
    module = torch()
    if device == "cuda":
        return f"{module.__version__} {module.cuda.get_device_name()}"
    capability = module.backends.cpu.get_cpu_capability()
    return f"{module.__version__} {device} {capability} {module.get_num_threads()} threads"


def import_report() -> list[tuple[str, bool, str]]:
    """Return for each package its name, whether it imports, and its version or what to do."""
    return [_report(name) for name in PACKAGES]


def _report(name: str) -> tuple[str, bool, str]:
    if importlib.util.find_spec(name) is None:
        return (
            name,
            False,
            f"Not installed; only clip and timm need it. Install it with: {_INSTALL}",
        )
    load = {"torch": torch, "torchvision": torchvision, "open_clip": open_clip, "timm": timm}[name]
    try:
        load()
    except (ImportError, RuntimeError, OSError, AttributeError) as error:
        first = (str(error).splitlines() or [type(error).__name__])[0]
        advice = "Its version does not go with the installed torch; install both anew with"
        return name, False, f"Does not import ({first}). {advice}: {_INSTALL}"
    version = importlib.metadata.version(_DISTRIBUTIONS.get(name, name))
    cured = name == "torchvision" and bool(_defined)
    return name, True, version + (", without its detection operators: not needed" if cured else "")


def _on_torchvision(name: str) -> ModuleType:
    hub.be_silent()
    torchvision()
    return importlib.import_module(name)


def _cure_torchvision() -> None:
    """Define the two operators that torchvision registers, where its own library does not load.

    Beside a CPU-only torch the library of a CUDA build cannot be loaded, and then the import of
    torchvision fails with "operator torchvision::nms does not exist". No encoder calls them.
    """
    module = torch()
    if _defined or "torchvision" in sys.modules or _library_loads(module):
        return
    library = module.library.Library("torchvision", "DEF")
    for operator in _OPERATORS:
        library.define(operator)
    _defined.append(library)
    log.info("torchvision was built for another torch; its operators are left out")


def _library_loads(module: ModuleType) -> bool:
    """Return whether torchvision's library is absent, or loads beside this torch."""
    spec = importlib.util.find_spec("torchvision")  # finds, without importing
    folder = Path(spec.origin).parent if spec and spec.origin else None
    found = [*folder.glob("_C*.so"), *folder.glob("_C*.pyd")] if folder else []
    if not found:
        return spec is None
    try:
        module.ops.load_library(str(found[0]))
    except OSError:
        return False
    return True


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
