"""The network: a plain residual trunk of 3 x 3 convolutions with three heads.

Plain 3 x 3 convolutions in channels_last are what current processors compute fastest, in training
and at use; batch normalisation is folded into them for export.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - the name everyone uses

RARE = -5.0  # before anything is learned each everyday label has a chance of 0.7 %


@dataclass(frozen=True)
class Shape:
    """Widths and numbers of blocks of the stages; each stage halves height and width."""

    stem: int = 16
    widths: tuple[int, ...] = (32, 80, 192, 336)
    blocks: tuple[int, ...] = (1, 2, 3, 1)
    dim: int = 256
    classes: int = 1001
    objects: int = 631


def convolution(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    """Return a 3 x 3 convolution with batch normalisation."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs)
    )


class Block(nn.Module):
    """Two convolutions around which the input is added (He et al. 2016)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first, self.second = convolution(width, width), convolution(width, width)
        # Each block starts as the identity, which steadies the first steps (Goyal et al. 2017).
        nn.init.zeros_(self.second[1].weight)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the block's output, of the input's shape."""
        return F.relu(x + self.second(F.relu(self.first(x))))


class Compact(nn.Module):
    """uint8-range pixels [n, 3, side, side], scaled to -1..1, to embedding and label logits."""

    def __init__(self, shape: Shape | None = None) -> None:
        super().__init__()
        self.shape = shape or Shape()
        layers: list[nn.Module] = [convolution(3, self.shape.stem, 2), nn.ReLU()]
        width = self.shape.stem
        for outputs, blocks in zip(self.shape.widths, self.shape.blocks, strict=True):
            layers += [convolution(width, outputs, 2), nn.ReLU()]
            layers += [Block(outputs) for _ in range(blocks)]
            width = outputs
        self.trunk = nn.Sequential(*layers)
        self.embedding = nn.Linear(width, self.shape.dim)
        self.classes = nn.Linear(width, self.shape.classes)
        self.objects = nn.Linear(width, self.shape.objects)
        nn.init.constant_(self.objects.bias, RARE)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Return embedding [n, dim] of unit length, class logits, object logits, and the map.

        The map is the trunk's output before pooling, [n, width, side / 32, side / 32].
        """
        features = self.trunk(x)
        pooled = features.float().mean((2, 3))
        embedding = F.normalize(self.embedding(pooled), dim=1)
        return embedding, self.classes(pooled), self.objects(pooled), features


def deepened(
    state: dict[str, torch.Tensor], blocks: tuple[int, ...], network: Compact
) -> dict[str, torch.Tensor]:
    """Return the weights of a network that had fewer `blocks`, for `network`, which has more.

    The new blocks come last in their stage and keep their initial weights, with which they are the
    identity: the deeper network starts where the other stood (Chen et al. 2016, "Net2Net").
    """
    place: dict[int, int] = {0: 0, 1: 1}
    old = new = 2
    for before, after in zip(blocks, network.shape.blocks, strict=True):
        place |= {old + i: new + i for i in range(2 + before)}
        old, new = old + 2 + before, new + 2 + after
    result = dict(network.state_dict())
    for name, value in state.items():
        head, _, rest = name.partition(".")
        if head == "trunk":
            number, _, rest = rest.partition(".")
            name = f"trunk.{place[int(number)]}.{rest}"
        result[name] = value
    return result


def scaled(pixels: torch.Tensor) -> torch.Tensor:
    """Return uint8 pixels [n, side, side, 3] as float [n, 3, side, side] from -1 to 1."""
    return pixels.permute(0, 3, 1, 2).float().div(127.5).sub(1)


def answers_of(network: Any, pixels: np.ndarray, batch: int = 64) -> list[np.ndarray]:
    """Return what the network says of pixels, uint8 [n, side, side, 3].

    That is embeddings, class logits, object logits, and the features pooled over the picture.
    """
    parts = []
    with torch.inference_mode():
        for start in range(0, len(pixels), batch):
            x = scaled(torch.from_numpy(pixels[start : start + batch]))
            out = network(x.contiguous(memory_format=torch.channels_last))
            pooled = out[3].float().mean((2, 3))
            parts.append([value.numpy() for value in (*out[:3], pooled)])
    return [np.concatenate(part) for part in zip(*parts, strict=True)]
