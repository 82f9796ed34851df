"""Finds the phrases of the wording packs in the lines of a text.

Every phrase is filed under what makes it cheap to find: a whole line under itself, any other under its
longest part. `Literals` finds all of these parts in all lines at once. A line that has none of them
costs one look-up. (One alternation of 500 phrases with IGNORECASE took twice the time of a whole HTML
extraction.)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from cleaner.errors import PackError
from cleaner.phrases.packs import ANY, Cut, Pack, Rule, Where, codes_for
from cleaner.phrases.prepared import Phrase, Prepared, bare, prepare, prepared_pack
from cleaner.text.folding import DIGIT, ODD_SPACE, Folded, fold_lines
from cleaner.text.literals import Literals
from cleaner.text.scripts import HAN, KANA

LONGEST_PHRASE = 120
"""Characters of a line above which it cannot be a phrase of its own."""
GAP = 60
"""Characters that " ... " in a phrase may stand for."""
_MOST_REPEATS = 20
"""Finds of one phrase in one line: a form dumped twice has two; more is not worth the time."""

_TOKEN = re.compile(r"\w+|[©®™]")
_WHOLE_TOKEN = re.compile(r"\b\w+|[©®™]")
_FIGURES = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"[.!?…][\"”»')]?\s|[。！？]")


class Hit(NamedTuple):
    """A rule found in a line: half-open offsets of what its phrase covers, in code points of the line."""

    rule: Rule
    start: int
    end: int


class Matcher:
    """All phrases of some sets of rules, filed for look-up. Unchanging after it is made; safe to share."""

    def __init__(self, parts: Iterable[Prepared]) -> None:
        self._parts = tuple(parts)
        lines: dict[str, tuple[Rule, ...]] = {}
        for part in self._parts:
            for rules, known in part.lines:
                lines |= dict.fromkeys(known, rules) | {line: lines[line] + rules for line in lines.keys() & known}
        self._lines = lines
        self._begins = [0, *accumulate(len(part.anchors) for part in self._parts)]
        self._anchors = Literals([anchor for part in self._parts for anchor in part.anchors])

    @cached_property
    def _openings(self) -> frozenset[str]:
        return frozenset(line.partition(" ")[0] for line in self._lines)

    @cached_property
    def closings(self) -> frozenset[str]:
        """The last words of lines of their own; a text that ends in another word of letters only is none."""
        return frozenset(line.rpartition(" ")[2] for line in self._lines)

    def find(self, line: str) -> tuple[Hit, ...]:
        """Every rule found in a line, in order of place. `zone` is not looked at: a line does not know it."""
        return next((hits for _, hits in self.find_all(fold_lines([line]))), ())

    def find_all(self, lines: Folded) -> Iterator[tuple[int, tuple[Hit, ...]]]:
        """The same for many lines: the number of each that has a hit, and its hits.

        Only lines that are a phrase, or hold a part one is filed under, are looked at closely.
        """
        worth = self._look_through(lines)
        known, cores = self._lines, self._cores(lines)
        whole = [index for index, core in enumerate(cores) if core in known]
        seen: dict[str, tuple[Hit, ...]] = {}  # a quarter of the lines with a hit stood on the page before
        for index in sorted({*worth, *whole}):
            low = lines.lines[index]
            if low not in seen:
                start, end = lines.letters[index]
                found = [Hit(rule, start, end) for rule in known.get(cores[index], ())]
                if index in worth:
                    found += _search(worth[index], low, start, end)
                seen[low] = _fitting(low, found)
            if hits := seen[low]:
                yield index, hits

    def _cores(self, lines: Folded) -> list[str]:
        """Each line as whole lines are compared (`prepared`); "" for one that is too long, or cannot be a known one."""
        cores = [
            low[start:end] if end - start <= LONGEST_PHRASE else ""
            for low, (start, end) in zip(lines.lines, lines.letters, strict=True)
        ]
        for index, signs in enumerate(lines.signs):
            if signs & (DIGIT | ODD_SPACE) and (core := cores[index]):
                first, last = core.partition(" ")[0], core.rpartition(" ")[2]
                opens = first in self._openings or not first.isalpha()
                cores[index] = bare(core) if opens and (last in self.closings or not last.isalpha()) else ""
        return cores

    def may_open(self, word: str) -> bool:
        """Whether a line of its own may begin with a folded word; a figure alone may, as `whole` looks past it."""
        if word.isalpha():
            return word in self._openings
        bare = _FIGURES.sub("", word)
        return not bare or bare in self._openings

    def may_be_row(self, folded: str) -> bool:
        """Whether a folded line may be made of lines of their own: by its last word and its first."""
        last = folded.rpartition(" ")[2]
        return (last in self.closings or not last.isalpha()) and self.may_open(folded.partition(" ")[0])

    def whole(self, folded: str) -> tuple[Rule, ...]:
        """The rules that know a folded text with single blanks, all of it, as a line of its own."""
        known = self._lines.get(folded)
        if known is None and _FIGURES.search(folded):
            known = self._lines.get(bare(folded))
        return tuple(known or ())

    def _look_through(self, lines: Folded) -> dict[int, dict[int, Phrase | Rule]]:
        """By the number of a line, the phrases and the rules with a pattern that are worth looking for in it."""
        worth: dict[int, dict[int, Phrase | Rule]] = defaultdict(dict)
        for key, start, end in self._anchors.find(lines.text):
            part = bisect_right(self._begins, key) - 1
            for item in self._parts[part].filed(key - self._begins[part]):
                if isinstance(item, Phrase) or _is_token(lines.text, start, end):
                    worth[bisect_right(lines.begins, start) - 1][id(item)] = item
        return worth


def _search(worth: dict[int, Phrase | Rule], low: str, start: int, end: int) -> Iterator[Hit]:
    """The finds of what is worth looking for in a line with letters from `start` to `end`."""
    if start == end and "©" not in low:
        return
    for item in worth.values():
        if isinstance(item, Rule):
            yield from _matching(item, low, start, end)
        elif item.opens:
            yield from _opening(item, low, start, end)
        else:
            yield from _standing(item, low, start, end)


def _fitting(low: str, found: list[Hit]) -> tuple[Hit, ...]:
    """The finds whose rule applies to a line of that many words, in order of place."""
    if len(found) == 1 and not found[0].rule.max_words:
        return tuple(found)
    if any([hit.rule.max_words for hit in found]):  # noqa: C419 - a list is made faster than a generator
        words = count_words(low)
        found = [hit for hit in found if not hit.rule.max_words or words <= hit.rule.max_words]
    return tuple(sorted(found, key=_place)) if len(found) > 1 else tuple(found)


def _opening(phrase: Phrase, low: str, start: int, last: int) -> Iterator[Hit]:
    end = _end_of(phrase, low, start)
    if end >= 0 and (phrase.rule.where is Where.START or end >= last):
        yield Hit(phrase.rule, start, end)


def _standing(phrase: Phrase, low: str, first: int, last: int) -> Iterator[Hit]:
    at = low.find(phrase.parts[0])
    for _ in range(_MOST_REPEATS):
        if at < 0:
            break
        end = _end_of(phrase, low, at)
        if end >= 0 and _stands(phrase.rule.where, at, end, first, last):
            yield Hit(phrase.rule, at, end)
        at = low.find(phrase.parts[0], max(end, at + 1))


def _matching(rule: Rule, low: str, first: int, last: int) -> Iterator[Hit]:
    for match in _compiled(rule.pattern).finditer(low) if rule.pattern else ():
        if match.end() > match.start() and _stands(rule.where, match.start(), match.end(), first, last):
            yield Hit(rule, match.start(), match.end())


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _stands(where: Where, start: int, end: int, first: int, last: int) -> bool:
    """Whether a find stands where its rule wants it; letters alone decide what the edge of a line is."""
    return (where in (Where.ANYWHERE, Where.END) or start <= first) and (
        where in (Where.ANYWHERE, Where.START) or end >= last
    )


def _end_of(phrase: Phrase, low: str, at: int) -> int:
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
    return 0 < at < len(low) and _is_wordlike(low[at - 1]) and _is_wordlike(low[at])


def _is_wordlike(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _place(hit: Hit) -> tuple[int, int, str]:
    return hit.start, -hit.end, hit.rule.id


def _is_token(text: str, start: int, end: int) -> bool:
    """Whether a span is a word, nothing of which stands on either side."""
    match = _WHOLE_TOKEN.match(text, start)
    return match is not None and match.end() == end


def count_words(line: str) -> int:
    """Words of a line; a character of a script without spaces counts as half a word."""
    if line.isascii():
        return len(_TOKEN.findall(line))
    spaced, halves = _half_words().subn(" ", line)
    return halves // 2 + len(_TOKEN.findall(spaced))


@cache
def _half_words() -> re.Pattern[str]:
    return re.compile(rf"[\u0e00-\u0e7f{KANA}{HAN}]")


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
    return matcher_with((), language)


def matcher_with(packs: Iterable[Pack], language: str) -> Matcher:
    """The matcher of some packs and the bundled ones for a text of that language (`packs.rules_for`)."""
    own = (pack for pack in packs if language == ANY or pack.language in (language, ANY))
    return Matcher([*(prepare(pack.rules) for pack in own), *map(prepared_pack, codes_for(language))])


def hits(line: str, language: str) -> tuple[Hit, ...]:
    """Every bundled rule found in a line of a text of that language ("und": it cannot be told), in order.

    Example: `[h.rule.kind for h in hits("Sign up for our newsletter", "en")] == ["signup"]`.
    """
    return matcher(language).find(line)


def check_examples(pack: Pack) -> None:
    """Raise PackError for the first rule that misses one of its `hits` or fires on one of its `misses`."""
    for rule in pack.rules:
        alone = Matcher([prepare([rule])])
        for text, wanted in (*((t, True) for t in rule.hits), *((t, False) for t in rule.misses)):
            if bool(alone.find(text)) is not wanted:
                verb = "does not fire on" if wanted else "fires on"
                raise PackError(
                    f"{pack.path}: rule {rule.id} {verb} its own example {text!r}; "
                    f"change the rule or move the example to {'misses' if wanted else 'hits'}"
                )
