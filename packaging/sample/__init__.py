"""Paints the sample library that comes with the program, in resources/sample; `make sample`.

It lets a person try everything with no photos and no network. Needs numpy and Pillow alone.
"""
