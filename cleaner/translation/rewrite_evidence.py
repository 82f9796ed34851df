"""The door for evidence from elsewhere: another document of the folder that this one was rewritten or translated from.

A smooth round trip cannot be seen from itself (37th to 46th percentile of native news); beside its original it can.
That a text was translated does not say by whom, so an original in another language only confirms what the text says.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from cleaner.document import Relation, Sign, Span, Translation, Verdict

REWRITTEN: Final = "rewritten-from"
TRANSLATED: Final = "translated-from"
SURE: Final = 0.9
"""Score of a rewriting from which the verdict is `likely`; from half of it, `possible`. Also how sure it must be that
this is the copy."""
POSSIBLE: Final = 0.5
CERTAIN: Final = 0.15
"""Score of a translation from which it counts; see `cleaner.corpus.across_languages`."""
_ORDER: Final = (
    Verdict.INSUFFICIENT, Verdict.UNLIKELY, Verdict.PARTLY, Verdict.POSSIBLE, Verdict.LIKELY, Verdict.DECLARED
)  # fmt: skip


def raise_by_comparison(translation: Translation, relation: Relation) -> Translation:
    """The verdict with what a comparison adds; never lowered, and unchanged by relations of which this is not the copy.

    The comparison is named in `reason` and, over the whole document, in `signs`; `basis` says so, and the probability
    is how sure the comparison is, where the text alone gave less. Those of the passages stay the text's own.
    """
    if relation.relation == REWRITTEN:
        sure = min(relation.score, float(relation.evidence.get("copy_confidence", 1.0)))
        verdict = Verdict.LIKELY if sure >= SURE else Verdict.POSSIBLE if sure >= POSSIBLE else Verdict.INSUFFICIENT
        basis = "comparison"
    elif relation.relation == TRANSLATED and relation.score >= CERTAIN:
        sure = float(relation.evidence.get("copy_confidence", 1.0))
        suspected = (translation.probability or 0.0) >= POSSIBLE
        verdict, basis = Verdict.LIKELY if suspected and sure >= SURE else Verdict.INSUFFICIENT, "original"
    else:
        return translation
    if _ORDER.index(verdict) <= _ORDER.index(translation.verdict):
        return translation
    spans = [p.span for p in translation.passages] or [Span(0, 0)]
    evidence = f"{relation.relation} {relation.id} (score {relation.score:.2f})"
    sign = Sign(Span(spans[0].start, spans[-1].end), "comparison", evidence)
    return replace(
        translation, verdict=verdict, probability=max(sure, translation.probability or 0.0),
        signs=(sign, *translation.signs), reason=f"{basis}: {evidence}", basis=basis, part=1.0,
    )  # fmt: skip
