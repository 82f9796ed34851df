"""Metadata that a page states: JSON-LD, `<meta>`, `<link>`, microdata and `<title>`, by record field with the origin.

These facts are used for metadata and features; they never change the text. The names are the fields of the record,
"description" and "body" (schema.org's `articleBody`), which are also features, and facts that several fields are
derived from: "type", "types", "story_types", "paywalled", "publisher", "author_names", "trail", "image_caption",
"thumbnail", "published", "times".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from cleaner.readers.json_ld import Said, read_json_ld
from cleaner.text.line_shape import may_be_title

Facts = dict[str, tuple[tuple[str, str], ...]]

_FIELDS = {
    "title": "og:title twitter:title dc.title citation_title parsely-title",
    "authors": "author article:author dc.creator byl parsely-author sailthru.author citation_author"
    " article:author_name cxenseparse:author",
    "date": "article:published_time date dc.date dc.date.issued pubdate publish-date parsely-pub-date sailthru.date"
    " datepublished cxenseparse:recs:publishtime citation_publication_date og:article:published_time",
    "modified": "article:modified_time og:article:modified_time datemodified dc.date.modified dcterms.modified"
    " last-modified lastmod og:updated_time",
    "site": "og:site_name application-name",
    "section": "article:section parsely-section",
    "canonical_url": "og:url",
    "description": "description og:description twitter:description",
    "type": "og:type",
    "image": "og:image og:image:secure_url og:image:url twitter:image twitter:image:src parsely-image-url"
    " sailthru.image.full",
    "thumbnail": "image thumbnail",
    "image_caption": "og:image:alt twitter:image:alt",
    "tags": "article:tag news_keywords parsely-tags sailthru.tags keywords",
    "access": "article:content_tier",
    "license": "license dcterms.license dc.rights.license",
    "declared_language": "og:locale content-language dc.language language",
}
_META = {name: field for field, names in _FIELDS.items() for name in names.split()}
_LINKS = {"image_src": "image", "license": "license", "author": "author_urls"}
"""Fields of `<link rel>`; `<a rel>` names a licence or an author, too."""
_PROPERTIES = {
    "datepublished": "published",
    "datemodified": "modified",
    "image": "image",
    "thumbnailurl": "thumbnail",
    "license": "license",
    "isaccessibleforfree": "access",
    "inlanguage": "declared_language",
}
"""Fields of microdata outside `<meta>`; titles, authors and descriptions are read as lines of the page."""
_ADDRESSES = frozenset(("image_caption", "image", "thumbnail", "license", "author_urls", "alternates"))
_SHOWN = frozenset(
    "title authors site section description publisher author_names tags trail image_caption license".split()
)
"""Fields that a reader of the record sees, whose entities are none of an address or of data."""
MICRODATA = "microdata"
_TELLING = frozenset(("link", "a", "time"))
_HAS_MICRODATA = etree.XPath("boolean(//@itemprop)")
_MOST_VALUES = 500
"""Values of a field that are kept; each is compared with those before it."""
_MOST_TIMES = 30
"""Elements `<time>` that are read: those of a story stand before those of comments and teasers."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


def gather_facts(root: HtmlElement, url: str | None) -> Facts:
    """Facts by field; within a field the most trusted origin first: JSON-LD, then `<meta>`, `<link>`, `<title>`, and
    microdata. Addresses are made absolute where the page's own is known.
    """
    found: dict[str, list[tuple[str, str]]] = {}

    def note(field: str, origin: str, value: object) -> None:
        text = " ".join(str(value).split()) if isinstance(value, str | int | float) else ""
        text = _as_text(text) if field in _SHOWN else text
        values = found.setdefault(field, [])
        if text and len(values) < _MOST_VALUES and (origin, text) not in values:
            values.append((origin, text))

    for read in (read_json_ld, _read_head, _read_elements):
        for field, origin, value in read(root):
            note(field, origin, value)
    if not found.get("title"):
        note("title", "h1", _only_heading(root))
    if url:
        note("canonical_url", "url", url)
    base = _base(root, url or next((value for _, value in found.get("canonical_url", ())), ""))
    return {
        field: tuple(_absolute(field, values, base) if field in _ADDRESSES else values)
        for field, values in found.items()
        if values
    }


def _only_heading(root: HtmlElement) -> str:
    """The text of the page's only `<h1>` if it is long enough for a headline, for a page without any title."""
    headings = [" ".join(heading.text_content().split()) for heading in root.iter("h1")]
    return headings[0] if len(headings) == 1 and may_be_title(headings[0]) else ""


def _as_text(text: str) -> str:
    """A value without the entities and tags that some pages write twice: "Tom &amp;quot;T&amp;quot; Okoro<br>"."""
    if "&" in text:
        text = unescape(unescape(text))
    return " ".join(_TAG.sub(" ", text).split()) if "<" in text or "\xa0" in text else text


def _base(root: HtmlElement, url: str) -> str:
    """The address that those of the page are relative to."""
    base = root.find("head/base")
    return _join(url, (base.get("href") or "") if base is not None else "")


def _absolute(field: str, values: list[tuple[str, str]], base: str) -> Iterator[tuple[str, str]]:
    """The addresses whole; the name of a licence stays as it is. A caption has the address of its image behind its
    origin.
    """
    for origin, value in values:
        if field == "image_caption":
            name, _, address = origin.partition(" ")
            yield f"{name} {_join(base, address)}" if address else origin, value
        elif field == "license" and ("/" not in value or " " in value):
            yield origin, value
        else:
            yield origin, _join(base, value)


def _join(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _read_head(root: HtmlElement) -> Said:
    for meta in root.iter("meta"):
        names = (meta.get(attribute) for attribute in ("property", "name", "itemprop", "http-equiv"))
        name = next(filter(None, names), "").strip().lower()
        if name in _META:
            yield _META[name], name, meta.get("content")
        if name == "article:author" and _SCHEME.match(meta.get("content") or ""):
            yield "author_urls", name, meta.get("content")
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            yield "canonical_url", "canonical", link.get("href")
    title = next(root.iter("title"), None)
    if title is not None:
        yield "title", "title", title.text


def _read_elements(root: HtmlElement) -> Said:
    """The language of `<html>`; links that say what they lead to; microdata that no line of the page shows."""
    yield "declared_language", "html", root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    times = 0
    for element in root.iter() if _HAS_MICRODATA(root) else root.iter(*_TELLING):
        named = element.get("itemprop")
        if named is None and element.tag not in _TELLING:
            continue
        if element.tag in ("link", "a") and element.get("rel"):
            yield from _read_link(element)
        field = _PROPERTIES.get(named.strip().lower()) if named and element.tag != "meta" else None
        if field in ("image", "thumbnail"):
            image = element if element.get("src") else next(element.iter("img"), element)
            yield field, MICRODATA, image.get("src") or image.get("content")
        elif field is not None:
            yield field, MICRODATA, element.get("datetime") or element.get("content") or element.get("href")
        elif element.tag == "time" and times < _MOST_TIMES:
            times += 1
            yield "times", "time", element.get("datetime")


def _read_link(link: HtmlElement) -> Said:
    relations = link.get("rel", "").lower().split()
    for relation in relations:
        if relation in _LINKS and (link.tag == "link" or relation != "image_src"):
            yield _LINKS[relation], relation, link.get("href")
    if "alternate" in relations and link.get("hreflang") and link.tag == "link":
        yield "alternates", f"hreflang {link.get('hreflang')}", link.get("href")
