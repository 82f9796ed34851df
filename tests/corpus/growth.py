"""A generated folder as large as one likes: `python -m tests.corpus.growth 50000 OUT.jsonl`, for measuring growth.

Sites of 100 pages each; every thirtieth page runs a story of another site.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from .sites import Page, Site

PAGES_OF_A_SITE = 100
_FIRST_SEED = 10_000


def generate(documents: int) -> Iterator[Page]:
    """So many pages, the same each time."""
    rng = random.Random(documents)
    remembered: list[Page] = []
    for number in range(documents):
        if number % PAGES_OF_A_SITE == 0:
            pages = Site(_FIRST_SEED + number // PAGES_OF_A_SITE).pages(PAGES_OF_A_SITE)
        page = pages[number % PAGES_OF_A_SITE]
        if number % 30 == 29 and remembered:
            page = _run_again(page, rng.choice(remembered))
        if number % 97 == 0:
            remembered = [*remembered[-50:], page]
        yield page


def _run_again(page: Page, other: Page) -> Page:
    """The furniture of one page around the story of another."""
    head = [line for line in page.lines if not line.body]
    story = [line for line in other.lines if line.body]
    return Page(page.url, (*head[: len(head) // 2], *story, *head[len(head) // 2 :]), page.section)


def write(documents: int, path: Path) -> None:
    """The pages as rows of plain text."""
    with path.open("w", encoding="utf-8") as file:
        for number, page in enumerate(generate(documents)):
            row = {"id": f"{number:07}", "url": page.url, "language": "en", "text": page.text}
            file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
