"""Two documents side by side: aligned sentences (or paragraphs) in one row, the words that differ marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from typing import Final

from cleaner.corpus.align import Pair
from cleaner.corpus.compare import Across
from cleaner.corpus.hashing import fold
from cleaner.corpus.rewrite import Comparison
from cleaner.document import Document, Span
from cleaner.text.scripts import HAN, KANA
from cleaner.views.terminal import NO_COLOURS, Painter, Style, harmless, pad, wrap

Piece = tuple[str, bool]
"""A span of a sentence and whether it differs from its partner."""

_GUTTER: Final = 6
_DIFFERENT = Style("#e76f51", bold=True)
_FAINT = Style(dim=True)
_WORD = re.compile(rf"[{KANA}{HAN}]|[^\W\d_]+|\d+(?:[.,]\d+)*|[^\w\s]")
_BARE = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Row:
    """Two aligned sentences, or one that has no partner. similarity: None where there is none."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    similarity: float | None


def rows_beside(found: Comparison | Across, left: Document, right: Document) -> list[Row]:
    """All sentences of two documents in order, the aligned ones beside each other; across languages, paragraphs."""
    across = isinstance(found, Across)
    here, there = found.spans if isinstance(found, Across) else (found.left.spans, found.right.spans)
    rows: list[Row] = []
    i = j = 0
    for pair in (*found.pairs, Pair(len(here), len(there), 0.0)):
        rows += (Row(_whole(left, span), (), None) for span in here[i : pair.left])
        rows += (Row((), _whole(right, span), None) for span in there[j : pair.right])
        if pair.left < len(here):
            a, b = here[pair.left], there[pair.right]
            texts = (_whole(left, a), _whole(right, b)) if across else mark_changes(left.slice(a), right.slice(b))
            rows.append(Row(*texts, pair.similarity))
        i, j = pair.left + 1, pair.right + 1
    return rows


def _whole(document: Document, span: Span) -> tuple[Piece, ...]:
    return ((document.slice(span), False),)


def mark_changes(left: str, right: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Two sentences cut into what they share and what differs; case, accents and punctuation do not count."""
    a, b = list(_WORD.finditer(left)), list(_WORD.finditer(right))
    matcher = SequenceMatcher(None, [fold(m[0]) for m in a], [fold(m[0]) for m in b], autojunk=False)
    blocks = matcher.get_matching_blocks()
    same_a = {block.a + k for block in blocks for k in range(block.size)}
    same_b = {block.b + k for block in blocks for k in range(block.size)}
    return tuple(_pieces(left, a, same_a)), tuple(_pieces(right, b, same_b))


def _pieces(text: str, words: Sequence[re.Match[str]], same: set[int]) -> Iterator[Piece]:
    """Neighbouring words that differ are one piece, with the blanks between them."""
    at = 0
    start: int | None = None
    end = 0
    for number, word in enumerate(words):
        if number not in same and _BARE.search(word[0]):
            start, end = word.start() if start is None else start, word.end()
        elif number in same and start is not None:
            yield from _around(text, at, start, end)
            at, start = end, None
    if start is not None:
        yield from _around(text, at, start, end)
        at = end
    if at < len(text):
        yield text[at:], False


def _around(text: str, at: int, start: int, end: int) -> Iterator[Piece]:
    if start > at:
        yield text[at:start], False
    yield text[start:end], True


def tell_beside(found: Comparison | Across) -> str:
    """The measures of a comparison in one line."""
    if isinstance(found, Across):
        shorter = min(len(found.left.paragraphs), len(found.right.paragraphs))
        return (
            f"{found.left.language} and {found.right.language}, {len(found.pairs)} of {shorter} paragraphs aligned, "
            f"{found.found.shared} names, numbers and dates in both, score {found.found.score:.2f}"
        )
    compared, reworded = found.quotations
    shorter = min(len(found.left), len(found.right))
    return (
        f"{len(found.pairs)} of {shorter} sentences aligned, order kept {found.order:.0%}, "
        f"word for word {found.verbatim:.0%}, mean similarity {found.similarity:.2f}, "
        f"quotations reworded {reworded} of {compared}"
    )


def print_beside(
    rows: Sequence[Row], names: tuple[str, str], *, width: int, paint: Painter = NO_COLOURS
) -> Iterator[str]:
    """The lines of two columns. Words that differ are coloured, or stand in brackets where there are no colours."""
    column = max(12, (width - _GUTTER) // 2)
    yield paint(pad(harmless(names[0])[:column], column) + " " * _GUTTER + harmless(names[1])[:column], _FAINT)
    for row in rows:
        left, right = _cells(row.left, column, paint), _cells(row.right, column, paint)
        for k in range(max(len(left), len(right))):
            middle = f"{row.similarity:5.2f} " if k == 0 and row.similarity is not None else " " * _GUTTER
            here = left[k] if k < len(left) else " " * column
            yield here + paint(middle, _FAINT) + (right[k] if k < len(right) else "")
        yield ""


def _cells(pieces: Sequence[Piece], column: int, paint: Painter) -> list[str]:
    """A sentence broken into the lines of its column, padded."""
    brackets = not paint.colours
    shown = [(f"[{text}]" if changed and brackets else text, changed) for text, changed in pieces]
    text = harmless("".join(piece for piece, _ in shown))
    changed = [flag for piece, flag in shown for _ in piece]
    return [
        "".join(
            paint(text[start:end], _DIFFERENT) if different else text[start:end]
            for start, end, different in _spans(changed, *line)
        )
        + " " * (len(pad(text[line[0] : line[1]], column)) - (line[1] - line[0]))
        for line in wrap(text, column)
    ]


def _spans(changed: Sequence[bool], start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """A line in spans of one look."""
    at = start
    for here in range(start, end):
        if changed[here] != changed[at]:
            yield at, here, changed[at]
            at = here
    if at < end:
        yield at, end, changed[at]


_PAGE: Final = """<!doctype html>
<html><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 1rem/1.5 Georgia, serif; max-width: 80rem; margin: 2rem auto; padding: 0 1rem;
 color: #222; background: #fff; }}
table {{ border-collapse: collapse; width: 100%; }}
td, th {{ vertical-align: top; padding: .4rem .7rem; text-align: start; width: 47%; border-top: 1px solid #ddd; }}
td.how {{ width: 6%; color: #666; text-align: center; }}
mark {{ background: #ffe3d3; color: inherit; }} .alone {{ color: #777; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #1b1b1b; color: #ddd; }} mark {{ background: #5c3a2a; }}
 td, th {{ border-color: #444; }} }}
</style></head><body><h1>{title}</h1><p>{told}</p>
<table><tr><th dir="auto">{left}</th><td class="how"></td><th dir="auto">{right}</th></tr>
{rows}
</table></body></html>
"""


def page_beside(rows: Sequence[Row], names: tuple[str, str], told: str) -> str:
    """The same as one HTML page without scripts; every text is escaped."""
    title, body = f"{names[0]} and {names[1]}", "\n".join(map(_html_row, rows))
    return _PAGE.format(
        title=escape(title), told=escape(told), left=escape(names[0]), right=escape(names[1]), rows=body
    )


def _html_row(row: Row) -> str:
    alone, how = (" class=alone", "") if row.similarity is None else ("", f"{row.similarity:.2f}")
    cells = f'<td dir="auto">{_html(row.left)}</td><td class="how">{how}</td><td dir="auto">{_html(row.right)}</td>'
    return f"<tr{alone}>{cells}</tr>"


def _html(pieces: Sequence[Piece]) -> str:
    return "".join(f"<mark>{escape(text)}</mark>" if changed else escape(text) for text, changed in pieces)
