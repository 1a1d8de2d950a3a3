"""What stands above the grid where nothing surely shows the words, and the ways on from there."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from gallery.ui import sentences
from gallery.ui.grid.area import GridArea
from gallery.ui.language import tr
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.query import QueryKind
from gallery.ui.widgets.labels import empty, wrapped

MOST_WORDS = 3  # that are offered alone


class NotSure(QFrame):
    """A sentence and links in a strip of their own at the top of the grid.

    Signals:
        names_wanted: file names are to be searched for the words (text).
        words_wanted: fewer words are to be searched (text).
        encoder_wanted: another encoder is to be chosen.
    """

    names_wanted = Signal(str)
    words_wanted = Signal(str)
    encoder_wanted = Signal()

    def __init__(self, grid: GridArea, state: GalleryState) -> None:
        super().__init__(grid)
        self.setObjectName("notSure")
        self._grid, self._state = grid, state
        self.text = wrapped(role="heading")
        self._links = QHBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 2)
        layout.setSpacing(2)
        layout.addWidget(self.text)
        self._links.setContentsMargins(-4, 0, 0, 0)  # links have room around them for the focus
        layout.addLayout(self._links)
        self.hide()
        state.order_changed.connect(self._refresh)
        grid.installEventFilter(self)

    @Slot()
    def _refresh(self) -> None:
        query, order = self._state.query, self._state.order
        there = len(order.positions) > 0
        unsure = there and query.ask is QueryKind.WORDS and order.sure == 0
        # Where a tile stands above it, the line where likeness ends says this.
        unlike = there and not query.guests and order.kept is not None and not order.kept.count
        empty(self._links)
        if unsure:
            self.text.setText(sentences.not_sure(query))
            self._show_links()
        elif unlike:
            self.text.setText(tr("Nothing here looks like it; the nearest:"))
        self.setVisible(unsure or unlike)
        self._place()

    def _show_links(self) -> None:
        query = self._state.query
        self._link(tr("Search file names"), partial(self.names_wanted.emit, query.label))
        for word in query.words[:MOST_WORDS] if len(query.words) > 1 else ():
            self._link(tr("Only “{word}”", word=word), partial(self.words_wanted.emit, word))
        self._link(tr("Another encoder…"), self.encoder_wanted.emit)
        self._links.addStretch(1)

    def links(self) -> list[QPushButton]:
        """Return the ways on that are shown, in their order."""
        items = (self._links.itemAt(place) for place in range(self._links.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, QPushButton)]

    def _link(self, text: str, then: Callable[[], None]) -> None:
        button = QPushButton(text)
        button.setProperty("link", "true")
        button.clicked.connect(lambda: then())
        self._links.addWidget(button)

    def _place(self) -> None:
        width = self._grid.width()
        height = 0 if self.isHidden() else max(self.heightForWidth(width), self.sizeHint().height())
        self._grid.make_room(height)
        self.setGeometry(0, 0, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as wide as the grid."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)
