"""Weights that are no plain data are refused in a sentence, and old vectors stay usable."""

import pickle
import shutil

import numpy as np
import pytest

from gallery.core.errors import LookalikeError
from gallery.encoders import compact
from gallery.library.reading import Reader
from resources import path as resource
from tests.encoders.small_models import needs, save_clip, save_timm
from tests.engine_tools import folder_of, index
from tests.reliability.test_promise_05_death_loses_a_batch import all_vectors

torch_too = needs("torch", "open_clip", "timm")
ONE_SENTENCE = r"^[^\n]+\.$"


class Acts:
    """Runs something when it is unpickled."""

    def __init__(self, mark):
        self.mark = mark

    def __reduce__(self):
        return (open, (str(self.mark), "w"))


@pytest.fixture
def root(context, tmp_path):
    """A folder that was indexed before; afterwards all of its vectors are as they were."""
    root = folder_of(tmp_path / "photos", 5)
    index(context, root)
    before = all_vectors(context.home, root)
    yield root
    report, _ = index(context, root)
    assert (report.reused, report.embedded, report.problems) == (5, 0, 0)
    after = all_vectors(context.home, root)
    assert all(np.array_equal(after[name], before[name]) for name in before)


def refused(context, root, encoder):
    with pytest.raises(LookalikeError, match=ONE_SENTENCE):
        index(context, root, encoder)


@torch_too
@pytest.mark.parametrize("suffix", [".pt", ".safetensors"])
def test_weights_that_act_are_refused(context, root, tmp_path, suffix):
    mark, weights = tmp_path / "PWNED", tmp_path / f"model{suffix}"
    weights.write_bytes(pickle.dumps({"state_dict": Acts(mark)}, protocol=2))
    refused(context, root, f"open_clip:ViT-B-32@{weights}")
    refused(context, root, f"timm:resnet18@{weights}")
    assert not mark.exists()


@torch_too
@pytest.mark.parametrize("data", [b"", b"\x00" * 100, b"\xff" * 8 + b"{}", b'{"a": 1}'])
def test_files_that_are_no_weights_are_refused(context, root, tmp_path, data):
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(data)
    refused(context, root, f"open_clip:ViT-B-32@{weights}")


@torch_too
def test_damaged_weights_of_clip_are_refused(context, root, tmp_path):
    good = save_clip(tmp_path / "good")
    name = f"open_clip:{save_clip(tmp_path / 'model')}"
    file, data = tmp_path / "model" / "open_clip_model.safetensors", None
    data = (good / "open_clip_model.safetensors").read_bytes()
    file.write_bytes(data[: len(data) // 2])
    refused(context, root, name)
    file.write_bytes(bytes([data[0] ^ 1]) + data[1:])  # the length of the header
    refused(context, root, name)
    file.write_bytes(data[:-40] + np.full(10, np.nan, np.float32).tobytes())
    refused(context, root, name)


@torch_too
def test_a_flipped_byte_of_weights_is_another_encoder(context, root, tmp_path):
    """It cannot be told from other weights; but no vector of the old ones is taken for its own."""
    file = save_timm(tmp_path / "model.safetensors", "resnet18")
    first, _ = index(context, root, f"timm:resnet18@{file}")
    assert first.embedded == 5
    data = bytearray(file.read_bytes())
    data[-3] ^= 1
    file.write_bytes(data)
    context._encoders.clear()
    second, _ = index(context, root, f"timm:resnet18@{file}")
    assert (second.embedded, second.reused) == (5, 0)
    keys = {key for (key,) in context.store.reading.execute("SELECT key FROM encoder")}
    assert len({key for key in keys if key.startswith("timm")}) == 2


@pytest.mark.parametrize("damage", ["flipped", "truncated", "not there", "a pickle"])
def test_damaged_weights_of_the_built_in_encoder_are_refused(context, root, tmp_path, damage):
    place = resource("compact.onnx").parent
    mine = tmp_path / "resources"
    mine.mkdir()
    for file in place.glob("compact*"):
        shutil.copy(file, mine)
    weights = mine / "compact.onnx"
    data = bytearray(weights.read_bytes())
    match damage:
        case "flipped":
            data[len(data) // 2] ^= 1
            weights.write_bytes(data)
        case "truncated":
            weights.write_bytes(data[: len(data) // 2])
        case "not there":
            weights.unlink()
        case _:
            weights.write_bytes(pickle.dumps(Acts(tmp_path / "PWNED")))
    with pytest.raises(LookalikeError, match=ONE_SENTENCE):
        compact.load(mine)
    assert not (tmp_path / "PWNED").exists()
    assert Reader(context.home).folders()
