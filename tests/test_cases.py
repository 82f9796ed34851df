"""Every newsroom detector against the cases in `tests/cases`: text with the expected claims bracketed in place.

A file holds cases of one detector (`bylines.txt`: `find_bylines`), `whole.txt` of all of them. A case begins with
`=== title | language`, its text follows, and `⟦kind:...⟧` marks what must be claimed, exactly; nothing else may
be (a claim that only names a line takes nothing). A line `¶` stands for a paragraph of a story in that language,
from `paragraphs.toml`. A title that begins with `!` is a known failure and must fail. Names, places' affairs and
outlets are invented.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest

from cleaner.detectors import RULES, Detector, IndexedDocument
from cleaner.detectors.wording import WordingDetector
from cleaner.readers.plain_text import read_text

FOLDER = Path(__file__).parent / "cases"
PARAGRAPHS: dict[str, list[str]] = tomllib.loads((FOLDER / "paragraphs.toml").read_text(encoding="utf-8"))
SHARED = {"author_bios": "bylines"}
"""Detectors whose cases stand with those of another."""
DETECTORS: dict[str, list[Detector]] = {"spans": [WordingDetector()]}
for detect in RULES:
    name = detect.__name__.removeprefix("find_")
    DETECTORS.setdefault(SHARED.get(name, name), []).append(detect)
_BRACKETED = re.compile(r"⟦(?P<kind>[a-z]+):(?P<text>[^⟧]*)⟧")


class Case(NamedTuple):
    """One case: where it stands, its text without brackets, and the claims it expects as (kind, start, end)."""

    detector: str
    title: str
    language: str
    text: str
    expected: frozenset[tuple[str, int, int]]


def read_cases() -> Iterable[Case]:
    for path in sorted(FOLDER.glob("*.txt")):
        for part in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            header, _, body = part.partition("\n")
            title, _, language = header.rpartition("|")
            yield _case(path.stem, title.strip(), language.strip(), body.strip("\n"))


def _case(detector: str, title: str, language: str, body: str) -> Case:
    paragraphs = iter(PARAGRAPHS.get(language, PARAGRAPHS["en"]) * 6)
    body = "\n".join(next(paragraphs) if line == "¶" else line for line in body.split("\n"))
    text, claims, place = "", set(), 0
    for match in _BRACKETED.finditer(body):
        text += body[place : match.start()]
        claims.add((match["kind"], len(text), len(text) + len(match["text"])))
        text += match["text"]
        place = match.end()
    return Case(detector, title, language, text + body[place:], frozenset(claims))


CASES = list(read_cases())


def _params() -> list[object]:
    known = pytest.mark.xfail(reason="known failure", strict=True)
    return [
        pytest.param(case, id=f"{case.detector}: {case.title}", marks=known if case.title.startswith("!") else ())
        for case in CASES
    ]


@pytest.mark.parametrize("case", _params())
def test_claims_exactly_what_is_bracketed(case: Case) -> None:
    document = IndexedDocument.of(read_text(case.text, language=case.language))
    found = DETECTORS.get(case.detector) or tuple(chain.from_iterable(DETECTORS.values()))
    marks = [mark for detector in found for mark in detector(document)]
    claimed = {(mark.kind, mark.span.start, mark.span.end) for mark in marks if mark.score}
    assert _show(case.text, claimed) == _show(case.text, case.expected)


def _show(text: str, claims: Iterable[tuple[str, int, int]]) -> list[tuple[str, str, int]]:
    return sorted((kind, text[start:end], start) for kind, start, end in claims)


@pytest.mark.parametrize(
    ("detector", "least", "languages"),
    [("datelines", 60, 10), ("bylines", 60, 10), ("credits", 30, 5), ("timestamps", 40, 10)],
)
def test_there_are_enough_cases(detector: str, least: int, languages: int) -> None:
    cases = [case for case in CASES if case.detector == detector]
    claims = sum(len(case.expected) for case in cases)
    negatives = [case for case in cases if not case.expected]
    assert claims >= least
    assert len({case.language for case in cases if case.expected}) >= languages
    assert len(negatives) >= 8
