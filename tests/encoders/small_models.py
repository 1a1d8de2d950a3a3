"""Small models with random weights, of the real open_clip and timm, saved as safetensors."""

import importlib.util
import json
from pathlib import Path

import pytest

from gallery.encoders import torch_runtime

SIDE = 32
DIM = 24
MODEL_CONFIG = {
    "embed_dim": DIM,
    "vision_cfg": {
        "image_size": SIDE,
        "layers": 2,
        "width": 32,
        "head_width": 16,
        "patch_size": 8,
    },
    "text_cfg": {
        "context_length": 77,
        "vocab_size": 49408,
        "width": 32,
        "heads": 2,
        "layers": 1,
    },
}
PREPROCESSING = {
    "mean": [0.48145466, 0.4578275, 0.40821073],
    "std": [0.26862954, 0.26130258, 0.27577711],
    "interpolation": "bicubic",
    "resize_mode": "shortest",
}


def save_clip(folder: Path, seed: int = 0, **preprocessing: object) -> Path:
    """Write a small CLIP as open_clip's own folder, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    from safetensors.torch import save_file

    config = {"model_cfg": MODEL_CONFIG, "preprocess_cfg": {**PREPROCESSING, **preprocessing}}
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    torch_runtime.torch().manual_seed(seed)
    network = torch_runtime.open_clip().create_model(f"local-dir:{folder}", load_weights=False)
    save_file(tensors(network), folder / "open_clip_model.safetensors")
    return folder


def save_timm(file: Path, model: str, seed: int = 0, **more: object) -> Path:
    """Write the weights of a network of timm, its classifier included, and return the file."""
    from safetensors.torch import save_file

    torch_runtime.torch().manual_seed(seed)
    network = torch_runtime.timm().create_model(model, **more)
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors(network), file)
    return file


def tensors(network):
    """Return the state of `network`, each tensor with its own memory, as safetensors asks."""
    return {name: value.clone().contiguous() for name, value in network.state_dict().items()}


def needs(*packages):
    """Return the mark that skips a module of tests where one of `packages` is not installed."""
    missing = [name for name in packages if importlib.util.find_spec(name) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")
