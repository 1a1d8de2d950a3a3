"""How torch is imported and how a network is run, with the real torch."""

import os
import subprocess
import sys
import textwrap

import numpy as np
import pytest

from gallery.core.picture import Preprocessing
from gallery.encoders import catalogue, clip, hub, speed, timm_models, torch_runtime
from gallery.encoders.speed import Setting
from gallery.encoders.torch_network import TorchNetwork
from tests.encoders.small_models import needs

pytestmark = needs("torch")

HOW = Preprocessing(side=24, mean=(0.5, 0.4, 0.3), std=(0.2, 0.3, 0.4))


def in_a_fresh_interpreter(code, **environment):
    """Return what `code` prints, without the variables that the tests themselves set."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OMP_", "HF_"))}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(code)],
        env=kept | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip().splitlines()


def network(seed=0, width=16):
    """Return a small convolutional network in float32."""
    torch = torch_runtime.torch()
    torch.manual_seed(seed)
    nn = torch.nn
    layers = [nn.Conv2d(3, width, 3, 2), nn.ReLU()]
    for _ in range(5):
        layers += [nn.Conv2d(width, width, 3, 1, 1), nn.ReLU()]
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    return nn.Sequential(*layers).eval().requires_grad_(False)


@pytest.fixture(scope="module")
def pictures():
    return np.random.default_rng(4).integers(0, 256, (11, 24, 24, 3), np.uint8)


def test_threads_wait_without_spinning_and_there_is_one_for_each_core_unless_somebody_chose():
    code = """
        import os
        from gallery.encoders import torch_runtime
        threads = torch_runtime.torch().get_num_threads()
        print(os.environ["OMP_WAIT_POLICY"], threads)
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert in_a_fresh_interpreter(code) == [f"PASSIVE {cores}"]
    chosen = in_a_fresh_interpreter(code, OMP_WAIT_POLICY="ACTIVE", OMP_NUM_THREADS="1")
    assert chosen == ["ACTIVE 1"]
    late = in_a_fresh_interpreter("import torch\n" + textwrap.dedent(code))
    assert late == [f"PASSIVE {max(1, cores - 1)}"]


@needs("torchvision", "open_clip", "timm")
def test_torch_torchvision_open_clip_and_timm_import_beside_each_other():
    report = torch_runtime.import_report()
    assert [(name, ok) for name, ok, _ in report] == [
        ("torch", True),
        ("torchvision", True),
        ("open_clip", True),
        ("timm", True),
    ]
    assert all(detail for _, _, detail in report)
    assert torch_runtime.import_report() == report


@needs("torchvision", "timm", "huggingface_hub")
def test_torchvision_may_be_cured_twice_and_the_hub_s_client_is_silent_from_the_start():
    code = """
        from gallery.encoders import torch_runtime
        for _ in range(3):
            torch_runtime._cure_torchvision()
        import torchvision.transforms, torchvision.models
        torch_runtime.torchvision.cache_clear()
        torch_runtime.torchvision()
        torch_runtime.timm()
        from huggingface_hub import constants
        print(constants.HF_HUB_DISABLE_TELEMETRY, constants.HF_HUB_DISABLE_XET)
    """
    assert in_a_fresh_interpreter(code) == ["True True"]


def test_a_torchvision_that_goes_with_torch_keeps_its_own_operators(tmp_path):
    (tmp_path / "torchvision").mkdir()
    (tmp_path / "torchvision" / "__init__.py").write_text("")
    code = f"""
        import shutil, sys
        import numpy._core._multiarray_umath as library
        folder = {str(tmp_path)!r}
        shutil.copy(library.__file__, folder + "/torchvision/_C.so")  # any library that loads
        sys.path.insert(0, folder)
        from gallery.encoders import torch_runtime
        torch_runtime.torchvision()
        print(torch_runtime._defined)
    """
    assert in_a_fresh_interpreter(code) == ["[]"]


def test_a_package_that_does_not_import_is_reported_with_what_to_do(tmp_path):
    (tmp_path / "timm").mkdir()
    (tmp_path / "timm" / "__init__.py").write_text('raise RuntimeError("operator is missing")')
    code = f"""
        import sys
        sys.path.insert(0, {str(tmp_path)!r})
        from gallery.encoders import torch_runtime
        print(torch_runtime.import_report()[3])
    """
    (report,) = in_a_fresh_interpreter(code)
    assert "False" in report
    assert "operator is missing" in report
    assert "make encoders" in report


def test_a_package_that_is_not_installed_is_reported_with_what_to_do(monkeypatch):
    monkeypatch.setattr(torch_runtime.importlib.util, "find_spec", lambda name: None)
    assert {ok for _, ok, _ in torch_runtime.import_report()} == {False}
    assert all("make encoders" in detail for _, _, detail in torch_runtime.import_report())


@needs("huggingface_hub")
def test_while_offline_the_hub_s_client_refuses_to_ask():
    from huggingface_hub import HfApi, errors

    hub.stay_offline()
    with pytest.raises(errors.OfflineModeIsEnabled):
        HfApi(endpoint="http://127.0.0.1:9").model_info("somebody/tiny")


def test_vectors_are_those_of_the_network_on_normalised_pixels(pictures):
    torch = torch_runtime.torch()
    ours = speed.run(network(), pictures, HOW, Setting("cpu"))
    mean, std = torch.tensor(HOW.mean), torch.tensor(HOW.std)
    pixels = (torch.from_numpy(pictures).float() / 255 - mean) / std
    theirs = torch.nn.functional.normalize(network()(pixels.permute(0, 3, 1, 2)), dim=1)
    np.testing.assert_allclose(ours, theirs.numpy(), atol=1e-5)


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
@pytest.mark.parametrize("channels_last", [False, True])
def test_a_picture_has_the_same_vector_alone_and_in_any_batch(pictures, dtype, channels_last):
    setting = Setting("cpu", dtype, channels_last)
    net = TorchNetwork(network(), HOW, setting)
    together = net.vectors(pictures)
    alone = np.concatenate([net.vectors(picture[None]) for picture in pictures])
    parts = np.concatenate([net.vectors(pictures[:4]), net.vectors(pictures[4:])])
    assert np.sum(together * alone, axis=1).min() >= 0.9999
    assert np.sum(together * parts, axis=1).min() >= 0.9999


def test_the_chosen_setting_keeps_the_vectors_of_float32(home, pictures):
    setting = speed.choose(network(), HOW, home, "net")
    plain = speed.run(network(), pictures, HOW, Setting("cpu"))
    chosen = TorchNetwork(network(), HOW, setting).vectors(pictures)
    assert np.sum(plain * chosen, axis=1).min() >= 0.999
    assert setting.rate > 0
    assert setting.cosine >= 0.999


class Forgetful:
    """Multiplies by a number that bfloat16 rounds away: a network that must stay in float32."""

    @staticmethod
    def build():
        torch = torch_runtime.torch()

        class Fine(torch.nn.Module):
            """The mean colour and its small difference to one, of which the latter counts."""

            def __init__(self):
                super().__init__()
                self.one = torch.nn.Parameter(torch.ones(8))

            def forward(self, pixels):
                colour = pixels.mean(dim=(2, 3)).repeat(1, 3)[:, :8] * 1e-3
                return (self.one + colour) - self.one

        return Fine().eval().requires_grad_(False)


def test_a_network_that_half_precision_would_falsify_stays_in_float32(home):
    assert speed.choose(Forgetful.build(), HOW, home, "fine").dtype == "float32"


def test_the_choice_is_remembered_for_each_network(home, monkeypatch):
    first = speed.choose(network(), HOW, home, "one")

    def never(*_):
        raise AssertionError("measured again")

    monkeypatch.setattr(speed, "_measured", never)
    assert speed.choose(network(), HOW, home, "one") == first
    with pytest.raises(AssertionError, match="measured again"):
        speed.choose(network(), HOW, home, "another")


def test_the_network_itself_is_left_as_it_was(home):
    net = network()
    before = {name: value.clone() for name, value in net.state_dict().items()}
    speed.choose(net, HOW, home, "net")
    torch = torch_runtime.torch()
    assert all(torch.equal(before[name], value) for name, value in net.state_dict().items())


def test_when_memory_is_short_smaller_batches_give_the_same_vectors(pictures, monkeypatch):
    torch = torch_runtime.torch()
    expected = TorchNetwork(network(), HOW, Setting("cpu")).vectors(pictures)
    sizes = []
    run = speed.run

    def narrow(net, batch, *rest):
        if len(batch) > 3:
            raise torch.OutOfMemoryError("out of memory")
        sizes.append(len(batch))
        return run(net, batch, *rest)

    monkeypatch.setattr(speed, "run", narrow)
    found = TorchNetwork(network(), HOW, Setting("cpu")).vectors(pictures)
    np.testing.assert_allclose(found, expected, atol=1e-6)
    assert max(sizes) <= 3


def test_when_the_graphics_card_fails_the_processor_goes_on(pictures, monkeypatch):
    expected = TorchNetwork(network(), HOW, Setting("cpu")).vectors(pictures)
    run, place = speed.run, speed.place
    on = {"cuda": "cpu"}  # a card that is lost after its first batch

    def lost(net, batch, how, setting):
        if setting.device == "cuda":
            raise RuntimeError("CUDA error: device lost")
        return run(net, batch, how, setting)

    def placed(net, setting):
        return place(net, Setting(on.get(setting.device, setting.device), setting.dtype))

    monkeypatch.setattr(speed, "run", lost)
    monkeypatch.setattr(speed, "place", placed)
    net = TorchNetwork(network(), HOW, Setting("cuda"))
    np.testing.assert_allclose(net.vectors(pictures), expected, atol=1e-6)
    assert net.setting.device == "cpu"


def test_an_error_that_smaller_batches_do_not_mend_is_raised(pictures):
    with pytest.raises(RuntimeError):
        TorchNetwork(network(), HOW, Setting("cpu")).vectors(pictures[..., :2])


@needs("open_clip", "timm")
def test_the_table_of_encoders_agrees_with_the_libraries():
    for entry in catalogue.ENTRIES:
        name = catalogue.CLIP if entry.name == "clip" else entry.name
        family, _, model = name.partition(":")
        if family == "open_clip":
            plain, _, tag = model.partition("/")
            assert clip._repo(plain, tag) == entry.repo
            assert torch_runtime.open_clip().get_model_config(plain)["embed_dim"] == entry.dim
        elif family == "timm":
            assert timm_models._repo(model) == entry.repo
