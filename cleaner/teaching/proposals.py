"""What can be proposed from corrected pages, and what each proposal does to all pages known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cleaner.teaching.pages import Line, Page

MOST_SHOWN = 80
"""Characters of a line in messages."""


@dataclass(slots=True)
class Effect:
    """What a proposal does to the pages. taught: lines that go as they should, by page; gone, pages: lines of other
    pages that go with it, and on how many pages; cost: body that would go, in characters; first: the first such line.
    """

    taught: Counter[str] = field(default_factory=Counter)
    taught_lines: set[tuple[str, str]] = field(default_factory=set)
    gone: int = 0
    pages: set[str] = field(default_factory=set)
    cost: int = 0
    cost_pages: set[str] = field(default_factory=set)
    first: str = ""

    def note(self, page: Page, line: Line, alike: int = 0, *, foreign: bool = False) -> None:
        """Count a line that the proposal hits. foreign: on another site, where all that stays is taken for body.

        alike: characters up to which a line nobody looked at is what the proposal was made of, even if it is prose.
        """
        unseen = line.stays is None and bool(line.kept)
        if (line.body and (not unseen or len(line.text) > alike)) or (foreign and unseen):
            self.cost += len(line.stays or line.kept)
            if page.id < min(self.cost_pages, default="\U0010ffff"):
                self.first = line.text[:MOST_SHOWN]
            self.cost_pages.add(page.id)
        elif line.left:
            self.taught[page.id] += 1
            self.taught_lines.add((page.id, line.text))
        elif unseen:
            self.gone += 1
            self.pages.add(page.id)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule that could be. form: "line", "start" or "strip"; value: the phrase, or the XPath.

    hits: corrected lines it takes; misses: lines that stayed and look alike. longest: the characters up to which a line
    nobody looked at is like the hits, even if it is prose.
    """

    site: str
    form: str
    value: str
    kind: str
    effect: Effect
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    longest: int = 0

    @property
    def refused(self) -> str:
        """Why it is refused, "" where it is not."""
        effect = self.effect
        if effect.cost:
            pages, first = _counted(len(effect.cost_pages), "page"), min(effect.cost_pages)
            return f"would take {effect.cost:,} characters of body on {pages}, as “{effect.first}” of {first}"
        return ""

    def describe(self) -> str:
        """One line for a person."""
        what = f"{'element' if self.form == 'strip' else self.form} {self.value}"
        if self.refused:
            return f"refused  {what}: {self.refused}"
        effect = self.effect
        taught = f"{_counted(effect.taught.total(), 'line')} of {_counted(len(effect.taught), 'corrected page')}"
        return f"kept     {what}: {taught}; elsewhere {_counted(effect.gone, 'line')} of {len(effect.pages):,}; no body"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def left_lines(pages: Iterable[Page]) -> list[tuple[Page, Line]]:
    """The lines of corrected pages that should go and do not."""
    return [(page, line) for page in pages if page.corrected for line in page.lines if line.left]


def commonest(kinds: Sequence[str]) -> str:
    """The kind most lines have; of equal ones the first in the alphabet."""
    counts = Counter(kinds)
    return min(counts, key=lambda kind: (-counts[kind], kind))


def fewest(proposals: Iterable[Proposal]) -> list[Proposal]:
    """The proposals without those that take no corrected line but what an earlier one takes; of those refused for the
    same lines and the same cost the first stays.
    """
    chosen: list[Proposal] = []
    covered: set[tuple[str, str]] = set()
    told: set[tuple[frozenset[tuple[str, str]], int]] = set()
    for proposal in proposals:
        effect = proposal.effect
        if proposal.refused and (frozenset(effect.taught_lines), effect.cost) in told:
            continue
        told.add((frozenset(effect.taught_lines), effect.cost))
        if proposal.refused or proposal.effect.taught_lines - covered:
            chosen.append(proposal)
            covered |= set() if proposal.refused else proposal.effect.taught_lines
    return chosen
