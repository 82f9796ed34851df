"""The figures of a set of documents, in characters that are not white space.

Body lost comes first: a page with a button too many is a blemish, a paragraph too few is a mistake.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean

from floor_sets import BODY, BOILERPLATE, IN_BODY, Document

from cleaner import Cleaner, Result

_TOKEN = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]+")
_SHINGLE = 4
MENU_LINE = 40
"""Characters of a line below which the kinds of `MENU` stand for one another, a matter of convention."""
MENU = frozenset({"navigation", "contact", "legal", "consent", "signup", "share", "advert", "paywall"})


@dataclass(frozen=True)
class Figures:
    """What is pinned of a set; shares of characters.

    lost: of the body, lost. lost_worst: the same in the worst tenth of the documents, their mean. left: of the
    boilerplate, left. f1: of body kept against body lost and boilerplate left, the mean of the documents. kind_given:
    of the removed boilerplate whose kind is known, given that kind; None where no kind is known.
    """

    lost: float
    lost_worst: float
    left: float
    f1: float
    kind_given: float | None


HIGHER_IS_BETTER = {"lost": False, "lost_worst": False, "left": False, "f1": True, "kind_given": True}


@dataclass(frozen=True)
class _Counts:
    body: int
    lost: int
    other: int
    left: int
    given: int = 0
    right: int = 0

    @property
    def f1(self) -> float:
        kept = self.body - self.lost
        return 2 * kept / (2 * kept + self.lost + self.left) if kept else float(not self.body)


def measure(documents: Sequence[Document]) -> Figures:
    """Clean documents and count what is lost and left."""
    cleaner = Cleaner(translation=False)
    counts = [_count(one, cleaner.clean(one.source, form=one.form, language=one.language)) for one in documents]
    shares = sorted((one.lost / one.body for one in counts if one.body), reverse=True)
    given = sum(one.given for one in counts)
    return Figures(
        lost=_share(counts, "lost", "body"),
        lost_worst=fmean(shares[: max(1, len(shares) // 10)]),
        left=_share(counts, "left", "other"),
        f1=fmean(one.f1 for one in counts),
        kind_given=sum(one.right for one in counts) / given if given else None,
    )


def as_row(figures: Figures) -> dict[str, float | None]:
    """Figures as they are pinned."""
    return {name: None if value is None else round(value, 4) for name, value in asdict(figures).items()}


def _share(counts: Iterable[_Counts], part: str, whole: str) -> float:
    rows = list(counts)
    total = sum(getattr(one, whole) for one in rows)
    return sum(getattr(one, part) for one in rows) / total if total else 0.0


def _count(document: Document, result: Result) -> _Counts:
    return _count_text(document, result) if document.tags else _count_html(document, result)


def _count_text(document: Document, result: Result) -> _Counts:
    got: list[str | None] = [None] * len(result.text)
    for span in result.removed:
        got[span.start : span.end] = [span.kind] * (span.end - span.start)
    found: Counter[str] = Counter()
    at = 0
    for line in result.text.split("\n"):
        for index in range(at, at + len(line)):
            tag = document.tags[index]
            if tag is None or result.text[index].isspace():
                continue
            gone = got[index] is not None
            side = "body" if tag in IN_BODY else "other"
            found[side] += 1
            found[f"{side} gone"] += gone
            if gone and side == "other" and tag != BOILERPLATE:
                found["given"] += 1
                found["right"] += tag == got[index] or (len(line) < MENU_LINE and {tag, got[index]} <= MENU)
        at += len(line) + 1
    left = found["other"] - found["other gone"]
    return _Counts(found[BODY], found["body gone"], found["other"], left, found["given"], found["right"])


def _count_html(document: Document, result: Result) -> _Counts:
    """The same of bags of four words each, a word counted with its characters; boilerplate is the rest of the page."""
    gold, body, page = (_shingles(text) for text in (document.body, result.body, result.text))
    return _Counts(_size(gold), _size(gold - body), _size(page - gold), _size(body - gold))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _TOKEN.findall(text)
    return Counter(tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1)) if words)


def _size(shingles: Counter[tuple[str, ...]]) -> int:
    return sum(len(words[0]) * count for words, count in shingles.items())
