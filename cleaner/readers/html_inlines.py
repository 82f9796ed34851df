"""Links, emphasis, images and tables of a page as spans of its page text, collected with the lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, overload

from lxml.html import HtmlElement

from cleaner.document import Inline, Span
from cleaner.readers.limits import MAX_INLINES

FORMS = {
    "a": "a",
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "del": "del",
    "s": "del",
    "strike": "del",
    "sub": "sub",
    "sup": "sup",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "img": "img",
    "table": "table",
}
"""The elements that give text a form, and the tag of the `Inline` made of each."""

POINTS = frozenset({"img"})
INLINE = FORMS.keys() - POINTS - {"a", "table"}
"""Those without an end, and those that have one and change no line."""

SPACES = re.compile(r"[ \t\n\r\f\v]+")
"""White space that HTML shows as one blank."""
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy")
_NOWHERE = ("#", "javascript:", "about:")


class InlineNotes:
    """Where links, emphasis, images and tables begin and end, noted while the lines are collected.

    noted: of the line being collected, by turns the number of an element (~number at its end) and how many chunks of
    the line are before it.
    """

    def __init__(self) -> None:
        self.noted: list[int] = []
        self._all = _Noted([], [], [])

    def end_line(self, before: int, start: int, size: int, chunks: Sequence[str]) -> None:
        """Keep what is noted of a line.

        before: where the page text ended before it. start, size: its offset and length, 0 characters if the line is
        empty. chunks: the pieces of text it is made of.
        """
        kept = self._all
        kept.notes.extend(self.noted)
        kept.chunks.extend(chunks)
        kept.lines.extend((before, start, size, len(kept.chunks), len(kept.notes)))
        self.noted.clear()

    def inlines(self, text: str, elements: Sequence[HtmlElement], names: Sequence[str], edge: str) -> PageInlines:
        """The inlines of a page. edge: the characters that are stripped from both ends of a line."""
        tags = {number: FORMS[names[number]] for number in self._all.notes[::2] if number >= 0}
        targets, shown = dict[int, str](), dict[int, str]()
        for number, tag in tags.items():
            if tag == "a":
                targets[number] = elements[number].get("href", "")
            elif tag == "img":
                targets[number], shown[number] = _source(elements[number]), elements[number].get("alt") or ""
        return PageInlines(self._all, text, edge, tags, targets, shown)


class _Noted(NamedTuple):
    """The notes of all lines. lines: five numbers a line: the first three arguments of `InlineNotes.end_line`, and
    where its chunks and its notes end among those of all lines.
    """

    lines: list[int]
    chunks: list[str]
    notes: list[int]


class PageInlines(Sequence[Inline]):
    """The inlines of a page, by where they begin, made when they are first asked for: few documents are.

    They hold the page's text but none of its elements; pickled they are a tuple.
    """

    def __init__(
        self,
        noted: _Noted,
        text: str,
        edge: str,
        tags: Mapping[int, str],
        targets: Mapping[int, str],
        shown: Mapping[int, str],
    ) -> None:
        self._noted: tuple[Any, ...] = (noted, text, edge, tags, targets, shown)
        self.has_table = "table" in tags.values()

    @cached_property
    def _all(self) -> tuple[Inline, ...]:
        noted, text, edge, tags, targets, shown = self._noted
        return tuple(_make_inlines(_find_spans(noted, tags, edge), text, tags, targets, shown))

    @property
    def images(self) -> tuple[str, ...]:
        """The addresses of all images, without their places: known before the inlines are made."""
        *_, targets, shown = self._noted
        return tuple([targets[number] for number in shown])

    @overload
    def __getitem__(self, index: int) -> Inline: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Inline, ...]: ...
    def __getitem__(self, index: int | slice) -> Inline | tuple[Inline, ...]:
        return self._all[index]

    def __len__(self) -> int:
        return len(self._all)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all)

    def __repr__(self) -> str:
        return repr(self._all)

    def __reduce__(self) -> tuple[type, tuple[tuple[Inline, ...]]]:
        return tuple, (self._all,)


def _find_spans(noted: _Noted, tags: Mapping[int, str], edge: str) -> list[tuple[int, int, int]]:
    """The spans of the page text that elements of form take: (start, end, number of the element)."""
    found: list[tuple[int, int, int]] = []
    starts: dict[int, int] = {}
    first = first_note = 0
    lines, chunks, notes = noted
    for at in range(0, len(lines), 5):
        before, start, size, last, last_note = lines[at : at + 5]
        end = start + size
        done = first
        column = 0
        spaced = True
        for note in range(first_note, last_note, 2):
            number, count = notes[note], notes[note + 1]
            if not count or not size:
                place = before
            elif first + count >= last:
                place = end
            else:
                if first + count > done:
                    piece = "".join(chunks[done : first + count])
                    shown, spaced = _grow(piece, spaced, edge if not column else "")
                    column += shown
                    done = first + count
                place = min(start + column, end)
            if number >= 0:
                if tags[number] == "img":
                    found.append((place, place, number))
                else:
                    starts[number] = place
            elif (begun := starts.pop(~number, place)) < place:
                found.append((begun, place, ~number))
        first, first_note = last, last_note
        if len(found) >= MAX_INLINES:
            return found[:MAX_INLINES]
    return found


def _grow(text: str, spaced: bool, edge: str) -> tuple[int, bool]:
    """The characters that a piece of a line adds to it, and whether it ends with a space. spaced: whether it did."""
    text = SPACES.sub(" ", text)
    if spaced and text.startswith(" "):
        text = text[1:]
    spaced = text[-1] == " " if text else spaced
    text = text.replace("\xad", "")
    return len(text.lstrip(edge) if edge else text), spaced


def _make_inlines(
    found: Iterable[tuple[int, int, int]],
    text: str,
    tags: Mapping[int, str],
    targets: Mapping[int, str],
    shown: Mapping[int, str],
) -> Iterator[Inline]:
    """What was found, by where it begins, without white space at its ends; links that lead nowhere are left out."""
    size = len(text)
    for start, end, number in sorted(found, key=_order):
        tag = tags[number]
        while start < size and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        target = targets.get(number, "")
        if tag == "img":
            if target:
                yield Inline(Span(start, start), tag, target, " ".join(shown[number].split()))
        elif start >= end:
            continue
        elif tag != "a":
            yield Inline(Span(start, end), tag)
        elif (target := target.strip()) and not target.lower().startswith(_NOWHERE):
            yield Inline(Span(start, end), tag, target)


def _order(found: tuple[int, int, int]) -> tuple[int, int, int]:
    start, end, number = found
    return start, -end, number


def _source(image: HtmlElement) -> str:
    """The address of an image that can be shown: not a dot for counting, nor the stand-in of one loaded later."""
    if image.get("width") in ("0", "1") or image.get("height") in ("0", "1"):
        return ""
    own = (image.get("src") or "").strip()
    later = next((found.strip() for name in _LAZY if (found := image.get(name))), "")
    if later or not own or own.startswith("data:"):
        several = image.get("srcset") or image.get("data-srcset") or ""
        own = later or (several.split()[0].rstrip(",") if several.strip() else "")
    return "" if own.startswith("data:") else own
