"""What screen readers hear of lists of pictures, and of buttons that stay pressed.

Qt asks a factory for the interface of an object and keeps a bare pointer to it, so the Python side
holds each interface for as long as its widget lives. Any stands where Qt takes a null pointer for
an answer and the type hints of PySide6 do not know it.
"""

from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleEvent,
    QAccessibleInterface,
    QColor,
)
from PySide6.QtWidgets import QAbstractScrollArea, QAccessibleWidget, QToolButton
from shiboken6 import isValid

Role, Text = QAccessible.Role, QAccessible.Text


class Spoken(Protocol):
    """Says what a view shows; a child is a place in what is on screen."""

    def count(self) -> int:
        """Return how many pictures are on screen."""
        ...

    def name(self, child: int) -> str:
        """Return the name of one of them, with its score."""
        ...

    def rect(self, child: int) -> QRect:
        """Return where it lies in the viewport."""
        ...

    def state(self, child: int) -> tuple[bool, bool]:
        """Return whether it is selected, and whether it has the focus."""
        ...


@runtime_checkable
class ListsPictures(Protocol):
    """A view that is read out as a list of pictures."""

    spoken: Spoken


class PictureItem(QAccessibleInterface):
    """One picture on screen."""

    def __init__(self, owner: "PictureList", child: int) -> None:
        super().__init__()
        self._owner, self._child = owner, child

    def isValid(self) -> bool:
        # A place that is gone with a smaller window stays registered, and says that it is not
        # valid.
        return self._owner.isValid() and self._child < self._owner.childCount()

    def object(self) -> Any:
        return None

    def parent(self) -> QAccessibleInterface:
        return self._owner

    def window(self) -> Any:
        return self._owner.window()

    def child(self, index: int) -> Any:
        return None

    def childAt(self, x: int, y: int) -> Any:
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return Role.ListItem

    def rect(self) -> QRect:
        area = self._owner.view.viewport()
        place = self._owner.spoken.rect(self._child)
        return QRect(area.mapToGlobal(place.topLeft()), place.size())

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        selected, focused = self._owner.spoken.state(self._child)
        for name, value in (
            ("focusable", True),
            ("selectable", True),
            ("multiSelectable", True),
            ("selected", selected),
            ("focused", focused),
        ):
            setattr(state, name, value)
        return state

    def text(self, which: QAccessible.Text) -> str:
        return self._owner.spoken.name(self._child) if which == Text.Name else ""

    def setText(self, which: QAccessible.Text, text: str) -> None:
        """Nothing here can be renamed."""

    def relations(self, match: Any = None) -> list[Any]:
        return []

    def foregroundColor(self) -> QColor:
        return QColor()

    def backgroundColor(self) -> QColor:
        return QColor()


class PictureList(QAccessibleInterface):
    """The grid as a list; its children are what is on screen."""

    def __init__(self, view: QAbstractScrollArea, spoken: Spoken) -> None:
        super().__init__()
        self.view, self.spoken = view, spoken
        self._items: list[PictureItem] = []

    def isValid(self) -> bool:
        return True

    def object(self) -> QObject:
        return self.view

    def parent(self) -> Any:
        above = self.view.parentWidget()
        return QAccessible.queryAccessibleInterface(above) if above else None

    def window(self) -> Any:
        return self.view.window().windowHandle()

    def childCount(self) -> int:
        return self.spoken.count()

    def child(self, index: int) -> Any:
        if not 0 <= index < self.childCount():
            return None
        # Made once for each place on screen and kept: Qt holds a bare pointer to each, and a screen
        # reader may ask by it after the grid was sorted again.
        while len(self._items) <= index:
            item = PictureItem(self, len(self._items))
            QAccessible.registerAccessibleInterface(item)
            self._items.append(item)
        return self._items[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return next((i for i, item in enumerate(self._items) if item == child), -1)

    def childAt(self, x: int, y: int) -> Any:
        # All of them in turn: what is on screen is some dozens.
        children = (self.child(index) for index in range(self.childCount()))
        return next((child for child in children if child and child.rect().contains(x, y)), None)

    def focusChild(self) -> Any:
        focused = (i for i in range(self.childCount()) if self.spoken.state(i)[1])
        found = next(focused, None)
        return self.child(found) if found is not None else None

    def role(self) -> QAccessible.Role:
        return Role.List

    def rect(self) -> QRect:
        area = self.view.viewport()
        return QRect(area.mapToGlobal(area.rect().topLeft()), area.size())

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        for name, value in (
            ("focusable", True),
            ("multiSelectable", True),
            ("focused", self.view.hasFocus()),
            ("invisible", not self.view.isVisible()),
        ):
            setattr(state, name, value)
        return state

    def text(self, which: QAccessible.Text) -> str:
        match which:
            case Text.Name:
                return self.view.accessibleName()
            case Text.Description:
                return self.view.accessibleDescription()
            case _:
                return ""

    def setText(self, which: QAccessible.Text, text: str) -> None:
        """Nothing here can be renamed."""

    def relations(self, match: Any = None) -> list[Any]:
        return []

    def foregroundColor(self) -> QColor:
        return self.view.palette().windowText().color()

    def backgroundColor(self) -> QColor:
        return self.view.palette().window().color()


class StayingButton(QAccessibleWidget):
    """A button that stays pressed: Qt would have it read out as a check box.

    One of several of which one is pressed is a radio button, any other a toggle button.
    """

    def __init__(self, button: QToolButton) -> None:
        one_of_several = button.autoExclusive()
        super().__init__(button, Role.RadioButton if one_of_several else Role.Button)
        self._button = button

    def state(self) -> QAccessible.State:
        state = super().state()
        state.checkable = True
        state.checked = self._button.isChecked()
        return state

    def actionNames(self) -> list[str]:
        return [QAccessibleActionInterface.pressAction()]

    def doAction(self, name: str) -> None:
        self._button.click()

    def keyBindingsForAction(self, name: str) -> list[str]:
        return [self._button.shortcut().toString()]


_made: list[PictureList | StayingButton] = []


def _interface(_name: str, thing: QObject) -> QAccessibleInterface | None:
    """Return the interface of what is spoken of here; None leaves others to Qt."""
    made: PictureList | StayingButton
    if isinstance(thing, QToolButton) and thing.isCheckable():
        made = StayingButton(thing)
    elif isinstance(thing, QAbstractScrollArea) and isinstance(thing, ListsPictures):
        made = PictureList(thing, thing.spoken)
    else:
        return None
    # Those whose widgets Qt has deleted go now; nobody tells when it does.
    _made[:] = [known for known in _made if isValid(known)]
    _made.append(made)
    return made


def install() -> None:
    """Let Qt find the lists of pictures; more than once does no harm."""
    QAccessible.installFactory(_interface)


def focus_moved(view: QAbstractScrollArea, child: int) -> None:
    """Tell screen readers that the focus is on a picture of `view` now."""
    _tell(view, QAccessible.Event.Focus, child)


def selection_changed(view: QAbstractScrollArea) -> None:
    """Tell screen readers that other pictures of `view` are selected now."""
    # The list alone, and not each picture: a selection may be of a million.
    _tell(view, QAccessible.Event.SelectionWithin, -1)


def order_changed(view: QAbstractScrollArea) -> None:
    """Tell screen readers that `view` shows other pictures now."""
    _tell(view, QAccessible.Event.ObjectReorder, -1)


def _tell(view: QAbstractScrollArea, what: QAccessible.Event, child: int) -> None:
    # Without a screen reader nobody listens, and an event would be made at each step of the focus.
    if QAccessible.isActive():
        event = QAccessibleEvent(view, what)
        event.setChild(child)
        QAccessible.updateAccessibility(event)
