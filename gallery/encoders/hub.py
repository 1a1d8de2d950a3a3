"""Weights from the model hub: fetched once, when the person asked, and kept in the home.

The hub's own client does the transfer, so broken connections are resumed; here it is kept from
everything else it can do: no telemetry, no token, no request unless `fetch` is called.
"""

import contextlib
import errno
import fnmatch
import hashlib
import json
import logging
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gallery.core.atomic_file import write_whole
from gallery.core.codes import Code
from gallery.core.errors import CancelledError, DownloadError, WeightsError
from gallery.core.paths import Home
from gallery.encoders import digest_cache

log = logging.getLogger(__name__)

RECEIPT = "lookalike.json"
"""Written last into a fetched folder: which files it holds, and their SHA-256."""
_DEFAULT_ENDPOINT = "https://huggingface.co"
_BESIDES = (
    *("open_clip_config.json", "config.json", "tokenizer*", "vocab.json", "merges.txt"),
    *("special_tokens_map.json", "LICENSE*"),
)
# The client's own step is 10 MiB: on a slow line, ten seconds without a sign or a way out.
_CHUNK = 1 << 18
_LOOK_S = 0.2  # how late a cancel is heard while another program downloads the same
_SPARE_BYTES = 50_000_000  # that the store may go on meanwhile


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """How far a download is.

    Attributes:
        name: the file that is on its way.
        done: bytes that are here, of all files together.
        total: bytes wanted, of all files together.
        speed: bytes a second since the start.
    """

    name: str
    done: int
    total: int
    speed: float


def _nothing(progress: DownloadProgress) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """Leave to use the network for one encoder, and whom to tell.

    Attributes:
        progress: called with each step, from the thread that downloads.
        cancelled: asked at each step; True ends the download.
        clock: seconds, for the speed.
    """

    progress: Callable[[DownloadProgress], None] = _nothing
    cancelled: Callable[[], bool] = bool
    clock: Callable[[], float] = field(default=time.monotonic)


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a repository, as the hub describes it."""

    name: str
    size: int
    sha256: str
    git_sha1: str

    def is_whole(self, path: Path) -> bool:
        """Return whether `path` holds exactly this file."""
        if not path.is_file() or path.stat().st_size != self.size:
            return False
        if self.sha256:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256
        # Small files are known by git's name for them, which is a checksum as well.
        blob = b"blob %d\0" % self.size + path.read_bytes()
        return hashlib.sha1(blob, usedforsecurity=False).hexdigest() == self.git_sha1


def folder_of(repo: str, home: Home) -> Path:
    """Return the folder in the home where the files of `repo` lie, or will."""
    return home.models / repo.replace("/", "--")


def is_here(repo: str, home: Home) -> bool:
    """Return whether `repo` was fetched whole."""
    return (folder_of(repo, home) / RECEIPT).is_file()


def absent(name: str) -> WeightsError:
    """Return the error of an encoder whose weights are not here."""
    return WeightsError(Code.WEIGHTS_ABSENT, encoder=name)


def checked(folder: Path, home: Home) -> Path:
    """Return `folder` if its files are still those that were fetched.

    Raises:
        WeightsError: one of them is missing or was changed.
    """
    try:
        files = json.loads((folder / RECEIPT).read_text("utf-8"))["sha256"]
        for name, sha256 in files.items():
            if digest_cache.digest(folder / name, home) != sha256:
                raise WeightsError(Code.DOWNLOAD_CHANGED, path=folder / name, digest=sha256[:12])
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise WeightsError(Code.RECEIPT_DAMAGED, path=folder / RECEIPT) from error
    return folder


def be_silent() -> None:
    """Tell the hub's client, before it is imported, to send and ask nothing on its own."""
    for switch in ("TELEMETRY", "XET", "UPDATE_CHECK", "IMPLICIT_TOKEN", "PROGRESS_BARS"):
        os.environ.setdefault(f"HF_HUB_DISABLE_{switch}", "1")


class _Offline:
    """Stands for the client's own switch: true on every thread but those that run `fetch`.

    A plain True would stop the download on one thread while another loads an encoder.
    """

    guard = threading.Lock()
    thread = threading.local()

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted  # by the person's environment: for all threads

    def __bool__(self) -> bool:
        return self._wanted or not getattr(self.thread, "may_fetch", False)


def stay_offline() -> None:
    """Keep open_clip, timm and transformers from the network, whatever they would like to fetch.

    For good, in the whole process; `fetch` alone may still use it.
    """
    be_silent()
    from huggingface_hub import constants

    with _Offline.guard:
        if not isinstance(constants.HF_HUB_OFFLINE, _Offline):
            switch: Any = _Offline(bool(constants.HF_HUB_OFFLINE))
            constants.HF_HUB_OFFLINE = switch


@contextlib.contextmanager
def _may_fetch() -> Iterator[None]:
    _Offline.thread.may_fetch = True
    try:
        yield
    finally:
        _Offline.thread.may_fetch = False


def fetch(repo: str, weights: Sequence[str], home: Home, leave: Fetch) -> Path:
    """Download what an encoder needs of `repo`, and return the folder where it lies.

    Files that are already there whole are not fetched again. A connection that breaks is resumed;
    a download that was cancelled begins its file again, for the client keeps no parts. Another
    program that fetches the same is waited for, and what it fetched is taken.

    Args:
        repo: "owner/name".
        weights: names that its weights may have, best first; one of them is fetched.
        home: receives the files.
        leave: progress and cancel.

    Raises:
        DownloadError: with the reason in one sentence.
        CancelledError: `leave` said so.
    """
    be_silent()
    folder = folder_of(repo, home)
    with _as_sentences(repo), _may_fetch():
        home.create()
        with _alone(folder, leave):
            _fetch_all(repo, weights, folder, leave)
    return folder


@contextlib.contextmanager
def _alone(folder: Path, leave: Fetch) -> Iterator[None]:
    """Have the folder to oneself, without parts of files that a killed program left in it."""
    from filelock import FileLock, Timeout

    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(f"{folder}.lock")
    while not lock.is_locked:
        with contextlib.suppress(Timeout):
            lock.acquire(timeout=_LOOK_S)
        if leave.cancelled():
            lock.release()
            raise CancelledError("The download was cancelled.")
    try:
        _sweep(folder)
        yield
    finally:
        _sweep(folder)
        lock.release()


def _fetch_all(repo: str, weights: Sequence[str], folder: Path, leave: Fetch) -> None:
    commit, files = _listed(repo, weights)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    missing = [file for file in files if not file.is_whole(folder / file.name)]
    _check_space(folder, _size(missing))
    bar = _Bar(leave, total=_size(files), done=_size(files) - _size(missing))
    for file in missing:
        _fetch_file(repo, commit, file, folder, bar)
    # Last: without it the folder counts as not fetched, however much lies there.
    _write_receipt(folder, repo, commit, files)


class _Bar:
    """What the hub's client takes for a tqdm bar; it reports and cancels instead of drawing."""

    def __init__(self, leave: Fetch, *, total: int, done: int) -> None:
        self._leave, self._total, self._done = leave, total, done
        self._got, self._start = 0, leave.clock()
        self._name = ""

    def of(self, name: str) -> Callable[..., "_Bar"]:
        """Return what to give the client as `tqdm_class` for the file called `name`."""

        def begin(*, initial: int = 0, **_: object) -> _Bar:
            self._name = name
            self._done += initial
            return self

        return begin

    def __enter__(self) -> "_Bar":
        self.update(0)
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def update(self, size: int = 0) -> None:
        """Count `size` more bytes; CancelledError if the person had enough."""
        if self._leave.cancelled():
            raise CancelledError("The download was cancelled.")
        self._done += size
        self._got += max(size, 0)
        speed = self._got / max(self._leave.clock() - self._start, 1e-3)
        self._leave.progress(DownloadProgress(self._name, self._done, self._total, speed))


def _endpoint() -> str:
    return os.environ.get("HF_ENDPOINT", _DEFAULT_ENDPOINT).rstrip("/")


def _listed(repo: str, weights: Sequence[str]) -> tuple[str, list[_File]]:
    """Return the commit of `repo` and the files wanted of it, the small ones first."""
    from huggingface_hub import HfApi

    api = HfApi(endpoint=_endpoint(), token=False)
    info = api.model_info(repo, files_metadata=True, timeout=30)
    files = {
        about.rfilename: _File(
            name=about.rfilename,
            size=about.size or 0,
            sha256=about.lfs.sha256 if about.lfs else "",
            git_sha1=about.blob_id or "",
        )
        for about in info.siblings or []
    }
    chosen = next((name for name in weights if name in files), None)
    if chosen is None or not info.sha:
        raise DownloadError(Code.HUB_NO_WEIGHTS, repo=repo)
    names = {n for n in files if any(fnmatch.fnmatchcase(n, pattern) for pattern in _BESIDES)}
    # The small ones first: whatever is wrong with them shows before the large one has been
    # downloaded.
    return info.sha, sorted((files[n] for n in names | {chosen}), key=lambda file: file.size)


def _fetch_file(repo: str, commit: str, file: _File, folder: Path, bar: _Bar) -> None:
    from huggingface_hub import constants, hf_hub_download

    # The client has no argument for it.
    constants.DOWNLOAD_CHUNK_SIZE = _CHUNK
    tqdm_class: Any = bar.of(file.name)
    hf_hub_download(
        repo,
        file.name,
        revision=commit,
        local_dir=folder,
        endpoint=_endpoint(),
        token=False,
        tqdm_class=tqdm_class,
    )
    path = folder / file.name
    if not file.is_whole(path):
        path.unlink(missing_ok=True)
        raise DownloadError(Code.DOWNLOAD_WRONG, file=file.name, repo=repo)


def _sweep(folder: Path) -> None:
    """Remove the client's notes, and the parts of files that it leaves among them."""
    shutil.rmtree(folder / ".cache", ignore_errors=True)


def _write_receipt(folder: Path, repo: str, commit: str, files: list[_File]) -> None:
    digests = {}
    for file in files:
        with (folder / file.name).open("rb") as opened:
            digests[file.name] = hashlib.file_digest(opened, "sha256").hexdigest()
    receipt = json.dumps({"repo": repo, "commit": commit, "sha256": digests}, indent=1)
    write_whole(folder / RECEIPT, receipt.encode())


def _size(files: Sequence[_File]) -> int:
    return sum(file.size for file in files)


def _check_space(folder: Path, wanted: int) -> None:
    free = shutil.disk_usage(folder).free
    if wanted and free < wanted + _SPARE_BYTES:
        raise DownloadError(
            Code.DOWNLOAD_LARGE, wanted=round(wanted / 1e6), free=round(free / 1e6), folder=folder
        )


@contextlib.contextmanager
def _as_sentences(repo: str) -> Iterator[None]:
    """Turn what the client raises into one DownloadError."""
    from huggingface_hub import errors

    # The client's http library changed its name between versions; its root exception is the base.
    network = errors.HfHubHTTPError.__mro__[1]
    try:
        yield
    except (CancelledError, DownloadError):
        raise
    except errors.GatedRepoError as error:
        raise DownloadError(Code.HUB_GATED, repo=repo) from error
    except (errors.RepositoryNotFoundError, errors.HFValidationError) as error:
        raise DownloadError(Code.HUB_NO_MODEL, repo=repo, hub=_endpoint()) from error
    except (errors.EntryNotFoundError, errors.HfHubHTTPError) as error:
        raise _refused(repo, error) from error
    except (network, errors.OfflineModeIsEnabled) as error:
        raise _unreachable() from error
    except OSError as error:
        raise _on_disk(error) from error


def _unreachable() -> DownloadError:
    return DownloadError(Code.HUB_SILENT, hub=_endpoint())


def _refused(repo: str, error: Exception) -> DownloadError:
    """Return the error of an answer of the hub that was no file."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status is None:  # the client says "not found here", when it could not ask
        return _unreachable()
    if status == 404:
        return DownloadError(Code.HUB_FILE_GONE, repo=repo)
    return DownloadError(Code.HUB_ERROR, status=str(status))


def _on_disk(error: OSError) -> DownloadError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DownloadError(Code.DOWNLOAD_FULL)
    if error.errno is None:  # the client's check of the length
        return DownloadError(Code.DOWNLOAD_BROKE)
    return DownloadError(Code.DOWNLOAD_UNWRITTEN, reason=error.strerror)
