"""The thread that ranks: cosine similarity on the memory-mapped vectors, away from the window."""

import queue
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QThread, Signal

from gallery.analysis import ranking
from gallery.core.arrays import Vectors
from gallery.ui.query import Stand


@dataclass(frozen=True, slots=True)
class RankJob:
    """Rank pictures by cosine with `query` [d] over `vectors` [N, d], mapped.

    Attributes:
        token: comes back with the answer; an answer to an older token is stale.
        query: unit vector, or None to use the vector in row `query_row`.
        query_row: row of the picture asked about, which then comes first whatever its twins score.
        query_position: its position.
        rows: row of each picture's vector, int64 [n]; -1 where it has none.
        keep: which pictures are left by the filter, bool [n].
        stand: handed through to the Order.
    """

    token: int
    query: Vectors | None
    query_row: int
    query_position: int
    vectors: NDArray[np.float32]
    rows: NDArray[np.int64]
    keep: NDArray[np.bool_]
    stand: Stand | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """Positions best first, int64 [m], and the score of every picture, float32 [n]."""

    job: RankJob
    positions: NDArray[np.intp]
    scores: NDArray[np.float32]


def rank(job: RankJob) -> Ranked:
    """Return the pictures of `job` by similarity; those without a vector are left out."""
    query = job.vectors[job.query_row] if job.query is None else job.query
    scores = ranking.scores(np.asarray(query), job.vectors, job.rows)
    positions = ranking.ranked(scores)
    positions = positions[(job.keep & (job.rows >= 0))[positions]]
    if job.query_position >= 0:
        # Twins score 1 as well: the picture that was clicked still comes first.
        rest = positions[positions != job.query_position]
        positions = np.concatenate([np.array([job.query_position], rest.dtype), rest])
    return Ranked(job, positions, scores)


class Ranker(QThread):
    """Takes the newest job and answers with `ranked`; older waiting jobs are dropped."""

    ranked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ranker")
        self._jobs: queue.SimpleQueue[RankJob | None] = queue.SimpleQueue()

    def submit(self, job: RankJob) -> None:
        """Rank `job` as soon as the thread is free."""
        self._jobs.put(job)

    def stop(self) -> None:
        """End the thread and wait for it."""
        self._jobs.put(None)
        self.wait()

    def run(self) -> None:
        """Work until told to stop; runs on the ranking thread."""
        while True:
            job: Any = self._jobs.get()
            while not self._jobs.empty():
                newer = self._jobs.get()
                job = newer
                if newer is None:
                    break
            if job is None:
                return
            self.ranked.emit(rank(job))
