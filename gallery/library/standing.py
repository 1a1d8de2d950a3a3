"""Which encoder's vectors of a folder are shown while those of the chosen one are being made."""

from dataclasses import dataclass

from gallery.core.encoder_names import made_by
from gallery.library.reading import Reader


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose vectors are to be shown, and how far the chosen encoder is.

    Attributes:
        chosen: id of the encoder that was chosen; "" while it is not known.
        shown: id of the one that has most; the chosen one as soon as it has as many.
        have, of: pictures that the chosen one has, and how many it needs before it is shown.
    """

    chosen: str
    shown: str
    have: int = 0
    of: int = 0


def standing(reader: Reader, folder: int, chosen: str, shown: str = "") -> Standing:
    """Return whose vectors of a folder are to be shown.

    Args:
        reader: of the store.
        folder: id of the folder.
        chosen: id of the encoder that was chosen.
        shown: id of the one on screen, which no third one takes the place of; "" for none.
    """
    others = [key for key in ([shown] if shown else reader.encoders()) if key != chosen]
    if not others or (chosen and reader.is_whole(folder, chosen)):
        return Standing(chosen, chosen)
    counts = {key: reader.embedded(folder, key) for key in others}
    # Of equals the newest, for they are in that order; but anything rather than grey pixels.
    best = max(others, key=lambda key: (counts[key], not made_by(key, "pixels")))
    have = reader.embedded(folder, chosen)
    if have >= counts[best]:
        return Standing(chosen, chosen)
    return Standing(chosen, best, have, counts[best])
