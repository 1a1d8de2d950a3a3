"""Links to folders: left out unless they are asked for, never outside, never in circles."""

import os

import pytest

from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import Done
from gallery.library.reading import Reader
from tests.engine_tools import folder_of, names, running_engine


@pytest.fixture
def root(tmp_path):
    """Pictures in sight and in a hidden folder, with links in, out, and round in a circle."""
    root = folder_of(tmp_path / "photos" / "seen", 3).parent
    folder_of(root / ".kept", 70, start=100)
    folder_of(tmp_path / "outside", 2, start=500)
    (root / "kept").symlink_to(".kept")
    (root / "out").symlink_to(tmp_path / "outside")
    (root / "dangling").symlink_to("nowhere")
    (root / "seen" / "up").symlink_to("..")
    (root / ".kept" / "beside").symlink_to("../seen")
    (root / "seen" / "over").symlink_to("../kept")
    return root


def pictures(home, root):
    """How many pictures of each folder are there, and the problems."""
    reader = Reader(home)
    folder = reader.folder_id(os.fsencode(root))
    listed = reader.files(folder)
    gone = set(reader.gone(folder).tolist())
    (entry,) = reader.folders()
    kinds = {row.path: row.kind for row in reader.problems(folder)}
    reader.close()
    assert not entry.away
    alive = [
        path for file, path in zip(listed.file.tolist(), listed.paths, strict=True)
        if file not in gone
    ]  # fmt: skip
    return sorted(os.path.dirname(path) for path in alive), kinds


def test_links_are_followed_when_asked_and_left_again(home, root):
    before = names(root)
    with running_engine(home) as engine:

        def open_(follow):
            request = engine.ask(
                messages.OpenFolder, folder=str(root), encoder="pixels", follow_links=follow
            )
            ended = engine.ending(request)
            assert isinstance(ended, Done), ended
            return str(ended.report)

        open_(False)
        seen, problems = pictures(home, root)
        assert (seen, problems) == ([b"seen"] * 3, {})

        open_(True)
        followed, problems = pictures(home, root)
        assert followed == [b"kept"] * 70 + [b"kept/beside"] * 3 + [b"seen"] * 3
        assert problems == {b"kept/beside/up": "link_loop", b"seen/up": "link_loop"}

        # So many fewer pictures are not a drive that was taken away.
        assert open_(False) == "3 pictures"
        assert pictures(home, root) == ([b"seen"] * 3, {})

        open_(True)
        assert pictures(home, root) == (followed, problems)
    assert names(root) == before
