"""Writers of picture files in layouts that few programs write: for tests of every family."""

import struct
import zlib

import numpy as np

LZW, DEFLATE, PACKBITS = 5, 8, 32773


def lzw(data):
    """TIFF's LZW without its dictionary: a clear code before it would need more than 9 bits."""
    codes = []
    for start in range(0, len(data), 200):
        codes += [256, *data[start : start + 200]]
    bits = "".join(f"{code:09b}" for code in [*codes, 257])
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def packbits(data):
    parts = (data[start : start + 128] for start in range(0, len(data), 128))
    return b"".join(bytes([len(part) - 1]) + part for part in parts)


_PACK = {1: bytes, LZW: lzw, DEFLATE: zlib.compress, PACKBITS: packbits}


def packed(values, bits):
    """Rows of whole numbers as bytes, `bits` each, the highest first, each row on new bytes."""
    places = np.arange(bits - 1, -1, -1)
    flat = (values.reshape(len(values), -1, 1).astype(np.uint64) >> places.astype(np.uint64)) & 1
    return np.packbits(flat.astype(np.uint8).reshape(len(values), -1), axis=1)


def _differences(values):
    steps = values.copy()
    steps[:, 1:] -= values[:, :-1]
    return steps


def _float_differences(values):
    rows, columns, samples = values.shape
    raw = values.astype(values.dtype.newbyteorder(">")).view(np.uint8)
    raw = raw.reshape(rows, columns * samples, -1).transpose(0, 2, 1)
    return _differences(np.ascontiguousarray(raw).reshape(rows, -1, samples)).reshape(rows, -1)


def _part(values, bits, how):
    """The bytes of one strip or tile, [rows, columns, samples]."""
    order, compression, predictor, fill_order = how
    if predictor == 3:
        raw = _float_differences(values).tobytes()
    elif bits is not None and bits < 8 * values.dtype.itemsize:
        raw = packed(values, bits).tobytes()
    else:
        if predictor == 2:
            values = _differences(values.view(f"u{values.dtype.itemsize}"))
        raw = values.astype(values.dtype.newbyteorder(order)).tobytes()
    if compression == PACKBITS:
        step = len(raw) // len(values)
        data = b"".join(packbits(raw[at : at + step]) for at in range(0, len(raw), step))
    else:
        data = _PACK[compression](raw)
    return bytes(int(f"{byte:08b}"[::-1], 2) for byte in data) if fill_order == 2 else data


def _cut(plane, tile, rows):
    """The strips or tiles of a plane; what a tile has beyond the picture is noise."""
    height, width, samples = plane.shape
    if not tile:
        return [plane[top : top + rows] for top in range(0, height, rows)]
    parts = []
    for top in range(0, height, tile):
        for left in range(0, width, tile):
            part = np.full((tile, tile, samples), 77, plane.dtype)
            piece = plane[top : top + tile, left : left + tile]
            part[: piece.shape[0], : piece.shape[1]] = piece
            parts.append(part)
    return parts


def tiff_of(values, photometric, **options):
    """A TIFF of `values` [height, width, samples], of whatever type.

    Options: bits (of a sample, when fewer than the type has), order "<" or ">", big, planar,
    tile (side), rows (of a strip), compression, predictor, fill_order, tags (more of them).
    """
    get = options.get
    order, big = get("order", "<"), get("big", False)
    bits = get("bits") or 8 * values.dtype.itemsize
    height, width, samples = values.shape
    planes = np.split(values, samples, 2) if get("planar") else [values]
    how = (order, get("compression", 1), get("predictor", 1), get("fill_order", 1))
    tile, rows = get("tile"), get("rows", height)
    parts = [_part(p, get("bits"), how) for plane in planes for p in _cut(plane, tile, rows)]
    tags = {256: [width], 257: [height], 258: [bits] * samples, 259: [how[1]]}
    tags |= {262: [photometric], 266: [how[3]], 277: [samples], 284: [2 if get("planar") else 1]}
    tags |= {317: [how[2]], 339: ["uif".index(values.dtype.kind) + 1] * samples}
    tags |= {322: [tile], 323: [tile]} if tile else {278: [rows]}
    tags |= get("tags", {})
    offsets, counts = (324, 325) if tile else (273, 279)
    start = 16 if big else 8
    places = np.cumsum([start] + [len(part) + len(part) % 2 for part in parts])
    tags |= {offsets: places[:-1].tolist(), counts: [len(part) for part in parts]}
    body = b"".join(part + bytes(len(part) % 2) for part in parts)
    sign = {"<": b"II", ">": b"MM"}[order]
    at = int(places[-1])
    head = struct.pack(order + "HHHQ", 43, 8, 0, at) if big else struct.pack(order + "HI", 42, at)
    return sign + head + body + _directory(tags, order, big, at)


def _directory(tags, order, big, at):
    entry, count, offset, room = ("HHQ", "Q", "Q", 8) if big else ("HHI", "H", "I", 4)
    out, tail = struct.pack(order + count, len(tags)), b""
    size = struct.calcsize("=" + entry) + room
    behind = at + len(out) + size * len(tags) + room
    for tag in sorted(tags):
        kind, letter = (3, "H") if max(tags[tag]) < 65_536 and tag not in (273, 324) else (4, "I")
        raw = struct.pack(f"{order}{len(tags[tag])}{letter}", *tags[tag])
        out += struct.pack(order + entry, tag, kind, len(tags[tag]))
        if len(raw) <= room:
            out += raw.ljust(room, b"\0")
        else:
            out += struct.pack(order + offset, behind + len(tail))
            tail += raw
    return out + bytes(room) + tail


def png_of(values, depth, colour, *chunks):
    """A PNG of `values` [height, width, channels] with more chunks before its pixels."""
    height, width = values.shape[:2]
    if depth == 16:
        rows = values.astype(">u2").reshape(height, -1).view(np.uint8)
    else:
        rows = packed(values, depth)
    raw = np.concatenate([np.zeros((height, 1), np.uint8), rows], 1).tobytes()
    out = b"\x89PNG\r\n\x1a\n"
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    for name, data in [(b"IHDR", head), *chunks, (b"IDAT", zlib.compress(raw)), (b"IEND", b"")]:
        out += struct.pack(">I", len(data)) + name + data
        out += struct.pack(">I", zlib.crc32(name + data))
    return out


def psd_of(planes, mode, depth=8, **options):
    """A Photoshop file of `planes`, each [height, width] of whole numbers.

    Options: rle, large (PSB), palette, layers (bytes of that section), resources {id: bytes}.
    """
    get = options.get
    height, width = planes[0].shape
    letter = "Q" if get("large") else "I"
    rows = [packed(plane, depth) for plane in planes]
    if depth == 16:
        rows = [plane.astype(">u2").view(np.uint8).reshape(height, -1) for plane in planes]
    resources = b"".join(
        b"8BIM" + struct.pack(">HHI", number, 0, len(data)) + data + bytes(len(data) % 2)
        for number, data in get("resources", {}).items()
    )
    out = b"8BPS" + struct.pack(
        ">H6xHIIHH", 2 if get("large") else 1, len(planes), height, width, depth, mode
    )
    for part in (get("palette", b""), resources):
        out += struct.pack(">I", len(part)) + part
    layers = get("layers", b"")
    out += struct.pack(">" + letter, len(layers)) + layers
    if not get("rle"):
        return out + b"\0\0" + b"".join(plane.tobytes() for plane in rows)
    runs = [packbits(row.tobytes()) for plane in rows for row in plane]
    size = "I" if get("large") else "H"
    return out + b"\0\1" + b"".join(struct.pack(">" + size, len(r)) for r in runs) + b"".join(runs)


def psd_layers(count, large=False):
    """The section of layers that says no more than how many there are; below 0: with alpha."""
    info = struct.pack(">h", count) + bytes(2)
    return struct.pack(">Q" if large else ">I", len(info)) + info + bytes(4)


def bmp_of(values, bits, masks, top_down=False, header=40):
    """A bitmap whose channels lie under `masks`; values are [height, width, 3 or 4] of 0 to 1."""
    height, width = values.shape[:2]
    out = np.zeros((height, width), np.uint32)
    for number, mask in enumerate(masks):
        low = (mask & -mask).bit_length() - 1
        level = np.round(values[..., number] * (mask >> low)).astype(np.uint32)
        out |= level << np.uint32(low)
    rows = out.astype(f"<u{bits // 8}").view(np.uint8).reshape(height, -1)
    rows = np.pad(rows, ((0, 0), (0, -rows.shape[1] % 4)))
    rows = rows if top_down else rows[::-1]
    shown = -height if top_down else height
    kind = 6 if header == 40 and len(masks) == 4 else 3
    info = struct.pack("<IiiHHIIiiII", header, width, shown, 1, bits, kind, 0, 0, 0, 0, 0)
    rest = struct.pack(f"<{len(masks)}I", *masks)
    info += rest if header == 40 else rest.ljust(header - 40, b"\0")
    start = 14 + len(info)
    return struct.pack("<2sIII", b"BM", start + rows.size, 0, start) + info + rows.tobytes()


def tga_of(values, kind, bits, **options):
    """A Targa of rows of little-endian whole numbers, top row first unless `origin` says.

    Options: origin (flags), rle, palette (bytes), entry (bits of one of its colours).
    """
    get = options.get
    origin, rle, palette, entry = (
        get("origin", 32),
        get("rle"),
        get("palette", b""),
        get("entry", 0),
    )
    height, width = values.shape[:2]
    head = struct.pack(
        "<BBBHHBHHHHBB",
        *(
            0,
            bool(palette),
            kind + 8 * bool(rle),
            0,
            len(palette) * 8 // entry if entry else 0,
            entry,
        ),
        *(0, 0, width, height, bits, origin),
    )
    size = (bits + 7) // 8
    raw = values.astype("<u4").reshape(-1, 1).view(np.uint8)[:, :size].tobytes()
    if rle:
        step = 128 * size
        parts = (raw[at : at + step] for at in range(0, len(raw), step))
        raw = b"".join(bytes([len(part) // size - 1]) + part for part in parts)
    return head + palette + raw


def pam_of(values, most):
    """A PPM or PGM whose largest value is `most`."""
    height, width, channels = values.shape
    head = f"P{6 if channels == 3 else 5}\n{width} {height}\n{most}\n".encode()
    return head + values.astype(">u2" if most > 255 else np.uint8).tobytes()
