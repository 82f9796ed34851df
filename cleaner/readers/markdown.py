"""Markdown to a document: the page text is the input; the text without syntax is judged.

Lines have elements as in HTML: headings, list items, rows, quotations, code, images.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.document import Block, Document, Node, Span, Unmarked
from cleaner.document.elements import lay_out
from cleaner.readers.markdown_lines import Line, read_lines
from cleaner.readers.markdown_marks import OPENING, SHOWN, Sheet
from cleaner.readers.plain_text import cut_lines, cut_to_limits, known_language
from cleaner.text.folding import codes_of, text_of
from cleaner.text.line_shape import is_prose, may_be_title

_LINKED = 0.999
_HOLDERS = {"li": "ul", "tr": "table"}
"""What runs of these stand in."""


class _Shown(NamedTuple):
    """The text without its marks, where each of its characters stands, where its share of the input begins, and
    whether it stands in a link."""

    text: str
    places: NDArray[np.intp]
    starts: array[int]
    linked: NDArray[np.bool_]


def read_markdown(text: str, *, url: str | None = None, language: str | None = None) -> Document:
    """A document whose page text is `text`, unchanged; `language` is taken over unchecked, None detects it."""
    text, *_, warnings = cut_to_limits(text)
    sheet = Sheet(text)
    lines, wordless = read_lines(sheet)
    shown = _take_off(sheet)
    spans, bare = cut_lines(shown.text)
    if not spans and not text.isspace():  # marks alone, which are taken for text where they show nothing at all
        wordless = wordless and (wordless[0]._replace(span=Span(0, len(text))),)
        sheet = Sheet(text)
        sheet.hide(0, len(text) * bool(wordless))
        shown = _take_off(sheet)
        spans, bare = cut_lines(shown.text)
    tags = _tags_of(spans, shown, lines)
    shares = _link_shares(spans, shown)
    nodes = _make_nodes(tags, shares, _lines_of(sheet.authors, spans, shown))
    blocks = tuple(map(Block, spans, nodes, shares))
    unmarked = Unmarked(shown.text, blocks, array("q", shown.places.tolist()), shown.starts, wordless)
    title = _find_title(bare, tags, shares)
    return Document(
        text,
        tuple([block._replace(span=unmarked.outer(block.span)) for block in blocks]),
        known_language(language, bare),
        url=url,
        meta={"title": (("heading", title),)} if title else {},
        warnings=warnings,
        truncated=bool(warnings),
        unmarked=unmarked,
    )


def _take_off(sheet: Sheet) -> _Shown:
    """What is left of a sheet."""
    codes = codes_of(sheet.text).copy()
    mark = np.frombuffer(sheet.mark, np.uint8)
    for at, char in sheet.changed.items():
        codes[at] = ord(char)
    places = np.flatnonzero(mark == SHOWN)
    closed = np.maximum.accumulate(np.where(mark != OPENING, np.arange(len(mark)), -1)) + 1
    starts = array("q", [*closed[places - 1].tolist(), len(codes)])
    starts[0] = 0 if len(places) else len(codes)
    return _Shown(text_of(codes[places]), places, starts, np.frombuffer(sheet.linked, np.uint8)[places].astype(bool))


def _tags_of(spans: Sequence[Span], shown: _Shown, lines: Sequence[Line]) -> list[str]:
    """The tag of the element that each line shown stands in."""
    begins = np.array([line.start for line in lines])
    first = [start + len(raw) - len(raw.lstrip()) for start, end in spans for raw in (shown.text[start:end],)]
    return [lines[i].tag for i in np.searchsorted(begins, shown.places[first], side="right") - 1]


def _link_shares(spans: Sequence[Span], shown: _Shown) -> list[float]:
    """The share of each line's characters, white space aside, that stands in links."""
    ink = np.fromiter((not char.isspace() for char in shown.text), bool, len(shown.text))
    linked = np.append(0, np.cumsum(ink & shown.linked))
    inked = np.append(0, np.cumsum(ink))
    start, end = np.array(spans, np.intp).reshape(-1, 2).T
    shares: list[float] = ((linked[end] - linked[start]) / (inked[end] - inked[start])).tolist()
    return shares


def _lines_of(places: Sequence[int], spans: Sequence[Span], shown: _Shown) -> set[int]:
    """The lines in whose share of the input some places lie."""
    begins = [shown.starts[span.start] for span in spans]
    return {bisect_right(begins, place) - 1 for place in places}


def _make_nodes(tags: Sequence[str], shares: Sequence[float], authored: Collection[int]) -> list[Node]:
    """The element of each line: its own in `body` or in a list, and in that a link where the line is one."""
    names: list[tuple[str, tuple[str, ...]]] = [("body", ())]
    parents, owners = [-1], []
    holder, last = 0, ""

    def put(tag: str, parent: int, words: tuple[str, ...] = ()) -> int:
        names.append((tag, words))
        parents.append(parent)
        return len(names) - 1

    for i, (tag, share) in enumerate(zip(tags, shares, strict=True)):
        if tag not in _HOLDERS:
            holder = 0
        elif tag != last:
            holder = put(_HOLDERS[tag], 0)
        own, last = put(tag, holder), tag
        owners.append(put("a", own, ("author",) if i in authored else ()) if share >= _LINKED else own)
    sorts: dict[tuple[str, tuple[str, ...]], int] = {}
    sort = [sorts.setdefault(name, len(sorts)) for name in names]
    kin = list(zip(parents, names, strict=True))
    elements = lay_out(list(sorts), sort, parents, kin, [False] * len(names), {}, {})
    return [Node(elements, owner) for owner in owners]


def _find_title(lines: Sequence[str], tags: Sequence[str], shares: Sequence[float]) -> str:
    """The last heading of the first level above the story, else the first one; "" where there is none long enough."""
    found = [i for i, tag in enumerate(tags) if tag == "h1" and may_be_title(lines[i])]
    story = next((i for i, line in enumerate(lines) if tags[i] == "p" and shares[i] < 0.5 and is_prose(line)), 0)
    above = [i for i in found if i < story]
    return lines[(above[-1:] or found[:1])[0]] if found else ""
