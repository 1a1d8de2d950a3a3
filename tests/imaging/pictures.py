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
