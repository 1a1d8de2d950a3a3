"""What each request does: one function a request, each answering with how it ended."""

import os
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from gallery.core.arrays import Vectors
from gallery.core.codes import Code
from gallery.core.errors import FolderError, LookalikeError
from gallery.core.paths import shown
from gallery.core.phrases import UnknownWordError
from gallery.core.query import Box
from gallery.core.sentence import Sentence
from gallery.encoders import catalogue, hub, rates, registry
from gallery.encoders.protocol import Encoder
from gallery.engine import house_requests, likeness_requests
from gallery.engine.context import Context, Emit
from gallery.engine.ipc import messages
from gallery.engine.ipc.messages import Done, Event, Message, Progress, Stage
from gallery.engine.jobs import find
from gallery.engine.jobs.analyse import Analysis, AnalysisTask
from gallery.engine.jobs.any_file import decode, embed_file
from gallery.engine.jobs.folder_presence import compare, look_for, what_are
from gallery.engine.jobs.index import Indexing, IndexOrder, IndexReport, subject_of
from gallery.engine.jobs.view_files import write_query, write_view
from gallery.engine.workers.control import Control
from gallery.imaging.results import Failure, View, Want
from gallery.library import files


def answer(context: Context, message: Message, control: Control, emit: Emit) -> Event:
    """Carry out a request and return how it ended; errors are the caller's."""
    return HANDLERS[type(message)](context, message, control, emit)


def _open(context: Context, message: messages.OpenFolder, control: Control, emit: Emit) -> Event:
    root, links = os.fsencode(message.folder), message.follow_links
    wanted = IndexOrder(message.request, root, message.encoder, follow_links=links)
    return _index(context, wanted, control, emit)


def _retry(context: Context, message: messages.Retry, control: Control, emit: Emit) -> Event:
    root = files.folder_path(context.store, message.folder)
    again, links = tuple(message.files), message.follow_links
    wanted = IndexOrder(message.request, root, message.encoder, retry=again, follow_links=links)
    return _index(context, wanted, control, emit)


def _index(context: Context, wanted: IndexOrder, control: Control, emit: Emit) -> Event:
    try:
        report = Indexing(context, wanted, control, emit).run()
    except FolderError as error:
        folder = files.known_folder(context.store, wanted.folder)
        if not files.is_away(context.store, folder):
            raise
        # Told already as it was opened: what is known of it is shown, and it is looked for.
        return Done(request=wanted.request, report=error.said)
    if report.away:
        # No counts: those of a folder of which much is away would read as if files had been lost.
        return Done(request=wanted.request, report=Sentence(Code.MUCH_AWAY))
    parts = _summary(report)
    return Done(
        request=wanted.request,
        report=Sentence.of(Code.PARTS, parts=parts),
        is_news=len(parts) > 1,  # the first part, how many there are, is told anyway
        pictures=report.found - report.problems,
        left_out={str(kind): count for kind, count in report.left.items()},
    )


def _summary(report: IndexReport) -> list[Sentence]:
    """Return how many pictures there are, and then what is new."""
    pictures = report.found - report.problems
    # Of a folder that was not known, all are new.
    added = report.added if report.added < report.found else 0
    news = {
        Code.NEW: added,
        Code.CHANGED: report.changed,
        Code.MOVED: report.moved,
        Code.REMOVED: report.removed,
    }
    return [
        Sentence.of(Code.PICTURES, n=pictures),
        *(Sentence.of(code, n=count) for code, count in news.items() if count),
    ]


def _recluster(
    context: Context, message: messages.Recluster, control: Control, emit: Emit
) -> Event:
    subject = subject_of(context, message.folder, b"", message.encoder)

    def report(stage: Stage, done: int, total: int) -> None:
        emit(Progress(request=message.request, stage=stage, done=done, total=total))

    with context.analysts.lend(control) as analyst:
        work = AnalysisTask(analyst, control, emit, report)
        Analysis(context, subject, work).run(message.k, again=True)
    return Done(request=message.request)


def _embed_picture(
    context: Context, message: messages.EmbedPicture, control: Control, emit: Emit
) -> Event:
    path = os.fsencode(message.path)
    encoder = context.encoder(message.encoder)
    box = Box(*message.box) if message.box else None
    vector, thumbnail = embed_file(context, path, encoder, control, box)
    image = write_query(context.home, thumbnail, message.request)
    emit(_query_vector(message.request, encoder, shown(os.path.basename(path)), vector, image))
    return Done(request=message.request)


def _query_vector(
    request: int, encoder: Encoder, label: str, vector: Vectors, image: str = ""
) -> messages.QueryVector:
    return messages.QueryVector(
        request=request,
        encoder_id=encoder.id,
        label=label,
        vector=vector.tolist(),
        image=image,
    )


def _search_words(
    context: Context, message: messages.SearchWords, control: Control, emit: Emit
) -> Event:
    encoder = context.encoder(message.encoder)
    vectors = encoder.words([message.text])
    if vectors is not None:
        emit(_query_vector(message.request, encoder, message.text, vectors[0]))
        return Done(request=message.request)
    subject = subject_of(context, message.folder, b"", message.encoder)
    if not find.knows_words(subject):
        raise catalogue.knows_no_words(encoder.name)
    try:
        said = find.search(context.store, subject, message.text, control.check)
    except UnknownWordError as error:
        emit(messages.WordScores(request=message.request, unknown=error.said))
        return Done(request=message.request)
    # Beside a picture a word weighs and excludes nothing, so the window needs every trace of it.
    best = said.traces() if message.beside else said.best()
    emit(
        messages.WordScores(
            request=message.request,
            meaning=said.meaning,
            without=list(said.unknown),
            kept=said.kept,
            sure=said.sure,
            contents=said.contents[best].tolist(),
            scores=[round(float(chance), 4) for chance in said.chances[best]],
        )
    )
    return Done(request=message.request)


def _suggest_words(
    context: Context, message: messages.SuggestWords, control: Control, emit: Emit
) -> Event:
    subject = subject_of(context, message.folder, b"", message.encoder)
    found = find.suggest(context.store, subject, message.text, control.check)
    texts, counts = [some.text for some in found], [some.count for some in found]
    emit(messages.WordsKnown(request=message.request, texts=texts, counts=counts))
    return Done(request=message.request)


def _view(context: Context, message: messages.ViewPicture, control: Control, emit: Emit) -> Event:
    path = os.fsencode(message.path)
    result = decode(context, path, "view", Want(longest=message.longest), control)
    if not isinstance(result, View):
        why = result.said if isinstance(result, Failure) else Sentence(Code.NOT_DECODED)
        raise LookalikeError(why.code, **why.args)
    emit(
        messages.ViewReady(
            request=message.request,
            file=str(write_view(context.home, result, message.request)),
            width=result.width,
            height=result.height,
            full_width=result.full_width,
            full_height=result.full_height,
            damaged=result.damaged,
        )
    )
    return Done(request=message.request)


def _list_encoders(
    context: Context, message: messages.ListEncoders, _control: Control, emit: Emit
) -> Event:
    emit(_known(context, message.request))
    offered = registry.known(context.home)
    # The others are not tried: that would import torch, while a person only looks at a menu.
    light = [info.name for info in offered if info.available and catalogue.is_light(info.name)]
    if message.speeds and rates.try_missing(context.home, light, context.encoder):
        emit(_known(context, message.request))
    return Done(request=message.request)


def _known(context: Context, request: int) -> messages.EncodersKnown:
    known = [messages.EncoderKnown(**asdict(info)) for info in registry.known(context.home)]
    missing = registry.taken_over()
    return messages.EncodersKnown(request=request, encoders=known, missing=missing)


def _fetch_encoder(
    context: Context, message: messages.FetchEncoder, control: Control, emit: Emit
) -> Event:
    def progress(step: hub.DownloadProgress) -> None:
        # Called for each quarter of a megabyte, so that a cancel ends the download at once.
        control.check()
        left = (step.total - step.done) / step.speed if step.speed > 0 else -1.0
        emit(
            Progress(
                request=message.request,
                stage=Stage.DOWNLOAD,
                done=step.done,
                total=step.total,
                per_second=step.speed,
                seconds_left=left,
                note=step.name,
            )
        )

    fetch = hub.Fetch(progress=progress, cancelled=lambda: control.cancelled)
    # Loading was the proof that the files are right; what came of it is used, not loaded again.
    context.keep(message.encoder, registry.load(message.encoder, context.home, fetch=fetch))
    told = Sentence.of(Code.ENCODER_HERE, encoder=message.encoder)
    return Done(request=message.request, report=told)


Handler = Callable[[Context, Any, Control, Emit], Event]
HANDLERS: dict[type, Handler] = {
    messages.OpenFolder: _open,
    messages.Retry: _retry,
    messages.LookFor: look_for,
    messages.WhatAre: what_are,
    messages.CompareFolder: compare,
    messages.Recluster: _recluster,
    messages.EmbedPicture: _embed_picture,
    messages.SearchWords: _search_words,
    messages.SuggestWords: _suggest_words,
    messages.ViewPicture: _view,
    messages.ListEncoders: _list_encoders,
    messages.FetchEncoder: _fetch_encoder,
    **likeness_requests.HANDLERS,
    **house_requests.HANDLERS,
}
