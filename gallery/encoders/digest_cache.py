"""What was found out once about files and networks, kept as JSON in the home's cache."""

import hashlib
import json
import logging
from pathlib import Path

from gallery.core.atomic_file import write_whole
from gallery.core.codes import Code
from gallery.core.errors import WeightsError
from gallery.core.paths import Home

log = logging.getLogger(__name__)

_CHUNK = 1 << 22  # weights of a gigabyte are not read into memory to be hashed
_DIGESTS = "digests.json"


def digest(path: Path, home: Home) -> str:
    """Return the SHA-256 of the file in hex, remembered for as long as its stamp stays the same."""
    try:
        about = path.stat()
        stamp = [about.st_size, about.st_mtime_ns, about.st_ino]
        kept = recall(home, _DIGESTS)
        key = str(path.resolve())
        match kept.get(key):
            # By its stamp: hashing 600 MB takes seconds, at each start.
            case [*known, str(found)] if known == stamp:
                return found
        sha = hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(_CHUNK):
                sha.update(block)
    except OSError as error:
        raise WeightsError(Code.CANNOT_READ, path=path, reason=error.strerror) from error
    remember(home, _DIGESTS, key, [*stamp, sha.hexdigest()])
    return sha.hexdigest()


def recall(home: Home, name: str) -> dict[str, object]:
    """Return what was kept in the cache's file `name`; nothing if it is absent or damaged."""
    try:
        kept = json.loads((home.cache / name).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def remember(home: Home, name: str, key: str, value: object) -> None:
    """Keep `value` under `key` in the cache's file `name`, where that can be written."""
    kept = {**recall(home, name), key: value}
    memory = home.cache / name
    try:
        home.create()
        write_whole(memory, json.dumps(kept, indent=1).encode())
    except OSError as error:
        log.warning("%s was not written: %s", memory, error)
