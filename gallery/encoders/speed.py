"""The fastest way to run a network here, found by trying it on the network itself.

bfloat16 is four times faster than float32 on some processors and eight times slower on others,
and nothing but a measurement tells which. The answer is remembered in the home.
"""

import copy
import logging
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

import numpy as np

from gallery.core.arrays import Pixels, Vectors, normalise
from gallery.core.paths import Home
from gallery.core.picture import Preprocessing
from gallery.encoders import digest_cache, torch_runtime
from gallery.encoders.torch_runtime import Network, Tensor

log = logging.getLogger(__name__)

_PICTURES = 4
_ENOUGH_S = 0.3
# Promised are 0.999 to float32 and 0.9999 between batches; four pictures are few, hence more.
_LEAST_COSINE = 0.9995
_LEAST_AGREEMENT = 0.99995
_WORTH = 1.15  # times faster than float32, or float32 it stays
_HALVES = {"cpu": ("bfloat16",), "mps": ("float16",), "cuda": ("float16", "bfloat16")}
_MEMORY = "speed.json"


@dataclass(frozen=True, slots=True)
class Setting:
    """How a network is run.

    Attributes:
        device: "cuda", "mps" or "cpu".
        dtype: "float32", "float16" or "bfloat16".
        channels_last: pixels lie channel by channel innermost; faster for some convolutions.
        rate: pictures a second as measured, in batches of four.
        cosine: the least to float32 that was measured, 0 to 1.
    """

    device: str
    dtype: str = "float32"
    channels_last: bool = False
    rate: float = 0.0
    cosine: float = 1.0

    def __str__(self) -> str:
        layout = ", channels last" if self.channels_last else ""
        return f"{self.dtype} on {self.device}{layout}, {self.rate:.0f} pictures/s"


def place(network: Network, setting: Setting) -> Network:
    """Return `network`, moved to the setting's device, number type and layout."""
    torch = torch_runtime.torch()
    network = network.to(device=setting.device, dtype=getattr(torch, setting.dtype))
    return network.to(memory_format=torch.channels_last) if setting.channels_last else network


def run(network: Network, batch: Pixels, how: Preprocessing, setting: Setting) -> Vectors:
    """Return unit vectors, float32 [n, dim], of a batch, uint8 [n, side, side, 3]."""
    torch = torch_runtime.torch()
    with torch.inference_mode():
        pixels = torch.from_numpy(np.ascontiguousarray(batch)).to(setting.device)
        mean, std = (torch.tensor(x, device=setting.device) * 255 for x in (how.mean, how.std))
        pixels = ((pixels.float() - mean) / std).permute(0, 3, 1, 2)
        layout = torch.channels_last if setting.channels_last else torch.contiguous_format
        pixels = pixels.to(getattr(torch, setting.dtype)).contiguous(memory_format=layout)
        return normalise(_first(network(pixels)).float().flatten(1).cpu().numpy())


def choose(network: Network, how: Preprocessing, home: Home, key: str) -> Setting:
    """Return the fastest setting for `network` whose vectors are those of float32.

    Args:
        network: on the processor, in float32; it is left so.
        how: the preprocessing, of which side, mean and std count here.
        home: where the answer is remembered.
        key: identifies the network.
    """
    device = torch_runtime.device_name()
    key = f"{key} | {torch_runtime.hardware(device)}"
    kept = digest_cache.recall(home, _MEMORY).get(key)
    if isinstance(kept, dict):
        try:
            return Setting(**kept)
        except TypeError:
            log.info("an entry of %s is of another version", _MEMORY)
    setting = _measured(network, how, device)
    log.info("%s: %s", key, setting)
    digest_cache.remember(home, _MEMORY, key, asdict(setting))
    return setting


@dataclass(frozen=True, slots=True)
class _Trial:
    """A setting that was tried, and the seconds of work that a picture cost under it."""

    setting: Setting
    cost: float


def _measured(network: Network, how: Preprocessing, device: str) -> Setting:
    probe = _probe(how.side)
    reference = run(network, probe, how, Setting("cpu"))
    plain = _tried(network, how, Setting(device), reference, most=float("inf"))
    if plain is None:
        if device != "cpu":
            log.warning("%s cannot run this network; it runs on the processor", device)
            return _measured(network, how, "cpu")
        return Setting("cpu")
    best = plain
    if convolutional(network):
        last = Setting(device, channels_last=True)
        best = _tried(network, how, last, reference, most=best.cost) or best
    for dtype in _HALVES[device]:
        setting = Setting(device, dtype, best.setting.channels_last)
        most = min(best.cost, plain.cost / _WORTH)
        best = _tried(network, how, setting, reference, most=most) or best
    return best.setting


def _tried(
    network: Network, how: Preprocessing, setting: Setting, reference: Vectors, *, most: float
) -> _Trial | None:
    """Return the trial, or None if it costs `most` or more, is inexact or cannot be run."""
    probe = _probe(how.side)
    try:
        # A copy: to cast the network itself to half the bits and back would lose them.
        trial = place(copy.deepcopy(network), setting)
        run(trial, probe[:1], how, setting)  # the first run prepares kernels
        cost, _, alone = _timed(lambda: run(trial, probe[:1], how, setting))
        # Alone it costs up to three times what it does in a batch. More is hopeless, and a batch
        # of a large network in a number type that the processor lacks would take a minute to tell.
        if cost > 8 * most:
            return None
        cost, took, found = _timed(lambda: run(trial, probe, how, setting))
        spent = took
        while spent < _ENOUGH_S:
            again = _timed(lambda: run(trial, probe, how, setting))
            cost, took, spent = min(cost, again[0]), min(took, again[1]), spent + again[1]
    except (RuntimeError, NotImplementedError, TypeError) as error:
        log.info("%s: %s", setting, error)
        return None
    cosine = float(np.sum(found * reference, axis=1).min())
    agreement = float(alone[0] @ found[0])
    if not (cosine >= _LEAST_COSINE and agreement >= _LEAST_AGREEMENT):  # NaN fails, too
        log.info("%s: cosine %.5f, agreement %.6f: not exact enough", setting, cosine, agreement)
        return None
    if cost / _PICTURES >= most:
        return None
    setting = replace(setting, rate=round(_PICTURES / took, 1), cosine=round(cosine, 6))
    return _Trial(setting, cost / _PICTURES)


def _timed(work: Callable[[], Vectors]) -> tuple[float, float, Vectors]:
    """Return what `work` cost and took, in seconds, and its result, which lies in main memory.

    The cost is processor time where that is all there is: a busy neighbour leaves it as it is.
    """
    start, begun = time.perf_counter(), _work_clock()
    result = work()
    return _work_clock() - begun, time.perf_counter() - start, result


def _work_clock() -> float:
    fine = torch_runtime.device_name() == "cpu" and sys.platform != "win32"  # 16 ms steps there
    return time.process_time() if fine else time.perf_counter()


def _probe(side: int) -> Pixels:
    """Return four pictures, uint8 [4, side, side, 3]: coloured clouds with some grain."""
    random = np.random.default_rng(20)
    clouds = random.random((_PICTURES, 3, 5, 5), np.float32)
    functional = torch_runtime.torch().nn.functional
    smooth = functional.interpolate(
        torch_runtime.torch().from_numpy(clouds), size=(side, side), mode="bicubic"
    )
    grain = random.normal(0, 0.04, (_PICTURES, side, side, 3))
    pictures: Pixels = (np.clip(smooth.permute(0, 2, 3, 1).numpy() + grain, 0, 1) * 255).astype(
        np.uint8
    )
    return pictures


def convolutional(network: Network) -> bool:
    """Return whether more than the first layers (a transformer's patches) are convolutions."""
    layers = [m for m in network.modules() if isinstance(m, torch_runtime.torch().nn.Conv2d)]
    return len(layers) > 4


def _first(output: Tensor) -> Tensor:
    """Return the pooled vectors where a network gives its tokens besides."""
    return output[0] if isinstance(output, tuple | list) else output
