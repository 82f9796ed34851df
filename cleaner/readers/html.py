"""HTML to a document: the visible text of the whole page, line by line, with the element of each line.

Block elements are separated by blank lines; list items, table rows and `<br>` are lines; cells are joined by " | ";
inline tags do not split words. Nothing is dropped here as boilerplate: later stages decide, and the record lists it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace

from lxml.html import HtmlElement

from cleaner.document import Document
from cleaner.readers.declared_translation import FIELD as DECLARED
from cleaner.readers.declared_translation import LISTED, declared_marks, listed_language
from cleaner.readers.embedded_json import put_story
from cleaner.readers.ftr_site_config import SiteRules
from cleaner.readers.html_lines import Page, collect_lines
from cleaner.readers.html_tree import parse_html
from cleaner.readers.limits import MAX_CHARS, MAX_LINES
from cleaner.readers.mojibake import is_garbled, repair
from cleaner.readers.page_metadata import gather_facts
from cleaner.readers.plain_text import known_language
from cleaner.readers.site_rules import rules_for, watch_for, with_site_facts
from cleaner.readers.trafilatura_witness import ask_witness
from cleaner.readers.wrapped import join_wrapped

_ONE_AT_A_TIME = threading.Lock()
"""Several threads in lxml and trafilatura crash the process (2 of 5 runs with 8 threads), without being faster."""


def _renew_lock() -> None:
    """In a forked child: the thread that held the lock is not there to release it."""
    global _ONE_AT_A_TIME
    _ONE_AT_A_TIME = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_lock)

_PARAGRAPH, _STORY = 80, 300
"""Characters of a line that may be a paragraph, and of all such lines of a page that may hold a story. Two of 870 given
pages hold less, and one of them its story in a script."""
_WITNESS_MOST_BLOCKS = 6_000  # its time grows faster than their number: 5,000 <p> 0.5 s, 20,000 3.7 s, 60,000 70 s
_WITNESS_MOST_CHARS = 1_500_000
_WITNESS_MOST_DEPTH = 200  # it walks the tree by recursion


def read_html(
    markup: str,
    *,
    url: str | None = None,
    language: str | None = None,
    witness: bool = True,
    site_rules: SiteRules | None = None,
) -> Document:
    """A document of a page's visible text. `witness`: it can ask trafilatura what that would extract."""
    with _ONE_AT_A_TIME:
        document = _read(markup, url, language, witness, site_rules)
        if is_garbled(document.text) and (repaired := repair(markup)) != markup:
            document = _read(repaired, url, language, witness, site_rules)
            return replace(document, warnings=(*document.warnings, "repaired: decoded in the wrong charset"))
        return document


def _read(markup: str, url: str | None, language: str | None, witness: bool, site_rules: SiteRules | None) -> Document:
    root, truncated = parse_html(markup)
    if root is None:
        return Document("", (), known_language(language, ()), url=url, is_html=True, truncated=truncated)
    facts = gather_facts(root, url)
    rules, too_large = rules_for(root, site_rules, url or _page_url(facts))
    watch, too_many = watch_for(root, rules)
    page = collect_lines(root, watch)
    scripted = _is_without_story(page) and put_story(root, facts, page.text)
    page = collect_lines(root, watch) if scripted else page
    facts = with_site_facts(facts, root, rules) if rules else facts
    if declared := declared_marks(root, url, markup):
        facts[DECLARED] = declared
    if listed := listed_language(root, url):
        facts[LISTED] = (("hreflang", listed),)
    too_much = witness and _is_too_much(page)
    warnings = {
        f"cut at {MAX_CHARS:,} characters": truncated,
        "the story was found in a script or a template of the page": scripted,
        f"text below depth {page.cut_depth} left out": page.cut_depth,
        f"cut after {MAX_LINES:,} lines": page.cut,
        too_large: too_large,
        too_many: too_many,
        "page too large for the witness": too_much,
    }
    lines = tuple([page.text[start:end].strip() for (start, end), _, _ in page.blocks])
    blocks, lines = join_wrapped(page.text, page.blocks, lines, page.apart)
    return Document(
        page.text,
        blocks,
        known_language(language, lines),
        url=url or _page_url(facts),
        is_html=True,
        meta=facts,
        warnings=tuple(told for told, holds in warnings.items() if holds),
        truncated=truncated or page.cut or bool(page.cut_depth),
        stripped=page.stripped,
        inlines=page.inlines,
        has_tables=page.has_tables,
        ask=_make_question(root, lines) if witness and lines and not too_much else None,
    ).with_lines(lines)


def _is_without_story(page: Page) -> bool:
    """Whether hardly a line of the page is as long as a paragraph."""
    return sum([end - start for (start, end), _, _ in page.blocks if end - start >= _PARAGRAPH]) < _STORY


def _is_too_much(page: Page) -> bool:
    return (
        len(page.blocks) > _WITNESS_MOST_BLOCKS
        or len(page.text) > _WITNESS_MOST_CHARS
        or page.depth > _WITNESS_MOST_DEPTH
    )


def _make_question(root: HtmlElement, lines: tuple[str, ...]) -> Callable[[], tuple[float, ...]]:
    """What asks the witness about a page, from any thread; it gets a copy of the tree."""

    def ask() -> tuple[float, ...]:
        with _ONE_AT_A_TIME:
            return tuple(ask_witness(root, lines))

    return ask


def _page_url(facts: Mapping[str, tuple[tuple[str, str], ...]]) -> str | None:
    found = facts.get("canonical_url")
    return found[0][1] if found else None
