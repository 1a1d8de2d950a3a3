"""The networks of timm, without their classifier: ResNet, VGG, Inception, DINO and the rest."""

import difflib
import inspect
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from gallery.core.arrays import Pixels, Vectors
from gallery.core.codes import Code
from gallery.core.errors import EncoderError, WeightsError
from gallery.core.paths import Home
from gallery.core.picture import Preprocessing
from gallery.encoders import digest_cache, hub, speed, torch_runtime, weights
from gallery.encoders.hub import Fetch
from gallery.encoders.identity import encoder_id
from gallery.encoders.torch_network import TorchNetwork, three
from gallery.encoders.torch_runtime import Network, Tensor

log = logging.getLogger(__name__)

CONFIG = "config.json"
FILES = ("model.safetensors", "pytorch_model.bin")
"""Names of weights in a repository of timm, best first."""
_LARGEST_SIDE = 384  # DINOv2 is kept at 518 pixels, where it costs seven times what it does at 224
_USUAL_SIDE = 224
_TRANSLATORS = ("checkpoint_filter_fn", "_filter_fn", "_filter_torchvision_pretrained")
# Parts for training that some files carry and a network without a classifier lacks.
_SPARE = ("head.", "head_dist.", "fc.", "classifier.", "last_linear.", "AuxLogits.", "aux")


class TimmEncoder:
    """A network of timm; it knows no words."""

    def __init__(self, name: str, network: Network, file: Path, home: Home) -> None:
        self.name = name
        self.preprocessing = _preprocessing(name, network)
        digest = digest_cache.digest(file, home).encode()
        self.id = encoder_id(name.partition("@")[0], digest, self.preprocessing)
        setting = speed.choose(network, self.preprocessing, home, self.id)
        self._network = TorchNetwork(network, self.preprocessing, setting)
        self.dim = self._network.dim()

    @property
    def detail(self) -> str:
        """How it is run, in a few words."""
        return str(self._network.setting)

    def images(self, batch: Pixels) -> Vectors:
        """Return unit vectors, float32 [n, dim], of a batch, uint8 [n, side, side, 3]."""
        if not len(batch):
            return np.empty((0, self.dim), np.float32)
        return self._network.vectors(batch)

    def words(self, texts: Sequence[str]) -> Vectors | None:
        """Return None: the network never saw a word."""
        return None


def load(name: str, home: Home, *, path: Path | None, fetch: Fetch | None) -> TimmEncoder:
    """Return the encoder called `name`; see `registry.load`."""
    model = name.partition("@")[0].removeprefix("timm:")
    if path is None:
        repo = _repo(model)
        if not hub.is_here(repo, home):
            if fetch is None:
                raise hub.absent(name)
            hub.fetch(repo, FILES, home, fetch)
        path = hub.checked(hub.folder_of(repo, home), home)
    place = weights.existing(path)
    file = weights.find(place, FILES) if place.is_dir() else place
    network = _built(model, place)
    _fill(network, file, f"timm:{model}")
    return TimmEncoder(name, network, file, home)


def _repo(model: str) -> str:
    """Return the repository on the hub that holds `model` ("NAME" or "NAME.TAG")."""
    _check_model(model)
    config = torch_runtime.timm().get_pretrained_cfg(model)
    repo = config.hf_hub_id if config else None
    if not repo:
        raise EncoderError(Code.NO_TIMM_WEIGHTS, model=model)
    # "timm/" stands for the name and tag, as in timm itself.
    return str(repo) if not str(repo).endswith("/") else f"{repo}{config.architecture}.{config.tag}"


def _check_model(model: str) -> None:
    timm = torch_runtime.timm()
    plain, _, tag = model.partition(".")
    if not timm.is_model(plain):
        models = timm.list_models()
        near = difflib.get_close_matches(plain, models, n=3, cutoff=0.4) or models[:3]
        raise EncoderError(Code.NO_TIMM_MODEL, model=plain, nearest=", ".join(near))
    tags = [full.partition(".")[2] for full in timm.list_pretrained(f"{plain}.*")]
    if tag and tag not in tags:
        raise EncoderError(Code.NO_TAGS, model=plain, tag=tag, tags=", ".join(tags))


def _built(model: str, place: Path) -> Network:
    """Return the network without weights, from the config in the folder `place` if it has one."""
    timm = torch_runtime.timm()
    if place.is_dir() and (place / CONFIG).is_file():
        wanted = f"local-dir:{place}"
        side = _side_in(place / CONFIG)
    else:
        _check_model(model)
        wanted = model
        config = timm.get_pretrained_cfg(model)
        side = max(config.input_size[1:]) if config else 0
    smaller = {"img_size": _USUAL_SIDE} if side > _LARGEST_SIDE else {}
    try:
        hub.stay_offline()
        try:
            network = timm.create_model(wanted, num_classes=0, **smaller)
        except TypeError:  # convolutions take any size, and no such argument
            network = timm.create_model(wanted, num_classes=0)
    except (RuntimeError, ValueError, LookupError, TypeError, OSError, AssertionError) as error:
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise WeightsError(Code.CANNOT_BUILD, encoder=f"timm:{model}", reason=first) from error
    return network.eval().requires_grad_(False)


def _side_in(config: Path) -> int:
    """Return the side of the pictures that a config names, 0 where it names none."""
    try:
        return int(max(json.loads(config.read_text("utf-8"))["pretrained_cfg"]["input_size"][1:]))
    except (OSError, ValueError, LookupError, TypeError):
        return 0


def _fill(network: Network, file: Path, name: str) -> None:
    """Load the weights into the network: all that it has, and nothing but a classifier besides."""
    tensors = weights.read(file)
    with weights.fitting(file, name):
        tensors = _translated(network, tensors)
        # Not strict, for files hold classifiers that this network lacks; what else differs is told
        # below.
        result = network.load_state_dict(tensors, strict=False)
    spare = tuple(f"{part}." for part in _classifiers(network)) + _SPARE
    # A counter for training that old files lack and nobody reads here.
    missing = [key for key in result.missing_keys if not key.endswith("num_batches_tracked")]
    foreign = [key for key in result.unexpected_keys if not key.startswith(spare)]
    if missing or foreign:
        log.info("%s: missing %s, unexpected %s", file, missing[:9], foreign[:9])
        raise WeightsError(Code.NOT_THOSE_WEIGHTS, file=file.name, encoder=name)
    weights.check_finite(network, file)


def _translated(network: Network, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return the tensors as timm itself translates them for this network, sizes included."""
    module = sys.modules[type(network).__module__]
    translate = next((getattr(module, n) for n in _TRANSLATORS if hasattr(module, n)), None)
    if translate is None:
        return tensors
    wants = len(inspect.signature(translate).parameters)  # some old ones take no network
    found: dict[str, Tensor] = translate(*(tensors, network)[:wants])
    return found


def _classifiers(network: Network) -> tuple[str, ...]:
    named = network.pretrained_cfg.get("classifier") or ()
    return (named,) if isinstance(named, str) else tuple(named)


def _preprocessing(name: str, network: Network) -> Preprocessing:
    """Return the network's own preprocessing in our words."""
    config = torch_runtime.timm().data.resolve_data_config({}, model=network)
    _, height, width = config["input_size"]
    if height != width:
        raise EncoderError(Code.NO_SQUARES, encoder=name)
    return Preprocessing(
        side=_side(network, height),
        resize="squash" if config["crop_mode"] == "squash" else "crop",
        crop_share=float(config["crop_pct"]),
        filter="bilinear" if config["interpolation"] == "bilinear" else "bicubic",
        mean=three(config["mean"]),
        std=three(config["std"]),
    )


def _side(network: Network, usual: int) -> int:
    """Return the side the network was built for, which its config may not know."""
    size = getattr(getattr(network, "patch_embed", None), "img_size", None)
    return int(size[0]) if size else usual
