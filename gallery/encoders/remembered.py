"""What was found out once about files and networks, kept as JSON in the home's cache."""

import hashlib
import json
import logging
from pathlib import Path

from gallery.core.errors import WeightsError
from gallery.core.paths import Home

log = logging.getLogger(__name__)

_CHUNK = 1 << 22


def digest(path: Path, home: Home) -> str:
    """Return the SHA-256 of the file in hex, remembered for as long as its stamp stays the same."""
    try:
        about = path.stat()
        stamp = [about.st_size, about.st_mtime_ns, about.st_ino]
        memory = home.cache / "digests.json"
        kept = recall(memory)
        key = str(path.resolve())
        match kept.get(key):
            case [*known, str(found)] if known == stamp:
                return found
        sha = hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(_CHUNK):
                sha.update(block)
    except OSError as error:
        raise WeightsError(f"{path} cannot be read: {error.strerror}.") from error
    remember(memory, key, [*stamp, sha.hexdigest()])
    return sha.hexdigest()


def recall(memory: Path) -> dict[str, object]:
    """Return what `remember` kept in the file `memory`; nothing where it is absent or damaged."""
    try:
        kept = json.loads(memory.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def remember(memory: Path, key: str, value: object) -> None:
    """Keep `value` under `key` in the file `memory`; only time is lost where it cannot be kept."""
    kept = {**recall(memory), key: value}
    beside = memory.with_suffix(".new")
    try:
        memory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside.write_text(json.dumps(kept, indent=1), "utf-8")
        beside.chmod(0o600)
        beside.replace(memory)
    except OSError as error:
        log.warning("%s was not written: %s", memory, error)
