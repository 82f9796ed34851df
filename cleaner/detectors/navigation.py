"""Navigation: topics after a label and below the story, what the HTML calls navigation, and lists of links.

Menus of plain text are left to the classifier, which gives them the right kind more often; poems, lists of ingredients
and results are runs of short lines too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.detectors.html_context import Surroundings
from cleaner.detectors.indexed_document import IndexedDocument, make_mark
from cleaner.detectors.line_index import LineIndex, runs
from cleaner.document import Mark
from cleaner.newsroom.word_lists import common
from cleaner.phrases.matcher import matcher
from cleaner.text import patterns
from cleaner.text.line_shape import Anatomy, ends_like_sentence

MENU_WORDS, MENU_LINE = 4, 40
"""Words and characters of the longest entry of a menu."""
LONGEST_LANDMARK = 200
"""Characters of a line of navigation, at most."""
LINK_RUN = 3
"""Lines of a list of links, at the least."""
LINKED = 0.9
"""Share of a line that must be link text to be an entry of a list of links."""
MOST_TOPICS = 12
"""Lines of topics below their label, at most."""

_SEPARATORS = re.compile(rf"{patterns.ANY}[,|•·;]\s*|{patterns.SOME}[-–—]\s+|{patterns.ANY}#")
_TOPICAL = frozenset(("navigation", "share", "byline", "timestamp", "other"))
"""Kinds of wording a topic can look like: "Sport", "X", "AP"."""
_STORY = frozenset(("article", "main", "body"))
_LANDMARK_WORDS = frozenset(
    ("nav", "navbar", "navigation", "menu", "submenu", "breadcrumb", "breadcrumbs", "skiplink", "skip")
)

_NAVIGATION = Surroundings(frozenset(("nav",)), 11, _LANDMARK_WORDS, 3, stops=_STORY)


def find_navigation(document: IndexedDocument) -> Iterator[Mark]:
    """Mark navigation and lists of links."""
    page = document.index
    marked: set[int] = set()
    topics: set[str] = set()
    for index in page.opening_with(page.words.tags):
        if index in marked:
            continue
        for step, mark in enumerate(_topics(document, index, page)):
            marked.add(index + step)
            topics.update(_SEPARATORS.split(page.folded[index + step]) + page.folded[index + step].split())
            yield mark
    for index in sorted(_landmarks(document, page)):
        if index not in marked and len(page.lines[index]) <= LONGEST_LANDMARK:
            marked.add(index)
            yield make_mark(document, index, "navigation.landmark")
    yield from _sections(document, page, topics, marked)
    if document.is_html:
        yield from _link_lists(document, page.parts, marked)
    else:
        yield from _linked_teasers(document, page, marked)


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
            yield make_mark(document, index, "navigation.tags", lifted=_section(label, items))
        return
    if rest.strip(" :：") or (inside and not parts.below(index + 1)):
        return
    following = list(_short_lines(document, index + 1, page))
    if following:
        yield make_mark(document, index, "navigation.tags")
        yield from (make_mark(document, place, "navigation.tags") for place in following)


def _section(label: str, items: list[str]) -> tuple[tuple[str, str], ...]:
    return (("section", items[0]),) if label.startswith("article topic") and items else ()


def _short_lines(document: IndexedDocument, start: int, page: LineIndex) -> Iterator[int]:
    """The short lines from `start` on, as topics are, down to what the wording packs know for something else."""
    parts, whole = page.parts, matcher(document.language.code).whole
    for place in range(start, min(start + MOST_TOPICS, len(document.lines))):
        line = document.lines[place]
        if parts.prose[place] or len(line) > MENU_LINE or len(line.split()) > MENU_WORDS or ends_like_sentence(line):
            return
        if any(rule.kind not in _TOPICAL for rule in whole(page.folded[place])):
            return
        yield place


def _landmarks(document: IndexedDocument, page: LineIndex) -> frozenset[int]:
    """The lines in elements that are called navigation, unless the story itself stands in one.

    Some sites wrap the whole page in `nav`: where a third of the prose would go, only what frames it does.
    """
    held = _NAVIGATION.find_lines(document)
    parts = page.parts
    if 3 * sum(parts.prose[i] for i in held) > sum(parts.prose):
        return frozenset(i for i in held if parts.above(i) or parts.below(i))
    return held


def _sections(document: IndexedDocument, page: LineIndex, topics: set[str], marked: set[int]) -> Iterator[Mark]:
    """A lone agency, outlet or topic of the tag line, some lines below the story."""
    agencies = common().agencies
    for index, line in enumerate(page.lines[page.parts.end + 2 :], page.parts.end + 2):
        named = line in agencies or (topics and line[:1].isupper() and page.folded[index] in topics)
        if named and index not in marked and len(line) <= 30 and len(line.split()) <= 3:
            marked.add(index)
            yield make_mark(document, index, "navigation.section")


def _link_lists(document: IndexedDocument, parts: Anatomy, marked: set[int]) -> Iterator[Mark]:
    """Runs of lines that are links and nothing else, outside the story: names of sections, or teasers."""
    story = range(parts.start, parts.end)
    linked = (index for index, block in enumerate(document.blocks) if block.link_share >= LINKED)
    for run in runs(index for index in linked if index not in story):
        if len(run) >= LINK_RUN:
            for place in run:
                if place not in marked:
                    short = len(document.lines[place].split()) <= MENU_WORDS and len(document.lines[place]) <= MENU_LINE
                    yield make_mark(document, place, "navigation.menu" if short else "navigation.links")


def _linked_teasers(document: IndexedDocument, page: LineIndex, marked: set[int]) -> Iterator[Mark]:
    """Of Markdown, links right below a line that announces other stories, inside the story too.

    Lists of links without such a line are left to the classifier: marking them as on pages raised the body lost of 60
    blog posts from .0031 to .0039, of news not at all, at an F1 higher by .004 and .0007.
    """
    whole = matcher(document.language.code).whole
    for run in runs(index for index, block in enumerate(document.blocks) if block.link_share >= LINKED):
        head = page.folded[run[0] - 1] if run[0] else ""
        if head and any(rule.kind == "related" for rule in whole(head)):
            yield from (make_mark(document, place, "navigation.links") for place in run if place not in marked)
