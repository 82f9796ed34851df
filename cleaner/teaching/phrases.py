"""Phrases for a pack: lines that came again, and beginnings that several lines share."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from cleaner.document import Document
from cleaner.phrases.matcher import LONGEST_PHRASE, Matcher
from cleaner.phrases.packs import Rule, Where
from cleaner.phrases.prepared import bare, prepare
from cleaner.teaching.pages import Line, Page
from cleaner.teaching.proposals import Effect, Proposal, commonest, left_lines
from cleaner.text.folding import fold, fold_lines

LEAST_PAGES = 2
"""Pages a line must stand on, unless the person said that it goes everywhere."""
LEAST_ALIKE, LEAST_START = 3, 8
"""Lines that share a beginning, and the characters of it, for the beginning to be proposed."""
MANY_PAGES = 3
"""Corrected pages with lines of one beginning, for lines half as long again to be taken for the same."""
LEAST_LABEL = 3
"""The characters of a beginning that ends with a colon, which needs no spaces: of Chinese, too."""
_LABEL = re.compile(r".{1,24}?[:：︰▲】]+")
_WILD = ("...", "*", "…")
_MOST_EXAMPLES = 3

Lines = list[tuple[Page, Line]]


def propose_phrases(site: str, pages: Sequence[Page]) -> list[Proposal]:
    """Phrases from what is left on the corrected pages of a site; their effect is not known yet."""
    own = [page for page in pages if page.site == site]
    alike: dict[str, Lines] = defaultdict(list)
    for page, line in left_lines(own):
        if (core := _core(line.text)) and not any(wild in line.text for wild in _WILD):
            alike[core].append((page, line))
    elsewhere = {core for page in own if not page.corrected for line in page.lines if (core := _core(line.text))}
    found = {core: lines for core, lines in alike.items() if _comes_again(lines, core in elsewhere)}
    proposals = [_proposal(site, Where.LINE, core, lines) for core, lines in found.items()]
    every = [pair for lines in alike.values() for pair in lines]
    return proposals + [_proposal(site, Where.START, start, lines) for start, lines in _starts(every)]


def _core(line: str) -> str:
    """A line as a phrase knows it, "" where it is none."""
    return " ".join(bare(fold(line)).split()) if len(line) <= LONGEST_PHRASE else ""


def _comes_again(lines: Lines, elsewhere: bool) -> bool:
    several = len({page.id for page, _ in lines}) >= LEAST_PAGES
    return several or elsewhere or any(line.everywhere for _, line in lines)


def _starts(lines: Lines) -> Iterator[tuple[str, Lines]]:
    """Beginnings, up to a whole word, of lines of several pages."""
    by_word: dict[str, Lines] = defaultdict(list)
    by_label: dict[str, Lines] = defaultdict(list)
    for page, line in lines:
        core = _core(line.text)
        by_word[core.partition(" ")[0]].append((page, line))
        if found := _LABEL.match(core):
            by_label[found[0]].append((page, line))
    for group in filter(_is_group, by_word.values()):
        words = zip(*(_core(line.text).split(" ") for _, line in group), strict=False)
        shared = " ".join(same[0] for same in takewhile(lambda same: len(set(same)) == 1, words))
        if len(shared) >= LEAST_START:
            yield shared, group
    for label, group in by_label.items():
        if len(label) >= LEAST_LABEL and _is_group(group, varied=len(label) < LEAST_START):
            yield label, group


def _is_group(lines: Lines, *, varied: bool = True) -> bool:
    """Whether they are enough, on enough pages, and, where `varied`, not one line over and over."""
    pages, several = {page.id for page, _ in lines}, len({_core(line.text) for _, line in lines}) > 1
    return (several or not varied) and len(lines) >= LEAST_ALIKE and len(pages) >= LEAST_PAGES


def _proposal(site: str, where: Where, phrase: str, lines: Lines) -> Proposal:
    hits = tuple(sorted({line.text for _, line in lines}))[:_MOST_EXAMPLES]
    longest = max(len(line.text) for _, line in lines)
    if len({page.id for page, _ in lines}) >= MANY_PAGES:
        longest = longest * 3 // 2
    return Proposal(site, where, phrase, commonest([line.kind for _, line in lines]), Effect(), hits, longest=longest)


def check_phrases(proposals: Sequence[Proposal], pages: Iterable[Page]) -> None:
    """Note what each phrase does to each page, of whatever site: a pack has no sites."""
    rules = {f"und.{proposal.kind}.{number}": proposal for number, proposal in enumerate(proposals)}
    matcher = Matcher([prepare([_rule(id, proposal) for id, proposal in rules.items()])])
    for page in pages:
        for line, id in _hits(matcher, page.document):
            found = rules[id]
            alike = LONGEST_PHRASE if found.form == Where.LINE else found.longest
            found.effect.note(page, page.lines[line], alike, foreign=page.site != found.site)


def _rule(id: str, proposal: Proposal) -> Rule:
    return Rule(id, proposal.kind, Where(proposal.form), phrases=(proposal.value,))


def _hits(matcher: Matcher, document: Document) -> set[tuple[int, str]]:
    return {(line, hit.rule.id) for line, hits in matcher.find_all(fold_lines(document.lines)) for hit in hits}


def find_misses(proposals: Iterable[Proposal], pages: Iterable[Page]) -> Mapping[str, tuple[str, ...]]:
    """By phrase, lines that stayed on corrected pages and have its first word: what it must leave alone."""
    stayed = [line.text for page in pages if page.corrected for line in page.lines if line.stays == line.text]
    words: dict[str, list[str]] = defaultdict(list)
    for text in sorted(set(stayed), key=lambda text: (len(text), text)):
        for word in set(fold(text).split()):
            words[word].append(text)
    found = {}
    for proposal in proposals:
        alone = Matcher([prepare([_rule("und.other.alone", proposal)])])
        near = words.get(proposal.value.partition(" ")[0], [])
        found[proposal.value] = tuple([text for text in near if not alone.find(text)][:_MOST_EXAMPLES])
    return found
