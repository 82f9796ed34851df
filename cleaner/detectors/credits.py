"""Credits of contributors, reporters, editors and agencies.

Whole lines ("Reporting by Ana Ruiz; Editing by Tom Okoro"), the last sentence of a paragraph ("— The Gazette's Mia Toh
contributed to this report."), and an agency at the very end ("(Reuters)", "/dpa"). Only the credit is marked; the
sentence before it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.detectors.indexed_document import IndexedDocument, make_mark
from cleaner.detectors.line_index import LEADING
from cleaner.document import Mark
from cleaner.newsroom.author_line_parser import clean_name, is_role
from cleaner.newsroom.dateline_parser import is_agency
from cleaner.newsroom.word_lists import Phrases, Words, common
from cleaner.text import patterns
from cleaner.text.folding import fold
from cleaner.text.line_shape import Anatomy, is_person
from cleaner.text.scripts import FIRST_EAST

LONGEST_CREDIT = 330
"""Characters of a credit; the longest seen lists eight names with their cities in 290."""
BELOW = 12
"""Lines below the story in which somebody may be said to have contributed."""
TAIL = 5
"""Paragraphs at the end of the story in which a credit may close a line."""

_SENTENCE = re.compile(r"(?<=[.!?…”\"»)])\s+(?=[(\[—–-]?\s?[\w“\"«„(])|(?<!\s)\s+(?=[(\[（]|[—–―]\s)|(?<=[。！？])")
_SIGNED = re.compile(r"[A-Z]{2,5}/[a-z]{2,5}|[a-z]{2,4}/[A-Za-z]{2,5}")
"""Initials below the story, as German papers sign it: "HP/dpa", "ana/HP"."""
_END_AGENCY = re.compile(
    rf"{patterns.ANY}[(\[（【](?P<inner>[^()\[\]（）【】]{{2,40}})[)\]）】][.。]?\s*$|{patterns.SOME}/\s?(?P<slash>[\w.]{{2,14}})/?\.?$"
    r"|(?<=[.!?”\"»])\s++[-–—]\s?(?P<dash>[A-Z]{2,8})$"
)

_POSSESSIVE = re.compile(r"\b[A-Z][\w.&’' -]{1,40}?['’]s?\s+(?=[A-ZÀ-Þ])")
_WHERE = re.compile(rf"{patterns.SOME}(?:in|from|at|en|à|a|aus|da|di|em|desde|в|з|из)\s+[A-ZÀ-ÞА-Я].*", re.DOTALL)
_CUTS = re.compile(rf"{patterns.ANY}[,;:()\[\]/|、，—–+]\s*|\.\s+|\.$")

_SIGNS = frozenset("([（【/")
"""What an agency at the end of a line stands in or behind, if not behind a dash and in capitals."""


class _Credit(NamedTuple):
    """People and agencies of a credit, clean, in order."""

    people: tuple[str, ...]
    agencies: tuple[str, ...]


def find_credits(document: IndexedDocument) -> Iterator[Mark]:
    """Mark credit lines, and credits that close a paragraph."""
    page = document.index
    words, parts = page.words, page.parts
    last = parts.last_paragraphs(TAIL)
    tail = range(last[0] if last else 0, parts.end + BELOW)
    around = range(parts.start - 6, parts.start + 1)
    ending = page.holding(words.credit_tail, tail)
    holding = ending | page.holding(words.credit, tail)
    for index in sorted({*page.opening_with(words.credit), *tail, *around}):
        if not 0 <= index < len(document.lines):
            continue
        line = document.lines[index]
        if len(line) <= LONGEST_CREDIT:
            mark = _whole(document, index, index in tail, index in ending)
            if mark is not None:
                yield mark
                continue
        if index in last or (index in tail and len(line) > 40):
            yield from _closing(document, index, words, index in holding)


def _whole(document: IndexedDocument, index: int, tail: bool, ends: bool) -> Mark | None:
    """A line that is a credit from end to end. ends: whether it holds a phrase such as "contributed to this report"."""
    page = document.index
    parts, words, folded, line = page.parts, page.words, page.folded[index], page.lines[index]
    if len(line) <= 30 and _is_agency_line(document, index, parts):
        return make_mark(document, index, "credits.agency", lifted=_agencies(line.strip(" ()[].|")))
    skipped, key = page.openings[index]
    if len(line) < 7 or not (ends or key in words.credit.by_first) or (not tail and parts.start < index < parts.end):
        return None
    rule = _credit_rule(line[skipped:], folded[skipped:], words, tail, key)
    if rule == "credits.contributors" and _SENTENCE.search(line, skipped, len(line) - 20):
        return None  # more than the credit: `_closing` cuts it off
    return make_mark(document, index, rule, lifted=_lifted(line, words)) if rule else None


def _credit_rule(text: str, folded: str, words: Words, tail: bool = True, key: str = "") -> str:
    """The rule by which a sentence is a credit, "" if it is none. key: as in `Phrases.opening`."""
    opening = words.credit.opening(folded, key)
    if opening:
        rest = text[len(opening) :]
        labelled = rest.lstrip()[:1] in (":", "：")
        credit = _read_credit(rest.lstrip(" :："), words)
        if (labelled or " " in opening) and (
            credit.agencies or is_agency(opening.rpartition(" ")[2].upper()) or _mostly_names(rest, credit.people)
        ):
            return "credits.reporting"
    if not tail or (len(folded) < 30 and folded[:1] < FIRST_EAST):
        return ""
    ending = _tail_in(words.credit_tail, folded)
    if ending:
        credit = _read_credit(text[: folded.index(ending)], words)
        if credit.people or credit.agencies or folded[:1] > FIRST_EAST:
            return "credits.contributors"
    return ""


def _mostly_names(rest: str, people: tuple[str, ...]) -> bool:
    """Whether people's names make up most of a span; a sentence that begins like a credit has few."""
    letters = sum(map(str.isalpha, rest))
    return bool(people) and sum(map(len, people)) * 2 >= letters * 0.6


def _tail_in(tails: Phrases, folded: str) -> str:
    """The phrase such as "contributed to this report" that stands near the end of a sentence."""
    found = tails.inside(folded)
    return found if found and len(folded) - folded.index(found) - len(found) <= 60 else ""


def _is_agency_line(document: IndexedDocument, index: int, parts: Anatomy) -> bool:
    """Whether a line is an agency and stands right above or below the story."""
    text = document.lines[index].strip(" ()[].|")
    beside = parts.start - 6 <= index <= parts.start or parts.end <= index <= parts.end + 2
    if not beside or not text or parts.prose[index]:
        return False
    if parts.end <= index <= parts.end + 1 and _SIGNED.fullmatch(text):
        return True
    return text in common().agencies or (is_agency(text) and " " not in text) or _are_initials(text)


def _opens(inner: str, words: Words) -> bool:
    """ "(ana/mit Material von dpa)": a part of what stands in brackets opens like a credit."""
    return any(words.credit.opening(fold(part)) not in ("", fold(part)) for part in re.split(r"[/,;]\s?", inner))


def _are_initials(text: str) -> bool:
    """ "dpa/lno", "SDA/sep": an agency's short name and the editor's initials."""
    lowered = text.lower()
    parts = re.split(r"[/,]\s?", lowered)
    return (
        len(parts) > 1
        and any(part in common().initials for part in parts)
        and all(2 <= len(part) <= 8 for part in parts)
    )


def _closing(document: IndexedDocument, index: int, words: Words, holds: bool) -> Iterator[Mark]:
    """A credit that closes a line: an agency in brackets, or the last sentence. holds: whether it has words of one."""
    line = document.lines[index]
    end = len(line)
    may_name = line[-1].isupper() or not _SIGNS.isdisjoint(line[-60:])
    match = _END_AGENCY.search(line, max(0, end - 60)) if may_name else None
    if match and match.start() > 0:
        inner = (match["inner"] or match["slash"] or match["dash"]).strip()
        if is_agency(inner) or _are_initials(inner) or inner.lower() in common().initials or _opens(inner, words):
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            yield make_mark(document, index, "credits.end", start=start, end=end, lifted=_agencies(inner))
            return
    if not holds:
        return
    first = max(0, end - LONGEST_CREDIT)
    ending = fold(line[first:])
    cuts = [found.end() if found.group() else found.start() for found in _SENTENCE.finditer(line, first)]
    for start in cuts[-4:]:
        text, folded = line[start:], ending[start - first :]
        skipped = len(folded) - len(folded.lstrip(LEADING))
        rule = _credit_rule(text[skipped:], folded[skipped:], words) if len(text) > 12 else ""
        if rule and start > 0:
            yield make_mark(document, index, rule, start=start, end=end, lifted=_lifted(text, words))
            return


def _lifted(text: str, words: Words) -> tuple[tuple[str, str], ...]:
    credit = _read_credit(_without_openings(text, words), words)
    if words.credit.opening(fold(text.lstrip(LEADING))) in common().not_authors:
        return tuple(("agencies", name) for name in credit.agencies)
    people = tuple(("contributors", name) for name in credit.people)
    return people + tuple(("agencies", name) for name in credit.agencies)


def _without_openings(text: str, words: Words) -> str:
    """A credit without "Reporting by", "Editing by" and "contributed to this report"."""
    folded = fold(text)
    tail = _tail_in(words.credit_tail, folded)
    if tail:
        return text[: folded.index(tail)]
    pieces = []
    for piece in re.split(rf"[;.]\s*|{patterns.ANY}[()]\s*", text):
        bare = piece.lstrip(LEADING)
        pieces.append(bare[len(words.credit.opening(fold(bare))) :].lstrip(" :："))
    return " ; ".join(pieces)


def _agencies(text: str) -> tuple[tuple[str, str], ...]:
    """The known agencies in "dpa/lno" or "AP, Reuters"."""
    table = common()
    parts = re.split(rf"{patterns.ANY}[/,;+&]\s*|{patterns.SOME}(?:and|und|et|y|e)\s+", text)
    found = [part for part in parts if part in table.agencies]
    return tuple(("agencies", name) for name in found or ([text] if is_agency(text) else []))


def _read_credit(text: str, words: Words) -> _Credit:
    """The people and agencies a span of a credit names; what it cannot read it leaves out."""
    people: list[str] = []
    agencies: list[str] = []
    for piece in _CUTS.split(_POSSESSIVE.sub(" , ", text)):
        for item in _split_joiners(piece, words):
            item = _WHERE.sub("", item).strip(" .'’")
            if not item:
                continue
            if is_agency(item) or fold(item) in common().agencies_folded:
                agencies.append(item)
            elif item.split()[-1] in common().agencies:
                agencies.append(item.split()[-1])
            elif name := _name_in(item, words):
                people.append(name)
    return _Credit(tuple(dict.fromkeys(people)), tuple(dict.fromkeys(agencies)))


def _split_joiners(piece: str, words: Words) -> list[str]:
    found: list[list[str]] = [[]]
    for token in piece.split():
        if fold(token) in words.joiners and not (len(found[-1]) == 1 and len(token) == 1):
            found.append([])
        else:
            found[-1].append(token)
    return [" ".join(tokens) for tokens in found if tokens]


def _name_in(item: str, words: Words) -> str:
    """The name at the end of a piece, the title or outlet before it left out: "AP writer Ana Ruiz"."""
    tokens = item.split()
    for place in range(len(tokens) - 2, -1, -1):
        folded = fold(tokens[place])
        if (
            folded in common().before_names
            or (folded in words.roles and tokens[place].islower())
            or tokens[place] in common().agencies
        ):
            tokens = tokens[place + 1 :]
            break
    while tokens and not tokens[0][:1].isupper() and tokens[0][:1].lower() != tokens[0][:1].upper():
        tokens = tokens[1:]
    name = " ".join(tokens)
    if not is_person(name) or is_role(name, words) or fold(name) in common().places or len(name) > 40:
        return ""
    return clean_name(name)
