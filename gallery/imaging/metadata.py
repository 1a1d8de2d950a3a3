"""Keywords and ratings that other programs wrote into a picture: XMP and IPTC, read only."""

import contextlib
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping

from PIL import Image, ImageFile, IptcImagePlugin

from gallery.imaging.damage import DECODER_ERRORS

_XMP = ("xmp", "XML:com.adobe.xmp")
_XMP_TAG = 700  # of TIFF
_MOST_BYTES = 2 << 20  # real packets have some kilobytes
_MOST_KEYWORDS, _MOST_CHARACTERS = 100, 100
_KEYWORDS, _CODED_AS = (2, 25), (1, 90)  # records of IPTC
_UTF8 = b"\x1b%G"

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_SUBJECT = "{http://purl.org/dc/elements/1.1/}subject"
_RATING = "{http://ns.adobe.com/xap/1.0/}Rating"


def marks(image: ImageFile.ImageFile) -> tuple[tuple[str, ...], int | None]:
    """Return the keywords, each once, and the rating, -1 to 5, that a picture carries."""
    keywords: list[str] = []
    rating = None
    with contextlib.suppress(*DECODER_ERRORS, ET.ParseError):
        root = _parsed(_xmp(image))
        if root is not None:
            keywords += _subjects(root)
            rating = _rating(root)
    with contextlib.suppress(*DECODER_ERRORS):
        keywords += _iptc(image)
    return _clean(keywords), rating


def _xmp(image: Image.Image) -> bytes:
    for name in _XMP:
        value = image.info.get(name)
        if value:
            return value.encode("utf-8") if isinstance(value, str) else bytes(value)
    tags = getattr(image, "tag_v2", {})
    value = tags.get(_XMP_TAG, b"")
    return bytes(value) if isinstance(value, bytes) else b""


def _parsed(data: bytes) -> ET.Element | None:
    """Return the root of an XMP packet; None for what is none, or declares entities."""
    data = data.strip(b"\0 \t\r\n")
    # A document type can declare entities that unfold to gigabytes; XMP has none.
    if not data or len(data) > _MOST_BYTES or b"<!" in data.replace(b"<!--", b""):
        return None
    return ET.fromstring(data)  # entities would have to be declared, and nothing is fetched


def _subjects(root: ET.Element) -> Iterator[str]:
    for subject in root.iter(_SUBJECT):
        for entry in subject.iter(f"{_RDF}li"):
            yield entry.text or ""


def _rating(root: ET.Element) -> int | None:
    for element in root.iter():
        text = element.text if element.tag == _RATING else element.get(_RATING)
        if text is not None:
            with contextlib.suppress(ValueError, OverflowError):
                value = round(float(text))
                return value if -1 <= value <= 5 else None
    return None


def _iptc(image: ImageFile.ImageFile) -> Iterator[str]:
    records: Mapping[tuple[int, int], object] = IptcImagePlugin.getiptcinfo(image) or {}
    coding = "utf-8" if _first(records.get(_CODED_AS)) == _UTF8 else ""
    words = records.get(_KEYWORDS, [])
    for word in words if isinstance(words, list) else [words]:
        if isinstance(word, bytes):
            yield _text(word, coding)


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value


def _text(word: bytes, coding: str) -> str:
    """Return an IPTC word: most are UTF-8, whatever they say, and the others Latin."""
    try:
        return word.decode("utf-8")
    except UnicodeDecodeError:
        return word.decode(coding or "cp1252", "replace")


def _clean(words: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for word in words:
        text = " ".join("".join(c if c.isprintable() else " " for c in word).split())
        if text and len(found) < _MOST_KEYWORDS:
            found[text[:_MOST_CHARACTERS]] = None
    return tuple(found)
