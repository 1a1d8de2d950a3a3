"""What lies at paths, asked of the engine."""

from gallery.engine.ipc.messages import PathsAre
from gallery.ui.client.path_kinds import PathKinds
from gallery.ui.client.replies import Client
from gallery.ui.shell.commands import MOST_FILES
from tests.ui.wire import Wire


def test_all_paths_are_asked_about_however_many_they_are(qapp):
    wire = Wire()
    heard: list[list[str]] = []
    paths = PathKinds(Client(wire))
    paths.ask("reveal", [b"/%d.jpg" % number for number in range(MOST_FILES)], heard.append)
    (question,) = wire.take()
    assert question.paths == [f"/{number}.jpg" for number in range(MOST_FILES)]
    kinds = ["file"] * MOST_FILES
    wire.received.emit(PathsAre(request=question.request, kinds=kinds))
    assert heard == [kinds]
