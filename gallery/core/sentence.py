"""A code and its arguments, and how they become words.

In a template `{name}` stands for an argument: text as it is, a number grouped, a sentence or a list
of them in words. The argument `n` chooses between the template for one and that for more. With
`{name:and}` the last two of a list are joined by "and", and `{name:quoted}` sets them in quotation
marks. Every language inherits from `Speaker`, so a code is put into words in one place alone.
"""

import json
import string
from dataclasses import dataclass, field

from gallery.core.codes import Code
from gallery.core.json_types import JsonObject


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is told: a code, and what stands in the places of its template.

    Attributes:
        code: which sentence it is.
        args: JSON-able: text, numbers, sentences (or what `asdict` made of them), lists of these;
            anything else (a path, an exception) is kept as its text.
    """

    code: Code
    args: JsonObject = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "code", Code(self.code))
        args = {name: _restored(value) for name, value in self.args.items()}
        object.__setattr__(self, "args", args)

    @classmethod
    def of(cls, code: Code | str, /, **args: object) -> "Sentence":
        """Return the sentence of a code; what is only text is the argument of a plain code."""
        return cls(code, args) if isinstance(code, Code) else cls(Code.PLAIN, {"text": code})

    def __str__(self) -> str:
        return ENGLISH.say(self)


def kept(told: Sentence) -> str:
    """Return the arguments as JSON, as they are kept beside the code."""
    return json.dumps(told.args, default=_plain, separators=(",", ":"))


def said(code: str, args: str) -> Sentence:
    """Return a sentence from the store; one that a newer program kept is told by its code."""
    try:
        return Sentence(Code(code), json.loads(args))
    except ValueError:
        return Sentence.of(code.replace("_", " "))


def _plain(value: object) -> object:
    if isinstance(value, Sentence):
        return {"code": value.code, "args": value.args}
    raise TypeError(f"{type(value)} cannot be kept")


def _restored(value: object) -> object:
    # Only sentences are objects among arguments; JSON and `asdict` make dictionaries of them.
    if isinstance(value, dict):
        return Sentence(**value)
    if isinstance(value, list | tuple):
        return [_restored(part) for part in value]
    return value if isinstance(value, int | float | Sentence) else str(value)


class Speaker(string.Formatter):
    """Puts sentences into words; this one speaks English, whatever the system does."""

    def say(self, said: Sentence) -> str:
        """Return the sentence in words."""
        number = said.args.get("n", -1)
        return self.vformat(self.template(said.code.one, said.code.text, number), (), said.args)

    def template(self, one: str, many: str, number: int) -> str:
        """Return the template for `number`, -1 where nothing is counted."""
        return one if number == 1 else many

    def counted(self, one: str, many: str, n: int, /, **args: object) -> str:
        """Return the template for the number `n`, with `n` and `args` in their places."""
        return self.vformat(self.template(one, many, n), (), {"n": n, **args})

    def number(self, value: float) -> str:
        """Return a number with its thousands grouped: "1,330", "2.5"."""
        return f"{value:,}"

    def joined(self, parts: list[str]) -> str:
        """Return "a, b and c"."""
        *others, last = parts
        return f"{', '.join(others)} and {last}" if others else last

    def quoted(self, text: str) -> str:
        """Return a name in quotation marks."""
        return f"“{text}”"

    def format_field(self, value: object, format_spec: str) -> str:
        """Return an argument in words."""
        match value:
            case Sentence():
                return self.say(value)
            case list():
                parts = [self.format_field(part, "") for part in value]
                if "quoted" in format_spec:
                    parts = [self.quoted(part) for part in parts]
                return self.joined(parts) if "and" in format_spec else ", ".join(parts)
            case int() | float():
                return self.number(value)
        return str(value)


ENGLISH = Speaker()
