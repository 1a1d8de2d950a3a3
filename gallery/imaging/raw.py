"""Camera raw files by the preview that the camera put into them."""

import io

import rawpy
from PIL import Image, ImageFile

from gallery.core.codes import Code
from gallery.core.paths import suffix
from gallery.core.problem import Kind
from gallery.imaging.container import Container, check_size, open_image
from gallery.imaging.damage import DECODER_ERRORS
from gallery.imaging.results import BadFileError
from gallery.imaging.source import Source

# LibRaw's `flip` as an EXIF orientation.
_ORIENTATION = {3: 3, 5: 8, 6: 6}


def open_preview(source: Source) -> Container:
    """Return the largest preview in the raw file `source`, not decoded yet.

    Raises:
        BadFileError: LibRaw does not know the file, or there is no preview in it.
    """
    source.stream.seek(0)
    try:
        with rawpy.imread(source.stream) as raw:
            flip = raw.sizes.flip
            width, height = raw.sizes.width, raw.sizes.height
            # Not developed: that takes seconds, and looks less like what the camera showed.
            preview = raw.extract_thumb()
    except (rawpy.LibRawNoThumbnailError, rawpy.LibRawUnsupportedThumbnailError) as error:
        raise BadFileError(Kind.UNSUPPORTED, Code.RAW_WITHOUT_PREVIEW) from error
    except (rawpy.LibRawFileUnsupportedError, rawpy.LibRawDataError) as error:
        raise BadFileError(Kind.UNSUPPORTED, Code.RAW_UNKNOWN) from error
    except (rawpy.LibRawError, *DECODER_ERRORS) as error:
        raise BadFileError(Kind.DAMAGED) from error
    image = _image(preview, source)
    check_size(width, height)
    orientation = _ORIENTATION.get(flip, 1)
    if orientation > 4 and (image.height > image.width) == (width >= height):
        orientation = 1  # some cameras store the preview upright already
        width, height = height, width
    name = suffix(source.path).decode("ascii", "replace").upper() or "RAW"
    return Container(image, name, width, height, orientation)


def _image(preview: rawpy.Thumbnail, source: Source) -> ImageFile.ImageFile:
    if preview.format == rawpy.ThumbFormat.JPEG:
        return open_image(io.BytesIO(preview.data), "JPEG", source)
    stream = io.BytesIO()
    # Through a file, so that everything above meets a container that Pillow opened.
    Image.fromarray(preview.data).save(stream, "BMP")
    return open_image(stream, "BMP", source)
