"""What is told of the elements that lines stand in: tags, names, shapes, and whether a reader sees them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from lxml.html import HtmlElement

from cleaner.document import Elements

_NAMED = ("class", "id", "role", "data-testid", "data-component")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_a-zA-Z]+")
_MOST_WORDS = 24
_UNSEEN_BY = frozenset(("hidden", "aria-hidden", "style"))
"""Attributes one of which every element that is not seen has, `noscript` aside."""
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def make_elements(
    order: Sequence[int], elements: Sequence[HtmlElement], names: Sequence[str], above: Sequence[int]
) -> Elements:
    """What is told of some elements of a page.

    order: their numbers among all, ascending, none without those it stands in. elements, names, above: of all elements,
    the tags and the numbers of those they stand in.
    """
    place = {number: i for i, number in enumerate(order)}
    given = [dict(elements[number].items()) for number in order]
    tags = [names[number] for number in order]
    parents = [place.get(above[number], -1) for number in order]
    kin = list(zip(parents, tags, [own.get("class") for own in given], strict=True))
    alike = Counter(kin)
    words = [_name_words(*map(own.get, _NAMED)) if own else () for own in given]
    sorts: dict[tuple[str, tuple[str, ...]], int] = {}
    depths: list[int] = []
    hidden: list[bool] = []
    for parent, tag, own in zip(parents, tags, given, strict=True):
        depths.append(depths[parent] + 1 if parent >= 0 else 0)
        unseen = (tag == "noscript" or not _UNSEEN_BY.isdisjoint(own)) and _is_unseen(tag, own)
        hidden.append((parent >= 0 and hidden[parent]) or unseen)
    return Elements(
        sort=[sorts.setdefault(key, len(sorts)) for key in zip(tags, words, strict=True)],
        sorts=list(sorts),
        parents=parents,
        depths=depths,
        shapes=[alike[key] for key in kin],
        hidden=hidden,
        itemprops={i: own["itemprop"].lower() for i, own in enumerate(given) if "itemprop" in own},
        starts={i: int(own["start"]) for i, own in enumerate(given) if "start" in own and _is_number(own["start"])},
    )


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


def _is_unseen(tag: str, attributes: dict[str, str]) -> bool:
    if tag == "noscript" or "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    return "style" in attributes and _UNSEEN_STYLE.search(attributes["style"]) is not None
