"""Fits the line network: vocabulary, examples, the loop. Deterministic for a seed on one thread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from cleaner.classifier.features import Measures
from cleaner.detectors.line_model import KIND_NAMES
from cleaner.text.char_arrays import Hashes, Tokens
from cleaner.text.hash_table import HashTable
from training.lines.data import Dump
from training.lines.model import Example, Group, LineNet, make_batch


def look_up_tokens(tokens: Tokens, table: HashTable, size: int) -> Group:
    """For each known token its vocabulary index, its line, and one over the tokens of the line; others are dropped."""
    hashes, lines = tokens
    count = np.bincount(lines, minlength=size)
    place = table.find(hashes)
    known = place >= 0
    line = lines[known].astype(np.int32)
    return place[known], line, (1.0 / count[line]).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is made with. least: domains a token must occur in to be learnt.

    null_weight: of a line whose label is open, in the loss, as boilerplate: most are not wanted in the output.
    longest: lines of a text shown at once; of a longer one, each epoch shows another window.
    """

    epochs: int = 12
    rate: float = 3e-3
    decay: float = 0.02
    width: int = 96
    embed: int = 24
    least: int = 6
    most: int = 25_000
    drop: float = 0.25
    drop_tokens: float = 0.35
    null_weight: float = 0.2
    kind_weight: float = 0.3
    rule_weight: float = 0.2
    lines_per_batch: int = 3000
    longest: int = 500
    seed: int = 0


def build_vocabulary(measures: Sequence[Measures], domains: Sequence[str], settings: Settings) -> Hashes:
    """Hashes of the tokens that occur in at least `least` domains, the most widespread `most` of them."""
    by_domain: dict[str, list[Hashes]] = defaultdict(list)
    for m, domain in zip(measures, domains, strict=True):
        by_domain[domain].append(np.unique(np.concatenate([hashes for hashes, _ in m.groups])))
    seen = np.concatenate([np.unique(np.concatenate(parts)) for parts in by_domain.values()])
    hashes, times = np.unique(seen, return_counts=True)
    order = np.argsort(-times, kind="stable")[: settings.most]
    return np.sort(hashes[order[times[order] >= settings.least]])


def make_example(dump: Dump, measures: Measures, table: HashTable, settings: Settings) -> Example:
    """A dump to what the network is shown."""
    labels = np.array(dump.labels, np.int64)
    weight = line_weights(dump, measures.units, settings.null_weight)
    kinds = np.array([KIND_NAMES.index(k) if k in KIND_NAMES else -1 for k in dump.kinds], np.int64)
    groups = tuple(look_up_tokens(group, table, len(labels)) for group in measures.groups)
    sure = np.where(kinds >= 0, 1.0 if dump.typed else settings.rule_weight, 0).astype(np.float32)
    target = np.maximum(labels, 0).astype(np.float32)
    return Example(measures.dense, groups, target, weight.astype(np.float32), kinds, sure)


def line_weights(dump: Dump, units: NDArray[np.float32], null_weight: float) -> NDArray[np.float64]:
    """How much each line counts: a line by its length, a dump by the root of its lines. null_weight: see `Settings`."""
    labels = np.array(dump.labels, np.int64)
    weight = (1 + np.minimum(units, 60) / 8) * np.where(labels >= 0, 1.0, null_weight)
    weight *= dump.weight * np.sqrt(len(labels)) / max(float(weight.sum()), 1.0)
    return weight


def fit(
    examples: Sequence[Sequence[Example]], chance: NDArray[np.float64], vocabulary: int, settings: Settings,
    *, log: bool = True,
) -> LineNet:  # fmt: skip
    """Train. `examples`: for every dump its variants, the first as it is; each epoch shows one of them.

    chance: how probably an epoch shows a dump at all.
    """
    torch.manual_seed(settings.seed)
    rng = np.random.default_rng(settings.seed)
    first = examples[0][0]
    net = LineNet(first.dense.shape[1], vocabulary, kinds=len(KIND_NAMES), groups=len(first.groups),
                  embed=settings.embed, width=settings.width, drop=settings.drop)  # fmt: skip
    dense = np.concatenate([variants[0].dense for variants in examples])
    net.mean[:] = torch.from_numpy(dense.mean(axis=0))
    net.scale[:] = torch.from_numpy(1 / np.maximum(dense.std(axis=0), 0.02))
    optimizer = torch.optim.AdamW(net.parameters(), lr=settings.rate, weight_decay=settings.decay)
    for epoch in range(settings.epochs):
        net.train()
        shown = np.flatnonzero(rng.random(len(examples)) < chance)
        chosen = [examples[i][int(rng.integers(len(examples[i])))] for i in shown.tolist()]
        picked = [_window(example, settings.longest, rng) for example in chosen]
        batches = _make_batches(picked, settings.lines_per_batch, rng)
        total = 0.0
        for number, members in enumerate(batches):
            done = (epoch + number / len(batches)) / settings.epochs
            for group in optimizer.param_groups:
                group["lr"] = settings.rate * min(1.0, done * 20 + 0.02) * (0.5 + 0.5 * np.cos(np.pi * done))
            total += _step(net, optimizer, [picked[i] for i in members], rng, settings)
        if log:
            print(f"  epoch {epoch} loss {total / len(batches):.4f}", flush=True)
    net.eval()
    return net


def _window(example: Example, longest: int, rng: np.random.Generator) -> Example:
    """A stretch of at most `longest` lines of an example."""
    size = len(example.dense)
    if size <= longest:
        return example
    start = int(rng.integers(0, size - longest))
    end = start + longest

    def cut(group: Group) -> Group:
        place, line, weight = group
        inside = (line >= start) & (line < end)
        return place[inside], line[inside] - start, weight[inside]

    return Example(example.dense[start:end], tuple(map(cut, example.groups)), example.target[start:end],
                   example.weight[start:end], example.kind[start:end], example.sure[start:end])  # fmt: skip


def _step(net: LineNet, optimizer: torch.optim.Optimizer, members: Sequence[Example], rng: np.random.Generator,
          settings: Settings) -> float:  # fmt: skip
    batch = make_batch(members, rng, settings.drop_tokens)
    body, kinds = net(batch)
    loss = (functional.binary_cross_entropy_with_logits(body, batch.target, reduction="none") * batch.weight).sum()
    loss = loss / batch.weight.sum()
    if bool((batch.kind >= 0).any()):
        named = functional.cross_entropy(kinds.flatten(0, 1), batch.kind.flatten(), ignore_index=-1, reduction="none")
        sure = batch.sure.flatten()
        loss = loss + settings.kind_weight * (named * sure).sum() / sure.sum().clamp(min=10.0)
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimizer.step()
    return float(loss.detach())


def _make_batches(examples: Sequence[Example], most: int, rng: np.random.Generator | None) -> list[list[int]]:
    """Numbers of examples of about one length, together at most `most` lines, in random order."""
    sizes = np.array([len(e.dense) for e in examples], float)
    order = np.argsort(sizes * (1 + 0.2 * rng.random(len(sizes))) if rng is not None else sizes, kind="stable")
    batches: list[list[int]] = [[]]
    for i in order:
        if batches[-1] and sizes[i] * (len(batches[-1]) + 1) > most:
            batches.append([])
        batches[-1].append(int(i))
    if rng is not None:
        batches = [batches[i] for i in rng.permutation(len(batches))]
    return batches


@torch.no_grad()
def predict(net: LineNet, examples: Sequence[Example]) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Per example the probability of body and the log-weights of the kinds, per line, before calibration."""
    out: list[tuple[NDArray[np.float32], NDArray[np.float32]]] = []
    for example in examples:
        if not len(example.dense):
            out.append((np.zeros(0, np.float32), np.zeros((0, 0), np.float32)))
            continue
        body, kinds = net(make_batch([example]))
        out.append((torch.sigmoid(body[0]).numpy(), kinds[0].numpy()))
    return out


def export(net: LineNet, vocabulary: Hashes) -> dict[str, NDArray[np.generic]]:
    """The arrays of `cleaner.classifier.network`: word vectors in half precision, the rest as it was trained."""
    arrays: dict[str, NDArray[np.generic]] = {"vocabulary": vocabulary}
    for name, value in net.state_dict().items():
        array = value.detach().numpy()
        arrays[name] = array.astype(np.float16) if name == "embedding" else array.astype(np.float32)
    return arrays


def flatten(groups: Iterable[Sequence[Example]]) -> list[Example]:
    """The unchanged variant of every dump."""
    return [variants[0] for variants in groups]
