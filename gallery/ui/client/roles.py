"""What the widgets need of the client, one small part each; none sees the whole of it.

`Controller` has all the parts, and so has the stand-in of the tests: mypy holds both to them.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QImage

from gallery.core.settings import Settings
from gallery.engine.ipc.messages import Question, WordsKnown
from gallery.library.reading import Reader
from gallery.library.records import ProblemRow
from gallery.ui.client.folder_list import FolderEntry
from gallery.ui.client.path_kinds import OnKinds
from gallery.ui.client.replies import Listener
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.thumbnail_cache import ThumbnailCache


class ReadsStore(Protocol):
    """Knows what of the store is on screen, and lets threads read more of it."""

    @property
    def folder(self) -> int:
        """Id of the folder on screen; 0 while the store does not know it."""

    @property
    def key(self) -> str:
        """Id of the encoder whose vectors are shown."""

    def reader(self) -> Reader:
        """Return a reader of the store, for a thread that asks for something of its own."""


class HoldsState(Protocol):
    """Has the pictures that all views show."""

    @property
    def state(self) -> GalleryState:
        """Pictures, query, order, selection."""


class HoldsPictures(HoldsState, Protocol):
    """Has the thumbnails as well."""

    @property
    def thumbnails(self) -> ThumbnailCache:
        """The thumbnails that all views share."""


class TellsFacts(Protocol):
    """Finds out what is known of single pictures."""

    @property
    def facts_ready(self) -> SignalInstance:
        """An answer to `ask_facts` (position, PictureFacts or None)."""

    def ask_facts(self, position: int) -> None:
        """Have read what is known of a picture; `facts_ready` answers."""

    def nearest(self, position: int, k: int = 8) -> Callable[[], list[tuple[int, float]]]:
        """Return the work that finds the `k` nearest pictures and their scores."""


class OpenRequest(Protocol):
    """A request that is under way."""

    def drop(self) -> None:
        """Have it stopped and hear nothing of it any more."""


class AsksEngine(Protocol):
    """Sends questions to the engine."""

    def ask(self, message: Question, listener: Listener) -> OpenRequest:
        """Ask; the listener hears what comes of it."""


class DecodesPictures(Protocol):
    """Has files decoded for the viewer."""

    def view(self, path: bytes, longest: int, listener: Listener) -> OpenRequest:
        """Have a file decoded; the answer is ViewReady."""


class KeepsSettings(Protocol):
    """Has what a person chose."""

    @property
    def settings(self) -> Settings:
        """As they are now."""

    @property
    def settings_changed(self) -> SignalInstance:
        """They are others now."""

    def change_settings(self, **fields: Any) -> None:
        """Change settings and keep them."""


class TellsFailures(Protocol):
    """Says in one sentence what did not work."""

    @property
    def failed(self) -> SignalInstance:
        """Carries the sentence."""


class HoldsFolder(Protocol):
    """Knows which folder is on screen."""

    @property
    def folder(self) -> bytes | None:
        """Its path; None for none."""


class ListsFolders(HoldsFolder, Protocol):
    """Has the folders of the library."""

    @property
    def folders(self) -> list[FolderEntry]:
        """As lists show them, the newest first."""

    @property
    def folders_changed(self) -> SignalInstance:
        """They, or the work on them, changed."""

    def open_folder(self, path: bytes, *later: bytes) -> None:
        """Show a folder, and bring it, then others, up to date."""


class TellsWork(Protocol):
    """Says how the work on the folder on screen stands."""

    @property
    def busy(self) -> bool:
        """Whether the engine works on it."""

    @property
    def paused(self) -> bool:
        """Whether that work is held."""

    @property
    def stoppable(self) -> bool:
        """Whether there is something to be stopped."""

    @property
    def progressed(self) -> SignalInstance:
        """How far it is (Progress)."""

    @property
    def finished(self) -> SignalInstance:
        """How it ended (Ending)."""

    @property
    def errand_ended(self) -> SignalInstance:
        """Work apart from the folder's own ended (Ending)."""

    @property
    def notice_changed(self) -> SignalInstance:
        """Something to know that ends nothing (Notice)."""


class SteersWork(Protocol):
    """Begins, holds and stops work."""

    def rescan(self) -> None:
        """Look for new, changed and removed files."""

    def look_over(self) -> None:
        """Look soon whether the folder on screen was changed."""

    def pause(self, paused: bool) -> None:
        """Hold the work on the folder on screen, or let it go on."""

    def cancel(self) -> None:
        """Stop what was asked for last, or the work on the folder."""

    def try_again(self) -> None:
        """Have work that waits, as for room on the disk, try now."""


class TellsProblems(Protocol):
    """Has the files that could not be used."""

    @property
    def problems(self) -> list[ProblemRow]:
        """Those of the folder on screen."""

    @property
    def problems_changed(self) -> SignalInstance:
        """They are others now."""

    def retry(self, files: list[int]) -> None:
        """Try some again, by their ids; all of them for []."""


class ChoosesEncoder(Protocol):
    """Offers encoders, and uses the one that is chosen."""

    @property
    def encoder(self) -> str:
        """Name of the chosen one."""

    @property
    def encoders_known(self) -> SignalInstance:
        """An answer to `list_encoders` (EncodersKnown)."""

    def list_encoders(self) -> None:
        """Ask for the encoders there are."""

    def set_encoder(self, name: str) -> None:
        """Use another encoder from now on."""

    def fetch_encoder(self, name: str) -> None:
        """Download the weights of an encoder."""


class LooksAtPaths(Protocol):
    """Tells what lies at paths."""

    def ask(self, purpose: str, paths: list[bytes], then: OnKinds, *, quiet: bool = False) -> None:
        """Have `then` called with what lies at each path, as `PathKinds` does."""


class AsksPictures(Protocol):
    """Finds what is like pictures from anywhere."""

    @property
    def paths(self) -> LooksAtPaths:
        """What lies at paths."""

    def ask_files(self, paths: list[bytes]) -> None:
        """Ask for what is like all of some files."""

    def ask_image(self, image: QImage) -> None:
        """Ask for look-alikes of a pasted picture."""


class SuggestsWords(Protocol):
    """Answers words while they are typed."""

    def names(self, text: str) -> None:
        """Show the pictures whose file names hold `text`."""

    def suggest(self, text: str, encoder: str, then: Callable[[WordsKnown], None]) -> None:
        """Ask what `text` may become."""


class NamesEncoders(Protocol):
    """Knows encoders by name."""

    @property
    def that_find_words(self) -> Sequence[str]:
        """Names of some that find words."""

    def maker(self, key: str) -> str:
        """Return the name of the encoder that made the vectors with an id."""


class AsksWords(Protocol):
    """Finds what words say."""

    @property
    def words(self) -> bool | None:
        """Whether the encoder on screen knows words; None until that is known."""

    @property
    def shown_encoder(self) -> str:
        """Name of the encoder whose vectors are on screen."""

    @property
    def asking(self) -> SuggestsWords:
        """Words while they are typed, and names of files."""

    @property
    def encoders(self) -> NamesEncoders:
        """The encoders by name."""

    def search_words(self, text: str) -> None:
        """Rank by words, or by file names."""


class ComparesPictures(HoldsState, ChoosesEncoder, AsksWords, Protocol):
    """Has what tells how pictures lie by several encoders."""

    @property
    def feed(self) -> ReadsStore:
        """What of the store is on screen."""

    @property
    def client(self) -> AsksEngine:
        """Who asks the engine."""


class WholeClient(
    ComparesPictures,
    HoldsPictures,
    TellsFacts,
    DecodesPictures,
    KeepsSettings,
    TellsFailures,
    ListsFolders,
    TellsWork,
    SteersWork,
    TellsProblems,
    ChoosesEncoder,
    AsksPictures,
    AsksWords,
    Protocol,
):
    """All parts, for the window, which hands them out, and for what makes views."""

    @property
    def opened(self) -> SignalInstance:
        """The folder on screen is known to the engine (Opened)."""

    def open_sample(self) -> None:
        """Show the sample library that comes with the program."""

    def follow_links(self, wanted: bool) -> None:
        """Follow links to folders from now on, or leave them out."""

    def recluster(self, k: int) -> None:
        """Cluster the folder into `k` clusters, or the suggested number for 0."""

    def prioritise(self, positions: list[int]) -> None:
        """Have the pictures that a person looks at read first."""
