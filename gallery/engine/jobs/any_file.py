"""One file from anywhere, in a folder or not: decoded, described, embedded."""

import os
import queue

import numpy as np

from gallery.core.arrays import Pixels, Vectors
from gallery.core.codes import Code
from gallery.core.errors import LookalikeError
from gallery.core.paths import shown
from gallery.core.picture import Decoded, Facts, Preprocessing
from gallery.core.query import Box
from gallery.core.sentence import Sentence
from gallery.encoders.protocol import Encoder
from gallery.engine.context import Context
from gallery.engine.workers.control import Control
from gallery.engine.workers.decode_pool import Task
from gallery.imaging.results import Failure, Result, Want
from gallery.imaging.worker import WorkerJob


def embed_file(
    context: Context, path: bytes, encoder: Encoder, control: Control, box: Box | None = None
) -> tuple[Vectors, bytes]:
    """Return the unit vector [dim] of a file anywhere, or of a part of it, and a JPEG of it.

    Raises:
        LookalikeError: it is no picture; the sentence says why.
    """
    result = decode(context, path, "decode", Want(encoder.preprocessing, box=box), control)
    if not isinstance(result, Decoded) or result.pixels is None:
        raise _why(path, result)
    return encoder.images(result.pixels[np.newaxis])[0], result.thumbnail


def seen(
    context: Context, path: bytes, preparation: Preprocessing, control: Control
) -> tuple[Pixels, Facts]:
    """Return what an encoder sees of a file anywhere, uint8 [side, side, 3], and its facts.

    Raises:
        LookalikeError: it is no picture; the sentence says why.
    """
    result = decode(context, path, "decode", Want(preparation, thumbnail=0), control)
    if not isinstance(result, Decoded) or result.pixels is None:
        raise _why(path, result)
    return result.pixels, result.facts


def facts_of(context: Context, path: bytes, control: Control) -> Facts:
    """Return what is known of a file anywhere; LookalikeError if it is no picture."""
    result = decode(context, path, "decode", Want(thumbnail=0), control)
    if not isinstance(result, Decoded):
        raise _why(path, result)
    return result.facts


def _why(path: bytes, result: Result) -> LookalikeError:
    said = result.said if isinstance(result, Failure) else Sentence(Code.NOT_DECODED)
    return LookalikeError(Code.NAMED, name=shown(os.path.basename(path)), why=said)


def decode(context: Context, path: bytes, job: WorkerJob, want: Want, control: Control) -> Result:
    """Have one file worked on by a decode worker and return the result; waits for it."""
    inbox: queue.SimpleQueue[Result] = queue.SimpleQueue()
    task = Task(path=path, job=job, want=want, owner=control)
    context.pool.submit(task, lambda _task, result: inbox.put(result))
    try:
        while True:
            control.check()
            try:
                return inbox.get(timeout=0.05)  # as late as a cancel is noticed
            except queue.Empty:
                continue
    finally:
        # After a result it drops nothing; after a cancel it frees the worker's next place.
        context.pool.cancel(control)
