import datetime
import re

import pytest
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QWidget

from gallery.core.codes import Code
from gallery.core.sentence import Sentence
from gallery.engine.ipc.messages import Notice, Progress, Stage, Topic
from gallery.ui import language, sentences
from gallery.ui.language import counted, language_of, say, tr
from gallery.ui.model.filters import NO_FILTER
from gallery.ui.model.query import GridQuery, QueryKind
from gallery.ui.shell.window import MainWindow
from gallery.ui.widgets.labels import ElidedLabel
from tests.ui.fake_controller import FakeController

OPEN, CLOSE = "\N{LEFT WHITE SQUARE BRACKET}", "\N{RIGHT WHITE SQUARE BRACKET}"


class Bracketed(QTranslator):
    """Marks all that goes through the translation."""

    def isEmpty(self):  # noqa: N802
        return False

    def translate(self, context, text, disambiguation=None, n=-1):
        if context != language.CONTEXT:
            return None  # not translated here; "" would be a translation
        lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{lead}{OPEN}{text.strip()}{CLOSE}{tail}"


@pytest.fixture
def german(qapp):
    """The window speaks German."""
    before = list(qapp.findChildren(QTranslator))
    assert language.install(qapp, "de") == "de"
    yield
    for made in qapp.findChildren(QTranslator):
        if made not in before:
            QCoreApplication.removeTranslator(made)
            made.setParent(None)
    assert language.install(qapp, "en") == "en"


def shown(qtbot, appearance, size=(1280, 800)):
    controller = FakeController()
    window = MainWindow(controller, appearance)
    qtbot.addWidget(window)
    window.resize(*size)
    with qtbot.waitExposed(window):
        window.show()
    return controller, window


def put_away(controller, window):
    window.close()
    controller.shutdown()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setStyleSheet("")


def told(window):
    """Yield each text of the window, and where it is."""
    for widget in [window, *window.findChildren(QWidget)]:
        for name in ("text", "toolTip", "accessibleName", "accessibleDescription",
                     "placeholderText"):  # fmt: skip
            text = widget.property(name)
            if isinstance(text, str) and any(char.isalpha() for char in text):
                yield f"{type(widget).__name__}.{widget.objectName()}.{name}", text
    for action in window.findChildren(QAction):
        for text in (action.text(), action.toolTip()):
            if any(char.isalpha() for char in text):
                yield f"QAction.{action.objectName()}", text


# Names of things, units and keys that are the same in every language; drawings of Qt's own.
NAMES = ("bear", "Holiday", "cars", "cats", "bears", "tram", "Ctrl", "Lookalike", "pictures",
         "MIT", " MB", "pixels", "clip", "UMAP")  # fmt: skip


KEYS = re.compile(
    r"(Alt\+|Shift\+)*(Home|Left|Right|Up|Down|End|Esc|Space|Return|PgUp|PgDown|F\d+)(?: or \S+)?"
)


def is_known(text):
    """Return whether a text went through the translation, or is the same in every language."""
    named = any(name in text for name in NAMES)
    return len(text) == 1 or OPEN in text or KEYS.fullmatch(text) is not None or named


def test_every_text_of_the_window_goes_through_the_translation(qtbot, qapp, appearance):
    brackets = Bracketed(qapp)
    QCoreApplication.installTranslator(brackets)
    try:
        controller, window = shown(qtbot, appearance)
        controller.show_folder(30)
        controller.state.find_lookalikes(3)
        for name in ("inspector", "problems", "shortcuts", "grid", "viewer"):
            window.actions_[name].trigger()
        plainly = sorted(
            {
                f"{place}: {text!r}"
                for place, text in told(window)
                if len(text) > 1
                and OPEN not in text
                and not KEYS.fullmatch(text)
                and not any(name in text for name in NAMES)
            }
        )
        put_away(controller, window)
        assert not plainly, "\n".join(plainly)
    finally:
        QCoreApplication.removeTranslator(brackets)
        brackets.setParent(None)


def clipped(window):
    """Yield the labels and buttons that are narrower than their words."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, ElidedLabel | QMenu):
            continue
        if isinstance(widget, QLabel) and widget.text() and not widget.wordWrap():
            lines = widget.text().split("\n")
            need = max(widget.fontMetrics().horizontalAdvance(line) for line in lines)
            if need > widget.contentsRect().width() + 1 and not widget.toolTip():
                yield f"{widget.objectName()} {widget.text()!r}: {need} > {widget.width()}"
        if isinstance(widget, QLabel) and widget.wordWrap() and widget.text():
            need = widget.heightForWidth(widget.width())
            if need > widget.height() + 1:
                yield f"{widget.objectName()} {widget.text()!r}: {need} high > {widget.height()}"
        if isinstance(widget, QAbstractButton) and widget.text():
            style = getattr(widget, "toolButtonStyle", lambda: None)()
            if style is Qt.ToolButtonStyle.ToolButtonIconOnly:
                continue
            need = widget.minimumSizeHint().width()
            if need > widget.width() + 1 and not widget.toolTip():
                yield f"{widget.objectName()} {widget.text()!r}: {need} > {widget.width()}"


@pytest.mark.parametrize("size", [(1280, 800), (900, 600)])
@pytest.mark.parametrize("page", ["welcome", "gallery", "query", "problems", "shortcuts"])
def test_no_label_is_clipped_in_german(qtbot, german, appearance, size, page):
    controller, window = shown(qtbot, appearance, size)
    if page != "welcome":
        controller.show_folder(30)
        controller.notice_changed.emit(Notice(topic=Topic.AWAY, said=Sentence(Code.AWAY)))
    if page == "query":
        controller.state.find_lookalikes(3)
    if page in ("problems", "shortcuts"):
        window.actions_[page].trigger()
    qtbot.wait(1)  # layouts that were asked for are done
    found = list(clipped(window))
    put_away(controller, window)
    assert found == []


def test_the_language_is_the_chosen_one_or_the_systems():
    assert language_of("de", ["en-US"]) == "de"
    assert language_of("", ["fr-FR", "de-AT", "en-GB"]) == "de"
    assert language_of("", ["de_CH"]) == "de"
    assert language_of("", ["fr-FR"]) == "en"
    assert language_of("xx", []) == "en"


def test_numbers_dates_and_plurals_are_german(german):
    assert sentences.pictures(1330) == "1.330 Bilder"
    assert sentences.pictures(1) == "1 Bild"
    assert sentences.size(4_200_000) == "4,2 MB"
    assert sentences.score(0.934) == "0,93"
    now = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
    then = int(datetime.datetime(2025, 8, 14, tzinfo=datetime.UTC).timestamp() * 1e9)
    assert sentences.day(then, now) == "14. August 2025"
    told = Progress(request=1, stage=Stage.EMBED, done=824, total=1330, per_second=41.2)
    assert sentences.progress(told) == "Bilder werden betrachtet 824 / 1.330 · 41 pro Sekunde"
    assert sentences.left_out({"video": 14, "archive": 1}) == "Er enthält 14 Videos und 1 Archiv."


def test_what_the_engine_tells_is_put_into_german(german):
    parts = [Sentence.of(Code.PICTURES, n=1330), Sentence.of(Code.NEW, n=12)]
    assert say(Sentence.of(Code.PARTS, parts=parts)) == "1.330 Bilder, 12 neu"
    assert say(Sentence.of(Code.NO_FOLDER, folder="/a")) == "Den Ordner /a gibt es nicht."
    kind = Sentence.of(Code.PSD_BITS, bits=32)
    assert say(Sentence.of(Code.KIND_UNREAD, pictures=kind)) == (
        "Photoshop-Dateien mit 32 Bit je Kanal in diesem Modus können noch nicht gelesen werden."
    )
    assert say(Sentence.of("told by nobody")) == "told by nobody"


def test_names_with_signs_of_templates_are_left_alone(german):
    query = GridQuery(QueryKind.NAMES, label="{n} %n")
    assert sentences.shown(2, query, NO_FILTER).name == "„{n} %n“"
    assert tr("{name} is not there.", name="{x}") == "{x} ist nicht da."


def test_english_has_its_singular_without_a_translation():
    assert counted("{n} picture", "{n} pictures", 1) == "1 picture"
    assert counted("{n} picture", "{n} pictures", 1330) == "1,330 pictures"


def test_qt_speaks_german_too_where_it_came_with_it(german):
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not QTranslator().load("qtbase_de", folder):
        pytest.skip("this Qt came without its translations")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    assert QLocale().language() == QLocale.Language.German


def test_a_language_is_chosen_in_the_menu_and_kept(window, controller):
    said: list[str] = []
    controller.failed.connect(said.append)
    assert window.actions_["language_"].isChecked()
    window.actions_["language_de"].trigger()
    assert controller.settings.language == "de"
    assert said == ["The language changes when Lookalike is started again."]
    menu = next(menu for menu in window.actions_.menus if menu.findChild(QMenu, "Language"))
    inner = menu.findChild(QMenu, "Language")
    assert [a.text() for a in inner.actions()] == ["Language of the system", "English", "Deutsch"]
