"""The data on the story in the JSON-LD of a page (schema.org), as (field, origin, value).

An object that is only referenced by its `@id` is looked up in all blocks of the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from lxml.html import HtmlElement

Said = Iterator[tuple[str, str, object]]
Item = dict[str, Any]

ORIGIN = "json-ld"
ORGANISATION = f"{ORIGIN}:organization"
BREADCRUMB = f"{ORIGIN}:breadcrumb"

_ARTICLE_TYPES = frozenset(
    "article newsarticle blogposting reportagenewsarticle liveblogposting opinionnewsarticle analysisnewsarticle"
    " backgroundnewsarticle reviewnewsarticle advertisercontentarticle techarticle scholarlyarticle report"
    " review".split()
)
_LISTS = frozenset(("tags", "author_urls", "author_names", "story_types"))
"""Fields of which one object names all: what a second article of the page says is of another story."""
_NESTS = ("@graph", "mainEntity", "mainEntityOfPage")
_MOST_JSON = 3_000_000
_MOST_LISTED = 500
"""Values of a property, and objects of a block, that are read."""
_MOST_OBJECTS = 2_000
"""Objects of a page that are looked through for those that others name by `@id`."""


def read_json_ld(root: HtmlElement) -> Said:
    """What the blocks say, one after the other; within a block the article objects before those of the page."""
    blocks = list(_blocks(root))
    named = _Named(blocks)
    told: set[str] = set()
    for data in blocks:
        for item in _articles(data):
            yield from _read_article(item)
            more = [row for row in _read_more(item, named) if row[2] and row[0] not in told]
            told |= {field for field, _, _ in more} & _LISTS
            yield from more
    for data in blocks:
        yield from _read_page(data, named)


def _blocks(root: HtmlElement) -> Iterator[Any]:
    for script in root.iter("script"):
        if (script.get("type") or "").lower().split(";")[0].strip() != "application/ld+json":
            continue
        text = (script.text or "").strip().strip(";")
        if not text or len(text) > _MOST_JSON:
            continue
        try:
            yield json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue


def _articles(data: Any) -> Iterator[Item]:
    """The article objects of a JSON-LD block, the most telling type first."""
    todo: list[Any] = [data]
    found: list[tuple[bool, int, Item]] = []
    while todo and len(found) < 200:
        item = todo.pop()
        if isinstance(item, list):
            todo.extend(reversed(item))
        elif isinstance(item, dict):
            types = types_of(item)
            is_article = not _ARTICLE_TYPES.isdisjoint(types)
            if is_article or "webpage" in types:
                found.append((not is_article, len(found), item))
            todo.extend(item[key] for key in _NESTS if isinstance(item.get(key), list | dict))
    return (item for _, _, item in sorted(found, key=lambda row: row[:2]))


def types_of(item: Item) -> list[str]:
    """The types of an object in lower case, without schema.org's address."""
    return [str(name).lower().rpartition("/")[2] for name in _listed(item.get("@type"))]


class _Named:
    """The objects that say more than their `@id`, by it; looked for when the first is asked for."""

    def __init__(self, blocks: Sequence[Any]) -> None:
        self._blocks = blocks

    @cached_property
    def by_id(self) -> dict[str, Item]:
        named: dict[str, Item] = {}
        todo = list(self._blocks)
        for _ in range(_MOST_OBJECTS):
            if not todo:
                break
            item = todo.pop()
            if isinstance(item, list):
                todo.extend(item)
            elif isinstance(item, dict):
                if isinstance(item.get("@id"), str) and len(item) > 1:
                    named.setdefault(item["@id"], item)
                todo.extend(value for value in item.values() if isinstance(value, list | dict))
        return named


def _read_article(item: Item) -> Said:
    """What the stages before the metadata use as well: titles, authors, outlet, description, text."""
    kind = str(next(iter(_listed(item.get("@type"))), ""))
    yield "type", ORIGIN, kind
    yield "title", ORIGIN, item.get("headline")
    for author in [] if kind.lower() == "webpage" else _authors(item):
        origin = ORGANISATION if isinstance(author, dict) and "organi" in str(author.get("@type")).lower() else ORIGIN
        for name in _listed(author.get("name") if isinstance(author, dict) else author):
            yield "authors", origin, name
    yield "date", ORIGIN, item.get("datePublished")
    publisher = next(iter(_listed(item.get("publisher"))), None)
    yield "site", ORIGIN, publisher.get("name") if isinstance(publisher, dict) else publisher
    for section in _listed(item.get("articleSection"))[:1]:
        yield "section", ORIGIN, section
    yield "description", ORIGIN, item.get("description")
    yield "body", ORIGIN, item.get("articleBody")
    if str(item.get("isAccessibleForFree", "")).lower() == "false":
        yield "paywalled", ORIGIN, "true"


def _read_more(item: Item, named: _Named) -> Said:
    """What only the metadata use."""
    is_page = _ARTICLE_TYPES.isdisjoint(types_of(item))
    for kind in [] if is_page else types_of(item):
        yield "story_types", ORIGIN, kind
    yield "modified", ORIGIN, item.get("dateModified")
    for image in (*_listed(item.get("image")), *_listed(item.get("primaryImageOfPage"))):
        yield from _read_image(_whole(image, named))
    for thumbnail in _listed(item.get("thumbnailUrl"))[:1]:
        yield "thumbnail", ORIGIN, thumbnail
    for author in [] if is_page else (_whole(one, named) for one in _authors(item)):
        if isinstance(author, dict):
            yield "author_names", ORIGIN, author.get("name")
            for address in (*_listed(author.get("url")), *_listed(author.get("sameAs"))[:1])[:1]:
                yield "author_urls", ORIGIN, _address(address)
    for tag in [] if is_page else _listed(item.get("keywords")):
        yield "tags", ORIGIN, tag.get("name") if isinstance(tag, dict) else tag
    if "isAccessibleForFree" in item:
        yield "access", ORIGIN, str(item["isAccessibleForFree"])
    for license in _listed(item.get("license"))[:1]:
        yield "license", ORIGIN, _address(license)
    for language in _listed(item.get("inLanguage"))[:1]:
        code = language.get("alternateName") or language.get("name") if isinstance(language, dict) else language
        yield "declared_language", ORIGIN, code
    for publisher in _listed(item.get("publisher"))[:1]:
        whole = _whole(publisher, named)
        yield "publisher", ORIGIN, whole.get("name") if isinstance(whole, dict) else None
    for source in _listed(item.get("sourceOrganization"))[:1]:
        whole = _whole(source, named)
        yield "source_agency", ORIGIN, whole.get("name") if isinstance(whole, dict) else whole


def _authors(item: Item) -> list[Any]:
    return _listed(item.get("author")) or _listed(item.get("creator"))


def _read_image(image: Any) -> Said:
    if isinstance(image, dict):
        address = next((image[key] for key in ("url", "contentUrl") if image.get(key)), image.get("@id"))
        address = next(iter(_listed(address)), None)
        yield "image", ORIGIN, address
        if isinstance(address, str) and address:
            yield "image_caption", f"{ORIGIN} {address}", image.get("caption")
    else:
        yield "image", ORIGIN, image


def _read_page(data: Any, named: _Named) -> Said:
    """The types of what a block describes at its top, and the last but the first of a trail of links."""
    tops = [item for item in _listed(data) if isinstance(item, dict)]
    for item in (*tops, *(one for top in tops for one in _listed(top.get("@graph")) if isinstance(one, dict))):
        for kind in types_of(item):
            yield "types", ORIGIN, kind
        trail = item if "breadcrumblist" in types_of(item) else _whole(item.get("breadcrumb"), named)
        if isinstance(trail, dict):
            yield from _read_trail(trail, named)


def _read_trail(trail: Item, named: _Named) -> Said:
    """The section: the last step of the trail that leads elsewhere, but for the first, which is the start page."""
    steps = [one for one in _listed(trail.get("itemListElement")) if isinstance(one, dict)]
    names = []
    for step in steps:
        page = _whole(step.get("item"), named)
        names.append(step.get("name") or (page.get("name") if isinstance(page, dict) else None))
    if len(names) > 2:
        yield "trail", BREADCRUMB, names[-2]


def _whole(value: Any, named: _Named) -> Any:
    """An object, for one that is only named the one of that name."""
    if isinstance(value, dict) and isinstance(value.get("@id"), str):
        return {**named.by_id.get(value["@id"], {}), **value}
    return value


def _address(value: Any) -> object:
    return (
        next((value[key] for key in ("url", "@id", "name") if value.get(key)), None)
        if isinstance(value, dict)
        else value
    )


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value[:_MOST_LISTED] if isinstance(value, list) else [value]
