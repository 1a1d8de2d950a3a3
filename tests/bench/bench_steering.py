"""A query of six parts, and where its likeness ends: python -m tests.bench.bench_steering [N ...].

Four pictures (one of them not wanted), the middle of a cluster and words, over synthetic vectors of
256 numbers; with the edge and the whole order. Beside it numpy's bare product and sort.
"""

import os
import sys
import time
from collections.abc import Callable

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from gallery.analysis import likeness, ranking, regions, steering
from gallery.analysis.likeness import Given
from gallery.analysis.steering import Pull, WordPull
from gallery.core.arrays import normalise

DIM, REPEATS = 256, 9
GOALS = {100_000: 60, 1_000_000: 300}


def best_ms(work: Callable[[], object]) -> tuple[float, float]:
    """Return the best and the median time of some runs, in ms."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1e3)
    return min(times), float(np.median(times))


def pictures(count: int) -> np.ndarray:
    """Return unit vectors in heaps, float32 [count, DIM]."""
    rng = np.random.default_rng(0)
    centres = rng.standard_normal((200, DIM)).astype(np.float32)
    found = np.empty((count, DIM), np.float32)
    for begin in range(0, count, 50_000):
        part = found[begin : begin + 50_000]
        part[:] = normalise(
            centres[np.arange(len(part)) % 200] + rng.standard_normal(part.shape, np.float32)
        )
    return found


def main() -> None:
    """Print a table."""
    print("   pictures   six parts, best (median)   bare product and sort   background   goal")
    for count in [int(text) for text in sys.argv[1:]] or [10_000, 100_000, 1_000_000]:
        table = pictures(count)
        words = np.random.default_rng(1).random(count, np.float32) ** 8
        pulls = [Pull(table[:1]), Pull(table[200:201], 2.0), Pull(table[400:401])]
        pulls += [Pull(table[7:8], -1.0), Pull(normalise(table[:50].mean(0))[None], examples=False)]
        background = likeness.background(table)

        def six() -> None:
            found = steering.rank(pulls, [WordPull(words)], table)  # noqa: B023
            likeness.edge(found.scores, background, Given(asked=(0,)), found.span)  # noqa: B023
            ranking.ranked(found.scores)

        def bare() -> None:
            np.argsort(-(table @ table[0]))  # noqa: B023

        (best, median), (limit, _) = best_ms(six), best_ms(bare)
        drawn, _ = best_ms(lambda: likeness.background(table))  # noqa: B023
        goal = GOALS.get(count, 0)
        told = f"{goal} ms, {'held' if best <= goal else 'MISSED'}" if goal else ""
        print(
            f"{count:>11,} {best:11.1f} ({median:.1f}) ms {limit:21.1f} ms {drawn:9.1f} ms   {told}"
        )
    _small()


def _small() -> None:
    """Print what does not grow with the folder."""
    table = pictures(60)
    matrix, _ = best_ms(lambda: ranking.pairwise(table))
    parts = np.random.default_rng(2).standard_normal((2, 7, 7, DIM)).astype(np.float32)
    why, _ = best_ms(lambda: regions.why(parts[0], parts[1]))
    liked = [Pull(table[:30]), Pull(table[30:], -1.0)]
    learned, _ = best_ms(lambda: steering.direction(liked))
    print(f"matrix of 60: {matrix:.1f} ms; why of two maps: {why:.1f} ms")
    print(f"direction of 60 marks: {learned:.1f} ms")


if __name__ == "__main__":
    main()
