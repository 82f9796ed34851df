"""A page as Markdown, as crawlers' converters write it, and the same lines without a mark.

    python -m training.markdown PAGE.html [STYLE] > page.md

The styles follow html2text and crawl4ai (whole pages) and trafilatura's Markdown (dashes for items, stars for emphasis).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from lxml.html import HtmlElement, document_fromstring

from cleaner.readers.html_lines import BLOCKS, UNSEEN

_SPACE = re.compile(r"\s+")
_ESCAPED = re.compile(r"([\\`*_\[\]])")
_LINES = BLOCKS | {"li", "tr", "br"}


@dataclass(frozen=True, slots=True)
class Style:
    """How a converter writes: the sign of items, of emphasis, what stands inside the brackets of links."""

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
    """A line with marks and the same without; "" where it is of marks alone."""

    marked: str
    bare: str


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
        self._inside(element, tag)
        if tag in _LINES:
            self.end_line()
            self.prefix = ""

    def _inside(self, element: HtmlElement, tag: str) -> None:
        around = {"strong": "**", "b": "**", "em": self.style.emphasis, "i": self.style.emphasis}.get(tag, "")
        start = len(self.marked), len(self.bare)
        self._text(element.text)
        for child in element:
            self.walk(child)
            self._text(child.tail)
        inner = "".join(self.marked[start[0] :])
        if tag == "a" and element.get("href") and inner.strip() and start[0] <= len(self.marked):
            self._wrap(start[0], inner, f"[{self.style.inside}", f"{self.style.inside}]({self._address(element.get('href'))})")
        elif around and inner.strip():
            self._wrap(start[0], inner, around, around)
        elif tag in ("td", "th") and inner.strip():
            self.marked.append(" | ")
            self.bare.append(" | ")

    def _wrap(self, start: int, inner: str, before: str, after: str) -> None:
        """Put marks around what was written since, its white space outside."""
        text = inner.strip()
        left = inner[: len(inner) - len(inner.lstrip())]
        self.marked[start:] = [left + before + text + after + inner[len(inner.rstrip()) :]]

    def _address(self, href: str) -> str:
        address = _SPACE.sub("%20", href.strip()).replace("(", "%28").replace(")", "%29")
        return f"<{address}>" if self.style.angled else address

    def _open(self, element: HtmlElement, tag: str) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.prefix = "#" * int(tag[1]) + " "
        elif tag == "li":
            self.prefix = self.style.item
        elif tag == "blockquote":
            self.prefix = "> "
        elif tag == "hr":
            self.pairs.append(Pair("* * *", ""))
        elif tag == "img" and element.get("src"):
            self.marked.append(f"![{_SPACE.sub(' ', element.get('alt') or '').strip()}]({self._address(element.get('src'))})")

    def _text(self, text: str | None) -> None:
        if text:
            text = _SPACE.sub(" ", text)
            self.marked.append(_ESCAPED.sub(r"\\\1", text) if self.style.escapes else text)
            self.bare.append(text)

    def end_line(self) -> None:
        """Put what was written into a line of its own."""
        marked, bare = "".join(self.marked).strip(" |"), "".join(self.bare).strip(" |")
        if marked:
            self.pairs.append(Pair(self.prefix + marked, bare))
        self.marked.clear()
        self.bare.clear()


def to_markdown(page: str, style: str = "html2text") -> list[Pair]:
    """The lines of a page, in order."""
    writer = _Writer(STYLES[style])
    root = document_fromstring(page.encode("utf-8", "replace"), parser=None) if False else document_fromstring(page)
    writer.walk(root)
    writer.end_line()
    return writer.pairs


def join_marked(pairs: list[Pair]) -> str:
    """The text with marks: a blank line between lines but those of a list."""
    out: list[str] = []
    for above, pair in zip([None, *pairs], pairs, strict=False):
        listed = above is not None and all(re.match(r" *[*-] ", line.marked) for line in (above, pair))
        out.append(("" if above is None else "\n" if listed else "\n\n") + pair.marked)
    return "".join(out) + "\n"


def join_bare(pairs: list[Pair]) -> str:
    """The text without marks."""
    return "\n".join(pair.bare for pair in pairs if pair.bare) + "\n"


if __name__ == "__main__":
    print(join_marked(to_markdown(Path(sys.argv[1]).read_text("utf-8"), *sys.argv[2:])), end="")
