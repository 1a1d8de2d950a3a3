"""What stands in place of grid and map where a folder holds no pictures."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gallery.core.paths import shown
from gallery.ui import sentences
from gallery.ui.language import mark, tr
from gallery.ui.widgets.labels import ElidedLabel, plain, wrapped

WIDTH = 520
TITLE = mark("There are no pictures in this folder")
READ = mark(
    "Lookalike reads JPEG, PNG, GIF, WebP, HEIC, AVIF, TIFF, BMP, JPEG 2000, Photoshop, TGA and"
    " PPM files, and the previews in camera raw files."
)


class EmptyPage(QWidget):
    """One page in the middle: what was looked for, what was left out, and where to go on.

    Signals:
        open_wanted, sample_wanted, problems_wanted: a button was clicked.
    """

    open_wanted = Signal()
    sample_wanted = Signal()
    problems_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = plain(tr(TITLE), role="title")
        self.folder = ElidedLabel(role="dimmed", mode=Qt.TextElideMode.ElideMiddle)
        self.left_out = wrapped()
        self.problems = QPushButton()
        self.open_button = QPushButton(tr("Open another folder…"))
        self.open_button.setProperty("primary", "true")
        self.sample_button = QPushButton(tr("Try the sample library"))
        for button in (self.problems, self.sample_button):
            button.setProperty("link", "true")
        self._lay_out()
        self.open_button.clicked.connect(self.open_wanted)
        self.sample_button.clicked.connect(self.sample_wanted)
        self.problems.clicked.connect(self.problems_wanted)

    def _lay_out(self) -> None:
        column = QWidget()
        column.setMaximumWidth(WIDTH)
        layout = QVBoxLayout(column)
        layout.setSpacing(8)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout.addWidget(self.title, 0, centre)
        layout.addWidget(self.folder)
        layout.addSpacing(12)
        read = wrapped(tr(READ), role="dimmed")
        for label in (self.folder, self.left_out, read):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self.left_out)
        layout.addWidget(self.problems, 0, centre)
        layout.addWidget(read)
        layout.addSpacing(16)
        layout.addWidget(self.open_button, 0, centre)
        layout.addWidget(self.sample_button, 0, centre)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(column, 100)
        across.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 16, 24, 16)
        outer.addStretch(2)
        outer.addLayout(across)
        outer.addStretch(3)

    def tell(self, folder: bytes, left_out: dict[str, int], problems: int) -> None:
        """Say what lies in `folder` instead: entries left out by kind, and files with problems."""
        self.folder.setText(shown(folder))
        text = sentences.left_out(left_out)
        self.left_out.setText(text)
        self.left_out.setVisible(bool(text))
        self.problems.setText(sentences.unread(problems))
        self.problems.setVisible(problems > 0)
