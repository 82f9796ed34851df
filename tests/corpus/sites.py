"""A generator of news sites, written before the detector of repeated lines: pages as text dumps, every line labelled.

A site has its own menu, footer, prompts, authors and habits; some of its furniture stands on every page, some
on a tenth of them, some in the middle of the story. And it has what must not be taken for furniture: a weather
sentence that never changes, a background paragraph told again in every follow-up, an appeal by the police at
the end of crime stories, headings and answers that recur, tables whose rows differ in numbers only, and
stories that are published twice.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from . import furniture
from .words import DAYS, MONTHS, Lexicon, Story, make_name


class Line(NamedTuple):
    """A line of a page and whether it is article body."""

    text: str
    body: bool


@dataclass(frozen=True)
class Page:
    """A page of a site: its address and its lines in order."""

    url: str
    lines: tuple[Line, ...]
    section: str

    @property
    def text(self) -> str:
        return "\n\n".join(line.text for line in self.lines) + "\n"


@dataclass
class Site:
    """The habits of one site, drawn from its seed."""

    seed: int
    rng: random.Random = field(init=False)

    def __post_init__(self) -> None:
        rng = self.rng = random.Random(f"site {self.seed}")
        self.lexicon = Lexicon(self.seed)
        self.name = f"{make_name(rng).split()[0]} {rng.choice(furniture.TITLES)}"
        self.host = self.name.lower().replace(" ", "") + ".example"
        self.sections = rng.sample(furniture.SECTIONS, rng.randint(5, 12))
        self.menu = [*rng.sample(furniture.MENU, rng.randint(2, 8)), *self.sections]
        self.footer = [*rng.sample(furniture.FOOTER, rng.randint(3, 9)), furniture.COPYRIGHT.format(site=self.name)]
        self.share = rng.sample(furniture.SHARE, rng.randint(0, 5))
        self.authors = [make_name(rng) for _ in range(rng.randint(3, 8))]
        self.biographies = {author: furniture.biography(rng, author, self.name) for author in self.authors}
        self.prompts = [
            (text.format(site=self.name), rng.choice((0.15, 0.3, 0.6, 1.0)))
            for text in rng.sample(furniture.PROMPTS, rng.randint(2, 5))
        ]
        self.ending = rng.choice(furniture.ENDINGS).format(site=self.name)
        self.ending_share = rng.choice((0.0, 0.3, 0.7, 1.0))
        self.comments = rng.random() < 0.5
        self.related = rng.random() < 0.8
        self.most_read = rng.random() < 0.6
        self.topics = [Story(rng, self.lexicon) for _ in range(4)]
        self.habits = _body_habits(rng, self.lexicon)

    def pages(self, count: int) -> list[Page]:
        """So many pages of the site, over about `count / 6` days."""
        headlines = [Story(self.rng, self.lexicon).headline() for _ in range(count)]
        pages: list[Page] = []
        bodies: list[list[str]] = []
        for number in range(count):
            section = self.rng.choice(self.sections)
            if bodies and self.rng.random() < 0.05:
                body = self._lightly_edited(self.rng.choice(bodies))
            else:
                body = self._body()
            bodies.append(body)
            lines = tuple(self._page(number, section, headlines, body))
            pages.append(Page(f"https://{self.host}/{section.lower().replace(' ', '-')}/{number}", lines, section))
        return pages

    def _body(self) -> list[str]:
        """The story's own lines, with whatever recurs in the stories of this site."""
        rng = self.rng
        story = rng.choice(self.topics) if rng.random() < 0.4 else Story(rng, self.lexicon)
        body = [story.paragraph() for _ in range(rng.randint(5, 18))]
        for habit, share in self.habits:
            if rng.random() < share:
                habit(body, story)
        return body

    def _lightly_edited(self, body: list[str]) -> list[str]:
        """A story run again: now and then a paragraph less."""
        keep = [line for line in body if self.rng.random() > 0.04]
        return keep or body

    def _page(self, number: int, section: str, headlines: list[str], body: list[str]) -> Iterator[Line]:
        rng = self.rng
        author = rng.choice(self.authors)
        prompts = [text for text, share in self.prompts if rng.random() < share]
        yield from (Line(text, False) for text in self._head(number, section, headlines[number], author))
        place = rng.randint(1, max(1, len(body) - 1))
        for index, line in enumerate(body):
            if index == place:
                yield from (Line(text, False) for text in self._interruption(headlines, prompts[:1]))
            yield Line(line, True)
        yield from (Line(text, False) for text in self._tail(number, headlines, author, prompts[1:]))

    def _head(self, number: int, section: str, headline: str, author: str) -> Iterator[str]:
        rng = self.rng
        yield from self.menu
        yield f"Home / {section}"
        yield section
        yield headline
        yield rng.choice(("By {}", "{}")).format(author) if self.seed % 2 else f"By {author}"
        hour = f"{rng.randint(1, 12)}:{rng.randint(0, 59):02} {rng.choice(('am', 'pm'))}"
        day = number // 6
        yield f"Published {hour}, {DAYS[day % 7]}, {day % 28 + 1} {MONTHS[self.seed % 12]} 2024"
        if self.seed % 3:
            yield f"{rng.randint(2, 9)} min read"
        yield from self.share
        if rng.random() < 0.7:
            yield f"{Story(rng, self.lexicon).sentence()} Photo: {rng.choice(self.authors)}"

    def _interruption(self, headlines: list[str], prompts: list[str]) -> Iterator[str]:
        if self.seed % 4 == 0:
            yield "Advertisement"
        if self.seed % 3 == 0:
            yield f"Read more: {self.rng.choice(headlines)}"
        yield from prompts

    def _tail(self, number: int, headlines: list[str], author: str, prompts: list[str]) -> Iterator[str]:
        rng = self.rng
        if rng.random() < self.ending_share:
            yield self.ending
        if self.seed % 2:
            yield self.biographies[author]
        yield from prompts
        yield from rng.sample(self.sections, 2)
        if self.related:
            yield "Related stories"
            yield from rng.sample(headlines, min(4, len(headlines)))
        if self.most_read:
            yield "Most read"
            today = random.Random(f"{self.seed} {number // 6}")
            yield from today.sample(headlines, min(5, len(headlines)))
        if self.comments:
            yield f"{rng.randint(0, 80)} comments"
            for _ in range(rng.randint(0, 3)):
                yield make_name(rng)
                yield Story(rng, self.lexicon).sentence()
            yield "Log in to join the conversation"
        yield from self.footer


Habit = Callable[[list[str], Story], None]


def _body_habits(rng: random.Random, lexicon: Lexicon) -> list[tuple[Habit, float]]:
    """What recurs in the stories of a site and is body all the same, with the share of stories it stands in."""
    fixed = Story(rng, lexicon)
    background = [fixed.paragraph() for _ in range(3)]
    quotation = f"“{fixed.sentence()}” {fixed.names[0]} said."
    weather = furniture.WEATHER[rng.randrange(len(furniture.WEATHER))]
    appeal = furniture.APPEALS[rng.randrange(len(furniture.APPEALS))]
    disclaimer = furniture.IN_STORY[rng.randrange(len(furniture.IN_STORY))]
    headings = rng.sample(furniture.HEADINGS, 3)
    teams = [make_name(rng).split()[0] for _ in range(4)]

    def somewhere(body: list[str], line: str) -> None:
        body.insert(rng.randint(1, max(1, len(body) - 1)), line)

    def tell_background(body: list[str], _: Story) -> None:
        at = rng.randint(2, len(body))
        body[at:at] = background[: rng.randint(1, 3)]

    def quote(body: list[str], _: Story) -> None:
        somewhere(body, quotation)

    def forecast(body: list[str], _: Story) -> None:
        somewhere(body, weather)

    def appeal_to_readers(body: list[str], _: Story) -> None:
        body.append(appeal)

    def disclaim(body: list[str], _: Story) -> None:
        somewhere(body, disclaimer)

    def head(body: list[str], _: Story) -> None:
        for line in rng.sample(headings, 2):
            somewhere(body, line)

    def tabulate(body: list[str], _: Story) -> None:
        at = rng.randint(2, len(body))
        body[at:at] = [f"{a} {rng.randint(0, 5)}, {b} {rng.randint(0, 5)}" for a, b in pairwise(teams)]

    def interview(body: list[str], story: Story) -> None:
        for answer in ("Yes.", "No.", f"{story.names[0]}: Of course.", "Why?"):
            somewhere(body, answer)

    def report_market(body: list[str], _: Story) -> None:
        points, rise = rng.randint(300000, 399999) / 100, rng.randint(1, 9) / 10
        body.insert(1, f"The index closed at {points:.2f} points, up {rise} per cent.")

    habits: list[tuple[Habit, float]] = [
        (tell_background, 0.15),
        (quote, 0.1),
        (forecast, 0.2),
        (appeal_to_readers, 0.15),
        (disclaim, 0.2),
        (head, 0.25),
        (tabulate, 0.12),
        (interview, 0.08),
        (report_market, 0.15),
    ]
    return rng.sample(habits, rng.randint(4, len(habits)))
