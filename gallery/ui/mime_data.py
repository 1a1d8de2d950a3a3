"""Pictures that leave the window as the files they are: copied, or dragged out."""

import string
import sys
import threading

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QMetaType, QMimeData, QUrl

from gallery.core.paths import as_text
from gallery.library.table import Table

URIS, TEXT = "text/uri-list", "text/plain"
LIST = QMetaType.Type.QVariantList.value
# The unreserved characters of a URI (RFC 3986), and what stands between names and paths here.
PLAIN = frozenset(f"{string.ascii_letters}{string.digits}-._~/\0".encode())
PART, PAUSE_S = 200, 0.001


def uri(path: bytes) -> bytes:
    """Return an absolute path as a URI (RFC 8089); names are bytes, and each one is kept."""
    return (b"file:///" if sys.platform == "win32" else b"file://") + _quoted(path)


def _quoted(text: bytes) -> bytes:
    if sys.platform == "win32":
        text = text.replace(b"\\", b"/")
    # Value by value and not byte by byte: of a million paths it takes a moment, not a minute.
    for value in sorted(set(text) - PLAIN, key=lambda value: value != ord("%")):
        text = text.replace(bytes([value]), b"%%%02X" % value)
    return text


class GalleryMimeData(QMimeData):
    """Files under way to another program, as URIs and, if `text`, as lines of text.

    They are written down on a thread, which is waited for only when they are wanted.
    """

    def __init__(self, table: Table, positions: NDArray[np.intp], *, text: bool = False) -> None:
        super().__init__()
        self._table, self._positions = table, positions
        self._kinds = [URIS, TEXT] if text else [URIS]
        self._uris: list[bytes] = []
        self._text: list[bytes] = []
        self._wanted = threading.Event()
        self._writing = threading.Thread(target=self._write, name="carried", daemon=True)
        self._writing.start()

    def _write(self) -> None:
        root = self._table.root.rstrip(b"/") + b"/"
        # In small parts and with pauses: whoever holds the interpreter holds the window.
        for at in range(0, len(self._positions), PART):
            some = self._positions[at : at + PART].tolist()
            paths = b"\0".join(map(self._table.paths.__getitem__, some))
            uris = _quoted(paths).replace(b"\0", b"\r\n" + uri(root))
            self._uris.append(uri(root) + uris)
            if TEXT in self._kinds:
                lines = root + paths.replace(b"\0", b"\n" + root)
                self._text.append(as_text(lines).encode())
            self._wanted.wait(PAUSE_S)

    def formats(self) -> list[str]:
        """Return the kinds of data that are offered."""
        return [*self._kinds, *super().formats()]

    def retrieveData(self, mime: str, wanted: QMetaType | QMetaType.Type) -> object:
        """Return the files in the form that is wanted."""
        if mime == URIS:
            uris = self._written(self._uris, b"\r\n")
            if isinstance(wanted, QMetaType) and wanted.id() == LIST:
                return [QUrl.fromEncoded(uri) for uri in uris.split()]
            return QByteArray(uris + b"\r\n")
        if mime.startswith(TEXT) and TEXT in self._kinds:
            return QByteArray(self._written(self._text, b"\n"))
        return super().retrieveData(mime, wanted)

    def _written(self, parts: list[bytes], between: bytes) -> bytes:
        self._wanted.set()
        self._writing.join()
        return between.join(parts)
