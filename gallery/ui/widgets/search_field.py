"""The search field: words to type, and chips for what the gallery is asked now."""

from functools import partial

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gallery.ui.language import quoted, tr
from gallery.ui.model.filters import NO_FILTER, Condition, InCluster
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.query import ALL, GridQuery, QueryKind
from gallery.ui.model.thumbnail_cache import ThumbnailCache
from gallery.ui.style.theme import Appearance, cluster_colour, icon, pixmap
from gallery.ui.widgets.chips import PICTURE, Chip
from gallery.ui.widgets.labels import wrapped
from gallery.ui.widgets.suggestions import Suggestions

HEIGHT = 32
WIDEST = 560
HINT_MS = 7000  # two sentences are read in less


def chip_text(query: GridQuery) -> str:
    """Return what the chip of a query says; "" for a query that has none."""
    match query.ask:
        case QueryKind.PICTURE | QueryKind.OUTSIDE | QueryKind.SEVERAL:
            return tr("like {name}", name=query.label)
        case QueryKind.WORDS:
            return quoted(query.label)
        case QueryKind.NAMES:
            return tr("name has “{words}”", words=query.label)
    return ""


class _SearchLine(QLineEdit):
    """A line of words that hands pasted pictures on.

    Signals:
        picture_pasted: there is a picture to paste, not text.
        emptied: Backspace was pressed where there is nothing to delete.
        focused: it got or lost the focus.
    """

    picture_pasted = Signal()
    emptied = Signal()
    focused = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        data = QGuiApplication.clipboard().mimeData()
        if event.matches(QKeySequence.StandardKey.Paste) and (data.hasImage() or data.hasUrls()):
            self.picture_pasted.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)


class SearchField(QFrame):
    """The field in the middle of the header.

    Signals:
        searched: words were entered.
        picture_pasted: a picture was pasted into it.
    """

    searched = Signal(str)
    picture_pasted = Signal()

    def __init__(
        self, state: GalleryState, thumbnails: ThumbnailCache, appearance: Appearance
    ) -> None:
        super().__init__()
        self.setObjectName("searchField")
        self.setFixedHeight(HEIGHT)
        self.setMaximumWidth(WIDEST)
        self.setMinimumWidth(140)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self._state, self._thumbnails, self._appearance = state, thumbnails, appearance
        self._glass = QLabel()
        self._query = Chip(appearance.theme)
        self._conditions: list[Chip] = []  # one for each condition of the filter, and spare ones
        self.line = _SearchLine()
        self.suggestions = Suggestions(self.line, appearance)
        self._clear = QToolButton()
        self._filter_row = QHBoxLayout()
        self._hint: Hint | None = None
        self._is_bare = False
        self._lay_out()
        self._connect()
        self.restyle()
        self.refresh()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 3, 4, 3)
        layout.setSpacing(6)
        self._clear.setProperty("small", "true")
        self._clear.setAccessibleName(tr("Clear the search field"))
        self._clear.setToolTip(tr("Clear"))
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self.line.setFrame(False)
        self.line.setAcceptDrops(False)  # the window asks for a dropped picture
        self.line.setAccessibleName(tr("Search pictures"))
        self.line.setObjectName("searchLine")
        self._query.setCursor(Qt.CursorShape.ArrowCursor)
        self._query.setObjectName("queryChip")
        layout.addWidget(self._glass)
        self._filter_row.setSpacing(6)
        layout.addLayout(self._filter_row)
        layout.addWidget(self._query)
        layout.addWidget(self.line, 1)
        layout.addWidget(self._clear)

    def _connect(self) -> None:
        self._state.place_changed.connect(self.refresh)
        self._state.folder_changed.connect(self.refresh)
        self._appearance.changed.connect(self.restyle)
        self._thumbnails.arrived.connect(self._show_picture)
        self.line.returnPressed.connect(self._entered)
        self.suggestions.chosen.connect(self._entered)
        self.line.textChanged.connect(self._typed)
        self.line.picture_pasted.connect(self.picture_pasted)
        self.line.emptied.connect(self._peel)
        self.line.focused.connect(self._set_active)
        self._clear.clicked.connect(self.clear)
        self._query.removed.connect(self._remove_query)

    @Slot()
    def restyle(self) -> None:
        """Use the colours in force."""
        theme = self._appearance.theme
        self._glass.setPixmap(pixmap("search", theme.dimmed, 18, self.devicePixelRatioF()))
        self._clear.setIcon(icon("close", theme, 14))
        self._clear.setIconSize(QSize(14, 14))
        for chip in (self._query, *self._conditions):
            chip.set_theme(theme)

    @Slot()
    def refresh(self) -> None:
        """Show the chips of the query and the filter."""
        query, chosen = self._state.query, self._state.filter
        # On the welcome page chips would speak of pictures that are not on screen.
        if self._is_bare:
            query, chosen = ALL, NO_FILTER
        text = chip_text(query)
        if text and query.label == self.line.text().strip():
            self.line.clear()  # what was typed stays until its answer is there
        self._query.setVisible(bool(text))
        if text:
            self._query.show_text(text, self._picture(query))
            self._query.strike(query.unknown)
        self._show_conditions(chosen.conditions)
        asked = bool(text or chosen)
        self.line.setPlaceholderText(
            tr("add words or drop a picture") if asked else tr("Search pictures")
        )
        self._show_clear()

    def _show_conditions(self, conditions: tuple[Condition, ...]) -> None:
        while len(self._conditions) < len(conditions):
            self._add_chip(len(self._conditions))
        for chip in self._conditions[len(conditions) :]:
            chip.hide()
        for chip, condition in zip(self._conditions, conditions, strict=False):
            dot = cluster_colour(condition.number) if isinstance(condition, InCluster) else None
            chip.show_text(condition.label or tr("chosen by hand"), dot=dot)
            chip.show()

    def _add_chip(self, place: int) -> None:
        chip = Chip(self._appearance.theme)
        chip.setCursor(Qt.CursorShape.ArrowCursor)
        chip.setObjectName("filterChip")
        chip.removed.connect(partial(self._remove_condition, place))
        self._filter_row.addWidget(chip)
        # In the order of the screen; made last, it would come after all of the window.
        self.setTabOrder([self._query, *self._conditions][-1], chip)
        self._conditions.append(chip)

    def set_bare(self, bare: bool) -> None:
        """Show no chips, as where no pictures are shown."""
        self._is_bare = bare
        self.refresh()

    @Slot()
    def _show_picture(self) -> None:
        query = self._state.query
        if query.about and not self._is_bare:
            self._query.show_text(chip_text(query), self._picture(query))

    def _picture(self, query: GridQuery) -> QImage | None:
        if query.image:
            return QImage(query.image)
        ratio = self.devicePixelRatioF()
        first = query.about[:1]
        return self._thumbnails.image(first[0], PICTURE, True, ratio) if first else None

    def _show_clear(self) -> None:
        self._clear.setVisible(bool(self.line.text()))

    def _set_active(self, active: bool) -> None:
        self.setProperty("active", "true" if active else "false")
        self.style().unpolish(self)
        self.style().polish(self)

    def _typed(self) -> None:
        self._show_clear()
        self.hide_hint()

    def _entered(self) -> None:
        text = self.line.text().strip()
        if text:
            self.searched.emit(text)

    @Slot()
    def clear(self) -> None:
        """Empty the field."""
        self.line.clear()
        self.line.setFocus()

    def focus_line(self) -> None:
        """Put the cursor into the field."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def _remove_query(self) -> None:
        self._state.ask(GridQuery())

    def _remove_condition(self, place: int) -> None:
        chosen = self._state.filter
        self._state.set_filter(chosen.without(chosen.conditions[place]))

    def _peel(self) -> None:
        if chip_text(self._state.query):
            self._remove_query()
        elif self._state.filter:
            self._remove_condition(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the cursor into the line wherever the field is clicked."""
        self.line.setFocus(Qt.FocusReason.MouseFocusReason)

    def say(self, text: str) -> None:
        """Show a sentence under the field for some seconds."""
        if self._hint is None:
            self._hint = Hint(self.window())
        self._hint.show_under(self, text)

    @Slot()
    def hide_hint(self) -> None:
        """Take the sentence away."""
        if self._hint is not None:
            self._hint.hide()


class Hint(QFrame):
    """A sentence that floats under another widget for some seconds."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("hint")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        self.label = wrapped()
        self.label.setObjectName("hintText")
        layout.addWidget(self.label)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(HINT_MS)
        self._timer.timeout.connect(self.hide)

    def show_under(self, widget: QWidget, text: str) -> None:
        """Show `text` right under `widget`."""
        self.label.setText(text)
        self.setAccessibleName(text)
        self.setFixedWidth(widget.width())
        self.adjustSize()
        corner = widget.mapTo(self.window(), QPoint(0, widget.height() + 4))
        self.move(corner)
        self.raise_()
        self.show()
        self._timer.start()

    def event(self, event: QEvent) -> bool:
        """Go away when clicked."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self.hide()
            return True
        return super().event(event)
