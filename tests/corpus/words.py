"""Invented words, names and sentences for the generated sites: nothing in them was ever published."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

_ONSETS = "b br c ch d dr f fl g gr h j k kl l m n p pr r s sh st t th tr v w z".split()
_VOWELS = "a e i o u ai ea ei oa ou ia".split()
_CODAS = "n r l s t m nd rk lt st x".split() + [""] * 7

_PATTERNS = (
    "{Name} of {Place} said the {noun} would {verb} the {noun} in {month}.",
    "The {noun} of the {noun} has {verb}ed {number} {noun}s since {month}, {Name} told the {noun}.",
    "In {Place}, where the {noun} and the {noun} meet, {number} people waited for the {adjective} {noun}.",
    "It was not clear on {day} whether the {noun} had been {verb}ed before the {noun} was {verb}ed.",
    "“We never {verb}ed the {noun},” said {Name}, who has run the {adjective} {noun} for {number} years.",
    "A {adjective} {noun} cost the {noun} about {number} crowns, according to the {Org}.",
    "The {Org} declined to {verb}, but its {noun} in {Place} said that {adjective} {noun}s were {verb}ed.",
    "But {Name}, a {noun} from {Place}, said she had {verb}ed {number} {noun}s without a single {noun}.",
    "Nobody at the {noun} expected the {adjective} {noun} to {verb} so soon after {day}.",
    "That {noun} was {verb}ed by {Name} and later sold to the {Org} for {number} crowns.",
    "He added that a {noun} like this “can {verb} any {noun} you put beside it”.",
    "Under the plan the {noun} keeps its {noun}, while {Place} gives up {number} {adjective} {noun}s.",
)
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


@dataclass
class Lexicon:
    """A vocabulary with a long tail, the same for the same seed: few words often, many words once."""

    seed: int
    size: int = 4000
    words: list[str] = field(init=False)

    def __post_init__(self) -> None:
        rng = random.Random(f"lexicon {self.seed}")
        self.words = sorted({_make_word(rng) for _ in range(self.size)})
        rng.shuffle(self.words)

    def pick(self, rng: random.Random) -> str:
        """One word; the n-th is drawn about in proportion to 1/n."""
        return self.words[int(len(self.words) ** rng.random()) - 1]


def _make_word(rng: random.Random) -> str:
    return "".join(
        rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(rng.choice((1, 2, 2, 2, 3)))
    )


def make_name(rng: random.Random) -> str:
    """An invented person."""
    return f"{_make_word(rng).title()} {_make_word(rng).title()}"


@dataclass
class Story:
    """What a text is about: its own people, places and bodies come back in every paragraph."""

    rng: random.Random
    lexicon: Lexicon
    names: list[str] = field(init=False)
    places: list[str] = field(init=False)
    bodies: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.names = [make_name(self.rng) for _ in range(3)]
        self.places = [_make_word(self.rng).title() for _ in range(2)]
        kinds = self.rng.sample(("Board", "Union", "Fund"), 2)
        self.bodies = [f"{_make_word(self.rng).title()} {kind}" for kind in kinds]

    def sentence(self) -> str:
        """One invented sentence of the story."""
        rng, pick = self.rng, self.lexicon.pick
        out = rng.choice(_PATTERNS)
        for slot in ("noun", "verb", "adjective"):
            while "{" + slot + "}" in out:
                out = out.replace("{" + slot + "}", pick(rng), 1)
        filled = {
            "{Name}": rng.choice(self.names),
            "{Place}": rng.choice(self.places),
            "{Org}": rng.choice(self.bodies),
            "{number}": str(rng.choice((rng.randint(2, 90), rng.randint(100, 9000)))),
            "{month}": rng.choice(MONTHS),
            "{day}": rng.choice(DAYS),
        }
        for slot, value in filled.items():
            out = out.replace(slot, value)
        return out

    def paragraph(self) -> str:
        """One to three sentences, one line."""
        return " ".join(self.sentence() for _ in range(self.rng.choice((1, 1, 2, 2, 3))))

    def headline(self) -> str:
        """A headline: no full stop."""
        rng = self.rng
        a, b, c, d = (self.lexicon.pick(rng) for _ in range(4))
        shapes = (
            f"{rng.choice(self.places)} {a} to {b} {c} after {d}",
            f"{rng.choice(self.names)} {a}s the {b} of {rng.choice(self.places)}",
            f"Why the {a} {b} could {c} {rng.randint(3, 60)} {d}s",
        )
        return rng.choice(shapes)
