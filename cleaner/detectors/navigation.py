"""Navigation, by its shape: topics after a label, breadcrumbs, menus, lists of links, section labels.

HTML provides much of the evidence (`nav`, link shares). In plain text only lines outside the story are marked, because
poems, lists of ingredients and results are runs of short lines too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.detectors.html_context import Surroundings
from cleaner.detectors.indexed_document import IndexedDocument
from cleaner.detectors.line_index import LineIndex, claim, runs
from cleaner.document import Mark
from cleaner.newsroom.word_lists import common
from cleaner.phrases.matcher import matcher
from cleaner.text import patterns
from cleaner.text.folding import DIGIT, LETTER, TRAIL, fold
from cleaner.text.line_shape import Anatomy, ends_like_sentence, is_person

MENU_LINE = 28
MENU_WORDS = 4
"""The longest entry of a menu."""
MENU_RUN = 8
MENU_RUN_FROM_HOME = 4
"""Lines a menu has at least; fewer where it begins with "Home" or the like."""
MENU_RUN_UNCASED = 14
"""Lines of a menu without capitals: there a list of ingredients (up to nine lines in our own set) looks the same."""
LINK_RUN = 3
LINKED = 0.9
"""Share of a line that must be link text to be an entry of a list of links."""
MOST_TOPICS = 12

_SEPARATORS = re.compile(rf"{patterns.ANY}[,|•·;]\s*|{patterns.SOME}[-–—]\s+|{patterns.ANY}#")
_TOPICAL = frozenset(("navigation", "share", "byline", "timestamp", "other"))
"""Kinds of wording a topic can look like: "Sport", "X", "AP"."""
_NO_ENTRY = frozenset('.,;:!?…。、”"»)–—-')
_ARROW = re.compile("[>›»→❯]")
_TRAIL = re.compile(rf"{patterns.SOME}[>›»→❯]\s*|[›»→❯]\s+")
_TRAIL_SLASH = re.compile(rf"{patterns.ANY}[/|]\s*")
_STORY = frozenset(("article", "main", "body"))
_LANDMARK_WORDS = frozenset(
    ("nav", "navbar", "navigation", "menu", "submenu", "breadcrumb", "breadcrumbs", "skiplink", "skip")
)

_NAVIGATION = Surroundings(frozenset(("nav",)), 11, _LANDMARK_WORDS, 3, stops=_STORY)


def find_navigation(document: IndexedDocument) -> Iterator[Mark]:
    """Claim navigation and lists of links."""
    page = document.index
    words, parts, folded = page.words, page.parts, page.folded
    claimed: set[int] = set()
    topics: set[str] = set()
    for index in page.opening_with(words.tags):
        if index in claimed:
            continue
        for step, mark in enumerate(_topics(document, index, page)):
            claimed.add(index + step)
            topics.update(_SEPARATORS.split(folded[index + step]) + folded[index + step].split())
            yield mark
    for index, rule in _in_frame(document, page):
        if index not in claimed:
            claimed.add(index)
            yield claim(document, index, rule)
    yield from _sections(document, parts, topics, claimed)
    if document.is_html:
        yield from _link_lists(document, parts, claimed)
    else:
        yield from _linked_teasers(document, page, claimed)
        yield from _menus(document, page, claimed)


def _topics(document: IndexedDocument, index: int, page: LineIndex) -> Iterator[Mark]:
    """ "Tags: harbour, storm", or the label alone and the topics below it."""
    words, folded, parts = page.words, page.folded, page.parts
    line = document.lines[index]
    label = words.tags.opening(folded[index], page.openings[index][1])
    inside = parts.start < index < parts.end - 1
    if not label or len(line) > 300 or (inside and len(label) < 6):
        return
    rest = line[len(label) :].strip()
    if rest[:1] in (":", "：") and len(rest) > 1:
        items = [item for item in _SEPARATORS.split(rest.lstrip(":： ")) if item]
        if all(len(item.split()) <= 6 for item in items) and not rest.endswith((".", "?", "!")) and not inside:
            yield claim(document, index, "navigation.tags", lifted=_section(label, items))
        return
    if rest.strip(" :：") or (inside and not parts.below(index + 1)):
        return
    following = list(_short_lines(document, index + 1, page))
    if following:
        yield claim(document, index, "navigation.tags")
        yield from (claim(document, place, "navigation.tags") for place in following)


def _section(label: str, items: list[str]) -> tuple[tuple[str, str], ...]:
    return (("section", items[0]),) if label.startswith("article topic") and items else ()


def _short_lines(document: IndexedDocument, start: int, page: LineIndex) -> Iterator[int]:
    """The short lines from `start` on, as topics are, down to what the wording packs know for something else."""
    parts, whole = page.parts, matcher(document.language.code).whole
    for place in range(start, min(start + MOST_TOPICS, len(document.lines))):
        line = document.lines[place]
        if parts.prose[place] or len(line) > 40 or len(line.split()) > MENU_WORDS or ends_like_sentence(line):
            return
        if any(rule.kind not in _TOPICAL for rule in whole(page.folded[place])):
            return
        yield place


def _in_frame(document: IndexedDocument, page: LineIndex) -> Iterator[tuple[int, str]]:
    """The lines that the HTML says are navigation, and those with the way to the story."""
    landmarks = _landmarks(document, page)
    trails = [index for index, signs in enumerate(page.look.signs) if signs & TRAIL]
    for index in sorted(landmarks.union(trails)):
        line = page.lines[index]
        if index in landmarks and len(line) <= 200:
            yield index, "navigation.landmark"
        elif rule := _trail(line, page.folded[index], page.parts.prose[index]):
            yield index, rule


def _landmarks(document: IndexedDocument, page: LineIndex) -> frozenset[int]:
    """The lines in elements that are called navigation, unless the story itself stands in one.

    Some sites wrap the whole page in `nav`: where a third of the prose would go, only what frames it does.
    """
    held = _NAVIGATION.find_lines(document)
    parts = page.parts
    if 3 * sum(parts.prose[i] for i in held) > sum(parts.prose):
        return frozenset(i for i in held if parts.above(i) or parts.below(i))
    return held


def _trail(line: str, folded: str, prose: bool) -> str:
    """ "Home > News > Coast": short names between arrows, or between slashes behind "Home"."""
    if prose or len(line) > 150:
        return ""
    if _ARROW.search(line):
        items = [item for item in _TRAIL.split(line) if item]
        home = fold(items[0]) in common().home if items else False
        if (len(items) >= 3 or (len(items) == 2 and home)) and all(len(item.split()) <= 5 for item in items):
            return "navigation.trail" if home or not any(map(str.isdigit, line)) else ""
    if "/" in line or "|" in line:
        items = [item for item in _TRAIL_SLASH.split(folded) if item]
        if len(items) >= 3 and items[0] in common().home and all(len(item.split()) <= 4 for item in items[:-1]):
            return "navigation.trail"
    return ""


def _sections(document: IndexedDocument, parts: Anatomy, topics: set[str], claimed: set[int]) -> Iterator[Mark]:
    """A lone agency, outlet or topic of the tag line, some lines below the story."""
    agencies = common().agencies
    for index, line in enumerate(document.lines[parts.end + 2 :], parts.end + 2):
        named = line in agencies or (topics and line[:1].isupper() and fold(line) in topics)
        if named and index not in claimed and len(line) <= 30 and len(line.split()) <= 3:
            claimed.add(index)
            yield claim(document, index, "navigation.section")


def _menus(document: IndexedDocument, page: LineIndex, claimed: set[int]) -> Iterator[Mark]:
    """Runs of short lines outside the story, each a few words without the signs of a sentence."""
    parts = page.parts
    if parts.end == 0:
        return
    story = range(parts.start, parts.end)
    heads = {line.number for line in document.headline_lines}
    for run in runs(index for index in _entries(page) if index not in story and index not in heads):
        if _is_menu(page, run):
            yield from (claim(document, place, "navigation.menu") for place in run if place not in claimed)


def _entries(page: LineIndex) -> list[int]:
    """The lines as short as an entry of a menu, without digits and without the signs of a sentence."""
    return [
        index
        for index, (line, (first, _), signs) in enumerate(
            zip(page.lines, page.look.letters, page.look.signs, strict=True)
        )
        if len(line) <= MENU_LINE
        and signs & (LETTER | DIGIT) == LETTER
        and first == 0
        and line[-1] not in _NO_ENTRY
        and line.count(" ") < MENU_WORDS
        and not line[0].islower()
    ]


def _is_menu(page: LineIndex, run: list[int]) -> bool:
    """Whether a run of short lines is a menu: long enough, not mostly people, dates or one line again and again."""
    if len(run) < MENU_RUN_FROM_HOME:
        return False
    home = any(page.folded[index] in common().home for index in run[:3])
    lines = [page.lines[index] for index in run]
    cased = any(line[0].isupper() for line in lines)
    if len(run) < (MENU_RUN_FROM_HOME if home else MENU_RUN if cased else MENU_RUN_UNCASED):
        return False
    people = sum(" " in line and is_person(line) for line in lines)
    dates = sum(page.whens[index] is not None for index in run)
    return (people + dates) * 2 < len(run) and len(set(lines)) * 2 > len(run)


def _link_lists(document: IndexedDocument, parts: Anatomy, claimed: set[int]) -> Iterator[Mark]:
    """Runs of lines that are links and nothing else, outside the story: names of sections, or teasers."""
    story = range(parts.start, parts.end)
    linked = (index for index, block in enumerate(document.blocks) if block.link_share >= LINKED)
    for run in runs(index for index in linked if index not in story):
        if len(run) >= LINK_RUN:
            for place in run:
                if place not in claimed:
                    short = len(document.lines[place].split()) <= MENU_WORDS and len(document.lines[place]) <= 40
                    yield claim(document, place, "navigation.menu" if short else "navigation.links")


def _linked_teasers(document: IndexedDocument, page: LineIndex, claimed: set[int]) -> Iterator[Mark]:
    """Of Markdown, links right below a line that announces other stories, inside the story too.

    Lists of links without such a line are left to the classifier: claiming them as on pages raised the body lost of 60
    blog posts from .0031 to .0039, of news not at all, at an F1 higher by .004 and .0007.
    """
    whole = matcher(document.language.code).whole
    for run in runs(index for index, block in enumerate(document.blocks) if block.link_share >= LINKED):
        head = page.folded[run[0] - 1] if run[0] else ""
        if head and any(rule.kind == "related" for rule in whole(head)):
            yield from (claim(document, place, "navigation.links") for place in run if place not in claimed)
