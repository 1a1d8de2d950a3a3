"""How a picture differs from the one that is kept, told from how one lies over the other."""

from gallery.core.findings import Alteration, Same
from gallery.core.hues import COLOURS, HUES
from gallery.library.items import Item

PART = 0.93  # covered share below which something of a picture is missing in the other
TILT = 1.5  # degrees
INSIDE = 0.93  # agreement below which something was drawn over it
GREY = COLOURS.index("black and white")
MUCH, LITTLE = 200, 100  # of 255: a picture without colours, and one with some
RECOLOURED = 0.6  # sum of the differences of the shares of all hues, 0 to 2


def changes(keeper: Item, item: Item, same: Same) -> tuple[Alteration, ...]:
    """Return how `item` differs from `keeper`.

    Args:
        keeper: the picture to keep.
        item: the other one.
        same: how they agree; its first picture is the one with the lower content id.
    """
    # Kept once for a pair, the lower content first, whichever of the two is the keeper today.
    kept, other = same.covered if keeper.content < item.content else same.covered[::-1]
    told = [
        (Alteration.MIRRORED, same.turn >= 4),
        (Alteration.TURNED, same.turn % 4 != 0),
        (Alteration.TILTED, abs(same.rotation) > TILT),
        (Alteration.CROPPED, kept < PART),
        (Alteration.UNCROPPED, other < PART),
        (Alteration.CHANGED_INSIDE, same.agreement < INSIDE),
        *_colours(keeper.colours, item.colours),
    ]
    found = [change for change, holds in told if holds]
    cut = kept < PART or other < PART
    # Of a picture that was cut the size says nothing new.
    if not cut and item.width * item.height != keeper.width * keeper.height:
        smaller = item.width * item.height < keeper.width * keeper.height
        found.append(Alteration.SMALLER if smaller else Alteration.LARGER)
    return tuple(found) or (Alteration.SAVED_AGAIN,)


def _colours(keeper: bytes, other: bytes) -> list[tuple[Alteration, bool]]:
    # Read before colours were kept: they are unknown, which is not the same as none.
    if len(keeper) != len(COLOURS) or len(other) != len(COLOURS):
        return []
    lost = other[GREY] > MUCH and keeper[GREY] < LITTLE
    hues = zip(keeper[: len(HUES)], other[: len(HUES)], strict=True)
    off = sum(abs(a - b) for a, b in hues)
    return [(Alteration.GREY, lost), (Alteration.RECOLOURED, not lost and off > 255 * RECOLOURED)]
