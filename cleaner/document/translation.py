"""The verdict on machine translation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cleaner.document.lines import Span


class Verdict(StrEnum):
    """The verdict on machine translation."""

    DECLARED = "declared"
    LIKELY = "likely"
    POSSIBLE = "possible"
    PARTLY = "partly"
    UNLIKELY = "unlikely"
    INSUFFICIENT = "insufficient"


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of the page text with its own probability; None if it cannot be judged."""

    span: Span
    probability: float | None


@dataclass(frozen=True, slots=True)
class Sign:
    """A place with typical wording of translations; evidence shows the expected word: 'following [in] his'."""

    span: Span
    sign: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Translation:
    """The verdict on machine translation. probability is calibrated for equal classes, None where insufficient.

    reason says why a verdict is `insufficient`, `partly` or `declared`, or that a comparison gave it.
    basis: what the verdict is based on: "text", "notice" (the page states it), "comparison" or "original".
    The probability is that of the basis: of a verdict from a comparison it is how sure the comparison is.
    part: share of words in the passages that the verdict is about, 0.0 to 1.0; None if nothing was judged.
    learned_from: codes of the source languages in the training data; the model misses most others.
    """

    verdict: Verdict
    probability: float | None = None
    passages: tuple[Passage, ...] = ()
    signs: tuple[Sign, ...] = ()
    reason: str = ""
    basis: str = "text"
    part: float | None = None
    learned_from: tuple[str, ...] = ()
