"""Computes the line network: measurements of lines in, probability of body and weights of the kinds out.

The network is trained with torch (`training/lines`) and stored as plain arrays; here it is a few matrix
products with numpy, about 10 microseconds a line. The design is that of `training.lines.model.LineNet`: word
vectors averaged per line, dilated convolutions over the lines (Yu and Koltun 2016), and a summary of the whole text
that scales and shifts every line (FiLM, Perez et al. 2018).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaner.characters import HashTable
from cleaner.features import Measures, Tokens

Floats = NDArray[np.float32]
Group = tuple[NDArray[np.int32], NDArray[np.int32], Floats]

DILATIONS = (1, 2, 4, 8, 16, 1)
CLIP = 6.0


@dataclass(frozen=True, slots=True)
class LineScores:
    """body: the calibrated probability that a line is article body. kinds: probabilities of the kinds, per line."""

    body: Floats
    kinds: Floats


def look_up_tokens(tokens: tuple[Tokens, ...], table: HashTable, size: int) -> tuple[Group, ...]:
    """Tokens to (place in the vocabulary, line, one over the tokens of the line); unknown ones are left out."""
    return tuple(_look_up(group, table, size) for group in tokens)


def _look_up(group: Tokens, table: HashTable, size: int) -> Group:
    hashes, lines = group
    count = np.bincount(lines, minlength=size)
    place = table.find(hashes)
    known = place >= 0
    line = lines[known].astype(np.int32)
    return place[known], line, (1.0 / count[line]).astype(np.float32)


class LineNet:
    """A network from its arrays (see `training.lines.fit.export`)."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._arrays = {name: np.asarray(array, np.float32) for name, array in arrays.items() if name != "vocabulary"}
        self._table = HashTable(np.asarray(arrays["vocabulary"], np.uint32))
        self._convolutions = [
            np.ascontiguousarray(self._arrays[f"convolve.{i}.weight"].transpose(2, 1, 0)) for i in range(len(DILATIONS))
        ]

    @classmethod
    def load(cls, path: Path, digest: str) -> LineNet:
        """From an npz file whose SHA-256 must be `digest`. Raises ValueError where it is another one."""
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != digest:
            raise ValueError(f"{path.name} is not the file this version was made with")
        with np.load(path, allow_pickle=False) as stored:
            return cls({name: stored[name] for name in stored.files})

    def score(self, measures: Measures) -> LineScores:
        """Judge the lines of one text, all together."""
        size = len(measures.dense)
        if not size:
            return LineScores(np.zeros(0, np.float32), np.zeros((0, 0), np.float32))
        x = self._enter(measures, size)
        for number, dilation in enumerate(DILATIONS):
            if number == len(DILATIONS) - 1:
                x = self._adapt(x)
            x += self._mix(np.maximum(self._convolve(x, number, dilation), 0), number)
        np.maximum(x, 0, out=x)
        body = self._linear(x, "body")[:, 0]
        kinds = self._linear(x, "kinds")
        return LineScores(self._calibrate(body), _softmax(kinds, axis=1))

    def _enter(self, measures: Measures, size: int) -> Floats:
        dense = np.clip((measures.dense - self._arrays["mean"]) * self._arrays["scale"], -CLIP, CLIP)
        groups = look_up_tokens(measures.tokens, self._table, size)
        bags = [self._bag(group, size) for group in groups]
        x = self._linear(np.concatenate([dense, *bags], axis=1), "enter")
        return np.maximum(x, 0, out=x)

    def _bag(self, group: Group, size: int) -> Floats:
        """The weighted sum of the word vectors of each line."""
        place, line, weight = group
        order = np.argsort(line, kind="stable")
        vectors = self._arrays["embedding"][place[order]] * weight[order, None]
        out = np.zeros((size, vectors.shape[1]), np.float32)
        if len(line):
            there, begins = np.unique(line[order], return_index=True)
            out[there] = np.add.reduceat(vectors, begins, axis=0)
        return out

    def _convolve(self, x: Floats, number: int, dilation: int) -> Floats:
        before, here, after = self._convolutions[number]
        out: Floats = x @ here + self._arrays[f"convolve.{number}.bias"]
        if len(x) > dilation:
            out[dilation:] += x[:-dilation] @ before
            out[:-dilation] += x[dilation:] @ after
        return out

    def _mix(self, x: Floats, number: int) -> Floats:
        return self._linear(x, f"mix.{number}")

    def _adapt(self, x: Floats) -> Floats:
        attention = _softmax(self._linear(x, "attend"), axis=0)
        scale, shift = np.split(self._linear((attention.T @ x).reshape(1, -1), "adapt"), 2, axis=1)
        return np.asarray(x * (1 + scale) + shift, np.float32)

    def _linear(self, x: Floats, name: str) -> Floats:
        return np.asarray(x @ self._arrays[f"{name}.weight"].T + self._arrays[f"{name}.bias"], np.float32)

    def _calibrate(self, logits: Floats) -> Floats:
        """Log-odds to the share that is right, by the table measured out of fold."""
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
