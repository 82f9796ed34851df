"""What a person should look at: the places that made the model say so, with what it expected there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from re import Match
from typing import TYPE_CHECKING, Final

from cleaner.model import Document, Sign, Span, Verdict
from cleaner.translation import words as w
from cleaner.translation.passages import Piece
from cleaner.translation.tokens import PAD, TOKEN, normalise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleaner.translation.judge import Judge, Sums

MOST_SIGNS: Final = 5
"""Slots named per document, the largest gaps first."""
LEAST_GAP: Final = 4.0
"""Nats by which the expected word must beat what stands there: below it half of the places are harmless."""
LOOKED_AT: Final = 40
"""Passages searched for signs, the most suspicious ones of a long document."""
LEAST_RUN: Final = 150
LONGEST_RUN: Final = 6
"""Words and passages of a run that is judged together inside a document that is not flagged."""
AROUND: Final = 2
"""Tokens shown on each side."""
SHOWN_GROUPS: Final = ("determiner", "preposition", "pronoun", "conjunction", "auxiliary")


def find_signs(
    judge: Judge, document: Document, pieces: Sequence[Piece], probabilities: NDArray[np.float64]
) -> list[Sign]:
    """The closed-class slots with the largest gaps, at most five, in the most suspicious passages first."""
    if judge.net is None:
        return []
    order = sorted(range(len(pieces)), key=lambda i: (-probabilities[i], i))[:LOOKED_AT]
    found = [(gap, sign) for i in sorted(order) for gap, sign in _slot_signs(judge, document, pieces[i])]
    found.sort(key=lambda pair: (-pair[0], pair[1].span))
    chosen: list[Sign] = []
    for _, sign in found:
        if not any(sign.span.overlaps(other.span) for other in chosen):
            chosen.append(sign)
        if len(chosen) == MOST_SIGNS:
            break
    return chosen


def _slot_signs(judge: Judge, document: Document, piece: Piece) -> Iterator[tuple[float, Sign]]:
    import numpy as np

    net = judge.net
    text = normalise(piece.text(document))
    tokens = list(TOKEN.finditer(text))
    if net is None or not tokens:
        return
    stream = judge.reader.read([text])
    names = judge.vocabulary.outcomes
    shown = [name in _SHOWN or name == w.NOTHING for name in names]
    at_token, at_gap = net.hidden(stream.inputs, PAD, PAD + len(tokens))
    observed = stream.outcomes[PAD : PAD + len(tokens)]
    token, gap = net.at_tokens(at_token).logits, net.at_gaps(at_gap).logits
    lead = token.max(1) - token[np.arange(len(tokens)), observed]
    missing = gap.max(1) - gap[:, 0]
    for i in np.flatnonzero(lead >= LEAST_GAP):
        best = int(token[i].argmax())
        if shown[best] and names[observed[i]] in _SHOWN:
            kind = "superfluous word" if best == 0 else "unexpected word"
            evidence = _evidence(text, tokens, int(i), int(i) + 1, f"[{tokens[i].group()} → {_expected(names[best])}]")
            yield float(lead[i]), Sign(_span(piece, tokens, int(i), int(i) + 1), kind, evidence)
    for i in np.flatnonzero(missing >= LEAST_GAP):
        best = int(net.gaps[gap[i].argmax()])
        if shown[best]:
            evidence = _evidence(text, tokens, int(i), int(i), f"[{_expected(names[best])}]")
            yield (
                float(missing[i]),
                Sign(_span(piece, tokens, max(int(i) - 1, 0), int(i) + 1), "missing word", evidence),
            )


_SHOWN: Final = frozenset(word for word, group in w.closed_words().items() if group in SHOWN_GROUPS and word.isalpha())


def _expected(name: str) -> str:
    return "nothing" if name == w.NOTHING else name


def _evidence(text: str, tokens: Sequence[Match[str]], start: int, end: int, marked: str) -> str:
    """Two tokens on each side of the place, as they stand in the text."""
    before = text[tokens[max(0, start - AROUND)].start() : tokens[start].start()].rstrip() if start else ""
    last = min(end + AROUND, len(tokens)) - 1
    after = text[tokens[end].start() : tokens[last].end()] if last >= end else ""
    return " ".join(part for part in (before, marked, after) if part)


def _span(piece: Piece, tokens: Sequence[Match[str]], start: int, end: int) -> Span:
    return Span(piece.place(tokens[start].start()), piece.place(tokens[end - 1].end() - 1) + 1)


def find_runs(judge: Judge, sums: Sums, first: int, pieces: Sequence[Piece], verdict: Verdict) -> Iterator[Sign]:
    """A translated part of a document that is not flagged as a whole: the run of passages most surely translated."""
    if verdict == Verdict.LIKELY or len(pieces) < 3:
        return
    runs = [
        (a, b)
        for a in range(len(pieces))
        for b in range(a + 2, min(a + LONGEST_RUN, len(pieces)) + 1)
        if sum(p.words for p in pieces[a:b]) >= LEAST_RUN and b - a < len(pieces)
    ]
    if not runs:
        return
    joint = judge.probabilities(sums.total([list(range(first + a, first + b)) for a, b in runs]))
    best = int(joint.argmax())
    if joint[best] > judge.facts["run_threshold"]:
        a, b = runs[best]
        words = round(sum(p.words for p in pieces[a:b]))
        evidence = f"{b - a} passages, {words} words, read together: {joint[best]:.3f}"
        yield Sign(Span(pieces[a].span.start, pieces[b - 1].span.end), "translated passages", evidence)


def find_remains(document: Document, pieces: Sequence[Piece]) -> list[Sign]:
    """Sentences left in another language than the document's."""
    from cleaner.translation.remains import foreign_sentences

    return [
        Sign(span, "untranslated", f"reads as {code}")
        for piece in pieces
        for span, code in foreign_sentences(document, piece)
    ]
