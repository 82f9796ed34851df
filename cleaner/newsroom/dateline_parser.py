"""Parses the text before the dash of a dateline: places, dates and agencies. Anything else is not a dateline.

The span is cut into pieces at brackets, commas, dashes and full stops, and every piece must turn out to
be one of the three. One lower-case word too many and there is no dateline, so a sentence with a dash is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from cleaner.newsroom.word_lists import Words, common
from cleaner.text import patterns
from cleaner.text.folding import fold, fold_all
from cleaner.text.line_shape import UNCASED_LETTER, is_shouted

_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,40})[)\]]|(?:^|(?<=\s))/([^/]{2,30})/")
_PIECES = re.compile(rf"{patterns.ANY}[,;،|]\s*|{patterns.SOME}[-–—―]{{1,2}}\s*|\.\s+|:\s*")
_AGENCIES = re.compile(
    rf"{patterns.ANY}[/,;+&=]\s*|{patterns.SOME}(?:and|und|et|y|e|og|och|en|with)\s+|-(?=AFX|infocom)"
)
_REGION = re.compile(r",\s(?P<region>[A-ZÀ-Þ][^\W\d_]{0,20}\.?)(?=$|\s?[,(\[])")
_WORD_BEFORE = re.compile(r"(\w{1,5})\s\Z")
_EDGE = re.compile(r"[\w\W]\b")
_NUMBER = re.compile(r"\d{1,4}(?:er|º|ª|st|nd|rd|th)?")
_SLASHED = re.compile(r"\d{1,2}[./]\d{1,2}\.?(?:[./]?\d{2,4})?")
_CLITIC = re.compile(r"['’](?:S|s|T|t|RE|re|LL|ll|VE|ve|M|m)\b")
_LINKS = frozenset(("de", "den", "d", "of", "del", "the", "r", "г"))
_DOMAIN = re.compile(r"[\w-]{2,20}\.(?:com|co|net|org|vn|id|ru|tv|news|info)(?:\.\w\w)?")
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Head:
    """The opening of a line, understood. `agency` is known, `stranger` is an agency by its brackets only."""

    place: str = ""
    agency: str = ""
    stranger: str = ""
    dated: bool = False
    known: bool = False
    """The place is in the table of places."""
    shouted: bool = False


def read_head(text: str, words: Words, outlets: frozenset[str] = frozenset()) -> Head | None:
    """What a span says, or None where a piece of it is neither place, date nor agency.

    outlets: folded names that count as an agency's, as the page's own.
    """
    agency, stranger, agencies = "", "", 0
    for match in _BRACKET.finditer(text):
        inner = (match[1] or match[2]).strip()
        agencies += 1
        if is_agency(inner) or (inner.islower() and is_agency(inner.upper())):
            agency = agency or inner
        elif may_be_agency(inner) or _without_date(inner.split(), words)[0] == []:
            stranger = stranger or inner
        else:
            return None
    if agencies > 2:
        return None
    pieces = [piece.strip(" .-–—―") for piece in _PIECES.split(_BRACKET.sub(" , ", text))]
    head = _read_pieces([piece for piece in pieces if piece], Head(agency=agency, stranger=stranger), words, outlets)
    return replace(head, place=_with_region(text, head.place)) if head is not None else None


def _with_region(text: str, place: str) -> str:
    """ "HARBOURTON, Ore.": a place with the region behind it, where a capital word is all that stands there."""
    match = _REGION.match(text, len(place)) if place and text.startswith(place) else None
    return f"{place}, {match['region']}" if match else place


def _read_pieces(pieces: list[str], head: Head, words: Words, outlets: frozenset[str]) -> Head | None:
    place, agency, regions, own = "", head.agency, 0, False
    named = numbered = False
    for piece in pieces:
        tokens = piece.split()
        if len(tokens) > _MOST_WORDS + 4:
            return None
        rest, has_name, has_number = _without_date(tokens, words)
        named, numbered = named or has_name, numbered or has_number
        name = " ".join(rest)
        if not rest:
            continue
        if is_agency(name) or _DOMAIN.fullmatch(name):
            agency = agency or name
        elif place and fold(name) in outlets:
            agency, own = agency or name, True
        elif not place and is_place(name):
            place = name
        elif place and regions < 2 and is_place(name) and len(name) <= 24:
            regions += 1
        else:
            return None
    if numbered and not named:
        return None
    known = fold(place) in common().places
    if (named and not numbered and not known) or (agency and not (head.agency or own or known or numbered)):
        return None  # "IT'S TUESDAY —", "CHIPS — Bloomberg:"
    return Head(place, agency, head.stranger, named, known, is_shouted(place))


def _without_date(tokens: list[str], words: Words) -> tuple[list[str], bool, bool]:
    """The tokens that are not of a date at either end; whether a month or weekday, whether a number was taken."""
    start, end = 0, len(tokens)
    taken: list[str] = []
    folded = fold_all([token.strip(".,") for token in tokens])
    while end > start and (kind := _date_token(tokens[end - 1], folded[end - 1], words)):
        taken.append(kind)
        end -= 1
    while start < end and (kind := _date_token(tokens[start], folded[start], words)):
        taken.append(kind)
        start += 1
    rest = tokens[start:end]
    if set(taken) == {"link"}:
        return tokens, False, False
    return rest, "name" in taken or "date" in taken, "number" in taken or "date" in taken


def _date_token(token: str, folded: str, words: Words) -> str:
    """What a token can be in a date: "name" (month, weekday), "number", "date" (3/4), "link" (of) or ""."""
    if folded in words.months or folded in words.weekdays:
        return "name"
    if _NUMBER.fullmatch(folded):
        return "number"
    if _SLASHED.fullmatch(token):
        return "date"
    return "link" if folded in _LINKS else ""


def is_agency(text: str) -> bool:
    """Whether a text names news agencies, perhaps several: "AP", "dpa/lno", "AP, Reuters", "Reuters Health"."""
    table = common()
    if text in table.agencies:
        return True
    parts = _AGENCIES.split(text)
    if len(parts) > 4 or not all(parts):
        return False
    known = sum(part in table.agencies for part in parts)
    return known > 0 and all(part in table.agencies or len(part) <= 12 for part in parts)


def has_agency_word(text: str) -> bool:
    """Whether a name has a part that no person's has: "Deutsche Presse-Agentur GmbH"."""
    return not common().agency_words.isdisjoint(fold(text).replace("-", " ").split())


def may_be_agency(text: str) -> bool:
    """Whether an unknown text in brackets is short and capital enough to be a station or an outlet."""
    tokens = text.split()
    if len(tokens) > 4 or len(text) > 30 or any(map(str.isdigit, text[:1])):
        return False
    if _DOMAIN.fullmatch(text) or UNCASED_LETTER.match(text):
        return True
    return all(token[0].isupper() or token.lower() in common().small_words for token in tokens)


def is_scene(name: str, text: str) -> bool:
    """Whether a text says that something happened in a place of that name: "in Santa Marta".

    No pattern with the name in it: to make one takes as long as all other questions about a dateline.
    """
    at = text.find(name) if name else -1
    while at >= 0:
        end = at + len(name)
        before = _WORD_BEFORE.search(text, max(0, at - 6), at)
        if before and fold(before[1]) in common().locatives and _EDGE.match(text, end - 1):
            return True
        at = text.find(name, end)
    return False


def is_place(text: str) -> bool:
    """Whether a text can name a place: known, or one to four words with capitals, or one to three without cases."""
    if fold(text) in common().places:
        return True
    tokens = re.split(r"[\s/]+", text)
    if (
        len(tokens) > _MOST_WORDS
        or any(map(str.isdigit, text))
        or len(text) < 2
        or fold(text) in common().not_places
        or _CLITIC.search(text)
    ):
        return False
    if UNCASED_LETTER.match(text):
        return len(tokens) <= 3 and not re.search(r"[\"'«»!?؟]", text)
    capitals = sum(token[:1].isupper() for token in tokens)
    return (
        tokens[0][:1].isupper()
        and all(token[:1].isupper() or token.lower() in common().small_words for token in tokens)
        and capitals <= 4
        and not re.search(r"[\"“”„«»!?@#&]", text)
    )
