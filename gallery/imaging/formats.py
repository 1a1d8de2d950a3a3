"""Which format a file has, by its first bytes, and opening it."""

from gallery.core.codes import Code
from gallery.core.paths import RAW_SUFFIXES, suffix
from gallery.core.problem import Kind
from gallery.imaging.container import Container, open_image
from gallery.imaging.results import BadFileError
from gallery.imaging.source import Source

OWN = b"Source\0Lookalike output"
"""Stands in the first bytes of each PNG that this program draws: the first text chunk."""
RAW = "RAW"
_SIGNATURES = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\xff\xd8\0", "JPEG"),  # zeros to fill up with, see `without_padding`
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
    (b"\0\0\0\x0cjP  ", "JPEG2000"),
    (b"\xff\x4f\xff\x51", "JPEG2000"),
    (b"8BPS", "PSD"),
    (b"FUJIFILMCCD-RAW", RAW),
    (b"IIRO", RAW),
    (b"IIRS", RAW),
    (b"MMOR", RAW),
    (b"IIU\0", RAW),
    (b"FOVb", RAW),
    (b"\0MRM", RAW),
)
_UNSUPPORTED = (
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"%PDF", "PDF"),
    (b"%!PS", "PostScript"),
    (b"\0\0\1\0", "Windows icon"),
    (b"\x76\x2f\x31\x01", "OpenEXR"),
    (b"DDS ", "DirectDraw"),
    (b"qoif", "QOI"),
    (b"<svg", "SVG"),
    (b"P7\n", "PAM"),
    (b"PF\n", "PFM"),
    (b"Pf\n", "PFM"),
)
_HEIF_BRANDS = frozenset((b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"))


def recognise(head: bytes, path: bytes) -> str:
    """Return the format that `head`, the first bytes of the file at `path`, belongs to.

    Raises:
        BadFileError: it is empty, no picture, or a kind of picture that cannot be read.
    """
    if not head:
        raise BadFileError(Kind.EMPTY)
    # Before all else: a map drawn into a folder of pictures would be one of them at the next scan.
    if OWN in head:
        raise BadFileError(Kind.NOT_AN_IMAGE, Code.OWN_OUTPUT)
    end = suffix(path)
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            # Most raw files are TIFFs by their first bytes; Canon's say CR at the ninth.
            return RAW if name == "TIFF" and (end in RAW_SUFFIXES or head[8:10] == b"CR") else name
    if found := _by_structure(head, end):
        return found
    for signature, name in _UNSUPPORTED:
        if head.lstrip().startswith(signature):
            raise BadFileError(Kind.UNSUPPORTED, Code.FORMAT_UNREAD, format=name)
    if not any(head):
        raise BadFileError(Kind.DAMAGED, Code.ONLY_ZEROS)
    # A container of films and pictures with a brand that is not known: sound, and not for us.
    if b"ftyp" in head[4:8]:
        raise BadFileError(Kind.UNSUPPORTED)
    raise BadFileError(Kind.NOT_AN_IMAGE)


def _by_structure(head: bytes, end: bytes) -> str:
    """Return the format of heads whose signature is not at their start, or ""."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp":
        if head[8:12] == b"crx ":
            return RAW
        # Among the compatible brands as well: many writers give mif1 as the first one.
        if head[8:12] in (b"avif", b"avis") or b"avif" in head[16:]:
            return "AVIF"
        if head[8:12] in _HEIF_BRANDS:
            return "HEIF"
    if head[:1] == b"P" and head[1:2] in b"123456" and head[2:3].isspace():
        return "PPM"
    if end == b"tga":  # has no signature: only its name tells
        return "TGA"
    return ""


def open_container(source: Source) -> Container:
    """Return the picture in `source`, its header read and its size within the limit.

    Raises:
        BadFileError: see `recognise`; or the header is damaged, or the picture too large.
    """
    name = recognise(source.head, source.path)
    if name == RAW:
        from gallery.imaging.raw import open_preview

        return open_preview(source)
    image = open_image(source.stream, name, source)
    width, height = image.size
    shown = "JPEG" if image.format == "MPO" else image.format or name
    return Container(image, shown, width, height)
