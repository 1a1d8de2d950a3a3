"""Words that are typed into the search field, and what becomes of them."""

from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Slot

from gallery.ui import sentences
from gallery.ui.client.roles import AsksWords, HoldsFolder
from gallery.ui.language import tr
from gallery.ui.shell.navigation import Navigation
from gallery.ui.widgets.search_field import SearchField


class WordSearchSource(AsksWords, HoldsFolder, Protocol):
    """Who is asked."""

    @property
    def busy(self) -> bool:
        """Whether the engine works on the folder on screen."""


class WordSearch(QObject):
    """Asks for what words say, and says at the field why that cannot be asked now."""

    def __init__(
        self, source: WordSearchSource, field: SearchField, navigation: Navigation
    ) -> None:
        super().__init__()
        self._source, self._field, self._navigation = source, field, navigation
        field.searched.connect(self.search)
        field.suggestions.wanted.connect(self._suggest)

    @Slot(str)
    def search(self, text: str) -> None:
        """Show the pictures for some words, or those whose names hold them."""
        source = self._source
        if source.folder is None:
            self._field.say(tr("Open a folder first; then its pictures can be searched."))
            return
        words = source.words
        if words is None and source.busy:
            self._field.say(tr("The folder is still being opened; press Enter again in a moment."))
            return
        if not words:
            others = source.encoders.that_find_words
            self._field.say(sentences.no_words(source.shown_encoder, others))
        source.search_words(text)
        self._navigation.show_gallery()

    @Slot(str)
    def _suggest(self, text: str) -> None:
        if self._source.words:
            then = partial(self._field.suggestions.show_words, text)
            self._source.asking.suggest(text, self._source.shown_encoder, then)
