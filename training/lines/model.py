"""The line network as it is trained (torch). `cleaner.classifier.network` computes the same with numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

DILATIONS = (1, 2, 4, 8, 16, 1)
"""Steps of the convolutions over the lines: together they see 32 lines up and down."""
CLIP = 6.0
"""Standard deviations a measurement can be from its mean; further is noise."""

Group = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]
"""Tokens of one group: place in the vocabulary, line, weight (one over the tokens of the line)."""


@dataclass(frozen=True, slots=True)
class Example:
    """One text ready for the network: measurements, tokens by group, and what is to be learnt.

    target: 1 body, 0 boilerplate. weight: of each line in the loss, 0 where the label is open.
    kind: the number of the line's kind, -1 where it is not known; sure: how much its kind counts.
    """

    dense: NDArray[np.float32]
    groups: tuple[Group, ...]
    target: NDArray[np.float32]
    weight: NDArray[np.float32]
    kind: NDArray[np.int64]
    sure: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples side by side, padded to the longest."""

    dense: Tensor
    groups: tuple[tuple[Tensor, Tensor, Tensor], ...]
    mask: Tensor
    target: Tensor
    weight: Tensor
    kind: Tensor
    sure: Tensor


class LineNet(nn.Module):
    """Measurements and averaged word vectors per line, dilated convolutions over the lines, two outputs.

    Before the last convolution a summary of the whole text (attention over its lines) scales and shifts every
    line, so that a line is judged by what the text is about.
    """

    mean: Tensor
    scale: Tensor

    def __init__(self, columns: int, vocabulary: int, *, kinds: int, groups: int = 3, embed: int = 16,
                 width: int = 64, heads: int = 4, drop: float = 0.25) -> None:  # fmt: skip
        super().__init__()
        self.embedding = nn.Parameter(torch.randn(vocabulary, embed) * 0.05)
        self.enter = nn.Linear(columns + groups * embed, width)
        self.convolve = nn.ModuleList(nn.Conv1d(width, width, 3, dilation=d, padding=d) for d in DILATIONS)
        self.mix = nn.ModuleList(nn.Linear(width, width) for _ in DILATIONS)
        self.attend = nn.Linear(width, heads)
        self.adapt = nn.Linear(heads * width, 2 * width)
        nn.init.zeros_(self.adapt.weight)
        nn.init.zeros_(self.adapt.bias)
        self.drop = nn.Dropout(drop)
        self.body = nn.Linear(width, 1)
        self.kinds = nn.Linear(width, kinds)
        self.register_buffer("mean", torch.zeros(columns))
        self.register_buffer("scale", torch.ones(columns))

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Log-odds of body, and log-weights of the kinds, per line."""
        rows, length, _ = batch.dense.shape
        dense = torch.clamp((batch.dense - self.mean) * self.scale, -CLIP, CLIP)
        bags = [self._bag(group, rows * length).view(rows, length, -1) for group in batch.groups]
        inside = batch.mask[:, :, None].float()
        x = self.drop(functional.relu(self.enter(torch.cat([dense, *bags], dim=2)))) * inside
        for number, (convolve, mix) in enumerate(zip(self.convolve, self.mix, strict=True)):
            if number == len(DILATIONS) - 1:
                x = self._adapt(x, batch.mask) * inside
            y = functional.relu(convolve(x.transpose(1, 2)).transpose(1, 2))
            x = (x + self.drop(mix(y))) * inside
        x = functional.relu(x)
        return self.body(x)[..., 0], self.kinds(x)

    def _bag(self, group: tuple[Tensor, Tensor, Tensor], lines: int) -> Tensor:
        place, line, weight = group
        vectors = functional.embedding(place, self.embedding) * weight[:, None]
        return torch.zeros(lines, self.embedding.shape[1]).index_add_(0, line, vectors)

    def _adapt(self, x: Tensor, mask: Tensor) -> Tensor:
        attention = torch.softmax(self.attend(x).masked_fill(~mask[:, :, None], -1e4), dim=1)
        summary = torch.einsum("blh,blw->bhw", attention, x).reshape(len(x), -1)
        scale, shift = self.adapt(summary)[:, None, :].chunk(2, dim=2)
        adapted: Tensor = x * (1 + scale) + shift
        return adapted


def make_batch(examples: Sequence[Example], rng: np.random.Generator | None = None, drop_tokens: float = 0.0) -> Batch:
    """Examples to one batch; with `rng`, a share of the tokens is left out."""
    length = max(len(e.dense) for e in examples)
    shape = (len(examples), length)
    dense = np.zeros((*shape, examples[0].dense.shape[1]), np.float32)
    mask, target, weight = np.zeros(shape, bool), np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    kind, sure = np.full(shape, -1, np.int64), np.zeros(shape, np.float32)
    for row, e in enumerate(examples):
        size = len(e.dense)
        dense[row, :size], mask[row, :size], target[row, :size] = e.dense, True, e.target
        weight[row, :size], kind[row, :size], sure[row, :size] = e.weight, e.kind, e.sure
    groups = []
    for g in range(len(examples[0].groups)):
        place = np.concatenate([e.groups[g][0] for e in examples]).astype(np.int64)
        line = np.concatenate([e.groups[g][1] + row * length for row, e in enumerate(examples)]).astype(np.int64)
        share = np.concatenate([e.groups[g][2] for e in examples])
        if rng is not None and drop_tokens:
            kept = rng.random(len(place)) >= drop_tokens
            place, line, share = place[kept], line[kept], share[kept]
        groups.append((torch.from_numpy(place), torch.from_numpy(line), torch.from_numpy(share)))
    return Batch(torch.from_numpy(dense), tuple(groups), torch.from_numpy(mask), torch.from_numpy(target),
                 torch.from_numpy(weight), torch.from_numpy(kind), torch.from_numpy(sure))  # fmt: skip
