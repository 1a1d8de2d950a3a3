"""How many pictures a second an encoder does on this machine.

What indexing takes tells it for nothing. An encoder that comes with the program and was never
used is tried on a few pictures, when somebody wants to compare and while nobody waits.
"""

import contextlib
import os
import platform
import time
from collections.abc import Callable

import numpy as np

from gallery.core.errors import LookalikeError
from gallery.core.paths import Home
from gallery.encoders import digest_cache
from gallery.encoders.protocol import Encoder

_MEMORY = "rates.json"
ENOUGH = 32
"""Pictures that must have been embedded before their time tells anything."""
_TRIED = 8  # a fraction of a second each, for encoders that come with the program


def known(home: Home) -> dict[str, float]:
    """Return pictures a second on this machine, by the encoder's name."""
    here = digest_cache.recall(home, _MEMORY).get(_machine())
    rates = here.items() if isinstance(here, dict) else ()
    return {str(name): float(rate) for name, rate in rates if isinstance(rate, int | float)}


def note(home: Home, name: str, pictures: int, seconds: float) -> None:
    """Remember how long an encoder took; too few pictures tell nothing."""
    if pictures >= ENOUGH and seconds > 0:
        _keep(home, name, pictures / seconds)


def try_missing(home: Home, names: list[str], load: Callable[[str], Encoder]) -> bool:
    """Measure those of `names` that nothing is known of; return whether there were any."""
    there = known(home)
    missing = [name for name in names if name not in there]
    for name in missing:
        with contextlib.suppress(LookalikeError):  # what is wrong with it is told when it is used
            _keep(home, name, _measured(load(name)))
    return bool(missing)


def _measured(encoder: Encoder) -> float:
    side = encoder.preprocessing.side
    batch = np.random.default_rng(3).integers(0, 255, (_TRIED, side, side, 3), np.uint8)
    encoder.images(batch[:1])  # the first run prepares
    # Processor time of this thread, which computes alone: a busy neighbour leaves it as it is.
    started = time.thread_time()
    encoder.images(batch)
    return _TRIED / max(time.thread_time() - started, 1e-4)


def _keep(home: Home, name: str, rate: float) -> None:
    digest_cache.remember(home, _MEMORY, _machine(), {**known(home), name: round(rate, 1)})


def _machine() -> str:
    return f"{platform.node()} | {platform.machine()} | {os.cpu_count()}"
