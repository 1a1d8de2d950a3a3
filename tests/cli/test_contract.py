"""What other programs rely on: keys, exit codes, paths."""

import base64
import csv
import json
import os

import numpy as np
import pytest

from gallery.cli import COMMANDS
from gallery.core.problem import Kind
from gallery.encoders import registry

PIXELS = ("--encoder", "pixels")


def test_index(here, photos):
    result = here.json("index", photos, *PIXELS)
    stages = result.pop("stages")
    seconds = result.pop("seconds")
    assert result == {
        "folder": str(photos),
        "encoder": "pixels",
        "dim": 256,
        "found": 12,
        "embedded": 10,
        "reused": 0,
        "moved": 0,
        "removed": 0,
        "problems": 2,
        "ignored": 0,
    }
    assert seconds > 0
    assert {"scan", "decode", "embed"} <= set(stages)
    again = here.json("index", photos, *PIXELS)
    assert (again["embedded"], again["reused"], again["problems"]) == (0, 10, 2)


def test_index_of_an_empty_folder(here, tmp_path):
    (tmp_path / "empty").mkdir()
    result = here.json("index", tmp_path / "empty", *PIXELS)
    assert (result["found"], result["embedded"], result["reused"], result["problems"]) == (0,) * 4


def test_problems(here, photos):
    here.json("index", photos, *PIXELS)
    result = here.json("problems", photos, *PIXELS)
    assert set(result) == {"folder", "problems"}
    assert [set(p) for p in result["problems"]] == [{"path", "kind", "message"}] * 2
    kinds = {os.path.basename(p["path"]): p["kind"] for p in result["problems"]}
    assert kinds == {"bad.jpg": Kind.NOT_AN_IMAGE, "empty.png": Kind.EMPTY}


def test_similar(here, photos):
    result = here.json("similar", photos / "0001.jpg", "--in", photos, "-k", "3", *PIXELS)
    assert set(result) == {"query", "encoder", "results", "kept"}
    assert result["query"] == str(photos / "0001.jpg")
    assert [r["rank"] for r in result["results"]] == [1, 2, 3]
    best = result["results"][:2]
    assert {r["path"] for r in best} == {str(photos / "0001.jpg"), str(photos / "deep/copy.jpg")}
    assert all(r["score"] == pytest.approx(1, abs=1e-5) for r in best)
    assert result["results"][2]["score"] < 0.999


def test_a_path_that_is_no_text_is_given_exactly(here, photos):
    result = here.json("similar", photos / "0002.jpg", "--in", photos, "-k", "2", *PIXELS)
    odd = next(r for r in result["results"] if "path_b64" in r)
    assert odd["path"].endswith("��.jpg")
    assert base64.b64decode(odd["path_b64"]) == os.fsencode(photos) + b"/\xff\xe9.jpg"
    other = next(r for r in result["results"] if "path_b64" not in r)
    assert other["path"] == str(photos / "0002.jpg")


def test_a_query_and_a_folder_that_are_no_text_work(here, photos, tmp_path):
    odd = os.fsencode(tmp_path) + b"/\xfe"
    os.rename(photos, odd)
    result = here.json("index", odd, *PIXELS)
    assert base64.b64decode(result["folder_b64"]) == odd
    result = here.json("similar", odd + b"/\xff\xe9.jpg", "--in", odd, "-k", "1", *PIXELS)
    assert "�" in result["query"]
    assert base64.b64decode(result["query_b64"]) == odd + b"/\xff\xe9.jpg"
    result = here.json("problems", odd)
    assert base64.b64decode(result["folder_b64"]) == odd
    assert {base64.b64decode(p["path_b64"]) for p in result["problems"]} == {
        odd + b"/bad.jpg",
        odd + b"/empty.png",
    }


def test_lists_of_paths_are_given_exactly_where_one_is_no_text(here, photos):
    odd = os.fsencode(photos) + b"/\xff\xe9.jpg"
    clusters = here.json("clusters", photos, "-k", "3", *PIXELS)["clusters"]
    with_odd = [c for c in clusters if any("�" in path for path in c["paths"])]
    assert [c for c in clusters if "paths_b64" in c] == with_odd
    assert len(with_odd) == 1
    exact = [base64.b64decode(text) for text in with_odd[0]["paths_b64"]]
    assert [path.decode("utf-8", "replace") for path in exact] == with_odd[0]["paths"]
    assert odd in exact
    compared = here.json("compare", photos / "0001.jpg", odd, *PIXELS)
    exact = [base64.b64decode(text) for text in compared["paths_b64"]]
    assert exact == [os.fsencode(photos) + b"/0001.jpg", odd]


@pytest.mark.parametrize("command", [("clusters",), ("map",), ("export", "--to", "{}/out.csv")])
def test_a_folder_that_is_no_text_is_given_exactly(here, photos, tmp_path, command):
    odd = os.fsencode(tmp_path) + b"/\xfe"
    os.rename(photos, odd)
    name, *more = (argument.format(tmp_path) for argument in command)
    result = here.json(name, odd, *more, *PIXELS)
    assert result["folder"] == f"{tmp_path}/�"
    assert base64.b64decode(result["folder_b64"]) == odd


def test_clusters(here, photos):
    result = here.json("clusters", photos, "-k", "3", *PIXELS)
    assert set(result) == {"folder", "encoder", "k", "suggested_k", "silhouette", "clusters"}
    assert result["k"] == len(result["clusters"]) == 3
    keys = {"id", "name", "size", "paths"}
    assert all(set(c) - {"paths_b64"} == keys for c in result["clusters"])
    assert sum(c["size"] for c in result["clusters"]) == 10
    assert all(c["size"] == len(c["paths"]) for c in result["clusters"])
    assert 1 <= here.json("clusters", photos, *PIXELS)["suggested_k"] <= 10


def test_map(here, photos, tmp_path):
    png, svg = tmp_path / "map.png", tmp_path / "map.svg"
    result = here.json("map", photos, "--png", png, "--svg", svg, *PIXELS)
    assert set(result) == {"folder", "encoder", "method", "points"}
    assert len(result["points"]) == 10
    assert all({"path", "x", "y", "cluster"} <= set(p) for p in result["points"])
    assert all(abs(p["x"]) < 3 and abs(p["y"]) < 3 for p in result["points"])
    assert png.read_bytes()[:4] == b"\x89PNG"
    assert svg.read_text().count("<circle") == 10


def test_compare(here, photos):
    paths = [photos / "0001.jpg", photos / "deep/copy.jpg", photos / "0002.jpg"]
    result = here.json("compare", *paths, *PIXELS)
    assert set(result) == {"encoder", "paths", "cosine", "angle", "euclidean"}
    assert result["paths"] == [str(path) for path in paths]
    cosine, angle, euclidean = (np.array(result[k]) for k in ("cosine", "angle", "euclidean"))
    assert np.allclose(np.diag(cosine), 1, atol=1e-5)
    assert np.allclose(cosine, cosine.T)
    assert cosine[0, 1] == pytest.approx(1, abs=1e-5)
    assert np.allclose(np.degrees(np.arccos(np.clip(cosine, -1, 1))), angle, atol=0.3)
    assert np.allclose(euclidean, np.sqrt(np.maximum(0, 2 - 2 * cosine)), atol=5e-3)


def test_export_to_arrays(here, photos, tmp_path):
    result = here.json("export", photos, "--to", tmp_path / "out.npz", *PIXELS)
    assert result["pictures"] == 10
    with np.load(tmp_path / "out.npz", allow_pickle=False) as out:
        more = {"cluster_name", "folder", "size", "content", "labels", "stars"}
        assert set(out.files) == {"paths", "paths_b64", "vectors", "cluster", "xy"} | more
        assert (out["vectors"].shape, out["vectors"].dtype) == ((10, 256), np.float32)
        assert (out["xy"].shape, out["xy"].dtype) == ((10, 2), np.float32)
        assert np.issubdtype(out["cluster"].dtype, np.integer)
        exact = [base64.b64decode(text) for text in out["paths_b64"]]
        assert os.fsencode(photos) + b"/\xff\xe9.jpg" in exact
        shown = [path.decode("utf-8", "replace") for path in exact]
        assert shown == out["paths"].tolist()


def test_export_to_a_table(here, photos, tmp_path):
    (photos / "0003.jpg").rename(photos / "=cmd()\n.jpg")
    here.json("export", photos, "--to", tmp_path / "out.csv", *PIXELS)
    with open(tmp_path / "out.csv", newline="") as file:
        head, *rows = csv.reader(file)
    assert head[:5] == ["path", "path_b64", "cluster", "x", "y"]
    assert head[5:9] == ["cluster_name", "folder", "size", "content"]
    assert head[9:12] == ["labels", "stars", "v0"]
    assert len(rows) == 10
    assert all(len(row) == 11 + 256 for row in rows)
    assert not any(row[0].startswith(("=", "+", "-", "@")) for row in rows)


def test_export_to_parquet(here, photos, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    here.json("export", photos, "--to", tmp_path / "out.parquet", *PIXELS)
    table = parquet.read_table(tmp_path / "out.parquet")
    assert table.num_rows == 10
    assert {"path", "path_bytes", "vector", "cluster", "x", "y"} <= set(table.column_names)
    assert table.schema.metadata[b"dim"] == b"256"


def test_export_for_the_projector(here, photos, tmp_path):
    here.json("export", photos, "--to", tmp_path / "out", *PIXELS)
    lines = (tmp_path / "out" / "vectors.tsv").read_text().splitlines()
    assert (len(lines), len(lines[0].split("\t"))) == (10, 256)
    assert len((tmp_path / "out" / "metadata.tsv").read_text().splitlines()) == 11
    assert (tmp_path / "out" / "sprite.png").read_bytes()[:4] == b"\x89PNG"


def test_encoders(here):
    result = here.json("encoders")
    keys = {"name", "dim", "words", "available", "size_bytes", "licence", "default"}
    assert all(set(e) == keys for e in result["encoders"])
    assert [e["default"] for e in result["encoders"]].count(True) == 1
    pixels = next(e for e in result["encoders"] if e["name"] == "pixels")
    assert (pixels["available"], pixels["words"], pixels["dim"]) == (True, False, 256)


@pytest.mark.parametrize("torch", [True, False])
def test_encoders_tell_what_is_to_be_done_for_each(here, monkeypatch, torch):
    monkeypatch.setattr(registry, "_installed", lambda _package: torch)
    _code, out, _err = here("encoders", "--encoder", "clip")
    line, _blank, to_do = out.splitlines()
    if torch:
        assert "605 MB to fetch" in line
        assert to_do == "What is to fetch is downloaded when it is chosen in the window."
    else:
        assert "needs PyTorch, 605 MB" in line
        lead = "PyTorch, which the others need, is installed by:"
        assert to_do == f"{lead} {registry.install_command()}"
    _code, out, _err = here("encoders", "--encoder", "pixels")
    (line,) = out.splitlines()
    assert "ready" in line


@pytest.mark.parametrize("command", COMMANDS)
def test_an_encoder_may_be_named_with_every_command(here, capfd, command):
    with pytest.raises(SystemExit):
        here(command, "--help")
    assert "--encoder NAME" in capfd.readouterr().out


def test_doctor(here):
    result = here.json("doctor", *PIXELS)
    assert set(result) == {"ok", "checks"}
    assert all(set(c) == {"name", "ok", "detail"} for c in result["checks"])
    assert next(c for c in result["checks"] if c["name"] == "store")["ok"]


@pytest.mark.parametrize("command", ["index", "problems", "clusters", "map"])
def test_commands_print_text_for_people(here, photos, command):
    here("index", photos, *PIXELS)
    code, out, _err = here(command, photos, *PIXELS)
    assert code == 0
    assert out.strip()
    with pytest.raises(ValueError, match=r"Expecting|Extra"):
        json.loads(out)


@pytest.mark.parametrize(
    "arguments",
    [
        ("index", "{none}"),
        ("index", "{file}"),
        ("index", "{folder}", "--encoder", "nothing-like-it"),
        ("problems", "{folder}"),
        ("similar", "{none}", "--in", "{folder}"),
        ("similar", "{bad}", "--in", "{folder}"),
        ("similar", "{folder}", "--in", "{folder}"),
        ("similar", "{file}", "--in", "{none}"),
        ("search", "dog", "--in", "{folder}"),
        ("compare", "{file}", "{bad}"),
        ("export", "{folder}", "--to", "out.xyz"),
        ("export", "{folder}", "--to", "{none}/out.npz"),
        ("export", "{folder}", "--to", "{file}/out.npz"),
        ("export", "{folder}", "--to", "{folder}/" + "n" * 260 + ".npz"),
        ("map", "{folder}", "--png", "{none}/map.png"),
        ("map", "{folder}", "--png", "{file}/map.png"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(here, photos, tmp_path, arguments):
    places = {
        "none": tmp_path / "none",
        "file": photos / "0001.jpg",
        "folder": photos,
        "bad": photos / "bad.jpg",
    }
    named = [argument.format(**places) for argument in arguments]
    if "--encoder" not in named:
        named += PIXELS
    code, out, err = here(*named, "--json")
    assert code == 1
    assert json.loads(out) == {"error": err.removeprefix("lookalike: ").rstrip("\n")}
    assert err.startswith("lookalike: ")
    assert err.count("\n") == 1
    assert err.rstrip().endswith((".", "?", f"lookalike index {photos}", "'")), err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("index",),
        ("dance",),
        ("index", "a", "b"),
        ("similar", "a"),
        ("similar", "a", "--in", "b", "-k", "0"),
        ("similar", "a", "--in", "b", "-k", "many"),
        ("export", "a"),
        ("index", "a", "--unknown"),
        ("compare", "a"),
    ],
)
def test_wrong_usage_is_two(here, arguments):
    with pytest.raises(SystemExit) as left:
        here(*arguments)
    assert left.value.code == 2
