"""English text to numbers: what the slot model and the n-gram models read.

Spacing, the shape of quotes and dashes, and names are gone before anything is learned: they tell file
formats and subjects apart, not people and machines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cleaner.translation import words as w

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOKEN: Final = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*|'(?:s|t|re|ve|ll|d|m)\b|[^\w\s]", re.IGNORECASE)
NORMAL: Final = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛`´′", "'"),
        **dict.fromkeys("–—―−‐‑‒", "-"),
        **dict.fromkeys("\u00a0\u2009\u202f\u2002\u2003\u3000\u200b\u200c\u200d\u2060\ufeff\u00ad", " "),
    }
)
"""One character for one character, so that offsets hold: quotes, apostrophes, dashes, odd spaces."""

ENDS: Final = frozenset('.!?:"')
YEAR: Final = re.compile(r"(?:19|20)\d\d\Z")
REMEMBERED: Final = 400_000


def normalise(text: str) -> str:
    """The text with one form of quotation mark, apostrophe, dash and space; the length stays."""
    return text.translate(NORMAL)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Ids of what the model reads (`inputs`: words, then classes) and of what it guesses (`outcomes`)."""

    inputs: tuple[str, ...]
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """A batch of passages as numbers, one after the other, `EDGE` before, between and after them.

    inputs, outcomes: per token; starts: index of each passage's first token; lengths: its tokens.
    text: the masked characters of all passages, each followed by a separator; char_starts: where each begins.
    """

    inputs: NDArray[np.int32]
    outcomes: NDArray[np.int32]
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    text: str
    char_starts: NDArray[np.int64]


class Reader:
    """Tokens to ids, remembering every form it has met (at most `REMEMBERED`, then it starts over)."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._inputs = {name: i for i, name in enumerate(vocabulary.inputs)}
        self._outcomes = {name: i for i, name in enumerate(vocabulary.outcomes)}
        self._closed = w.closed_words()
        self._inner: dict[str, tuple[int, int, str]] = {}
        self._first: dict[str, tuple[int, int, str]] = {}
        self.edge = self._inputs[w.EDGE]

    def read(self, passages: Sequence[str]) -> Stream:
        """Normalised passages to a stream."""
        import numpy as np

        inputs: list[int] = []
        outcomes: list[int] = []
        starts: list[int] = []
        lengths: list[int] = []
        texts: list[str] = [SEPARATOR]
        char_starts: list[int] = []
        chars = len(SEPARATOR)
        pad = [self.edge] * PAD
        for passage in passages:
            found = self._ids(TOKEN.findall(passage))
            inputs += pad
            outcomes += pad
            starts.append(len(inputs))
            lengths.append(len(found))
            inputs += [f[0] for f in found]
            outcomes += [f[1] for f in found]
            masked = " ".join([f[2] for f in found]) + SEPARATOR
            texts.append(masked)
            char_starts.append(chars)
            chars += len(masked)
        inputs += pad
        outcomes += pad
        return Stream(
            np.array(inputs, np.int32),
            np.array(outcomes, np.int32),
            np.array(starts, np.int64),
            np.array(lengths, np.int64),
            "".join(texts),
            np.array(char_starts, np.int64),
        )

    def _ids(self, tokens: list[str]) -> list[tuple[int, int, str]]:
        if len(self._inner) > REMEMBERED:
            self._inner.clear()
            self._first.clear()
        inner, first = self._inner, self._first
        found = []
        start = True
        for token in tokens:
            known = (first if start else inner).get(token)
            if known is None:
                known = self._look_up(token, start)
            found.append(known)
            start = token in ENDS
        return found

    def _look_up(self, token: str, start: bool) -> tuple[int, int, str]:
        name, outcome, masked = self._classify(token, start)
        known = (self._inputs[name], self._outcomes[outcome], masked)
        (self._first if start else self._inner)[token] = known
        return known

    def _classify(self, token: str, start: bool) -> tuple[str, str, str]:
        """(input name, outcome name, masked characters) of a token."""
        lower = token.lower()
        if lower in self._closed:
            return lower, lower, lower
        if not token[0].isalpha():
            return self._sign(token, lower)
        if len(token) > 1 and token.isupper():
            return w.ACRONYM, w.ACRONYM, "A"
        if token[0].isupper() and not (start and lower in self._inputs):
            return w.NAME, w.NAME, "N"
        outcome = w.COMPOUND if "-" in lower else w.suffix_class(lower)
        return (lower if lower in self._inputs else outcome), outcome, lower

    def _sign(self, token: str, lower: str) -> tuple[str, str, str]:
        if token[0].isdigit():
            kind = w.YEAR if YEAR.match(token) else w.NUMBER
            return kind, kind, "0"
        kind = w.PUNCTUATION.get(lower, w.SYMBOL)
        return kind, kind, kind if kind != w.SYMBOL else "#"


PAD: Final = 5
"""Edges between passages: what the model sees on each side, so that no passage sees its neighbour."""
SEPARATOR: Final = "\n" * 5
"""Between passages in the character stream, longer than any n-gram reaches back."""


def input_names(common: Iterable[str]) -> tuple[str, ...]:
    """Everything the model reads: the edge, every outcome but NOTHING, then common open-class words."""
    return tuple(dict.fromkeys((w.EDGE, *w.outcomes()[1:], *common)))


def as_array(text: str) -> Any:
    """Code points of a text."""
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
