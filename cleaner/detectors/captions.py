"""Captions and picture credits: "Photo: Ana Ruiz/AP", "Foto: dpa", "Getty Images", and the description above one.

A credit may stand on its own line, close a line that describes the picture, or be named by the HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.matching import fold
from cleaner.model import Block, Document, Mark
from cleaner.newsroom.heads import is_agency
from cleaner.newsroom.lines import claim, survey
from cleaner.newsroom.tables import Words, common
from cleaner.shapes import Anatomy, ends_like_sentence, is_name_word, is_person

LONGEST_CREDIT = 140
LONGEST = 420
"""Characters of a caption with its credit; the longest of the labelled ones has 391."""
LEAST_TAIL = 30
"""Characters of a description with its credit, at least; shorter lines need the sign of a credit."""
ABOVE = 200
"""Characters of a description above a credit."""

_COLON = frozenset(":：=")
_ENDS = '[.!?…。」”"»)]'
_TAIL = re.compile(rf"(?:{_ENDS}\s*|\s[|/–—-]\s|\s{{2,}}|\s?[(\[（])(?P<credit>[^.。!?]{{3,90}}?)[)\]）]?\.?$")
_SLASHED = re.compile(r"\s*(?:/|\bvia\b|\||,|\bfor\b|\bthrough\b|(?<=\s)-(?=\s))\s*")
_SIGNS = re.compile(r"[/|©]|\svia\s")
_PAIR = re.compile(r"[(（][A-ZÀ-Þ][^()]{2,50}/[A-ZÀ-Þ][^()]{2,40}[)）]")
_FILE = re.compile(
    r"(?:FILE|FILED?|ARCHIVO|ARCHIVE|ARKIV|DATEI|ARCHIV|ARCHIVBILD|ARCHIVFOTO|SYMBOLBILD|FOTO DE ARCHIVO)"
    r"\s?(?:PHOTO|BILD|FOTO)?\s?[-–—:]"
)
_FIGURE = frozenset(("figcaption",))
_FIGURE_WORDS = frozenset(
    ("caption", "figcaption", "credit", "bildunterschrift", "legende", "photocredit", "wp-caption-text")
)


def find_captions(document: Document) -> Iterator[Mark]:
    """Claim captions and picture credits."""
    page = survey(document)
    words, parts, folded = page.words, page.parts, page.folded
    claimed: set[int] = set()
    labelled = frozenset(page.opening_with(words.photo))
    for index, line in enumerate(document.lines):
        rule = _figure(document.blocks[index], line) if document.is_html else ""
        if not rule and (index in labelled or len(line) >= LEAST_TAIL or _SIGNS.search(line)):
            rule = _rule(document, index, words, folded[index], page.openings[index], parts)
        if not rule and len(line) < LEAST_TAIL:
            rule = _picture_agency(folded[index])
        if not rule:
            continue
        claimed.add(index)
        yield claim(document, index, rule)
        if rule == "captions.credit" and index - 1 not in claimed and _describes(document, index - 1, parts):
            yield claim(document, index - 1, "captions.above")


def _figure(block: Block, line: str) -> str:
    """Whether the HTML says that a block is a caption."""
    if block.node is None or len(line) > 2 * LONGEST:
        return ""
    for depth, node in enumerate(block.node.ancestors()):
        if node.tag in _FIGURE or (
            depth < 3 and node.tag not in ("body", "article", "main") and _FIGURE_WORDS & set(node.words)
        ):
            return "captions.figure"
        if depth > 8:
            break
    return ""


def _picture_agency(folded: str) -> str:
    known = folded in common().picture_agencies and folded not in common().agencies_folded
    return "captions.credit" if known else ""


def _rule(document: Document, index: int, words: Words, folded: str, opening: tuple[int, str], parts: Anatomy) -> str:
    line = document.lines[index]
    if len(line) > LONGEST or len(line) < 3:
        return ""
    if len(line) <= LONGEST_CREDIT and is_credit(line, folded, opening, words):
        return "captions.credit"
    if line[0].isupper() and _FILE.match(line):
        return "captions.file"
    if index >= parts.end - 1 and (line[-1] in ")）" or is_agency(line.rpartition(" ")[2].strip("/ )."))):
        return ""  # the agency's credit at the end of the story
    return "captions.tail" if _ends_with_credit(line, folded, words) else ""


def is_credit(line: str, folded: str, opening: tuple[int, str], words: Words) -> bool:
    """Whether a short line is nothing but a picture credit."""
    skipped, key = opening
    bare, text = folded[skipped:], line[skipped:]
    label = words.photo.opening(bare, key)
    if label:
        rest = text[len(label) :].lstrip()
        if rest[:1] in _COLON and rest:
            return len(rest) < 100 and _names_source(rest.lstrip(":：= "), labelled=True)
        if (" " in label or not rest or rest[:1] in "/|") and len(rest) < 70 and rest:
            return _names_source(rest, labelled=" " in label)
    if line[0] in "(（" and _PAIR.fullmatch(line):
        return True
    if line[0] == "©" or "/" in line or "|" in line or " via " in line:
        return _names_picture_agency(line)
    return bare in common().picture_agencies and bare not in common().agencies_folded


def _names_source(text: str, *, labelled: bool) -> bool:
    """Whether what follows "Photo:" is a person, an agency, or a few words with capitals; never a sentence."""
    text = text.strip(" ()[].|")
    if not text:
        return labelled
    if len(text.split()) > 12:
        return False
    if _names_picture_agency(text):
        return True
    people = [part.strip(" .()") for part in re.split(r"[/,|&]|\s(?:and|und|et|y|e|och|og|via|for|für)\s", text)]
    if all(is_person(part) or is_name_word(part) or not part for part in people):
        return True
    tokens = text.split()
    capital = sum(not token[:1].islower() for token in tokens)
    return labelled and len(tokens) <= 8 and capital * 3 >= len(tokens) * 2 and not text.endswith((".", "!", "?"))


def _names_picture_agency(text: str) -> bool:
    """Whether a text ends or begins with an agency that pictures come from, with names before it only."""
    parts = [part.strip(" .()[]©") for part in _SLASHED.split(text.strip(" ()[].|©")) if part.strip(" .()[]©")]
    if not parts or len(parts) > 6:
        return False
    table = common().picture_agencies
    known = [fold(part) in table or (table.opening(fold(part)) != "" and len(part) < 40) for part in parts]
    if not any(known):
        return False
    if len(parts) == 1:
        folded = fold(parts[0])
        return folded in table and folded not in common().agencies_folded
    pictures = any(fold(part) not in common().agencies_folded for part in parts)
    return pictures and all(
        ok or is_person(part) or is_name_word(part) or len(part.split()) <= 3
        for ok, part in zip(known, parts, strict=True)
    )


def _ends_with_credit(line: str, folded: str, words: Words) -> bool:
    """ "The harbour on Monday. Foto: Ana Ruiz / dpa": a description that ends with a labelled credit."""
    if len(line) < 12:
        return False
    for sign in (":", "："):
        place = line.rfind(sign, max(0, len(line) - 90))
        if place > 8:
            start = max(line.rfind(" ", 0, place - 1), line.rfind(".", 0, place - 1), line.rfind("(", 0, place)) + 1
            label = folded[start:place].strip() if place <= len(folded) else fold(line[start:place]).strip()
            apart = ends_like_sentence(line[:start]) or line[:start].rstrip()[-1:] in "([|/" or start > 40
            if (
                label in words.photo
                and apart
                and line[place + 1 :].strip()
                and _names_source(line[place + 1 :], labelled=True)
            ):
                return True
    return _ends_with_agency(line)


def _ends_with_agency(line: str) -> bool:
    """ "The harbour on Monday. Ana Ruiz/AP", or an agency alone behind the last sentence."""
    tail = line[-100:]
    if "/" in tail or "©" in tail:
        match = _TAIL.search(line, max(0, len(line) - 100))
        credit = match["credit"].strip() if match else ""
        return ("/" in credit or credit[:1] == "©") and _names_picture_agency(credit) and not is_agency(credit)
    tokens = tail.rstrip(".").rsplit(None, 2)
    for size in (1, 2):
        agency = " ".join(tokens[-size:])
        before = line[: len(line.rstrip(".")) - len(agency)]
        if len(tokens) > size and fold(agency) in common().picture_agencies and ends_like_sentence(before):
            return True
    return False


def _describes(document: Document, index: int, parts: Anatomy) -> bool:
    """Whether the line above a credit can be what the picture shows: short, and not the only paragraph."""
    if index < 0:
        return False
    line = document.lines[index]
    if not 12 <= len(line) <= ABOVE or len(line.split()) < 3:
        return False
    if any(sign in line for sign in "„“”«»") or line[-1] in ":;":
        return False
    return ends_like_sentence(line) and index != parts.start
