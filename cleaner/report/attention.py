"""Which documents of a run a person should look at first, and why."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.report.rows import DOUBTFUL, Row
from cleaner.report.words import STATUS_WORDS

MOST = 50

_STATUS_WEIGHTS = {"error": 4.0, "crashed": 4.0, "timeout": 4.0, "truncated": 2.0, "not_article": 2.0, "empty": 1.5}
_TOP = 0.9  # what is beyond nine of ten documents of the run is odd in it, whatever kind of pages they are


class Look(NamedTuple):
    """A document to look at: its number in the run, how odd it is, and why, in words."""

    number: int
    weight: float
    reasons: tuple[str, ...]


def find_oddest(rows: Sequence[Row], most: int = MOST) -> list[Look]:
    """The documents to look at first: odd statuses, the most removed, the least sure, warnings.

    Every reason adds to a weight. How much was removed and how unsure it was are judged against the run itself: only
    what lies beyond nine tenths of the documents counts, so that full pages and extracted texts are both judged fairly.
    """
    shares = [row.removed_share for row in rows if row.length]
    doubts = [_doubt(row) for row in rows if row.length]
    usual_share, usual_doubt = _quantile(shares, _TOP), _quantile(doubts, _TOP)
    looks = (_judge(number, row, usual_share, usual_doubt) for number, row in enumerate(rows))
    return heapq.nsmallest(most, (look for look in looks if look.weight > 0), key=lambda look: (-look.weight, look[0]))


def _judge(number: int, row: Row, usual_share: float, usual_doubt: float) -> Look:
    parts = list(_reasons(row, usual_share, usual_doubt))
    return Look(number, round(sum(weight for weight, _ in parts), 4), tuple(reason for _, reason in parts))


def _reasons(row: Row, usual_share: float, usual_doubt: float) -> Iterator[tuple[float, str]]:
    if row.status != "ok":
        yield _STATUS_WEIGHTS.get(row.status, 1.0), STATUS_WORDS.get(row.status, row.status)
    if row.length and row.removed_share > max(usual_share, 0.5):
        beyond = (row.removed_share - usual_share) / max(1 - usual_share, 0.01)
        yield 1 + beyond, f"{row.removed_share:.0%} removed"
    if row.doubtful and _doubt(row) >= usual_doubt:
        yield (
            0.5 + _doubt(row),
            f"{row.doubtful:,} characters removed by decisions less than {DOUBTFUL:.0%} sure (least: {row.least:.0%})",
        )
    if row.warnings:
        yield (
            0.5,
            row.warnings[0] if len(row.warnings) == 1 else f"{row.warnings[0]} (and {len(row.warnings) - 1} more)",
        )


def _doubt(row: Row) -> float:
    """The share of the page that went on doubtful scores."""
    return row.doubtful / row.length if row.length else 0.0


def _quantile(values: Sequence[float], share: float) -> float:
    if not values:
        return 0.0
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]
