"""Features of the HTML elements that contain text lines: tags, names, shapes, visibility."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from lxml.html import HtmlElement

from cleaner.document import Elements
from cleaner.document.elements import lay_out

_NAMED = ("class", "id", "role", "data-testid", "data-component")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_a-zA-Z]+")
_MOST_WORDS = 24
_RARE = frozenset((*_NAMED[1:], "hidden", "aria-hidden", "style", "itemprop", "start"))
"""Attributes that are read besides the class. One element of seven has any of them."""
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def make_elements(
    order: Sequence[int], elements: Sequence[HtmlElement], names: Sequence[str], above: Sequence[int]
) -> Elements:
    """The features of some elements of a page.

    order: their numbers among all elements, ascending, with those of all their ancestors. elements, names, above: all
    elements of the page, their tags, and the number of the parent of each.
    """
    place = {number: i for i, number in enumerate(order)}
    place[-1] = -1
    parents = [place[above[number]] for number in order]
    sorts: dict[tuple[str, tuple[str, ...]], int] = {}
    known: dict[tuple[str | None, ...], tuple[int, int]] = {}
    looks: dict[tuple[str, str | None], int] = {}
    sort, kin, hides = list[int](), list[int](), list[bool]()
    itemprops, starts = dict[int, str](), dict[int, int]()
    for i, number in enumerate(order):
        tag, own = names[number], dict(elements[number].items())
        unseen = tag == "noscript"
        named: tuple[str | None, ...] = (tag, own.get("class")) if own else (tag, None)
        if not _RARE.isdisjoint(own):
            named = (tag, *map(own.get, _NAMED))
            unseen = unseen or _is_unseen(own)
            if "itemprop" in own:
                itemprops[i] = own["itemprop"].lower()
            if "start" in own and _is_number(own["start"]):
                starts[i] = int(own["start"])
        found = known.get(named)
        if found is None:
            look = looks.setdefault((tag, named[1]), len(looks))
            known[named] = found = sorts.setdefault((tag, _name_words(*named[1:])), len(sorts)), look
        sort.append(found[0])
        kin.append(found[1] * len(place) + parents[i])
        hides.append(unseen)
    return lay_out(list(sorts), sort, parents, kin, hides, itemprops, starts)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 8


@lru_cache(maxsize=4096)
def _name_words(*names: str | None) -> tuple[str, ...]:
    """The words of an element's class, id, role and test names, in lower case."""
    words: list[str] = []
    for name in " ".join(filter(None, names))[:400].split():
        words += _split_name(name)
        if len(words) >= _MOST_WORDS:
            break
    return tuple(words[:_MOST_WORDS])


@lru_cache(maxsize=8192)
def _split_name(name: str) -> tuple[str, ...]:
    return tuple(map(str.lower, _WORD.findall(name)))


def _is_unseen(attributes: dict[str, str]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    return "style" in attributes and _UNSEEN_STYLE.search(attributes["style"]) is not None
