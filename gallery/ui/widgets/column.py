"""A page as one column in the middle, which does not grow wider than reads well."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget


def middle_column(
    parent: QWidget, widest: int, margins: tuple[int, int, int, int], spacing: int
) -> QVBoxLayout:
    """Return the layout of a column in `parent`, at most `widest` points wide.

    Args:
        parent: takes all the room there is.
        widest: of the column.
        margins: around it: left, top, right, bottom.
        spacing: between what is in it.
    """
    outer = QHBoxLayout(parent)
    outer.setContentsMargins(*margins)
    column = QWidget()
    column.setMaximumWidth(widest)
    outer.addStretch(1)
    outer.addWidget(column, 100)
    outer.addStretch(1)
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    return layout
