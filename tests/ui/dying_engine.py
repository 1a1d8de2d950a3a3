"""Engines that end soon, for whoever puts one in the place of `spawn._serve`."""

import os

from gallery.engine.ipc import messages, wire


def serve(pipe, home, workers):
    """Say nothing."""


def die_of_a_picture(pipe, home, workers):
    """Answer what lies at paths, and end at once when a picture is to be viewed."""
    while True:
        message = wire.decode(pipe.recv_bytes())
        if isinstance(message, messages.ViewPicture):
            os._exit(1)
        if isinstance(message, messages.WhatAre):
            answer = messages.PathsAre(request=message.request, kinds=["folder"])
            pipe.send_bytes(wire.encode(answer))
            pipe.send_bytes(wire.encode(messages.Done(request=message.request)))
