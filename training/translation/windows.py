"""Stretches of native texts by class of length, and the kind of their content: what thresholds are read off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

CLASSES = (80, 150, 250, 400)
"""Words from which each class of length begins; a class has thresholds of its own."""


def windows(
    members: NDArray[np.int64], words: NDArray[np.float64], draw: np.random.Generator
) -> Iterator[NDArray[np.int64]]:
    """Stretches of a document, two per class of length that it is longer than."""
    ends = np.cumsum(np.append(0.0, words[members]))
    for low, high in pairwise(CLASSES):
        for first in (0, int(draw.integers(0, len(members)))):
            goal = draw.uniform(low, high)
            last = first + int(np.searchsorted(ends[first:] - ends[first], goal))
            if ends[-1] >= high and last < len(ends) and low <= ends[last] - ends[first] < high:
                yield members[first:last]


_SPORT = re.compile(
    r"\b(?:season|coach|games?|league|goals?|match|matches|players?|points|innings|quarterback|championship|tournament|cup"
    r"|striker|scored|defeated|playoffs?|teammates?|midfielder|wickets?|touchdown|semi-?finals?)\b", re.IGNORECASE
)  # fmt: skip
_FIRST_PERSON = re.compile(r"\b(?:I|my|me|we|our)\b")
_FIGURE = re.compile(r"\b\d[\d.,:]*")
_CAPITAL = re.compile(r"\b[A-Z]\w+")


def content_of(text: str) -> str:
    """The kind of content of an English text, by its words: sports, figures (and names), opinion, news."""
    words = max(1, len(text.split()))

    def share(pattern: re.Pattern[str]) -> float:
        return len(pattern.findall(text)) / words

    if share(_SPORT) >= 0.02:
        return "sports"
    if share(_FIGURE) >= 0.045 or share(_CAPITAL) >= 0.25:
        return "figures"
    return "opinion" if share(_FIRST_PERSON) >= 0.02 else "news"
