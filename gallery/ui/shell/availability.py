"""Which actions can be used now, for menus and buttons."""

from PySide6.QtCore import QObject, Slot

from gallery.ui.actions import Actions
from gallery.ui.model.gallery_state import GalleryState


class Availability(QObject):
    """Enables the actions that have something to be about: a way back, a focus, a selection."""

    def __init__(self, state: GalleryState, actions: Actions) -> None:
        super().__init__()
        self._state, self._actions = state, actions
        for signal in (state.place_changed, state.selection_changed, state.focus_changed):
            signal.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Look what the actions would be about."""
        state = self._state
        self._enable(state.can_go_back, "back")
        self._enable(state.can_go_forward, "forward")
        some, focus = bool(state.selected.any()), state.place.focus >= 0
        self._enable(some, "only", "select_none")
        self._enable(focus, "similar", "viewer", "cluster")
        self._enable(focus or some, "copy", "reveal")

    def _enable(self, wanted: bool, *names: str) -> None:
        for name in names:
            self._actions[name].setEnabled(wanted)
