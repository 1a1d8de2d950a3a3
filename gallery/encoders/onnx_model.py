"""A network as the bytes of an ONNX model, built in memory.

onnxruntime takes a model as bytes of the protocol buffer of https://onnx.ai (onnx.proto). The few
messages that a plain convolutional network needs are written here; the numbers are the fields'
numbers in that file.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Size = int | str
"""A length of an array: a number, or a name where it varies."""

_OPSET, _IR_VERSION = 13, 8  # old enough for every onnxruntime that is supported
_TYPES = {"float32": 1, "uint8": 2, "int64": 7}


class Graph:
    """A network that grows by one operation at a time; `model` gives its bytes."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []
        self._ends: list[bytes] = []
        self._count = 0

    def input(self, name: str, dtype: str, shape: Sequence[Size]) -> str:
        """Declare an input, for example "pixels", "uint8", ("n", 224, 224, 3)."""
        self._ends.append(_field(11, _value(name, dtype, shape)))
        return name

    def output(self, value: str, dtype: str, shape: Sequence[Size]) -> None:
        """Declare that `value` is an output."""
        self._ends.append(_field(12, _value(value, dtype, shape)))

    def constant(self, array: NDArray[np.generic]) -> str:
        """Return the name of a new constant."""
        name = self._name("constant")
        body = b"".join(_number(1, length) for length in array.shape)
        body += _number(2, _TYPES[array.dtype.name]) + _text(8, name)
        body += _field(9, np.ascontiguousarray(array).tobytes())
        self._constants.append(_field(5, body))
        return name

    def apply(
        self, operation: str, *values: str, name: str = "", **attributes: int | Sequence[int]
    ) -> str:
        """Apply an operation of ONNX to values; return the name of what comes out.

        Args:
            operation: as ONNX calls it: "Conv", "Clip", ...
            values: names of its inputs, in order.
            name: of what comes out, "" for one that is made up.
            attributes: whole numbers, or rows of them.
        """
        result = name or self._name(operation)
        body = b"".join(_text(1, value) for value in values) + _text(2, result)
        body += _text(3, result) + _text(4, operation)
        body += b"".join(_attribute(key, value) for key, value in attributes.items())
        self._nodes.append(_field(1, body))
        return result

    def model(self) -> bytes:
        """Return the whole model."""
        graph = b"".join(self._nodes) + _text(2, "graph") + b"".join(self._constants + self._ends)
        opset = _text(1, "") + _number(2, _OPSET)
        return _number(1, _IR_VERSION) + _field(7, graph) + _field(8, opset)

    def _name(self, kind: str) -> str:
        self._count += 1
        return f"{kind}_{self._count}"


def _attribute(name: str, value: int | Sequence[int]) -> bytes:
    if isinstance(value, int):
        return _field(5, _text(1, name) + _number(3, value) + _number(20, 2))
    numbers = b"".join(_number(8, number) for number in value)
    return _field(5, _text(1, name) + numbers + _number(20, 7))


def _value(name: str, dtype: str, shape: Sequence[Size]) -> bytes:
    sizes = b"".join(
        _field(1, _number(1, size) if isinstance(size, int) else _text(2, size)) for size in shape
    )
    tensor = _number(1, _TYPES[dtype]) + _field(2, sizes)
    return _text(1, name) + _field(2, _field(1, tensor))


def _field(number: int, body: bytes) -> bytes:
    # Wire type 2: a length, then so many bytes; 0 is a number.
    return _varint(number << 3 | 2) + _varint(len(body)) + body


def _text(number: int, text: str) -> bytes:
    return _field(number, text.encode())


def _number(number: int, value: int) -> bytes:
    # Negative numbers as the 64 bits of their two's complement, as the format has them.
    return _varint(number << 3) + _varint(value & 0xFFFF_FFFF_FFFF_FFFF)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
