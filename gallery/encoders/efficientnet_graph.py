"""EfficientNet-Lite0 as a graph for onnxruntime, from the arrays of its weights.

Tan and Le 2019 (arXiv 1905.11946); the Lite variants (Liu 2020) have no squeeze-and-excitation and
use ReLU6. Batch normalisation is folded into the convolutions before it.
"""

import numpy as np

from gallery.core.arrays import Floats
from gallery.encoders.onnx_model import Graph
from gallery.encoders.torch_file import Tensors

SIDE, WIDTH, CELLS = 224, 1280, 7
"""Side of the square it takes, numbers in its last map, and cells along a side of that map."""

# One pair a stage: how many blocks, and the stride of the first. Sizes of kernels and numbers of
# channels are those of the weights.
_STAGES = ((1, 1), (2, 2), (2, 2), (3, 2), (3, 1), (4, 2), (1, 1))
_EPSILON = 1e-3  # of the batch normalisation, as TensorFlow trained it

SHADOWS = 80
"""Level of 255 below which shadows are deepened.

There a file's own noise is as large as what it shows, and on plain dark areas the network sees
contours in it: the model card has the figures.
"""


def build(weights: Tensors, mean: Floats, projection: Floats) -> bytes:
    """Return the model: pixels in; features, pooled and embedding out.

    Args:
        weights: by the names of the published file.
        mean: subtracted from the pooled features, float32 [1280].
        projection: multiplies them, float32 [1280, dim].

    Raises:
        KeyError: a weight is missing.
    """
    graph = Graph()
    pixels = graph.input("pixels", "uint8", ("n", SIDE, SIDE, 3))
    value = _Layers(graph, weights).features(_normalised(graph, pixels))
    pooled = graph.apply("GlobalAveragePool", value)
    pooled = graph.apply("Flatten", pooled, name="pooled", axis=1)
    centred = graph.apply("Sub", pooled, graph.constant(mean))
    graph.apply("MatMul", centred, graph.constant(projection), name="embedding")
    graph.output("features", "float32", ("n", WIDTH, CELLS, CELLS))
    graph.output("pooled", "float32", ("n", WIDTH))
    graph.output("embedding", "float32", ("n", projection.shape[1]))
    return graph.model()


def tones() -> Floats:
    """Return what the network takes for each level of a pixel, float32 [256].

    A parabola below SHADOWS and a straight line above, which meet in one slope; black and white
    stay where they are.
    """
    levels = np.arange(256, dtype=np.float64)
    below = levels**2 / (2 * SHADOWS)
    deepened = np.where(levels < SHADOWS, below, levels - SHADOWS / 2)
    return ((deepened * 255 / (255 - SHADOWS / 2) - 127) / 128).astype(np.float32)


def _normalised(graph: Graph, pixels: str) -> str:
    # A table in place of arithmetic: 256 levels have 256 answers, and a parabola costs nothing.
    levels = graph.apply("Transpose", pixels, perm=(0, 3, 1, 2))
    levels = graph.apply("Cast", levels, to=6)  # int32, which Gather takes
    return graph.apply("Gather", graph.constant(tones()), levels)


class _Layers:
    """Adds the layers of the network to a graph, in their order."""

    def __init__(self, graph: Graph, weights: Tensors) -> None:
        self._graph, self._weights = graph, weights
        self._side = SIDE
        self._limits = (
            graph.constant(np.array(0, np.float32)),
            graph.constant(np.array(6, np.float32)),
        )

    def features(self, value: str) -> str:
        """Return the last map of `value`, float32 [n, 3, 224, 224]."""
        value = self._clip(self._convolve(value, "_conv_stem", "_bn0", 2))
        block = 0
        for count, stride in _STAGES:
            for repeat in range(count):
                value = self._block(value, f"_blocks.{block}.", stride if repeat == 0 else 1)
                block += 1
        value = self._convolve(value, "_conv_head", "_bn1", 1)
        return self._clip(value, name="features")

    def _block(self, value: str, place: str, stride: int) -> str:
        """Add an inverted residual block: expand, convolve each channel, project, add."""
        inside, width = value, len(self._weights[place + "_depthwise_conv.weight"])
        expand = self._weights.get(place + "_expand_conv.weight")
        if expand is not None:
            width = expand.shape[1]
            inside = self._clip(self._convolve(inside, place + "_expand_conv", place + "_bn0", 1))
        depthwise = place + "_depthwise_conv"
        inside = self._clip(self._convolve(inside, depthwise, place + "_bn1", stride))
        project = place + "_project_conv"
        inside = self._convolve(inside, project, place + "_bn2", 1)
        if stride == 1 and width == len(self._weights[project + ".weight"]):
            return self._graph.apply("Add", value, inside)
        return inside

    def _clip(self, value: str, name: str = "") -> str:
        return self._graph.apply("Clip", value, *self._limits, name=name)

    def _convolve(self, value: str, layer: str, norm: str, stride: int) -> str:
        kernel, bias = _folded(self._weights, layer, norm)
        depthwise = kernel.shape[1] == 1 and kernel.shape[2] > 1
        pads = self._pads(kernel.shape[2], stride)
        self._side = -(-self._side // stride)
        return self._graph.apply(
            "Conv",
            value,
            self._graph.constant(kernel),
            self._graph.constant(bias),
            kernel_shape=kernel.shape[2:],
            strides=(stride, stride),
            pads=pads,
            group=len(kernel) if depthwise else 1,
        )

    def _pads(self, kernel: int, stride: int) -> tuple[int, int, int, int]:
        """Return the padding of TensorFlow's SAME: the odd row stands below and at the right."""
        total = max((-(-self._side // stride) - 1) * stride + kernel - self._side, 0)
        before = total // 2
        return before, before, total - before, total - before


def _folded(weights: Tensors, layer: str, norm: str) -> tuple[Floats, Floats]:
    """Return kernel and bias of a convolution together with the normalisation after it."""
    scale = weights[norm + ".weight"] / np.sqrt(weights[norm + ".running_var"] + _EPSILON)
    bias = weights[norm + ".bias"] - weights[norm + ".running_mean"] * scale
    kernel = weights[layer + ".weight"] * scale[:, None, None, None]
    return kernel.astype(np.float32), bias.astype(np.float32)
