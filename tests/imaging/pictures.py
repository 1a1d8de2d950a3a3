"""Pictures the tests paint, and a HEIC, for which there is no encoder here."""

import base64
import struct

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 64, 48

# The scene stored turned, with an `irot` box and an EXIF orientation of 6 that both undo it.
HEIC = base64.b64decode(
    b"AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAchtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAA"
    b"AAAAAAAAAAAAADRpbG9jAAAAAERAAAIAAQAAAAAB7AABAAAAAAAAAJcAAgAAAAACgwABAAAAAAAAADgAAAA4aWlu"
    b"ZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAB"
    b"B2lwcnAAAADmaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMA"
    b"AAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkA"
    b"AAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAADAAAAABAAAAQAAAAAH////w"
    b"AAAAAgAAAAAAAAACAAAAEHBpeGkAAAAAAwgICAAAAAlpcm90AwAAABlpcG1hAAAAAAAAAAEAAQaBAgMFhIYAAAAa"
    b"aXJlZgAAAAAAAAAOY2RzYwACAAEAAQAAANdtZGF0AAAAkygBr1jnCRycDLMkwd/m5zTPKjfpQsFdLoju29zdJF7l"
    b"R/bZ1dT69eZMB49nB7RdyPobASGJZJROKnl1qiue2MUJ8MaeB2pVF86w25zybEfxYemuON30VTAuPXGnJzb3eIEV"
    b"zxqFPUGEjRAuTsLS4Eu0LwXGQEvPr3g4A76wtiWGkkE8M6KNJEFh5nCOgVTiH8QkgAAAAAZFeGlmAABNTQAqAAAA"
    b"CAACARAAAgAAAAgAAAAmARIAAwAAAAEABgAAAAAAAE1vZGVsIDEA"
)


def scene(width=WIDTH, height=HEIGHT):
    """A picture without any symmetry: turned, mirrored or with swapped colours it is another."""
    y, x = np.mgrid[0:height, 0:width]
    y, x = y * HEIGHT / height, x * WIDTH / width
    pixels = np.stack([x * 3 + 40, y * 4 + 20, (x + y) / 2], -1).clip(0, 255).astype(np.uint8)
    pixels[(y < 16) & (x < 20)] = (30, 240, 40)
    pixels[(y >= 34) & (x >= 40)] = (20, 20, 235)
    return Image.fromarray(pixels)


def with_exif(orientation=None, **tags):
    """EXIF bytes; `tags` are x0110="Model 1" and the like."""
    exif = Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
    for name, value in tags.items():
        exif[int(name[1:], 16)] = value
    return exif


def tiff(entries):
    """A little-endian TIFF of one directory; entries are (tag, type, count, raw value)."""
    body = struct.pack("<H", len(entries))
    for entry in entries:
        body += struct.pack("<HHII", *entry)
    return b"II*\0" + struct.pack("<I", 8) + body + bytes(4)


_SHORT, _LONG = 3, 4
_LETTERS = {_SHORT: "H", _LONG: "I"}


def directory(at, entries):
    """A TIFF directory for position `at`, with its values behind it; entries are tag: values."""
    body, tail = struct.pack("<H", len(entries)), b""
    behind = at + 2 + 12 * len(entries) + 4
    for tag, (kind, *values) in sorted(entries.items()):
        raw = values[0]
        count = len(raw) if isinstance(raw, bytes) else len(values)
        if not isinstance(raw, bytes):
            raw = struct.pack(f"<{count}{_LETTERS[kind]}", *values)
        body += struct.pack("<HHI", tag, kind, count)
        if len(raw) <= 4:
            body += raw.ljust(4, b"\0")
        else:
            body += struct.pack("<I", behind + len(tail))
            tail += raw + b"\0" * (len(raw) & 1)
    return body + bytes(4) + tail


def dng(preview, size, orientation):
    """A camera raw file of WIDTH x HEIGHT sensor pixels with `preview`, a JPEG of `size`, in it."""
    byte, text = 1, 2

    def sensor(preview_at, pixels_at):
        return {
            254: (_LONG, 0),
            256: (_LONG, WIDTH),
            257: (_LONG, HEIGHT),
            258: (_SHORT, 16),
            259: (_SHORT, 1),
            262: (_SHORT, 32803),  # a colour filter array
            271: (text, b"Test\0"),
            272: (text, b"Model 1\0"),
            273: (_LONG, pixels_at),
            274: (_SHORT, orientation),
            277: (_SHORT, 1),
            278: (_LONG, HEIGHT),
            279: (_LONG, 2 * WIDTH * HEIGHT),
            330: (_LONG, preview_at),
            33421: (_SHORT, 2, 2),
            33422: (byte, b"\0\1\1\2"),
            50706: (byte, b"\1\4\0\0"),
            50708: (text, b"Test Model 1\0"),
        }

    def small(jpeg_at):
        return {
            254: (_LONG, 1),
            256: (_LONG, size[0]),
            257: (_LONG, size[1]),
            258: (_SHORT, 8, 8, 8),
            259: (_SHORT, 7),
            262: (_SHORT, 6),
            273: (_LONG, jpeg_at),
            277: (_SHORT, 3),
            278: (_LONG, size[1]),
            279: (_LONG, len(preview)),
        }

    preview += b"\0" * (len(preview) & 1)
    second = 8 + len(directory(8, sensor(0, 0)))
    jpeg_at = second + len(directory(second, small(0)))
    first = directory(8, sensor(second, jpeg_at + len(preview)))
    head = b"II*\0" + struct.pack("<I", 8)
    return head + first + directory(second, small(jpeg_at)) + preview + bytes(2 * WIDTH * HEIGHT)


def profile(swap=(0, 1, 2)):
    """An RGB display profile: sRGB with its primaries in the order `swap`."""
    primaries = [(0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708)]
    primaries.append((0.14307, 0.06061, 0.71410))

    def fixed(*numbers):
        return b"".join(struct.pack(">i", round(n * 65536)) for n in numbers)

    curve = b"para\0\0\0\0\0\x03\0\0" + fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    text = b"desc\0\0\0\0\0\0\0\x05test\0" + bytes(78)
    tags = {b"desc": text, b"cprt": b"text\0\0\0\0none\0", b"wtpt": (0.9642, 1, 0.8249)}
    for name, index in zip((b"rXYZ", b"gXYZ", b"bXYZ"), swap, strict=True):
        tags[name] = primaries[index]
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    table, data = struct.pack(">I", len(tags)), b""
    for name, value in tags.items():
        value = b"XYZ \0\0\0\0" + fixed(*value) if isinstance(value, tuple) else value
        value += b"\0" * (-len(value) % 4)
        table += name + struct.pack(">II", 132 + 12 * len(tags) + len(data), len(value))
        data += value
    head = struct.pack(
        ">I4xI4s4s4s", 128 + len(table) + len(data), 0x02400000, b"mntr", b"RGB ", b"XYZ "
    )
    head += struct.pack(">6H4s28xIII", 2020, 1, 1, 0, 0, 0, b"acsp", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + table + data
