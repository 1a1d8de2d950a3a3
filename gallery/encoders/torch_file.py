"""Tensors of a PyTorch file of the format before 1.6, read with numpy alone.

Such a file is a row of pickles (a magic number, the version, facts on the machine, the tensors'
descriptions, the keys of their storages), and then the storages as raw little-endian numbers.
The pickles are read through a list of the five names that a plain file of weights needs, so that
nothing else can be called.
"""

import io
import pickle
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gallery.core.codes import Code
from gallery.core.errors import WeightsError

Ints = tuple[int, ...]
Tensors = dict[str, NDArray[Any]]
"""Arrays by name."""

_MAGIC = 0x1950A86A20F9469CFC6C
_STORAGES = {"FloatStorage": "<f4", "LongStorage": "<i8"}


class _Storage:
    """A run of numbers, whose bytes come after the pickles."""

    def __init__(self, dtype: str, count: int) -> None:
        self.dtype, self.count = np.dtype(dtype), count
        self.data: NDArray[Any] = np.empty(0, self.dtype)


class _Tensor:
    """A view of a storage; as torch describes it: offset, shape and strides in numbers."""

    def __init__(
        self, storage: _Storage, offset: int, shape: Ints, strides: Ints, *_: object
    ) -> None:
        self.storage, self.offset = storage, offset
        self.shape, self.strides = tuple(shape), tuple(strides)

    def array(self) -> NDArray[Any]:
        """Return the numbers in an array of their own."""
        reach = ((size - 1) * stride for size, stride in zip(self.shape, self.strides, strict=True))
        last = self.offset + sum(reach)
        # Before as_strided, which reads whatever memory it is pointed at.
        if min((self.offset, *self.shape, *self.strides)) < 0 or last >= self.storage.count:
            raise WeightsError(Code.WEIGHTS_CONTRADICT)
        size = self.storage.dtype.itemsize
        view = np.lib.stride_tricks.as_strided(
            self.storage.data[self.offset :], self.shape, [size * step for step in self.strides]
        )
        return view.copy()


class _Unpickler(pickle.Unpickler):
    """Reads one pickle; nothing but what is listed here can be made by it."""

    def __init__(self, stream: io.BytesIO, storages: dict[str, _Storage]) -> None:
        super().__init__(stream)
        self._storages = storages

    def find_class(self, module: str, name: str) -> Callable[..., object]:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _Tensor
        if module == "torch" and name in _STORAGES:
            return _Kind(_STORAGES[name])
        raise WeightsError(Code.FORBIDDEN_NAME, module=module, name=name)

    def persistent_load(self, pid: Any) -> _Storage:
        _word, kind, key, _device, count = pid[:5]
        return self._storages.setdefault(str(key), kind(int(count)))


class _Kind:
    """Stands for a class of torch's storages."""

    def __init__(self, dtype: str) -> None:
        self._dtype = dtype

    def __call__(self, count: int) -> _Storage:
        return _Storage(self._dtype, count)


def read(data: bytes) -> Tensors:
    """Return the tensors of a file's bytes, as arrays by their names.

    Raises:
        WeightsError: it is no such file, is cut, or holds anything but plain tensors.
    """
    stream, storages = io.BytesIO(data), dict[str, _Storage]()
    try:
        magic, _version, _system, tensors, keys = (
            # Each pickle ends where the next one begins; one stream carries all of them.
            _Unpickler(stream, storages).load()
            for _ in range(5)
        )
        if magic != _MAGIC or not isinstance(tensors, dict):
            raise WeightsError(Code.NOT_PYTORCH)
        for key in keys:
            _fill(storages[str(key)], stream)
        return {str(name): tensor.array() for name, tensor in tensors.items()}
    except (pickle.UnpicklingError, EOFError, ValueError, TypeError) as error:
        raise WeightsError(Code.WEIGHTS_FILE_DAMAGED) from error
    except (KeyError, IndexError, AttributeError) as error:
        raise WeightsError(Code.WEIGHTS_UNEXPECTED) from error


def _fill(storage: _Storage, stream: io.BytesIO) -> None:
    (count,) = np.frombuffer(stream.read(8), "<i8")
    if count != storage.count:
        raise WeightsError(Code.WEIGHTS_CONTRADICT)
    raw = stream.read(storage.count * storage.dtype.itemsize)
    storage.data = np.frombuffer(raw, storage.dtype)
    if len(storage.data) != storage.count:
        raise WeightsError(Code.WEIGHTS_END)
