"""Marks belong to the bytes of a picture: they survive renames and hold for copies."""

import os
import shutil

import pytest

from gallery.core.errors import LookalikeError
from gallery.core.findings import CheckKind
from gallery.library import marks
from gallery.library.marks import PictureMarks
from tests.engine_tools import context, decoders, folder_of, index

__all__ = ["context", "decoders"]


def contents(context):
    rows = context.store.reading.execute(
        "SELECT path, content FROM file WHERE gone = 0 AND content IS NOT NULL"
    )
    return {os.fsdecode(path): content for path, content in rows}


def test_marks_survive_a_rename_and_hold_for_copies(context, tmp_path):
    root = folder_of(tmp_path / "photos", 3)
    index(context, root)
    first = contents(context)["0000.jpg"]
    marks.set_stars(context.store, [first], 4)
    marks.change_labels(context.store, [first], add=["Anna's  garden", "holiday"])
    shutil.copy(root / "0000.jpg", root / "copy.jpg")
    (root / "0000.jpg").rename(root / "renamed.jpg")
    index(context, root)
    now = contents(context)
    assert "0000.jpg" not in now
    found = marks.marks_of(context.store.reading, set(now.values()))
    wanted = PictureMarks(4, ("Anna's garden", "holiday"))
    assert found[now["renamed.jpg"]] == found[now["copy.jpg"]] == wanted
    assert len(found) == 1


def test_marks_are_taken_away_again(context, tmp_path):
    index(context, folder_of(tmp_path / "photos", 2))
    one, other = contents(context).values()
    marks.set_stars(context.store, [one, other], 2)
    marks.change_labels(context.store, [one, other], add=["a", "b"])
    marks.set_stars(context.store, [one], 0)
    marks.change_labels(context.store, [one], remove=["a", "never there"])
    found = marks.marks_of(context.store.reading, [one, other])
    assert found == {one: PictureMarks(0, ("b",)), other: PictureMarks(2, ("a", "b"))}
    assert marks.all_labels(context.store.reading) == [("a", 1), ("b", 2)]
    assert marks.labelled(context.store.reading, "a") == {other}


@pytest.mark.parametrize("text", ["", "  \n", "x" * 101])
def test_what_is_no_label_is_refused(text):
    with pytest.raises(LookalikeError):
        marks.label_of(text)


def test_stars_are_none_to_five(context):
    for stars in (-1, 6):
        with pytest.raises(LookalikeError):
            marks.set_stars(context.store, [], stars)


def test_a_refused_label_is_remembered_until_it_is_given(context, tmp_path):
    index(context, folder_of(tmp_path / "photos", 1))
    (one,) = contents(context).values()
    marks.refuse_label(context.store, [one], "cat")
    assert marks.refused(context.store.reading, "cat") == {one}
    marks.change_labels(context.store, [one], add=["cat"])
    assert marks.refused(context.store.reading, "cat") == set()


def test_verdicts_and_dismissals_know_no_order(context, tmp_path):
    index(context, folder_of(tmp_path / "photos", 2))
    one, other = sorted(contents(context).values())
    marks.set_different(context.store, [(other, one)])
    marks.dismiss(context.store, CheckKind.LEAK, [(other, one, "")])
    assert marks.different(context.store.reading) == {(one, other)}
    assert marks.dismissed(context.store.reading, CheckKind.LEAK) == {(one, other, "")}
    marks.set_different(context.store, [(one, other)], different=False)
    marks.dismiss(context.store, CheckKind.LEAK, [(one, other, "")], dismissed=False)
    assert marks.different(context.store.reading) == set()
    assert marks.dismissed(context.store.reading, CheckKind.LEAK) == set()
