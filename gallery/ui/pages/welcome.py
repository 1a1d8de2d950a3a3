"""The welcome page: open a folder, drop one, take up a recent one, or try the sample library."""

import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from gallery.core.paths import shown
from gallery.ui.client.folder_list import AWAY, SHOWN
from gallery.ui.client.roles import ListsFolders
from gallery.ui.language import tr
from gallery.ui.sentences import day, pictures
from gallery.ui.style.sheet import mixed
from gallery.ui.style.theme import Appearance
from gallery.ui.widgets.labels import empty, plain, wrapped
from gallery.ui.widgets.small import paint_cover
from resources import path as resource

WIDTH = 560
TILE, GAP = 86, 8
PICTURES = 6
ROW = 36


class Strip(QWidget):
    """Six pictures in a row, painted by the program."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(PICTURES * (TILE + GAP) - GAP, TILE)
        self._images: list[QImage] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pictures, read at the first drawing."""
        if not self._images:
            names = [f"welcome/{number}.png" for number in range(1, PICTURES + 1)]
            self._images = [QImage(str(resource(name))) for name in names]
        painter = QPainter(self)
        for number, image in enumerate(self._images):
            paint_cover(painter, QRectF(number * (TILE + GAP), 0, TILE, TILE), image, 8)


class DropArea(QFrame):
    """A dashed frame; folders and pictures dropped on it are the window's business."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._over = False
        self.setMinimumHeight(130)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(220)
        appearance.changed.connect(self.update)

    def set_over(self, over: bool) -> None:
        """Light up while something is dragged over the window."""
        self._over = over
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(theme.accent if self._over else theme.dimmed), 1.0)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.setBrush(QColor(theme.accent_ground) if self._over else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 14, 14)


class RecentRow(QAbstractButton):
    """A folder opened before: its name, how many pictures, and when."""

    def __init__(self, appearance: Appearance, name: str, about: str) -> None:
        super().__init__()
        self._appearance, self._about, self._is_dimmed = appearance, about, False
        self.setText(name)
        self.setAccessibleName(tr("Open {name}, {about}", name=name, about=about))
        self.setFixedHeight(ROW)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        appearance.changed.connect(self.update)

    def show_away(self) -> None:
        """Show the name in the colour of what is not there now."""
        self._is_dimmed = True
        self.setToolTip(tr(AWAY))

    def sizeHint(self) -> QSize:
        """Return the size of a row."""
        return QSize(WIDTH, ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.underMouse() or self.hasFocus():
            painter.setPen(QColor(theme.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(mixed(theme.ground, theme.text, 0.05)))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        inside = self.rect().adjusted(6, 0, -6, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(theme.dimmed))
        painter.drawText(inside, int(middle | Qt.AlignmentFlag.AlignRight), self._about)
        metrics = self.fontMetrics()
        room = inside.width() - metrics.horizontalAdvance(self._about) - 12
        painter.setPen(QColor(theme.dimmed if self._is_dimmed else theme.text))
        name = metrics.elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(inside, int(middle | Qt.AlignmentFlag.AlignLeft), name)


def short_path(path: bytes) -> str:
    """Return the last two parts of a path: "Pictures/Holiday 2025"."""
    return "/".join(shown(path).rstrip("/").split("/")[-2:]) or "/"


class WelcomePage(QScrollArea):
    """What one sees first.

    Signals:
        open_wanted, sample_wanted: a button was clicked.
        folder_wanted: a recent folder was clicked; its path as bytes.
    """

    open_wanted = Signal()
    sample_wanted = Signal()
    folder_wanted = Signal(object)

    def __init__(self, library: ListsFolders, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("welcome")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._library, self._appearance = library, appearance
        self.open_button = QPushButton(tr("Open a folder…"))
        self.open_button.setProperty("primary", "true")
        self.open_button.setObjectName("openButton")
        self.sample_button = QPushButton(tr("Try the sample library"))
        self.sample_button.setProperty("link", "true")
        self.sample_button.setObjectName("sampleButton")
        self.area = DropArea(appearance)
        self._recent_title = plain(tr("Recent"), role="caption")
        self._recent = QVBoxLayout()
        self._lay_out()
        self.open_button.clicked.connect(self.open_wanted)
        self.sample_button.clicked.connect(self.sample_wanted)
        for button in (self.open_button, self.sample_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        library.folders_changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("inside")
        outer = QHBoxLayout(inside)
        outer.setContentsMargins(24, 16, 24, 16)
        column = QWidget()
        column.setFixedWidth(WIDTH)
        outer.addStretch(1)
        outer.addWidget(column)
        outer.addStretch(1)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout.addStretch(1)
        layout.addWidget(Strip(), 0, centre)
        layout.addSpacing(18)
        layout.addWidget(plain(tr("Find the pictures that look alike"), role="title"), 0, centre)
        layout.addSpacing(18)
        layout.addWidget(self.area, 100)
        layout.addSpacing(28)
        layout.addWidget(self._recent_title)
        layout.addSpacing(4)
        self._recent.setSpacing(0)
        layout.addLayout(self._recent)
        layout.addSpacing(20)
        privacy = tr(
            "Your pictures stay on this computer. Nothing is uploaded, nothing is changed."
        )
        line = wrapped(privacy, role="dimmed")
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(line)
        layout.addStretch(1)
        self._fill_area()
        self.setWidget(inside)

    def _fill_area(self) -> None:
        layout = QVBoxLayout(self.area)
        layout.setSpacing(8)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout.addStretch(1)
        layout.addWidget(self.open_button, 0, centre)
        layout.addWidget(plain(tr("or drop a folder or pictures here"), role="dimmed"), 0, centre)
        layout.addWidget(self.sample_button, 0, centre)
        layout.addStretch(1)

    @Slot()
    def refresh(self) -> None:
        """List the folders opened last."""
        empty(self._recent)
        entries = self._library.folders[:SHOWN]
        self._recent_title.setVisible(bool(entries))
        now = datetime.datetime.now().astimezone()
        for entry in entries:
            about = f"{pictures(entry.pictures)} · {day(entry.opened_ns, now)}"
            if entry.away:
                about = tr("away · {about}", about=about)
            row = RecentRow(self._appearance, short_path(entry.path), about)
            if entry.away:
                row.show_away()
            row.clicked.connect(lambda _=False, path=entry.path: self.folder_wanted.emit(path))
            self._recent.addWidget(row)
