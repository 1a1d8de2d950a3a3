"""onnxruntime as the built-in encoders use it: one input called "pixels", small batches."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gallery.core.arrays import Pixels
from gallery.core.codes import Code
from gallery.core.errors import EncoderError

_AT_ONCE = 16  # larger batches leave the processor's caches and are no faster


class OnnxSession:
    """A model that is ready to run."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def run(self, output: str, batch: Pixels) -> NDArray[np.float32]:
        """Return one output, float32 [n, ...], of a batch of any size, uint8 [n, side, side, 3]."""
        return self.run_all((output,), batch)[output]

    def run_all(self, outputs: tuple[str, ...], batch: Pixels) -> dict[str, NDArray[np.float32]]:
        """Return several outputs, by name."""
        if not len(batch):  # the graph itself tells the other sizes
            blank = np.zeros((1, *batch.shape[1:]), np.uint8)
            return {name: part[:0] for name, part in self.run_all(outputs, blank).items()}
        batch = np.ascontiguousarray(batch)
        parts = [
            self._session.run(outputs, {"pixels": batch[start : start + _AT_ONCE]})
            for start in range(0, len(batch), _AT_ONCE)
        ]
        joined = (np.concatenate(part) for part in zip(*parts, strict=True))
        return dict(zip(outputs, joined, strict=True))


def open_session(model: bytes, name: str, threads: int = 1) -> OnnxSession:
    """Return a session for a model.

    Args:
        model: an ONNX model.
        name: of the encoder, for the sentence when it cannot be used.
        threads: that compute one batch.

    Raises:
        EncoderError: onnxruntime is not installed, or does not work here.
    """
    try:
        import onnxruntime
    except ImportError as error:
        raise EncoderError(Code.NEEDS_RUNTIME, encoder=name, reason=error) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    # Threads that wait busily take the cores from the decoders.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3  # errors alone
    return OnnxSession(
        onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    )
