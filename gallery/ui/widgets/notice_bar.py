"""What a person should know, under the header: nothing modal, each line can be sent away."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from gallery.core.sentence import Sentence
from gallery.engine.ipc.messages import Notice, Topic
from gallery.ui.language import mark, say, tr
from gallery.ui.style.theme import Appearance, icon
from gallery.ui.widgets.labels import wrapped

PASSING_MS = 9000  # long enough to read two lines
AGAIN, LOOKING = mark("Try again"), mark("Looking…")


class _NoticeLine(QFrame):
    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._appearance = appearance
        self.label = wrapped()
        self.label.setObjectName("noticeText")
        self.again = QPushButton()
        self.again.setProperty("link", "true")
        self.again.setObjectName("tryAgain")
        self.again.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.again.clicked.connect(self._asked)
        self.close_button = QToolButton()
        self.close_button.setProperty("small", "true")
        self.close_button.setIconSize(QSize(14, 14))
        self.close_button.setAccessibleName(tr("Send this notice away"))
        self.close_button.clicked.connect(self._send_away)
        self._is_sent_away = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 10, 6)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.again, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def show_notice(self, notice: Notice) -> None:
        """Show a notice, or nothing when it says nothing."""
        text = say(notice.said) if notice.said else ""
        self.label.setText(text)
        self.setAccessibleName(text)
        self.again.setText(tr(AGAIN))
        self.again.setVisible(notice.again)
        # A line that only counts on stays away until there is nothing more to say.
        stays_away = self._is_sent_away and notice.topic is Topic.ENCODER and bool(text)
        self._is_sent_away = stays_away
        self.setVisible(bool(text) and not stays_away)

    @Slot()
    def _send_away(self) -> None:
        self._is_sent_away = True
        self.hide()

    @Slot()
    def _asked(self) -> None:
        # The answer is the next notice of this topic.
        self.again.setText(tr(LOOKING))

    @Slot()
    def _restyle(self) -> None:
        self.close_button.setIcon(icon("close", self._appearance.theme, 14))


class NoticeBar(QWidget):
    """One line for each topic that has something to say; passing sentences leave by themselves.

    Signals:
        again_wanted: the person does not want to wait for the next try.
    """

    again_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._lines: dict[Topic, _NoticeLine] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PASSING_MS)
        self._timer.timeout.connect(self._pass)

    @Slot(object)
    def show_notice(self, notice: Notice) -> None:
        """Show a notice in place of an earlier one of its topic; an empty one takes it away."""
        line = self._lines.get(notice.topic)
        if line is None:
            if notice.said is None:
                return
            line = self._lines[notice.topic] = _NoticeLine(self._appearance)
            line.again.clicked.connect(self.again_wanted)
            self._layout.addWidget(line)
        line.show_notice(notice)

    @Slot(str)
    def say(self, sentence: str) -> None:
        """Show a sentence for some seconds."""
        self.show_notice(Notice(topic=Topic.PASSING, said=Sentence.of(sentence)))
        self._timer.start()

    def texts(self) -> list[str]:
        """Return the notices that are shown."""
        return [line.label.text() for line in self._lines.values() if not line.isHidden()]

    @Slot()
    def _pass(self) -> None:
        self.show_notice(Notice(topic=Topic.PASSING))
