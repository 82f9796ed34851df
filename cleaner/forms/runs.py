"""A line of the body as runs: plain text, and formatted text that can contain runs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urljoin

from cleaner.document import Inline, Span

EMPHASIS = frozenset({"em", "strong", "del", "sub", "sup"})

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_LINKED = ("http:", "https:", "mailto:", "tel:")
_SHOWN = ("http:", "https:")
_CELL = re.compile(r" \|(?= |$)", re.MULTILINE)
_IGNORED = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")


class Formed(NamedTuple):
    """A span of a line in a form; of an image, which has no text, `inside` is empty."""

    inline: Inline
    inside: Sequence[Span | Formed]


class Inlines:
    """The inlines of a body, asked for line by line."""

    def __init__(self, inlines: Iterable[Inline], text: str) -> None:
        self._text = text
        self._all = sorted(inlines, key=lambda one: (one.span.start, -one.span.end))
        self._starts = [one.span.start for one in self._all]
        self._crossing = [one for one in self._all if "\n" in text[one.span.start : one.span.end]]

    def has(self, tags: Sequence[str], start: int, end: int) -> bool:
        """Whether one of these stands in a span of the body."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        near = (*self._all[first:last], *[one for one in self._crossing if one.span.start < start < one.span.end])
        return any(one.tag in tags for one in near)

    def runs(self, line: Span) -> Sequence[Span | Formed]:
        """A line as runs: plain spans of the body, and those in a form. A form in its own like is left out."""
        runs: list[Span | Formed] = []
        opened: list[tuple[Inline, list[Span | Formed]]] = [(Inline(line, ""), runs)]
        at = line.start

        def close(until: int) -> None:
            nonlocal at
            while len(opened) > 1 and opened[-1][0].span.end <= until:
                inline, inside = opened.pop()
                if at < inline.span.end:
                    inside.append(Span(at, inline.span.end))
                    at = inline.span.end
                opened[-1][1].append(Formed(inline, tuple(inside)))

        for inline in self._within(line):
            close(inline.span.start)
            start, end = inline.span
            if end > opened[-1][0].span.end or any(inline.tag == above.tag for above, _ in opened):
                continue
            if at < start:
                opened[-1][1].append(Span(at, start))
                at = start
            if inline.tag == "img":
                opened[-1][1].append(Formed(inline, ()))
            else:
                opened.append((inline, []))
        close(line.end)
        if at < line.end:
            runs.append(Span(at, line.end))
        return runs

    def _within(self, line: Span) -> list[Inline]:
        """The inlines of a line, cut to it."""
        first, last = bisect_left(self._starts, line.start), bisect_left(self._starts, line.end)
        from_above = [one for one in self._crossing if one.span.start < line.start < one.span.end]
        found = []
        for one in (*from_above, *self._all[first:last]):
            start, end = max(one.span.start, line.start), min(one.span.end, line.end)
            while end > start and self._text[end - 1].isspace():
                end -= 1
            if start < end or one.tag == "img":
                found.append(one._replace(span=Span(start, end)))
        return found


def cells(text: str, line: Span) -> list[Span]:
    """The cells of a row of a table, which the page text keeps apart by " | "."""
    found, start = [], line.start
    for border in _CELL.finditer(text, line.start, line.end):
        found.append(Span(start, border.start()).trimmed(text))
        start = border.end()
    return [*found, Span(start, line.end).trimmed(text)]


def with_safe_addresses(inlines: Iterable[Inline], base: str | None, *, links: bool) -> list[Inline]:
    """Inlines with addresses fit for an output; links and images without such a one are left out, and all links."""
    found = []
    for one in inlines:
        if one.tag not in ("a", "img"):
            found.append(one)
        elif (links or one.tag == "img") and (target := safe_address(one.target, base, image=one.tag == "img")):
            found.append(one._replace(target=target))
    return found


def safe_address(target: str, base: str | None, *, image: bool = False) -> str:
    """An address fit to stand in an output: whole where the page's is known, "" where it leads to no page or image.

    Browsers ignore white space and control characters in an address, so they are taken out before it is looked at.
    """
    target = _IGNORED.sub("" if _SCHEME.match(_IGNORED.sub("", target)) else "%20", target.strip())
    try:
        whole = urljoin(base, target) if base else target
    except ValueError:
        return ""
    scheme = _SCHEME.match(whole)
    known = _SHOWN if image else _LINKED
    return whole if scheme is None or scheme[0].lower() in known else ""
