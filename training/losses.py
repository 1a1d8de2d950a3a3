"""What the student is to match: the teachers' embedding, its neighbourhood, and their labels."""

import torch
from torch.nn import functional as F  # noqa: N812 - the name everyone uses

TEMPERATURE = 0.1


def embedding_loss(student: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Return 1 - cosine between unit rows [n, d], the mean of the batch."""
    return 1 - (student * target).sum(1).mean()


def relation_loss(student: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Return how differently the batch sorts its own members, in nats.

    The Kullback-Leibler divergence of the rows of both similarity matrices, without the diagonal
    (after Park et al. 2019, "Relational knowledge distillation").
    """
    hidden = torch.eye(len(student), dtype=torch.bool, device=student.device)
    ours = (student @ student.T / TEMPERATURE).masked_fill(hidden, -1e4)
    theirs = (target @ target.T / TEMPERATURE).masked_fill(hidden, -1e4)
    return F.kl_div(ours.log_softmax(1), theirs.softmax(1), reduction="batchmean")


def class_loss(logits: torch.Tensor, classes: torch.Tensor, chances: torch.Tensor) -> torch.Tensor:
    """Return the cross entropy to the ten classes the teachers thought most probable."""
    known = logits.log_softmax(1).gather(1, classes)
    return -(chances * known).sum(1).mean()


def object_loss(logits: torch.Tensor, objects: torch.Tensor, chances: torch.Tensor) -> torch.Tensor:
    """Return the binary cross entropy of independent labels; those not among the ten count as 0."""
    target = torch.zeros_like(logits).scatter(1, objects, chances)
    return F.binary_cross_entropy_with_logits(logits, target, reduction="none").sum(1).mean()
