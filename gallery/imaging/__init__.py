"""A file becomes pixels, a thumbnail, a hash, or a problem. The only Pillow."""
