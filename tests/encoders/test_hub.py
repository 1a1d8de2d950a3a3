"""The hub's real client against a small hub on loopback."""

import json
import os
import resource
import stat
import subprocess
import sys
import threading
from collections import namedtuple

import numpy as np
import pytest

from gallery.core.errors import CancelledError, DownloadError, WeightsError
from gallery.encoders import hub, registry
from gallery.encoders.hub import Fetch
from tests.encoders.small_hub import COMMIT, SmallHub
from tests.encoders.small_models import needs, save_clip, save_timm

pytestmark = needs("huggingface_hub")

FileLock = pytest.importorskip("filelock").FileLock
REPO = "somebody/tiny"
NAMES = ("open_clip_model.safetensors", "model.safetensors")
LARGE = bytes(range(256)) * 4096 * 24  # 24 MiB: more than the client takes at once


@pytest.fixture
def small_hub(monkeypatch):
    with SmallHub() as running:
        running.repos[REPO] = {
            "open_clip_config.json": b'{"model_cfg": {}}',
            "open_clip_model.safetensors": LARGE,
            "open_clip_pytorch_model.bin": LARGE,
            "model.safetensors": LARGE,
            "README.md": b"# Tiny",
        }
        monkeypatch.setenv("HF_ENDPOINT", running.endpoint)
        yield running


def fetch(home, **leave):
    return hub.fetch(REPO, NAMES, home, Fetch(**leave))


def test_the_best_weights_and_their_config_arrive_and_nothing_else(small_hub, home):
    folder = fetch(home)
    assert folder.parent == home.models
    assert (folder / "open_clip_model.safetensors").read_bytes() == LARGE
    assert sorted(os.listdir(folder)) == [
        "lookalike.json",
        "open_clip_config.json",
        "open_clip_model.safetensors",
    ]


def test_the_receipt_says_which_commit_and_which_bytes(small_hub, home):
    import hashlib

    receipt = json.loads((fetch(home) / hub.RECEIPT).read_text())
    assert receipt["commit"] == COMMIT
    assert receipt["sha256"]["open_clip_model.safetensors"] == hashlib.sha256(LARGE).hexdigest()


def test_progress_grows_to_the_whole_and_names_the_file(small_hub, home):
    seen = []
    fetch(home, progress=seen.append)
    total = len(LARGE) + len(b'{"model_cfg": {}}')
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    assert (seen[-1].done, seen[-1].total, seen[-1].name) == (total, total, NAMES[0])
    assert len(seen) > 50
    assert seen[-1].speed > 0


def test_a_second_fetch_downloads_nothing(small_hub, home):
    fetch(home)
    small_hub.requests.clear()
    fetch(home)
    assert [path.split("?")[0] for _, path in small_hub.requests] == [f"/api/models/{REPO}"]


def test_a_connection_that_breaks_goes_on_where_it_broke(small_hub, home):
    small_hub.break_after = [11 << 20]
    seen = []
    folder = fetch(home, progress=seen.append)
    assert (folder / NAMES[0]).read_bytes() == LARGE
    assert small_hub.ranges == [f"bytes={11 << 20}-"]
    assert seen[-1].done == seen[-1].total


def test_a_cancelled_download_stops_at_once_leaves_nothing_and_can_be_had_later(small_hub, home):
    seen = []
    with pytest.raises(CancelledError):
        fetch(home, progress=seen.append, cancelled=lambda: any(p.done > 12 << 20 for p in seen))
    assert not hub.is_here(REPO, home)
    assert seen[-1].done < len(LARGE)
    kept = sum(f.stat().st_size for f in home.models.rglob("*") if f.is_file())
    assert kept < 10_000
    assert (fetch(home) / NAMES[0]).read_bytes() == LARGE
    assert hub.is_here(REPO, home)


FETCHING = """
import sys
from pathlib import Path
from gallery.core.paths import Home
from gallery.encoders import hub
print(hub.fetch(sys.argv[1], sys.argv[3:], Home(Path(sys.argv[2])), hub.Fetch()))
"""


def test_two_programs_that_fetch_the_same_share_one_download(small_hub, home):
    command = [sys.executable, "-c", FETCHING, REPO, str(home.root), *NAMES]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(command, **pipes) for _ in range(3)]
    answers = [program.communicate(timeout=60) for program in running]
    assert [answer[0].strip() for answer in answers] == [str(hub.folder_of(REPO, home))] * 3, (
        answers
    )
    assert (hub.folder_of(REPO, home) / NAMES[0]).read_bytes() == LARGE
    assert small_hub.downloads(NAMES[0]) == 1


def test_waiting_for_another_program_can_be_cancelled(small_hub, home):
    home.models.mkdir(parents=True, exist_ok=True)
    with (
        FileLock(f"{hub.folder_of(REPO, home)}.lock"),
        pytest.raises(CancelledError),
    ):
        fetch(home, cancelled=lambda: True)
    assert small_hub.requests == []


def test_parts_that_a_killed_program_left_are_swept_away(small_hub, home):
    rest = hub.folder_of(REPO, home) / ".cache" / "huggingface" / "download" / "x.incomplete"
    rest.parent.mkdir(parents=True)
    rest.write_bytes(b"part")
    fetch(home)
    assert not rest.exists()


def test_a_file_with_a_wrong_checksum_is_thrown_away(small_hub, home):
    small_hub.corrupt = {NAMES[0]}
    with pytest.raises(DownloadError, match="wrong checksum"):
        fetch(home)
    assert not hub.is_here(REPO, home)
    assert not (hub.folder_of(REPO, home) / NAMES[0]).exists()
    small_hub.corrupt = set()
    assert (fetch(home) / NAMES[0]).read_bytes() == LARGE


def test_a_small_file_is_checked_as_well(small_hub, home):
    small_hub.corrupt = {"open_clip_config.json"}
    with pytest.raises(DownloadError, match="wrong checksum"):
        fetch(home)


def test_a_model_that_is_not_there_is_named(small_hub, home):
    with pytest.raises(DownloadError, match="There is no model nobody/nothing at http"):
        hub.fetch("nobody/nothing", NAMES, home, Fetch())


def test_a_repository_without_usable_weights_is_named(small_hub, home):
    with pytest.raises(DownloadError, match="holds no weights that can be used"):
        hub.fetch(REPO, ("other.safetensors",), home, Fetch())


def test_a_file_that_vanished_from_the_hub_is_told(small_hub, home):
    small_hub.gone = {NAMES[0]}
    with pytest.raises(DownloadError, match="not on the hub any more"):
        fetch(home)


@pytest.mark.parametrize("status", [403, 500])
def test_an_error_of_the_hub_is_told_in_one_sentence(small_hub, home, status):
    small_hub.status = status
    with pytest.raises(DownloadError, match=rf"error {status}|no model"):
        fetch(home)


def test_no_network_is_told_in_one_sentence(home, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # the port for discarding: closed
    with pytest.raises(DownloadError, match=r"127\.0\.0\.1:9 cannot be reached; check the network"):
        fetch(home)


def test_a_disk_that_is_too_small_is_told_before_the_first_byte(small_hub, home, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(hub.shutil, "disk_usage", lambda folder: usage(9, 9, 1_000_000))
    with pytest.raises(DownloadError, match="needs 25 MB, but only 1 MB are free"):
        fetch(home)
    assert not small_hub.downloads(NAMES[0])


def test_a_disk_that_fills_up_meanwhile_is_told(small_hub, home, monkeypatch):
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (12 << 20, before[1]))
    try:
        with pytest.raises(DownloadError, match=r"could not be written|no space left"):
            fetch(home)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert not hub.is_here(REPO, home)
    assert (fetch(home) / NAMES[0]).read_bytes() == LARGE


def test_no_token_and_no_telemetry_leave_the_machine(small_hub, home, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    fetch(home)
    assert not any("authorization" in headers for headers in small_hub.headers)
    assert not any("telemetry" in path for _, path in small_hub.requests)


def test_fetched_files_are_the_owner_s_alone(small_hub, home):
    folder = fetch(home)
    for place in (home.root, home.models, folder):
        assert stat.S_IMODE(place.stat().st_mode) == 0o700


def test_a_file_that_was_changed_after_it_arrived_is_refused(small_hub, home):
    file = fetch(home) / NAMES[0]
    assert hub.checked(file.parent, home) == file.parent
    data = bytearray(LARGE)
    data[5_000_000] ^= 1
    file.write_bytes(data)
    with pytest.raises(WeightsError, match="not the file that was downloaded"):
        hub.checked(file.parent, home)
    file.unlink()
    with pytest.raises(WeightsError, match="cannot be read"):
        hub.checked(file.parent, home)


def files_of(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


@needs("torch", "open_clip")
def test_clip_is_fetched_when_asked_and_later_needs_no_network(
    small_hub, home, tmp_path, monkeypatch
):
    small_hub.repos["laion/CLIP-ViT-B-32-256x256-DataComp-s34B-b86K"] = files_of(
        save_clip(tmp_path / "clip")
    )
    with pytest.raises(WeightsError, match="not on this computer"):
        registry.load("clip", home)
    assert not small_hub.requests
    first = registry.load("clip", home, fetch=Fetch())
    assert next(info for info in registry.known(home) if info.name == "clip").available
    small_hub.requests.clear()
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    second = registry.load("clip", home)
    assert (second.name, second.id) == ("clip", first.id)
    np.testing.assert_allclose(first.words(["dog"]), second.words(["dog"]))
    assert not small_hub.requests


@needs("torch", "timm")
def test_a_network_of_timm_is_fetched_when_asked(small_hub, home, tmp_path):
    file = save_timm(tmp_path / "model.safetensors", "test_resnet")
    config = {
        "architecture": "test_resnet",
        "num_classes": 1000,
        "pretrained_cfg": {"tag": "r160_in1k", "input_size": [3, 160, 160], "classifier": "fc"},
    }
    small_hub.repos["timm/test_resnet.r160_in1k"] = {
        "config.json": json.dumps(config).encode(),
        "model.safetensors": file.read_bytes(),
    }
    encoder = registry.load("timm:test_resnet", home, fetch=Fetch())
    assert encoder.preprocessing.side == 160
    assert registry.load("timm:test_resnet", home).id == encoder.id


def test_a_download_goes_on_while_other_threads_are_kept_from_the_network(small_hub, home):
    from huggingface_hub import HfApi, errors

    small_hub.repos["somebody/other"] = dict(small_hub.repos[REPO])
    refused = []

    def ask_beside():
        try:
            HfApi(endpoint=small_hub.endpoint).model_info(REPO)
        except errors.OfflineModeIsEnabled:
            refused.append(True)

    def step(progress):
        hub.stay_offline()  # as an encoder does that is loaded meanwhile
        beside = threading.Thread(target=ask_beside)
        beside.start()
        beside.join()

    folder = fetch(home, progress=step)
    assert (folder / "open_clip_model.safetensors").read_bytes() == LARGE
    assert refused
    steps = len(refused)
    ask_beside()
    assert len(refused) == steps + 1, "the leave ends with the download"
    hub.fetch("somebody/other", NAMES, home, Fetch())  # and is given again to the next
