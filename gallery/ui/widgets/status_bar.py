"""The status bar: left what is shown, in a sentence; right what is being done, in figures."""

from typing import Protocol

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QToolButton, QWidget

from gallery.engine.ipc.messages import Cancelled, Ending, Notice, Progress, Stage, Topic
from gallery.ui import sentences
from gallery.ui.actions import Actions
from gallery.ui.client.roles import HoldsState, ListsFolders, TellsWork
from gallery.ui.language import tr
from gallery.ui.style.sheet import caption_font
from gallery.ui.widgets.labels import ElidedLabel, NameLabel, plain

HEIGHT = 30
BAR_WIDTH = 180
LEAST_BAR = 60
REST_MS = 6000  # how long the end of a job is read before the line is quiet again


class StatusSource(HoldsState, ListsFolders, TellsWork, Protocol):
    """What the status bar tells of."""


class StatusBar(QWidget):
    """The row under everything."""

    def __init__(self, controller: StatusSource, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("statusBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._controller, self._actions = controller, actions
        self._progress: Progress | None = None
        self._is_bare = False
        self._is_full = self._is_given_up = self._is_stopped = self._is_locked = False
        self._text, self._after = plain(role="dimmed"), plain(role="dimmed")
        self._name = NameLabel()
        self._selection = plain()
        self.doing = ElidedLabel(role="dimmed")
        self.bar = QProgressBar()
        self._pause, self._cancel = QToolButton(), QToolButton()
        self.go_on = QPushButton(tr("Continue"))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._moment = QTimer(self)
        self._moment.setSingleShot(True)
        self._moment.setInterval(REST_MS)
        self._set_up()
        self._lay_out()
        self._connect()
        self.show_shown()
        self._show_job()

    def _set_up(self) -> None:
        self._text.setObjectName("shownText")
        self._name.setObjectName("shownName")
        self._selection.setObjectName("selectionText")
        self.doing.setObjectName("doing")
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.bar.setMinimumWidth(LEAST_BAR)
        self.bar.setMaximumWidth(BAR_WIDTH)
        self.bar.setAccessibleName(tr("Progress"))
        for button, name in ((self._pause, "pause"), (self._cancel, "cancel")):
            button.setDefaultAction(self._actions[name])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setProperty("small", "true")
            button.setIconSize(QSize(16, 16))
            button.setAccessibleName(self._actions[name].text())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.go_on.setProperty("link", "true")
        self.go_on.setAccessibleName(tr("Continue indexing"))
        self.go_on.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.go_on.clicked.connect(self._actions["rescan"].trigger)
        smaller = caption_font()
        smaller.setPixelSize(smaller.pixelSize() + 1)
        for label in (self._text, self._name, self._after, self._selection, self.doing):
            label.setFont(smaller)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 10, 0)
        layout.setSpacing(4)
        layout.addWidget(self._text)
        layout.addWidget(self._name)
        layout.addWidget(self._after)
        layout.addSpacing(8)
        layout.addWidget(self._selection)
        layout.addStretch(1)
        layout.addWidget(self.doing)
        layout.addWidget(self.go_on)
        layout.addSpacing(8)
        layout.addWidget(self.bar, 1)
        layout.addSpacing(8)
        layout.addWidget(self._pause)
        layout.addWidget(self._cancel)

    def _connect(self) -> None:
        controller, state = self._controller, self._controller.state
        state.order_changed.connect(self.show_shown)
        state.place_changed.connect(self.show_shown)
        state.folder_changed.connect(self.show_shown)
        state.selection_changed.connect(self._show_selection)
        state.pictures_changed.connect(self._show_job)
        controller.progressed.connect(self._progressed)
        controller.finished.connect(self._job_finished)
        controller.errand_ended.connect(self._errand_ended)
        controller.notice_changed.connect(self._noticed)
        controller.folders_changed.connect(self._show_job)
        self._rest.timeout.connect(self._show_job)
        self._moment.timeout.connect(self.show_shown)

    def sentence(self) -> str:
        """Return what the left side says, in one line."""
        return f"{self._text.text()} {self._name.text()}{self._after.text()}".strip()

    @Slot()
    def show_shown(self) -> None:
        """Say what the grid shows."""
        state = self._controller.state
        if self._controller.folder is None or self._is_bare:
            self._say(sentences.ShownLine(tr("Ready")))
        else:
            count = len(state.order.positions)
            self._say(sentences.shown(count, state.query, state.filter, state.order.kept))
        self._show_selection()

    def set_bare(self, bare: bool) -> None:
        """Say nothing of the grid, as where no pictures are shown."""
        self._is_bare = bare
        self.show_shown()

    def say(self, text: str) -> None:
        """Show another sentence until the grid changes."""
        self._say(sentences.ShownLine(text))

    @Slot(str)
    def tell(self, text: str) -> None:
        """Show another sentence for a moment."""
        self.say(text)
        self._moment.start()

    def _say(self, shown: sentences.ShownLine) -> None:
        self._text.setText(shown.text)
        self._name.setText(shown.name)
        self._after.setText(shown.after)
        self._name.setVisible(bool(shown.name))
        self._after.setVisible(bool(shown.after))

    @Slot()
    def _show_selection(self) -> None:
        state = self._controller.state
        chosen = state.selected
        text = ""
        if chosen.any() and not self._is_bare:
            text = sentences.selected(int(chosen.sum()), int(state.table.size[chosen].sum()))
        self._selection.setText(f"· {text}" if text else "")
        self._selection.setVisible(bool(text))

    @Slot(object)
    def _progressed(self, message: Progress) -> None:
        self._progress = message
        self._rest.stop()
        self.doing.setText(sentences.progress(message, self._held()))
        # From 0 to 0 Qt shows a bar that only moves: the total is not known yet.
        self.bar.setRange(0, max(0, message.total))
        self.bar.setValue(message.done)
        self._show_controls(True)
        if message.stage is Stage.DOWNLOAD and message.done >= message.total > 0:
            self._rest.start()

    def _held(self) -> str:
        if self._controller.paused:
            return tr("paused")
        if self._is_given_up:
            return tr("the engine has stopped")
        if self._is_locked:
            return tr("waiting for another Lookalike")
        return tr("waiting for room on the disk") if self._is_full else ""

    @Slot(object)
    def _noticed(self, notice: Notice) -> None:
        if notice.topic is Topic.SPACE:
            self._is_full = notice.said is not None
            self._show_job()
        elif notice.topic is Topic.LOCK:
            self._is_locked = notice.said is not None
            self._show_job()
        elif notice.topic is Topic.ENGINE:
            self._is_given_up = notice.again
            self._show_job()

    @Slot(object)
    def _job_finished(self, message: Ending) -> None:
        self._is_stopped = isinstance(message, Cancelled)
        self._finished(message)

    @Slot(object)
    def _finished(self, message: Ending) -> None:
        self._progress = None
        self.doing.setText(sentences.ended(message))
        self._show_controls(False)
        self._rest.start()

    @Slot(object)
    def _errand_ended(self, message: Ending) -> None:
        if self._controller.busy:
            self._progress = None  # until the folder's own work tells of itself again
            self._show_job()
        else:
            self._finished(message)

    @Slot()
    def _show_job(self) -> None:
        active = self._controller.stoppable
        self._is_stopped = self._is_stopped and not self._controller.busy
        if not active:
            self._progress = None
            if not self._rest.isActive():
                self.doing.setText(self._unfinished())
        elif self._progress is not None:
            self.doing.setText(sentences.progress(self._progress, self._held()))
        else:
            self.doing.setText(sentences.begun(self._held()))
            self.bar.setRange(0, 0)
        self._show_controls(active)

    def _unfinished(self) -> str:
        """Return what a folder whose work was stopped still lacks."""
        if not self._is_stopped:
            return ""
        table = self._controller.state.table
        return sentences.unfinished(int((table.alive & (table.row >= 0)).sum()), table.living)

    def _show_controls(self, active: bool) -> None:
        busy, stoppable = self._controller.busy, self._controller.stoppable
        self.bar.setVisible(active)
        self.go_on.setVisible(self._is_stopped and not active)
        self._pause.setVisible(active and busy)
        self._cancel.setVisible(active and stoppable)
        self._actions["pause"].setEnabled(busy)
        self._actions["cancel"].setEnabled(stoppable)
        self._actions["pause"].setChecked(self._controller.paused)
