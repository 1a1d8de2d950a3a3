"""Readers of our own, for what Pillow reads wrongly or not at all; each is a Pillow plugin."""
