"""Two stages: n-grams judge every document, the slot net what they do not clear.

The net takes most of the time. A document that the n-grams put below the `gate` keeps their probability, which is
calibrated by itself. What that costs is in the model card. Whether a run of passages stands out of its document is told
by the n-grams alone: with the net as many pasted paragraphs were found (.43 at 2 % of native stories, either way).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.document import Document
from cleaner.translation.passages import Piece

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleaner.translation.scorer import Judge, Sums
    from cleaner.translation.tokens import Stream

    Floats = NDArray[np.float64]

LONGEST_RUN: Final = 4
"""Passages of a run; never more than half of the document's."""
LEAST_STANDING: Final = 3
"""Passages a document needs for one to stand out."""
LEAST_JUDGED: Final = 25
"""Words below which a passage is not judged by itself."""
SHARE_OF_REST: Final = 0.7
GROWTH: Final = 0.35
"""A run stands out by its mean log-odds less .7 of the median of the rest, times its length to the power of .35. At 2 %
of native stories one pasted paragraph was found in .41 of them, three in .72; by the highest passage alone .30, .53."""
MOST_READ: Final = 24
"""Passages by which the net judges a document, evenly spread over a longer one: it was calibrated on 600 words."""


class Run(NamedTuple):
    """The passages from `first` to before `end`, and how far they stand out of the document (log-odds)."""

    first: int
    end: int
    standing: float


@dataclass(frozen=True)
class Estimate:
    """Of one document: its probability, that of each passage, and the run of passages that stands out most.

    strange: per passage, the most tokens in a row without a closed-class word.
    """

    whole: float
    passages: Floats
    run: Run | None
    strange: NDArray[np.int64]


def estimate(judge: Judge, documents: Sequence[Document], pieces: Sequence[list[Piece]]) -> list[Estimate]:
    """One estimate per document, in order; all of them read together."""
    stream = judge.read([p.text(document) for document, own in zip(documents, pieces, strict=True) for p in own])
    sums = judge.sums(stream)
    found = _first_stage(judge, sums, pieces, judge.strange_runs(stream))
    if judge.net is None:
        return found
    wanted = [_wanted(judge, one, own) for one, own in zip(found, pieces, strict=True)]
    if any(wanted):
        found = _second_stage(judge, stream, sums, found, wanted)
    return found


def _first_stage(judge: Judge, sums: Sums, pieces: Sequence[list[Piece]], strange: NDArray[np.int64]) -> list[Estimate]:
    """What the n-grams say of each document."""
    groups, at = [], 0
    for own in pieces:
        groups.append([at + k for k, p in enumerate(own) if p.running] or range(at, at + len(own)))
        at += len(own)
    alone = judge.probabilities(sums.and_totals(groups))
    estimates, at = [], 0
    for own, whole in zip(pieces, alone[len(strange) :].tolist(), strict=True):
        rows = slice(at, at + len(own))
        estimates.append(Estimate(whole, alone[rows], _run_among(own, alone[rows]), strange[rows]))
        at += len(own)
    return estimates


def _wanted(judge: Judge, found: Estimate, pieces: Sequence[Piece]) -> list[int]:
    """The passages of a document that the net should read."""
    if found.whole <= judge.facts["gate"]:
        return []
    running = [k for k, p in enumerate(pieces) if p.running] or list(range(len(pieces)))
    return running[:: -(-len(running) // MOST_READ)]


def _second_stage(
    judge: Judge, stream: Stream, sums: Sums, found: Sequence[Estimate], wanted: Sequence[list[int]]
) -> list[Estimate]:
    """The estimates with what the net says of the passages it was asked to read."""
    import numpy as np

    first = np.cumsum([0, *(len(one.passages) for one in found)])
    rows = np.concatenate([at + np.array(read, np.int64) for at, read in zip(first[:-1], wanted, strict=True)])
    second = judge.with_slots(stream, sums, rows)
    alone = judge.probabilities(second)
    estimates, at = list(found), 0
    for i, read in enumerate(wanted):
        if read:
            here = range(at, at + len(read))
            passages = found[i].passages.copy()
            passages[read] = alone[at : at + len(read)]
            estimates[i] = replace(found[i], whole=_joint(judge, second, here), passages=passages)
            at += len(read)
    return estimates


def _joint(judge: Judge, sums: Sums, rows: Sequence[int]) -> float:
    return float(judge.probabilities(sums.total([rows]))[0])


def _run_among(pieces: Sequence[Piece], probabilities: Floats) -> Run | None:
    """The run of a document's passages that stands out most, those too short to be judged left out."""
    import numpy as np

    judged = [k for k, p in enumerate(pieces) if p.words >= LEAST_JUDGED and p.running]
    own = probabilities[np.array(judged, np.int64)]
    if len(own) < LEAST_STANDING or own.max() <= 0.5:
        return None  # as `standing_run` would say of nearly all documents
    run = standing_run(log_odds(own))
    return run and Run(judged[run.first], judged[run.end - 1] + 1, run.standing)


def standing_run(odds: Floats) -> Run | None:
    """The run of passages that stands out most of a document's; None where none is more likely translated than not."""
    import numpy as np

    count = len(odds)
    if count < LEAST_STANDING or odds.max() <= 0:
        return None
    ordered, sums = np.sort(odds), np.cumsum(np.append(0.0, odds))
    best: Run | None = None
    for size in range(1, min(LONGEST_RUN, count // 2) + 1):
        half = (count - size) // 2  # the median, in a tenth of the time of `numpy.median`
        rest = float(ordered[half] if (count - size) % 2 else (ordered[half - 1] + ordered[half]) / 2)
        standing = ((sums[size:] - sums[:-size]) / size - SHARE_OF_REST * rest) * size**GROWTH
        standing[(odds[: count - size + 1] <= 0) | (odds[size - 1 :] <= 0)] = -np.inf
        first = int(standing.argmax())
        if best is None or standing[first] > best.standing:
            best = Run(first, first + size, float(standing[first]))
    return best


def log_odds(probabilities: Floats) -> Floats:
    """The log-odds of probabilities, held within nine."""
    import numpy as np

    held = np.clip(probabilities, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(held / (1 - held)))
