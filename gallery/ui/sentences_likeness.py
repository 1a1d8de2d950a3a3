"""What is said of likeness: where it ends, and what a score means here."""

from gallery.analysis.likeness import HowAlike
from gallery.ui.language import counted, decimal, mark, tr
from gallery.ui.model.edge import Kept
from gallery.ui.sentences import score


def edge(kept: Kept) -> str:
    """Return what the line says where likeness ends: "30 look-alikes end here"."""
    if not kept.found:
        return tr("Nothing here looks like it")
    return counted("{n} look-alike ends here", "{n} look-alikes end here", kept.found)


def less_alike(kept: Kept) -> str:
    """Return how many pictures lie beneath that line: "less alike: 330"."""
    if kept.found:
        return tr("less alike: {count}", count=kept.below)
    return tr("the nearest: {count}", count=kept.below)


_ALIKE = {
    HowAlike.SAME: mark("the same"),
    HowAlike.NEARLY: mark("nearly the same"),
    HowAlike.VERY: mark("very alike"),
    HowAlike.ALIKE: mark("alike"),
    HowAlike.LESS: mark("less alike"),
}


def how_alike(value: float, kept: Kept) -> str:
    """Return a score in words: "very alike"."""
    return tr(_ALIKE[kept.in_words(value)])


def likeness(value: float, kept: Kept) -> str:
    """Return all that a score says: "very alike: 0.52, more alike than 99.4 % of pairs here"."""
    text = tr("{words}: {score}", words=how_alike(value, kept), score=score(value))
    share = kept.rank_in_words(value)
    if share is None:
        return text
    rank = tr("more alike than {share} % of pairs here", share=decimal(share, 1))
    return f"{text}, {rank}"
