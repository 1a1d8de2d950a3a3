"""What is known of a picture, as names and values in two columns."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from gallery.library.records import PictureFacts
from gallery.ui import sentences
from gallery.ui.language import decimal, tr
from gallery.ui.widgets.labels import empty, plain, wrapped


def rows_of(facts: PictureFacts | None, size: int, mtime_ns: int) -> list[tuple[str, str]]:
    """Return what is known of a picture as pairs of name and value, the weightiest first."""
    rows = []
    if facts is not None:
        megapixels = facts.width * facts.height / 1e6
        count = f" · {decimal(megapixels, 1)} MP" if megapixels >= 0.05 else ""
        width, height = sentences.grouped(facts.width), sentences.grouped(facts.height)
        rows.append((tr("Pixels"), f"{width} \u00d7 {height}{count}"))
        rows.append((tr("Format"), facts.format))
    rows.append((tr("File size"), sentences.size(size)))
    if facts is not None and facts.taken:
        rows.append((tr("Taken"), sentences.taken(facts.taken)))
    if facts is not None and facts.camera:
        rows.append((tr("Camera"), facts.camera))
    if changed := sentences.moment(mtime_ns):
        rows.append((tr("Changed"), changed))
    return rows + ([(tr(name), value) for name, value in facts.exif] if facts is not None else [])


class FactsGrid(QWidget):
    """Names and values in two columns, as plain text that can be selected."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.rows: list[tuple[str, str]] = []

    def show_rows(self, rows: list[tuple[str, str]]) -> None:
        """Show other rows."""
        if rows == self.rows:
            return
        self.rows = rows
        empty(self._grid)
        for number, (name, value) in enumerate(rows):
            left = plain(name, role="dimmed")
            left.setAlignment(Qt.AlignmentFlag.AlignTop)
            left.setMaximumWidth(104)
            left.setWordWrap(True)
            right = wrapped(value)
            right.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(left, number, 0)
            self._grid.addWidget(right, number, 1)
