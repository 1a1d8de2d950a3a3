import pytest
from PySide6.QtWidgets import QTreeWidget


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_head_of_a_table_as_in_qts_own_dialogs_can_be_read(window, qtbot, theme):
    window.actions_[theme].trigger()
    tree = QTreeWidget()
    qtbot.addWidget(tree)
    tree.setHeaderLabels(["Name", "Size"])
    tree.resize(500, 200)
    with qtbot.waitExposed(tree):
        tree.show()
    head = tree.header().grab().toImage()
    panel = window.appearance.theme.panel.lower()
    for x in (head.width() - 4, head.width() // 2, 3):
        assert head.pixelColor(x, 2).name() == panel
