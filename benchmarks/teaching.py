"""A walk through teaching: 60 pages of three invented sites, ten of them corrected, taught, and all cleaned again.

    python -m benchmarks.teaching

Prints, for the pages that nobody corrected: exact bodies and characters of boilerplate left and body lost, before and
after; what `teach` kept and refused; and the gestures that the corrections are in the report (a run of wrong lines that
are to become the same is one selection and one button).
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cleaner import Cleaner
from cleaner.cli.teach import describe
from cleaner.forms.record import digest_text
from cleaner.kinds import BODY, Fate
from cleaner.result import Result
from cleaner.teaching.teach import PACK, teach

WHO = ("The harbour master", "A keeper of the old lighthouse", "The owner of two ferries", "The mayor of Tallwick")
WHAT = ("opened the second lock", "sold the last of the cranes", "counted forty ships", "closed the fish market")
WHY = ("because the river had risen by a metre", "after a long dispute with the union", "to make room for the quay")
NAMES = ("Ida Marlowe", "Jon Pell", "Ruth Asker", "Olaf Dunn")


@dataclass(frozen=True)
class Example:
    """A page: its markup, and the lines that are the story."""

    site: str
    id: str
    markup: str
    body: frozenset[str]

    @property
    def url(self) -> str:
        return f"https://{self.id}"


@dataclass
class Score:
    """Over pages: exact bodies, characters of boilerplate left, of body lost."""

    pages: int = 0
    exact: int = 0
    left: int = 0
    lost: int = 0

    def add(self, result: Result, body: frozenset[str]) -> None:
        """Count a page."""
        wrong = list(wrong_lines(result, body))
        self.pages += 1
        self.exact += not wrong
        self.left += sum(end - start for start, end, kind in wrong if kind != BODY)
        self.lost += sum(end - start for start, end, kind in wrong if kind == BODY)


def _sentence(chance: random.Random) -> str:
    day = chance.choice(("Monday", "Tuesday", "Friday"))
    return f"{chance.choice(WHO)} {chance.choice(WHAT)} on {day} {chance.choice(WHY)}."


def _story(chance: random.Random) -> list[str]:
    return [f"{_sentence(chance)} {_sentence(chance)} Log page {chance.randrange(10**6)} says so." for _ in range(5)]


def _courier(chance: random.Random, body: list[str]) -> list[str]:
    """A site that names its boxes: a notice among the paragraphs, a cook's corner with a class, a sign-off."""
    lines = [f"<p>{line}</p>" for line in body]
    lines.insert(2, "<p>The Courier is printed on paper from our own forest, and has been since the great flood.</p>")
    dish = chance.choice(("herring with beetroot", "a barley soup with smoked eel", "crab cakes and a green salad"))
    lines.insert(
        4, f"<div class='kitchen wide'><p>Our cook recommends {dish}, and the cellar has a cider for it.</p></div>"
    )
    return [
        *lines,
        f"<p>Carried to the printer on foot by {chance.choice(NAMES)}, who knows the way in any weather.</p>",
    ]


def _lantern(chance: random.Random, body: list[str]) -> list[str]:
    """A site without names for anything: a heading, then sentences about other stories beside the paragraphs."""
    teasers = [f"<p>{_sentence(chance)} A longer account is on page {chance.randrange(90)}.</p>" for _ in range(2)]
    return [*(f"<p>{line}</p>" for line in body), "<h4>From the lamp room</h4>", *teasers]


def _ledger(chance: random.Random, body: list[str]) -> list[str]:
    """A site of labels: what stands before the colon is always the same, what follows never."""
    lines = [f"<p>{line}</p>" for line in body]
    lines.insert(
        3, f"<p>Seen from the tower: a quay of {chance.randrange(90)} metres in the light of the morning sun.</p>"
    )
    return [
        *lines,
        f"<p>Kept in the drawer: {chance.choice(NAMES)} wrote this down and has it ready for all who ask.</p>",
    ]


SITES: dict[str, Callable[[random.Random, list[str]], list[str]]] = {
    "courier.example": _courier, "lantern.example": _lantern, "ledger.example": _ledger,
}  # fmt: skip


def invented(count: int = 20) -> list[Example]:
    """Pages of the three sites, the same in every run."""
    pages = []
    for site, furnish in SITES.items():
        for number in range(count):
            chance = random.Random(f"{site} {number}")
            body = _story(chance)
            title = f"{chance.choice(WHO)} {chance.choice(WHAT)} in year {number + 1}"
            head = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div>"
            markup = f"{head}{''.join(furnish(chance, body))}</div></body></html>"
            pages.append(Example(site, f"{site}/{number}.html", markup, frozenset(body)))
    return pages


def wrong_lines(result: Result, body: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """The lines decided wrongly, and what they are: BODY, or "other" of what should go."""
    kept = [segment.span for segment in result.segments if segment.fate is Fate.KEEP]
    for block, line in zip(result.document.blocks, result.document.lines, strict=True):
        stays = any(span.start < block.span.end and block.span.start < span.end for span in kept)
        if stays != (line in body):
            yield block.span.start, block.span.end, BODY if line in body else "other"


def correction(page: Example, result: Result) -> tuple[dict[str, Any], int]:
    """What a person says of a page, and in how many gestures."""
    spans = [{"start": start, "end": end, "kind": kind} for start, end, kind in wrong_lines(result, page.body)]
    places = {block.span.start: number for number, block in enumerate(result.document.blocks)}
    runs = groupby(enumerate(spans), key=lambda one: (places[one[1]["start"]] - one[0], one[1]["kind"]))
    return {"digest": digest_text(result.text), "spans": spans, "url": page.url, "id": page.id}, len(list(runs))


def walk(pages: Sequence[Example], corrected: Sequence[Example], folder: Path) -> None:
    """Clean, correct, teach, clean again, and print what came of it."""
    plain = Cleaner(translation=False)
    first = {page: plain.clean(page.markup, page.url, form="html") for page in pages}
    told = [correction(page, first[page]) for page in corrected]
    rows = [{"id": page.id, "html": page.markup, "url": page.url} for page in pages]
    (folder / "pages.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "said.jsonl").write_text("".join(json.dumps(row) + "\n" for row, _ in told), encoding="utf-8")
    out = folder / "rules"
    taught = teach([str(folder / "said.jsonl")], str(out), [str(folder / "pages.jsonl")])
    print(*describe(taught, str(out)), sep="\n")
    packs, rules = [out / PACK] if (out / PACK).exists() else [], out if list(out.glob("*.txt")) else None
    cleaner = Cleaner(translation=False, packs=packs, site_rules=rules)
    before, after = Score(), Score()
    for page in pages:
        if page not in corrected:
            before.add(first[page], page.body)
            after.add(cleaner.clean(page.markup, page.url, form="html"), page.body)
    print(f"before {before}\nafter  {after}\n{sum(count for _, count in told)} gestures on {len(told)} pages")


def main() -> None:
    """The walk on the invented sites."""
    pages = invented()
    corrected = [page for number, page in enumerate(pages) if number % 20 < 3 or number == 3]
    with TemporaryDirectory(prefix="cleaner-") as folder:
        walk(pages, corrected, Path(folder))


if __name__ == "__main__":
    main()
