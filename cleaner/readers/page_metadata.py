"""Metadata in a page's own markup: JSON-LD, `<meta>`, `<link>` and `<title>`, by record field with the source of each
value.

Facts feed the metadata and the features, never the text. The names of the fields are those of the record, plus
"description" and "body" (schema.org's `articleBody`), which serve as evidence only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml.html import HtmlElement

Facts = dict[str, tuple[tuple[str, str], ...]]

_ARTICLE_TYPES = frozenset(
    "article newsarticle blogposting reportagenewsarticle liveblogposting opinionnewsarticle analysisnewsarticle"
    " backgroundnewsarticle reviewnewsarticle advertisercontentarticle techarticle scholarlyarticle report"
    " review".split()
)
_NESTS = ("@graph", "mainEntity", "mainEntityOfPage")
_META = {
    "og:title": "title",
    "twitter:title": "title",
    "dc.title": "title",
    "citation_title": "title",
    "parsely-title": "title",
    "author": "authors",
    "article:author": "authors",
    "dc.creator": "authors",
    "byl": "authors",
    "parsely-author": "authors",
    "sailthru.author": "authors",
    "citation_author": "authors",
    "article:author_name": "authors",
    "cxenseparse:author": "authors",
    "article:published_time": "date",
    "date": "date",
    "dc.date": "date",
    "dc.date.issued": "date",
    "pubdate": "date",
    "publish-date": "date",
    "parsely-pub-date": "date",
    "sailthru.date": "date",
    "datepublished": "date",
    "cxenseparse:recs:publishtime": "date",
    "citation_publication_date": "date",
    "og:article:published_time": "date",
    "og:site_name": "site",
    "application-name": "site",
    "article:section": "section",
    "parsely-section": "section",
    "og:url": "canonical_url",
    "description": "description",
    "og:description": "description",
    "twitter:description": "description",
    "og:type": "type",
}
_SHOWN = frozenset(("title", "authors", "site", "section", "description"))
"""Fields that a reader of the record sees, whose entities are none of an address or of data."""
_MOST_JSON = 3_000_000
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


def gather_facts(root: HtmlElement, url: str | None) -> Facts:
    """Facts by field; within a field the most trusted origin first: JSON-LD, then `<meta>`, then the page's title."""
    found: dict[str, list[tuple[str, str]]] = {}

    def note(field: str, origin: str, value: object) -> None:
        text = " ".join(str(value).split()) if isinstance(value, str | int | float) else ""
        text = _as_text(text) if field in _SHOWN else text
        if text and (origin, text) not in found.setdefault(field, []):
            found[field].append((origin, text))

    for field, origin, value in _read_json_ld(root):
        note(field, origin, value)
    for field, origin, value in _read_head(root):
        note(field, origin, value)
    if url:
        note("canonical_url", "url", url)
    return {field: tuple(values) for field, values in found.items() if values}


def _as_text(text: str) -> str:
    """A value without the entities and tags that some pages write twice: "Tom &amp;quot;T&amp;quot; Okoro<br>"."""
    if "&" in text:
        text = unescape(unescape(text))
    return " ".join(_TAG.sub(" ", text).split()) if "<" in text or "\xa0" in text else text


def _read_head(root: HtmlElement) -> Iterator[tuple[str, str, object]]:
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        if name in _META:
            yield _META[name], name, meta.get("content")
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            yield "canonical_url", "canonical", link.get("href")
    title = next(root.iter("title"), None)
    if title is not None:
        yield "title", "title", title.text


def _read_json_ld(root: HtmlElement) -> Iterator[tuple[str, str, object]]:
    for script in root.iter("script"):
        if (script.get("type") or "").lower().split(";")[0].strip() != "application/ld+json":
            continue
        text = (script.text or "").strip().strip(";")
        if not text or len(text) > _MOST_JSON:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _articles(data):
            yield from _read_article(item)


def _articles(data: Any) -> Iterator[dict[str, Any]]:
    """The article objects of a JSON-LD block, the most telling type first."""
    todo: list[Any] = [data]
    found: list[tuple[bool, int, dict[str, Any]]] = []
    while todo and len(found) < 200:
        item = todo.pop()
        if isinstance(item, list):
            todo.extend(reversed(item))
        elif isinstance(item, dict):
            types = [str(t).lower() for t in _listed(item.get("@type"))]
            is_article = not _ARTICLE_TYPES.isdisjoint(types)
            if is_article or "webpage" in types:
                found.append((not is_article, len(found), item))
            todo.extend(item[key] for key in _NESTS if isinstance(item.get(key), list | dict))
    return (item for _, _, item in sorted(found, key=lambda row: row[:2]))


def _read_article(item: dict[str, Any]) -> Iterator[tuple[str, str, object]]:
    kind = str(next(iter(_listed(item.get("@type"))), ""))
    yield "type", "json-ld", kind
    yield "title", "json-ld", item.get("headline")
    is_page = kind.lower() == "webpage"
    for author in [] if is_page else _listed(item.get("author")) or _listed(item.get("creator")):
        is_outlet = isinstance(author, dict) and "organi" in str(author.get("@type")).lower()
        origin = "json-ld:organization" if is_outlet else "json-ld"
        for name in _listed(author.get("name") if isinstance(author, dict) else author):
            yield "authors", origin, name
    yield "date", "json-ld", item.get("datePublished")
    publisher = next(iter(_listed(item.get("publisher"))), None)
    yield "site", "json-ld", publisher.get("name") if isinstance(publisher, dict) else publisher
    for section in _listed(item.get("articleSection"))[:1]:
        yield "section", "json-ld", section
    yield "description", "json-ld", item.get("description")
    yield "body", "json-ld", item.get("articleBody")
    if str(item.get("isAccessibleForFree", "")).lower() == "false":
        yield "paywalled", "json-ld", "true"


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
