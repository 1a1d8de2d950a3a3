"""Draws the program's icon from its SVG in all the sizes a desktop asks for.

Run with `python packaging/render_icons.py`; writes below resources/icons.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)
WINDOWS_SIZES = (16, 24, 32, 48, 64, 128, 256)


def render(svg: Path, size: int, to: Path) -> None:
    """Write `svg` as a PNG of `size` x `size` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(svg)).render(painter)
    painter.end()
    to.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(to)):
        raise OSError(f"Cannot write {to}.")


def main() -> int:
    """Draw every size, and the .ico of them."""
    application = QGuiApplication(sys.argv)
    icons = Path(__file__).parents[1] / "resources" / "icons"
    svg = icons / "lookalike.svg"
    for size in SIZES:
        render(svg, size, icons / "hicolor" / f"{size}x{size}" / "apps" / "lookalike.png")
    with Image.open(icons / "hicolor" / "256x256" / "apps" / "lookalike.png") as largest:
        largest.save(icons / "lookalike.ico", sizes=[(size, size) for size in WINDOWS_SIZES])
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
