import json
import os
import re
from dataclasses import fields

import pytest

from gallery.core.codes import Code
from gallery.core.errors import MessageError
from gallery.core.sentence import Sentence
from gallery.encoders import registry
from gallery.engine.ipc import messages, wire
from gallery.engine.ipc.messages import Change, EncoderKnown, Stage, Topic
from gallery.engine.ipc.wire import decode, encode

ODD = os.fsdecode(b'/photos/\xff\xed\xb2\x80\n"<img>.jpg')
NESTED = Sentence.of(Code.PARTS, parts=[Sentence.of(Code.PICTURES, n=2), Sentence.of(ODD)])
SOME = {
    "list[list[float]]": [[0.25, -1.0], []],
    "list[list[int]]": [[1, 2], [3, 4]],
    "int": 2**40,
    "str": ODD,
    "bool": True,
    "float": 0.25,
    "list[int]": [1, 2**50],
    "list[float]": [0.5, -1.0],
    "list[str]": [ODD],
    "dict[str, int]": {"video": 14},
    "Stage": Stage.EMBED,
    "Change": Change.VECTORS,
    "Topic": Topic.SPACE,
    "Sentence": NESTED,
    "Sentence | None": NESTED,
    "list[EncoderKnown]": [
        EncoderKnown(
            name="clip",
            dim=512,
            words=True,
            available=False,
            size_bytes=2**33,
            licence="MIT",
            default=False,
            detail=Sentence.of("é"),
            needs="PyTorch",
            install="make encoders",
        )
    ],
}


def example(kind):
    def value(field):
        return SOME[field.type if isinstance(field.type, str) else _name(field.type)]

    return kind(**{field.name: value(field) for field in fields(kind)})


def _name(kind):
    if isinstance(kind, type) and not hasattr(kind, "__args__"):
        return kind.__name__
    return re.sub(r"gallery\.\w+(\.\w+)*\.", "", str(kind))


@pytest.mark.parametrize("kind", wire.TYPES.values(), ids=wire.TYPES)
def test_every_message_survives_the_trip(kind):
    message = example(kind)
    there = decode(encode(message))
    assert there == message
    for field in fields(kind):
        assert type(getattr(there, field.name)) is type(getattr(message, field.name))


def test_a_path_that_is_no_text_comes_out_as_its_bytes():
    message = messages.OpenFolder(request=1, folder=ODD, encoder="pixels")
    assert os.fsencode(decode(encode(message)).folder) == os.fsencode(ODD)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b"3",
        b"{}",
        b'{"v":1,"type":"Nothing"}',
        b'{"v":1,"type":"Cancel"}',
        b'{"v":1,"type":"Cancel","request":1,"more":2}',
        b'{"v":1,"type":"Progress","request":1,"stage":"dance","done":1,"total":1}',
        b'{"v":2,"type":"Cancel","request":1}',
        b'{"v":1,"type":["Cancel"],"request":1}',
    ],
)
def test_other_bytes_are_no_message(data):
    with pytest.raises(MessageError):
        decode(data)


def test_a_message_is_one_line_of_ascii():
    line = encode(messages.Failed(request=1, said=Sentence.of(ODD)))
    assert line.isascii()
    assert b"\n" not in line
    assert json.loads(line)["v"] == wire.VERSION


def test_what_a_notice_may_be_about_is_known():
    notice = messages.Notice(
        topic=messages.Topic.SPACE, said=Sentence.of("There is no space left.")
    )
    assert wire.decode(wire.encode(notice)) == notice
    other = wire.encode(notice).replace(b'"space"', b'"weather"')
    with pytest.raises(MessageError):
        wire.decode(other)


def test_all_that_is_known_of_an_encoder_is_told():
    known, sent = [
        {field.name: field.type for field in fields(kind)}
        for kind in (registry.EncoderInfo, messages.EncoderKnown)
    ]
    assert known == sent
