"""Names and contents are data: nothing in them is run, formatted, globbed or followed."""

import base64
import json
import os

import pytest

from tests.cli_tools import run
from tests.engine_tools import folder_of

NAMES = [
    b"<img src=x onerror=alert(1)>.jpg",
    b"$(touch PWNED).jpg",
    b"`touch PWNED`.jpg",
    b"; touch PWNED;.jpg",
    b"' OR 1=1; DROP TABLE file; --.jpg",
    b"%s%n%d{0}{x}.jpg",
    b"*.jpg",
    b"?[a-z].jpg",
    b"-rf.jpg",
    b"--json.jpg",
    b"=HYPERLINK(1).jpg",
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
