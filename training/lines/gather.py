"""Everything a line model is fitted on: dumps measured, with their changed copies; pages read and measured."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from cleaner.classifier.features import Measures, add_witness, measure_lines, measure_page
from cleaner.document import Document
from cleaner.readers import read
from training.lines.augment import vary
from training.lines.data import PARTLY, PLANTED, SOURCE_WEIGHT, Dump, load_dumps, load_partly, read_pages
from training.lines.name import name_kinds
from training.lines.pages import is_usable, label_lines
from training.lines.short import make_shorts
from training.lines.stories import plant_stories
from training.lines.whole import make_whole, put_title, reshape_inside
from training.page_dresses import disguise, make_page, random_dress

VARIANTS = 2
WHOLE = {
    ("fundus", "trafilatura_recall"): 1.0, ("postlight", "trafilatura_recall"): 1.0,
    ("newspaper4k", "trafilatura_recall"): 1.0, ("fundus", "bs4"): 0.5, ("wcxb", "trafilatura_recall"): 0.4,
    ("daniel", "trafilatura_recall"): 0.5, ("article", "trafilatura_recall"): 1.0,
}  # fmt: skip
_TITLED = {"fundus": 1.0, "postlight": 0.5, "newspaper4k": 1.0, "wcxb": 0.15, "article": 1.0}
"""The share of dumps beginning with their story that are shown with the headline in front as well."""
_WHOLE_PLANTED = 0.35
"""The share of dumps whose story is shown without its frame as well."""
_DISGUISED, _SHORT_PAGES = 2, 0.5
"""How often each page is shown in other elements as well, where its labels hold; the share of short texts shown as
pages."""
_WEIGHT = SOURCE_WEIGHT | PARTLY
SEED = 7


@dataclass(frozen=True, slots=True)
class Gathered:
    """A dump with its domain, its measurements, and its changed copies with theirs."""

    dump: Dump
    domain: str
    measures: Measures
    variants: tuple[tuple[Dump, Measures], ...]


def gather_texts(data: Path) -> list[Gathered]:
    """All labelled dumps, and other stories in their frames. To save time, near-copies of `bs4` get fewer variants."""
    pages = read_pages(data)
    domains = {id_: page["domain"] for id_, page in pages.items()}
    dumps = name_kinds(load_dumps(data))
    rng = np.random.default_rng(SEED)
    alike: dict[tuple[str, str, int], list[Dump]] = defaultdict(list)
    for dump in dumps:
        alike[dump.dumper, dump.source, dump.fold].append(dump)
    out = []
    for dump in dumps:
        others = alike[dump.dumper, dump.source, dump.fold]
        times = 0 if dump.dumper in ("inscriptis", "html2text") and rng.random() < 0.5 else VARIANTS
        varied = [vary(dump, others[int(rng.integers(len(others)))], rng) for _ in range(times)]
        variants = tuple((v, measure_lines(v.lines)) for v in varied if v.lines)
        out.append(Gathered(dump, domains[dump.id], measure_lines(dump.lines), variants))
    for dump in plant_stories(dumps, data, rng):
        changed = vary(dump, dump, rng)
        planted = ((changed, measure_lines(changed.lines)),)
        out.append(Gathered(dump, domains[dump.id], measure_lines(dump.lines), planted))
    out = add_shapes(out, {id_: page["title"] for id_, page in pages.items()})
    for name, (first, *rest) in make_shorts(dumps, data, rng):
        variants = tuple((one, measure_lines(one.lines)) for one in rest)
        out.append(Gathered(first, name, measure_lines(first.lines), variants))
    return out


def add_shapes(gathered: Sequence[Gathered], titles: Mapping[str, str | None]) -> list[Gathered]:
    """Besides, stories with their headline in front, without a frame, and with short lines in their frame."""
    rng = np.random.default_rng(SEED + 1)
    out = []
    for row in gathered:
        dump, title = row.dump, None if row.dump.dumper == PLANTED else titles.get(row.dump.id)
        more = []
        if dump.aligned and rng.random() < (0.1 if dump.source == "wcxb" else 0.3):
            more.append(reshape_inside(dump, rng))
        if dump.aligned and rng.random() < _TITLED.get(dump.source, 0.0) and put_title(dump, title) is not dump:
            more.append(put_title(dump, title))
        out.append(replace(row, variants=(*row.variants, *((one, measure_lines(one.lines)) for one in more))))
        wanted = WHOLE.get((dump.source, dump.dumper), _WHOLE_PLANTED if dump.dumper == PLANTED else 0.0)
        shapes = [make_whole(dump, rng), make_whole(dump, rng)] if dump.aligned and rng.random() < wanted else []
        named = [put_title(one, title) if rng.random() < 0.6 else one for one in shapes if one]
        if named:
            first, *rest = [(one, measure_lines(one.lines)) for one in named]
            out.append(Gathered(first[0], row.domain, first[1], tuple(rest)))
    return out


def gather_pages(data: Path) -> list[Gathered]:
    """All pages of the training sources as documents, many in another dress besides, and short pages of our own.

    One time in three or so the witness is hidden.
    """
    rng = np.random.default_rng(SEED)
    pages = read_pages(data)
    dumps = name_kinds([dump for dump in load_dumps(data) if dump.dumper == "bs4"])
    out = [_gather_page(dump, pages[dump.id], _DISGUISED, rng) for dump in dumps]
    out += _short_pages(dumps, data, rng)
    return out + _partly_labelled(data, np.random.default_rng(SEED + 2))


def _partly_labelled(data: Path, rng: np.random.Generator) -> list[Gathered]:
    """The pages whose gold is sure of boilerplate and of prose only, each in another dress as well."""
    loaded = load_partly(data)
    dumps = name_kinds([dump for dump, _ in loaded])
    return [_gather_page(dump, page, 1, rng) for dump, (_, page) in zip(dumps, loaded, strict=True)]


def _gather_page(dump: Dump, page: Mapping[str, Any], times: int, rng: np.random.Generator) -> Gathered:
    """A page as it is, with the witness and without, and so many times in disguise where its labels hold."""
    document = read(page["html"], form="html", url=page.get("url"))
    known = _label(dump, document)
    bare, asked = _measure(document)
    variants = [(known, asked), (known, bare)]
    for _ in range(times if known.aligned else 0):
        disguised = read(disguise(page["html"], rng), form="html", url=page.get("url"))
        again = _label(dump, disguised)
        if has_same_body(known, again):
            variants.append((again, _measure(disguised)[int(rng.integers(2))]))
    return Gathered(known, page["domain"], asked, tuple(variants))


def _measure(document: Document) -> tuple[Measures, Measures]:
    """A page without the witness and with it."""
    bare, said = measure_page(document), document.witnessed
    return bare, bare if said is None else add_witness(bare, document, said)


def has_same_body(one: Dump, other: Dump) -> bool:
    """Whether the words of the body lines of a page are those of the same page in another dress, but for 2 %."""
    words = [
        Counter(
            word for text, label in zip(dump.lines, dump.labels, strict=True) if label == 1 for word in text.split()
        )
        for dump in (one, other)
    ]
    both = (words[0] & words[1]).total()
    return both >= 0.98 * max(words[0].total(), words[1].total(), 1)


def _short_pages(dumps: Sequence[Dump], data: Path, rng: np.random.Generator) -> list[Gathered]:
    """Short stories as pages, each in two dresses; the labels are those of the rows the pages are made of."""
    out = []
    for name, shorts in make_shorts(dumps, data, rng):
        if rng.random() < _SHORT_PAGES:
            seen = []
            for dump in shorts:
                rows = list(zip(dump.lines, dump.labels, dump.kinds, strict=True))
                document = read(make_page(rows, random_dress(rng)), form="html")
                known = _label(dump, document)
                if known.aligned and has_same_body(dump, known):
                    seen += [(known, one) for one in _measure(document)]
            if seen:
                out.append(Gathered(*seen[0][:1], name, seen[0][1], tuple(seen[1:])))
    return out


def _label(dump: Dump, document: Document) -> Dump:
    """The reader's lines with the labels of the `bs4` dump, and the kinds of lines that are the same in both."""
    labels = label_lines(document.lines, dump.lines, [None if label < 0 else label for label in dump.labels])
    kinds: dict[str, set[str]] = defaultdict(set)
    for line, kind in zip(dump.lines, dump.kinds, strict=True):
        kinds[line.strip()].add(kind)
    named = tuple(next(iter(kinds[line])) if len(kinds[line]) == 1 else "" for line in document.lines)
    return replace(
        dump, dumper="html", lines=document.lines, labels=tuple(labels), kinds=named,
        aligned=dump.aligned and is_usable(document, labels), weight=_WEIGHT.get(dump.source, dump.weight),
    )  # fmt: skip
