"""What a person should look at: the places that made the model say so, with what it expected there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from re import Match
from typing import TYPE_CHECKING, Final

from cleaner.document import Document, Sign, Span
from cleaner.translation import word_classes as w
from cleaner.translation.passages import Piece
from cleaner.translation.tokens import CHARACTER, PAD, TOKEN, UNSPACED, Stream, normalise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleaner.translation.cascade import Run
    from cleaner.translation.scorer import Judge

MOST_SIGNS: Final = 5
"""Slots named per document, the largest gaps first."""
LEAST_GAP: Final = 4.0
"""Nats by which the expected word must beat what stands there: below it half of the places are harmless."""
LOOKED_AT: Final = 8
"""Passages searched for signs, the first suspected ones of a long document."""
AROUND: Final = 2
"""Tokens shown on each side."""
WORDING: Final = 4
"""Tokens of a wording: the longest n-gram."""
SHOWN_GROUPS: Final = ("determiner", "preposition", "pronoun", "conjunction", "auxiliary")


def find_signs(judge: Judge, document: Document, suspected: Sequence[Piece]) -> list[Sign]:
    """At most five places: closed-class slots with the largest gaps, then wordings typical of machine translation.

    suspected: the passages they are looked for in; in others good idiom has as large gaps.
    """
    read, stream = _read(judge, document, suspected[:LOOKED_AT])
    chosen: list[Sign] = []
    for search in (_slot_signs, _wording_signs):
        if len(chosen) == MOST_SIGNS:
            break
        found = sorted(search(judge, read, stream), key=lambda pair: (-pair[0], pair[1].span))
        for _, sign in found:
            if len(chosen) < MOST_SIGNS and not any(sign.span.overlaps(other.span) for other in chosen):
                chosen.append(sign)
    return chosen


@dataclass(frozen=True, slots=True)
class _Read:
    """A passage as the models read it: its text, its tokens, and where the first one stands in the stream."""

    piece: Piece
    text: str
    tokens: list[Match[str]]
    first: int


def _read(judge: Judge, document: Document, pieces: Sequence[Piece]) -> tuple[list[_Read], Stream]:
    texts = [normalise(piece.text(document)) for piece in pieces]
    stream = judge.reader.read(texts)
    find = (CHARACTER if judge.language in UNSPACED else TOKEN).finditer
    return [
        _Read(piece, text, list(find(text)), first)
        for piece, text, first in zip(pieces, texts, stream.starts.tolist(), strict=True)
    ], stream


def _wording_signs(judge: Judge, read: Sequence[_Read], stream: Stream) -> Iterator[tuple[float, Sign]]:
    """The spans of four tokens that weigh most for machine translation, three per passage at most."""
    import numpy as np

    models = [m for m in judge.ngrams if m.stream == "words"]
    if not models:
        return
    reached = models[0].at_tokens(stream)
    for passage in read:
        tokens = passage.tokens
        own = reached[passage.first : passage.first + len(tokens)]
        for i in np.argsort(-own, kind="stable")[:3].tolist():
            end = max(i + 1, WORDING)
            if own[i] > 0 and end <= len(tokens):
                shown = passage.text[tokens[end - WORDING].start() : tokens[end - 1].end()]
                evidence = f"“{shown}”: commoner in machine translations than in news"
                yield float(own[i]), Sign(_span(passage, end - WORDING, end), "wording", evidence)


def _slot_signs(judge: Judge, read: Sequence[_Read], stream: Stream) -> Iterator[tuple[float, Sign]]:
    """Closed-class words that should not stand where they stand, and such words that are missing."""
    import numpy as np

    net = judge.net
    if net is None:
        return
    names = judge.vocabulary.outcomes
    last = len(stream.inputs) - PAD
    at_token, at_gap = net.hidden(stream.inputs, PAD, last)
    observed = stream.outcomes[PAD:last]
    shown = np.flatnonzero(_is_shown(names)[observed])
    token, gap = net.token_logits(at_token[shown]), net.gap_logits(at_gap)
    lead = np.zeros(len(observed), np.float32)
    expected = np.zeros(len(observed), np.int64)
    lead[shown] = token.max(1) - token[np.arange(len(shown)), observed[shown]]
    expected[shown] = token.argmax(1)
    missing = gap.max(1) - gap[:, 0]
    for passage in read:
        tokens, first = passage.tokens, passage.first - PAD
        for i in np.flatnonzero(lead[first : first + len(tokens)] >= LEAST_GAP).tolist():
            best = names[int(expected[first + i])]
            if best in _EXPECTED:
                kind = "superfluous word" if best == w.NOTHING else "unexpected word"
                evidence = _evidence(passage, i, i + 1, f"[{tokens[i].group()} → {_EXPECTED[best]}]")
                yield float(lead[first + i]), Sign(_span(passage, i, i + 1), kind, evidence)
        for i in np.flatnonzero(missing[first : first + len(tokens)] >= LEAST_GAP).tolist():
            best = names[int(net.gaps[gap[first + i].argmax()])]
            if best in _EXPECTED:
                evidence = _evidence(passage, i, i, f"[{_EXPECTED[best]}]")
                yield float(missing[first + i]), Sign(_span(passage, max(i - 1, 0), i + 1), "missing word", evidence)


def _is_shown(names: Sequence[str]) -> NDArray[np.bool_]:
    import numpy as np

    return np.array([name in _SHOWN for name in names])


_SHOWN: Final = frozenset(word for word, group in w.closed_words().items() if group in SHOWN_GROUPS and word.isalpha())


_EXPECTED: Final = {**{word: word for word in _SHOWN}, w.NOTHING: "nothing"}


def _evidence(passage: _Read, start: int, end: int, marked: str) -> str:
    """Two tokens on each side of the place, as they stand in the text."""
    text, tokens = passage.text, passage.tokens
    before = text[tokens[max(0, start - AROUND)].start() : tokens[start].start()].rstrip() if start else ""
    last = min(end + AROUND, len(tokens)) - 1
    after = text[tokens[end].start() : tokens[last].end()] if last >= end else ""
    return " ".join(part for part in (before, marked, after) if part)


def _span(passage: _Read, start: int, end: int) -> Span:
    place, tokens = passage.piece.place, passage.tokens
    return Span(place(tokens[start].start()), place(tokens[end - 1].end() - 1) + 1)


def find_run(run: Run, pieces: Sequence[Piece]) -> Iterator[Sign]:
    """The translated part of a document that is not flagged as a whole."""
    words = round(sum(p.words for p in pieces[run.first : run.end]))
    evidence = f"{run.end - run.first} of {len(pieces)} passages, {words} words, stand out by {run.standing:.1f} nats"
    yield Sign(Span(pieces[run.first].span.start, pieces[run.end - 1].span.end), "translated passages", evidence)


def find_remains(document: Document, pieces: Sequence[Piece], strange: NDArray[np.int64]) -> list[Sign]:
    """Sentences left in another language than the document's; strange: see `Estimate`."""
    from cleaner.translation.untranslated import LEAST_STRANGE, foreign_sentences

    return [
        Sign(span, "untranslated", f"reads as {code}")
        for piece, run in zip(pieces, strange.tolist(), strict=True)
        if run >= LEAST_STRANGE
        for span, code in foreign_sentences(document, piece)
    ]
