"""The chooser of encoders: what each can do, what it costs, and how to get it."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gallery.engine.ipc.messages import EncoderKnown, EncodersKnown
from gallery.ui.client.roles import ChoosesEncoder
from gallery.ui.language import say, tr
from gallery.ui.sentences import pace, size
from gallery.ui.widgets.labels import ElidedLabel, empty, plain, wrapped

WIDTH = 400
HIGHEST = 460
BELOW = 12
MARGIN = 8


def abilities(known: EncoderKnown) -> str:
    """Return what an encoder can do and what it needs: "finds by words · 605 MB · MIT"."""
    parts = [known.name if known.purpose else "", tr("finds by words") if known.words else ""]
    if known.size_bytes:
        parts.append(size(known.size_bytes))
    absent = tr("needs {package}", package=known.needs) if known.needs else tr("not here yet")
    parts += [known.licence, pace(known.per_second), "" if known.available else absent]
    return " · ".join(part for part in parts if part)


def can_fetch(known: EncoderKnown) -> bool:
    """Return whether an encoder that is not here could be downloaded."""
    return not known.available and not known.needs and known.size_bytes > 0


def how_to_have(known: EncoderKnown) -> str:
    """Return what is to be done before an encoder that `needs` something can be used."""
    if not known.install:
        return tr(
            "This copy of Lookalike came without {package}, and nothing can be added to it."
            " The encoder can be used where Lookalike is run from its source.",
            package=known.needs,
        )
    return tr(
        "{package} is not installed; it takes up to some gigabytes. To install it, enter this"
        " command in a terminal, then start Lookalike again:",
        package=known.needs,
    )


class EncoderRow(QFrame):
    """One encoder; an unavailable one unfolds to say why, and offers the download.

    Signals:
        chosen: use it. fetch_wanted: download it. unfolded: it needs another height.
    """

    chosen = Signal(str)
    fetch_wanted = Signal(str)
    unfolded = Signal()

    def __init__(self, known: EncoderKnown, current: bool) -> None:
        super().__init__()
        self.known = known
        self.setObjectName("encoderRow")
        self.setProperty("current", "true" if current else "false")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._abilities = wrapped(role="caption")
        self._more = QWidget()
        self._lay_out(current)

    def _lay_out(self, current: bool) -> None:
        known = self.known
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 7, 10, 7)
        layout.setSpacing(2)
        top = QHBoxLayout()
        name = ElidedLabel(tr(known.purpose) or known.name, mode=Qt.TextElideMode.ElideMiddle)
        top.addWidget(name, 1)
        top.addWidget(plain(tr("in use") if current else "", role="caption"))
        layout.addLayout(top)
        layout.addWidget(self._abilities)
        self.show_abilities(known)
        inside = QVBoxLayout(self._more)
        inside.setContentsMargins(0, 6, 0, 2)
        inside.setSpacing(6)
        if known.detail and known.available:
            layout.addWidget(wrapped(say(known.detail), role="dimmed"))
        elif known.detail:
            inside.addWidget(wrapped(say(known.detail)))
        if can_fetch(known):
            self._offer(inside)
        elif known.needs:
            self._explain(inside)
        self._more.hide()
        layout.addWidget(self._more)

    def show_abilities(self, known: EncoderKnown) -> None:
        """Say what it can do, as it is known by now."""
        self.known = known
        self._abilities.setText(abilities(known))
        self.setAccessibleName(f"{tr(known.purpose) or known.name}, {abilities(known)}")

    def _offer(self, layout: QVBoxLayout) -> None:
        known, much = self.known, size(self.known.size_bytes)
        words = tr("{size} are downloaded once and kept on this computer.", size=much)
        licence = ""
        if known.licence:
            licence = tr(" Licence of the weights: {licence}.", licence=known.licence)
        layout.addWidget(wrapped(words + licence, role="dimmed"))
        fetch = QPushButton(tr("Download {name}", name=much))
        fetch.setObjectName("fetchButton")
        fetch.setAccessibleName(tr("Download {name}", name=f"{known.name}, {much}"))
        fetch.clicked.connect(self._fetch)
        layout.addWidget(fetch, 0, Qt.AlignmentFlag.AlignLeft)

    def _explain(self, layout: QVBoxLayout) -> None:
        layout.addWidget(wrapped(how_to_have(self.known)))
        if not self.known.install:
            return
        command = QLineEdit(self.known.install)
        command.setObjectName("installCommand")
        command.setAccessibleName(tr("The command that installs it"))
        command.setReadOnly(True)
        command.setCursorPosition(0)
        copy = QPushButton(tr("Copy"))
        copy.setAccessibleName(tr("Copy the command"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.known.install))
        copy.clicked.connect(lambda: copy.setText(tr("Copied")))
        line = QHBoxLayout()
        line.addWidget(command, 1)
        line.addWidget(copy)
        layout.addLayout(line)

    def _fetch(self) -> None:
        self.fetch_wanted.emit(self.known.name)

    def choose(self) -> None:
        """Use this encoder, or say why it cannot be used yet."""
        if self.known.available:
            self.chosen.emit(self.known.name)
        else:
            self._more.setVisible(self._more.isHidden())
            self.unfolded.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press: a click is answered when the button comes up."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        if self.rect().contains(event.position().toPoint()):
            self.choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space choose."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.choose()
            return
        super().keyPressEvent(event)


class EncoderPanel(QFrame):
    """A panel that floats under the header while an encoder is chosen."""

    def __init__(self, encoders: ChoosesEncoder, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Choose an encoder"))
        self._choice = encoders
        self._button: QWidget | None = None
        self._listed: list[EncoderRow] = []
        self._inside = QWidget()
        self._inside.setObjectName("inside")
        self._rows = QVBoxLayout(self._inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._rest = QWidget()  # those without a purpose, folded up
        self._unfold = QPushButton()
        self._missing = wrapped()
        self._missing.setObjectName("missingEncoder")
        self._wait = plain(tr("Looking for the encoders…"), role="dimmed")
        self._scroll = QScrollArea()
        self._lay_out()
        encoders.encoders_known.connect(self.show_encoders)
        self.hide()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 10, MARGIN, MARGIN)
        layout.setSpacing(6)
        about = tr("The encoder decides which pictures are alike. Each keeps its own results.")
        text = wrapped(about, role="dimmed")
        text.setContentsMargins(10, 0, 10, 0)
        layout.addWidget(text)
        self._missing.setContentsMargins(10, 0, 10, 0)
        layout.addWidget(self._missing)
        self._missing.hide()
        self._wait.setContentsMargins(10, 0, 0, 6)
        layout.addWidget(self._wait)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._inside)
        layout.addWidget(self._scroll)

    def toggle_under(self, button: QWidget) -> None:
        """Unfold under a button, or fold up."""
        if self.isVisible():
            self.hide()
        else:
            self.open_under(button)

    def open_under(self, widget: QWidget) -> None:
        """Show the panel under `widget`, its right side within the window."""
        self._choice.list_encoders()
        self._button = widget
        window = self.window()
        self.setFixedWidth(min(WIDTH, window.width() - 16))
        corner = widget.mapTo(window, QPoint(0, widget.height() + BELOW))
        left = min(corner.x(), window.width() - self.width() - 8)
        self.move(left, corner.y())
        self._fit()
        self.show()
        self.raise_()
        self.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Watch for clicks beside the panel."""
        super().showEvent(event)
        # Only while it is open: a filter of the application sees every event there is.
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def hideEvent(self, event: QHideEvent) -> None:
        """Watch no longer."""
        super().hideEvent(event)
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fold up when the mouse is pressed anywhere but here or on the button."""
        # The button that it hangs under has moved.
        if event.type() == QEvent.Type.Resize and watched is self.window():
            self.hide()
        elif event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            # Where it was pressed, and not which widget is told: a press that nobody takes is
            # handed on to all parents up to the window.
            point = event.globalPosition().toPoint()
            if not any(_holds(widget, point) for widget in (self, self._button)):
                self.hide()
        return super().eventFilter(watched, event)

    @Slot(object)
    def show_encoders(self, message: EncodersKnown) -> None:
        """List the encoders: those with a purpose, then all others, folded up."""
        order = sorted(message.encoders, key=lambda known: (not known.purpose, not known.available))
        self._missing.setText(say(message.missing) if message.missing else "")
        self._missing.setVisible(bool(message.missing))
        self._wait.hide()
        if self.isVisible() and self._is_as_before(order):
            for row, known in zip(self._listed, order, strict=True):
                row.show_abilities(known)
                row.updateGeometry()  # at once: the layout above would hear of it too late
            self._rest.updateGeometry()
        else:
            self._list(order)
        self._fit()

    def _is_as_before(self, order: list[EncoderKnown]) -> bool:
        """Return whether only speeds are new: what a person has unfolded stays so."""
        before = [replace(row.known, per_second=0.0) for row in self._listed]
        return before == [replace(known, per_second=0.0) for known in order]

    def _list(self, order: list[EncoderKnown]) -> None:
        empty(self._rows)
        self._listed = [self._row(known) for known in order]
        named = [row for row in self._listed if row.known.purpose]
        others = self._listed[len(named) :]
        for row in named:
            self._rows.addWidget(row)
            row.show()  # at once: the layout counts no row that is yet to be shown
        if not others:
            return
        self._rest, self._unfold = QWidget(), QPushButton()
        inside = QVBoxLayout(self._rest)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        for row in others:
            inside.addWidget(row)
        self._unfold.setObjectName("allEncoders")
        self._unfold.setProperty("link", "true")
        self._unfold.clicked.connect(self._turn_rest)
        self._rows.addWidget(self._unfold, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows.addWidget(self._rest)
        self._unfold.show()
        in_use = any(row.known.name == self._choice.encoder for row in others)
        self._show_rest(in_use or not named)

    def _row(self, known: EncoderKnown) -> EncoderRow:
        row = EncoderRow(known, known.name == self._choice.encoder)
        row.chosen.connect(self._choose)
        row.fetch_wanted.connect(self._fetch)
        # Later, for the row has its new height only once its own layout has run.
        row.unfolded.connect(self._fit, Qt.ConnectionType.QueuedConnection)
        return row

    def _show_rest(self, shown: bool) -> None:
        self._rest.setVisible(shown)
        count = sum(not row.known.purpose for row in self._listed)
        more = tr("All encoders ({count} more)", count=count)
        self._unfold.setText(tr("Fewer encoders") if shown else more)

    @Slot()
    def _turn_rest(self) -> None:
        self._show_rest(self._rest.isHidden())
        self._fit()

    def rows(self) -> list[EncoderRow]:
        """Return the rows that are shown."""
        return list(self._listed)

    @Slot()
    def _fit(self) -> None:
        room = self.window().height() - self.y() - 40
        margins = self.contentsMargins()
        width = self.width() - margins.left() - margins.right() - 2 * MARGIN
        wanted = self._rows.totalHeightForWidth(width)
        self._scroll.setVisible(self._rows.count() > 0)
        self._scroll.setFixedHeight(max(80, min(HIGHEST, room - 60, wanted)))
        self.adjustSize()

    def _choose(self, name: str) -> None:
        self.hide()
        self._choice.set_encoder(name)

    def _fetch(self, name: str) -> None:
        self.hide()
        self._choice.fetch_encoder(name)


def _holds(widget: QWidget | None, point: QPoint) -> bool:
    """Return whether a point of the screen lies on a widget."""
    return widget is not None and widget.rect().contains(widget.mapFromGlobal(point))
