"""The real timm with small and textbook networks, against timm's own answers."""

import json

import numpy as np
import pytest

from gallery.core.errors import EncoderError, WeightsError
from gallery.core.picture import Preprocessing
from gallery.encoders import registry, torch_runtime
from tests.encoders.small_models import needs, save_timm

pytestmark = needs("torch", "timm", "safetensors")

RESNET = "test_resnet.r160_in1k"


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return save_timm(tmp_path_factory.mktemp("timm") / "weights.safetensors", RESNET)


@pytest.fixture
def encoder(file, home):
    return registry.load(f"timm:{RESNET}@{file}", home)


@pytest.fixture(scope="module")
def pictures():
    return np.random.default_rng(5).integers(0, 256, (5, 160, 160, 3), np.uint8)


def theirs(model, file, pictures):
    """Return unit vectors of `pictures` as timm's own functions make them."""
    from PIL import Image

    timm, torch = torch_runtime.timm(), torch_runtime.torch()
    overlay = {"file": str(file), "hf_hub_id": None}
    network = timm.create_model(model, True, num_classes=0, pretrained_cfg_overlay=overlay).eval()
    transform = timm.data.create_transform(**timm.data.resolve_data_config({}, model=network))
    batch = torch.stack([transform(Image.fromarray(picture)) for picture in pictures])
    with torch.inference_mode():
        vectors = network(batch).numpy()
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_pictures_have_the_vectors_that_timm_itself_gives(file, home, encoder):
    how = encoder.preprocessing
    # timm scales to this side before it cuts, so that its scaling leaves the pixels as they are.
    scaled = int(how.side / how.crop_share)
    whole = np.random.default_rng(6).integers(0, 256, (4, scaled, scaled, 3), np.uint8)
    edge = round((scaled - how.side) / 2)
    cut = whole[:, edge : edge + how.side, edge : edge + how.side]
    cosines = np.sum(encoder.images(cut) * theirs(RESNET, file, whole), axis=1)
    assert cosines.min() >= 0.999


def test_the_preprocessing_is_the_network_s_own(encoder):
    assert encoder.preprocessing == Preprocessing(
        side=160,
        resize="crop",
        crop_share=0.95,
        filter="bilinear",
        mean=(0.5, 0.5, 0.5),
        std=(0.5, 0.5, 0.5),
    )


def test_vectors_are_unit_length_and_the_same_alone_and_in_a_batch(encoder, pictures):
    together = encoder.images(pictures)
    alone = np.concatenate([encoder.images(picture[None]) for picture in pictures])
    assert together.dtype == np.float32
    assert together.shape == (5, encoder.dim)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.sum(together * alone, axis=1).min() >= 0.9999


def test_it_knows_no_words(encoder):
    assert encoder.words(["dog"]) is None


def test_a_folder_as_the_hub_keeps_it_gives_the_same_vectors(
    encoder, file, tmp_path, home, pictures
):
    config = {
        "architecture": "test_resnet",
        "num_classes": 1000,
        "pretrained_cfg": {
            "input_size": [3, 160, 160],
            "crop_pct": 0.95,
            "interpolation": "bilinear",
            "mean": [0.5, 0.5, 0.5],
            "std": [0.5, 0.5, 0.5],
            "num_classes": 1000,
            "classifier": "fc",
            "first_conv": "conv1.0",
        },
    }
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "model.safetensors").write_bytes(file.read_bytes())
    other = registry.load(f"timm:{RESNET}@{tmp_path}", home)
    assert np.sum(other.images(pictures) * encoder.images(pictures), axis=1).min() >= 0.9999
    assert other.id == encoder.id


def test_a_transformer_is_built_and_keeps_its_vectors(tmp_path, home):
    file = save_timm(tmp_path / "vit.safetensors", "test_vit")
    encoder = registry.load(f"timm:test_vit@{file}", home)
    side = encoder.preprocessing.side
    pictures = np.random.default_rng(7).integers(0, 256, (3, side, side, 3), np.uint8)
    assert encoder.images(pictures).shape == (3, encoder.dim)


@pytest.mark.long
def test_a_transformer_made_for_large_pictures_is_run_at_224_pixels(tmp_path, home):
    file = save_timm(tmp_path / "dino.safetensors", "vit_small_patch14_reg4_dinov2", depth=1)
    with pytest.raises(WeightsError, match="are not those of"):  # depth 1 is not the whole network
        registry.load(f"timm:vit_small_patch14_reg4_dinov2@{file}", home)
    whole = save_timm(tmp_path / "whole.safetensors", "vit_small_patch14_reg4_dinov2", seed=2)
    encoder = registry.load(f"timm:vit_small_patch14_reg4_dinov2@{whole}", home)
    assert (encoder.preprocessing.side, encoder.dim) == (224, 384)


@pytest.mark.long
@pytest.mark.parametrize(
    ("model", "dim", "side"),
    [
        ("resnet50.a1_in1k", 2048, 224),
        ("vgg16.tv_in1k", 4096, 224),
        ("inception_v3.tv_in1k", 2048, 299),
    ],
)
def test_the_networks_of_the_textbooks_load_without_their_classifier(
    tmp_path, home, model, dim, side
):
    file = save_timm(tmp_path / "w.safetensors", model)
    encoder = registry.load(f"timm:{model}@{file}", home)
    assert (encoder.dim, encoder.preprocessing.side) == (dim, side)
    pictures = np.random.default_rng(8).integers(0, 256, (2, side, side, 3), np.uint8)
    together, alone = encoder.images(pictures), encoder.images(pictures[1:])
    assert together[1] @ alone[0] >= 0.9999


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("timm:resnet5", "nearest: .*resnet"),
        ("timm:resnet50.nobody", "no weights called “nobody”; there are: .*a1_in1k"),
    ],
)
def test_an_unknown_network_is_answered_with_the_nearest_ones(home, name, sentence):
    with pytest.raises(EncoderError, match=sentence):
        registry.load(name, home)


def test_weights_that_are_not_here_are_not_fetched_unasked(home):
    with pytest.raises(WeightsError, match="not on this computer"):
        registry.load("timm:resnet50.a1_in1k", home)


def test_weights_of_another_network_are_refused(file, home):
    with pytest.raises(WeightsError, match="are not those of"):
        registry.load(f"timm:resnet18@{file}", home)


def test_weights_of_another_size_are_refused(tmp_path, home):
    file = save_timm(tmp_path / "wide.safetensors", "test_resnet", channels=(16, 16, 16, 16))
    with pytest.raises(WeightsError, match="are not those of"):
        registry.load(f"timm:test_resnet@{file}", home)


def test_weights_that_lack_a_layer_are_refused(file, tmp_path, home):
    from safetensors.torch import load_file, save_file

    state = load_file(file)
    del state["layer1.0.conv1.weight"]
    save_file(state, tmp_path / "w.safetensors")
    with pytest.raises(WeightsError, match="are not those of"):
        registry.load(f"timm:{RESNET}@{tmp_path / 'w.safetensors'}", home)


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_weights_that_are_not_numbers_are_refused(file, tmp_path, home, bad):
    from safetensors.torch import load_file, save_file

    state = load_file(file)
    state["layer1.0.conv1.weight"].view(-1)[7] = bad
    save_file(state, tmp_path / "w.safetensors")
    with pytest.raises(WeightsError, match="not all are numbers"):
        registry.load(f"timm:{RESNET}@{tmp_path / 'w.safetensors'}", home)


@pytest.mark.parametrize("content", [b"", b"\x80\x02garbage", b"PK\x03\x04", [1, 2], {"a": "text"}])
def test_a_file_that_holds_no_weights_is_refused(tmp_path, home, content):
    file = tmp_path / "w.pth"
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        torch_runtime.torch().save(content, file)
    with pytest.raises(WeightsError, match=r"refused|damaged|no plain list"):
        registry.load(f"timm:{RESNET}@{file}", home)


def test_a_file_with_a_foreign_suffix_is_refused(tmp_path, home):
    (tmp_path / "weights.npz").write_bytes(b"PK")
    with pytest.raises(WeightsError, match="no weights file"):
        registry.load(f"timm:{RESNET}@{tmp_path / 'weights.npz'}", home)
