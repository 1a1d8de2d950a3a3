"""The training program on a handful of pictures: views, losses, a run that goes on, the export."""

import csv

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch")
pytest.importorskip("onnx", reason="the export needs onnx")

from training import data, evaluate, export, labels, losses, train  # noqa: E402
from training.network import Block, Compact, Shape, deepened, scaled  # noqa: E402

SMALL = Shape(stem=8, widths=(8, 8, 16, 16), blocks=(1, 0, 1, 1))


@pytest.fixture
def folder(tmp_path):
    """Twelve pictures of two sets with answers, as make_encoder_data.py leaves them."""
    rng = np.random.default_rng(0)
    n = 12
    np.save(tmp_path / "images.npy", rng.integers(0, 256, (n, 144, 144, 3), np.uint8))
    fields = ["row", "set", "label", "use", "split", "width", "height", "repository", "path"]
    with (tmp_path / "index.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(fields)
        for row in range(n):
            split = "train" if row < 8 else "val-random"
            name = "few" if row < 2 else "many"
            writer.writerow([row, name, "", "train", split, 200, 200, "a/b", f"{row}.jpg"])
    answers = {"key": np.array([data.key_of("a/b", f"{row}.jpg") for row in range(n)], np.uint64)}
    answers["scale"] = np.full(256, 0.01, np.float32)
    for view in ("whole", "crop"):
        answers[f"{view}_target"] = rng.integers(-127, 128, (n, 256), np.int8)
        for view_labels, most in (("imagenet", 1001), ("objects", 631)):
            drawn = [rng.choice(most, 10, replace=False) for _ in range(n)]
            answers[f"{view}_{view_labels}"] = np.array(drawn, np.uint16)
            answers[f"{view}_{view_labels}_p"] = rng.integers(0, 26, (n, 10), np.uint8)
    answers["crop_box"] = np.tile(np.array([10, 20, 100, 1], np.uint8), (n, 1))
    np.savez(tmp_path / "answers.npz", **answers)
    return tmp_path


@pytest.fixture
def pictures(folder):
    return data.load(folder, folder / "answers.npz")


def trained(seed=0):
    """A small network whose batch normalisation has seen something."""
    torch.manual_seed(seed)
    network = Compact(SMALL)
    for block in network.modules():
        if isinstance(block, Block):
            torch.nn.init.ones_(block.second[1].weight)
    for _ in range(3):
        network(torch.randn(8, 3, 64, 64))
    return network.eval()


def test_pictures_without_an_answer_are_left_out(folder):
    answers = dict(np.load(folder / "answers.npz"))
    answers = {k: v[1:] if len(v) == 12 else v for k, v in answers.items()}
    np.savez(folder / "fewer.npz", **answers)
    assert len(data.load(folder, folder / "fewer.npz")) == 11


def test_targets_are_unit_vectors_of_the_picture_they_belong_to(pictures):
    target = pictures.target("whole", np.arange(3))
    np.testing.assert_allclose(np.linalg.norm(target, axis=1), 1, atol=1e-5)


def test_small_sets_are_drawn_more_often_than_their_size_says(pictures):
    share = data.weights(pictures, np.arange(8))
    assert share.sum() == pytest.approx(1)
    few = share[pictures.sets[:8] == "few"].sum()
    assert few == pytest.approx(2**0.6 / (2**0.6 + 6**0.6))


def test_a_view_is_the_part_that_was_asked_for_and_mirrored():
    square = np.zeros((144, 144, 3), np.uint8)
    square[:, :72] = 255
    left = data.view_of(square, (0, 0, 72, 72), False, 32)
    assert left[:, :-2].min() == 255  # the filter looks past the edge
    mirrored = data.view_of(square, (0, 0, 144, 144), True, 32)
    assert mirrored[:, :8].max() == 0
    assert mirrored[:, -8:].min() == 255


def test_a_batch_has_views_and_what_the_teachers_say_of_them(pictures):
    batch = data.make_batch(pictures, np.arange(4), 64, np.random.default_rng(0))
    assert batch.pixels.shape == (4, 64, 64, 3)
    assert batch.pixels.dtype == np.uint8
    assert batch.target.shape == (4, 256)
    assert batch.class_chances.max() <= 1


def test_a_student_that_says_what_the_teachers_say_has_no_loss():
    target = torch.nn.functional.normalize(torch.randn(6, 16), dim=1)
    assert losses.embedding_loss(target, target).item() == pytest.approx(0, abs=1e-6)
    assert losses.relation_loss(target, target).item() == pytest.approx(0, abs=1e-6)
    assert losses.relation_loss(target.flip(0), target).item() > 0


def test_the_rate_rises_first_and_ends_at_nothing():
    schedule = train.Schedule(limit=10_000, highest=1.0)
    assert schedule.rate(0, 0) == 0
    assert schedule.rate(10_000 * train.WARM_UP, 200) > 0.99
    assert schedule.rate(10_000, 10_000) == pytest.approx(0)
    assert schedule.rate(5_000, 0) == 0, "an optimiser that starts anew begins gently"
    assert schedule.rate(5_000, 5_000) == pytest.approx(0.5)


def test_folding_batch_normalisation_changes_nothing():
    layer = trained().trunk[0]
    x = torch.randn(2, 3, 16, 16)
    weight, bias = export.folded(layer)
    folded = torch.nn.functional.conv2d(x, weight, bias, stride=2, padding=1)
    torch.testing.assert_close(folded, layer(x), atol=1e-5, rtol=1e-4)


def test_the_exported_graph_says_what_the_network_says():
    import onnxruntime

    network = trained()
    nothing = np.zeros(256), np.eye(256)
    own = np.full((2, 16), 0.25, np.float32), np.array([0, -1], np.float32)
    model = export.graph_of(network, (1.0, 1.0, 0.0), nothing, own).SerializeToString()
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    pixels = np.random.default_rng(1).integers(0, 256, (3, 64, 64, 3), np.uint8)
    names = ["embedding", "features", "classes", "objects", "labels"]
    out = dict(zip(names, session.run(names, {"pixels": pixels}), strict=True))
    with torch.inference_mode():
        embedding, classes, objects, features = network(scaled(torch.from_numpy(pixels)))
    assert np.sum(out["embedding"] * embedding.numpy(), axis=1).min() > 0.9999
    np.testing.assert_allclose(out["classes"], classes.softmax(1).numpy(), atol=1e-3)
    np.testing.assert_allclose(out["objects"], objects.sigmoid().numpy(), atol=1e-3)
    assert out["features"].shape == tuple(features.shape)
    logits = features.mean((2, 3)).sum(1, keepdim=True) * 0.25 + torch.tensor([0.0, -1.0])
    np.testing.assert_allclose(out["labels"], logits.sigmoid().numpy(), atol=1e-3)


def test_a_label_is_learned_from_its_pictures_and_one_without_any_is_never_given(pictures):
    forest = np.arange(len(pictures)) < 4
    pictures.sets = np.where(forest, "intel-scenes", pictures.sets)
    pictures.labels = np.where(forest, "forest", pictures.labels)
    weight, bias = labels.learn(trained(), pictures, 64)
    names = list(labels.SOURCES)
    assert weight.shape == (len(names), 16)
    assert np.abs(weight[names.index("forest")]).max() > 0
    assert bias[names.index("sunset")] == labels.NEVER
    assert not weight[names.index("sunset")].any()


def test_the_equaliser_centres_and_evens_out_the_directions():
    rng = np.random.default_rng(0)
    vectors = rng.normal(3, 1, (2000, 8)) * np.geomspace(0.1, 1, 8)
    mean, matrix = export.equaliser(vectors)
    even = (vectors - mean) @ matrix
    before, after = np.linalg.eigvalsh(np.cov(vectors.T)), np.linalg.eigvalsh(np.cov(even.T))
    assert np.abs(even.mean(axis=0)).max() < 1e-6
    assert after.max() / after.min() == pytest.approx(
        (before.max() / before.min()) ** 0.6, rel=1e-3
    )


def test_retrieval_is_counted_as_its_definition_says():
    vectors = np.eye(4, dtype=np.float32)[[0, 0, 1, 1]]
    labels = np.array(["a", "a", "b", "b"])
    _, mean = evaluate.retrieval(np.repeat(vectors, 6, 0), np.repeat(labels, 6))
    assert mean == pytest.approx(1)
    precision, _ = evaluate.retrieval(np.repeat(vectors, 6, 0), np.repeat(labels, 6))
    assert precision == pytest.approx(1)


def options_of(folder, out, minutes, workers=1):
    return train.argparse.Namespace(
        data=folder, answers=folder / "answers.npz", out=out, minutes=minutes,
        rate=1e-3, batch=4, half=False, threads=1, workers=workers,
    )  # fmt: skip


def test_a_run_goes_on_where_it_was_cut_off(folder, tmp_path):
    options = options_of(folder, tmp_path / "run", 0.01)
    threads = torch.get_num_threads()
    train.train(options)
    run = train.Run(options.out, half=False)
    run.resume()
    first = run.steps
    assert first > 0
    options.minutes = 0.02
    train.train(options)
    run.resume()
    torch.set_num_threads(threads)
    assert run.steps > first
    assert run.samples == run.steps * 4


def test_two_workers_change_the_same_weights(folder, tmp_path):
    options = options_of(folder, tmp_path / "run", 0.4, workers=2)
    threads = torch.get_num_threads()
    train.train(options)
    torch.set_num_threads(threads)
    run = train.Run(options.out, half=False)
    run.resume()
    assert run.samples > run.steps * 4
    assert all(torch.isfinite(value).all() for value in run.network.state_dict().values())


def test_a_deeper_network_starts_where_the_shallower_one_stood():
    network = trained()
    deeper = Compact(Shape(stem=8, widths=(8, 8, 16, 16), blocks=(2, 1, 1, 2))).eval()
    deeper.load_state_dict(deepened(network.state_dict(), SMALL.blocks, deeper))
    views = torch.randn(2, 3, 64, 64)
    with torch.no_grad():
        assert torch.equal(network(views)[0], deeper(views)[0])


def test_a_picture_that_does_not_say_whether_it_shows_a_thing_does_not_speak_against_it(pictures):
    pictures.sets = np.array(["intel-scenes", "intel-scenes", "cars", "masks", "voc"])
    pictures.labels = np.array(["street", "glacier", "", "with_mask", ""])
    at = np.arange(5)
    assert labels.heard(pictures, at, "forest").all()
    assert labels.heard(pictures, at, "building").tolist() == [False, True, True, True, True]
    # The fifth was labelled by nobody; the third is known to show a car.
    assert labels.heard(pictures, at, "person").tolist() == [False, False, True, True, False]
