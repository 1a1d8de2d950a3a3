"""A folder that another encoder embeds again: what the last one found is shown meanwhile.

The chosen encoder takes over once it has as many vectors, and never under the pointer: an order
by likeness that a person looks at stays, and their next question is answered by the chosen one.
"""

from PySide6.QtCore import QObject, Signal, Slot

from gallery.core.encoder_names import title
from gallery.core.sentence import Sentence
from gallery.engine.ipc.messages import Notice, Progress, Stage, Topic
from gallery.ui import sentences
from gallery.ui.client.encoder_list import EncoderList
from gallery.ui.language import tr
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.query import QueryKind
from gallery.ui.model.store_sync import StoreSync

_MOST = 0.9  # a folder of which less than this share was known is better shown as it grows


# The states of the folder on screen, by whose vectors are shown:
#
#   the chosen one's --set_encoder--> the last one's --as many are there--> the last one's, ready
#         ^                                                                        |
#         +------- at once; or with the next step of a person who looks -----------+
#                  at an order that the chosen one would change
#
# Of a folder that the last one hardly knows nothing stands in: the chosen one's are shown as they
# come.
class EncoderChange(QObject):
    """Says how far the chosen encoder is, and lets it take over.

    Signals:
        noticed: the line to be shown (Notice); "" takes it away.
    """

    noticed = Signal(object)

    def __init__(self, feed: StoreSync, state: GalleryState, encoders: EncoderList) -> None:
        super().__init__()
        self._feed, self._state, self._encoders = feed, state, encoders
        self._chosen = ""
        self._is_busy = self._has_asked = False
        self._done = 0
        self._told: Sentence | None = None
        feed.standing_changed.connect(self._standing_changed)
        state.place_changed.connect(self._place_changed)

    @property
    def stand_in(self) -> str:
        """Name of the encoder whose vectors are shown until the chosen one has enough; or ""."""
        return self._encoders.maker(self._feed.key) if self._feed.stands_in else ""

    def begun(self, chosen: str) -> None:
        """The chosen encoder, given by name, is at work on the folder, or will be."""
        self._chosen = chosen
        self._is_busy, self._has_asked, self._done = True, False, 0
        self.tell()

    def progressed(self, message: Progress) -> None:
        """Note how far it is."""
        self._is_busy = True
        if not self._feed.stands_in or message.stage is not Stage.EMBED:
            return
        self._done = message.done
        wanted = self._feed.standing.of
        grows = wanted < _MOST * message.total
        # Once, in the middle of the work: the end is looked at anyway, and each look reads the
        # store.
        if grows and message.done >= wanted > 0 and not self._has_asked:
            self._has_asked = True
            self._look()
        self.tell()

    def ended(self) -> None:
        """Its work is over, whether it was done or stopped."""
        self._is_busy = False
        if self._feed.stands_in:
            self._look()
        self.tell()

    @property
    def _is_ready(self) -> bool:
        feed = self._feed
        return bool(feed.chosen) and feed.standing.shown == feed.chosen

    def _look(self) -> None:
        """Let the chosen encoder take over if it can, unless an order by likeness would change."""
        quiet = self._keeps_its_answer() and self._state.query.ask is not QueryKind.PICTURE
        self._feed.look(turn=quiet)

    def _keeps_its_answer(self) -> bool:
        """Return whether what is asked can be answered by another encoder as well."""
        return self._state.query.vector is None and self._state.filter.cluster < 0

    @Slot()
    def _place_changed(self) -> None:
        if self._feed.stands_in and self._is_ready and self._keeps_its_answer():
            self._feed.look(turn=True)

    @Slot()
    def _standing_changed(self) -> None:
        # The engine's count runs ahead of the store's; the line must not go back.
        self._done = max(self._done, self._feed.standing.have)
        self.tell()

    @Slot()
    def tell(self) -> None:
        """Show the line, or take it away."""
        feed = self._feed
        known = feed.standing.of > 0 or self._is_ready
        said = self._said() if feed.stands_in and known else None
        if said != self._told:
            self._told = said
            self.noticed.emit(Notice(topic=Topic.ENCODER, said=said))

    def _said(self) -> Sentence:
        chosen, shown = (tr(title(name)) for name in (self._chosen, self.stand_in))
        if self._is_ready:
            return sentences.looked_at(chosen, shown)
        of = self._feed.standing.of
        return sentences.anew(chosen, shown, (min(self._done, of), of), busy=self._is_busy)
