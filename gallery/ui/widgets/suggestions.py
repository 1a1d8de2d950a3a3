"""Known words under the search field while something is typed, each with how many it finds."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from gallery.engine.ipc.messages import WordsKnown
from gallery.ui.sentences import grouped
from gallery.ui.style.theme import Appearance

REST_MS = 120  # between two keys of somebody who types
COUNT = Qt.ItemDataRole.UserRole


class _Counted(QStyledItemDelegate):
    """A word at the left and its count at the right."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a row."""
        super().paint(painter, option, index)
        painter.setPen(QColor(self._appearance.theme.dimmed))
        room = option.rect.adjusted(0, 0, -10, 0)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(flags), str(index.data(COUNT)))


class Suggestions(QCompleter):
    """What the words in a line may become.

    Signals:
        wanted: known words are to be looked up (text).
        chosen: one of them was clicked; it is the line's text now.
    """

    wanted = Signal(str)
    chosen = Signal()

    def __init__(self, line: QLineEdit, appearance: Appearance) -> None:
        super().__init__(line)
        self._line = line
        self.rows = QStandardItemModel(self)
        self.setModel(self.rows)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(8)
        line.setCompleter(self)
        self.list = QListView()
        self.setPopup(self.list)
        self._delegate = _Counted(appearance)
        self.list.setObjectName("suggestions")
        self.list.setItemDelegate(self._delegate)
        self.list.clicked.connect(self.chosen)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._ask)
        line.textEdited.connect(self._typed)
        line.returnPressed.connect(self.put_away)

    @Slot(str)
    def _typed(self, text: str) -> None:
        # Until the answer is there, what fits still stays: a list that blinks cannot be read.
        for row in reversed(range(self.rows.rowCount())):
            if not self.rows.item(row).text().startswith(text.casefold()):
                self.rows.removeRow(row)
        self._rest.start()

    @Slot()
    def _ask(self) -> None:
        if self._line.text().strip():
            self.wanted.emit(self._line.text())

    def show_words(self, text: str, known: WordsKnown) -> None:
        """Show what `text` may become, if it still stands in the line."""
        if self._line.text() != text or not self._line.hasFocus():
            return
        self.rows.clear()
        for word, count in zip(known.texts, known.counts, strict=True):
            item = QStandardItem(word)
            item.setData(grouped(count), COUNT)
            pictures = "picture" if count == 1 else "pictures"
            item.setData(f"{word}, {grouped(count)} {pictures}", Qt.ItemDataRole.AccessibleTextRole)
            self.rows.appendRow(item)
        if known.texts:
            self.complete()
        else:
            self.list.hide()

    @Slot()
    def put_away(self) -> None:
        """Show nothing, and ask for nothing."""
        self._rest.stop()
        self.list.hide()
