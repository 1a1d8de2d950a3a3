"""The default encoder: EfficientNet-Lite0, pretrained on ImageNet, run by onnxruntime.

The weights are a package of their own, pure data, that is installed with the program: nothing is
downloaded and no torch is needed. Their 1,280 numbers are cut to 256 by a projection of ours
(`resources/efficientnet-lite0.md` tells how it was fitted and what it is worth).
"""

import hashlib
import io
import json
import logging
from pathlib import Path
from typing import NamedTuple

import numpy as np

from gallery.core.arrays import Floats, Pixels, Vectors, normalise
from gallery.core.codes import Code
from gallery.core.errors import EncoderError, WeightsError
from gallery.core.picture import Preprocessing
from gallery.encoders import efficientnet_graph, torch_file
from gallery.encoders.identity import encoder_id
from gallery.encoders.onnx_session import OnnxSession, open_session
from resources import path as resource
from resources import weights as weights_of

log = logging.getLogger(__name__)

NAME = "efficientnet-lite0"
WEIGHTS_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"

_STRETCH = 1.25  # measured against the plain middle, ends and a squashed whole: the model card


class Projection(NamedTuple):
    """Cuts the pooled features to fewer numbers: (features - mean) @ matrix.

    Attributes:
        mean: of the features, float32 [1280].
        matrix: principal components, each divided by the root of its deviation, float32
            [1280, dim].
        digest: SHA-256 of the file.
    """

    mean: Floats
    matrix: Floats
    digest: str


class EfficientNet:
    """EfficientNet-Lite0 without its classifier; six names of an encoder, and its map."""

    def __init__(self, session: OnnxSession, projection: Projection) -> None:
        self.name, self.dim = NAME, projection.matrix.shape[1]
        self.preprocessing = Preprocessing(side=efficientnet_graph.SIDE, stretch=_STRETCH)
        digests = f"{WEIGHTS_SHA256} {projection.digest} {efficientnet_graph.SHADOWS}".encode()
        self.id = encoder_id(self.name, digests, self.preprocessing)
        self._session, self._projection = session, projection

    def images(self, batch: Pixels) -> Vectors:
        """Return unit vectors, float32 [n, 256], of a batch, uint8 [n, 224, 224, 3]."""
        return normalise(self._run("embedding", batch))

    def words(self, texts: list[str]) -> Vectors | None:
        """Return None: it has no text side; words are directions (gallery/analysis/words.py)."""
        return None

    def regions(self, batch: Pixels) -> Floats:
        """Return what each region adds to the vector, float32 [n, 7, 7, 256].

        Pooling is linear: the sum over the regions is the vector before it is made unit length.
        Regions are equal parts of the square, from the top left.
        """
        # The mean is taken from each cell, which is the same as from their mean.
        features = np.moveaxis(self._run("features", batch), 1, 3) - self._projection.mean
        cells = efficientnet_graph.CELLS**2
        parts: Floats = (features @ self._projection.matrix / cells).astype(np.float32)
        return parts

    def pooled(self, batch: Pixels) -> Floats:
        """Return the features before the projection, float32 [n, 1280]."""
        return self._run("pooled", batch)

    def _run(self, output: str, batch: Pixels) -> Floats:
        side = self.preprocessing.side
        if (given := batch.shape[1:]) != (side, side, 3):
            raise EncoderError(Code.WRONG_SQUARES, encoder=NAME, side=side, given=str(given))
        return self._session.run(output, batch)


def load(weights: Path | None = None, folder: Path | None = None, threads: int = 1) -> EfficientNet:
    """Return the encoder.

    Args:
        weights: file of weights; None for that of the installed package.
        folder: holds the projection; None for the one that came with the program.
        threads: that compute one batch.

    Raises:
        WeightsError: a file is missing, or is not what it was when it was made.
        EncoderError: onnxruntime is not installed, or does not work here.
    """
    place = weights or weights_of(NAME)
    if place is None:
        raise WeightsError(Code.WEIGHTS_NOT_INSTALLED, encoder=NAME)
    try:
        data = place.read_bytes()
    except OSError as error:
        raise WeightsError(Code.WEIGHTS_UNREADABLE, encoder=NAME) from error
    # Before anything is read of it: another release of the package may hold other weights.
    if hashlib.sha256(data).hexdigest() != WEIGHTS_SHA256:
        raise WeightsError(Code.WEIGHTS_DAMAGED, encoder=NAME)
    projection = read_projection(folder or resource(f"{NAME}.npz").parent)
    model = efficientnet_graph.build(torch_file.read(data), projection.mean, projection.matrix)
    return EfficientNet(open_session(model, NAME, threads), projection)


def read_projection(folder: Path) -> Projection:
    """Return the projection that lies in `folder`.

    Raises:
        WeightsError: it is missing, or not what it was when it was made.
    """
    try:
        description = json.loads((folder / f"{NAME}.json").read_text("utf-8"))
        data = (folder / f"{NAME}.npz").read_bytes()
    except (OSError, ValueError) as error:
        log.info("%s: %s", NAME, error)
        raise WeightsError(Code.PROJECTION_MISSING, encoder=NAME) from error
    digest = hashlib.sha256(data).hexdigest()
    if digest != description.get("projection_sha256"):
        raise WeightsError(Code.PROJECTION_DAMAGED, encoder=NAME)
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        mean, matrix = arrays["mean"], arrays["matrix"]
    return Projection(mean.astype(np.float32), matrix.astype(np.float32), digest)
