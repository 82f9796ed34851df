"""Visible notices that a page was translated by a machine, and credits of human translators.

A sentence is a notice if *every* word of it is in the word list of notices (`notices.toml`), with at least one word for
translating and one for a machine. The name of a person ("Translated by Ai Morita") and a sentence of a story about
translation contain other words and are therefore not notices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from cleaner.document import Block, Document, Span
from cleaner.readers.notice_words import PARTS, Grammar, Language, Words, grammar
from cleaner.text.folding import fold
from cleaner.text.line_shape import is_person
from cleaner.text.scripts import cjk_letter

LONGEST_NOTICE: Final = 400
"""Characters of a sentence that may be a notice."""
LONGEST_CREDIT: Final = 120
"""Characters of a line that names a translator."""
LONG_LINE: Final = 120
"""Characters of a line that is surely story or comment (Chinese, Japanese, Korean: a third)."""
SHORT_WORD: Final = 2
"""Letters up to which a word for a machine must be in capitals: AI, IA, KI; "Ai" is a name, "ai" Italian."""
AFTER_FROM, AFTER_OPEN = 3, 8
"""Names that may follow: of a language; of an outlet, a title or an editor."""
AFTER_FROM_EAST, AFTER_OPEN_EAST = 6, 16
"""The same in characters of Chinese and Japanese."""
LONGEST_PARTICLE: Final = 3
"""Letters of a word in lower case within a name: "de", "van", "der"."""
NEAR: Final = 3
FEW_LINES: Final = 6
"""Lines around the story in which a label stands; lines of a text without long ones in which any may be one."""
FAMILIES: Final = (
    ("da", "no", "nb", "nn", "sv"), ("cs", "sk"), ("hr", "sr", "bs", "sl"), ("ru", "uk", "bg", "be"),
    ("es", "pt", "ca", "gl"), ("nl", "af"), ("id", "ms"),
)  # fmt: skip
"""Languages of which a short text is taken for another."""

_SENTENCE = re.compile(r"(?:(?<=[.!?…])(?<!\b[A-Z]\.)[\"”»)\]]?\s+|(?<=[。！？])|\s+(?=[(\[（【])|(?<=[)\]）】])\s*)")
_WORD = re.compile(r"[^\s,;:!?()\[\]{}\"“”„«»…。、，；：！？（）【】《》〈〉「」『』/|*_•·†—–।]+")
_ELISION = re.compile(r"(?<![^\W\d_])((?:l|d|n|s|qu|all|dell|dall|nell|un|quest)')(?=\w)", re.IGNORECASE)
_ADDRESS = re.compile(r"\(?(?:https?://|www\.)\S+")


class Notice(NamedTuple):
    """A notice: the number of its line, its span in the page text, its words, the people it names as translators.

    Without people a machine translated. whole: whether nothing else stands in the line.
    """

    line: int
    span: Span
    value: str
    people: tuple[str, ...] = ()
    whole: bool = True


_Kept = tuple[str, tuple[Block, ...], str, tuple[Notice, ...]]
_kept: _Kept = ("", (), "", ())
"""Text, lines and language of the document asked about last, and its notices."""


def find_notices(document: Document) -> tuple[Notice, ...]:
    """Every notice of a page, in order; looked for once where a detector and then the assessor ask for them."""
    global _kept
    text, blocks, code, found = _kept
    if document.text is not text or document.blocks is not blocks or document.language.code != code:
        found = tuple(_search(document))
        _kept = document.text, document.blocks, document.language.code, found
    return found


def _search(document: Document) -> list[Notice]:
    codes = _read_in(document.language.code)
    text = fold(document.text)
    stems = tuple(stem for code in codes for stem in grammar().languages[code].stems if stem in text)
    if not stems:
        return []
    beside = _beside_the_story(document.lines)
    found: list[Notice] = []
    for index, (block, line) in enumerate(zip(document.blocks, document.lines, strict=True)):
        folded = fold(line)
        if any(stem in folded for stem in stems):
            found += _in_line(document, index, block, line, codes, index in beside)
    return found


@lru_cache(maxsize=256)
def _read_in(code: str) -> tuple[str, ...]:
    """The languages a page's notices are read in: its own, those it is taken for, English; all where it has none."""
    known = grammar().codes
    family = next((group for group in FAMILIES if code in group), (code,))
    chosen = tuple(c for c in dict.fromkeys((code, *family, "en")) if c in known)
    return known if code == "und" else chosen


def _beside_the_story(lines: tuple[str, ...]) -> set[int]:
    """The lines right above the first long one and right below the last: where a label speaks of the story.

    Elsewhere "Machine translation" is an entry of a menu, or heads a part of a story about it.
    """
    cjk = cjk_letter()
    long = [i for i, line in enumerate(lines) if len(line) > (LONG_LINE / 3 if cjk.search(line) else LONG_LINE)]
    if not long:
        return set(range(len(lines))) if len(lines) <= FEW_LINES else set()
    return {*range(long[0] - NEAR, long[0]), *range(long[-1] + 1, long[-1] + 1 + NEAR)}


def _in_line(
    document: Document, index: int, block: Block, line: str, codes: tuple[str, ...], beside: bool
) -> Iterator[Notice]:
    """The notices of a line; of a label that is a link, none: it is a menu."""
    if block.link_share > 0.5 and len(line) < 40:
        return
    base = document.line_start(index)
    if len(line) <= LONGEST_CREDIT and (people := _translators(line, codes)):
        yield Notice(index, Span(base, base + len(line)), line, people)
        return
    if len(line) > 40 * LONGEST_NOTICE:
        return
    sentences = list(_sentences(line))
    read = [_read(line[start:end], codes) for start, end in sentences]
    closed = all(one.closed for one in read)
    if closed and any(one.is_notice for one in read):
        if any(one.speaks or one.is_said for one in read if one.is_notice) or beside:
            yield Notice(index, Span(base, base + len(line)), line)
        return
    for (start, end), one in zip(sentences, read, strict=True):
        if one.is_notice and one.speaks:
            yield Notice(index, Span(base + start, base + end), line[start:end], whole=False)


def _sentences(line: str) -> Iterator[tuple[int, int]]:
    """Where each sentence, and each span in brackets, begins and ends, white space aside."""
    at = 0
    for cut in [*_SENTENCE.finditer(line), None]:
        end = cut.start() if cut else len(line)
        part = Span(at, end).trimmed(line)
        if part.start < part.end:
            yield part
        at = cut.end() if cut else end


class _Reading(NamedTuple):
    """closed: every word is one of notices. is_notice: it says that a machine translated. speaks: of this page.

    is_said: with a word for "translated", not with "translation" alone.
    """

    closed: bool
    is_notice: bool
    speaks: bool
    is_said: bool


_NOTHING = _Reading(False, False, False, False)


@lru_cache(maxsize=4096)
def _read(sentence: str, codes: tuple[str, ...]) -> _Reading:
    """What a sentence is, by the language of these that says most of it."""
    if len(sentence) > LONGEST_NOTICE:
        return _NOTHING
    sentence = _ADDRESS.sub(" ", sentence).replace("’", "'").replace("A.I.", "AI")
    best = _NOTHING
    for language in map(grammar().languages.__getitem__, codes):
        east = language.is_east
        found = _scan(language, _eastern(language, sentence) if east else _western(sentence), east)
        best = max(best, found._replace(speaks=found.speaks or sentence[:1] in "([（【*"), key=lambda one: one[:2])
        if best.is_notice:
            break
    return best


def _western(sentence: str) -> list[str]:
    return [word for piece in _WORD.findall(_ELISION.sub(r"\1 ", sentence)) if (word := piece.strip(".-‑'") or "")]


def _eastern(language: Language, sentence: str) -> list[str]:
    """Chinese and Japanese by their phrases, the longest first; what is none, character by character."""
    folded = fold(sentence)
    return [found.group().upper() for found in language.phrases.finditer(folded) if _WORD.fullmatch(found.group())]


def _scan(language: Language, words: list[str], east: bool) -> _Reading:
    """Reads a sentence word by word, with what may still follow of any words."""
    known, parts = grammar(), language.parts
    allowance, last = 0, ""
    seen: set[str] = set()
    for raw in words:
        word = fold(raw).replace("ё", "е")
        part = _part(known, parts, word, raw)
        if part == "":
            if allowance == 0 or (raw[:1].islower() and len(raw) > LONGEST_PARTICLE):
                return _NOTHING
            allowance -= 1
            continue
        if part == "engine" and last == "open":
            part = "publisher"
        if part in ("done", "noun", "both", "open"):
            last = part
        if part == "from":
            allowance = max(allowance, AFTER_FROM_EAST if east else AFTER_FROM)
        elif part == "open":
            allowance = AFTER_OPEN_EAST if east else AFTER_OPEN
        elif part in ("by", "done"):
            allowance = 0
        seen.add(part)
    said = bool(seen & {"done", "both"})
    by_machine = bool(seen & {"machine", "engine", "both"}) or (said and "publisher" in seen)
    return _Reading(True, by_machine and (said or "noun" in seen), "this" in seen, said)


def _part(known: Grammar, parts: dict[str, Words], word: str, raw: str) -> str:
    """The part a word plays, "" where it is none of notices."""
    for part in PARTS:
        if word in parts[part] and (part != "machine" or len(word) > SHORT_WORD or _is_shouted(raw)):
            return part
    if word in known.engines:
        return "engine"
    if word in known.tongues or word.isdigit():
        return "rest"
    return ""


def _is_shouted(word: str) -> bool:
    """Whether a word is in capitals, or in a script without them."""
    return word == word.upper()


def _translators(line: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The people that a line, all of it, names as translators."""
    bare = line.strip(" .()[]*—–-|")
    if not any(map(str.isupper, bare)) and not cjk_letter().search(bare):
        return ()
    for language in map(grammar().languages.__getitem__, codes):
        if language.human is not None and (found := language.human.fullmatch(bare)):
            name = next(group for group in found.groups() if group)
            people = tuple(part.strip() for part in re.split(r"\s*(?:,|&|\band\b|\bund\b|\bet\b|\by\b|\be\b)\s+", name))
            return people if all(map(_is_name, people)) else ()
    return ()


def _is_name(text: str) -> bool:
    """A full name of which no word is one for a machine."""
    known = grammar()
    first, *others = text.split()
    named = [fold(word) not in known.machines or not word.isupper() for word in (first, *others)]
    return is_person(text) and all(named) and not all(fold(word) in known.engines for word in (first, *others))
