"""Comparing as a view of the gallery page: two pictures side by side, or the matrix of several."""

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from gallery.ui.actions import Action, Actions, Menu, Scope, Where
from gallery.ui.compare import words
from gallery.ui.compare.lesson import VectorLesson
from gallery.ui.compare.matrix_page import MatrixPage
from gallery.ui.compare.measuring import Measuring
from gallery.ui.compare.pair_page import PairPage
from gallery.ui.model.query import QueryKind
from gallery.ui.view import GalleryView, Room, ViewContext, ViewEntry, ViewPlacement
from gallery.ui.widgets.labels import wrapped

P, _HERE = Menu.PICTURE, Scope.COMPARISON

ACTIONS = (
    Action("compare_flip", "Flip in place", "", ("F",), P, scope=_HERE, starts=True),
    Action("compare_both", "Side by side", "", ("B",), P, scope=_HERE),
    Action("compare_why", "Why alike", "", ("W",), P, checkable=True, scope=_HERE),
    Action("compare_try", "Try changes", "", ("T",), P, checkable=True, scope=_HERE),
    Action("vector", "What is a vector?", "question", (), Menu.HELP),
    Action("compare_whole", "Whole pictures", "", ("0",), P, scope=_HERE),
)


class ComparePane(GalleryView):
    """Compares what was chosen as the view was opened."""

    def __init__(self, context: ViewContext) -> None:
        pages = QStackedWidget()
        # Apart from the pages: Enter and Space mean something else here than look-alikes.
        super().__init__(pages, QWidget(pages))
        self.keyboard.hide()
        self.pages, self._context, self._is_shown = pages, context, False
        self.measuring = Measuring(context.controller)
        self.pair = PairPage(context, self.measuring)
        self.matrix = MatrixPage(context, self.measuring)
        self.lesson = VectorLesson(context)
        self.nothing = wrapped(words.none_chosen(0), role="dimmed")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for page in (self.nothing, self.pair, self.matrix, self.lesson):
            pages.addWidget(page)
        self.pair.closed.connect(self._leave)
        self.matrix.closed.connect(self._leave)
        self.lesson.closed.connect(self._leave)
        self.lesson.try_wanted.connect(self._try)
        self.matrix.opened.connect(self._open)
        self.matrix.copied.connect(context.bus.told)
        for part in (self.measuring, self.pair.why, self.pair.trying):
            part.failed.connect(context.controller.failed)
        context.state.folder_changed.connect(self._show_nothing)
        self._bind(context.actions)

    def _bind(self, actions: Actions) -> None:
        canvas = self.pair.canvas
        actions.bind(
            {
                "compare_flip": canvas.flip,
                "compare_both": canvas.both,
                "compare_whole": canvas.whole,
                "vector": self._teach,
                "compare_why": self.pair.show_why,
                "compare_try": self.pair.show_try,
            }
        )
        actions.listen(self.widget, _HERE)
        self._enable()

    def _enable(self) -> None:
        """Offer in the menus what can be done here only while it can."""
        is_pair = self._is_shown and self.pages.currentWidget() is self.pair
        for action in ACTIONS:
            if action.scope is _HERE:
                self._context.actions[action.id].setEnabled(is_pair)

    # ------------------------------------------------------------ what is compared

    def _chosen(self) -> list[int]:
        """Return the selected pictures; else the one that is asked about, and the one in focus."""
        state = self._context.state
        if state.selected.any():
            shown = state.order.positions[state.selected[state.order.positions]]
            return [int(p) for p in (shown if len(shown) else np.flatnonzero(state.selected))]
        query, focus = state.query, state.place.focus
        asked = query.position if query.ask is QueryKind.PICTURE else -1
        found = [place for place in (asked, focus) if 0 <= place < len(state.table)]
        return list(dict.fromkeys(found))

    def compare(self, positions: list[int]) -> None:
        """Compare pictures, by their positions in the table."""
        if len(positions) < 2:
            self._show_nothing()
            self.nothing.setText(words.none_chosen(len(positions)))
            return
        self.measuring.start(tuple(positions[: words.MOST]))
        self.matrix.chosen = len(positions)
        self.matrix.refresh()
        if len(positions) > 2:
            self._turn(self.matrix)
        else:
            self._open(0, 1)

    @Slot(int, int)
    def _open(self, first: int, second: int) -> None:
        self.pair.encoder = self.matrix.encoder
        self.pair.open(first, second)
        self._turn(self.pair)

    @Slot()
    def _teach(self) -> None:
        """Show what a vector is, with the pictures of the folder."""
        if self._context.controller.folder is None:
            self._context.controller.failed.emit(words.no_lesson())
            return
        self._context.actions["compare"].trigger()
        self.lesson.begin()
        self._turn(self.lesson)
        self.lesson.setFocus()

    @Slot(list)
    def _try(self, positions: list[int]) -> None:
        self.compare(positions)
        action = self._context.actions["compare_try"]
        action.setChecked(True)
        self.pair.show_try()

    @Slot()
    def _show_nothing(self) -> None:
        self.measuring.start(())
        self.nothing.setText(words.none_chosen(0))
        self._turn(self.nothing)

    def _turn(self, page: QWidget) -> None:
        had_keyboard = self.pages.isAncestorOf(self.pages.focusWidget() or self.pages)
        self.pages.setCurrentWidget(page)
        self.keyboard.setFocusProxy(page)
        if self._is_shown and had_keyboard:
            page.setFocus()
        self._enable()

    @Slot()
    def _leave(self) -> None:
        """Go back to the matrix or to the pictures, whatever lies over the pair."""
        while self.pages.currentWidget() is self.pair and self.pair.peel():
            pass
        self.peel()

    # ------------------------------------------------------------ what the page asks

    def arrange(self, standing: ViewPlacement) -> None:
        """Compare what is chosen as the view comes to the screen."""
        begins = standing.shown and not self._is_shown
        self._is_shown = standing.shown
        if begins:
            self.compare(self._chosen())
        self._enable()

    def peel(self) -> bool:
        """Go back to the pictures side by side, to the matrix, then leave."""
        is_pair = self.pages.currentWidget() is self.pair
        if is_pair and self.pair.peel():
            self.pair.setFocus()
        elif is_pair and len(self.measuring.subject.positions) > 2:
            self._turn(self.matrix)
        else:
            self._context.bus.left.emit()
        return True

    def stop(self) -> None:
        """End what is read."""
        self.measuring.stop()
        self.lesson.stop()
        self.pair.stop()


COMPARE = ViewEntry(
    "compare", "Compare", "compare", ("C",), ComparePane, ACTIONS, Room.PAGE,
    where=Where.CONTEXT, passing=True,
)  # fmt: skip
