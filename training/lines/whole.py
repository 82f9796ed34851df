"""Texts that are story from the first line to the last, in the shapes that look like boilerplate and are not.

Interviews with one-line answers, poems, result lists, live entries: short lines that are body. The labelled dumps hold
few of them, and hardly any text without a frame.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from training.lines.data import PLANTED, Dump

_SENTENCE = re.compile(r"(?<=[.!?…。！？])[\"”’»」]?\s*(?=\S)")
_SPACED = 12
"""Characters to a space from which a script is taken to put none between words."""
_MOST_LINES = 120
_QUESTION = {"ja": "か？", "zh": "？", "ar": "؟"}

Shape = Callable[[Sequence[str], str, np.random.Generator], list[str]]


def make_whole(dump: Dump, rng: np.random.Generator) -> Dump | None:
    """The body of a dump alone, in one of the shapes; None where there is too little of it."""
    body = [line for line, label in zip(dump.lines, dump.labels, strict=True) if label == 1]
    if sum(map(len, body)) < 300:
        return None
    lines = [line for line in _reshape(body, dump.language, rng) if line.strip()][:_MOST_LINES]
    return replace(dump, dumper=PLANTED, lines=tuple(lines), labels=(1,) * len(lines), kinds=("",) * len(lines))


def put_title(dump: Dump, title: str | None) -> Dump:
    """The dump with its headline in front, where it begins with its story: dumpers differ in whether they keep it."""
    if not title or not dump.labels or dump.labels[0] != 1 or title[:20] in dump.lines[0]:
        return dump
    headline = " ".join(title.split())
    return replace(dump, lines=(headline, *dump.lines), labels=(0, *dump.labels), kinds=("headline", *dump.kinds))


def reshape_inside(dump: Dump, rng: np.random.Generator) -> Dump:
    """The same in its frame: a stretch of body lines takes another shape."""
    body = [i for i, label in enumerate(dump.labels) if label == 1]
    if len(body) < 3:
        return dump
    first = int(rng.integers(0, len(body) - 2))
    chosen = set(body[first : first + int(rng.integers(2, 12))])
    rows: list[tuple[str, int, str]] = []
    for i, row in enumerate(zip(dump.lines, dump.labels, dump.kinds, strict=True)):
        if i == min(chosen):
            stretch = [dump.lines[j] for j in sorted(chosen)]
            rows += [(line, 1, "") for line in _reshape(stretch, dump.language, rng) if line.strip()]
        elif i not in chosen:
            rows.append(row)
    lines, labels, kinds = zip(*rows, strict=True)
    return replace(dump, lines=lines, labels=labels, kinds=kinds)


def _reshape(body: Sequence[str], language: str, rng: np.random.Generator) -> list[str]:
    shape = _SHAPES[int(rng.integers(len(_SHAPES)))]
    return shape(body, language, rng)


def _as_is(body: Sequence[str], _language: str, _rng: np.random.Generator) -> list[str]:
    return list(body)


def _sentences(body: Sequence[str], _language: str, _rng: np.random.Generator) -> list[str]:
    """One sentence per line."""
    return [sentence for line in body for sentence in _SENTENCE.split(line)]


def _verses(body: Sequence[str], _language: str, rng: np.random.Generator) -> list[str]:
    """Lines of a few words, with the punctuation they happen to have."""
    out = []
    longest = int(rng.integers(3, 9))
    for line in body[:20]:
        words = _words(line)
        at = 0
        while at < len(words):
            size = int(rng.integers(1, longest + 1))
            piece = _join(words[at : at + size], line)
            out.append(piece[:1].upper() + piece[1:] if rng.random() < 0.6 else piece)
            at += size
    return out


def _dialogue(body: Sequence[str], language: str, rng: np.random.Generator) -> list[str]:
    """Questions and answers, many of one line; with a dash, a name, or nothing before them."""
    sentences = _sentences(body, language, rng)
    words = [word for word in _words(" ".join(body)) if word[:1].isupper() and len(word) > 3] or ["A"]
    names = [words[int(rng.integers(len(words)))].strip(".,:;") for _ in range(2)]
    style = int(rng.integers(4))
    out = []
    for i, sentence in enumerate(sentences[:60]):
        cut = _words(sentence)[: int(rng.integers(1, 12))]
        text = _join(cut, sentence) if rng.random() < 0.6 else sentence
        text = text.rstrip(".,;:。、") + (_QUESTION.get(language, "?") if i % 2 == 0 else ".")
        out.append((f"{names[i % 2]}: ", "– ", "", ("Q: ", "A: ")[i % 2])[style] + text)
    return out


def _listing(body: Sequence[str], _language: str, rng: np.random.Generator) -> list[str]:
    """Paragraphs with a list among them: results, times, ingredients, numbered points."""
    words = _words(" ".join(body))
    style = int(rng.integers(5))
    items = []
    for number in range(1, int(rng.integers(4, 16))):
        at = int(rng.integers(max(len(words) - 6, 1)))
        text = _join(words[at : at + int(rng.integers(1, 6))], body[0]).strip(".,;: ")
        items.append(_item(text, number, int(rng.integers(1, 400)), style))
    at = int(rng.integers(1, len(body) + 1))
    return [*body[:at], *items, *body[at:]]


def _item(text: str, number: int, value: int, style: int) -> str:
    """One line of a list: a numbered point, a time behind or before it, an amount, a result."""
    clock = f"{value % 24:02d}:{value % 60:02d}"
    result = f"{text} {value % 7}–{value % 5}"
    return (f"{number}. {text}", f"{text} {clock}", f"{clock} {text}", f"{value} g {text}", result)[style]


_SHAPES: tuple[Shape, ...] = (_as_is, _sentences, _verses, _dialogue, _listing)


def _is_unspaced(line: str) -> bool:
    return len(line) > _SPACED * (line.count(" ") + 1)


def _words(line: str) -> list[str]:
    """Words; in scripts without spaces pieces of three letters."""
    return [line[i : i + 3] for i in range(0, len(line), 3)] if _is_unspaced(line) else line.split()


def _join(words: Sequence[str], like: str) -> str:
    return ("" if _is_unspaced(like) else " ").join(words)
