"""Every text of the window is translated, and what is shipped is what the texts are today."""

import ast
import string

import pytest
from PySide6.QtCore import QTranslator

import translations
from gallery.ui import language

OTHERS = [code for code in language.NAMES if code != language.ENGLISH]
WINDOW = translations.WINDOW


@pytest.fixture(params=OTHERS)
def kept(request):
    return request.param, translations.read(translations.FOLDER / f"lookalike_{request.param}.ts")


def places(template):
    parsed = string.Formatter().parse(template)
    return {(name, spec) for _, name, spec, _ in parsed if name is not None}


def test_no_text_is_left_out_and_none_is_translated_for_nothing(kept):
    _code, translated = kept
    assert set(translated) == set(translations.texts())


def test_each_text_is_translated_in_every_form(kept):
    _code, translated = kept
    for text in translations.texts().values():
        forms = translated[text.many]
        assert len(forms) == (translations.FORMS if text.is_counted else 1), text.many
        assert all(forms), text.many


def test_the_places_of_a_translation_are_those_of_its_text(kept):
    _code, translated = kept
    for source, forms in translated.items():
        for form in forms:
            assert places(form) == places(source), source
            assert form.startswith(" ") == source.startswith(" "), source
            assert form.endswith(" ") == source.endswith(" "), source


def test_german_has_german_quotation_marks(kept):
    code, translated = kept
    if code == "de":
        assert not [form for forms in translated.values() for form in forms if "”" in form]


def test_what_is_shipped_says_what_was_translated(kept, qapp):
    code, translated = kept
    translator = QTranslator()
    assert translator.load(f"lookalike_{code}", str(translations.FOLDER))
    for text in translations.texts().values():
        forms = translated[text.many]
        numbers = (1, 7) if text.is_counted else (-1,)
        told = [translator.translate(language.CONTEXT, text.many, None, n) for n in numbers]
        assert told == forms, text.many
    assert not translator.translate(language.CONTEXT, "A text that is not there.")


# ---------------------------------------------------------------- what does not go through it

SHOWN_BY = {
    "setText", "setToolTip", "setAccessibleName", "setAccessibleDescription", "setWindowTitle",
    "setPlaceholderText", "setTitle", "setStatusTip", "setWhatsThis", "setIconText", "addAction",
    "plain", "wrapped", "ElidedLabel", "QPushButton", "QLabel", "QAction", "QMenu", "set_tip",
    "drawText", "say", "tell", "ShownLine", "paint_chip", "paint_banner", "emit", "addMenu",
}  # fmt: skip
"""What shows its text to a person, or hands it to what does."""

ALLOWED = {
    " · ", " ", "· ", ".", " %", "  ", ", ", ": ", "\n", "·", " ·",  # between words
}  # fmt: skip


TRANSLATED = {"tr", "counted", "say", "quoted", "listed", "mark", "partial"}


def letters(node):
    """Yield the literal texts with letters in an expression that no translation was asked for."""
    match node:
        case ast.Constant(value=str(text)) if text not in ALLOWED and any(map(str.isalpha, text)):
            yield text
        case ast.Call(func=func, args=args):
            name = getattr(func, "id", getattr(func, "attr", ""))
            if name not in TRANSLATED | SHOWN_BY:  # these are looked at by themselves
                for part in args:
                    if isinstance(part, ast.JoinedStr | ast.BinOp | ast.IfExp):
                        yield from letters(part)
        case ast.IfExp(body=body, orelse=other):
            yield from letters(body)
            yield from letters(other)
        case ast.JoinedStr() | ast.FormattedValue() | ast.BinOp() | ast.BoolOp() | ast.List():
            for part in ast.iter_child_nodes(node):
                yield from letters(part)


def untranslated(path, tree=None):
    for node in ast.walk(tree or ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            for part in node.args if name in SHOWN_BY else ():
                for text in letters(part):
                    yield f"{path.relative_to(WINDOW)}:{node.lineno}: {text!r}"


def test_what_is_shown_goes_through_the_translation():
    found = [text for path in sorted(WINDOW.rglob("*.py")) for text in untranslated(path)]
    assert found == []


def test_an_untranslated_label_would_be_found():
    path = WINDOW / "made_up.py"
    tree = ast.parse('x.setText(f"{n} pictures")\ny = QLabel("Ready")\nz.setText(tr("Ready"))\n')
    assert len(list(untranslated(path, tree))) == 2
