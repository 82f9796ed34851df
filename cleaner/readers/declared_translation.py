"""Recognises pages that declare that they are translations. Such a declaration takes precedence over the models.

There are two sources: notices in the text ("Translated by Google"; `translation_notices`), and traces of browsers,
proxies and plug-ins in the HTML. A widget is no evidence: Google's element and a language menu are on the original page
too, and `crowdin` is in "overcrowding". Only traces that occur in translated copies alone are used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs, urlsplit

from cleaner.document import Document, Span

FIELD: Final = "translated"
"""Where the HTML reader puts `declared_marks` in `Document.meta`."""
LISTED: Final = "listed_language"
"""Where the HTML reader puts `listed_language` in `Document.meta`, as the value of "hreflang"."""
FEWEST_WRAPPERS: Final = 3
"""Browser wrappers needed: one may have been pasted into the original with a quotation."""


class Declared(NamedTuple):
    """One declaration: where it stands (the notice, or the start of the page), what kind of mark, its value."""

    span: Span
    origin: str
    value: str


_META: Final = re.compile(r"machine|automat|google|deepl|\bai\b|gtranslate", re.IGNORECASE)
_SINGLE: Final = re.compile(r"vertical-align:\s*inherit", re.IGNORECASE)
_TAGGED: Final = re.compile(r"-x-mtfrom-|-t-[a-z]{2,3}(?:-[a-z0-9]+)*-t0-", re.IGNORECASE)
_PROXY_HOSTS: Final = (
    "translate.goog translate.googleusercontent.com translatetheweb.com translated.turbopages.org".split()
)
_SOURCES: Final = "descendant-or-self::span[contains(@class, 'google-src-text')]"
_MICROSOFT: Final = ("_msttexthash", "_msthash", "_mstmutation")
_MICROSOFT_NAME: Final = re.compile("_[mM][sS][tT]")
_ANY_MICROSOFT: Final = f"boolean({'|'.join(f'//@{name}' for name in _MICROSOFT)})"


def find_declared(document: Document) -> list[Declared]:
    """Every declaration on the page: visible notices first, then what the HTML carries."""
    from cleaner.readers.translation_notices import find_notices  # which needs numpy

    found = [Declared(notice.span, "notice", notice.value) for notice in find_notices(document) if not notice.people]
    start = Span(0, 0)
    return found + [Declared(start, origin, value) for origin, value in document.meta.get(FIELD, ())]


def declared_marks(tree: Any, url: str | None, markup: str | None = None) -> tuple[tuple[str, str], ...]:
    """What the HTML of a page says about being a translation, as (origin, value); for `Document.meta["translated"]`.

    tree: the lxml root of the page. url: its address, where known. markup: the page as it was, where it is at hand: a
    look at it spares searching all attributes of the tree, which takes a third of the time.
    """
    wrappers = _wrapper_marks(tree, microsoft=markup is None or _MICROSOFT_NAME.search(markup) is not None)
    return tuple(dict.fromkeys([*_address_marks(url), *_root_marks(tree), *_head_marks(tree), *wrappers]))


def listed_language(tree: Any, url: str | None) -> str | None:
    """The language under which a page lists itself among its versions (`hreflang`), None where it does not.

    Of 94 pages of news and blogs that do, none is in another language than it says. The `lang` of `<html>` is not
    asked: it differs from the text's language in 8 of 100 pages.
    """
    own, listed = {_plain_address(url)}, dict[str, str]()
    for element in tree.iter("link"):
        kinds = (element.get("rel") or "").lower().split()
        address = _plain_address(element.get("href"))
        if "canonical" in kinds:
            own = {address}
        elif "alternate" in kinds and (language := (element.get("hreflang") or "").lower()) not in ("", "x-default"):
            listed.setdefault(address, re.split("[-_]", language)[0])
    return next((listed[address] for address in own if address and address in listed), None)


def find_listed(document: Document) -> str | None:
    """The language a page lists itself under, where that is not the text's; None where they agree or are alike."""
    from cleaner.readers.translation_notices import FAMILIES

    listed, code = dict(document.meta.get(LISTED, ())).get("hreflang"), document.language.code
    alike = next((family for family in FAMILIES if code in family), (code,))
    return None if listed is None or code == "und" or listed in alike else listed


def _plain_address(url: str | None) -> str:
    return (url or "").strip().partition("#")[0].rstrip("/")


def is_translated_address(url: str) -> bool:
    """Whether an address is that of a translating proxy: `*.translate.goog`, `?_x_tr_sl=el&_x_tr_tl=en`."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        query = parse_qs(parts.query)
    except ValueError:
        return False
    if any(host == h or host.endswith("." + h) for h in _PROXY_HOSTS) or "_x_tr_sl" in query:
        return True
    return host.startswith("translate.google.") and "u" in query


def _address_marks(url: str | None) -> Iterator[tuple[str, str]]:
    if url and is_translated_address(url):
        yield "url", url[:200]


def _root_marks(tree: Any) -> Iterator[tuple[str, str]]:
    """The `<html>` and `<body>` elements: classes set by browsers that translated, language tags that say so."""
    for element in tree.iter("html", "body"):
        for name in (element.get("class") or "").split():
            if name in ("translated-ltr", "translated-rtl"):
                yield "class", name
        language = element.get("lang") or ""
        if _TAGGED.search(language):
            yield "lang", language[:80]


def _head_marks(tree: Any) -> Iterator[tuple[str, str]]:
    """`meta`, `base` and canonical `link` elements."""
    for element in tree.iter("meta"):
        name = (element.get("http-equiv") or element.get("name") or element.get("property") or "").lower()
        if name != "og:url" and "transl" not in name:
            continue
        content = element.get("content") or ""
        if name in ("x-translated-by", "x-translated-to") or (_is_translation_meta(name) and _META.search(content)):
            yield "meta", f"{name}={content}"[:200]
        if name == "og:url" and is_translated_address(content):
            yield "meta", f"{name}={content}"[:200]
    for element in tree.iter("base", "link"):
        address = element.get("href") or ""
        own = element.tag == "base" or "canonical" in (element.get("rel") or "").lower().split()
        if own and is_translated_address(address):
            yield "link", address[:200]


def _is_translation_meta(name: str) -> bool:
    """A field about how the page was translated; not the settings of a widget, which the original has too."""
    field = name.replace("_", "-").rsplit(":", 1)[-1]
    return field in (
        "translated-by", "translator", "translation", "translation-type", "translation-method", "translation-engine",
        "translation-source", "translated-with", "machine-translated", "is-translated",
    )  # fmt: skip


def _wrapper_marks(tree: Any, *, microsoft: bool) -> Iterator[tuple[str, str]]:
    """Elements a translating browser or proxy puts around every sentence; microsoft: whether its names can be there."""
    fonts = sum(_is_wrapper(font) and _is_wrapper(font.getparent()) for font in tree.iter("font"))
    sources = sum("google-src-text" in (span.get("class") or "").split() for span in tree.xpath(_SOURCES))
    hashes = 0
    if microsoft and tree.xpath(_ANY_MICROSOFT):
        texts = tree.iter("font", "span", "p", "div", "a")
        hashes = sum(any(element.get(name) is not None for name in _MICROSOFT) for element in texts)
    for value, count in (
        ("font vertical-align: inherit", fonts),
        ("google-src-text", sources),
        ("_msttexthash", hashes),
    ):
        if count >= FEWEST_WRAPPERS:
            yield "wrapper", f"{value} ({count})"


def _is_wrapper(element: Any) -> bool:
    return element is not None and element.tag == "font" and bool(_SINGLE.search(element.get("style") or ""))
