"""Bylines: who wrote the story, on lines and in stretches of lines.

Author lines ("By Ana Ruiz, Political Editor"), labels ("Autor: Jan Nowak"), a name alone beside the headline or
the date, job titles, addresses and handles, and reporters named in brackets at the end of a line. Biographies
are in `cleaner.detectors.author_bios`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.detectors.indexed_document import IndexedDocument
from cleaner.detectors.line_index import LineIndex, claim
from cleaner.document import Elements, Mark
from cleaner.newsroom.author_line_parser import LONGEST_BYLINE, Names, clean_name, is_role, may_name, read_names
from cleaner.newsroom.word_lists import Words, common
from cleaner.text.cjk import FIRST_EAST
from cleaner.text.folding import EAST, fold
from cleaner.text.line_shape import Anatomy, ends_like_sentence, is_person

FAR = 24
"""Lines above the first paragraph within which a line that says "by" speaks of this story."""
NEAR = 12
"""Lines above the first paragraph within which a bare name may be the author's."""
CLOSE = 10
"""Lines below the headline in which a line that says "by" speaks of this story."""
LEAST_SIGNED = 3
"""Names below the last paragraph that need nothing beside them; two can be a reader and a town."""
BELOW = 4
"""Lines below the last paragraph within which it may be."""

MARKED = 80
"""Characters of a line that is the author's by its markup, at most."""
AUTHOR = frozenset(("author", "authors", "byline", "autor", "auteur", "autore", "writer"))
"""Words of classes and ids that name the author's line."""

_COLON = frozenset(":：/／=")
_HANDLE = re.compile(r"\(?@\w{3,30}\)?|\S{1,40}@[\w.-]{2,40}\.\w{2,10}|\[email\s?protected\]")
_REPORTER_EAST = re.compile(
    "[（(【](?:本报|本報|本网|新华社|中新社|中央社)?(?:特约|实习|首席)?"
    "(?:记者|記者|通讯员|作者|编辑|編輯|责编|责任编辑|責任編輯|文)[：:／/ 　]?(?P<names>[^（）()【】]{2,40})[）)】]"
    r"|(?P<korean>[가-힣]{2,4})\s?(?:선임|인턴|객원)?(?:기자|특파원)(?:\s?\S+@\S+)?(?:\s?외\s?\d+명)?$"
)
_EAST_NAME = re.compile("[\u3400-\u9fff]{2,4}(?:[\\s、，][\u3400-\u9fff]{2,4})*|[\u30a0-\u30ff・]{3,12}")
_KOREAN_OPENING = re.compile(
    r"[)\]】]\s?(?P<names>[가-힣]{2,4}(?:\s?[·,]\s?[가-힣]{2,4}){0,3}\s?(?:선임|인턴|객원|전문)?(?:기자|특파원))\s?="
)


def find_bylines(document: IndexedDocument) -> Iterator[Mark]:
    """Claim author lines, and stretches of body lines that name the reporter."""
    page = document.index
    parts = page.parts
    known = {value.casefold() for _, value in document.meta.get("authors", ())}
    claimed: set[int] = set()
    found: list[Mark] = []
    for index in _worth_reading(page):
        line = document.lines[index]
        if index in claimed:
            continue
        marks = (
            _inside(document, index)
            if len(line) > LONGEST_BYLINE or parts.prose[index]
            else _line(document, index, page)
        )
        for step, mark in enumerate(marks):
            claimed.add(index + step)
            found.append(mark)
            known.update(value.casefold() for field, value in mark.lifted if field == "authors" and " " in value)
    if len(found) == 1 and found[0].reason.rule == "bylines.elsewhere" and not known:
        found = list(_only(document, min(claimed), page)) or found
    yield from found
    yield from _marked(document, parts, page.words, claimed)
    yield from _again(document, parts, known, claimed)


def _only(document: IndexedDocument, index: int, page: LineIndex) -> Iterator[Mark]:
    """The only byline of a text is the story's, wherever it stands: below the answers of an interview, say."""
    skipped, key = page.openings[index]
    prefix = page.words.by.opening(page.folded[index][skipped:], key)
    names = read_names(document.lines[index][skipped + len(prefix) :].lstrip(" :"), page.words) if prefix else None
    if names is not None and names.people and prefix not in common().weak_by:
        yield claim(document, index, "bylines.prefix", lifted=_lifted(names, prefix))


def _marked(document: IndexedDocument, parts: Anatomy, words: Words, claimed: set[int]) -> Iterator[Mark]:
    """Short lines beside the story that the HTML names as the author's."""
    named = _find_authors(document.elements)
    if not named:
        return
    for index, (block, line) in enumerate(zip(document.blocks, document.lines, strict=True)):
        if block.node is None or block.node.number not in named:
            continue
        if index not in claimed and len(line) <= MARKED and not parts.prose[index] and _beside(index, parts):
            names = read_names(line, words)
            claimed.add(index)
            yield claim(document, index, "bylines.marked", lifted=_authors(names.people) if names else ())


def _find_authors(elements: Elements | None) -> set[int]:
    """The elements that are named as the author's, and those that stand in one."""
    if elements is None:
        return set()
    sorts = {sort for sort, (_, words) in enumerate(elements.sorts) if not AUTHOR.isdisjoint(words)}
    own = {number for number, sort in enumerate(elements.sort) if sort in sorts} if sorts else set()
    own.update(number for number, value in elements.itemprops.items() if value == "author")
    return own | {number for number, parent in enumerate(elements.parents) if parent in own} if own else own


def _again(document: IndexedDocument, parts: Anatomy, known: set[str], claimed: set[int]) -> Iterator[Mark]:
    """The author's name, standing alone once more: beside a portrait, above a biography."""
    if not known:
        return
    for index, line in enumerate(document.lines):
        if len(line) <= 60 and index not in claimed and line.strip(" ,.|").casefold() in known:
            yield claim(document, index, "bylines.again", lifted=_authors((line,)) if parts.above(index) else ())


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
    """The claims on a short line and on those below that belong to it."""
    parts, words = page.parts, page.words
    line = document.lines[index]
    skipped, key = page.openings[index]
    bare = page.folded[index][skipped:]
    prefix = max(words.by.opening(bare, key), words.by_label.opening(bare, key), key=len) if key else ""
    if prefix:
        marks = list(_prefixed(document, index, page, skipped + len(prefix), prefix))
        if marks:
            yield from marks
            return
    east = _REPORTER_EAST.search(line) if line[-1] > "\u2e80" or line[-1] in ")m]" else None
    if east and len(east.group()) >= len(line) - 4:
        yield claim(document, index, "bylines.reporter", lifted=_east_names(east))
    elif len(line) <= 60 and _HANDLE.fullmatch(line):
        yield from _address(document, index, parts)
    elif len(line) <= 100:
        yield from _bare(document, index, page)


def _address(document: IndexedDocument, index: int, parts: Anatomy) -> Iterator[Mark]:
    """An address or handle beside the story; below a label it is how to reach the outlet."""
    above = document.lines[index - 1] if index else ""
    beside = parts.start - 4 <= index <= parts.start or parts.end - 1 <= index <= parts.end + 2
    if beside and not above.endswith((":", "：")):
        yield claim(document, index, "bylines.handle")


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
    weak = prefix in common().weak_by or prefix[0] > "\u2e80"
    if not labelled and not _in_zone(index, parts, weak):
        return
    if prefix in common().not_authors and parts.start + 2 < index < parts.end - 1:
        return  # "Source: ..." inside the story stands under a picture
    if not labelled and prefix[0] > "\u2e80" and not _EAST_NAME.fullmatch(rest):
        return
    names = read_names(rest, words, single=labelled or (not weak and len(line) <= 32))
    if names is None or (weak and not labelled and not names.people):
        return
    if ends_like_sentence(line) and len(rest.split()) > 8:
        return
    if not (_beside(index, parts) or _below_headline(document, index)):
        yield claim(document, index, "bylines.elsewhere")
        return
    yield claim(document, index, "bylines.label" if labelled else "bylines.prefix", lifted=_lifted(names, prefix))
    yield from _outlet_below(document, index + 1, words)


def _outlet_below(document: IndexedDocument, index: int, words: Words) -> Iterator[Mark]:
    """The author's outlet or job title on the line below the name."""
    if index < len(document.lines):
        line = document.lines[index]
        names = read_names(line, words) if len(line) <= 50 else None
        if (names and names.agencies and not names.people) or (len(line) <= 50 and is_role(line, words)):
            yield claim(document, index, "bylines.role")


def _beside(index: int, parts: Anatomy) -> bool:
    """Whether a line is near the head or the end of the story; farther off it belongs to a teaser."""
    return parts.start - FAR <= index <= parts.start + 4 or parts.end - 2 <= index <= parts.end + FAR // 2


def _below_headline(document: IndexedDocument, index: int) -> bool:
    """Whether a line stands close below the headline, however far the first paragraph is."""
    head = document.below_headline
    return head is not None and head <= index < head + CLOSE


def _may_follow(line: str, end: int) -> bool:
    """Whether what follows a prefix without a colon begins like a name."""
    return line[end : end + 1] in " \t\xa0\u3000." or line[end - 1] > "\u2e80"


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
    dated = end < len(page.lines) and page.is_date(end)
    if parts.start + 3 < index < parts.end - 1 and not dated:
        return  # a link in a sentence that the dump has broken off: "von", "Fortuna Nordhafen"
    near = _beside(index, parts) or (dated and parts.start < index < parts.end) or _below_headline(document, index)
    rule = "bylines.alone" if near else "bylines.elsewhere"
    yield claim(document, index, rule)
    for place, names in following:
        yield claim(document, place, rule, lifted=_lifted(names, prefix) if names and near else ())
    if near:
        yield from _outlet_below(document, end, words)


def _continues(line: str) -> bool:
    return line.rstrip().endswith((",", "&"))


def _bare(document: IndexedDocument, index: int, page: LineIndex) -> Iterator[Mark]:
    """A name, or a name with its furniture, or a job title: only beside something that says whose it is."""
    parts, words, line = page.parts, page.words, page.lines[index]
    head = parts.start - (FAR if _is_labelled(page, index) else NEAR) <= index <= parts.start + 2
    head = head and parts.paragraphs(index) <= 1
    tail = parts.end - 1 <= index <= parts.end + BELOW
    if not head and not tail:
        return
    lines = document.lines
    above = lines[index - 1] if index else ""
    below = lines[index + 1] if index + 1 < len(lines) else ""
    if len(line) <= 60 and is_role(line, words) and not ends_like_sentence(line):
        dated = index > 0 and page.is_date(index - 1)
        if is_person(above.rstrip(",")) or _has_prefix(above, words) or (head and dated and is_person(below)):
            yield claim(document, index, "bylines.role")
            return
        if "," not in line:
            return
    last = index == parts.end and "," in line
    if line[0] > "\u0590" or not may_name(line) or not (head or last or is_role(below, words)):
        return
    names = read_names(line, words)
    if names is None or not names.people:
        return
    if last and len(names.people) >= LEAST_SIGNED and not names.furniture:
        yield claim(document, index, "bylines.name", lifted=_authors(names.people))
        return
    run = index + 1
    while run < min(index + 5, len(lines)) and is_person(lines[run].strip(" ,")):
        run += 1
    beside = (
        names.dated
        or _says_author(page, index - 1)
        or any(_says_author(page, place) for place in range(run, min(run + 2, len(lines))) if len(lines[place]) <= 60)
    )
    titled = names.furniture > 0 and any(is_role(piece.strip(), words) for piece in re.split(r"[,|–—-]", line)[1:])
    paired = len(names.people) > 1 and "/" in line and index >= parts.start - 2
    if beside or titled or paired:
        yield claim(document, index, "bylines.name", lifted=_authors(names.people) + _dated(names))


def _is_labelled(page: LineIndex, index: int) -> bool:
    """Whether a word such as "published" and a date stand close below a line."""
    whens = page.whens[index + 1 : index + 4]
    return any(when is not None and when.rule in ("labelled", "word") for when in whens)


def _has_prefix(line: str, words: Words) -> bool:
    return len(line) <= 80 and bool(words.by.opening(fold(line)))


def _says_author(page: LineIndex, index: int) -> bool:
    """Whether a neighbour is a date, a handle, an address or a job title."""
    if not 0 <= index < len(page.lines) or len(page.lines[index]) > 100:
        return False
    line = page.lines[index]
    if page.is_date(index):
        return True
    titled = len(line) <= 50 and is_role(line, page.words) and not ends_like_sentence(line)
    return titled or _HANDLE.fullmatch(line) is not None


def _inside(document: IndexedDocument, index: int) -> Iterator[Mark]:
    """Reporters named in a body line: behind a Korean dateline, in brackets at the end of a Chinese line."""
    line = document.lines[index]
    opening = _KOREAN_OPENING.search(line[:80])
    if opening:
        start = opening.start("names")
        yield claim(
            document,
            index,
            "bylines.reporter",
            start=start,
            end=opening.end(),
            lifted=_authors(
                tuple(re.split(r"\s?[·,]\s?", re.sub("(?:선임|인턴|객원|전문)?(?:기자|특파원)$", "", opening["names"])))
            ),
        )
        return
    if line[-1:] in "）)】" or "记者" in line[:40] or "記者" in line[:40]:
        for match in _REPORTER_EAST.finditer(line):
            if match["names"] and (match.end() >= len(line) - 1 or match.start() < 40):
                yield claim(
                    document, index, "bylines.reporter", start=match.start(), end=match.end(), lifted=_east_names(match)
                )


def _east_names(match: re.Match[str]) -> tuple[tuple[str, str], ...]:
    if match["korean"]:
        return _authors((match["korean"],))
    if "编" in match.group()[:6] or "編" in match.group()[:6]:
        return ()
    return _authors(tuple(re.split(r"[、，,\s]+", match["names"].strip())))


def _lifted(names: Names, prefix: str) -> tuple[tuple[str, str], ...]:
    """The fields a byline fills: its people as authors unless the label says otherwise, its agencies."""
    people = () if prefix in common().not_authors else _authors(names.people)
    agencies = tuple(("agencies", agency) for agency in names.agencies)
    return people + agencies + _dated(names)


def _dated(names: Names) -> tuple[tuple[str, str], ...]:
    return (("date", names.date),) if names.date else ()


def _authors(people: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(("authors", clean_name(name)) for name in people if name)
