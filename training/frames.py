"""What stands around a story, in every language that has a wording pack: heads, tails and boxes of any length.

The lines are the packs' own examples and phrases, teasers cut from other stories, and a few forms of our own. None
is taken from a site.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from cleaner.phrases.packs import Where, bundled_pack, languages
from training.dresses import BOILERPLATE, Row, is_unspaced, sentences
from training.furniture import BY, MODERN, NAMES, SCRIPT_OF, dates

OWN = Path(__file__).parent.parent / "tests" / "whole"
_MOST_WORDS = 4
"""Words of a pack's phrase that is shown as a line of its own."""
_LEAST_TEASED = 40
"""Characters of a paragraph that teasers are cut from, at the least."""
_SHORT_KINDS = ("navigation", "share", "related", "consent", "legal", "comments", "signup", "paywall", "media")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What lines of a language are made of: boilerplate by kind, sentences that only look like it, other stories, and
    blocks of lines of a kind that stand together."""

    language: str
    lines: Mapping[str, tuple[str, ...]]
    lookalikes: tuple[str, ...]
    stories: tuple[tuple[str, ...], ...]
    blocks: tuple[tuple[str, tuple[str, ...]], ...] = ()


def own_stories(language: str) -> dict[str, tuple[str, ...]]:
    """The stories of `tests/whole` in a language by name, each as its lines."""
    return {
        f"{language}/{path.stem}": tuple(line.strip() for line in path.read_text("utf-8").splitlines() if line.strip())
        for path in sorted((OWN / language).glob("*.txt"))
    }


@cache
def shelf(language: str) -> Shelf:
    """The lines of a language: from its pack, with our own of what packs do not know."""
    lines: dict[str, list[str]] = defaultdict(list)
    lookalikes: list[str] = []
    for rule in bundled_pack(language).rules if language in languages() else ():
        lines[rule.kind] += rule.hits
        if rule.kind in _SHORT_KINDS and rule.where is Where.LINE:
            short = [phrase for phrase in rule.phrases if len(phrase.split()) <= _MOST_WORDS and len(phrase) < 40]
            lines[rule.kind] += [phrase[:1].upper() + phrase[1:] for phrase in short[:60]]
        lookalikes += [line for line in rule.misses if line[-1:] in ".!?。！？" and len(line) > 12]
    blocks = MODERN.get(language, ())
    for kind, block in blocks:
        lines[kind] += block
    return Shelf(
        language,
        {kind: tuple(found) for kind, found in lines.items()},
        tuple(dict.fromkeys(lookalikes)),
        tuple(own_stories(language).values()),
        blocks,
    )


def teaser(stories: Sequence[Sequence[str]], rng: np.random.Generator) -> str:
    """A headline made of the beginning of a sentence of another story."""
    story = stories[int(rng.integers(len(stories)))]
    long = [line for line in story if len(line) > _LEAST_TEASED] or list(story)
    return headline_of(long[int(rng.integers(len(long)))], rng)


def headline_of(text: str, rng: np.random.Generator) -> str:
    """A headline made of the beginning of a sentence of a text."""
    parts = [part for part in sentences(text) if len(part) > _LEAST_TEASED // 2] or [text]
    text = parts[int(rng.integers(len(parts)))].lstrip('"“„«‘「–—-• ')
    if is_unspaced(text):
        return text[: int(rng.integers(8, 24))].rstrip("。、，！？「」")
    words = text.split()
    short = " ".join(words[: int(rng.integers(3, 13))]).rstrip('.,;:!?–—-"”“')
    return short[:1].upper() + short[1:] or text


def person(language: str, rng: np.random.Generator) -> str:
    """An invented name in the script of a language."""
    first, last = NAMES[SCRIPT_OF.get(language, "latin")]
    name, family = first[int(rng.integers(len(first)))], last[int(rng.integers(len(last)))]
    return f"{family}{name}" if language in ("zh", "ja", "ko") else f"{name} {family}"


def byline(language: str, rng: np.random.Generator) -> str:
    """A name, mostly with the word for "by"."""
    forms = BY.get(language, ("{}",))
    return forms[int(rng.integers(len(forms)))].format(person(language, rng))


def date(language: str, rng: np.random.Generator) -> str:
    """A date, sometimes with the time."""
    year, month, day = int(rng.integers(2009, 2027)), int(rng.integers(1, 13)), int(rng.integers(1, 29))
    forms = dates(language, year, month, day, f"{int(rng.integers(24)):02d}:{int(rng.integers(60)):02d}")
    return forms[int(rng.integers(len(forms)))]


def _pick(own: Shelf, kind: str, most: int, rng: np.random.Generator) -> list[Row]:
    """Up to `most` different lines of a kind."""
    pool = own.lines.get(kind, ())
    count = min(int(rng.integers(1, most + 1)), len(pool))
    return [(pool[i], BOILERPLATE, kind) for i in rng.choice(len(pool), size=count, replace=False)] if count else []


def _block(own: Shelf, rng: np.random.Generator) -> list[Row]:
    """A block, mostly all of it, else its first lines."""
    if not own.blocks:
        return []
    kind, lines = own.blocks[int(rng.integers(len(own.blocks)))]
    shown = len(lines) if rng.random() < 0.7 else int(rng.integers(1, len(lines) + 1))
    return [(line, BOILERPLATE, kind) for line in lines[:shown]]


def _teasers(stories: Sequence[Sequence[str]], own: Shelf, most: int, rng: np.random.Generator) -> list[Row]:
    """Headlines of other stories, now and then with a date, a name or a sentence under each."""
    rows: list[Row] = []
    style = rng.random()
    for _ in range(int(rng.integers(1, most + 1))):
        rows.append((teaser(stories, rng), BOILERPLATE, "related"))
        if style < 0.15:
            rows.append((date(own.language, rng), BOILERPLATE, ""))
        elif style < 0.25:
            story = stories[int(rng.integers(len(stories)))]
            rows.append((story[int(rng.integers(len(story)))], BOILERPLATE, "related"))
        elif style < 0.3:
            rows.append((person(own.language, rng), BOILERPLATE, ""))
    return rows


def make_head(own: Shelf, headline: str, most: int, rng: np.random.Generator) -> list[Row]:
    """What stands above a story, in the order of a page, the last `most` lines of it."""
    rows: list[Row] = []
    if rng.random() < 0.5:
        rows += _pick(own, "navigation", 8, rng)
    if rng.random() < 0.15:
        rows += _pick(own, "other", 2, rng)
    if rng.random() < 0.85:
        rows.append((headline, BOILERPLATE, "headline"))
    about = [
        [(byline(own.language, rng), BOILERPLATE, "byline")] if rng.random() < 0.6 else [],
        [(date(own.language, rng), BOILERPLATE, "timestamp")] if rng.random() < 0.6 else [],
        _pick(own, "timestamp", 1, rng) if rng.random() < 0.15 else [],
        _pick(own, "share", 4, rng) if rng.random() < 0.35 else [],
        _pick(own, "media", 2, rng) if rng.random() < 0.15 else [],
        _pick(own, "caption", 1, rng) if rng.random() < 0.3 else [],
        _pick(own, "comments", 1, rng) if rng.random() < 0.15 else [],
        _block(own, rng) if rng.random() < 0.25 else [],
    ]
    order = rng.permutation(len(about)) if rng.random() < 0.3 else range(len(about))
    rows += [row for i in order for row in about[i]]
    return rows[max(len(rows) - most, 0) :]


def make_tail(own: Shelf, stories: Sequence[Sequence[str]], most: int, rng: np.random.Generator) -> list[Row]:
    """What stands below a story, in any order, the first `most` lines of it."""
    parts: list[list[Row]] = [
        [*_pick(own, "related", 1, rng), *_teasers(stories, own, 6, rng)] if rng.random() < 0.6 else [],
        *(_pick(own, kind, size, rng) if rng.random() < chance else [] for kind, size, chance in _TAIL),
        [(byline(own.language, rng), BOILERPLATE, "byline")] if rng.random() < 0.1 else [],
        *(_block(own, rng) for _ in range(int(rng.integers(0, 3)))),
    ]
    rows = [row for i in rng.permutation(len(parts)) for row in parts[i]]
    return rows[:most]


_TAIL = (
    ("share", 4, 0.35), ("signup", 3, 0.35), ("paywall", 3, 0.25), ("comments", 4, 0.3), ("advert", 2, 0.3),
    ("legal", 3, 0.4), ("contact", 2, 0.25), ("consent", 2, 0.15), ("navigation", 6, 0.3), ("byline", 1, 0.15),
    ("caption", 1, 0.05), ("other", 1, 0.05), ("media", 2, 0.1),
)  # fmt: skip
_BOXES = ("related", "related", "signup", "advert", "share", "media", "caption", "paywall", "contact")


def make_box(own: Shelf, stories: Sequence[Sequence[str]], rng: np.random.Generator) -> list[Row]:
    """What stands between two paragraphs: a few teasers under a heading, a prompt, an advert, a caption."""
    if own.blocks and rng.random() < 0.4:
        return _block(own, rng)
    kind = _BOXES[int(rng.integers(len(_BOXES)))]
    rows = _pick(own, kind, 2, rng)
    return [*rows[:1], *_teasers(stories, own, 4, rng)] if kind == "related" else rows
