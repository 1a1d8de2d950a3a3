"""The language of the window: its sentences, plurals, numbers and dates.

The English text is the key of each translation (`resources/translations`): the window's own texts
go through `tr` and `counted`, what the engine tells through `say`. A text that stands in a table is
marked there and translated where it is shown. The language is chosen at the start, once.
"""

from datetime import datetime

from PySide6.QtCore import (
    QCoreApplication,
    QDateTime,
    QLibraryInfo,
    QLocale,
    QObject,
    QTranslator,
)  # fmt: skip

from gallery.core.sentence import Sentence, Speaker
from resources import path as resource

CONTEXT = "Lookalike"
ENGLISH = "en"
NAMES = {ENGLISH: "English", "de": "Deutsch"}
"""The languages there are: by code, what each calls itself."""

_LOCALES = {
    ENGLISH: QLocale(QLocale.Language.English, QLocale.Country.UnitedStates),
    "de": QLocale(QLocale.Language.German, QLocale.Country.Germany),
}


class _Window(Speaker):
    """Speaks the language whose translations are installed."""

    def __init__(self) -> None:
        self.locale = _LOCALES[ENGLISH]

    def template(self, one: str, many: str, number: int) -> str:
        """Return the template for `number` in the window's language; English where it has none."""
        # Qt chooses the plural by this number; -1 looks for a text that has none.
        form = number if one != many else -1
        found = QCoreApplication.translate(CONTEXT, many, None, form)
        return super().template(one, many, number) if found == many else found

    def number(self, value: float) -> str:
        """Return a number with its thousands grouped."""
        return (
            self.locale.toString(int(value)) if value == int(value) else self.locale.toString(value)
        )

    def joined(self, parts: list[str]) -> str:
        """Return "a, b and c"."""
        *others, last = parts
        return tr("{others} and {last}", others=", ".join(others), last=last) if others else last

    def quoted(self, text: str) -> str:
        """Return a name in quotation marks."""
        return tr("“{name}”", name=text)


_WINDOW = _Window()


def say(said: Sentence) -> str:
    """Return what the engine tells, in words."""
    return _WINDOW.say(said)


def tr(text: str, /, **args: object) -> str:
    """Return a text of the window in its language; `args` stand in the places of its template."""
    template = _WINDOW.template(text, text, -1)
    return _WINDOW.vformat(template, (), args) if args else template


def counted(one: str, many: str, n: int, /, **args: object) -> str:
    """Return the template for the number `n`, with `n` and `args` in their places."""
    return _WINDOW.counted(one, many, n, **args)


def mark(text: str) -> str:
    """Return `text` as it is: it is to be translated where it is shown."""
    return text


def listed(parts: list[str]) -> str:
    """Return "a, b and c"."""
    return _WINDOW.joined(parts)


def quoted(text: str) -> str:
    """Return a name in quotation marks."""
    return _WINDOW.quoted(text)


def number(value: int) -> str:
    """Return a whole number with its thousands grouped: "1,330"."""
    return _WINDOW.number(value)


def decimal(value: float, digits: int) -> str:
    """Return a number with some digits after the point, its thousands grouped."""
    return _WINDOW.locale.toString(float(value), "f", digits)


def date(when: datetime, form: str) -> str:
    """Return a date in words by a format of QLocale, itself a text to be translated."""
    there = QDateTime(when.year, when.month, when.day, when.hour, when.minute, when.second)
    return _WINDOW.locale.toString(there, tr(form))


def language_of(chosen: str, system: list[str]) -> str:
    """Return the language to speak.

    Args:
        chosen: by the person; "" leaves it to the system.
        system: the languages of the system, the first preferred, as "de-AT".
    """
    if chosen in NAMES:
        return chosen
    wanted = (name.replace("_", "-").partition("-")[0] for name in system)
    return next((name for name in wanted if name in NAMES), ENGLISH)


def install(app: QObject, chosen: str) -> str:
    """Have the window speak the language that was chosen, "" for the system's; return which."""
    language = language_of(chosen, QLocale.system().uiLanguages())
    _WINDOW.locale = _LOCALES[language]
    QLocale.setDefault(_WINDOW.locale)
    for folder, name in (
        (QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), "qtbase"),
        (str(resource("translations")), "lookalike"),
    ):
        translator = QTranslator(app)
        if language != ENGLISH and translator.load(f"{name}_{language}", folder):
            QCoreApplication.installTranslator(translator)
    return language
