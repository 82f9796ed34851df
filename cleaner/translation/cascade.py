"""Two stages: n-grams judge every document, the slot net what they do not clear.

The net takes most of the time. A document that the n-grams put below the `gate` keeps their probability, which is
calibrated by itself; so does a run of passages below `run_gate`. What that costs is in the model card.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.document import Document
from cleaner.translation.passages import Piece

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleaner.translation.scorer import Judge, Sums
    from cleaner.translation.tokens import Stream

    Floats = NDArray[np.float64]

LEAST_RUN: Final = 150
LONGEST_RUN: Final = 6
"""Words and passages of a run that is judged together inside a document."""
MOST_JOINED: Final = 6
"""Runs of a document that are looked at as one text: those with the largest sums of log-odds."""
MOST_READ: Final = 24
"""Passages by which the net judges a document, evenly spread over a longer one: it was calibrated on 600 words."""


class Run(NamedTuple):
    """The passages from `first` to before `end`, and how probably they are translated, read together."""

    first: int
    end: int
    probability: float


@dataclass(frozen=True)
class Estimate:
    """Of one document: its probability, that of each passage, and the run of passages most surely translated.

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
    if any(len(rows) for rows, _ in wanted):
        found = _second_stage(judge, stream, sums, found, wanted)
    return found


def _first_stage(judge: Judge, sums: Sums, pieces: Sequence[list[Piece]], strange: NDArray[np.int64]) -> list[Estimate]:
    """What the n-grams say of each document."""
    alone = judge.probabilities(sums)
    groups, at = [], 0
    for own in pieces:
        groups.append([at + k for k, p in enumerate(own) if p.running] or range(at, at + len(own)))
        at += len(own)
    estimates, at = [], 0
    for own, whole in zip(pieces, judge.probabilities(sums.total(groups)).tolist(), strict=True):
        rows = slice(at, at + len(own))
        run = _best_run(judge, sums, at, own, alone[rows])
        estimates.append(Estimate(whole, alone[rows], run, strange[rows]))
        at += len(own)
    return estimates


def _wanted(judge: Judge, found: Estimate, pieces: Sequence[Piece]) -> tuple[list[int], list[int]]:
    """The passages of a document that the net should read, and those of them that it is judged by."""
    judged: list[int] = []
    if found.whole > judge.facts["gate"]:
        running = [k for k, p in enumerate(pieces) if p.running] or list(range(len(pieces)))
        judged = running[:: -(-len(running) // MOST_READ)]
    run = found.run
    if run is None or run.probability <= judge.facts["run_gate"]:
        return judged, judged
    return sorted({*judged, *range(run.first, run.end)}), judged


def _second_stage(
    judge: Judge, stream: Stream, sums: Sums, found: Sequence[Estimate], wanted: Sequence[tuple[list[int], list[int]]]
) -> list[Estimate]:
    """The estimates with what the net says of the passages it was asked to read."""
    import numpy as np

    first = np.cumsum([0, *(len(one.passages) for one in found)])
    rows = np.concatenate([at + np.array(read, np.int64) for at, (read, _) in zip(first[:-1], wanted, strict=True)])
    second = judge.with_slots(stream, sums, rows)
    alone = judge.probabilities(second)
    estimates, at = list(found), 0
    for i, (read, judged) in enumerate(wanted):
        if read:
            estimates[i] = _with_net(judge, second, alone, found[i], at, read, judged)
            at += len(read)
    return estimates


def _with_net(
    judge: Judge, second: Sums, alone: Floats, found: Estimate, at: int, read: list[int], judged: list[int]
) -> Estimate:
    """One estimate again; its passages that were read are the rows of the second stage from `at` on."""
    passages = found.passages.copy()
    passages[read] = alone[at : at + len(read)]
    place = {k: at + i for i, k in enumerate(read)}
    run, whole = found.run, found.whole
    if run is not None and run.probability > judge.facts["run_gate"]:
        run = run._replace(probability=_joint(judge, second, [place[k] for k in range(run.first, run.end)]))
    if judged:
        whole = _joint(judge, second, [place[k] for k in judged])
    return Estimate(whole, passages, run, found.strange)


def _joint(judge: Judge, sums: Sums, rows: Sequence[int]) -> float:
    return float(judge.probabilities(sums.total([rows]))[0])


def _best_run(judge: Judge, sums: Sums, first: int, pieces: Sequence[Piece], probabilities: Floats) -> Run | None:
    """The run of passages most surely translated, none where nothing stands out from the document."""
    runs = sorted(_runs(pieces, probabilities), key=lambda run: (-run.probability, run))[:MOST_JOINED]
    if not runs:
        return None
    joint = judge.probabilities(sums.total([range(first + run.first, first + run.end) for run in runs]))
    best = int(joint.argmax())
    return runs[best]._replace(probability=float(joint[best]))


def _runs(pieces: Sequence[Piece], probabilities: Floats) -> Iterator[Run]:
    """Two to six neighbours, 150 words, not all of the document, with the sum of their log-odds.

    A run begins and ends with a passage more likely translated than not, which spares most windows the look.
    """
    import numpy as np

    ends = np.flatnonzero(probabilities > 0.5).tolist()
    if len(ends) < 2 or len(pieces) < 3:
        return
    words = np.cumsum([0.0, *(p.words for p in pieces)]).tolist()
    held = np.clip(probabilities, 1e-4, 1 - 1e-4)
    odds = np.cumsum(np.append(0.0, np.log(held / (1 - held)))).tolist()
    for k, a in enumerate(ends):
        for end in (last + 1 for last in ends[k + 1 : k + LONGEST_RUN]):
            if end - a <= min(LONGEST_RUN, len(pieces) - 1) and words[end] - words[a] >= LEAST_RUN:
                yield Run(a, end, odds[end] - odds[a])
