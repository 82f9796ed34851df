"""The same story in every dress and place, with what must stay: the metamorphic gate and its figures.

A variant is a text or a page made of a story, as rows (`training.dresses`); its body rows are what the cleaner must
keep. One class of variants for each kind of fault that was found on real pages:

    PYTHONPATH=. python -m training.variants [--languages en de] [--each 20] [--show CLASS]
"""

from __future__ import annotations

import argparse
import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from cleaner import Cleaner, Result
from cleaner.kinds import Fate
from training.dresses import (
    BODY,
    Row,
    by_sentences,
    cut_after,
    ink,
    pick_width,
    rows_of,
    sentences,
    short_last_sentence,
    short_sentence,
    with_box,
    wrap,
    wrapped,
)
from training.endings import ENDINGS
from training.frames import headline_of, make_box, make_head, make_tail, own_stories, shelf
from training.page_dresses import DRESSES, PageDress, make_page, random_dress

Stories = Sequence[Sequence[str]]
"""The paragraphs of each story."""
_LEAST, _MOST = 4, 12
"""Paragraphs of a story from which variants are made, and at most shown."""
_FRAME = 15
"""Lines above and below a story, at most."""
_BREAK = "\u2028"
"""What stands for a `<br>` until the page is made."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A text or page and the rows it was made of."""

    source: str
    rows: tuple[Row, ...]
    form: str = "text"


@dataclass(slots=True)
class Tally:
    """Characters of body and of boilerplate of some variants, and how many of them were lost and left."""

    body: int = 0
    lost: int = 0
    boilerplate: int = 0
    left: int = 0
    shares: list[float] = field(default_factory=list)
    """The share of the body kept, by variant."""

    def add(self, rows: Sequence[Row], kept: Sequence[int]) -> None:
        """Count a variant. kept: characters kept of each row, white space aside."""
        body = boilerplate = lost = left = 0
        for (text, label, _), stays in zip(rows, kept, strict=True):
            size = len(ink(text))
            if label == BODY:
                body, lost = body + size, lost + size - stays
            else:
                boilerplate, left = boilerplate + size, left + stays
        self.body, self.lost = self.body + body, self.lost + lost
        self.boilerplate, self.left = self.boilerplate + boilerplate, self.left + left
        self.shares.append(1 - lost / max(body, 1))


Maker = Callable[[Sequence[str], Stories, str, np.random.Generator], Variant]


def as_text(rows: Sequence[Row]) -> Variant:
    """Rows as the lines of a text."""
    shown = tuple(row for row in rows if row[0].strip())
    return Variant("\n".join(text for text, _, _ in shown), shown)


def frame(rows: Sequence[Row], others: Stories, language: str, rng: np.random.Generator) -> list[Row]:
    """Rows with a head and a tail."""
    own = shelf(language)
    head, tail = (int(rng.integers(1, _FRAME + 1)) for _ in range(2))
    texts = [text for text, label, _ in rows if label == BODY]
    headline = headline_of(texts[len(texts) // 2], rng)
    headline = "" if any(ink(headline) in ink(text)[: len(ink(headline))] for text in texts) else headline
    above = [row for row in make_head(own, headline, head, rng) if row[0]]
    return [*above, *rows, *make_tail(own, others, tail, rng)]


def _bare(dress: Callable[[Sequence[Row], np.random.Generator], list[Row]]) -> Maker:
    return lambda story, _others, _language, rng: as_text(dress(rows_of(story), rng))


def _framed(dress: Callable[[Sequence[Row], np.random.Generator], list[Row]]) -> Maker:
    return lambda story, others, language, rng: as_text(dress(frame(rows_of(story), others, language, rng), rng))


def _ending(name: str, framed: bool) -> Maker:
    def make(story: Sequence[str], others: Stories, language: str, rng: np.random.Generator) -> Variant:
        other = others[int(rng.integers(len(others)))]
        rows = [*rows_of(story), *rows_of([line for line in ENDINGS[name](other, language, rng) if line.strip()])]
        return as_text(frame(rows, others, language, rng) if framed else rows)

    return make


def _short_end(story: Sequence[str], others: Stories, language: str, rng: np.random.Generator) -> Variant:
    rows = frame(short_last_sentence(rows_of(story), rng), others, language, rng)
    return as_text(rows)


def _short_start(story: Sequence[str], others: Stories, language: str, rng: np.random.Generator) -> Variant:
    rows = [*rows_of([short_sentence(others[0][0], rng)]), *rows_of(story)]
    return as_text(frame(rows, others, language, rng))


def _box(story: Sequence[str], others: Stories, language: str, rng: np.random.Generator) -> Variant:
    rows = with_box(make_box(shelf(language), others, rng))(rows_of(story), rng)
    return as_text(frame(rows, others, language, rng))


def _end_box(story: Sequence[str], others: Stories, language: str, rng: np.random.Generator) -> Variant:
    """A box above the last one or two paragraphs."""
    at = len(story) - int(rng.integers(1, 3))
    box = make_box(shelf(language), others, rng)
    return as_text(frame([*rows_of(story[:at]), *box, *rows_of(story[at:])], others, language, rng))


def _page(dress: PageDress | None, framed: bool) -> Maker:
    """A page in a dress, or in a drawn one."""

    def make(story: Sequence[str], others: Stories, language: str, rng: np.random.Generator) -> Variant:
        rows = frame(rows_of(story), others, language, rng) if framed else rows_of(story)
        return Variant(make_page(rows, dress or random_dress(rng)), tuple(rows), "html")

    return make


def _wrapped_page(story: Sequence[str], others: Stories, language: str, rng: np.random.Generator) -> Variant:
    rows = frame(wrapped(rows_of(story), rng), others, language, rng)
    return Variant(make_page(rows, DRESSES["br1"]), tuple(rows), "html")


def _wrapped_paragraphs(story: Sequence[str], others: Stories, language: str, rng: np.random.Generator) -> Variant:
    """Wrapped lines that end in `<br>`, a blank line between paragraphs."""
    rows = rows_of(story)
    width = pick_width(rows, rng)
    broken = [(_BREAK.join(wrap(text, width)), label, kind) for text, label, kind in rows]
    rows = frame(broken, others, language, rng)
    return Variant(make_page(rows, DRESSES["br"]).replace(_BREAK, "<br>\n"), tuple(rows), "html")


PAIRS: Mapping[str, str] = {
    "div": "<div><div>{}</div><div>{}</div></div>", "flat": "<div>{}</div><div>{}</div>",
    "dl": "<dt>{}</dt><dd>{}</dd>", "headings": "<h2>{}</h2><p>{}</p>",
    "entries": "<section><h3>{}</h3><p>{}</p></section>",
}  # fmt: skip
"""How pages mark a question and its answer, a term and what is said of it, or a heading and its paragraph."""
_HEADED = ("headings", "entries")
"""The pairs whose first line is no question."""


def _pairs(dress: str) -> Maker:
    """A page of two paragraphs, and short questions with their answers below them, without a class or a heading."""

    def make(story: Sequence[str], others: Stories, language: str, rng: np.random.Generator) -> Variant:
        stop = "" if dress in _HEADED else "？" if language in ("zh", "ja") else "?"
        asked = [(short_sentence(text, rng).rstrip(".。") + stop, sentences(text)[0]) for text in story[2:]]
        rows = rows_of([*story[:2], *(line for pair in asked for line in pair)])
        inside = "".join(PAIRS[dress].format(*map(html.escape, pair)) for pair in asked)
        told = "".join(f"<p>{html.escape(text)}</p>" for text in story[:2])
        around = "<dl>{}</dl>" if dress == "dl" else "<div>{}</div>"
        menu = "".join(f"<div><a href='/{i}'>{html.escape(others[0][0][:9])}</a></div>" for i in range(3))
        page = f"<html><body>{menu}<div>{told}{around.format(inside)}</div></body></html>"
        return Variant(page, tuple(rows), "html")

    return make


VARIANTS: Mapping[str, Maker] = {
    "sentences": _bare(by_sentences), "sentences, framed": _framed(by_sentences),
    "wrapped": _bare(wrapped), "wrapped, framed": _framed(wrapped),
    "framed": _framed(lambda rows, _rng: list(rows)), "cut": _framed(cut_after),
    "short first sentence": _short_start, "short last sentence": _short_end,
    "box": _box, "box above the end": _end_box,
    **{f"{name} at the end": _ending(name, framed=False) for name in ENDINGS},
    **{f"{name} at the end, framed": _ending(name, framed=True) for name in ENDINGS},
    **{f"page of questions, {dress}": _pairs(dress) for dress in PAIRS},
    "page of br1, wrapped": _wrapped_page, "page of br, wrapped": _wrapped_paragraphs,
    **{f"page of {name}": _page(dress, framed=False) for name, dress in DRESSES.items()},
    **{f"page of {name}, framed": _page(dress, framed=True) for name, dress in DRESSES.items()},
    "drawn page": _page(None, framed=False), "drawn page, framed": _page(None, framed=True),
}  # fmt: skip
"""A maker for each class of variants."""


def kept_of_rows(rows: Sequence[Row], result: Result) -> list[int]:
    """How many characters of each row the body keeps, white space aside. Rows stand in the page text in their order."""
    inked, flags = [], []
    for segment in result.segments:
        part = ink(result.text[segment.span.start : segment.span.end])
        inked.append(part)
        flags += [segment.fate is Fate.KEEP] * len(part)
    text, at, kept = "".join(inked), 0, []
    for row, _, _ in rows:
        own = ink(row)
        found = text.find(own, at)
        kept.append(sum(flags[found : found + len(own)]) if found >= 0 else 0)
        at = found + len(own) if found >= 0 else at
    return kept


def make_variants(name: str, language: str, stories: Stories, each: int, seed: int = 0) -> Iterator[Variant]:
    """Up to `each` variants of a class from stories of a language, the same for a seed."""
    rng = np.random.default_rng([seed, *name.encode(), *language.encode()])
    long = [story for story in stories if len(story) >= _LEAST]
    for number in rng.permutation(len(long))[:each].tolist():
        story = long[number]
        others = [other for other in stories if other is not story]
        size = int(rng.integers(_LEAST, _MOST + 1))
        yield VARIANTS[name](story[:size], others, language, rng)


def measure(names: Sequence[str], stories: Mapping[str, Stories], each: int, show: str = "") -> dict[str, Tally]:
    """The tally of each class. show: a class whose lost and left lines are printed."""
    out = {}
    for name in names:
        tally = out[name] = Tally()
        for language, told in stories.items():
            cleaner = Cleaner(translation=False, language=language)
            for variant in make_variants(name, language, told, each):
                result = cleaner.clean(variant.source, form=variant.form)  # type: ignore[arg-type]
                kept = kept_of_rows(variant.rows, result)
                tally.add(variant.rows, kept)
                if name == show:
                    _show(variant.rows, kept, result)
    return out


def _show(rows: Sequence[Row], kept: Sequence[int], result: Result) -> None:
    reasons = {mark.span: mark for segment in result.segments if (mark := segment.mark) is not None}
    lines = {ink(result.text[start:end]): mark for (start, end), mark in reasons.items()}
    if not any(label == BODY and stays < len(ink(text)) for (text, label, _), stays in zip(rows, kept, strict=True)):
        return
    for (text, label, kind), stays in zip(rows, kept, strict=True):
        state = "   " if (label == BODY) == (stays > 0) else "!! " if label == BODY else " + "
        mark = lines.get(ink(text))
        why = f"{mark.kind} {mark.score:.2f} {mark.reason.rule} {mark.reason.evidence}" if mark else ""
        print(f"{state}{label} {kind:10} {text[:90]}   [{why[:90]}]")
    print("-" * 40)


def main() -> None:
    """Print the figures of all classes on our own stories."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--languages", nargs="+", default=["en", "de", "fr", "es", "ru", "zh", "ja", "ar", "pl", "el"])
    parser.add_argument("--each", type=int, default=12)
    parser.add_argument("--classes", nargs="+", default=list(VARIANTS))
    parser.add_argument("--show", default="")
    args = parser.parse_args()
    stories = {language: list(own_stories(language).values()) for language in args.languages}
    print_figures(measure([args.show] if args.show else args.classes, stories, args.each, args.show))


def print_figures(tallies: Mapping[str, Tally]) -> None:
    """One line a class: body lost, boilerplate left, variants that keep less than .97."""
    for name, tally in tallies.items():
        low = sum(share < 0.97 for share in tally.shares)
        lost, left = tally.lost / max(tally.body, 1), tally.left / max(tally.boilerplate, 1)
        print(f"{name:40} body lost {lost:.4f}  left {left:.3f}  below .97: {low} of {len(tally.shares)}")


if __name__ == "__main__":
    main()
