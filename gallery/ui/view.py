"""What a view of the pictures is, and what it is made of.

A view is one folder of gallery/ui and one line in gallery/ui/registry.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from gallery.core.settings import Settings
from gallery.ui.actions import Action, Actions, Where
from gallery.ui.client.roles import WholeClient
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.model.thumbnail_cache import ThumbnailCache
from gallery.ui.style.theme import Appearance


class Room(Enum):
    """Where a view stands in the gallery page."""

    BESIDE = auto()  # between sidebar and inspector, alone or beside other views
    PAGE = auto()  # in all of the page, without sidebar and inspector


class ViewBus(QObject):
    """What views and the window tell one another.

    Signals:
        words_wanted: words are to be searched (text).
        encoder_wanted: another encoder is to be chosen.
        tile_chosen: the slider of the header was moved; the side of a tile in points.
        tile_shown: tiles have this side now, in points; the slider follows.
        told: something was done that the status bar shall tell (a sentence).
        left: a view that was only looked into is done with; what was shown before it is again.
    """

    words_wanted = Signal(str)
    encoder_wanted = Signal()
    tile_chosen = Signal(int)
    tile_shown = Signal(int)
    told = Signal(str)
    left = Signal()


@dataclass(frozen=True, slots=True)
class ViewContext:
    """What a view is made of; each takes what it needs."""

    controller: WholeClient
    appearance: Appearance
    actions: Actions
    bus: ViewBus

    @property
    def state(self) -> GalleryState:
        """The pictures, the query and the order that all views show."""
        return self.controller.state

    @property
    def thumbnails(self) -> ThumbnailCache:
        """The thumbnails that all views share."""
        return self.controller.thumbnails


@dataclass(frozen=True, slots=True)
class ViewPlacement:
    """How a view stands in the gallery page now.

    Attributes:
        shown: it is part of the layout.
        alone: no other view is shown beside it.
        covered: so many points of its right side have something floating over them.
        has_sidebar: the names of the clusters stand beside it.
    """

    shown: bool
    alone: bool
    covered: int
    has_sidebar: bool


class GalleryView(QObject):
    """Shows the state in a widget, and answers what the gallery page asks of every view.

    What is not said otherwise in a view's own class is done by none.

    Attributes:
        widget: what stands in the page.
        keyboard: the part of it that has the keyboard while the view has it.

    Signals:
        opened: a picture is to be shown large (position).
        context_requested: a menu for a picture (position or -1) at a point of the screen (QPoint).
        selected: pictures were selected here; every view brings one of them to its screen.
    """

    opened = Signal(int)
    context_requested = Signal(int, QPoint)
    selected = Signal()

    def __init__(self, widget: QWidget, keyboard: QWidget | None = None) -> None:
        super().__init__()
        self.widget, self.keyboard = widget, keyboard or widget

    def restore(self, settings: Settings) -> None:
        """Take over what was kept."""

    def arrange(self, standing: ViewPlacement) -> None:
        """Take note of how the view stands now; it is told at each change, and more often."""

    def ensure_one_visible(self, positions: NDArray[np.intp]) -> None:
        """Scroll to the first of `positions` [m], in the order of the state, if none is shown."""

    def say_why_empty(self, *, empty: bool, busy: bool) -> None:
        """Choose the sentence for where there is nothing to show.

        `empty`: there is no picture in the folder; `busy`: there may be some in a moment.
        """

    def offer_key(self, event: QKeyEvent) -> bool:
        """Answer a key that meant nothing where the keyboard is; return whether it does here."""
        return False

    def peel(self) -> bool:
        """Take off a layer of the view's own, as a tool in hand; return whether there was one."""
        return False

    def stop(self) -> None:
        """End what is read and looked for, as the window closes."""


@dataclass(frozen=True, slots=True)
class ViewEntry:
    """A view as it is registered.

    Attributes:
        name: its name in code and settings.
        title: what switch and menu say.
        icon: name of its outline icon.
        keys: its shortcuts in portable text.
        make: makes it.
        actions: what can be done in it alone, for menus and the sheet of shortcuts.
        room: where it stands.
        share: how much of the width it has beside others.
        where: where else it is offered: in the menu of a picture.
        passing: it is looked into and left again; the next start shows what was shown before.
    """

    name: str
    title: str
    icon: str
    keys: tuple[str, ...]
    make: Callable[[ViewContext], GalleryView]
    actions: tuple[Action, ...] = ()
    room: Room = Room.BESIDE
    share: int = 500
    where: Where = Where.MENU
    passing: bool = False
