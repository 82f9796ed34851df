"""Finds the phrases of the wording packs in a line.

Every phrase is filed once under what makes it cheap to find: a whole line under itself, the opening of a
line under its first word, any other under its longest word, and under its first two characters in scripts
without spaces. A line that has none of these costs three look-ups. (One alternation of 500 phrases with
IGNORECASE took twice the time of a whole HTML extraction.)
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from cleaner.errors import PackError
from cleaner.packs import Cut, Pack, Rule, Where, rules_for

LONGEST_LINE = 20_000
"""Characters of a line that are looked at: no boilerplate stands behind a paragraph of ten pages."""
LONGEST_PHRASE = 120
"""Characters of a line above which it cannot be a phrase of its own."""
GAP = 60
"""Characters that " ... " in a phrase may stand for."""
_MOST_REPEATS = 20
"""Finds of one phrase in one line: a form dumped twice has two; more is not worth the time."""

_TOKEN = re.compile(r"\w+|[©®™]")
_GAPS = re.compile(r"\.\.\.|(?<=\*) ")
_FIGURES = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uff9f]")
_HALF_WORDS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_SENTENCE_END = re.compile(r"[.!?…][\"”»')]?\s|[。！？]")


class Hit(NamedTuple):
    """A rule found in a line: half-open offsets of what its phrase covers, in code points of the line."""

    rule: Rule
    start: int
    end: int


def _folds() -> dict[int, str]:
    """Characters to compare alike, one for one: accents go, quotes and spaces become plain.

    Capitals are often written without accents ("ΣΧΟΛΙΑ", "EDITION"); lower-casing loses Turkish dots.
    """
    folds = {}
    for code in (*range(0x00C0, 0x0250), *range(0x0370, 0x0530), *range(0x1E00, 0x2000)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if ord(base) != code and base.isalpha():
            folds[code] = base
    folds |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    folds |= dict.fromkeys(map(ord, "‘’‚‛′`´ʼ＇"), "'") | dict.fromkeys(map(ord, "“”„‟«»″"), '"')
    folds |= dict.fromkeys(map(ord, "\t\r\n\xa0\u2002\u2003\u2009\u202f\u3000"), " ")
    folds |= dict.fromkeys(map(ord, "‐‑‒–—―"), "-")
    return folds | dict(zip(map(ord, "ıςأإآىةєґⓒ"), "iσاااىهег©", strict=True))


_FOLDS = _folds()


def fold(line: str) -> str:
    """The line in lower case without accents, the same length, so that offsets stay those of the line."""
    if line.isascii():
        return line.lower()
    # the only letter whose lower case is longer than itself
    return line.replace("\u0130", "i").lower().translate(_FOLDS)


class _Phrase(NamedTuple):
    """A phrase made ready: its parts in order, with up to `GAP` characters between them."""

    parts: tuple[str, ...]
    rule: Rule
    open: tuple[bool, ...]
    """Whether the last word of a part may go on."""
    bounded: bool
    """Words are set apart by spaces, so a part must not begin or end within one."""


class Matcher:
    """All phrases of a set of rules, filed for look-up. Unchanging after it is made; safe to share."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._lines: dict[str, list[Rule]] = defaultdict(list)
        self._starts: dict[str, list[_Phrase]] = defaultdict(list)
        self._words: dict[str, list[_Phrase]] = defaultdict(list)
        self._pairs: dict[str, list[_Phrase]] = defaultdict(list)
        self._patterns: dict[str, list[Rule]] = defaultdict(list)
        for rule in rules:
            for text in rule.phrases:
                self._file(text, rule)
            for word in rule.needs:
                self._patterns[fold(word)].append(rule)
        self._word_keys = self._words.keys() | self._patterns.keys()

    def _file(self, text: str, rule: Rule) -> None:
        folded = " ".join(fold(text).split())
        parts = [part.strip() for part in _GAPS.split(folded) if part.strip()]
        phrase = _Phrase(
            tuple(part.strip("* ") for part in parts),
            rule,
            tuple(part.endswith("*") for part in parts),
            not _UNSPACED.search(folded),
        )
        plain = len(parts) == 1 and not phrase.open[0]
        first = _TOKEN.match(folded)
        if rule.where is Where.LINE and plain:
            self._lines[_core(folded)].append(rule)
        elif not phrase.bounded:
            self._pairs[folded[:2]].append(phrase)
        elif rule.where in (Where.LINE, Where.START) and first and _is_whole_word(folded, first):
            self._starts[first[0]].append(phrase)
        else:
            self._words[_longest_word(folded, rule)].append(phrase)

    def find(self, line: str) -> tuple[Hit, ...]:
        """Every rule found in a line, in order of place. `zone` is not looked at: a line does not know it."""
        line = line[:LONGEST_LINE]
        low = fold(line)
        first = _LETTER.search(low)
        if first is None:
            return tuple(sorted(self._elsewhere(low, 0, 0), key=_place)) if "©" in low else ()
        start, end = first.start(), _last_letter(low)
        found: list[Hit] = []
        if end - start <= LONGEST_PHRASE:
            found += [Hit(rule, start, end) for rule in self._lines.get(_bare(low[start:end]), ())]
        opening = _TOKEN.match(low, start)
        if opening and opening[0] in self._starts:
            found += _openings(self._starts[opening[0]], low, start, end)
        found += self._elsewhere(low, start, end)
        if not found:
            return ()
        words = count_words(low)
        fitting = (hit for hit in found if not hit.rule.max_words or words <= hit.rule.max_words)
        return tuple(sorted(fitting, key=_place))

    def _elsewhere(self, low: str, first: int, last: int) -> Iterator[Hit]:
        """Finds of the phrases and patterns that may stand anywhere."""
        tokens = _TOKEN.findall(low)
        if not self._word_keys.isdisjoint(tokens):
            patterns: dict[str, Rule] = {}
            for token in dict.fromkeys(tokens):
                yield from _standing(self._words.get(token, ()), low, first, last)
                patterns |= {rule.id: rule for rule in self._patterns.get(token, ())}
            for rule in patterns.values():
                yield from _matching(rule, low, first, last)
        if not low.isascii() and not self._pairs.keys().isdisjoint(map(str.__add__, low, low[1:])):
            for pair in dict.fromkeys(map(str.__add__, low, low[1:])):
                yield from _standing(self._pairs.get(pair, ()), low, first, last)


def _openings(phrases: Iterable[_Phrase], low: str, start: int, last: int) -> Iterator[Hit]:
    for phrase in phrases:
        end = _end_of(phrase, low, start)
        if end >= 0 and (phrase.rule.where is Where.START or end >= last):
            yield Hit(phrase.rule, start, end)


def _standing(phrases: Iterable[_Phrase], low: str, first: int, last: int) -> Iterator[Hit]:
    for phrase in phrases:
        at = low.find(phrase.parts[0])
        for _ in range(_MOST_REPEATS):
            if at < 0:
                break
            end = _end_of(phrase, low, at)
            if end >= 0 and _stands(phrase.rule.where, at, end, first, last):
                yield Hit(phrase.rule, at, end)
            at = low.find(phrase.parts[0], max(end, at + 1))


def _matching(rule: Rule, low: str, first: int, last: int) -> Iterator[Hit]:
    if rule.pattern is not None:
        for match in rule.pattern.finditer(low):
            if match.end() > match.start() and _stands(rule.where, match.start(), match.end(), first, last):
                yield Hit(rule, match.start(), match.end())


def _stands(where: Where, start: int, end: int, first: int, last: int) -> bool:
    """Whether a find stands where its rule wants it; letters alone decide what the edge of a line is."""
    return (where in (Where.ANYWHERE, Where.END) or start <= first) and (
        where in (Where.ANYWHERE, Where.START) or end >= last
    )


def _end_of(phrase: _Phrase, low: str, at: int) -> int:
    """Where the phrase that begins at this place ends, -1 where it does not stand here."""
    if not low.startswith(phrase.parts[0], at) or (phrase.bounded and _within_word(low, at)):
        return -1
    start = end = at
    for number, part in enumerate(phrase.parts):
        if number:
            start = _find_part(low, part, end, phrase.bounded)
        if start < 0:
            return -1
        end = start + len(part)
        while phrase.open[number] and _within_word(low, end):
            end += 1
        if phrase.bounded and _within_word(low, end):
            return -1
    return end


def _find_part(low: str, part: str, start: int, bounded: bool) -> int:
    """Where the next part of a phrase begins, at most `GAP` characters on; -1 where it does not."""
    stop = start + GAP + len(part)
    at = low.find(part, start, stop)
    while at >= 0 and bounded and _within_word(low, at):
        at = low.find(part, at + 1, stop)
    return at


def _within_word(low: str, at: int) -> bool:
    return 0 < at < len(low) and low[at - 1].isalnum() and low[at].isalnum()


def _place(hit: Hit) -> tuple[int, int, str]:
    return hit.start, -hit.end, hit.rule.id


def _last_letter(low: str) -> int:
    end = len(low)
    while end and not _LETTER.match(low[end - 1]):
        end -= 1
    return end


def _core(folded: str) -> str:
    """A phrase without digits, and without punctuation and symbols at its edges, as whole lines are compared."""
    first = _LETTER.search(folded)
    return _bare(folded[first.start() : _last_letter(folded)]) if first else folded


def _bare(low: str) -> str:
    """ "page 2 of 14" -> "page of": the figures of an interface line change, its words do not."""
    return " ".join((low if low.isalpha() else _FIGURES.sub("", low)).split())


def _is_whole_word(folded: str, first: re.Match[str]) -> bool:
    return first[0].isalpha() and folded[first.end() : first.end() + 1] != "*"


def _longest_word(folded: str, rule: Rule) -> str:
    """The word a phrase is filed under: the longest is the rarest, near enough."""
    words: list[str] = _TOKEN.findall(" ".join(word for word in folded.split(" ") if not word.endswith("*")))
    if not words:
        raise PackError(f"rule {rule.id}: {folded!r} has no whole word to be looked up by; write one out in full")
    return max(words, key=len)


def count_words(line: str) -> int:
    """Words of a line; a character of a script without spaces counts as half a word."""
    halves = 0 if line.isascii() else len(_HALF_WORDS.findall(line))
    return halves // 2 + len(_TOKEN.findall(_HALF_WORDS.sub(" ", line) if halves else line))


def extent(line: str, hit: Hit) -> tuple[int, int]:
    """What of the line goes when the rule is right: half-open offsets, by the rule's `cut`."""
    cut = hit.rule.cut
    if cut is Cut.SPAN:
        return hit.start, hit.end
    if cut is Cut.FROM:
        return hit.start, len(line)
    if cut is Cut.UPTO:
        return 0, hit.end
    if cut is Cut.LINE:
        return 0, len(line)
    start = max((m.end() for m in _SENTENCE_END.finditer(line, 0, hit.start)), default=0)
    after = _SENTENCE_END.search(line, max(hit.end - 1, 0))
    return start, after.end() if after else len(line)


@lru_cache(maxsize=64)
def matcher(language: str) -> Matcher:
    """The matcher of the bundled packs for a text of that language (`packs.rules_for`)."""
    return Matcher(rules_for(language))


def hits(line: str, language: str) -> tuple[Hit, ...]:
    """Every bundled rule found in a line of a text of that language ("und": it cannot be told), in order.

    Example: `[h.rule.kind for h in hits("Sign up for our newsletter", "en")] == ["signup"]`.
    """
    return matcher(language).find(line)


def check_examples(pack: Pack) -> None:
    """Raise PackError for the first rule that misses one of its `hits` or fires on one of its `misses`."""
    for rule in pack.rules:
        alone = Matcher([rule])
        for text, wanted in (*((t, True) for t in rule.hits), *((t, False) for t in rule.misses)):
            if bool(alone.find(text)) is not wanted:
                verb = "does not fire on" if wanted else "fires on"
                raise PackError(
                    f"{pack.path}: rule {rule.id} {verb} its own example {text!r}; "
                    f"change the rule or move the example to {'misses' if wanted else 'hits'}"
                )
