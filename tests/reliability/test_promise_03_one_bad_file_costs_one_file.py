"""A decoder that crashes, hangs or eats memory costs one file.

It is not tried again, but after a timeout: that may be the machine's fault.
"""

import pytest

from gallery.engine.workers.decode_pool import DecodePool
from tests.engine import stub_decoders as stubs
from tests.engine_tools import folder_of, index


class Sabotaged:
    """A real pool in which one file meets a decoder that misbehaves."""

    def __init__(self, stub, victim):
        # Taking two gigabytes is no hanging, however busy the machine is.
        self.pool = DecodePool(2, deadline_s=4 if stub is stubs.spin_deaf else 60)
        self.stub, self.victim, self.tries = stub, victim, 0

    def submit(self, task, done):
        if task.path.endswith(self.victim):
            self.tries += 1
            task = type(task)(task.path, self.stub, task.want, task.tag, task.owner)
        self.pool.submit(task, done)

    def cancel(self, owner):
        return self.pool.cancel(owner)


@pytest.mark.parametrize(
    ("stub", "kind"),
    [
        (stubs.segfault, "decoder_crashed"),
        (stubs.abort, "decoder_crashed"),
        (stubs.leave, "decoder_crashed"),
        (stubs.spin_deaf, "timeout"),
        (stubs.allocate, "too_large"),
    ],
)
def test_its_neighbours_are_embedded(context, tmp_path, stub, kind):
    root = folder_of(tmp_path / "photos", 12)
    context.pool = sabotaged = Sabotaged(stub, b"0005.jpg")
    try:
        report, _ = index(context, root)
        assert (report.found, report.embedded, report.problems) == (12, 11, 1)
        rows = context.store.reading.execute("SELECT kind FROM problem").fetchall()
        assert rows == [(kind,)]
        index(context, root)
        assert sabotaged.tries == (2 if kind == "timeout" else 1)
    finally:
        sabotaged.pool.close()
