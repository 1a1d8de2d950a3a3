"""CLIP and its family, by open_clip: pictures and words in one space.

Source: Radford et al. 2021, Learning Transferable Visual Models From Natural Language Supervision.
"""

import contextlib
import difflib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from gallery.core.arrays import Pixels, Vectors, normalise
from gallery.core.codes import Code
from gallery.core.errors import EncoderError, WeightsError
from gallery.core.paths import Home
from gallery.core.picture import Preprocessing
from gallery.encoders import catalogue, digest_cache, hub, speed, torch_runtime, weights
from gallery.encoders.hub import Fetch
from gallery.encoders.identity import encoder_id
from gallery.encoders.torch_network import TorchNetwork, three
from gallery.encoders.torch_runtime import Network, Tensor

log = logging.getLogger(__name__)

CONFIG = "open_clip_config.json"
FILES = (
    "open_clip_model.safetensors",
    "open_clip_pytorch_model.safetensors",
    "model.safetensors",
    "open_clip_pytorch_model.bin",
)
"""Names of weights in a repository of open_clip, best first."""
_PROMPTS = ("{}", "a photo of {}")


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a model comes from: what open_clip calls it, its weights, its preprocessing."""

    model: str
    file: Path
    preprocessing: dict[str, object] = field(default_factory=dict)


class ClipEncoder:
    """A CLIP model: its image side at the fastest setting, its text side in float32."""

    def __init__(self, name: str, source: _Source, home: Home) -> None:
        network = _network(name, source)
        self.name = name
        self.preprocessing = _preprocessing(name, network.visual.preprocess_cfg)
        digest = digest_cache.digest(source.file, home).encode()
        self.id = encoder_id(name.partition("@")[0], digest, self.preprocessing)
        setting = speed.choose(network.visual, self.preprocessing, home, self.id)
        self._visual = TorchNetwork(network.visual, self.preprocessing, setting)
        self._text = network
        self._model = source.model
        self._tokenizer: Tensor = None
        self.dim = self._visual.dim()

    @property
    def detail(self) -> str:
        """How its image side is run, in a few words."""
        return str(self._visual.setting)

    def images(self, batch: Pixels) -> Vectors:
        """Return unit vectors, float32 [n, dim], of a batch, uint8 [n, side, side, 3]."""
        if not len(batch):
            return np.empty((0, self.dim), np.float32)
        return self._visual.vectors(batch)

    def words(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, float32 [n, dim], of texts in the space of the pictures.

        Each is the mean of the text itself and "a photo of" it: captions were what it learned from.

        Raises:
            EncoderError: the model's tokenizer needs a package that is not installed.
        """
        if not texts:
            return np.empty((0, self.dim), np.float32)
        torch = torch_runtime.torch()
        prompts = [prompt.format(text) for prompt in _PROMPTS for text in texts]
        with torch.inference_mode():
            found = self._text.encode_text(self._tokens(prompts)).float().cpu().numpy()
        return normalise(normalise(found).reshape(len(_PROMPTS), len(texts), -1).mean(axis=0))

    def _tokens(self, prompts: list[str]) -> Tensor:
        if self._tokenizer is None:
            try:
                hub.stay_offline()
                self._tokenizer = torch_runtime.open_clip().get_tokenizer(self._model)
            except (ImportError, NameError) as error:
                raise EncoderError(Code.NEEDS_TRANSFORMERS, encoder=self.name) from error
            except (OSError, ValueError) as error:
                raise EncoderError(Code.NO_TOKENIZER, encoder=self.name) from error
        return self._tokenizer(prompts)


def load(name: str, home: Home, *, path: Path | None, fetch: Fetch | None) -> ClipEncoder:
    """Return the encoder called `name`; see `registry.load`."""
    plain = name.partition("@")[0]
    wanted = catalogue.CLIP if plain == "clip" else plain
    model, _, tag = wanted.removeprefix("open_clip:").partition("/")
    if path is not None:
        return ClipEncoder(name, _local(model, tag, weights.existing(path)), home)
    repo = _repo(model, tag)
    folder = hub.folder_of(repo, home)
    if not hub.is_here(repo, home):
        if fetch is None:
            raise hub.absent(name)
        hub.fetch(repo, FILES, home, fetch)
    return ClipEncoder(name, _local(model, tag, hub.checked(folder, home)), home)


def _local(model: str, tag: str, path: Path) -> _Source:
    """Return the source for weights at `path`, a file or a folder that may hold its own config."""
    if path.is_dir():
        file = weights.find(path, FILES)
        if (path / CONFIG).is_file():
            return _Source(f"local-dir:{path}", file)
        path = file
    _check_model(model)
    known = torch_runtime.open_clip().pretrained.get_pretrained_cfg(model, tag) if tag else {}
    keys = ("size", "mean", "std", "interpolation", "resize_mode")
    return _Source(model, path, {key: known[key] for key in keys if key in known})


def _repo(model: str, tag: str) -> str:
    """Return the repository on the hub that holds `model` with the weights called `tag`."""
    _check_model(model)
    pretrained = torch_runtime.open_clip().pretrained
    tags = pretrained.list_pretrained_tags_by_model(model)
    if tag not in tags:
        near = difflib.get_close_matches(tag, tags, n=3, cutoff=0.0)
        raise EncoderError(Code.NO_TAGS, model=model, tag=tag, tags=", ".join(near))
    place = pretrained.get_pretrained_cfg(model, tag).get("hf_hub", "")
    if not place:
        raise EncoderError(Code.NOT_ON_HUB, tag=tag, model=model)
    return "/".join(place.split("/")[:2])


def _check_model(model: str) -> None:
    models = torch_runtime.open_clip().list_models()
    if model not in models:
        near = difflib.get_close_matches(model, models, n=3, cutoff=0.3) or models[:3]
        raise EncoderError(Code.NO_CLIP_MODEL, model=model, nearest=", ".join(near))


def _network(name: str, source: _Source) -> Network:
    """Return the model with its weights, in float32 on the processor."""
    open_clip = torch_runtime.open_clip()
    weights.check_readable(source.file)  # refused here, before open_clip sees it
    try:
        hub.stay_offline()
        with _hushed():
            network = open_clip.create_model(
                source.model,
                load_weights=False,
                pretrained_text=False,
                force_preprocess_cfg=source.preprocessing,
            )
    except (ImportError, OSError, RuntimeError, ValueError, LookupError, TypeError) as error:
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise WeightsError(Code.CANNOT_BUILD, encoder=name, reason=first) from error
    network.eval().requires_grad_(False)
    with weights.fitting(source.file, name.partition("@")[0]):
        open_clip.load_checkpoint(network, str(source.file), strict=True, weights_only=True)
    weights.check_finite(network, source.file)
    return network


@contextlib.contextmanager
def _hushed() -> Iterator[None]:
    """Keep open_clip from warning, on the root logger, that weights come later."""

    def foreign(record: logging.LogRecord) -> bool:
        return "open_clip" not in record.pathname

    root = logging.getLogger()
    root.addFilter(foreign)
    try:
        yield
    finally:
        root.removeFilter(foreign)


def _preprocessing(name: str, config: dict[str, object]) -> Preprocessing:
    """Return the model's own preprocessing in our words."""
    size = config["size"]
    # A network that takes a rectangle would need another square than the workers cut.
    sides = set(size) if isinstance(size, tuple | list) else {size}
    if len(sides) != 1:
        raise EncoderError(Code.NO_SQUARES, encoder=name)
    return Preprocessing(
        side=int(str(sides.pop())),
        resize="crop" if config.get("resize_mode") == "shortest" else "squash",
        filter="bilinear" if config.get("interpolation") == "bilinear" else "bicubic",
        mean=three(config["mean"]),
        std=three(config["std"]),
    )
