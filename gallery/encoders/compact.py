"""The encoder that comes with the program: a small network of its own, run by onnxruntime.

One graph gives the embedding, the map of features before pooling, and the probabilities of three
vocabularies of labels; `resources/compact.md` tells how it was trained and what it is worth.
"""

import hashlib
import json
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gallery.core.arrays import Pixels, Vectors, normalise
from gallery.core.codes import Code
from gallery.core.errors import EncoderError, WeightsError
from gallery.core.json_types import JsonObject
from gallery.core.picture import Preprocessing
from gallery.encoders.identity import encoder_id
from gallery.encoders.onnx_session import OnnxSession, open_session
from gallery.encoders.tags import Tags, TagScores, strongest
from resources import path as resource

log = logging.getLogger(__name__)

_LABELS = ("classes", "objects", "labels")

Outputs = dict[str, NDArray[np.float32]]


class Compact:
    """A plain residual network of 3 x 3 convolutions that needs no download and no torch.

    Attributes:
        tag_names: what its tags are called; a tag's number is its place, [t].
    """

    def __init__(self, session: OnnxSession, description: JsonObject, tags: Tags) -> None:
        self.name = "compact"
        self.dim = int(description["dim"])
        self.preprocessing = Preprocessing(side=int(description["side"]))
        # The tags count as well: their numbers are stored beside the vectors.
        weights = f"{description['sha256']} {tags.digest}".encode()
        self.id = encoder_id(self.name, weights, self.preprocessing)
        self.tag_names = tags.names
        self._session, self._tags = session, tags

    def images(self, batch: Pixels) -> Vectors:
        """Return unit vectors, float32 [n, dim], of a batch, uint8 [n, side, side, 3]."""
        return normalise(self._run(batch, "embedding")["embedding"])

    def words(self, texts: Sequence[str]) -> Vectors | None:
        """Return None: it has no text side; words are found through tags."""
        return None

    def tags(self, batch: Pixels) -> TagScores:
        """Return the ten most probable tags of each picture of a batch."""
        return self._strongest(self._run(batch, *_LABELS))

    def images_and_tags(self, batch: Pixels) -> tuple[Vectors, TagScores]:
        """Return what `images` and `tags` return, by one pass."""
        out = self._run(batch, "embedding", *_LABELS)
        return normalise(out["embedding"]), self._strongest(out)

    def spatial(self, batch: Pixels) -> NDArray[np.float32]:
        """Return a unit vector for each region, float32 [n, rows, columns, width].

        Regions are equal parts of the square, from the top left.
        """
        features = np.moveaxis(self._run(batch, "features")["features"], 1, 3)
        return normalise(features)

    def outputs(self, batch: Pixels) -> Outputs:
        """Return everything the graph gives, by name."""
        return self._run(batch, "embedding", "features", *_LABELS)

    def merged(
        self,
        classes: NDArray[np.float32],
        objects: NDArray[np.float32],
        labels: NDArray[np.float32] | None = None,
    ) -> NDArray[np.float32]:
        """Return the probability of each tag [n, t] by those of two or three vocabularies."""
        return self._tags.merged(classes, objects, labels)

    def _strongest(self, out: Outputs) -> TagScores:
        return strongest(self._tags.merged(*(out[name] for name in _LABELS)))

    def _run(self, batch: Pixels, *names: str) -> Outputs:
        side = self.preprocessing.side
        if (given := batch.shape[1:]) != (side, side, 3):
            raise EncoderError(Code.WRONG_SQUARES, encoder="compact", side=side, given=str(given))
        return self._session.run_all(names, batch)


def load(folder: Path | None = None, threads: int = 1) -> Compact:
    """Return the encoder whose files lie in `folder`, or those that came with the program.

    Args:
        folder: holds compact.onnx, compact.json, compact_tags.json, compact_words.json.
        threads: that compute one batch.

    Raises:
        WeightsError: a file is missing, or is not what it was when it was made.
        EncoderError: onnxruntime is not installed, or does not work here.
    """
    description, weights, tags = _read(folder)
    return Compact(open_session(weights, "compact", threads), description, tags)


def _read(folder: Path | None) -> tuple[JsonObject, bytes, Tags]:
    try:
        place = folder or resource("compact.onnx").parent
        description = json.loads((place / "compact.json").read_text("utf-8"))
        weights = (place / "compact.onnx").read_bytes()
        tags = Tags.read(place)
    except (OSError, ValueError) as error:
        log.info("compact: %s", error)
        raise WeightsError(Code.WEIGHTS_MISSING, encoder="compact") from error
    # A file that was cut or changed may still load, and give other vectors under the same id.
    if hashlib.sha256(weights).hexdigest() != description.get("sha256"):
        raise WeightsError(Code.WEIGHTS_DAMAGED, encoder="compact")
    return description, weights, tags
