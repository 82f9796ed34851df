"""Everything a line model is fitted on: dumps measured, with their changed copies; pages read and measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from cleaner.classifier.features import Measures, add_witness, measure_lines, measure_page
from cleaner.document import Document
from cleaner.readers import read
from training.lines.augment import vary
from training.lines.data import PLANTED, SOURCE_WEIGHT, Dump, load_dumps, read_pages
from training.lines.name import name_kinds
from training.lines.pages import is_usable, label_lines
from training.lines.stories import plant_stories
from training.lines.whole import make_whole, put_title, reshape_inside

VARIANTS = 2
WHOLE = {
    ("fundus", "trafilatura_recall"): 1.0, ("postlight", "trafilatura_recall"): 1.0,
    ("newspaper4k", "trafilatura_recall"): 1.0, ("fundus", "bs4"): 0.5, ("wcxb", "trafilatura_recall"): 0.4,
}  # fmt: skip
_TITLED = {"fundus": 1.0, "postlight": 0.5, "newspaper4k": 1.0, "wcxb": 0.15}
"""The share of dumps beginning with their story that are shown with the headline in front as well."""
_WHOLE_PLANTED = 0.35
"""The share of dumps whose story is shown without its frame as well."""
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
    return add_shapes(out, {id_: page["title"] for id_, page in pages.items()})


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
    """All pages of the training sources as documents; one time in three the witness is hidden."""
    pages = read_pages(data)
    dumps = [dump for dump in load_dumps(data) if dump.dumper == "bs4"]
    known = {dump.id: dump for dump in name_kinds(dumps)}
    out = []
    for id_, page in pages.items():
        document = read(page["html"], form="html", url=page["url"])
        dump = _label(known[id_], document)
        bare, said = measure_page(document), document.witnessed
        asked = bare if said is None else add_witness(bare, document, said)
        out.append(Gathered(dump, page["domain"], asked, ((dump, asked), (dump, bare))))
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
        aligned=dump.aligned and is_usable(document, labels), weight=SOURCE_WEIGHT[dump.source],
    )  # fmt: skip
