"""What each request about likeness in depth does (`ipc/likeness_messages.py`)."""

import os
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gallery.analysis import teaching
from gallery.core.codes import Code
from gallery.core.errors import LookalikeError
from gallery.core.query import Box
from gallery.engine.context import Context, Emit
from gallery.engine.ipc import likeness_messages
from gallery.engine.ipc.messages import Done, Event, Progress, Stage
from gallery.engine.jobs import crops, lessons, varied, why
from gallery.engine.jobs.index import subject_of
from gallery.engine.jobs.varied import Step
from gallery.engine.workers.control import Control
from gallery.imaging.changes import CHANGES
from gallery.library import lessons as kept


def _explain(
    context: Context, message: likeness_messages.ExplainPair, control: Control, emit: Emit
) -> Event:
    encoder = context.encoder(message.encoder)
    paths = (os.fsencode(message.first), os.fsencode(message.second))
    found = why.explain(context, encoder, paths, control)
    pairs = found.why.pairs
    emit(
        likeness_messages.PairExplained(
            request=message.request,
            cosine=found.why.cosine,
            first=_rounded(found.why.first),
            second=_rounded(found.why.second),
            pairs=[] if pairs is None else _rounded(pairs),
            boxes=[_shares(found.first), _shares(found.second)],
        )
    )
    return Done(request=message.request)


def _change(
    context: Context, message: likeness_messages.ChangePicture, control: Control, emit: Emit
) -> Event:
    unknown = [name for name in message.changes if name not in CHANGES]
    if unknown:
        raise LookalikeError(Code.NO_CHANGE, name=unknown[0])
    pixels = varied.picture(context, os.fsencode(message.path), control)
    pairs = zip(message.changes, message.amounts, strict=True)
    tried = [Step(name, amount) for name, amount in pairs]
    encoder = context.encoder(message.encoder)
    if message.together:
        cosines = [varied.together(pixels, encoder, tried)]
    else:
        cosines = varied.cosines(pixels, encoder, tried)
    emit(likeness_messages.ChangesTried(request=message.request, cosines=cosines))
    return Done(request=message.request)


def _match(
    context: Context, message: likeness_messages.MatchCrop, control: Control, emit: Emit
) -> Event:
    def told(done: int, total: int) -> None:
        emit(Progress(request=message.request, stage=Stage.EMBED, done=done, total=total))

    found = crops.match(
        (context, context.encoder(message.encoder), control),
        np.array(message.vector, np.float32),
        np.array(message.contents, np.int64),
        np.array(message.scores, np.float32),
        told,
    )
    # An empty list for a picture of which no part was looked at: JSON has no tuples, and None is no
    # box.
    boxes = [found.boxes.get(at) for at in range(len(message.contents))]
    emit(
        likeness_messages.CropMatched(
            request=message.request,
            scores=found.scores.tolist(),
            boxes=[_shares(box) if box else [] for box in boxes],
            gain=found.gain,
        )
    )
    return Done(request=message.request)


def _teach(
    context: Context, message: likeness_messages.Teach, control: Control, emit: Emit
) -> Event:
    subject = subject_of(context, message.folder, b"", message.encoder)
    taught = lessons.teach(context.store, subject, message.source, control.check)
    number = lessons.keep(context.store, subject, message.name, taught) if message.name else 0
    emit(
        likeness_messages.LessonTried(
            request=message.request,
            classes=list(taught.lesson.classes),
            before=taught.gain.before,
            after=taught.gain.after,
            stays=taught.gain.stays,
            few=teaching.too_few(taught.few),
            lesson=number,
        )
    )
    return Done(request=message.request)


def _switch(
    context: Context, message: likeness_messages.SwitchLesson, _control: Control, _emit: Emit
) -> Event:
    subject = subject_of(context, message.folder, b"", message.encoder)
    kept.switch(context.store, subject.folder, subject.encoder_row, message.lesson)
    return Done(request=message.request)


def _take_back(
    context: Context, message: likeness_messages.TakeBackLesson, _control: Control, _emit: Emit
) -> Event:
    kept.take_back(context.store, message.lesson, gone=message.gone)
    return Done(request=message.request)


def _rounded(table: NDArray[np.float32]) -> list[list[float]]:
    # Six digits: in JSON a float32 as a double would carry eleven more that say nothing.
    rows: list[list[float]] = np.round(table.astype(np.float64), 6).tolist()
    return rows


def _shares(box: Box) -> list[float]:
    return [box.left, box.top, box.width, box.height]


HANDLERS: dict[type, Callable[[Context, Any, Control, Emit], Event]] = {
    likeness_messages.ExplainPair: _explain,
    likeness_messages.ChangePicture: _change,
    likeness_messages.MatchCrop: _match,
    likeness_messages.Teach: _teach,
    likeness_messages.SwitchLesson: _switch,
    likeness_messages.TakeBackLesson: _take_back,
}
