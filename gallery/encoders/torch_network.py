"""A network of torch as an encoder uses it: pixels in, unit vectors out, whatever the device."""

import logging
from dataclasses import replace

import numpy as np

from gallery.core.arrays import Pixels, Vectors
from gallery.core.picture import Preprocessing
from gallery.encoders import speed, torch_runtime
from gallery.encoders.speed import Setting
from gallery.encoders.torch_runtime import Network

log = logging.getLogger(__name__)

_BATCH = {"cpu": 32, "mps": 64, "cuda": 256}  # more gains nothing, and costs memory
_CONVOLUTIONS_ON_CPU = 8  # their larger maps fall out of the caches: 32 is a fifth slower


class TorchNetwork:
    """A network in its place, with its preprocessing.

    When memory is short it works in smaller batches, and when the graphics card fails it goes on
    with the processor: both cost time, never a vector.
    """

    def __init__(self, network: Network, preprocessing: Preprocessing, setting: Setting) -> None:
        self.setting = setting
        self._preprocessing = preprocessing
        self._network = speed.place(network, setting)
        self._batch = self._usual_batch()

    def vectors(self, batch: Pixels) -> Vectors:
        """Return unit vectors, float32 [n, dim], of a batch, uint8 [n, side, side, 3], n >= 1."""
        found: list[Vectors] = []
        done = 0
        while done < len(batch):
            part = batch[done : done + self._batch]
            try:
                found.append(speed.run(self._network, part, self._preprocessing, self.setting))
            except RuntimeError as error:
                self._give_way(error, len(part))
                continue
            done += len(part)
        return np.concatenate(found)

    def dim(self) -> int:
        """Return how many numbers a vector has, by making one."""
        side = self._preprocessing.side
        return int(self.vectors(np.zeros((1, side, side, 3), np.uint8)).shape[1])

    def _usual_batch(self) -> int:
        if self.setting.device == "cpu" and speed.convolutional(self._network):
            return _CONVOLUTIONS_ON_CPU
        return _BATCH[self.setting.device]

    def _give_way(self, error: RuntimeError, size: int) -> None:
        """Ask for less after `error`; raise it again when nothing less is left to ask for."""
        short = isinstance(error, torch_runtime.torch().OutOfMemoryError)
        # Kept for good: the same batch would fail again with the next pictures.
        if short and size > 1:
            self._batch = size // 2
            log.warning("memory is short: working with batches of %d", self._batch)
        elif self.setting.device != "cpu":
            log.warning("%s failed (%s): continuing on the processor", self.setting.device, error)
            self.setting = replace(self.setting, device="cpu", dtype="float32", rate=0.0)
            self._network = speed.place(self._network, self.setting)
            self._batch = self._usual_batch()
        else:
            raise error


def three(values: object) -> tuple[float, float, float]:
    """Return one number for each colour, from three or from one for all."""
    red, green, blue = values if isinstance(values, tuple | list) else (values,) * 3
    return float(red), float(green), float(blue)
