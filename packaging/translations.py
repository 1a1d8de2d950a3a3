"""Brings `resources/translations` up to date with the texts of the program.

    make translations

What is new in the program is written to each .ts file, unfinished; what is gone is taken out. The
.qm files, which the window reads, are made of them by Qt's own lrelease.
"""

import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import PySide6

from gallery.core.codes import Code
from gallery.encoders import catalogue
from gallery.imaging import exif
from gallery.ui import actions, language

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
WINDOW = ROOT / "gallery" / "ui"
FORMS = 2  # of a counted text: one, and any other number; so in German


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be translated: the template for one, where that differs, and the general one."""

    one: str
    many: str

    @property
    def is_counted(self) -> bool:
        """Whether there is a template for each form of a number."""
        return self.one != self.many


def texts() -> dict[str, Text]:
    """Return all texts that the window can show, by the general template."""
    found: dict[str, Text] = {}
    for text in (*_codes(), *_tables(), *_calls()):
        known = found.setdefault(text.many, text)
        if known != text:
            raise SystemExit(f"counted in one place and not in another: {text.many}")
    return dict(sorted(found.items()))


def _codes() -> Iterator[Text]:
    for code in Code:
        if any(part.strip(" :") for part in _fixed(code.text)):
            yield Text(code.one, code.text)


def _fixed(template: str) -> list[str]:
    return [part.partition("}")[2] or part * ("}" not in part) for part in template.split("{")]


def _tables() -> Iterator[Text]:
    for text in (*actions.texts(), *catalogue.texts(), *exif.NAMES):
        yield Text(str(text), str(text))


def _calls() -> Iterator[Text]:
    for path in sorted(WINDOW.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield from _called(_name(node), node)


def _name(node: ast.Call) -> str:
    name = getattr(node.func, "id", "")
    return getattr(node.args[0], "id", "") if name == "partial" and node.args else name


def _called(name: str, node: ast.Call) -> Iterator[Text]:
    if name in ("Action", "Layout", "ViewEntry"):
        yield from _declared(node)
    if name not in ("tr", "mark", "counted", "date"):
        return
    if name == "date":
        for part in ast.walk(node.args[1]):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield Text(part.value, part.value)
        return
    given = [part.value for part in node.args if isinstance(part, ast.Constant)]
    words = [str(value) for value in given if isinstance(value, str)]
    if name == "counted" and len(words) == 2:
        yield Text(words[0], words[1])
    elif words:
        yield Text(words[0], words[0])


def _declared(node: ast.Call) -> Iterator[Text]:
    """Yield what an action of a view says, and its keys where they are only told of."""
    told = [node.args[1]] if len(node.args) > 1 else []
    told += [word.value for word in node.keywords if word.arg in ("short", "about", "within")]
    if any("SHEET" in ast.unparse(part) for part in node.args):
        told += getattr(node.args[3], "elts", [])
    for part in told:
        if isinstance(part, ast.Constant) and part.value:
            yield Text(str(part.value), str(part.value))


def read(path: Path) -> dict[str, list[str]]:
    """Return the translations in a .ts file by source: one, or one for each form."""
    if not path.exists():
        return {}
    kept = {}
    for message in ET.parse(path).getroot().iter("message"):
        source, translation = message.findtext("source"), message.find("translation")
        if source is not None and translation is not None:
            forms = [form.text or "" for form in translation.findall("numerusform")]
            kept[source] = forms or [translation.text or ""]
    return kept


def document(language_code: str, kept: dict[str, list[str]]) -> str:
    """Return the .ts file for all texts there are, with the translations that are known."""
    root = ET.Element("TS", version="2.1", language=language_code, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = language.CONTEXT
    for text in texts().values():
        _add(context, text, kept.get(text.many, []))
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{_xml(root)}\n'


def _xml(root: ET.Element) -> str:
    return ET.tostring(root, encoding="unicode")


def _add(context: ET.Element, text: Text, forms: list[str]) -> None:
    message = ET.SubElement(context, "message")
    if text.is_counted:
        message.set("numerus", "yes")
    ET.SubElement(message, "source").text = text.many
    translation = ET.SubElement(message, "translation")
    wanted = FORMS if text.is_counted else 1
    if len(forms) != wanted or not all(forms):
        translation.set("type", "unfinished")
    if text.is_counted:
        for form in (forms + [""] * FORMS)[:FORMS]:
            ET.SubElement(translation, "numerusform").text = form
    else:
        translation.text = forms[0] if forms else ""


def release(source: Path, target: Path) -> None:
    """Make the .qm file of a .ts file."""
    tool = Path(PySide6.__file__).parent / (
        "lrelease.exe" if sys.platform == "win32" else "lrelease"
    )
    subprocess.run([tool, "-silent", str(source), "-qm", str(target)], check=True)


def main() -> int:
    """Write all .ts and .qm files; 1 where something is left to translate."""
    left = 0
    for code in language.NAMES:
        if code == language.ENGLISH:
            continue
        path = FOLDER / f"lookalike_{code}.ts"
        path.write_text(document(code, read(path)), "utf-8")
        release(path, path.with_suffix(".qm"))
        unfinished = path.read_text("utf-8").count('type="unfinished"')
        print(f"{path.name}: {len(texts())} texts, {unfinished} to translate")
        left += unfinished
    return 1 if left else 0


if __name__ == "__main__":
    raise SystemExit(main())
