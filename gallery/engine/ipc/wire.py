"""Messages as bytes for the pipe: JSON lines of one version."""

import json
from dataclasses import asdict

from gallery.core.codes import Code
from gallery.core.errors import MessageError
from gallery.core.json_types import JsonObject
from gallery.core.sentence import Sentence
from gallery.engine.ipc.messages import Event, Message, Request

VERSION = 1  # window and engine come from one install; a half-updated one is refused, not guessed

TYPES: dict[str, type[Message]] = {
    cls.__name__: cls for cls in (*Request.__args__, *Event.__args__)
}


def encode(message: Message) -> bytes:
    """Return `message` as bytes for the pipe."""
    fields = {"v": VERSION, "type": type(message).__name__, **asdict(message)}
    # ASCII by escapes: paths carry lone surrogates for bytes that are no UTF-8, which UTF-8
    # refuses.
    return json.dumps(fields, separators=(",", ":")).encode("ascii")


def decode(data: bytes) -> Message:
    """Return the message in `data`; MessageError for any other bytes."""
    try:
        fields: JsonObject = json.loads(data)
        version, kind = fields.pop("v"), fields.pop("type")
        if version == VERSION:
            given: JsonObject = {name: _restored(value) for name, value in fields.items()}
            return TYPES[kind](**given)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise MessageError(Code.NOT_A_MESSAGE, bytes=repr(data[:80])) from error
    raise MessageError(Code.OTHER_VERSION)


def _restored(value: object) -> object:
    """Return a field as it was sent: sentences travel as objects of a code and its arguments."""
    if isinstance(value, list):
        return [_restored(part) for part in value]
    if isinstance(value, dict) and value.keys() == {"code", "args"}:
        return Sentence(**value)
    if isinstance(value, dict):
        return {name: _restored(part) for name, part in value.items()}
    return value
