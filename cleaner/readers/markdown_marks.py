"""Separates syntax from text in Markdown: links, images, emphasis, escapes, HTML tags.

CommonMark's inline grammar with GitHub's tables and strikethrough, and with the deviations of crawlers: brackets within
brackets are nested links, and a link can continue on the next line. Characters that do not parse as a marker are text.
Every character is visited a bounded number of times, for any input.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from cleaner.document import Span

SHOWN, CLOSING, OPENING = 0, 1, 2
"""What a character is: text, a mark of the text before it, a mark of the text behind it."""

MOST_OPEN = 8
"""Brackets that open in a row, at most; more are text."""

_LONGEST_RUN = 6
LONGEST_LABEL = 3_000
"""Characters between the brackets of a link, at most."""

_TOKEN = re.compile(
    r"\\[!-/:-@\[-`{-~]|\\(?=[\r\n])|`+|!\[(?!\[)|\[+|\]|\*+|_+|~~+|<[!/A-Za-z][^<>]{0,2000}>"
    r"|&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});|https?://[^\s<>()\[\]*\"\\]{1,2000}"
)
_TARGET = re.compile(
    r"\(\s{0,20}+(?:<([^<>\r\n]{0,2000}+)>|((?:[^\s()<>]|(?<=[-/])\n(?=\S)){0,2000}+(?:\([^\s()]{0,500}+\)[^\s()]{0,500}+){0,20}+))"
    r"(?:\s{1,20}+(?:\"[^\"]{0,500}+\"|'[^']{0,500}+'|\([^()]{0,500}+\)))?+\s{0,20}+\)"
)
_LABEL = re.compile(r"\[([^\[\]]{0,200}+)\]")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:|www\.)[^\s<>]+>|<[^\s<>@/]+@[^\s<>@]+\.[^\s<>@]+>")
_TAG = re.compile(
    r"<(/?)(a|abbr|article|aside|audio|b|big|blockquote|br|button|caption|center|cite|code|dd|del|details|div|dl|dt|em"
    r"|figcaption|figure|font|footer|form|h[1-6]|header|hr|i|iframe|img|input|ins|kbd|label|li|main|mark|nav|ol|p"
    r"|picture|pre|q|s|section|small|source|span|strike|strong|sub|summary|sup|svg|table|tbody|td|tfoot|th|thead|time|tr"
    r"|tt|u|ul|video|wbr)(?=[\s/>])[^<>]*+>|<!--[^<>]*+-->",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"\ssrc\s*=\s*[\"']?([^\s\"'<>]{1,2000})", re.IGNORECASE)
_AUTHOR = re.compile(r"/(?:authors?|autor(?:en|es|i|in)?|auteurs?|by|profile|people|staff|reporters?|writers?)/", re.I)


class Picture(NamedTuple):
    """An image: where its words stand and where its address."""

    alt: Span
    target: Span


@dataclass(slots=True)
class Sheet:
    """A text and what was found out about its characters.

    mark: for each `SHOWN`, `CLOSING` or `OPENING`. linked: 1 inside links. changed: characters shown as others.
    labels: of the links that are defined elsewhere in the text. empty: the addresses of links without a word.
    authors: where links stand whose address is an author's.
    """

    text: str
    mark: bytearray = field(init=False)
    linked: bytearray = field(init=False)
    changed: dict[int, str] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)
    pictures: list[Picture] = field(default_factory=list)
    empty: list[Span] = field(default_factory=list)
    authors: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.mark = bytearray(len(self.text))
        self.linked = bytearray(len(self.text))

    def hide(self, start: int, end: int, how: int = OPENING) -> None:
        """Say that a span is a mark."""
        self.mark[start:end] = bytes((how,)) * (end - start)

    def link(self, start: int, end: int) -> None:
        """Say that a span stands in a link."""
        self.linked[start:end] = b"\x01" * (end - start)


def normal(label: str) -> str:
    """A label of a link as it is compared."""
    return " ".join(label.casefold().split())


class Inline:
    """Reads the marks inside one paragraph of a sheet: what opens in it closes in it or is text."""

    def __init__(self, sheet: Sheet, start: int, end: int) -> None:
        self.sheet, self.text, self.start, self.end = sheet, sheet.text, start, end
        self.brackets: list[tuple[int, bool]] = []
        self.runs: dict[str, int] = {}
        self.anchors: list[int] = []
        self.ticks: dict[int, int] = {}

    def read(self) -> None:
        """Find all marks, from left to right."""
        at = self.start
        while found := _TOKEN.search(self.text, at, self.end):
            at = max(self._take(found[0], found.start()), found.end())

    def _take(self, token: str, at: int) -> int:
        """Take a token; where to go on behind it, 0 for right behind it."""
        first = token[0]
        if first == "]":
            return self._close_bracket(at)
        if first == "!":
            self.brackets.append((at, True))
        elif first == "[" and len(token) <= MOST_OPEN:
            self.brackets += [(at + i, False) for i in range(len(token))]
        elif first in "*_~":
            self._emphasis(token, at)
        elif first == "`":
            return self._code(len(token), at)
        elif first == "<":
            self._tag(token, at)
        elif first == "\\":
            self.sheet.hide(at, at + 1, OPENING if len(token) > 1 else CLOSING)
        elif first == "&":
            self._entity(token, at)
        else:
            self.sheet.link(at, at + len(token))
        return 0

    # -- links and images

    def _close_bracket(self, at: int) -> int:
        if not self.brackets:
            return 0
        start, image = self.brackets.pop()
        label = Span(start + 1 + image, at)
        if label.end - label.start > LONGEST_LABEL:
            return 0
        found = _TARGET.match(self.text, at + 1, self.end)
        if found is not None:
            target = Span(*found.span(1 if found[1] is not None else 2))
            self._put_link(start, label, found.end(), target, image)
            return found.end()
        named = _LABEL.match(self.text, at + 1, self.end)
        name = named[1] if named is not None and named[1].strip() else self.text[label.start : min(at, start + 202)]
        if self.sheet.labels and normal(name) in self.sheet.labels:
            end = named.end() if named is not None else at + 1
            self._put_link(start, label, end, Span(end, end), image)
            return end
        return 0

    def _put_link(self, start: int, label: Span, end: int, target: Span, image: bool) -> None:
        sheet = self.sheet
        if image:
            sheet.hide(start, end)
            sheet.pictures.append(Picture(label, target))
            return
        words = self._padded(start, label, end)
        sheet.hide(start, words.start)
        sheet.hide(words.end, end, CLOSING)
        sheet.link(start, end)
        if _AUTHOR.search(self.text, target.start, target.end):
            sheet.authors.append(start)
        if target.start < target.end:
            sheet.empty.append(target)

    def _padded(self, start: int, label: Span, end: int) -> Span:
        """The words of a link without the white space in its brackets, "[ Ana Ruiz ](...), who"."""
        words = self.text[label.start : label.end]
        left, right = len(words) - len(words.lstrip()), len(words) - len(words.rstrip())
        before, after = self.text[start - 1 : start], self.text[end : end + 1]
        if before == ")" or not words.strip():
            left = 0
        if after in ("[", "!") or (not left and after.isalnum()):
            right = 0
        return Span(label.start + left, label.end - right)

    # -- the others

    def _emphasis(self, run: str, at: int) -> None:
        """A run of one sign opens before a word and closes behind one; one that finds no other is text.

        Four stars close what two opened and open the next.
        """
        half = len(run) // 2
        if len(run) == 4 and run[:half] in self.runs:
            self._emphasis(run[:half], at)
            self._emphasis(run[half:], at + half)
            return
        end = at + len(run)
        before = self.text[at - 1] if at > self.start else " "
        after = self.text[end] if end < self.end else " "
        if len(run) > _LONGEST_RUN or (run[0] == "_" and before.isalnum() and after.isalnum()):
            return
        opened = self.runs.get(run)
        if opened is not None and not before.isspace():
            self.sheet.hide(opened, opened + len(run))
            self.sheet.hide(at, end, CLOSING)
            del self.runs[run]
        elif not after.isspace():
            self.runs[run] = at

    def _code(self, size: int, at: int) -> int:
        """A code span: up to the next run of as many ticks; nothing in it is a mark."""
        if not self.ticks:
            runs = re.finditer(r"`+", self.text[self.start : self.end])
            self.ticks = {len(run[0]): self.start + run.start() for run in runs}
        if self.ticks.get(size, 0) <= at:
            return 0
        for run in re.compile(r"`+").finditer(self.text, at + size, self.end):
            if len(run[0]) == size:
                self.sheet.hide(at, at + size)
                self.sheet.hide(run.start(), run.end(), CLOSING)
                return run.end()
        return 0

    def _tag(self, token: str, at: int) -> None:
        sheet, end = self.sheet, at + len(token)
        if _AUTOLINK.fullmatch(token):
            sheet.hide(at, at + 1)
            sheet.hide(end - 1, end, CLOSING)
            sheet.link(at, end)
            return
        found = _TAG.fullmatch(token)
        if found is None:
            return
        name, closes = (found[2] or "").lower(), bool(found[1])
        sheet.hide(at, end, CLOSING if closes else OPENING)
        if name == "br":
            sheet.mark[at], sheet.changed[at] = SHOWN, " "
        elif name == "a" and not closes:
            self.anchors.append(at)
        elif name == "a" and self.anchors:
            sheet.link(self.anchors.pop(), end)
        elif name == "img" and (source := _SOURCE.search(token)):
            target = Span(at + source.start(1), at + source.end(1))
            sheet.pictures.append(Picture(Span(at, at), target))

    def _entity(self, token: str, at: int) -> None:
        """One that stands for a visible character or a space is shown as that."""
        char = unescape(token)
        if len(char) == 1 and (char.isprintable() or char == "\xa0"):
            self.sheet.changed[at] = char
            self.sheet.hide(at + 1, at + len(token), CLOSING)
