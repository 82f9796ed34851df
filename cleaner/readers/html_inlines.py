"""Links, emphasis, images and tables of a page as spans of its page text, noted while the lines are collected."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
INLINE = FORMS.keys() - {"a", "table"}
ENDING = INLINE - POINTS
"""Those that are inline and change no line, and those of them that have an end."""

_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy")
_NOWHERE = ("#", "javascript:", "about:")


class Edges:
    """Beginnings and ends of the elements of form. One is noted by the chunks of the line that stand before it.

    noted: (number of the element, or ~number at its end; chunks before it), of the line being collected.
    found: (start, end, number) in the page text.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.noted: list[tuple[int, int]] = []
        self.found: list[tuple[int, int, int]] = []
        self._names = names
        self._starts: dict[int, int] = {}

    def place(self, before: int, start: int, size: int, chunks: Sequence[str], edge: str) -> None:
        """Turn what is noted into places of the page text.

        before: where the text ended before this line. start, size: of the line, 0 characters where there is none.
        chunks: what it is made of. edge: the characters that its ends are bare of.
        """
        most = len(chunks)
        end = start + size
        done = column = 0
        spaced = True
        names, starts, found = self._names, self._starts, self.found
        for number, count in self.noted:
            if not count or not size:
                place = before
            elif count >= most:
                place = end
            else:
                if count > done:
                    shown, spaced = _grow("".join(chunks[done:count]), spaced, edge if not column else "")
                    column += shown
                    done = count
                place = min(start + column, end)
            if number >= 0:
                if names[number] in POINTS:
                    found.append((place, place, number))
                else:
                    starts[number] = place
            elif (begun := starts.pop(~number, place)) < place:
                found.append((begun, place, ~number))
        self.noted.clear()
        if len(found) > MAX_INLINES:
            del found[MAX_INLINES:]


def _grow(text: str, spaced: bool, edge: str) -> tuple[int, bool]:
    """The characters that a piece of a line adds to it, and whether it ends with a space. spaced: whether it did."""
    text = _SPACES.sub(" ", text)
    if spaced and text.startswith(" "):
        text = text[1:]
    spaced = text[-1] == " " if text else spaced
    text = text.replace("\xad", "")
    return len(text.lstrip(edge) if edge else text), spaced


def make_inlines(edges: Edges, text: str, elements: Sequence[HtmlElement], names: Sequence[str]) -> tuple[Inline, ...]:
    """What was found, by where it begins, without white space at its ends; links that lead nowhere are left out."""
    made: list[Inline] = []
    size = len(text)
    for start, end, number in sorted(edges.found, key=_order):
        tag = FORMS[names[number]]
        while start < size and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if tag == "img":
            if source := _source(elements[number]):
                alt = elements[number].get("alt") or ""
                made.append(Inline(Span(start, start), tag, source, " ".join(alt.split())))
        elif start >= end:
            continue
        elif tag != "a":
            made.append(Inline(Span(start, end), tag))
        elif (target := elements[number].get("href", "").strip()) and not target.lower().startswith(_NOWHERE):
            made.append(Inline(Span(start, end), tag, target))
    return tuple(made)


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
