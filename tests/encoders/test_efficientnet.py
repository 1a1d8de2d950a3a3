"""The default encoder: its weights are read right, its graph computes what torch's network does."""

import hashlib
import json
from importlib.util import find_spec

import numpy as np
import pytest

from gallery.core.arrays import normalise
from gallery.core.errors import EncoderError, WeightsError
from gallery.encoders import efficientnet, efficientnet_graph, torch_file, torch_runtime
from gallery.encoders.onnx_model import Graph
from gallery.encoders.onnx_session import open_session
from resources import path as resource
from resources import weights


@pytest.fixture(scope="module")
def encoder():
    return efficientnet.load()


@pytest.fixture(scope="module")
def pictures():
    """Squares with edges, areas and noise, uint8 [9, 224, 224, 3]."""
    rng = np.random.default_rng(3)
    coarse = rng.integers(0, 256, (9, 7, 7, 3), np.uint8)
    smooth = np.kron(coarse, np.ones((1, 32, 32, 1), np.uint8)).astype(np.int16)
    noise = rng.integers(-30, 30, smooth.shape)
    return np.clip(smooth + noise, 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def reference():
    """The network as timm builds it in torch, with the weights as torch reads them."""
    if not (find_spec("torch") and find_spec("timm")):
        pytest.skip("torch or timm is not installed")
    torch = torch_runtime.torch()
    network = torch_runtime.timm().create_model("tf_efficientnet_lite0", pretrained=False)
    ours = torch.load(weights("efficientnet-lite0"), weights_only=True)
    # Both name the same layers in the same order.
    theirs = list(network.state_dict())
    assert len(theirs) == len(ours)
    network.load_state_dict(dict(zip(theirs, ours.values(), strict=True)))
    network.eval()

    def features(pixels):
        values = torch.from_numpy(efficientnet_graph.tones()[pixels]).permute(0, 3, 1, 2)
        with torch.no_grad():
            return network.forward_features(values).numpy()

    return features


def cosine(one, other):
    return (normalise(one) * normalise(other)).sum(axis=-1)


def test_the_weights_are_those_that_torch_reads():
    torch = pytest.importorskip("torch")
    file = weights("efficientnet-lite0")
    read = torch_file.read(file.read_bytes())
    expected = torch.load(file, weights_only=True)
    assert list(read) == list(expected)
    assert all(np.array_equal(read[name], expected[name].numpy()) for name in expected)


def test_the_graph_computes_what_the_network_in_torch_does(encoder, reference, pictures):
    expected = reference(pictures).mean(axis=(2, 3))
    assert cosine(encoder.pooled(pictures), expected).min() >= 0.99999


def test_a_picture_has_the_same_vector_alone_and_in_any_batch(encoder, pictures):
    together = encoder.images(pictures)
    alone = np.concatenate([encoder.images(pictures[n : n + 1]) for n in range(len(pictures))])
    many = encoder.images(np.concatenate([pictures] * 4))
    assert cosine(together, alone).min() >= 0.99999
    assert cosine(np.concatenate([together] * 4), many).min() >= 0.99999


def test_shadows_are_deepened_and_nothing_else_changes_order():
    tones = efficientnet_graph.tones().astype(np.float64)
    assert (tones[0], tones[255]) == (-127 / 128, 1)
    steps = np.diff(tones)
    assert (steps > 0).all()
    assert np.abs(np.diff(steps)).max() < 2e-4  # no kink: a kink would be a contour
    assert np.ptp(steps[efficientnet_graph.SHADOWS :]) < 1e-6
    assert steps[:16].max() < steps[-1] / 3


def test_vectors_have_the_promised_form(encoder, pictures):
    vectors = encoder.images(pictures)
    assert (vectors.shape, vectors.dtype) == ((9, 256), np.float32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert encoder.images(pictures[:0]).shape == (0, 256)
    assert encoder.words(["dog"]) is None
    with pytest.raises(EncoderError, match="squares of 224 pixels"):
        encoder.images(np.zeros((1, 100, 100, 3), np.uint8))


def test_what_the_regions_add_sums_to_the_vector(encoder, pictures):
    parts = encoder.regions(pictures)
    assert parts.shape == (9, 7, 7, 256)
    assert np.allclose(normalise(parts.sum(axis=(1, 2))), encoder.images(pictures), atol=1e-4)


def test_contributions_of_pairs_of_regions_sum_to_the_score(encoder, pictures):
    one, other = encoder.regions(pictures[:2]).reshape(2, 49, 256)
    lengths = np.linalg.norm(one.sum(0)) * np.linalg.norm(other.sum(0))
    vectors = encoder.images(pictures[:2])
    assert (one @ other.T / lengths).sum() == pytest.approx(vectors[0] @ vectors[1], abs=1e-4)


def test_the_weights_are_the_published_ones():
    data = weights("efficientnet-lite0").read_bytes()
    assert hashlib.sha256(data).hexdigest() == efficientnet.WEIGHTS_SHA256


@pytest.mark.parametrize("change", ["cut", "changed", "empty"])
def test_a_changed_file_of_weights_is_refused_with_one_sentence(tmp_path, change):
    data = bytearray(weights("efficientnet-lite0").read_bytes())
    data = {"cut": data[:-1], "changed": data, "empty": b""}[change]
    if change == "changed":
        data[9_000_000] ^= 1
    file = tmp_path / "weights.pth"
    file.write_bytes(data)
    with pytest.raises(WeightsError, match="are damaged; install the program again"):
        efficientnet.load(file)


@pytest.mark.parametrize("change", ["cut", "changed", "missing", "no description"])
def test_a_changed_projection_is_refused_with_one_sentence(tmp_path, change):
    for end in ("json", "npz"):
        name = f"efficientnet-lite0.{end}"
        (tmp_path / name).write_bytes(resource(name).read_bytes())
    file = tmp_path / "efficientnet-lite0.npz"
    if change == "cut":
        file.write_bytes(file.read_bytes()[:-100])
    elif change == "changed":
        with np.load(file) as arrays:
            np.savez(file, mean=arrays["mean"] + 1, matrix=arrays["matrix"])
    elif change == "missing":
        file.unlink()
    else:
        (tmp_path / "efficientnet-lite0.json").write_text("{")
    with pytest.raises(WeightsError, match="projection"):
        efficientnet.load(folder=tmp_path)


def test_the_description_belongs_to_the_projection():
    description = json.loads(resource("efficientnet-lite0.json").read_text("utf-8"))
    assert description["weights_sha256"] == efficientnet.WEIGHTS_SHA256
    assert description["dim"] == 256


# ---- files of weights that are none


def pickled(*parts):
    import pickle

    return b"".join(pickle.dumps(part, protocol=2) for part in parts)


class Evil:
    def __reduce__(self):
        return print, ("called",)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 a zip",
        pickled(1, 2, 3, 4, 5),
        pickled(0x1950A86A20F9469CFC6C, 1001, {}, [], []),
        pickled(0x1950A86A20F9469CFC6C, 1001, {}, Evil(), []),
        pickled(Evil()),
    ],
)
def test_nothing_but_plain_tensors_is_read(data, capsys):
    with pytest.raises(WeightsError):
        torch_file.read(data)
    assert capsys.readouterr().out == ""


def test_other_files_of_torch_are_read_too_strided_ones_as_well(tmp_path):
    torch = pytest.importorskip("torch")
    tensors = {
        "plain": torch.arange(12.0).reshape(3, 4),
        "turned": torch.arange(12.0).reshape(3, 4).T,
        "part": torch.arange(12.0).reshape(3, 4)[1:, ::2],
        "whole": torch.arange(5),
        "one": torch.tensor(3.5),
    }
    file = tmp_path / "old.pth"
    torch.save(tensors, file, _use_new_zipfile_serialization=False)
    read = torch_file.read(file.read_bytes())
    assert all(np.array_equal(read[name], tensors[name].numpy()) for name in tensors)
    assert all(read[name].shape == tuple(tensors[name].shape) for name in tensors)
    with pytest.raises(WeightsError):
        torch_file.read(file.read_bytes()[:-9])


# ---- the model that is built in memory


def test_a_model_computes_what_its_operations_say():
    graph = Graph()
    pixels = graph.input("pixels", "uint8", ("n", 2))
    value = graph.apply("Cast", pixels, to=1)
    value = graph.apply("Mul", value, graph.constant(np.array([2, 300], np.float32)))
    graph.apply("Transpose", value, name="turned", perm=(1, 0))
    graph.output("turned", "float32", (2, "n"))
    session = open_session(graph.model(), "a test")
    assert session.run("turned", np.array([[1, 2]], np.uint8)).tolist() == [[2.0], [600.0]]


def test_the_network_has_the_published_size():
    read = torch_file.read(weights("efficientnet-lite0").read_bytes())
    count = sum(array.size for name, array in read.items() if "num_batches" not in name)
    assert 4.6e6 < count < 4.8e6
    assert read["_conv_head.weight"].shape[0] == efficientnet_graph.WIDTH
