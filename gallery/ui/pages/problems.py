"""The problems page: each file that could not be used, why, and trying again."""

from typing import Protocol

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)  # fmt: skip
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)  # fmt: skip

from gallery.core.paths import shown
from gallery.engine.ipc.messages import Done, Ending
from gallery.library.records import ProblemRow
from gallery.ui.client.roles import HoldsState, ListsFolders, TellsProblems, TellsWork
from gallery.ui.language import counted, mark, say, tr
from gallery.ui.style.theme import Appearance, pixmap
from gallery.ui.widgets.column import middle_column
from gallery.ui.widgets.labels import plain, wrapped
from gallery.ui.widgets.row_ground import ModelIndex, by_keys, paint_ground

ROW = 52
WIDEST = 900
TRY_WIDTH, SHOW_WIDTH = 80, 116
TRYING = mark("Trying again…")


class ProblemsModel(QAbstractListModel):
    """One row a file.

    Attributes:
        trying: the files that are being tried again.
        tried: those that were tried again just now.
    """

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ProblemRow] = []
        self.trying: frozenset[int] = frozenset()
        self.tried: frozenset[int] = frozenset()

    def set_rows(self, rows: list[ProblemRow]) -> None:
        """Show other files."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def set_tries(self, trying: frozenset[int], tried: frozenset[int]) -> None:
        """Show which files are being tried again, and which have been."""
        self.trying, self.tried = trying, tried
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def sentence(self, row: ProblemRow) -> str:
        """Return what is said of a file: its problem, or that it is being tried again."""
        if row.file in self.trying:
            return tr(TRYING)
        why = say(row.said)
        return tr("Tried again just now: {why}", why=why) if row.file in self.tried else why

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:
        """Return the number of files."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the path, or path and sentence to be read out."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(row.path)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{shown(row.path)}: {self.sentence(row)}"
        return None


def parts(box: QRect) -> tuple[QRect, QRect, QRect]:
    """Return where a row has its words, "Show in folder" and "Try again"."""
    again = QRect(box.right() - TRY_WIDTH - 8, box.top() + 11, TRY_WIDTH, ROW - 23)
    show = QRect(again.left() - SHOW_WIDTH - 8, again.top(), SHOW_WIDTH, again.height())
    words = QRect(box.left() + 44, box.top(), show.left() - box.left() - 56, box.height())
    return words, show, again


class _ProblemDelegate(QStyledItemDelegate):
    def __init__(self, view: "ProblemsList") -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        row = self._view.problems.rows[index.row()]
        box, theme = QRect(option.rect), self._view.appearance.theme
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        paint_ground(painter, box, theme, state, chosen)
        sign = pixmap("problem", theme.dimmed, 18, self._view.devicePixelRatioF())
        painter.drawPixmap(box.left() + 12, box.center().y() - 9, sign)
        words, show, again = parts(box)
        self._paint_words(painter, words, row)
        painter.setPen(QColor(theme.accent))
        centre = int(Qt.AlignmentFlag.AlignCenter)
        painter.drawText(show, centre, tr("Show in folder"))
        if row.file not in self._view.problems.trying:
            painter.drawText(again, centre, tr("Try again"))
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRect, row: ProblemRow) -> None:
        theme, metrics = self._view.appearance.theme, painter.fontMetrics()
        left = Qt.AlignmentFlag.AlignLeft
        upper = QRect(box.left(), box.top() + 7, box.width(), 18)
        lower = QRect(box.left(), box.top() + 26, box.width(), 18)
        painter.setPen(QColor(theme.text))
        name = metrics.elidedText(shown(row.path), Qt.TextElideMode.ElideMiddle, box.width())
        painter.drawText(upper, int(left | Qt.AlignmentFlag.AlignVCenter), name)
        painter.setPen(QColor(theme.dimmed))
        sentence = self._view.problems.sentence(row)
        text = metrics.elidedText(sentence, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(lower, int(left | Qt.AlignmentFlag.AlignVCenter), text)


class ProblemsList(QListView):
    """The files; each row has "Show in folder" and "Try again".

    Signals:
        retry_wanted, view_wanted: carries the file's id.
        show_wanted: carries its relative path, bytes.
    """

    retry_wanted = Signal(int)
    view_wanted = Signal(int)
    show_wanted = Signal(object)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.appearance = appearance
        self.setObjectName("problems")
        self.setAccessibleName(tr("Files that could not be used"))
        self.problems = ProblemsModel()
        self.setModel(self.problems)
        self.setItemDelegate(_ProblemDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.viewport().installEventFilter(self)
        self.doubleClicked.connect(self._view)
        appearance.changed.connect(self._repaint)

    @Slot(QModelIndex)
    def _view(self, index: QModelIndex) -> None:
        self.view_wanted.emit(self.problems.rows[index.row()].file)

    def _repaint(self) -> None:
        self.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the hand over the words that can be clicked, and the sentence as a tooltip."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            over = self._action_at(event) != ""
            shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
        return super().eventFilter(watched, event)

    def _action_at(self, event: QMouseEvent) -> str:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid():
            return ""
        _, show, again = parts(self.visualRect(index))
        if again.contains(event.position().toPoint()):
            return "again"
        return "show" if show.contains(event.position().toPoint()) else ""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Carry out what was clicked."""
        super().mouseReleaseEvent(event)
        action = self._action_at(event)
        index = self.indexAt(event.position().toPoint())
        if action and event.button() == Qt.MouseButton.LeftButton:
            row = self.problems.rows[index.row()]
            if action == "again":
                self.retry_wanted.emit(row.file)
            else:
                self.show_wanted.emit(row.path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter tries the chosen file again."""
        by_keys(self)
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in keys and self.currentIndex().isValid():
            self.retry_wanted.emit(self.problems.rows[self.currentIndex().row()].file)
            return
        super().keyPressEvent(event)


class ProblemsSource(HoldsState, TellsProblems, ListsFolders, TellsWork, Protocol):
    """What the page lists, and asks for."""


class ProblemsPage(QWidget):
    """Heading, "Try all again", and the list.

    Signals:
        closed: back to the gallery. show_wanted: a relative path to show in the file manager.
    """

    closed = Signal()
    show_wanted = Signal(object)

    def __init__(self, controller: ProblemsSource, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("page")
        self._controller = controller
        self._title = plain(tr("Problems"), role="title")
        self._about = wrapped(role="dimmed")
        self.all_button = QPushButton(tr("Try all again"))
        self._close = QPushButton(tr("Back to the pictures"))
        self.list = ProblemsList(appearance)
        self._is_over = False
        self._lay_out()
        self.all_button.clicked.connect(self._retry_all)
        self._close.clicked.connect(self.closed)
        self.list.retry_wanted.connect(self._retry)
        self.list.show_wanted.connect(self.show_wanted)
        controller.problems_changed.connect(self.refresh)
        controller.finished.connect(self._finished)
        controller.state.folder_changed.connect(self._forget)
        controller.folders_changed.connect(self._show_busy)
        self.refresh()

    def _lay_out(self) -> None:
        layout = middle_column(self, WIDEST, (24, 28, 24, 0), 8)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._title)
        top.addStretch(1)
        top.addWidget(self.all_button)
        top.addWidget(self._close)
        layout.addLayout(top)
        layout.addWidget(self._about)
        layout.addSpacing(8)
        layout.addWidget(self.list, 1)

    @Slot()
    def refresh(self) -> None:
        """Show the problems there are now."""
        rows = self._controller.problems
        if rows != self.list.problems.rows:
            bar = self.list.verticalScrollBar()
            before = bar.value()
            self.list.problems.set_rows(rows)
            bar.setValue(before)
        if self._is_over:
            # Only now is it known which of them are still so.
            self._is_over = False
            self.list.problems.set_tries(frozenset(), self.list.problems.trying)
        if rows:
            self._about.setText(
                counted(
                    "{n} file could not be used. It was not changed, and everything else works"
                    " without it. A double click shows what can be seen.",
                    "{n} files could not be used. They were not changed, and everything else works"
                    " without them. A double click shows what can be seen.",
                    len(rows),
                )
            )
        else:
            self._about.setText(tr("No problems: every picture of this library could be used."))
        self._show_busy()

    @Slot()
    def _show_busy(self) -> None:
        self.all_button.setEnabled(bool(self._controller.problems) and not self._controller.busy)

    @Slot()
    def _retry_all(self) -> None:
        self._show_trying({row.file for row in self.list.problems.rows})
        self._controller.retry([])

    @Slot(int)
    def _retry(self, file: int) -> None:
        if file not in self.list.problems.trying:
            self._show_trying({file})
            self._controller.retry([file])

    def _show_trying(self, files: set[int]) -> None:
        problems = self.list.problems
        problems.set_tries(problems.trying | files, problems.tried - files)

    @Slot(object)
    def _finished(self, message: Ending) -> None:
        if self._controller.busy or not self.list.problems.trying:
            return  # What was asked for comes after what has just ended.
        self._is_over = isinstance(message, Done)
        if not self._is_over:
            self._forget()

    @Slot()
    def _forget(self) -> None:
        self.list.problems.set_tries(frozenset(), frozenset())

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was tried just now: it is not so any more when the page is shown again."""
        self.list.problems.set_tries(self.list.problems.trying, frozenset())
        super().hideEvent(event)
