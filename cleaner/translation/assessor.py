"""The verdict on a document: its passages, its probability, the signs that made it say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from cleaner.document import Document, Passage, Segment, Sign, Span, Translation, Verdict
from cleaner.errors import UsageError
from cleaner.readers.declared_translation import find_declared, find_listed
from cleaner.translation.cascade import LEAST_JUDGED
from cleaner.translation.passages import Piece, find_passages
from cleaner.translation.signs import find_remains, find_run, find_signs
from cleaner.translation.weights import has_model

if TYPE_CHECKING:
    from cleaner.translation.cascade import Estimate, Run
    from cleaner.translation.scorer import Judge

LEAST_RUNNING: Final = 80
"""Words of running sentences below which a document is not judged."""
SUSPECTED: Final = 0.97
"""Probability from which a passage is suspected by itself: 2 to 4 % of native stories have one."""
DECLARED: Final = 0.99
"""Probability of a page that says so: none of the notices found among 13,657 news stories and none of 25 like them."""
FEW_NATIVES: Final = 300
"""With fewer native documents behind its thresholds a language may say `possible`, never `likely`."""
BATCH: Final = 512
"""Passages scored together."""

Job = tuple[Document, tuple[Segment, ...]]


@lru_cache(maxsize=16)
def load_judge(language: str) -> Judge:
    """The model of a language, read once."""
    from cleaner.translation.scorer import Judge

    return Judge(language)


@dataclass(frozen=True)
class TranslationAssessor:
    """Judges documents: `assessor(document, segments)`, or `assess_many` for the speed of batches.

    likely_fpr, possible_fpr: the share of native human news (unseen outlets) that may reach the verdict by
        mistake; taken from the table each model carries. 0.0005 to 0.5.
    likely, possible: probabilities to use instead, 0.0 to 1.0.
    """

    likely_fpr: float = 0.01
    possible_fpr: float = 0.05
    likely: float | None = None
    possible: float | None = None

    def __post_init__(self) -> None:
        for name in ("likely_fpr", "possible_fpr", "likely", "possible"):
            value = getattr(self, name)
            if value is not None and not 0 < value < 1:
                raise UsageError(f"{name} must lie between 0 and 1, not {value}")
        if self.likely_fpr > self.possible_fpr:
            raise UsageError("likely_fpr may not be above possible_fpr")

    def __call__(self, document: Document, segments: tuple[Segment, ...]) -> Translation:
        """The verdict on one document."""
        return self.assess_many([(document, segments)])[0]

    def assess_many(self, jobs: Iterable[Job]) -> list[Translation]:
        """The verdicts on many documents, in order; the same as one by one, several times as fast."""
        jobs = list(jobs)
        pieces = [find_passages(document, segments) for document, segments in jobs]
        results: list[Translation | None] = [None] * len(jobs)
        waiting: dict[str, list[int]] = {}
        for i, (document, _) in enumerate(jobs):
            reason = _insufficient(document, pieces[i])
            if reason:
                passages = tuple(Passage(p.span, None) for p in pieces[i])
                results[i] = Translation(Verdict.INSUFFICIENT, None, passages, reason=reason)
            else:
                waiting.setdefault(document.language.code, []).append(i)
        for language, members in waiting.items():
            for part in _parts(members, pieces):
                self._judge(language, part, jobs, pieces, results)
        return [
            self._with_declared(job, result) for job, result in zip(jobs, results, strict=True) if result is not None
        ]

    def thresholds(self, language: str, words: float = 400) -> tuple[float, float]:
        """(likely, possible): the probabilities that a text of so many words must exceed.

        Likely is 1.0 for a language that may not say it.
        """
        facts = load_judge(language).facts
        table = _table(facts["thresholds"], words)
        likely = self.likely if self.likely is not None else _threshold(table, self.likely_fpr)
        possible = self.possible if self.possible is not None else _threshold(table, self.possible_fpr)
        may_say = facts["most"] == Verdict.LIKELY and facts["natives"] >= FEW_NATIVES
        return (likely if may_say else 1.0), possible

    def _judge(
        self, language: str, members: Sequence[int], jobs: Sequence[Job], pieces: Sequence[list[Piece]],
        results: list[Translation | None],
    ) -> None:  # fmt: skip
        from cleaner.translation.cascade import estimate

        judge = load_judge(language)
        estimates = estimate(judge, [jobs[i][0] for i in members], [pieces[i] for i in members])
        for i, found in zip(members, estimates, strict=True):
            thresholds = self.thresholds(language, sum(p.words for p in pieces[i]))
            results[i] = _translation(judge, jobs[i][0], pieces[i], found, thresholds)

    def _with_declared(self, job: Job, result: Translation) -> Translation:
        """A page that says it is a translation is one, whatever its wording; one listed in another language may be."""
        if listed := find_listed(job[0]):
            told = f"the page lists itself as {listed}, the text is {job[0].language.code}"
            result = replace(result, signs=(Sign(Span(0, 0), "page-language", told), *result.signs))
        declared = find_declared(job[0])
        if not declared:
            return result
        signs = tuple(Sign(d.span, "declared", f"{d.origin}: {d.value}") for d in declared)
        reason = f"declared by {declared[0].origin}: {declared[0].value}"
        return replace(
            result, verdict=Verdict.DECLARED, probability=max(DECLARED, result.probability or 0.0),
            signs=signs + result.signs, reason=reason, basis="notice",
        )  # fmt: skip


def _translation(
    judge: Judge, document: Document, pieces: list[Piece], found: Estimate, thresholds: tuple[float, float]
) -> Translation:
    """What is said of a document: its verdict, its passages, and the signs where there is something to show."""
    verdict = _verdict(found.whole, *thresholds)
    run = found.run if verdict == Verdict.UNLIKELY and _stands_out(judge, found) else None
    verdict = Verdict.PARTLY if run else verdict
    suspected = _suspected(pieces, found, run) if verdict != Verdict.UNLIKELY else []
    signs = list(find_run(run, pieces)) if run else []
    if verdict != Verdict.UNLIKELY:
        shown = suspected or [int(found.passages.argmax())]
        signs += find_signs(judge, document, [pieces[k] for k in shown])
    signs += find_remains(document, pieces, found.strange)
    passages = tuple(
        [
            Passage(p.span, round(q, 4) if p.words >= LEAST_JUDGED else None)
            for p, q in zip(pieces, found.passages.tolist(), strict=True)
        ]
    )
    part = sum(pieces[k].words for k in suspected) / sum(p.words for p in pieces)
    return Translation(
        verdict, round(found.whole, 4), passages, tuple(sorted(signs, key=lambda s: (s.span, s.sign))),
        reason=f"{run.end - run.first} of {len(pieces)} passages stand out" if run else "",
        part=round(part, 4), learned_from=tuple(judge.facts["sources"]),
    )  # fmt: skip


def _stands_out(judge: Judge, found: Estimate) -> bool:
    return found.run is not None and found.run.standing > judge.facts["standing"]


def _suspected(pieces: list[Piece], found: Estimate, run: Run | None) -> list[int]:
    """The passages that the verdict is about: the run that stands out, else those suspected by themselves."""
    if run is not None:
        return list(range(run.first, run.end))
    sure = [k for k, p in enumerate(pieces) if p.words >= LEAST_JUDGED and found.passages[k] > SUSPECTED]
    return sure or [k for k in range(len(pieces)) if found.passages[k] > 0.5]


def _verdict(probability: float, likely: float, possible: float) -> Verdict:
    if probability > likely:
        return Verdict.LIKELY
    return Verdict.POSSIBLE if probability > possible else Verdict.UNLIKELY


def _insufficient(document: Document, pieces: list[Piece]) -> str:
    """Why a document cannot be judged, "" where it can."""
    if not has_model(document.language.code):
        return "no model"
    words = sum(p.words for p in pieces)
    if words < LEAST_RUNNING:
        return f"too short: {int(words)} words, {LEAST_RUNNING} are needed"
    if sum(p.words for p in pieces if p.running) < LEAST_RUNNING:
        return "no running sentences"
    return ""


def _parts(members: list[int], pieces: Sequence[list[Piece]]) -> Iterable[list[int]]:
    """Documents in groups of about `BATCH` passages."""
    part: list[int] = []
    size = 0
    for i in members:
        part.append(i)
        size += len(pieces[i])
        if size >= BATCH:
            yield part
            part, size = [], 0
    if part:
        yield part


def _table(tables: dict[str, list[list[float]]], words: float) -> list[list[float]]:
    """The table of the class of length that a number of words is in; of the shortest for fewer."""
    begins = sorted(map(int, tables))
    return tables[str(max([begin for begin in begins if begin <= words], default=begins[0]))]


def _threshold(table: list[list[float]], rate: float) -> float:
    """The probability only a share `rate` of native news exceeds, interpolated between the rows (rate, probability)."""
    import numpy as np

    rates, values = zip(*sorted(table), strict=True)
    return float(np.interp(np.log(rate), np.log(rates), values))
