"""Names and contents are data: nothing in them is run, formatted, globbed or followed."""

import base64
import csv
import json
import os

import pytest

from gallery.core.paths import shown
from tests.cli_tools import run
from tests.engine_tools import folder_of
from tests.reliability.conftest import MARKUP

NAMES = [
    *(name for name in MARKUP if b"/" not in name),
    b"+SUM(1).jpg",
    b"@cell.jpg",
    b"$(touch PWNED).jpg",
    b"`touch PWNED`.jpg",
    b"; touch PWNED;.jpg",
    b"' OR 1=1; DROP TABLE file; --.jpg",
    b"%s%n%d{0}{x}.jpg",
    b"*.jpg",
    b"?[a-z].jpg",
    b"-rf.jpg",
    b"--json.jpg",
    b"new\nline\r\t.jpg",
    b"\x1b[31mred\x07.jpg",
    "\u202egnp.jpg".encode(),
    b"\xff\xfe.jpg",
    b"a\\b.jpg",
]


@pytest.fixture
def root(tmp_path):
    root = folder_of(tmp_path / "photos", len(NAMES))
    for number, name in enumerate(NAMES):
        os.rename(root / f"{number:04}.jpg", os.fsencode(root) + b"/" + name)
    return root


def exact(result):
    encoded = result.get("path_b64")
    return base64.b64decode(encoded) if encoded else result["path"].encode()


def test_every_name_is_embedded_and_comes_out_as_it_is(root, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = run("index", str(root), "--encoder", "pixels", "--json")
    assert (code, json.loads(out)["embedded"]) == (0, len(NAMES)), err
    query = os.fsdecode(os.fsencode(root) + b"/--json.jpg")
    code, out, err = run(
        "similar", query, "--in", str(root), "-k", "99", "--encoder", "pixels", "--json"
    )
    assert code == 0, err
    paths = {exact(r) for r in json.loads(out)["results"]}
    assert paths == {os.fsencode(root) + b"/" + name for name in NAMES}
    assert not list(tmp_path.rglob("*PWNED"))


def test_json_has_no_raw_control_characters(root):
    _code, out, _err = run("similar", str(root / "-rf.jpg"), "--in", str(root),
                           "--encoder", "pixels", "--json")  # fmt: skip
    assert b"\x1b" not in out
    assert b"\x07" not in out
    assert out.count(b"\n") == 1


def test_a_table_holds_names_and_no_formulas(root, tmp_path):
    """No field that a program for tables would compute, and every name exactly."""
    for name in NAMES[-8:]:  # few enough that their map takes no time
        os.unlink(os.fsencode(root) + b"/" + name)
    table = tmp_path / "out.csv"
    code, _out, err = run("export", str(root), "--to", str(table), "--encoder", "pixels")
    assert code == 0, err
    with table.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    paths = {base64.b64decode(row["path_b64"]) for row in rows}
    assert paths == {os.fsencode(root) + b"/" + name for name in NAMES[:-8]}
    assert not [row["path"] for row in rows if row["path"][0] in "=+-@\t\r"]


def test_names_are_plain_text_all_over_the_window(ran):
    """Each picture was looked at in grid, inspector and viewer, and asked for its look-alikes."""
    assert ran.seen["rich"] == []
    written = "\n".join(ran.seen["names"])
    for name in MARKUP:
        assert shown(os.path.basename(name)) in written
    assert ran.seen["pictures"] == 8 + len(MARKUP)
