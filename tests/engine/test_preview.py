"""Clusters and map of what is embedded so far, while a folder is still being read."""

import os
import time

import pytest

from gallery.encoders.pixels import PixelsEncoder
from gallery.engine.jobs.analyse import Analysis, AnalysisTask
from gallery.engine.requests import subject_of
from gallery.engine.workers.control import Control
from gallery.library import analyses
from tests.engine_tools import folder_of, index


@pytest.fixture
def looking(context, tmp_path):
    """An analysis of an indexed folder of forty pictures, and what is kept of its clusters."""
    root = folder_of(tmp_path / "photos", 40)
    index(context, root)
    folder = context.store.reading.execute(
        "SELECT id FROM folder WHERE path = ?", (os.fsencode(root),)
    ).fetchone()[0]
    subject = subject_of(context, folder, os.fsencode(root), "pixels")
    assert subject.encoder.id == PixelsEncoder().id
    control = Control()
    with context.writing(), context.analysts.lend(control) as analyst:
        work = AnalysisTask(analyst, control, lambda event: None, lambda *told: None)
        analysis = Analysis(context, subject, work)
        yield (
            analysis,
            lambda: analyses.load_clusters(context.store, subject.folder, subject.encoder_row),
            analyst,
        )


def look(analysis, analyst, between=lambda: None):
    analysis.begin_preview()
    between()
    limit = time.monotonic() + 60
    while not analyst.poll():
        assert time.monotonic() < limit
        time.sleep(0.01)
    analysis.keep_preview()


def test_a_folder_that_was_stopped_is_previewed_at_once_when_it_goes_on(
    context, tmp_path, monkeypatch
):
    seen = []
    monkeypatch.setattr(Analysis, "is_starting", False)
    monkeypatch.setattr(Analysis, "begin_preview", lambda self: seen.append("preview"))
    root = folder_of(tmp_path / "photos", 100)
    index(context, root)
    folder_of(root, 50, start=200)
    index(context, root, analyse=True)
    assert seen, "those of the run before count"


@pytest.mark.parametrize("count", [1, 3, 17])
def test_the_map_of_a_few_pictures_stays_no_preview(context, tmp_path, count):
    index(context, folder_of(tmp_path / "photos", count), analyse=True)
    where = context.store.reading.execute("SELECT folder, encoder FROM map").fetchone()
    saved = analyses.load_map(context.store, *where)
    assert saved.method == "umap"
    assert len(saved.xy) == count


def test_a_preview_suggests_the_number_that_it_shows(looking):
    analysis, kept, analyst = looking
    look(analysis, analyst)
    assert (len(kept().rows), kept().suggested_k, kept().chosen_k) == (3, 3, 0)


def test_a_preview_keeps_the_number_that_was_chosen(looking):
    analysis, kept, analyst = looking
    analysis.run(5, again=True)
    suggested = kept().suggested_k
    look(analysis, analyst)
    assert (len(kept().rows), kept().suggested_k, kept().chosen_k) == (5, suggested, 5)


def test_a_preview_that_comes_after_a_choice_does_not_undo_it(looking, context):
    analysis, kept, analyst = looking
    look(analysis, analyst)

    def choose():
        saved = kept()
        where = (context.store, *context.store.reading.execute(
            "SELECT folder, encoder FROM clustering"
        ).fetchone())  # fmt: skip
        analyses.save_clusters(
            *where,
            analyses.SavedClusters(
                2,
                saved.suggested_k,
                0.1,
                saved.contents,
                saved.labels % 2,
                saved.rows[:2],
                saved.ranks,
            ),
        )

    look(analysis, analyst, choose)
    assert (len(kept().rows), kept().chosen_k) == (2, 2)
