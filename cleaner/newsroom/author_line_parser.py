"""Parses the names in a byline: "Ana Ruiz and Tom Okoro, Political Editor | The Gazette".

The text is cut at commas, bars and words such as "and"; every piece must be a person or furniture (a job title,
an outlet, an agency, a date, a place, an address). One piece that is neither, and it is no byline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from cleaner.newsroom.byline_pieces import cut_credits, is_led_to, split_tail
from cleaner.newsroom.dateline_parser import has_agency_word, is_agency
from cleaner.newsroom.dates import read_when
from cleaner.newsroom.word_lists import Words, common
from cleaner.text import patterns
from cleaner.text.folding import fold
from cleaner.text.line_shape import PARTICLES, is_name_word, is_person, is_shouted
from cleaner.text.scripts import HAN, HANGUL, KANA

LONGEST_BYLINE = 160
"""Characters a byline may take; the longest seen has four names with their titles in 141."""

DATE_WORDS = 40
"""Characters before its first digit in which a date may begin: a label and a weekday."""

MOST_CALLING = 5
"""Words in lower case behind a name that say what its bearer is."""

_FURNITURE_CUT = re.compile(rf"{patterns.ANY}[|•·●◆()\[\]（）;]\s*|{patterns.SOME}[-–—]\s+")
_DIGIT = re.compile(r"\d")
_GAP = re.compile(r"[\s|,·•–—-]+(?=[^\s|,·•–—-])")
_COMMAS = re.compile(rf"{patterns.ANY}[,，、،&＆]\s*|{patterns.SOME}\+\s+|(?<!\d){patterns.ANY}[/／]\s*(?!\d)")
_FURNITURE_SIGNS, _COMMA_SIGNS = frozenset("|•·●◆()[]（）;-–—"), frozenset(",，、،&＆+/／")
"""What has none of these is not cut: asked for in a fifth of the time of cutting."""
_ADDRESS = re.compile(
    r"(?<!\S)\S[^\s@]*+@\S+\.\w+|@\w{2,}|\[email protected\]|(?:https?://|www\.)\S+|\[email\s*protected\]"
)
_ASIDE = re.compile(r"(?<=\w)\s?\([^\W\d_A-Z]{2,12}\)")
"""A word that says what somebody did: "Ana Ruiz (text)", "Tom Okoro (earlier)"."""
_ARTICLE = re.compile(r"[ld]['’](?=[A-ZÀ-Þ])", re.IGNORECASE)
_TWO_CAPITALS = re.compile(r"\A[^A-Z]*+[A-Z]\S*+\s[^A-Z]*+[A-Z]")
_HAN_NAME = f"[{HAN}{KANA}]{{2,5}}"
_HANGUL_REPORTER = f"([{HANGUL}]{{2,4}})\\s?(?:기자|특파원|선임기자|인턴기자|객원기자|논설위원)?"


@dataclass(frozen=True, slots=True)
class Names:
    """What a byline names. `furniture` are job titles, dates and places found beside the names.

    date: the date that ends the byline, as written, where it names its year.
    """

    people: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    furniture: int = 0
    dated: bool = False
    placed: bool = False
    date: str = ""


def may_name(text: str) -> bool:
    """Whether a text can hold a full name: told in a hundredth of the time of reading it, and most lines hold none."""
    return not text.isascii() or _TWO_CAPITALS.match(text) is not None


def read_names(text: str, words: Words, *, single: bool = False, titled: bool = False) -> Names | None:
    """The names in a text that holds nothing else, or None.

    single: let one capitalised word pass for a name ("By Sophia").
    titled: let a few words in lower case behind a name pass for what its bearer is ("By Ana Ruiz, meteorologist").
    """
    text = text.strip().rstrip(".:,;|-–— ").strip()
    if not 2 <= len(text) <= LONGEST_BYLINE:
        return None
    text, dated, date = without_time(_ASIDE.sub("", text) if "(" in text else text, words)
    text = cut_credits(text, words)
    if "@" in text or "[" in text or "://" in text or "www." in text:
        text = _ADDRESS.sub("|", text)
    people, agencies, furniture = list[str](), list[str](), list[str]()
    for piece in [text] if _FURNITURE_SIGNS.isdisjoint(text) else _FURNITURE_CUT.split(text):
        named = bool(people)  # what follows a bar or a bracket is furniture: "Ana Ruiz | Santa Marta | 3 May"
        for item in _items(piece, words):
            kind = _classify(item, words, bool(people or agencies), single)
            if not kind and not (titled and people and _is_calling(item)):
                return None
            if kind == "agency":
                agencies.append(item)
            elif kind == "person" and not named:
                people.append(item)
            else:
                furniture.append(kind)
    if not people and not agencies:
        return None
    dated = dated or "date" in furniture
    return Names(tuple(people), tuple(agencies), len(furniture), dated, "place" in furniture, date)


def without_time(text: str, words: Words) -> tuple[str, bool, str]:
    """A byline without the date or time that ends it, whether there was one, and the date as written."""
    digit = _DIGIT.search(text)
    if digit is None:
        return text, False, ""
    folded = fold(text)
    for gap in _GAP.finditer(text, max(0, digit.start() - DATE_WORDS)):
        when = read_when(folded[gap.end() :], words)
        if when is not None and (when.end or when.rule in ("clock", "relative", "labelled")) and gap.start() > 0:
            start = gap.end()
            return text[: gap.start()], True, text[start + when.start : start + when.end] if when.year else ""
    return text, False, ""


def _items(piece: str, words: Words) -> list[str]:
    """The pieces between commas, and those between words for "and", without blanks."""
    if read_when(fold(piece), words):
        return [piece] if piece.strip() else []
    found: list[str] = []
    for item in [piece] if _COMMA_SIGNS.isdisjoint(piece) else _COMMAS.split(piece):
        rest: list[str] = []
        for token, folded in zip(item.split(), fold(item).split(), strict=True):
            if rest and folded in words.joiners and not _joins_name(rest, token):
                found += split_tail(" ".join(rest), words)
                rest = []
            elif rest or folded not in words.joiners:
                rest.append(token)
        found += split_tail(" ".join(rest), words)
    return [item.strip(" .:") if not item.endswith(("Jr.", "Sr.")) else item for item in found if item.strip(" .:")]


def _joins_name(before: list[str], token: str) -> bool:
    """Whether "y", "e" or "i" stands inside a name: "Ortega y Gasset"."""
    return len(before) == 1 and token in PARTICLES


@lru_cache(maxsize=2048)
def _classify(item: str, words: Words, after_name: bool, single: bool) -> str:
    """ "person", "agency", "role", "date", "place", or "" for what has no business in a byline."""
    item = _ARTICLE.sub("", item) if after_name else item  # "Ana Ruiz avec l'AFP"
    folded = fold(item)
    if not common().no_names.isdisjoint(folded.split()):
        return ""
    if after_name and is_led_to(item):
        return "place"
    if is_agency(item) or (item.isupper() and folded in common().agencies_folded) or has_agency_word(item):
        return "agency"
    if " " in item and (_is_outlet(item, words) or _opens_with_agency(item)):
        return "agency" if not after_name else "role"
    if is_role(item, words):
        return "role"
    if folded in words.months or folded in words.weekdays or read_when(folded, words):
        return "date"
    if _is_outlet(item, words):
        return "agency" if not after_name else "role"
    if folded in common().places:
        return "place" if after_name else ""
    if is_person(item) or re.fullmatch(_HAN_NAME, item):
        return "person"
    if re.fullmatch(f"[{HANGUL}]{{2,4}}", item):
        return "person"
    if (
        after_name
        and len(item) <= 30
        and all(is_name_word(t) or t.lower() in common().small_words or t.isupper() for t in item.split())
    ):
        return "place"
    if (single or after_name) and len(item) <= 24 and is_name_word(item) and item.count(".") == 0 and len(item) > 2:
        return "person" if single else "place"
    return ""


def _is_calling(item: str) -> bool:
    """ "meteorologist", "professor of history": a few words in lower case."""
    tokens = item.split()
    return len(tokens) <= MOST_CALLING and all(token.replace("-", "").isalpha() and token.islower() for token in tokens)


def _opens_with_agency(item: str) -> bool:
    """ "CNN Business", "BBC Sport"."""
    first = item.split()[0]
    return first.isupper() and len(first) >= 3 and is_agency(first)


def _fold_tokens(item: str) -> list[str]:
    """The words of a text folded, without the signs at their ends."""
    return fold(" ".join([token.strip(".,:") for token in item.split()])).split(" ") if item else []


def is_role(item: str, words: Words) -> bool:
    """Whether a text is a job title: short, and one of its words is of a newsroom's."""
    tokens = _fold_tokens(item)
    if not 0 < len(tokens) <= 9:
        return False
    if tokens[-1] in words.roles or tokens[0] in words.roles or fold(item) in words.roles:
        return len(tokens) <= 6 and not item.rstrip().endswith(("!", "?"))
    return not words.roles.isdisjoint(tokens) and all(
        t[:1].isupper() or t.lower() in common().small_words or not t[:1].isalpha() for t in item.split()
    )


def _is_outlet(item: str, words: Words) -> bool:
    """Whether a text names an outlet or its desk: capitals, and a word such as Times, Redaktion, Agencies."""
    tokens = item.split()
    if not 0 < len(tokens) <= 5:
        return False
    folded = _fold_tokens(item)
    if folded[0] in words.outlet or folded[-1] in words.outlet:
        return all(
            t[:1].isupper() or t.lower() in common().small_words or not t[:1].isalpha() or fold(t) in words.outlet
            for t in tokens
        )
    return re.fullmatch(r"[\w-]{2,24}\.(?:com|de|net|org|co\.uk|fr|it|es|at|ch|nl)", item) is not None


def clean_name(name: str) -> str:
    """A name as a record shows it: "ANA RUIZ" becomes "Ana Ruiz", a reporter's title goes."""
    name = name.strip(" ,.;:|-–—\u3000")
    match = re.fullmatch(_HANGUL_REPORTER, name)
    if match:
        return match[1]
    name = re.sub("(?:记者|記者|特派員|特派员|通讯员|编辑|編輯)$", "", name) or name
    if is_shouted(name) and " " in name and len(name) > 6:
        return " ".join(_titled(word) for word in name.split())
    return " ".join(name.split())


def _titled(word: str) -> str:
    if len(word) <= 3 and "." in word:
        return word
    lowered = word.lower()
    if lowered in ("de", "del", "della", "der", "den", "van", "von", "da", "dos", "y", "bin", "la", "di"):
        return lowered
    return re.sub(r"(?:^|(?<=[-'’.]))\w|(?<=^mc)\w", lambda m: m.group().upper(), lowered)


def author_fields(people: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """People as the fields of a mark."""
    return tuple(("authors", clean_name(name)) for name in people if name)


def byline_fields(names: Names, prefix: str = "") -> tuple[tuple[str, str], ...]:
    """The fields a byline fills: its people as authors unless the label says otherwise, its agencies, its date."""
    people = () if prefix in common().not_authors else author_fields(names.people)
    agencies = tuple(("agencies", agency) for agency in names.agencies)
    return people + agencies + date_field(names)


def date_field(names: Names) -> tuple[tuple[str, str], ...]:
    """The date that ends a byline, as a field."""
    return (("date", names.date),) if names.date else ()
