"""Measure the newsroom detectors on labelled lines, and put what was measured into the package.

    python training/newsroom/measure.py ../shared/data            print the tables
    python training/newsroom/measure.py ../shared/data --write    and write cleaner/newsroom/measured.toml

Two sources: `kinds.jsonl`, where every line of 80 dumps has its kind, gives precision by kind and recall;
`dumps/`, where every line is body or not, gives how often a mark was boilerplate. A page's dumps repeat its
lines, so a line counts once per page. What only HTML shows is measured on the pages: a block counts where its
text has one label, one kind, in the page's dump. The segment-labelled pages are never read.
"""

from __future__ import annotations

import argparse
import gzip
import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cleaner.detectors import RULES as DETECTORS
from cleaner.detectors import IndexedDocument
from cleaner.detectors.bylines import find_bylines
from cleaner.detectors.captions import find_captions
from cleaner.detectors.headlines import find_headlines
from cleaner.detectors.navigation import find_navigation
from cleaner.detectors.standfirsts import find_standfirsts
from cleaner.document import Mark
from cleaner.newsroom.shape_rules import PRIOR, PRIOR_WEIGHT, RULES
from cleaner.readers.html import read_html
from cleaner.readers.plain_text import read_text

HTML_ONLY = frozenset(
    (
        "headlines.title",
        "standfirsts.told",
        "bylines.marked",
        "captions.figure",
        "navigation.landmark",
        "navigation.menu",
        "navigation.links",
    )
)
"""Rules that mark lines of pages only. They are counted on pages, all others on dumps, so that nothing counts twice."""
PAGES = ("fundus", "postlight", "wcxb")
SOURCES = ("fundus", "newspaper4k", "postlight", "wcxb")
MEASURED = Path(__file__).parents[2] / "cleaner" / "newsroom" / "measured.toml"

Key = tuple[str, str]


@dataclass
class Counts:
    """Claims per rule: on lines with a kind (`named`: of the rule's kind), on lines labelled body or not."""

    by_kind: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_label: Counter[tuple[str, int | None]] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)


def read_dumps(data: Path) -> Iterator[dict[str, Any]]:
    for source in SOURCES:
        with gzip.open(data / "dumps" / f"{source}.jsonl.gz", "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def read_kinds(data: Path) -> dict[Key, dict[str, Any]]:
    rows = map(json.loads, (data / "kinds.jsonl").read_text(encoding="utf-8").splitlines())
    return {(row["id"], row["dumper"]): row for row in rows}


def line_of(starts: list[int], mark: Mark) -> int:
    return bisect_right(starts, mark.span.start) - 1


def line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def count_kinds(document: IndexedDocument, row: Mapping[str, Any], counts: Counts) -> None:
    """Compare the marks on a dump with the kinds of its lines."""
    starts, lines = line_starts(document.text), document.text.split("\n")
    inline = {(cut["line"], cut["kind"]): cut["text"] for cut in row["inline"]}
    marked: dict[int, set[str]] = {}
    for detector in DETECTORS:
        for mark in detector(document):
            index = line_of(starts, mark)
            text = document.slice(mark.span)
            cut = inline.get((index, mark.kind))
            whole = text == lines[index].strip()
            wanted = "body" if mark.kind == "standfirst" else mark.kind
            right = text == cut if cut or not whole else row["kinds"][index] == wanted
            gone = right or (whole and row["kinds"][index] != "body")
            counts.by_kind[mark.reason.rule, "named" if right else "gone" if gone else "body"] += 1
            marked.setdefault(index, set()).add(mark.kind)
            counts.found["dateline"] += mark.kind == "dateline" and right
    counts.gold.update(row["kinds"])
    counts.gold["dateline"] += sum(cut["kind"] == "dateline" for cut in row["inline"])
    for index, kind in enumerate(row["kinds"]):
        counts.found[kind] += kind in marked.get(index, set())


def count_labels(
    document: IndexedDocument,
    row: Mapping[str, Any],
    counts: Counts,
    seen: set[tuple[str, str, str]],
) -> None:
    """Compare the whole-line marks on a dump with its labels, each line once per page."""
    starts, lines = line_starts(document.text), document.text.split("\n")
    for detector in DETECTORS:
        for mark in detector(document):
            index = line_of(starts, mark)
            label = row["labels"][index]
            key = (row["id"], mark.reason.rule, lines[index].strip())
            if (
                label is None
                or mark.kind == "dateline"
                or key in seen
                or document.slice(mark.span) != lines[index].strip()
            ):
                continue
            seen.add(key)
            counts.by_label[mark.reason.rule, verdict_of(mark, label)] += 1


def verdict_of(mark: Mark, label: int | None) -> int | None:
    """0 where the label bears the mark out, else 1: a standfirst is body, other marks are of boilerplate."""
    return 1 - label if label is not None and mark.kind == "standfirst" else label


def count_pages(data: Path, counts: Counts) -> None:
    """Compare the marks only HTML allows with the labels and kinds that their texts have in the page's dump."""
    labels, kinds = known_texts(data)
    for source in PAGES:
        with gzip.open(data / "pages" / f"{source}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for page in map(json.loads, lines):
                if not page["suspect"] and (source != "wcxb" or page["kind"] == "news"):
                    count_page(page, labels.get(page["id"], {}), kinds.get(page["id"], {}), counts)


def count_page(
    page: Mapping[str, Any], labels: Mapping[str, set[int]], kinds: Mapping[str, set[str]], counts: Counts
) -> None:
    document = IndexedDocument.of(read_html(page["html"], url=page["url"], witness=False))
    for detector in (find_headlines, find_standfirsts, find_bylines, find_captions, find_navigation):
        for mark in detector(document):
            if mark.reason.rule not in HTML_ONLY:
                continue
            text = document.slice(mark.span).strip()
            kind, label = kinds.get(text, set()), labels.get(text, set())
            if len(kind) == 1:
                said = next(iter(kind))
                wanted = "body" if mark.kind == "standfirst" else mark.kind
                verdict = "named" if said == wanted else "body" if "body" in (said, wanted) else "gone"
                counts.by_kind[mark.reason.rule, verdict] += 1
            elif len(label) == 1 and not kind:
                counts.by_label[mark.reason.rule, verdict_of(mark, next(iter(label)))] += 1


def known_texts(data: Path) -> tuple[dict[str, dict[str, set[int]]], dict[str, dict[str, set[str]]]]:
    """Per page, the labels and the kinds each line of its bs4 dump has."""
    labels: dict[str, dict[str, set[int]]] = {}
    kinds: dict[str, dict[str, set[str]]] = {}
    named = read_kinds(data)
    for row in read_dumps(data):
        key = (row["id"], row["dumper"])
        if key in named:
            for line, kind in zip(row["text"].split("\n"), named[key]["kinds"], strict=True):
                kinds.setdefault(row["id"], {}).setdefault(line.strip(), set()).add(kind)
        if row["dumper"] == "bs4":
            for line, label in zip(row["text"].split("\n"), row["labels"], strict=True):
                labels.setdefault(row["id"], {}).setdefault(line.strip(), set()).add(label)
    return labels, kinds


def measure(data: Path) -> Counts:
    kinds = read_kinds(data)
    counts = Counts()
    seen: set[tuple[str, str, str]] = set()
    for row in read_dumps(data):
        key = (row["id"], row["dumper"])
        if key not in kinds and not row["aligned"]:
            continue
        document = IndexedDocument.of(read_text(row["text"], language=row["lang"]))
        if key in kinds:
            count_kinds(document, kinds[key], counts)
        elif row["source"] != "wcxb" or row["kind"] == "news":
            count_labels(document, row, counts, seen)
    count_pages(data, counts)
    return counts


def summed(rule: str, counts: Counts) -> dict[str, int]:
    """Sightings of a rule on both sources; `named` scales what the kinds say, smoothed, to all sightings.

    Nine trails, two of which had a kind, once gave "named" for none of the nine.
    """
    named, gone, body = (counts.by_kind[rule, key] for key in ("named", "gone", "body"))
    zero, one = counts.by_label[rule, 0], counts.by_label[rule, 1]
    seen = named + gone + body + zero + one
    right = named + gone + zero
    typed = named + gone
    share = (named + PRIOR * PRIOR_WEIGHT) / (typed + PRIOR_WEIGHT) if typed else 1.0
    return {"seen": seen, "gone": right, "named": round(right * share)}


def print_tables(counts: Counts) -> None:
    print(
        f"{'rule':24}{'kind':12}{'kinds: named':>13}{'boilerplate':>12}{'body':>6}"
        f"{'labels: 0':>11}{'1':>6}{'precision':>11}"
    )
    for rule in RULES:
        k, n = counts.by_kind, summed(rule.id, counts)
        share = f"{n['gone'] / n['seen']:.3f}" if n["seen"] else "-"
        print(
            f"{rule.id:24}{rule.kind:12}{k[rule.id, 'named']:13}{k[rule.id, 'gone']:12}{k[rule.id, 'body']:6}"
            f"{counts.by_label[rule.id, 0]:11}{counts.by_label[rule.id, 1]:6}{share:>11}"
        )
    print(f"\n{'kind':12}{'marks':>8}{'right kind':>11}{'boilerplate':>12}{'lines':>7}{'recall':>8}")
    for kind in dict.fromkeys(rule.kind for rule in RULES):
        rows = [
            (counts.by_kind[r.id, "named"], counts.by_kind[r.id, "gone"], counts.by_kind[r.id, "body"])
            for r in RULES
            if r.kind == kind
        ]
        named, gone, body = (sum(column) for column in zip(*rows, strict=True))
        marks, gold = named + gone + body or 1, counts.gold[kind] or 1
        print(
            f"{kind:12}{marks:8}{named / marks:11.3f}{(named + gone) / marks:12.3f}{gold:7}"
            f"{counts.found[kind] / gold:8.3f}"
        )


def write_measured(counts: Counts) -> None:
    rows = [
        "# Claims on labelled lines per rule, those boilerplate, those of the right kind: training/newsroom/measure.py"
    ]
    for rule in RULES:
        n = summed(rule.id, counts)
        rows.append(f'["{rule.id}"]\nseen = {n["seen"]}\ngone = {n["gone"]}\nnamed = {n["named"]}\n')
    MEASURED.write_text("\n".join(rows), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help="write the counts into the package")
    arguments = parser.parse_args()
    counts = measure(arguments.data)
    print_tables(counts)
    if arguments.write:
        write_measured(counts)


if __name__ == "__main__":
    main()
