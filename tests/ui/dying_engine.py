"""An engine that ends at once, for whoever puts `serve` in spawn's place."""


def serve(pipe, home, workers):
    """Say nothing."""
