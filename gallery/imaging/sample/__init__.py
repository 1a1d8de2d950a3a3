"""The sample library: some hundreds of pictures that the program paints itself.

It lets a person try everything with no photos and no network. Needs numpy and Pillow alone.
"""

from gallery.imaging.sample.library import COUNT, VERSION, is_painted, paint, place

__all__ = ["COUNT", "VERSION", "is_painted", "paint", "place"]
