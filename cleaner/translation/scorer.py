"""One language's model: passages to sums, sums to a probability.

Everything kept of a passage is additive, so that a run of passages and a whole document are judged from
the same numbers: weight sums of n-grams, and the sums of the slot model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cleaner.translation import ngrams
from cleaner.translation.slot_model import SlotNet, make_net, passage_sums
from cleaner.translation.tokens import Reader, Stream, Vocabulary, as_array, normalise
from cleaner.translation.weights import Weights, load_weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

LEAST_TOKENS: Final = 20
"""Rates of a shorter span are taken as if it had this many tokens."""
MOST_TOKENS: Final = 700
"""Longer texts are weighed as if they had this many: the documents that the calibration saw end at about 600 words."""


@dataclass(frozen=True)
class NgramModel:
    """weights: one per bucket, times `scale`; a passage's score is their mean over its n-grams, plus the bias.

    The weights stay the small numbers they are stored as: a table of them fits in the processor's cache.
    """

    stream: str
    orders: tuple[int, ...]
    bits: int
    weights: NDArray[Any]
    scale: np.float32
    bias: float

    def sums(self, stream: Stream) -> Floats:
        """Per passage: the sum of the weights of its n-grams, and their number."""
        import numpy as np

        codes, starts = self._codes(stream)
        sums = np.zeros((len(starts), 2), np.float32)
        for order, found in list(ngrams.buckets(codes, self.orders, self.bits, 0)):
            sums[:, 0] += np.add.reduceat(self._weigh(found), starts - (order - 1))
        sums[:, 1] = np.diff(starts, append=len(codes)) * len(self.orders)
        return sums

    def _weigh(self, found: NDArray[np.uint32]) -> Floats:
        """The weights of buckets; `take` has half of indexing's time."""
        import numpy as np

        weights: Floats = np.multiply(self.weights.take(found, mode="wrap"), self.scale, dtype=np.float32)
        return weights

    def _codes(self, stream: Stream) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        import numpy as np

        if self.stream == "characters":
            return as_array(stream.text), stream.char_starts
        return stream.outcomes.astype(np.uint32), stream.starts

    def at_tokens(self, stream: Stream) -> Floats:
        """Per position of a stream of one passage: the weights of the n-grams of two tokens or more that end there."""
        import numpy as np

        codes, _ = self._codes(stream)
        reached = np.zeros(len(codes), np.float32)
        for order, found in ngrams.buckets(codes, self.orders, self.bits, 0):
            if order > 1:
                reached[order - 1 :] += self._weigh(found)
        return reached

    def score(self, sums: Floats) -> Floats:
        """The log-odds of the sums of one or more passages."""
        import numpy as np

        return np.asarray(sums[:, 0] / np.maximum(sums[:, 1], 1) + self.bias, np.float32)


@dataclass(frozen=True)
class SlotModel:
    """A linear model over the slot net's rates, each standardised and held within six deviations."""

    net: SlotNet
    mean: Floats
    deviation: Floats
    weights: Floats
    bias: float

    def score(self, sums: Floats, tokens: Floats) -> Floats:
        """The log-odds of the sums of one or more passages with this many tokens."""
        import numpy as np

        rates = sums / np.maximum(tokens, LEAST_TOKENS)[:, None]
        rates = np.clip((rates - self.mean) / self.deviation, -6, 6)
        return np.asarray(rates @ self.weights + self.bias, np.float32)


@dataclass(frozen=True)
class Sums:
    """What is kept of passages, a row each; rows may be added up."""

    tokens: Floats
    ngrams: tuple[Floats, ...]
    slots: Floats | None = None

    def total(self, groups: Sequence[Sequence[int]]) -> Sums:
        """One row per group: the sum of the rows it names."""
        import numpy as np

        members = np.concatenate([np.asarray(g, np.int64) for g in groups])
        sizes = np.array([len(g) for g in groups])
        first = np.cumsum(sizes) - sizes

        def add(rows: Floats) -> Floats:
            return np.add.reduceat(rows[members], first, axis=0)

        return Sums(
            add(self.tokens), tuple(add(n) for n in self.ngrams), None if self.slots is None else add(self.slots)
        )

    def and_totals(self, groups: Sequence[Sequence[int]]) -> Sums:
        """All rows of the first stage, and `total` below them."""
        import numpy as np

        totals = self.total(groups)
        ngrams = tuple(np.concatenate(pair) for pair in zip(self.ngrams, totals.ngrams, strict=True))
        return Sums(np.concatenate([self.tokens, totals.tokens]), ngrams)

    def select(self, rows: NDArray[np.int64], slots: Floats | None = None) -> Sums:
        """Some rows, with the sums of the slot model where they have been made."""
        return Sums(self.tokens[rows], tuple(n[rows] for n in self.ngrams), slots)


class Judge:
    """The model of one language."""

    def __init__(self, language: str) -> None:
        import numpy as np

        weights = load_weights(language)
        self.language = language
        self.facts: dict[str, Any] = weights.facts
        facts = weights.facts
        self.vocabulary = Vocabulary(
            language, frozenset(facts["closed"]), tuple(facts["inputs"]), tuple(facts["outcomes"])
        )
        self.reader = Reader(self.vocabulary)
        self.ngrams = tuple(_ngram_model(weights, n) for n in weights.facts["ngrams"])
        self._slots = _slot_model(weights) if "embedding" in weights.arrays else None
        self._calibration = {
            stage: tuple(weights.floats(stage + name).astype(np.float64) for name in ("mix", "line"))
            for stage in (("", "first_") if self._slots else ("",))
        }
        self._closed_ids = np.array([name in self.vocabulary.closed for name in self.vocabulary.outcomes])

    @property
    def net(self) -> SlotNet | None:
        """The slot net, where the language has one."""
        return self._slots.net if self._slots else None

    def read(self, texts: Sequence[str]) -> Stream:
        """Texts as the models read them."""
        return self.reader.read([normalise(text) for text in texts])

    def sums(self, stream: Stream) -> Sums:
        """What the n-gram models keep of each passage: all there is, or the first stage."""
        return Sums(stream.lengths.astype("float32"), tuple(m.sums(stream) for m in self.ngrams))

    def with_slots(self, stream: Stream, sums: Sums, rows: NDArray[np.int64]) -> Sums:
        """These rows of the first stage, with what the slot model keeps of them (English): the second stage."""
        if self._slots is None:
            return sums.select(rows)
        return sums.select(rows, passage_sums(self._slots.net, stream.select(rows)))

    def scores(self, sums: Sums) -> Floats:
        """Log-odds by model, a column each."""
        import numpy as np

        columns = [m.score(s) for m, s in zip(self.ngrams, sums.ngrams, strict=True)]
        if self._slots and sums.slots is not None:
            columns.append(self._slots.score(sums.slots, sums.tokens))
        return np.stack(columns, 1)

    def probabilities(self, sums: Sums) -> NDArray[np.float64]:
        """How likely each row is machine translated, calibrated by length for equal classes, by the stage it is at."""

        stage = "first_" if self._slots is not None and sums.slots is None else ""
        mix, line = self._calibration[stage]
        odds = mixing_design(self.scores(sums), sums.tokens) @ mix
        return to_probability(line_design(odds, sums.tokens) @ line)

    def strange_runs(self, stream: Stream) -> NDArray[np.int64]:
        """Per passage: the most tokens in a row none of which is a closed-class word of the language."""
        import numpy as np

        at = np.flatnonzero(self._closed_ids[stream.outcomes])
        stops = np.sort(np.concatenate([at, stream.starts - 1, stream.starts + stream.lengths]))
        gaps = np.diff(stops) - 1
        return np.maximum.reduceat(gaps, np.searchsorted(stops, stream.starts - 1))


def mixing_design(scores: Floats, tokens: Floats) -> NDArray[np.float64]:
    """The columns the mix weighs: each score, each score by length, length, one."""
    import numpy as np

    size = _size(tokens)[:, None]
    held = np.clip(scores, -12, 12)
    return np.concatenate([held, held * size, size, np.ones_like(size)], axis=1).astype(np.float64)


def line_design(odds: NDArray[np.float64], tokens: Floats) -> NDArray[np.float64]:
    """The columns of the straight line from the mix to calibrated log-odds: the mix, the mix by length, length, one."""
    import numpy as np

    size = _size(tokens).astype(np.float64)
    return np.stack([odds, odds * size, size, np.ones_like(size)], axis=1)


def to_probability(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logistic function."""
    import numpy as np

    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def _size(tokens: Floats) -> Floats:
    import numpy as np

    size: Floats = np.log(np.clip(tokens, LEAST_TOKENS, MOST_TOKENS) / 100.0)
    return size


def _ngram_model(weights: Weights, facts: dict[str, Any]) -> NgramModel:
    import numpy as np

    name = facts["name"]
    scale = np.float32(weights.arrays.get(name + "_scale", 1))
    table = weights.arrays[name]
    return NgramModel(facts["stream"], tuple(facts["orders"]), facts["bits"], table, scale, float(facts["bias"]))


def _slot_model(weights: Weights) -> SlotModel:
    names = ("embedding", "left", "right", "bias", "out", "out_bias")
    embedding, left, right, bias, out, out_bias = (weights.floats(name) for name in names)
    net = make_net(embedding, left, right, bias, out, out_bias, weights.facts["outcomes"])
    mean, deviation, linear = (weights.floats(name) for name in ("slot_mean", "slot_deviation", "slot_weights"))
    return SlotModel(net, mean, deviation, linear, float(weights.facts["slot_bias"]))
