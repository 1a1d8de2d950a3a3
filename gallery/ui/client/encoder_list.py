"""What the window knows of the encoders: their ids, who knows words."""

from PySide6.QtCore import QObject, Signal

from gallery.core.encoder_names import made_by
from gallery.core.settings import Settings
from gallery.engine.ipc.messages import Answer, EncodersKnown, Ending, Failed, ListEncoders, Opened
from gallery.ui.client.replies import Client, Listener
from gallery.ui.language import say


class EncoderList(QObject):
    """Kept up to date by what the engine tells.

    Signals:
        known: the encoders there are (EncodersKnown).
        failed: one sentence about why they are not.

    Attributes:
        keys: ids of encoders by name: what is known is shown before the engine has told anything.
        that_find_words: names of some that do.
    """

    known = Signal(object)
    failed = Signal(str)

    def __init__(self, client: Client) -> None:
        super().__init__()
        self._client = client
        self.keys: dict[str, str] = {}
        self.that_find_words: list[str] = []
        self._words: dict[str, bool] = {}

    def ask(self, *, speeds: bool = False) -> None:
        """Ask for the encoders there are; `known` answers, and again once `speeds` are measured."""
        listener = Listener(answered=self._answered, ended=self._ended)
        self._client.ask(ListEncoders(speeds=speeds), listener, purpose="encoders")

    def _answered(self, message: Answer) -> None:
        if isinstance(message, EncodersKnown):
            for one in message.encoders:
                self._words.setdefault(one.name, one.words)
            self.known.emit(message)

    def _ended(self, message: Ending) -> None:
        if isinstance(message, Failed):
            self.failed.emit(say(message.said))

    def note(self, message: Opened) -> None:
        """Remember what the engine told of the encoder that a folder was opened with."""
        self.keys[message.encoder] = message.encoder_id
        self._words[message.encoder] = message.words
        self.that_find_words = message.others

    def expect(self, name: str, settings: Settings) -> None:
        """Take what was known of an encoder when it was used last, until the engine has told."""
        self.keys[name] = settings.encoder_id

    def knows_words(self, name: str) -> bool | None:
        """Return whether an encoder knows words; None until the engine has told."""
        return self._words.get(name)

    def maker(self, key: str) -> str:
        """Return the name of the encoder that made the vectors with an id; "" for an unknown."""
        names = (*self.keys, *self._words)
        return next((name for name in names if made_by(key, name)), key.rpartition("-")[0])
