"""Labels for a new dump of a page from one that is labelled: both hold the same characters in the same order."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from training.lines.data import UNKNOWN

_IGNORED = re.compile(r"[\s\xad|•·*\-_#>]+")
_NEAR, _LONG, _FAR = 400, 24, 6000
"""Characters ahead in which a short piece may be found; how long one must be to be looked for further; how far."""


def transfer_labels(lines: Sequence[str], known: Sequence[str], labels: Sequence[int]) -> list[int]:
    """The label of every line, by the labels of the known lines that hold its characters; UNKNOWN where they differ.

    The lines are looked for in order, white space and list signs left out; a short line only near the last find,
    a long one further on or anywhere after it.
    """
    squeezed = [_IGNORED.sub("", line) for line in known]
    text = "".join(squeezed)
    given = np.repeat(np.array(labels, np.int8), [len(piece) for piece in squeezed])
    at = 0
    out = []
    for line in lines:
        votes: list[int] = []
        for piece in line.split(" | "):
            wanted = _IGNORED.sub("", piece)
            place = _find(text, wanted, at)
            if place >= 0 and wanted:
                at = place + len(wanted)
                votes += given[place:at].tolist()
        out.append(_settle(votes))
    return out


def _find(text: str, wanted: str, at: int) -> int:
    place = text.find(wanted, at, at + _NEAR + len(wanted))
    if place < 0 and len(wanted) >= _LONG:
        place = text.find(wanted, at, at + _FAR + len(wanted))
        if place < 0:
            place = text.find(wanted, at)
    return place


def _settle(votes: list[int]) -> int:
    """1 or 0 where four fifths of the characters say so."""
    for label in (1, 0):
        if votes and votes.count(label) >= 0.8 * len(votes):
            return label
    return UNKNOWN
