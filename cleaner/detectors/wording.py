"""Marks the stock phrases of the wording packs, in the document's language.

A phrase can be a whole line, a part of one, or several parts of a form that were dumped into one line. Every mark names
the rule and the words that it matched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from cleaner.detectors.indexed_document import IndexedDocument
from cleaner.detectors.said_phrases import credit_end, is_said
from cleaner.document import Mark, Reason, Span
from cleaner.phrases.matcher import Hit, Matcher, check_examples, extent, matcher, matcher_with
from cleaner.phrases.packs import Cut, Pack, Rule, Where, load_pack
from cleaner.text.line_shape import is_prose

NAME, OWN = "wording", "own_wording"
"""The detector in the marks of the bundled packs, and of the caller's own: those the stacking does not weigh."""
HEAD_LINES = 15
"""Lines, or a third of the text if that is more, that count as the head of a text; the tail likewise."""
FORM_GAP = 160
"""Characters between two pieces of one form; a longer span between them is somebody's sentence."""
LONGEST_EVIDENCE = 120
LONGEST_BAR = 90
"""Characters of a row of buttons, and words of a button, at most."""
LONGEST_LABEL = 5


class _Part(NamedTuple):
    """A span of a line, with the hit that speaks for it."""

    start: int
    end: int
    hit: Hit


IN_PROSE = 0.925
"""The most a phrase in a line of prose is worth. 130 of 133 such lines on the labelled pages were boilerplate, but
stories about stock phrases are rarer there than in the world."""
_SENTENCE = 40


class WordingDetector:
    """The detector with a user's own packs (or their files) besides the bundled ones.

    Picklable; makes its look-up tables when used. Raises PackError where a pack is broken or a rule fails its own
    examples.
    """

    def __init__(self, packs: Iterable[Pack | str | Path] = ()) -> None:
        self._packs = tuple(pack if isinstance(pack, Pack) else load_pack(pack) for pack in packs)
        self._own = frozenset(rule.id for pack in self._packs for rule in pack.rules)
        self._matchers: dict[str, Matcher] = {}
        for pack in self._packs:
            check_examples(pack)

    def __call__(self, document: IndexedDocument) -> Iterator[Mark]:
        """A mark for every span of the page text that a rule of the document's language marks."""
        page, matcher = document.index, self._matcher(document.language.code)
        last = len(document.blocks) - 1
        edge = max(HEAD_LINES, len(document.blocks) // 3)
        hit: set[int] = set()
        for number, hits in matcher.find_all(page.look):
            hit.add(number)
            line, start = page.lines[number], page.starts[number]
            found = [h for h in hits if (not h.rule.zone or _in_zone(h, number, last, edge)) and not is_said(line, h)]
            for part in _parts(line, found):
                yield self._name(_mark(document, start, part))
        for number, line in enumerate(document.lines):
            if len(line) <= LONGEST_BAR and " " in line and line[-1] not in ".:!?" and number not in hit:
                folded = page.folded[number]
                if matcher.may_be_row(folded) and (bar := _bar(line, folded, matcher)):
                    yield self._name(_mark(document, page.starts[number], bar))

    def _name(self, mark: Mark) -> Mark:
        return mark._replace(detector=OWN) if mark.reason.rule in self._own else mark

    def _matcher(self, language: str) -> Matcher:
        if not self._packs:
            return matcher(language)
        if language not in self._matchers:
            self._matchers[language] = matcher_with(self._packs, language)
        return self._matchers[language]

    def __getstate__(self) -> tuple[Pack, ...]:
        return self._packs

    def __setstate__(self, packs: tuple[Pack, ...]) -> None:
        self._packs = packs
        self._own = frozenset(rule.id for pack in packs for rule in pack.rules)
        self._matchers = {}


def _in_zone(hit: Hit, number: int, last: int, edge: int) -> bool:
    """Whether a line stands in the part of the text its rule is for."""
    return number < edge if hit.rule.zone == "head" else number > last - edge


def _bar(line: str, folded: str, matcher: Matcher) -> _Part | None:
    """A row of buttons that became one line, "Share Print Save": its pieces are lines of one kind elsewhere."""
    tokens = folded.split()
    kinds: set[str] = set()
    first: tuple[Rule, ...] = ()
    at = pieces = 0
    while at < len(tokens):
        if not matcher.may_open(tokens[at]):
            return None
        for end in range(min(len(tokens), at + LONGEST_LABEL), at, -1):
            word = tokens[end - 1]
            closes = word in matcher.closings or not word.isalpha()
            if closes and (rules := matcher.whole(" ".join(tokens[at:end]))):
                break
        else:
            return None
        named = {rule.kind for rule in rules}
        first, kinds = (rules, named) if not pieces else (first, kinds & named)
        at, pieces = end, pieces + 1
    best = max((rule for rule in first if rule.kind in kinds), key=lambda rule: rule.score, default=None)
    return _Part(0, len(line), Hit(best, 0, len(line))) if best is not None and pieces > 1 else None


def _parts(line: str, found: list[Hit]) -> Iterator[_Part]:
    """What of the line is marked: the whole of it once per kind, else the pieces, near ones of a kind joined."""
    if len(found) == 1 and found[0].rule.cut is Cut.LINE:  # so it is of seven lines in ten
        if (end := credit_end(line, found[0])) > found[0].start:
            yield _Part(0, end, found[0])
        return
    whole: dict[str, Hit] = {}
    pieces: dict[str, list[Hit]] = {}
    names: dict[str, Hit] = {}
    for hit in found:
        if not hit.rule.removes:
            names[hit.rule.kind] = hit
        elif hit.rule.cut is Cut.LINE:
            best = whole.get(hit.rule.kind)
            if best is None or hit.rule.score > best.rule.score:
                whole[hit.rule.kind] = hit
        else:
            pieces.setdefault(hit.rule.kind, []).append(hit)
    for kind, hit in list(whole.items()):
        if hit.rule.where is Where.START and kind in pieces and _goes_on(line, [hit, *pieces[kind]]):
            pieces[kind].append(Hit(replace(whole.pop(kind).rule, cut=Cut.SPAN, weak=False), hit.start, hit.end))
    yield from (_Part(0, len(line), hit) for hit in whole.values())
    yield from (_Part(0, len(line), hit) for kind, hit in names.items() if kind not in whole)
    for kind, hits in pieces.items():
        if kind not in whole:
            yield from _join(line, hits)


def _goes_on(line: str, form: list[Hit]) -> bool:
    """Whether a paragraph of the story follows on a form that was dumped in front of it."""
    ends = (hit.end if hit.rule.cut is Cut.LINE else extent(line, hit)[1] for hit in form)
    return is_prose(line[max(ends) :].strip())


def _join(line: str, hits: list[Hit]) -> Iterator[_Part]:
    """Spans of one kind, those near each other made one; a weak rule alone marks nothing."""
    group: list[_Part] = []
    for hit in hits:
        start, end = extent(line, hit)
        part = _Part(start, end, hit)
        if group and part.start > max(c.end for c in group) + FORM_GAP:
            yield from _joined(group)
            group = []
        group.append(part)
    yield from _joined(group)


def _joined(group: list[_Part]) -> Iterator[_Part]:
    places = {part.hit.start for part in group}
    if len(places) > 1 or any(not part.hit.rule.weak for part in group):
        best = max(group, key=lambda part: (not part.hit.rule.weak, part.hit.rule.score))
        yield _Part(min(c.start for c in group), max(c.end for c in group), best.hit)


def _mark(document: IndexedDocument, offset: int, part: _Part) -> Mark:
    rule, start, end = part.hit
    evidence = document.text[offset + start : offset + end][:LONGEST_EVIDENCE]
    span = Span(offset + part.start, offset + part.end)
    covers_line = part.end - part.start >= _SENTENCE and rule.where is not Where.LINE
    in_prose = covers_line and is_prose(document.text[span.start : span.end])
    score = min(rule.score, IN_PROSE) if in_prose else rule.score
    return Mark(span, rule.kind, score, NAME, Reason(rule.id, evidence), (), rule.kind_score)
