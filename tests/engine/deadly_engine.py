"""An engine whose encoder dies on white pictures, for whoever puts `serve` in spawn's place."""

import os
import signal
from functools import partial

from gallery.encoders import registry
from gallery.encoders.pixels import PixelsEncoder
from gallery.engine import requests, service
from gallery.engine.jobs.index import IndexOrder


class DeadlyEncoder(PixelsEncoder):
    """Takes its process with it, as native code does, when a white picture is in the batch."""

    def images(self, batch):
        if (batch.mean((1, 2, 3)) > 250).any():
            os.kill(os.getpid(), signal.SIGKILL)
        return super().images(batch)


def serve(pipe, home, workers):
    registry.load = lambda _name, _home, **_more: DeadlyEncoder()
    # Clusters and map take longest and are not what is looked at here.
    requests.Wanted = partial(IndexOrder, analyse=False)
    service.main(pipe, home, workers)
