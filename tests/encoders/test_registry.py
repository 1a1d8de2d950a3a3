"""Encoders by name: what is offered, what is refused and how."""

import subprocess
import sys
from pathlib import Path

import pytest

import resources
from gallery.core.errors import EncoderError, WeightsError
from gallery.core.picture import Preprocessing
from gallery.encoders import catalogue, registry
from gallery.encoders.identity import encoder_id
from resources import default_encoder


def test_pixels_can_always_be_used(home):
    encoder = registry.load("pixels", home)
    assert (encoder.name, encoder.dim) == ("pixels", 256)
    assert encoder.id.startswith("pixels-")


def test_exactly_one_encoder_is_the_default_and_it_comes_first_and_is_available(home):
    infos = registry.known(home)
    assert [info.default for info in infos] == [True] + [False] * (len(infos) - 1)
    assert infos[0].name == default_encoder() == "efficientnet-lite0"
    assert infos[0].available


@pytest.mark.parametrize(
    ("missing", "instead"),
    [(("efficientnet-lite0",), "compact"), (("efficientnet-lite0", "compact"), "pixels")],
)
def test_the_next_best_takes_over_where_weights_are_missing(
    home, tmp_path, monkeypatch, missing, instead
):
    monkeypatch.setattr(resources, "_PACKAGE", "no_such_package_of_weights")
    if "compact" in missing:
        monkeypatch.setattr(resources, "path", lambda name: tmp_path / name)
    assert default_encoder() == instead
    infos = {info.name: info for info in registry.known(home)}
    assert infos[instead].default
    for name in missing:
        assert not infos[name].available
        assert "did not come with this copy" in str(infos[name].detail)


def test_weights_that_are_missing_are_one_sentence(home, monkeypatch):
    monkeypatch.setattr(resources, "_PACKAGE", "no_such_package_of_weights")
    with pytest.raises(WeightsError, match="are not installed; install the program again"):
        registry.load("efficientnet-lite0", home)


def test_what_is_offered_by_words_and_licence_is_in_the_table(home):
    infos = {info.name: info for info in registry.known(home)}
    assert infos["clip"].words
    assert not infos["pixels"].words
    assert all(info.licence and info.detail for info in infos.values())
    assert len(infos) == len(registry.known(home))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("pixel", "pixels"), ("cilp", "clip"), ("timm", "timm:"), ("resnet50", "timm:resnet50")],
)
def test_an_unknown_name_is_answered_with_the_nearest_known_ones(home, typed, meant):
    with pytest.raises(EncoderError, match=meant) as caught:
        registry.load(typed, home)
    assert str(caught.value).startswith(f"There is no encoder “{typed}”")


@pytest.mark.parametrize("name", ["", "timm:", "open_clip:", "@/x", "../../etc"])
def test_a_name_that_is_none_is_refused_in_one_sentence(home, name):
    with pytest.raises(EncoderError, match="There is no encoder"):
        registry.load(name, home)


@pytest.mark.parametrize("name", ["pixels@/x", "compact@/x"])
def test_what_is_built_in_takes_no_weights_from_elsewhere(home, name):
    with pytest.raises(EncoderError, match="takes no weights from elsewhere"):
        registry.load(name, home)


@pytest.mark.parametrize(
    ("name", "missing"), [("clip", "torch"), ("timm:resnet50", "torch"), ("timm:resnet50", "timm")]
)
def test_what_is_not_installed_is_named_with_the_command_that_installs_it(
    home, monkeypatch, name, missing
):
    monkeypatch.setattr(registry, "_installed", lambda package: package != missing)
    with pytest.raises(EncoderError, match="make encoders"):
        registry.load(name, home)
    info = next(info for info in registry.known(home) if info.name.startswith(name))
    assert not info.available
    assert info.needs == ("PyTorch" if missing == "torch" else missing)
    assert info.install == f"make -C {Path(resources.__file__).parents[1]} encoders"


def test_a_bundle_offers_no_command_that_could_not_run(home, monkeypatch):
    monkeypatch.setattr(registry, "_installed", lambda _package: False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    needing = [info for info in registry.known(home) if info.needs]
    assert {info.needs for info in needing} == {"PyTorch"}
    assert {info.install for info in needing} == {""}


def test_what_is_installed_needs_nothing(home, monkeypatch):
    monkeypatch.setattr(registry, "_installed", lambda _package: True)
    assert not any(info.needs or info.install for info in registry.known(home))


def test_the_list_of_encoders_imports_nothing_heavy(home):
    code = (
        "import sys; from gallery.core.paths import Home; from gallery.encoders import registry;"
        "registry.known(Home.default()); registry.load('pixels', Home.default());"
        "heavy = {'torch', 'timm', 'open_clip', 'onnxruntime', 'huggingface_hub', 'PIL'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_id_can_name_a_file_whatever_the_name_of_the_encoder():
    made = encoder_id("open_clip:ViT-B-32/../../x y", b"", Preprocessing(224))
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


def test_the_id_changes_with_the_weights_and_with_each_part_of_the_preprocessing():
    ids = {
        encoder_id("clip", weights, preprocessing)
        for weights in (b"a", b"b")
        for preprocessing in (
            Preprocessing(224),
            Preprocessing(256),
            Preprocessing(224, resize="squash"),
            Preprocessing(224, crop_share=0.9),
            Preprocessing(224, filter="bilinear"),
            Preprocessing(224, mean=(0.5, 0.5, 0.5)),
            Preprocessing(224, std=(0.5, 0.5, 0.5)),
        )
    }
    assert len(ids) == 14


@pytest.mark.parametrize("name", ["efficientnet-lite0", "compact"])
def test_the_table_agrees_with_the_networks_that_come_with_the_program(home, name):
    info = next(info for info in registry.known(home) if info.name == name)
    encoder = registry.load(name, home)
    assert (info.dim, info.size_bytes > 0) == (encoder.dim, True)


def test_what_is_built_in_is_light_and_what_is_fetched_is_not():
    assert all(catalogue.is_light(entry.name) for entry in catalogue.BUILT_IN)
    assert not any(catalogue.is_light(name) for name in ("clip", "timm:resnet50.a1_in1k", "none"))


def test_a_sentence_about_words_names_encoders_that_are_offered():
    names = catalogue.that_find_words()
    offered = {entry.name: entry.words for entry in catalogue.ENTRIES}
    assert names
    assert all(offered[name] for name in names)
    assert all(f"“{name}”" in str(catalogue.knows_no_words("pixels")) for name in names)
