"""What stories end with that looks like a tail and is none: lists, results, votes, timelines, short sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from training.dresses import Row, is_unspaced, rows_of, sentences, short_sentence
from training.furniture import dates, told_date

_BULLETS = ("• ", "- ", "* ", "– ", "")
_MOST_ITEMS = 9


def add_ending(rows: Sequence[Row], texts: Sequence[str], language: str, rng: np.random.Generator) -> list[Row]:
    """The story with another ending, made of the words of `texts`."""
    names = ("list", "list", "bullets", "timeline", "short sentences")
    made = ENDINGS[names[int(rng.integers(len(names)))]](texts, language, rng)
    return [*rows, *rows_of([line for line in made if line.strip()])]


def _words(texts: Sequence[str], least: int, most: int, rng: np.random.Generator) -> str:
    """A few words of the story, a name of something."""
    text = texts[int(rng.integers(len(texts)))]
    size = int(rng.integers(least, most + 1))
    if is_unspaced(text):
        at = int(rng.integers(0, max(len(text) - 2 * size, 1)))
        return text[at : at + 2 * size].strip("、。，！？「」") or text[:2]
    words = text.split()
    at = int(rng.integers(0, max(len(words) - size, 1)))
    found = " ".join(words[at : at + size]).strip('.,;:!?–—-()"“”«»') or words[0]
    return found[:1].upper() + found[1:]


def _list(texts: Sequence[str], language: str, rng: np.random.Generator) -> list[str]:
    """Items that share a form under a heading with a colon: dates on tour, prizes, votes, tracks, results."""
    form = int(rng.integers(6))
    day = int(rng.integers(1, 15))
    year, month = int(rng.integers(2009, 2027)), int(rng.integers(1, 13))
    items = []
    for number in range(1, int(rng.integers(3, _MOST_ITEMS))):
        when = (told_date(language, year, month, day + number) or dates(language, year, month, day + number, "20:00"))[
            -1
        ]
        one, other = _words(texts, 1, 3, rng), _words(texts, 1, 3, rng)
        items.append((
            f"{when} – {one} – {other}", f"{one}: {other}", f"{number}. {one}", f"{one} – {number * 7}",
            f"{one} {number % 4}–{day % 3} {other}", f"{one}, {other}: {200 + 13 * number}",
        )[form])  # fmt: skip
    heading = [_words(texts, 1, 3, rng) + ":"] if rng.random() < 0.7 else []
    closing = [short_sentence(texts[-1], rng)] if rng.random() < 0.3 else []
    return [*heading, *items, *closing]


def _bullets(texts: Sequence[str], _language: str, rng: np.random.Generator) -> list[str]:
    """Sentences of the story as points."""
    bullet = _BULLETS[int(rng.integers(len(_BULLETS)))]
    parts = [part for text in texts for part in sentences(text)]
    chosen = rng.choice(len(parts), size=min(int(rng.integers(2, 6)), len(parts)), replace=False)
    stop = bool(rng.random() < 0.5)
    return [bullet + (parts[i] if stop else parts[i].rstrip(".。")) for i in sorted(chosen.tolist())]


def _timeline(texts: Sequence[str], language: str, rng: np.random.Generator) -> list[str]:
    """Days, each with what happened, in a line of its own or in the same."""
    parts = [part for text in texts for part in sentences(text)]
    year, apart = int(rng.integers(1995, 2018)), bool(rng.random() < 0.7)
    out = []
    for number in range(int(rng.integers(2, 7))):
        month, day = int(rng.integers(1, 13)), int(rng.integers(1, 29))
        forms = told_date(language, year + number, month, day) or dates(language, year + number, month, day, "12:00")
        when, what = forms[min(int(rng.integers(2)), len(forms) - 1)], parts[int(rng.integers(len(parts)))]
        out += [when, what] if apart else [f"{when}: {what}"]
    return out


def _short(texts: Sequence[str], _language: str, rng: np.random.Generator) -> list[str]:
    """One to three sentences of a few words, each in a line of its own."""
    return [short_sentence(texts[int(rng.integers(len(texts)))], rng) for _ in range(int(rng.integers(1, 4)))]


ENDINGS: Mapping[str, Callable[[Sequence[str], str, np.random.Generator], list[str]]] = {
    "list": _list, "bullets": _bullets, "timeline": _timeline, "short sentences": _short,
}  # fmt: skip
"""What makes each kind of ending, of the words of a story."""
