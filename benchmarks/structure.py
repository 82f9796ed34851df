"""Structure of the Markdown of the cleaner and of trafilatura on news pages, beside that of the gold body.

    python benchmarks/structure.py ../shared/data/pages/fundus.jsonl.gz --sample 60

Counts headings, links, emphasis, images, list items and table rows in the Markdown of both, read by markdown-it, and of
each how many have a text that is in the gold body. In brackets: the pages that have any. Pages of held-out domains are
left out.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from gold import read_gold
from markdown_it import MarkdownIt

sys.path.append(str(Path(__file__).resolve().parents[1]))

from training.lines.data import HELD_OUT, fold_of

ELEMENTS = {"heading_open": "headings", "link_open": "links", "image": "images", "list_item_open": "list items",
            "tr_open": "table rows", "em_open": "emphasis", "strong_open": "emphasis"}  # fmt: skip
NAMES = list(dict.fromkeys(ELEMENTS.values()))
IN_GOLD = " in the gold body"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=60, help="pages drawn with a fixed seed")
    args = parser.parse_args()
    known = [page for page in read_gold(args.pages) if fold_of(page["domain"]) != HELD_OUT]
    pages = random.Random(7).sample(known, min(args.sample, len(known)))
    counted = {name: [count_elements(make(page), page["body"]) for page in pages] for name, make in MAKERS.items()}
    print(f"{len(pages)} pages")
    print("|", " | ".join(["", *MAKERS]), "|")
    for name in [part for whole in NAMES for part in (whole, whole + IN_GOLD)]:
        cells = [f"{sum(c[name] for c in rows)} ({sum(c[name] > 0 for c in rows)})" for rows in counted.values()]
        print(f"| {name} | {' | '.join(cells)} |")


def count_elements(markdown: str, gold: str) -> Counter[str]:
    """How many of each element there are; with `IN_GOLD` those of which the gold body has the text."""
    counts: Counter[str] = Counter()
    folded = squeeze(gold)
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    flat = [inner for token in tokens for inner in (token, *(token.children or ()))]
    for place, token in enumerate(flat):
        if name := ELEMENTS.get(token.type):
            counts[name] += 1
            text = squeeze(text_of(flat, place))
            counts[name + IN_GOLD] += bool(text) and text in folded
    return counts


def text_of(flat: list[Any], place: int) -> str:
    """The text within an element."""
    token = flat[place]
    if token.type == "image":
        return str(token.content)
    closing, text, depth = token.type.replace("_open", "_close"), "", 0
    for other in flat[place:]:
        depth += (other.type == token.type) - (other.type == closing)
        if depth == 0:
            break
        text += other.content if other.type in ("text", "code_inline") else ""
    return text


def squeeze(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def by_cleaner(page: Mapping[str, Any]) -> str:
    return cleaner().clean(page["html"], url=page["url"]).markdown


def by_trafilatura(page: Mapping[str, Any]) -> str:
    import trafilatura

    return (
        trafilatura.extract(
            page["html"], url=page["url"], output_format="markdown", include_comments=False, include_links=True,
            include_images=True, include_formatting=True, include_tables=True,
        )
        or ""
    )  # fmt: skip


def cleaner() -> Any:
    from cleaner import Cleaner

    return Cleaner(translation=False)


MAKERS: dict[str, Callable[[Mapping[str, Any]], str]] = {"cleaner": by_cleaner, "trafilatura": by_trafilatura}

if __name__ == "__main__":
    main()
