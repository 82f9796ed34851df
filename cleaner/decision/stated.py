"""Metadata that a page states besides title, authors and date: times, image, tags, type, access and others."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from cleaner.decision.dates import to_moment
from cleaner.decision.story_type import path_of, type_of_story
from cleaner.document import Alternate, Document, Facts, Image, Segment
from cleaner.newsroom.dateline_parser import is_agency
from cleaner.text.folding import fold

MOST_TAGS = 50
_COMMA = re.compile(r"\s*[,;，、؛]\s*")
_JOINER = re.compile(r"\s*[,/&|]\s*|\s(?:et|und|and|y|e|i|en|och|og)\s")
_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{4}))?(?:[-_]([a-zA-Z]{2}|\d{3}))?(?:[-_.@].*)?")
_ANSWERS = {"true": "free", "yes": "free", "1": "free", "free": "free", "false": "paid", "no": "paid", "0": "paid"}
_ANSWERS |= {"locked": "paid", "paid": "paid", "premium": "paid", "subscription": "paid", "metered": "metered"}
_TRUSTED_TAGS = ("json-ld", "article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "keywords")
"""Sources of tags, the most trusted first: `keywords` are often those of the whole site."""
_TRUSTED_LANGUAGE = ("html", "json-ld")
_FRAME = re.compile(r"(?<![a-z])(?:logo|favicon|icon|avatar|placeholder|sprite|spacer)s?(?![a-z])")
"""Words in the file names of logos and icons, which some pages state if the story has no image."""
_CAPTION_LINES = 3
"""The caption of an image begins within this number of lines below it."""
_LEAST_NAME = 8
"""Fewest characters of a file name that identifies an image: many images are called "1.jpg"."""


class Stated:
    """The data of the page and the fields lifted from its lines; `sources` is filled with the source of each field."""

    def __init__(
        self,
        document: Document,
        segments: Sequence[Segment],
        lifted: Mapping[str, Sequence[tuple[str, str]]],
        sources: dict[str, str],
    ) -> None:
        self.document = document
        self.segments = segments
        self.facts: Facts = document.meta
        self.lifted = lifted
        self.sources = sources

    def fields(
        self,
        date: str | None,
        section: str | None,
        url: str | None,
        agencies: Sequence[str],
        dateline: Mapping[str, str | None] | None,
    ) -> dict[str, Any]:
        """The other fields of `Metadata` by name; the arguments are the fields that were already found."""
        declared = (*self._known("story_types"), *(fact for fact in self._known("type") if fact[0] == "og:type"))
        described = {kind for _, kind in self._known("types")}
        kind = type_of_story(declared, described, url or self.document.url, section)
        said = {
            "published": self._published(date),
            "modified": self._modified(),
            "type": self._noted("type", *kind),
            "source_agency": self._agency(agencies, dateline),
        }
        return said | self._of_the_page() if self.facts else said

    def _of_the_page(self) -> dict[str, Any]:
        """The fields that only the page data states, not a line of the text."""
        return {
            "description": self._one("description"),
            "image": self._image(),
            "tags": self._tags(),
            "access": self._access(),
            "license": self._one("license"),
            "declared_language": self._language(),
            "author_urls": self._author_urls(),
            "alternates": self._alternates(),
        }

    def _known(self, fact: str) -> tuple[tuple[str, str], ...]:
        return self.facts.get(fact, ())

    def _noted(self, field: str, origin: str, value: str | None) -> str | None:
        if value:
            self.sources[field] = origin
        return value or None

    def _one(self, field: str) -> str | None:
        return self._noted(field, *next(iter(self._known(field)), ("", "")))

    def _published(self, day: str | None) -> str | None:
        """The time of publication: among the statements of that day, the first of the most precise ones."""
        if day is None:
            return None
        language = self.document.language.code
        facts = (*self._known("date"), *self._known("published"))
        found = [(origin, moment) for origin, value in facts if (moment := to_moment(value, language))]
        for field in ("date", "updated"):
            if not found:
                found = self._lifted_moments(field)
        same = [(origin, moment) for origin, moment in found if moment[:10] == day]
        same += [] if any(map(_parts, (moment for _, moment in same))) else self._only_time(day)
        origin, moment = max(same, key=lambda row: _parts(row[1]), default=(self.sources.get("date", ""), day))
        return self._noted("published", origin, moment)

    def _modified(self) -> str | None:
        language = self.document.language.code
        for origin, value in self._known("modified"):
            if moment := to_moment(value, language):
                return self._noted("modified", origin, moment)
        return self._noted("modified", *next(iter(self._lifted_moments("updated")), ("", "")))

    def _lifted_moments(self, field: str) -> list[tuple[str, str]]:
        """The times in lifted lines, those with a time of day first."""
        language = self.document.language.code
        said = (*self.lifted.get(f"{field}_moment", ()), *self.lifted.get(field, ()))
        return [(rule.partition(".")[0], m) for rule, value in said if (m := to_moment(value, language))]

    def _only_time(self, day: str) -> list[tuple[str, str]]:
        """The time of that day in `<time>` elements, if all of them state the same."""
        moments = {moment for _, value in self._known("times") if (moment := to_moment(value)) and moment[:10] == day}
        changed = {to_moment(value) for _, value in self._known("modified")}
        return [("time", moment) for moment in moments if len(moments) == 1 and moment not in changed]

    def _image(self) -> Image | None:
        """The first image that is not a logo or icon; an image with a stated caption is preferred."""
        captions = dict(reversed(self._known("image_caption")))
        found = [
            (origin, url, captions.get(f"{origin} {url}") or captions.get(f"{origin.partition(':')[0]}:image:alt"))
            for origin, url in (*self._known("image"), *self._known("thumbnail"))
            if _is_address(url) and not _FRAME.search(_file_name(url))
        ]
        if not found:
            return None
        origin, url, caption = next((row for row in found if row[2]), found[0])
        self.sources["image"] = origin
        return Image(url, caption or self._caption_below(url) or None)

    def _caption_below(self, url: str) -> str:
        """The caption in the text below the image with the same file name."""
        name = _file_name(url)
        if len(name) < _LEAST_NAME or name not in map(_file_name, self.document.images):
            return ""
        starts = [block.span.start for block in self.document.blocks]
        for inline in self.document.inlines:
            if inline.tag == "img" and _file_name(inline.target) == name:
                first = bisect_left(starts, inline.span.start)
                until = starts[min(first + _CAPTION_LINES, len(starts) - 1)] if starts else 0
                return next(self._captions(inline.span.start, until), "")
        return ""

    def _captions(self, start: int, until: int) -> Iterator[str]:
        for segment in self.segments:
            if start <= segment.span.start <= until and segment.mark is not None and segment.mark.kind == "caption":
                yield " ".join(self.document.slice(segment.span).split())

    def _tags(self) -> tuple[str, ...]:
        """All tags of the most trusted source that has some."""
        by_origin: dict[str, dict[str, str]] = {}
        for origin, value in self._known("tags"):
            names = by_origin.setdefault(origin, {})
            for name in _COMMA.split(value):
                if name:
                    names.setdefault(fold(name), name)
        for origin in _TRUSTED_TAGS:
            if origin in by_origin:
                self.sources["tags"] = origin
                return tuple(by_origin[origin].values())[:MOST_TAGS]
        return ()

    def _access(self) -> str | None:
        """`metered` if any statement says so, else the first statement."""
        answers = [(origin, _ANSWERS.get(fold(value).rpartition("/")[2])) for origin, value in self._known("access")]
        known = sorted((row for row in answers if row[1]), key=lambda row: row[1] != "metered")
        return self._noted("access", *known[0]) if known else None

    def _language(self) -> str | None:
        """The language code in the form of BCP 47: "de-AT"."""
        known = self._known("declared_language")
        order = {origin: place for place, origin in enumerate(_TRUSTED_LANGUAGE)}
        for origin, value in sorted(known, key=lambda fact: order.get(fact[0], len(order))):
            if match := _LANGUAGE.fullmatch(value):
                code, script, region = match.groups()
                parts = code.lower(), script and script.title(), region and region.upper()
                return self._noted("declared_language", origin, "-".join(filter(None, parts)))
        return None

    def _author_urls(self) -> tuple[str, ...]:
        """The URLs of the authors' pages, without the home page of a site and text files."""
        found: dict[str, str] = {}
        for origin, value in self._known("author_urls"):
            if _is_address(value) and path_of(value) not in ("", "/") and not value.endswith(".txt"):
                found.setdefault(value, origin)
        first = next(iter(found.values()), "")
        urls = tuple(url for url, origin in found.items() if origin == first)
        self._noted("author_urls", first, first and urls[0])
        return urls

    def _agency(self, agencies: Sequence[str], dateline: Mapping[str, str | None] | None) -> str | None:
        """The news agency that supplied the story: stated as source, in the dateline, in a credit, or as author."""
        origins = self.sources
        said = [
            *self._known("source_agency"),
            ("datelines", (dateline or {}).get("agency") or ""),
            *((origins.get("agencies", ""), name) for name in agencies),
            *((origin, part) for origin, value in self._known("authors") for part in _JOINER.split(value)),
        ]
        return next((self._noted("source_agency", o, name) for o, name in said if name and is_agency(name)), None)

    def _alternates(self) -> tuple[Alternate, ...]:
        known = [Alternate(origin.partition(" ")[2], url) for origin, url in self._known("alternates")]
        if known:
            self.sources["alternates"] = "hreflang"
        return tuple(dict.fromkeys(known))


def _parts(moment: str) -> int:
    """How precise a time is: 0 for a day, 1 with the time of day, 2 with the offset as well."""
    return (len(moment) > 10) + (len(moment) > 19)


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://"))


def _file_name(url: str) -> str:
    return unquote(path_of(url)).rpartition("/")[2].lower()
