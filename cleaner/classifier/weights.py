"""The trade between body lost and boilerplate left: how much more a lost line of body costs than a line of boilerplate
that stays. With a weight of 3 a line is kept if its probability of body is above 1 in 4.

The trade differs by form. Most of a dump (the text of a whole page) is boilerplate, and a small weight removes nearly
all of it. Most of an extract (the output of an extractor) is body, and so are most lines of which the classifier is
unsure. The cost of each weight was measured out of fold (`training.lines.trade`, `cleaner/models/trade.toml`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaner.classifier.features import Floats
from cleaner.errors import UsageError
from cleaner.models import FOLDER
from cleaner.text.toml_tables import read_table

TABLE = "trade.toml"
_DUMP, _EXTRACT = 0.35, 0.65
"""The share of body in a text up to which the weight is that of dumps, and from which it is that of extracts."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of body by form: `dump` and `extract` for text and Markdown, `page` for HTML."""

    dump: float
    extract: float
    page: float

    def of_text(self, share: float) -> float:
        """The weight for a text whose share of body is `share`: between dump and extract, on a log scale."""
        near = min(max((share - _DUMP) / (_EXTRACT - _DUMP), 0.0), 1.0)
        return float(self.dump ** (1 - near) * self.extract**near)


FAVORS: Mapping[str, Weights] = {
    "recall": Weights(dump=10.0, extract=20.0, page=20.0),
    "balanced": Weights(dump=5.0, extract=7.0, page=8.0),
    "precision": Weights(dump=1.0, extract=1.0, page=1.0),
}
"""Weights by the name of what the caller favors; `balanced` is the default."""
BALANCED = FAVORS["balanced"]


def choose_weights(favor: str, max_body_loss: float | None) -> Weights:
    """The weights of `favor`, or the smallest weights whose expected share of body lost is at most `max_body_loss`.

    max_body_loss: the highest expected share of a document's body that may be lost, 0 to 1. Each form gets the smallest
    measured weight whose mean loss L over n documents satisfies (n L + 1) / (n + 1) <= max_body_loss (conformal risk
    control, Angelopoulos et al. 2022).

    Raises `UsageError` if no measured weight reaches `max_body_loss`.
    """
    if max_body_loss is None:
        return FAVORS[favor]
    return Weights(*(_promise(field.name, max_body_loss) for field in fields(Weights)))


def _promise(form: str, most: float) -> float:
    rows = [row for row in trade_table() if row.form == form]
    for row in sorted(rows, key=lambda row: row.weight):
        if row.bound <= most:
            return row.weight
    least = min(row.bound for row in rows)
    raise UsageError(
        f"max_body_loss {most} cannot be promised for a {form}; the least is {math.ceil(least * 1e4) / 1e4}"
    )


@dataclass(frozen=True, slots=True)
class Trade:
    """The cost of a weight, measured out of fold: share of body characters lost (mean over documents, and over all
    characters), share of boilerplate left, and F1 (mean over documents).
    """

    form: str
    weight: float
    documents: int
    lost: float
    lost_overall: float
    left: float
    f1: float

    @property
    def bound(self) -> float:
        """The expected loss, corrected for the finite sample."""
        return (self.documents * self.lost + 1) / (self.documents + 1)


@lru_cache(maxsize=1)
def trade_table() -> tuple[Trade, ...]:
    """The measured trade of the shipped models."""
    return tuple(Trade(**row) for row in read_table(FOLDER / TABLE)["trade"])


def prefer_body(log_odds: NDArray[np.float64], units: Floats, weights: Weights) -> tuple[Floats, Floats]:
    """The probability of body of the lines of a text, and the score: lines with a score of .5 or more are kept.

    log_odds: of body, by line; units: the length of each line in word equivalents.
    """
    probability = _weigh(log_odds, 1.0)
    share = float((units * probability).sum() / max(float(units.sum()), 1e-9))
    return np.asarray(probability, np.float32), weigh_body(log_odds, weights.of_text(share))


def weigh_body(log_odds: NDArray[np.float64], weight: float) -> Floats:
    """Probabilities from log-odds, with body counted `weight` times."""
    return np.asarray(_weigh(log_odds, weight), np.float32)


def _weigh(log_odds: NDArray[np.float64], weight: float) -> NDArray[np.float64]:
    weighed: NDArray[np.float64] = 1 / (1 + np.exp(-log_odds - math.log(weight)))
    return weighed
