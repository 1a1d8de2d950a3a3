"""Trains the network by distillation, for a given time, and can go on where it was cut off.

    python -m training.train --data DIR --answers FILE --out DIR --minutes 120

The schedule runs by the clock, not by steps, so that a run on a busy machine still ends with its
learning rate at zero. A checkpoint is written every two minutes; the same command goes on from it.

With `--workers 2` a second process learns from other batches and changes the same weights without
waiting for the first (Recht et al. 2011, "Hogwild!"). On two cores that is twice as fast, where two
threads of one process are slower than one.
"""

import argparse
import json
import math
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import torch
from torch import multiprocessing

from training import data, losses
from training.network import Compact, deepened, scaled

CHECKPOINT_S = 120
# Measured on a processor with AVX-512 BF16 and no AMX, pictures a second of CPU time at 64 and
# 112 px: one thread in bfloat16 511 and 185, in float32 304 and 100; two threads in bfloat16 54 to
# 124 and 50, in float32 280 and 100. So one thread in bfloat16, whose speed only its core limits.
HALF = True
WARM_UP = 0.02
RISE_S = 60  # an optimiser that starts anew in the middle begins gently
MEMORY = 0.06  # the average reaches back over this share of the steps so far
EVERY = 4  # steps between two updates of the average
SIDES = ((0.0, 64), (0.35, 96), (0.7, 112), (0.92, 128))  # progressive resizing
LONGEST = 5.0  # gradients longer than this are cut


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--answers", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--half", action=argparse.BooleanOptionalAction, default=HALF)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    train(parser.parse_args())


@dataclass(frozen=True)
class Schedule:
    """Says how a run of `limit` seconds learns at each second of it."""

    limit: float
    highest: float

    def side(self, seconds: float) -> int:
        """Return the side of the views, in pixels."""
        share = seconds / self.limit
        return next(side for start, side in reversed(SIDES) if share >= start)

    def rate(self, seconds: float, learned_for: float) -> float:
        """Return the learning rate: a short rise, then half a cosine down to zero.

        An optimiser that has learned for less than a minute begins gently, wherever the run stands.
        """
        share = min(1.0, seconds / self.limit)
        rise = min(1.0, share / WARM_UP, learned_for / RISE_S)
        return self.highest * rise * 0.5 * (1 + math.cos(math.pi * share))


class Shared:
    """What all workers of a run share: how far it is, what they learned from, when it is over."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.seconds = context.Value("d", 0.0)
        self.samples = context.Value("q", 0)
        self.over = context.Event()


class Learner:
    """A network, an optimiser of its own, and batches of its own."""

    def __init__(self, network: Compact, half: bool) -> None:
        self.network, self.half = network, half
        decayed = [p for p in network.parameters() if p.ndim > 1]
        others = [p for p in network.parameters() if p.ndim <= 1]
        groups = [{"params": decayed, "weight_decay": 0.05}, {"params": others, "weight_decay": 0}]
        self.optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)


class Run(Learner):
    """A learner that also averages the network and keeps count."""

    def __init__(self, out: Path, half: bool) -> None:
        super().__init__(Compact().to(memory_format=torch.channels_last), half)
        self.out = out
        self.average = Compact().to(memory_format=torch.channels_last)
        self.average.load_state_dict(self.network.state_dict())
        self.samples, self.seconds, self.steps = 0, 0.0, 0
        self.learned_for = 0.0  # seconds for which the optimiser has known this network

    def save(self) -> None:
        """Write the checkpoint, whole or not at all."""
        state = {
            "blocks": self.network.shape.blocks,
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "samples": self.samples,
            "seconds": self.seconds,
            "steps": self.steps,
        }
        torch.save(state, self.out / "checkpoint.new")
        (self.out / "checkpoint.new").replace(self.out / "checkpoint.pt")

    def resume(self) -> None:
        """Take over the checkpoint, if there is one; one of a shallower network is deepened."""
        path = self.out / "checkpoint.pt"
        if not path.is_file():
            return
        state = torch.load(path, weights_only=True)
        blocks = tuple(state["blocks"])
        for network, weights in (
            (self.network, state["network"]),
            (self.average, state["average"]),
        ):
            network.load_state_dict(deepened(weights, blocks, network))
        if blocks == self.network.shape.blocks:
            self.optimiser.load_state_dict(state["optimiser"])
            self.learned_for = state["seconds"]
        self.samples, self.seconds, self.steps = state["samples"], state["seconds"], state["steps"]

    def follow(self) -> None:
        """Move the average a little towards the network (exponential moving average)."""
        if self.steps % EVERY:
            return
        decay = max(0.0, 1 - EVERY / (MEMORY * self.steps + 2 * EVERY))
        with torch.no_grad():
            ours = self.average.state_dict()
            for name, value in self.network.state_dict().items():
                if value.dtype.is_floating_point:
                    ours[name].lerp_(value, 1 - decay)
                else:
                    ours[name].copy_(value)


def step(run: Learner, batch: data.Batch, rate: float) -> dict[str, float]:
    """Learn from one batch and return the losses."""
    for group in run.optimiser.param_groups:
        group["lr"] = rate
    pixels = scaled(torch.from_numpy(batch.pixels)).contiguous(memory_format=torch.channels_last)
    target = torch.from_numpy(batch.target)
    with torch.autocast("cpu", torch.bfloat16, enabled=run.half):
        features = run.network.trunk(pixels)
    pooled = features.float().mean((2, 3))
    embedding = torch.nn.functional.normalize(run.network.embedding(pooled), dim=1)
    parts = {
        "embedding": losses.embedding_loss(embedding, target),
        "relation": losses.relation_loss(embedding, target),
        "classes": losses.class_loss(
            run.network.classes(pooled),
            torch.from_numpy(batch.classes),
            torch.from_numpy(batch.class_chances),
        ),
        "objects": losses.object_loss(
            run.network.objects(pooled),
            torch.from_numpy(batch.objects),
            torch.from_numpy(batch.object_chances),
        ),
    }
    total = (
        3 * parts["embedding"]
        + parts["relation"]
        + 0.3 * parts["classes"]
        + 0.05 * parts["objects"]
    )
    run.optimiser.zero_grad(set_to_none=True)
    total.backward()
    torch.nn.utils.clip_grad_norm_(run.network.parameters(), LONGEST)
    run.optimiser.step()
    return {name: float(value.detach()) for name, value in parts.items()}


def help_along(options: Any, number: int, network: Compact, shared: Shared) -> None:
    """Learn beside the run, in a process of its own, until it is over."""
    torch.set_num_threads(options.threads)
    learner = Learner(network, options.half)
    pictures = data.load(options.data, options.answers)
    schedule = Schedule(options.minutes * 60, options.rate)
    seed = number * 1_000_003 + shared.samples.value
    side = schedule.side(shared.seconds.value)
    batches = data.Batches(pictures, options.batch, side, seed, threads=1)
    first = time.monotonic()
    for batch in batches:
        if shared.over.is_set():
            return
        seconds = shared.seconds.value
        batches.side = schedule.side(seconds)
        step(learner, batch, schedule.rate(seconds, time.monotonic() - first))
        with shared.samples.get_lock():
            shared.samples.value += len(batch.pixels)


def train(options: Any) -> None:
    """Train until the time is over, with checkpoints and a log of JSON lines."""
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    run = Run(options.out, options.half)
    run.resume()
    shared = Shared()
    shared.seconds.value, shared.samples.value = run.seconds, run.samples
    run.network.train()
    if options.workers > 1:
        run.network.share_memory()
    context = multiprocessing.get_context("spawn")
    helpers = [
        context.Process(target=help_along, args=(options, number, run.network, shared), daemon=True)
        for number in range(1, options.workers)
    ]
    for helper in helpers:
        helper.start()
    try:
        lead(options, run, shared)
    finally:
        shared.over.set()
        for helper in helpers:
            helper.join(30)


def lead(options: Any, run: Run, shared: Shared) -> None:
    """Learn, average, count and save, until the time is over."""
    pictures = data.load(options.data, options.answers)
    schedule = Schedule(options.minutes * 60, options.rate)
    side = schedule.side(run.seconds)
    batches = data.Batches(pictures, options.batch, side, run.steps, threads=2)
    before = saved = time.monotonic()
    sums: dict[str, float] = {}
    with (options.out / "log.jsonl").open("a") as log:
        for batch in batches:
            batches.side = schedule.side(run.seconds)
            parts = step(run, batch, schedule.rate(run.seconds, run.learned_for))
            run.steps += 1
            run.follow()
            now = time.monotonic()
            run.seconds += now - before
            run.learned_for += now - before
            before = now
            with shared.samples.get_lock():
                shared.samples.value += len(batch.pixels)
                run.samples = shared.samples.value
            shared.seconds.value = run.seconds
            sums = {k: 0.98 * sums.get(k, v) + 0.02 * v for k, v in parts.items()}
            if run.steps % 50 == 0:
                line = {
                    "steps": run.steps,
                    "samples": run.samples,
                    "seconds": round(run.seconds),
                    "side": batch.pixels.shape[1],
                    **{name: round(value, 4) for name, value in sums.items()},
                }
                log.write(json.dumps(line) + "\n")
                log.flush()
            over = run.seconds >= schedule.limit
            if over or now - saved > CHECKPOINT_S:
                run.save()
                saved = now
            if over:
                return


if __name__ == "__main__":
    main()
