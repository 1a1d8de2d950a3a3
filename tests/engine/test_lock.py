"""Two programs on one library: the lock is held while pictures are added, and no longer."""

import os

from gallery.engine import requests
from gallery.engine.ipc import messages
from gallery.engine.jobs.analyse import Analysis
from gallery.engine.jobs.index import subject_of
from gallery.engine.workers.control import Control
from gallery.library import analyses, files
from gallery.library.store import WriterLock
from tests.engine_tools import folder_of, index


def test_others_may_write_while_clusters_and_map_are_computed(context, home, tmp_path, monkeypatch):
    compute, free = Analysis.run, []

    def run(analysis, *arguments, **named):
        WriterLock(home).release()  # StoreBusyError while the job that computes holds it
        free.append(True)
        compute(analysis, *arguments, **named)

    monkeypatch.setattr(Analysis, "run", run)
    index(context, folder_of(tmp_path / "photos", 6), analyse=True)
    assert free == [True]


def test_another_number_of_clusters_waits_for_nobody(context, home, tmp_path):
    root = folder_of(tmp_path / "photos", 6)
    index(context, root)
    folder = files.known_folder(context.store, os.fsencode(root))
    other = WriterLock(home)
    try:
        wanted = messages.Recluster(request=1, folder=folder, encoder="pixels", k=2)
        requests.answer(context, wanted, Control(), lambda _event: None)
    finally:
        other.release()
    subject = subject_of(context, folder, os.fsencode(root), "pixels")
    saved = analyses.load_clusters(context.store, folder, subject.encoder_row)
    assert saved.chosen_k == 2
