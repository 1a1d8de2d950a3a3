"""Messages as bytes for the pipe: JSON lines of one version."""

import json
from dataclasses import asdict
from typing import Any

from gallery.core.errors import MessageError
from gallery.engine.ipc.messages import Event, Message, Request

VERSION = 1

TYPES: dict[str, type[Message]] = {
    cls.__name__: cls for cls in (*Request.__args__, *Event.__args__)
}


def encode(message: Message) -> bytes:
    """Return `message` as bytes for the pipe."""
    fields = {"v": VERSION, "type": type(message).__name__, **asdict(message)}
    return json.dumps(fields, separators=(",", ":")).encode("ascii")


def decode(data: bytes) -> Message:
    """Return the message in `data`; MessageError for any other bytes."""
    try:
        fields: dict[str, Any] = json.loads(data)
        version, kind = fields.pop("v"), fields.pop("type")
        if version == VERSION:
            return TYPES[kind](**fields)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise MessageError(f"Not a message: {data[:80]!r}") from error
    raise MessageError("Window and engine are of different versions.")
