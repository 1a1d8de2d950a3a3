"""Paints the sample library anew: `make sample`, or `python -m sample FOLDER` from packaging."""

import sys
from pathlib import Path

from sample.library import paint

PLACE = Path(__file__).parents[2] / "resources" / "sample" / "Sample library"


def main() -> int:
    """Paint the library into the folder that is named, or into the program's resources."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PLACE
    paint(folder)
    files = [path for path in folder.rglob("*.webp") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    print(f"{len(files)} pictures, {size / 1e6:.1f} MB, in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
