"""What the window asks of duplicates and files, over the pipe and back."""

import os
import shutil
import sys

import pytest

from gallery.core.errors import CancelledError
from gallery.core.findings import GroupKind
from gallery.engine import requests
from gallery.engine.ipc import house_messages, wire
from gallery.engine.ipc.messages import Changed, Done, Progress, Stage
from gallery.engine.workers.control import Control
from gallery.library import deeds, files, found_groups
from gallery.library.reading import Reader
from tests.changed_pictures import CHANGES, as_jpeg, scene
from tests.engine_tools import context, decoders, index
from tests.trash_tools import bin_of_its_own

__all__ = ["bin_of_its_own", "context", "decoders"]

ENCODER = "pixels"
on_linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="looks into the trash of Linux"
)


def ask(context, kind, control=None, **fields):
    """All that was told of a request that went over the pipe and back."""
    heard = []
    message = wire.decode(wire.encode(kind(request=1, **fields)))
    ending = requests.answer(context, message, control or Control(), heard.append)
    assert ending == Done(request=1)
    return [wire.decode(wire.encode(one)) for one in heard]


@pytest.fixture
def photos(context, tmp_path):
    root = tmp_path / "photos"
    root.mkdir()
    for seed in range(4):
        (root / f"scene{seed}.jpg").write_bytes(as_jpeg(scene(seed)))
    shutil.copy(root / "scene0.jpg", root / "scene0 copy.jpg")
    (root / "mirrored.jpg").write_bytes(CHANGES["mirrored"](scene(1)))
    index(context, root, ENCODER)
    return root


@pytest.fixture
def folder(context, photos):
    return files.known_folder(context.store, os.fsencode(photos))


def found(context, folder):
    reader = Reader(context.home)
    try:
        return reader.duplicates(folder, context.encoder(ENCODER).id)
    finally:
        reader.close()


def find(context, folder, **more):
    return ask(context, house_messages.FindDuplicates, folder=folder, encoder=ENCODER, **more)


def ids(context, root, *names):
    paths = [os.fsencode(root / name) for name in names]
    return deeds.file_ids(context.store.reading, paths)


def content(context, file):
    row = context.store.reading.execute("SELECT content FROM file WHERE id = ?", (file,))
    return int(row.fetchone()[0])


def trash(context, folder, file, keeper=0):
    (*_, told) = ask(
        context,
        house_messages.MoveToTrash,
        folder=folder,
        files=[file],
        contents=[content(context, file)],
        keepers=[keeper],
        keeper_contents=[content(context, keeper) if keeper else 0],
    )
    return told


def test_what_is_found_is_kept_and_only_counts_are_told(context, photos, folder):
    assert found(context, folder) is None
    heard = find(context, folder)
    told = heard[-1]
    assert (told.groups, told.pictures) == (2, 6)
    assert all(m.stage is Stage.COMPARE for m in heard if isinstance(m, Progress))
    kept = found(context, folder)
    assert [group.kind for group in kept.groups] == [GroupKind.EXACT, GroupKind.SAME]
    exact, same = kept.groups
    copy, original = ids(context, photos, "scene0 copy.jpg", "scene0.jpg")
    assert {exact.keeper.file, exact.members[0].picture.file} == {copy, original}
    assert same.members[0].turn > 3, "mirrored"
    assert (same.keeper.width, same.keeper.size) > (0, 0)
    assert kept.last_file == max(ids(context, photos, *os.listdir(photos)))


def test_a_protected_folder_is_kept_first(context, photos, folder):
    (photos / "albums").mkdir()
    shutil.move(photos / "scene0 copy.jpg", photos / "albums" / "z.jpg")
    index(context, photos, ENCODER)
    find(context, folder, protected=[str(photos / "albums")])
    kept = next(g for g in found(context, folder).groups if g.kind is GroupKind.EXACT)
    assert [kept.keeper.file] == ids(context, photos, "albums/z.jpg")
    assert kept.reason == "protected"


def test_a_search_that_is_stopped_keeps_what_was_found_before(context, folder):
    find(context, folder)
    before = found(context, folder)
    control = Control()
    control.cancel()
    with pytest.raises(CancelledError):
        find(context, folder, control=control)
    assert found(context, folder) == before


def test_what_is_no_duplicate_is_left_out_and_never_found_again(context, photos, folder):
    find(context, folder)
    same = found(context, folder).groups[1]
    pair = [same.keeper.content, same.members[0].picture.content]
    ask(context, house_messages.SetDifferent, pairs=[pair])
    assert [group.kind for group in found(context, folder).groups] == [GroupKind.EXACT]
    assert find(context, folder)[-1].groups == 1
    ask(context, house_messages.SetDifferent, pairs=[pair], different=False)
    assert find(context, folder)[-1].groups == 2


@on_linux
def test_a_file_goes_to_the_trash_and_comes_back(context, photos, folder, bin_of_its_own):
    copy, original = ids(context, photos, "scene0 copy.jpg", "scene0.jpg")
    told = trash(context, folder, copy, original)
    assert (told.done, told.left) == (1, [])
    assert not (photos / "scene0 copy.jpg").exists()
    assert (bin_of_its_own / "files" / "scene0 copy.jpg").exists()
    heard = ask(context, house_messages.UndoFiles, folder=folder, deed=told.deed)
    assert [type(one) for one in heard[-2:]] == [Changed, house_messages.FilesDone]
    assert heard[-1].done == 1
    assert (photos / "scene0 copy.jpg").exists()


@on_linux
def test_what_was_changed_since_it_was_shown_is_told_and_left(context, photos, folder):
    copy, original = ids(context, photos, "scene0 copy.jpg", "scene0.jpg")
    shown = {"contents": [content(context, copy)], "keeper_contents": [content(context, original)]}
    (photos / "scene0 copy.jpg").write_bytes(as_jpeg(scene(9)))
    index(context, photos, ENCODER)  # a scan that the person did not see
    ids_ = {"files": [copy], "keepers": [original]}
    told = ask(context, house_messages.MoveToTrash, folder=folder, **ids_, **shown)[-1]
    assert (told.deed, told.done, told.why) == (0, 0, ["changed"])
    assert told.left == [str(photos / "scene0 copy.jpg")]
    assert (photos / "scene0 copy.jpg").exists()


@on_linux
def test_the_last_copy_stays(context, photos, folder):
    copy, original = ids(context, photos, "scene0 copy.jpg", "scene0.jpg")
    (photos / "scene0.jpg").unlink()
    told = trash(context, folder, copy, original)
    assert told.why == ["last_copy"]
    assert (photos / "scene0 copy.jpg").exists()
    unknown = ask(
        context,
        house_messages.MoveToTrash,
        folder=folder,
        files=[copy, 9999],
        contents=[content(context, copy)] * 2,
        keepers=[9999, original],
        keeper_contents=[content(context, copy)] * 2,
    )[-1]
    assert (unknown.done, unknown.why) == (0, ["last_copy", "vanished"])


def test_files_are_copied_under_names_of_their_own(context, photos, folder, tmp_path):
    some = ids(context, photos, "scene0.jpg", "scene1.jpg")
    fields = {"files": some, "contents": [content(context, file) for file in some]}
    to = tmp_path / "out"
    told = ask(context, house_messages.CopyFiles, **fields, to=str(to))[-1]
    assert told.done == 2
    again = ask(context, house_messages.CopyFiles, **fields, to=str(to))[-1]
    assert (again.deed, again.why) == (0, ["already_there"] * 2)
    ask(context, house_messages.UndoFiles, folder=folder, deed=told.deed)
    assert list(to.iterdir()) == []


def test_groups_survive_the_store(context, folder):
    find(context, folder)
    kept = found(context, folder)
    row = files.encoder_row(context.store, context.encoder(ENCODER).id, 256)
    found_groups.keep(context.store, (folder, row), kept)
    assert found(context, folder) == kept
