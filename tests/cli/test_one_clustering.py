"""One clustering and one map: they depend on the pictures alone, and window and commands agree."""

import os
import shutil

import numpy as np
import pytest
from PIL import Image

from gallery.core.paths import Home
from gallery.encoders.pixels import PixelsEncoder
from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import Change, Changed, Done
from gallery.engine.jobs.analyse import Analysis
from gallery.library.reading import Reader
from tests.engine_tools import paint, running_engine

COUNT = 48
KEY = PixelsEncoder().id


def painted(root):
    """Write pictures of six kinds, in two folders, one of them twice; return their names."""
    random = np.random.default_rng(5)
    kinds = random.integers(0, 256, (6, 8, 8, 3))
    for number in range(COUNT):
        pixels = random.normal(0, 30, (8, 8, 3)) + kinds[number % 6]
        path = root / ("even" if number % 2 else "odd") / f"{number:03}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).resize((48, 48)).save(path)
    shutil.copy(root / "odd" / "000.png", root / "even" / "again.png")
    return sorted(path.relative_to(root) for path in root.rglob("*.png"))


class Window:
    """What the window reads of one store: all by path."""

    def __init__(self, home, root):
        reader = Reader(home)
        folder = reader.folder_id(os.fsencode(root))
        saved, placed = reader.clusters(folder, KEY), reader.map(folder, KEY)
        rows, _last = reader.all_rows(folder, KEY)
        files = reader.files(folder)
        paths = [files.paths[i] for i in np.searchsorted(files.file, rows.file)]
        reader.close()
        at = np.searchsorted(saved.contents, rows.content)
        self.labels = dict(zip(paths, saved.labels[at].tolist(), strict=True))
        self.ranks = dict(zip(paths, saved.ranks[at].tolist(), strict=True))
        self.names = [row.name for row in saved.rows]
        self.figures = (len(saved.rows), saved.suggested_k, saved.chosen_k, saved.silhouette)
        at = np.searchsorted(placed.contents, rows.content)
        self.places = dict(zip(paths, placed.xy[at], strict=True))
        self.recipes = (saved.recipe, placed.recipe)

    def same(self, other):
        assert self.labels == other.labels
        assert self.ranks == other.ranks
        assert (self.names, self.figures) == (other.names, other.figures)
        for path, place in self.places.items():
            np.testing.assert_allclose(place, other.places[path], atol=1e-5)
        assert all(self.recipes)
        assert self.recipes == other.recipes


def arrive(home, root, source, steps):
    """Have a window's engine index `root` while pictures come in `steps`."""
    with running_engine(home) as engine:
        for step in steps:
            for name in step:
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source / name, root / name)
            assert isinstance(engine.ending(engine.open(root)), Done)


@pytest.fixture(scope="module")
def orders(tmp_path_factory):
    """Stores into which the same pictures came in three orders; and the folder of each."""
    base = tmp_path_factory.mktemp("one")
    names = painted(base / "source")
    few = names[:3]
    steps = ([names], [names[::-1][:40], names], [[n for n in names if n not in few], few])
    stores = []
    for number, step in enumerate(steps):
        home, root = Home(base / f"home{number}"), base / f"root{number}" / "pictures"
        arrive(home, root, base / "source", step)
        stores.append((home, root))
    return stores


def test_every_order_of_arrival_gives_the_same_clusters_and_map(orders):
    first, *others = [Window(home, root) for home, root in orders]
    assert first.figures[0] > 1
    for other in others:
        first.same(other)


@pytest.fixture
def command(here, monkeypatch):
    """Runs a command on a store; returns what it answers."""

    def command(home, *arguments):
        monkeypatch.setenv("LOOKALIKE_HOME", str(home.root))
        return here.json(*arguments, "--encoder", "pixels")

    return command


def agrees(window, clusters, points, root):
    """Check that commands say what the window shows."""
    assert clusters["k"] == window.figures[0]
    assert clusters["suggested_k"] == window.figures[1]
    assert clusters["silhouette"] == round(window.figures[3], 4)
    assert [c["name"] for c in clusters["clusters"]] == window.names
    start = len(str(root)) + 1
    for cluster in clusters["clusters"]:
        paths = [path[start:].encode() for path in cluster["paths"]]
        assert {window.labels[path] for path in paths} == {cluster["id"]}
        ranks = [window.ranks[path] for path in paths]
        assert ranks == sorted(ranks)
        assert cluster["size"] == sum(n == cluster["id"] for n in window.labels.values())
    for point in points:
        path = point["path"][start:].encode()
        assert point["cluster"] == window.labels[path]
        np.testing.assert_allclose((point["x"], point["y"]), window.places[path], atol=1e-5)


def test_commands_read_what_the_window_shows(orders, command, monkeypatch):
    home, root = orders[1]
    window = Window(home, root)

    def never(*_arguments, **_named):
        raise AssertionError("computed again")

    monkeypatch.setattr(Analysis, "_final", never)
    monkeypatch.setattr(Analysis, "_keep_map", never)
    clusters = command(home, "clusters", str(root))
    agrees(window, clusters, command(home, "map", str(root))["points"], root)
    again = command(home, "clusters", str(root), "-k", str(window.figures[0]))
    assert again == clusters
    target = root.parent / "out.npz"
    command(home, "export", str(root), "--to", str(target))
    with np.load(target) as out:
        paths = [p[len(str(root)) + 1 :].encode() for p in out["paths"].tolist()]
        assert out["cluster"].tolist() == [window.labels[p] for p in paths]
        assert out["cluster_name"].tolist() == [window.names[window.labels[p]] for p in paths]
        np.testing.assert_allclose(out["xy"], [window.places[p] for p in paths], atol=1e-5)


def test_commands_on_a_fresh_store_find_and_keep_the_same(orders, command, tmp_path):
    _home, root = orders[0]
    fresh = Home(tmp_path / "home")
    clusters = command(fresh, "clusters", str(root))
    points = command(fresh, "map", str(root))["points"]
    window = Window(*orders[0])
    agrees(window, clusters, points, root)
    window.same(Window(fresh, root))


def test_a_number_of_ones_own_is_the_same_in_window_and_command(orders, command, tmp_path):
    home = Home(tmp_path / "home")
    shutil.copytree(orders[0][0].root, home.root)
    root = orders[0][1]
    before = Window(home, root)
    k = before.figures[0] + 2
    wanted = command(home, "clusters", str(root), "-k", str(k))
    Window(home, root).same(before)  # not kept
    with running_engine(home) as engine:
        opened = engine.open(root)
        assert isinstance(engine.ending(opened), Done)
        folder = next(m.folder for m in engine.heard if isinstance(m, messages.Opened))
        request = engine.ask(messages.Recluster, folder=folder, encoder="pixels", k=k)
        assert isinstance(engine.ending(request), Done)
        chosen = Window(home, root)
        assert chosen.figures[:3] == (k, before.figures[1], k)
        agrees(chosen, wanted, [], root)
        request = engine.ask(messages.Recluster, folder=folder, encoder="pixels", k=0)
        assert isinstance(engine.ending(request), Done)
    Window(home, root).same(before)


def test_a_new_picture_joins_at_once_and_the_final_clusters_come_then(tmp_path, home):
    root = tmp_path / "pictures"
    painted(root)
    with running_engine(home) as engine:
        assert isinstance(engine.ending(engine.open(root)), Done)
        paint(root / "new.jpg", 900)
        engine.heard.clear()
        assert isinstance(engine.ending(engine.open(root)), Done)
        told = [m.what for m in engine.heard if isinstance(m, Changed)]
    assert told.count(Change.CLUSTERS) == 2
    assert told.count(Change.MAP) == 2
    assert b"new.jpg" in Window(home, root).labels


def test_names_follow_files_that_are_moved(tmp_path, home):
    root = tmp_path / "pictures"
    painted(root)
    with running_engine(home) as engine:
        assert isinstance(engine.ending(engine.open(root)), Done)
        before = Window(home, root)
        for path, label in before.labels.items():
            name = os.fsdecode(path).replace("/", " ")  # a folder below would lend its name
            target = root / f"Harbour {'north' if label == 0 else 'south'}" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (root / os.fsdecode(path)).rename(target)
        assert isinstance(engine.ending(engine.open(root)), Done)
    after = Window(home, root)
    assert after.names[0] == "Harbour north"
    assert (after.figures, before.names[0]) == (before.figures, before.names[0])
