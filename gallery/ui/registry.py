"""The views of the window, and the layouts that they can be shown in."""

from collections import Counter
from dataclasses import dataclass

from gallery.core.settings import Settings
from gallery.ui.actions import LAYOUTS, Action, Menu, Where, with_views
from gallery.ui.compare.pane import COMPARE
from gallery.ui.grid.pane import GRID
from gallery.ui.map.pane import MAP
from gallery.ui.view import ViewEntry


@dataclass(frozen=True, slots=True)
class Layout:
    """Views that are shown at once: a name for code and settings, and what switch and menu say."""

    name: str
    title: str
    icon: str
    keys: tuple[str, ...]
    views: tuple[str, ...]
    where: Where = Where.MENU
    passing: bool = False

    def action(self) -> Action:
        """Return the action that chooses this layout."""
        shown = (self.name, self.title, self.icon, self.keys, Menu.VIEW, self.where)
        return Action(*shown, checkable=True, group=LAYOUTS)


@dataclass(frozen=True, slots=True)
class Registry:
    """The views in the order of switch and page, and those that are shown side by side.

    Raises ValueError where a name is taken by another view or action.
    """

    views: tuple[ViewEntry, ...]
    together: tuple[Layout, ...] = ()

    def __post_init__(self) -> None:
        # Settings, shortcuts and bindings are looked up by these names: a second one would take
        # over silently.
        counted = Counter(action.id for action in self.actions())
        taken = [name for name, count in counted.items() if count > 1]
        if taken:
            raise ValueError(f"these names mean two actions: {', '.join(taken)}")

    def layouts(self) -> dict[str, Layout]:
        """Return the layouts by name: each view alone, and what begins with it after it."""
        found: list[Layout] = []
        for view in self.views:
            shown = (view.name, view.title, view.icon, view.keys, (view.name,))
            found.append(Layout(*shown, view.where, view.passing))
            found += [layout for layout in self.together if layout.views[0] == view.name]
        return {layout.name: layout for layout in found}

    def known(self, name: str) -> str:
        """Return the layout with a name that was kept once, or the usual one if there is none."""
        layouts = self.layouts()
        usual = Settings().layout
        # A view that was taken out, or a setting from a newer program, must not leave the page
        # empty.
        return next((wanted for wanted in (name, usual) if wanted in layouts), next(iter(layouts)))

    def actions(self) -> tuple[Action, ...]:
        """Return all actions of a window with these views."""
        layouts = [layout.action() for layout in self.layouts().values()]
        return with_views(layouts, [action for view in self.views for action in view.actions])


REGISTRY = Registry(
    views=(
        GRID,
        MAP,
        COMPARE,
    ),
    together=(Layout("both", "Both", "both", ("F8",), (GRID.name, MAP.name)),),
)
