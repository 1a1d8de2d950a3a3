"""What the comparison says in words."""

import math

from gallery.analysis.likeness import HowAlike, PairScores
from gallery.core.encoder_names import title
from gallery.ui.language import counted, decimal, mark, tr

MOST = 60

_ALIKE = {
    HowAlike.SAME: mark("the same"),
    HowAlike.NEARLY: mark("nearly the same"),
    HowAlike.VERY: mark("very alike"),
    HowAlike.ALIKE: mark("alike"),
    HowAlike.LESS: mark("less alike"),
}


def how_alike(background: PairScores, cosine: float) -> str:
    """Return how alike two pictures are: "very alike"."""
    return tr(_ALIKE[background.in_words(cosine)])


def rank(background: PairScores, cosine: float) -> str:
    """Return "more alike than 99.4 % of pairs here"; "" where there are none to compare with."""
    if not len(background.quantiles):
        return ""
    # Never "100 %": the pair itself may be one of them, and the sample does not hold all.
    share = min(math.floor(background.share_below(cosine) * 1000) / 10, 99.9)
    return tr("more alike than {share} % of pairs here", share=decimal(share, 1))


def cosine(value: float) -> str:
    """Return a cosine with two decimals, and no minus before a zero."""
    return decimal(round(float(value), 2) + 0.0, 2)


def degrees(value: float) -> str:
    """Return an angle: "36°"; a small one with a decimal."""
    return f"{decimal(value, 1 if 0 < value < 9.95 else 0)}°"


def encoder(name: str) -> str:
    """Return what an encoder is called, with its name where that tells more."""
    called = tr(title(name))
    return called if called.casefold() == name.casefold() else f"{called} ({name})"


def compared(count: int, chosen: int) -> str:
    """Return how many pictures are compared, and of how many that were chosen."""
    if chosen > count:
        return tr("The first {n} of {chosen} pictures", n=count, chosen=chosen)
    return counted("{n} picture", "{n} pictures", count)


def to_go(called: str, left: int) -> str:
    """Return how many pictures an encoder is still to look at."""
    return counted(
        "{encoder}: {n} picture to go", "{encoder}: {n} pictures to go", left, encoder=called
    )


def none_chosen(chosen: int) -> str:
    """Return why nothing is compared."""
    how = tr("Select two to sixty pictures, then press C.")
    return f"{tr('One picture alone cannot be compared.')} {how}" if chosen == 1 else how


def no_lesson() -> str:
    """Return why the lesson has nothing to show."""
    return tr("This needs two pictures that were embedded; open a folder, and wait a moment.")


def how_to_look() -> str:
    """Return what mouse and keys do with two pictures side by side."""
    return tr("Drag moves both, the wheel comes nearer, F flips, W tells why")
