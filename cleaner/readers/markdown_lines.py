"""The lines of a Markdown text: the element of each, and which of its characters are syntax.

CommonMark's block grammar with the deviations of crawlers: no indented code, no blank line needed before a list or a
heading, and an unclosed fence is text. A line that has only markers belongs to the text that it opens or closes. A line
that has only images, or links without words, is reported separately, because a page shows no text for it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from cleaner.document import Span, Wordless
from cleaner.readers.markdown_marks import CLOSING, SHOWN, Inline, Sheet, normal
from cleaner.readers.plain_text import lines_with_ends

BLANK, OPENS, CLOSES, TARGET, CAPTION = "", "opens", "closes", "link", "figcaption"

_FENCE = re.compile(r"(`{3,}|~{3,})([^`\r\n]*)")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_ITEM = re.compile(r"(?:([-*+])|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_DEFINITION = re.compile(r"[ \t]{0,3}\[([^\[\]\n^][^\[\]\n]{0,200})\]:[ \t]+<?(?:https?:|mailto:|www\.|[/#.])")
_MOST_NESTED = 8
_EVIDENCE = 120
_LEAST_TOLD, _MORE_TOLD = 20, 80
"""Characters of a picture's description that a caption repeats, at least, and what it may say beyond it."""
_LONGEST_HEADING = 300
"""Characters of a line that is underlined as a heading."""


@dataclass(slots=True)
class Line:
    """A line of the input with its line break, and the tag of the element it makes."""

    start: int
    end: int
    tag: str = BLANK


def read_lines(sheet: Sheet) -> tuple[list[Line], tuple[Wordless, ...]]:
    """The lines of a sheet, whose marks are noted there, and those of them that show no words."""
    reader = _Reader(sheet)
    reader.read()
    for start, end in reader.paragraphs:
        Inline(sheet, start, end).read()
    silent = [i for i, line in enumerate(reader.lines) if line.tag not in (BLANK, "pre") and not _shows(sheet, line)]
    wordless = tuple(_find_wordless(sheet, [reader.lines[i] for i in silent]))
    _tag_captions(sheet, reader.lines, wordless)
    _join_silent(sheet, reader.lines, silent)
    return reader.lines, wordless


class _Reader:
    """Goes through the lines once. paragraphs: the spans in which marks open and close."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.text = sheet, sheet.text
        self.lines: list[Line] = []
        self.paragraphs: list[tuple[int, int]] = []
        self.begun = -1
        at = 0
        for line in lines_with_ends(sheet.text):
            if line:
                self.lines.append(Line(at, at + len(line)))
                at += len(line)
        self.bare = [self.text[line.start : line.end].strip() for line in self.lines]
        self.fences = _find_fences(self.bare)

    def read(self) -> None:
        """Give each line its tag, hide the marks at its ends, and note the paragraphs."""
        self._find_labels()
        closing, table = -1, False
        for i, (line, bare) in enumerate(zip(self.lines, self.bare, strict=True)):
            if i <= closing:
                line.tag = "pre"
                if i == closing:
                    self._mark_line(line, CLOSES)
                continue
            table = bare[:1] == "|" or (table and "|" in bare)
            underlines = self._underlines(i)
            if not bare or i in self.fences or table or underlines or line.tag == TARGET:
                self._end_paragraph(line.start)
                table = self._special(i, underlines)
                closing = self.fences.get(i, closing)
            else:
                self._structure(line)
        self._end_paragraph(len(self.text))

    def _special(self, i: int, underlines: bool) -> bool:
        """A line that ends the paragraph before it; whether it stands in a table."""
        line, bare = self.lines[i], self.bare[i]
        if i in self.fences:
            self._mark_line(line, OPENS)
        elif underlines:
            self._mark_line(line, CLOSES)
            if "|" in bare:
                self._row(self.lines[i - 1])
                return True
            self.lines[i - 1].tag = "h1" if bare[0] == "=" else "h2"
        elif bare and line.tag != TARGET:
            self._row(line)
            self.paragraphs.append((line.start, line.end))
            return True
        return False

    def _mark_line(self, line: Line, tag: str) -> None:
        """Say that a line is a mark, but for its line break."""
        line.tag = tag
        self.sheet.hide(line.start, line.start + len(self.text[line.start : line.end].rstrip()))

    def _find_labels(self) -> None:
        """The links that are defined in lines of their own: "[1]: https://..."."""
        for line, bare in zip(self.lines, self.bare, strict=True):
            if bare.startswith("[") and (found := _DEFINITION.match(bare)):
                self.sheet.labels.add(normal(found[1]))
                self.sheet.link(line.start, line.end)
                line.tag = TARGET

    def _underlines(self, i: int) -> bool:
        """Whether a line underlines the one before it as a heading, or parts the head of a table from its rows."""
        bare = self.bare[i]
        if i == 0 or not bare or bare[0] not in "=-|:" or not self.bare[i - 1]:
            return False
        above = self.lines[i - 1]
        if "|" in bare:
            return (
                "-" in bare and "|" in self.bare[i - 1] and above.tag in ("p", "tr") and not set(bare) - set("|-: \t")
            )
        alone = self.begun == above.start and len(self.bare[i - 1]) <= _LONGEST_HEADING
        return len(bare) >= 3 and alone and above.tag == "p" and len(set(bare)) == 1

    def _structure(self, line: Line) -> None:
        """A line of a paragraph, with what its first signs make of it."""
        text, at, end = self.text, line.start, line.end
        tag = "p"
        for _ in range(_MOST_NESTED):
            while at < end and text[at] in " \t":
                at += 1
            if text[at : at + 1] == ">":
                at, tag = at + 1, "blockquote"
            elif (found := _ITEM.match(text, at, end)) and not _is_rule(text[at:end]):
                tag = "li"
                if not found[1]:  # the number of an item, or the day of a date
                    self._number(at, found.end())
                    break
                at = found.end()
            else:
                break
        if _is_rule(text[at:end]):
            tag, at = OPENS, at + len(text[at:end].rstrip())
        elif found := _HEADING.match(text, at, end):
            tag, at = f"h{len(found[1])}", found.end()
            self._close_heading(at, end)
        self.sheet.hide(line.start, at)
        line.tag = tag
        if tag != "p" or self.begun < 0:
            self._end_paragraph(line.start)
            self.begun = line.start
        if tag[0] in "ho":
            self._end_paragraph(line.end)

    def _number(self, start: int, end: int) -> None:
        """The number of an item is text, and part of the link that follows."""
        if self.text[end : end + 1] == "[":
            self.sheet.link(start, end)

    def _close_heading(self, start: int, end: int) -> None:
        """Signs behind a heading, "## Title ##", are marks."""
        title = self.text[start:end].rstrip()
        bare = title.rstrip("#")
        if bare != title and (not bare or bare[-1] in " \t"):
            self.sheet.hide(start + len(bare), start + len(title), CLOSING)

    def _row(self, line: Line) -> None:
        """A row of a table: the bars at its ends are marks."""
        line.tag = "tr"
        row = self.text[line.start : line.end]
        self.sheet.hide(line.start, line.start + len(row) - len(row.lstrip(" \t|")))
        bare = row.rstrip()
        self.sheet.hide(line.start + len(bare.rstrip(" \t|")), line.start + len(bare), CLOSING)

    def _end_paragraph(self, end: int) -> None:
        if self.begun >= 0:
            self.paragraphs.append((self.begun, end))
        self.begun = -1


def _is_rule(rest: str) -> bool:
    """Whether the rest of a line parts two spans of text: "* * *"."""
    if rest[:1] not in ("-", "*", "_"):
        return False
    signs = "".join(rest.split())
    return len(signs) >= 3 and signs == signs[0] * len(signs)


def _find_fences(bare: Sequence[str]) -> dict[int, int]:
    """The lines that open code, each with the one that closes it."""
    found = {
        i: match for i, line in enumerate(bare) if line[:3] in ("```", "~~~") and (match := _FENCE.fullmatch(line))
    }
    closers = [(i, match[1]) for i, match in found.items() if not match[2].strip()]
    longest: dict[str, list[int]] = {
        sign: list(accumulate((len(run) * (run[0] == sign) for _, run in reversed(closers)), max, initial=0))[::-1]
        for sign in "`~"
    }
    places = [i for i, _ in closers]
    fences: dict[int, int] = {}
    last = -1
    for i, match in found.items():
        if i <= last:
            continue
        at = bisect_left(places, i + 1)
        if longest[match[1][0]][at] < len(match[1]):
            continue  # nothing closes it
        while not closers[at][1].startswith(match[1]):
            at += 1
        last = fences[i] = places[at]
    return fences


def _shows(sheet: Sheet, line: Line) -> bool:
    """Whether a line has a character that is neither a mark nor white space."""
    at = line.start
    while (at := sheet.mark.find(SHOWN, at, line.end)) >= 0:
        if not sheet.changed.get(at, sheet.text[at]).isspace():
            return True
        at += 1
    return False


def _find_wordless(sheet: Sheet, silent: Sequence[Line]) -> Iterator[Wordless]:
    """Lines that show nothing but pictures, or links without a word."""
    pictures = sorted(sheet.pictures, key=lambda picture: picture.target)
    targets = [picture.target.start for picture in pictures]
    empty = sorted(sheet.empty)
    for line in silent:
        own = pictures[bisect_left(targets, line.start) : bisect_left(targets, line.end)]
        links = empty[bisect_left(empty, Span(line.start, 0)) : bisect_left(empty, Span(line.end, 0))]
        told = [span for picture in own for span in picture if span.start < span.end] or links
        if told:
            evidence = sheet.text[told[0].start : told[0].end][:_EVIDENCE]
            yield Wordless(Span(line.start, line.end), "navigation" if links else "caption", evidence)


def _tag_captions(sheet: Sheet, lines: Sequence[Line], wordless: Sequence[Wordless]) -> None:
    """The line right above or below a picture that says what the picture's description says is its caption."""
    starts = [line.start for line in lines]
    for span, _, told in wordless:
        if len(told) < _LEAST_TOLD:
            continue
        place = bisect_left(starts, span.start)
        for line in (_neighbour(lines, place, -1), _neighbour(lines, place, 1)):
            if line is not None and line.tag == "p":
                text = sheet.text[line.start : line.end].strip().lstrip("*_")
                if text.startswith(told) and len(text) <= len(told) + _MORE_TOLD:
                    line.tag = CAPTION


def _neighbour(lines: Sequence[Line], place: int, step: int) -> Line | None:
    """The next line in a direction that is not blank."""
    at = place + step
    if 0 <= at < len(lines) and lines[at].tag == BLANK:
        at += step
    return lines[at] if 0 <= at < len(lines) else None


def _join_silent(sheet: Sheet, lines: Sequence[Line], silent: Collection[int]) -> None:
    """Lines of marks alone, and the blank lines around them, belong to the text they open or close."""
    silent = dict.fromkeys(silent)
    ink = [i for i, line in enumerate(lines) if line.tag != BLANK and i not in silent]
    for above, below in pairwise([-1, *ink, len(lines)]):
        run = [i for i in range(above + 1, below) if i in silent]
        if not run or not ink:
            continue
        closers = [i for i in run if _closes(sheet, lines[i])] if above >= 0 else []
        last = run[-1] if below == len(lines) else closers[-1] if closers else above
        if last > above:
            sheet.hide(lines[above + 1].start, lines[last].end, CLOSING)
        if last < run[-1]:
            sheet.hide(lines[last + 1].start, lines[below].start)


def _closes(sheet: Sheet, line: Line) -> bool:
    """Whether a line of marks belongs to the text above it."""
    first = sheet.text[line.start : line.end].lstrip()[:2]
    return line.tag == CLOSES or (line.tag != OPENS and first == "</")
