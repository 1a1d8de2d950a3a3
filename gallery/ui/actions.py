"""All actions of the window as data: menus, tooltips, context menu and shortcut sheet come from it.

Each action is declared once: in ACTIONS, and what is done in one view alone with that view. What it
does is bound by the window, or by the view.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Flag, StrEnum, auto
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from gallery.ui.language import tr
from gallery.ui.style.theme import Theme, icon, pixmap


class Menu(StrEnum):
    """The menus, in their order."""

    LIBRARY = "Library"
    EDIT = "Edit"
    VIEW = "View"
    GO = "Go"
    PICTURE = "Picture"
    HELP = "Help"


class Where(Flag):
    """Where an action is offered beside its menu."""

    MENU = 0
    CONTEXT = auto()
    SHEET = auto()  # only in the shortcut sheet: the views act on these keys themselves


class Scope(StrEnum):
    """Where the keys of an action are heard."""

    WINDOW = "Everywhere"
    GALLERY = "The views, and beside them"
    PICTURES = "The views"
    VIEWER = "Viewer"
    COMPARISON = "Comparison"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a person can do.

    Attributes:
        id: its name in the code.
        title: what menus and tooltips say.
        icon: name of its outline icon, or "".
        keys: its shortcuts in portable text, the one to show first.
        menu: the menu that holds it.
        where: where else it is offered.
        checkable: it is on or off.
        group: of actions with the same group exactly one is on; "" for none.
        scope: where its keys are heard.
        short: what its button says, where that is shorter than the title.
        starts: it begins a new section of its menu.
        icon_on: its icon while it is on, where that is another one.
        about: a sentence for the tooltip, where the title does not say enough.
        within: title of the menu within its menu that holds it, "" for none.
    """

    id: str
    title: str
    icon: str = ""
    keys: tuple[str, ...] = ()
    menu: Menu = Menu.VIEW
    where: Where = Where.MENU
    checkable: bool = False
    group: str = ""
    scope: Scope = Scope.WINDOW
    short: str = ""
    starts: bool = False
    icon_on: str = ""
    about: str = ""
    within: str = ""


L, E, V, G, P, H = Menu
_PICTURES, _VIEWER = Scope.PICTURES, Scope.VIEWER
_CONTEXT, _SHEET = Where.CONTEXT, Where.SHEET
_ENTER = ("Return", "Enter")
ABOUT = "about"  # the property of a QAction that keeps its sentence
_LINKS = "Pictures behind links to other folders of the same library are shown as well."
_LANGUAGE = "Language"
_MOVES = ("Arrow keys", "PgUp", "PgDown", "Home", "End")

ACTIONS = (
    Action("open", "Open a folder…", "folder", ("Ctrl+O",), L, short="Open"),
    Action("sample", "Try the sample library", "picture", (), L),
    Action("welcome", "All libraries", "grid", ("Alt+Home",), L),
    Action("rescan", "Look for changes", "refresh", ("F5",), L, starts=True),
    Action("follow_links", "Follow links to folders", "", (), L, checkable=True, about=_LINKS),
    Action("pause", "Pause", "pause", ("Ctrl+.",), L, checkable=True, icon_on="play"),
    Action("cancel", "Stop indexing", "cancel", ("Ctrl+Shift+.",), L),
    Action("problems", "Problems", "problem", ("Ctrl+Shift+P",), L),
    Action("encoder", "Encoder…", "settings", ("Ctrl+E",), L),
    Action("quit", "Quit", "", ("Ctrl+Q",), L, starts=True),
    Action("copy", "Copy picture and path", "copy", ("Ctrl+C",), E, _CONTEXT),
    Action("paste", "Find look-alikes of what was copied", "", ("Ctrl+V",), E),
    Action("select_all", "Select all", "select", ("Ctrl+A",), E, starts=True),
    Action("select_none", "Select none", "", ("Ctrl+Shift+A",), E),
    Action("invert", "Select the others", "", ("Ctrl+Shift+I",), E),
    Action("find", "Search", "search", ("Ctrl+F", "/"), E, starts=True),
    Action("inspector", "Inspector", "info", ("Ctrl+I",), V, checkable=True, starts=True),
    Action("sidebar", "Sidebar", "", ("F9",), V, checkable=True),
    Action("menu_bar", "Menu bar", "menu", ("Ctrl+M",), V, checkable=True),
    Action("system", "As the system", "theme", (), V, checkable=True, group="theme", starts=True),
    Action("light", "Light", "", (), V, checkable=True, group="theme"),
    Action("dark", "Dark", "", (), V, checkable=True, group="theme"),
    Action("language_", "Language of the system", within=_LANGUAGE, checkable=True, group="tongue"),
    Action("language_en", "English", within=_LANGUAGE, checkable=True, group="tongue"),
    Action("language_de", "Deutsch", within=_LANGUAGE, checkable=True, group="tongue"),
    Action("full_screen", "Full screen", "", ("F11",), V, checkable=True, starts=True),
    Action("back", "Back", "back", ("Alt+Left",), G),
    Action("forward", "Forward", "forward", ("Alt+Right",), G),
    Action("peel", "Take off one layer", "close", ("Esc",), G, starts=True),
    Action("everything", "All pictures", "", ("Alt+Up",), G),
    Action("similar", "Find look-alikes", "similar", _ENTER, P, _CONTEXT, scope=_PICTURES),
    Action("viewer", "View large", "picture", ("Space",), P, _CONTEXT, scope=_PICTURES),
    Action("only", "Show only the selected", "", ("Ctrl+Return",), P, _CONTEXT),
    Action("cluster", "Show its cluster", "tag", ("Ctrl+G",), P, _CONTEXT),
    Action("reveal", "Show in its folder", "reveal", ("Ctrl+R",), P, _CONTEXT, starts=True),
    Action("next", "Next picture", "", ("Right", "Down", "PgDown"), P, scope=_VIEWER, starts=True),
    Action("previous", "Previous picture", "", ("Left", "Up", "PgUp"), P, scope=_VIEWER),
    Action("first", "First picture", "", ("Home",), P, scope=_VIEWER),
    Action("last", "Last picture", "", ("End",), P, scope=_VIEWER),
    Action("fit", "Whole picture", "fit", ("0",), P, scope=_VIEWER),
    Action("full_size", "Full size, 100 %", "", ("1",), P, scope=_VIEWER),
    Action("zoom_in", "Nearer", "", ("+", "="), P, scope=_VIEWER),
    Action("zoom_out", "Farther", "", ("-",), P, scope=_VIEWER),
    Action("facts", "Facts of the picture", "info", ("I",), P, checkable=True, scope=_VIEWER),
    Action("strip", "Strip of the nearest", "similar", ("S",), P, checkable=True, scope=_VIEWER),
    Action("leave", "Back to the grid", "", ("Space", "Return", "Enter"), P, scope=_VIEWER),
    Action("shortcuts", "All shortcuts", "question", ("F1", "Ctrl+/"), H),
    Action("move", "Move the focus", "", _MOVES, P, _SHEET),
    Action("mark", "Add to the selection", "", ("Ctrl+click", "Shift+click"), E, _SHEET),
    Action("menus", "All menus", "", ("F10",), V, _SHEET),
    Action("mouse", "Back and forward", "", ("Mouse buttons 4 and 5",), G, _SHEET),
)  # fmt: skip


def texts() -> list[str]:
    """Return all that is said of actions, to be translated."""
    told = [
        text
        for action in ACTIONS
        for text in (action.title, action.short, action.about, action.within)
    ]
    drawn = [key for action in ACTIONS if action.where & Where.SHEET for key in action.keys]
    return [text for text in (*Menu, *Scope, *told, *drawn) if text]


BY_ID = {action.id: action for action in ACTIONS}

# The groups of which one is on: what is shown, and in which colours.
LAYOUTS, THEMES = "layout", "theme"


def with_views(layouts: Iterable[Action], in_views: Iterable[Action]) -> tuple[Action, ...]:
    """Return all actions of a window: ACTIONS, those that choose what is shown, those of views.

    The menu begins with the layouts; what is done in a view comes before the themes.
    """
    themes = next(place for place, action in enumerate(ACTIONS) if action.group == THEMES)
    return (*layouts, *ACTIONS[:themes], *in_views, *ACTIONS[themes:])


def keys_text(action: Action) -> str:
    """Return the keys of an action as they are shown: "Ctrl+F or /"."""
    if action.where & Where.SHEET:
        return ", ".join(map(tr, action.keys))
    shown = [
        QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        for key in action.keys
        # Other names of keys that are shown already: the one of the number pad, plus without Shift.
        if key not in ("Enter", "Ctrl+=", "=")
    ]
    return tr(" or ").join(dict.fromkeys(shown))


def _icon(action: Action, theme: Theme) -> QIcon:
    if not action.icon_on:
        return icon(action.icon, theme)
    drawn = QIcon()
    on = QIcon.State.On
    for ratio in (1.0, 2.0):
        drawn.addPixmap(pixmap(action.icon, theme.text, 18, ratio))
        drawn.addPixmap(pixmap(action.icon_on, theme.accent, 18, ratio), QIcon.Mode.Normal, on)
        drawn.addPixmap(pixmap(action.icon, theme.dimmed, 18, ratio), QIcon.Mode.Disabled)
    return drawn


def _plainly(handler: Callable[[], object]) -> Callable[[], None]:
    """Return `handler` without the "checked" that Qt hands to whoever takes an argument."""

    def call() -> None:
        handler()

    return call


def _explain(menu: QMenu, action: QAction) -> None:
    """Let a menu show the tooltip of an action that has a sentence of its own to say."""
    menu.setToolTipsVisible(bool(action.property(ABOUT)))


def _place(menu: QMenu, action: Action) -> QMenu:
    """Return the menu that holds an action of `menu`: that itself, or one within."""
    if not action.within:
        return menu
    inner = menu.findChild(QMenu, action.within)
    if inner is None:
        inner = QMenu(tr(action.within), menu)
        inner.setObjectName(action.within)
        menu.addMenu(inner)
    return inner


class Actions(QObject):
    """The QActions of one window, made from what is declared.

    Attributes:
        declared: all actions, in the order of the menus.
        menus: the menus with all their actions; menu bar and header show the same ones.
    """

    def __init__(self, window: QWidget, declared: tuple[Action, ...] = ACTIONS) -> None:
        super().__init__(window)
        self.declared = declared
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        for action in declared:
            if not action.where & Where.SHEET:
                self._actions[action.id] = self._make(action, window)
        self.menus = [self._menu(name.value, declared, window, name) for name in Menu]

    def _make(self, action: Action, window: QWidget) -> QAction:
        title = tr(action.title)
        made = QAction(title, self)
        made.setObjectName(action.id)
        made.setProperty(ABOUT, action.about)
        # A space, for Qt sets text too near to its icon.
        made.setIconText(f" {tr(action.short) if action.short else title}")
        made.setCheckable(action.checkable)
        made.setShortcuts([QKeySequence(key) for key in action.keys])
        about = tr(action.about) if action.about else f"{title}  {keys_text(action)}".rstrip()
        made.setToolTip(about)
        if action.group:
            group = self._groups.setdefault(action.group, QActionGroup(self))
            group.addAction(made)
        if action.scope is Scope.WINDOW:
            window.addAction(made)
        else:
            # Heard by its own widget and those in it: Space means one thing in the grid and another
            # in the viewer.
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return made

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def group(self, name: str) -> list[str]:
        """Return the ids of the actions of a group, in their order."""
        return [action.id for action in self.declared if action.group == name]

    def bind(self, handlers: dict[str, Callable[[], object]]) -> None:
        """Have each action carry out its handler."""
        for name, handler in handlers.items():
            self._actions[name].triggered.connect(_plainly(handler))

    def listen(self, widget: QWidget, scope: Scope) -> None:
        """Hear the keys of `scope` while `widget` or a child of it has the focus."""
        for action in self.declared:
            if action.scope is scope and action.id in self._actions:
                widget.addAction(self._actions[action.id])

    def restyle(self, theme: Theme) -> None:
        """Draw the icons in the colours of `theme`."""
        for action in self.declared:
            if action.icon and action.id in self._actions:
                self._actions[action.id].setIcon(_icon(action, theme))

    def fill_menu_bar(self, bar: QMenuBar) -> None:
        """Put every action into its menu."""
        for menu in self.menus:
            bar.addMenu(menu)

    def context_menu(self, parent: QWidget, *, picture: bool) -> QMenu:
        """Return the menu of a picture, or of the ground beside the pictures."""
        if not picture:
            return self._menu(Menu.VIEW, self.declared, parent, Menu.VIEW)
        offered = [action for action in self.declared if action.where & Where.CONTEXT]
        offered.sort(key=lambda action: action.group == LAYOUTS)  # views are declared first
        return self._menu(Menu.PICTURE, offered, parent)

    def _menu(
        self, title: str, actions: Iterable[Action], parent: QWidget, only: Menu | None = None
    ) -> QMenu:
        menu = QMenu(tr(title), parent)
        menu.hovered.connect(partial(_explain, menu))
        for action in actions:
            if action.id in self._actions and only in (None, action.menu):
                if action.starts and menu.actions():
                    menu.addSeparator()
                _place(menu, action).addAction(self._actions[action.id])
        return menu
