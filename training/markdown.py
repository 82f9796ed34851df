"""A page as Markdown, as converters write it, and the same lines without a mark.

    python -m training.markdown PAGE.html [STYLE] > page.md

The styles follow html2text, crawl4ai, and trafilatura's Markdown.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from lxml.html import HtmlElement, document_fromstring

from cleaner.readers.html_roles import BLOCKS, UNSEEN

_SPACE = re.compile(r"\s+")
_SIGN = re.compile(r"([\\`*_\[\]])")
_LINES = BLOCKS | {"li", "tr", "br"}
_HEADING = re.compile("h([1-6])")


@dataclass(frozen=True, slots=True)
class Style:
    """How a converter writes: what stands before items, around emphasis, inside the brackets of links."""

    item: str = "  * "
    emphasis: str = "_"
    inside: str = ""
    angled: bool = False
    escapes: bool = True


STYLES: Mapping[str, Style] = {
    "html2text": Style(),
    "crawl4ai": Style(inside=" ", angled=True, escapes=False),
    "trafilatura": Style(item="- ", emphasis="*", escapes=False),
}


class Pair(NamedTuple):
    """A line with marks and the same without, "" for a line of marks alone."""

    marked: str
    bare: str


def to_markdown(page: str, style: str = "html2text") -> list[Pair]:
    """The lines of a page, in order."""
    writer = _Writer(STYLES[style])
    writer.walk(document_fromstring(page))
    writer.end_line()
    return writer.pairs


def join_marked(pairs: Sequence[Pair]) -> str:
    """The text with marks: a blank line between lines but those of a list."""
    out, listed = "", False
    for pair in pairs:
        item = re.match(r" *[*-] (?!\*)", pair.marked) is not None
        out += ("\n" if item and listed else "\n\n" if out else "") + pair.marked
        listed = item
    return out + "\n"


def join_bare(pairs: Sequence[Pair]) -> str:
    """The text without marks."""
    return "".join(pair.bare + "\n" for pair in pairs if pair.bare)


@dataclass(slots=True)
class _Writer:
    style: Style
    pairs: list[Pair] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    prefix: str = ""

    def walk(self, element: HtmlElement) -> None:
        """Write an element and all in it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in UNSEEN:
            return
        if tag in _LINES:
            self.end_line()
        self._open(element, tag)
        start = len(self.marked)
        self._text(element.text)
        for child in element:
            self.walk(child)
            self._text(child.tail)
        self._close(element, tag, start)
        if tag in _LINES:
            self.end_line()
            self.prefix = ""

    def _open(self, element: HtmlElement, tag: str) -> None:
        if heading := _HEADING.fullmatch(tag):
            self.prefix = "#" * int(heading[1]) + " "
        elif tag == "li":
            self.prefix = self.style.item
        elif tag == "blockquote":
            self.prefix = "> "
        elif tag == "hr":
            self.pairs.append(Pair("* * *", ""))
        elif tag == "img" and element.get("src"):
            words = _SPACE.sub(" ", element.get("alt") or "").strip()
            self.marked.append(f"![{words}]({self._address(element.get('src'))})")

    def _close(self, element: HtmlElement, tag: str, start: int) -> None:
        inner = "".join(self.marked[start:])
        if not inner.strip():
            return
        if tag == "a" and element.get("href"):
            address = self._address(element.get("href"))
            self._wrap(start, f"[{self.style.inside}", f"{self.style.inside}]({address})")
        elif tag in ("b", "strong"):
            self._wrap(start, "**", "**")
        elif tag in ("i", "em"):
            self._wrap(start, self.style.emphasis, self.style.emphasis)
        elif tag in ("td", "th"):
            self.marked.append(" | ")
            self.bare.append(" | ")

    def _wrap(self, start: int, before: str, after: str) -> None:
        """Put marks around what was written since, its white space outside."""
        inner = "".join(self.marked[start:])
        text = inner.strip()
        left, right = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        self.marked[start:] = [left, before, text, after, right]

    def _address(self, address: str) -> str:
        address = _SPACE.sub("%20", address.strip()).replace("(", "%28").replace(")", "%29")
        return f"<{address}>" if self.style.angled else address

    def _text(self, text: str | None) -> None:
        if text:
            text = _SPACE.sub(" ", text)
            self.marked.append(_SIGN.sub(r"\\\1", text) if self.style.escapes else text)
            self.bare.append(text)

    def end_line(self) -> None:
        """Make a line of what was written."""
        if marked := "".join(self.marked).strip(" |"):
            self.pairs.append(Pair(self.prefix + marked, "".join(self.bare).strip(" |")))
        self.marked.clear()
        self.bare.clear()


if __name__ == "__main__":
    print(join_marked(to_markdown(Path(sys.argv[1]).read_text("utf-8"), *sys.argv[2:])), end="")
