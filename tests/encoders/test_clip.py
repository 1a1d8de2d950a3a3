"""The real open_clip with a small model, against open_clip's own answers."""

import json
import logging
import pickle
import subprocess
import sys

import numpy as np
import pytest

from gallery.core.errors import EncoderError, WeightsError
from gallery.core.picture import Preprocessing
from gallery.encoders import registry, torch_runtime
from tests.encoders.small_models import DIM, PREPROCESSING, SIDE, needs, save_clip

pytestmark = needs("torch", "open_clip", "safetensors")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return save_clip(tmp_path_factory.mktemp("clip"))


@pytest.fixture
def encoder(folder, home):
    return registry.load(f"clip@{folder}", home)


@pytest.fixture(scope="module")
def pictures():
    return np.random.default_rng(2).integers(0, 256, (9, SIDE, SIDE, 3), np.uint8)


def reference(folder):
    network = torch_runtime.open_clip().create_model(f"local-dir:{folder}")
    return network.eval()


def test_pictures_have_the_vectors_that_open_clip_itself_gives(folder, encoder, pictures):
    from PIL import Image

    open_clip = torch_runtime.open_clip()
    network, _, transform = open_clip.create_model_and_transforms(f"local-dir:{folder}")
    batch = torch_runtime.torch().stack([transform(Image.fromarray(p)) for p in pictures])
    with torch_runtime.torch().inference_mode():
        theirs = network.eval().encode_image(batch, normalize=True).numpy()
    ours = encoder.images(pictures)
    assert ours.dtype == np.float32
    assert np.sum(ours * theirs, axis=1).min() >= 0.999


def test_words_have_the_mean_of_the_vectors_of_two_prompts(folder, encoder):
    open_clip = torch_runtime.open_clip()
    tokens = open_clip.get_tokenizer(f"local-dir:{folder}")(["a dog", "a photo of a dog"])
    with torch_runtime.torch().inference_mode():
        both = reference(folder).encode_text(tokens, normalize=True).numpy().mean(axis=0)
    np.testing.assert_allclose(encoder.words(["a dog"])[0], both / np.linalg.norm(both), atol=1e-5)


def test_words_and_pictures_lie_in_one_space_as_unit_vectors(encoder, pictures):
    for vectors in (encoder.images(pictures), encoder.words(["dog", "", "ein Hund \N{DOG FACE}"])):
        assert vectors.shape[1] == encoder.dim == DIM
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_nothing_asked_gives_nothing(encoder):
    assert encoder.words([]).shape == (0, DIM)
    assert encoder.images(np.empty((0, SIDE, SIDE, 3), np.uint8)).shape == (0, DIM)


def test_a_picture_has_the_same_vector_alone_and_in_any_batch(encoder, pictures):
    together = encoder.images(pictures)
    alone = np.concatenate([encoder.images(picture[None]) for picture in pictures])
    assert np.sum(together * alone, axis=1).min() >= 0.9999


def test_a_batch_larger_than_the_network_takes_at_once_is_whole_and_in_order(encoder, pictures):
    many = np.tile(pictures, (9, 1, 1, 1))
    vectors = encoder.images(many)
    assert len(vectors) == 81
    assert np.sum(vectors * np.tile(vectors[:9], (9, 1)), axis=1).min() >= 0.9999


def test_the_preprocessing_is_the_model_s_own(encoder):
    assert encoder.preprocessing == Preprocessing(
        side=SIDE, resize="crop", mean=tuple(PREPROCESSING["mean"]), std=tuple(PREPROCESSING["std"])
    )


def test_a_model_that_squashes_is_given_squashed_pictures(tmp_path, home):
    folder = save_clip(tmp_path, resize_mode="squash", interpolation="bilinear", mean=[0.5] * 3)
    found = registry.load(f"clip@{folder}", home).preprocessing
    assert (found.resize, found.filter, found.mean) == ("squash", "bilinear", (0.5, 0.5, 0.5))


def test_the_id_follows_the_weights_and_the_preprocessing_and_not_the_place(
    folder, encoder, tmp_path, home
):
    moved = save_clip(tmp_path / "moved")
    other = save_clip(tmp_path / "other", seed=1)
    squash = save_clip(tmp_path / "squash", resize_mode="squash")
    ids = [registry.load(f"clip@{place}", home).id for place in (moved, other, squash)]
    assert ids[0] == encoder.id
    assert len({*ids, encoder.id}) == 3


def test_weights_may_be_a_file_beside_the_name_of_the_model(home, tmp_path, monkeypatch, folder):
    open_clip = torch_runtime.open_clip()
    with monkeypatch.context() as patch:
        config = json.loads((folder / "open_clip_config.json").read_text())["model_cfg"]
        patch.setitem(open_clip.factory._MODEL_CONFIGS, "Tiny", config)
        name = f"open_clip:Tiny@{folder / 'open_clip_model.safetensors'}"
        encoder = registry.load(name, home)
    assert (encoder.name, encoder.dim) == (name, DIM)
    assert encoder.id.startswith("open_clip_Tiny-")


def test_a_plain_pytorch_file_gives_the_same_vectors(folder, encoder, tmp_path, home, pictures):
    from safetensors.torch import load_file

    place = tmp_path / "pt"
    place.mkdir()
    (place / "open_clip_config.json").write_bytes((folder / "open_clip_config.json").read_bytes())
    state = load_file(folder / "open_clip_model.safetensors")
    torch_runtime.torch().save({"state_dict": state, "epoch": 3}, place / "epoch_3.pt")
    other = registry.load(f"clip@{place}", home)
    assert np.sum(other.images(pictures) * encoder.images(pictures), axis=1).min() >= 0.999


class Code:
    """What a hostile pickle holds: a call."""

    def __init__(self, file):
        self.file = file

    def __reduce__(self):
        return (open, (str(self.file), "w"))


@pytest.mark.parametrize("torch_wrote_it", [True, False])
def test_a_pickle_with_code_is_refused_and_its_code_is_not_run(tmp_path, home, torch_wrote_it):
    place = save_clip(tmp_path / "bad")
    (place / "open_clip_model.safetensors").unlink()
    canary = tmp_path / "canary"
    if torch_wrote_it:
        torch_runtime.torch().save({"weight": Code(canary)}, place / "model.pt")
    else:
        (place / "model.pt").write_bytes(pickle.dumps({"weight": Code(canary)}, protocol=2))
    with pytest.raises(WeightsError, match="is refused"):
        registry.load(f"clip@{place}", home)
    assert not canary.exists()


@pytest.mark.parametrize("size", [0, 7, 200, -1, -100_000])
def test_a_file_that_was_cut_off_is_refused(tmp_path, home, size):
    place = save_clip(tmp_path)
    file = place / "open_clip_model.safetensors"
    data = file.read_bytes()
    file.write_bytes(data[:size])
    with pytest.raises(WeightsError, match="damaged, incomplete, or no weights file"):
        registry.load(f"clip@{place}", home)


def test_a_header_that_claims_a_hundred_gigabytes_is_refused(tmp_path, home):
    place = save_clip(tmp_path)
    (place / "open_clip_model.safetensors").write_bytes((100 << 30).to_bytes(8, "little") + b"{}")
    with pytest.raises(WeightsError, match="damaged, incomplete, or no weights file"):
        registry.load(f"clip@{place}", home)


def test_weights_of_another_network_are_refused(folder, home):
    with pytest.raises(WeightsError, match="are not those of"):
        registry.load(f"open_clip:ViT-S-32-alt@{folder / 'open_clip_model.safetensors'}", home)


def test_weights_that_are_not_numbers_are_refused(tmp_path, home):
    from safetensors.torch import load_file, save_file

    file = save_clip(tmp_path) / "open_clip_model.safetensors"
    state = load_file(file)
    state["visual.proj"][3, 3] = float("nan")
    save_file(state, file)
    with pytest.raises(WeightsError, match="not all are numbers"):
        registry.load(f"clip@{tmp_path}", home)


@pytest.mark.parametrize(
    ("config", "sentence"),
    [("{", "cannot be built"), ("{}", "cannot be built"), ('{"model_cfg": {}}', "cannot be built")],
)
def test_a_damaged_config_is_refused(tmp_path, home, config, sentence):
    (save_clip(tmp_path) / "open_clip_config.json").write_text(config)
    with pytest.raises(WeightsError, match=sentence):
        registry.load(f"clip@{tmp_path}", home)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("open_clip:ViT-B-23/openai", "nearest: .*ViT-B-32"),
        ("open_clip:ViT-B-32/laion", "no weights called “laion”; there are: .*laion"),
        ("open_clip:ViT-B-32", "no weights called “”"),
    ],
)
def test_an_unknown_model_is_answered_with_the_nearest_ones(home, name, sentence):
    with pytest.raises(EncoderError, match=sentence):
        registry.load(name, home)


@pytest.mark.parametrize("name", ["clip", "open_clip:ViT-B-32/datacomp_xl_s13b_b90k"])
def test_weights_that_are_not_here_are_not_fetched_unasked(home, name, monkeypatch):
    import socket

    def refuse(*_):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(WeightsError, match="not on this computer"):
        registry.load(name, home)


@pytest.mark.parametrize("place", ["/nowhere/at/all", "."])
def test_a_place_without_weights_is_named(home, place):
    with pytest.raises(WeightsError, match=r"nothing at|no weights in"):
        registry.load(f"clip@{place}", home)


def test_a_tokenizer_that_needs_another_package_is_named(tmp_path, home):
    folder = save_clip(tmp_path)
    encoder = registry.load(f"clip@{folder}", home)
    config = json.loads((folder / "open_clip_config.json").read_text())
    config["model_cfg"]["text_cfg"]["hf_tokenizer_name"] = "somebody/words"
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    with pytest.raises(EncoderError, match=r"pip install transformers|tokenizer is not here"):
        encoder.words(["dog"])


def test_the_second_start_measures_nothing(folder, home, caplog):
    caplog.set_level(logging.INFO, "gallery.encoders.speed")
    first = registry.load(f"clip@{folder}", home)
    assert caplog.text.count("pictures/s") == 1
    caplog.clear()
    second = registry.load(f"clip@{folder}", home)
    assert "pictures/s" not in caplog.text
    assert first.detail == second.detail


def test_a_damaged_memory_of_measurements_only_costs_a_measurement(folder, home):
    home.create()
    (home.cache / "speed.json").write_text("{")
    (home.cache / "digests.json").write_text("[]")
    assert registry.load(f"clip@{folder}", home).dim == DIM


def test_torch_stays_out_until_an_encoder_asks_for_it():
    code = "import sys, gallery.encoders.clip, gallery.encoders.timm_models;"
    code += "print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
