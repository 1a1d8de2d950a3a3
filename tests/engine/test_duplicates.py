"""Groups of duplicates in a folder: what is found, what is kept, and what is left alone."""

import io
import os
import shutil

import pytest
from PIL import Image

from gallery.core.errors import CancelledError
from gallery.core.findings import Alteration, GroupKind, Reason
from gallery.engine.jobs import confirming
from gallery.engine.jobs.duplicates import Finding, Options
from gallery.engine.jobs.index import subject_of
from gallery.engine.workers.control import Control
from gallery.library import files, marks
from tests.changed_pictures import CHANGES, as_jpeg, scene
from tests.engine_tools import context, decoders, index

__all__ = ["context", "decoders"]

SAME = (GroupKind.EXACT, GroupKind.SAME)


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def dated(image, taken, camera="Canon EOS 80D"):
    exif = Image.Exif()
    exif[0x0110], exif[0x0132] = camera, taken
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, quality=92)
    return out.getvalue()


def find(context, *roots, encoder="pixels", control=None, **options):
    subjects = []
    for root in roots:
        index(context, root, encoder)
        folder = files.known_folder(context.store, os.fsencode(root))
        subjects.append(subject_of(context, folder, os.fsencode(root), encoder))
    options = Options(**{"kinds": SAME, **options})
    return Finding(context, subjects, options, control or Control(), lambda *_: None).run()


def names(group):
    return [os.path.basename(os.fsdecode(m.item.path)) for m in (*(), *group.members)]


def keeper(group):
    return os.path.basename(os.fsdecode(group.keeper.path))


@pytest.fixture
def photos(tmp_path):
    root = tmp_path / "photos"
    for seed in range(6):
        write(root / f"scene{seed}.jpg", as_jpeg(scene(seed)))
    return root


def test_copies_and_changed_pictures_are_grouped_each_with_its_keeper(context, photos):
    shutil.copy(photos / "scene0.jpg", photos / "copy of scene0.jpg")
    write(photos / "small.jpg", CHANGES["half size"](scene(1)))
    write(photos / "mirror.jpg", CHANGES["mirrored"](scene(1)))
    write(photos / "turned.jpg", CHANGES["quarter turn"](scene(2)))
    found = find(context, photos)
    exact = [group for group in found if group.kind is GroupKind.EXACT]
    assert [(keeper(g), names(g), g.reason) for g in exact] == [
        ("scene0.jpg", ["copy of scene0.jpg"], Reason.OLDER)
    ]
    same = {keeper(g): set(names(g)) for g in found if g.kind is GroupKind.SAME}
    assert sorted(map(len, same.values())) == [1, 2]
    assert {"small.jpg"} < same.get("scene1.jpg", same.get("mirror.jpg", set()))
    one = next(g for g in found if g.kind is GroupKind.SAME and len(g.members) == 2)
    changes = {names(one)[i]: m.changes for i, m in enumerate(one.members)}
    assert Alteration.SMALLER in changes["small.jpg"]
    assert any(Alteration.MIRRORED in told for told in changes.values())


def test_what_was_written_does_not_depend_on_names_or_order(context, photos, tmp_path):
    write(photos / "small.jpg", CHANGES["half size"](scene(1)))
    write(photos / "grey.jpg", CHANGES["grey"](scene(1)))
    before = [
        (g.kind, g.keeper.digest, {m.item.digest for m in g.members}) for g in find(context, photos)
    ]
    other = tmp_path / "other"
    other.mkdir()
    for number, path in enumerate(sorted(photos.iterdir(), reverse=True)):
        shutil.copy2(path, other / f"{number}.jpg")
    after = [
        (g.kind, g.keeper.digest, {m.item.digest for m in g.members}) for g in find(context, other)
    ]
    assert before == after


def test_raw_and_jpeg_of_one_shot_are_no_duplicates_and_are_kept(context, photos):
    write(photos / "shot.dng", as_jpeg(scene(1), 95))  # its bytes decide: a picture all the same
    write(photos / "shot.jpg", as_jpeg(scene(1), 85))
    (photos / "scene1.jpg").unlink()
    assert find(context, photos) == []
    write(photos / "later.jpg", as_jpeg(scene(1), 99))
    (group,) = find(context, photos)
    assert (keeper(group), group.reason) == ("shot.dng", Reason.PAIR)
    assert names(group) == ["later.jpg"]


def test_a_picture_with_a_film_beside_it_is_kept(context, photos):
    write(photos / "live.jpg", CHANGES["half size"](scene(3)))
    write(photos / "LIVE.MOV", b"a film")
    (group,) = find(context, photos)
    assert (keeper(group), group.reason) == ("live.jpg", Reason.PAIR)
    assert list(group.beside) == [os.fsencode(photos / "live.jpg")]


def test_one_camera_at_two_times_took_two_pictures(context, photos):
    write(photos / "a.jpg", dated(scene(20), "2024:05:01 10:00:00"))
    write(photos / "b.jpg", dated(scene(20), "2024:05:01 10:00:01"))
    assert find(context, photos) == []
    (burst,) = find(context, photos, kinds=(GroupKind.ALIKE,))
    assert {keeper(burst), *names(burst)} == {"a.jpg", "b.jpg"}
    assert burst.to_win == 0


def test_protected_folders_are_kept_first(context, photos):
    write(photos / "safe" / "small.jpg", CHANGES["half size"](scene(1)))
    (group,) = find(context, photos, protected=(os.fsencode(photos / "safe"),))
    assert (keeper(group), group.reason) == ("small.jpg", Reason.PROTECTED)


def test_against_another_folder_only_what_joins_both_is_told(context, photos, tmp_path):
    card = tmp_path / "card"
    write(card / "a.jpg", as_jpeg(scene(0)))
    write(card / "b.jpg", CHANGES["crop 10 %"](scene(1)))
    write(card / "b again.jpg", CHANGES["crop 10 %"](scene(1)))
    write(card / "new.jpg", as_jpeg(scene(9)))
    write(card / "new small.jpg", CHANGES["half size"](scene(9)))
    write(photos / "small4.jpg", CHANGES["half size"](scene(4)))
    found = find(context, card, photos)
    told = {(g.kind, keeper(g), *sorted(names(g))) for g in found}
    assert told == {
        (GroupKind.EXACT, "scene0.jpg", "a.jpg"),
        (GroupKind.SAME, "scene1.jpg", "b.jpg"),
    } or told == {
        (GroupKind.EXACT, "scene0.jpg", "a.jpg"),
        (GroupKind.SAME, "scene1.jpg", "b again.jpg"),
    }
    assert {g.reason for g in found} == {Reason.PROTECTED}


def test_a_verdict_is_never_asked_again(context, photos):
    write(photos / "small.jpg", CHANGES["half size"](scene(1)))
    (group,) = find(context, photos)
    pair = (group.keeper.content, group.members[0].item.content)
    marks.set_different(context.store, [pair])
    assert find(context, photos) == []


def test_what_was_compared_once_is_known(context, photos, monkeypatch):
    write(photos / "small.jpg", CHANGES["half size"](scene(1)))
    first = find(context, photos)

    def never(*_arguments):
        raise AssertionError

    monkeypatch.setattr(confirming, "compare_all", never)
    monkeypatch.setattr(context.pool, "submit", never)
    folder = files.known_folder(context.store, os.fsencode(photos))
    subject = subject_of(context, folder, os.fsencode(photos), "pixels")
    again = Finding(context, [subject], Options(SAME), Control(), lambda *_: None).run()
    assert again == first


def test_it_stops_when_asked(context, photos):
    index(context, photos)
    folder = files.known_folder(context.store, os.fsencode(photos))
    subject = subject_of(context, folder, os.fsencode(photos), "pixels")
    control = Control()
    control.cancel()
    with pytest.raises(CancelledError):
        Finding(context, [subject], Options(), control, lambda *_: None).run()


def test_an_empty_folder_has_none(context, tmp_path):
    (tmp_path / "empty").mkdir()
    assert find(context, tmp_path / "empty", kinds=tuple(GroupKind)) == []
