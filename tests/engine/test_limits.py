"""The readers of our own live within the limits of a worker."""

import os
import struct
import sys

import pytest

from gallery.core.picture import Decoded
from gallery.core.problem import Kind
from gallery.engine.workers.decode_pool import DecodePool, Task
from tests.engine.test_decode_pool import Answers

SIDE = 16_000  # 256 megapixels: allowed by their number, three channels are 768 MB
RUN = b"\x81\0"  # 128 zeros


def photoshop(side, depth):
    row = RUN * (side * depth // 8 // 128)
    head = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, side, side, depth, 3) + bytes(12) + b"\0\1"
    return head + struct.pack(">H", len(row)) * (3 * side) + row * (3 * side)


def bitmap(side):
    info = struct.pack("<IiiHHIIiiII", 40, side, side, 1, 32, 3, 0, 0, 0, 0, 0)
    masks = struct.pack("<3I", 0x3FF, 0xFFC00, 0x3FF00000)
    return b"BM" + bytes(8) + struct.pack("<I", 66) + info + masks + bytes(4000)


def tiff(side, samples=3):
    entries = [(256, side), (257, side), (258, 12), (259, 1), (262, 2), (273, 8)]
    entries += [(277, samples), (278, side), (279, 4000), (284, 1)]
    out = b"II*\0" + struct.pack("<IH", 8, len(entries))
    return out + b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)


@pytest.fixture
def ask(tmp_path):
    """Has a worker of 1 GiB decode bytes."""
    pool, answers = DecodePool(1, memory=1 << 30), Answers()

    def run(data):
        path = tmp_path / "x"
        path.write_bytes(data)
        pool.submit(Task(os.fsencode(path)), answers.done)
        return answers.take()[None]

    yield run
    pool.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits are those of Linux")
def test_a_picture_that_needs_too_much_memory_is_too_large(ask):
    for depth in (8, 16):
        assert ask(photoshop(SIDE, depth)).kind is Kind.TOO_LARGE
    assert isinstance(ask(photoshop(1280, 16)), Decoded)


@pytest.mark.parametrize("make", [lambda side: photoshop(side, 16), bitmap, tiff])
def test_what_declares_too_many_pixels_is_refused_unseen(ask, make):
    result = ask(make(30_080)[:20_000])
    assert result.kind is Kind.TOO_LARGE
    assert "30,080" in result.message


@pytest.mark.parametrize("make", [lambda side: photoshop(side, 16), bitmap, tiff])
def test_a_large_picture_without_its_pixels_is_truncated(ask, make):
    assert ask(make(6400)[:20_000]).kind in (Kind.TRUNCATED, Kind.TOO_LARGE)
