"""What a picture's EXIF says, read so that nothing in it can cost the picture."""

import contextlib
import math
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from PIL import Image

from gallery.imaging.damage import DECODER_ERRORS

_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_MAKE, _MODEL, _DATE, _ORIENTATION = 0x010F, 0x0110, 0x0132, 0x0112
_DATE_ORIGINAL, _EXPOSURE, _APERTURE, _ISO = 0x9003, 0x829A, 0x829D, 0x8827
_RATING = 0x4746
_FOCAL, _FOCAL_35, _LENS = 0x920A, 0xA405, 0xA434
_XMP = ("xmp", "XML:com.adobe.xmp")
_MAX_TEXT = 100  # characters: comments of megabytes are no facts

_TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

ExifTags = Mapping[int, object]


def read_tags(image: Image.Image) -> tuple[ExifTags, ExifTags, ExifTags]:
    """Return the main, the camera's and the GPS tags of `image`; empty where they are broken."""
    main: ExifTags = {}
    camera: ExifTags = {}
    gps: ExifTags = {}
    with contextlib.suppress(*DECODER_ERRORS):
        found = _exif(image)
        main = found
        camera = found.get_ifd(_EXIF_IFD)
        gps = found.get_ifd(_GPS_IFD)
    return main, camera, gps


def _exif(image: Image.Image) -> Image.Exif:
    """Return the EXIF of `image` alone: Pillow's own way takes an orientation from XMP as well.

    Browsers and ImageMagick do not; and programs that turn a picture forget what XMP says.
    """
    for name in _XMP:
        image.info.pop(name, None)
    data = image.info.get("exif")
    if not isinstance(data, bytes):
        return image.getexif()
    found = Image.Exif()
    found.load(data)
    return found


def orientation(tags: ExifTags) -> int:
    """Return the EXIF orientation, 1 to 8; 1 for all that is none."""
    value = _get(tags, _ORIENTATION)
    if isinstance(value, bytes):  # one number of a byte, where two bytes belong
        value = int.from_bytes(value, "big") if len(value) == 1 else 0
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """Return `image` turned and mirrored as EXIF `orientation`, 1 to 8, asks for."""
    method = _TRANSPOSE.get(orientation)
    return image if method is None else image.transpose(method)


def taken(main: ExifTags, camera: ExifTags) -> str:
    """Return when the picture was taken as "YYYY-MM-DD HH:MM:SS", or ""."""
    # When it was taken before when it was changed: editors write DateTime again.
    for tags, tag in ((camera, _DATE_ORIGINAL), (main, _DATE)):
        with contextlib.suppress(ValueError):
            return str(datetime.strptime(_text(_get(tags, tag)), "%Y:%m:%d %H:%M:%S"))
    return ""


def camera_name(main: ExifTags) -> str:
    """Return maker and model, the maker once."""
    maker, model = _text(_get(main, _MAKE)), _text(_get(main, _MODEL))
    # "Canon" and "Canon EOS R5": many makers repeat themselves in the model.
    if not maker or model.lower().startswith(maker.split()[0].lower()):
        return model
    return f"{maker} {model}".strip()


def rating(tags: ExifTags) -> int | None:
    """Return the rating, 0 to 5, that Windows and some cameras write; None when there is none."""
    value = _get(tags, _RATING)
    return value if isinstance(value, int) and 0 <= value <= 5 else None


NAMES = ("Exposure", "Aperture", "ISO", "Focal length", "35 mm equivalent", "Lens", "Location")
"""What `lines` tells of; kept in English, and translated where it is shown."""


def lines(camera: ExifTags, gps: ExifTags) -> tuple[tuple[str, str], ...]:
    """Return what a photographer looks for, as pairs of name and value."""
    values = (
        _exposure(_number(_get(camera, _EXPOSURE))),
        _positive(_get(camera, _APERTURE), lambda f: f"f/{f:g}"),
        _positive(_get(camera, _ISO), lambda iso: f"{iso:.0f}"),
        _positive(_get(camera, _FOCAL), lambda mm: f"{mm:g} mm"),
        _positive(_get(camera, _FOCAL_35), lambda mm: f"{mm:.0f} mm"),
        _text(_get(camera, _LENS)),
        _location(gps),
    )
    return tuple((name, value) for name, value in zip(NAMES, values, strict=True) if value)


def _get(tags: ExifTags, tag: int) -> object:
    with contextlib.suppress(*DECODER_ERRORS):
        return tags.get(tag)
    return None


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return ""
    # Cut at the first NUL, as EXIF pads its texts; then made short, for names can be megabytes.
    printable = "".join(c if c.isprintable() else " " for c in value.split("\0")[0])
    return " ".join(printable[: 4 * _MAX_TEXT].split())[:_MAX_TEXT]


def _number(value: Any) -> float:
    """Return `value` as a finite number; NaN for all else, divisions by zero among them."""
    if isinstance(value, tuple) and value:
        value = value[0]
    try:
        number = float(value)
    except (TypeError, ValueError, ArithmeticError):
        return math.nan
    return number if math.isfinite(number) else math.nan


def _positive(value: object, shown: Callable[[float], str]) -> str:
    number = _number(value)
    return shown(round(number, 1)) if number > 0 else ""


def _exposure(seconds: float) -> str:
    if not 0 < seconds < 1e6:
        return ""
    # As on cameras: 1/4 s and shorter as a fraction, longer in seconds.
    if seconds < 0.3 and 1 / seconds < 1e6:
        return f"1/{1 / seconds:.0f} s"
    return f"{round(seconds, 1):g} s"


def _location(gps: ExifTags) -> str:
    """Return latitude and longitude in decimal degrees, south and west negative."""
    latitude = _degrees(_get(gps, 2), _text(_get(gps, 1)), 90)
    longitude = _degrees(_get(gps, 4), _text(_get(gps, 3)), 180)
    if math.isnan(latitude) or math.isnan(longitude):
        return ""
    return f"{latitude:.5f}, {longitude:.5f}"


def _degrees(parts: object, side: str, limit: int) -> float:
    if not isinstance(parts, tuple) or not 1 <= len(parts) <= 3:
        return math.nan
    degrees = math.fsum(_number(part) * 60.0**-power for power, part in enumerate(parts))
    if not abs(degrees) <= limit:
        return math.nan
    return -degrees if side.upper() in ("S", "W") else degrees
