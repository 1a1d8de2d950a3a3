import ast
import json
import pickle
import string
from dataclasses import asdict
from pathlib import Path

import pytest

import gallery
from gallery.core import sentence
from gallery.core.codes import Code
from gallery.core.errors import FolderError, LookalikeError
from gallery.core.sentence import Sentence

BELOW = ("core", "imaging", "library", "encoders", "analysis", "engine")
NESTED = Sentence.of(
    Code.PARTS, parts=[Sentence.of(Code.PICTURES, n=1330), Sentence.of(Code.NEW, n=1)]
)


def places(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("code", list(Code))
def test_a_code_is_called_as_it_is_kept_and_its_templates_agree(code):
    assert code.value == code.name.lower()
    assert places(code.one) == places(code.text)
    assert ("n" in places(code.text)) or code.one == code.text


def test_no_two_codes_say_the_same():
    texts = [code.text for code in Code]
    assert len(set(texts)) == len(texts)


def test_numbers_are_grouped_and_one_is_singular():
    assert str(NESTED) == "1,330 pictures, 1 new"
    assert str(Sentence.of(Code.PICTURES, n=1)) == "1 picture"
    assert str(Sentence.of(Code.PICTURES, n=0)) == "0 pictures"


def test_a_list_is_joined_by_and_where_the_template_asks_for_it():
    said = Sentence.of(Code.NO_WORDS, encoder="pixels", others=["clip", "compact"])
    assert str(said) == "The encoder “pixels” does not know words; “clip” and “compact” do."


def test_braces_and_signs_in_a_name_are_no_template():
    assert str(Sentence.of(Code.NO_FOLDER, folder="/{x}/%n")) == "There is no folder /{x}/%n."


@pytest.mark.parametrize("said", [NESTED, Sentence.of("\udcff{n}"), Sentence(Code.EMPTY)])
def test_a_sentence_survives_the_pipe_and_the_store(said):
    assert Sentence(**json.loads(json.dumps(asdict(said)))) == said
    assert sentence.said(said.code.value, sentence.kept(said)) == said


def test_a_code_of_a_newer_program_is_told_by_its_name():
    assert str(sentence.said("folded_wrongly", "{}")) == "folded wrongly"


def test_arguments_that_are_no_json_are_kept_as_their_text():
    said = Sentence.of(Code.STORE_UNUSABLE, place=Path("/home"), reason=OSError("no"))
    assert said.args == {"place": "/home", "reason": "no"}


def test_an_error_carries_its_code_and_prints_its_sentence():
    error = FolderError(Code.NO_FOLDER, folder="/x")
    assert (error.said.code, str(error)) == (Code.NO_FOLDER, "There is no folder /x.")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (FolderError, str(error))


def test_a_plain_sentence_is_an_error_too():
    assert str(LookalikeError("Name a file.")) == "Name a file."


def errors_with_text():
    """Yield where a floor that the window shows raises an error of ours with a text, not a code."""
    root = Path(gallery.__file__).parent
    for path in (path for floor in BELOW for path in sorted((root / floor).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "")
            ours = isinstance(node, ast.Call) and (
                name in {cls.__name__ for cls in _subclasses(LookalikeError)}
            )
            if ours and node.args and isinstance(node.args[0], ast.Constant | ast.JoinedStr):
                yield f"{path.relative_to(root)}:{node.lineno}"


def _subclasses(cls):
    return {cls}.union(*(_subclasses(sub) for sub in cls.__subclasses__()))


def test_below_the_command_line_errors_have_codes():
    assert list(errors_with_text()) == []
