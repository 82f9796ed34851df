"""Metadata of the record: from the page's own data and from lifted lines.

Every field takes the first usable value in order of trust: for title and date, JSON-LD and `<meta>` come before the
lines of the page; for authors, the byline is next. `sources` gives the source of each field.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache

from cleaner.decision.author_lines import author_of_biography, authors_of_lines
from cleaner.decision.dates import day_in, to_iso_day
from cleaner.decision.stated import Stated
from cleaner.decision.title import find_title
from cleaner.document import Document, Facts, Mark, Metadata, Segment
from cleaner.kinds import Fate
from cleaner.newsroom.author_line_parser import clean_name, is_role, read_names
from cleaner.newsroom.dateline_parser import has_agency_word, is_agency, is_scene
from cleaner.newsroom.word_lists import Words, all_words, common, words_for
from cleaner.text import patterns
from cleaner.text.folding import fold
from cleaner.text.line_shape import is_person

Lifted = dict[str, list[tuple[str, str]]]

_OF_THE_STORY = frozenset(("byline", "timestamp"))
"""Kinds that are often in one line, so that a mark of one may lift a field from a line decided as the other."""
_SURE = frozenset(("bylines.prefix", "bylines.label", "headlines.title", "headlines.lead", "headlines.signed"))
"""Rules whose field is right though the line is called something else: "By Ana Ruiz | AP" a caption, the headline "How
the newsletter ate the news" a sign-up. But not where the words of a menu were found: "Skip to content" above "By Ana
Ruiz" is no headline."""
_SIGNED = frozenset(("bylines.prefix", "bylines.label", "bylines.marked"))
"""Rules that read "by": beside them a bare name is no author ("Prev Next", "Design Style")."""
MOST_AUTHORS = 12
LEAST_BRAND = 5
"""Letters of an outlet's first word that no author's name begins with: "Ilanga D" of Ilanga News."""

_ADDRESS = re.compile(
    r"(?<!\S)\S+@\S+|https?://\S+|www\.\S+|(?<![\w-])[\w-]++\.(?:com|org|net|de|fr|co\.uk|at|ch|es|it|nl|ru|jp|cn)\b"
)
_ASIDE = re.compile(rf"{patterns.ANY}[(\[（].{{0,60}}?[)\]）]")
_SPLIT = re.compile(rf"{patterns.ANY}[,;|/&、，·•]\s*|{patterns.SOME}[-–—]\s+")
_REPORTER = re.compile(r"([가-힣]{2,4})\s?(?:선임|인턴|객원|전문)?(?:기자|특파원|논설위원)")
_NICKNAME = re.compile(r"(?<=\w)\s[\"“”„«][^\"“”„«»]{1,24}[\"“”»]\s(?=\w)")
"""Dwayne “The Rock” Johnson"""
_FOR_OUTLET = re.compile(rf"{patterns.SOME}(?:[Ff]or|[Ss]pecial [Tt]o)\s+(?=[A-Z]).*", re.DOTALL)
"""What may follow names: "Ana Ruiz And Tom Okoro For The Tide Post"."""
_OF_PERSON = re.compile(r"\w+ \w+(?:'|’)s? ")
_SUFFIXES = ("jr", "sr", "phd", "md", "ii", "iii", "mba", "cpa", "esq")


def gather_metadata(document: Document, segments: Sequence[Segment], marks: Iterable[Mark] | None = None) -> Metadata:
    """Combine the data of the page with the fields lifted from its lines.

    segments: the decisions. marks: all marks; a mark that agrees with the decision about its span lifts its fields
    even if another detector's mark decided, so that no date is lost. None: only the marks that decided. Names are
    returned without "By", job titles and outlets, and split at "and". Dates are returned as ISO days.
    """
    words = words_for(document.language.code)
    lifted = _collect(_agreeing(segments, marks) if marks is not None else [s.mark for s in segments if s.mark])
    facts = document.meta
    sources: dict[str, str] = {}
    title = _noted("title", *find_title(document, segments, facts, lifted.get("title", ())), sources)
    authors = _authors(facts, lifted, words, sources)
    authors = _without_places(authors, document)
    date = _date(facts, lifted, document.language.code, sources) or _date_of_lines(document, segments, sources)
    authors = authors or _unread_authors(document, segments, date, words, sources)
    contributors = _names("contributors", lifted, words, sources, without=authors)
    agencies = _values("agencies", lifted, sources)
    site = _first("site", facts, sources) or _first("publisher", facts, sources, "site")
    section = _first("section", facts, sources) or _first_lifted("section", lifted, sources)
    section = section or _first("trail", facts, sources, "section")
    url = _canonical(facts, sources) or document.url
    dateline = _dateline(lifted, sources)
    more = Stated(document, segments, lifted, sources).fields(date, section, url, agencies, dateline)
    return Metadata(title, authors, contributors, agencies, date, site, section, url, dateline, sources, **more)


def _agreeing(segments: Sequence[Segment], marks: Iterable[Mark]) -> list[Mark]:
    """The marks whose kind is the decided kind of their span, in page order."""
    named = [s for s in segments if s.mark is not None]
    starts = [s.span.start for s in named]
    agreeing: list[Mark] = []
    for mark in sorted((m for m in marks if m.lifted), key=lambda m: (m.span, m.reason.rule)):
        place = bisect_right(starts, mark.span.start) - 1
        if place >= 0 and named[place].mark is not None and _agrees(named[place], mark):
            agreeing.append(mark)
    return agreeing


def _agrees(segment: Segment, mark: Mark) -> bool:
    decided = segment.mark.kind if segment.mark else ""
    named = decided == mark.kind or {decided, mark.kind} <= _OF_THE_STORY
    is_entry = decided == "navigation" and segment.mark is not None and segment.mark.detector == "wording"
    signed = mark.reason.rule in _SURE and segment.fate is not Fate.KEEP and decided != "related" and not is_entry
    return mark.span.start < segment.span.end and (named or signed)


def _collect(marks: Iterable[Mark]) -> Lifted:
    """Values by field, with the rule that lifted each, in page order."""
    lifted: Lifted = {}
    for mark in marks:
        for field, value in mark.lifted:
            lifted.setdefault(field, []).append((mark.reason.rule, value))
    return lifted


def _first(fact: str, facts: Facts, sources: dict[str, str], field: str = "") -> str | None:
    origin, value = next(iter(facts.get(fact, ())), ("", ""))
    return _noted(field or fact, origin, value, sources)


def _canonical(facts: Facts, sources: dict[str, str]) -> str | None:
    """The URL of `<link rel=canonical>`, else the first URL of the page data."""
    known = sorted(facts.get("canonical_url", ()), key=lambda fact: fact[0] != "canonical")
    return _noted("canonical_url", *known[0], sources) if known else None


def _first_lifted(field: str, lifted: Lifted, sources: dict[str, str]) -> str | None:
    rule, value = next(iter(lifted.get(field, ())), ("", ""))
    return _noted(field, rule, value, sources)


def _noted(field: str, origin: str, value: str, sources: dict[str, str]) -> str | None:
    if not value:
        return None
    sources[field] = origin.partition(".")[0] if "." in origin and ":" not in origin else origin
    return value


def _values(field: str, lifted: Lifted, sources: dict[str, str]) -> tuple[str, ...]:
    values = lifted.get(field, [])
    if values:
        _noted(field, values[0][0], values[0][1], sources)
    return tuple(dict.fromkeys(value for _, value in values))


def _authors(facts: Facts, lifted: Lifted, words: Words, sources: dict[str, str]) -> tuple[str, ...]:
    """Authors from JSON-LD or `<meta>`, else from the byline. An organisation is used only if nothing else is found."""
    by_origin: dict[str, list[str]] = {}
    for origin, value in (*facts.get("authors", ()), *facts.get("author_names", ())):
        if origin != "json-ld:organization":
            by_origin.setdefault(origin, []).extend(_without_outlet(split_names(value, words), facts))
    for origin, names in by_origin.items():
        if names and len(names) <= MOST_AUTHORS:
            sources["authors"] = origin
            return _distinct(names)
    return _names("authors", lifted, words, sources)


def _without_outlet(names: Iterable[str], facts: Facts) -> list[str]:
    """The names that are not the outlet's, and do not begin with its first word; "Ana Ruiz's blog" is Ana Ruiz's."""
    site = {fold(value) for _, value in facts.get("site", ())}
    site -= {name for name in site if _OF_PERSON.match(name)}
    brands = {name.split()[0] for name in site if len(name.split()[0]) >= LEAST_BRAND}
    return [name for name in names if fold(name) not in site and fold(name).split()[0] not in brands]


def _unread_authors(
    document: Document, segments: Sequence[Segment], day: str | None, words: Words, sources: dict[str, str]
) -> tuple[str, ...]:
    """Authors in lines that no byline rule read, for a page that no author was found of."""
    found = authors_of_lines(document, segments, day, words) or author_of_biography(document, segments, words)
    names = _distinct(_without_outlet((name for value in found for name in split_names(value, words)), document.meta))
    if names:
        _noted("authors", "bylines", names[0], sources)
    return names


def _names(
    field: str, lifted: Lifted, words: Words, sources: dict[str, str], without: tuple[str, ...] = ()
) -> tuple[str, ...]:
    known = {fold(name) for name in without}
    values = lifted.get(field, [])
    if any(rule in _SIGNED for rule, _ in values):
        values = [(rule, value) for rule, value in values if rule != "bylines.name"]
    names = _distinct([name for _, value in values for name in split_names(value, words) if fold(name) not in known])
    if names:
        _noted(field, values[0][0], names[0], sources)
    return names[:MOST_AUTHORS]


def _without_places(authors: tuple[str, ...], document: Document) -> tuple[str, ...]:
    """The authors without the places in a list such as "Ana Ruiz", "Santa Marta": places that the story names."""
    if len(authors) < 2:
        return authors
    lines = (line for line in document.lines if sum(name in line for name in authors) < 2)  # "Ana Ruiz en Tom Okoro"
    told = "\n".join(lines)
    return tuple(name for name in authors if not is_scene(name, told))


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The names without duplicates, ignoring case."""
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(fold(name), name)
    return tuple(kept.values())


def split_names(text: str, words: Words | None = None) -> tuple[str, ...]:
    """The people in an author field or byline: "By ANA RUIZ and Tom Okoro, AP" gives two names.

    Addresses, "By", job titles, agencies, outlets and text in brackets are dropped; a text without a name gives an
    empty list. words: the word lists of the document's languages; all word lists if none are given.
    """
    words = words or all_words()
    text = _ASIDE.sub("", _ADDRESS.sub(" ", text)).strip(" ,;|")
    prefix = words.by.opening(fold(text))
    if prefix and text[len(prefix) : len(prefix) + 1] in (" ", ":", "：", "."):
        text = text[len(prefix) :].lstrip(" :：.")
    reporter = _REPORTER.fullmatch(text)
    if reporter:
        return (reporter[1],)
    names = read_names(text, words)
    if names is not None and names.people:
        return _cleaned(names.people)
    return _cleaned(_loose_names(text, words))


def _cleaned(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        name for name in map(clean_name, names) if name and fold(name.split()[0]) not in common().no_first_names
    )


def _loose_names(text: str, words: Words) -> list[str]:
    """The parts of an author field that can be people, if the field cannot be parsed as a whole."""
    found: list[str] = []
    for piece in _SPLIT.split(_joiner(words).sub(" , ", _FOR_OUTLET.sub("", text))):
        bare = piece.strip(" .")
        folded = fold(bare)
        if not bare or folded in _SUFFIXES or is_agency(bare) or folded in common().agencies_folded:
            continue
        if has_agency_word(bare) or not common().no_names.isdisjoint(folded.split()):
            continue
        if is_role(bare, words) or any(fold(token) in words.outlet for token in bare.split()):
            continue
        plain = _NICKNAME.sub(" ", bare)
        if is_person(plain) or _is_plain_name(plain):
            found.append(bare)
    return found


@lru_cache(maxsize=32)
def _joiner(words: Words) -> re.Pattern[str]:
    """A word for "and" between two names."""
    joiner = "|".join(sorted(re.escape(j) for j in words.joiners if j.isalpha() and len(j) > 1))
    return re.compile(rf"{patterns.SOME}(?:{joiner})\s+", re.IGNORECASE)


def _is_plain_name(text: str) -> bool:
    """Whether a text can be a name in any case: two to four words of letters."""
    tokens = text.split()
    return 2 <= len(tokens) <= 4 and all(token.replace("-", "").replace("'", "").isalpha() for token in tokens)


def _date(facts: Facts, lifted: Lifted, language: str, sources: dict[str, str]) -> str | None:
    """The day of publication: from the page data, else from the first line with a date, else from an update."""
    for origin, value in facts.get("date", ()):
        if day := to_iso_day(value, language):
            return _noted("date", origin, day, sources)
    for field in ("date", "updated"):
        for rule, value in lifted.get(field, ()):
            if day := to_iso_day(value, language):
                return _noted("date", rule, day, sources)
    return None


def _date_of_lines(document: Document, segments: Sequence[Segment], sources: dict[str, str]) -> str | None:
    """The day in the first line that wording rules marked as a timestamp, for languages without word lists of dates."""
    for segment in segments:
        mark = segment.mark
        if mark is None or (mark.kind, mark.detector) != ("timestamp", "wording") or segment.fate is Fate.KEEP:
            continue
        if day := day_in(document.slice(segment.span), document.language.code):
            return _noted("date", mark.detector, day, sources)
    return None


def _dateline(lifted: Lifted, sources: dict[str, str]) -> dict[str, str | None] | None:
    """Place and agency of the first dateline."""
    places = lifted.get("dateline.place", [])
    agencies = lifted.get("dateline.agency", [])
    if not places and not agencies:
        return None
    sources["dateline"] = "datelines"
    return {"place": places[0][1] if places else None, "agency": agencies[0][1] if agencies else None}
