from itertools import combinations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar

from gallery.ui.actions import Actions, Scope, Where, keys_text
from gallery.ui.registry import REGISTRY
from gallery.ui.style.theme import LIGHT
from resources import path as resource

ACTIONS = REGISTRY.actions()
BY_ID = {action.id: action for action in ACTIONS}


def _clash(one, other):
    heard_together = Scope.WINDOW in (one.scope, other.scope) or one.scope is other.scope
    keys = {QKeySequence(key).toString() for key in one.keys}
    return heard_together and keys & {QKeySequence(key).toString() for key in other.keys}


def test_no_key_is_used_twice():
    real = [action for action in ACTIONS if not action.where & Where.SHEET]
    assert [(a.id, b.id) for a, b in combinations(real, 2) if _clash(a, b)] == []


def test_every_name_is_used_once():
    assert len(BY_ID) == len(ACTIONS)


def test_every_key_is_one_that_qt_knows():
    for action in ACTIONS:
        if not action.where & Where.SHEET:
            assert all(QKeySequence(key).toString() for key in action.keys), action.id


def test_every_icon_is_there():
    for action in ACTIONS:
        assert not action.icon or resource(f"icons/ui/{action.icon}.svg").exists()


def test_the_menu_bar_holds_every_action(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    actions, bar = Actions(window, ACTIONS), QMenuBar(window)
    actions.fill_menu_bar(bar)
    assert bar.actions() == [menu.menuAction() for menu in actions.menus]
    within = [inner for menu in actions.menus for inner in menu.findChildren(QMenu)]
    shown = [a for menu in [*actions.menus, *within] for a in menu.actions()]
    held = {a.objectName() for a in shown}
    assert held - {""} == {action.id for action in ACTIONS if not action.where & Where.SHEET}


def test_the_keys_of_the_design_do_what_it_says():
    expected = {
        "open": "Ctrl+O", "find": "Ctrl+F or /", "select_all": "Ctrl+A",
        "select_none": "Ctrl+Shift+A", "copy": "Ctrl+C", "back": "Alt+Left",
        "forward": "Alt+Right", "grid": "F6", "map": "F7", "both": "F8", "full_screen": "F11",
        "inspector": "Ctrl+I", "shortcuts": "F1 or Ctrl+/", "similar": "Return",
        "viewer": "Space", "peel": "Esc", "bigger": "Ctrl++", "smaller": "Ctrl+-",
        "normal": "Ctrl+0",
    }  # fmt: skip
    assert {name: keys_text(BY_ID[name]) for name in expected} == expected


def test_tooltips_name_the_shortcut(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    assert Actions(window)["open"].toolTip() == "Open a folder…  Ctrl+O"


def test_icons_are_drawn_for_the_theme(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window)
    actions.restyle(LIGHT)
    image = actions["open"].icon().pixmap(18, 18).toImage()
    seen = {
        image.pixelColor(x, y).name()
        for x in range(18)
        for y in range(18)
        if image.pixelColor(x, y).alpha() > 200
    }
    assert LIGHT.text.lower() in seen


def test_only_what_needs_a_sentence_is_explained_in_the_menu(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window)
    library = actions.menus[0]
    library.hovered.emit(actions["follow_links"])
    assert library.toolTipsVisible()
    assert "links" in actions["follow_links"].toolTip()
    library.hovered.emit(actions["open"])
    assert not library.toolTipsVisible()
