"""The door for evidence from elsewhere: another document of the folder this one was rewritten from.

A smooth round trip cannot be seen from itself (37th to 46th percentile of native news); beside its original it can.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from cleaner.document import Relation, Sign, Span, Translation, Verdict

REWRITTEN: Final = "rewritten-from"
SURE: Final = 0.9
"""Relation score from which the verdict is `likely`; from half of it, `possible`."""
POSSIBLE: Final = 0.5
_ORDER: Final = (
    Verdict.INSUFFICIENT, Verdict.UNLIKELY, Verdict.PARTLY, Verdict.POSSIBLE, Verdict.LIKELY, Verdict.DECLARED
)  # fmt: skip


def raise_by_comparison(translation: Translation, relation: Relation) -> Translation:
    """The verdict with what a comparison adds; never lowered, and unchanged by any relation but `rewritten-from`.

    The comparison is named in `reason` and, over the whole document, in `signs`; `basis` says so, and the probability
    is how sure the comparison is, where the text alone gave less. Those of the passages stay the text's own.
    """
    if relation.relation != REWRITTEN or relation.score < POSSIBLE:
        return translation
    verdict = Verdict.LIKELY if relation.score >= SURE else Verdict.POSSIBLE
    if _ORDER.index(verdict) <= _ORDER.index(translation.verdict):
        return translation
    spans = [p.span for p in translation.passages] or [Span(0, 0)]
    evidence = f"{REWRITTEN} {relation.id} (score {relation.score:.2f})"
    sign = Sign(Span(spans[0].start, spans[-1].end), "comparison", evidence)
    return replace(
        translation, verdict=verdict, probability=max(relation.score, translation.probability or 0.0),
        signs=(sign, *translation.signs), reason=f"comparison: {evidence}", basis="comparison", part=1.0,
    )  # fmt: skip
