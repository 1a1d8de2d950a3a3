"""A model hub on loopback that speaks as much of the hub's protocol as its client needs."""

import contextlib
import hashlib
import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

COMMIT = "0123456789abcdef0123456789abcdef01234567"
_INFO = re.compile(r"/api/models/([^/]+/[^/?]+)(?:/revision/[^/?]+)?(?:\?.*)?$")
_FILE = re.compile(r"/([^/]+/[^/]+)/resolve/([0-9a-f]{40})/([^?]+)$")


@dataclass
class SmallHub:
    """What the hub holds, and how it misbehaves.

    Attributes:
        repos: files by repository and name.
        requests: method and path of each request, in order.
        ranges: the Range header of each request for a file that had one.
        break_after: a download of a large file ends after so many bytes, once for each entry.
        corrupt: names of large files that are sent with one byte changed.
        status: answer each request with this error instead.
        gone: names that the listing has, but which cannot be downloaded.
        headers: all headers that came, lower case.
    """

    repos: dict[str, dict[str, bytes]] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)
    break_after: list[int] = field(default_factory=list)
    corrupt: set[str] = field(default_factory=set)
    status: int = 0
    gone: set[str] = field(default_factory=set)
    headers: list[dict[str, str]] = field(default_factory=list)
    endpoint: str = ""

    def __enter__(self) -> "SmallHub":
        hub = self

        class Handler(_Handler):
            """Answers for this hub."""

            small_hub = hub

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def downloads(self, name: str) -> int:
        """Return how often the bytes of `name` were asked for."""
        return sum(method == "GET" and path.endswith("/" + name) for method, path in self.requests)


def is_large(name: str) -> bool:
    """Return whether the hub keeps a file apart from git, and knows it by its SHA-256."""
    return name.endswith((".safetensors", ".bin"))


def git_sha1(data: bytes) -> str:
    """Return git's name for a blob."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    small_hub: SmallHub

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        hub = self.small_hub
        hub.requests.append((self.command, self.path))
        hub.headers.append({key.lower(): value for key, value in self.headers.items()})
        if hub.status:
            self._send(hub.status, b"", {})
        elif found := _INFO.match(self.path):
            self._info(found.group(1))
        elif (found := _FILE.match(self.path)) and found.group(3) not in hub.gone:
            self._file(hub.repos.get(found.group(1), {}).get(found.group(3)), found.group(3))
        else:
            self._send(404, b"", {"X-Error-Code": "EntryNotFound"})

    def _info(self, repo: str) -> None:
        files = self.small_hub.repos.get(repo)
        if files is None:
            self._send(401, b"", {"X-Error-Code": "RepoNotFound"})
            return
        siblings = []
        for name, data in files.items():
            about = {"rfilename": name, "size": len(data), "blobId": git_sha1(data)}
            if is_large(name):
                sha256 = hashlib.sha256(data).hexdigest()
                about["lfs"] = {"sha256": sha256, "size": len(data), "pointerSize": 130}
            siblings.append(about)
        body = {"id": repo, "modelId": repo, "sha": COMMIT, "siblings": siblings, "tags": []}
        self._send(200, json.dumps(body).encode(), {"Content-Type": "application/json"})

    def _file(self, data: bytes | None, name: str) -> None:
        if data is None:
            self._send(404, b"", {"X-Error-Code": "EntryNotFound"})
            return
        etag = hashlib.sha256(data).hexdigest() if is_large(name) else git_sha1(data)
        headers = {"ETag": f'"{etag}"', "X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes"}
        if is_large(name):
            headers |= {"X-Linked-Size": str(len(data)), "X-Linked-Etag": f'"{etag}"'}
        if name in self.small_hub.corrupt:
            data = data[:-1] + bytes([data[-1] ^ 1])
        start = 0
        if wanted := self.headers.get("Range"):
            self.small_hub.ranges.append(wanted)
            start = int(wanted.removeprefix("bytes=").split("-")[0])
            headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        cut = is_large(name) and self.command == "GET" and bool(self.small_hub.break_after)
        self._send(206 if wanted else 200, data[start:], headers, cut=cut)

    def _send(
        self, status: int, body: bytes, headers: dict[str, str], *, cut: bool = False
    ) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if cut:
            self.wfile.write(body[: self.small_hub.break_after.pop(0)])
            self.close_connection = True
            self.connection.shutdown(2)
        else:
            with contextlib.suppress(ConnectionError):  # whoever asked had enough
                self.wfile.write(body)
