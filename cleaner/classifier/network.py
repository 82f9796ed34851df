"""Computes the line network: features of lines in, probabilities of body and of the kinds out.

The network is trained with torch (`training/lines`) and stored as plain arrays; here it is a few matrix products with
numpy, about 7 microseconds a line. The design is that of `training.lines.model.LineNet`: word vectors averaged per
line, dilated convolutions over the lines (Yu and Koltun 2016), and a summary of the whole text that scales and shifts
every line (FiLM, Perez et al. 2018).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaner.classifier.features import Measures, Names
from cleaner.models.arrays import load_arrays
from cleaner.text.blas import multiply
from cleaner.text.char_arrays import Hashes, Ints, Tokens, find_changes
from cleaner.text.hash_table import HashTable

Floats = NDArray[np.float32]
Bags = list[Floats]

DILATIONS = (1, 2, 4, 8, 16, 1)
CLIP = 6.0


@dataclass(frozen=True, slots=True)
class LineScores:
    """body: the score of each line as article body, which decides. kinds: probabilities of the kinds, per line.

    even: the calibrated probability that a line is article body, before it was weighed in favor of the body; None where
    `body` is that probability.
    """

    body: Floats
    kinds: Floats
    even: Floats | None = None


class LineNet:
    """A network from its arrays (see `training.lines.fit.export`)."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._arrays = {name: np.asarray(array, np.float32) for name, array in arrays.items() if name != "vocabulary"}
        self._table = HashTable(np.asarray(arrays["vocabulary"], np.uint32))
        self._linears = {
            name.removesuffix(".weight"): np.ascontiguousarray(array.T)
            for name, array in self._arrays.items()
            if name.endswith(".weight") and array.ndim == 2
        }
        self._convolutions = [
            np.ascontiguousarray(self._arrays[f"convolve.{i}.weight"].transpose(2, 1, 0)) for i in range(len(DILATIONS))
        ]

    @classmethod
    def load(cls, path: Path, digest: str) -> LineNet:
        """A network from a file of arrays: see `load_arrays`."""
        return cls(load_arrays(path, digest))

    def score(self, measures: Measures, bags: Bags | None = None) -> LineScores:
        """Score all lines of one text. bags: the result of `average_tokens`, if it was computed before."""
        if not len(measures.dense):
            return LineScores(np.zeros(0, np.float32), np.zeros((0, 0), np.float32))
        x = self._enter(measures, self.average_tokens(measures) if bags is None else bags)
        for number, dilation in enumerate(DILATIONS):
            if number == len(DILATIONS) - 1:
                x = self._adapt(x)
            inner = self._convolve(x, number, dilation)
            x += self._linear(np.maximum(inner, 0, out=inner), f"mix.{number}")
        np.maximum(x, 0, out=x)
        body = self._linear(x, "body")[:, 0]
        kinds = self._linear(x, "kinds")
        return LineScores(self._calibrate(body), _softmax(kinds, axis=1))

    def average_tokens(self, measures: Measures) -> Bags:
        """For each group of tokens the mean vector of each line."""
        tokens = [group for group in measures.tokens if not isinstance(group, Names)]
        names = [bag for group in measures.tokens if isinstance(group, Names) for bag in self._average_names(group)]
        return [*self._average_words(tokens, len(measures.dense)), *names]

    def _enter(self, measures: Measures, bags: Bags) -> Floats:
        dense = measures.dense - self._arrays["mean"]
        dense *= self._arrays["scale"]
        np.minimum(np.maximum(dense, -CLIP, out=dense), CLIP, out=dense)
        x = self._linear(np.concatenate([dense, *bags], axis=1), "enter")
        return np.maximum(x, 0, out=x)

    def _average_words(self, groups: Sequence[Tokens], size: int) -> list[Floats]:
        """By group the mean vector of the tokens of each line; unknown tokens count as zero vectors."""
        hashes = np.concatenate([hashes for hashes, _ in groups])
        places = np.concatenate([lines + number * size for number, (_, lines) in enumerate(groups)])
        sums, count = self._sum_vectors(hashes, places, len(groups) * size)
        sums /= np.maximum(count, 1)[:, None]
        return [sums[at : at + size] for at in range(0, len(sums), size)]

    def _average_names(self, names: Names) -> list[Floats]:
        """The same for the names of elements, summed once for all elements with the same tag and names."""
        sums, count = self._sum_vectors(names.hashes, names.owner, names.sorts + 1)
        totals = [np.maximum(count[above].sum(axis=1), 1) for above in names.above]
        pairs = zip(names.above, totals, strict=True)
        return [np.einsum("nlk->nk", sums.take(above, axis=0)) / total[:, None] for above, total in pairs]

    def _sum_vectors(self, hashes: Hashes, owner: Ints, size: int) -> tuple[Floats, Floats]:
        """For each of `size` owners the sum of the vectors of its tokens, and the number of tokens."""
        count = np.bincount(owner, minlength=size).astype(np.float32)
        place = self._table.find(hashes)
        known = np.flatnonzero(place >= 0)
        known = known[np.argsort(owner[known], kind="stable")]
        owner = owner[known]
        embedding = self._arrays["embedding"]
        sums = np.zeros((size, embedding.shape[1]), np.float32)
        begins = np.flatnonzero(find_changes(owner))
        if len(begins):
            sums[owner[begins]] = np.add.reduceat(embedding.take(place[known], axis=0), begins, axis=0)
        return sums, count

    def _convolve(self, x: Floats, number: int, dilation: int) -> Floats:
        before, here, after = self._convolutions[number]
        out: Floats = multiply(x, here)
        out += self._arrays[f"convolve.{number}.bias"]
        if len(x) > dilation:
            out[dilation:] += multiply(x[:-dilation], before)
            out[:-dilation] += multiply(x[dilation:], after)
        return out

    def _adapt(self, x: Floats) -> Floats:
        attention = _softmax(self._linear(x, "attend"), axis=0)
        scale, shift = np.split(self._linear((attention.T @ x).reshape(1, -1), "adapt"), 2, axis=1)
        return np.asarray(x * (1 + scale) + shift, np.float32)

    def _linear(self, x: Floats, name: str) -> Floats:
        out: Floats = multiply(x, self._linears[name])
        out += self._arrays[f"{name}.bias"]
        return out

    def _calibrate(self, logits: Floats) -> Floats:
        """Convert log-odds to calibrated probabilities, by a table measured out of fold."""
        if "calibration" not in self._arrays:
            return (1 / (1 + np.exp(-logits))).astype(np.float32)
        at, value = self._arrays["calibration"]
        return np.asarray(np.interp(logits, at, value), np.float32)


def join_scores(pieces: Sequence[LineScores]) -> LineScores:
    """The scores of consecutive pieces of one text as one."""
    if len(pieces) == 1:
        return pieces[0]
    return LineScores(np.concatenate([p.body for p in pieces]), np.concatenate([p.kinds for p in pieces]))


def _softmax(x: Floats, axis: int) -> Floats:
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return np.asarray(e / e.sum(axis=axis, keepdims=True), np.float32)
