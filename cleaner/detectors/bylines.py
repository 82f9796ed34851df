"""Bylines, on lines of their own and within lines.

Author lines ("By Ana Ruiz, Political Editor"), labels ("Autor: Jan Nowak"), a name alone beside the headline or
the date, and reporters named in brackets at the end of a line. Job titles and handles on lines of their own are left
to the classifier. Biographies are in `cleaner.detectors.author_bios`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.detectors.bare_bylines import BELOW, FAR, NEAR, find_bare_name
from cleaner.detectors.html_context import Surroundings
from cleaner.detectors.indexed_document import IndexedDocument, make_mark
from cleaner.detectors.line_index import LineIndex
from cleaner.document import Mark
from cleaner.newsroom.author_line_parser import LONGEST_BYLINE, Names, author_fields, byline_fields, read_names
from cleaner.newsroom.dates import read_when
from cleaner.newsroom.word_lists import Words, common
from cleaner.text.folding import DIGIT, EAST
from cleaner.text.line_shape import Anatomy, ends_like_sentence
from cleaner.text.scripts import FIRST_EAST, HAN

CLOSE = 10
"""Lines below the headline in which a line that says "by" speaks of this story."""

MARKED = 80
"""Characters of a line that is the author's by its markup, at most."""

_AUTHOR_WORDS = frozenset("author authors byline autor auteur autore writer".split())
_AUTHORS = Surroundings(frozenset(), 0, _AUTHOR_WORDS, 1, itemprop="author")
_WORD_START = re.compile(r"(?<=[\s|,])[^\W\d_]")
_COLON = frozenset(":：/／=")
_REPORTER_EAST = re.compile(
    "[（(【](?:本报|本報|本网|新华社|中新社|中央社)?(?:特约|实习|首席)?"
    "(?:记者|記者|通讯员|作者|编辑|編輯|责编|责任编辑|責任編輯|文)[：:／/ 　]?(?P<names>[^（）()【】]{2,40})[）)】]"
    r"|(?P<korean>[가-힣]{2,4})\s?(?:선임|인턴|객원)?(?:기자|특파원)(?:\s?\S+@\S+)?(?:\s?외\s?\d+명)?$"
)
_EAST_NAME = re.compile(rf"[{HAN}]{{2,4}}(?:[\s、，][{HAN}]{{2,4}})*|[\u30a0-\u30ff・]{{3,12}}")
_KOREAN_OPENING = re.compile(
    r"[)\]】]\s?(?P<names>[가-힣]{2,4}(?:\s?[·,]\s?[가-힣]{2,4}){0,3}\s?(?:선임|인턴|객원|전문)?(?:기자|특파원))\s?="
)


def find_bylines(document: IndexedDocument) -> Iterator[Mark]:
    """Mark author lines, and spans of body lines that name the reporter."""
    page = document.index
    parts = page.parts
    known = {value.casefold() for _, value in document.meta.get("authors", ())}
    marked: set[int] = set()
    found: list[Mark] = []
    for index in _worth_reading(page):
        line = document.lines[index]
        if index in marked:
            continue
        marks = (
            _find_reporters(document, index)
            if len(line) > LONGEST_BYLINE or parts.prose[index]
            else _line(document, index, page)
        )
        for step, mark in enumerate(marks):
            marked.add(index + step)
            found.append(mark)
            known.update(value.casefold() for field, value in mark.lifted if field == "authors" and " " in value)
    if len(found) == 1 and found[0].reason.rule == "bylines.elsewhere" and not known:
        found = list(_only(document, min(marked), page)) or found
    yield from found
    yield from _marked(document, parts, page.words, marked)


def _only(document: IndexedDocument, index: int, page: LineIndex) -> Iterator[Mark]:
    """The only byline of a text is the story's, wherever it stands: below the answers of an interview, say."""
    skipped, key = page.openings[index]
    prefix = page.words.by.opening(page.folded[index][skipped:], key)
    names = read_names(document.lines[index][skipped + len(prefix) :].lstrip(" :"), page.words) if prefix else None
    if names is not None and names.people and prefix not in common().weak_by:
        yield make_mark(document, index, "bylines.prefix", lifted=byline_fields(names, prefix))


def _marked(document: IndexedDocument, parts: Anatomy, words: Words, marked: set[int]) -> Iterator[Mark]:
    """Short lines beside the story that the HTML names as the author's."""
    for index in sorted(_AUTHORS.find_lines(document) - marked):
        line = document.lines[index]
        if len(line) <= MARKED and not parts.prose[index] and _beside(index, parts):
            names = read_names(line, words)
            yield make_mark(document, index, "bylines.marked", lifted=author_fields(names.people) if names else ())


def _worth_reading(page: LineIndex) -> list[int]:
    """The lines that may name somebody: by their first word, by where they stand, by their last character."""
    parts = page.parts
    chosen = {*page.opening_with(page.words.by, page.words.by_label)}
    chosen.update(range(max(0, parts.start - FAR), min(parts.start + 3, len(page.lines))))
    chosen.update(range(max(0, parts.end - 1), min(parts.end + BELOW + 1, len(page.lines))))
    lines = enumerate(zip(page.lines, page.look.signs, strict=True))
    chosen.update([i for i, (line, signs) in lines if line[-1] in ")]" or (signs & EAST and _is_eastern(line))])
    return sorted(chosen)


def _is_eastern(line: str) -> bool:
    return line[-1] > FIRST_EAST or line[0] > FIRST_EAST


def _line(document: IndexedDocument, index: int, page: LineIndex) -> Iterator[Mark]:
    """The marks on a short line and on those below that belong to it."""
    words, line = page.words, document.lines[index]
    skipped, key = page.openings[index]
    bare = page.folded[index][skipped:]
    prefix = max(words.by.opening(bare, key), words.by_label.opening(bare, key), key=len) if key else ""
    if prefix:
        marks = list(_prefixed(document, index, page, skipped + len(prefix), prefix))
        if marks:
            yield from marks
            return
    marks = list(_dated_first(document, index, page))
    if marks:
        yield from marks
        return
    east = _REPORTER_EAST.search(line) if line[-1] >= FIRST_EAST or line[-1] in ")m]" else None
    if east and len(east.group()) >= len(line) - 4:
        yield make_mark(document, index, "bylines.reporter", lifted=_eastern_names(east))
    elif len(line) <= 100:
        yield from find_bare_name(document, index, page)


def _dated_first(document: IndexedDocument, index: int, page: LineIndex) -> Iterator[Mark]:
    """ "June 4, 2025 6:12 am by Ana Ruiz": the date, and behind it the names."""
    line, folded, words = document.lines[index], page.folded[index], page.words
    if len(line) != len(folded) or not DIGIT & page.look.signs[index] or not _in_zone(index, page.parts, weak=True):
        return
    for start in _WORD_START.finditer(folded, 1):
        prefix = words.by.opening(folded[start.start() :])
        front = folded[: start.start()].rstrip(" |,·•–—-")
        if not prefix or (when := read_when(front, words)) is None or when.rule in ("number", "unit"):
            continue
        names = read_names(line[start.start() + len(prefix) :].lstrip(" :"), words, titled=True)
        if names is not None and names.people:
            date = (("date", line[when.start : when.end]),) if when.year else ()
            yield make_mark(document, index, "bylines.prefix", lifted=byline_fields(names, prefix) + date)
        return


def _prefixed(document: IndexedDocument, index: int, page: LineIndex, end: int, prefix: str) -> Iterator[Mark]:
    """ "By Ana Ruiz", "Autor: Jan Nowak", or the prefix alone with the names below it."""
    parts, words = page.parts, page.words
    line = document.lines[index]
    rest = line[end:].lstrip(" \t\xa0\u3000")
    labelled = rest[:1] in _COLON and bool(rest)
    rest = rest.lstrip(":：/／=｜|. \t\xa0\u3000")
    if not rest:
        yield from _below(document, index, page, prefix)
        return
    if not labelled and (prefix not in words.by or not _may_follow(line, end)):
        return
    weak = prefix in common().weak_by or prefix[0] >= FIRST_EAST
    dated = not weak and index > parts.start and parts.paragraphs(index) <= 4 and page.is_date(index + 1)
    if not labelled and not dated and not _in_zone(index, parts, weak):
        return
    if prefix in common().not_authors and parts.start + 2 < index < parts.end - 1:
        return  # "Source: ..." inside the story stands under a picture
    if not labelled and prefix[0] >= FIRST_EAST and not _EAST_NAME.fullmatch(rest):
        return
    names = read_names(rest, words, single=labelled or (not weak and len(line) <= 32), titled=not weak)
    if names is None or (weak and not labelled and not names.people):
        return
    if ends_like_sentence(line) and len(rest.split()) > 8:
        return
    if not (dated or _beside(index, parts) or _below_headline(document, index)):
        yield make_mark(document, index, "bylines.elsewhere")
        return
    yield make_mark(
        document, index, "bylines.label" if labelled else "bylines.prefix", lifted=byline_fields(names, prefix)
    )


def _beside(index: int, parts: Anatomy) -> bool:
    """Whether a line is near the head or the end of the story; farther off it belongs to a teaser."""
    return parts.start - FAR <= index <= parts.start + 4 or parts.end - 2 <= index <= parts.end + FAR // 2


def _below_headline(document: IndexedDocument, index: int) -> bool:
    """Whether a line stands close below the headline, however far the first paragraph is."""
    head = document.below_headline
    return head is not None and head <= index < head + CLOSE


def _may_follow(line: str, end: int) -> bool:
    """Whether what follows a prefix without a colon begins like a name."""
    return line[end : end + 1] in " \t\xa0\u3000." or line[end - 1] >= FIRST_EAST


def _in_zone(index: int, parts: Anatomy, weak: bool) -> bool:
    """Whether a byline may stand at a line: around the story, and a weak one only right above it."""
    if weak:
        return parts.start - NEAR <= index <= parts.start + 1
    return not parts.start + 3 < index < parts.end - 1


def _below(document: IndexedDocument, index: int, page: LineIndex, prefix: str) -> Iterator[Mark]:
    """The names on the lines below a prefix that stands alone, and "and" between them."""
    parts, words = page.parts, page.words
    following: list[tuple[int, Names | None]] = []
    for place in range(index + 1, min(index + 8, len(document.lines))):
        line = document.lines[place]
        glue = line.strip(" ,|") == "" or line.strip(" ,|").casefold() in words.joiners
        names = None if glue else read_names(line, words, single=place == index + 1)
        if parts.prose[place] or (names is None and not glue):
            break
        if following and following[-1][1] is not None and not glue and not _continues(document.lines[place - 1]):
            break
        following.append((place, names))
    while following and following[-1][1] is None:
        following.pop()
    if not following or (following[0][1] is None):
        return
    end = following[-1][0] + 1
    dated = page.is_date(end)
    if parts.start + 3 < index < parts.end - 1 and not dated:
        return  # a link in a sentence that the dump has broken off: "von", "Fortuna Nordhafen"
    near = _beside(index, parts) or (dated and parts.start < index < parts.end) or _below_headline(document, index)
    rule = "bylines.alone" if near else "bylines.elsewhere"
    yield make_mark(document, index, rule)
    for place, names in following:
        yield make_mark(document, place, rule, lifted=byline_fields(names, prefix) if names and near else ())


def _continues(line: str) -> bool:
    return line.rstrip().endswith((",", "&"))


def _find_reporters(document: IndexedDocument, index: int) -> Iterator[Mark]:
    """Reporters named in a body line: behind a Korean dateline, in brackets at the end of a Chinese line."""
    line = document.lines[index]
    opening = _KOREAN_OPENING.search(line[:80])
    if opening:
        start = opening.start("names")
        yield make_mark(
            document,
            index,
            "bylines.reporter",
            start=start,
            end=opening.end(),
            lifted=author_fields(
                tuple(re.split(r"\s?[·,]\s?", re.sub("(?:선임|인턴|객원|전문)?(?:기자|특파원)$", "", opening["names"])))
            ),
        )
        return
    if line[-1:] in "）)】" or "记者" in line[:40] or "記者" in line[:40]:
        for match in _REPORTER_EAST.finditer(line):
            if match["names"] and (match.end() >= len(line) - 1 or match.start() < 40):
                yield make_mark(
                    document,
                    index,
                    "bylines.reporter",
                    start=match.start(),
                    end=match.end(),
                    lifted=_eastern_names(match),
                )


def _eastern_names(match: re.Match[str]) -> tuple[tuple[str, str], ...]:
    if match["korean"]:
        return author_fields((match["korean"],))
    if "编" in match.group()[:6] or "編" in match.group()[:6]:
        return ()
    return author_fields(tuple(re.split(r"[、，,\s]+", match["names"].strip())))
