"""Applies site rules to a page: returns the spans to remove and the metadata of the story."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree
from lxml.html import HtmlElement

from cleaner.document import Span, Stripped
from cleaner.readers.ftr_site_config import FACTS, STRIPS, SiteRule, SiteRules
from cleaner.readers.limits import MAX_SITE_DEPTH, MAX_SITE_ELEMENTS, MAX_SITE_WORK
from cleaner.readers.page_metadata import Facts
from cleaner.readers.xpath_cost import run

MOST_FOUND = 5_000
"""Elements of a page that its site's rules may name; more are left."""

Place = tuple[int, int]
"""A place in the text while it is being made: the number of the line, the characters of it so far."""


class Watch:
    """The elements that rules name, and where in the text each began and ended, as the walk goes by."""

    def __init__(self, named: Iterable[tuple[SiteRule, HtmlElement]]) -> None:
        self._rules: dict[HtmlElement, list[SiteRule]] = {}
        for rule, element in named:
            self._rules.setdefault(element, []).append(rule)
        self._starts: dict[HtmlElement, Place] = {}
        self._found: list[tuple[Place, Place, SiteRule]] = []

    def __contains__(self, element: object) -> bool:
        return element in self._rules

    def note(self, element: HtmlElement, place: Place, *, opening: bool) -> None:
        """A watched element begins or ends here."""
        if opening:
            self._starts[element] = place
        elif element in self._starts:
            self._found += [(self._starts[element], place, rule) for rule in self._rules[element]]

    def spans(self, lines: Sequence[Span]) -> tuple[Stripped, ...]:
        """What each rule named, as spans of the page text whose lines are given; empty elements name nothing."""
        found = {
            Stripped(Span(start, end), rule.id, f"{rule.directive}: {rule.value}")
            for begun, ended, rule in self._found
            if (start := _start_of(begun, lines)) < (end := _end_of(ended, lines))
        }
        return tuple(sorted(found))


def _start_of(place: Place, lines: Sequence[Span]) -> int:
    line, column = place
    if line >= len(lines):
        return lines[-1].end if lines else 0
    return min(lines[line].start + column, lines[line].end)


def _end_of(place: Place, lines: Sequence[Span]) -> int:
    line, column = place
    if column == 0 or line >= len(lines):
        return lines[min(line, len(lines)) - 1].end if line and lines else 0
    return min(lines[line].start + column, lines[line].end)


def rules_for(root: HtmlElement, site_rules: SiteRules | None, url: str | None) -> tuple[tuple[SiteRule, ...], str]:
    """The rules for a page by its address, and a warning where it is too large for them."""
    rules = site_rules.for_url(url) if site_rules is not None else ()
    if not rules:
        return (), ""
    elements, depth, characters = _measure(root)
    if elements > MAX_SITE_ELEMENTS or depth > MAX_SITE_DEPTH:
        return (
            (),
            f"site rules not applied: over {MAX_SITE_ELEMENTS:,} elements, or {MAX_SITE_DEPTH} in one another",
        )
    work = elements * max(elements, characters // 50)
    light = tuple(rule for rule in rules if rule.work * work <= MAX_SITE_WORK)
    left = len(rules) - len(light)
    return light, f"{left} costly site rules not applied: the page is too large for them" if left else ""


def _measure(root: HtmlElement) -> tuple[int, int, int]:
    """Elements of a page, as far as they are counted, how many are in one another, and characters of text."""
    elements = depth = deepest = characters = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        if event == "start":
            elements += 1
            characters += len(element.text or "") + len(element.tail or "")
        if elements > MAX_SITE_ELEMENTS or deepest > MAX_SITE_DEPTH:
            break
    return elements, deepest, characters


def watch_for(root: HtmlElement, rules: Sequence[SiteRule]) -> tuple[Watch | None, str]:
    """The elements the strip rules name on a page, and a warning where there are too many."""
    strips = [rule for rule in rules if rule.directive in STRIPS]
    if not strips:
        return None, ""
    named: list[tuple[SiteRule, HtmlElement]] = []
    for rule in strips:
        named += [(rule, element) for element in select(root, rule) if isinstance(element, HtmlElement)]
        if len(named) >= MOST_FOUND:
            return Watch(named[:MOST_FOUND]), f"site rules name more than {MOST_FOUND:,} elements; the rest stay"
    return Watch(named), ""


def select(root: HtmlElement, rule: SiteRule) -> list[object]:
    """What a rule's XPath finds; nothing where it cannot be evaluated on this page."""
    try:
        return run(rule.xpath, root)
    except etree.XPathError:
        return []


def with_site_facts(facts: Facts, root: HtmlElement, rules: Sequence[SiteRule]) -> Facts:
    """The facts of a page with what its site's rules say first: of each directive, the first rule that finds text."""
    said: Facts = {}
    for rule in rules:
        field = FACTS.get(rule.directive)
        if field and field not in said:
            texts = [" ".join(_text_of(found).split()) for found in select(root, rule)[:20]]
            if values := tuple((rule.id, text) for text in texts if text):
                said[field] = values if field == "authors" else values[:1]
    return facts | {field: (*values, *facts.get(field, ())) for field, values in said.items()}


def _text_of(found: object) -> str:
    if isinstance(found, etree._Element):
        return "".join(str(text) for text in found.itertext())[:2_000]
    return str(found)[:2_000] if isinstance(found, str) else ""
