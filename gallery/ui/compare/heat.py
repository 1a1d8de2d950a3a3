"""The matrix as numbers and colours: what is shown of each pair, and how it is copied."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from gallery.analysis.ranking import Comparison
from gallery.ui.compare import words
from gallery.ui.language import mark, tr

Cells = NDArray[np.float64]

# From unlike to alike, on light and on dark ground: one hue that grows steadily stronger.
LIGHT_RAMP = ("#F4F6FA", "#C9DAFA", "#7FA6F3", "#2F6FEB", "#143E94")
DARK_RAMP = ("#212429", "#27375A", "#3A5FA8", "#6EA0FF", "#D3E2FF")
UNKNOWN = {False: "#E3E3DF", True: "#2D2F33"}


class Measure(StrEnum):
    """What a cell of the matrix says of its pair."""

    COSINE = mark("Cosine")
    ANGLE = mark("Angle")
    DISTANCE = mark("Distance")

    def of(self, comparison: Comparison) -> Cells:
        """Return the table, [n, n]."""
        match self:
            case Measure.COSINE:
                return comparison.cosine
            case Measure.ANGLE:
                return comparison.degrees
            case _:
                return comparison.euclidean

    def text(self, value: float) -> str:
        """Return a value as it is shown; a dash for one that is not known."""
        if not np.isfinite(value):
            return "–"  # noqa: RUF001
        return words.degrees(value) if self is Measure.ANGLE else words.cosine(value)


@dataclass(frozen=True, slots=True, eq=False)
class LikenessMatrix:
    """A matrix to be shown.

    Attributes:
        measure: what it shows.
        table: float64 [n, n], in the order that is shown; NaN for what is not known.
        low, high: the least and the most alike value among different pictures.
    """

    measure: Measure
    table: Cells
    low: float
    high: float

    @classmethod
    def of(
        cls, comparison: Comparison, order: NDArray[np.intp], measure: Measure
    ) -> "LikenessMatrix":
        """Return the matrix of one measure in an order."""
        table = measure.of(comparison)[np.ix_(order, order)]
        others = table[~np.eye(len(table), dtype=bool)]
        others = others[np.isfinite(others)]
        if not len(others):
            return cls(measure, table, 0.0, 1.0)
        least, most = float(others.min()), float(others.max())
        return cls(measure, table, *((least, most) if measure is Measure.COSINE else (most, least)))

    def shares(self) -> Cells:
        """Return how alike each pair is among these, 0 to 1, [n, n]; NaN where not known."""
        span = self.high - self.low
        if abs(span) < 1e-9:
            return np.where(np.isfinite(self.table), 1.0, np.nan)
        found: Cells = np.clip((self.table - self.low) / span, 0, 1)
        return found


def colours(shares: Cells, *, dark: bool) -> NDArray[np.uint8]:
    """Return the colour of each share, uint8 [..., 3]."""
    stops = [QColor(one).getRgb()[:3] for one in (DARK_RAMP if dark else LIGHT_RAMP)]  # type: ignore[index]
    ramp, at = np.array(stops, np.float64), np.linspace(0, 1, len(stops))
    clean = np.nan_to_num(shares)
    found = np.stack([np.interp(clean, at, ramp[:, channel]) for channel in range(3)], -1)
    found[~np.isfinite(shares)] = QColor(UNKNOWN[dark]).getRgb()[:3]  # type: ignore[index]
    return np.round(found).astype(np.uint8)


def as_image(shares: Cells, *, dark: bool) -> QImage:
    """Return the matrix as a picture of one pixel a cell."""
    found = np.ascontiguousarray(colours(shares, dark=dark))
    height, width = found.shape[:2]
    image = QImage(found.data, width, height, width * 3, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)


def as_csv(names: Sequence[str], heat: LikenessMatrix) -> str:
    """Return the matrix as a table, with the names of the pictures above and before it."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow([tr(heat.measure), *names])
    for name, row in zip(names, heat.table, strict=True):
        table.writerow([name, *("" if np.isnan(value) else round(value, 6) for value in row)])
    return out.getvalue()
