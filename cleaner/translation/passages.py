"""The kept text as passages of about 40 to 120 words, with offsets in the page text.

A paragraph is what was kept of one line. One of 40 to 120 words is a passage of its own; shorter neighbours
are joined, longer ones split at sentences. Only neighbours are joined: never across text that was removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from cleaner.document import Document, Segment, Span
from cleaner.forms.body_map import kept_spans
from cleaner.text.sentences import cut_sentences

LEAST: Final = 40
MOST: Final = 120
"""Words of a passage."""
FEWEST: Final = 8
"""Words of a paragraph of running sentences, at the least."""
CHARACTERS_PER_WORD: Final = {"zh": 1.7, "ja": 2.3}
"""Without spaces between words a word is a number of characters; the scorer uses the same."""
_SENTENCE_ENDS: Final = frozenset(".!?…。！？؟।")
_CLOSING: Final = "\"'”’»)]」』"
_FIGURES: Final = b"0123456789|\t"
_WIDE_FIGURES: Final = "•·０１２３４５６７８９"
_LONGEST_SPLIT: Final = 200_000
"""Characters of a line that are looked at for sentences; the rest of a longer one is one passage."""


class Piece(NamedTuple):
    """Text to judge: where it stands, its kept spans, its size in words, whether it is running sentences."""

    span: Span
    parts: tuple[Span, ...]
    words: float
    running: bool

    def text(self, document: Document) -> str:
        """The kept characters, spans joined by one space."""
        if len(self.parts) == 1:
            return document.text[self.span.start : self.span.end]
        return " ".join(document.text[a:b] for a, b in self.parts)

    def place(self, offset: int) -> int:
        """The offset in the page text of an offset in `text`."""
        for start, end in self.parts:
            if offset <= end - start:
                return start + offset
            offset -= end - start + 1
        return self.span.end


def count_words(text: str, language: str) -> float:
    """Words between spaces; for Chinese and Japanese characters, divided by 1.7 and 2.3."""
    words = text.split()
    per_word = CHARACTERS_PER_WORD.get(language)
    return sum(map(len, words)) / per_word if per_word else float(len(words))


def find_passages(document: Document, segments: Iterable[Segment]) -> list[Piece]:
    """The passages of the kept text, in order."""
    pieces: list[Piece] = []
    waiting: list[Piece] = []
    words = 0.0  # those of `waiting`
    for paragraph, gap in _paragraphs(document, segments):
        if waiting and (gap or paragraph.words >= LEAST or words + paragraph.words > MOST):
            pieces.append(_join(waiting))
            waiting, words = [], 0.0
        if paragraph.words > MOST:
            pieces += _split(document, paragraph)
        elif paragraph.words >= LEAST:
            pieces.append(paragraph)
        else:
            waiting.append(paragraph)
            words += paragraph.words
            if words >= LEAST:
                pieces.append(_join(waiting))
                waiting, words = [], 0.0
    if waiting:
        pieces.append(_join(waiting))
    return pieces


def _paragraphs(document: Document, segments: Iterable[Segment]) -> Iterator[tuple[Piece, bool]]:
    """What was kept of each line, and whether something was removed between it and the line before."""
    kept = kept_spans(segments)
    text, code, at, last_end = document.text, document.language.code, 0, -1
    for span, _, _ in document.blocks:
        start, end = span
        while at < len(kept) and kept[at][1] <= start:
            at += 1
        if at == len(kept):
            return
        first, last = kept[at]
        if first >= end:
            continue
        parts = (span.trimmed(text),) if first <= start and last >= end else tuple(_parts(text, kept, at, span))
        if parts:
            piece = _piece(text, code, parts)
            begin = parts[0][0]
            yield piece, 0 <= last_end < begin and not text[last_end:begin].isspace()
            last_end = parts[-1][1]


def _parts(text: str, kept: Sequence[Span], at: int, line: Span) -> Iterator[Span]:
    """What was kept of a line, from the kept span at `at` on."""
    while at < len(kept) and kept[at].start < line.end:
        part = Span(max(kept[at].start, line.start), min(kept[at].end, line.end)).trimmed(text)
        if part.start < part.end:
            yield part
        at += 1


def _piece(text: str, code: str, parts: tuple[Span, ...]) -> Piece:
    if len(parts) == 1:
        span = parts[0]
        own = text[span[0] : span[1]]
    else:
        span = Span(parts[0].start, parts[-1].end)
        own = " ".join([text[start:end] for start, end in parts])
    words = count_words(own, code)
    return Piece(span, parts, words, words >= FEWEST and is_running(own, words))


def is_running(text: str, words: float) -> bool:
    """Whether a paragraph is sentences: `FEWEST` words, an end mark or forty words, few figures and cell marks."""
    if words < FEWEST or not (words >= LEAST or text.rstrip().rstrip(_CLOSING)[-1:] in _SENTENCE_ENDS):
        return False
    return _count_figures(text) < 0.12 * len(text)


def _count_figures(text: str) -> int:
    """Figures and cell marks, an eighth of the time that a regular expression takes."""
    data = text.encode("utf-8", "surrogatepass")
    narrow = len(data) - len(data.translate(None, _FIGURES))
    return narrow if text.isascii() else narrow + sum(map(text.count, _WIDE_FIGURES))


def _join(pieces: list[Piece]) -> Piece:
    if len(pieces) == 1:
        return pieces[0]
    parts = tuple([part for piece in pieces for part in piece.parts])
    words = sum([piece.words for piece in pieces])
    running = sum([piece.words for piece in pieces if piece.running]) > words / 2
    return Piece(Span(parts[0].start, parts[-1].end), parts, words, running)


def _split(document: Document, paragraph: Piece) -> list[Piece]:
    """A long paragraph as pieces of whole sentences, as even as they allow, none over 120 words if it can be."""
    sentences = [s for part in paragraph.parts for s in _sentences(document, part)]
    sizes = [count_words(document.text[a:b], document.language.code) for a, b in sentences]
    goal = paragraph.words / -(-paragraph.words // MOST)
    groups: list[list[Span]] = [[]]
    size = 0.0
    for sentence, words in zip(sentences, sizes, strict=True):
        if groups[-1] and (size + words > MOST or (size >= LEAST and size + words / 2 > goal)):
            groups.append([])
            size = 0.0
        groups[-1].append(sentence)
        size += words
    return [_piece(document.text, document.language.code, tuple(_merged(document.text, group))) for group in groups]


def _merged(text: str, spans: list[Span]) -> Iterator[Span]:
    """Neighbouring sentences with nothing but space between them as one span."""
    start, end = spans[0]
    for span in spans[1:]:
        if text[end : span.start].strip():
            yield Span(start, end)
            start = span.start
        end = span.end
    yield Span(start, end)


def _sentences(document: Document, part: Span) -> Iterator[Span]:
    text = document.text[part.start : min(part.end, part.start + _LONGEST_SPLIT)]
    for start, end in cut_sentences(text, document.language.code):
        sentence = Span(part.start + start, part.start + end).trimmed(document.text)
        if sentence.start < sentence.end:
            yield sentence
    if part.end - part.start > _LONGEST_SPLIT:
        yield Span(part.start + _LONGEST_SPLIT, part.end)
