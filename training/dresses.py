"""The same story in other dresses: what scrapers, mail programs, converters and page makers turn it into.

A row is a line with its label (1 body, 0 boilerplate, -1 open) and its kind. A dress takes rows and gives rows; what
is body stays body, so that `undress` of both is the same. Both the training of the line models and the tests that a
story stays whole are made of these. Nothing here needs more than numpy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np

Row = tuple[str, int, str]
"""A line, its label, its kind."""
Dress = Callable[[Sequence[Row], np.random.Generator], list[Row]]

BODY, BOILERPLATE = 1, 0
WIDTHS, WIDTHS_CJK = (60, 72, 80), (36, 38, 40)
"""Columns at which texts are wrapped; a Chinese, Japanese or Korean character takes two."""
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’»]?\s+(?=\S)|(?<=[。！？])(?=[^」』”）])")
_CJK = re.compile(r"[\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff]")
_MARKS = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|^\s*(?:#{1,6}|[*+-]|>)\s+|[*_]{1,3}", re.MULTILINE)


def rows_of(story: Sequence[str]) -> list[Row]:
    """The paragraphs of a story as rows of body."""
    return [(line, BODY, "") for line in story]


def undress(rows: Sequence[Row]) -> str:
    """The body of rows without white space and Markdown's marks: the same whatever the dress."""
    body = "\n".join(text for text, label, _ in rows if label == BODY)
    return ink(_MARKS.sub(lambda found: found[1] or "", body))


def ink(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def is_cjk(text: str) -> bool:
    """Whether a quarter of the characters are Chinese, Japanese or Korean."""
    return 4 * len(_CJK.findall(text)) > len(text)


def is_unspaced(text: str) -> bool:
    """Whether the script of a text puts no spaces between words."""
    return 4 * len(_UNSPACED.findall(text)) > len(text)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph."""
    return [part for part in _SENTENCE.split(text) if part and part.strip()]


def as_it_is(rows: Sequence[Row], _rng: np.random.Generator) -> list[Row]:
    """A paragraph a line."""
    return list(rows)


def by_sentences(rows: Sequence[Row], _rng: np.random.Generator) -> list[Row]:
    """A sentence of the story a line."""
    return [
        (part, label, kind)
        for text, label, kind in rows
        for part in (sentences(text) if label == BODY else [text])
    ]  # fmt: skip


def wrapped(rows: Sequence[Row], rng: np.random.Generator) -> list[Row]:
    """All lines broken at a fixed width, as in mails and old readers."""
    width = pick_width(rows, rng)
    return [(part, label, kind) for text, label, kind in rows for part in wrap(text, width)]


def pick_width(rows: Sequence[Row], rng: np.random.Generator) -> int:
    """A width that stories in their script are wrapped at."""
    body = "".join(text for text, label, _ in rows if label == BODY)
    widths = WIDTHS_CJK if is_cjk(body) else WIDTHS
    return widths[int(rng.integers(len(widths)))]


def wrap(text: str, width: int) -> list[str]:
    """A text in lines of at most `width` characters, broken at spaces, or anywhere in scripts without."""
    if is_unspaced(text):
        return [text[at : at + width] for at in range(0, len(text), width)] or [text]
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def markdown(rows: Sequence[Row], rng: np.random.Generator) -> list[Row]:
    """As crawlers write it: links, headings, lists and images with their marks."""
    out: list[Row] = []
    starred = bool(rng.random() < 0.7)
    for text, label, kind in rows:
        plain = not re.search(r"[\[\]()*_#]", text)
        if label == BODY:
            out.append((_mark_body(text, rng) if plain else text, label, kind))
        elif kind == "headline":
            out.append((f"{'#' * int(rng.integers(1, 3))} {text}", label, kind))
        elif kind == "caption" and plain and rng.random() < 0.5:
            out.append((f"![{text}](https://site.example/{slug(text)}.jpg)", label, kind))
        elif plain and len(text) < 120 and kind not in ("legal", "timestamp", "advert") and rng.random() < 0.8:
            link = f"[{text}](https://site.example/{slug(text)})"
            out.append((("* " if starred and kind != "byline" else "") + link, label, kind))
        else:
            out.append((text, label, kind))
    return out


def _mark_body(text: str, rng: np.random.Generator) -> str:
    """A paragraph with a link or bold words in it; a short line without a stop as a subheading."""
    words = text.split(" ")
    if len(words) <= 6 and text[-1:].isalnum() and rng.random() < 0.4:
        return f"## {text}"
    if len(words) < 12 or rng.random() < 0.6:
        return text
    at = int(rng.integers(1, len(words) - 4))
    end = at + int(rng.integers(1, 4))
    inner = " ".join(words[at:end])
    marked = f"[{inner}](https://site.example/{slug(inner)})" if rng.random() < 0.7 else f"**{inner}**"
    return " ".join([*words[:at], marked, *words[end:]])


def slug(text: str) -> str:
    """A text as the last part of an address."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40] or "page"


def short_last_sentence(rows: Sequence[Row], rng: np.random.Generator) -> list[Row]:
    """The last paragraph of the story ends before a sentence of a few words that stands by itself."""
    place = max((i for i, row in enumerate(rows) if row[1] == BODY), default=-1)
    if place < 0:
        return list(rows)
    text = rows[place][0]
    parts = sentences(text)
    if len(parts) > 1 and len(parts[-1]) < 90:
        lines = [text[: text.rindex(parts[-1])].rstrip(), parts[-1]]
    else:
        lines = [text, short_sentence(text, rng)]
    return [*rows[:place], *rows_of(lines), *rows[place + 1 :]]


def short_sentence(text: str, rng: np.random.Generator) -> str:
    """A few words of a text as a sentence."""
    if is_unspaced(text):
        at, size = int(rng.integers(0, max(len(text) - 12, 1))), int(rng.integers(4, 12))
        return re.sub(r"[\s,.;:!?、。！？「」（）]", "", text[at : at + size]) + "。"
    words = re.sub(r"[^\w\s'’-]", " ", text).split()
    at, size = int(rng.integers(0, max(len(words) - 6, 1))), int(rng.integers(2, 7))
    sentence = " ".join(words[at : at + size]) or text
    return sentence[:1].upper() + sentence[1:] + "."


def with_box(box: Sequence[Row]) -> Dress:
    """A dress that puts a box between two paragraphs of the story, anywhere but before the first and after the last."""

    def dress(rows: Sequence[Row], rng: np.random.Generator) -> list[Row]:
        body = [i for i, row in enumerate(rows) if row[1] == BODY]
        if len(body) < 2:
            return list(rows)
        at = body[int(rng.integers(1, len(body)))]
        return [*rows[:at], *box, *rows[at:]]

    return dress


def cut_after(rows: Sequence[Row], rng: np.random.Generator) -> list[Row]:
    """The story ends after one of its paragraphs; what stands below it stays."""
    body = [i for i, row in enumerate(rows) if row[1] == BODY]
    if len(body) < 3:
        return list(rows)
    kept = int(rng.integers(2, len(body)))
    gone = set(range(body[kept - 1] + 1, body[-1] + 1))
    return [row for i, row in enumerate(rows) if i not in gone]


TEXT_DRESSES: Mapping[str, Dress] = {
    "paragraphs": as_it_is, "sentences": by_sentences, "wrapped": wrapped, "markdown": markdown,
}  # fmt: skip
"""Dresses that change neither the words nor what is body."""
