"""Parses lines with a date: every token must belong to a date, a time or the words around them.

"Published: March 3, 2023 at 10:15 am" is covered from end to end; "Published in March by the council" is not.
What the text means as a date is left to dateparser (`cleaner.decision.metadata`); here it is only found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from cleaner.newsroom.calendars import plain_digits
from cleaner.newsroom.word_lists import Words, common, first_key
from cleaner.text.scripts import FIRST_EAST

LONGEST_DATE_LINE = 120
"""Characters of a line that says when; two labelled dates with weekdays and zones take up to 110."""

LINK = 3
"""Letters of a word that joins the parts of a date, at most."""

_YEAR = r"(?:19|20)\d\d"
_NUMBERS = re.compile(
    rf"(?P<date>(?:{_YEAR}|1[34]\d\d)\s?[-./]\s?\d{{1,2}}\s?[-./]\s?\d{{1,2}}\.?(?!\d)|\d{{1,2}}\s?[-./]\s?\d{{1,2}}\s?[-./]\s?(?:{_YEAR}|\d\d)(?!\d)"
    rf"|{_YEAR}\s?[年년]\s?\d{{1,2}}\s?[月월]\s?\d{{1,2}}\s?[日号號일])"
    r"|(?P<day>\d{1,2}\s?[月월]\s?\d{1,2}\s?[日号號일])"
    r"|(?P<clock>t?\d{1,2}\s?[:.h：時时点點시]\s?\d{2}(?!\d)(?:\s?[:：分분]\s?(?:\d{2}(?!\d)[秒초]?)?)?(?:\.\d{3})?(?:[+-]\d{2}:?\d{2}|z\b)?)"
    rf"|(?P<year>{_YEAR}(?!\d))|(?P<number>\d{{1,4}}(?!\d))"
)
_PERSIAN_YEAR = re.compile(r"1[34]\d\d")
"""A year of the Solar Hijri calendar, where it stands behind a word in its script."""
_ARABIC = frozenset(map(chr, range(0x0620, 0x06D4)))
_TIMELY = re.compile(r"\d")
_LEADING = " \t\xa0\u3000,.;:|/-–—•·()[]（）：、，。"
_WORD = re.compile(r"[^\W\d_]+(?:['.][^\W\d_]+)*")
_DAYS = frozenset(("date", "day", "months"))
"""Classes of tokens without one of which there is no date."""
_FILL = frozenset(" \t\xa0\u3000,.;:|/-–—•·()[]（）：、，。+~&'\"@>‧⋅∙●■▪➤")


@dataclass(frozen=True, slots=True)
class When:
    """What a line says about time.

    rule: the kind of statement: "labelled", "full", "date", "relative" or "reading", or a piece of one that a
        dump has broken into lines: "word" (Published), "clock" (10:15), "number" (3), "unit" (min).
    start, end: where its (first) date stands in the text, half-open; both 0 where there is none.
    year: whether the date names its year.
    label: the word that says what happened then, folded.
    """

    rule: str
    start: int = 0
    end: int = 0
    year: bool = False
    label: str = ""

    @property
    def updated(self) -> bool:
        """Whether the line speaks of a change rather than of the publication."""
        return self.label.startswith(common().changes)


class _Token(NamedTuple):
    start: int
    end: int
    classes: frozenset[str]


def read_when(folded: str, words: Words) -> When | None:
    """What a folded line says about time, None where one token of it does not belong."""
    if not folded or len(folded) > LONGEST_DATE_LINE:
        return None
    if not folded.isascii():
        folded = plain_digits(folded)
    if not _TIMELY.search(folded) and first_key(folded.lstrip(_LEADING) or folded) not in _lexicon(words):
        return None
    tokens = _cover(folded, words)
    return _judge(folded, tokens) if tokens else None


def read_front(folded: str, words: Words) -> When | None:
    """A labelled date at the front of a longer line: "date 2023-03-17 The council ..."."""
    label = words.published.opening(folded)
    if len(label) < 4:
        return None
    match = _NUMBERS.search(folded, len(label), len(label) + 16)
    if match is None or match.lastgroup != "date" or folded[len(label) : match.start()].strip(" :") != "":
        return None
    return When("front", match.start(), match.end(), True, label)


def _cover(text: str, words: Words) -> list[_Token]:
    """The tokens of a text with the classes they belong to; empty where one belongs to none."""
    lexicon = _lexicon(words)
    tokens: list[_Token] = []
    place = 0
    while place < len(text):
        letter = text[place]
        if letter in _FILL:
            place += 1
            continue
        token = _number(text, place) if letter.isdigit() or letter == "t" else None
        token = token or _lookup(text, place, lexicon)
        if token is None or len(tokens) > 30:
            return []
        tokens.append(token)
        place = token.end
    return tokens


def _number(text: str, place: int) -> _Token | None:
    match = _NUMBERS.match(text, place)
    if match is None or match.lastgroup is None:
        return None
    sort = match.lastgroup
    if sort == "number" and _PERSIAN_YEAR.fullmatch(match.group()) and text[:place].rstrip()[-1:] in _ARABIC:
        sort = "year"
    return _Token(place, match.end(), frozenset((sort,)))


def _lookup(text: str, place: int, lexicon: dict[str, tuple[tuple[str, frozenset[str]], ...]]) -> _Token | None:
    rest = text[place : place + 40]
    for phrase, classes in lexicon.get(first_key(rest), ()):
        if rest.startswith(phrase):
            end = place + len(phrase)
            if phrase[-1] > FIRST_EAST or end >= len(text) or not text[end].isalpha():
                return _Token(place, end, classes)
    match = _WORD.match(text, place)
    if match and match.group().rstrip(".") in common().zones:
        return _Token(place, match.end(), frozenset(("zone",)))
    city = common().places.opening(rest) if place == 0 else ""
    return _Token(place, place + len(city), frozenset(("place",))) if city else None


@lru_cache(maxsize=32)
def openers_of(words: Words) -> tuple[frozenset[str], frozenset[str]]:
    """The first words (`first_key`) of lines that say when without a figure, and of those that have one.

    Lines that begin with a figure or a sign may say when, too.
    """
    lexicon = frozenset(_lexicon(words))
    return lexicon, lexicon.union(common().zones, common().places.by_first)


@lru_cache(maxsize=32)
def closers_of(words: Words) -> frozenset[str]:
    """The last words of lines that say when, of those that end in a plain Latin word."""
    return frozenset(phrase.rpartition(" ")[2] for found in _lexicon(words).values() for phrase, _ in found).union(
        common().zones
    )


@lru_cache(maxsize=32)
def _lexicon(words: Words) -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
    """Every word a date may hold, the longest first, with the classes it belongs to."""
    classes: dict[str, set[str]] = {}
    for name in ("months", "weekdays", "published", "ago", "units", "relative", "clock", "reading"):
        for phrase in getattr(words, name):
            classes.setdefault(phrase, set()).add(name)
    filed: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for phrase in sorted(classes, key=len, reverse=True):
        filed.setdefault(first_key(phrase), []).append((phrase, frozenset(classes[phrase])))
    return {key: tuple(found) for key, found in filed.items()}


def _judge(text: str, tokens: list[_Token]) -> When | None:
    """What covered tokens say together."""
    kinds = [token.classes for token in tokens]
    have = frozenset().union(*kinds)
    label = _label(text, tokens) if "published" in have else ""
    start, end, year = (0, 0, False) if have.isdisjoint(_DAYS) else _date_span(tokens)
    clock = "clock" in have and any(
        "clock" in kind and len(kind) == 1 and text[t.start].isdigit() for kind, t in zip(kinds, tokens, strict=True)
    )
    ago = "ago" in have and "units" in have and _is_ago(kinds)
    if "place" in have and not (end and year):
        return None
    if label and (end or clock or ago or ("relative" in have and len(tokens) > 1)):
        return When("labelled", start, end, year, label)
    if end and clock:
        return When("full", start, end, year)
    if "reading" in have and _is_reading(kinds, numbers=not have.isdisjoint(("number", "year"))):
        return When("reading")
    if end:
        return When("date", start, end, year)
    if ago or ("relative" in have and (clock or len(tokens) == 1)):
        return When("relative")
    if label and all("published" in kind for kind in kinds):
        return When("word", label=label)
    return _piece(kinds, clock)


def _piece(kinds: list[frozenset[str]], clock: bool) -> When | None:
    """A piece of a statement that a dump has broken into lines."""
    if clock and all(kind & {"clock", "zone", "weekdays", "published"} for kind in kinds):
        return When("clock")
    if len(kinds) == 1 and "number" in kinds[0]:
        return When("number")
    if (
        len(kinds) <= 3
        and all(kind & {"reading", "units"} for kind in kinds)
        and any("reading" in kind for kind in kinds)
    ):
        return When("unit")
    return None


def _label(text: str, tokens: list[_Token]) -> str:
    """A word that says what happened at that time; prepositions and articles say nothing."""
    for token in tokens:
        word = text[token.start : token.end]
        if "published" not in token.classes or token.classes & {"months", "weekdays", "clock"}:
            continue
        if (
            len(word) >= 5
            or word in common().short_labels
            or (word[0] > FIRST_EAST and len(word) >= 2)
            or (word[0] > "\u05d0" and len(word) >= 3)
        ):
            return word
    return ""


def _date_span(tokens: list[_Token]) -> tuple[int, int, bool]:
    """Where the first date stands: a date in figures, or a month with the numbers beside it; and if it has its year."""
    tokens = [token for token in tokens if not _is_link(token)]
    for token in tokens:
        if "date" in token.classes:
            return token.start, token.end, True
    for place, token in enumerate(tokens):
        if "day" in token.classes:
            return token.start, token.end, False
        if "months" not in token.classes:
            continue
        first = last = place
        while first > 0 and tokens[first - 1].classes & {"number", "year", "weekdays"} and place - first < 2:
            first -= 1
        while last + 1 < len(tokens) and tokens[last + 1].classes & {"number", "year", "months"} and last - place < 2:
            last += 1
        if last > first:
            years = any("year" in t.classes for t in tokens[first : last + 1])
            if any(t.classes & {"number"} for t in tokens[first : last + 1]) or years:
                return tokens[first].start, tokens[last].end, years
    return 0, 0, False


def _is_link(token: _Token) -> bool:
    """ "12 de marzo de 2024", "1st of March": a short word that is of no class a date is made of."""
    return token.end - token.start <= LINK and token.classes <= {"published", "reading"}


def _is_ago(kinds: list[frozenset[str]]) -> bool:
    """A number or "an hour", a unit, and a word such as "ago"; nothing else but labels."""
    units = any("units" in kind for kind in kinds)
    return (
        units
        and any("ago" in kind for kind in kinds)
        and any(kind & {"number", "relative", "units"} for kind in kinds)
        and not any("months" in kind and len(kind) == 1 for kind in kinds)
    )


_COUNTED = frozenset(("reading", "number", "units"))
"""What a reading time has two words of: "El temps." is an article and one."""


def _is_reading(kinds: list[frozenset[str]], *, numbers: bool) -> bool:
    """A number of minutes and a word that speaks of reading and of nothing else."""
    pure = any(
        kind == {"reading"} or ("reading" in kind and not kind & {"units", "published", "clock"}) for kind in kinds
    )
    minutes = any({"reading", "units"} <= kind for kind in kinds)
    return (
        pure
        and all(kind & {"reading", "units", "number", "published", "zone", "ago", "clock"} for kind in kinds)
        and ((minutes and numbers) or sum(bool(kind & _COUNTED) for kind in kinds) >= 2)
    )
